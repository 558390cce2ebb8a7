//! Screens of what the store does besides issuing and receiving.

pub(in crate::station::view) mod count;
mod count_plan;
mod inspection;
mod lists;
mod tags;

use super::super::Station;
use super::super::flow::store::transfer::{Target, sources, targets};
use super::super::flow::store::{MENU, StoreAsked, StoreTask, old_parts, pre_pick, sale};
use super::super::input::World;
use super::jobs::{column, fact};
use super::screen::{Block, KeyHint, Row, Sign, Table, Tone, Width};
use crate::domain::book::Book;
use crate::domain::command::Item;
use crate::domain::ids::{JobNo, PartNo, SaleNo, ToteId};
use crate::domain::old_part::{self, Fault};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::station::words::Words;

fn say(tone: Tone, line: String) -> Block {
    Block::Text { tone, lines: vec![line] }
}

fn name(station: &Station, part: &PartNo, world: World<'_>) -> String {
    world.catalogue.part(part).map(|part| station.words().part_name(&part)).unwrap_or_default()
}

/// The screen of a task.
pub(super) fn screen(station: &Station, task: &StoreTask, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    match task {
        StoreTask::Menu => (words.store_title(), vec![menu(station)]),
        StoreTask::PrePick => (words.pre_pick_title(), lists::pre_pick(station, world)),
        StoreTask::Pick { job, tote } => (words.pick_title(job, tote), pick(station, job, tote, world)),
        StoreTask::Sales => (words.sales_title(), lists::sales(station, world)),
        StoreTask::Sale { sale } => (words.sale_title(sale), self::sale(station, sale, world)),
        StoreTask::Transfer { item, to } => {
            let title = match to {
                Some(to) => words.transfer_to_title(words.place(to)),
                None => words.transfer_title(),
            };
            (title, transfer(station, item.as_ref(), to.is_some(), world))
        }
        StoreTask::Issues { job, moving } => {
            (words.issues_title(job), lists::issues(station, job, moving.is_some(), world))
        }
        StoreTask::OldParts { job } => (words.old_parts_title(job), old_parts(station, job, world)),
        StoreTask::Shelf => (words.shelf_title(), lists::shelf(station, world)),
        StoreTask::Inspection => (words.inspection_title(), inspection::screen(station, world)),
        StoreTask::Late => (words.late_title(), vec![say(Tone::Attention, words.late_hint())]),
        StoreTask::Counts { open } => (words.counts_title(), count::counts(station, *open, world)),
        StoreTask::CountPlan { at_ms } => (words.count_plan_title(), count_plan::screen(station, *at_ms, world)),
        StoreTask::Count { count, bin, stock } => {
            (words.count_title(count), count::bin(station, count, bin.as_ref(), stock.as_ref(), world))
        }
        StoreTask::Variances { count } => (words.variances_title(count), count::variances(station, count, world)),
        StoreTask::Tags { of, since } => (tags::title(words, of), tags::screen(station, of, *since, world)),
        StoreTask::Shipments => (words.shipments_title(), lists::shipments(station)),
        StoreTask::Ship { shipment, to } => {
            let to = to.as_ref().map_or_else(String::new, ToString::to_string);
            let hint = if to.is_empty() { words.ship_where() } else { words.ship_scan() };
            (words.ship_title(shipment, to), vec![say(Tone::Attention, hint), lists::shipped(station, shipment, world)])
        }
        StoreTask::Arrive { shipment } => lists::arriving(station, shipment, world),
    }
}

fn menu(station: &Station) -> Block {
    let words = station.words();
    let label = |task: &StoreTask| match task {
        StoreTask::PrePick => words.pre_pick_title(),
        StoreTask::Sales => words.sales_title(),
        StoreTask::Transfer { to: Some(to), .. } => words.transfer_to_title(words.place(to)),
        StoreTask::Transfer { to: None, .. } => words.transfer_title(),
        StoreTask::Shelf => words.shelf_title(),
        StoreTask::Inspection => words.inspection_title(),
        StoreTask::Shipments => words.shipments_title(),
        StoreTask::Late => words.late_title(),
        StoreTask::Counts { .. } => words.counts_title(),
        StoreTask::Menu
        | StoreTask::Count { .. }
        | StoreTask::CountPlan { .. }
        | StoreTask::Variances { .. }
        | StoreTask::Tags { .. }
        | StoreTask::Pick { .. }
        | StoreTask::Sale { .. }
        | StoreTask::Ship { .. }
        | StoreTask::Arrive { .. }
        | StoreTask::Issues { .. }
        | StoreTask::OldParts { .. } => String::new(),
    };
    let row =
        |(at, task): (usize, &StoreTask)| Row { sign: Sign::None, cells: vec![(at + 1).to_string(), label(task)] };
    Block::Table(Table {
        columns: vec![
            column(String::new(), Width::Fixed(2), true, 0),
            column(String::new(), Width::Share(1), false, 0),
        ],
        rows: MENU.iter().enumerate().map(row).collect(),
        selected: Some(station.session.selected),
        ..Table::default()
    })
}

