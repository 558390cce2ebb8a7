//! Entries to be encoded: of each kind of event one with every field set and one with as few as can be.

use crate::domain::attendance::MarkKind;
use crate::domain::entry::{Cause, Entry, Meta, Stamp};
use crate::domain::event::{Event, JobOpened, MoveRef, StockMoved};
use crate::domain::ids::*;
use crate::domain::job::{CheckLevel, Checks, Customer, Hours, JobState, Payer, Share, Vehicle};
use crate::domain::lot::Day;
use crate::domain::old_part::{Fault, OldPart};
use crate::domain::person::{BadBadge, Bilingual, Profile, Role, Tongue};
use crate::domain::place::Place;
use crate::domain::qty::{Currency, Money, Qty, Unit};
use crate::domain::reason::Reason;
use crate::domain::rights::Right;
use crate::domain::shift::{Shift, Stretch};
use crate::domain::shipment::{Papers, SentLine};
use crate::domain::stock::{Condition, Owner, Stock};
use crate::domain::work::PauseReason;

/// One record of one event.
pub(super) fn entry(event: Event) -> Entry {
    let meta = Meta {
        stamp: stamp(),
        actor: Some(person("t-wang")),
        command: "Golden".into(),
        cause: Cause::Keys,
        approved_by: None,
    };
    Entry { meta, events: vec![event] }
}

fn stamp() -> Stamp {
    Stamp {
        run: [0x11; 16],
        counter: 7,
        boot: [0x22; 16],
        since_boot_ms: 86_400_000,
        wall_ms: 1_767_225_600_000,
        trusted: true,
        seen_hub_seq: 4711,
    }
}

pub(super) fn person(id: &str) -> PersonId {
    PersonId::new(id).expect("a person")
}

pub(super) fn job(no: &str) -> JobNo {
    JobNo::new(no).expect("a job")
}

pub(super) fn part(no: &str) -> PartNo {
    PartNo::new(no).expect("a part")
}

pub(super) fn bin(id: &str) -> Place {
    Place::Bin(BinId::new(id).expect("a bin"))
}

fn both(en: &str, zh: &str) -> Bilingual {
    Bilingual { en: en.into(), zh: zh.into() }
}

fn money(minor: i64) -> Option<Money> {
    Some(Money { minor, currency: Currency::new("CNY").expect("a currency") })
}

fn move_ref(byte: u8, index: u16) -> MoveRef {
    MoveRef { record: RecordName([byte; 16]), index }
}

pub(super) fn full_stock() -> Stock {
    Stock {
        part: part("04E115561H"),
        lot: LotNo::new("L-77").ok(),
        serial: SerialNo::new("S-900").ok(),
        condition: Condition::Repaired,
        owner: Owner::Customer,
    }
}

fn full_move() -> StockMoved {
    StockMoved {
        stock: full_stock(),
        unit: Unit::Piece,
        qty: Qty(1000),
        from: bin("A-03-2"),
        to: Place::Job(job("4711")),
        line: Some(LineNo(3)),
        payer: Some(Payer::Warranty),
        issuer: Some(person("p-li")),
        receiver: Some(person("t-wang")),
        note: NoteNo::new("DN-2026-5").ok(),
        cost: money(4_250),
        price: money(-1),
        reverses: Some(move_ref(0xab, 300)),
    }
}

fn least_move() -> StockMoved {
    StockMoved::plain(Stock::plain(part("OIL")), Unit::Litre, Qty(4500), Place::Supplier, bin("W-1"))
}

fn full_job() -> JobOpened {
    JobOpened {
        job: job("4711"),
        state: JobState::Released,
        vehicle: Vehicle {
            vin: "LSVAA4187E2184847".into(),
            plate: "沪A12345".into(),
            model: "Lavida 1.4".into(),
            odometer_in: Some(48_210),
            odometer_out: Some(48_215),
        },
        adviser: Some(person("a-chen")),
        customer: Customer { name: "张先生".into(), phone: "13800000000".into() },
        words: "刹车有异响".into(),
        payer: Payer::Insurance,
        waits: true,
        promised_ms: Some(1_767_240_000_000),
        bay: BayId::new("3").ok(),
        comeback_of: Some(job("4690")),
    }
}

