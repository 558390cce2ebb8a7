//! What happened to a job, in JSON: `type`, `job`, and the fields that docs/tools.md lists.

use serde_json::{Map, Value, json};

use super::json::time;
use crate::domain::job_event::{Happened, JobEvent};

/// One fact of a log line.
pub(super) fn of(told: &JobEvent) -> Value {
    let mut all = Map::new();
    all.insert("type".into(), told.what.name().into());
    all.insert("job".into(), told.job.as_str().into());
    if let Value::Object(fields) = fields(&told.what) {
        all.extend(fields);
    }
    Value::Object(all)
}

/// The reading known before, where the new one is lower.
fn put_lower(told: &mut Value, lower_than: Option<u32>) {
    if let Some(known) = lower_than {
        told["lower_than"] = json!(known);
    }
}

fn fields(what: &Happened) -> Value {
    match what {
        Happened::CarArrived { odometer, fuel, damage, words, lower_than } => {
            let mark =
                |mark: &crate::domain::job_event::Damage| json!({"place": mark.place.code(), "kind": mark.kind.code()});
            let damage: Vec<Value> = damage.iter().map(mark).collect();
            let mut told = json!({"odometer": odometer, "fuel_eighths": fuel, "damage": damage, "words": words});
            put_lower(&mut told, *lower_than);
            told
        }
        Happened::ArrivalSeen | Happened::CarOffBay => json!({}),
        Happened::CarOnBay { bay } => json!({"bay": bay.as_str()}),
        Happened::CarHandedOver { odometer, lower_than } => {
            let mut told = json!({"odometer": odometer});
            put_lower(&mut told, *lower_than);
            told
        }
        Happened::ExtraWorkFound { op, payer } => json!({"operation": op.0, "payer": payer.code()}),
        Happened::ExtraWorkAnswered { op, agreed, how, who } => {
            json!({"operation": op.0, "agreed": agreed, "how": how.code(), "who": who})
        }
        Happened::SharesSet { op, shares } => {
            let share = |share: &crate::domain::job::Share| json!({"person": share.person.as_str(), "lead": share.lead, "percent": share.percent});
            json!({"operation": op.0, "technicians": shares.iter().map(share).collect::<Vec<_>>()})
        }
        Happened::HandedOver { op, from, to, note } => {
            json!({"operation": op.0, "from": from.as_str(), "to": to.as_str(), "note": note})
        }
        Happened::PartRequested { op, part, text, qty } => {
            let part = part.as_ref().map(|part| part.as_str());
            json!({"operation": op.map(|op| op.0), "part": part, "text": text, "qty": qty.0})
        }
        Happened::RequestAnswered { request, answer, note } => {
            json!({"request": request.to_string(), "answer": answer.code(), "note": note})
        }
        Happened::Measured { op, item, title, value, unit, low, high } => json!({
            "operation": op.0, "item": item, "title": {"en": title.en, "zh": title.zh}, "value": value, "unit": unit,
            "low": low, "high": high,
        }),
        Happened::ReworkFound { op, level, note } => json!({"operation": op.0, "level": level.code(), "note": note}),
        Happened::ComebackKnown { of, technicians } => {
            let technicians: Vec<&str> = technicians.iter().map(|person| person.as_str()).collect();
            json!({"of": of.as_str(), "technicians": technicians})
        }
        Happened::OperationClassed { op, class } => {
            let category = class.category.map(|category| category.code());
            json!({"operation": op.0, "code": class.code, "category": category, "skill": class.skill})
        }
        Happened::DisputeCleared { record, note } => json!({"record": record.to_string(), "note": note}),
        Happened::Planned { bay, promised_ms } => {
            json!({"bay": bay.as_ref().map(|bay| bay.as_str()), "promised": promised_ms.map(time)})
        }
        Happened::Withdrawn { record } => json!({"record": record.to_string()}),
    }
}

/// In a few words, for the table of a log.
pub(super) fn fact(told: &JobEvent) -> String {
    let op = told.what.op().map(|op| format!("/{op}")).unwrap_or_default();
    format!("{} {}{op}", told.what.name(), told.job)
}
