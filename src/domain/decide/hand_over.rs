//! Who does an operation: handing it over, and setting the shares.

use super::job_act::{told_of, works};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::event::Event;
use crate::domain::ids::PersonId;
use crate::domain::job::{Job, Share};
use crate::domain::job_event::Happened;
use crate::domain::operation::{OpState, Operation};
use crate::domain::person::Person;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;
use crate::domain::work::PauseReason;

/// Technicians of one operation.
const MAX_SHARES: usize = 8;

/// From the one who has it to somebody else, with a part of the hours. Who hands over stops working on it.
pub(super) fn hand_over(
    book: &impl Book,
    job: &Job,
    op: &Operation,
    (who, to): (&Person, &PersonId),
    (note, percent): (&str, u8),
    context: &Context<'_>,
) -> Events {
    works(who)?;
    let from = if op.runs(&who.id) || op.is_for(&who.id) {
        who.id.clone()
    } else {
        context.require(book, Right::Dispatch)?;
        let has_it = op.on_it().first().map(|id| (*id).clone()).or_else(|| op.shares.first().map(|s| s.person.clone()));
        has_it.ok_or(Refusal::NothingToDo)?
    };
    technician(book, to)?;
    if from == *to || percent > 100 {
        return Err(Refusal::BadShares);
    }
    still_open(job, op)?;
    let mut events = Vec::new();
    if op.runs(&from) {
        let (person, job, op) = (from.clone(), job.no.clone(), op.no);
        events.push(Event::WorkPaused { person, job, op, reason: PauseReason::Other });
    }
    events.push(told_of(job, Happened::SharesSet { op: op.no, shares: split(&op.shares, &from, to, percent) }));
    let (op, to, note) = (op.no, to.clone(), note.to_owned());
    events.push(told_of(job, Happened::HandedOver { op, from, to, note }));
    Ok(events)
}

/// `percent` of what `from` has goes to `to`, who leads from now on if `from` did.
fn split(shares: &[Share], from: &PersonId, to: &PersonId, percent: u8) -> Vec<Share> {
    let mut shares = shares.to_vec();
    if shares.is_empty() {
        shares.push(Share { person: from.clone(), lead: true, percent: 100 });
    }
    let had = shares.iter().find(|share| share.person == *from).cloned();
    let had = had.unwrap_or_else(|| Share { person: from.clone(), lead: false, percent: 0 });
    let goes = u8::try_from(u16::from(had.percent) * u16::from(percent) / 100).unwrap_or(0);
    for share in shares.iter_mut().filter(|share| share.person == *from) {
        share.percent -= goes;
        share.lead = false;
    }
    match shares.iter_mut().find(|share| share.person == *to) {
        Some(share) => {
            share.percent = share.percent.saturating_add(goes);
            share.lead |= had.lead;
        }
        None => shares.push(Share { person: to.clone(), lead: had.lead, percent: goes }),
    }
    shares
}

/// The lead says who does it.
pub(super) fn set_shares(book: &impl Book, job: &Job, op: &Operation, shares: &[Share]) -> Events {
    let total: u16 = shares.iter().map(|share| u16::from(share.percent)).sum();
    let twice = shares.iter().enumerate().any(|(at, a)| shares[..at].iter().any(|b| a.person == b.person));
    if shares.len() > MAX_SHARES || twice || !shares.is_empty() && total != 100 {
        return Err(Refusal::BadShares);
    }
    shares.iter().try_for_each(|share| technician(book, &share.person))?;
    if shares == op.shares {
        return Err(Refusal::NothingToDo);
    }
    if op.checked.iter().any(|check| check.level == crate::domain::job::CheckLevel::Final) {
        // Locked at the final check.
        return Err(Refusal::OperationDone { job: job.no.clone(), op: op.no });
    }
    Ok(vec![told_of(job, Happened::SharesSet { op: op.no, shares: shares.to_vec() })])
}

fn technician(book: &impl Book, id: &PersonId) -> Result<(), Refusal> {
    let person = book.person(id).ok_or_else(|| Refusal::UnknownPerson(id.clone()))?;
    works(&person)
}

fn still_open(job: &Job, op: &Operation) -> Result<(), Refusal> {
    match op.state() {
        OpState::Done | OpState::Declined => Err(Refusal::OperationDone { job: job.no.clone(), op: op.no }),
        OpState::Open | OpState::Running | OpState::Paused | OpState::Waiting(_) => Ok(()),
    }
}
