//! What `--json` writes: mirrors of the domain's types, so that these lines stay as they are when the domain changes.
//! Quantities are integers in thousandths of `unit`, money integers in minor units, absent values `null`. Each line's
//! fields are listed in docs/tools.md.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::event::{JobOpened, MoveRef, StockMoved};
use crate::domain::ids::BadgeHash;
use crate::domain::job::{Checks, Share, Vehicle};
use crate::domain::person::Bilingual;
use crate::domain::qty::Money;
use crate::domain::shipment::SentLine;

/// A line of `pitbox log`.
#[derive(Debug, Serialize)]
pub(super) struct LogLine<'a> {
    pub(super) id: String,
    pub(super) device: u32,
    pub(super) epoch: u32,
    pub(super) seq: u64,
    pub(super) hash: Option<String>,
    pub(super) time: Option<String>,
    pub(super) trusted: bool,
    pub(super) actor: Option<&'a str>,
    pub(super) approved_by: Option<&'a str>,
    pub(super) command: Option<&'a str>,
    pub(super) events: Vec<super::events::EventJson<'a>>,
    pub(super) mark: &'static str,
}

/// A line of `pitbox stock`.
#[derive(Debug, Serialize)]
pub(super) struct StockLine<'a> {
    pub(super) part: &'a str,
    pub(super) place: String,
    pub(super) lot: Option<&'a str>,
    pub(super) serial: Option<&'a str>,
    pub(super) condition: &'static str,
    pub(super) qty: i64,
    pub(super) unit: &'static str,
    /// The last good day of its lot, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expires: Option<String>,
    /// How much of the part lies above its maximum, at all places together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) overstock: Option<i64>,
    /// When the part last came or went, by a clock that was right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_moved: Option<String>,
}

/// A line of `pitbox jobs`.
#[derive(Debug, Serialize)]
pub(super) struct JobLine<'a> {
    pub(super) job: &'a str,
    pub(super) state: &'static str,
    pub(super) vehicle: VehicleJson<'a>,
    pub(super) operations: Vec<OperationJson<'a>>,
    pub(super) parts: Vec<PartJson<'a>>,
    #[serde(flatten)]
    pub(super) course: super::job_json::CourseJson<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct OperationJson<'a> {
    pub(super) operation: u16,
    pub(super) title: TextJson<'a>,
    pub(super) state: &'static str,
    /// What it waits for.
    pub(super) reason: Option<&'static str>,
    pub(super) hours: i64,
    pub(super) technicians: Vec<ShareJson<'a>>,
    pub(super) checks: ChecksJson,
    pub(super) checked: Vec<CheckedJson<'a>>,
    #[serde(flatten)]
    pub(super) more: super::job_json::OperationCourseJson<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct CheckedJson<'a> {
    pub(super) level: &'static str,
    pub(super) by: &'a str,
}

/// A required part of a job, or with `line` null one that was issued without being required.
#[derive(Debug, Serialize)]
pub(super) struct PartJson<'a> {
    pub(super) line: Option<u16>,
    pub(super) operation: Option<u16>,
    pub(super) part: &'a str,
    pub(super) qty: i64,
    pub(super) issued: i64,
    pub(super) unsigned: i64,
    pub(super) fitted: i64,
    pub(super) unit: &'static str,
    pub(super) payer: Option<&'static str>,
    pub(super) approved: bool,
}

/// A line of `pitbox time`.
#[derive(Debug, Serialize)]
pub(super) struct TimeLine<'a> {
    pub(super) person: &'a str,
    pub(super) kind: &'static str,
    pub(super) job: Option<&'a str>,
    pub(super) operation: Option<u16>,
    pub(super) start: String,
    pub(super) end: Option<String>,
    pub(super) minutes: Option<i64>,
    pub(super) estimated: bool,
    pub(super) activity: Option<&'static str>,
    pub(super) forgotten: bool,
    pub(super) confirmed: bool,
    pub(super) entered: bool,
    pub(super) unattended: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct MoneyJson {
    minor: i64,
    currency: String,
}

#[derive(Debug, Serialize)]
pub(super) struct MoveJson {
    record: String,
    index: u16,
}

#[derive(Debug, Serialize)]
pub(super) struct TextJson<'a> {
    en: &'a str,
    zh: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct ShareJson<'a> {
    person: &'a str,
    lead: bool,
    percent: u8,
}

#[derive(Debug, Serialize)]
pub(super) struct ChecksJson {
    #[serde(rename = "self")]
    own: bool,
    mutual: bool,
    #[serde(rename = "final")]
    last: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct VehicleJson<'a> {
    vin: &'a str,
    plate: &'a str,
    model: &'a str,
    odometer_in: Option<u32>,
    odometer_out: Option<u32>,
}

/// The body of the event `StockMoved`.
#[derive(Debug, Serialize)]
pub(super) struct StockMovedJson<'a> {
    part: &'a str,
    lot: Option<&'a str>,
    serial: Option<&'a str>,
    condition: &'static str,
    owner: &'static str,
    qty: i64,
    unit: &'static str,
    from: String,
    to: String,
    line: Option<u16>,
    payer: Option<&'static str>,
    issuer: Option<&'a str>,
    receiver: Option<&'a str>,
    note: Option<&'a str>,
    cost: Option<MoneyJson>,
    price: Option<MoneyJson>,
    reverses: Option<MoveJson>,
}

