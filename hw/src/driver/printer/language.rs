//! What the printer languages differ in: how a printer is asked how it is, what its answers mean, and when a label is out.

use crate::health::Trouble;
use crate::proto::brother_status::{self, Fault, Status as QlStatus};
use crate::proto::escpos_status::{Question, Status as EscPosStatus};
use crate::proto::tspl_status::{self, Flag};
use crate::proto::zpl_status::{self, HostStatus, StatusEvent};

/// The language of a printer, and with it its status protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// ZPL II; asked with `~HS`. A job is one label from `^XA` to `^XZ`.
    #[default]
    Zpl,
    /// TSPL and TSPL2; asked with `<ESC>!?`. A job ends with one `PRINT 1,1`.
    Tspl,
    /// ESC/POS; asked with `DLE EOT n`. A job is one slip, cut included.
    EscPos,
    /// Brother QL raster; asked with `ESC i S` before a job, and reports by itself while it prints. A job ends with the
    /// print command 0x1A.
    BrotherQl,
    /// A picture in a job of IPP; the printer is asked for its state and that of the job.
    Ipp,
}

/// How a printer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    /// What a person has to see to.
    pub(crate) trouble: Option<Trouble>,
    /// It says that it has nothing left to print; always true of a language that does not tell.
    pub(crate) empty: bool,
}

/// What a printer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Condition(Condition),
    /// All that was sent before has been worked off, the label with it.
    Done,
    /// It has given the label up.
    Stopped(Trouble),
}

/// `GS r 1` (transmit paper sensor status): answered when all that was sent before it has been printed.
const ESCPOS_MARK: &[u8] = b"\x1Dr\x01";

impl Language {
    /// Whether printers of this language print an interrupted label again by themselves as they come from the maker: ZPL
    /// does (`^JZ`), TSPL is set up not to (`SET REPRINT`), ESC/POS goes on with the rest of the slip, a QL gives it up, a
    /// queue of IPP keeps the job until it is printed.
    pub fn reprints(self) -> bool {
        match self {
            Language::Zpl | Language::Ipp => true,
            Language::Tspl | Language::EscPos | Language::BrotherQl => false,
        }
    }

    /// Asks the printer how it is. Never sent to a Brother QL that prints.
    pub(crate) fn query(self) -> Vec<u8> {
        match self {
            Language::Zpl => zpl_status::QUERY.to_vec(),
            Language::Tspl => tspl_status::QUERY.to_vec(),
            Language::EscPos => ESCPOS_QUESTIONS.into_iter().flat_map(Question::bytes).collect(),
            Language::BrotherQl => [&brother_status::initialise(), brother_status::QUERY].concat(),
            // Its line has messages of its own.
            Language::Ipp => Vec::new(),
        }
    }

    /// Sent behind a job to a printer that reports: its answer says that the job is done.
    pub(crate) fn mark(self) -> &'static [u8] {
        match self {
            Language::EscPos => ESCPOS_MARK,
            Language::Zpl | Language::Tspl | Language::BrotherQl | Language::Ipp => b"",
        }
    }

    /// Whether a part of a job is enough to print something.
    pub(crate) fn may_print(self, job: &[u8], sent: usize) -> bool {
        let part = &job[..sent.min(job.len())];
        let has = |end: &[u8]| part.windows(end.len()).any(|bytes| bytes == end);
        match self {
            // The printer prints when the format ends (ZPL II `^XZ`), or at the command that says so.
            Language::Zpl => has(b"^XZ"),
            Language::Tspl => has(b"PRINT"),
            // Each line and each band of dots is printed as it comes; a printer may do so with a picture.
            Language::EscPos | Language::Ipp => !part.is_empty(),
            Language::BrotherQl => part.len() == job.len(),
        }
    }

    /// Whether the printer is asked while it prints; else it reports by itself.
    pub(crate) fn is_asked_while_printing(self) -> bool {
        match self {
            Language::Zpl | Language::Tspl | Language::EscPos => true,
            Language::BrotherQl | Language::Ipp => false,
        }
    }

    /// How many answers in a row must say that nothing is left before that is believed; `was_busy` when one has said the
    /// contrary since the job left. Some clones answer before they have read the job, and TSPL answers at once whatever
    /// waits in its buffer. None when only [`Said::Done`] will do.
    pub(crate) fn empty_answers(self, was_busy: bool) -> Option<u32> {
        match self {
            Language::Zpl => Some(2),
            Language::Tspl => Some(if was_busy { 2 } else { 4 }),
            Language::EscPos | Language::BrotherQl | Language::Ipp => None,
        }
    }
}

const ESCPOS_QUESTIONS: [Question; 3] = [Question::Printer, Question::OfflineCause, Question::Paper];
/// Bytes of a Brother status that may wait for the rest of it.
const LONGEST: usize = 1024;

/// Decoder of what a printer sends back.
#[derive(Debug)]
pub(crate) struct Answers {
    language: Language,
    zpl: zpl_status::Decoder,
    /// Answers to the first ESC/POS questions.
    escpos: Vec<EscPosStatus>,
    /// The beginning of a Brother status.
    held: Vec<u8>,
}

