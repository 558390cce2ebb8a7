//! The store desk: alerts, suggestions, orders, claims, special orders, and what a clerk hands over.

use super::super::Station;
use super::super::effect::Effect;
use super::super::input::World;
use super::super::record::Wish;
use super::short_number;
use super::{enter_task, look_up, people, receive};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item, NewOrderLine, Supply};
use crate::domain::entry::{Cause, Recorded};
use crate::domain::event::Event;
use crate::domain::fault::{FaultKind, Outcome};
use crate::domain::idle;
use crate::domain::ids::{LineNo, OrderNo, PartNo};
use crate::domain::lot::Day;
use crate::domain::order::{Order, OrderState};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::supply::Standing;
use crate::station::look_back::{LookBack, LookedBack};
use crate::station::session::{Asked, Task};
use crate::station::store_desk::{FaultDraft, IdleRows, StoreDesk, StoreQuestion};

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A lot that expires within so many days is on the list.
const EXPIRES_DAYS: i64 = 90;
/// What neither came nor went for so many days is dead.
const DEAD_DAYS: i64 = 180;

/// Opens a screen of the store desk.
pub(super) fn open(station: &mut Station, screen: StoreDesk) {
    if station.session.person.is_none() {
        return people::badge_first(station);
    }
    enter_task(station, Task::Desk(screen));
}

/// Opens a screen of the menu, with its rows as they are now.
fn open_filled(station: &mut Station, screen: StoreDesk, world: World<'_>) {
    let screen = match screen {
        StoreDesk::Idle(IdleRows::Expiring(_)) => {
            let until = Day::of_ms(world.now.wall_ms.saturating_add(EXPIRES_DAYS * DAY_MS));
            StoreDesk::Idle(IdleRows::Expiring(idle::expiring(&station.book, until)))
        }
        StoreDesk::Idle(IdleRows::Overstock(_)) => StoreDesk::Idle(IdleRows::Overstock(idle::overstock(&station.book))),
        StoreDesk::Idle(IdleRows::Dead(_)) => {
            station.effects.push(Effect::LookBack(LookBack::LastMoves));
            StoreDesk::Idle(IdleRows::Dead(None))
        }
        other => other,
    };
    open(station, screen);
}

/// What the log said. False when it is of nothing that is on the screen.
pub(in crate::station) fn looked_back(station: &mut Station, told: &LookedBack, world: World<'_>) -> bool {
    let before_ms = world.now.wall_ms.saturating_sub(DEAD_DAYS * DAY_MS);
    match (&mut station.session.task, told) {
        (Task::Desk(StoreDesk::Idle(IdleRows::Dead(rows @ None))), LookedBack::LastMoves(last)) => {
            *rows = Some(idle::dead(&station.book, last, before_ms));
        }
        (
            Task::Desk(StoreDesk::Trace { of, steps: steps @ None, .. }),
            LookedBack::Trace { of: asked, steps: found },
        ) if of == asked => {
            *steps = Some(found.iter().rev().cloned().collect());
        }
        (Task::Desk(_), LookedBack::Failed { why }) => {
            let words = station.words();
            station.tell_bad(words.look_back_failed(why), vec![]);
        }
        _ => return false,
    }
    true
}

/// Where one step back leads.
pub(super) fn back_to(screen: &StoreDesk) -> Task {
    match screen {
        StoreDesk::Menu => Task::Home,
        StoreDesk::Order { .. } => Task::Desk(StoreDesk::Orders),
        StoreDesk::Fault(draft) => {
            Task::Receive { note: draft.note.clone(), order: draft.order.clone(), began: draft.began }
        }
        StoreDesk::Alerts
        | StoreDesk::Suggestions
        | StoreDesk::Orders
        | StoreDesk::Claims
        | StoreDesk::Specials
        | StoreDesk::Idle(_)
        | StoreDesk::HandOver => Task::Desk(StoreDesk::Menu),
        StoreDesk::Trace { back, .. } => (**back).clone(),
    }
}

