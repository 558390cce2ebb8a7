//! Undo: every event of a record is answered by its opposite, in reverse order, in one entry.

use super::checks::{open_job, with_discrepancies};
use super::teach::forget;
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::count::{CountEvent, Counted};
use crate::domain::entry::Recorded;
use crate::domain::event::{Event, MoveRef, StockMoved};
use crate::domain::fault::Outcome;
use crate::domain::ids::{JobNo, OpNo, OrderNo, PersonId, RecordName};
use crate::domain::job::{CheckLevel, Job, JobLine, JobState};
use crate::domain::job_event::{Happened, JobEvent};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;

pub(super) fn reverse(book: &impl Book, name: &RecordName, context: &Context<'_>) -> Events {
    context.person(book)?;
    let record = book.record(name).ok_or(Refusal::NothingToUndo)?;
    if book.is_reversed(name) {
        return Err(Refusal::AlreadyReversed(*name));
    }
    if record.entry.events.iter().any(is_store_act) {
        context.storekeeper(book)?;
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
    if jobs_of(&events).iter().any(|job| book.job(job).is_some_and(|job| undoes_fitting(&job, &events))) {
        return Err(Refusal::BuiltUpon(*name));
    }
    events.push(Event::RecordReversed { record: *name });
    Ok(events)
}

/// Neither to nor from a job: a receipt, a move between bins, or a code that was taught.
fn is_store_act(event: &Event) -> bool {
    if matches!(event, Event::CodeTaught { .. }) {
        return true;
    }
    let Event::StockMoved(moved) = event else { return false };
    !matches!(moved.from, Place::Job(_)) && !matches!(moved.to, Place::Job(_))
}

/// The move the other way round. An issue that was signed or partly returned since is built upon, and so is anything
/// else of which something was taken back already.
fn move_back(book: &impl Book, moved: &StockMoved, at: MoveRef) -> Result<StockMoved, Refusal> {
    if matches!(moved.to, Place::Job(_)) && moved.reverses.is_some() {
        // It took a part of a return back; that is set anew, not undone.
        return Err(Refusal::NothingToUndo);
    }
    let untouched = match (&moved.from, &moved.to) {
        (_, Place::Job(no)) => {
            let job = open_job(book, no)?;
            let mut issues = job.issues.iter();
            issues.any(|issue| issue.at == at && issue.returns.is_empty() && issue.receiver == moved.receiver)
        }
        (_, Place::Stage(id)) => book.tote(id).is_some_and(|tote| tote.holds(&moved.stock, moved.line) >= moved.qty),
        (_, Place::Sale(no)) => {
            let sale = book.sale(no).filter(|sale| sale.paid.is_none() && !sale.collected);
            sale.is_some_and(|sale| sale.lines.iter().any(|line| line.at == at && line.qty == moved.qty))
        }
        // What comes off a car is not taken back from an issue.
        (Place::Job(_), Place::OldPart) => true,
        (Place::Job(no), _) => open_job(book, no)?.came_back_by(at) == moved.qty,
        _ => book.taken_back(&at) == Qty::ZERO,
    };
    if untouched { Ok(moved.turned_back(at, moved.qty)) } else { Err(Refusal::BuiltUpon(at.record)) }
}

/// The event that takes this one back; nothing for those that follow from the moves, or stay true without them.
/// What took something back, or came from the office, is not undone at a kiosk.
fn opposite(book: &impl Book, event: &Event, record: &Recorded) -> Result<Option<Event>, Refusal> {
    Ok(Some(match event.clone() {
        event @ (Event::ReceiptSigned { .. } | Event::PartFitted { .. }) => of_receipt(book, event)?,
        it @ (Event::WorkStarted { .. } | Event::WorkPaused { .. } | Event::WorkFinished { .. }) => {
            of_work(book, it, record)?
        }
        it @ (Event::OperationChecked { .. } | Event::JobStateChanged { .. }) => return of_job_state(book, it, record),
        Event::Job(told) => return Ok(withdrawn(&told, record)),
        Event::Count(told) => Event::Count(Box::new(uncounted(book, *told, record)?)),
        Event::CodeTaught { code, part, .. } => forget(book, code, part, record)?,
        event @ (Event::OrderReceived { .. }
        | Event::SpecialTaken { .. }
        | Event::OrderOpened { .. }
        | Event::DeliveryFaultFound(_)) => of_supply(book, event, record)?,
        Event::DiscrepancyRaised { .. } | Event::DiscrepancyClosed { .. } => return Ok(None),
        Event::AlertRaised { .. }
        | Event::AlertClosed { .. }
        | Event::MovesExplained { .. }
        | Event::OrderLineAdded { .. }
        | Event::OrderSent { .. }
        | Event::TimeStated { .. }
        | Event::LotExpires { .. }
        | Event::ShipmentSent { .. } => return Ok(None),
        Event::TagsTaken { part, tags, gone } => Event::TagsTaken { part, tags, gone: !gone },
        event @ (Event::LineStaged { .. }
        | Event::SalePaid { .. }
        | Event::SaleCollected { .. }
        | Event::OldPartKept(_)
        | Event::OldPartWaived { .. }
        | Event::OldPartsAnswered { .. }
        | Event::AllocationReleased { .. }) => beside_the_bins(book, event, record)?,
        Event::StockMoved(_)
        | Event::PersonAdded { .. }
        | Event::CertificateHeld { .. }
        | Event::BadgeAssigned { .. }
        | Event::BadgeRevoked { .. }
        | Event::BadgeRefused { .. }
        | Event::ProfileSet { .. }
        | Event::PinSet { .. }
        | Event::PinRejected { .. }
        | Event::TimeMarked { .. }
        | Event::TimeEntered { .. }
        | Event::TimeCorrected { .. }
        | Event::TimeConfirmed { .. }
        | Event::ShiftSet { .. }
        | Event::ClockLearnt { .. }
        | Event::JobOpened(_)
        | Event::OperationAdded { .. }
        | Event::LineAdded { .. }
        | Event::ReceiptWithdrawn { .. }
        | Event::PunchVoided { .. }
        | Event::CheckWithdrawn { .. }
        | Event::CodeForgotten { .. }
        | Event::CabinetOpened { .. }
        | Event::ConsoleUsed { .. }
        | Event::RecordsLost { .. }
        | Event::LevelSet(_)
        | Event::AlertSeen { .. }
        | Event::OrderClosed { .. }
        | Event::OrderExpected { .. }
        | Event::FaultSettled { .. }
        | Event::PeriodClosed { .. }
        | Event::OldPartGone { .. }
        | Event::ShipmentAnnounced(_)
        | Event::ShipmentDiffered { .. }
        | Event::ShipmentClosed { .. }
        | Event::RecordReversed { .. }
        | Event::Unknown { .. } => return Err(Refusal::NothingToUndo),
    }))
}

/// What was signed for, and what was fitted.
fn of_receipt(book: &impl Book, event: Event) -> Result<Event, Refusal> {
    Ok(match event {
        Event::ReceiptSigned { job, moves, .. } => {
            open_job(book, &job)?;
            Event::ReceiptWithdrawn { job, moves }
        }
        Event::PartFitted { job, line, qty, by } => {
            open_job(book, &job)?;
            Event::PartFitted { job, line, qty: Qty::ZERO.minus(qty), by }
        }
        other => other,
    })
}

/// Punches.
fn of_work(book: &impl Book, event: Event, record: &Recorded) -> Result<Event, Refusal> {
    Ok(match event {
        Event::WorkStarted { person, job, op } => void_punch(book, record, person, job, op)?,
        Event::WorkPaused { person, job, op, .. } | Event::WorkFinished { person, job, op } => {
            may_work_again(book, record, &job, op)?;
            void_punch(book, record, person, job, op)?
        }
        other => other,
    })
}

/// What was counted is taken back, or the count as long as nothing was; what was posted stays: it is counted again.
fn uncounted(book: &impl Book, told: CountEvent, record: &Recorded) -> Result<CountEvent, Refusal> {
    let count = book.count(&told.count).ok_or(Refusal::BuiltUpon(record.name))?;
    let what = match told.what {
        Counted::Opened { .. } if count.lines.is_empty() => Counted::Closed,
        Counted::Opened { .. } => return Err(Refusal::BuiltUpon(record.name)),
        Counted::Line { .. } => Counted::Withdrawn { record: record.name },
        Counted::LabelNeeded { bin, stock, needed } => Counted::LabelNeeded { bin, stock, needed: !needed },
        Counted::Explained { .. }
        | Counted::Posted { .. }
        | Counted::Closed
        | Counted::Doubted { .. }
        | Counted::Withdrawn { .. } => {
            return Err(Refusal::NothingToUndo);
        }
    };
    Ok(CountEvent { count: told.count, what })
}

/// Deliveries and orders.
fn of_supply(book: &impl Book, event: Event, record: &Recorded) -> Result<Event, Refusal> {
    Ok(match event {
        Event::OrderReceived { order, line, qty } => Event::OrderReceived { order, line, qty: Qty::ZERO.minus(qty) },
        Event::SpecialTaken { order, line, qty } => Event::SpecialTaken { order, line, qty: Qty::ZERO.minus(qty) },
        Event::OrderOpened { order, .. } => close_again(book, order, record)?,
        Event::DeliveryFaultFound(_) => Event::FaultSettled { fault: record.name, outcome: Outcome::Withdrawn },
        other => other,
    })
}

/// A check, or a state of the job.
fn of_job_state(book: &impl Book, event: Event, record: &Recorded) -> Result<Option<Event>, Refusal> {
    Ok(Some(match event {
        Event::OperationChecked { job, op, level, .. } => {
            let known = open_job(book, &job)?;
            let last = known.operation(op).and_then(|op| op.checked.last()).map(|check| check.level);
            if last != Some(level) {
                return Err(Refusal::BuiltUpon(record.name));
            }
            Event::CheckWithdrawn { job, op, level }
        }
        Event::JobStateChanged { job, from, to } => {
            let known = open_job(book, &job)?;
            if to == JobState::InProgress && others_work_on(&known, record) {
                return Ok(None);
            }
            if known.state != to {
                return Err(Refusal::BuiltUpon(record.name));
            }
            Event::JobStateChanged { job, from: to, to: from }
        }
        other => other,
    }))
}

/// An order that was a mistake, unless something has come of it.
fn close_again(book: &impl Book, order: OrderNo, record: &Recorded) -> Result<Event, Refusal> {
    match book.order(&order) {
        Some(known) if known.lines.iter().all(|line| line.received == Qty::ZERO) => Ok(Event::OrderClosed { order }),
        _ => Err(Refusal::BuiltUpon(record.name)),
    }
}
/// The opposite of what happened to totes, sales, old parts and reservations.
fn beside_the_bins(book: &impl Book, event: Event, record: &Recorded) -> Result<Event, Refusal> {
    Ok(match event {
        Event::LineStaged { job, line, tote, qty } => Event::LineStaged { job, line, tote, qty: Qty::ZERO.minus(qty) },
        Event::SalePaid { slip: None, .. } => return Err(Refusal::NothingToUndo),
        Event::SalePaid { sale, slip: Some(_) } => Event::SalePaid { sale, slip: None },
        Event::SaleCollected { sale, collected } => {
            // Once the others know of it, only its number and its slip are remembered.
            if book.sale(&sale).is_none_or(|known| known.lines.is_empty()) {
                return Err(Refusal::SaleIsCollected(sale));
            }
            Event::SaleCollected { sale, collected: !collected }
        }
        Event::OldPartKept(kept) => {
            book.old_part(&kept.tag).ok_or(Refusal::BuiltUpon(record.name))?;
            Event::OldPartGone { tag: kept.tag, undone: true }
        }
        Event::OldPartWaived { job, part, unit, qty, reason } => {
            open_job(book, &job)?;
            Event::OldPartWaived { job, part, unit, qty: Qty::ZERO.minus(qty), reason }
        }
        Event::OldPartsAnswered { job, .. } => Event::OldPartsAnswered { job, wanted: None },
        Event::AllocationReleased { job, released } => Event::AllocationReleased { job, released: !released },
        other => other,
    })
}

/// Only a person's last punch is taken back.
fn void_punch(book: &impl Book, record: &Recorded, person: PersonId, job: JobNo, op: OpNo) -> Result<Event, Refusal> {
    open_job(book, &job)?;
    let last = book.person_day(&person).punches.last().map(|punch| punch.record);
    if last != Some(record.name) {
        return Err(Refusal::BuiltUpon(record.name));
    }
    Ok(Event::PunchVoided { person, job, op, punch: record.name })
}

/// Voiding a pause or a finish makes the person work again: not once the operation was checked since, or another's
/// act took the job out of progress.
fn may_work_again(book: &impl Book, record: &Recorded, no: &JobNo, op: OpNo) -> Result<(), Refusal> {
    let job = open_job(book, no)?;
    let of_record = |wanted: CheckLevel| {
        let same = |event: &Event| match event {
            Event::OperationChecked { job, op: of, level, .. } => job == no && *of == op && *level == wanted,
            _ => false,
        };
        record.entry.events.iter().any(same)
    };
    let checked_since = job.operation(op).is_some_and(|op| op.checked.iter().any(|check| !of_record(check.level)));
    let changed_state =
        record.entry.events.iter().any(|event| matches!(event, Event::JobStateChanged { job, .. } if job == no));
    if checked_since || job.state != JobState::InProgress && !changed_state {
        return Err(Refusal::BuiltUpon(record.name));
    }
    Ok(())
}

/// What a person said of a job can be taken back; what the office said, or what others build on, cannot.
fn withdrawn(told: &JobEvent, record: &Recorded) -> Option<Event> {
    let stays = matches!(
        told.what,
        Happened::ExtraWorkFound { .. }
            | Happened::ComebackKnown { .. }
            | Happened::OperationClassed { .. }
            | Happened::CarHandedOver { .. }
            | Happened::DisputeCleared { .. }
            | Happened::Withdrawn { .. }
    );
    let what = Happened::Withdrawn { record: record.name };
    (!stays).then(|| Event::Job(Box::new(JobEvent { job: told.job.clone(), what })))
}

/// Somebody works on the job by another record: the job stays in progress.
fn others_work_on(job: &Job, record: &Recorded) -> bool {
    let others = |op: &crate::domain::operation::Operation| op.running().any(|punch| punch.record != record.name);
    job.operations.iter().any(others)
}

fn jobs_of(events: &[Event]) -> Vec<JobNo> {
    let mut jobs: Vec<JobNo> = Vec::new();
    for event in events {
        match event {
            Event::PartFitted { job, .. } => jobs.push(job.clone()),
            Event::StockMoved(moved) => {
                let of_place = |place: &Place| if let Place::Job(no) = place { Some(no.clone()) } else { None };
                jobs.extend([&moved.from, &moved.to].into_iter().filter_map(of_place));
            }
            _ => {}
        }
    }
    jobs.dedup();
    jobs
}

/// True when more would count as fitted than is at the job, or less than nothing, and it did not before.
fn undoes_fitting(job: &Job, events: &[Event]) -> bool {
    let here = Place::Job(job.no.clone());
    let breaks = |line: &JobLine| {
        let (mut issued, mut fitted) = (line.issued, line.fitted);
        for event in events {
            match event {
                Event::StockMoved(moved) if moved.line == Some(line.no) && moved.to == here => {
                    issued = issued.plus(moved.qty);
                }
                Event::StockMoved(moved) if moved.line == Some(line.no) && moved.from == here => {
                    issued = issued.minus(moved.qty);
                }
                Event::PartFitted { job: no, line: at, qty, .. } if *no == job.no && *at == line.no => {
                    fitted = fitted.plus(*qty);
                }
                _ => {}
            }
        }
        let over = |issued: Qty, fitted: Qty| fitted.minus(issued).max(Qty::ZERO.minus(fitted)).max(Qty::ZERO);
        over(issued, fitted) > over(line.issued, line.fitted)
    };
    job.lines.iter().any(breaks)
}