impl Answers {
    pub(crate) fn new(language: Language) -> Self {
        Self { language, zpl: zpl_status::Decoder::default(), escpos: Vec::new(), held: Vec::new() }
    }

    /// Drops what is held, before a new question.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(self.language);
    }

    /// Takes bytes and gives what became complete with them.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Vec<Said> {
        match self.language {
            Language::Zpl => {
                let mut said = Vec::new();
                self.zpl.push(bytes, |event| match event {
                    StatusEvent::Status(status) => said.push(Said::Condition(of_zpl(&status))),
                    StatusEvent::Malformed => {}
                });
                said
            }
            Language::Tspl => bytes.iter().map(|byte| Said::Condition(of_tspl(tspl_status::Status(*byte)))).collect(),
            Language::EscPos => bytes.iter().filter_map(|byte| self.escpos(*byte)).collect(),
            Language::BrotherQl => self.brother(bytes),
            Language::Ipp => Vec::new(),
        }
    }

    fn escpos(&mut self, byte: u8) -> Option<Said> {
        // Bit 4 tells an answer to DLE EOT from one to GS r.
        if byte & 0x90 == 0 {
            return Some(Said::Done);
        }
        let question = *ESCPOS_QUESTIONS.get(self.escpos.len())?;
        self.escpos.push(EscPosStatus::parse(question, byte)?);
        let complete = self.escpos.len() == ESCPOS_QUESTIONS.len();
        complete.then(|| Said::Condition(of_escpos(&std::mem::take(&mut self.escpos))))
    }

    fn brother(&mut self, bytes: &[u8]) -> Vec<Said> {
        let mut said = Vec::new();
        for byte in bytes {
            self.held.push(*byte);
            if let Some(status) = QlStatus::parse(&self.held) {
                self.held.clear();
                said.push(of_brother(&status));
            } else if self.held.len() > LONGEST {
                self.held.drain(..LONGEST - brother_status::LENGTH);
            }
        }
        said
    }
}

fn first(found: &[(bool, Trouble)]) -> Option<Trouble> {
    found.iter().find(|(is, _)| *is).map(|(_, trouble)| trouble.clone())
}

/// The first thing that a person has to see to. An open head makes most printers say that the paper is out as well, and
/// either makes them pause.
fn of_zpl(status: &HostStatus) -> Condition {
    let trouble = first(&[
        (status.head_open, Trouble::CoverOpen),
        (status.paper_out, Trouble::PaperOut),
        (status.ribbon_out, Trouble::RibbonOut),
        (status.over_temp, Trouble::TooHot),
        (status.paused, Trouble::Paused),
        (status.buffer_full, Trouble::MemoryFull),
    ]);
    Condition { trouble, empty: status.is_empty() }
}

fn of_tspl(status: tspl_status::Status) -> Condition {
    let has = |flag| status.flags().any(|set| set == flag);
    let trouble = first(&[
        (has(Flag::HeadOpen) || has(Flag::CoverOpen), Trouble::CoverOpen),
        (has(Flag::PaperJam), Trouble::PaperJam),
        (has(Flag::PaperOut), Trouble::PaperOut),
        (has(Flag::RibbonOut), Trouble::RibbonOut),
        (has(Flag::Temperature), Trouble::TooHot),
        (has(Flag::Paused), Trouble::Paused),
    ]);
    Condition { trouble, empty: !status.busy() }
}

fn of_escpos(answers: &[EscPosStatus]) -> Condition {
    let (mut cover, mut paper, mut error, mut off) = (false, false, false, false);
    for answer in answers {
        match answer {
            EscPosStatus::Printer { offline, .. } => off |= *offline,
            EscPosStatus::OfflineCause { cover_open, paper_end_stop, error: failed, .. } => {
                cover |= *cover_open;
                paper |= *paper_end_stop;
                error |= *failed;
            }
            EscPosStatus::Paper { paper_end, .. } => paper |= *paper_end,
        }
    }
    let trouble = first(&[
        (cover, Trouble::CoverOpen),
        (paper, Trouble::PaperOut),
        (error, Trouble::Fault),
        (off, Trouble::Paused),
    ]);
    Condition { trouble, empty: true }
}

fn of_brother(status: &QlStatus) -> Said {
    /// Status types (Raster Command Reference, "Status type").
    const PRINTED: u8 = 1;
    const ERROR: u8 = 2;
    const TURNED_OFF: u8 = 4;
    let trouble = status.faults().next().map(brother_trouble);
    match status.status_type {
        PRINTED => Said::Done,
        ERROR => Said::Stopped(trouble.unwrap_or(Trouble::Fault)),
        TURNED_OFF => Said::Stopped(Trouble::SwitchedOff),
        _ => Said::Condition(Condition { trouble, empty: status.phase == 0 }),
    }
}