/// Whether a digit chooses at once.
pub(super) fn picks(station: &Station) -> bool {
    match &station.session.task {
        Task::Desk(StoreDesk::Menu) => true,
        Task::Desk(StoreDesk::Fault(draft)) => draft.kind.is_none(),
        _ => false,
    }
}

pub(super) fn pick(station: &mut Station, letter: char, world: World<'_>) {
    let nth = letter.to_digit(10).and_then(|nth| usize::try_from(nth).ok()).and_then(|nth| nth.checked_sub(1));
    match &mut station.session.task {
        Task::Desk(StoreDesk::Menu) => {
            if let Some(screen) = nth.and_then(|nth| StoreDesk::MENU.into_iter().nth(nth)) {
                open_filled(station, screen, world);
            }
        }
        Task::Desk(StoreDesk::Fault(draft)) => {
            if let Some(kind) = nth.and_then(|nth| FaultKind::ALL.get(nth)) {
                draft.kind = Some(*kind);
            }
        }
        _ => {}
    }
}

/// Typed text on a screen that takes some: the quantity and the photograph of a fault.
pub(super) fn typed(station: &mut Station, text: &str) -> bool {
    let Task::Desk(StoreDesk::Fault(draft)) = &mut station.session.task else { return false };
    match short_number(text).filter(|qty| qty.is_positive()) {
        Some(qty) => draft.qty = qty,
        None => draft.photo = text.to_owned(),
    }
    true
}

/// Enter without text, or SELECT: acts on the selected row.
pub(super) fn enter(station: &mut Station, screen: StoreDesk, cause: &Cause, world: World<'_>) {
    let at = station.session.selected;
    match screen {
        StoreDesk::Menu => {
            if let Some(screen) = StoreDesk::MENU.into_iter().nth(at) {
                open_filled(station, screen, world);
            }
        }
        StoreDesk::Idle(rows) => {
            if let Some(part) = rows.part(at).cloned() {
                look_up::show(station, &part);
            }
        }
        StoreDesk::Alerts => {
            let chosen = station.low.all().get(at).map(|one| (*one).clone());
            if let Some(one) = chosen {
                let (part, unit, suggested) = (one.level.part.clone(), one.level.unit, one.suggested());
                station.ask(Asked::Desk(StoreQuestion::Alert { part, unit, suggested }));
            }
        }
        StoreDesk::Suggestions => {
            let rows = suggestions(station);
            if let Some(one) = rows.get(at) {
                let supplier = one.level.supplier.clone();
                let lines = rows.iter().filter(|row| row.level.supplier == supplier).count();
                station.ask(Asked::Desk(StoreQuestion::Raise { supplier, lines }));
            }
        }
        StoreDesk::Orders => {
            if let Some(order) = orders(station).get(at).map(|order| order.no.clone()) {
                open(station, StoreDesk::Order { order });
            }
        }
        StoreDesk::Order { order } => order_entered(station, order, at),
        StoreDesk::Claims => {
            let chosen = station.book.claims().nth(at).map(|(fault, claim)| (fault, claim.fault.part.clone()));
            if let Some((fault, part)) = chosen {
                station.ask(Asked::Desk(StoreQuestion::Claim { fault, part }));
            }
        }
        StoreDesk::Fault(draft) => report(station, *draft, cause, world),
        StoreDesk::Trace { of, steps, .. } => {
            // Of a vehicle's list one part is looked at; of a part's own it is known.
            let step = steps.as_ref().and_then(|steps| steps.get(at)).filter(|_| of.part.is_none());
            if let Some(part) = step.map(|step| step.moved.stock.part.clone()) {
                look_up::show(station, &part);
            }
        }
        StoreDesk::Specials | StoreDesk::HandOver => {}
    }
}

/// The first row is the order itself, the others are its lines.
fn order_entered(station: &mut Station, order: OrderNo, at: usize) {
    let Some(known) = station.book.order_ref(&order) else { return };
    let line = at.checked_sub(1).and_then(|at| known.lines.get(at));
    let asked = match line.map(|line| (line.no, line.part.clone())) {
        Some((line, part)) => StoreQuestion::Expected { order, line, part },
        None => StoreQuestion::Order { order },
    };
    station.ask(Asked::Desk(asked));
}

