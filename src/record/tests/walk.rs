//! An independent walk over CBOR (RFC 8949), head by head: it shares nothing with the codecs under test.

use std::ops::Range;

/// Deterministic CBOR (section 4.2.1) of one or more values: shortest forms, definite lengths, unsigned map keys
/// ascending; nothing but numbers, bytes, text, lists, maps, booleans and null.
pub(super) fn check_deterministic(bytes: &[u8]) {
    let mut at = 0;
    while at < bytes.len() {
        at = value(bytes, at);
    }
}

/// Walks one value; gives where it ends.
fn value(bytes: &[u8], at: usize) -> usize {
    let (major, argument, at) = head(bytes, at);
    let len = || usize::try_from(argument).expect("a length");
    match major {
        0 | 1 => at,
        2 => at + len(),
        3 => {
            assert!(str::from_utf8(&bytes[at..at + len()]).is_ok(), "text is UTF-8");
            at + len()
        }
        4 => (0..argument).fold(at, |at, _| value(bytes, at)),
        5 => {
            let fields = fields(bytes, argument, at);
            assert!(fields.windows(2).all(|two| two[0].0 < two[1].0), "keys ascend: {fields:?}");
            fields.last().map_or(at, |(_, range)| range.end)
        }
        7 => {
            assert!((20..=22).contains(&argument), "false, true or null");
            at
        }
        other => panic!("major type {other}"),
    }
}

/// Keys and ranges of the values of a map.
fn fields(bytes: &[u8], count: u64, mut at: usize) -> Vec<(u64, Range<usize>)> {
    let mut fields = Vec::new();
    for _ in 0..count {
        let (major, key, start) = head(bytes, at);
        assert_eq!(major, 0, "keys are unsigned");
        at = value(bytes, start);
        fields.push((key, start..at));
    }
    fields
}

/// Major type and argument of a head in its shortest form, and where it ends.
fn head(bytes: &[u8], at: usize) -> (u8, u64, usize) {
    let (major, short) = (bytes[at] >> 5, bytes[at] & 0x1f);
    let more = match short {
        0..=23 => return (major, u64::from(short), at + 1),
        24..=27 => 1 << (short - 24),
        other => panic!("length {other} is reserved or indefinite"),
    };
    let end = at + 1 + more;
    let argument = bytes[at + 1..end].iter().fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
    let least = [24, 1 << 8, 1 << 16, 1 << 32][usize::from(short) - 24];
    assert!(argument >= least, "{argument} has a shorter form");
    (major, argument, end)
}

/// The kinds of the events in a record.
pub(super) fn kinds(bytes: &[u8]) -> Vec<u64> {
    let (_, count, at) = head(bytes, 0);
    let fields = fields(bytes, count, at);
    let (_, events) = fields.iter().find(|(key, _)| *key == 5).expect("the events");
    let (_, count, mut at) = head(bytes, events.start);
    let mut kinds = Vec::new();
    for _ in 0..count {
        let (_, _, kind_at) = head(bytes, at);
        kinds.push(head(bytes, kind_at).1);
        at = value(bytes, at);
    }
    kinds
}
