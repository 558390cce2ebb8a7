//! The golden bytes. With `PITBOX_WRITE_GOLDENS` set, missing ones are written; one that is there is never changed: a
//! log written today is read for ever.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{from_hex, samples, supply, to_hex, walk};
use crate::domain::book::Key;
use crate::domain::discrepancy::DiscrepancyKey;
use crate::domain::entry::Entry;
use crate::domain::event::Event;
use crate::domain::ids::{BadgeHash, LotNo, RecordName, SaleNo, ShipmentNo, TagNo, ToteId};
use crate::domain::lot::LotKey;
use crate::domain::stock::BalanceKey;
use crate::record::events::KINDS;
use crate::record::{aggregate, count_events, decode, encode, job_events};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/records").join(format!("{name}.hex"))
}

/// The golden bytes of this name.
fn golden(name: &str, now: &[u8]) -> Vec<u8> {
    let path = file(name);
    if !path.exists() && std::env::var_os("PITBOX_WRITE_GOLDENS").is_some() {
        let digits: Vec<u8> = to_hex(now).into_bytes();
        let lines: Vec<&str> = digits.chunks(96).map(|line| str::from_utf8(line).expect("digits")).collect();
        std::fs::write(&path, lines.join("\n") + "\n").expect("the folder of goldens");
    }
    from_hex(&std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no golden bytes {name}")))
}

/// All golden records, with their names.
pub(super) fn records() -> Vec<(String, Vec<u8>)> {
    let name_and_bytes = |(name, entry): (String, Entry)| {
        let bytes = golden(&name, &encode(&entry));
        (name, bytes)
    };
    samples::all().into_iter().map(name_and_bytes).collect()
}

#[test]
fn records_are_stored_as_they_always_were() {
    for ((name, bytes), (_, entry)) in records().into_iter().zip(samples::all()) {
        assert_eq!(to_hex(&encode(&entry)), to_hex(&bytes), "{name}");
        assert_eq!(decode(&bytes), Ok(entry), "{name}");
        walk::check_deterministic(&bytes);
    }
}

#[test]
fn every_kind_of_event_has_golden_bytes() {
    let golden: BTreeSet<u64> = records().iter().flat_map(|(_, bytes)| walk::kinds(bytes)).collect();
    assert_eq!(
        golden,
        KINDS.iter().chain(job_events::KINDS).chain(count_events::KINDS).map(|kind| u64::from(*kind)).collect()
    );
}

#[test]
fn every_golden_file_belongs_to_a_sample() {
    let known: BTreeSet<PathBuf> = samples::all()
        .iter()
        .map(|(name, _)| file(name))
        .chain([file("aggregate-keys"), file("aggregate-keys-supply")])
        .chain(["aggregate-keys-store", "aggregate-keys-count", "aggregate-keys-tag"].map(file))
        .collect();
    let folder = file("x").parent().expect("a folder").to_owned();
    for found in std::fs::read_dir(folder).expect("the goldens") {
        let path = found.expect("a file").path();
        assert!(known.contains(&path), "{path:?} is checked by nothing");
    }
    let none_unknown = |entry: &Entry| entry.events.iter().all(|event| !matches!(event, Event::Unknown { .. }));
    assert!(samples::all().iter().all(|(_, entry)| none_unknown(entry)));
}

fn keys() -> Vec<Key> {
    let (stock, place) = (samples::full_stock(), samples::bin("A-1"));
    vec![
        Key::Balance(BalanceKey { stock, place: place.clone() }),
        Key::Job(samples::job("4711")),
        Key::Person(samples::person("t-wang")),
        Key::Badge(BadgeHash([0x5a; 16])),
        Key::PersonDay(samples::person("t-wang")),
        Key::Discrepancy(DiscrepancyKey { part: samples::part("OIL"), place }),
        Key::Reversal(RecordName([0xcd; 16])),
        Key::Code("]\u{1d}W 712/95".to_owned()),
    ]
}

/// Those that came later; the golden bytes of the first ones stay as they were.
fn later_keys() -> Vec<Key> {
    vec![
        Key::Level(samples::part("OIL")),
        Key::Alert(samples::part("OIL")),
        Key::Order(supply::order()),
        Key::Claim(RecordName([0xdf; 16])),
        Key::Closing(0),
    ]
}
/// The keys of what stands beside the bins.
fn keys_of_the_store() -> Vec<Key> {
    vec![
        Key::Lot(LotKey { part: samples::part("OIL"), lot: LotNo::new("L-77").expect("a lot") }),
        Key::Tote(ToteId::new("T-4711").expect("a tote")),
        Key::Sale(SaleNo::new("S1-7").expect("a sale")),
        Key::OldPart(TagNo::new("4711-1").expect("a tag")),
        Key::Shipment(ShipmentNo::new("H1-3").expect("a shipment")),
    ]
}

#[test]
fn keys_are_stored_as_they_always_were() {
    let now: Vec<u8> = keys().iter().flat_map(aggregate::encode_key).collect();
    assert_eq!(to_hex(&golden("aggregate-keys", &now)), to_hex(&now));
    let later: Vec<u8> = later_keys().iter().flat_map(aggregate::encode_key).collect();
    assert_eq!(to_hex(&golden("aggregate-keys-supply", &later)), to_hex(&later));
    for key in keys().into_iter().chain(later_keys()) {
        let bytes = aggregate::encode_key(&key);
        walk::check_deterministic(&bytes);
        let (first, end) = aggregate::code_keys();
        let within = bytes.as_slice() >= first.as_slice() && bytes.as_slice() < end.as_slice();
        assert_eq!(within, matches!(key, Key::Code(_)), "{key:?}");
        assert_eq!(aggregate::decode_key(&bytes), Ok(key));
    }
    let of_store: Vec<u8> = keys_of_the_store().iter().flat_map(aggregate::encode_key).collect();
    assert_eq!(to_hex(&golden("aggregate-keys-store", &of_store)), to_hex(&of_store));
    let of_counts = vec![Key::Count(super::samples_count::number())];
    let counts: Vec<u8> = of_counts.iter().flat_map(aggregate::encode_key).collect();
    assert_eq!(to_hex(&golden("aggregate-keys-count", &counts)), to_hex(&counts));
    let of_tags = vec![Key::Tag(supply::tag())];
    let tags: Vec<u8> = of_tags.iter().flat_map(aggregate::encode_key).collect();
    assert_eq!(to_hex(&golden("aggregate-keys-tag", &tags)), to_hex(&tags));
    for key in keys().into_iter().chain(keys_of_the_store()).chain(of_counts).chain(of_tags) {
        let bytes = aggregate::encode_key(&key);
        walk::check_deterministic(&bytes);
        let (first, end) = aggregate::code_keys();
        let within = bytes.as_slice() >= first.as_slice() && bytes.as_slice() < end.as_slice();
        assert_eq!(within, matches!(key, Key::Code(_)), "{key:?}");
        assert_eq!(aggregate::decode_key(&bytes), Ok(key));
    }
}
