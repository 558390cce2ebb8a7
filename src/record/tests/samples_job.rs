//! What happens to a job, to be encoded: each kind with every field set, and with as few as can be.

use super::samples::{job, part, person};
use crate::domain::event::Event;
use crate::domain::ids::{BayId, OpNo, RecordName};
use crate::domain::job::{CheckLevel, Payer, Share};
use crate::domain::job_event::{
    AnswerBy, BodyPlace, Category, Damage, DamageKind, Happened, JobEvent, OpClass, RequestState,
};
use crate::domain::person::Bilingual;
use crate::domain::qty::Qty;

fn told(what: Happened) -> Event {
    Event::Job(Box::new(JobEvent { job: job("4711"), what }))
}

fn both(en: &str, zh: &str) -> Bilingual {
    Bilingual { en: en.into(), zh: zh.into() }
}

pub(super) fn all() -> Vec<(&'static str, Event)> {
    let named = [car(), extra(), operations(), requests(), rest()].concat();
    let held =
        |skill: &str, until_ms| Event::CertificateHeld { person: person("t-wang"), skill: skill.into(), until_ms };
    let certificates = [
        ("92-certificate-held-full", held("high-voltage", Some(1_767_240_000_000))),
        ("92-certificate-held-least", held("", None)),
    ];
    named.into_iter().map(|(name, what)| (name, told(what))).chain(certificates).collect()
}

fn car() -> Vec<(&'static str, Happened)> {
    let marks = BodyPlace::ALL.iter().zip(DamageKind::ALL.iter().cycle());
    let damage = marks.map(|(place, kind)| Damage { place: *place, kind: *kind }).collect();
    let bay = BayId::new("B2").expect("a bay");
    vec![
        (
            "24-car-arrived-full",
            Happened::CarArrived {
                odometer: Some(48_210),
                fuel: Some(3),
                damage,
                words: "刹车有异响".into(),
                lower_than: None,
            },
        ),
        (
            "24-car-arrived-least",
            Happened::CarArrived { odometer: None, fuel: None, damage: vec![], words: String::new(), lower_than: None },
        ),
        (
            "24-car-arrived-lower",
            Happened::CarArrived {
                odometer: Some(48_210),
                fuel: None,
                damage: vec![],
                words: String::new(),
                lower_than: Some(50_000),
            },
        ),
        ("25-arrival-seen", Happened::ArrivalSeen),
        ("26-car-on-bay", Happened::CarOnBay { bay: bay.clone() }),
        ("27-car-off-bay", Happened::CarOffBay),
        ("28-car-handed-over-full", Happened::CarHandedOver { odometer: Some(48_230), lower_than: None }),
        ("28-car-handed-over-lower", Happened::CarHandedOver { odometer: Some(48_230), lower_than: Some(50_000) }),
        ("28-car-handed-over-least", Happened::CarHandedOver { odometer: None, lower_than: None }),
        ("90-planned-full", Happened::Planned { bay: Some(bay), promised_ms: Some(1_767_240_000_000) }),
        ("90-planned-least", Happened::Planned { bay: None, promised_ms: None }),
    ]
}

fn extra() -> Vec<(&'static str, Happened)> {
    let (op, who) = (OpNo(3), "刘女士".to_owned());
    vec![
        ("29-extra-work-found", Happened::ExtraWorkFound { op, payer: Payer::Warranty }),
        (
            "80-extra-work-answered-phone",
            Happened::ExtraWorkAnswered { op, agreed: true, how: AnswerBy::Phone, who: who.clone() },
        ),
        (
            "80-extra-work-answered-signature",
            Happened::ExtraWorkAnswered { op, agreed: false, how: AnswerBy::Signature, who: who.clone() },
        ),
        (
            "80-extra-work-answered-message",
            Happened::ExtraWorkAnswered { op, agreed: true, how: AnswerBy::Message, who },
        ),
    ]
}

fn operations() -> Vec<(&'static str, Happened)> {
    let op = OpNo(2);
    let shares = vec![Share { person: person("t-wang"), lead: true, percent: 100 }];
    let class = |code: &str, category, skill: &str| {
        let class = OpClass { code: code.into(), category, skill: skill.into() };
        Happened::OperationClassed { op, class }
    };
    let measured = Happened::Measured {
        op,
        item: 1,
        title: both("pad, left", "左侧摩擦片"),
        value: -9500,
        unit: "mm".into(),
        low: Some(2000),
        high: Some(12_000),
    };
    let (title, unit) = (Bilingual::default(), String::new());
    vec![
        ("81-shares-set-full", Happened::SharesSet { op, shares }),
        ("81-shares-set-least", Happened::SharesSet { op, shares: vec![] }),
        (
            "82-handed-over-full",
            Happened::HandedOver { op, from: person("t-wang"), to: person("t-li"), note: "左侧已完成".into() },
        ),
        (
            "82-handed-over-least",
            Happened::HandedOver { op, from: person("t-wang"), to: person("t-li"), note: String::new() },
        ),
        ("85-measured-full", measured),
        ("85-measured-least", Happened::Measured { op, item: 2, title, value: 0, unit, low: None, high: None }),
        ("86-rework-found", Happened::ReworkFound { op, level: CheckLevel::Final, note: "leaks".into() }),
        ("88-operation-classed-brakes", class("BRK-F", Some(Category::Brakes), "brakes")),
        ("88-operation-classed-steering", class("", Some(Category::Steering), "")),
        ("88-operation-classed-wheels", class("", Some(Category::Wheels), "")),
        ("88-operation-classed-airbags", class("", Some(Category::Airbags), "")),
        ("88-operation-classed-least", class("", None, "")),
    ]
}

fn requests() -> Vec<(&'static str, Happened)> {
    let request = RecordName([0xab; 16]);
    let answered = |answer, note: &str| Happened::RequestAnswered { request, answer, note: note.into() };
    vec![
        (
            "83-part-requested-full",
            Happened::PartRequested { op: Some(OpNo(1)), part: Some(part("NUT")), text: "clip".into(), qty: Qty(2000) },
        ),
        (
            "83-part-requested-least",
            Happened::PartRequested { op: None, part: None, text: String::new(), qty: Qty(1000) },
        ),
        ("84-request-answered-open", answered(RequestState::Open, "")),
        ("84-request-answered-in-work", answered(RequestState::InWork, "")),
        ("84-request-answered-ordered", answered(RequestState::Ordered, "周五到货")),
        ("84-request-answered-ready", answered(RequestState::Ready, "")),
        ("84-request-answered-refused", answered(RequestState::Refused, "")),
    ]
}

fn rest() -> Vec<(&'static str, Happened)> {
    let record = RecordName([0xcd; 16]);
    vec![
        ("87-comeback-known-full", Happened::ComebackKnown { of: job("4690"), technicians: vec![person("t-wang")] }),
        ("87-comeback-known-least", Happened::ComebackKnown { of: job("4690"), technicians: vec![] }),
        ("89-dispute-cleared-full", Happened::DisputeCleared { record, note: "已核对".into() }),
        ("89-dispute-cleared-least", Happened::DisputeCleared { record, note: String::new() }),
        ("91-withdrawn", Happened::Withdrawn { record }),
    ]
}
