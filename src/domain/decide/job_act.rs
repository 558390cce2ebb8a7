//! Acts on one job: who may, and what comes of it.

use super::{Context, Events, check_in, extra_work, hand_over, measure, request};
use crate::domain::book::Book;
use crate::domain::event::Event;
use crate::domain::ids::{JobNo, OpNo};
use crate::domain::job::{Job, JobState};
use crate::domain::job_act::JobAct;
use crate::domain::job_event::{Happened, JobEvent};
use crate::domain::operation::Operation;
use crate::domain::person::{Person, Role};
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;

pub(super) fn act(book: &impl Book, job: &JobNo, act: &JobAct, context: &Context<'_>) -> Events {
    let person = context.person(book)?;
    if let JobAct::ComeBack { earlier, again, words } = act {
        return check_in::come_back(book, earlier, again, words);
    }
    let job = book.job(job).ok_or_else(|| Refusal::UnknownJob(job.clone()))?;
    let settled = job.state.is_settled();
    if settled && !matches!(act, JobAct::MoveTo { .. } | JobAct::Deliver { .. } | JobAct::ClearDispute { .. }) {
        return Err(Refusal::JobIsSettled { job: job.no, state: job.state });
    }
    match act {
        JobAct::CheckIn { .. } => check_in::check_in(&job, act, &person),
        JobAct::SeeArrival => check_in::see(&job, &person),
        JobAct::CarOn { bay } => check_in::car_on(&job, bay),
        JobAct::CarOff => check_in::car_off(&job),
        JobAct::HandOver { op, to, note, percent } => {
            hand_over::hand_over(book, &job, operation(&job, *op)?, (&person, to), (note, *percent), context)
        }
        JobAct::SetShares { op, shares } => {
            context.require(book, Right::Dispatch)?;
            hand_over::set_shares(book, &job, operation(&job, *op)?, shares)
        }
        JobAct::RequestPart { op, part, text, qty } => {
            works(&person)?;
            request::request(&job, *op, part.as_ref(), text, *qty, context)
        }
        JobAct::AnswerRequest { request, answer, note } => {
            context.storekeeper(book)?;
            request::answer(&job, *request, *answer, note)
        }
        JobAct::FindExtra { .. } => extra_work::find(&job, act, context),
        JobAct::AnswerExtra { op, agreed, how, who } => {
            advises(&person)?;
            extra_work::answer(&job, operation(&job, *op)?, *agreed, *how, who)
        }
        JobAct::Measure { op, item, value, outside } => {
            works(&person)?;
            measure::measure(&job, operation(&job, *op)?, *item, *value, *outside, context)
        }
        JobAct::SendBack { op, level, note } => measure::send_back(&job, operation(&job, *op)?, *level, note, &person),
        JobAct::Plan { bay, promised_ms } => {
            advises(&person)?;
            plan(&job, bay.clone(), *promised_ms)
        }
        JobAct::MoveTo { to } => move_to(book, &job, *to, &person, context),
        JobAct::Deliver { odometer, lower_than } => check_in::deliver(&job, *odometer, *lower_than, &person),
        JobAct::ComeBack { earlier, again, words } => check_in::come_back(book, earlier, again, words),
        JobAct::ClearDispute { record, note } => {
            context.require(book, Right::Dispatch)?;
            let known = job.course.unclear().any(|open| open.record() == *record);
            let told = Happened::DisputeCleared { record: *record, note: note.clone() };
            if known { Ok(vec![told_of(&job, told)]) } else { Err(Refusal::NothingToDo) }
        }
    }
}

pub(super) fn told_of(job: &Job, what: Happened) -> Event {
    Event::Job(Box::new(JobEvent { job: job.no.clone(), what }))
}

pub(super) fn operation(job: &Job, op: OpNo) -> Result<&Operation, Refusal> {
    job.operation(op).ok_or_else(|| Refusal::UnknownOperation(job.no.clone(), op))
}

pub(super) fn works(person: &Person) -> Result<(), Refusal> {
    allowed(person, person.may(Right::WorkOnCars))
}

/// Speaks for the shop to the customer, or leads.
pub(super) fn advises(person: &Person) -> Result<(), Refusal> {
    allowed(person, matches!(person.role, Role::Adviser | Role::Lead | Role::Admin))
}

fn allowed(person: &Person, may: bool) -> Result<(), Refusal> {
    if may { Ok(()) } else { Err(Refusal::NotAllowed { role: person.role }) }
}

fn plan(job: &Job, bay: Option<crate::domain::ids::BayId>, promised_ms: Option<i64>) -> Events {
    let same = (bay.is_none() || bay == job.bay) && (promised_ms.is_none() || promised_ms == job.promised_ms);
    if same { Err(Refusal::NothingToDo) } else { Ok(vec![told_of(job, Happened::Planned { bay, promised_ms })]) }
}

/// A change of state by hand. The car goes only when nothing blocks it; the work says by itself what is in progress.
fn move_to(book: &impl Book, job: &Job, to: JobState, person: &Person, context: &Context<'_>) -> Events {
    if job.state == to {
        return Err(Refusal::NothingToDo);
    }
    match to {
        JobState::Wash => {}
        JobState::Ready | JobState::Settled => advises(person)?,
        JobState::Released | JobState::Planned | JobState::Cancelled => context.require(book, Right::Dispatch)?,
        JobState::InProgress | JobState::Check | JobState::Rework | JobState::Delivered => {
            return Err(Refusal::NoWay { job: job.no.clone(), from: job.state, to });
        }
    }
    if !job.state.may_become(to) {
        return Err(Refusal::NoWay { job: job.no.clone(), from: job.state, to });
    }
    unblocked(job, to)?;
    Ok(vec![state_changed(job, to)])
}

pub(super) fn state_changed(job: &Job, to: JobState) -> Event {
    Event::JobStateChanged { job: job.no.clone(), from: job.state, to }
}

/// Ready, settled and delivered jobs have nothing open.
pub(super) fn unblocked(job: &Job, to: JobState) -> Result<(), Refusal> {
    let blockers = job.blockers();
    let leaves = matches!(to, JobState::Ready | JobState::Settled | JobState::Delivered);
    if leaves && !blockers.is_empty() { Err(Refusal::Blocked { job: job.no.clone(), blockers }) } else { Ok(()) }
}
