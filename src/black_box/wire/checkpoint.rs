//! The form of a rest.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use pitbox_hw::health::Health;
use pitbox_hw::reading::Role;
use serde::{Deserialize, Serialize};

use super::super::told::quiet_person;
use super::input::WhyDef;
use super::values::{self, HealthDef, PrintRequestDef, PrintStateDef, RoleDef, sixteen, unhex};
use crate::domain::book::{Aggregate, Key};
use crate::domain::decide::Desk;
use crate::domain::entry::Recorded;
use crate::domain::ids::{BadgeHash, SiteId};
use crate::domain::memory::MemoryBook;
use crate::domain::print::PrintRequest;
use crate::record::aggregate;
use crate::station::checkpoint::Checkpoint;
use crate::station::effect::Beep;
use crate::station::health::Device;
use crate::station::input::PrintState;
use crate::station::labels::{Label, LabelBoard};
use crate::station::session::LastRead;
use crate::station::view::screen::{Notice, Sign, Tone};
use crate::station::words::Language;
use crate::station::{Settings, Zone};
use crate::sync::plan::{Kept, Known, Lane, Plan, Why};
use crate::sync::wire::hex;

#[derive(Serialize, Deserialize)]
pub(super) struct Rest<'a> {
    settings: Set,
    /// What the hub has confirmed, as a cache has it.
    book: BookForm<'a>,
    /// Own records that have not come back, and young ones that have.
    #[serde(with = "values::records")]
    waiting: Vec<Arc<Recorded>>,
    #[serde(with = "values::records")]
    recent: Vec<Arc<Recorded>>,
    labels: Vec<(i64, LabelForm)>,
    plan: PlanForm,
    health: Vec<(String, DeviceForm)>,
    consoles: Vec<(u64, String, bool)>,
    unknown_codes: Vec<String>,
    counter: u64,
    seen_hub_seq: u64,
    clock_waits: bool,
    minute_at: Duration,
    #[serde(default)]
    no_show: (Option<Duration>, Duration),
    hub_at: Option<Duration>,
    watermarks: (u64, u64),
    seed: u64,
    next_token: u64,
    notice: Option<NoticeForm>,
    last_activity: Duration,
    /// Scanner, what it read, when.
    last_read: Vec<(String, String, Duration)>,
    bad_badge: Option<(String, Duration)>,
    #[serde(with = "BeepDef")]
    signal: Beep,
    #[serde(default)]
    room_is_short: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    copy_behind_ms: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct Set {
    name: String,
    #[serde(with = "DeskDef")]
    desk: Desk,
    language: String,
    shows_chinese: bool,
    idle: Duration,
    zone: String,
    run: String,
    boot: String,
    site: Option<String>,
    device: Option<u32>,
    printers: Vec<String>,
    locks: Vec<String>,
    seed: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Desk")]
enum DeskDef {
    Counter,
    Bay,
    Office,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Beep")]
enum BeepDef {
    Good,
    Bad,
    Attention,
    Ignored,
}

#[derive(Serialize, Deserialize)]
struct LabelForm {
    #[serde(with = "PrintRequestDef")]
    request: PrintRequest,
    #[serde(with = "PrintStateDef")]
    state: PrintState,
    why: Option<String>,
    printer: Option<String>,
    again: bool,
}

#[derive(Serialize, Deserialize)]
struct DeviceForm {
    #[serde(with = "RoleDef")]
    role: Role,
    #[serde(with = "HealthDef")]
    health: Health,
    since_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct PlanForm {
    head: u64,
    acked: u64,
    stable: u64,
    cursor: u64,
    catalogue: (u64, u64),
    offered: Option<(u64, u64)>,
    lanes: [LaneForm; 4],
    acquainted: bool,
    met: bool,
}

#[derive(Serialize, Deserialize)]
struct LaneForm {
    in_flight: bool,
    failures: u32,
    failing: Option<(Duration, Reason)>,
    wait_until: Option<Duration>,
}

#[derive(Serialize, Deserialize)]
struct Reason(#[serde(with = "WhyDef")] Why);

#[derive(Serialize, Deserialize)]
struct NoticeForm {
    #[serde(with = "SignDef")]
    sign: Sign,
    #[serde(with = "ToneDef")]
    tone: Tone,
    headline: String,
    details: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Sign")]
enum SignDef {
    None,
    Open,
    Partly,
    Done,
    Running,
    Waiting,
    Saved,
    NotSaved,
    Question,
    Info,
    Wrong,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Tone")]
enum ToneDef {
    Plain,
    Good,
    Attention,
    Bad,
    Faint,
}

/// The book in hexadecimal digits. That of a large shop is written piece by piece: as one text it would be larger than the book.
enum BookForm<'a> {
    Lent(&'a MemoryBook),
    Read(String),
}

impl std::fmt::Display for BookForm<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let book = match self {
            BookForm::Lent(book) => book,
            BookForm::Read(text) => return f.write_str(text),
        };
        let mut bytes = Vec::new();
        for (key, value) in book.confirmed() {
            bytes.clear();
            append(&mut bytes, key, value);
            f.write_str(&hex(&bytes))?;
        }
        Ok(())
    }
}

impl Serialize for BookForm<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BookForm<'_> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(BookForm::Read)
    }
}

impl<'a> Rest<'a> {
    pub(super) fn of(from: &'a Checkpoint<'_>) -> Rest<'a> {
        let waiting = from.book.waiting();
        let waits = |record: &&Arc<Recorded>| waiting.iter().any(|one| one.name == record.name);
        let label = |(print, label): (i64, &Label)| (print, LabelForm::of(label));
        let read = |(name, read): (&String, &LastRead)| (name.clone(), hex(&read.bytes), read.at);
        Rest {
            settings: Set::of(&from.settings),
            book: BookForm::Lent(&from.book),
            recent: from.book.recent().filter(|record| !waits(record)).cloned().collect(),
            waiting,
            labels: from.labels.newest_first().map(label).collect(),
            plan: PlanForm::of(from.plan.kept()),
            health: from.health.iter().map(|(name, device)| (name.clone(), DeviceForm::of(device))).collect(),
            consoles: from.consoles.clone(),
            unknown_codes: from.unknown_codes.clone(),
            counter: from.counter,
            seen_hub_seq: from.seen_hub_seq,
            clock_waits: from.clock_waits,
            minute_at: from.minute_at,
            no_show: from.no_show,
            hub_at: from.hub_at,
            watermarks: from.watermarks,
            seed: from.seed,
            next_token: from.next_token,
            notice: from.notice.as_ref().map(NoticeForm::of),
            last_activity: from.last_activity,
            last_read: from.last_read.iter().map(read).collect(),
            bad_badge: from.bad_badge.as_ref().map(|(badge, at)| (hex(&badge.0), *at)),
            signal: from.signal,
            room_is_short: from.room_is_short,
            copy_behind_ms: from.copy_behind_ms,
        }
    }

    /// # Errors
    /// Says what of it is no such form.
    pub(super) fn checkpoint(self) -> Result<Checkpoint<'static>, String> {
        let mut labels = LabelBoard::default();
        self.labels.into_iter().for_each(|(print, label)| labels.put(print, label.label()));
        let mut last_read = BTreeMap::new();
        for (name, bytes, at) in self.last_read {
            last_read.insert(name, LastRead { bytes: unhex(&bytes)?, at });
        }
        let badge = |(badge, at): (String, Duration)| Ok::<_, String>((BadgeHash(sixteen(&badge)?), at));
        Ok(Checkpoint {
            settings: self.settings.settings()?,
            book: Cow::Owned(read_book(&self.book.to_string(), self.recent, self.waiting)?),
            labels,
            plan: self.plan.plan(),
            health: self.health.into_iter().map(|(name, device)| (name, device.device())).collect(),
            consoles: self.consoles,
            unknown_codes: self.unknown_codes,
            counter: self.counter,
            seen_hub_seq: self.seen_hub_seq,
            clock_waits: self.clock_waits,
            minute_at: self.minute_at,
            no_show: self.no_show,
            hub_at: self.hub_at,
            watermarks: self.watermarks,
            seed: self.seed,
            next_token: self.next_token,
            notice: self.notice.map(NoticeForm::notice),
            last_activity: self.last_activity,
            last_read,
            bad_badge: self.bad_badge.map(badge).transpose()?,
            signal: self.signal,
            room_is_short: self.room_is_short,
            copy_behind_ms: self.copy_behind_ms,
        })
    }
}

