//! The small messages, as JSON. Fields that a later version adds are passed over.

use serde::{Deserialize, Serialize};

use super::BadMessage;
use crate::record::chain::Link;

/// `GET /v1/caps`: what a hub is, asked before anything else and by everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caps {
    /// Protocols that the hub speaks.
    pub protocols: Vec<u32>,
    /// Version of the program, for people.
    pub version: String,
    pub hub_gen: u32,
}

/// `POST /v1/enrol`: a kiosk asks to become a station of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The one-time code.
    pub code: String,
    /// Ed25519 public key, 64 hexadecimal digits.
    pub public_key: String,
    /// Name of the station, 1 to 64 bytes.
    pub name: String,
    /// `counter` or `bay`.
    pub role: String,
    /// Ed25519 over `record::signing::enrolment`, 128 hexadecimal digits: proof that the key is held.
    pub signature: String,
}

/// The answer to [`EnrolRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolReply {
    pub site: String,
    pub device: u32,
    pub epoch: u32,
    /// The hub's Ed25519 public key, 64 hexadecimal digits.
    pub hub_key: String,
    /// The key under which badges are hashed, 64 hexadecimal digits.
    pub site_key: String,
    /// IANA name of the site's time zone.
    pub timezone: String,
    pub hub_gen: u32,
    pub hub_time_ms: i64,
    /// SHA-256 of the certificate of the hub's authority, 64 hexadecimal digits, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub_ca: Option<String>,
}

/// What became of a record at the hub. None of them stops the records behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    Applied,
    /// Applied, and the book now says that less than nothing lies in a bin.
    Discrepancy,
    /// Applied, against what another station did with the same serial number.
    Conflict,
    /// Kept and forwarded, but this hub cannot read it.
    Quarantined,
    /// The same record came before under another position; it counts once.
    Duplicate,
}

/// The disposition of one record that was not simply applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    pub seq: u64,
    /// The record's number in the hub's order.
    pub hub_seq: u64,
    pub disposition: Disposition,
}

/// `POST /v1/push`, answered after the commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReply {
    /// All records up to here are held by the hub.
    pub acked_seq: u64,
    /// The link after that record, 64 hexadecimal digits.
    pub acked_link: String,
    /// All records up to here are in a backup too.
    pub stable_seq: u64,
    pub hub_time_ms: i64,
    pub hub_gen: u32,
    /// Those of this batch that were not simply applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dispositions: Vec<Ruling>,
}

/// The answer to everything that a hub turns away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// In words, for a person.
    pub error: String,
    /// With 409 to a push: what does not fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mismatch: Option<Mismatch>,
    /// With 409 to a push: what the hub holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
}

/// Why a batch does not continue what the hub holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mismatch {
    /// Records are missing between the hub's last one and the batch.
    Gap,
    /// Another record has the same number: the chain was continued twice.
    Fork,
}

/// The end of a chain as the hub holds it: the next record must continue it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// The last record that the hub holds; 0 for none.
    pub seq: u64,
    /// The link after it, 64 hexadecimal digits.
    pub link: String,
}

impl Expected {
    /// The link, when it is one.
    pub fn link(&self) -> Option<Link> {
        read_hex(&self.link).ok().map(Link)
    }
}

/// Bytes as small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 });
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

/// Reads exactly `N` bytes of hexadecimal digits.
///
/// # Errors
/// When it is anything else.
pub fn read_hex<const N: usize>(text: &str) -> Result<[u8; N], BadMessage> {
    let wrong = || BadMessage::Value(format!("{N} bytes as hexadecimal digits were expected"));
    if text.len() != N * 2 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_| wrong())?;
    }
    Ok(bytes)
}