/// What is to be ordered, by supplier and part.
pub(in crate::station) fn suggestions(station: &Station) -> Vec<Standing> {
    let mut rows: Vec<Standing> =
        station.low.all().into_iter().filter(|one| one.suggested().is_positive()).cloned().collect();
    rows.sort_by(|a, b| (&a.level.supplier, &a.level.part).cmp(&(&b.level.supplier, &b.level.part)));
    rows
}

/// The orders of which something is open, those that are longest expected first.
pub(in crate::station) fn orders(station: &Station) -> Vec<&Order> {
    let mut orders = station.book.orders();
    orders.retain(|order| !order.closed);
    orders.sort_by_key(|order| (order.state() == OrderState::Received, order.made_ms, order.no.clone()));
    orders
}

/// An answer by its number.
pub(super) fn answer(station: &mut Station, question: StoreQuestion, nth: usize, cause: &Cause, world: World<'_>) {
    let wish = |station: &mut Station, supply| {
        station.submit(Command::Supply(Box::new(supply)), Wish::new(cause), world);
    };
    match question {
        StoreQuestion::Alert { part, suggested, .. } => match nth {
            1 => wish(station, Supply::SeeAlert { part, snooze_days: None }),
            2 => wish(station, Supply::SeeAlert { part, snooze_days: Some(1) }),
            3 => wish(station, Supply::SeeAlert { part, snooze_days: Some(7) }),
            4 if suggested.is_positive() => {
                let supply = order_one(station, &part, suggested, world);
                wish(station, supply);
            }
            5 => look_up::show(station, &part),
            _ => {}
        },
        StoreQuestion::Order { order } => match nth {
            1 => receive::begin_order(station, &order),
            2 => wish(station, Supply::SendOrder(order)),
            3 => wish(station, Supply::CloseOrder(order)),
            _ => {}
        },
        StoreQuestion::Expected { order, line, .. } if nth == 6 => begin_short(station, (order, line)),
        StoreQuestion::Expected { order, line, .. } => {
            let days = [Some(1), Some(3), Some(7), Some(14), None].get(nth.wrapping_sub(1)).copied();
            if let Some(days) = days {
                let expected_ms = days.map(|days: i64| world.now.wall_ms + days * DAY_MS);
                wish(station, Supply::ExpectLine { order, line, expected_ms });
            }
        }
        StoreQuestion::Claim { fault, .. } => {
            if let Some(outcome) = Outcome::ALL.get(nth.wrapping_sub(1)) {
                wish(station, Supply::SettleFault { fault, outcome: *outcome });
            }
        }
        StoreQuestion::Raise { supplier, .. } if nth == 1 => {
            let rows = suggestions(station).into_iter().filter(|row| row.level.supplier == supplier);
            let lines = rows.map(|row| NewOrderLine {
                part: row.level.part.clone(),
                qty: row.suggested(),
                expected_ms: expected(&row, world),
                job: None,
            });
            let lines = lines.collect();
            let order = order_no(station, world);
            wish(station, Supply::OpenOrder { order, supplier, sent: false, lines });
        }
        StoreQuestion::Raise { .. } => {}
    }
}

/// When a part is to come that is ordered now.
fn expected(one: &Standing, world: World<'_>) -> Option<i64> {
    let days = i64::from(one.level.lead_days);
    (days > 0).then_some(world.now.wall_ms + days * DAY_MS)
}

/// Puts a part on the draft at its supplier, or on a new one.
fn order_one(station: &Station, part: &PartNo, qty: Qty, world: World<'_>) -> Supply {
    let known = station.low.all().into_iter().find(|one| one.level.part == *part);
    let supplier = known.map(|one| one.level.supplier.clone()).unwrap_or_default();
    let expected_ms = known.and_then(|one| expected(one, world));
    let line = NewOrderLine { part: part.clone(), qty, expected_ms, job: None };
    let draft =
        orders(station).into_iter().find(|order| order.state() == OrderState::Draft && order.supplier == supplier);
    match draft {
        Some(draft) => Supply::AddOrderLine { order: draft.no.clone(), line },
        None => Supply::OpenOrder { order: order_no(station, world), supplier, sent: false, lines: vec![line] },
    }
}

