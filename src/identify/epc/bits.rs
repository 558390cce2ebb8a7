//! Reading and writing bit by bit, most significant first.

use super::EpcError;

/// Reads bits from bytes.
#[derive(Debug, Clone)]
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, end: bytes.len() * 8 }
    }

    /// Ends the text after `bits` bits, or says that it is shorter.
    pub(super) fn limit(&mut self, bits: usize) -> Result<(), EpcError> {
        if bits > self.end {
            return Err(EpcError::TooShort);
        }
        self.end = bits;
        Ok(())
    }

    /// How many bits there are yet.
    pub(super) fn left(&self) -> usize {
        self.end - self.at
    }

    /// The next bits as a number; at most 128.
    pub(super) fn take(&mut self, bits: usize) -> Result<u128, EpcError> {
        if bits > 128 || self.left() < bits {
            return Err(EpcError::TooShort);
        }
        let value = (self.at..self.at + bits)
            .fold(0u128, |value, at| value << 1 | u128::from(self.bytes[at / 8] >> (7 - at % 8) & 1));
        self.at += bits;
        Ok(value)
    }

    /// The next bits as a small number; at most 8.
    pub(super) fn take_byte(&mut self, bits: usize) -> Result<u8, EpcError> {
        self.take(bits.min(8)).map(|value| value as u8)
    }
}

/// Collects bits.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    len: usize,
}

impl BitWriter {
    /// Appends the lower `bits` bits of a number.
    pub(super) fn put(&mut self, value: u128, bits: usize) {
        for shift in (0..bits).rev() {
            if self.len.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = u8::from(value.unbounded_shr(shift as u32) & 1 == 1);
            if let Some(last) = self.bytes.last_mut() {
                *last |= bit << (7 - self.len % 8);
            }
            self.len += 1;
        }
    }

    /// The bits, filled with zeros up to whole words of 16 bits as a tag stores them.
    pub(super) fn into_words(mut self) -> Vec<u8> {
        self.bytes.resize(self.bytes.len().next_multiple_of(2), 0);
        self.bytes
    }
}
