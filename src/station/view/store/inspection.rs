//! The screen of what came back opened or fitted.

use super::super::super::Station;
use super::super::super::flow::store::inspection::waiting;
use super::super::super::input::World;
use super::super::jobs::column;
use super::super::screen::{Block, Row, Sign, Table, Tone, Width};
use super::count::part_cell;
use super::{name, say};
use crate::domain::fault::FaultKind;
use crate::domain::ids::PartNo;
use crate::station::words::Words;

pub(super) fn screen(station: &Station, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let row = |(stock, unit, qty): (crate::domain::stock::Stock, _, _)| {
        let claimed = is_claimed(station, &stock.part);
        let sign = if claimed { Sign::Waiting } else { Sign::Open };
        let note = if claimed { words.inspection_claimed() } else { String::new() };
        let cells = vec![part_cell(words, &stock), name(station, &stock.part, world), words.qty(qty, unit), note];
        Row { sign, cells }
    };
    let table = Table {
        columns: vec![
            column(words.col_part(), Width::Share(2), false, 0),
            column(words.col_name(), Width::Share(3), false, 1),
            column(words.col_qty(), Width::Fixed(10), true, 0),
            column(String::new(), Width::Share(2), false, 2),
        ],
        rows: waiting(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.inspection_none(),
        ..Table::default()
    };
    vec![say(Tone::Attention, words.inspection_hint()), Block::Table(table)]
}

/// Some of it waits for the supplier's answer to a claim.
fn is_claimed(station: &Station, part: &PartNo) -> bool {
    station.book.claims().any(|(_, claim)| claim.fault.part == *part && claim.fault.kind != FaultKind::Short)
}

/// What can become of it, in order.
pub(super) fn answers(words: Words) -> [String; 4] {
    [words.inspect_new(), words.inspect_opened(), words.inspect_scrap(), words.inspect_supplier()]
}
