//! What the hub keeps: the records of its site in one order, the chains of its stations, the book that follows from them, and who
//! may send. One trait, so that another database can carry the same rules; `tests` tells the story that each must live up to.

mod incoming;
pub mod sqlite;
#[cfg(test)]
mod tests;

use ed25519_dalek::{Signature, SigningKey, VerifyingKey};

use crate::domain::book::{Aggregate, Key};
use crate::domain::catalogue::Catalogue;
use crate::domain::command::Command;
use crate::domain::entry::{Cause, Stamp};
use crate::domain::ids::{RecordName, SiteId};
use crate::domain::refusal::Refusal;
use crate::domain::taught::TaughtCode;
use crate::record::badge::SiteKey;
use crate::record::chain::Link;
use crate::sync::wire::{Batch, Mismatch, Pulled, Ruling};
use sqlite::{Asked, Parting};

pub use incoming::Incoming;

pub use crate::domain::entry::HUB_DEVICE;

/// The database failed. Nothing of what was asked has happened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the database file: {0}")]
    File(#[from] std::io::Error),
    /// The data are of another program or a later version, or contradict the configuration.
    #[error("{0}")]
    Unusable(String),
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// What does not change while the hub runs.
#[derive(Debug, Clone)]
pub struct Site {
    pub id: SiteId,
    /// IANA name.
    pub timezone: String,
    /// Another number after every restore from a backup.
    pub hub_gen: u32,
    /// The hub's Ed25519 key.
    pub key: SigningKey,
    /// The key under which badges are hashed.
    pub site_key: SiteKey,
}

/// A station that was enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub number: u32,
    pub name: String,
    /// `counter` or `bay`.
    pub role: String,
    /// Its Ed25519 public key as it was enrolled (RFC 8032), not unpacked: most that look at a station verify nothing.
    pub key: [u8; 32],
    pub epoch: u32,
    /// The last record of this epoch, 0 for none, and the link after it.
    pub head_seq: u64,
    pub head_link: Link,
    /// It was stolen, lost or replaced: nothing is taken from it and nothing given to it.
    pub revoked: bool,
    /// Two were alive with its key: nothing is taken from either until somebody has looked.
    pub frozen: bool,
    /// Epoch and seq of the last record that is in a backup.
    pub stable: (u32, u64),
}

impl Device {
    /// Whether the signature over these bytes is of its key.
    pub fn has_signed(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        let key = VerifyingKey::from_bytes(&self.key);
        key.and_then(|key| key.verify_strict(bytes, &Signature::from_bytes(signature))).is_ok()
    }

    /// Whether the hub once held more of this epoch than it does: epoch and number of a record that it had said to hold. Then an
    /// older copy of its database took its place.
    pub fn lost(&self, (epoch, seq): (u32, u64)) -> bool {
        epoch == self.epoch && seq > self.head_seq
    }
}

/// A station as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub device: Device,
    /// Milliseconds since 1970-01-01 UTC, as the next two.
    pub enrolled_ms: i64,
    pub revoked_ms: Option<i64>,
    pub last_push_ms: Option<i64>,
    /// Records that it had at its last push and has not sent since.
    pub missing: u64,
    /// Records that the hub had confirmed and the station's card had not any more, over all its new epochs.
    pub card_lost: u64,
}

/// What a push came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    pub acked_seq: u64,
    pub acked_link: Link,
    /// Records up to here are in a backup too.
    pub stable_seq: u64,
    /// The hub's last number.
    pub hub_seq: u64,
    /// Those of this batch that were not simply applied.
    pub rulings: Vec<Ruling>,
    /// A code was taught or forgotten: the catalogue is to follow ([`HubStore::taught`]).
    pub taught: bool,
}

/// Why a push was turned away.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    #[error("the hub knows no station {0}")]
    UnknownDevice(u32),
    #[error("the batch does not continue what the hub holds: record {seq}")]
    Mismatch { mismatch: Mismatch, seq: u64, link: Link },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for PushError {
    fn from(error: rusqlite::Error) -> Self {
        PushError::Store(error.into())
    }
}

/// What the hub says at first contact, besides the end of the station's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    pub stable_seq: u64,
    /// How many of the marks, from the first on, the hub holds.
    pub held: usize,
    /// The station's place in the order is the hub's.
    pub same_order: bool,
}

/// Why there is no new epoch.
#[derive(Debug, thiserror::Error)]
pub enum EpochError {
    #[error("the hub knows no such station")]
    Unknown,
    #[error("the hub does not hold the record that both are said to hold: meet again")]
    NotCommon,
    #[error(
        "two kiosks use the identity of kiosk {0}: one of them is a copy. Switch one off and enrol it anew; \
         then `pitbox kiosks free {0}` lets the other in again. Nothing is lost on either"
    )]
    TwoAlive(u32),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for EpochError {
    fn from(error: rusqlite::Error) -> Self {
        EpochError::Store(error.into())
    }
}

/// Why nobody was enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("the code is wrong or was used")]
    Unknown,
    #[error("the code is older than 15 minutes")]
    Expired,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for EnrolError {
    fn from(error: rusqlite::Error) -> Self {
        EnrolError::Store(error.into())
    }
}

/// A kiosk that wants to become a station, its proof checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    pub key: VerifyingKey,
    pub name: String,
    pub role: String,
}