fn pick(station: &Station, job: &JobNo, tote: &ToteId, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let row = |(line, bin): (&crate::domain::job::JobLine, Option<crate::domain::ids::BinId>)| {
        let sign = match (line.to_pick().is_positive(), line.staged.is_positive()) {
            (true, _) if !line.approved => Sign::Question,
            (true, true) => Sign::Partly,
            (true, false) => Sign::Open,
            (false, _) => Sign::Done,
        };
        let wanted = words.qty(line.open(), line.unit);
        let bin = bin.map(|bin| bin.to_string()).unwrap_or_default();
        let cells =
            vec![line.part.to_string(), name(station, &line.part, world), format!("{} / {wanted}", line.staged), bin];
        Row { sign, cells }
    };
    let table = Table {
        title: words.parts_table(),
        columns: vec![
            column(words.col_part(), Width::Share(3), false, 0),
            column(words.col_name(), Width::Share(3), false, 1),
            column(words.col_picked(), Width::Fixed(13), true, 0),
            column(words.col_bin(), Width::Fixed(9), false, 0),
        ],
        rows: pre_pick::lines(station, job, world).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.no_lines(),
    };
    let plate = station.book.job_ref(job).map(|job| format!("{}  {}", job.vehicle.plate, job.vehicle.model));
    let mut facts = vec![
        fact(words.col_job(), format!("{job}  {}", plate.unwrap_or_default()), Tone::Plain),
        fact(words.tote(), tote.to_string(), Tone::Attention),
    ];
    if let Some(bin) = &station.session.bin {
        facts.push(fact(words.col_bin(), words.take_from(bin), Tone::Attention));
    }
    vec![say(Tone::Attention, words.pick_hint()), Block::Facts(facts), Block::Table(table)]
}

fn sale(station: &Station, no: &SaleNo, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let sale = station.book.sale(no);
    let row = |line: crate::domain::sale::SaleLine| {
        let cells = vec![
            line.stock.part.to_string(),
            name(station, &line.stock.part, world),
            words.qty(line.qty, line.unit),
            words.place(&line.from),
        ];
        Row { sign: Sign::Done, cells }
    };
    let paid = sale.as_ref().and_then(|sale| sale.paid.clone());
    let table = Table {
        title: words.parts_table(),
        columns: vec![
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(3), false, 1),
            column(words.col_qty(), Width::Fixed(12), true, 0),
            column(words.col_place(), Width::Share(2), false, 2),
        ],
        rows: sale::lines(station, no).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.sale_empty(),
    };
    let hint = if paid.is_some() { words.sale_paid_help() } else { words.sale_hint() };
    let state = paid.map_or_else(|| words.not_paid(), |slip| words.paid_by(slip));
    let tone = if state == words.not_paid() { Tone::Attention } else { Tone::Good };
    vec![say(Tone::Attention, hint), Block::Facts(vec![fact(words.state(), state, tone)]), Block::Table(table)]
}

fn transfer(station: &Station, item: Option<&(Item, Qty)>, leads: bool, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let Some((item, qty)) = item else {
        let mut blocks = vec![say(Tone::Attention, words.transfer_scan())];
        if let Some(bin) = &station.session.bin {
            blocks.push(Block::Facts(vec![fact(words.col_bin(), words.take_from(bin), Tone::Attention)]));
        }
        return blocks;
    };
    let sources = sources(station, item);
    let known = world.catalogue.part(&item.part).map(|part| part.unit);
    let unit = sources.first().map(|source| source.unit).or(known).unwrap_or(crate::domain::qty::Unit::Piece);
    let facts = vec![
        fact(words.col_part(), format!("{}  {}", item.part, name(station, &item.part, world)), Tone::Plain),
        fact(words.col_qty(), words.qty(*qty, unit), Tone::Plain),
    ];
    let rows = sources.iter().map(|source| Row {
        sign: Sign::None,
        cells: vec![words.place(&source.place), words.condition(source.condition), words.qty(source.qty, source.unit)],
    });
    let table = Table {
        title: words.taken_from(),
        columns: vec![
            column(words.col_place(), Width::Share(2), false, 0),
            column(words.col_condition(), Width::Share(1), false, 1),
            column(words.col_qty(), Width::Fixed(12), true, 0),
        ],
        rows: rows.collect(),
        selected: Some(station.session.selected),
        empty: words.lies_nowhere(),
    };
    let hint = if leads { words.transfer_enter() } else { words.transfer_where() };
    vec![say(Tone::Attention, hint), Block::Facts(facts), Block::Table(table)]
}

