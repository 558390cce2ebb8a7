//! What concerns the person logged on.

use super::super::Station;
use super::super::session::Task;
use super::{own_pin, people};

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::station) enum Choice {
    NewPin,
}

/// The rows, in order.
pub(in crate::station) fn choices(_: &Station) -> Vec<Choice> {
    vec![Choice::NewPin]
}

/// Opens the screen.
pub(super) fn open(station: &mut Station) {
    if station.session.person.is_none() {
        return people::badge_first(station);
    }
    super::enter_task(station, Task::Me);
}

pub(super) fn pick(station: &mut Station, letter: char) {
    let nth = letter.to_digit(10).and_then(|nth| usize::try_from(nth).ok()).unwrap_or(0);
    let choice = choices(station).get(nth.wrapping_sub(1)).copied();
    act(station, choice);
}

pub(super) fn enter(station: &mut Station) {
    let choice = choices(station).get(station.session.selected).copied();
    act(station, choice);
}

fn act(station: &mut Station, choice: Option<Choice>) {
    let Some(person) = station.session.person.clone() else { return people::badge_first(station) };
    match choice {
        Some(Choice::NewPin) => own_pin::begin(station, person),
        None => {}
    }
}