fn least_job() -> JobOpened {
    JobOpened {
        job: job("1"),
        state: JobState::Planned,
        vehicle: Vehicle::default(),
        adviser: None,
        customer: Customer::default(),
        words: String::new(),
        payer: Payer::Customer,
        waits: false,
        promised_ms: None,
        bay: None,
        comeback_of: None,
    }
}

/// Golden records by name.
pub(super) fn all() -> Vec<(String, Entry)> {
    let of_jobs_and_supply = [super::samples_job::all(), super::supply::all(), super::samples_count::all()].concat();
    let events = [people(), undone(), time(), jobs(), stock(), work(), store(), of_jobs_and_supply].concat();
    let mut all: Vec<(String, Entry)> =
        events.into_iter().map(|(name, event)| (name.to_owned(), entry(event))).collect();
    all.push(("choices".into(), Entry { events: choices(), ..entry(Event::Unknown { kind: 0 }) }));
    let reasons = Reason::ALL.map(|reason| Event::MovesExplained { reason }).to_vec();
    let faults = Fault::ALL.map(|fault| {
        let (tag, job) = (TagNo::new("1-1").expect("a tag"), job("1"));
        let (part, unit, qty) = (part("OIL"), Unit::Piece, Qty(1000));
        let kept = OldPart { tag, job, vin: String::new(), odometer: None, part, unit, qty, fault, until_ms: 0 };
        Event::OldPartKept(Box::new(kept))
    });
    all.push(("faults".into(), Entry { events: faults.to_vec(), ..entry(Event::Unknown { kind: 0 }) }));
    all.push(("reasons".into(), Entry { events: reasons, ..entry(Event::Unknown { kind: 0 }) }));
    let of_supply = super::supply::choices();
    all.push(("choices-supply".into(), Entry { events: of_supply, ..entry(Event::Unknown { kind: 0 }) }));
    all.push(("choices-marks".into(), Entry { events: marks(), ..entry(Event::Unknown { kind: 0 }) }));
    all.extend(causes());
    all
}

