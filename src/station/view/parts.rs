//! Screens of the parts tasks: return, receive, put away, look up, one part, one bin, label.

use std::collections::BTreeMap;

use super::super::input::World;
use super::super::session::{Act, MoveItem, ReturnItem};
use super::super::{Station, flow};
use super::jobs::{column, fact};
use super::screen::{Block, Fact, Row, Sign, Table, Tone, Width};
use crate::domain::allocation::{self, Allocation};
use crate::domain::book::Book;
use crate::domain::catalogue::Part;
use crate::domain::ids::{BinId, LotNo, NoteNo, OrderNo, PartNo};
use crate::domain::lot::{self, Day};
use crate::domain::pick;
use crate::domain::place::Place;
use crate::domain::qty::{Qty, Unit};
use crate::domain::shipment::Shipment;
use crate::domain::stock::{Condition, Stock};
use crate::station::words::{Language, Words};

impl Words {
    /// A part's name in this language, or in the other one.
    /// A piece by its serial number, and what it is if it is not new.
    pub(super) fn numbered_piece(self, piece: &Stock) -> String {
        let number = piece.serial.as_ref().map_or_else(String::new, ToString::to_string);
        if piece.condition == Condition::New {
            number
        } else {
            format!("{number}  {}", self.condition(piece.condition))
        }
    }

    pub(super) fn part_name(self, part: &Part) -> String {
        let (first, second) = match self.language() {
            Language::English => (&part.name_en, &part.name_zh),
            Language::Chinese => (&part.name_zh, &part.name_en),
        };
        if first.is_empty() { second.clone() } else { first.clone() }
    }
}

fn say(tone: Tone, line: String) -> Block {
    Block::Text { tone, lines: vec![line] }
}

/// Part number and name.
fn named(station: &Station, part: &PartNo, world: World<'_>) -> String {
    let name = world.catalogue.part(part).map(|part| station.words().part_name(&part)).unwrap_or_default();
    format!("{part}  {name}")
}

fn unit_of(part: &PartNo, world: World<'_>) -> Unit {
    world.catalogue.part(part).map_or(Unit::Piece, |part| part.unit)
}

/// Of a list that cannot be scrolled, no more lines are shown: it is made anew with every scan.
const NEWEST: usize = 32;

/// The lines of these acts, newest first; of a delivery, with what lies there of them now.
fn acts_table(station: &Station, title: String, acts: &[Act], arrived: bool) -> Table {
    let words = station.words();
    let lines = || acts.iter().rev().flat_map(|act| act.line.iter().chain(&act.also));
    let all = lines().count();
    // What was set aside since lies there no more: the newest line of the part has so much less.
    let mut aside: BTreeMap<(&PartNo, &Place), Qty> = BTreeMap::new();
    let mut rows = Vec::new();
    for line in lines().take(NEWEST) {
        let part = &line.stock.part;
        let mut left = line.qty;
        let claimed = arrived && line.to == Place::Quarantine;
        if claimed {
            let sum = aside.entry((part, &line.from)).or_default();
            *sum = sum.plus(line.qty);
        } else if let Some(sum) = aside.get_mut(&(part, &line.to)) {
            let gone = left.min(*sum);
            (left, *sum) = (left.minus(gone), sum.minus(gone));
        }
        let sign = if claimed { Sign::Wrong } else { Sign::Saved };
        let cells = vec![part.to_string(), words.pick(&line.name), words.qty(left, line.unit), words.place(&line.to)];
        rows.push(Row { sign, cells });
    }
    Table {
        title: if all > NEWEST { words.newest_lines(title, all, NEWEST) } else { title },
        columns: vec![
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(3), false, 1),
            column(words.col_qty(), Width::Fixed(10), true, 0),
            column(words.col_place(), Width::Share(2), false, 2),
        ],
        rows,
        selected: None,
        empty: String::new(),
    }
}

