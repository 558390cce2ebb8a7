//! A new PIN: typed twice, then allowed with the old one, or by an administrator when there is none yet.

use super::super::Station;
use super::super::effect::Effect;
use super::super::input::World;
use super::super::key::Key;
use super::super::record::Wish;
use super::super::session::{NewPin, Task};
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::ids::PersonId;
use crate::domain::pin::{BadPin, Pin};

/// Opens the screen for the PIN of this person.
pub(super) fn begin(station: &mut Station, person: PersonId) {
    super::enter_task(station, Task::NewPin(Box::new(NewPin { person, first: None, pin: Pin::default() })));
}

/// Whether a new PIN is being typed: keys are its digits.
pub(in crate::station) fn is_open(station: &Station) -> bool {
    matches!(station.session.task, Task::NewPin(_)) && station.session.question.is_none()
}

pub(super) fn key(station: &mut Station, key: Key) {
    let Task::NewPin(new) = &mut station.session.task else { return };
    match key {
        Key::Char(letter) => new.pin.push(letter),
        Key::Backspace => new.pin.pop(),
        Key::Escape => super::back(station),
        Key::Enter => enter(station),
        _ => {}
    }
}

fn enter(station: &mut Station) {
    let words = station.words();
    let Task::NewPin(new) = &mut station.session.task else { return };
    let typed = std::mem::take(&mut new.pin);
    if let Err(why) = typed.check() {
        let said = match why {
            BadPin::Length => words.pin_length(),
            BadPin::Easy => words.pin_easy(),
        };
        return station.tell_bad(said, vec![words.nothing_changed()]);
    }
    match new.first.take() {
        None => {
            new.first = Some(typed);
            station.session.notice = None;
        }
        Some(first) if first == typed => {
            let person = new.person.clone();
            station.session.notice = None;
            let token = station.pipeline.send_pin();
            station.effects.push(Effect::HashPin { token, person, pin: typed });
        }
        Some(_) => station.tell_bad(words.pin_differs(), vec![words.pin_begin_again()]),
    }
}

/// The hash is made: now it is to be allowed.
pub(in crate::station) fn hashed(station: &mut Station, token: u64, outcome: Result<String, String>, world: World<'_>) {
    if !station.pipeline.pin_is_back(token) {
        return;
    }
    let Task::NewPin(new) = &station.session.task else { return };
    let person = new.person.clone();
    station.go(Task::Me);
    match outcome {
        Ok(hash) => station.submit(Command::SetPin { person, hash }, Wish::new(&Cause::Keys), world),
        Err(why) => {
            let words = station.words();
            station.tell_bad(words.pin_not_checked(why), vec![words.nothing_changed()]);
        }
    }
}
