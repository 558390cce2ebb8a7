//! What concerns the person logged on, and the screen of a new PIN.

use super::super::Station;
use super::super::flow::me::{self, Choice};
use super::super::input::World;
use super::super::session::NewPin;
use super::approval::dots;
use super::screen::{Block, Column, Fact, Row, Sign, Table, Tone, Width};
use crate::domain::book::Book;

pub(super) fn me(station: &Station, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let label = |choice: Choice| match choice {
        Choice::Mark(mark) => words.mark(mark),
        Choice::Missed(mark) => words.time_missed(words.mark(mark)),
        Choice::Activity => words.time_activity(),
        Choice::MyDay => words.time_my_day(),
        Choice::MyWeek => words.time_my_week(),
        Choice::NewPin => words.task_new_pin(),
        Choice::ToCheck => words.time_to_check(),
    };
    let name = station.person().map(|person| words.pick(&person.name)).unwrap_or_default();
    (name, vec![plain_choices(station, me::choices(station, world.now.wall_ms).into_iter().map(label))])
}

/// Rows with the digits that choose them.
pub(super) fn plain_choices(station: &Station, labels: impl Iterator<Item = String>) -> Block {
    let row = |(at, label): (usize, String)| Row { sign: Sign::None, cells: vec![(at + 1).to_string(), label] };
    let columns = vec![
        Column { title: String::new(), width: Width::Fixed(2), right: true, drop: 0 },
        Column { title: String::new(), width: Width::Share(1), right: false, drop: 0 },
    ];
    let rows = labels.enumerate().map(row).collect();
    let selected = Some(station.session.selected);
    Block::Table(Table { columns, rows, selected, ..Table::default() })
}

pub(super) fn new_pin(station: &Station, new: &NewPin) -> (String, Vec<Block>) {
    let words = station.words();
    let name = station.book.person(&new.person).map(|person| words.pick(&person.name)).unwrap_or_default();
    let label = if new.first.is_some() { words.pin_new_again() } else { words.pin_new() };
    let value = if station.pipeline.has_pin() { words.pin_checking() } else { dots(&new.pin) };
    let help = Block::Text { tone: Tone::Plain, lines: vec![words.pin_new_help()] };
    (words.pin_of(name), vec![Block::Facts(vec![Fact { label, value, tone: Tone::Attention }]), help])
}
