//! The workshop of a staffed world: its parts, bins, people and jobs, and what somebody may do at a station next.

use pitbox_hw::reading::{Content, DeviceId, Reading, Role as DeviceRole};

use super::dice::Dice;
use crate::domain::catalogue::{Bin, BinKind, Catalogue, CodeHit, CodeKind, Part};
use crate::domain::command::{Command, Item, NewLine, NewOperation};
use crate::domain::entry::Cause;
use crate::domain::event::JobOpened;
use crate::domain::ids::{BadId, BadgeHash, BinId, JobNo, LineNo, OpNo, PartNo, PersonId};
use crate::domain::job::{Checks, Customer, Hours, JobState, Payer, Vehicle};
use crate::domain::job_event::OpClass;
use crate::domain::person::{Bilingual, Profile, Role};
use crate::domain::qty::{Qty, Unit};
use crate::domain::stock::Condition;
use crate::hub::store::Order;
use crate::identify::card::{Card, CardQty, Choice, PauseReason, Verb};
use crate::station::codes;
use crate::station::input::Input;
use crate::station::key::Key;

const PARTS: [&str; 3] = ["FILTER", "OIL", "BELT"];
const BINS: [&str; 3] = ["A-01", "A-02", "GOODS-IN"];
const JOBS: [&str; 2] = ["4711", "4712"];
/// The badge of the nth has the byte n.
const PEOPLE: [(&str, Role); 3] = [("t-wang", Role::Technician), ("t-zhao", Role::Technician), ("c-sun", Role::Clerk)];
/// Cards that people scan. None of them ends a job or counts stock: the reckoning of the checks knows movements only.
const CARDS: [Verb; 20] = [
    Verb::Done,
    Verb::Cancel,
    Verb::Undo,
    Verb::Yes,
    Verb::No,
    Verb::Issue,
    Verb::Return,
    Verb::Receive,
    Verb::PutAway,
    Verb::LookUp,
    Verb::Start,
    Verb::Pause,
    Verb::Finish,
    Verb::ClockIn,
    Verb::ClockOut,
    Verb::LogOff,
    Verb::Home,
    Verb::Jobs,
    Verb::Transfer,
    Verb::Scrap,
];

/// The parts and bins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shelf;

fn bin(at: usize) -> Option<Bin> {
    let id = BinId::new(BINS.get(at)?).ok()?;
    let kind = [BinKind::Shelf, BinKind::OpenShelf, BinKind::GoodsIn][at];
    Some(Bin { id, zone: "A".to_owned(), kind, walk: u32::try_from(at).unwrap_or(0) })
}

impl Catalogue for Shelf {
    fn part(&self, number: &PartNo) -> Option<Part> {
        PARTS.contains(&number.as_str()).then(|| Part {
            number: number.clone(),
            name_en: number.to_string(),
            name_zh: "零件".to_owned(),
            unit: Unit::Piece,
            pack: Qty::ONE,
            maker: String::new(),
            home_bin: BinId::new(BINS[0]).ok(),
            cost: None,
            price: None,
            superseded_by: None,
            inspected: false,
        })
    }

    fn bin(&self, id: &BinId) -> Option<Bin> {
        BINS.iter().position(|known| *known == id.as_str()).and_then(bin)
    }

    fn goods_in(&self) -> Option<BinId> {
        bin(2).map(|bin| bin.id)
    }

    fn shelves(&self) -> Vec<Bin> {
        (0..2).filter_map(bin).collect()
    }

    fn code(&self, _: CodeKind, _: &str) -> Vec<CodeHit> {
        Vec::new()
    }

    fn search(&self, query: &str, limit: usize) -> Vec<Part> {
        let fits = PARTS.iter().filter(|part| part.starts_with(query)).take(limit);
        fits.filter_map(|part| self.part(&PartNo::new(part).ok()?)).collect()
    }
}