fn old_parts(station: &Station, job: &JobNo, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let row = |owed: old_part::Owed| Row {
        sign: Sign::Waiting,
        cells: vec![owed.part.to_string(), name(station, &owed.part, world), words.qty(owed.qty, owed.unit)],
    };
    let table = Table {
        title: words.old_parts_owed(),
        columns: vec![
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(3), false, 1),
            column(words.col_qty(), Width::Fixed(12), true, 0),
        ],
        rows: old_parts::owed(station, job).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.old_parts_none(),
    };
    let known = station.book.job_ref(job);
    let kept = known.map(|job| job.old_parts.kept.clone()).unwrap_or_default();
    let kept: Vec<String> = kept.iter().map(|kept| format!("{} {}", kept.tag, kept.part)).collect();
    let mut blocks = vec![say(Tone::Attention, words.old_parts_hint()), Block::Table(table)];
    if !kept.is_empty() {
        blocks.push(Block::Facts(vec![fact(words.old_parts_kept(), kept.join(", "), Tone::Good)]));
    }
    if let Some(wanted) = known.and_then(|job| job.old_parts.wanted) {
        let said = if wanted { words.old_parts_wanted() } else { words.old_parts_left() };
        blocks.push(Block::Facts(vec![fact(words.customer(), said, Tone::Plain)]));
    }
    blocks
}

fn numbered(labels: impl IntoIterator<Item = String>) -> Vec<KeyHint> {
    let hint = |(at, label): (usize, String)| KeyHint { key: (at + 1).to_string(), label };
    labels.into_iter().enumerate().map(hint).collect()
}

/// A question with its answers.
pub(super) fn question(words: Words, asked: &StoreAsked, world: World<'_>) -> (String, Vec<String>, Vec<KeyHint>) {
    match asked {
        StoreAsked::Issue { job, part, .. } => {
            (words.issue_what(part, job), vec![], numbered([words.issue_reverse(), words.issue_other_job()]))
        }
        StoreAsked::OldPart { part, .. } => {
            let faults = Fault::ALL.map(|fault| words.old_part_is_here(words.fault(fault)));
            (words.old_part_question(part), vec![], numbered(faults.into_iter().chain([words.old_part_missing()])))
        }
        StoreAsked::Customer { job } => {
            (words.old_parts_customer(job), vec![], numbered([words.old_parts_wanted(), words.old_parts_left()]))
        }
        StoreAsked::Kept { tag } => {
            let places = [Place::Claim, Place::Scrap, Place::CustomerOwned].map(|place| words.place(&place));
            (words.old_part_where(tag), vec![], numbered(places))
        }
        StoreAsked::NoShow { job, tote } => {
            let put_back = tote.as_ref().map(|tote| words.put_tote_back(tote));
            (words.no_show(job), vec![], numbered(put_back.into_iter().chain([words.release_allocation()])))
        }
        StoreAsked::Where { item, from, .. } => {
            let target = |target: Target| match target {
                Target::Place(place) => words.place(&place),
                Target::Opened => words.now_opened(),
                Target::Repaired => words.now_repaired(),
                Target::Apart => words.kit_apart(),
                Target::Together => words.kit_together(),
            };
            (
                words.transfer_question(&item.part),
                vec![],
                numbered(targets(from, &item.part, world.catalogue).into_iter().map(target)),
            )
        }
        StoreAsked::Refill { item, qty, from } => {
            let part = world.catalogue.part(&item.part);
            let qty = part.as_ref().map_or_else(|| qty.to_string(), |part| words.qty(*qty, part.unit));
            let name = part.map(|part| words.part_name(&part));
            let help = name.into_iter().chain([words.refill_help()]).collect();
            (words.refill(qty, &item.part, words.place(from)), help, numbered([words.yes()]))
        }
        StoreAsked::RestOfBin { bin, lines, .. } => {
            (words.count_rest(lines, bin), vec![], numbered([words.count_rest_yes(), words.count_rest_no()]))
        }
        StoreAsked::Inspect { stock, qty } => {
            (words.inspect_what(qty, &stock.part), vec![], numbered(inspection::answers(words)))
        }
        StoreAsked::AbandonCount { count } => (words.count_abandon(count), vec![], numbered([words.yes()])),
        StoreAsked::Untouched { shipment, to } => lists::untouched(words, shipment, to.as_ref()),
        StoreAsked::Sold { part, sale, .. } => {
            (words.issue_what_sold(part, sale), vec![], numbered([words.issue_reverse()]))
        }
    }
}
