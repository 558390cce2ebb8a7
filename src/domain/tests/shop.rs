//! A small workshop to tell stories in: its catalogue, its people and its first jobs.

use crate::domain::catalogue::{Bin, BinKind, Catalogue, CheckItem, CodeHit, CodeKind, Part, Supersession};
use crate::domain::command::{Command, Item, NewLine, NewOperation};
use crate::domain::event::JobOpened;
use crate::domain::ids::*;
use crate::domain::job::{Checks, Customer, Hours, JobState, Payer, Vehicle};
use crate::domain::job_event::OpClass;
use crate::domain::person::{Bilingual, Profile, Role};
use crate::domain::qty::{Currency, Money, Qty, Unit};
use crate::domain::stock::Condition;

/// Number, unit, home bin, newer number and whether the old one still serves.
type Row = (&'static str, Unit, &'static str, Option<(&'static str, bool)>);

const PARTS: &[Row] = &[
    ("FILTER", Unit::Piece, "A-1", None),
    ("OIL", Unit::Litre, "W-1", None),
    ("PAD", Unit::Set, "A-2", None),
    ("BELT", Unit::Piece, "A-1", None),
    ("NUT", Unit::Piece, "", None),
    ("ECU", Unit::Piece, "A-2", None),
    ("LAMP", Unit::Piece, "A-1", Some(("LAMP-B", true))),
    ("LAMP-B", Unit::Piece, "A-1", None),
    ("HOSE", Unit::Piece, "A-1", Some(("HOSE-B", false))),
    ("HOSE-B", Unit::Piece, "A-1", None),
    ("BELTKIT", Unit::Set, "A-2", None),
    ("TENSIONER", Unit::Piece, "A-2", None),
];

const BINS: &[(&str, BinKind)] = &[
    ("A-1", BinKind::Shelf),
    ("A-2", BinKind::Shelf),
    ("W-1", BinKind::OpenShelf),
    ("W-2", BinKind::OpenShelf),
    ("IN", BinKind::GoodsIn),
];

pub(super) struct Shop;

impl Catalogue for Shop {
    fn check_list(&self, code: &str) -> Vec<CheckItem> {
        let item = |item, title: &str, low, high| CheckItem {
            item,
            title: Bilingual { en: title.to_owned(), zh: String::new() },
            unit: "mm".to_owned(),
            low,
            high,
        };
        match code {
            "BRK" => vec![item(1, "pad left", Some(2000), None), item(2, "pad right", Some(2000), Some(12_000))],
            _ => Vec::new(),
        }
    }

    fn part(&self, number: &PartNo) -> Option<Part> {
        let (no, unit, home, newer) = PARTS.iter().find(|(no, ..)| *no == number.as_str())?;
        let money = |minor| Some(Money { minor, currency: Currency::new("CNY")? });
        Some(Part {
            number: part_no(no),
            name_en: no.to_lowercase(),
            name_zh: String::new(),
            unit: *unit,
            pack: Qty::ONE,
            maker: String::new(),
            home_bin: BinId::new(home).ok(),
            cost: money(1000),
            price: money(1500),
            superseded_by: newer.map(|(by, interchangeable)| Supersession { by: part_no(by), interchangeable }),
            inspected: *no == "LAMP",
        })
    }

    fn bin(&self, id: &BinId) -> Option<Bin> {
        let (name, kind) = BINS.iter().find(|(name, _)| *name == id.as_str())?;
        Some(Bin { id: BinId::new(name).expect("a bin"), zone: String::new(), kind: *kind, walk: 0 })
    }

    fn goods_in(&self) -> Option<BinId> {
        BinId::new("IN").ok()
    }

    fn code(&self, kind: CodeKind, code: &str) -> Vec<CodeHit> {
        let hit = |part: &str, n| CodeHit { part: part_no(part), kind, qty: Qty::units(n) };
        match (kind, code) {
            (CodeKind::Piece, "BELTKIT") => vec![hit("BELT", 1), hit("TENSIONER", 2)],
            (CodeKind::Older, "LAMP-B") => vec![hit("LAMP", 1)],
            _ => Vec::new(),
        }
    }

    fn search(&self, _: &str, _: usize) -> Vec<Part> {
        Vec::new()
    }
}

pub(super) fn part_no(text: &str) -> PartNo {
    PartNo::new(text).expect("a part number")
}

pub(super) fn job_no(text: &str) -> JobNo {
    JobNo::new(text).expect("a job number")
}

pub(super) fn person(text: &str) -> PersonId {
    PersonId::new(text).expect("a person")
}

pub(super) fn bin_id(text: &str) -> BinId {
    BinId::new(text).expect("a bin")
}

pub(super) fn qty(text: &str) -> Qty {
    match text.strip_prefix('-') {
        Some(text) => Qty::ZERO.minus(qty(text)),
        None => Qty::parse(text).unwrap_or_else(|| panic!("{text:?} is no quantity")),
    }
}

/// The people, the stock and the jobs that every story begins with.
pub(super) fn beginning() -> Vec<Command> {
    let people = [
        ("clara", Role::Clerk),
        ("tom", Role::Technician),
        ("tim", Role::Technician),
        ("lea", Role::Lead),
        ("ada", Role::Adviser),
        ("amy", Role::Admin),
    ];
    let mut all: Vec<Command> = people.into_iter().map(|(id, role)| add_person(id, role, &[])).collect();
    let stock = [("FILTER", "A-1", 5), ("OIL", "W-1", 60), ("PAD", "A-2", 3), ("BELT", "A-1", 2), ("LAMP", "A-1", 4)];
    all.extend(stock.map(|(part, bin, n)| Command::AddOpeningStock {
        item: Item::of(part_no(part)),
        bin: bin_id(bin),
        qty: Qty::units(n),
        condition: Condition::New,
    }));
    all.push(open_job(
        "4711",
        JobState::Released,
        "1:self 2:self+mutual+final",
        "FILTER:1:customer OIL:4.5:customer PAD:2:warranty BELT:1:customer:unapproved",
    ));
    all.push(open_job("4712", JobState::Planned, "1:none", "LAMP-B:2:insurance HOSE:1:internal"));
    all.push(open_job("4713", JobState::Settled, "1:none", "FILTER:1:customer"));
    all
}

pub(super) fn add_person(id: &str, role: Role, badges: &[u8]) -> Command {
    let name = Bilingual { en: id.to_owned(), zh: String::new() };
    let badges = badges.iter().map(|b| vec![BadgeHash([*b; 16])]).collect();
    Command::AddPerson { person: person(id), name, role, badges, profile: Profile::default(), until_ms: None }
}

/// A job; operations as `1:self+final`, lines as `PART:QTY:PAYER[:unapproved]`, numbered from 1.
pub(super) fn open_job(no: &str, state: JobState, operations: &str, lines: &str) -> Command {
    let opened = JobOpened {
        job: job_no(no),
        state,
        vehicle: Vehicle::default(),
        adviser: Some(person("ada")),
        customer: Customer::default(),
        words: String::new(),
        payer: Payer::Customer,
        waits: false,
        promised_ms: None,
        bay: None,
        comeback_of: None,
    };
    let operations = operations.split_whitespace().map(operation).collect();
    let lines = lines.split_whitespace().zip(1..).map(|(text, no)| line(text, no)).collect();
    Command::OpenJob { opened: Box::new(opened), operations, lines }
}

fn operation(text: &str) -> NewOperation {
    let (no, checks) = text.split_once(':').expect("number:checks");
    let asks = |level| checks.split('+').any(|word| word == level);
    NewOperation {
        op: OpNo(no.parse().expect("a number")),
        title: Bilingual { en: format!("operation {no}"), zh: String::new() },
        hours: Hours(1000),
        checks: Checks { own: asks("self"), mutual: asks("mutual"), last: asks("final") },
        shares: Vec::new(),
        class: OpClass::default(),
    }
}

fn line(text: &str, no: u16) -> NewLine {
    let mut words = text.split(':');
    let mut next = || words.next().expect("part:quantity:payer");
    NewLine {
        line: LineNo(no),
        op: None,
        part: part_no(next()),
        qty: qty(next()),
        payer: Payer::from_code(next()).expect("a payer"),
        approved: words.next().is_none(),
    }
}
