//! Somebody who may has to agree: with a badge, and then with a PIN on the keys. Any command can ask for it; it is tried
//! again with the approver's name.

use super::super::Station;
use super::super::effect::{Beep, Effect};
use super::super::input::World;
use super::super::key::Key;
use super::super::pipeline::Then;
use super::super::record::Wish;
use super::super::session::{Asked, Wanted};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::ids::PersonId;
use crate::domain::person::Person;
use crate::domain::pin::{self, Pin};
use crate::domain::rights::Right;

/// Most people who are listed to choose from.
const MAX_LISTED: usize = 9;

/// Asks for the badge of somebody who has the right; for a signature of `by` at once for that PIN.
pub(in crate::station) fn ask(
    station: &mut Station,
    right: Right,
    by: Option<PersonId>,
    wanted: Wanted,
    world: World<'_>,
) {
    let words = station.words();
    if let Some(person) = by.and_then(|id| station.book.person(&id)) {
        if person.pin.is_none() {
            return station.tell_bad(words.pin_none(words.pick(&person.name)), vec![words.pin_none_help()]);
        }
        let waiting = Asked::Approval { right, wanted: Box::new(wanted) };
        station.session.question = Some(waiting);
        return ask_pin(station, &person, world);
    }
    if holders(station, right).is_empty() {
        return station.tell_bad(words.approval_nobody(words.right(right)), vec![words.nothing_changed()]);
    }
    station.ask(Asked::Approval { right, wanted: Box::new(wanted) });
}

/// Who has the right and a PIN to show it; first whoever stands here already.
pub(in crate::station) fn holders(station: &Station, right: Right) -> Vec<&Person> {
    let may = |person: &&Person| person.may(right) && person.pin.is_some();
    let mut all: Vec<&Person> = station.book.people().filter(may).collect();
    all.sort_by_key(|person| station.session.person.as_ref() != Some(&person.id));
    all.truncate(MAX_LISTED);
    all
}

/// Whether a badge is the answer to the open question.
pub(super) fn waits(station: &Station) -> bool {
    matches!(station.session.question, Some(Asked::Approval { .. } | Asked::Pin { .. }))
}

/// A badge, while an approval is asked for.
pub(super) fn badge(station: &mut Station, person: &Person, world: World<'_>) {
    let words = station.words();
    let right = match &station.session.question {
        Some(Asked::Approval { right, .. } | Asked::Pin { right, .. }) => *right,
        _ => return,
    };
    let name = words.pick(&person.name);
    if !person.may(right) {
        return station.tell_bad(words.approval_not_by(name, words.right(right)), vec![words.approval_another()]);
    }
    if person.pin.is_none() {
        return station.tell_bad(words.pin_none(name), vec![words.pin_none_help()]);
    }
    ask_pin(station, person, world);
}

/// One of the people who are listed.
pub(super) fn choose(
    station: &mut Station,
    right: Right,
    wanted: Wanted,
    nth: usize,
    world: World<'_>,
) -> Option<Asked> {
    let waiting = Asked::Approval { right, wanted: Box::new(wanted) };
    let found = holders(station, right).get(nth.wrapping_sub(1)).map(|person| Person::clone(person));
    let Some(person) = found else { return Some(waiting) };
    station.session.question = Some(waiting);
    ask_pin(station, &person, world);
    None
}

/// Asks for the PIN, unless this person has to wait.
fn ask_pin(station: &mut Station, person: &Person, world: World<'_>) {
    let (right, wanted) = match station.session.question.take() {
        Some(Asked::Approval { right, wanted } | Asked::Pin { right, wanted, .. }) => (right, wanted),
        other => return station.session.question = other,
    };
    if let Some(headline) = locked(station, person, world) {
        station.session.question = Some(Asked::Approval { right, wanted });
        let words = station.words();
        return station.tell_bad(headline, vec![words.pin_locked_help()]);
    }
    station.ask(Asked::Pin { approver: person.id.clone(), right, wanted, pin: Pin::default() });
}

