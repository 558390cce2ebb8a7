//! Undo: every event of a record is answered by its opposite, in reverse order, in one entry.

use super::checks::with_discrepancies;
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::entry::Recorded;
use crate::domain::event::{Event, MoveRef, StockMoved};
use crate::domain::ids::RecordName;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;

pub(super) fn reverse(book: &impl Book, name: &RecordName, context: &Context<'_>) -> Events {
    context.person(book)?;
    let record = book.record(name).ok_or(Refusal::NothingToUndo)?;
    if book.is_reversed(name) {
        return Err(Refusal::AlreadyReversed(*name));
    }
    let mut moves = Vec::new();
    let mut others = Vec::new();
    for (index, event) in record.entry.events.iter().enumerate().rev() {
        let at = MoveRef { record: *name, index: u16::try_from(index).unwrap_or(u16::MAX) };
        match event {
            Event::StockMoved(moved) => moves.push(move_back(book, moved, at)?),
            other => others.extend(opposite(book, other, &record)?),
        }
    }
    if moves.is_empty() && others.is_empty() {
        return Err(Refusal::NothingToUndo);
    }
    let mut events = with_discrepancies(book, moves);
    events.extend(others);
    events.push(Event::RecordReversed { record: *name });
    Ok(events)
}

/// The move the other way round. An issue that was signed or partly returned since is built upon.
fn move_back(book: &impl Book, moved: &StockMoved, at: MoveRef) -> Result<StockMoved, Refusal> {
    if let Place::Job(no) = &moved.to {
        let job = book.job(no).ok_or_else(|| Refusal::UnknownJob(no.clone()))?;
        let untouched = |issue: &&crate::domain::job::Issue| {
            issue.at == at && issue.returned == Qty::ZERO && issue.receiver == moved.receiver
        };
        if job.issues.iter().find(untouched).is_none() {
            return Err(Refusal::BuiltUpon(at.record));
        }
    }
    Ok(moved.turned_back(at, moved.qty))
}

fn opposite(book: &impl Book, event: &Event, record: &Recorded) -> Result<Option<Event>, Refusal> {
    let opposite = match event.clone() {
        Event::ReceiptSigned { job, moves, .. } => Event::ReceiptWithdrawn { job, moves },
        Event::PartFitted { job, line, qty, by } => Event::PartFitted { job, line, qty: Qty::ZERO.minus(qty), by },
        Event::WorkStarted { person, job, op }
        | Event::WorkPaused { person, job, op, .. }
        | Event::WorkFinished { person, job, op } => {
            let last = book.person_day(&person).punches.last().map(|punch| punch.record);
            if last != Some(record.name) {
                return Err(Refusal::BuiltUpon(record.name));
            }
            Event::PunchVoided { person, job, op, punch: record.name }
        }
        Event::OperationChecked { job, op, level, .. } => Event::CheckWithdrawn { job, op, level },
        Event::JobStateChanged { job, from, to } => {
            let now = book.job(&job).map(|known| known.state);
            if now != Some(to) {
                return Err(Refusal::BuiltUpon(record.name));
            }
            Event::JobStateChanged { job, from: to, to: from }
        }
        // Discrepancies follow from the moves.
        Event::DiscrepancyRaised { .. } | Event::DiscrepancyClosed { .. } => return Ok(None),
        // What took something back, or came from the office, is not undone at a kiosk.
        Event::StockMoved(_)
        | Event::PersonAdded { .. }
        | Event::BadgeAssigned { .. }
        | Event::JobOpened(_)
        | Event::OperationAdded { .. }
        | Event::LineAdded { .. }
        | Event::ReceiptWithdrawn { .. }
        | Event::PunchVoided { .. }
        | Event::CheckWithdrawn { .. }
        | Event::RecordReversed { .. }
        | Event::Unknown { .. } => return Err(Refusal::NothingToUndo),
    };
    Ok(Some(opposite))
}
