//! Attendance, work without a job, late entries and corrections of time.

use std::collections::BTreeSet;

use super::{Context, Events};
use crate::domain::attendance::MarkKind;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::ids::{JobNo, PersonId, RecordName};
use crate::domain::person::Person;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;
use crate::domain::shift::{Calendar, Frame, Shift};
use crate::domain::timeline::{Segment, What, timeline};
use crate::domain::work::{PauseReason, PersonDay};

/// Two like marks within this time are one: milliseconds.
const GUARD_MS: i64 = 3_000;
/// Longest time that is entered in one piece.
const LONGEST_MS: i64 = 24 * 3_600_000;

/// What happened is recorded although this station has it otherwise: it may have missed something that was done elsewhere.
/// It asks first.
pub(super) fn mark(book: &impl Book, mark: MarkKind, anyway: bool, context: &Context<'_>) -> Events {
    let person = present(book, context)?;
    let day = book.person_day(&person.id);
    if stands_already(&day, mark, context.stamp.wall_ms) {
        let again = day.marks.last().is_some_and(|last| {
            last.kind == mark && (0..GUARD_MS).contains(&context.stamp.wall_ms.saturating_sub(last.made.at_ms))
        });
        if again {
            return Err(Refusal::TooSoon);
        }
        if !anyway {
            return Err(Refusal::AlreadyMarked(mark));
        }
    }
    let person = person.id;
    let mut events = Vec::new();
    // What begins now ends the work on a job.
    let ends_work = matches!(mark, MarkKind::Out | MarkKind::BreakBegin) || mark.is_activity();
    if let Some(running) = day.running().filter(|_| ends_work) {
        let reason = match mark {
            MarkKind::BreakBegin => PauseReason::Break,
            mark if mark.is_activity() => PauseReason::Switch,
            _ => PauseReason::Other,
        };
        let (job, op) = (running.job.clone(), running.op);
        events.push(Event::WorkPaused { person: person.clone(), job, op, reason });
    }
    events.push(Event::TimeMarked { person, mark });
    Ok(events)
}

/// Somebody who works here.
fn present(book: &impl Book, context: &Context<'_>) -> Result<Person, Refusal> {
    let person = context.person(book)?;
    if person.profile.left { Err(Refusal::NotAllowed { role: person.role }) } else { Ok(person) }
}

fn stands_already(day: &PersonDay, mark: MarkKind, now_ms: i64) -> bool {
    match mark {
        MarkKind::In => day.is_in(now_ms),
        // An end is recorded even if nobody saw the beginning; twice it is not.
        MarkKind::Out => day.is_out(now_ms),
        MarkKind::BreakBegin => day.is_on_break(now_ms),
        MarkKind::BreakEnd => !day.is_on_break(now_ms),
        MarkKind::Resume => false,
        MarkKind::ActivityEnd => day.activity().is_none(),
        activity => day.activity().is_some_and(|last| last.kind == activity && last.made.is_of_this_shift(now_ms)),
    }
}

pub(super) fn enter(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::EnterTime { of, job, op, activity, from_ms, to_ms } = command else {
        return Err(Refusal::ImpossibleTime);
    };
    let own = present(book, context)?.id;
    let of_other = of.clone().filter(|of| *of != own);
    let right = if of_other.is_some() { Right::CorrectTime } else { Right::EnterLate };
    let person = of_other.unwrap_or(own);
    book.person(&person).ok_or_else(|| Refusal::UnknownPerson(person.clone()))?;
    possible(*from_ms, *to_ms, context)?;
    if let Some(no) = job {
        let known = book.job(no).ok_or_else(|| Refusal::UnknownJob(no.clone()))?;
        let op = op.ok_or(Refusal::ImpossibleTime)?;
        known.operation(op).ok_or_else(|| Refusal::UnknownOperation(no.clone(), op))?;
    }
    let is_work = job.is_some() || activity.is_some();
    let overlaps = |segment: &Segment| {
        let same_line = if is_work { segment.what.is_work() } else { segment.what == What::Attendance };
        same_line && segment.start_ms < *to_ms && segment.end_ms.is_none_or(|end| end > *from_ms)
    };
    if timeline(&book.person_day(&person), &Always, context.stamp.wall_ms).iter().any(overlaps) {
        return Err(Refusal::TimeTaken);
    }
    context.require_pin(book, right)?;
    Ok(vec![Event::TimeEntered {
        person,
        job: job.clone(),
        op: *op,
        activity: *activity,
        from_ms: *from_ms,
        to_ms: *to_ms,
    }])
}