fn people() -> Vec<(&'static str, Event)> {
    let (badge, person) = (BadgeHash([0x5a; 16]), person("t-wang"));
    vec![
        (
            "10-person-added-full",
            Event::PersonAdded { person: person.clone(), name: both("Wang", "王师傅"), role: Role::Lead },
        ),
        (
            "10-person-added-least",
            Event::PersonAdded { person: person.clone(), name: Bilingual::default(), role: Role::Technician },
        ),
        ("11-badge-assigned", Event::BadgeAssigned { badge, person: person.clone(), until_ms: None, form_of: None }),
        (
            "11-badge-assigned-form",
            Event::BadgeAssigned {
                badge,
                person: person.clone(),
                until_ms: None,
                form_of: Some(BadgeHash([0xa5; 16])),
            },
        ),
        (
            "11-badge-assigned-until",
            Event::BadgeAssigned { badge, person: person.clone(), until_ms: Some(1_767_225_600_000), form_of: None },
        ),
        (
            "12-profile-set-full",
            Event::ProfileSet {
                person: person.clone(),
                profile: Profile {
                    rights: Right::all().collect(),
                    language: Some(Tongue::Chinese),
                    shift: "early".into(),
                    left: true,
                },
            },
        ),
        ("12-profile-set-least", Event::ProfileSet { person: person.clone(), profile: Profile::default() }),
        ("13-badge-revoked", Event::BadgeRevoked { badge, person: person.clone() }),
        ("14-badge-refused", Event::BadgeRefused { badge, person: person.clone(), why: BadBadge::Expired }),
        (
            "15-pin-set",
            Event::PinSet { person: person.clone(), hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".into() },
        ),
        ("16-pin-rejected", Event::PinRejected { person, tries: 5 }),
    ]
}

fn time() -> Vec<(&'static str, Event)> {
    let (person, punch) = (person("t-wang"), RecordName([0xdd; 16]));
    let entered = |job: Option<JobNo>, activity| Event::TimeEntered {
        person: person.clone(),
        op: job.is_some().then_some(OpNo(2)),
        job,
        activity,
        from_ms: 1_767_225_600_000,
        to_ms: 1_767_229_200_000,
    };
    let stretch = |from, to| Stretch { from, to };
    let shift = Shift {
        name: "late".into(),
        days: 0b1_1111,
        hours: stretch(780, 1290),
        breaks: vec![stretch(1020, 1050)],
        day_start: 240,
    };
    vec![
        ("70-time-marked", Event::TimeMarked { person: person.clone(), mark: MarkKind::In }),
        ("71-time-entered-job", entered(Some(job("4711")), None)),
        ("71-time-entered-activity", entered(None, Some(MarkKind::Meeting))),
        ("71-time-entered-attendance", entered(None, None)),
        (
            "72-time-corrected",
            Event::TimeCorrected { person: person.clone(), punch, start_ms: Some(-1), end_ms: Some(1_767_229_200_000) },
        ),
        ("73-time-confirmed", Event::TimeConfirmed { person: person.clone(), punch }),
        ("74-shift-set", Event::ShiftSet { shift }),
        (
            "75-clock-learnt",
            Event::ClockLearnt {
                boot: [9; 16],
                wall_at_boot_ms: 1_767_225_600_000,
                people: vec![person.clone()],
                jobs: vec![],
            },
        ),
        (
            "75-clock-learnt-jobs",
            Event::ClockLearnt {
                boot: [9; 16],
                wall_at_boot_ms: 1_767_225_600_000,
                people: vec![person],
                jobs: vec![job("4711"), job("4712-C1")],
            },
        ),
    ]
}

/// Every mark: their numbers never change.
fn marks() -> Vec<Event> {
    let ends = [MarkKind::In, MarkKind::Out, MarkKind::BreakBegin, MarkKind::BreakEnd, MarkKind::ActivityEnd];
    let all = ends.into_iter().chain(MarkKind::ACTIVITIES).chain([MarkKind::Resume]);
    all.map(|mark| Event::TimeMarked { person: person("t-wang"), mark }).collect()
}

fn undone() -> Vec<(&'static str, Event)> {
    vec![("50-record-reversed", Event::RecordReversed { record: RecordName([0xcd; 16]) })]
}

fn jobs() -> Vec<(&'static str, Event)> {
    let shares = vec![
        Share { person: person("t-wang"), lead: true, percent: 70 },
        Share { person: person("t-zhao"), lead: false, percent: 30 },
    ];
    let all_checks = Checks { own: true, mutual: true, last: true };
    let (job, op, line, title) = (job("4711"), OpNo(2), LineNo(3), both("Front brake pads", "更换前刹车片"));
    vec![
        ("20-job-opened-full", Event::JobOpened(Box::new(full_job()))),
        ("20-job-opened-least", Event::JobOpened(Box::new(least_job()))),
        (
            "21-operation-added-full",
            Event::OperationAdded { job: job.clone(), op, title, hours: Hours(1500), checks: all_checks, shares },
        ),
        (
            "21-operation-added-least",
            Event::OperationAdded {
                job: job.clone(),
                op,
                title: Bilingual::default(),
                hours: Hours(0),
                checks: Checks::default(),
                shares: Vec::new(),
            },
        ),
        ("22-line-added-full", line_added(Some(op), Unit::Set, Payer::Warranty)),
        ("22-line-added-least", line_added(None, Unit::Litre, Payer::Customer)),
        (
            "23-job-state-changed",
            Event::JobStateChanged { job: job.clone(), from: JobState::InProgress, to: JobState::Check },
        ),
        (
            "31-receipt-signed",
            Event::ReceiptSigned {
                job: job.clone(),
                receiver: person("t-wang"),
                moves: vec![move_ref(1, 0), move_ref(2, 65_535)],
            },
        ),
        ("32-receipt-withdrawn", Event::ReceiptWithdrawn { job: job.clone(), moves: vec![move_ref(1, 0)] }),
        ("33-part-fitted", Event::PartFitted { job: job.clone(), line, qty: Qty(1000), by: person("t-wang") }),
        ("33-part-fitted-taken-back", Event::PartFitted { job, line, qty: Qty(-1000), by: person("t-wang") }),
    ]
}

fn line_added(op: Option<OpNo>, unit: Unit, payer: Payer) -> Event {
    let (job, part, approved) = (job("4711"), part("5G0698151"), op.is_some());
    Event::LineAdded { job, line: LineNo(3), op, part, unit, qty: Qty(2000), payer, approved }
}

fn stock() -> Vec<(&'static str, Event)> {
    let (part, place) = (part("OIL"), bin("W-1"));
    vec![
        ("30-stock-moved-full", Event::StockMoved(Box::new(full_move()))),
        ("30-stock-moved-least", Event::StockMoved(Box::new(least_move()))),
        (
            "34-discrepancy-raised",
            Event::DiscrepancyRaised { part: part.clone(), place: place.clone(), short: Qty(500) },
        ),
        (
            "60-code-taught",
            Event::CodeTaught {
                code: "W 712/95\u{1d}油".into(),
                part: part.clone(),
                unit: Unit::Litre,
                qty: Qty(10_000),
            },
        ),
        (
            "61-code-forgotten",
            Event::CodeForgotten {
                code: "W 712/95\u{1d}油".into(),
                part: part.clone(),
                taught: RecordName([0xce; 16]),
            },
        ),
        ("36-moves-explained", Event::MovesExplained { reason: Reason::DamagedInWork }),
        (
            "62-cabinet-opened",
            Event::CabinetOpened { cabinet: CabinetId::new("brakes").expect("a cabinet"), by: person("c-sun") },
        ),
        ("68-console-used", Event::ConsoleUsed { by: "ada (pitbox)".into(), drives: true, began: true }),
        ("160-records-lost", Event::RecordsLost { epoch: 3, first: 41, last: 57 }),
        ("35-discrepancy-closed", Event::DiscrepancyClosed { part, place }),
    ]
}

fn store() -> Vec<(&'static str, Event)> {
    let (job, part, tag) = (job("4711"), part("5G0698151"), TagNo::new("4711-1").expect("a tag"));
    let (tote, sale) = (ToteId::new("T-4711").expect("a tote"), SaleNo::new("S1-7").expect("a sale"));
    let shipment = ShipmentNo::new("H1-3").expect("a shipment");
    let kept = |vin: &str, odometer, fault| {
        let (tag, job, part) = (tag.clone(), job.clone(), part.clone());
        let until_ms = 1_767_225_600_000;
        let vin = vin.to_owned();
        Event::OldPartKept(Box::new(OldPart {
            tag,
            job,
            vin,
            odometer,
            part,
            unit: Unit::Set,
            qty: Qty(1000),
            fault,
            until_ms,
        }))
    };
    let (lot, unit, reason) = (LotNo::new("L-77").expect("a lot"), Unit::Piece, Reason::Short);
    vec![
        ("38-time-stated", Event::TimeStated { at_ms: 1_767_225_600_000 }),
        ("37-lot-expires", Event::LotExpires { part: part.clone(), lot, expires: Day(20_785) }),
        ("100-line-staged", Event::LineStaged { job: job.clone(), line: LineNo(3), tote, qty: Qty(-2000) }),
        ("101-sale-paid", Event::SalePaid { sale: sale.clone(), slip: NoteNo::new("POS-991").ok() }),
        ("101-sale-paid-taken-back", Event::SalePaid { sale: sale.clone(), slip: None }),
        ("102-sale-collected", Event::SaleCollected { sale, collected: true }),
        ("103-old-part-kept-full", kept("LSVAA4187E2184847", Some(48_210), Fault::Leaks)),
        ("103-old-part-kept-least", kept("", None, Fault::Other)),
        ("104-old-part-gone", Event::OldPartGone { tag: tag.clone(), undone: false }),
        (
            "105-old-part-waived",
            Event::OldPartWaived { job: job.clone(), part, unit: Unit::Set, qty: Qty(1000), reason: Reason::Destroyed },
        ),
        ("106-old-parts-answered", Event::OldPartsAnswered { job: job.clone(), wanted: Some(true) }),
        ("106-old-parts-not-answered", Event::OldPartsAnswered { job: job.clone(), wanted: None }),
        ("107-allocation-released", Event::AllocationReleased { job, released: true }),
        (
            "108-shipment-sent",
            Event::ShipmentSent { shipment: shipment.clone(), to: SiteId::new("SH02").expect("a site") },
        ),
        (
            "109-shipment-differed",
            Event::ShipmentDiffered { shipment: shipment.clone(), stock: full_stock(), unit, qty: Qty(1000), reason },
        ),
        (
            "151-shipment-announced",
            Event::ShipmentAnnounced(Box::new(Papers {
                shipment: shipment.clone(),
                from: SiteId::new("SH01").expect("a site"),
                sheet: 1,
                sheets: 2,
                lines: vec![SentLine { stock: full_stock(), unit, qty: Qty(1000) }],
            })),
        ),
        ("110-shipment-closed", Event::ShipmentClosed { shipment }),
    ]
}

fn work() -> Vec<(&'static str, Event)> {
    let (person, job, op) = (person("t-wang"), job("4711"), OpNo(2));
    let (level, by) = (CheckLevel::Final, self::person("t-sun"));
    vec![
        ("40-work-started", Event::WorkStarted { person: person.clone(), job: job.clone(), op }),
        (
            "41-work-paused",
            Event::WorkPaused { person: person.clone(), job: job.clone(), op, reason: PauseReason::Insurer },
        ),
        ("42-work-finished", Event::WorkFinished { person: person.clone(), job: job.clone(), op }),
        ("43-punch-voided", Event::PunchVoided { person, job: job.clone(), op, punch: RecordName([0xee; 16]) }),
        ("44-operation-checked", Event::OperationChecked { job: job.clone(), op, level, by }),
        ("45-check-withdrawn", Event::CheckWithdrawn { job, op, level }),
    ]
}

/// Every choice and every place: their numbers and spellings never change.
fn choices() -> Vec<Event> {
    let (job, op, who) = (job("4711"), OpNo(1), person("t-wang"));
    let mut all = Vec::new();
    all.extend(Unit::ALL.map(|unit| line_added(None, unit, Payer::Customer)));
    all.extend(Payer::ALL.map(|payer| line_added(None, Unit::Piece, payer)));
    all.extend(Role::ALL.map(|role| Event::PersonAdded { person: who.clone(), name: Bilingual::default(), role }));
    all.extend(JobState::ALL.map(|to| Event::JobStateChanged { job: job.clone(), from: JobState::Planned, to }));
    all.extend(CheckLevel::ALL.map(|level| Event::CheckWithdrawn { job: job.clone(), op, level }));
    let reasons = PauseReason::CHOICES.into_iter().chain([PauseReason::Switch]);
    all.extend(reasons.map(|reason| Event::WorkPaused { person: who.clone(), job: job.clone(), op, reason }));
    for condition in Condition::ALL {
        let stock = Stock { condition, ..Stock::plain(part("OIL")) };
        all.push(Event::StockMoved(Box::new(StockMoved { stock, ..least_move() })));
    }
    let places = "bin:A-03-2 supplier job:1042 stage:T7 sale:88 workshop-use person:t-wang scrap old-part claim \
                  customer-owned loan:SH02 transit:9 adjust quarantine";
    for place in places.split_whitespace() {
        let place = place.parse().expect("a place");
        all.push(Event::DiscrepancyClosed { part: part("OIL"), place });
    }
    all
}

fn causes() -> Vec<(String, Entry)> {
    let of = |name: &str, actor, cause, stamp| {
        let event = Event::RecordReversed { record: RecordName([0; 16]) };
        let meta = Meta { stamp, actor, command: "Reverse".into(), cause, approved_by: None };
        (name.to_owned(), Entry { meta, events: vec![event] })
    };
    let (_, mut approved) = of("", Some(person("t-wang")), Cause::Keys, stamp());
    approved.meta.approved_by = Some(person("l-chen"));
    let scan = Cause::Scan { device: "scanner-1".into(), text: "<GS>0104006381333931".into() };
    let import = Cause::Import { file: "people.csv".into(), line: 70_000 };
    let early = Stamp { wall_ms: -1, trusted: false, seen_hub_seq: 0, counter: u64::MAX, ..stamp() };
    vec![
        of("envelope-scan", Some(person("t-wang")), scan, stamp()),
        of("envelope-keys", Some(person("t-wang")), Cause::Keys, early),
        of("envelope-import", None, import, stamp()),
        ("envelope-approved".to_owned(), approved),
    ]
}
