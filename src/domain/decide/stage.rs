//! Pre-pick: parts into a tote for a job, out of it to the job by one act, or back to their bins.

use std::collections::BTreeMap;

use super::checks::{bin, learnt_of_lot, open_job, part, plain_move, quantity, with_discrepancies};
use super::issue::{came_after_all, source, wanted_line};
use super::lots::good_shares;
use super::{Context, Events, kit, special};
use crate::domain::book::Book;
use crate::domain::catalogue::Part;
use crate::domain::command::Command;
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{BinId, PartNo, ToteId};
use crate::domain::job::Job;
use crate::domain::pick;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::refusal::Refusal;
use crate::domain::tote::{Staged, Tote};

pub(super) fn stage(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::StagePart { job, item, from, qty, tote, agreed } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let job = open_job(book, job)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    if let Some(other) = book.tote(tote).and_then(|tote| tote.job).filter(|other| *other != job.no) {
        return Err(Refusal::ToteTaken { tote: tote.clone(), job: other });
    }
    let line = wanted_line(&job, &part, context);
    let line = line.ok_or_else(|| Refusal::NotOnList { part: part.number.clone(), job: job.no.clone() })?;
    if !line.approved && !agreed.unapproved {
        return Err(Refusal::NotApproved { part: part.number.clone(), line: line.no });
    }
    if qty > line.to_pick() {
        let (part, open, unit) = (part.number, line.to_pick(), line.unit);
        return Err(Refusal::PickedAlready { part, open, unit });
    }
    let place = source(book, &part, item, from.as_ref(), *agreed, context)?;
    special::may_take(book, (&part, qty), &job.no, *agreed, context)?;
    kit::is_whole(book, &part, qty, context)?;
    let shares = good_shares(book, (item, qty), &place, *agreed, context)?;
    let moved = |(stock, qty)| StockMoved {
        line: Some(line.no),
        payer: Some(line.payer),
        issuer: Some(actor.id.clone()),
        ..plain_move(&part, stock, qty, place.clone(), Place::Stage(tote.clone()))
    };
    let staged = Event::LineStaged { job: job.no.clone(), line: line.no, tote: tote.clone(), qty };
    let mut events = with_discrepancies(book, shares.into_iter().map(moved).collect());
    events.push(staged);
    events.extend(came_after_all(&job));
    events.extend(learnt_of_lot(book, item));
    Ok(events)
}

/// What stands in a tote goes to its job.
pub(super) fn issue(book: &impl Book, id: &ToteId, context: &Context<'_>) -> Events {
    let actor = context.person(book)?;
    let (tote, job) = known(book, id)?;
    let mut moves = Vec::new();
    for staged in &tote.content {
        let part = part(context, &staged.stock.part)?;
        let line = staged.line.and_then(|no| job.line(no));
        moves.push(StockMoved {
            line: staged.line,
            payer: Some(line.map_or(job.payer, |line| line.payer)),
            issuer: Some(actor.id.clone()),
            ..out_of(&tote, staged, &part, Place::Job(job.no.clone()))
        });
    }
    let mut events = with_discrepancies(book, moves);
    events.extend(no_longer_staged(&tote, &job));
    let mut parts: BTreeMap<&PartNo, Qty> = BTreeMap::new();
    for staged in &tote.content {
        let sum = parts.entry(&staged.stock.part).or_default();
        *sum = sum.plus(staged.qty);
    }
    events.extend(parts.into_iter().flat_map(|(part, qty)| special::taken(book, &job.no, part, qty)));
    events.extend(came_after_all(&job));
    Ok(events)
}

/// What stands in a tote goes back to the bins that it came from, or to the bin that was named.
pub(super) fn release(
    book: &impl Book,
    id: &ToteId,
    to: Option<&BinId>,
    reason: Reason,
    context: &Context<'_>,
) -> Events {
    let actor = context.storekeeper(book)?;
    let tote = book.tote(id).ok_or_else(|| Refusal::ToteEmpty(id.clone()))?;
    let named = to.map(|to| bin(context, to)).transpose()?;
    let mut moves = Vec::new();
    for staged in &tote.content {
        let part = part(context, &staged.stock.part)?;
        let to = named.clone().or_else(|| home_of(book, staged, &part, context));
        let to = to.ok_or_else(|| Refusal::FromWhichBin { part: part.number.clone() })?;
        moves.push(StockMoved {
            line: staged.line,
            issuer: Some(actor.id.clone()),
            ..out_of(&tote, staged, &part, to)
        });
    }
    let mut events = with_discrepancies(book, moves);
    if let Some(job) = tote.job.as_ref().and_then(|job| book.job(job)) {
        events.extend(no_longer_staged(&tote, &job));
    }
    events.push(Event::MovesExplained { reason });
    Ok(events)
}

/// The bin that it came from; after an issue that was taken back, the bin where its part lies.
fn home_of(book: &impl Book, staged: &Staged, part: &Part, context: &Context<'_>) -> Option<Place> {
    if staged.from.is_on_hand() {
        return Some(staged.from.clone());
    }
    pick::bin_of(book, part).or_else(|| context.catalogue.goods_in()).map(Place::Bin)
}

fn known(book: &impl Book, id: &ToteId) -> Result<(Tote, Job), Refusal> {
    let tote = book.tote(id).ok_or_else(|| Refusal::ToteEmpty(id.clone()))?;
    let job = tote.job.clone().ok_or_else(|| Refusal::ToteEmpty(id.clone()))?;
    let job = open_job(book, &job)?;
    Ok((tote, job))
}

fn out_of(tote: &Tote, staged: &Staged, part: &Part, to: Place) -> StockMoved {
    plain_move(part, staged.stock.clone(), staged.qty, Place::Stage(tote.id.clone()), to)
}

fn no_longer_staged(tote: &Tote, job: &Job) -> Vec<Event> {
    let of = |staged: &Staged| {
        let (job, tote, qty) = (job.no.clone(), tote.id.clone(), Qty::ZERO.minus(staged.qty));
        staged.line.map(|line| Event::LineStaged { job, line, tote, qty })
    };
    tote.content.iter().filter_map(of).collect()
}
