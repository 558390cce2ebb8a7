//! Old parts: kept with a tag, waived with a reason, shipped or scrapped; and the customer's own parts.

use super::checks::{open_job, part, plain_move, quantity, stock, with_discrepancies};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{JobNo, PartNo, TagNo};
use crate::domain::job::{Job, Payer};
use crate::domain::old_part::{OldPart, Owed, next_tag, owed};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Condition, Owner, Stock};

/// An old part is held this long when nobody says otherwise: 90 days.
const HOLD_MS: i64 = 90 * 86_400_000;

pub(super) fn keep(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::KeepOldPart { job, part: number, fault } = command else { return Ok(Vec::new()) };
    let actor = context.person(book)?;
    let job = open_job(book, job)?;
    let part = part(context, number)?;
    let owed = owed_of(&job, number)?;
    let qty = owed.qty.min(Qty::ONE);
    let tag = next_tag(&job).ok_or(Refusal::NothingToUndo)?;
    let old = stock(&Item::of(number.clone()), Condition::Old);
    let place = Place::Job(job.no.clone());
    // It comes off the car: it was never bought and is worth nothing here.
    let moved = StockMoved {
        issuer: Some(actor.id),
        cost: None,
        price: None,
        ..plain_move(&part, old, qty, place, Place::OldPart)
    };
    let kept = OldPart {
        tag,
        vin: job.vehicle.vin.clone(),
        odometer: job.vehicle.odometer_in,
        part: part.number,
        unit: part.unit,
        qty,
        fault: *fault,
        until_ms: context.stamp.wall_ms.saturating_add(HOLD_MS),
        job: job.no,
    };
    let mut events = with_discrepancies(book, vec![moved]);
    events.push(Event::OldPartKept(Box::new(kept)));
    Ok(events)
}

pub(super) fn waive(book: &impl Book, job: &JobNo, number: &PartNo, reason: Reason, context: &Context<'_>) -> Events {
    context.person(book)?;
    let job = open_job(book, job)?;
    let Owed { part, unit, qty } = owed_of(&job, number)?;
    Ok(vec![Event::OldPartWaived { job: job.no, part, unit, qty, reason }])
}

fn owed_of(job: &Job, part: &PartNo) -> Result<Owed, Refusal> {
    let found = owed(job).into_iter().find(|owed| owed.part == *part);
    found.ok_or_else(|| Refusal::NoOldPartOwed { part: part.clone(), job: job.no.clone() })
}

/// A kept old part leaves: to the maker, to scrap, or back to the customer.
pub(super) fn leave(book: &impl Book, tag: &TagNo, to: &Place, context: &Context<'_>) -> Events {
    let actor = context.storekeeper(book)?;
    let kept = book.old_part(tag).ok_or_else(|| Refusal::UnknownTag(tag.clone()))?;
    if !matches!(to, Place::Claim | Place::Scrap | Place::CustomerOwned) {
        return Err(Refusal::NoSuchWay(to.clone()));
    }
    if *to == Place::Scrap && kept.until_ms > context.stamp.wall_ms && context.stamp.trusted {
        return Err(Refusal::HeldUntil { tag: tag.clone(), until_ms: kept.until_ms });
    }
    let part = part(context, &kept.part)?;
    let old = stock(&Item::of(kept.part.clone()), Condition::Old);
    let moved = StockMoved {
        issuer: Some(actor.id),
        cost: None,
        price: None,
        ..plain_move(&part, old, kept.qty, Place::OldPart, to.clone())
    };
    Ok(vec![Event::StockMoved(Box::new(moved)), Event::OldPartGone { tag: tag.clone(), undone: false }])
}

pub(super) fn answer(book: &impl Book, job: &JobNo, wanted: bool, context: &Context<'_>) -> Events {
    context.person(book)?;
    let job = open_job(book, job)?;
    Ok(vec![Event::OldPartsAnswered { job: job.no, wanted: Some(wanted) }])
}

/// A part that the customer brought goes into the car. It never lies in a bin of the shop, and nobody pays for it.
pub(super) fn bring(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::FitCustomersPart { job, item, qty } = command else { return Ok(Vec::new()) };
    let actor = context.person(book)?;
    let job = open_job(book, job)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let theirs = Stock { owner: Owner::Customer, ..stock(item, Condition::New) };
    let moved = StockMoved {
        payer: Some(Payer::Customer),
        issuer: Some(actor.id),
        cost: None,
        price: None,
        ..plain_move(&part, theirs, qty, Place::CustomerOwned, Place::Job(job.no))
    };
    Ok(with_discrepancies(book, vec![moved]))
}
