//! Start, switch, pause and finish operations.

use super::super::Station;
use super::super::input::World;
use super::super::record::Wish;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::ids::{JobNo, OpNo, PersonId};
use crate::domain::job::{CheckLevel, Job, JobState};
use crate::domain::operation::{OpState, Operation};
use crate::domain::person::{Person, Role};
use crate::domain::rights::Right;
use crate::domain::work::{PauseReason, Punch};
use crate::identify::card::Verb;
use crate::station::session::{Asked, Task};

/// A job scan at a bay: a technician starts or switches, unless it runs already. Others open it; who may work on cars as
/// well starts with the START card.
pub(super) fn job_scanned(station: &mut Station, job: &JobNo, cause: &Cause, world: World<'_>) {
    let Some(person) = station.person() else { return };
    if person.role == Role::Technician || may_check(station, job, &person) {
        start_or_check(station, job, false, cause, world);
    }
}

fn may_check(station: &Station, job: &JobNo, person: &Person) -> bool {
    let known = station.book.job_ref(job);
    known.is_some_and(|known| check_to_ask(known, person).is_some())
}

fn start_or_check(station: &mut Station, job: &JobNo, anew: bool, cause: &Cause, world: World<'_>) {
    let Some(person) = station.person() else { return };
    let Some(known) = station.book.job(job) else { return };
    let words = station.words();
    if !person.may(Right::WorkOnCars) {
        return;
    }
    if known.state.is_settled() {
        return station.tell_info(words.refused_settled(job, words.job_state(known.state)), vec![]);
    }
    let day = station.book.person_day(&person.id);
    let on_it = |punch: &&Punch| punch.job == *job && punch.made.is_of_this_shift(world.now.wall_ms);
    if let Some(running) = day.running().filter(on_it) {
        if anew {
            let command = Command::StartWork { job: job.clone(), op: running.op, anew };
            return station.submit(command, Wish::new(cause), world);
        }
        return station.tell_info(words.already_on(job), vec![words.done_finishes(), words.start_begins_anew()]);
    }
    if let Some(asked) = check_to_ask(&known, &person) {
        return station.ask(asked);
    }
    start(station, &known, &person.id, cause, world);
}

/// Starts the first open assigned operation, else the first open unassigned one, else asks.
fn start(station: &mut Station, job: &Job, person: &PersonId, cause: &Cause, world: World<'_>) {
    let over = |op: &&Operation| matches!(op.state(), OpState::Done | OpState::Declined);
    let mut open: Vec<&Operation> = job.operations.iter().filter(|op| !over(op)).collect();
    open.sort_by_key(|op| !op.is_agreed());
    let mine = open.iter().find(|op| op.is_for(person));
    let free = open.iter().find(|op| op.shares.is_empty());
    if let Some(op) = mine.or(free) {
        let command = Command::StartWork { job: job.no.clone(), op: op.no, anew: false };
        return station.submit(command, Wish::new(cause), world);
    }
    let words = station.words();
    if open.is_empty() {
        // Whoever could make a check that is missing was asked to.
        let missing = job.operations.iter().filter_map(|op| Some((op, op.missing_check()?)));
        let said = missing.map(|(op, level)| words.check_by_other(words.check_level(level), words.pick(&op.title)));
        return station.tell_info(words.all_done(&job.no), said.collect());
    }
    let ops: Vec<OpNo> = open.iter().map(|op| op.no).collect();
    station.ask(Asked::WhichOperation { job: job.no.clone(), ops });
}

/// A check that this person could do now, at a job whose work is done.
fn check_to_ask(job: &Job, person: &Person) -> Option<Asked> {
    if job.state != JobState::Check {
        return None;
    }
    let did = |op: &Operation| op.punches.iter().any(|punch| punch.person == person.id);
    job.operations.iter().find_map(|op| {
        let level = op.missing_check()?;
        let may = match level {
            CheckLevel::Own => did(op),
            CheckLevel::Mutual => !did(op),
            CheckLevel::Final => !did(op) && person.may(Right::InspectFinally),
        };
        may.then(|| Asked::Check { job: job.no.clone(), op: op.no, level })
    })
}

/// The START card or key: the job on the screen, also when it runs already as far as this kiosk knows.
pub(super) fn start_verb(station: &mut Station, cause: &Cause, world: World<'_>) {
    let words = station.words();
    match station.session.job.clone() {
        Some(_) if !station.is_bay() => station.tell_bad(words.card_not_here(words.verb(Verb::Start)), vec![]),
        Some(job) => start_or_check(station, &job, true, cause, world),
        None => super::enter_task(station, Task::Jobs),
    }
}

/// Whether whoever is logged on works on something.
pub(super) fn is_running(station: &Station) -> bool {
    station.person().is_some_and(|person| station.book.person_day(&person.id).running().is_some())
}

/// The PAUSE card or key: asks for the reason.
pub(super) fn pause_verb(station: &mut Station) {
    let words = station.words();
    if is_running(station) {
        super::enter_task(station, Task::Pause);
    } else {
        station.tell_bad(words.refused_not_running(), vec![words.nothing_changed()]);
    }
}

pub(super) fn pick_reason(station: &mut Station, letter: char, cause: &Cause, world: World<'_>) {
    let Some(digit) = letter.to_digit(10) else { return };
    // 1 to 9, then 0.
    let at = usize::try_from((digit + 9) % 10).unwrap_or(0);
    if let Some(reason) = PauseReason::CHOICES.get(at) {
        pause(station, *reason, cause, world);
    }
}

pub(super) fn pause(station: &mut Station, reason: PauseReason, cause: &Cause, world: World<'_>) {
    if station.session.person.is_none() {
        return super::people::badge_first(station);
    }
    if station.session.task == Task::Pause {
        super::back(station);
    }
    station.submit(Command::PauseWork { reason }, Wish::new(cause), world);
}

/// DONE at a bay: finishes what this person runs, after the question for the self-check.
pub(super) fn finish(station: &mut Station, cause: &Cause, world: World<'_>) {
    let words = station.words();
    let Some(person) = station.person() else { return super::people::badge_first(station) };
    let day = station.book.person_day(&person.id);
    let Some(running) = day.running() else {
        return station.tell_bad(words.refused_not_running(), vec![words.nothing_changed()]);
    };
    let (job, op) = (running.job.clone(), running.op);
    if super::measure::ask_next(station, &job, op, world) {
        return station.tell_info(words.measure_first(), vec![]);
    }
    let known = station.book.job_ref(&job).and_then(|job| job.operation(op));
    if known.is_some_and(|op| op.checks.own) {
        return station.ask(Asked::OwnCheck { job, op });
    }
    station.submit(Command::FinishWork { job, op, own_check: false }, Wish::new(cause), world);
}
