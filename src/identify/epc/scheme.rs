//! The coding tables of the partitioned schemes (TDS 2.3, sections 14.2 and 14.6).

use super::text::Alphabet;

/// One segment of a binary encoding, after the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segment {
    /// A number without leading zeros, of this many bits.
    Integer(usize),
    /// A number of two digits with leading zeros, in 7 bits.
    TwoDigits,
    /// Digits with leading zeros, kept by a 1 in front.
    NumericString(usize),
    /// 7-bit characters, filled with zeros up to this many bits.
    Text(usize),
    /// Bits that are always zero.
    Zeros(usize),
    /// Company prefix and reference: two components.
    Company(Reference, &'static [(usize, usize); 7]),
    /// Six characters of 8 bits: CAGE code after a space, or DoDAAC.
    Cage8,
    /// Six characters of 6 bits.
    Cage6,
    /// 6-bit characters up to six zero bits: least and most characters.
    SixBit(Alphabet, usize, usize),
}

/// How the reference after the company prefix is written. The rows of a partition table hold its bits and its most
/// digits or characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reference {
    /// With leading zeros, exactly the row's digits.
    Padded,
    /// Without leading zeros, limited by the bits only.
    Unpadded,
    /// 7-bit characters.
    Text,
    /// 6-bit characters up to six zero bits.
    SixBit,
}

/// Bits and digits of the company prefix by partition value.
pub(super) const COMPANY: [(usize, usize); 7] = [(40, 12), (37, 11), (34, 10), (30, 9), (27, 8), (24, 7), (20, 6)];

const ITEM: [(usize, usize); 7] = [(4, 1), (7, 2), (10, 3), (14, 4), (17, 5), (20, 6), (24, 7)];
const SERIAL: [(usize, usize); 7] = [(18, 5), (21, 6), (24, 7), (28, 8), (31, 9), (34, 10), (38, 11)];
const PLACE: [(usize, usize); 7] = [(1, 0), (4, 1), (7, 2), (11, 3), (14, 4), (17, 5), (21, 6)];
const ASSET_TYPE: [(usize, usize); 7] = [(4, 0), (7, 1), (10, 2), (14, 3), (17, 4), (20, 5), (24, 6)];
const ASSET_NUMBER: [(usize, usize); 7] = [(42, 13), (45, 14), (48, 15), (52, 16), (55, 17), (58, 18), (62, 19)];
const ASSET_TEXT: [(usize, usize); 7] = [(148, 18), (151, 19), (154, 20), (158, 21), (161, 22), (164, 23), (168, 24)];
const PART_NUMBER: [(usize, usize); 7] = [(11, 3), (14, 4), (17, 5), (21, 6), (24, 7), (27, 8), (31, 9)];
const PART_TEXT: [(usize, usize); 7] = [(114, 18), (120, 19), (126, 20), (132, 21), (138, 22), (144, 23), (150, 24)];

/// What an EPC identifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Sgtin,
    Itip,
    Sscc,
    Sgln,
    Grai,
    Giai,
    Gsrn,
    Gsrnp,
    Gdti,
    Sgcn,
    Cpi,
    Gid,
    UsDod,
    Adi,
}

/// A binary coding scheme.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scheme {
    pub(super) header: u8,
    /// The name in a tag URI.
    pub(super) name: &'static str,
    pub(super) key: Key,
    /// Length of the encoding; nothing when it varies.
    pub(super) bits: Option<usize>,
    pub(super) segments: &'static [Segment],
}

impl Scheme {
    /// The name in a pure identity URI: the scheme's without its length.
    pub(super) fn uri_name(&self) -> &'static str {
        self.name.split('-').next().unwrap_or(self.name)
    }

    /// True when the first segment is a filter value, which a pure identity URI leaves out.
    pub(super) fn has_filter(&self) -> bool {
        self.key != Key::Gid
    }
}

