//! Printers that are no hardware, one for each language: they keep what they were sent, answer as the real ones do, and
//! can be unwell in the same ways.

use super::machine::Machine;
use super::printer::Behaviour;
use crate::driver::printer::Language;

/// Labels kept; older ones are forgotten.
const KEPT: usize = 1000;
/// Longest label that is taken, in bytes.
const LONGEST: usize = 4 << 20;

/// The printer.
#[derive(Debug)]
pub struct LanguagePrinter {
    language: Language,
    behaviour: Behaviour,
    coming: Vec<u8>,
    memory: Vec<Vec<u8>>,
    printed: Vec<Vec<u8>>,
    /// Answers to marks that wait for what stands before them.
    owed: Vec<u8>,
    asked: u64,
    cut: bool,
}

impl LanguagePrinter {
    /// A printer that is well.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            behaviour: Behaviour::default(),
            coming: Vec::new(),
            memory: Vec::new(),
            printed: Vec::new(),
            owed: Vec::new(),
            asked: 0,
            cut: false,
        }
    }

    /// Changes how it behaves; what it says by itself to that.
    pub fn set(&mut self, change: impl FnOnce(&mut Behaviour)) -> Vec<u8> {
        change(&mut self.behaviour);
        self.print()
    }

    /// The labels printed so far, the last thousand of them.
    pub fn labels(&self) -> &[Vec<u8>] {
        &self.printed
    }

    /// The labels that are in the printer and not on paper.
    pub fn waiting(&self) -> usize {
        self.memory.len()
    }

    /// How often it was asked for its status.
    pub fn asked(&self) -> u64 {
        self.asked
    }

    fn prints(&self) -> bool {
        !(self.behaviour.paper_out || self.behaviour.head_open || self.behaviour.hold)
    }

    /// Switched off and on again: what it held is gone.
    pub fn power_cut(&mut self) {
        self.coming.clear();
        self.memory.clear();
        self.owed.clear();
    }

    fn step(&mut self, byte: u8) -> Vec<u8> {
        if self.coming.len() < LONGEST {
            self.coming.push(byte);
        }
        if self.language == Language::Zpl && !self.coming.starts_with(b"^XA") && !begins_zpl(&self.coming) {
            // Line ends and anything else between two labels.
            self.coming.clear();
            return Vec::new();
        }
        let limit = self.behaviour.cut_after;
        if limit.is_some_and(|limit| self.coming.len() >= limit && !self.is_preamble()) {
            self.behaviour.cut_after = None;
            self.coming.clear();
            self.cut = true;
            return Vec::new();
        }
        if self.language == Language::Zpl && self.coming.ends_with(b"~HS") {
            self.print();
        }
        if let Some(answer) = self.asked_now() {
            return if self.behaviour.silent { Vec::new() } else { answer };
        }
        if self.is_whole() {
            let label = std::mem::take(&mut self.coming);
            self.memory.push(label);
            let said = self.print();
            return if self.behaviour.silent { Vec::new() } else { said };
        }
        Vec::new()
    }

    /// What has come may be a question and is no part of a label yet.
    fn is_preamble(&self) -> bool {
        match self.language {
            Language::Zpl => !self.coming.starts_with(b"^XA"),
            Language::Tspl => self.coming.starts_with(b"\x1B"),
            Language::EscPos => self.coming.starts_with(b"\x10"),
            // Zeros and an initialisation.
            Language::BrotherQl => !self.coming.contains(&b'g'),
            Language::Ipp => false,
        }
    }

    /// If a question has just come as a whole: takes it out and answers it.
    fn asked_now(&mut self) -> Option<Vec<u8>> {
        let (question, answer): (&[u8], _) = match self.language {
            Language::Zpl => (b"~HS", self.zpl()),
            Language::Tspl => (b"\x1B!?", vec![self.tspl()]),
            Language::EscPos if self.coming.ends_with(b"\x1Dr\x01") => (b"\x1Dr\x01", self.escpos_mark()),
            Language::EscPos => match self.coming.as_slice() {
                [.., 0x10, 0x04, n @ 1..=4] => (&[0x10, 0x04, 0], vec![self.escpos(*n)]),
                _ => return None,
            },
            Language::BrotherQl => (b"\x1BiS", self.brother(0, 0)),
            Language::Ipp => return None,
        };
        let asks = self.language == Language::EscPos || self.coming.ends_with(question);
        asks.then(|| {
            self.asked += 1;
            self.coming.truncate(self.coming.len() - question.len());
            if self.language == Language::BrotherQl {
                self.coming.clear();
            }
            answer
        })
    }

    /// Whether a label has come as a whole.
    fn is_whole(&self) -> bool {
        match self.language {
            Language::Zpl => self.coming.ends_with(b"^XZ"),
            Language::Tspl => self.coming.ends_with(b"PRINT 1,1\r\n"),
            // Full cut; feed and cut.
            Language::EscPos => self.coming.ends_with(b"\x1DV\0") || self.coming.ends_with(b"\x1DVB\0"),
            Language::BrotherQl => self.coming.ends_with(b"\x1A") && brother_commands_end(&self.coming),
            // [`super::ipp_printer`] is that.
            Language::Ipp => false,
        }
    }

    /// Puts on paper what is in memory, if it can. What it says by itself.
    fn print(&mut self) -> Vec<u8> {
        if self.memory.is_empty() && self.owed.is_empty() {
            return Vec::new();
        }
        let ql = self.language == Language::BrotherQl;
        if !self.prints() {
            let unwell = self.behaviour.paper_out || self.behaviour.head_open;
            let stopped = ql && unwell;
            if stopped || (unwell && self.behaviour.forgets) {
                // A QL gives the label up, as others do when they are set up so.
                self.memory.clear();
            }
            let kind = if stopped { 2 } else { 6 };
            return if ql { self.brother(kind, u8::from(!stopped)) } else { Vec::new() };
        }
        let count = self.memory.len();
        self.printed.append(&mut self.memory);
        let surplus = self.printed.len().saturating_sub(KEPT);
        self.printed.drain(..surplus);
        let mut said = std::mem::take(&mut self.owed);
        if ql && count > 0 {
            said.extend([self.brother(6, 1), self.brother(1, 0), self.brother(6, 0)].concat());
        }
        said
    }

    /// The three strings of `~HS`, ZPL II Programming Guide.
    fn zpl(&self) -> Vec<u8> {
        let Behaviour { paper_out, head_open, others, .. } = self.behaviour;
        let (paper, head, paused) = (u8::from(paper_out), u8::from(head_open), u8::from(paper_out || head_open));
        let others = if self.behaviour.lies { 0 } else { others };
        let formats = if self.prints_later() { self.memory.len() as u32 + others } else { 0 };
        let answer = format!(
            "\u{2}030,{paper},{paused},1245,{formats:03},0,0,0,000,0,0,0\u{3}\r\n\
             \u{2}001,0,{head},0,1,2,6,0,{others:08},1,000\u{3}\r\n\u{2}1234,0\u{3}\r\n"
        );
        answer.into_bytes()
    }

    fn tspl(&self) -> u8 {
        let busy = self.prints_later();
        u8::from(self.behaviour.head_open) | u8::from(self.behaviour.paper_out) << 2 | u8::from(busy) << 5
    }

    fn prints_later(&self) -> bool {
        !self.behaviour.lies && (!self.memory.is_empty() || self.behaviour.others > 0)
    }

    /// `DLE EOT n`.
    fn escpos(&self, n: u8) -> u8 {
        let Behaviour { paper_out, head_open, .. } = self.behaviour;
        let bits = match n {
            1 => u8::from(paper_out || head_open) << 3,
            2 => u8::from(head_open) << 2 | u8::from(paper_out) << 5,
            4 => u8::from(paper_out) * 0x60,
            _ => 0,
        };
        0x12 | bits
    }

    fn escpos_mark(&mut self) -> Vec<u8> {
        self.owed.push(0);
        if self.prints() || self.behaviour.lies { std::mem::take(&mut self.owed) } else { Vec::new() }
    }

    fn brother(&self, kind: u8, phase: u8) -> Vec<u8> {
        let mut status = vec![0; 32];
        status[..6].copy_from_slice(&[0x80, 0x20, 0x42, 0x34, 0x41, 0x30]);
        status[8] = u8::from(self.behaviour.paper_out) << 1;
        status[9] = u8::from(self.behaviour.head_open) << 4;
        (status[10], status[11], status[18], status[19]) = (62, 0x0A, kind, phase);
        status
    }
}

impl Machine for LanguagePrinter {
    fn greet(&mut self) -> Vec<u8> {
        self.coming.clear();
        Vec::new()
    }

    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut answers = Vec::new();
        for byte in bytes {
            answers.extend(self.step(*byte));
            if self.cut {
                break;
            }
        }
        answers
    }

    fn cuts(&mut self) -> bool {
        std::mem::take(&mut self.cut)
    }
}

/// Whether a label or a question may begin so.
fn begins_zpl(bytes: &[u8]) -> bool {
    b"^XA".starts_with(bytes) || b"~HS".starts_with(bytes)
}

/// Whether the bytes end with a command, and not within a raster line or the arguments of one.
fn brother_commands_end(mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        let length = match bytes {
            [b'g', _, dots, ..] => 3 + usize::from(*dots),
            [0x1B, b'i', b'z', ..] => 13,
            [0x1B, b'i', b'd', ..] => 5,
            [0x1B, b'i', b'S', ..] => 3,
            [0x1B, b'i', ..] => 4,
            [0x1B, ..] => 2,
            _ => 1,
        };
        match bytes.get(length..) {
            Some(rest) => bytes = rest,
            None => return false,
        }
    }
    true
}
