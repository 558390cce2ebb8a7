//! A kiosk of a large shop that has never seen its hub again: a million parts, 20,000 balances, 2,000 open jobs.

use std::path::Path;

use pitbox::domain::entry::{Cause, Entry, Meta, Position, Recorded, Stamp};
use pitbox::domain::event::{Event, JobOpened, StockMoved};
use pitbox::domain::ids::{BinId, JobNo, LineNo, OpNo, PartNo, PersonId, SiteId};
use pitbox::domain::job::{Checks, Customer, Hours, JobState, Payer, Share, Vehicle};
use pitbox::domain::person::{Bilingual, Role};
use pitbox::domain::place::Place;
use pitbox::domain::qty::{Qty, Unit};
use pitbox::domain::stock::Stock;
use pitbox::record::{encode, name_of};
use pitbox::store::LogStore;
use pitbox::store::cache::CacheImage;
use pitbox::store::identity::{Identity, Secret, Station};
use pitbox::store::log::Pulled;

use crate::parts::{self, PARTS};
use crate::workshop::CLERK;

const STOCKED: u64 = 20_000;
const JOBS: u64 = 2_000;
/// Records of one page from the hub.
const PAGE: usize = 2_000;
/// Name of the clerk on the screen.
pub(crate) const CLERK_NAME: &str = "Sun Min";
/// Seed of the hub's key; nobody ever signs with it.
const HUB_SEED: [u8; 32] = [7; 32];

/// Makes the store in `folder/store` unless it is there. Its cache is brought to this version of the program.
pub(crate) fn make(folder: &Path) {
    let store = folder.join("store");
    if store.join("cache.bin").exists() {
        return save_cache(&mut LogStore::open(&store).expect("a store"));
    }
    let catalogue = store.join("catalogue");
    std::fs::create_dir_all(&catalogue).expect("a folder");
    parts::load(&catalogue);
    records(&store);
    println!("records are in");
}

/// Opens the same for another program: the catalogue is shared, the log is its own.
pub(crate) fn copy(folder: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for file in ["log.db", "cache.bin"] {
        std::fs::copy(folder.join("store").join(file), to.join(file)).expect("copied");
    }
    let catalogue = folder.join("store/catalogue").canonicalize().expect("a folder");
    std::os::unix::fs::symlink(catalogue, to.join("catalogue")).expect("a link");
}

/// Every so many parts one is stocked.
const EACH: u64 = PARTS / STOCKED;

/// The parts on the shelves.
pub(crate) fn stocked() -> Vec<PartNo> {
    let mut found = Vec::new();
    parts::each(|at, part| {
        if at.is_multiple_of(EACH) {
            found.push(part.number);
        }
    });
    found
}

fn records(folder: &Path) {
    let mut store = LogStore::open(folder).expect("a store");
    store.save_identity(&identity()).expect("enrolled");
    let stocked = stocked();
    let people = (0..30).map(person);
    let stock = stocked.iter().map(|part| vec![opening_stock(part)]);
    let jobs = (0..JOBS).map(|at| job(at, &stocked));
    let entries: Vec<Vec<Event>> = people.chain(stock).chain(jobs).collect();
    let mut hub_seq = 0;
    for page in entries.chunks(PAGE) {
        let records = page.iter().map(|events| {
            hub_seq += 1;
            pulled(hub_seq, events)
        });
        store.store_pulled(records.collect()).expect("a page is stored");
    }
    save_cache(&mut store);
}

fn save_cache(store: &mut LogStore) {
    let loaded = store.load().expect("a book");
    let progress = loaded.progress;
    store.save_cache(&CacheImage::of(&loaded.book, progress.order_id, progress.pulled)).expect("a cache");
}

