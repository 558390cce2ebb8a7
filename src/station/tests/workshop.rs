//! A small workshop in memory: parts, bins, people, jobs and stock, as records of device 0.

use std::sync::{Arc, OnceLock};

use crate::domain::catalogue::{
    Bin, BinKind, Catalogue, CheckItem, CodeHit, CodeKind, Guide, GuideKind, Part, Supersession,
};
use crate::domain::command::{Command, Item, NewLine, NewOperation};
use crate::domain::decide::{Context, Desk, decide};
use crate::domain::entry::{Cause, Entry, Position, Recorded, Stamp};
use crate::domain::event::JobOpened;
use crate::domain::ids::{BadgeHash, BinId, JobNo, LineNo, OpNo, PartNo, PersonId, RecordName};
use crate::domain::job::{Checks, Customer, Hours, JobState, Payer, Share, Vehicle};
use crate::domain::job_event::{Category, OpClass};
use crate::domain::memory::MemoryBook;
use crate::domain::person::{Bilingual, Profile, Role};
use crate::domain::qty::{Qty, Unit};
use crate::domain::stock::Condition;

/// Number, English, Chinese, pinyin initials, unit, home bin.
const PARTS: &[(&str, &str, &str, &str, Unit, &str)] = &[
    ("OF-1", "Oil filter", "机油滤清器", "jylqq", Unit::Piece, "A-01-1"),
    ("AF-1", "Air filter", "空气滤清器", "kqlqq", Unit::Piece, "A-02-1"),
    ("OIL-5W30", "Engine oil 5W-30", "机油 5W-30", "jy", Unit::Litre, "D-01-1"),
    ("PAD-1", "Brake pads, front", "前刹车片", "qscp", Unit::Set, "B-01-1"),
    ("PAD-0", "Brake pads, front, old type", "前刹车片 旧款", "qscpjk", Unit::Set, "B-01-2"),
    ("PLUG-1", "Spark plug", "火花塞", "hhs", Unit::Piece, "A-03-1"),
    ("CLIP-1", "Clip", "卡扣", "kk", Unit::Piece, "W-01-1"),
    ("BAT-1", "Battery 60 Ah", "蓄电池 60Ah", "xdc", Unit::Piece, "C-01-1"),
    ("WIPER-1", "Wiper blade", "雨刮片", "ygp", Unit::Piece, "C-02-1"),
    ("TWIN-A", "Fuse 10 A", "保险丝 10A", "bxs", Unit::Piece, "C-03-1"),
    ("TWIN-B", "Fuse 15 A", "保险丝 15A", "bxs", Unit::Piece, "C-03-1"),
    ("NEW-1", "Sensor", "传感器", "cgq", Unit::Piece, ""),
];

const SHELVES: &[&str] = &["A-01-1", "A-02-1", "A-03-1", "B-01-1", "B-01-2", "C-01-1", "C-02-1", "C-03-1", "D-01-1"];

/// Code as the catalogue keeps it, part, kind, quantity.
const CODES: &[(&str, &str, CodeKind, i64)] = &[
    ("04006633374644", "OF-1", CodeKind::Gtin, 1),
    ("14006633374641", "OF-1", CodeKind::Gtin, 10),
    ("7700274177", "TWIN-A", CodeKind::Maker, 1),
    ("7700274177", "TWIN-B", CodeKind::Maker, 1),
    ("HE4471", "TWIN-A", CodeKind::Supplier, 1),
    ("HE4471", "TWIN-B", CodeKind::Supplier, 1),
    ("SHELL-OLD", "CLIP-1", CodeKind::Taught, 5),
    ("PAD-1", "PAD-0", CodeKind::Older, 1),
    ("PAD-1", "LSVNV", CodeKind::Fits, 1),
    ("PAD-1", "model:Tiguan", CodeKind::Fits, 1),
];

/// Part, bin, quantity in thousandths.
const STOCK: &[(&str, &str, i64)] = &[
    ("OF-1", "A-01-1", 10_000),
    ("AF-1", "A-02-1", 5_000),
    ("OIL-5W30", "D-01-1", 200_000),
    ("PAD-1", "B-01-1", 2_000),
    ("PAD-0", "B-01-2", 1_000),
    ("PLUG-1", "A-03-1", 20_000),
    ("CLIP-1", "W-01-1", 100_000),
    ("BAT-1", "C-01-1", 2_000),
    ("TWIN-A", "C-03-1", 30_000),
];