pub(super) fn return_part(station: &Station, item: Option<&ReturnItem>, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let Some(ReturnItem { item, job, qty }) = item else {
        let table = acts_table(station, words.last_lines(), &station.session.acts, false);
        let table = (!table.rows.is_empty()).then_some(Block::Table(table));
        let hint = say(Tone::Attention, words.return_scan_part());
        return (words.return_title(), [hint].into_iter().chain(table).collect());
    };
    let mut facts = vec![
        fact(words.col_part(), named(station, &item.part, world), Tone::Plain),
        fact(words.col_qty(), words.qty(*qty, unit_of(&item.part, world)), Tone::Plain),
        fact(words.col_job(), words.return_from(job), Tone::Plain),
    ];
    let known = world.catalogue.part(&item.part);
    if known.as_ref().is_some_and(|part| part.inspected) {
        let (label, hint) = (words.returns_to(), words.return_inspected(&item.part));
        let place = format!("{}  ({})", words.place(&Place::Quarantine), words.key_enter());
        facts.push(fact(label, place, Tone::Attention));
        return (words.return_title(), vec![say(Tone::Attention, hint), Block::Facts(facts)]);
    }
    if let Some(home) = known.and_then(|part| part.home_bin) {
        facts.push(fact(words.home_bin(), format!("{home}  ({})", words.key_enter()), Tone::Attention));
    }
    (words.return_title(), vec![say(Tone::Attention, words.return_scan_bin(&item.part)), Block::Facts(facts)])
}

pub(super) fn receive(
    station: &Station,
    note: Option<&NoteNo>,
    order: Option<&OrderNo>,
    began: usize,
    world: World<'_>,
) -> (String, Vec<Block>) {
    let words = station.words();
    let note = note.map_or_else(|| words.receive_no_note(), ToString::to_string);
    let into = station.session.bin.clone().or_else(|| world.catalogue.goods_in());
    let into = into.map(|bin| bin.to_string()).unwrap_or_default();
    let facts = vec![fact(words.delivery_note(), note, Tone::Plain), fact(words.col_bin(), into, Tone::Plain)];
    let acts = station.session.acts.get(began..).unwrap_or_default();
    let table = acts_table(station, words.receive_lines(), acts, true);
    let hint = say(Tone::Attention, words.receive_scan());
    let mut blocks = vec![hint, Block::Facts(facts), Block::Table(table)];
    if let Some(order) = order.and_then(|order| station.book.order_ref(order)) {
        let lines = super::orders::order_lines(station, order, world);
        blocks.push(Block::Table(Table { title: words.order_title(&order.no), ..lines }));
    }
    (words.receive_title(), blocks)
}

pub(super) fn put_away(station: &Station, item: Option<&MoveItem>, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    if let Some(pending @ MoveItem { item, from, qty }) = item {
        let mut facts = vec![
            fact(words.col_part(), named(station, &item.part, world), Tone::Plain),
            fact(words.col_qty(), words.qty(*qty, unit_of(&item.part, world)), Tone::Plain),
            fact(words.col_place(), words.place(&Place::Bin(from.clone())), Tone::Plain),
        ];
        if let Some((bin, because)) = flow::put_away::suggested(station, pending, world) {
            let label = match because {
                flow::put_away::Because::Home => words.home_bin(),
                flow::put_away::Because::LiesThere => words.lies_there(),
                flow::put_away::Because::Free => words.free_bin(),
            };
            facts.push(fact(label, format!("{bin}  ({})", words.key_enter()), Tone::Attention));
        }
        let hint = say(Tone::Attention, words.put_away_scan_bin(&item.part));
        return (words.put_away_title(), vec![hint, Block::Facts(facts)]);
    }
    let row = |(key, balance): (crate::domain::stock::BalanceKey, crate::domain::stock::Balance)| {
        let known = world.catalogue.part(&key.stock.part);
        let name = known.as_ref().map(|part| words.part_name(part)).unwrap_or_default();
        let home = known.and_then(|part| part.home_bin).map(|bin| bin.to_string()).unwrap_or_default();
        let cells = vec![key.stock.part.to_string(), name, words.qty(balance.qty, balance.unit), home];
        Row { sign: Sign::Open, cells }
    };
    let table = Table {
        title: words.put_away_waiting(),
        columns: vec![
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(3), false, 1),
            column(words.col_qty(), Width::Fixed(10), true, 0),
            column(words.home_bin(), Width::Fixed(10), false, 0),
        ],
        rows: flow::put_away::waiting(station, world).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.put_away_nothing(),
    };
    (words.put_away_title(), vec![say(Tone::Attention, words.put_away_scan_part()), Block::Table(table)])
}

