//! The form of an input. The compiler sees to it that each has one, or says here that it is never kept.

use std::sync::Arc;
use std::time::Duration;

use pitbox_hw::health::Health;
use pitbox_hw::reading::{DeviceId, Reading, Role};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::told::HIDDEN;
use super::values::{self, HealthDef, KeyDef, PrintRequestDef, PrintStateDef, ReadingDef, RoleDef, StoreFailureDef};
use crate::domain::book::{Aggregate, Key as BookKey};
use crate::domain::entry::Recorded;
use crate::domain::figures::Figures;
use crate::domain::idle::LastMoves;
use crate::domain::ids::{BadgeHash, LotNo, PartNo, SerialNo};
use crate::domain::job::Job;
use crate::domain::memory::MemoryBook;
use crate::domain::print::PrintRequest;
use crate::domain::trace::{Followed, Step};
use crate::identify::badge::Transform;
use crate::record::aggregate;
use crate::station::equipment::{Answered, Seen, Wanted};
use crate::station::input::{HubAnswer, Input, PrintState, Rejoined, StoreFailure};
use crate::station::key::Key;
use crate::station::look_back::LookedBack;
use crate::sync::plan::{What, Why};
use crate::sync::wire::hex;

/// Whether an input has a form. Those without one end what is kept: a set-up of devices, and another book.
pub(in super::super) fn can_be_kept(input: &Input) -> bool {
    !matches!(
        input,
        Input::Rejoined(_)
            | Input::CountedAnew(_)
            | Input::EnrolFailed { .. }
            | Input::CalibrationSaved { .. }
            | Input::BadgeCompared { .. }
            | Input::BadgeReaderSaved { .. }
            | Input::DevicesListed(_)
            | Input::Answered { .. }
            | Input::DeviceSaved { .. }
    )
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Input")]
pub(super) enum InputDef {
    Reading(#[serde(with = "ReadingDef")] Reading),
    Badge {
        #[serde(with = "values::device")]
        device: DeviceId,
        #[serde(with = "values::badges")]
        hashes: Vec<BadgeHash>,
    },
    Key(#[serde(with = "KeyDef")] Key),
    ConsoleOpened {
        console: u64,
        by: String,
        drives: bool,
    },
    ConsoleClosed {
        console: u64,
    },
    ConsoleKey(#[serde(with = "KeyDef")] Key),
    Button {
        #[serde(with = "values::device")]
        device: DeviceId,
        #[serde(with = "KeyDef")]
        key: Key,
    },
    Redraw,
    Appended {
        token: u64,
        #[serde(with = "values::recorded")]
        recorded: Arc<Recorded>,
        prints: Vec<i64>,
    },
    AppendFailed {
        token: u64,
        #[serde(with = "StoreFailureDef")]
        failure: StoreFailure,
    },
    LabelQueued {
        #[serde(with = "PrintRequestDef")]
        request: PrintRequest,
        reprint_of: Option<i64>,
        #[serde(with = "values::outcome")]
        outcome: Result<i64, StoreFailure>,
    },
    LabelState {
        print: i64,
        #[serde(with = "PrintStateDef")]
        state: PrintState,
        why: Option<String>,
        printer: Option<String>,
    },
    Pulled {
        #[serde(with = "values::records")]
        records: Vec<Arc<Recorded>>,
        cursor: u64,
        catalogue: (u64, u64),
    },
    Confirmed {
        #[serde(with = "values::records")]
        records: Vec<Arc<Recorded>>,
    },
    #[serde(skip)]
    Rejoined(Rejoined),
    #[serde(skip)]
    CountedAnew(Box<MemoryBook>),
    Hub(#[serde(with = "HubAnswerDef")] HubAnswer),
    Device {
        #[serde(with = "values::device")]
        device: DeviceId,
        #[serde(with = "RoleDef")]
        role: Role,
        #[serde(with = "HealthDef")]
        health: Health,
    },
    #[serde(skip)]
    EnrolFailed {
        why: String,
    },
    #[serde(skip)]
    CalibrationSaved {
        device: String,
        outcome: Result<(), StoreFailure>,
    },
    #[serde(skip)]
    BadgeCompared {
        device: DeviceId,
        fits: Vec<Transform>,
    },
    #[serde(skip)]
    BadgeReaderSaved {
        device: String,
        outcome: Result<(), StoreFailure>,
    },
    PinChecked {
        token: u64,
        outcome: Result<bool, String>,
    },
    PinHashed {
        token: u64,
        outcome: Result<String, String>,
    },
    LookedBack(#[serde(with = "LookedBackDef")] LookedBack),
    StoreDamaged {
        what: String,
    },
    RoomIsShort {
        short: bool,
    },
    SecondCopy {
        behind_since_ms: Option<i64>,
    },
    #[serde(skip)]
    DevicesListed(Vec<Seen>),
    Plugged,
    #[serde(skip)]
    Answered {
        answered: Answered,
        reading: Reading,
    },
    #[serde(skip)]
    DeviceSaved {
        wanted: Wanted,
        outcome: Result<String, StoreFailure>,
    },
    Wake,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "HubAnswer")]
enum HubAnswerDef {
    Met {
        acked: u64,
        stable: u64,
    },
    Estranged {
        #[serde(with = "WhatDef")]
        what: What,
    },
    Pushed {
        acked: u64,
        stable: u64,
    },
    PushRefused {
        expected: u64,
        same_chain: bool,
    },
    CatalogueTaken {
        origin: u64,
        next: u64,
        more: bool,
    },
    CatalogueVoid {
        origin: u64,
    },
    Failed {
        #[serde(with = "WhatDef")]
        what: What,
        #[serde(with = "WhyDef")]
        why: Why,
        retry_after: Option<Duration>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "What")]
enum WhatDef {
    Meet,
    Push,
    Pull,
    Catalogue,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Why")]
pub(super) enum WhyDef {
    NoAnswer,
    Refused,
    TooOld,
    Unauthorised,
    Busy,
    Other,
    Diverged,
}

/// Figures and the steps of a trace are only shown: they are not kept.
#[derive(Serialize, Deserialize)]
#[serde(remote = "LookedBack")]
enum LookedBackDef {
    Vehicle {
        vin: String,
        #[serde(with = "jobs")]
        jobs: Vec<Job>,
    },
    Closed {
        #[serde(with = "jobs")]
        jobs: Vec<Job>,
    },
    Worked {
        #[serde(with = "jobs")]
        jobs: Vec<Job>,
    },
    Figures(#[serde(with = "no_figures")] Box<Figures>),
    LastMoves(#[serde(with = "last_moves")] LastMoves),
    Trace {
        #[serde(with = "followed")]
        of: Followed,
        #[serde(skip)]
        steps: Vec<Step>,
    },
    Failed {
        why: String,
    },
}

mod jobs {
    use super::*;

    pub(super) fn serialize<S: Serializer>(jobs: &[Job], to: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::new();
        for job in jobs {
            aggregate::append(&mut bytes, &BookKey::Job(job.no.clone()), &Aggregate::Job(Box::new(job.clone())));
        }
        to.serialize_str(&hex(&bytes))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<Job>, D::Error> {
        let bytes = values::unhex(&String::deserialize(from)?).map_err(D::Error::custom)?;
        let job = |pair: Result<(BookKey, Aggregate), _>| match pair {
            Ok((_, Aggregate::Job(job))) => Ok(*job),
            Ok(_) => Err(D::Error::custom("a job was expected")),
            Err(error) => Err(D::Error::custom(error)),
        };
        aggregate::read_all(&bytes).map(job).collect()
    }
}

mod last_moves {
    use super::*;

    pub(super) fn serialize<S: Serializer>(last: &LastMoves, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(last.iter().map(|(part, ms)| (part.as_str(), ms)))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<LastMoves, D::Error> {
        let read = Vec::<(String, i64)>::deserialize(from)?;
        let one = |(part, ms): (String, i64)| PartNo::new(&part).map(|part| (part, ms)).map_err(D::Error::custom);
        read.into_iter().map(one).collect()
    }
}

mod followed {
    use super::*;

    pub(super) fn serialize<S: Serializer>(of: &Followed, to: S) -> Result<S::Ok, S::Error> {
        let (part, lot) = (of.part.as_ref().map(PartNo::as_str), of.lot.as_ref().map(LotNo::as_str));
        (part, lot, of.serial.as_ref().map(SerialNo::as_str), of.vin.as_deref()).serialize(to)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Followed, D::Error> {
        type Texts = (Option<String>, Option<String>, Option<String>, Option<String>);
        let (part, lot, serial, vin) = Texts::deserialize(from)?;
        Ok(Followed {
            part: part.map(|text| PartNo::new(&text)).transpose().map_err(D::Error::custom)?,
            lot: lot.map(|text| LotNo::new(&text)).transpose().map_err(D::Error::custom)?,
            serial: serial.map(|text| SerialNo::new(&text)).transpose().map_err(D::Error::custom)?,
            vin,
        })
    }
}

mod no_figures {
    use super::*;

    #[expect(clippy::borrowed_box, reason = "the form that serde wants")]
    pub(super) fn serialize<S: Serializer>(_: &Box<Figures>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(HIDDEN)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Box<Figures>, D::Error> {
        String::deserialize(from).map(|_| Box::default())
    }
}
