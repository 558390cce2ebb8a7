//! Any line of a job is put right, not only the last act: reversed with a reason, or booked on another job.

use super::checks::{bin, open_job, part, plain_move, with_discrepancies};
use super::issue::{back_from, no_longer_fitted, wanted_line};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::event::{Event, MoveRef, StockMoved};
use crate::domain::ids::PersonId;
use crate::domain::job::{Issue, Job};
use crate::domain::pick;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;

/// What is still at the job of one issue goes back to where it came from, or to the bin that was named; fitted, or signed for
/// and nothing that comes back as new, to inspection.
pub(super) fn reverse_line(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ReverseLine { job, at, to, reason } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let job = open_job(book, job)?;
    let issue = issue_at(&job, *at)?;
    by_others(book, issue, &actor.id, context)?;
    let named = to.as_ref().map(|to| bin(context, to)).transpose()?;
    let to = match named {
        Some(bin) => bin,
        None => home_of(book, issue, context)?,
    };
    let back = back_from(&job, issue, issue.remaining(), to, &actor.id);
    let unfitted = no_longer_fitted(&job, std::slice::from_ref(&back), &actor.id);
    // A booking is put right at once; what was out of the clerk's hands is looked at like any other return.
    let was_out = issue.receiver.is_some() && part(context, &issue.stock.part).is_ok_and(|part| part.inspected);
    let looked_at = !unfitted.is_empty() || was_out;
    let moves = vec![if looked_at { StockMoved { to: Place::Quarantine, ..back } } else { back }];
    let mut events = with_discrepancies(book, moves);
    events.extend(unfitted);
    events.push(Event::MovesExplained { reason: *reason });
    Ok(events)
}

/// What is still at the job of one issue was meant for another one: back where it came from, and out again to that job. The
/// signature of the receiver goes with it.
pub(super) fn repost(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::RepostLine { job, at, to_job } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    if job == to_job {
        return Err(Refusal::SamePlace(Place::Job(job.clone())));
    }
    let (job, other) = (open_job(book, job)?, open_job(book, to_job)?);
    let issue = issue_at(&job, *at)?;
    by_others(book, issue, &actor.id, context)?;
    let part = part(context, &issue.stock.part)?;
    let between = home_of(book, issue, context)?;
    let qty: Qty = issue.remaining();
    let line = wanted_line(&other, &part, context);
    let back = back_from(&job, issue, qty, between.clone(), &actor.id);
    let out = StockMoved {
        line: line.map(|line| line.no),
        payer: line.map(|line| line.payer).or(issue.payer),
        issuer: Some(actor.id.clone()),
        receiver: issue.receiver.clone(),
        cost: issue.cost,
        price: issue.price,
        ..plain_move(&part, issue.stock.clone(), qty, between, Place::Job(other.no.clone()))
    };
    let moves = vec![back, out];
    let unfitted = no_longer_fitted(&job, &moves, &actor.id);
    let mut events = with_discrepancies(book, moves);
    events.extend(unfitted);
    events.push(Event::MovesExplained { reason: Reason::WrongJob });
    Ok(events)
}

fn issue_at(job: &Job, at: MoveRef) -> Result<&Issue, Refusal> {
    job.issues.iter().find(|issue| issue.at == at).ok_or(Refusal::NothingToUndo)
}

/// What somebody else handed out is put right by whoever may, or with their PIN.
fn by_others(book: &impl Book, issue: &Issue, actor: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    if issue.issuer.as_ref() == Some(actor) { Ok(()) } else { context.require(book, Right::ReverseOthers) }
}

/// Where an issue came from; what came out of a tote goes to the bin where its part lies.
fn home_of(book: &impl Book, issue: &Issue, context: &Context<'_>) -> Result<Place, Refusal> {
    if !matches!(issue.from, Place::Stage(_)) {
        return Ok(issue.from.clone());
    }
    let part = part(context, &issue.stock.part)?;
    let bin = pick::bin_of(book, &part).or_else(|| context.catalogue.goods_in());
    bin.map(Place::Bin).ok_or(Refusal::FromWhichBin { part: part.number })
}