/// Id, English, Chinese, role. The badge of the nth person is the hash of n bytes.
const PEOPLE: &[(&str, &str, &str, Role)] = &[
    ("t-wang", "Wang Lei", "王磊", Role::Technician),
    ("t-li", "Li Jianguo", "李建国", Role::Technician),
    ("c-sun", "Sun Min", "孙敏", Role::Clerk),
    ("c-zhou", "Zhou Qiang", "周强", Role::Clerk),
    ("l-chen", "Chen Zhigang", "陈志刚", Role::Lead),
    ("a-xu", "Xu Jing", "徐静", Role::Adviser),
    ("admin-he", "Helen Brooks", "海伦·布鲁克斯", Role::Admin),
];

/// The catalogue of the workshop.
pub(super) struct Shelf {
    parts: Vec<Part>,
}

pub(super) fn part_no(text: &str) -> PartNo {
    PartNo::new(text).expect("a part number")
}

pub(super) fn bin_id(text: &str) -> BinId {
    BinId::new(text).expect("a bin")
}

pub(super) fn job_no(text: &str) -> JobNo {
    JobNo::new(text).expect("a job number")
}

pub(super) fn person_id(text: &str) -> PersonId {
    PersonId::new(text).expect("a person")
}

/// The badge of a person of the workshop.
pub(super) fn badge_of(person: &str) -> BadgeHash {
    let nth = PEOPLE.iter().position(|(id, ..)| *id == person).expect("a person of the workshop");
    BadgeHash([u8::try_from(nth + 1).expect("few people"); 16])
}

pub(super) fn parts() -> impl Iterator<Item = &'static str> {
    PARTS.iter().map(|part| part.0)
}

pub(super) fn people() -> impl Iterator<Item = &'static str> {
    PEOPLE.iter().map(|person| person.0)
}

pub(super) fn bins() -> impl Iterator<Item = &'static str> {
    SHELVES.iter().copied().chain(["W-01-1", "GOODS-IN"])
}

impl Shelf {
    fn new() -> Shelf {
        let part = |&(number, en, zh, _, unit, home): &(&str, &str, &str, &str, Unit, &str)| Part {
            number: part_no(number),
            name_en: en.to_owned(),
            name_zh: zh.to_owned(),
            unit,
            pack: Qty::ONE,
            maker: "Bosch".to_owned(),
            home_bin: BinId::new(home).ok(),
            cost: None,
            price: None,
            superseded_by: (number == "PAD-0").then(|| Supersession { by: part_no("PAD-1"), interchangeable: true }),
            inspected: number == "BAT-1",
        };
        Shelf { parts: PARTS.iter().map(part).collect() }
    }
}

/// The store is walked from D back to A, so that the walk differs from the alphabet.
fn walk_of(bin: &str) -> u32 {
    SHELVES.iter().rev().position(|shelf| *shelf == bin).map_or(99, |at| u32::try_from(at).expect("few shelves"))
}

impl Catalogue for Shelf {
    fn part(&self, number: &PartNo) -> Option<Part> {
        self.parts.iter().find(|part| part.number == *number).cloned()
    }

    fn bin(&self, id: &BinId) -> Option<Bin> {
        let kind = match id.as_str() {
            "GOODS-IN" => BinKind::GoodsIn,
            "C-99-9" => BinKind::Shelf,
            "W-01-1" => BinKind::OpenShelf,
            other if SHELVES.contains(&other) => BinKind::Shelf,
            _ => return None,
        };
        Some(Bin { id: id.clone(), zone: id.as_str()[..1].to_owned(), kind, walk: walk_of(id.as_str()) })
    }

    fn pieces(&self, kit: &PartNo) -> Vec<(PartNo, Qty)> {
        if kit.as_str() == "PLUG-1" { vec![(part_no("CLIP-1"), Qty::units(2))] } else { Vec::new() }
    }

    fn check_list(&self, code: &str) -> Vec<CheckItem> {
        let item = |item, en: &str, zh: &str, unit: &str, low, high| {
            let title = Bilingual { en: en.to_owned(), zh: zh.to_owned() };
            CheckItem { item, title, unit: unit.to_owned(), low, high }
        };
        let pad = item(1, "Pad, left", "左侧刹车片", "mm", Some(3_000), None);
        let bolts = item(2, "Bolts", "螺栓", "Nm", Some(110_000), Some(130_000));
        if code == "BRK-F" { vec![pad, bolts] } else { Vec::new() }
    }

    fn skill(&self, code: &str) -> Option<Bilingual> {
        (code == "brakes").then(|| Bilingual { en: "Brakes".to_owned(), zh: "制动系统".to_owned() })
    }

