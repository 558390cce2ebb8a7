//! Events of levels, alerts, orders and claims: in JSON, and in a few words.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "`events.rs` and `log.rs` name every event; here are those of supply"
)]

use serde::Serialize;

use super::json::time;
use crate::domain::event::Event;
use crate::domain::fault::DeliveryFault;
use crate::domain::level::Level;

/// One fact of supply.
#[derive(Debug, Serialize)]
#[serde(tag = "type")]
pub(super) enum SupplyEventJson<'a> {
    LevelSet(LevelJson<'a>),
    AlertRaised {
        part: &'a str,
        position: i64,
        available: i64,
    },
    AlertClosed {
        part: &'a str,
    },
    AlertSeen {
        part: &'a str,
        by: &'a str,
        until: Option<String>,
    },
    OrderOpened {
        order: &'a str,
        supplier: &'a str,
    },
    OrderLineAdded {
        order: &'a str,
        line: u16,
        part: &'a str,
        qty: i64,
        unit: &'static str,
        expected: Option<String>,
        job: Option<&'a str>,
    },
    OrderSent {
        order: &'a str,
    },
    OrderClosed {
        order: &'a str,
    },
    OrderExpected {
        order: &'a str,
        line: u16,
        expected: Option<String>,
    },
    OrderReceived {
        order: &'a str,
        line: u16,
        qty: i64,
    },
    SpecialTaken {
        order: &'a str,
        line: u16,
        qty: i64,
    },
    DeliveryFaultFound(FaultJson<'a>),
    FaultSettled {
        fault: String,
        outcome: &'static str,
    },
    TagsTaken {
        part: &'a str,
        tags: Vec<&'a str>,
        gone: bool,
    },
    PeriodClosed {
        until: String,
    },
    /// No fact of supply.
    Other,
}

/// The levels of a part.
#[derive(Debug, Serialize)]
pub(super) struct LevelJson<'a> {
    part: &'a str,
    unit: &'static str,
    safety: i64,
    reorder_point: i64,
    max: i64,
    pack: i64,
    lead_days: u16,
    supplier: &'a str,
    class: Option<&'static str>,
}

/// What was wrong with a delivery.
#[derive(Debug, Serialize)]
pub(super) struct FaultJson<'a> {
    kind: &'static str,
    part: &'a str,
    qty: i64,
    unit: &'static str,
    note: Option<&'a str>,
    order: Option<&'a str>,
    line: Option<u16>,
    deadline: String,
    photo: &'a str,
}

impl<'a> From<&'a Level> for LevelJson<'a> {
    fn from(level: &'a Level) -> Self {
        LevelJson {
            part: level.part.as_str(),
            unit: level.unit.code(),
            safety: level.safety.0,
            reorder_point: level.reorder_point.0,
            max: level.max.0,
            pack: level.pack.0,
            lead_days: level.lead_days,
            supplier: &level.supplier,
            class: level.class.map(|class| class.code()),
        }
    }
}

impl<'a> From<&'a DeliveryFault> for FaultJson<'a> {
    fn from(fault: &'a DeliveryFault) -> Self {
        FaultJson {
            kind: fault.kind.code(),
            part: fault.part.as_str(),
            qty: fault.qty.0,
            unit: fault.unit.code(),
            note: fault.note.as_ref().map(|note| note.as_str()),
            order: fault.order.as_ref().map(|order| order.as_str()),
            line: fault.line.map(|line| line.0),
            deadline: time(fault.deadline_ms),
            photo: &fault.photo,
        }
    }
}