pub(super) fn look_up(station: &Station, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let row = |part: Part| {
        let on_hand = on_hand(station, &part.number);
        let bin = part.home_bin.as_ref().map(ToString::to_string).unwrap_or_default();
        let cells = vec![part.number.to_string(), words.part_name(&part), words.qty(on_hand, part.unit), bin];
        Row { sign: Sign::None, cells }
    };
    let results = flow::look_up::results(station, world);
    let hint = say(Tone::Attention, words.look_up_scan());
    if results.is_empty() {
        return (words.look_up_title(), vec![hint]);
    }
    let table = Table {
        title: String::new(),
        columns: vec![
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(3), false, 0),
            column(words.on_hand(), Width::Fixed(11), true, 0),
            column(words.col_bin(), Width::Fixed(9), false, 1),
        ],
        rows: results.into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: String::new(),
    };
    (words.look_up_title(), vec![Block::Table(table)])
}

/// In all bins together.
fn on_hand(station: &Station, part: &PartNo) -> Qty {
    allocation::on_hand(station.book.balances_of(part).iter())
}

/// What lies in the bins of lots that are past their date.
fn expired(station: &Station, part: &PartNo, world: World<'_>) -> Vec<(LotNo, Day, Qty)> {
    let mut lots: Vec<(LotNo, Day, Qty)> = Vec::new();
    let today = crate::station::low::today(world.now);
    let balances = station.book.balances_of(part);
    for (key, balance) in balances.iter().filter(|(key, _)| lot::is_past(&station.book, &key.stock, today)) {
        let qty = allocation::on_hand([(key.clone(), *balance)].iter());
        let Some(lot) = key.stock.lot.clone().filter(|_| qty != Qty::ZERO) else { continue };
        let Some(known) = station.book.lot(part, &lot) else { continue };
        match lots.iter_mut().find(|(of, ..)| *of == lot) {
            Some((_, _, sum)) => *sum = sum.plus(qty),
            None => lots.push((lot, known.expires, qty)),
        }
    }
    lots
}

pub(super) fn part(station: &Station, number: &PartNo, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let Some(part) = world.catalogue.part(number) else {
        let unknown = say(Tone::Bad, words.refused_unknown_part(number));
        return (words.part_title(number), vec![unknown]);
    };
    let hand = on_hand(station, number);
    let expired = expired(station, number, world);
    let past = expired.iter().fold(Qty::ZERO, |sum, (_, _, qty)| sum.plus(*qty));
    let good = hand.minus(past);
    let wanted = allocation::of(station.book.jobs(), number, good);
    let available = allocation::available(good, &wanted);
    let allocated = good.minus(available);
    let tone = if available.is_positive() { Tone::Good } else { Tone::Bad };
    let left = words.qty(available, part.unit);
    let why = match past {
        Qty::ZERO => words.why_available(hand, allocated, left),
        past => words.why_available_past(hand, past, allocated, left),
    };
    let mut facts = vec![fact(words.name(), words.part_name(&part), Tone::Plain), fact(words.available(), why, tone)];
    let past = |(lot, day, qty): &(LotNo, Day, Qty)| words.expired_lot(words.qty(*qty, part.unit), lot, day);
    facts.extend(expired.iter().map(|one| fact(words.expired(), past(one), Tone::Bad)));
    facts.extend([
        fact(words.pack(), words.qty(part.pack, part.unit), Tone::Faint),
        fact(words.maker(), part.maker.clone(), Tone::Faint),
    ]);
    if let Some(bin) = &part.home_bin {
        facts.push(fact(words.home_bin(), bin.to_string(), Tone::Plain));
    }
    if let Some(newer) = &part.superseded_by {
        let said = if newer.interchangeable { words.newer_both(&newer.by) } else { newer.by.to_string() };
        facts.push(fact(words.newer_number(), format!("{said}  (n)"), Tone::Attention));
    }
    facts.extend(arrivals(station, &part));
    facts.extend(super::idle::money(station, &part));
    facts.extend(super::alerts::part_facts(station, number, world));
    facts.extend(older(station, number, world));
    let pieces = world.catalogue.pieces(number);
    if !pieces.is_empty() {
        let said = pieces.iter().map(|(piece, qty)| format!("{qty} {piece}")).collect::<Vec<_>>().join(", ");
        facts.push(fact(words.kit_of(), said, Tone::Plain));
    }
    facts.retain(|fact| !fact.value.is_empty());
    let blocks = vec![
        Block::Facts(facts),
        Block::Table(places(station, words, &part)),
        Block::Table(allocations(station, words, &wanted, part.unit, world)),
    ];
    (words.part_title(number), blocks)
}