fn identity() -> Identity {
    let station = Station {
        site: SiteId::new("SH01").expect("a site"),
        device: 1,
        epoch: 1,
        name: "counter-1".to_owned(),
        hub_key: ed25519_dalek::SigningKey::from_bytes(&HUB_SEED).verifying_key().to_bytes(),
        time_zone: "Asia/Shanghai".to_owned(),
        hub_ca: None,
    };
    Identity { station, site_key: Secret([3; 32]), signing_seed: Secret([5; 32]) }
}

fn pulled(hub_seq: u64, events: &[Event]) -> Pulled {
    let stamp = Stamp {
        run: [1; 16],
        counter: hub_seq,
        boot: [2; 16],
        since_boot_ms: hub_seq,
        wall_ms: 1_790_000_000_000,
        trusted: true,
        seen_hub_seq: hub_seq - 1,
    };
    let cause = Cause::Import { file: "stock.csv".to_owned(), line: 2 };
    let meta = Meta { stamp, actor: None, command: "Import".to_owned(), cause, approved_by: None };
    let entry = Entry { meta, events: events.to_vec() };
    let position = Position { device: 0, epoch: 1, seq: hub_seq };
    let bytes = encode(&entry);
    let recorded = Recorded { name: name_of(&bytes), position, entry };
    Pulled { hub_seq, position: recorded.position, bytes: Some(bytes) }
}

fn person(at: u64) -> Vec<Event> {
    let (id, name, role) = match at {
        0 => (CLERK.to_owned(), CLERK_NAME.to_owned(), Role::Clerk),
        at => (format!("t-{at:02}"), format!("Technician {at}"), Role::Technician),
    };
    let person = PersonId::new(&id).expect("a person");
    vec![Event::PersonAdded { person, name: Bilingual { en: name.clone(), zh: name }, role }]
}

fn opening_stock(part: &PartNo) -> Event {
    Event::StockMoved(Box::new(StockMoved::plain(
        Stock::plain(part.clone()),
        Unit::Piece,
        Qty::units(5),
        Place::Adjust,
        Place::Bin(BinId::new("A-01-1").expect("a bin")),
    )))
}

fn job(at: u64, stocked: &[PartNo]) -> Vec<Event> {
    let no = JobNo::new(&format!("{}", 10_000 + at)).expect("a job");
    let vehicle = Vehicle {
        vin: format!("LFV2A21K2J3{at:06}"),
        plate: format!("沪A·{at:05}"),
        model: "FAW-VW Sagitar 1.4 TSI 2018".to_owned(),
        odometer_in: Some(86_420),
        odometer_out: None,
    };
    let opened = JobOpened {
        job: no.clone(),
        state: JobState::Released,
        vehicle,
        adviser: Some(PersonId::new("t-01").expect("a person")),
        customer: Customer { name: "陈立军".to_owned(), phone: "138 0013 8001".to_owned() },
        words: "保养灯亮了，做个小保养，顺便看一下刹车片".to_owned(),
        payer: Payer::Customer,
        waits: at.is_multiple_of(5),
        promised_ms: Some(1_790_000_000_000),
        bay: None,
        comeback_of: None,
    };
    let mut events = vec![Event::JobOpened(Box::new(opened))];
    for op in 1..=2 {
        let person = PersonId::new(&format!("t-{:02}", 1 + at % 29)).expect("a person");
        events.push(Event::OperationAdded {
            job: no.clone(),
            op: OpNo(op),
            title: Bilingual {
                en: "Minor service: oil and filter".to_owned(), zh: "小保养：更换机油机滤".to_owned()
            },
            hours: Hours(800),
            checks: Checks { own: true, mutual: false, last: false },
            shares: vec![Share { person, lead: true, percent: 100 }],
        });
    }
    for line in 1..=3 {
        let part = &stocked[(at as usize * 3 + line as usize) % stocked.len()];
        events.push(Event::LineAdded {
            job: no.clone(),
            line: LineNo(line),
            op: Some(OpNo(1)),
            part: part.clone(),
            unit: Unit::Piece,
            qty: Qty::ONE,
            payer: Payer::Customer,
            approved: true,
        });
    }
    events
}
