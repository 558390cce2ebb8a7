//! Lists: jobs to pick for, sales, the issues of a job, kept old parts.

use super::super::super::Station;
use super::super::super::flow::store::{issues, pre_pick};
use super::super::super::input::World;
use super::super::jobs::{column, fact};
use super::super::screen::{Block, KeyHint, Row, Sign, Table, Tone, Width};
use super::{name, numbered, say};
use crate::domain::book::Book;
use crate::domain::ids::{JobNo, ShipmentNo, SiteId};
use crate::domain::job::Job;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::shipment::ShippedLine;
use crate::station::words::Words;

pub(super) fn pre_pick(station: &Station, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let row = |job: &Job| {
        let promised = job.promised_ms.map(|ms| station.settings.zone.short(ms, world.now.wall_ms)).unwrap_or_default();
        let open = job.lines.iter().filter(|line| line.approved && line.to_pick().is_positive()).count();
        let tote = pre_pick::totes(station, &job.no).next();
        let stands = tote.map(|tote| {
            let since = station.settings.zone.short(tote.since_ms, world.now.wall_ms);
            words.stands_since(&tote.id, since)
        });
        // A tote that nobody came for is still to be put back.
        let released = job.released.then(|| words.holds_nothing());
        let state = released.into_iter().chain(stands).collect::<Vec<_>>().join(", ");
        let sign = match (open, tote.is_some()) {
            (0, true) => Sign::Done,
            (_, true) => Sign::Partly,
            _ => Sign::Open,
        };
        let cells = vec![job.no.to_string(), job.vehicle.plate.clone(), promised, open.to_string(), state];
        Row { sign, cells }
    };
    let table = Table {
        columns: vec![
            column(words.col_job(), Width::Fixed(8), false, 0),
            column(words.plate(), Width::Fixed(11), false, 1),
            column(words.promised(), Width::Fixed(12), false, 2),
            column(words.col_to_pick(), Width::Fixed(8), true, 0),
            column(words.tote(), Width::Share(1), false, 0),
        ],
        rows: pre_pick::jobs(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.pre_pick_none(),
        title: String::new(),
    };
    vec![say(Tone::Attention, words.pre_pick_hint()), Block::Table(table)]
}

pub(super) fn sales(station: &Station, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let row = |sale: &crate::domain::sale::Sale| {
        let since = station.settings.zone.short(sale.since_ms, world.now.wall_ms);
        let (sign, state) = match &sale.paid {
            Some(slip) => (Sign::Waiting, words.paid_by(slip)),
            None => (Sign::Open, words.not_paid()),
        };
        Row { sign, cells: vec![sale.no.to_string(), since, sale.rows().len().to_string(), state] }
    };
    let mut rows: Vec<Row> = station.book.sales().map(row).collect();
    rows.push(Row { sign: Sign::None, cells: vec![words.sale_new(), String::new(), String::new(), String::new()] });
    let table = Table {
        columns: vec![
            column(words.sale(), Width::Share(2), false, 0),
            column(words.col_begun(), Width::Fixed(12), false, 1),
            column(words.col_lines(), Width::Fixed(6), true, 2),
            column(words.state(), Width::Share(2), false, 0),
        ],
        rows,
        selected: Some(station.session.selected),
        ..Table::default()
    };
    vec![say(Tone::Attention, words.sales_hint()), Block::Table(table)]
}

pub(super) fn issues(station: &Station, job: &JobNo, moving: bool, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let person = |id: &crate::domain::ids::PersonId| {
        station.book.person(id).map_or_else(|| id.to_string(), |person| words.pick(&person.name))
    };
    let row = |issue: &crate::domain::job::Issue| {
        let receiver = issue.receiver.as_ref().map_or_else(|| words.not_signed(), person);
        let sign = if issue.receiver.is_some() { Sign::Done } else { Sign::Waiting };
        let cells = vec![
            issue.stock.part.to_string(),
            name(station, &issue.stock.part, world),
            words.qty(issue.remaining(), issue.unit),
            match &issue.from {
                Place::Bin(bin) => bin.to_string(),
                other => words.place(other),
            },
            issue.issuer.as_ref().map(person).unwrap_or_default(),
            receiver,
        ];
        Row { sign, cells }
    };
    let table = Table {
        columns: vec![
            column(words.col_part(), Width::Share(4), false, 0),
            column(words.col_name(), Width::Share(3), false, 3),
            column(words.col_qty(), Width::Fixed(10), true, 0),
            column(words.taken_from(), Width::Share(2), false, 2),
            column(words.issuer(), Width::Share(2), false, 4),
            column(words.receiver(), Width::Share(2), false, 1),
        ],
        rows: issues::listed(station, job).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.issues_none(),
        title: String::new(),
    };
    let hint = if moving { words.repost_scan() } else { words.issues_hint() };
    vec![say(Tone::Attention, hint), Block::Table(table)]
}

pub(super) fn shelf(station: &Station, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let row = |kept: &crate::domain::old_part::OldPart| {
        let due = kept.until_ms <= world.now.wall_ms;
        let until = station.settings.zone.short(kept.until_ms, world.now.wall_ms);
        let cells = vec![
            kept.tag.to_string(),
            kept.part.to_string(),
            name(station, &kept.part, world),
            words.fault(kept.fault),
            until,
        ];
        Row { sign: if due { Sign::Waiting } else { Sign::Done }, cells }
    };
    let table = Table {
        columns: vec![
            column(words.col_tag(), Width::Fixed(10), false, 0),
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(3), false, 2),
            column(words.col_old_fault(), Width::Share(1), false, 1),
            column(words.col_until(), Width::Fixed(12), false, 0),
        ],
        rows: station.book.old_parts().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.shelf_empty(),
        title: String::new(),
    };
    vec![say(Tone::Attention, words.shelf_hint()), Block::Table(table)]
}

