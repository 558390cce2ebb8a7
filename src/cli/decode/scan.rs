//! Answers for scans of which nothing is said: the kind is recognised as the kiosk does it.

use serde_json::{Map, Value, json};

use super::codes::{gs1_error, gs1_message, mh10_error, mh10_label};
use super::identity_rows::{epc_reading, vin_answer};
use super::{bytes, text};
use crate::cli::json::SentJson;
use crate::domain::shipment::Papers;
use crate::identify::card::Card;
use crate::identify::epc;
use crate::identify::gs1::trade_item::Form;
use crate::identify::own::{KeyTag, OwnCode, PartLabel};
use crate::identify::{Recognised, aim, recognise, visible};

/// The answer of the reader that recognises the scan, with how sure it is.
pub(super) fn answer(input: &Map<String, Value>) -> Value {
    match text(input) {
        Ok(text) => of_text(&text),
        Err(error) => match bytes(input) {
            Ok(bytes) => of_bytes(&bytes),
            Err(_) => error,
        },
    }
}

fn of_text(text: &str) -> Value {
    let (symbology, data) = aim::split(text);
    let read = recognise(symbology, data);
    let (trust, remark) = (read.trust().key(), read.remark());
    let mut answer = of_recognised(read);
    answer["trust"] = json!(trust);
    answer["raw"] = json!(visible(text.as_bytes()));
    if let Some(symbology) = symbology {
        answer["symbology"] = json!(aim::text(symbology));
        answer["symbology_name"] = json!(aim::name(symbology));
    }
    if let Some(remark) = remark {
        answer["why"] = json!(remark.to_string());
    }
    answer
}

/// Bytes that are no text: perhaps the memory of a tag.
fn of_bytes(bytes: &[u8]) -> Value {
    if let Ok(read) = epc::read(bytes) {
        return epc_reading(&read);
    }
    json!({"kind": "unknown", "raw": visible(bytes), "why": "it holds bytes that are no text"})
}

fn of_recognised(read: Recognised<'_>) -> Value {
    match read {
        Recognised::Own(code) => of_own(&code),
        Recognised::OwnDamaged(why) => {
            json!({"kind": "invalid", "error": format!("one of our labels, but damaged: {why}")})
        }
        Recognised::Gs1(message, _) => gs1_message(&message),
        Recognised::Gs1Wrong(error) => gs1_error(&error),
        Recognised::TradeItem(numbers) => of_numbers(&numbers),
        Recognised::Label(label) => mh10_label(&label),
        Recognised::LabelWrong(why) => mh10_error(why),
        Recognised::Vin(vin) => vin_answer(Ok(vin)),
        Recognised::Badge(badge) => json!({"kind": "badge", "ok": true, "canonical": badge.canonical().as_str()}),
        Recognised::Unknown(_) => json!({"kind": "unknown"}),
    }
}

fn of_numbers(numbers: &[(Form, String)]) -> Value {
    let ai = |form: Form| if form == Form::Sscc { "00" } else { "01" };
    let all: Vec<Value> = numbers.iter().map(|(form, number)| json!([ai(*form), number])).collect();
    let first = all.first().cloned().unwrap_or(Value::Null);
    json!({"kind": "gs1", "ok": true, "elements": [first], "may_be": all})
}

fn of_own(code: &OwnCode) -> Value {
    match code {
        OwnCode::Part(label) => of_part(label),
        OwnCode::Bin(bin) => json!({"kind": "bin", "ok": true, "bin": bin.as_str()}),
        OwnCode::Job(job) | OwnCode::KeyTag(KeyTag::Job(job)) => {
            json!({"kind": "job", "ok": true, "job": job.as_str()})
        }
        OwnCode::Person(person) => json!({"kind": "person", "ok": true, "person": person.as_str()}),
        OwnCode::Place(place) => json!({"kind": "place", "ok": true, "place": place.to_string()}),
        OwnCode::Refill(label) => {
            let qty = label.qty.unwrap_or(crate::domain::qty::Qty::ONE);
            json!({"kind": "refill", "ok": true, "part": label.part.as_str(), "qty": qty.0})
        }
        OwnCode::Papers(papers) => of_papers(papers),
        OwnCode::OldPart(tag) => json!({"kind": "old-part", "ok": true, "tag": tag.as_str()}),
        OwnCode::Tote(tote) => json!({"kind": "tote", "ok": true, "tote": tote.as_str()}),
        OwnCode::KeyTag(KeyTag::Vin(vin)) => json!({"kind": "vehicle", "ok": true, "vin": vin.as_str()}),
        OwnCode::Card(card) => of_card(card),
        OwnCode::Enrolment(code) => json!({"kind": "enrolment", "ok": true, "code": code}),
    }
}

fn of_part(label: &PartLabel) -> Value {
    let mut answer = json!({"kind": "part", "ok": true, "part": label.part.as_str()});
    if let Some(qty) = label.qty {
        answer["qty"] = json!(qty.0);
    }
    if let Some(lot) = &label.lot {
        answer["lot"] = json!(lot.as_str());
    }
    if let Some(serial) = &label.serial {
        answer["serial"] = json!(serial.as_str());
    }
    answer
}

fn of_papers(papers: &Papers) -> Value {
    let lines: Vec<SentJson<'_>> = papers.lines.iter().map(SentJson::of).collect();
    let (shipment, from) = (papers.shipment.as_str(), papers.from.as_str());
    let (sheet, sheets) = (papers.sheet, papers.sheets);
    json!({"kind": "papers", "ok": true, "shipment": shipment, "from": from, "sheet": sheet, "sheets": sheets, "lines": lines})
}

fn of_card(card: &Card) -> Value {
    json!({"kind": "card", "ok": true, "card": card.key()})
}
