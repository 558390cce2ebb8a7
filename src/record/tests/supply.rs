//! Facts of levels, alerts, orders and claims to be encoded.

use super::samples::{job, part, person};
use crate::domain::event::Event;
use crate::domain::fault::{DeliveryFault, FaultKind, Outcome};
use crate::domain::ids::{LineNo, NoteNo, OrderNo, RecordName, RfTag};
use crate::domain::level::{AbcClass, Basis, Level};
use crate::domain::qty::{Qty, Unit};

pub(super) fn order() -> OrderNo {
    OrderNo::new("PO-77812").expect("an order")
}

fn full_level() -> Level {
    Level {
        part: part("04E115561H"),
        unit: Unit::Piece,
        safety: Qty(4000),
        reorder_point: Qty(9000),
        max: Qty(24_000),
        pack: Qty(6000),
        lead_days: 3,
        supplier: "FAW-VW Parts".into(),
        class: Some(AbcClass::B),
        basis: Some(Basis { z: 1645, days: 90, mean: 1200, sd: 800, lead: 3000, sd_lead: 500 }),
    }
}

fn least_level() -> Level {
    let (part, supplier) = (part("OIL"), String::new());
    let zero = Qty::ZERO;
    let unit = Unit::Litre;
    Level {
        part,
        unit,
        safety: zero,
        reorder_point: zero,
        max: zero,
        pack: zero,
        lead_days: 0,
        supplier,
        class: None,
        basis: None,
    }
}

fn fault(full: bool) -> DeliveryFault {
    DeliveryFault {
        kind: FaultKind::Damaged,
        part: part("OIL"),
        unit: Unit::Litre,
        qty: Qty(1000),
        note: NoteNo::new("DN-1").ok().filter(|_| full),
        order: full.then(order),
        line: full.then_some(LineNo(2)),
        deadline_ms: 1_767_830_400_000,
        photo: if full { "IMG_0042".into() } else { String::new() },
    }
}

pub(super) fn all() -> Vec<(&'static str, Event)> {
    let line = |expected_ms, job| Event::OrderLineAdded {
        order: order(),
        line: LineNo(2),
        part: part("OIL"),
        unit: Unit::Litre,
        qty: Qty(60_000),
        expected_ms,
        job,
    };
    let (by, ms) = (person("p-li"), Some(1_767_830_400_000));
    let expected = |expected_ms| Event::OrderExpected { order: order(), line: LineNo(2), expected_ms };
    let taken = |qty| Event::SpecialTaken { order: order(), line: LineNo(2), qty };
    vec![
        ("115-level-set-full", Event::LevelSet(Box::new(full_level()))),
        ("115-level-set-least", Event::LevelSet(Box::new(least_level()))),
        ("116-alert-raised", Event::AlertRaised { part: part("OIL"), position: Qty(-500), available: Qty(2000) }),
        ("117-alert-closed", Event::AlertClosed { part: part("OIL") }),
        ("118-alert-seen-full", Event::AlertSeen { part: part("OIL"), by: by.clone(), until_ms: ms }),
        ("118-alert-seen-least", Event::AlertSeen { part: part("OIL"), by, until_ms: None }),
        ("119-order-opened", Event::OrderOpened { order: order(), supplier: "Jida".into() }),
        ("120-order-line-added-full", line(ms, Some(job("4711")))),
        ("120-order-line-added-least", line(None, None)),
        ("121-order-sent", Event::OrderSent { order: order() }),
        ("122-order-closed", Event::OrderClosed { order: order() }),
        ("123-order-expected-full", expected(ms)),
        ("123-order-expected-least", expected(None)),
        ("124-order-received", Event::OrderReceived { order: order(), line: LineNo(2), qty: Qty(5000) }),
        ("125-special-taken", taken(Qty(-1000))),
        ("126-delivery-fault-found-full", Event::DeliveryFaultFound(Box::new(fault(true)))),
        ("126-delivery-fault-found-least", Event::DeliveryFaultFound(Box::new(fault(false)))),
        ("127-fault-settled", settled(Outcome::Replaced)),
        ("150-tags-taken", tags_taken(true)),
        ("150-tags-taken-back", tags_taken(false)),
        ("129-period-closed", Event::PeriodClosed { until_ms: 1_767_830_400_000 }),
    ]
}

pub(super) fn tag() -> RfTag {
    RfTag::new("3034F4A6E4249E0000000007").expect("a tag")
}

fn tags_taken(taken: bool) -> Event {
    Event::TagsTaken { part: part("OIL"), tags: vec![tag()], gone: !taken }
}

fn settled(outcome: Outcome) -> Event {
    Event::FaultSettled { fault: RecordName([0xdf; 16]), outcome }
}

/// Every choice: their numbers never change.
pub(super) fn choices() -> Vec<Event> {
    let mut all: Vec<Event> = Outcome::ALL.map(settled).to_vec();
    all.extend(FaultKind::ALL.map(|kind| Event::DeliveryFaultFound(Box::new(DeliveryFault { kind, ..fault(false) }))));
    let class = |class| Event::LevelSet(Box::new(Level { class: Some(class), ..least_level() }));
    all.extend(AbcClass::ALL.map(class));
    all
}
