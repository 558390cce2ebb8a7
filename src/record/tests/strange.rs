//! Bytes of later versions are tolerated, and no bytes at all do harm.

use minicbor::Encoder;
use proptest::collection::vec;
use proptest::prelude::*;

use super::golden::records;
use super::{samples, walk};
use crate::domain::book::BookMut;
use crate::domain::entry::Cause;
use crate::domain::event::Event;
use crate::domain::memory::MemoryBook;
use crate::domain::tests::laws::{all_shown, told, wish};
use crate::record::{BadRecord, MAX_RECORD, aggregate, decode, encode};

/// A record of a later version: written by hand, field by field.
fn later(write: impl Fn(&mut Encoder<Vec<u8>>)) -> Vec<u8> {
    let mut out = Encoder::new(Vec::new());
    write(&mut out);
    out.into_writer()
}

/// An envelope with these raw bytes as its cause and its list of events, and a field that nobody knows.
fn envelope(cause: &[u8], events: &[u8]) -> Vec<u8> {
    let whole = encode(&samples::entry(Event::RecordReversed { record: crate::domain::ids::RecordName([0; 16]) }));
    // All but the last two fields: `04 81 02` (keys) and `05 81 ..` (one event of 24 bytes).
    let keys = whole.windows(4).rposition(|four| four == [0x04, 0x81, 0x02, 0x05]).expect("the cause");
    let mut bytes = whole[..=keys].to_vec();
    bytes[0] += 1;
    bytes.extend(cause);
    bytes.push(0x05);
    bytes.extend(events);
    bytes.extend([0x18, 99, 0x82, 0xf5, 0xa1, 0x01, 0x60]);
    bytes
}

#[test]
fn a_later_kind_of_event_is_kept_as_unknown() {
    let events = later(|out| {
        out.array(2).unwrap().array(2).unwrap().u32(999).unwrap();
        out.map(2).unwrap().u32(0).unwrap().str("new").unwrap().u32(7).unwrap().array(1).unwrap().f32(1.5).unwrap();
        out.array(2).unwrap().u32(50).unwrap().map(2).unwrap();
        out.u32(0).unwrap().bytes(&[0xcd; 16]).unwrap().u32(1).unwrap().str("a field of tomorrow").unwrap();
    });
    let entry = decode(&envelope(&[0x81, 0x02], &events)).unwrap();
    assert_eq!(entry.meta.cause, Cause::Keys);
    assert_eq!(entry.events[0], Event::Unknown { kind: 999 });
    assert!(matches!(entry.events[1], Event::RecordReversed { .. }));
}

#[test]
fn a_later_choice_or_place_makes_its_event_unknown_and_no_other() {
    let events = later(|out| {
        out.array(3).unwrap();
        out.array(2).unwrap().u32(41).unwrap().map(4).unwrap();
        out.u32(0).unwrap().str("t-wang").unwrap().u32(1).unwrap().str("4711").unwrap();
        out.u32(2).unwrap().u32(1).unwrap().u32(3).unwrap().u32(77).unwrap();
        out.array(2).unwrap().u32(35).unwrap().map(2).unwrap();
        out.u32(0).unwrap().str("OIL").unwrap().u32(1).unwrap().str("orbit:7").unwrap();
        out.array(2).unwrap().u32(50).unwrap().map(1).unwrap().u32(0).unwrap().bytes(&[1; 16]).unwrap();
    });
    let entry = decode(&envelope(&[0x81, 0x02], &events)).unwrap();
    assert_eq!(entry.events[..2], [Event::Unknown { kind: 41 }, Event::Unknown { kind: 35 }]);
    assert!(matches!(entry.events[2], Event::RecordReversed { .. }));
}

#[test]
fn a_later_cause_is_unknown() {
    let cause = later(|out| {
        out.array(4).unwrap().u32(9).unwrap().str("token").unwrap().null().unwrap().array(0).unwrap();
    });
    let entry = decode(&envelope(&cause, &[0x80])).unwrap();
    assert_eq!(entry.meta.cause, Cause::Unknown { kind: 9 });
}

