//! A typed or scanned quantity *sets* the quantity of the last line: the difference is moved, either way.

use super::checks::{not_expired, open_job, part, quantity, today, with_discrepancies};
use super::issue::{Taking, may_issue, no_longer_fitted, take_back};
use super::lots::spread;
use super::orders::open_order;
use super::receive::{count_off, count_on, order_of};
use super::ship::arriving;
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
use crate::domain::shipment::{Shipment, ShippedLine};
use crate::domain::stock::Stock;
use crate::domain::tote::Tote;

pub(super) fn set(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::SetQuantity { record, grown, stands_at, qty, agreed } = command else { return Ok(Vec::new()) };
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
    let grown = grown.iter().filter_map(|name| book.record(name)).collect();
    let line = Line { record: &recorded, grown, at, moved, item, by, actor };
    match (&moved.from, &moved.to, more) {
        // Each old part has a tag of its own.
        (Place::OldPart, _, _) | (_, Place::OldPart, _) => Err(Refusal::NothingToUndo),
        (_, Place::Job(no), true) => line.issue_more(book, no, *agreed, context),
        (_, Place::Job(no), false) => line.issue_less(book, no),
        (Place::Job(no), _, true) => line.return_more(book, no),
        (Place::Job(no), _, false) => line.return_less(book, no),
        (_, Place::Sale(no), false) => line.sell_less(book, no, context),
        (_, _, true) => line.store_more(book, *agreed, context),
        (_, _, false) => line.store_less(book, context),
    }
}

/// The line whose quantity is set, and by how much, positive.
struct Line<'a> {
    record: &'a Recorded,
    /// What changed its quantity since, in order.
    grown: Vec<Recorded>,
    at: MoveRef,
    moved: &'a StockMoved,
    /// Of whatever lot: how many there are of a line says nothing of which.
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
    let Stock { part, serial, .. } = moved.stock.clone();
    Item { serial, ..Item::of(part) }
}

