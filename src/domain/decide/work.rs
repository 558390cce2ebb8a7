//! Work on operations: start, switch, pause, finish, check.

use super::checks::open_job;
use super::measure::unmeasured;
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::event::Event;
use crate::domain::ids::{JobNo, OpNo, PersonId};
use crate::domain::job::{CheckLevel, Job, JobState};
use crate::domain::operation::{OpState, Operation};
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;
use crate::domain::work::{PauseReason, Punch, PunchKind};

/// Two like punches within this time are one: milliseconds.
const GUARD_MS: i64 = 3_000;

pub(super) fn start(book: &impl Book, job: &JobNo, op: OpNo, anew: bool, context: &Context<'_>) -> Events {
    let person = worker(book, context)?;
    let job = open_job(book, job)?;
    let operation = operation(&job, op)?;
    if matches!(operation.state(), OpState::Done | OpState::Declined) {
        return Err(Refusal::OperationDone { job: job.no, op });
    }
    if !operation.is_agreed() {
        return Err(Refusal::ExtraNotAgreed { job: job.no, op });
    }
    let day = book.person_day(&person);
    let stands = |running: &&Punch| running.made.is_of_this_shift(context.stamp.wall_ms);
    if let Some(running) = day.running().filter(|running| running.job == job.no && running.op == op).filter(stands) {
        if within_guard(running, context) {
            return Err(Refusal::TooSoon);
        }
        if !anew {
            return Err(Refusal::AlreadyRunning { job: job.no, op });
        }
    }
    let mut events = Vec::new();
    if let Some(running) = day.running() {
        // The same again is what somebody forgot to end yesterday, or ended where this station did not hear of it.
        let is_same = running.job == job.no && running.op == op;
        let reason = if is_same { PauseReason::Other } else { PauseReason::Switch };
        let (job, op) = (running.job.clone(), running.op);
        events.push(Event::WorkPaused { person: person.clone(), job, op, reason });
    }
    if job.state != JobState::InProgress {
        events.push(Event::JobStateChanged { job: job.no.clone(), from: job.state, to: JobState::InProgress });
    }
    events.push(Event::WorkStarted { person, job: job.no, op });
    Ok(events)
}

pub(super) fn pause(book: &impl Book, reason: PauseReason, context: &Context<'_>) -> Events {
    let person = worker(book, context)?;
    let day = book.person_day(&person);
    let Some(running) = day.running() else {
        let again =
            day.punches.last().is_some_and(|last| last.kind == PunchKind::Pause(reason) && within_guard(last, context));
        return Err(if again { Refusal::TooSoon } else { Refusal::NotRunning });
    };
    let (job, op) = (running.job.clone(), running.op);
    Ok(vec![Event::WorkPaused { person, job, op, reason }])
}

pub(super) fn finish(book: &impl Book, job: &JobNo, op: OpNo, own_check: bool, context: &Context<'_>) -> Events {
    let person = worker(book, context)?;
    let job = open_job(book, job)?;
    let operation = operation(&job, op)?;
    let day = book.person_day(&person);
    if operation.state() == OpState::Done {
        let is_again = |last: &Punch| last.kind == PunchKind::Finish && last.job == job.no && last.op == op;
        let again = day.punches.last().is_some_and(|last| is_again(last) && within_guard(last, context));
        return Err(if again { Refusal::TooSoon } else { Refusal::OperationDone { job: job.no, op } });
    }
    if !day.running().is_some_and(|running| running.job == job.no && running.op == op) {
        return Err(Refusal::NotRunning);
    }
    let mut events = vec![Event::WorkFinished { person: person.clone(), job: job.no.clone(), op }];
    if operation.punches.iter().any(|punch| punch.person != person && operation.runs(&punch.person)) {
        // Somebody else goes on: it is neither done nor to be checked.
        return Ok(events);
    }
    if own_check {
        measured(operation, context)?;
        events.push(Event::OperationChecked { job: job.no.clone(), op, level: CheckLevel::Own, by: person });
    }
    events.extend(next_state(&job, op, own_check.then_some(CheckLevel::Own)));
    Ok(events)
}

pub(super) fn check(book: &impl Book, job: &JobNo, op: OpNo, level: CheckLevel, context: &Context<'_>) -> Events {
    let person = worker(book, context)?;
    if level == CheckLevel::Final {
        context.person_who_may(book, Right::InspectFinally)?;
    }
    let job = open_job(book, job)?;
    let operation = operation(&job, op)?;
    if operation.state() != OpState::Done {
        return Err(Refusal::NotFinished { job: job.no, op });
    }
    if operation.missing_check() != Some(level) {
        return Err(Refusal::CheckNotNeeded(level));
    }
    let did_it = operation.punches.iter().any(|punch| punch.person == person);
    if did_it != (level == CheckLevel::Own) {
        return Err(Refusal::CheckByDoer(level));
    }
    measured(operation, context)?;
    if level == CheckLevel::Final
        && let Some(bad) = operation.outside_limits().next()
    {
        return Err(Refusal::BadValue { op, title: bad.title.clone() });
    }
    // Whoever has a PIN signs with it.
    if level == CheckLevel::Final && book.person(&person).is_some_and(|known| known.pin.is_some()) {
        context.require_pin_of(&person, Right::InspectFinally)?;
    }
    let mut events = vec![Event::OperationChecked { job: job.no.clone(), op, level, by: person }];
    events.extend(next_state(&job, op, Some(level)));
    Ok(events)
}

/// Every item of the check list has a value before anybody says that it is good.
fn measured(operation: &Operation, context: &Context<'_>) -> Result<(), Refusal> {
    match unmeasured(operation, context) {
        Some(item) => Err(Refusal::NotMeasured { op: operation.no, title: item.title }),
        None => Ok(()),
    }
}

/// The job's state once `op` is done and `checked`: to the check when all work is done, to ready when all is checked.
fn next_state(job: &Job, op: OpNo, checked: Option<CheckLevel>) -> Option<Event> {
    let others_done =
        job.operations.iter().all(|other| other.no == op || matches!(other.state(), OpState::Done | OpState::Declined));
    if !others_done {
        return None;
    }
    let missing = |other: &Operation| {
        let done =
            |level| other.checked.iter().any(|check| check.level == level) || other.no == op && checked == Some(level);
        CheckLevel::ALL.into_iter().any(|level| other.checks.needs(level) && !done(level))
    };
    let to = if job.operations.iter().any(|other| other.state() != OpState::Declined && missing(other)) {
        JobState::Check
    } else {
        JobState::Ready
    };
    (job.state != to).then(|| Event::JobStateChanged { job: job.no.clone(), from: job.state, to })
}

fn worker(book: &impl Book, context: &Context<'_>) -> Result<PersonId, Refusal> {
    context.person_who_may(book, Right::WorkOnCars).map(|person| person.id)
}

fn operation(job: &Job, op: OpNo) -> Result<&Operation, Refusal> {
    job.operation(op).ok_or_else(|| Refusal::UnknownOperation(job.no.clone(), op))
}

fn within_guard(punch: &Punch, context: &Context<'_>) -> bool {
    (0..GUARD_MS).contains(&context.stamp.wall_ms.saturating_sub(punch.at_ms))
}
