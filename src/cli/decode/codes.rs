//! Answers for texts that are to be read as one kind of code: `gs1`, `mh10`, `vin`, `badge`, `wiegand26`.

use serde_json::{Map, Value, json};

use super::text;
use crate::identify::gs1::{self, Gs1Error, Message, relations};
use crate::identify::mh10::meaning::Meaning;
use crate::identify::mh10::{self, Label, NoLabel};
use crate::identify::vin::{self, NoVin, VinReading};
use crate::identify::{aim, badge};

/// The answer for `"as": kind`; nothing when no code is called so.
pub(super) fn answer(kind: &str, input: &Map<String, Value>) -> Option<Value> {
    let read: fn(&str) -> Value = match kind {
        "gs1" => as_gs1,
        "mh10" => as_mh10,
        "vin" => as_vin,
        "badge" => as_badge,
        "wiegand26" => as_wiegand,
        _ => return None,
    };
    Some(text(input).map_or_else(|error| error, |text| read(&text)))
}

fn as_gs1(text: &str) -> Value {
    let (aim, data) = aim::split(text);
    let read = match aim {
        Some(aim) => gs1::scan::read(aim, data).map_err(|error| shifted(error, 3)),
        None if text.starts_with(']') => Err(Gs1Error { ai: None, at: 0, why: gs1::Why::NotGs1 }),
        None => gs1::written(text).or_else(|error| trade_item(text).ok_or(error)),
    };
    match read {
        // What a scanner gives is a whole message: what it lacks cannot come from anywhere else.
        Ok(message)
            if aim.is_some() && relations::is_self_contained(&message.elements) && !message.missing.is_empty() =>
        {
            let mut answer = gs1_message(&message);
            answer["ok"] = json!(false);
            answer["error"] = json!(message.missing.first().map(ToString::to_string));
            answer
        }
        Ok(message) => gs1_message(&message),
        Err(error) => gs1_error(&error),
    }
}

fn shifted(mut error: Gs1Error, before: usize) -> Gs1Error {
    error.at += before;
    error
}

/// A bare trade item number.
fn trade_item(text: &str) -> Option<Message<'_>> {
    let (_, number) = gs1::trade_item::guess(text).into_iter().next()?;
    let ai = if number.len() == 18 { 0 } else { 1 };
    let element = gs1::Element { ai: gs1::AiNumber(ai), value: number.into(), at: 0 };
    Some(Message { elements: vec![element], missing: Vec::new() })
}

/// A message of GS1 elements.
pub(super) fn gs1_message(message: &Message<'_>) -> Value {
    let elements: Vec<Value> =
        message.elements.iter().map(|one| json!([one.ai.to_string(), one.value.as_ref()])).collect();
    let titles: Vec<&str> = message.elements.iter().map(|one| one.row().map_or("", |row| row.title)).collect();
    let warnings: Vec<String> = message.missing.iter().map(ToString::to_string).collect();
    json!({
        "kind": "gs1", "ok": true, "elements": elements, "titles": titles,
        "element_string": message.bracketed(), "warnings": warnings,
    })
}

/// Why there is no message.
pub(super) fn gs1_error(error: &Gs1Error) -> Value {
    json!({
        "kind": "gs1", "ok": false, "error": error.to_string(),
        "ai": error.ai.map(|ai| ai.to_string()), "position": error.at + 1, "reason": error.why.to_string(),
    })
}

fn as_mh10(text: &str) -> Value {
    let (_, data) = aim::split(text);
    mh10::read(data).map_or_else(mh10_error, |label| mh10_label(&label))
}

/// An ISO/IEC 15434 message or a field.
pub(super) fn mh10_label(label: &Label<'_>) -> Value {
    let fields: Vec<Value> =
        label.fields.iter().map(|one| json!([one.identifier.as_ref(), one.value.as_ref()])).collect();
    let warnings: Vec<String> = label.dirt.iter().map(ToString::to_string).collect();
    let mut answer = json!({
        "kind": "mh10", "ok": true, "format": label.format, "fields": fields, "records": label.records,
        "terminated": label.terminated, "warnings": warnings,
    });
    if let Value::Object(answer) = &mut answer {
        add_meaning(answer, Meaning::of(label));
    }
    answer
}

fn add_meaning(answer: &mut Map<String, Value>, meaning: Meaning) {
    let (qty, unit) = meaning.quantity.map_or((None, None), |one| (Some(one.amount.0), one.unit));
    if let Some(qty) = qty {
        answer.insert("qty".to_owned(), json!(qty));
    }
    let words = [
        ("customer_part", meaning.customer_part),
        ("supplier_part", meaning.supplier_part),
        ("gtin", meaning.gtin),
        ("unit", unit),
        ("lot", meaning.lot),
        ("serial", meaning.serial),
        ("supplier", meaning.supplier),
        ("order", meaning.order),
        ("revision", meaning.revision),
        ("country", meaning.country),
        ("produced", meaning.produced),
        ("expires", meaning.expires),
        ("licence_plate", meaning.licence_plate),
        ("package", meaning.package),
        ("vin", meaning.vin),
    ];
    for (name, text) in words {
        if let Some(text) = text {
            answer.insert(name.to_owned(), json!(text));
        }
    }
}

/// Why there is no label.
pub(super) fn mh10_error(why: NoLabel) -> Value {
    json!({"kind": "mh10", "ok": false, "error": why.to_string()})
}

fn as_vin(text: &str) -> Value {
    let (_, data) = aim::split(text);
    vin::read(data).map_or_else(|no_vin| vin_error(&no_vin), |read| vin_reading(&read))
}

/// A vehicle identification number.
pub(super) fn vin_reading(read: &VinReading) -> Value {
    let warnings: Vec<String> = read.remarks.iter().map(ToString::to_string).collect();
    json!({
        "kind": "vin", "ok": true, "vin": read.vin.as_str(), "wmi": read.wmi, "maker": read.maker,
        "country": read.country, "region": read.region.key(), "check_digit": read.check_digit.to_string(),
        "check_digit_ok": read.check_digit_ok, "model_year": read.model_year.map(|year| year.year),
        "warnings": warnings,
    })
}

fn vin_error(no_vin: &NoVin) -> Value {
    json!({
        "kind": "vin", "ok": false, "error": no_vin.why.to_string(),
        "suggestion": no_vin.meant.map(|vin| vin.as_str().to_owned()),
    })
}

fn as_badge(text: &str) -> Value {
    match badge::presentations(text) {
        Ok(shown) => json!({
            "kind": "badge", "ok": true, "u32": shown.u32, "hex8": shown.hex8, "hex8_reversed": shown.hex8_reversed,
            "facility": shown.wiegand.facility, "card": shown.wiegand.card, "w26_text": shown.wiegand.to_string(),
            "canonical": shown.canonical.as_str(),
        }),
        Err(why) => json!({"kind": "badge", "ok": false, "error": why.to_string()}),
    }
}

fn as_wiegand(text: &str) -> Value {
    match badge::wiegand26(text) {
        Ok(read) => json!({"kind": "badge", "ok": true, "facility": read.facility, "card": read.card}),
        Err(why) => json!({"kind": "badge", "ok": false, "error": why.to_string()}),
    }
}