/// A number that no other kiosk gives: the device and the second, in base 36.
fn order_no(station: &Station, world: World<'_>) -> OrderNo {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut left = u64::try_from(world.now.wall_ms / 1000).unwrap_or(0);
    let mut text = String::new();
    while left > 0 {
        text.insert(0, char::from(DIGITS[usize::try_from(left % 36).unwrap_or(0)]));
        left /= 36;
    }
    let device = station.settings.device.unwrap_or(0);
    OrderNo::new(&format!("PO{device}-{text}")).unwrap_or_else(|_| OrderNo::lowest())
}

/// Whether RETURN means that something is wrong with what just came.
pub(super) fn finds_fault(station: &Station) -> bool {
    matches!(station.session.task, Task::Receive { .. }) && station.session.came_last().is_some()
}

/// Something is wrong with the line that came last.
pub(super) fn begin_fault(station: &mut Station, world: World<'_>) {
    let Task::Receive { note, order, began } = station.session.task.clone() else { return };
    let Some((record, line)) = station.session.came_last() else { return };
    // Without a number of an order it was counted on the only one that waits for it.
    let counted = station.book.record(&record).and_then(|record| {
        record.entry.events.iter().find_map(|event| match event {
            Event::OrderReceived { order, .. } => Some(order.clone()),
            _ => None,
        })
    });
    let (order, stock) = (order.or(counted), line.stock.clone());
    let unit = world.catalogue.part(&stock.part).map_or(line.unit, |part| part.unit);
    let bin = if let Place::Bin(bin) = &line.to { Some(bin.clone()) } else { None };
    let item = Item { lot: stock.lot, serial: stock.serial, ..Item::of(stock.part) };
    let draft = FaultDraft { kind: None, item, unit, qty: Qty::ONE, note, order, bin, photo: String::new(), began };
    enter_task(station, Task::Desk(StoreDesk::Fault(Box::new(draft))));
}

/// A line of an order did not come with the delivery, or not all of it.
fn begin_short(station: &mut Station, (order, line): (OrderNo, LineNo)) {
    let Some(known) = station.book.order_ref(&order).and_then(|order| order.line(line)) else { return };
    let (item, unit, qty) = (Item::of(known.part.clone()), known.unit, known.open().max(Qty::ONE));
    let (kind, note, bin, began) = (Some(FaultKind::Short), None, None, station.session.acts.len());
    let draft = FaultDraft { kind, item, unit, qty, note, order: Some(order), bin, photo: String::new(), began };
    enter_task(station, Task::Desk(StoreDesk::Fault(Box::new(draft))));
}

/// Writes the fault down, once it is known what it is.
pub(super) fn report(station: &mut Station, draft: FaultDraft, cause: &Cause, world: World<'_>) {
    let Some(kind) = draft.kind else {
        let words = station.words();
        return station.tell_bad(words.fault_which(), vec![words.nothing_changed()]);
    };
    let FaultDraft { item, qty, note, order, bin, photo, .. } = draft;
    let supply = Supply::ReportFault { kind, item, qty, note, order, bin, photo };
    station.submit(Command::Supply(Box::new(supply)), Wish::new(cause), world);
}

/// The record is on disk: the screen goes on from there.
pub(in crate::station) fn saved(station: &mut Station, recorded: &Recorded) {
    let Task::Desk(screen) = station.session.task.clone() else { return };
    let to = match screen {
        StoreDesk::Fault(_) => back_to(&screen),
        StoreDesk::Suggestions => match opened(recorded) {
            Some(order) => Task::Desk(StoreDesk::Order { order }),
            None => return,
        },
        StoreDesk::Order { order } if station.book.order_ref(&order).is_none_or(|order| order.closed) => {
            Task::Desk(StoreDesk::Orders)
        }
        _ => return,
    };
    station.go(to);
}

fn opened(recorded: &Recorded) -> Option<OrderNo> {
    recorded.entry.events.iter().find_map(|event| match event {
        Event::OrderOpened { order, .. } => Some(order.clone()),
        _ => None,
    })
}
