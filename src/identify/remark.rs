//! What is worth saying about a reading: why it is unknown or wrong, or what is odd about it. A value, so that a screen says it
//! in its language; the English of the tools is its `Display`.

use std::fmt;

use pitbox_hw::reading::Unreadable;

use super::badge::BadBadge;
use super::epc::EpcError;
use super::gs1::Gs1Error;
use super::mh10::{Dirt, NoLabel};
use super::own::Damage;
use super::vin::{self, BadVin, Vin};

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// One of our own codes, misread.
    Damaged(Damage),
    /// GS1 elements from a scanner that does not say the symbology.
    Unmarked,
    /// A wrong GS1 element, or one that misses another.
    Gs1(Gs1Error),
    /// An address on the web that is no GS1 Digital Link.
    NoLink(Gs1Error),
    /// It has the length of a trade item number, but the check digit does not fit.
    NoTradeItem,
    LabelWrong(NoLabel),
    LabelDirty(Dirt),
    Vin(vin::Remark),
    /// No VIN, but `meant` would be one.
    NoVin {
        meant: Vin,
        why: BadVin,
    },
    NoBadge(BadBadge),
    /// The serial number of a card has a wrong length.
    CardLength,
    NoEpc(EpcError),
    /// What follows the EPC on a tag could not be read to its end.
    TagDataUnread(EpcError),
    SeveralTags,
    /// Bytes that are no text.
    NoText,
    /// The reading did not come whole.
    Unreadable(Unreadable),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Remark::Damaged(why) => return write!(f, "one of our labels, but damaged: {why}"),
            Remark::Unmarked => {
                "the scanner does not say the symbology, so separators may be missing between the elements"
            }
            Remark::Gs1(error) => return error.fmt(f),
            Remark::NoLink(error) => return write!(f, "an address on the web, but no GS1 Digital Link: {error}"),
            Remark::NoTradeItem => "it has the length of a trade item number, but the check digit does not fit",
            Remark::LabelWrong(why) => return why.fmt(f),
            Remark::LabelDirty(dirt) => return dirt.fmt(f),
            Remark::Vin(remark) => return remark.fmt(f),
            Remark::NoVin { meant, why } => return write!(f, "no VIN, but {meant} would be one: {why}"),
            Remark::NoBadge(why) => return why.fmt(f),
            Remark::CardLength => "the serial number of the card has a wrong length",
            Remark::NoEpc(why) => return why.fmt(f),
            Remark::TagDataUnread(why) => {
                return write!(f, "data that follow the number on the tag cannot be read: {why}");
            }
            Remark::SeveralTags => "several tags were read at once",
            Remark::NoText => "it holds bytes that are no text",
            Remark::Unreadable(Unreadable::TooLong) => "the reader sent too much without an end",
            Remark::Unreadable(Unreadable::Checksum) => "the reading was damaged on its way",
            Remark::Unreadable(Unreadable::Malformed) => "the reader sent something malformed",
            Remark::Unreadable(Unreadable::Interrupted) => "the reader stopped in the middle of a reading",
        })
    }
}
