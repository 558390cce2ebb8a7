//! How Chinese characters are read: syllables of pinyin without tones, as the build script `cross/sounds.rs` packed them. They
//! are unpacked when the first is asked for: whoever writes English alone never has them in memory.

use std::sync::OnceLock;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sounds.bin"));

/// The ideographs of the basic plane: first and last.
const RANGES: [(usize, usize); 3] = [(0x3007, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF)];

struct Table {
    /// Readings with a comma between them.
    lines: Vec<Box<str>>,
    /// The number of its line for each character of the ranges.
    numbers: Vec<u16>,
}

/// The readings of a character, the most usual first; none when it is no Chinese character, or an unknown or very rare one.
pub fn of(char: char) -> impl Iterator<Item = &'static str> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let line = place(char).and_then(|place| {
        let table = TABLE.get_or_init(|| unpack().unwrap_or(Table { lines: Vec::new(), numbers: Vec::new() }));
        table.lines.get(usize::from(*table.numbers.get(place)?))
    });
    line.into_iter().flat_map(|line| line.split(',')).filter(|reading| !reading.is_empty())
}

/// Where a character stands in the ranges, one behind the other.
fn place(char: char) -> Option<usize> {
    let code = usize::try_from(u32::from(char)).ok()?;
    let mut before = 0;
    for (from, to) in RANGES {
        if (from..=to).contains(&code) {
            return Some(before + code - from);
        }
        before += to - from + 1;
    }
    None
}

fn unpack() -> Option<Table> {
    let plain = miniz_oxide::inflate::decompress_to_vec(PACKED).ok()?;
    let end = plain.iter().position(|byte| *byte == 0)?;
    let (lines, numbers) = plain.split_at_checked(end)?;
    let lines = std::str::from_utf8(lines).ok()?.lines().map(Box::from).collect();
    let pairs = numbers.get(1..)?.chunks_exact(2);
    Some(Table { lines, numbers: pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect() })
}

#[cfg(test)]
mod tests {
    use pinyin::{ToPinyin, ToPinyinMulti};

    use super::*;

    #[test]
    fn every_character_is_read_as_the_library_reads_it() {
        // Whoever means something by a character of private use means something else by it.
        for char in ('\0'..'\u{E000}').chain('\u{F900}'..='\u{FFFF}') {
            let mut expected: Vec<&str> = Vec::new();
            for reading in char.to_pinyin_multi().into_iter().flatten() {
                if !expected.contains(&reading.plain()) {
                    expected.push(reading.plain());
                }
            }
            assert_eq!(of(char).collect::<Vec<_>>(), expected, "{char:?}");
            assert_eq!(of(char).next(), char.to_pinyin().map(|reading| reading.plain()), "{char:?}");
        }
    }
}