/// What other shops have sent of a part.
fn arrivals(station: &Station, part: &Part) -> Vec<Fact> {
    let words = station.words();
    let shipments = station.book.shipments().map(|shipment| (shipment, shipment.coming(&part.number)));
    let said = |(shipment, qty): (&Shipment, Qty)| {
        let from = shipment.from.as_ref().map(|from| words.ship_from(from)).unwrap_or_default();
        fact(words.goods_in_transit(), format!("{}  {from}  {}", words.qty(qty, part.unit), shipment.no), Tone::Good)
    };
    shipments.filter(|(_, qty)| qty.is_positive()).map(said).collect()
}

/// Older numbers of which there is stock: they go first.
fn older(station: &Station, number: &PartNo, world: World<'_>) -> Vec<Fact> {
    let words = station.words();
    let stocked = |old: &PartNo| {
        let (at, qty) = pick::stocked_bins(&station.book, old).into_iter().next()?;
        Some(fact(
            words.older_number(),
            words.older_first(old, words.qty(qty, unit_of(old, world)), words.place(&at)),
            Tone::Attention,
        ))
    };
    world.catalogue.older(number).iter().filter_map(stocked).collect()
}

fn places(station: &Station, words: Words, part: &Part) -> Table {
    let shown = |place: &Place| !matches!(place, Place::Supplier | Place::Adjust);
    let row = |(key, balance): (crate::domain::stock::BalanceKey, crate::domain::stock::Balance)| {
        let ids = [key.stock.lot.map(|lot| lot.to_string()), key.stock.serial.map(|serial| serial.to_string())];
        let ids = ids.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let sign = if balance.qty < Qty::ZERO { Sign::Wrong } else { Sign::None };
        Row { sign, cells: vec![words.place(&key.place), words.qty(balance.qty, balance.unit), ids] }
    };
    let balances = station.book.balances_of(&part.number).into_iter().filter(|(key, _)| shown(&key.place));
    Table {
        title: words.where_it_lies(),
        columns: vec![
            column(words.col_place(), Width::Share(2), false, 0),
            column(words.col_qty(), Width::Fixed(12), true, 0),
            column(String::new(), Width::Share(1), false, 1),
        ],
        rows: balances.map(row).collect(),
        selected: None,
        empty: words.lies_nowhere(),
    }
}

fn allocations(station: &Station, words: Words, wanted: &[Allocation], unit: Unit, world: World<'_>) -> Table {
    let row = |one: &Allocation| {
        let plate = station.book.job_ref(&one.job).map(|job| job.vehicle.plate.clone()).unwrap_or_default();
        let promised = one.promised_ms.map(|ms| station.settings.zone.short(ms, world.now.wall_ms)).unwrap_or_default();
        let short = one.qty.minus(one.covered);
        let sign = if short.is_positive() { Sign::Wrong } else { Sign::Waiting };
        let lacks = if short.is_positive() { words.lacks(words.qty(short, unit)) } else { words.covered() };
        Row { sign, cells: vec![one.job.to_string(), plate, promised, words.qty(one.qty, unit), lacks] }
    };
    Table {
        title: words.wanted_by(),
        columns: vec![
            column(words.col_job(), Width::Share(1), false, 0),
            column(words.plate(), Width::Share(1), false, 1),
            column(words.promised(), Width::Fixed(12), false, 2),
            column(words.col_qty(), Width::Fixed(12), true, 0),
            column(String::new(), Width::Share(1), false, 1),
        ],
        rows: wanted.iter().map(row).collect(),
        selected: None,
        empty: words.wanted_by_none(),
    }
}

pub(super) fn bin(station: &Station, bin: &BinId, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let row = |(key, balance): (crate::domain::stock::BalanceKey, crate::domain::stock::Balance)| {
        let name = world.catalogue.part(&key.stock.part).map(|part| words.part_name(&part)).unwrap_or_default();
        let sign = if balance.qty < Qty::ZERO { Sign::Wrong } else { Sign::None };
        Row { sign, cells: vec![key.stock.part.to_string(), name, words.qty(balance.qty, balance.unit)] }
    };
    let table = Table {
        title: String::new(),
        columns: vec![
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(3), false, 1),
            column(words.col_qty(), Width::Fixed(12), true, 0),
        ],
        rows: station.book.balances_at(&Place::Bin(bin.clone())).into_iter().map(row).collect(),
        selected: None,
        empty: words.bin_empty(),
    };
    (words.bin_title(bin), vec![Block::Table(table)])
}

pub(super) fn label(station: &Station) -> (String, Vec<Block>) {
    let words = station.words();
    (words.label_title(), vec![say(Tone::Attention, words.label_scan())])
}
