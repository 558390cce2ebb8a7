//! People, their badges and their PINs.

use super::{Context, Desk, Events};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::ids::{BadgeHash, PersonId};
use crate::domain::person::{Badge, BadgeHolder, Person, Profile};
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
    for gone in held.iter().filter(|held| !held.at_kiosk && !badges.iter().flatten().any(|known| *known == held.badge))
    {
        events.push(Event::BadgeRevoked { badge: gone.badge, person: person.clone() });
    }
    for given in badges.iter().flat_map(|forms| forms_of(forms, *until_ms)) {
        let same = held.contains(&given);
        let lost = book.holder(&given.badge).is_some_and(|holder| holder.lost && holder.person == *person);
        if !same && !lost {
            events.extend(taken_from_another(book, &given.badge, person));
            events.push(assigned(given, person));
        }
    }
    if events.is_empty() { Err(Refusal::Exists(person.to_string())) } else { Ok(events) }
}

/// One badge in each form in which readers say it; every form but the first names the first.
fn forms_of(forms: &[BadgeHash], until_ms: Option<i64>) -> impl Iterator<Item = Badge> + '_ {
    let first = forms.first().copied();
    let form_of = move |badge: BadgeHash| first.filter(|first| *first != badge);
    forms.iter().map(move |badge| Badge { badge: *badge, until_ms, at_kiosk: false, form_of: form_of(*badge) })
}

fn assigned(given: Badge, person: &PersonId) -> Event {
    let Badge { badge, until_ms, form_of, .. } = given;
    Event::BadgeAssigned { badge, person: person.clone(), until_ms, form_of }
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
    // What a badge is for one reader is taken back with what it is for the others.
    let is_gone = |held: &&Badge| only.is_none_or(|only| held.badge == only || held.form_of == Some(only));
    let gone: Vec<BadgeHash> = known.badges.iter().filter(is_gone).map(|held| held.badge).collect();
    context.require_pin(book, Right::ManagePeople)?;
    if gone.is_empty() {
        return Err(Refusal::NoBadge(known.id));
    }
    Ok(gone.into_iter().map(|badge| Event::BadgeRevoked { badge, person: known.id.clone() }).collect())
}

pub(super) fn assign_badge(book: &impl Book, person: &PersonId, forms: &[BadgeHash], context: &Context<'_>) -> Events {
    let known = someone(book, person)?;
    let (wall_ms, trusted) = (context.stamp.wall_ms, context.stamp.trusted);
    let good = |holder: &BadgeHolder| book.trouble_of(holder, wall_ms, trusted).is_none();
    if let Some(holder) = forms.iter().find_map(|badge| book.holder(badge).filter(good)) {
        return Err(Refusal::BadgeTaken(holder.person));
    }
    context.require_pin(book, Right::ManagePeople)?;
    let gone = forms.iter().filter_map(|badge| taken_from_another(book, badge, &known.id));
    Ok(gone.chain(forms_of(forms, None).map(|given| assigned(given, &known.id))).collect())
}

pub(super) fn refuse_badge(book: &impl Book, badge: &BadgeHash, context: &Context<'_>) -> Events {
    let holder = book.holder(badge).ok_or(Refusal::NobodyLoggedOn)?;
    let why = book.trouble_of(&holder, context.stamp.wall_ms, context.stamp.trusted);
    let why = why.ok_or(Refusal::NobodyLoggedOn)?;
    Ok(vec![Event::BadgeRefused { badge: *badge, person: holder.person, why }])
}

fn someone(book: &impl Book, person: &PersonId) -> Result<Person, Refusal> {
    book.person(person).ok_or_else(|| Refusal::UnknownPerson(person.clone()))
}
