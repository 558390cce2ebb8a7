//! Counts: opened, counted, explained, posted. Until it is posted a count moves nothing; what somebody saw is never
//! refused because the book says otherwise.

use super::checks::{bin, part, with_discrepancies};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::count::{Count, CountEvent, CountLine, Counted, LineState, Scope};
use crate::domain::count_act::CountAct;
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{BinId, CountNo, PersonId, RecordName};
use crate::domain::place::Place;
use crate::domain::qty::{MAX_MOVE, Money, Qty};
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;
use crate::domain::stock::{BalanceKey, Stock};

pub(super) fn act(book: &impl Book, no: &CountNo, act: &CountAct, context: &Context<'_>) -> Events {
    if let CountAct::Doubt { bin, stock, record } = act {
        return doubt(book, no, (bin, stock), *record, context);
    }
    context.storekeeper(book)?;
    if let CountAct::Open { scope, blind } = act {
        return open(book, no, scope, *blind, context);
    }
    let count = book.count(no).ok_or_else(|| Refusal::UnknownCount(no.clone()))?;
    let facts = match act {
        CountAct::Open { .. } | CountAct::Doubt { .. } => Vec::new(),
        CountAct::Line { bin, stock, qty } => vec![line(book, &count, bin, stock, *qty, context)?],
        CountAct::Rest { bin, stocks } => {
            let none = |stock: &Stock| line(book, &count, bin, stock, Qty::ZERO, context);
            stocks.iter().map(none).collect::<Result<_, _>>()?
        }
        CountAct::Tags { bin, lines } => {
            let found = |(stock, qty): &(Stock, Qty)| line(book, &count, bin, stock, *qty, context);
            lines.iter().map(found).collect::<Result<_, _>>()?
        }
        CountAct::Explain { bin, stock, reason } => {
            known(&count, bin, stock)?;
            vec![Counted::Explained { bin: bin.clone(), stock: stock.clone(), reason: *reason }]
        }
        CountAct::Label { bin, stock, needed } => {
            known(&count, bin, stock)?;
            vec![Counted::LabelNeeded { bin: bin.clone(), stock: stock.clone(), needed: *needed }]
        }
        CountAct::Post => return post(book, &count, context),
        CountAct::Abandon => {
            context.require(book, Right::ApproveCount)?;
            vec![Counted::Closed]
        }
    };
    if facts.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    Ok(facts.into_iter().map(|what| told(no, what)).collect())
}

fn told(no: &CountNo, what: Counted) -> Event {
    Event::Count(Box::new(CountEvent { count: no.clone(), what }))
}

fn open(book: &impl Book, no: &CountNo, scope: &Scope, blind: bool, context: &Context<'_>) -> Events {
    match scope {
        Scope::Bin(id) => bin(context, id).map(|_| ())?,
        Scope::Part(number) => part(context, number).map(|_| ())?,
        Scope::Bins(bins) => {
            if bins.is_empty() {
                return Err(Refusal::NothingToDo);
            }
            bins.iter().try_for_each(|id| bin(context, id).map(|_| ()))?;
        }
        Scope::All | Scope::Class(_) => {}
    }
    if book.count(no).is_some() {
        return Err(Refusal::Exists(no.to_string()));
    }
    Ok(vec![told(no, Counted::Opened { scope: scope.clone(), blind })])
}

/// What was seen, beside what the book says now: so that work goes on during a count.
fn line(
    book: &impl Book,
    count: &Count,
    id: &BinId,
    stock: &Stock,
    qty: Qty,
    context: &Context<'_>,
) -> Result<Counted, Refusal> {
    let part = part(context, &stock.part)?;
    let place = bin(context, id)?;
    if !count.scope.covers(book, id, &part.number) {
        return Err(Refusal::NotInCount { count: count.no.clone(), part: part.number, bin: id.clone() });
    }
    if qty < Qty::ZERO || qty > MAX_MOVE {
        return Err(Refusal::ImpossibleQuantity(qty));
    }
    if part.unit.is_whole() && qty.0 % Qty::ONE.0 != 0 {
        return Err(Refusal::FractionOf(part.unit));
    }
    if stock.serial.is_some() && qty > Qty::ONE {
        return Err(Refusal::SerialIsOnePiece);
    }
    let said = book.balance(&BalanceKey { stock: stock.clone(), place }).map_or(Qty::ZERO, |balance| balance.qty);
    Ok(Counted::Line { bin: id.clone(), stock: stock.clone(), unit: part.unit, book: said, qty })
}

