//! `pitbox log`: the records, each once, in the hub's order; what has not come back from there stands at the end.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::events::EventJson;
use super::json::{self, LogLine};
use super::source::{self, Reached, Source, SourceArgs, SourceRecord};
use super::table::Table;
use super::{job_events, supply_events};
use crate::domain::book::{Key, touched};
use crate::domain::entry::{Entry, Meta, Recorded};
use crate::domain::event::Event;
use crate::domain::job_event::Happened;
use crate::domain::shipment::Papers;
use crate::record::{decode, name_of};

/// Shows the records of a kiosk or a hub, while it runs or not.
#[derive(Debug, Clone, Args)]
pub struct LogArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
    /// Only records with a greater sequence number in the chain of their device.
    #[arg(long, value_name = "SEQ")]
    pub since: Option<u64>,
    /// Only records of this device; 0 is the hub.
    #[arg(long, value_name = "NUMBER")]
    pub device: Option<u32>,
    /// Only records that touch this part.
    #[arg(long, value_name = "NUMBER")]
    pub part: Option<String>,
    /// Only records that touch this job.
    #[arg(long, value_name = "NUMBER")]
    pub job: Option<String>,
    /// Only records by or about this person.
    #[arg(long, value_name = "ID")]
    pub person: Option<String>,
}

/// Runs the subcommand.
pub fn run(args: &LogArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

pub(super) fn write(args: &LogArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let zone = source.time_zone();
    let mut table = Table::new(&["NUMBER", "DEVICE", "SEQ", "TIME", "BY", "COMMAND", "MARK", "FACTS"]);
    source.records(&mut |record| {
        let entry = decode(&record.bytes).ok();
        if !args.wants(&record, entry.as_ref()) {
            return Ok(());
        }
        if args.json {
            serde_json::to_writer(&mut *out, &line(&record, entry.as_ref()))?;
            writeln!(out)?;
        } else {
            table.row(cells(&record, entry.as_ref(), &zone));
        }
        Ok(())
    })?;
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

impl LogArgs {
    fn wants(&self, record: &SourceRecord, entry: Option<&Entry>) -> bool {
        let position = record.position;
        self.since.is_none_or(|since| position.seq > since)
            && self.device.is_none_or(|device| position.device == device)
            && self.part.as_ref().is_none_or(|part| entry.is_some_and(|entry| is_about_part(entry, part)))
            && (self.job.is_none() && self.person.is_none() || entry.is_some_and(|entry| self.touches(record, entry)))
    }

    fn touches(&self, record: &SourceRecord, entry: &Entry) -> bool {
        let recorded = Recorded { name: name_of(&record.bytes), position: record.position, entry: entry.clone() };
        let keys = touched(&recorded);
        let job = |wanted: &String| keys.iter().any(|key| matches!(key, Key::Job(job) if job.as_str() == wanted));
        let person = |wanted: &String| {
            let meta = [&entry.meta.actor, &entry.meta.approved_by];
            let is_actor = meta.into_iter().flatten().any(|actor| actor.as_str() == wanted);
            let is_in = |key: &Key| matches!(key, Key::Person(id) | Key::PersonDay(id) if id.as_str() == wanted);
            is_actor || keys.iter().any(is_in) || entry.events.iter().any(|event| names(event, wanted))
        };
        self.job.as_ref().is_none_or(job) && self.person.as_ref().is_none_or(person)
    }
}

fn is_about_part(entry: &Entry, wanted: &str) -> bool {
    entry.events.iter().any(|event| names_part(event, wanted))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "`fact` names every kind")]
fn names_part(event: &Event, wanted: &str) -> bool {
    match event {
        Event::StockMoved(moved) => moved.stock.part.as_str() == wanted,
        Event::OldPartKept(kept) => kept.part.as_str() == wanted,
        Event::ShipmentDiffered { stock, .. } => stock.part.as_str() == wanted,
        Event::ShipmentAnnounced(papers) => papers.lines.iter().any(|line| line.stock.part.as_str() == wanted),
        Event::LotExpires { part, .. }
        | Event::OldPartWaived { part, .. }
        | Event::LineAdded { part, .. }
        | Event::CodeTaught { part, .. }
        | Event::CodeForgotten { part, .. }
        | Event::DiscrepancyRaised { part, .. }
        | Event::DiscrepancyClosed { part, .. } => part.as_str() == wanted,
        Event::Count(told) => super::count_events::is_about_part(told, wanted),
        Event::Job(told) => requests_part(&told.what, wanted),
        other => supply_events::part_of(other) == Some(wanted),
    }
}

fn requests_part(what: &Happened, wanted: &str) -> bool {
    matches!(what, Happened::PartRequested { part: Some(part), .. } if part.as_str() == wanted)
}

/// People who are named in an event without being what it is about.
fn names(event: &Event, wanted: &str) -> bool {
    names_one(event, &|person: &crate::domain::ids::PersonId| person.as_str() == wanted)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "`fact` names every kind")]