    fn guides(&self, code: &str, _: &str, vin: &str) -> Vec<Guide> {
        let guide = |kind, (en, zh): (&str, &str), (text_en, text_zh): (&str, &str)| {
            let both = |en: &str, zh: &str| Bilingual { en: en.to_owned(), zh: zh.to_owned() };
            Guide { kind, title: both(en, zh), text: both(text_en, text_zh) }
        };
        let front = guide(GuideKind::Instruction, ("Front brakes", "前制动"), ("Bolts 120 Nm", "螺栓 120 Nm"));
        let recall = guide(GuideKind::Bulletin, ("Recall 77", "召回 77"), ("Look at the hose", "检查软管"));
        let found = [(code == "BRK-F", front), (vin.starts_with("LSV"), recall)];
        found.into_iter().filter(|(fits, _)| *fits).map(|(_, guide)| guide).collect()
    }

    fn shelves(&self) -> Vec<Bin> {
        // C-99-9 is the only one that nothing lies in.
        ["A-01-1", "C-99-9"].iter().filter_map(|bin| self.bin(&bin_id(bin))).collect()
    }

    fn goods_in(&self) -> Option<BinId> {
        Some(bin_id("GOODS-IN"))
    }

    fn code(&self, kind: CodeKind, code: &str) -> Vec<CodeHit> {
        let fits = CODES.iter().filter(|(text, _, of, _)| *text == code && *of == kind);
        fits.map(|(_, part, kind, qty)| CodeHit { part: part_no(part), kind: *kind, qty: Qty::units(*qty) }).collect()
    }

    fn search(&self, query: &str, limit: usize) -> Vec<Part> {
        let lower = query.to_lowercase();
        let fits = |part: &&Part| {
            let initials = PARTS.iter().find(|known| known.0 == part.number.as_str()).map_or("", |known| known.3);
            part.number.as_str().to_lowercase().starts_with(&lower)
                || part.name_en.to_lowercase().contains(&lower)
                || part.name_zh.contains(query)
                || initials.starts_with(&lower)
        };
        self.parts.iter().filter(fits).take(limit).cloned().collect()
    }
}

/// The catalogue, made once.
pub(super) fn catalogue() -> &'static Shelf {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    SHELF.get_or_init(Shelf::new)
}

/// The book at the start of the day, made once.
pub(super) fn book() -> MemoryBook {
    static BOOK: OnceLock<MemoryBook> = OnceLock::new();
    BOOK.get_or_init(open_book).clone()
}

/// An entry as a record at a position.
pub(super) fn recorded(entry: Entry, device: u32, seq: u64) -> Arc<Recorded> {
    // A name of its own is all that the station asks for.
    let mut name = [0; 16];
    name[..4].copy_from_slice(&device.to_be_bytes());
    name[8..].copy_from_slice(&seq.to_be_bytes());
    let name = RecordName(name);
    Arc::new(Recorded { name, position: Position { device, epoch: 1, seq }, entry })
}

/// Decides a command of the office and makes it a record of the hub.
pub(super) fn office(book: &MemoryBook, command: &Command, seq: u64) -> Arc<Recorded> {
    let cause = Cause::Import { file: "sample".to_owned(), line: u32::try_from(seq).expect("few rows") };
    // The shop is older than its jobs, which came this morning.
    let morning = matches!(command, Command::OpenJob { .. });
    let stamp = Stamp {
        run: [0; 16],
        counter: seq,
        boot: [0; 16],
        since_boot_ms: seq,
        wall_ms: if morning { super::TWO_O_CLOCK_MS - 6 * 3_600_000 } else { 1_700_000_000_000 },
        trusted: true,
        seen_hub_seq: 0,
    };
    let context = Context {
        stamp,
        actor: None,
        approver: None,
        stated_ms: None,
        device: 0,
        desk: Desk::Office,
        cause: &cause,
        catalogue: catalogue(),
    };
    let entry = decide(book, command, &context).expect("the sample workshop is in order");
    recorded(entry, 0, seq)
}

/// What the office did before the day began.
pub(super) fn beginning() -> Vec<Arc<Recorded>> {
    let mut book = MemoryBook::new();
    let commands = PEOPLE.iter().map(person).chain(STOCK.iter().map(stock)).chain(jobs());
    let confirmed = |(seq, command): (u64, Command)| {
        let record = office(&book, &command, seq);
        book.confirm(&record);
        record
    };
    (1..).zip(commands).map(confirmed).collect()
}

fn open_book() -> MemoryBook {
    let mut book = MemoryBook::new();
    beginning().iter().for_each(|record| book.confirm(record));
    book
}

fn person(&(id, en, zh, role): &(&str, &str, &str, Role)) -> Command {
    let name = Bilingual { en: en.to_owned(), zh: zh.to_owned() };
    let (profile, until_ms) = (Profile::default(), None);
    Command::AddPerson { person: person_id(id), name, role, badges: vec![vec![badge_of(id)]], profile, until_ms }
}