fn possible(from_ms: i64, to_ms: i64, context: &Context<'_>) -> Result<(), Refusal> {
    let length = to_ms.saturating_sub(from_ms);
    let in_future = context.stamp.trusted && to_ms > context.stamp.wall_ms;
    if length <= 0 || length > LONGEST_MS || in_future { Err(Refusal::ImpossibleTime) } else { Ok(()) }
}

pub(super) fn correct(
    book: &impl Book,
    person: &PersonId,
    punch: RecordName,
    (start_ms, end_ms): (Option<i64>, Option<i64>),
    context: &Context<'_>,
) -> Events {
    context.person(book)?;
    let segment = begun_by(book, person, punch, context)?;
    let end = end_ms.or(segment.end_ms).unwrap_or(context.stamp.wall_ms);
    possible(start_ms.unwrap_or(segment.start_ms), end, context)?;
    context.require_pin(book, Right::CorrectTime)?;
    Ok(vec![Event::TimeCorrected { person: person.clone(), punch, start_ms, end_ms }])
}

pub(super) fn confirm(book: &impl Book, person: &PersonId, punch: RecordName, context: &Context<'_>) -> Events {
    context.person(book)?;
    begun_by(book, person, punch, context)?;
    context.require_pin(book, Right::CorrectTime)?;
    Ok(vec![Event::TimeConfirmed { person: person.clone(), punch }])
}

fn begun_by(book: &impl Book, person: &PersonId, punch: RecordName, context: &Context<'_>) -> Result<Segment, Refusal> {
    let day = book.person_day(person);
    let all = timeline(&day, &Always, context.stamp.wall_ms);
    let found = all.into_iter().find(|segment| segment.record == punch);
    found.or_else(|| went_out(&day, punch)).ok_or(Refusal::UnknownTime)
}

/// Attendance that nobody saw begin has the name of the going out that ended it; it began on that day at the earliest.
fn went_out(day: &PersonDay, punch: RecordName) -> Option<Segment> {
    let out = day.marks.iter().find(|mark| mark.made.record == punch && mark.kind == MarkKind::Out)?;
    Some(Segment {
        what: What::Attendance,
        record: punch,
        start_ms: out.made.at_ms.saturating_sub(LONGEST_MS / 2),
        end_ms: Some(out.made.at_ms),
        estimated: false,
        forgotten: true,
        ruled: false,
        entered: false,
        unattended: false,
    })
}

pub(super) fn set_shift(book: &impl Book, shift: &Shift) -> Events {
    if book.shift(&shift.name).as_ref() == Some(shift) {
        return Err(Refusal::Exists(shift.name.clone()));
    }
    Ok(vec![Event::ShiftSet { shift: shift.clone() }])
}

pub(super) fn learn_clock(book: &impl Book, people: &[PersonId], jobs: &[JobNo], context: &Context<'_>) -> Events {
    if !context.stamp.trusted || people.is_empty() && jobs.is_empty() {
        return Err(Refusal::NoClock);
    }
    let up = i64::try_from(context.stamp.since_boot_ms).unwrap_or(i64::MAX);
    let wall_at_boot_ms = context.stamp.wall_ms.saturating_sub(up);
    let boot = context.stamp.boot;
    // Also jobs that have left the memory since.
    let mut all: BTreeSet<JobNo> = jobs.iter().cloned().collect();
    for person in people {
        all.extend(book.person_day(person).jobs_waiting_for_clock(context.device, boot).cloned());
    }
    let (people, jobs) = (people.to_vec(), all.into_iter().collect());
    Ok(vec![Event::ClockLearnt { boot, wall_at_boot_ms, people, jobs }])
}

/// One day without an end, and no breaks: what counts for a decision is what was punched.
struct Always;

impl Calendar for Always {
    fn frame(&self, _: i64) -> Frame {
        Frame { start_ms: i64::MIN, end_ms: i64::MAX, shift_start_ms: None, shift_end_ms: None, breaks: Vec::new() }
    }
}
