//! Packs how Chinese characters are read into `sounds.bin`, which `src/sounds.rs` unpacks when the first is asked for.
//!
//! Deflated: lines of readings (syllables without tones, the most usual first, with a comma between them; the first line is
//! empty), a zero byte, and then for each character of the ranges in turn the number of its line as a little-endian u16.

use std::collections::BTreeMap;

use pinyin::ToPinyinMulti;

/// The ideographs of the basic plane, as in `src/sounds.rs`.
const RANGES: [(u32, u32); 3] = [(0x3007, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF)];

/// The file's bytes.
pub(super) fn pack() -> Vec<u8> {
    let chars = || RANGES.iter().flat_map(|(from, to)| *from..=*to).filter_map(char::from_u32);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for char in chars() {
        *counts.entry(line(char)).or_default() += 1;
    }
    counts.remove("");
    // The frequent ones get the small numbers, which pack best.
    let mut lines: Vec<(String, usize)> = counts.into_iter().collect();
    lines.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    lines.insert(0, (String::new(), 0));
    let number: BTreeMap<&str, u16> = lines.iter().map(|(line, _)| line.as_str()).zip(0..).collect();
    let mut plain = Vec::new();
    for (line, _) in &lines {
        plain.extend(line.as_bytes());
        plain.push(b'\n');
    }
    plain.push(0);
    plain.extend(chars().flat_map(|char| number[line(char).as_str()].to_le_bytes()));
    miniz_oxide::deflate::compress_to_vec(&plain, super::BEST)
}

fn line(char: char) -> String {
    let mut readings: Vec<&str> = Vec::new();
    for reading in char.to_pinyin_multi().into_iter().flatten() {
        if !readings.contains(&reading.plain()) {
            readings.push(reading.plain());
        }
    }
    readings.join(",")
}
