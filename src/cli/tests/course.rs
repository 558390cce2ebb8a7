//! `pitbox jobs --json`: what happened to a job besides parts and punches.

use serde_json::{Value, json};

use super::{args, entry, job, opened};
use crate::cli::jobs;
use crate::cli::source::{Chains, Reached, Source, SourceRecord};
use crate::domain::entry::Position;
use crate::domain::event::Event;
use crate::domain::ids::{BayId, OpNo, PartNo, PersonId, SiteId};
use crate::domain::job::{CheckLevel, Payer};
use crate::domain::job_event::{AnswerBy, BodyPlace, Damage, DamageKind, Happened, JobEvent, RequestState};
use crate::domain::person::Bilingual;
use crate::domain::qty::Qty;
use crate::record;

struct Told(Vec<SourceRecord>);

impl Source for Told {
    fn time_zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::UTC
    }

    fn records(&mut self, visit: &mut dyn FnMut(SourceRecord) -> anyhow::Result<()>) -> anyhow::Result<()> {
        self.0.iter().cloned().try_for_each(visit)
    }
}

/// The line of the job after all this, one record each.
fn line(told: Vec<Happened>) -> (String, Value) {
    let mut chains = Chains::new(SiteId::new("SH01").unwrap());
    let told = told.into_iter().map(|what| vec![Event::Job(Box::new(JobEvent { job: job(), what }))]);
    let all = std::iter::once(opened()).chain(told);
    let records = (1..).zip(all).map(|(seq, events)| {
        let bytes = entry("Test", i64::try_from(seq).unwrap(), events);
        let position = Position { device: 0, epoch: 1, seq };
        let link = chains.follow(position, &bytes);
        SourceRecord { position, hub_seq: Some(seq), bytes, link, reached: Reached::Hub }
    });
    let mut out = Vec::new();
    let mut source = Told(records.collect());
    jobs::write(&args("--json"), &mut source, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let value = serde_json::from_str(&text).unwrap();
    (text, value)
}

#[test]
fn a_jobs_course_is_in_its_line() {
    let op = OpNo(1);
    let asked =
        record::name_of(&entry("Test", 4, vec![Event::Job(Box::new(JobEvent { job: job(), what: request() }))]));
    let (text, told) = line(vec![
        Happened::CarArrived {
            odometer: Some(48_210),
            fuel: Some(4),
            damage: vec![Damage { place: BodyPlace::Left, kind: DamageKind::Dent }],
            words: "刹车异响".into(),
            lower_than: Some(50_000),
        },
        Happened::CarOnBay { bay: BayId::new("B2").unwrap() },
        request(),
        Happened::RequestAnswered { request: asked, answer: RequestState::Ordered, note: "Friday".into() },
        Happened::ExtraWorkFound { op, payer: Payer::Insurance },
        Happened::ExtraWorkAnswered { op, agreed: true, how: AnswerBy::Message, who: "driver".into() },
        Happened::Measured {
            op,
            item: 1,
            title: Bilingual { en: "pad".into(), zh: "片".into() },
            value: 1500,
            unit: "mm".into(),
            low: Some(3000),
            high: None,
        },
        Happened::ComebackKnown { of: crate::domain::ids::JobNo::new("4600").unwrap(), technicians: vec![] },
    ]);
    assert!(!text.contains("张三") && !text.contains("13800000000"), "the customer is nobody's business here");
    let arrival = &told["arrival"];
    assert_eq!(
        (&arrival["odometer"], &arrival["fuel_eighths"], &arrival["seen"]),
        (&json!(48_210), &json!(4), &json!(false))
    );
    assert_eq!(arrival["damage"], json!([{ "place": "left", "kind": "dent" }]));
    assert_eq!((&told["on_bay"], &told["vehicle"]["odometer_in"]), (&json!("B2"), &json!(48_210)));
    let request = &told["requests"][0];
    assert_eq!(
        (&request["part"], &request["state"], &request["note"]),
        (&json!("NUT"), &json!("ordered"), &json!("Friday"))
    );
    let op = &told["operations"][0];
    assert_eq!((&op["extra_work"]["agreed"], &op["extra_work"]["how"]), (&json!(true), &json!("message")));
    assert_eq!((&op["values"][0]["value"], &op["values"][0]["good"]), (&json!(1500), &json!(false)));
    let blockers: Vec<&Value> = told["blockers"].as_array().unwrap().iter().map(|blocker| &blocker["kind"]).collect();
    assert_eq!(blockers, [&json!("open-operation"), &json!("bad-value"), &json!("open-requests")]);
}

fn request() -> Happened {
    let part = PartNo::new("NUT").ok();
    Happened::PartRequested { op: Some(OpNo(1)), part, text: String::new(), qty: Qty::units(1) }
}

#[test]
fn rework_and_hand_overs_are_in_their_operation() {
    let op = OpNo(1);
    let to = PersonId::new("t-li").unwrap();
    let (_, told) = line(vec![
        Happened::HandedOver { op, from: super::person(), to, note: "half is done".into() },
        Happened::ReworkFound { op, level: CheckLevel::Final, note: "leaks".into() },
    ]);
    let op = &told["operations"][0];
    assert_eq!((&op["handed_over"][0]["to"], &op["handed_over"][0]["note"]), (&json!("t-li"), &json!("half is done")));
    assert_eq!(op["rework"], json!([]), "nothing was finished that could have come back");
}