fn names_one(event: &Event, is: &dyn Fn(&crate::domain::ids::PersonId) -> bool) -> bool {
    match event {
        Event::StockMoved(moved) => moved.issuer.as_ref().is_some_and(is) || moved.receiver.as_ref().is_some_and(is),
        Event::ReceiptSigned { receiver: person, .. }
        | Event::PartFitted { by: person, .. }
        | Event::OperationChecked { by: person, .. }
        | Event::BadgeAssigned { person, .. }
        | Event::BadgeRevoked { person, .. }
        | Event::BadgeRefused { person, .. }
        | Event::ProfileSet { person, .. }
        | Event::PinSet { person, .. }
        | Event::PinRejected { person, .. }
        | Event::CabinetOpened { by: person, .. }
        | Event::TimeMarked { person, .. }
        | Event::TimeEntered { person, .. }
        | Event::TimeCorrected { person, .. }
        | Event::TimeConfirmed { person, .. }
        | Event::PersonAdded { person, .. }
        | Event::CertificateHeld { person, .. }
        | Event::WorkStarted { person, .. }
        | Event::WorkPaused { person, .. }
        | Event::WorkFinished { person, .. }
        | Event::PunchVoided { person, .. } => is(person),
        Event::JobOpened(opened) => opened.adviser.as_ref().is_some_and(is),
        Event::Job(told) => named_at_job(&told.what, is),
        Event::OperationAdded { shares, .. } => shares.iter().any(|share| is(&share.person)),
        Event::ClockLearnt { people, .. } => people.iter().any(is),
        _ => false,
    }
}

/// People who are named in what happened at a job.
fn named_at_job(what: &Happened, is: &dyn Fn(&crate::domain::ids::PersonId) -> bool) -> bool {
    match what {
        Happened::SharesSet { shares, .. } => shares.iter().any(|share| is(&share.person)),
        Happened::HandedOver { from, to, .. } => is(from) || is(to),
        Happened::ComebackKnown { technicians, .. } => technicians.iter().any(is),
        Happened::CarArrived { .. }
        | Happened::ArrivalSeen
        | Happened::CarOnBay { .. }
        | Happened::CarOffBay
        | Happened::CarHandedOver { .. }
        | Happened::ExtraWorkFound { .. }
        | Happened::ExtraWorkAnswered { .. }
        | Happened::PartRequested { .. }
        | Happened::RequestAnswered { .. }
        | Happened::Measured { .. }
        | Happened::ReworkFound { .. }
        | Happened::OperationClassed { .. }
        | Happened::DisputeCleared { .. }
        | Happened::Planned { .. }
        | Happened::Withdrawn { .. } => false,
    }
}

fn line<'a>(record: &SourceRecord, entry: Option<&'a Entry>) -> LogLine<'a> {
    let meta = entry.map(|entry| &entry.meta);
    LogLine {
        id: name_of(&record.bytes).to_string(),
        device: record.position.device,
        epoch: record.position.epoch,
        seq: record.position.seq,
        hash: record.link.map(|link| link.to_string()),
        time: meta.map(|meta| json::time(meta.stamp.wall_ms)),
        trusted: meta.is_some_and(|meta| meta.stamp.trusted),
        actor: meta.and_then(|meta| meta.actor.as_ref()).map(|actor| actor.as_str()),
        approved_by: meta.and_then(|meta| meta.approved_by.as_ref()).map(|approver| approver.as_str()),
        command: meta.map(|meta| meta.command.as_str()),
        events: entry.map_or_else(Vec::new, |entry| entry.events.iter().map(EventJson::from).collect()),
        mark: mark(record.reached),
    }
}

fn mark(reached: Reached) -> &'static str {
    match reached {
        Reached::Saved => "saved",
        Reached::Hub => "hub",
        Reached::Stable => "stable",
    }
}

fn cells(record: &SourceRecord, entry: Option<&Entry>, zone: &TimeZone) -> Vec<String> {
    let position = record.position;
    let epoch = if position.epoch == 1 { String::new() } else { format!("/{}", position.epoch) };
    let meta = entry.map(|entry| &entry.meta);
    let facts = match entry {
        Some(entry) => entry.events.iter().filter_map(|event| fact(event, zone)).collect::<Vec<_>>().join("; "),
        None => "not readable by this version".to_owned(),
    };
    vec![
        record.hub_seq.map_or_else(|| "-".to_owned(), |number| number.to_string()),
        format!("{}{epoch}", position.device),
        position.seq.to_string(),
        meta.map_or_else(String::new, |meta| local(meta.stamp.wall_ms, meta.stamp.trusted, zone)),
        meta.map_or_else(|| "-".to_owned(), who),
        meta.map_or_else(String::new, |meta| meta.command.clone()),
        mark(record.reached).to_owned(),
        facts,
    ]
}