impl Line<'_> {
    /// The same move once more, of the difference, by the person who is logged on now: of the same lot as far as there is
    /// some, then of the others.
    fn once_more(&self, book: &impl Book, agreed: Agreed, context: &Context<'_>) -> Result<Vec<StockMoved>, Refusal> {
        let StockMoved { stock, from, to, .. } = self.moved;
        let to_be_used = matches!(to, Place::Job(_) | Place::Stage(_) | Place::Sale(_));
        let today = today(context).filter(|_| to_be_used || matches!(to, Place::Transit(_)));
        let shares = match from {
            Place::Bin(_) => spread(book, (stock, self.by), from, today),
            Place::Transit(no) => arriving(book, no, &self.item, self.by),
            _ => vec![(stock.clone(), self.by)],
        };
        // The lot of the line was asked about when the line began.
        for (other, _) in shares.iter().filter(|(other, _)| to_be_used && other != stock) {
            not_expired(book, &self.item, other, agreed, context)?;
        }
        let by_actor = |person: &Option<_>| person.is_some().then(|| self.actor.id.clone());
        let (issuer, receiver) = (by_actor(&self.moved.issuer), by_actor(&self.moved.receiver));
        let again = StockMoved { issuer, receiver, reverses: None, ..self.moved.clone() };
        Ok(shares.into_iter().map(|(stock, qty)| StockMoved { stock, qty, ..again.clone() }).collect())
    }

    fn issue_more(&self, book: &impl Book, no: &JobNo, agreed: Agreed, context: &Context<'_>) -> Events {
        let job = open_job(book, no)?;
        let part = part(context, &self.item.part)?;
        let wanted = self.moved.line.and_then(|line| job.line(line));
        let (_, why) = may_issue(&part, wanted, self.by, self.moved.payer, agreed)?;
        let mut events = with_discrepancies(book, self.once_more(book, agreed, context)?);
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
        // Of the lot that came back before, else of any.
        let same = Item { lot: self.moved.stock.lot.clone(), ..self.item.clone() };
        let back = |item| {
            let taking = Taking { item, line: None, qty: self.by, by: &self.actor.id };
            take_back(&job, &taking, |_| self.moved.to.clone())
        };
        let moves = back(&same).or_else(|_| back(&self.item)).map_err(|there| self.not_at(&job, there))?;
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
        let same = |line: &&SaleLine| self.is_of(&line.stock) && line.from == self.moved.from;
        for line in sale.lines.iter().rev().filter(same) {
            let qty = wanted.min(line.qty);
            if qty.is_positive() {
                wanted = wanted.minus(qty);
                let stock = line.stock.clone();
                moves.push(StockMoved { stock, price: line.price, ..self.moved.turned_back(line.at, qty) });
            }
        }
        if wanted.is_positive() {
            return Err(Refusal::BuiltUpon(self.record.name));
        }
        Ok(with_discrepancies(book, moves))
    }

    /// A receipt, a move between bins, or one to a tote.
    fn store_more(&self, book: &impl Book, agreed: Agreed, context: &Context<'_>) -> Events {
        context.storekeeper(book)?;
        let order = order_of(&self.record.entry.events).map(|order| open_order(book, order)).transpose()?;
        let counted = match &order {
            Some(order) => count_on(order, &self.item.part, self.by, agreed)?,
            None => Vec::new(),
        };
        let mut events = with_discrepancies(book, self.once_more(book, agreed, context)?);
        events.extend(counted);
        events.extend(self.staged(self.by));
        Ok(events)
    }

    fn store_less(&self, book: &impl Book, context: &Context<'_>) -> Events {
        context.storekeeper(book)?;
        if self.there(book).is_some_and(|there| there <= self.by) {
            return Err(Refusal::BuiltUpon(self.record.name));
        }
        let order = order_of(&self.record.entry.events).map(|order| open_order(book, order)).transpose()?;
        let mut events = with_discrepancies(book, self.taken_off(book));
        events.extend(order.iter().flat_map(|order| count_off(order, &self.item.part, self.by)));
        events.extend(self.staged(Qty::ZERO.minus(self.by)));
        Ok(events)
    }

    /// What made the line, the newest first, as far as it was not taken back yet: so each lot goes back to where it was.
    /// What no record accounts for goes off the move that began it.
    fn taken_off(&self, book: &impl Book) -> Vec<StockMoved> {
        let mut left = self.by;
        let mut back = Vec::new();
        let records = std::iter::once(self.record).chain(&self.grown).rev();
        for (at, moved) in records.flat_map(|record| moves(record).rev()).filter(|(_, moved)| self.is_more(moved)) {
            let qty = left.min(moved.qty.minus(book.taken_back(&at)));
            if qty.is_positive() {
                left = left.minus(qty);
                back.push(moved.turned_back(at, qty));
            }
        }
        match back.iter_mut().find(|move_back| move_back.reverses == Some(self.at)) {
            Some(first) => first.qty = first.qty.plus(left),
            None if left.is_positive() => back.push(self.moved.turned_back(self.at, left)),
            None => {}
        }
        back
    }

    /// A move of this line, to the same place.
    fn is_more(&self, moved: &StockMoved) -> bool {
        let (moved_to, line_to) = ((&moved.from, &moved.to), (&self.moved.from, &self.moved.to));
        moved.reverses.is_none() && self.is_of(&moved.stock) && moved_to == line_to
    }

    /// The same thing, of whatever lot.
    fn is_of(&self, stock: &Stock) -> bool {
        Stock { lot: self.moved.stock.lot.clone(), ..stock.clone() } == self.moved.stock
    }

    /// How much a tote or a shipment has of the line, which never becomes nothing; `None` for the bins, which may be wrong.
    fn there(&self, book: &impl Book) -> Option<Qty> {
        let all = |sum: Qty, qty: Qty| sum.plus(qty);
        let of_tote = |tote: &Tote| {
            let such = tote.content.iter().filter(|staged| self.is_of(&staged.stock) && staged.line == self.moved.line);
            such.map(|staged| staged.qty).fold(Qty::ZERO, all)
        };
        let of_shipment = |shipment: &Shipment, qty: fn(&ShippedLine) -> Qty| {
            shipment.lines.iter().filter(|line| self.is_of(&line.stock)).map(qty).fold(Qty::ZERO, all)
        };
        Some(match (&self.moved.from, &self.moved.to) {
            (_, Place::Stage(id)) => book.tote(id).map_or(Qty::ZERO, |tote| of_tote(&tote)),
            (_, Place::Transit(no)) => {
                book.shipment(no).map_or(Qty::ZERO, |known| of_shipment(&known, |line| line.sent))
            }
            (Place::Transit(no), _) => {
                book.shipment(no).map_or(Qty::ZERO, |known| of_shipment(&known, |line| line.received))
            }
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
