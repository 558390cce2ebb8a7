//! Forms of single values in the file.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::{AimId, Content, DeviceId, Reading, Role, TagSeen, Unreadable};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::told::quiet_record;
use crate::domain::entry::{Position, Recorded};
use crate::domain::ids::{BadgeHash, RecordName};
use crate::domain::print::PrintRequest;
use crate::record;
use crate::station::input::{Now, PrintState, StoreFailure};
use crate::station::key::Key;
use crate::sync::wire::hex;

pub(super) fn unhex(text: &str) -> Result<Vec<u8>, String> {
    let digit = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let wrong = || "these are no hexadecimal digits".to_owned();
    if text.len() % 2 == 1 {
        return Err(wrong());
    }
    (0..text.len()).step_by(2).map(|at| digit(at).ok_or_else(wrong)).collect()
}

/// A moment.
pub(super) mod now {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Moment {
        steady_us: u64,
        boot_ms: u64,
        wall_ms: i64,
        trusted: bool,
        /// What microseconds leave out.
        #[serde(default)]
        ns: u32,
    }

    pub(in super::super) fn serialize<S: Serializer>(now: &Now, to: S) -> Result<S::Ok, S::Error> {
        let steady_us = u64::try_from(now.steady.as_micros()).unwrap_or(u64::MAX);
        let ns = now.steady.subsec_nanos() % 1_000;
        Moment { steady_us, boot_ms: now.since_boot_ms, wall_ms: now.wall_ms, trusted: now.trusted, ns }.serialize(to)
    }

