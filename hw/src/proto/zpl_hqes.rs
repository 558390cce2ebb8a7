//! `~HQES`: a Zebra printer's errors and warnings as flag bits (ZPL II Programming Guide, ~HQ, tables of error and warning
//! flags).
//!
//! The answer is text between STX and ETX: `PRINTER STATUS`, then `ERRORS: f GGGGGGGG gggggggg` and `WARNINGS: ..` in the
//! same form. f is 0 when there are none; the last eight digits are flag group 1, its last digit is nibble 1. Blanks and
//! empty lines differ from model to model.

/// Asks for errors and warnings.
pub const QUERY: &[u8] = b"~HQES\r\n";

/// Longest answer that is looked at, in bytes.
const LONGEST: usize = 1024;

/// An error flag of group 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    MediaOut,
    RibbonOut,
    HeadOpen,
    CutterFault,
    HeadOverTemp,
    MotorOverTemp,
    BadHeadElement,
    HeadDetection,
    InvalidFirmware,
    ThermistorOpen,
    /// Nibble 4: only kiosk printers (KR403) have it.
    JamDuringRetract,
    PresenterNotRunning,
    PaperFeed,
    ClearPathFailed,
    /// Nibble 5.
    Paused,
    RetractTimedOut,
    MarkCalibration,
    MarkNotFound,
}

/// Bit of group 1, and what it says.
const FAULTS: &[(u32, Fault)] = &[
    (0x0000_0001, Fault::MediaOut),
    (0x0000_0002, Fault::RibbonOut),
    (0x0000_0004, Fault::HeadOpen),
    (0x0000_0008, Fault::CutterFault),
    (0x0000_0010, Fault::HeadOverTemp),
    (0x0000_0020, Fault::MotorOverTemp),
    (0x0000_0040, Fault::BadHeadElement),
    (0x0000_0080, Fault::HeadDetection),
    (0x0000_0100, Fault::InvalidFirmware),
    (0x0000_0200, Fault::ThermistorOpen),
    (0x0000_1000, Fault::JamDuringRetract),
    (0x0000_2000, Fault::PresenterNotRunning),
    (0x0000_4000, Fault::PaperFeed),
    (0x0000_8000, Fault::ClearPathFailed),
    (0x0001_0000, Fault::Paused),
    (0x0002_0000, Fault::RetractTimedOut),
    (0x0004_0000, Fault::MarkCalibration),
    (0x0008_0000, Fault::MarkNotFound),
];

/// One line of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags {
    /// The flag f: there is at least one.
    pub any: bool,
    /// Group 2: none of its bits is documented.
    pub group2: u32,
    pub group1: u32,
}

/// The whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    pub errors: Flags,
    /// `None` when the printer sent no warnings line.
    pub warnings: Option<Flags>,
}

/// Bits of the warnings' group 1.
pub mod warning {
    /// The media must be calibrated.
    pub const CALIBRATE_MEDIA: u32 = 0x0000_0001;
    /// The head wants cleaning.
    pub const CLEAN_HEAD: u32 = 0x0000_0002;
    /// The head wants replacing.
    pub const REPLACE_HEAD: u32 = 0x0000_0004;
    /// The roll is nearly at its end.
    pub const PAPER_NEAR_END: u32 = 0x0000_0008;
}

impl Status {
    /// Reads an answer. `None` while its end (ETX, or the line after the errors) has not come, or if it is no answer.
    pub fn parse(bytes: &[u8]) -> Option<Status> {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        let complete = bytes.contains(&0x03);
        let text: String = bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { ' ' }).collect();
        let errors = flags(&text, "ERRORS:")?;
        let warnings = flags(&text, "WARNINGS:");
        (complete || warnings.is_some()).then_some(Status { errors, warnings })
    }

    /// The errors, lowest bit first.
    pub fn faults(&self) -> impl Iterator<Item = Fault> {
        let group1 = if self.errors.any { self.errors.group1 } else { 0 };
        FAULTS.iter().filter(move |(bit, _)| group1 & bit != 0).map(|(_, fault)| *fault)
    }

    /// True when the printer reports no error.
    pub fn ok(&self) -> bool {
        !self.errors.any
    }
}

