//! Who should do it: the rows of the lead's choice.

use super::super::Station;
use super::super::input::World;
use super::form::name;
use crate::domain::book::Book;
use crate::domain::certificate::Certificate;
use crate::domain::dispatch::{self, Suggestion};
use crate::domain::ids::PersonId;
use crate::domain::operation::Operation;
use crate::station::form::Given;
use crate::station::words::Words;

/// Technicians for an operation, the best first.
pub(in crate::station) fn suggestions(station: &Station, op: &Operation, world: World<'_>) -> Vec<Suggestion> {
    let now = world.now.wall_ms;
    let certified = |id: &PersonId, skill: &str| {
        station.book.certificates(id).iter().any(|held| held.skill == skill && held.is_valid(now))
    };
    dispatch::suggest(station.book.jobs(), station.book.people(), op, certified)
}

/// What a certificate is called, in the shop's own name for it.
pub(in crate::station) fn skill_name(words: Words, skill: &str, world: World<'_>) -> String {
    world.catalogue.skill(skill).map_or_else(|| skill.to_owned(), |name| words.pick(&name))
}

/// The last day of a certificate. A day of the tables ends when it ends in UTC; noon of it is the same day nearly everywhere.
pub(in crate::station) fn last_day(station: &Station, until_ms: i64) -> String {
    station.settings.zone.day(until_ms.saturating_sub(12 * 3_600_000))
}

/// A certificate that ends this soon is spoken of.
const SOON_MS: i64 = 30 * 24 * 3_600_000;

/// What there is to say of a person's certificate for a skill: that there is none, that it has expired, or soon will.
fn remark(station: &Station, person: &PersonId, skill: &str, world: World<'_>) -> Option<String> {
    if skill.is_empty() {
        return None;
    }
    let words = station.words();
    let name = skill_name(words, skill, world);
    let held = station.book.certificates(person);
    let Some(held) = held.iter().find(|held| held.skill == skill) else { return Some(words.no_certificate(name)) };
    let last = held.until_ms.map(|until| last_day(station, until))?;
    let now = world.now.wall_ms;
    if !held.is_valid(now) {
        return Some(words.certificate_expired(name, last));
    }
    (!held.is_valid(now.saturating_add(SOON_MS))).then(|| words.certificate_ends(name, last))
}

/// All certificates of a person: each with its last day, and whether that is over.
pub(in crate::station) fn certificates(station: &Station, person: &PersonId, world: World<'_>) -> Vec<String> {
    let words = station.words();
    let held = station.book.certificates(person);
    let one = |held: &Certificate| {
        let name = skill_name(words, &held.skill, world);
        match held.until_ms {
            Some(until) => {
                let last = last_day(station, until);
                let over = if held.is_valid(world.now.wall_ms) { "" } else { "!" };
                format!("{name} {last}{over}")
            }
            None => name,
        }
    };
    held.iter().map(one).collect()
}

/// As rows of a form: name, load, what runs, and what is missing.
pub(super) fn rows(station: &Station, op: &Operation, world: World<'_>) -> Vec<(String, Given)> {
    let words = station.words();
    let row = |one: Suggestion| {
        let mut text = format!("{}  {}", name(station, &one.person), words.load_of(words.hours(one.load)));
        if let Some((job, _)) = &one.running {
            text.push_str(&format!("  {}", words.works_on(job)));
        }
        text.extend(remark(station, &one.person, &op.class.skill, world).map(|remark| format!("  {remark}")));
        (text, Given::Person(one.person))
    };
    suggestions(station, op, world).into_iter().map(row).collect()
}