const fn scheme(header: u8, name: &'static str, key: Key, bits: usize, segments: &'static [Segment]) -> Scheme {
    Scheme { header, name, key, bits: if bits == 0 { None } else { Some(bits) }, segments }
}

use Reference::{Padded, SixBit as SixBitReference, Text as TextReference, Unpadded};
use Segment::{Cage6, Cage8, Company, Integer, NumericString, SixBit, Text, TwoDigits, Zeros};

const FILTER: Segment = Integer(3);

/// All partitioned schemes by header.
pub(super) const SCHEMES: [Scheme; 22] = [
    scheme(0x2C, "gdti-96", Key::Gdti, 96, &[FILTER, Company(Padded, &PLACE), Integer(41)]),
    scheme(0x2D, "gsrn-96", Key::Gsrn, 96, &[FILTER, Company(Padded, &SERIAL), Zeros(24)]),
    scheme(0x2E, "gsrnp-96", Key::Gsrnp, 96, &[FILTER, Company(Padded, &SERIAL), Zeros(24)]),
    scheme(0x2F, "usdod-96", Key::UsDod, 96, &[Integer(4), Cage8, Integer(36)]),
    scheme(0x30, "sgtin-96", Key::Sgtin, 96, &[FILTER, Company(Padded, &ITEM), Integer(38)]),
    scheme(0x31, "sscc-96", Key::Sscc, 96, &[FILTER, Company(Padded, &SERIAL), Zeros(24)]),
    scheme(0x32, "sgln-96", Key::Sgln, 96, &[FILTER, Company(Padded, &PLACE), Integer(41)]),
    scheme(0x33, "grai-96", Key::Grai, 96, &[FILTER, Company(Padded, &ASSET_TYPE), Integer(38)]),
    scheme(0x34, "giai-96", Key::Giai, 96, &[FILTER, Company(Unpadded, &ASSET_NUMBER)]),
    scheme(0x35, "gid-96", Key::Gid, 96, &[Integer(28), Integer(24), Integer(36)]),
    scheme(0x36, "sgtin-198", Key::Sgtin, 198, &[FILTER, Company(Padded, &ITEM), Text(140)]),
    scheme(0x37, "grai-170", Key::Grai, 170, &[FILTER, Company(Padded, &ASSET_TYPE), Text(112)]),
    scheme(0x38, "giai-202", Key::Giai, 202, &[FILTER, Company(TextReference, &ASSET_TEXT)]),
    scheme(0x39, "sgln-195", Key::Sgln, 195, &[FILTER, Company(Padded, &PLACE), Text(140)]),
    scheme(0x3A, "gdti-113", Key::Gdti, 113, &[FILTER, Company(Padded, &PLACE), NumericString(58)]),
    scheme(
        0x3B,
        "adi-var",
        Key::Adi,
        0,
        &[Integer(6), Cage6, SixBit(Alphabet::Part, 0, 32), SixBit(Alphabet::AircraftSerial, 1, 30)],
    ),
    scheme(0x3C, "cpi-96", Key::Cpi, 96, &[FILTER, Company(Unpadded, &PART_NUMBER), Integer(31)]),
    scheme(0x3D, "cpi-var", Key::Cpi, 0, &[FILTER, Company(SixBitReference, &PART_TEXT), Integer(40)]),
    scheme(0x3E, "gdti-174", Key::Gdti, 174, &[FILTER, Company(Padded, &PLACE), Text(119)]),
    scheme(0x3F, "sgcn-96", Key::Sgcn, 96, &[FILTER, Company(Padded, &PLACE), NumericString(41)]),
    scheme(0x40, "itip-110", Key::Itip, 110, &[FILTER, Company(Padded, &ITEM), TwoDigits, TwoDigits, Integer(38)]),
    scheme(0x41, "itip-212", Key::Itip, 212, &[FILTER, Company(Padded, &ITEM), TwoDigits, TwoDigits, Text(140)]),
];
