//! The car comes, goes on and off a bay, is handed over, and comes back.

use super::Events;
use super::job_act::{advises, state_changed, told_of, unblocked};
use crate::domain::book::Book;
use crate::domain::event::{Event, JobOpened};
use crate::domain::ids::{BayId, JobNo, OpNo};
use crate::domain::job::{Checks, Hours, Job, JobState, Payer};
use crate::domain::job_act::{Earlier, EarlierOperation, JobAct};
use crate::domain::job_event::{Happened, JobEvent, OpClass};
use crate::domain::person::{Bilingual, Person};
use crate::domain::refusal::Refusal;

/// More kilometres than any car has.
const MAX_ODOMETER: u32 = 2_000_000;
/// A tank has eight eighths.
const FULL: u8 = 8;
/// Marks on one sheet; more is a wreck.
const MAX_DAMAGE: usize = 20;
/// Comebacks of one job; more is a mistake.
const MAX_COMEBACKS: u32 = 99;

pub(super) fn check_in(job: &Job, act: &JobAct, person: &Person) -> Events {
    let JobAct::CheckIn { odometer, fuel, damage, words, lower_than } = act else { return Err(Refusal::NothingToDo) };
    let lower_than = reading(job, *odometer, *lower_than)?;
    if let Some(eighths) = fuel.filter(|eighths| *eighths > FULL) {
        return Err(Refusal::ImpossibleValue(i64::from(eighths)));
    }
    let mut damage = damage.clone();
    damage.sort();
    damage.dedup();
    damage.truncate(MAX_DAMAGE);
    let (odometer, fuel, words) = (*odometer, *fuel, words.clone());
    let mut events = vec![told_of(job, Happened::CarArrived { odometer, fuel, damage, words, lower_than })];
    // An adviser who checks the own car in knows that it is there.
    events.extend((job.adviser.as_ref() == Some(&person.id)).then(|| told_of(job, Happened::ArrivalSeen)));
    if job.state == JobState::Planned {
        events.push(state_changed(job, JobState::Released));
    }
    Ok(events)
}

/// A reading that is taken, and what it is lower than. One that is lower than the known one counts only where somebody said
/// so; a number that no car reaches never does.
fn reading(job: &Job, km: Option<u32>, said_lower_than: Option<u32>) -> Result<Option<u32>, Refusal> {
    let Some(km) = km else { return Ok(None) };
    let lower_than = said_lower_than.filter(|known| km < *known);
    let is_doubtful = job.vehicle.odometer().is_some_and(|known| km < known);
    if km > MAX_ODOMETER || (is_doubtful && lower_than.is_none()) {
        return Err(Refusal::ImpossibleValue(i64::from(km)));
    }
    Ok(lower_than)
}

/// The adviser of the job, or whoever stands in.
pub(super) fn see(job: &Job, person: &Person) -> Events {
    if job.adviser.as_ref() != Some(&person.id) {
        advises(person)?;
    }
    if job.course.arrival_unseen() { Ok(vec![told_of(job, Happened::ArrivalSeen)]) } else { Err(Refusal::NothingToDo) }
}

pub(super) fn car_on(job: &Job, bay: &BayId) -> Events {
    if job.course.on_bay() == Some(bay) {
        return Err(Refusal::NothingToDo);
    }
    Ok(vec![told_of(job, Happened::CarOnBay { bay: bay.clone() })])
}

pub(super) fn car_off(job: &Job) -> Events {
    if job.course.on_bay().is_none() {
        return Err(Refusal::NothingToDo);
    }
    Ok(vec![told_of(job, Happened::CarOffBay)])
}

/// The customer drives away.
pub(super) fn deliver(job: &Job, odometer: Option<u32>, lower_than: Option<u32>, person: &Person) -> Events {
    advises(person)?;
    if !job.state.may_become(JobState::Delivered) {
        return Err(Refusal::NoWay { job: job.no.clone(), from: job.state, to: JobState::Delivered });
    }
    unblocked(job, JobState::Delivered)?;
    let lower_than = reading(job, odometer, lower_than)?;
    let mut events = Vec::new();
    events.extend(job.course.on_bay().map(|_| told_of(job, Happened::CarOffBay)));
    events.push(told_of(job, Happened::CarHandedOver { odometer, lower_than }));
    events.push(state_changed(job, JobState::Delivered));
    Ok(events)
}

/// A new job for a car that comes back, in the shop's own name: `4711-C1`. Somebody else looks at all of it before it goes.
pub(super) fn come_back(book: &impl Book, earlier: &Earlier, again: &[OpNo], words: &str) -> Events {
    let numbers = (1..=MAX_COMEBACKS).filter_map(|n| JobNo::new(&format!("{}-C{n}", earlier.job)).ok());
    let free = numbers.into_iter().find(|no| book.job(no).is_none());
    let job = free.ok_or_else(|| Refusal::Exists(earlier.job.to_string()))?;
    let opened = JobOpened {
        job: job.clone(),
        state: JobState::Released,
        vehicle: earlier.vehicle.clone(),
        adviser: earlier.adviser.clone(),
        customer: earlier.customer.clone(),
        words: words.to_owned(),
        payer: Payer::Internal,
        waits: false,
        promised_ms: None,
        bay: None,
        comeback_of: Some(earlier.job.clone()),
    };
    let mut events = vec![Event::JobOpened(Box::new(opened))];
    for (nth, no) in (1..).zip(again) {
        let known = earlier.operations.iter().find(|op| op.no == *no);
        let known = known.ok_or_else(|| Refusal::UnknownOperation(earlier.job.clone(), *no))?;
        events.extend(once_more(&job, OpNo(nth), known.clone()));
    }
    if again.is_empty() {
        events.extend(once_more(&job, OpNo(1), fault_to_find()));
    }
    let (of, technicians) = (earlier.job.clone(), earlier.technicians.clone());
    let what = Happened::ComebackKnown { of, technicians };
    events.push(Event::Job(Box::new(JobEvent { job, what })));
    Ok(events)
}

/// The same operation in the new job, with a final check whatever it had before.
fn once_more(job: &JobNo, op: OpNo, earlier: EarlierOperation) -> Vec<Event> {
    let EarlierOperation { title, hours, checks, class, .. } = earlier;
    let checks = Checks { last: true, ..checks };
    let mut events = vec![Event::OperationAdded { job: job.clone(), op, title, hours, checks, shares: Vec::new() }];
    if !class.is_plain() {
        let what = Happened::OperationClassed { op, class };
        events.push(Event::Job(Box::new(JobEvent { job: job.clone(), what })));
    }
    events
}

/// Nobody knows yet what is wrong.
fn fault_to_find() -> EarlierOperation {
    let title = Bilingual { en: "Find the fault".to_owned(), zh: "查找故障".to_owned() };
    let checks = Checks { own: true, ..Checks::default() };
    EarlierOperation { no: OpNo(1), title, hours: Hours(0), checks, class: OpClass::default() }
}