/// Who did it, and whose badge and PIN allowed it.
fn who(meta: &Meta) -> String {
    let actor = meta.actor.as_ref().map_or("-", |actor| actor.as_str());
    meta.approved_by.as_ref().map_or_else(|| actor.to_owned(), |approver| format!("{actor} (PIN: {approver})"))
}

/// Time at the site; one from a clock that was not known to be right has a question mark.
pub(super) fn local(ms: i64, trusted: bool, zone: &TimeZone) -> String {
    let at = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let doubt = if trusted { "" } else { "?" };
    format!("{}{doubt}", at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S"))
}

/// Lots, totes, sales, old parts, allocations and shipments, in a few words.
#[expect(clippy::wildcard_enum_match_arm, reason = "`fact` names every kind")]
fn beside_the_bins(event: &Event, zone: &TimeZone) -> Option<String> {
    match event {
        Event::TimeStated { at_ms } => Some(format!("happened {}", local(*at_ms, true, zone))),
        Event::LotExpires { part, lot, expires } => Some(format!("{part} of lot {lot} is good until {expires}")),
        Event::LineStaged { job, tote, qty, .. } => Some(format!("{qty} for {job} in tote {tote}")),
        Event::SalePaid { sale, slip } => Some(format!(
            "sale {sale} {}",
            slip.as_ref().map_or("no longer paid".to_owned(), |slip| format!("paid: {slip}"))
        )),
        Event::SaleCollected { sale, collected } => {
            Some(format!("sale {sale} {}", if *collected { "collected" } else { "not collected after all" }))
        }
        Event::OldPartKept(kept) => Some(format!("old {} of {} kept as {}", kept.part, kept.job, kept.tag)),
        Event::OldPartGone { tag, .. } => Some(format!("old part {tag} gone")),
        Event::OldPartWaived { job, part, reason, .. } => Some(format!("{job} owes no old {part}: {}", reason.code())),
        Event::OldPartsAnswered { job, wanted } => match wanted {
            Some(true) => Some(format!("the customer of {job} wants the old parts")),
            Some(false) => Some(format!("the customer of {job} leaves the old parts")),
            None => None,
        },
        Event::AllocationReleased { job, released } => {
            Some(format!("{job} allocates {}", if *released { "nothing any more" } else { "again" }))
        }
        Event::ShipmentSent { shipment, to } => Some(format!("shipment {shipment} to {to}")),
        Event::ShipmentDiffered { shipment, stock, qty, reason, .. } => {
            Some(format!("shipment {shipment}: {qty} {} missing: {}", stock.part, reason.code()))
        }
        Event::ShipmentAnnounced(papers) => {
            let Papers { shipment, from, sheet, sheets, lines } = &**papers;
            Some(format!("papers {sheet}/{sheets} of shipment {shipment} from {from}: lines: {}", lines.len()))
        }
        Event::ShipmentClosed { shipment } => Some(format!("shipment {shipment} received")),
        _ => None,
    }
}

/// Times that were entered or judged afterwards, in a few words.
#[expect(clippy::wildcard_enum_match_arm, reason = "`fact` names every kind")]
fn time_fact(event: &Event) -> Option<String> {
    match event {
        Event::TimeEntered { person, .. } => Some(format!("{person} enters time afterwards")),
        Event::TimeCorrected { person, punch, .. } => Some(format!("the time of {person} from {punch} is corrected")),
        Event::TimeConfirmed { person, punch } => Some(format!("the time of {person} from {punch} is right")),
        _ => None,
    }
}

fn lost(epoch: u32, first: u64, last: u64) -> String {
    format!("own records {first} to {last} of epoch {epoch} are lost unless the hub has them")
}

fn console(by: &str, drives: bool, began: bool) -> String {
    match (began, drives) {
        (true, true) => format!("{by} drives the screen from elsewhere"),
        (true, false) => format!("{by} looks at the screen from elsewhere"),
        (false, _) => format!("{by} has left the screen"),
    }
}

fn went(moved: &crate::domain::event::StockMoved) -> String {
    let (part, qty, unit) = (&moved.stock.part, moved.qty, moved.unit.code());
    format!("{qty} {unit} {part} {} -> {}", moved.from, moved.to)
}

/// Cabinets, consoles and what a card has lost.
#[expect(clippy::wildcard_enum_match_arm, reason = "`fact` names every kind")]
fn at_the_kiosk(event: &Event) -> Option<String> {
    match event {
        Event::CabinetOpened { cabinet, by } => Some(format!("{by} opens {cabinet}")),
        Event::ConsoleUsed { by, drives, began } => Some(console(by, *drives, *began)),
        Event::RecordsLost { epoch, first, last } => Some(lost(*epoch, *first, *last)),
        _ => None,
    }
}

/// What moved and who worked, in a few words; the rest of the facts is in `--json`.
fn fact(event: &Event, zone: &TimeZone) -> Option<String> {
    match event {
        Event::StockMoved(moved) => Some(went(moved)),
        Event::JobOpened(opened) => Some(format!("job {} {}", opened.job, opened.vehicle.plate)),
        Event::Job(told) => Some(job_events::fact(told)),
        Event::Count(told) => Some(super::count_events::fact(told)),
        Event::JobStateChanged { job, to, .. } => Some(format!("job {job} {}", to.code())),
        Event::CertificateHeld { person, skill, .. } => Some(format!("{person} holds {skill}")),
        Event::PersonAdded { person, role, .. } => Some(format!("{person} {}", role.code())),
        Event::WorkStarted { person, job, op } => Some(format!("{person} starts {job}/{op}")),
        Event::WorkPaused { person, job, op, reason } => Some(format!("{person} pauses {job}/{op} {}", reason.code())),
        Event::WorkFinished { person, job, op } => Some(format!("{person} finishes {job}/{op}")),
        Event::PunchVoided { person, job, op, .. } => Some(format!("{person} took back a punch on {job}/{op}")),
        Event::OperationChecked { job, op, level, by } => Some(format!("{by} checks {job}/{op} {}", level.code())),
        Event::ReceiptSigned { job, receiver, .. } => Some(format!("{receiver} signs for {job}")),
        Event::PartFitted { job, line, qty, by } => Some(format!("{by} fits {qty} of {job}, line {line}")),
        Event::DiscrepancyRaised { part, place, short } => Some(format!("{short} {part} missing at {place}")),
        Event::DiscrepancyClosed { part, place } => Some(format!("{part} right again at {place}")),
        Event::CodeTaught { code, part, unit, qty } => Some(format!("{code:?} means {qty} {} {part}", unit.code())),
        Event::CodeForgotten { code, part, .. } => Some(format!("{code:?} no longer means {part}")),
        Event::TimeStated { .. }
        | Event::LotExpires { .. }
        | Event::LineStaged { .. }
        | Event::SalePaid { .. }
        | Event::SaleCollected { .. }
        | Event::OldPartKept(_)
        | Event::OldPartGone { .. }
        | Event::OldPartWaived { .. }
        | Event::OldPartsAnswered { .. }
        | Event::AllocationReleased { .. }
        | Event::ShipmentSent { .. }
        | Event::ShipmentAnnounced(_)
        | Event::ShipmentDiffered { .. }
        | Event::ShipmentClosed { .. } => beside_the_bins(event, zone),
        Event::MovesExplained { reason } => Some(format!("because: {}", reason.code())),
        Event::CabinetOpened { .. } | Event::ConsoleUsed { .. } | Event::RecordsLost { .. } => at_the_kiosk(event),
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
        | Event::TagsTaken { .. } => supply_events::fact(event),
        Event::PeriodClosed { until_ms } => Some(format!("closed until {}", local(*until_ms, true, zone))),
        Event::RecordReversed { record } => Some(format!("takes back {record}")),
        Event::Unknown { kind } => Some(format!("a fact of a later version ({kind})")),
        Event::BadgeRefused { person, why, .. } => Some(format!("a badge of {person} is {}", why.code())),
        Event::BadgeRevoked { person, .. } => Some(format!("a badge of {person} is no longer good")),
        Event::TimeMarked { person, mark } => Some(format!("{person} {}", mark.code())),
        Event::TimeEntered { .. } | Event::TimeCorrected { .. } | Event::TimeConfirmed { .. } => time_fact(event),
        Event::ShiftSet { shift } => Some(format!("shift {}", shift.name)),
        Event::ClockLearnt { .. } => Some("the clock is right now, earlier times of this boot follow it".to_owned()),
        Event::PinSet { person, .. } => Some(format!("{person} has a new PIN")),
        Event::PinRejected { person, tries } => Some(format!("wrong PIN for {person}, try {tries}")),
        Event::BadgeAssigned { .. }
        | Event::ProfileSet { .. }
        | Event::OperationAdded { .. }
        | Event::LineAdded { .. }
        | Event::ReceiptWithdrawn { .. }
        | Event::CheckWithdrawn { .. } => None,
    }
}
