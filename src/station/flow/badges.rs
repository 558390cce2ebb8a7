//! Badges of everybody: who has which, one or all of them taken back, another one given by holding it to the reader.

use super::super::Station;
use super::super::input::World;
use super::super::record::Wish;
use super::own_pin;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::ids::{BadgeHash, PersonId};
use crate::domain::person::Person;
use crate::domain::rights::Right;
use crate::station::session::{AtJob, Task};

/// A row of one person's badges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::station) enum Row {
    /// Take this one back.
    Badge(BadgeHash),
    AllLost,
    NewPin,
}

/// Whether this person sees the list: who may change badges, and leads, for whom an administrator allows it.
pub(in crate::station) fn is_for(person: &Person) -> bool {
    person.may(Right::ManagePeople) || person.may(Right::Dispatch)
}

/// Everybody who works here, by id.
pub(in crate::station) fn people(station: &Station) -> Vec<&Person> {
    station.book.people().filter(|person| !person.profile.left).collect()
}

/// The rows of one person.
pub(in crate::station) fn rows(station: &Station, id: &PersonId) -> Vec<Row> {
    let person = station.book.person(id);
    let badges: Vec<Row> = person.iter().flat_map(Person::carried).map(|badge| Row::Badge(badge.badge)).collect();
    let lost = (badges.len() > 1).then_some(Row::AllLost);
    badges.into_iter().chain(lost).chain([Row::NewPin]).collect()
}

/// Enter on a person.
pub(super) fn choose(station: &mut Station) {
    if let Some(id) = people(station).get(station.session.selected).map(|person| person.id.clone()) {
        super::enter_task(station, Task::AtJob(AtJob::BadgesOf(id)));
    }
}

/// Enter on a row of one person.
pub(super) fn act(station: &mut Station, id: &PersonId, cause: &Cause, world: World<'_>) {
    let revoke = |badge| Command::RevokeBadges { person: id.clone(), badge };
    match rows(station, id).get(station.session.selected) {
        Some(Row::Badge(badge)) => station.submit(revoke(Some(*badge)), Wish::new(cause), world),
        Some(Row::AllLost) => station.submit(revoke(None), Wish::new(cause), world),
        Some(Row::NewPin) => own_pin::begin(station, id.clone()),
        None => {}
    }
}

/// A badge that is nobody's, held to the reader while one person's badges are on the screen: it becomes theirs. `false` when
/// that screen is not there.
pub(in crate::station) fn held(station: &mut Station, forms: &[BadgeHash], cause: &Cause, world: World<'_>) -> bool {
    let Task::AtJob(AtJob::BadgesOf(person)) = station.session.task.clone() else { return false };
    if station.session.question.is_some() || station.session.person.is_none() {
        return false;
    }
    let forms = forms.to_vec();
    station.submit(Command::AssignBadge { person, forms }, Wish::new(cause), world);
    true
}
