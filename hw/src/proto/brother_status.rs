//! The 32-byte status of Brother QL label printers (Raster Command Reference, "Status information request"), answered to
//! `ESC i S` and sent by itself while printing. Do not ask while it prints.

/// Drops a half-sent command and initialises: 400 zeros, then `ESC @`.
pub fn initialise() -> Vec<u8> {
    let mut bytes = vec![0; 400];
    bytes.extend(b"\x1B@");
    bytes
}

/// Asks for the status.
pub const QUERY: &[u8] = b"\x1BiS";

/// Length of a status in bytes.
pub const LENGTH: usize = 32;

/// Print head mark, size, and "Brother".
const HEADER: [u8; 3] = [0x80, 0x20, 0x42];

/// An error bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    NoMedia,
    EndOfMedia,
    CutterJam,
    InUse,
    TurnedOff,
    Fan,
    ReplaceMedia,
    BufferFull,
    Communication,
    Image,
    CoverOpen,
    LeadingEdge,
    System,
}

/// Bits of error information 1 (low byte) and 2 (high byte); the others are not used.
const FAULTS: &[(u16, Fault)] = &[
    (0x0001, Fault::NoMedia),
    (0x0002, Fault::EndOfMedia),
    (0x0004, Fault::CutterJam),
    (0x0010, Fault::InUse),
    (0x0020, Fault::TurnedOff),
    (0x0080, Fault::Fan),
    (0x0100, Fault::ReplaceMedia),
    (0x0200, Fault::BufferFull),
    (0x0400, Fault::Communication),
    (0x0800, Fault::Image),
    (0x1000, Fault::CoverOpen),
    (0x4000, Fault::LeadingEdge),
    (0x8000, Fault::System),
];

/// Kind of the loaded roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    None,
    Continuous,
    DieCut,
    Unknown(u8),
}

/// The loaded roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Media {
    pub kind: MediaKind,
    pub width_mm: u8,
    /// Length of a die-cut label; 0 for continuous tape.
    pub length_mm: u8,
}

/// A status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// Model code.
    pub model: u8,
    /// Error information 1 in the low byte, 2 in the high byte.
    pub errors: u16,
    pub media: Media,
    /// 0 answer to a request, 1 printing completed, 2 error, 4 turned off, 5 notification, 6 phase change.
    pub status_type: u8,
    /// 0 waiting to receive, 1 printing.
    pub phase: u8,
}

impl Status {
    /// Finds the first whole status in what the printer sent. `None` while it is incomplete, or if there is none.
    pub fn parse(bytes: &[u8]) -> Option<Status> {
        let status = bytes.windows(LENGTH).find(|window| window.starts_with(&HEADER))?;
        let media = Media { kind: media_kind(status[11]), width_mm: status[10], length_mm: status[17] };
        Some(Status {
            model: status[4],
            errors: u16::from_le_bytes([status[8], status[9]]),
            media,
            status_type: status[18],
            phase: status[19],
        })
    }

    /// The errors, lowest bit first, error information 1 before 2.
    pub fn faults(&self) -> impl Iterator<Item = Fault> {
        let errors = self.errors;
        FAULTS.iter().filter(move |(bit, _)| errors & bit != 0).map(|(_, fault)| *fault)
    }
}

/// QL-800 and later add 0x40 to the codes of the older models.
fn media_kind(code: u8) -> MediaKind {
    match code {
        0x00 => MediaKind::None,
        0x0A | 0x4A => MediaKind::Continuous,
        0x0B | 0x4B => MediaKind::DieCut,
        code => MediaKind::Unknown(code),
    }
}

impl MediaKind {
    /// A stable name for logs and interfaces.
    pub fn name(self) -> &'static str {
        match self {
            MediaKind::None => "none",
            MediaKind::Continuous => "continuous",
            MediaKind::DieCut => "die-cut",
            MediaKind::Unknown(_) => "unknown",
        }
    }
}

impl Fault {
    /// A stable name for logs and interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Fault::NoMedia => "no_media",
            Fault::EndOfMedia => "end_of_media",
            Fault::CutterJam => "cutter_jam",
            Fault::InUse => "in_use",
            Fault::TurnedOff => "turned_off",
            Fault::Fan => "fan",
            Fault::ReplaceMedia => "replace_media",
            Fault::BufferFull => "buffer_full",
            Fault::Communication => "communication",
            Fault::Image => "image",
            Fault::CoverOpen => "cover_open",
            Fault::LeadingEdge => "leading_edge",
            Fault::System => "system",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn status(change: impl FnOnce(&mut [u8])) -> Vec<u8> {
        let mut status = vec![0; LENGTH];
        status[..6].copy_from_slice(&[0x80, 0x20, 0x42, 0x34, 0x41, 0x30]);
        (status[10], status[11]) = (62, 0x0A);
        change(&mut status);
        status
    }

    fn check(bytes: &[u8], errors: &[&str], media: (&str, u8, u8), kind: (u8, u8)) {
        let got = Status::parse(bytes).expect("a whole status");
        let names: Vec<&str> = got.faults().map(Fault::name).collect();
        let got_media = (got.media.kind.name(), got.media.width_mm, got.media.length_mm);
        assert_eq!((names.as_slice(), got_media, (got.status_type, got.phase)), (errors, media, kind));
    }

    #[test]
    fn a_status_names_errors_media_and_phase() {
        check(&status(|_| ()), &[], ("continuous", 62, 0), (0, 0));
        let cover = status(|s| (s[8], s[9], s[18]) = (0x05, 0x10, 2));
        check(&cover, &["no_media", "cutter_jam", "cover_open"], ("continuous", 62, 0), (2, 0));
        let die_cut = status(|s| (s[10], s[11], s[17], s[18], s[19]) = (29, 0x4B, 90, 6, 1));
        check(&die_cut, &[], ("die-cut", 29, 90), (6, 1));
        let all = status(|s| (s[8], s[9]) = (0xFF, 0xFF));
        assert_eq!(Status::parse(&all).map(|s| s.faults().count()), Some(FAULTS.len()));
    }

    #[test]
    fn a_status_is_found_behind_noise_and_waited_for() {
        let mut noisy = vec![0x80, 0x20];
        noisy.extend(status(|s| s[18] = 1));
        check(&noisy, &[], ("continuous", 62, 0), (1, 0));
        assert_eq!(Status::parse(&noisy[..33]), None);
        assert_eq!(Status::parse(&[0; 64]), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = Status::parse(&bytes);
        }
    }
}