pub(super) fn shipments(station: &Station) -> Vec<Block> {
    let words = station.words();
    let row = |shipment: &crate::domain::shipment::Shipment| {
        let from = shipment.from.as_ref().map(|from| words.ship_from(from));
        let to = shipment.to.as_ref().map(|to| words.ship_to(to)).or(from).unwrap_or_default();
        let missing = shipment.lines.iter().filter(|line| line.missing().is_positive()).count();
        let sign = if missing > 0 { Sign::Waiting } else { Sign::Done };
        Row { sign, cells: vec![shipment.no.to_string(), to, missing.to_string()] }
    };
    let mut rows: Vec<Row> = station.book.shipments().map(row).collect();
    rows.push(Row { sign: Sign::None, cells: vec![words.ship_new(), String::new(), String::new()] });
    let table = Table {
        columns: vec![
            column(words.shipment(), Width::Share(2), false, 0),
            column(words.col_place(), Width::Share(2), false, 1),
            column(words.goods_in_transit(), Width::Fixed(8), true, 0),
        ],
        rows,
        selected: Some(station.session.selected),
        ..Table::default()
    };
    vec![say(Tone::Attention, words.shipments_hint()), Block::Table(table)]
}

/// A shipment that comes in, or one that left from here.
pub(super) fn arriving(station: &Station, no: &ShipmentNo, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let known = station.book.shipment(no);
    if let Some(sent) = known.as_ref().filter(|known| known.is_sent_here()) {
        let to = sent.to.as_ref().map(ToString::to_string).unwrap_or_default();
        let blocks = vec![say(Tone::Attention, words.sent_here()), shipped(station, no, world)];
        return (words.ship_title(no, to), blocks);
    }
    let mut blocks = vec![say(Tone::Attention, words.arrive_scan())];
    let mut facts = Vec::new();
    if let Some(from) = known.as_ref().and_then(|known| known.from.as_ref()) {
        facts.push(fact(words.ship_sender(), from.to_string(), Tone::Plain));
    }
    match known.as_ref().filter(|known| known.sheets > 0) {
        Some(known) if known.is_known() => {}
        Some(known) => {
            facts.push(fact(words.papers(), words.papers_seen(known.seen.len(), known.sheets), Tone::Attention));
        }
        None => blocks.push(say(Tone::Bad, words.papers_unknown())),
    }
    if let Some(bin) = &station.session.bin {
        facts.push(fact(words.col_bin(), bin.to_string(), Tone::Attention));
    }
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    blocks.push(shipped(station, no, world));
    (words.arrive_title(no), blocks)
}

/// What to do about a shipment of which nothing came in.
pub(super) fn untouched(words: Words, no: &ShipmentNo, to: Option<&SiteId>) -> (String, Vec<String>, Vec<KeyHint>) {
    match to {
        Some(to) => {
            let answers = [words.untouched_arrived(), words.untouched_waits(), words.untouched_lost()];
            (words.untouched_sent(no, to), vec![], numbered(answers))
        }
        None => (words.untouched_here(no), vec![], numbered([words.untouched_waits(), words.untouched_never()])),
    }
}

/// What was sent and what came, line by line.
pub(super) fn shipped(station: &Station, no: &ShipmentNo, world: World<'_>) -> Block {
    let words = station.words();
    let Some(known) = station.book.shipment(no) else { return Block::Table(shipped_table(words, Vec::new())) };
    let row = |line: &ShippedLine| {
        let sign = match known.differs(line) {
            Qty::ZERO => Sign::Done,
            missing if missing.is_positive() && line.differs.is_none() => Sign::Open,
            _ => Sign::Wrong,
        };
        let unknown = line.sent == Qty::ZERO && !known.is_known();
        let cells = vec![
            line.stock.part.to_string(),
            name(station, &line.stock.part, world),
            if unknown { "?".to_owned() } else { words.qty(line.sent, line.unit) },
            words.qty(line.received, line.unit),
            line.differs.map(|reason| words.reason(reason)).unwrap_or_default(),
        ];
        Row { sign, cells }
    };
    Block::Table(shipped_table(words, known.lines.iter().map(row).collect()))
}

fn shipped_table(words: Words, rows: Vec<Row>) -> Table {
    Table {
        columns: vec![
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(2), false, 2),
            column(words.col_sent(), Width::Fixed(10), true, 0),
            column(words.col_received(), Width::Fixed(10), true, 0),
            column(String::new(), Width::Share(1), false, 1),
        ],
        rows,
        empty: words.sale_empty(),
        ..Table::default()
    }
}
