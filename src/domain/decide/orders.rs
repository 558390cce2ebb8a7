//! Levels, alerts, purchase orders, and the months that are closed.

use std::collections::BTreeSet;

use super::checks::{part, quantity, today};
use super::{Context, Desk, Events, receive};
use crate::domain::book::Book;
use crate::domain::command::{Item, NewOrderLine, Supply};
use crate::domain::event::Event;
use crate::domain::ids::{LineNo, OrderNo, PartNo};
use crate::domain::level::Level;
use crate::domain::order::{Order, OrderState};
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Most lines of an order.
const MAX_LINES: usize = 500;

pub(super) fn supply(book: &impl Book, supply: &Supply, context: &Context<'_>) -> Events {
    if context.desk != Desk::Office {
        context.storekeeper(book)?;
    }
    match supply {
        Supply::SetLevel(level) => set_level(book, level, context),
        Supply::SeeAlert { part, snooze_days } => see(book, part, *snooze_days, context),
        Supply::OpenOrder { order, supplier, sent, lines } => open(book, order, supplier, *sent, lines, context),
        Supply::AddOrderLine { order, line } => add(book, order, line, context),
        Supply::SendOrder(order) => send(book, order),
        Supply::CloseOrder(order) => {
            open_order(book, order)?;
            Ok(vec![Event::OrderClosed { order: order.clone() }])
        }
        Supply::ExpectLine { order, line, expected_ms } => {
            let known = open_order(book, order)?;
            known.line(*line).ok_or_else(|| Refusal::UnknownOrder(order.clone()))?;
            Ok(vec![Event::OrderExpected { order: order.clone(), line: *line, expected_ms: *expected_ms }])
        }
        Supply::ReportFault { .. } => receive::fault(book, supply, context),
        Supply::SettleFault { fault, outcome } => receive::settle(book, fault, *outcome, context),
        Supply::ClosePeriod { until_ms } => close_period(book, *until_ms, context),
    }
}

fn set_level(book: &impl Book, level: &Level, context: &Context<'_>) -> Events {
    if context.desk != Desk::Office {
        return Err(Refusal::NotAllowed { role: context.person(book)?.role });
    }
    let known = part(context, &level.part)?;
    let ends = level.max == Qty::ZERO;
    let rises = Qty::ZERO <= level.safety && level.safety <= level.reorder_point && level.reorder_point <= level.max;
    let pack = if level.pack == Qty::ZERO { known.pack } else { level.pack };
    if !ends && (!rises || !pack.is_positive()) {
        return Err(Refusal::LevelsDoNotRise { part: level.part.clone() });
    }
    let level = Level { unit: known.unit, pack, ..level.clone() };
    let before = book.level(&level.part);
    if before.as_ref() == Some(&level) || ends && before.is_none() {
        return Err(Refusal::Exists(level.part.to_string()));
    }
    Ok(vec![Event::LevelSet(Box::new(level))])
}

fn see(book: &impl Book, part: &PartNo, snooze_days: Option<u16>, context: &Context<'_>) -> Events {
    let by = context.storekeeper(book)?.id;
    let standing = crate::domain::supply::standing(book, part, today(context));
    if standing.is_none_or(|standing| standing.urgency().is_none()) {
        return Err(Refusal::NoAlert { part: part.clone() });
    }
    let until_ms = snooze_days.map(|days| context.stamp.wall_ms.saturating_add(i64::from(days) * DAY_MS));
    Ok(vec![Event::AlertSeen { part: part.clone(), by, until_ms }])
}

fn open(
    book: &impl Book,
    order: &OrderNo,
    supplier: &str,
    sent: bool,
    lines: &[NewOrderLine],
    context: &Context<'_>,
) -> Events {
    if book.order(order).is_some() || lines.len() > MAX_LINES {
        return Err(Refusal::Exists(order.to_string()));
    }
    let mut events = vec![Event::OrderOpened { order: order.clone(), supplier: supplier.to_owned() }];
    let mut seen = BTreeSet::new();
    for (line, no) in lines.iter().zip(1..) {
        if !seen.insert((line.part.clone(), line.job.clone())) {
            return Err(Refusal::Exists(line.part.to_string()));
        }
        events.push(new_line(book, order, LineNo(no), line, context)?);
    }
    if sent {
        events.push(Event::OrderSent { order: order.clone() });
    }
    Ok(events)
}

fn new_line(
    book: &impl Book,
    order: &OrderNo,
    line: LineNo,
    new: &NewOrderLine,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let known = part(context, &new.part)?;
    let qty = quantity(new.qty, known.unit, &Item::of(new.part.clone()))?;
    if let Some(job) = &new.job {
        super::checks::open_job(book, job)?;
    }
    let (order, part, expected_ms, job) = (order.clone(), new.part.clone(), new.expected_ms, new.job.clone());
    Ok(Event::OrderLineAdded { order, line, part, unit: known.unit, qty, expected_ms, job })
}

fn add(book: &impl Book, order: &OrderNo, line: &NewOrderLine, context: &Context<'_>) -> Events {
    let known = open_order(book, order)?;
    let last = known.lines.iter().map(|line| line.no.0).max().unwrap_or(0);
    if known.lines.len() >= MAX_LINES {
        return Err(Refusal::Exists(order.to_string()));
    }
    Ok(vec![new_line(book, order, LineNo(last + 1), line, context)?])
}

fn send(book: &impl Book, order: &OrderNo) -> Events {
    let known = open_order(book, order)?;
    if known.lines.is_empty() {
        return Err(Refusal::NothingOrdered(order.clone()));
    }
    if known.state() != OrderState::Draft {
        return Err(Refusal::Exists(order.to_string()));
    }
    Ok(vec![Event::OrderSent { order: order.clone() }])
}

/// An order of which something may still come.
pub(super) fn open_order(book: &impl Book, no: &OrderNo) -> Result<Order, Refusal> {
    let order = book.order(no).ok_or_else(|| Refusal::UnknownOrder(no.clone()))?;
    if order.closed { Err(Refusal::OrderIsClosed(no.clone())) } else { Ok(order) }
}

fn close_period(book: &impl Book, until_ms: i64, context: &Context<'_>) -> Events {
    if context.desk != Desk::Office {
        return Err(Refusal::NotAllowed { role: context.person(book)?.role });
    }
    if until_ms <= book.closing().until_ms || until_ms > context.stamp.wall_ms {
        return Err(Refusal::PeriodIsClosed);
    }
    Ok(vec![Event::PeriodClosed { until_ms }])
}