impl Fault {
    /// A stable name for logs and interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Fault::MediaOut => "media_out",
            Fault::RibbonOut => "ribbon_out",
            Fault::HeadOpen => "head_open",
            Fault::CutterFault => "cutter_fault",
            Fault::HeadOverTemp => "head_over_temp",
            Fault::MotorOverTemp => "motor_over_temp",
            Fault::BadHeadElement => "bad_head_element",
            Fault::HeadDetection => "head_detection",
            Fault::InvalidFirmware => "invalid_firmware",
            Fault::ThermistorOpen => "thermistor_open",
            Fault::JamDuringRetract => "jam_during_retract",
            Fault::PresenterNotRunning => "presenter_not_running",
            Fault::PaperFeed => "paper_feed",
            Fault::ClearPathFailed => "clear_path_failed",
            Fault::Paused => "paused",
            Fault::RetractTimedOut => "retract_timed_out",
            Fault::MarkCalibration => "mark_calibration",
            Fault::MarkNotFound => "mark_not_found",
        }
    }
}

/// `f group2 group1` behind `label`, whole: eight digits in the last group.
fn flags(text: &str, label: &str) -> Option<Flags> {
    let (_, rest) = text.split_once(label)?;
    let mut words =
        rest.split(|c: char| c.is_ascii_whitespace() || c.is_ascii_control()).filter(|word| !word.is_empty());
    let any = match words.next()? {
        "0" => false,
        "1" => true,
        _ => return None,
    };
    Some(Flags { any, group2: group(words.next()?)?, group1: group(words.next()?)? })
}

fn group(word: &str) -> Option<u32> {
    if word.len() != 8 {
        return None;
    }
    u32::from_str_radix(word, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAIN: &str =
        "\u{2}\r\nPRINTER STATUS\r\nERRORS: 1 00000000 00000005\r\nWARNINGS: 0 00000000 00000000\r\n\u{3}";
    const SPACED: &str = "\u{2}\r\n\r\n  PRINTER STATUS          \r\n   ERRORS:         1 00000000 00010180 \r\n   WARNINGS:       1 00000000 00000006 \r\n\u{3}";

    fn check(text: &str, expected: Option<(bool, &[&str])>) {
        let got = Status::parse(text.as_bytes()).map(|s| (s.ok(), s.faults().map(Fault::name).collect::<Vec<_>>()));
        assert_eq!(got, expected.map(|(ok, names)| (ok, names.to_vec())), "{text:?}");
    }

    #[test]
    fn errors_are_named_lowest_bit_first() {
        check(PLAIN, Some((false, &["media_out", "head_open"])));
        check(SPACED, Some((false, &["head_detection", "invalid_firmware", "paused"])));
        check(&PLAIN.replace("1 00000000 00000005", "0 00000000 00000000"), Some((true, &[])));
    }

    #[test]
    fn an_answer_that_is_cut_off_is_none() {
        let end =
            PLAIN.find("WARNINGS: 0 00000000 00000000").expect("it is there") + "WARNINGS: 0 00000000 00000000".len();
        for cut in 0..end {
            check(&PLAIN[..cut], None);
        }
        check("", None);
        check("ERRORS: 2 00000000 00000000\u{3}", None);
    }

    #[test]
    fn warnings_are_kept_as_bits() {
        let status = Status::parse(SPACED.as_bytes()).expect("complete");
        assert_eq!(status.warnings.map(|w| w.group1), Some(warning::CLEAN_HEAD | warning::REPLACE_HEAD));
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
            let _ = Status::parse(&bytes);
        }

        #[test]
        fn any_text_is_survived(text in "[ERORS:01 2\r\n\u{2}\u{3}éW]{0,80}") {
            let _ = Status::parse(text.as_bytes());
        }
    }
}
