//! Who should do it: the rows of the lead's choice.

use super::super::Station;
use super::super::input::World;
use super::form::name;
use crate::domain::book::Book;
use crate::domain::dispatch::{self, Suggestion};
use crate::domain::operation::Operation;
use crate::station::form::Given;

/// Technicians for an operation, the best first.
pub(in crate::station) fn suggestions(station: &Station, op: &Operation, world: World<'_>) -> Vec<Suggestion> {
    let now = world.now.wall_ms;
    let certified = |id: &crate::domain::ids::PersonId, skill: &str| {
        station.book.certificates(id).iter().any(|held| held.skill == skill && held.is_valid(now))
    };
    dispatch::suggest(station.book.jobs(), station.book.people(), op, certified)
}

/// As rows of a form: name, load, what runs, and what is missing.
pub(super) fn rows(station: &Station, op: &Operation, world: World<'_>) -> Vec<(String, Given)> {
    let words = station.words();
    let row = |one: Suggestion| {
        let mut text = format!("{}  {}", name(station, &one.person), words.load_of(words.hours(one.load)));
        if let Some((job, _)) = &one.running {
            text.push_str(&format!("  {}", words.works_on(job)));
        }
        if !one.certified {
            text.push_str(&format!("  {}", words.no_certificate(&op.class.skill)));
        }
        (text, Given::Person(one.person))
    };
    suggestions(station, op, world).into_iter().map(row).collect()
}
