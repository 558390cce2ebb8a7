//! A PN532 card reader that is no hardware.

use super::machine::Machine;

/// The reader and the card that is held to it.
#[derive(Debug, Default)]
pub struct Pn532 {
    coming: Vec<u8>,
    card: Option<Vec<u8>>,
    /// It was told to look for a card and none has come.
    looking: bool,
    /// How often it was told to look for a card.
    pub looks: u64,
    /// It answers nothing.
    pub dead: bool,
}

impl Pn532 {
    /// A reader that answers nothing.
    pub fn dead() -> Self {
        Self { dead: true, ..Self::default() }
    }

    /// Holds a card to it: the answer, if it was looking for one. `uid` is 4, 7 or 10 bytes.
    pub fn hold(&mut self, uid: &[u8]) -> Vec<u8> {
        self.card = Some(uid.to_vec());
        self.answer()
    }

    /// Takes the card away.
    pub fn take_away(&mut self) -> Vec<u8> {
        self.card = None;
        Vec::new()
    }

    fn answer(&mut self) -> Vec<u8> {
        match &self.card {
            Some(uid) if self.looking && !self.dead => {
                self.looking = false;
                let length = u8::try_from(uid.len()).unwrap_or(0);
                frame(&[&[0xD5, 0x4B, 1, 1, 0x00, 0x04, 0x08, length], uid.as_slice()].concat())
            }
            Some(_) | None => Vec::new(),
        }
    }

    fn command(&mut self, code: u8) -> Vec<u8> {
        const ACK: [u8; 6] = [0, 0, 0xFF, 0, 0xFF, 0];
        let answer = match code {
            0x02 => frame(&[0xD5, 0x03, 0x32, 0x01, 0x06, 0x07]),
            0x14 => frame(&[0xD5, 0x15]),
            0x4A => {
                self.looking = true;
                self.looks += 1;
                self.answer()
            }
            _ => return frame(&[0x7F]),
        };
        [&ACK[..], &answer].concat()
    }
}

/// An information frame.
fn frame(data: &[u8]) -> Vec<u8> {
    let length = u8::try_from(data.len()).unwrap_or(u8::MAX);
    let sum = data.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
    let mut frame = vec![0, 0, 0xFF, length, length.wrapping_neg()];
    frame.extend_from_slice(data);
    frame.extend([sum.wrapping_neg(), 0]);
    frame
}

impl Machine for Pn532 {
    fn greet(&mut self) -> Vec<u8> {
        self.looking = false;
        self.coming.clear();
        Vec::new()
    }

    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.coming.extend_from_slice(bytes);
        let mut answers = Vec::new();
        while let Some(start) = self.coming.windows(3).position(|window| window == [0, 0, 0xFF]) {
            match &self.coming[start + 3..] {
                // An acknowledgement: stop what you do.
                [0, 0xFF, ..] => {
                    self.looking = false;
                    self.coming.drain(..start + 5);
                }
                [length, _, rest @ ..] if rest.len() > usize::from(*length) => {
                    let (code, end) = (rest.get(1).copied(), start + 6 + usize::from(*length));
                    self.coming.drain(..end);
                    if !self.dead {
                        answers.extend(code.map(|code| self.command(code)).unwrap_or_default());
                    }
                }
                _ => break,
            }
        }
        answers
    }
}
