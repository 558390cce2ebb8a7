//! A clerk has looked at what came back opened or fitted: into a bin, to scrap, or to the supplier.

use super::checks::{bin, part, plain_move, with_discrepancies};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::event::{Event, StockMoved};
use crate::domain::inspection::Inspected;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;
use crate::domain::stock::{BalanceKey, Stock};

pub(super) fn inspect(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::Inspect { stock, qty, to, reason } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let part = part(context, &stock.part)?;
    let key = BalanceKey { stock: stock.clone(), place: Place::Quarantine };
    let there = book.balance(&key).map_or(Qty::ZERO, |balance| balance.qty);
    if !qty.is_positive() {
        return Err(Refusal::ImpossibleQuantity(*qty));
    }
    if part.unit.is_whole() && qty.0 % Qty::ONE.0 != 0 {
        return Err(Refusal::FractionOf(part.unit));
    }
    if there < *qty {
        return Err(Refusal::NotThere { part: part.number, place: Place::Quarantine, there, unit: part.unit });
    }
    let issuer = Some(actor.id);
    let moved = |stock: &Stock, from, to| StockMoved {
        issuer: issuer.clone(),
        ..plain_move(&part, stock.clone(), *qty, from, to)
    };
    let moves = match to {
        Inspected::Stock { bin: id, condition } if *condition == stock.condition => {
            vec![moved(stock, Place::Quarantine, bin(context, id)?)]
        }
        // It is the same piece as something else.
        Inspected::Stock { bin: id, condition } => {
            let now = Stock { condition: *condition, ..stock.clone() };
            let place = bin(context, id)?;
            vec![moved(stock, Place::Quarantine, Place::Adjust), moved(&now, Place::Adjust, place)]
        }
        Inspected::Scrap => {
            context.require(book, Right::Scrap)?;
            if reason.is_none() {
                return Err(Refusal::WhyMoved { part: part.number, to: Place::Scrap });
            }
            vec![moved(stock, Place::Quarantine, Place::Scrap)]
        }
        Inspected::Supplier => vec![moved(stock, Place::Quarantine, Place::Supplier)],
    };
    let mut events = with_discrepancies(book, moves);
    events.extend(reason.map(|reason| Event::MovesExplained { reason }));
    Ok(events)
}
