//! A typed or scanned quantity *sets* the quantity of the last line: the difference is moved, either way.

use super::checks::{open_job, part, quantity, with_discrepancies};
use super::issue::{Taking, may_issue, no_longer_fitted, take_back};
use super::orders::open_order;
use super::receive::{count_off, count_on, order_of};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::entry::Recorded;
use crate::domain::event::{Event, MoveRef, StockMoved};
use crate::domain::ids::{JobNo, LineNo, SaleNo};
use crate::domain::job::Job;
use crate::domain::person::Person;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::sale::SaleLine;
use crate::domain::stock::Stock;

pub(super) fn set(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::SetQuantity { record, stands_at, qty, agreed } = command else { return Ok(Vec::new()) };
    let actor = context.person(book)?;
    let recorded = book.record(record).ok_or(Refusal::NothingToUndo)?;
    if book.is_reversed(record) {
        return Err(Refusal::AlreadyReversed(*record));
    }
    let (at, moved) = line_begun_by(&recorded).ok_or(Refusal::NothingToUndo)?;
    let item = item(moved);
    if item.serial.is_some() {
        return Err(Refusal::SerialIsOnePiece);
    }
    let qty = quantity(*qty, moved.unit, &item)?;
    if qty == *stands_at {
        return Err(Refusal::ImpossibleQuantity(qty));
    }
    let more = qty > *stands_at;
    let by = if more { qty.minus(*stands_at) } else { stands_at.minus(qty) };
    let by = quantity(by, moved.unit, &item)?;
    let line = Line { record: &recorded, at, moved, item, by, actor };
    match (&moved.from, &moved.to, more) {
        // Each old part has a tag of its own.
        (Place::OldPart, _, _) | (_, Place::OldPart, _) => Err(Refusal::NothingToUndo),
        (_, Place::Job(no), true) => line.issue_more(book, no, *agreed, context),
        (_, Place::Job(no), false) => line.issue_less(book, no),
        (Place::Job(no), _, true) => line.return_more(book, no),
        (Place::Job(no), _, false) => line.return_less(book, no),
        (_, Place::Sale(no), false) => line.sell_less(book, no, context),
        (_, _, more) => line.store(book, more, *agreed, context),
    }
}

/// The line whose quantity is set, and by how much, positive.
struct Line<'a> {
    record: &'a Recorded,
    at: MoveRef,
    moved: &'a StockMoved,
    item: Item,
    by: Qty,
    actor: Person,
}

/// The first move of a record. What an undo moved is no line, nor is what took from another record's line, but for
/// what came back from a job.
fn line_begun_by(recorded: &Recorded) -> Option<(MoveRef, &StockMoved)> {
    let events = &recorded.entry.events;
    if events.iter().any(|event| matches!(event, Event::RecordReversed { .. })) {
        return None;
    }
    moves(recorded).next().filter(|(_, moved)| moved.reverses.is_none() || matches!(moved.from, Place::Job(_)))
}

fn moves(recorded: &Recorded) -> impl DoubleEndedIterator<Item = (MoveRef, &StockMoved)> {
    recorded.entry.events.iter().enumerate().filter_map(|(index, event)| match event {
        Event::StockMoved(moved) => {
            let at = MoveRef { record: recorded.name, index: u16::try_from(index).unwrap_or(u16::MAX) };
            Some((at, &**moved))
        }
        _ => None,
    })
}

fn item(moved: &StockMoved) -> Item {
    let Stock { part, lot, serial, .. } = moved.stock.clone();
    Item { part, lot, serial, expires: None }
}