/// What was sent of one stock, on the papers of a shipment.
#[derive(Debug, Serialize)]
pub(super) struct SentJson<'a> {
    part: &'a str,
    lot: Option<&'a str>,
    serial: Option<&'a str>,
    condition: &'static str,
    qty: i64,
    unit: &'static str,
}

impl<'a> SentJson<'a> {
    pub(super) fn of(line: &'a SentLine) -> Self {
        let stock = &line.stock;
        SentJson {
            part: stock.part.as_str(),
            lot: stock.lot.as_ref().map(|lot| lot.as_str()),
            serial: stock.serial.as_ref().map(|serial| serial.as_str()),
            condition: stock.condition.code(),
            qty: line.qty.0,
            unit: line.unit.code(),
        }
    }
}

/// The body of the event `JobOpened`. The customer's name and number stay out of it: a log is shown to many.
#[derive(Debug, Serialize)]
pub(super) struct JobOpenedJson<'a> {
    job: &'a str,
    state: &'static str,
    vehicle: VehicleJson<'a>,
    adviser: Option<&'a str>,
    words: &'a str,
    payer: &'static str,
    waits: bool,
    promised: Option<String>,
    bay: Option<&'a str>,
    comeback_of: Option<&'a str>,
}

/// RFC 3339 in UTC with milliseconds; times beyond the year 9999 stay at its end.
pub(super) fn time(ms: i64) -> String {
    let at = Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX });
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

pub(super) fn badge(badge: &BadgeHash) -> String {
    badge.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl From<&MoveRef> for MoveJson {
    fn from(at: &MoveRef) -> Self {
        MoveJson { record: at.record.to_string(), index: at.index }
    }
}

impl From<&Money> for MoneyJson {
    fn from(money: &Money) -> Self {
        MoneyJson { minor: money.minor, currency: money.currency.as_str().to_owned() }
    }
}

impl<'a> From<&'a Bilingual> for TextJson<'a> {
    fn from(text: &'a Bilingual) -> Self {
        TextJson { en: &text.en, zh: &text.zh }
    }
}

impl<'a> From<&'a Share> for ShareJson<'a> {
    fn from(share: &'a Share) -> Self {
        ShareJson { person: share.person.as_str(), lead: share.lead, percent: share.percent }
    }
}

impl From<&Checks> for ChecksJson {
    fn from(checks: &Checks) -> Self {
        ChecksJson { own: checks.own, mutual: checks.mutual, last: checks.last }
    }
}

impl<'a> From<&'a Vehicle> for VehicleJson<'a> {
    fn from(vehicle: &'a Vehicle) -> Self {
        VehicleJson {
            vin: &vehicle.vin,
            plate: &vehicle.plate,
            model: &vehicle.model,
            odometer_in: vehicle.odometer_in,
            odometer_out: vehicle.odometer_out,
        }
    }
}

impl<'a> From<&'a StockMoved> for StockMovedJson<'a> {
    fn from(moved: &'a StockMoved) -> Self {
        let stock = &moved.stock;
        StockMovedJson {
            part: stock.part.as_str(),
            lot: stock.lot.as_ref().map(|lot| lot.as_str()),
            serial: stock.serial.as_ref().map(|serial| serial.as_str()),
            condition: stock.condition.code(),
            owner: match stock.owner {
                crate::domain::stock::Owner::Shop => "shop",
                crate::domain::stock::Owner::Customer => "customer",
            },
            qty: moved.qty.0,
            unit: moved.unit.code(),
            from: moved.from.to_string(),
            to: moved.to.to_string(),
            line: moved.line.map(|line| line.0),
            payer: moved.payer.map(|payer| payer.code()),
            issuer: moved.issuer.as_ref().map(|person| person.as_str()),
            receiver: moved.receiver.as_ref().map(|person| person.as_str()),
            note: moved.note.as_ref().map(|note| note.as_str()),
            cost: moved.cost.as_ref().map(MoneyJson::from),
            price: moved.price.as_ref().map(MoneyJson::from),
            reverses: moved.reverses.as_ref().map(MoveJson::from),
        }
    }
}

impl<'a> From<&'a JobOpened> for JobOpenedJson<'a> {
    fn from(opened: &'a JobOpened) -> Self {
        JobOpenedJson {
            job: opened.job.as_str(),
            state: opened.state.code(),
            vehicle: VehicleJson::from(&opened.vehicle),
            adviser: opened.adviser.as_ref().map(|person| person.as_str()),
            words: &opened.words,
            payer: opened.payer.code(),
            waits: opened.waits,
            promised: opened.promised_ms.map(time),
            bay: opened.bay.as_ref().map(|bay| bay.as_str()),
            comeback_of: opened.comeback_of.as_ref().map(|job| job.as_str()),
        }
    }
}
