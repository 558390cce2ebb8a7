//! People, their badges and their PINs.

use super::{Context, Desk, Events};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::ids::{BadgeHash, PersonId};
use crate::domain::person::{Badge, Person, Profile};
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;

/// A person as the office has them. Badges that it gave and does not name any more are no longer good; those that were given
/// at a kiosk stay, and those that were lost there stay lost.
pub(super) fn add(book: &impl Book, command: &Command) -> Events {
    let Command::AddPerson { person, name, role, badges, profile, until_ms } = command else {
        return Err(Refusal::NobodyLoggedOn);
    };
    let known = book.person(person);
    let mut events = Vec::new();
    if known.as_ref().is_none_or(|known| known.name != *name || known.role != *role) {
        events.push(Event::PersonAdded { person: person.clone(), name: name.clone(), role: *role });
    }
    let said = known.as_ref().map(|known| known.profile.clone()).unwrap_or_default();
    if said != *profile {
        events.push(Event::ProfileSet { person: person.clone(), profile: Profile::clone(profile) });
    }
    let held = known.map(|known| known.badges).unwrap_or_default();
    for gone in held.iter().filter(|held| !held.at_kiosk && !badges.contains(&held.badge)) {
        events.push(Event::BadgeRevoked { badge: gone.badge, person: person.clone() });
    }
    for badge in badges {
        let is_same = |held: &Badge| held.badge == *badge && held.until_ms == *until_ms && !held.at_kiosk;
        let same = held.iter().any(is_same);
        let lost = book.holder(badge).is_some_and(|holder| holder.lost && holder.person == *person);
        if !same && !lost {
            events.extend(taken_from_another(book, badge, person));
            events.push(Event::BadgeAssigned { badge: *badge, person: person.clone(), until_ms: *until_ms });
        }
    }
    if events.is_empty() { Err(Refusal::Exists(person.to_string())) } else { Ok(events) }
}

/// The badge is no longer that of whoever had it before.
fn taken_from_another(book: &impl Book, badge: &BadgeHash, person: &PersonId) -> Option<Event> {
    let holder = book.holder(badge).filter(|holder| !holder.revoked && holder.person != *person)?;
    Some(Event::BadgeRevoked { badge: *badge, person: holder.person })
}

pub(super) fn set_pin(book: &impl Book, person: &PersonId, hash: &str, context: &Context<'_>) -> Events {
    let known = someone(book, person)?;
    if context.desk == Desk::Office && known.pin.is_some() {
        // Tables give the first PIN; one that a person has chosen stays.
        return Err(Refusal::Exists(person.to_string()));
    }
    let own = context.actor == Some(person) && known.pin.is_some();
    let by_own_pin = own && context.approver == Some(person);
    if !by_own_pin && context.require_pin(book, Right::ManagePeople).is_err() {
        // One's own is changed with the old one; an administrator's does as well.
        let by = own.then(|| person.clone());
        return Err(Refusal::NeedsApproval { right: Right::ManagePeople, by });
    }
    Ok(vec![Event::PinSet { person: person.clone(), hash: hash.to_owned() }])
}

pub(super) fn reject_pin(book: &impl Book, person: &PersonId, context: &Context<'_>) -> Events {
    let known = someone(book, person)?;
    let tries = known.wrong_pins_at(context.device).map_or(0, |wrong| wrong.count);
    Ok(vec![Event::PinRejected { person: person.clone(), tries: tries.saturating_add(1) }])
}

pub(super) fn revoke_badges(
    book: &impl Book,
    person: &PersonId,
    only: Option<BadgeHash>,
    context: &Context<'_>,
) -> Events {
    let known = someone(book, person)?;
    let badges: Vec<BadgeHash> = known.badges.iter().map(|held| held.badge).collect();
    let gone: Vec<BadgeHash> = badges.into_iter().filter(|held| only.is_none_or(|only| only == *held)).collect();
    context.require_pin(book, Right::ManagePeople)?;
    if gone.is_empty() {
        return Err(Refusal::NoBadge(known.id));
    }
    Ok(gone.into_iter().map(|badge| Event::BadgeRevoked { badge, person: known.id.clone() }).collect())
}

pub(super) fn assign_badge(book: &impl Book, person: &PersonId, badge: &BadgeHash, context: &Context<'_>) -> Events {
    let known = someone(book, person)?;
    if let Some(holder) = book.holder(badge).filter(|holder| !holder.revoked) {
        return Err(Refusal::BadgeTaken(holder.person));
    }
    context.require_pin(book, Right::ManagePeople)?;
    Ok(vec![Event::BadgeAssigned { badge: *badge, person: known.id, until_ms: None }])
}

pub(super) fn refuse_badge(book: &impl Book, badge: &BadgeHash, context: &Context<'_>) -> Events {
    let holder = book.holder(badge).ok_or(Refusal::NobodyLoggedOn)?;
    let why = holder.trouble(context.stamp.wall_ms, context.stamp.trusted).ok_or(Refusal::NobodyLoggedOn)?;
    Ok(vec![Event::BadgeRefused { badge: *badge, person: holder.person, why }])
}

fn someone(book: &impl Book, person: &PersonId) -> Result<Person, Refusal> {
    book.person(person).ok_or_else(|| Refusal::UnknownPerson(person.clone()))
}