/// That this person has to wait here, and until when.
fn locked(station: &Station, person: &Person, world: World<'_>) -> Option<String> {
    let wrong = person.wrong_pins_at(station.settings.device?)?;
    let left = wrong.left_ms(&station.stamp(world.now));
    let words = station.words();
    let minutes = left.saturating_add(59_999) / 60_000;
    (left > 0).then(|| words.pin_locked(words.pick(&person.name), minutes))
}

/// A key, while a PIN is asked for: digits, and nothing shows but dots.
pub(super) fn key(station: &mut Station, key: Key) {
    let Some(Asked::Pin { approver, pin, .. }) = &mut station.session.question else { return };
    match key {
        Key::Char(letter) => pin.push(letter),
        Key::Backspace => pin.pop(),
        Key::Escape => {
            station.session.question = None;
            let words = station.words();
            station.tell_info(words.nothing_changed(), vec![]);
        }
        Key::Enter if pin.len() >= *pin::LENGTH.start() => {
            let (approver, typed) = (approver.clone(), std::mem::take(pin));
            verify(station, &approver, typed);
        }
        Key::Enter => {
            let words = station.words();
            station.tell_bad(words.pin_too_short(), vec![words.nothing_changed()]);
        }
        _ => {}
    }
}

fn verify(station: &mut Station, approver: &PersonId, pin: Pin) {
    let Some(hash) = station.book.person(approver).and_then(|person| person.pin) else { return };
    station.session.notice = None;
    let token = station.pipeline.send_pin();
    station.effects.push(Effect::VerifyPin { token, person: approver.clone(), pin, hash });
}

/// The PIN was checked: the command is tried again, or the wrong one is recorded before anything is said.
pub(in crate::station) fn checked(station: &mut Station, token: u64, outcome: Result<bool, String>, world: World<'_>) {
    if !station.pipeline.pin_is_back(token) {
        return;
    }
    let Some(Asked::Pin { approver, right, wanted, .. }) = station.session.question.take() else { return };
    match outcome {
        Ok(true) => {
            let Wanted { command, cause, then, actor } = *wanted;
            station.submit(command, Wish { cause, then, actor, approver: Some(approver) }, world);
        }
        Ok(false) => {
            let command = Command::RejectPin { person: approver.clone() };
            let cause = wanted.cause.clone();
            let again = Asked::Pin { approver, right, wanted, pin: Pin::default() };
            station.submit(command, Wish { then: Then::WrongPin(Box::new(again)), ..Wish::new(&cause) }, world);
        }
        Err(why) => {
            station.session.question = Some(Asked::Pin { approver, right, wanted, pin: Pin::default() });
            let words = station.words();
            station.tell_bad(words.pin_not_checked(why), vec![words.nothing_changed()]);
        }
    }
}

/// The wrong PIN is on disk: say so, and ask again while there are tries.
pub(in crate::station) fn was_wrong(station: &mut Station, asked: Asked, world: World<'_>) {
    let words = station.words();
    let Asked::Pin { approver, right, wanted, .. } = asked else { return };
    let Some(person) = station.book.person(&approver) else { return };
    if let Some(headline) = locked(station, &person, world) {
        station.session.question = Some(Asked::Approval { right, wanted });
        return station.tell_bad(headline, vec![words.pin_locked_help()]);
    }
    let wrong = station.settings.device.and_then(|device| person.wrong_pins_at(device));
    let left = wrong.map_or(0, crate::domain::lockout::WrongPins::tries_left);
    station.session.question = Some(Asked::Pin { approver, right, wanted, pin: Pin::default() });
    let details = if left > 0 { vec![words.pin_tries_left(left)] } else { vec![] };
    station.tell_bad(words.pin_wrong(), details);
}

/// A scan, while a PIN is asked for: no barcode is a PIN.
pub(super) fn no_scan(station: &mut Station) {
    let words = station.words();
    station.tell_bad(words.pin_by_keys(), vec![words.nothing_changed()]);
    station.effects.push(Effect::Beep(Beep::Bad));
}