fn append(bytes: &mut Vec<u8>, key: &Key, value: &Aggregate) {
    match value {
        Aggregate::Person(person) => {
            aggregate::append(bytes, key, &Aggregate::Person(Box::new(quiet_person(person))));
        }
        value @ (Aggregate::Balance(_)
        | Aggregate::Job(_)
        | Aggregate::Badge(_)
        | Aggregate::PersonDay(_)
        | Aggregate::Discrepancy(_)
        | Aggregate::Reversal(_)
        | Aggregate::Code(_)
        | Aggregate::Certificates(_)
        | Aggregate::Level(_)
        | Aggregate::Alert(_)
        | Aggregate::Order(_)
        | Aggregate::Claim(_)
        | Aggregate::Closing(_)
        | Aggregate::Shift(_)
        | Aggregate::Lot(_)
        | Aggregate::Tote(_)
        | Aggregate::Sale(_)
        | Aggregate::OldPart(_)
        | Aggregate::Shipment(_)
        | Aggregate::Count(_)
        | Aggregate::Tag(_)
        | Aggregate::Counted(_)) => aggregate::append(bytes, key, value),
    }
}

fn read_book(text: &str, recent: Vec<Arc<Recorded>>, waiting: Vec<Arc<Recorded>>) -> Result<MemoryBook, String> {
    let bytes = unhex(text)?;
    let values = aggregate::read_all(&bytes).collect::<Result<Vec<(Key, Aggregate)>, _>>();
    let mut book = MemoryBook::with_confirmed(values.map_err(|error| error.to_string())?);
    recent.into_iter().for_each(|record| book.remember(record));
    waiting.into_iter().for_each(|record| book.apply_own(record));
    Ok(book)
}

