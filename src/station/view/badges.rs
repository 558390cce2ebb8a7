//! The screens of badges: everybody, and one person.

use super::super::Station;
use super::super::flow::badges::{self, Row as BadgeRow};
use super::super::input::World;
use super::jobs::column;
use super::screen::{Block, Row, Sign, Table, Tone, Width};
use crate::domain::book::Book;
use crate::domain::ids::{BadgeHash, PersonId};
use crate::domain::person::Person;

pub(super) fn everybody(station: &Station) -> (String, Vec<Block>) {
    let words = station.words();
    let row = |person: &&Person| {
        let pin = if person.pin.is_some() { words.badges_has_pin() } else { words.badges_no_pin() };
        let cells = vec![words.pick(&person.name), words.role(person.role), person.carried().count().to_string(), pin];
        Row { sign: if person.badges.is_empty() { Sign::Question } else { Sign::None }, cells }
    };
    let table = Table {
        title: String::new(),
        columns: vec![
            column(words.time_col_who(), Width::Share(3), false, 0),
            column(words.badges_col_role(), Width::Share(2), false, 1),
            column(words.badges_title(), Width::Fixed(8), true, 0),
            column(words.badges_col_pin(), Width::Share(2), false, 2),
        ],
        rows: badges::people(station).iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.form_nothing_to_choose(),
    };
    (words.badges_title(), vec![Block::Table(table)])
}

pub(super) fn of_person(station: &Station, id: &PersonId, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let person = station.book.person(id);
    let name = person.as_ref().map(|person| words.pick(&person.name)).unwrap_or_default();
    let until = |badge: &BadgeHash| {
        let known = person.as_ref().and_then(|person| person.badges.iter().find(|known| known.badge == *badge));
        let until = known.and_then(|known| known.until_ms);
        let said = |until: i64| {
            let day = station.settings.zone.day(until);
            if until <= world.now.wall_ms { words.badges_over(day) } else { words.badges_until(day) }
        };
        until.map(said).unwrap_or_default()
    };
    let row = |row: BadgeRow| match row {
        BadgeRow::Badge(badge) => {
            Row { sign: Sign::None, cells: vec![words.badges_revoke(mark(&badge)), until(&badge)] }
        }
        BadgeRow::AllLost => Row { sign: Sign::None, cells: vec![words.badges_all_lost(), String::new()] },
        BadgeRow::NewPin => Row { sign: Sign::None, cells: vec![words.task_new_pin(), String::new()] },
    };
    let columns =
        vec![column(String::new(), Width::Share(3), false, 0), column(String::new(), Width::Share(2), false, 1)];
    let rows = badges::rows(station, id).into_iter().map(row).collect();
    let selected = Some(station.session.selected);
    let table = Table { columns, rows, selected, ..Table::default() };
    let how = Block::Text { tone: Tone::Faint, lines: vec![words.badges_how()] };
    (words.badges_of(name), vec![Block::Table(table), how])
}

/// How people tell the badges of one person apart: the end of what is kept of it, as the log has it.
fn mark(badge: &BadgeHash) -> String {
    let [.., a, b] = badge.0;
    format!("…{a:02x}{b:02x}")
}
