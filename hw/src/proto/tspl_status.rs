//! What TSPL printers (TSC, Gprinter, Xprinter and relatives) answer when asked how they are (TSPL2 Programming Manual,
//! `<ESC>!?` and `<ESC>!S`). Both are answered also while the printer stands still for an error.

/// Asks for the one-byte status.
pub const QUERY: &[u8] = b"\x1B!?";
/// Asks for the four-byte status; older firmware does not answer it.
pub const QUERY_FULL: &[u8] = b"\x1B!S";

/// A bit of the one-byte status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    HeadOpen,
    PaperJam,
    PaperOut,
    RibbonOut,
    Paused,
    Printing,
    CoverOpen,
    Temperature,
}

/// Flags by bit, bit 0 first.
const FLAGS: [Flag; 8] = [
    Flag::HeadOpen,
    Flag::PaperJam,
    Flag::PaperOut,
    Flag::RibbonOut,
    Flag::Paused,
    Flag::Printing,
    Flag::CoverOpen,
    Flag::Temperature,
];

/// The answer to [`QUERY`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status(pub u8);

impl Status {
    const PRINTING: u8 = 0x20;

    /// It would print a label now.
    pub fn ready(self) -> bool {
        self.0 == 0
    }

    /// It is printing.
    pub fn busy(self) -> bool {
        self.0 & Self::PRINTING != 0
    }

    /// The bits that are set, bit 0 first.
    pub fn flags(self) -> impl Iterator<Item = Flag> {
        FLAGS.into_iter().enumerate().filter(move |(bit, _)| self.0 >> bit & 1 != 0).map(|(_, flag)| flag)
    }
}

impl Flag {
    /// A stable name for logs and interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Flag::HeadOpen => "head_open",
            Flag::PaperJam => "paper_jam",
            Flag::PaperOut => "paper_out",
            Flag::RibbonOut => "ribbon_out",
            Flag::Paused => "paused",
            Flag::Printing => "printing",
            Flag::CoverOpen => "cover_open",
            Flag::Temperature => "temperature",
        }
    }
}

/// Status byte 1 of the four: what the printer is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    Normal,
    Pause,
    BackingLabel,
    Cutting,
    PrinterError,
    FormFeed,
    WaitingPrintKey,
    WaitingTakeLabel,
    PrintingBatch,
    Imaging,
    /// A letter that the manual does not have.
    Unknown(u8),
}

/// A bit of status bytes 3 and 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    HeadOverheat,
    MotorOverheat,
    HeadError,
    CutterJam,
    InsufficientMemory,
    PaperOut,
    PaperJam,
    RibbonOut,
    RibbonJam,
    RewinderFull,
}

/// Bits of status byte 3 and of status byte 4.
const FAULTS: [&[(u8, Fault)]; 2] = [
    &[
        (0x01, Fault::HeadOverheat),
        (0x02, Fault::MotorOverheat),
        (0x04, Fault::HeadError),
        (0x08, Fault::CutterJam),
        (0x10, Fault::InsufficientMemory),
    ],
    &[
        (0x01, Fault::PaperOut),
        (0x02, Fault::PaperJam),
        (0x04, Fault::RibbonOut),
        (0x08, Fault::RibbonJam),
        (0x20, Fault::RewinderFull),
    ],
];

/// The answer to [`QUERY_FULL`]: `STX message warning error error ETX CR LF`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FullStatus([u8; 4]);

impl FullStatus {
    /// Finds the answer in what the printer sent. `None` while it is incomplete, or if there is none.
    pub fn parse(bytes: &[u8]) -> Option<FullStatus> {
        const LETTERS: std::ops::RangeInclusive<u8> = 0x40..=0x7F;
        bytes.windows(6).find_map(|window| match window {
            [0x02, status @ .., 0x03] if status.iter().all(|byte| LETTERS.contains(byte)) => {
                status.first_chunk().copied().map(FullStatus)
            }
            _ => None,
        })
    }