/// What the office has given the hub before the world begins.
///
/// # Errors
/// Never: the names are sound.
pub(super) fn orders() -> Result<Vec<Order>, BadId> {
    let mut commands = Vec::new();
    for (nth, (person, role)) in (1..).zip(PEOPLE) {
        commands.push(Command::AddPerson {
            person: PersonId::new(person)?,
            name: both(person),
            role,
            badges: vec![vec![BadgeHash([nth; 16])]],
            profile: Profile::default(),
            until_ms: None,
        });
    }
    for part in PARTS {
        commands.push(Command::AddOpeningStock {
            item: Item::of(PartNo::new(part)?),
            bin: BinId::new(BINS[0])?,
            qty: Qty::units(20),
            condition: Condition::New,
        });
    }
    for job in JOBS {
        commands.push(open(JobNo::new(job)?, PartNo::new(PARTS[0])?));
    }
    let order = |(line, command): (u32, Command)| {
        let cause = Cause::Import { file: "world".to_owned(), line };
        Order { command, cause, once: None }
    };
    Ok((1..).zip(commands).map(order).collect())
}

fn open(job: JobNo, part: PartNo) -> Command {
    let operation = |no: u16| NewOperation {
        op: OpNo(no),
        title: both("Operation"),
        hours: Hours(1_000),
        checks: Checks { own: false, mutual: false, last: false },
        shares: Vec::new(),
        class: OpClass::default(),
    };
    let line = NewLine { line: LineNo(1), op: None, part, qty: Qty::units(2), payer: Payer::Customer, approved: true };
    let opened = JobOpened {
        job,
        state: JobState::Released,
        vehicle: Vehicle { plate: "A1".to_owned(), ..Vehicle::default() },
        adviser: None,
        customer: Customer { name: String::new(), phone: String::new() },
        words: String::new(),
        payer: Payer::Customer,
        waits: false,
        promised_ms: None,
        bay: None,
        comeback_of: None,
    };
    Command::OpenJob { opened: Box::new(opened), operations: vec![operation(1), operation(2)], lines: vec![line] }
}

fn both(text: &str) -> Bilingual {
    Bilingual { en: text.to_owned(), zh: text.to_owned() }
}

/// Anything that somebody may do next, whatever the screen asks for.
pub(super) fn anything(dice: &mut Dice) -> Option<Input> {
    let one_of = |dice: &mut Dice, count| dice.below(count);
    let code = match dice.below(100) {
        0..15 => {
            let nth = u8::try_from(one_of(dice, PEOPLE.len()) + 1).ok()?;
            return Some(Input::Badge { device: DeviceId::new("badge"), hashes: vec![BadgeHash([nth; 16])] });
        }
        15..30 => codes::job_code(&JobNo::new(JOBS[one_of(dice, JOBS.len())]).ok()?),
        30..52 => codes::part_code(&PartNo::new(PARTS[one_of(dice, PARTS.len())]).ok()?),
        52..64 => codes::bin_code(&BinId::new(BINS[one_of(dice, BINS.len())]).ok()?),
        64..84 => codes::card_code(Card::Verb(CARDS[one_of(dice, CARDS.len())])),
        84..87 => codes::card_code(Card::Pause(PauseReason::ALL[one_of(dice, PauseReason::ALL.len())])),
        87..92 => codes::card_code(Card::Choice(Choice::new(u8::try_from(one_of(dice, 3) + 1).ok()?)?)),
        92..94 => codes::card_code(Card::Quantity(CardQty::new(Qty::units(2))?)),
        94..96 => format!("SOMETHING-{}", dice.below(3)),
        _ => {
            let keys = [Key::Enter, Key::Escape, Key::Up, Key::Down, Key::Char('2'), Key::Function(2)];
            return Some(Input::Key(keys[one_of(dice, keys.len())]));
        }
    };
    let content = Content::Scan { bytes: code.into_bytes(), aim: None };
    Some(Input::Reading(Reading { device: DeviceId::new("scanner"), role: DeviceRole::Scanner, content }))
}
