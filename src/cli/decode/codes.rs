//! Answers for texts that are to be read as GS1 data (`gs1`) or as a label with data identifiers (`mh10`).

use serde_json::{Map, Value, json};

use super::text;
use crate::identify::aim;
use crate::identify::gs1::{self, Gs1Error, Message};
use crate::identify::mh10::meaning::Meaning;
use crate::identify::mh10::{self, Label, NoLabel};

/// The answer for `"as": kind`; nothing when no code is called so.
pub(super) fn answer(kind: &str, input: &Map<String, Value>) -> Option<Value> {
    let read: fn(&str) -> Value = match kind {
        "gs1" => as_gs1,
        "mh10" => as_mh10,
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
        // The set of 82 characters has round brackets, but a message that holds one cannot be handed on in the usual
        // form, with brackets around its identifiers, and be read back the same.
        Ok(message) if aim.is_some() && message.elements.iter().any(|one| one.value.contains(['(', ')'])) => {
            let mut answer = gs1_message(&message);
            answer["ok"] = json!(false);
            answer["error"] = json!("a round bracket in a value cannot be told from those around an AI");
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