    /// What the printer is doing.
    pub fn message(self) -> Message {
        match self.0[0] {
            b'@' => Message::Normal,
            b'`' => Message::Pause,
            b'B' => Message::BackingLabel,
            b'C' => Message::Cutting,
            b'E' => Message::PrinterError,
            b'F' => Message::FormFeed,
            b'K' => Message::WaitingPrintKey,
            b'L' => Message::WaitingTakeLabel,
            b'P' => Message::PrintingBatch,
            b'W' => Message::Imaging,
            letter => Message::Unknown(letter),
        }
    }

    /// True when the receive buffer is full.
    pub fn buffer_full(self) -> bool {
        self.0[1] & 0x08 != 0
    }

    /// The errors, byte 3 before byte 4, lowest bit first.
    pub fn faults(self) -> impl Iterator<Item = Fault> {
        let [_, _, third, fourth] = self.0;
        [third, fourth]
            .into_iter()
            .zip(FAULTS)
            .flat_map(|(byte, table)| table.iter().filter(move |(bit, _)| byte & bit != 0).map(|(_, fault)| *fault))
    }
}

impl Message {
    /// A stable name for logs and interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Message::Normal => "normal",
            Message::Pause => "pause",
            Message::BackingLabel => "backing_label",
            Message::Cutting => "cutting",
            Message::PrinterError => "printer_error",
            Message::FormFeed => "form_feed",
            Message::WaitingPrintKey => "waiting_print_key",
            Message::WaitingTakeLabel => "waiting_take_label",
            Message::PrintingBatch => "printing_batch",
            Message::Imaging => "imaging",
            Message::Unknown(_) => "unknown",
        }
    }
}

impl Fault {
    /// A stable name for logs and interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Fault::HeadOverheat => "head_overheat",
            Fault::MotorOverheat => "motor_overheat",
            Fault::HeadError => "head_error",
            Fault::CutterJam => "cutter_jam",
            Fault::InsufficientMemory => "insufficient_memory",
            Fault::PaperOut => "paper_out",
            Fault::PaperJam => "paper_jam",
            Fault::RibbonOut => "ribbon_out",
            Fault::RibbonJam => "ribbon_jam",
            Fault::RewinderFull => "rewinder_full",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_byte_names_its_bits() {
        for (byte, ready, busy, flags) in [
            (0x00, true, false, &[] as &[&str]),
            (0x20, false, true, &["printing"]),
            (0x05, false, false, &["head_open", "paper_out"]),
            (0xDA, false, false, &["paper_jam", "ribbon_out", "paused", "cover_open", "temperature"]),
        ] {
            let status = Status(byte);
            let names: Vec<&str> = status.flags().map(Flag::name).collect();
            assert_eq!((status.ready(), status.busy(), names.as_slice()), (ready, busy, flags), "{byte:02X}");
        }
    }

    fn check(bytes: &[u8], expected: Option<(&str, &[&str])>) {
        let got =
            FullStatus::parse(bytes).map(|s| (s.message().name(), s.faults().map(Fault::name).collect::<Vec<_>>()));
        assert_eq!(got, expected.map(|(message, names)| (message, names.to_vec())), "{bytes:?}");
    }

    #[test]
    fn the_four_bytes_name_message_and_errors() {
        check(b"\x02@@@@\x03\r\n", Some(("normal", &[])));
        check(b"\x02E@BA\x03\r\n", Some(("printer_error", &["motor_overheat", "paper_out"])));
        check(b"\x02E@PF\x03\r\n", Some(("printer_error", &["insufficient_memory", "paper_jam", "ribbon_out"])));
        check(b"\x02Z@@@\x03\r\n", Some(("unknown", &[])));
        check(b"noise\x02\x02`@@@\x03\r\n", Some(("pause", &[])));
    }

    #[test]
    fn what_is_cut_off_or_different_is_none() {
        for bytes in [b"" as &[u8], b"\x02@@@@", b"\x02@@@\x03\r\n", b"\x02@@\x01@\x03\r\n"] {
            check(bytes, None);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Some(status) = FullStatus::parse(&bytes) {
                let _ = (status.message(), status.buffer_full(), status.faults().count());
            }
        }
    }
}
