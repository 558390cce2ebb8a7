//! The screen of RFID tags that are read as one act.

use std::time::Duration;

use super::super::super::Station;
use super::super::super::flow::store::tags::{TagsFor, coming, compared, strange};
use super::super::super::input::World;
use super::super::jobs::{column, fact};
use super::super::screen::{Block, Row, Sign, Table, Tone, Width};
use super::count::part_cell;
use super::{name, say};
use crate::domain::book::Book;
use crate::domain::qty::{Qty, Unit};
use crate::domain::rf_tag::Compared;
use crate::station::words::Words;

/// The title.
pub(super) fn title(words: Words, of: &TagsFor) -> String {
    match of {
        TagsFor::Delivery { .. } => words.tags_delivery(),
        TagsFor::Count { bin, .. } => words.tags_bin(bin),
        TagsFor::Tote { tote, .. } => words.tags_tote(tote),
    }
}

/// What is new and known, or what the book has beside what was found; and what nobody knows.
pub(super) fn screen(station: &Station, of: &TagsFor, since: Duration, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let hint = match of {
        TagsFor::Delivery { .. } => words.tags_hint_delivery(),
        TagsFor::Count { .. } => words.tags_hint_count(),
        TagsFor::Tote { .. } => words.tags_hint_tote(),
    };
    let unknown = strange(station, since);
    let read = station.session.field.since(since).count();
    let mut facts = vec![fact(words.tags_read(), read.to_string(), Tone::Plain)];
    if let Some(first) = unknown.first() {
        facts.push(fact(words.tags_unknown(), format!("{}  ({first} ..)", unknown.len()), Tone::Attention));
    }
    let table = match of {
        TagsFor::Delivery { .. } => delivery(station, since, world),
        TagsFor::Count { count, .. } => {
            let blind = station.book.count(count).is_none_or(|count| count.blind);
            beside(station, compared(station, of, since), blind, world)
        }
        TagsFor::Tote { .. } => beside(station, compared(station, of, since), false, world),
    };
    let table = Table { selected: Some(station.session.selected), empty: words.tags_hold(), ..table };
    vec![say(Tone::Attention, hint), Block::Facts(facts), Block::Table(table)]
}

fn unit_of(part: &crate::domain::ids::PartNo, world: World<'_>) -> Unit {
    world.catalogue.part(part).map_or(Unit::Piece, |part| part.unit)
}

fn delivery(station: &Station, since: Duration, world: World<'_>) -> Table {
    let words = station.words();
    let qty = |qty: Qty, unit| if qty == Qty::ZERO { String::new() } else { words.qty(qty, unit) };
    let rows = coming(station, since).into_iter().map(|(part, row)| {
        let unit = unit_of(&part, world);
        let sign = if row.new.is_positive() { Sign::Open } else { Sign::Done };
        let name = name(station, &part, world);
        Row { sign, cells: vec![part.to_string(), name, qty(row.new, unit), qty(row.known, unit)] }
    });
    Table {
        columns: vec![
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(3), false, 1),
            column(words.tags_new(), Width::Fixed(10), true, 0),
            column(words.tags_known(), Width::Fixed(10), true, 0),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Expected, found, missing and unexpected. Who counts blind sees only what was found.
fn beside(station: &Station, rows: Vec<Compared>, blind: bool, world: World<'_>) -> Table {
    let words = station.words();
    let sign = |row: &Compared| match (row.missing(), row.unexpected(), row.found) {
        (_, _, Qty::ZERO) => Sign::Open,
        _ if blind => Sign::Done,
        (Qty::ZERO, Qty::ZERO, _) => Sign::Done,
        (Qty::ZERO, ..) => Sign::Wrong,
        _ => Sign::Partly,
    };
    let row = |row: &Compared| {
        let unit = row.unit.unwrap_or_else(|| unit_of(&row.stock.part, world));
        let shown = |qty: Qty| if qty == Qty::ZERO { String::new() } else { words.qty(qty, unit) };
        let mut cells = vec![part_cell(words, &row.stock), name(station, &row.stock.part, world)];
        cells.extend((!blind).then(|| shown(row.book)));
        cells.push(shown(row.found));
        cells.extend([row.missing(), row.unexpected()].into_iter().filter(|_| !blind).map(shown));
        Row { sign: sign(row), cells }
    };
    let number = |title, drop| column(title, Width::Fixed(8), true, drop);
    let mut columns =
        vec![column(words.col_part(), Width::Share(2), false, 0), column(words.col_name(), Width::Share(2), false, 2)];
    columns.extend((!blind).then(|| number(words.tags_expected(), 1)));
    columns.push(number(words.tags_found(), 0));
    let differs = [words.tags_missing(), words.tags_unexpected()];
    columns.extend(differs.into_iter().filter(|_| !blind).map(|title| number(title, 0)));
    Table { columns, rows: rows.iter().map(row).collect(), ..Table::default() }
}
