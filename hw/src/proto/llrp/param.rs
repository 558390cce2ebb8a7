//! LLRP parameters: TLV (type and length of 16 bits) and TV (one type byte with the top bit set, length by type), section 17.

/// Parameter types (section 17.1). TV types are the byte without its top bit.
pub(super) mod kind {
    pub(in super::super) const ANTENNA_ID: u16 = 1;
    pub(in super::super) const FIRST_SEEN_UTC: u16 = 2;
    pub(in super::super) const LAST_SEEN_UTC: u16 = 4;
    pub(in super::super) const PEAK_RSSI: u16 = 6;
    pub(in super::super) const TAG_SEEN_COUNT: u16 = 8;
    pub(in super::super) const EPC_96: u16 = 13;
    pub(in super::super) const UTC_TIMESTAMP: u16 = 128;
    pub(in super::super) const ROSPEC: u16 = 177;
    pub(in super::super) const RO_BOUNDARY_SPEC: u16 = 178;
    pub(in super::super) const ROSPEC_START_TRIGGER: u16 = 179;
    pub(in super::super) const ROSPEC_STOP_TRIGGER: u16 = 182;
    pub(in super::super) const AI_SPEC: u16 = 183;
    pub(in super::super) const AI_SPEC_STOP_TRIGGER: u16 = 184;
    pub(in super::super) const INVENTORY_PARAMETER_SPEC: u16 = 186;
    pub(in super::super) const KEEPALIVE_SPEC: u16 = 220;
    pub(in super::super) const RO_REPORT_SPEC: u16 = 237;
    pub(in super::super) const TAG_REPORT_CONTENT_SELECTOR: u16 = 238;
    pub(in super::super) const TAG_REPORT_DATA: u16 = 240;
    pub(in super::super) const EPC_DATA: u16 = 241;
    pub(in super::super) const READER_EVENT_NOTIFICATION_DATA: u16 = 246;
    pub(in super::super) const READER_EXCEPTION_EVENT: u16 = 252;
    pub(in super::super) const ANTENNA_EVENT: u16 = 255;
    pub(in super::super) const CONNECTION_ATTEMPT_EVENT: u16 = 256;
    pub(in super::super) const CONNECTION_CLOSE_EVENT: u16 = 257;
    pub(in super::super) const LLRP_STATUS: u16 = 287;
}

/// Length of the value of each TV type, type 1 first.
const TV_LENGTHS: [usize; 20] = [2, 8, 8, 8, 8, 1, 2, 2, 4, 2, 2, 2, 12, 2, 2, 4, 2, 4, 2, 2];

/// One parameter: its type and what follows its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Param<'a> {
    pub(super) kind: u16,
    pub(super) value: &'a [u8],
}

/// The parameters in `bytes`, in order. `None` when a length does not fit or a TV type is not known.
pub(super) fn params(mut bytes: &[u8]) -> Option<Vec<Param<'_>>> {
    let mut params = Vec::new();
    while !bytes.is_empty() {
        let (param, rest) = split(bytes)?;
        params.push(param);
        bytes = rest;
    }
    Some(params)
}

fn split(bytes: &[u8]) -> Option<(Param<'_>, &[u8])> {
    match bytes {
        [tv @ 0x80..=0xFF, rest @ ..] => {
            let kind = u16::from(tv & 0x7F);
            let length = *TV_LENGTHS.get(usize::from(kind).checked_sub(1)?)?;
            let (value, rest) = rest.split_at_checked(length)?;
            Some((Param { kind, value }, rest))
        }
        [t0, t1, l0, l1, ..] => {
            let length = usize::from(u16::from_be_bytes([*l0, *l1]));
            let (whole, rest) = bytes.split_at_checked(length)?;
            Some((Param { kind: u16::from_be_bytes([*t0, *t1]) & 0x3FF, value: whole.get(4..)? }, rest))
        }
        _ => None,
    }
}

impl Param<'_> {
    /// The first two bytes of the value.
    pub(super) fn u16(&self) -> Option<u16> {
        self.value.first_chunk().copied().map(u16::from_be_bytes)
    }

    /// The first eight bytes of the value.
    pub(super) fn u64(&self) -> Option<u64> {
        self.value.first_chunk().copied().map(u64::from_be_bytes)
    }
}

/// LLRPStatus (section 14.2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) code: u16,
    pub(super) words: String,
}

/// The LLRPStatus that stands first in a response. What follows it is not looked at: it may be any parameter.
pub(super) fn status(bytes: &[u8]) -> Option<Status> {
    let (param, _) = split(bytes)?;
    let [c0, c1, l0, l1, rest @ ..] = param.value else { return None };
    let words = rest.get(..usize::from(u16::from_be_bytes([*l0, *l1])))?;
    let status = Status { code: u16::from_be_bytes([*c0, *c1]), words: String::from_utf8_lossy(words).into_owned() };
    (param.kind == kind::LLRP_STATUS).then_some(status)
}

/// Appends a TLV parameter.
pub(super) fn tlv(out: &mut Vec<u8>, kind: u16, value: &[u8]) {
    // Nothing that is built here comes near 64 KiB.
    let length = u16::try_from(value.len() + 4).unwrap_or(u16::MAX);
    out.extend(kind.to_be_bytes());
    out.extend(length.to_be_bytes());
    out.extend_from_slice(value);
}
