//! `DLE EOT n`: the real-time status of ESC/POS receipt printers, one byte per question (Epson ESC/POS reference, DLE EOT).
//!
//! Bits 1 and 4 of each answer are set, bits 0 and 7 are clear: that tells a status from other bytes.

const DLE: u8 = 0x10;
const EOT: u8 = 0x04;

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// n = 1: is it on line?
    Printer = 1,
    /// n = 2: why is it off line?
    OfflineCause = 2,
    /// n = 4: how is the paper?
    Paper = 4,
}

impl Question {
    /// The bytes that ask.
    pub fn bytes(self) -> [u8; 3] {
        [DLE, EOT, self as u8]
    }
}

/// An answer, read as the answer to the question that was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Printer {
        offline: bool,
        /// Pin 3 of the drawer kick-out connector is high.
        drawer_high: bool,
    },
    OfflineCause {
        cover_open: bool,
        /// Paper is being fed by the button.
        feeding: bool,
        /// Printing stopped at the end of the paper.
        paper_end_stop: bool,
        error: bool,
    },
    Paper {
        near_end: bool,
        paper_end: bool,
    },
}

impl Status {
    /// Reads an answer; `None` for a byte that is no status.
    pub fn parse(question: Question, byte: u8) -> Option<Status> {
        if byte & 0x93 != 0x12 {
            return None;
        }
        let has = |bits: u8| byte & bits != 0;
        Some(match question {
            Question::Printer => Status::Printer { offline: has(0x08), drawer_high: has(0x04) },
            Question::OfflineCause => Status::OfflineCause {
                cover_open: has(0x04),
                feeding: has(0x08),
                paper_end_stop: has(0x20),
                error: has(0x40),
            },
            Question::Paper => Status::Paper { near_end: has(0x0C), paper_end: has(0x60) },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_byte_answers_its_question() {
        assert_eq!(Question::Paper.bytes(), [0x10, 0x04, 0x04]);
        let printer = |offline, drawer_high| Some(Status::Printer { offline, drawer_high });
        assert_eq!(Status::parse(Question::Printer, 0x12), printer(false, false));
        assert_eq!(Status::parse(Question::Printer, 0x1E), printer(true, true));
        let paper = |near_end, paper_end| Some(Status::Paper { near_end, paper_end });
        assert_eq!(Status::parse(Question::Paper, 0x12), paper(false, false));
        assert_eq!(Status::parse(Question::Paper, 0x1E), paper(true, false));
        assert_eq!(Status::parse(Question::Paper, 0x7E), paper(true, true));
        let cause = Some(Status::OfflineCause { cover_open: true, feeding: false, paper_end_stop: true, error: false });
        assert_eq!(Status::parse(Question::OfflineCause, 0x36), cause);
    }

    #[test]
    fn only_bytes_with_the_fixed_bits_are_statuses() {
        let valid = (0..=u8::MAX).filter(|byte| Status::parse(Question::Printer, *byte).is_some());
        assert_eq!(valid.count(), 16);
        for byte in [0x00, 0x13, 0x02, 0x92, 0xFF] {
            assert_eq!(Status::parse(Question::Paper, byte), None, "{byte:02X}");
        }
    }
}