/// Something the office wants recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub command: Command,
    pub cause: Cause,
    /// Names what the order stands for, so that the same order given twice counts once.
    pub once: Option<String>,
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Recorded(RecordName),
    /// It says what is there already.
    Unchanged,
    Refused(Refusal),
    /// Its record would have this many bytes, more than the [`MAX_RECORD`](crate::record::MAX_RECORD) that anybody reads.
    TooLarge(usize),
}

impl Answer {
    /// True when the order was not taken, and with it none of those given together.
    pub fn is_no(&self) -> bool {
        matches!(self, Answer::Refused(_) | Answer::TooLarge(_))
    }
}

/// The site at one number of the order.
#[derive(Debug)]
pub struct Whole {
    pub number: u64,
    /// The link of the order after it.
    pub order: Link,
    /// In order of the keys.
    pub book: Vec<(Key, Aggregate)>,
}

/// The hub's storage. Every method is one transaction and blocks until it is over.
pub trait HubStore: Send + Sync {
    fn site(&self) -> &Site;

    /// The last number of the site's order.
    fn head(&self) -> Result<u64, StoreError>;

    fn device(&self, number: u32) -> Result<Option<Device>, StoreError>;

    /// All stations, in order of their numbers.
    fn devices(&self) -> Result<Vec<Listed>, StoreError>;

    /// Gives a station another name. False when there is no such station.
    fn rename(&self, number: u32, name: &str) -> Result<bool, StoreError>;

    /// Shuts a station out for good; its number is never given again. False when there is no such station.
    fn revoke(&self, number: u32, now_ms: i64) -> Result<bool, StoreError>;

    /// Takes in a batch whose signature was checked: skips what is known, appends the rest, folds it into the book, and
    /// commits.
    ///
    /// # Errors
    /// [`PushError::Mismatch`] says what the hub holds when the batch does not continue it.
    fn push(&self, batch: &Batch, received_ms: i64) -> Result<Pushed, PushError> {
        let outcome = self.push_all(&[&Incoming::of(batch.clone(), &batch.links(), received_ms)]).pop();
        outcome.unwrap_or_else(|| Err(StoreError::Unusable("the batch was not taken in".into()).into()))
    }

    /// Takes in several batches in their order, and commits once. What is wrong with one changes nothing for the others.
    fn push_all(&self, incoming: &[&Incoming]) -> Vec<Result<Pushed, PushError>>;

    /// What the hub holds of what a station says at first contact.
    fn meet(&self, number: u32, asked: &Asked) -> Result<Met, StoreError>;

    /// Ends a station's epoch, because its log and the hub differ after a place that both hold, and begins the next one.
    ///
    /// # Errors
    /// [`EpochError::TwoAlive`] when two stations with one key take turns: both are shut out.
    fn new_epoch(&self, number: u32, parting: &Parting, now_ms: i64) -> Result<u32, EpochError>;

    /// A station's own records after a place of its chain, in epochs before one, with their bytes; at most as many as a page
    /// holds.
    fn own(&self, number: u32, after: (u32, u64), before: u32) -> Result<Vec<Pulled>, StoreError>;

    /// Lets a station in again that was shut out because two had its key. False when it was not.
    fn free(&self, number: u32) -> Result<bool, StoreError>;

    /// Records after `after` in the hub's order, at most [`crate::sync::wire::MAX_RECORDS`] and about a mebibyte, those of
    /// `asker` without their bytes.
    fn pull(&self, asker: u32, after: u64) -> Result<Vec<Pulled>, StoreError>;

    /// The last number of the order, and the digest of what lies in the bins there (`record::digest`).
    fn bins(&self) -> Result<(u64, [u8; 32]), StoreError>;

    /// Keeps the hash of a one-time code.
    fn add_code(&self, hash: &[u8; 32], name: Option<&str>, expires_ms: i64) -> Result<(), StoreError>;

    /// Uses a code up. The same applicant may ask again until it expires, as the answer may have been lost.
    ///
    /// # Errors
    /// When there is no such code, another has used it, or it has expired.
    fn enrol(&self, hash: &[u8; 32], applicant: &Applicant, now_ms: i64) -> Result<Device, EnrolError>;

    /// Decides the orders one after the other and records them as the hub's own, all or none: nothing when one is
    /// refused, or when `keep` is false. `stamp` is that of the first; the others count on.
    fn office(
        &self,
        orders: &[Order],
        stamp: Stamp,
        catalogue: &dyn Catalogue,
        keep: bool,
    ) -> Result<Vec<Answer>, StoreError>;

    /// Every code that was ever taught at a station, with what it means now.
    fn taught(&self) -> Result<Vec<(String, TaughtCode)>, StoreError>;

    /// The last record of the order, with its number, and the whole book there; none while there is no record.
    fn whole(&self) -> Result<Option<Whole>, StoreError>;

    /// The link of the order after a number of it; none when it has not come so far.
    fn order_link(&self, number: u64) -> Result<Option<Link>, StoreError>;

    /// The last record of a station among those up to a number of the order: epoch and seq, zeros for none.
    fn last_of(&self, device: u32, number: u64) -> Result<(u32, u64), StoreError>;

    /// The whole book, in order of its keys.
    fn book(&self) -> Result<Vec<(Key, Aggregate)>, StoreError>;
}