#[test]
fn a_later_envelope_is_refused_by_its_number() {
    // Version 2 with a stamp of another shape.
    assert_eq!(decode(&[0xa2, 0x00, 0x02, 0x01, 0x60]), Err(BadRecord::Version(2)));
}

#[test]
fn what_is_missing_or_too_much_is_named() {
    let whole = encode(&samples::all()[0].1);
    assert_eq!(decode(&[0xa0]), Err(BadRecord::Missing(0)));
    assert_eq!(decode(&[0xa1, 0x00, 0x01]), Err(BadRecord::Missing(1)));
    assert_eq!(decode(&[whole.clone(), vec![0]].concat()), Err(BadRecord::Trailing(1)));
    assert!(decode(&vec![0; MAX_RECORD + 1]).is_err());
    for len in 0..whole.len() {
        assert!(decode(&whole[..len]).is_err(), "cut at {len}");
    }
}

#[test]
fn lengths_beyond_all_bounds_are_refused_at_once() {
    let huge = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let deep = vec![0x81; MAX_RECORD / 2];
    for kind in [0x5b, 0x7b, 0x9b, 0xbb, 0xdb] {
        let head = [&[kind], &huge[1..]].concat();
        assert!(decode(&head).is_err());
        assert!(decode(&envelope(&[0x81, 0x02], &head)).is_err());
        assert!(decode(&envelope(&head, &[0x80])).is_err());
        assert!(decode(&envelope(&[0x82, 0x09], &head)).is_err());
        assert!(aggregate::decode(&head).is_err());
        assert!(aggregate::read_all(&head).all(|pair| pair.is_err()));
    }
    assert!(decode(&deep).is_err());
    assert!(decode(&envelope(&[&[0x82, 0x09], &deep[..]].concat(), &[0x80])).is_err());
    // Indefinite lengths are not deterministic.
    assert!(decode(&[0xbf, 0x00, 0x01, 0xff]).is_err());
    assert!(decode(&envelope(&[0x81, 0x02], &[0x9f, 0xff])).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..600)) {
        let _ = decode(&bytes);
        let _ = aggregate::decode(&bytes);
        let _ = aggregate::decode_key(&bytes);
        prop_assert!(aggregate::read_all(&bytes).count() <= bytes.len() + 1);
    }

    #[test]
    fn changed_records_are_read_or_refused(which in any::<u16>(), changes in vec((any::<u16>(), any::<u8>()), 1..4)) {
        let all = records();
        let mut bytes = all[usize::from(which) % all.len()].1.clone();
        for (at, to) in changes {
            let at = usize::from(at) % bytes.len();
            bytes[at] = to;
        }
        if let Ok(entry) = decode(&bytes) {
            walk::check_deterministic(&encode(&entry));
        }
    }

    #[test]
    fn what_a_shop_does_is_read_as_it_was_written(wishes in vec(wish(), 1..40)) {
        let (log, book) = told(&wishes);
        for record in &log {
            let bytes = encode(&record.entry);
            walk::check_deterministic(&bytes);
            prop_assert!(decode(&bytes).as_ref() == Ok(&record.entry), "{:?}", record.entry);
        }
        let mut cache = Vec::new();
        book.confirmed().for_each(|(key, value)| aggregate::append(&mut cache, key, value));
        walk::check_deterministic(&cache);
        let mut again = MemoryBook::new();
        for pair in aggregate::read_all(&cache) {
            let (key, value) = pair.expect("what was appended");
            prop_assert!(aggregate::decode(&aggregate::encode(&value)).as_ref() == Ok(&value), "{value:?}");
            again.put(&key, Some(value));
        }
        prop_assert_eq!(all_shown(&again), all_shown(&book));
    }
}
