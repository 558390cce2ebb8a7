//! Rows of requests and what their answers must contain.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{answer, to_hex};

const KINDS: [&str; 18] = [
    "ssi",
    "serial-lines",
    "hid-pos",
    "evdev-us",
    "rdm6300",
    "id12",
    "pn532",
    "r200",
    "uhfreader18",
    "mercury",
    "zpl-hs",
    "zpl-hqes",
    "tspl-query",
    "tspl-s",
    "escpos-1",
    "escpos-2",
    "escpos-4",
    "brother-ql",
];

/// Whether `got` contains what `want` asks for: objects by the keys named, lists whole.
fn holds(want: &Value, got: &Value) -> bool {
    match (want, got) {
        (Value::Object(want), Value::Object(got)) => {
            want.iter().all(|(key, want)| got.get(key).is_some_and(|got| holds(want, got)))
        }
        (Value::Array(want), Value::Array(got)) => {
            want.len() == got.len() && want.iter().zip(got).all(|(want, got)| holds(want, got))
        }
        _ => want == got,
    }
}

fn request(row: &Value) -> &Map<String, Value> {
    row["in"].as_object().expect("`in` is an object")
}

#[test]
fn the_answers_of_the_fixture_hold() {
    let rows = include_str!("../../../../tests/fixtures/decode/devices.jsonl");
    for (at, line) in rows.lines().enumerate() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let kind = row["in"]["as"].as_str().expect("a row names its kind");
        let got = answer(kind, request(&row)).expect("a row has a device kind");
        assert!(holds(&row["expect"], &got), "row {}: {line}\ngot {got}", at + 1);
    }
}

#[test]
fn other_kinds_are_left_to_others() {
    assert_eq!(answer("gs1", &Map::new()), None);
}

#[test]
fn a_request_that_cannot_be_read_says_why() {
    for kind in KINDS {
        let got = answer(kind, &Map::new()).expect("a device kind");
        assert_eq!(got["kind"], "invalid", "{kind}");
        assert!(got["error"].as_str().is_some_and(|error| !error.is_empty()), "{kind}");
    }
    for hex in ["0", "zz", "0g", "+1"] {
        let request = Map::from_iter([("hex".to_owned(), Value::from(hex))]);
        assert_eq!(answer("r200", &request).expect("a device kind")["kind"], "invalid", "{hex}");
    }
}

proptest! {
    #[test]
    fn any_request_is_answered(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        keys in prop::collection::vec((0..100u64, 0..130u16, 0..3), 0..60),
    ) {
        let hex = to_hex(&bytes);
        let text: String = bytes.iter().copied().map(char::from).collect();
        let events: Vec<Value> = keys.iter().map(|(ms, code, value)| json!([ms, code, value])).collect();
        let row = json!({"in": {"hex": hex, "text": text, "reports": [hex, hex], "events": events}});
        for kind in KINDS {
            prop_assert!(answer(kind, request(&row)).is_some_and(|answer| answer["kind"] != "invalid"), "{}", kind);
        }
    }
}