    pub(in super::super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Now, D::Error> {
        let Moment { steady_us, boot_ms, wall_ms, trusted, ns } = Moment::deserialize(from)?;
        let steady = Duration::from_micros(steady_us) + Duration::from_nanos(ns.into());
        Ok(Now { steady, since_boot_ms: boot_ms, wall_ms, trusted })
    }
}

/// What has a text that says it all.
macro_rules! as_text {
    ($($module:ident: $type:ty, $write:expr, $read:expr;)*) => {$(
        pub(super) mod $module {
            use super::*;

            pub(in super::super) fn serialize<S: Serializer>(value: &$type, to: S) -> Result<S::Ok, S::Error> {
                let write = $write;
                to.serialize_str(&write(value))
            }

            pub(in super::super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<$type, D::Error> {
                let read = $read;
                read(&String::deserialize(from)?).map_err(D::Error::custom)
            }
        }
    )*};
}

as_text! {
    device: DeviceId, |id: &DeviceId| id.to_string(), |text: &str| Ok::<_, String>(DeviceId::new(text));
    trouble: Trouble, |trouble: &Trouble| trouble.to_string(), |text: &str| {
        let named = Trouble::NAMED.into_iter().find(|trouble| trouble.to_string() == text);
        Ok::<_, String>(named.unwrap_or_else(|| Trouble::Other(text.to_owned())))
    };
    badge: BadgeHash, |hash: &BadgeHash| hex(&hash.0), |text: &str| sixteen(text).map(BadgeHash);
    bytes: Vec<u8>, |bytes: &Vec<u8>| hex(bytes), unhex;
}

pub(super) fn sixteen(text: &str) -> Result<[u8; 16], String> {
    unhex(text)?.try_into().map_err(|_| "16 bytes were expected".to_owned())
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Key")]
pub(super) enum KeyDef {
    Char(char),
    Enter,
    Escape,
    Backspace,
    Up,
    Down,
    PageUp,
    PageDown,
    Function(u8),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Role")]
pub(super) enum RoleDef {
    Scanner,
    Badge,
    Rfid,
    Printer,
    Lamp,
    Buzzer,
    Button,
    Lock,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Reading")]
pub(super) struct ReadingDef {
    #[serde(with = "device")]
    device: DeviceId,
    #[serde(with = "RoleDef")]
    role: Role,
    #[serde(with = "ContentDef")]
    content: Content,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Content")]
enum ContentDef {
    Scan {
        #[serde(with = "bytes")]
        bytes: Vec<u8>,
        aim: Option<AimId>,
    },
    Em4100([u8; 5]),
    Uid(#[serde(with = "bytes")] Vec<u8>),
    Tags(#[serde(with = "tags")] Vec<TagSeen>),
    Unreadable(#[serde(with = "UnreadableDef")] Unreadable),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Unreadable")]
enum UnreadableDef {
    TooLong,
    Checksum,
    Malformed,
    Interrupted,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "TagSeen")]
struct TagSeenDef {
    #[serde(with = "bytes")]
    epc: Vec<u8>,
    first_ago: Duration,
    last_ago: Duration,
    sightings: u32,
    rssi_dbm: Option<i8>,
    antenna: Option<u16>,
}

/// Lists of what has a form here: `module: type, form, a list of it`.
macro_rules! lists {
    ($($module:ident: $type:ty, $form:literal;)*) => {$(
        pub(super) mod $module {
            use super::*;

            #[derive(Serialize, Deserialize)]
            struct One(#[serde(with = $form)] $type);

            pub(in super::super) fn serialize<S: Serializer>(list: &[$type], to: S) -> Result<S::Ok, S::Error> {
                to.collect_seq(list.iter().cloned().map(One))
            }

            pub(in super::super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<$type>, D::Error> {
                Ok(Vec::<One>::deserialize(from)?.into_iter().map(|one| one.0).collect())
            }
        }
    )*};
}

lists! {
    tags: TagSeen, "TagSeenDef";
    badges: BadgeHash, "badge";
    records: Arc<Recorded>, "recorded";
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Health")]
pub(super) enum HealthDef {
    Starting,
    Ready,
    Absent,
    Denied(String),
    Trouble(#[serde(with = "trouble")] Trouble),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PrintState")]
pub(super) enum PrintStateDef {
    Queued,
    Sent,
    Handed,
    Confirmed,
    Failed,
    Unknown,
    Cancelled,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PrintRequest")]
pub(super) struct PrintRequestDef {
    template: String,
    key: String,
    fields: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "StoreFailure")]
pub(super) enum StoreFailureDef {
    DiskFull,
    Disk(String),
    Damaged(String),
    Failed(String),
}

/// What became of something that the store was asked for.
pub(super) mod outcome {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Failure(#[serde(with = "StoreFailureDef")] StoreFailure);

    pub(in super::super) fn serialize<S: Serializer>(
        outcome: &Result<i64, StoreFailure>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        outcome.clone().map_err(Failure).serialize(to)
    }

    pub(in super::super) fn deserialize<'d, D: Deserializer<'d>>(
        from: D,
    ) -> Result<Result<i64, StoreFailure>, D::Error> {
        Ok(Result::<i64, Failure>::deserialize(from)?.map_err(|failure| failure.0))
    }
}

/// A record without what nobody may read, under its own name.
pub(super) mod recorded {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Kept {
        name: String,
        at: (u32, u32, u64),
        record: String,
    }

    pub(in super::super) fn serialize<S: Serializer>(recorded: &Arc<Recorded>, to: S) -> Result<S::Ok, S::Error> {
        let Recorded { name, position, entry } = quiet_record(recorded);
        let at = (position.device, position.epoch, position.seq);
        Kept { name: hex(&name.0), at, record: hex(&record::encode(&entry)) }.serialize(to)
    }

    pub(in super::super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Arc<Recorded>, D::Error> {
        let Kept { name, at: (device, epoch, seq), record } = Kept::deserialize(from)?;
        let bytes = unhex(&record).map_err(D::Error::custom)?;
        let entry = record::decode(&bytes).map_err(D::Error::custom)?;
        let name = RecordName(sixteen(&name).map_err(D::Error::custom)?);
        Ok(Arc::new(Recorded { name, position: Position { device, epoch, seq }, entry }))
    }
}