fn stock(&(part, bin, qty): &(&str, &str, i64)) -> Command {
    let (item, bin, qty) = (Item::of(part_no(part)), bin_id(bin), Qty(qty));
    Command::AddOpeningStock { item, bin, qty, condition: Condition::New }
}

fn opened(job: &str, state: JobState, plate: &str, model: &str, vin: &str) -> JobOpened {
    JobOpened {
        job: job_no(job),
        state,
        vehicle: Vehicle {
            vin: vin.to_owned(),
            plate: plate.to_owned(),
            model: model.to_owned(),
            odometer_in: Some(104_900),
            odometer_out: None,
        },
        adviser: Some(person_id("a-xu")),
        customer: Customer { name: "何志强".to_owned(), phone: "138 0013 8011".to_owned() },
        words: String::new(),
        payer: Payer::Customer,
        waits: false,
        promised_ms: None,
        bay: None,
        comeback_of: None,
    }
}

/// An operation: number, English, Chinese, checks as letters (s, m, f), technicians.
fn operation(no: u16, en: &str, zh: &str, checks: &str, people: &[&str]) -> NewOperation {
    let share = |id: &&str| Share { person: person_id(id), lead: true, percent: 100 };
    let needs = |letter| checks.contains(letter);
    NewOperation {
        op: OpNo(no),
        title: Bilingual { en: en.to_owned(), zh: zh.to_owned() },
        hours: Hours(1600),
        checks: Checks { own: needs('s'), mutual: needs('m'), last: needs('f') },
        shares: people.iter().map(share).collect(),
        class: crate::domain::job_event::OpClass::default(),
    }
}

fn line(no: u16, part: &str, thousandths: i64, payer: Payer, approved: bool) -> NewLine {
    NewLine { line: LineNo(no), op: None, part: part_no(part), qty: Qty(thousandths), payer, approved }
}

/// A job for brakes, with a check list and texts of the shop.
pub(super) fn sheet_job() -> Command {
    let class = OpClass { code: "BRK-F".to_owned(), category: Some(Category::Brakes), skill: String::new() };
    Command::OpenJob {
        opened: Box::new(opened("4799", JobState::Released, "沪B·7M903", "Tiguan L 2017", "LSVNV418XH2160337")),
        operations: vec![NewOperation {
            class, ..operation(1, "Brake pads, front", "更换前刹车片", "s", &["t-wang"])
        }],
        lines: Vec::new(),
    }
}

/// The jobs: 4711 with five picked lines, 4712 with open work and extra work, 4713 for others, 4714 with all checks, 4715
/// settled.
fn jobs() -> Vec<Command> {
    let big = JobOpened {
        words: "大保养，换三滤".to_owned(),
        waits: true,
        ..opened("4711", JobState::Released, "沪A·88P6C", "Tiguan L 2017", "LSVNV4189H2158062")
    };
    let camry = opened("4712", JobState::Released, "沪A·Q4471", "Camry 2.5 2019", "LVGBE40K5KG120077");
    let bmw = opened("4713", JobState::Released, "苏E·7Z30H", "325Li 2019", "LBV8W3109KMT07418");
    let brakes = opened("4714", JobState::Planned, "沪B·7M903", "Tiguan L 2017", "LSVNV418XH2160337");
    let settled = opened("4715", JobState::Settled, "沪A·D81207", "ES 260 2021", "JTHB31B19M2034569");
    let open = |opened: JobOpened, operations: Vec<NewOperation>, lines: Vec<NewLine>| Command::OpenJob {
        opened: Box::new(opened),
        operations,
        lines,
    };
    vec![
        open(
            big,
            vec![operation(1, "Major service", "大保养", "s", &["t-wang"])],
            vec![
                line(1, "OF-1", 1000, Payer::Customer, true),
                line(2, "AF-1", 1000, Payer::Customer, true),
                line(3, "OIL-5W30", 4500, Payer::Customer, true),
                line(4, "PAD-1", 1000, Payer::Warranty, true),
                line(5, "BAT-1", 1000, Payer::Customer, true),
            ],
        ),
        open(
            camry,
            vec![operation(1, "Wheel bearing", "更换轮轴承", "", &[])],
            vec![
                line(1, "PLUG-1", 4000, Payer::Customer, true),
                line(2, "WIPER-1", 1000, Payer::Customer, false),
                line(3, "CLIP-1", 3000, Payer::Customer, true),
            ],
        ),
        open(
            bmw,
            vec![
                operation(1, "Thermostat", "更换节温器", "s", &["t-li"]),
                operation(2, "Coolant pump", "更换电子水泵", "s", &["l-chen"]),
            ],
            vec![],
        ),
        open(brakes, vec![operation(1, "Brake pads, front", "更换前刹车片", "smf", &["t-wang"])], vec![]),
        open(settled, vec![], vec![]),
    ]
}