impl Set {
    fn of(settings: &Settings) -> Set {
        Set {
            name: settings.name.clone(),
            desk: settings.desk,
            language: settings.language.code().to_owned(),
            shows_chinese: settings.shows_chinese,
            idle: settings.idle,
            zone: settings.zone.name().to_owned(),
            run: hex(&settings.run),
            boot: hex(&settings.boot),
            site: settings.site.as_ref().map(|site| site.as_str().to_owned()),
            device: settings.device,
            printers: settings.printers.clone(),
            locks: settings.locks.clone(),
            seed: settings.seed,
        }
    }

    fn settings(self) -> Result<Settings, String> {
        let language = Language::from_code(&self.language);
        Ok(Settings {
            name: self.name,
            desk: self.desk,
            language: language.ok_or_else(|| format!("{} is no language", self.language))?,
            shows_chinese: self.shows_chinese,
            idle: self.idle,
            zone: Zone::named(&self.zone),
            run: sixteen(&self.run)?,
            boot: sixteen(&self.boot)?,
            site: self.site.map(|site| SiteId::new(&site).map_err(|why| why.to_string())).transpose()?,
            device: self.device,
            printers: self.printers,
            locks: self.locks,
            seed: self.seed,
        })
    }
}

impl LabelForm {
    fn of(label: &Label) -> LabelForm {
        let Label { request, state, why, printer, again } = label.clone();
        LabelForm { request, state, why, printer, again }
    }

    fn label(self) -> Label {
        let LabelForm { request, state, why, printer, again } = self;
        Label { request, state, why, printer, again }
    }
}

impl DeviceForm {
    fn of(device: &Device) -> DeviceForm {
        let Device { role, health, since_ms } = device.clone();
        DeviceForm { role, health, since_ms }
    }

    fn device(self) -> Device {
        let DeviceForm { role, health, since_ms } = self;
        Device { role, health, since_ms }
    }
}

impl PlanForm {
    fn of(kept: Kept) -> PlanForm {
        let Kept { known: Known { head, acked, stable, cursor, catalogue }, offered, lanes, acquainted, met } = kept;
        let lane = |lane: Lane| {
            let Lane { in_flight, failures, failing, wait_until } = lane;
            LaneForm { in_flight, failures, failing: failing.map(|(since, why)| (since, Reason(why))), wait_until }
        };
        PlanForm { head, acked, stable, cursor, catalogue, offered, lanes: lanes.map(lane), acquainted, met }
    }

    fn plan(self) -> Plan {
        let PlanForm { head, acked, stable, cursor, catalogue, offered, lanes, acquainted, met } = self;
        let lane = |lane: LaneForm| {
            let LaneForm { in_flight, failures, failing, wait_until } = lane;
            Lane { in_flight, failures, failing: failing.map(|(since, why)| (since, why.0)), wait_until }
        };
        let known = Known { head, acked, stable, cursor, catalogue };
        Plan::of(Kept { known, offered, lanes: lanes.map(lane), acquainted, met })
    }
}

impl NoticeForm {
    fn of(notice: &Notice) -> NoticeForm {
        let Notice { sign, tone, headline, details } = notice.clone();
        NoticeForm { sign, tone, headline, details }
    }

    fn notice(self) -> Notice {
        let NoticeForm { sign, tone, headline, details } = self;
        Notice { sign, tone, headline, details }
    }
}
