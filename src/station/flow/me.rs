//! What concerns the person logged on: attendance, time, the PIN.

use super::super::Station;
use super::super::input::World;
use super::super::session::Task;
use super::{my_time, own_pin, people};
use crate::domain::attendance::MarkKind;
use crate::domain::book::Book;
use crate::domain::entry::Cause;
use crate::domain::rights::Right;

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::station) enum Choice {
    Mark(MarkKind),
    /// What this kiosk's book speaks against: it may have missed what was done elsewhere.
    Missed(MarkKind),
    Activity,
    MyDay,
    MyWeek,
    NewPin,
    ToCheck,
}

/// The rows, in order.
pub(in crate::station) fn choices(station: &Station, now_ms: i64) -> Vec<Choice> {
    let Some(person) = station.person() else { return Vec::new() };
    let day = station.book.person_day(&person.id);
    let first_if = |is: bool, kinds: [MarkKind; 2]| if is { kinds } else { [kinds[1], kinds[0]] };
    let [attendance, other] = first_if(day.is_in(now_ms), [MarkKind::Out, MarkKind::In]);
    let [pause, other_pause] = first_if(day.is_on_break(now_ms), [MarkKind::BreakEnd, MarkKind::BreakBegin]);
    let mut choices = vec![Choice::Mark(attendance), Choice::Mark(pause), Choice::Activity];
    choices.extend([Choice::MyDay, Choice::MyWeek, Choice::NewPin]);
    choices.extend(person.may(Right::CorrectTime).then_some(Choice::ToCheck));
    choices.extend([Choice::Missed(other), Choice::Missed(other_pause)]);
    choices
}

/// Opens the screen.
pub(super) fn open(station: &mut Station) {
    if station.session.person.is_none() {
        return people::badge_first(station);
    }
    super::enter_task(station, Task::Me);
}

pub(super) fn pick(station: &mut Station, letter: char, cause: &Cause, world: World<'_>) {
    let nth = letter.to_digit(10).and_then(|nth| usize::try_from(nth).ok()).unwrap_or(0);
    let choice = choices(station, world.now.wall_ms).get(nth.wrapping_sub(1)).copied();
    act(station, choice, cause, world);
}

pub(super) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    let choice = choices(station, world.now.wall_ms).get(station.session.selected).copied();
    act(station, choice, cause, world);
}

fn act(station: &mut Station, choice: Option<Choice>, cause: &Cause, world: World<'_>) {
    let Some(person) = station.session.person.clone() else { return people::badge_first(station) };
    match choice {
        Some(Choice::Mark(mark) | Choice::Missed(mark)) => my_time::mark(station, mark, cause, world),
        Some(Choice::Activity) => super::enter_task(station, Task::Activity),
        Some(Choice::MyDay) => my_time::open(station, person, 1, world),
        Some(Choice::MyWeek) => my_time::open(station, person, 7, world),
        Some(Choice::NewPin) => own_pin::begin(station, person),
        Some(Choice::ToCheck) => super::enter_task(station, Task::TimeToCheck),
        None => {}
    }
}
