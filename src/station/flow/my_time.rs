//! A person's own time: marks, the day and the week, and what is entered afterwards.

use super::super::Station;
use super::super::effect::Effect;
use super::super::input::World;
use super::super::look_back::{LookBack, LookedBack};
use super::super::pipeline::Then;
use super::super::record::Wish;
use super::super::session::Task;
use super::super::time::Roster;
use crate::domain::attendance::MarkKind;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::ids::{JobNo, OpNo, PersonId};
use crate::domain::person::Person;
use crate::domain::shift::{Calendar, Frame};
use crate::domain::timeline::{Segment, flagged};

/// How many days back the screens go.
const FARTHEST: u16 = 62;

/// Attendance, a break or work without a job, now.
pub(super) fn mark(station: &mut Station, mark: MarkKind, cause: &Cause, world: World<'_>) {
    station.submit(Command::MarkTime { mark, anyway: false }, Wish::new(cause), world);
}

pub(super) fn pick_activity(station: &mut Station, letter: char, cause: &Cause, world: World<'_>) {
    let nth = letter.to_digit(10).and_then(|nth| usize::try_from(nth).ok()).unwrap_or(0);
    choose_activity(station, nth.wrapping_sub(1), cause, world);
}

pub(super) fn enter_activity(station: &mut Station, cause: &Cause, world: World<'_>) {
    choose_activity(station, station.session.selected, cause, world);
}

/// The rows of the choice: the work without a job, and its end while some goes on.
pub(in crate::station) fn activities(station: &Station) -> Vec<MarkKind> {
    let goes_on = station.session.person.as_ref().is_some_and(|id| station.book.person_day(id).activity().is_some());
    let end = goes_on.then_some(MarkKind::ActivityEnd);
    MarkKind::ACTIVITIES.into_iter().chain(end).collect()
}

fn choose_activity(station: &mut Station, at: usize, cause: &Cause, world: World<'_>) {
    if let Some(activity) = activities(station).get(at).copied() {
        station.go(Task::Me);
        mark(station, activity, cause, world);
    }
}

/// A badge within a break of the shift, while work runs: the work goes on from here. Who does not know the time does not know
/// when that is.
pub(super) fn resume(station: &mut Station, person: &Person, cause: &Cause, world: World<'_>) {
    if !world.now.trusted {
        return;
    }
    let day = station.book.person_day(&person.id);
    let works = day.running().is_some() || day.activity().is_some();
    let now = world.now.wall_ms;
    let frame = frame_of(station, &person.id, now);
    let Some((from, _)) = frame.breaks.into_iter().find(|(from, to)| *from < now && now < *to) else { return };
    let marks = day.marks.iter().map(|mark| mark.made.at_ms);
    let acted = day.punches.iter().map(|punch| punch.at_ms).chain(marks).any(|at| at > from);
    if works && !acted {
        let wish = Wish { then: Then::Quiet, ..Wish::new(cause) };
        station.submit(Command::MarkTime { mark: MarkKind::Resume, anyway: false }, wish, world);
    }
}

/// The day of a person that a moment belongs to.
pub(in crate::station) fn frame_of(station: &Station, person: &PersonId, at_ms: i64) -> Frame {
    let shift = station.book.shift_of(person);
    Roster { zone: &station.settings.zone, shift: shift.as_ref() }.frame(at_ms)
}

/// The stretches of a person's time.
pub(in crate::station) fn segments(station: &Station, person: &PersonId, now_ms: i64) -> Vec<Segment> {
    let shift = station.book.shift_of(person);
    let roster = Roster { zone: &station.settings.zone, shift: shift.as_ref() };
    let day = station.book.person_day(person);
    flagged(&day, &roster, first_clock_in_ms(station), now_ms)
}

/// When somebody first clocked in here; none in a shop in which nobody does. Only from then on is work without it looked at.
pub(in crate::station) fn first_clock_in_ms(station: &Station) -> Option<i64> {
    station.book.people().filter_map(|person| station.book.person_day(&person.id).first_in_ms()).min()
}

/// The day that lies so many days back.
pub(in crate::station) fn day_back(station: &Station, person: &PersonId, back: u16, now_ms: i64) -> Frame {
    (0..back)
        .fold(frame_of(station, person, now_ms), |frame, _| frame_of(station, person, frame.start_ms.saturating_sub(1)))
}

/// A day or a week. What was done at cars that went home has left the memory; the log is asked for it.
pub(super) fn open(station: &mut Station, person: PersonId, days: u16, world: World<'_>) {
    let since_ms = day_back(station, &person, FARTHEST.saturating_add(days), world.now.wall_ms).start_ms;
    station.effects.push(Effect::LookBack(LookBack::Worked { person, since_ms }));
    super::enter_task(station, Task::MyTime { days, back: 0 });
}

/// What the log said. False when it is of something else.
pub(in crate::station) fn looked_back(station: &mut Station, told: &LookedBack) -> bool {
    if let LookedBack::Worked { jobs } = told {
        station.session.worked.clone_from(jobs);
    }
    matches!(told, LookedBack::Worked { .. })
}

pub(super) fn is_open(station: &Station) -> bool {
    matches!(station.session.task, Task::MyTime { .. })
}

/// Page up and down: the day or the week before, or after.
pub(super) fn move_by(station: &mut Station, step: i32) {
    let Task::MyTime { days, back } = &mut station.session.task else { return };
    let by = i32::from(*days).saturating_mul(step);
    let moved = i32::from(*back).saturating_add(by).clamp(0, i32::from(FARTHEST));
    *back = u16::try_from(moved).unwrap_or(0);
    station.session.notice = None;
}

/// Typed on the screen of a day: `8:10-9:25 4711/1`, or a word for work without a job, or nothing for attendance.
pub(super) fn entered(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) {
    let words = station.words();
    let (Task::MyTime { back, .. }, Some(person)) = (&station.session.task, station.session.person.clone()) else {
        return;
    };
    let frame = day_back(station, &person, *back, world.now.wall_ms);
    match late_entry(station, text, &frame) {
        Some(command) => station.submit(command, Wish::new(cause), world),
        None => station.tell_bad(words.time_not_read(text), vec![words.time_how()]),
    }
}

fn late_entry(station: &Station, text: &str, frame: &Frame) -> Option<Command> {
    let (times, what) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let (from, to) = times.split_once('-')?;
    let zone = &station.settings.zone;
    let (from_ms, to_ms) = (zone.at_clock(frame, from)?, zone.at_clock(frame, to)?);
    let what = what.trim();
    let (job, op, activity) = if what.is_empty() {
        (None, None, None)
    } else if let Some(activity) = activity_of(station, what) {
        (None, None, Some(activity))
    } else {
        let (job, op) = what.split_once('/').unwrap_or((what, "1"));
        (Some(JobNo::new(job).ok()?), Some(OpNo(op.parse().ok()?)), None)
    };
    Some(Command::EnterTime { of: None, job, op, activity, from_ms, to_ms })
}

fn activity_of(station: &Station, word: &str) -> Option<MarkKind> {
    let words = station.words();
    MarkKind::ACTIVITIES.into_iter().find(|kind| kind.code() == word || words.mark(*kind) == word)
}
