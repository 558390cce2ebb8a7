//! Answers of `pitbox decode` for what denotes a thing or a person by itself: `vin`, `epc`, `badge` and `wiegand26`.

use serde_json::{Map, Value, json};

use crate::identify::aim;
use crate::identify::badge::{self, Presentations};
use crate::identify::epc::{self, EpcReading};
use crate::identify::vin::{self, NoVin, VinReading};

/// The answer to a request whose `as` is `kind`; nothing when it is none of ours.
pub(super) fn answer(kind: &str, request: &Map<String, Value>) -> Option<Value> {
    let (key, decode): (&str, fn(&str) -> Value) = match kind {
        "vin" => ("text", |text| vin_answer(vin::read(aim::split(text).1))),
        "epc" => ("hex", epc_answer),
        "badge" => ("text", badge_answer),
        "wiegand26" => ("text", wiegand26_answer),
        _ => return None,
    };
    Some(match request.get(key).and_then(Value::as_str) {
        Some(text) => decode(text),
        None => json!({"kind": "invalid", "error": format!("as {kind} needs the key {key}, a text")}),
    })
}

/// A vehicle identification number, or what is wrong with the text.
pub(super) fn vin_answer(read: Result<VinReading, NoVin>) -> Value {
    match read {
        Ok(reading) => vin_reading(&reading),
        Err(no) => json!({
            "kind": "vin",
            "ok": false,
            "error": no.why.to_string(),
            "suggestion": no.meant.map(|vin| vin.to_string()),
        }),
    }
}

fn vin_reading(reading: &VinReading) -> Value {
    let remarks: Vec<String> = reading.remarks.iter().map(ToString::to_string).collect();
    json!({
        "kind": "vin",
        "ok": true,
        "vin": reading.vin.as_str(),
        "wmi": reading.wmi,
        "wmi_extension": reading.small_maker,
        "maker": reading.maker,
        "country": reading.country,
        "region": reading.region.key(),
        "check_digit": reading.check_digit.to_string(),
        "check_digit_ok": reading.check_digit_ok,
        "model_year": reading.model_year.map(|year| year.year),
        "model_year_other": reading.model_year.map(|year| year.other),
        "model_year_certain": reading.model_year.map(|year| year.certain),
        "remarks": remarks,
    })
}

fn epc_answer(hex: &str) -> Value {
    let no = |why: String| json!({"kind": "epc", "ok": false, "error": why});
    match bytes(hex) {
        None => no("the key hex must hold pairs of hexadecimal digits".to_owned()),
        Some(bytes) => match epc::read(&bytes) {
            Ok(reading) => epc_reading(&reading),
            Err(why) => no(why.to_string()),
        },
    }
}

/// The bytes of hexadecimal digits; blanks between them do not count.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = hex
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| letter.to_digit(16).map(|digit| digit as u8))
        .collect::<Option<_>>()?;
    digits.len().is_multiple_of(2).then(|| digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// An electronic product code.
pub(super) fn epc_reading(reading: &EpcReading) -> Value {
    let elements: Vec<[&str; 2]> = reading.elements.iter().map(|(ai, value)| [*ai, value.as_str()]).collect();
    json!({
        "kind": "epc",
        "ok": true,
        "scheme": reading.scheme,
        "filter": reading.filter,
        "uri": reading.uri,
        "tag_uri": reading.tag_uri,
        "element_string": reading.element_string(),
        "elements": elements,
        "more_data": reading.more_data,
        "unread": reading.unread.map(|why| why.to_string()),
    })
}

fn badge_answer(text: &str) -> Value {
    match badge::presentations(text) {
        Ok(shown) => badge_reading(&shown),
        Err(why) => json!({"kind": "badge", "ok": false, "error": why.to_string()}),
    }
}

fn badge_reading(shown: &Presentations) -> Value {
    json!({
        "kind": "badge",
        "ok": true,
        "u32": shown.u32,
        "hex8": shown.hex8,
        "hex8_reversed": shown.hex8_reversed,
        "facility": shown.wiegand.facility,
        "card": shown.wiegand.card,
        "w26_text": shown.wiegand.to_string(),
        "canonical": shown.canonical.as_str(),
    })
}

fn wiegand26_answer(text: &str) -> Value {
    match badge::wiegand26(text.trim()) {
        Ok(wiegand) => json!({
            "kind": "badge",
            "ok": true,
            "facility": wiegand.facility,
            "card": wiegand.card,
            "w26_text": wiegand.to_string(),
        }),
        Err(why) => json!({"kind": "badge", "ok": false, "error": why.to_string()}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer to a line, without the keys that `expected` does not name.
    fn check(line: &str, expected: &str) {
        let request: Map<String, Value> = serde_json::from_str(line).expect("request");
        let expected: Map<String, Value> = serde_json::from_str(expected).expect("expectation");
        let kind = request["as"].as_str().expect("as").to_owned();
        let answer = answer(&kind, &request).expect("a kind of ours");
        for (key, value) in expected {
            assert_eq!(answer[&key], value, "{key} of {line}: {answer}");
        }
    }

    #[test]
    fn vehicles() {
        check(
            r#"{"as": "vin", "text": "2HGFE1E58NH081047"}"#,
            r#"{"kind": "vin", "ok": true, "check_digit": "8", "check_digit_ok": true, "wmi": "2HG", "model_year": 2022,
                "maker": "Honda", "country": "CA"}"#,
        );
        check(
            r#"{"as": "vin", "text": "1M8GDM9AXKPO42788"}"#,
            r#"{"kind": "vin", "ok": false, "suggestion": "1M8GDM9AXKP042788"}"#,
        );
    }

    #[test]
    fn tags() {
        check(
            r#"{"as": "epc", "hex": "3066c4409047 E140075BCD15"}"#,
            r#"{"kind": "epc", "ok": true, "uri": "urn:epc:id:sgtin:95060001343.05.123456789",
                "element_string": "(01)09506000134352(21)123456789", "filter": 3}"#,
        );
        check(r#"{"as": "epc", "hex": "3500E86F8000A9E000000586"}"#, r#"{"ok": true, "element_string": null}"#);
        for hex in ["", "3", "zz", "E2801170", "３０"] {
            check(&format!(r#"{{"as": "epc", "hex": "{hex}"}}"#), r#"{"kind": "epc", "ok": false}"#);
        }
    }

    #[test]
    fn badges() {
        check(
            r#"{"as": "badge", "text": "2186350627"}"#,
            r#"{"u32": 2186350627, "hex8": "82511023", "hex8_reversed": "23105182", "facility": 81, "card": 4131,
                "w26_text": "081,04131"}"#,
        );
        check(r#"{"as": "badge", "text": "?"}"#, r#"{"ok": false}"#);
        check(
            r#"{"as": "wiegand26", "text": "01111110010011110000101000"}"#,
            r#"{"ok": true, "facility": 252, "card": 40468}"#,
        );
        check(r#"{"as": "wiegand26", "text": "11111110001111101010101110"}"#, r#"{"ok": false}"#);
    }

    #[test]
    fn what_is_not_ours_or_not_complete() {
        assert_eq!(answer("gs1", &Map::new()), None);
        check(r#"{"as": "vin", "hex": "00"}"#, r#"{"kind": "invalid"}"#);
        check(r#"{"as": "epc", "hex": 7}"#, r#"{"kind": "invalid"}"#);
    }
}