impl<'a> From<&'a Event> for SupplyEventJson<'a> {
    fn from(event: &'a Event) -> Self {
        match event {
            Event::LevelSet(level) => SupplyEventJson::LevelSet((&**level).into()),
            Event::AlertRaised { part, position, available } => {
                SupplyEventJson::AlertRaised { part: part.as_str(), position: position.0, available: available.0 }
            }
            Event::AlertClosed { part } => SupplyEventJson::AlertClosed { part: part.as_str() },
            Event::AlertSeen { part, by, until_ms } => {
                SupplyEventJson::AlertSeen { part: part.as_str(), by: by.as_str(), until: until_ms.map(time) }
            }
            Event::DeliveryFaultFound(fault) => SupplyEventJson::DeliveryFaultFound((&**fault).into()),
            Event::FaultSettled { fault, outcome } => {
                SupplyEventJson::FaultSettled { fault: fault.to_string(), outcome: outcome.code() }
            }
            Event::TagsTaken { part, tags, gone } => {
                let tags = tags.iter().map(|tag| tag.as_str()).collect();
                SupplyEventJson::TagsTaken { part: part.as_str(), tags, gone: *gone }
            }
            Event::PeriodClosed { until_ms } => SupplyEventJson::PeriodClosed { until: time(*until_ms) },
            other => of_order(other),
        }
    }
}

fn of_order(event: &Event) -> SupplyEventJson<'_> {
    match event {
        Event::OrderOpened { order, supplier } => SupplyEventJson::OrderOpened { order: order.as_str(), supplier },
        Event::OrderLineAdded { order, line, part, unit, qty, expected_ms, job } => SupplyEventJson::OrderLineAdded {
            order: order.as_str(),
            line: line.0,
            part: part.as_str(),
            qty: qty.0,
            unit: unit.code(),
            expected: expected_ms.map(time),
            job: job.as_ref().map(|job| job.as_str()),
        },
        Event::OrderSent { order } => SupplyEventJson::OrderSent { order: order.as_str() },
        Event::OrderClosed { order } => SupplyEventJson::OrderClosed { order: order.as_str() },
        Event::OrderExpected { order, line, expected_ms } => {
            SupplyEventJson::OrderExpected { order: order.as_str(), line: line.0, expected: expected_ms.map(time) }
        }
        Event::OrderReceived { order, line, qty } => {
            SupplyEventJson::OrderReceived { order: order.as_str(), line: line.0, qty: qty.0 }
        }
        Event::SpecialTaken { order, line, qty } => {
            SupplyEventJson::SpecialTaken { order: order.as_str(), line: line.0, qty: qty.0 }
        }
        _ => SupplyEventJson::Other,
    }
}

/// A fact of supply in a few words.
pub(super) fn fact(event: &Event) -> Option<String> {
    let said = match event {
        Event::LevelSet(level) => {
            format!("{}: safety {}, reorder at {}, up to {}", level.part, level.safety, level.reorder_point, level.max)
        }
        Event::AlertRaised { part, position, available } => {
            format!("{part} low: {available} free, position {position}")
        }
        Event::AlertClosed { part } => format!("{part} is enough again"),
        Event::AlertSeen { part, by, .. } => format!("{by} has seen that {part} is low"),
        Event::OrderOpened { order, supplier } => format!("order {order} at {supplier}"),
        Event::OrderLineAdded { order, part, qty, unit, .. } => format!("{order}: {qty} {} {part}", unit.code()),
        Event::OrderSent { order } => format!("order {order} sent"),
        Event::OrderClosed { order } => format!("order {order} closed"),
        Event::OrderReceived { order, line, qty } => format!("{qty} for {order}, line {line}"),
        Event::SpecialTaken { order, line, qty } => format!("{qty} of {order}, line {line}, is with its job"),
        Event::DeliveryFaultFound(fault) => {
            format!("{} {} {} {}", fault.kind.code(), fault.qty, fault.unit.code(), fault.part)
        }
        Event::TagsTaken { part, tags, gone: false } => format!("{} tags of {part}", tags.len()),
        Event::TagsTaken { part, tags, .. } => format!("{} tags of {part} taken back", tags.len()),
        Event::FaultSettled { outcome, .. } => format!("claim {}", outcome.code()),
        _ => return None,
    };
    Some(said)
}

/// The part that a fact of supply is about.
pub(super) fn part_of(event: &Event) -> Option<&str> {
    match event {
        Event::LevelSet(level) => Some(level.part.as_str()),
        Event::DeliveryFaultFound(fault) => Some(fault.part.as_str()),
        Event::AlertRaised { part, .. }
        | Event::AlertClosed { part }
        | Event::AlertSeen { part, .. }
        | Event::TagsTaken { part, .. }
        | Event::OrderLineAdded { part, .. } => Some(part.as_str()),
        _ => None,
    }
}