fn brother_trouble(fault: Fault) -> Trouble {
    match fault {
        Fault::NoMedia | Fault::EndOfMedia => Trouble::PaperOut,
        Fault::CoverOpen => Trouble::CoverOpen,
        Fault::CutterJam => Trouble::CutterJam,
        Fault::ReplaceMedia => Trouble::WrongRoll,
        Fault::InUse => Trouble::InUse,
        Fault::TurnedOff => Trouble::SwitchedOff,
        Fault::BufferFull => Trouble::MemoryFull,
        Fault::Fan | Fault::Communication | Fault::Image | Fault::LeadingEdge | Fault::System => {
            Trouble::Other(format!("printer error: {}", fault.name()))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_reason_of_a_zpl_printer_not_to_be_ready_has_words() {
        let none = HostStatus::default();
        let cases = [
            (HostStatus { head_open: true, paper_out: true, paused: true, ..none }, Trouble::CoverOpen),
            (HostStatus { paper_out: true, paused: true, ..none }, Trouble::PaperOut),
            (HostStatus { ribbon_out: true, ..none }, Trouble::RibbonOut),
            (HostStatus { over_temp: true, ..none }, Trouble::TooHot),
            (HostStatus { paused: true, ..none }, Trouble::Paused),
            (HostStatus { buffer_full: true, ..none }, Trouble::MemoryFull),
        ];
        for (status, expected) in cases {
            assert!(!status.ready());
            assert_eq!(of_zpl(&status).trouble, Some(expected));
        }
        assert_eq!(of_zpl(&HostStatus { label_waiting: true, under_temp: true, ..none }).trouble, None);
    }

    fn brother(change: &[(usize, u8)]) -> Vec<u8> {
        let mut status = vec![0; brother_status::LENGTH];
        status[..3].copy_from_slice(&[0x80, 0x20, 0x42]);
        for (at, byte) in change {
            status[*at] = *byte;
        }
        status
    }

    fn check(language: Language, bytes: &[u8], expected: &[Said]) {
        assert_eq!(Answers::new(language).push(bytes), expected, "{language:?} {bytes:02X?}");
        let mut by_byte = Answers::new(language);
        let said: Vec<Said> = bytes.iter().flat_map(|byte| by_byte.push(&[*byte])).collect();
        assert_eq!(said, expected);
    }

    fn is(trouble: Option<Trouble>, empty: bool) -> Said {
        Said::Condition(Condition { trouble, empty })
    }

    #[test]
    fn answers_become_what_a_person_can_act_on() {
        use Language::{BrotherQl, EscPos, Tspl};
        check(Tspl, &[0x00, 0x20], &[is(None, true), is(None, false)]);
        check(Tspl, &[0x05, 0x44], &[is(Some(Trouble::CoverOpen), true), is(Some(Trouble::CoverOpen), true)]);
        check(Tspl, &[0x24, 0x02], &[is(Some(Trouble::PaperOut), false), is(Some(Trouble::PaperJam), true)]);
        check(EscPos, &[0x12, 0x12, 0x12], &[is(None, true)]);
        check(EscPos, &[0x1A, 0x16, 0x12], &[is(Some(Trouble::CoverOpen), true)]);
        check(EscPos, &[0x1A, 0x32, 0x72], &[is(Some(Trouble::PaperOut), true)]);
        check(EscPos, &[0x12, 0xFF, 0x00, 0x12, 0x12], &[Said::Done, is(None, true)]);
        check(BrotherQl, &brother(&[]), &[is(None, true)]);
        check(BrotherQl, &[brother(&[(18, 6), (19, 1)]), brother(&[(18, 1)])].concat(), &[is(None, false), Said::Done]);
        check(BrotherQl, &brother(&[(18, 2), (9, 0x10)]), &[Said::Stopped(Trouble::CoverOpen)]);
        check(BrotherQl, &[vec![7; 2000], brother(&[(8, 2)])].concat(), &[is(Some(Trouble::PaperOut), true)]);
    }

    #[test]
    fn a_part_of_a_job_prints_only_when_it_holds_the_command() {
        let cases = [
            (Language::Zpl, &b"^XA^XZ"[..], 5, false),
            (Language::Zpl, b"^XA^XZ", 6, true),
            (Language::Tspl, b"CLS\r\nPRINT 1,1\r\n", 8, false),
            (Language::Tspl, b"CLS\r\nPRINT 1,1\r\n", 12, true),
            (Language::EscPos, b"\x1B@", 0, false),
            (Language::EscPos, b"\x1B@", 1, true),
            (Language::BrotherQl, b"g\0\x1A", 2, false),
            (Language::BrotherQl, b"g\0\x1A", 3, true),
        ];
        for (language, job, sent, expected) in cases {
            assert_eq!(language.may_print(job, sent), expected, "{language:?} {sent}");
        }
    }

    proptest! {
        #[test]
        fn any_answers_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
            for language in [Language::Zpl, Language::Tspl, Language::EscPos, Language::BrotherQl] {
                let mut answers = Answers::new(language);
                let _ = answers.push(&bytes);
                prop_assert!(answers.held.len() <= LONGEST + 1);
            }
        }
    }
}
