//! Events in JSON: `type` is the event's name, the other fields are those of docs/tools.md.

use serde::Serialize;

use super::job_events;
use super::json::{ChecksJson, JobOpenedJson, MoveJson, SentJson, ShareJson, StockMovedJson, TextJson, badge, time};
use super::supply_events::SupplyEventJson;
use crate::domain::attendance::MarkKind;
use crate::domain::event::Event;
use crate::domain::person::Tongue;

/// One fact of a log line.
#[derive(Debug, Serialize)]
#[serde(tag = "type")]
pub(super) enum EventJson<'a> {
    PersonAdded {
        person: &'a str,
        name: TextJson<'a>,
        role: &'static str,
    },
    CertificateHeld {
        person: &'a str,
        skill: &'a str,
        until: Option<String>,
    },
    BadgeAssigned {
        badge: String,
        person: &'a str,
        until: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        form_of: Option<String>,
    },
    BadgeRevoked {
        badge: String,
        person: &'a str,
    },
    BadgeRefused {
        badge: String,
        person: &'a str,
        why: &'static str,
    },
    ProfileSet {
        person: &'a str,
        rights: Vec<&'static str>,
        language: Option<&'static str>,
        shift: &'a str,
        left: bool,
    },
    /// Its hash is in no output.
    PinSet {
        person: &'a str,
    },
    PinRejected {
        person: &'a str,
        tries: u32,
    },
    TimeMarked {
        person: &'a str,
        mark: &'static str,
    },
    TimeEntered {
        person: &'a str,
        job: Option<&'a str>,
        operation: Option<u16>,
        activity: Option<&'static str>,
        start: String,
        end: String,
    },
    TimeCorrected {
        person: &'a str,
        punch: String,
        start: Option<String>,
        end: Option<String>,
    },
    TimeConfirmed {
        person: &'a str,
        punch: String,
    },
    ShiftSet {
        shift: &'a str,
    },
    ClockLearnt {
        booted: String,
        people: Vec<&'a str>,
        jobs: Vec<&'a str>,
    },
    JobOpened(Box<JobOpenedJson<'a>>),
    OperationAdded {
        job: &'a str,
        operation: u16,
        title: TextJson<'a>,
        hours: i64,
        checks: ChecksJson,
        technicians: Vec<ShareJson<'a>>,
    },
    LineAdded {
        job: &'a str,
        line: u16,
        operation: Option<u16>,
        part: &'a str,
        qty: i64,
        unit: &'static str,
        payer: &'static str,
        approved: bool,
    },
    JobStateChanged {
        job: &'a str,
        from: &'static str,
        to: &'static str,
    },
    StockMoved(Box<StockMovedJson<'a>>),
    ReceiptSigned {
        job: &'a str,
        receiver: &'a str,
        moves: Vec<MoveJson>,
    },
    ReceiptWithdrawn {
        job: &'a str,
        moves: Vec<MoveJson>,
    },
    PartFitted {
        job: &'a str,
        line: u16,
        qty: i64,
        by: &'a str,
    },
    DiscrepancyRaised {
        part: &'a str,
        place: String,
        short: i64,
    },
    DiscrepancyClosed {
        part: &'a str,
        place: String,
    },
    MovesExplained {
        reason: &'static str,
    },
    TimeStated {
        at: String,
    },
    LotExpires {
        part: &'a str,
        lot: &'a str,
        expires: String,
    },
    LineStaged {
        job: &'a str,
        line: u16,
        tote: &'a str,
        qty: i64,
    },
    SalePaid {
        sale: &'a str,
        slip: Option<&'a str>,
    },
    SaleCollected {
        sale: &'a str,
        collected: bool,
    },
    OldPartKept {
        tag: &'a str,
        job: &'a str,
        vin: &'a str,
        odometer: Option<u32>,
        part: &'a str,
        qty: i64,
        unit: &'static str,
        fault: &'static str,
        until: String,
    },
    OldPartGone {
        tag: &'a str,
        undone: bool,
    },
    OldPartWaived {
        job: &'a str,
        part: &'a str,
        qty: i64,
        unit: &'static str,
        reason: &'static str,
    },
    OldPartsAnswered {
        job: &'a str,
        wanted: Option<bool>,
    },
    AllocationReleased {
        job: &'a str,
        released: bool,
    },
    ShipmentSent {
        shipment: &'a str,
        to: &'a str,
    },
    ShipmentAnnounced {
        shipment: &'a str,
        from: &'a str,
        sheet: u16,
        sheets: u16,
        lines: Vec<SentJson<'a>>,
    },
    ShipmentDiffered {
        shipment: &'a str,
        part: &'a str,
        qty: i64,
        unit: &'static str,
        reason: &'static str,
    },
    ShipmentClosed {
        shipment: &'a str,
    },
    WorkStarted {
        person: &'a str,
        job: &'a str,
        operation: u16,
    },
    WorkPaused {
        person: &'a str,
        job: &'a str,
        operation: u16,
        reason: &'static str,
    },
    WorkFinished {
        person: &'a str,
        job: &'a str,
        operation: u16,
    },
    PunchVoided {
        person: &'a str,
        job: &'a str,
        operation: u16,
        punch: String,
    },
    OperationChecked {
        job: &'a str,
        operation: u16,
        level: &'static str,
        by: &'a str,
    },
    CheckWithdrawn {
        job: &'a str,
        operation: u16,
        level: &'static str,
    },
    CodeTaught {
        code: &'a str,
        part: &'a str,
        unit: &'static str,
        qty: i64,
    },
    CodeForgotten {
        code: &'a str,
        part: &'a str,
        taught: String,
    },
    CabinetOpened {
        cabinet: &'a str,
        by: &'a str,
    },
    ConsoleUsed {
        by: &'a str,
        drives: bool,
        began: bool,
    },
    RecordsLost {
        epoch: u32,
        first: u64,
        last: u64,
    },
    RecordReversed {
        record: String,
    },
    Unknown {
        kind: u32,
    },
    #[serde(untagged)]
    Job(serde_json::Value),
    /// Of levels, alerts, orders and claims.
    #[serde(untagged)]
    Supply(Box<SupplyEventJson<'a>>),
}

impl<'a> From<&'a Event> for EventJson<'a> {
    #[expect(clippy::too_many_lines, reason = "one arm a kind, and none of them does anything")]
    fn from(event: &'a Event) -> Self {
        match event {
            Event::PersonAdded { person, name, role } => {
                EventJson::PersonAdded { person: person.as_str(), name: name.into(), role: role.code() }
            }
            Event::BadgeAssigned { badge: hash, person, until_ms, form_of } => EventJson::BadgeAssigned {
                badge: badge(hash),
                person: person.as_str(),
                until: until_ms.map(time),
                form_of: form_of.as_ref().map(badge),
            },
            Event::BadgeRevoked { badge: hash, person } => {
                EventJson::BadgeRevoked { badge: badge(hash), person: person.as_str() }
            }
            Event::BadgeRefused { badge: hash, person, why } => {
                EventJson::BadgeRefused { badge: badge(hash), person: person.as_str(), why: why.code() }
            }
            Event::ProfileSet { person, profile } => EventJson::ProfileSet {
                person: person.as_str(),
                rights: profile.rights.iter().map(|right| right.code()).collect(),
                language: profile.language.map(Tongue::code),
                shift: &profile.shift,
                left: profile.left,
            },
            Event::PinSet { person, .. } => EventJson::PinSet { person: person.as_str() },
            Event::TimeMarked { person, mark } => EventJson::TimeMarked { person: person.as_str(), mark: mark.code() },
            Event::TimeEntered { person, job, op, activity, from_ms, to_ms } => EventJson::TimeEntered {
                person: person.as_str(),
                job: job.as_ref().map(|job| job.as_str()),
                operation: op.map(|op| op.0),
                activity: activity.map(MarkKind::code),
                start: time(*from_ms),
                end: time(*to_ms),
            },
            Event::TimeCorrected { person, punch, start_ms, end_ms } => EventJson::TimeCorrected {
                person: person.as_str(),
                punch: punch.to_string(),
                start: start_ms.map(time),
                end: end_ms.map(time),
            },
            Event::TimeConfirmed { person, punch } => {
                EventJson::TimeConfirmed { person: person.as_str(), punch: punch.to_string() }
            }
            Event::ShiftSet { shift } => EventJson::ShiftSet { shift: &shift.name },
            Event::ClockLearnt { wall_at_boot_ms, people, jobs, .. } => EventJson::ClockLearnt {
                booted: time(*wall_at_boot_ms),
                people: people.iter().map(|person| person.as_str()).collect(),
                jobs: jobs.iter().map(|job| job.as_str()).collect(),
            },
            Event::PinRejected { person, tries } => EventJson::PinRejected { person: person.as_str(), tries: *tries },
            Event::JobOpened(opened) => EventJson::JobOpened(Box::new((&**opened).into())),
            Event::OperationAdded { job, op, title, hours, checks, shares } => EventJson::OperationAdded {
                job: job.as_str(),
                operation: op.0,
                title: title.into(),
                hours: hours.0,
                checks: checks.into(),
                technicians: shares.iter().map(ShareJson::from).collect(),
            },
            Event::LineAdded { job, line, op, part, unit, qty, payer, approved } => EventJson::LineAdded {
                job: job.as_str(),
                line: line.0,
                operation: op.map(|op| op.0),
                part: part.as_str(),
                qty: qty.0,
                unit: unit.code(),
                payer: payer.code(),
                approved: *approved,
            },
            Event::JobStateChanged { job, from, to } => {
                EventJson::JobStateChanged { job: job.as_str(), from: from.code(), to: to.code() }
            }
            Event::StockMoved(moved) => EventJson::StockMoved(Box::new((&**moved).into())),
            Event::ReceiptSigned { job, receiver, moves } => EventJson::ReceiptSigned {
                job: job.as_str(),
                receiver: receiver.as_str(),
                moves: moves.iter().map(MoveJson::from).collect(),
            },
            Event::ReceiptWithdrawn { job, moves } => {
                EventJson::ReceiptWithdrawn { job: job.as_str(), moves: moves.iter().map(MoveJson::from).collect() }
            }
            Event::PartFitted { job, line, qty, by } => {
                EventJson::PartFitted { job: job.as_str(), line: line.0, qty: qty.0, by: by.as_str() }
            }
            Event::DiscrepancyRaised { part, place, short } => {
                EventJson::DiscrepancyRaised { part: part.as_str(), place: place.to_string(), short: short.0 }
            }
            Event::DiscrepancyClosed { part, place } => {
                EventJson::DiscrepancyClosed { part: part.as_str(), place: place.to_string() }
            }
            Event::MovesExplained { reason } => EventJson::MovesExplained { reason: reason.code() },
            Event::TimeStated { at_ms } => EventJson::TimeStated { at: time(*at_ms) },
            Event::LotExpires { part, lot, expires } => {
                EventJson::LotExpires { part: part.as_str(), lot: lot.as_str(), expires: expires.to_string() }
            }
            Event::LineStaged { job, line, tote, qty } => {
                EventJson::LineStaged { job: job.as_str(), line: line.0, tote: tote.as_str(), qty: qty.0 }
            }
            Event::SalePaid { sale, slip } => {
                EventJson::SalePaid { sale: sale.as_str(), slip: slip.as_ref().map(|slip| slip.as_str()) }
            }
            Event::SaleCollected { sale, collected } => {
                EventJson::SaleCollected { sale: sale.as_str(), collected: *collected }
            }
            Event::OldPartKept(kept) => EventJson::OldPartKept {
                tag: kept.tag.as_str(),
                job: kept.job.as_str(),
                vin: &kept.vin,
                odometer: kept.odometer,
                part: kept.part.as_str(),
                qty: kept.qty.0,
                unit: kept.unit.code(),
                fault: kept.fault.code(),
                until: time(kept.until_ms),
            },
            Event::OldPartGone { tag, undone } => EventJson::OldPartGone { tag: tag.as_str(), undone: *undone },
            Event::OldPartWaived { job, part, unit, qty, reason } => EventJson::OldPartWaived {
                job: job.as_str(),
                part: part.as_str(),
                qty: qty.0,
                unit: unit.code(),
                reason: reason.code(),
            },
            Event::OldPartsAnswered { job, wanted } => {
                EventJson::OldPartsAnswered { job: job.as_str(), wanted: *wanted }
            }
            Event::AllocationReleased { job, released } => {
                EventJson::AllocationReleased { job: job.as_str(), released: *released }
            }
            Event::ShipmentSent { shipment, to } => {
                EventJson::ShipmentSent { shipment: shipment.as_str(), to: to.as_str() }
            }
            Event::ShipmentAnnounced(papers) => EventJson::ShipmentAnnounced {
                shipment: papers.shipment.as_str(),
                from: papers.from.as_str(),
                sheet: papers.sheet,
                sheets: papers.sheets,
                lines: papers.lines.iter().map(SentJson::of).collect(),
            },
            Event::ShipmentDiffered { shipment, stock, unit, qty, reason } => EventJson::ShipmentDiffered {
                shipment: shipment.as_str(),
                part: stock.part.as_str(),
                qty: qty.0,
                unit: unit.code(),
                reason: reason.code(),
            },
            Event::ShipmentClosed { shipment } => EventJson::ShipmentClosed { shipment: shipment.as_str() },
            Event::WorkStarted { person, job, op } => {
                EventJson::WorkStarted { person: person.as_str(), job: job.as_str(), operation: op.0 }
            }
            Event::WorkPaused { person, job, op, reason } => EventJson::WorkPaused {
                person: person.as_str(),
                job: job.as_str(),
                operation: op.0,
                reason: reason.code(),
            },
            Event::WorkFinished { person, job, op } => {
                EventJson::WorkFinished { person: person.as_str(), job: job.as_str(), operation: op.0 }
            }
            Event::PunchVoided { person, job, op, punch } => EventJson::PunchVoided {
                person: person.as_str(),
                job: job.as_str(),
                operation: op.0,
                punch: punch.to_string(),
            },
            Event::OperationChecked { job, op, level, by } => {
                EventJson::OperationChecked { job: job.as_str(), operation: op.0, level: level.code(), by: by.as_str() }
            }
            Event::CheckWithdrawn { job, op, level } => {
                EventJson::CheckWithdrawn { job: job.as_str(), operation: op.0, level: level.code() }
            }
            Event::CertificateHeld { person, skill, until_ms } => {
                EventJson::CertificateHeld { person: person.as_str(), skill, until: until_ms.map(super::json::time) }
            }
            Event::Job(told) => EventJson::Job(job_events::of(told)),
            Event::Count(told) => EventJson::Job(super::count_events::of(told)),
            Event::CodeTaught { code, part, unit, qty } => {
                EventJson::CodeTaught { code, part: part.as_str(), unit: unit.code(), qty: qty.0 }
            }
            Event::CodeForgotten { code, part, taught } => {
                EventJson::CodeForgotten { code, part: part.as_str(), taught: taught.to_string() }
            }
            Event::CabinetOpened { cabinet, by } => {
                EventJson::CabinetOpened { cabinet: cabinet.as_str(), by: by.as_str() }
            }
            Event::RecordsLost { epoch, first, last } => {
                EventJson::RecordsLost { epoch: *epoch, first: *first, last: *last }
            }
            Event::ConsoleUsed { by, drives, began } => EventJson::ConsoleUsed { by, drives: *drives, began: *began },
            Event::LevelSet(_)
            | Event::AlertRaised { .. }
            | Event::AlertClosed { .. }
            | Event::AlertSeen { .. }
            | Event::OrderOpened { .. }
            | Event::OrderLineAdded { .. }
            | Event::OrderSent { .. }
            | Event::OrderClosed { .. }
            | Event::OrderExpected { .. }
            | Event::OrderReceived { .. }
            | Event::SpecialTaken { .. }
            | Event::DeliveryFaultFound(_)
            | Event::FaultSettled { .. }
            | Event::TagsTaken { .. }
            | Event::PeriodClosed { .. } => EventJson::Supply(Box::new(event.into())),
            Event::RecordReversed { record } => EventJson::RecordReversed { record: record.to_string() },
            Event::Unknown { kind } => EventJson::Unknown { kind: *kind },
        }
    }
}