/// The line was counted, or posted, on a book that was behind.
fn doubt(
    book: &impl Book,
    no: &CountNo,
    (bin, stock): (&BinId, &Stock),
    record: RecordName,
    context: &Context<'_>,
) -> Events {
    let part = part(context, &stock.part)?;
    let stands = book.counted(bin, &stock.part).is_some_and(|last| last.count == *no && last.stands);
    let open = match book.count(no) {
        Some(count) => count.line(bin, stock).is_some_and(|line| !line.doubted),
        None => stands,
    };
    if !open {
        return Err(Refusal::NothingToDo);
    }
    let (bin, stock, unit) = (bin.clone(), stock.clone(), part.unit);
    Ok(vec![told(no, Counted::Doubted { bin, stock, unit, record })])
}

fn known(count: &Count, bin: &BinId, stock: &Stock) -> Result<(), Refusal> {
    count.line(bin, stock).map(|_| ()).ok_or(Refusal::NothingToDo)
}

/// Every line is booked, and names itself; those without a difference stay as proof.
fn post(book: &impl Book, count: &Count, context: &Context<'_>) -> Events {
    let actor = context.person(book)?;
    if count.device != context.device {
        return Err(Refusal::CountElsewhere { count: count.no.clone(), device: count.device });
    }
    if count.lines.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let (recount, unexplained) = (count.standing(LineState::Recount), count.standing(LineState::WhyOpen));
    if recount + unexplained > 0 {
        return Err(Refusal::CountNotReady { count: count.no.clone(), recount, unexplained });
    }
    let differing = || count.lines.iter().filter(|line| line.variance() != Qty::ZERO);
    if differing().next().is_some() {
        let right = Right::to_approve_count(worth(differing(), context));
        match right {
            Right::ApproveCount => context.require(book, right)?,
            _ => context.require_pin(book, right)?,
        }
    }
    let moves = differing().map(|line| adjust(line, &actor.id, context)).collect();
    let mut events = with_discrepancies(book, moves);
    events.extend(count.lines.iter().map(|line| {
        let (bin, stock) = (line.bin.clone(), line.stock.clone());
        told(&count.no, Counted::Posted { bin, stock, variance: line.variance() })
    }));
    events.push(told(&count.no, Counted::Closed));
    Ok(events)
}

/// What all differences together are worth, gains and losses alike; `None` when a cost is not known.
fn worth<'c>(lines: impl Iterator<Item = &'c CountLine>, context: &Context<'_>) -> Option<Money> {
    let mut sum: Option<Money> = None;
    for line in lines {
        let cost = context.catalogue.part(&line.stock.part)?.cost?;
        let minor = cost.minor.saturating_mul(line.variance().0.saturating_abs()) / Qty::ONE.0;
        sum = Some(match sum {
            None => Money { minor, ..cost },
            Some(before) if before.currency == cost.currency => {
                Money { minor: before.minor.saturating_add(minor), ..cost }
            }
            Some(_) => return None,
        });
    }
    sum
}

fn adjust(line: &CountLine, actor: &PersonId, context: &Context<'_>) -> StockMoved {
    let known = context.catalogue.part(&line.stock.part);
    let (here, variance) = (Place::Bin(line.bin.clone()), line.variance());
    let (from, to) = if variance.is_positive() { (Place::Adjust, here) } else { (here, Place::Adjust) };
    let qty = Qty(variance.0.saturating_abs());
    StockMoved {
        issuer: Some(actor.clone()),
        cost: known.as_ref().and_then(|part| part.cost),
        price: known.and_then(|part| part.price),
        ..StockMoved::plain(line.stock.clone(), line.unit, qty, from, to)
    }
}
