//! The screens that say which bins are to be counted: the cycle plan, and the bins of a count.

use super::super::super::Station;
use super::super::super::flow::store::count_bins;
use super::super::super::flow::store::count_plan::{PlanRow, list};
use super::super::super::input::World;
use super::super::jobs::column;
use super::super::screen::{Block, Row, Sign, Table, Tone, Width};
use super::say;
use crate::domain::cycle::Due;
use crate::domain::ids::CountNo;

/// What is due.
pub(super) fn screen(station: &Station, at_ms: i64, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let due = |Due { bin, class, parts, last_ms }: Due| {
        let last = last_ms.map(|ms| station.settings.zone.short(ms, world.now.wall_ms));
        let class = class.map(|class| class.code().to_owned()).unwrap_or_default();
        let last = last.unwrap_or_else(|| words.count_plan_never());
        Row { sign: Sign::Waiting, cells: vec![bin.to_string(), class, parts.to_string(), last] }
    };
    let row = |row: PlanRow| match row {
        PlanRow::All(bins) => {
            let all = words.count_plan_all(bins.len());
            Row { sign: Sign::None, cells: vec![all, String::new(), String::new(), String::new()] }
        }
        PlanRow::Bin(one) => due(one),
    };
    let table = Table {
        columns: vec![
            column(words.col_bin(), Width::Share(1), false, 0),
            column(words.count_plan_class(), Width::Fixed(6), false, 0),
            column(words.count_plan_parts(), Width::Fixed(6), true, 1),
            column(words.count_plan_last(), Width::Fixed(14), false, 0),
        ],
        rows: list(station, at_ms).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.count_plan_none(),
        ..Table::default()
    };
    vec![say(Tone::Attention, words.count_plan_hint()), Block::Table(table)]
}

/// The bins of a count, and how far each is.
pub(super) fn bins(station: &Station, no: &CountNo) -> Table {
    let words = station.words();
    let rows = count_bins::list(station, no).into_iter().map(|(bin, of)| {
        let sign = match (of.counted, of.lines) {
            (0, _) => Sign::Open,
            (counted, lines) if counted < lines => Sign::Partly,
            _ => Sign::Done,
        };
        Row { sign, cells: vec![bin.to_string(), words.count_bin_lines(of.counted, of.lines)] }
    });
    Table {
        title: words.count_bins(),
        columns: vec![
            column(words.col_bin(), Width::Share(1), false, 0),
            column(words.count_counted(), Width::Share(1), false, 0),
        ],
        rows: rows.collect(),
        selected: Some(station.session.selected),
        empty: words.count_bin_empty(),
    }
}
