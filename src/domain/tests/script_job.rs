//! The acts of the stories that concern one job: `arrive`, `car-on`, `hand-over`, `request`, `extra`, `measure`, ..

use super::shop::{job_no, part_no, person, qty};
use crate::domain::command::Command;
use crate::domain::ids::{BayId, OpNo, RecordName};
use crate::domain::job::{CheckLevel, Checks, Customer, Hours, JobState, Payer, Share, Vehicle};
use crate::domain::job_act::{Earlier, EarlierOperation, JobAct};
use crate::domain::job_event::{AnswerBy, BodyPlace, Category, Damage, DamageKind, OpClass, RequestState};
use crate::domain::person::Bilingual;
use crate::domain::qty::Qty;

/// The command of these words, if they are about a job. `option` gives what stands behind `key=`, `named` a record.
pub(super) fn command(
    words: &[&str],
    option: &dyn Fn(&str) -> Option<String>,
    named: &dyn Fn(&str) -> RecordName,
) -> Option<Command> {
    let (&verb, rest) = words.split_first()?;
    let (&job, rest) = rest.split_first()?;
    let act = act(verb, rest, option, named)?;
    Some(Command::Job { job: job_no(job), act })
}

fn act(
    verb: &str,
    rest: &[&str],
    option: &dyn Fn(&str) -> Option<String>,
    named: &dyn Fn(&str) -> RecordName,
) -> Option<JobAct> {
    let text = |key: &str| option(key).unwrap_or_default().replace('_', " ");
    let number = |key: &str| option(key).map(|text| text.parse::<u32>().expect("a number"));
    let act = match (verb, rest) {
        ("arrive", []) => {
            let fuel = number("fuel").map(|fuel| u8::try_from(fuel).expect("eighths"));
            let damage = text("damage").split_whitespace().map(damage).collect();
            JobAct::CheckIn { odometer: number("km"), fuel, damage, words: text("words"), lower_than: number("lower") }
        }
        ("see", []) => JobAct::SeeArrival,
        ("car-on", [bay]) => JobAct::CarOn { bay: BayId::new(bay).expect("a bay") },
        ("car-off", []) => JobAct::CarOff,
        ("hand-over", [no, to, percent]) => {
            let percent = percent.parse().expect("per cent");
            JobAct::HandOver { op: op(no), to: person(to), note: text("note"), percent }
        }
        ("shares", [no, shares @ ..]) => {
            JobAct::SetShares { op: op(no), shares: shares.iter().map(|s| share(s)).collect() }
        }
        ("request", [n]) => {
            let part = option("part").map(|part| part_no(&part));
            JobAct::RequestPart { op: option("op").map(|no| op(&no)), part, text: text("text"), qty: qty(n) }
        }
        ("answer", [record, answer]) => {
            let answer = RequestState::from_code(answer).expect("an answer");
            JobAct::AnswerRequest { request: named(record), answer, note: text("note") }
        }
        ("extra", []) => {
            let title = Bilingual { en: text("title"), zh: String::new() };
            let part = option("part").map(|part| (part_no(&part), Qty::ONE));
            let hours = Hours(option("hours").map_or(500, |hours| hours.parse().expect("thousandths")));
            let category = option("safety").map(|code| Category::from_code(&code).expect("a category"));
            JobAct::FindExtra { title, hours, payer: Payer::Customer, part, category }
        }
        ("customer", [no, says]) => {
            let how = AnswerBy::from_code(&option("how").unwrap_or("phone".into())).expect("a way");
            JobAct::AnswerExtra { op: op(no), agreed: *says == "agrees", how, who: text("who") }
        }
        ("measure", [no, item, value]) => {
            let (item, value) = (item.parse().expect("an item"), value.parse().expect("thousandths"));
            JobAct::Measure { op: op(no), item, value, outside: option("outside").is_some() }
        }
        ("send-back", [no, level]) => {
            let level = CheckLevel::ALL.into_iter().find(|known| known.code() == *level).expect("a level");
            JobAct::SendBack { op: op(no), level, note: text("note") }
        }
        ("plan", []) => {
            let bay = option("bay").map(|bay| BayId::new(&bay).expect("a bay"));
            JobAct::Plan { bay, promised_ms: number("promised").map(i64::from) }
        }
        ("to", [state]) => JobAct::MoveTo { to: JobState::from_code(state).expect("a state") },
        ("deliver", []) => JobAct::Deliver { odometer: number("km"), lower_than: number("lower") },
        ("comeback", []) => {
            let again = text("again").split_whitespace().map(op).collect();
            JobAct::ComeBack { earlier: Box::new(earlier(option)), again, words: text("words") }
        }
        ("clear", [record]) => JobAct::ClearDispute { record: named(record), note: text("note") },
        _ => return None,
    };
    Some(act)
}

fn earlier(option: &dyn Fn(&str) -> Option<String>) -> Earlier {
    let of = option("of").expect("of=");
    let technicians = option("by").map(|id| person(&id)).into_iter().collect();
    let (vehicle, customer) = (Vehicle::default(), Customer::default());
    let pads = EarlierOperation {
        no: OpNo(2),
        title: Bilingual { en: "brake pads".into(), zh: String::new() },
        hours: Hours(1200),
        checks: Checks { own: true, ..Checks::default() },
        class: OpClass { category: Some(Category::Brakes), ..OpClass::default() },
    };
    Earlier { job: job_no(&of), vehicle, customer, adviser: None, technicians, operations: vec![pads] }
}

fn op(text: &str) -> OpNo {
    OpNo(text.parse().expect("an operation"))
}

/// `tom:70`; the first one leads.
fn share(text: &str) -> Share {
    let (who, percent) = text.split_once(':').expect("person:percent");
    Share { person: person(who), lead: who == "tom", percent: percent.parse().expect("per cent") }
}

/// `left-dent`.
fn damage(text: &str) -> Damage {
    let (place, kind) = text.split_once('-').expect("place-kind");
    let place = BodyPlace::from_code(place).expect("a place");
    Damage { place, kind: DamageKind::from_code(kind).expect("a kind") }
}