impl Line<'_> {
    /// The same move once more, of the difference, by the person who is logged on now.
    fn once_more(&self) -> StockMoved {
        let by_actor = |person: &Option<_>| person.is_some().then(|| self.actor.id.clone());
        let (issuer, receiver) = (by_actor(&self.moved.issuer), by_actor(&self.moved.receiver));
        StockMoved { qty: self.by, issuer, receiver, reverses: None, ..self.moved.clone() }
    }

    fn issue_more(&self, book: &impl Book, no: &JobNo, agreed: Agreed, context: &Context<'_>) -> Events {
        let job = open_job(book, no)?;
        let part = part(context, &self.item.part)?;
        let wanted = self.moved.line.and_then(|line| job.line(line));
        let (_, why) = may_issue(&part, wanted, self.by, self.moved.payer, agreed)?;
        let mut events = with_discrepancies(book, vec![self.once_more()]);
        events.extend(why.map(|reason| Event::MovesExplained { reason }));
        if let Some(line) = self.fitted_line() {
            events.push(Event::PartFitted { job: job.no, line, qty: self.by, by: self.actor.id.clone() });
        }
        Ok(events)
    }

    fn issue_less(&self, book: &impl Book, no: &JobNo) -> Events {
        let job = open_job(book, no)?;
        let taking = Taking { item: &self.item, line: Some(self.moved.line), qty: self.by, by: &self.actor.id };
        let moves = take_back(&job, &taking, |issue| issue.from.clone()).map_err(|there| self.not_at(&job, there))?;
        let fitted = self.fitted_line().and_then(|line| job.line(line)).map(|line| (line.no, self.by.min(line.fitted)));
        let unfitted = match fitted.filter(|(_, qty)| qty.is_positive()) {
            Some((line, qty)) => {
                let (job, by) = (job.no.clone(), self.actor.id.clone());
                vec![Event::PartFitted { job, line, qty: Qty::ZERO.minus(qty), by }]
            }
            None => no_longer_fitted(&job, &moves, &self.actor.id),
        };
        let mut events = with_discrepancies(book, moves);
        events.extend(unfitted);
        Ok(events)
    }

    fn return_more(&self, book: &impl Book, no: &JobNo) -> Events {
        let job = open_job(book, no)?;
        let taking = Taking { item: &self.item, line: None, qty: self.by, by: &self.actor.id };
        let moves = take_back(&job, &taking, |_| self.moved.to.clone()).map_err(|there| self.not_at(&job, there))?;
        let unfitted = no_longer_fitted(&job, &moves, &self.actor.id);
        let mut events = with_discrepancies(book, moves);
        events.extend(unfitted);
        Ok(events)
    }

    /// Some of what came back goes to the job again, the move that came last first.
    fn return_less(&self, book: &impl Book, no: &JobNo) -> Events {
        let job = open_job(book, no)?;
        let mut wanted = self.by;
        let mut again = Vec::new();
        for (at, moved) in moves(self.record).rev() {
            let qty = wanted.min(job.came_back_by(at));
            if qty.is_positive() {
                wanted = wanted.minus(qty);
                again.push(moved.turned_back(at, qty));
            }
        }
        if wanted.is_positive() {
            return Err(Refusal::BuiltUpon(self.record.name));
        }
        Ok(with_discrepancies(book, again))
    }

    /// Some of a sale goes back to where it came from, what was added last first.
    fn sell_less(&self, book: &impl Book, no: &SaleNo, context: &Context<'_>) -> Events {
        context.storekeeper(book)?;
        let sale = book.sale(no).filter(|sale| !sale.collected).ok_or_else(|| Refusal::UnknownSale(no.clone()))?;
        if sale.paid.is_some() {
            return Err(Refusal::SaleIsPaid(sale.no));
        }
        let mut wanted = self.by;
        let mut moves = Vec::new();
        let same = |line: &&SaleLine| line.stock == self.moved.stock && line.from == self.moved.from;
        for line in sale.lines.iter().rev().filter(same) {
            let qty = wanted.min(line.qty);
            if qty.is_positive() {
                wanted = wanted.minus(qty);
                moves.push(StockMoved { price: line.price, ..self.moved.turned_back(line.at, qty) });
            }
        }
        if wanted.is_positive() {
            return Err(Refusal::BuiltUpon(self.record.name));
        }
        Ok(with_discrepancies(book, moves))
    }

    /// A receipt, a move between bins, or one to a tote.
    fn store(&self, book: &impl Book, more: bool, agreed: Agreed, context: &Context<'_>) -> Events {
        context.storekeeper(book)?;
        if !more && self.there(book).is_some_and(|there| there <= self.by) {
            return Err(Refusal::BuiltUpon(self.record.name));
        }
        let order = order_of(&self.record.entry.events).map(|order| open_order(book, order)).transpose()?;
        let counted = match &order {
            Some(order) if more => count_on(order, &self.item.part, self.by, agreed)?,
            Some(order) => count_off(order, &self.item.part, self.by),
            None => Vec::new(),
        };
        let moved = if more { self.once_more() } else { self.moved.turned_back(self.at, self.by) };
        let mut events = with_discrepancies(book, vec![moved]);
        events.extend(counted);
        events.extend(self.staged(if more { self.by } else { Qty::ZERO.minus(self.by) }));
        Ok(events)
    }

    /// How much a tote or a shipment has of the line, which never becomes nothing; `None` for the bins, which may be wrong.
    fn there(&self, book: &impl Book) -> Option<Qty> {
        let StockMoved { stock, line, .. } = self.moved;
        Some(match (&self.moved.from, &self.moved.to) {
            (_, Place::Stage(id)) => book.tote(id).map_or(Qty::ZERO, |tote| tote.holds(stock, *line)),
            (_, Place::Transit(no)) => book.shipment(no).map_or(Qty::ZERO, |shipment| shipment.of(stock).0),
            (Place::Transit(no), _) => book.shipment(no).map_or(Qty::ZERO, |shipment| shipment.of(stock).1),
            _ => return None,
        })
    }

    /// What was staged for a line of a job in a tote changes with what lies there.
    fn staged(&self, qty: Qty) -> Option<Event> {
        self.record.entry.events.iter().find_map(|event| match event {
            Event::LineStaged { job, line, tote, .. } => {
                Some(Event::LineStaged { job: job.clone(), line: *line, tote: tote.clone(), qty })
            }
            _ => None,
        })
    }

    /// The line on which the record also booked the part as fitted: in a bay.
    fn fitted_line(&self) -> Option<LineNo> {
        self.record.entry.events.iter().find_map(|event| match event {
            Event::PartFitted { line, .. } => Some(*line),
            _ => None,
        })
    }

    fn not_at(&self, job: &Job, there: Qty) -> Refusal {
        Refusal::NotAtJob { part: self.item.part.clone(), job: job.no.clone(), there, unit: self.moved.unit }
    }
}
