//! Names of things: short text or numbers with a type each, so that a job can never be passed for a bin.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Longest text of any id, in bytes.
pub const MAX_ID: usize = 64;

/// Why a text cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadId {
    Empty,
    /// Longer than [`MAX_ID`] bytes.
    TooLong,
    /// Holds a control character or begins or ends with white space.
    BadCharacter,
}

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadId::Empty => "it is empty",
            BadId::TooLong => "it is longer than 64 bytes",
            BadId::BadCharacter => "it holds a control character, or white space at an end",
        })
    }
}

fn check(text: &str) -> Result<(), BadId> {
    if text.is_empty() {
        return Err(BadId::Empty);
    }
    if text.len() > MAX_ID {
        return Err(BadId::TooLong);
    }
    // Nearly all are letters and digits, and a start reads tens of thousands.
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    if text.chars().any(char::is_control) || text.trim() != text {
        return Err(BadId::BadCharacter);
    }
    Ok(())
}

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks and takes a text: 1 to 64 bytes, no control characters, no white space at the ends.
            pub fn new(text: &str) -> Result<Self, BadId> {
                check(text)?;
                Ok(Self(Arc::from(text)))
            }

            /// The lowest id in order: where a range of keys begins.
            pub fn lowest() -> Self {
                Self(Arc::from("!"))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

text_id! {
    /// A part number as it is booked: the number on the box.
    PartNo;
    /// A bin: one real place in the store, for example `A-03-2`.
    BinId;
    /// A job (repair order), for example `4711`.
    JobNo;
    /// A person, for example `t-wang`. Never a name, so that a name can be erased.
    PersonId;
    /// A site (shop), for example `SH01`.
    SiteId;
    /// A tote for pre-picked parts.
    ToteId;
    /// A counter sale.
    SaleNo;
    /// A shipment between sites.
    ShipmentNo;
    /// The tag of an old part that is kept, for example `4711-1`.
    TagNo;
    /// A manufacturer's lot.
    LotNo;
    /// A serial number of one piece.
    SerialNo;
    /// A supplier's delivery note, or the order that a delivery belongs to.
    NoteNo;
    /// A bay of the workshop, where one car stands.
    BayId;
    /// A locked cabinet, by the name of its lock at the kiosk.
    CabinetId;
    /// A purchase order.
    OrderNo;
    /// A count of the store.
    CountNo;
    /// What the EPC memory of an RFID tag holds, in capital hexadecimal digits.
    RfTag;
}

/// A line of required parts within a job, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineNo(pub u16);

/// An operation within a job, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpNo(pub u16);

impl fmt::Display for LineNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for OpNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The lasting name of a record: the first 16 bytes of the SHA-256 of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordName(pub [u8; 16]);

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A badge as it is kept everywhere: HMAC-SHA-256 of the badge's canonical id under the site key, first 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BadgeHash(pub [u8; 16]);
