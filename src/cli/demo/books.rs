//! Whether the books are right, from the records themselves: nothing lost, nothing twice, nothing out of thin air, and the
//! same at the hub and at every kiosk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;

use super::site::Site;
use crate::domain::book::{Aggregate, Key};
use crate::domain::entry::{Entry, Position};
use crate::domain::event::Event;
use crate::domain::ids::RecordName;
use crate::domain::place::Place;
use crate::domain::stock::{BalanceKey, Stock};
use crate::hub::store::{HUB_DEVICE, HubStore};
use crate::record::{decode, name_of};
use crate::station::view::screen::Notice;
use crate::store::LogReader;
use crate::store::log::OwnRecord;
use crate::store::outbox::PrintState;
use crate::store::progress::Mark;

/// Nobody's number: asked as this device, the hub gives the bytes of all records.
const NOBODY: u32 = u32::MAX;
/// Records read at once.
const PAGE: usize = 1000;
const PAGE_BYTES: usize = 16 << 20;

/// A kiosk that has ended.
pub(super) struct Kiosk<'a> {
    pub(super) name: &'static str,
    pub(super) store: &'a Path,
    /// Every tick that its screen showed.
    pub(super) ticks: Vec<Notice>,
    /// Every label that its printer printed.
    pub(super) printed: Vec<Vec<u8>>,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Books {
    /// Records at the hub, its own among them.
    pub(super) records: usize,
    pub(super) ticks: usize,
    pub(super) labels: usize,
}

/// A record at the hub.
struct Held {
    position: Position,
    name: RecordName,
    bytes: Vec<u8>,
    entry: Entry,
}

/// Quantities in thousandths, by stock and place.
type Balances = BTreeMap<(Stock, Place), i64>;

/// Looks into everything. Every difference becomes a line of `wrong`.
///
/// # Errors
/// When something cannot be read at all.
pub(super) fn check(site: &Site, kiosks: &[Kiosk<'_>], wrong: &mut Vec<String>) -> anyhow::Result<Books> {
    let hub = site.store()?;
    let held = held(&hub)?;
    once(&held, wrong);
    let balances = fold(&held);
    let book = hub.book()?;
    same_balances("hub", &balances, &book, wrong);
    spans(&book, wrong);
    let mut counted = Books { records: held.len(), ..Books::default() };
    for kiosk in kiosks {
        let mut reader = LogReader::open(kiosk.store)?;
        let shown = reader.load()?.book;
        let shown: Vec<(Key, Aggregate)> = shown.shown().map(|(key, value)| (key.clone(), value.clone())).collect();
        same_balances(kiosk.name, &balances, &shown, wrong);
        if shown != book {
            wrong.push(format!("{}: its book differs from the hub's", kiosk.name));
        }
        own_records(kiosk, &reader, &held, wrong)?;
        counted.ticks += kiosk.ticks.len();
        counted.labels += labels(kiosk, &reader, wrong)?;
    }
    Ok(counted)
}

/// All records of the hub, in its order.
fn held(hub: &impl HubStore) -> anyhow::Result<Vec<Held>> {
    let head = hub.head()?;
    let mut all = Vec::new();
    while (all.len() as u64) < head {
        let page = hub.pull(NOBODY, all.len() as u64)?;
        anyhow::ensure!(!page.is_empty(), "the hub counts {head} records and gives {}", all.len());
        for pulled in page {
            let bytes = pulled.bytes.with_context(|| format!("the hub kept back {:?}", pulled.position))?;
            let entry = decode(&bytes).with_context(|| format!("a record at {:?}", pulled.position))?;
            all.push(Held { position: pulled.position, name: name_of(&bytes), bytes, entry });
        }
    }
    Ok(all)
}

/// No record twice, and no gap in any chain.
fn once(held: &[Held], wrong: &mut Vec<String>) {
    let mut names = BTreeSet::new();
    let mut ends: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for record in held {
        let Position { device, epoch, seq } = record.position;
        if !names.insert(record.name) {
            wrong.push(format!("hub: record {seq} of device {device} counts twice"));
        }
        let end = ends.entry((device, epoch)).or_default();
        if *end + 1 != seq {
            wrong.push(format!("hub: device {device} has record {seq} after {end}"));
        }
        *end = seq;
    }
}

/// What lies where, from the moves alone: apart from the code that is to be checked.
fn fold(held: &[Held]) -> Balances {
    let mut balances = Balances::new();
    for event in held.iter().flat_map(|record| &record.entry.events) {
        if let Event::StockMoved(moved) = event {
            *balances.entry((moved.stock.clone(), moved.from.clone())).or_default() -= moved.qty.0;
            *balances.entry((moved.stock.clone(), moved.to.clone())).or_default() += moved.qty.0;
        }
    }
    balances.retain(|_, qty| *qty != 0);
    balances
}

/// Over all places each stock is zero.
fn conserved(whose: &str, balances: &Balances, wrong: &mut Vec<String>) {
    let mut sums: BTreeMap<&Stock, i64> = BTreeMap::new();
    for ((stock, _), qty) in balances {
        *sums.entry(stock).or_default() += qty;
    }
    for (stock, sum) in sums.into_iter().filter(|(_, sum)| *sum != 0) {
        wrong.push(format!("{whose}: {} over all places is {sum} thousandths, not 0", stock.part));
    }
}

/// The book has what the moves say, and is conserved.
fn same_balances(whose: &str, expected: &Balances, book: &[(Key, Aggregate)], wrong: &mut Vec<String>) {
    let of_book = book.iter().filter_map(|(key, value)| match (key, value) {
        (Key::Balance(BalanceKey { stock, place }), Aggregate::Balance(balance)) => {
            Some(((stock.clone(), place.clone()), balance.qty.0))
        }
        _ => None,
    });
    let booked: Balances = of_book.collect();
    conserved(whose, &booked, wrong);
    let places: BTreeSet<_> = booked.keys().chain(expected.keys()).collect();
    for place in places {
        let (has, should) = (booked.get(place).copied(), expected.get(place).copied());
        if has != should {
            let (stock, place) = place;
            wrong.push(format!("{whose}: {} at {place}: {has:?} in the book, {should:?} moved", stock.part));
        }
    }
}

/// Nobody works twice at the same time, and no work ends before it began.
fn spans(book: &[(Key, Aggregate)], wrong: &mut Vec<String>) {
    for (key, value) in book {
        let (Key::PersonDay(person), Aggregate::PersonDay(day)) = (key, value) else { continue };
        let spans = day.spans();
        let backwards = spans.iter().any(|span| span.end_ms.is_some_and(|end| end < span.start_ms));
        let overlap = spans.windows(2).any(|pair| pair[0].end_ms.is_none_or(|end| end > pair[1].start_ms));
        if backwards || overlap {
            wrong.push(format!("{person}: spans of work overlap"));
        }
    }
}

/// Each tick is a record on the kiosk's disk, and each record is at the hub, byte for byte, and the other way round.
fn own_records(kiosk: &Kiosk<'_>, reader: &LogReader, held: &[Held], wrong: &mut Vec<String>) -> anyhow::Result<()> {
    reader.verify()?;
    let station = reader.station()?.context("the kiosk is not enrolled")?;
    let own = own(reader, station.epoch)?;
    if own.len() != kiosk.ticks.len() {
        wrong.push(format!("{}: {} ticks, {} records", kiosk.name, kiosk.ticks.len(), own.len()));
    }
    for (record, tick) in own.iter().zip(&kiosk.ticks) {
        let word = decode(&record.bytes).ok().and_then(|entry| word_of(&entry));
        if word.is_none_or(|word| !tick.headline.contains(&word)) {
            wrong
                .push(format!("{}: record {} is not what the tick said: {}", kiosk.name, record.at.seq, tick.headline));
        }
    }
    let at_hub = held.iter().filter(|record| record.position.device == station.device && HUB_DEVICE != station.device);
    let at_hub: Vec<&[u8]> = at_hub.map(|record| record.bytes.as_slice()).collect();
    if !own.iter().map(|record| record.bytes.as_slice()).eq(at_hub.iter().copied()) {
        wrong.push(format!("{}: {} records here, {} at the hub, or others", kiosk.name, own.len(), at_hub.len()));
    }
    Ok(())
}

fn own(reader: &LogReader, epoch: u32) -> anyhow::Result<Vec<OwnRecord>> {
    let mut all: Vec<OwnRecord> = Vec::new();
    loop {
        let after = all.last().map_or(Mark { epoch, seq: 0 }, |record| record.at);
        let page = reader.own_after(after, PAGE, PAGE_BYTES)?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// What must stand in the tick of a record: the part, or the job that the person works on now; nothing more is asked of a
/// signature.
fn word_of(entry: &Entry) -> Option<String> {
    let started = |event: &Event| if let Event::WorkStarted { job, .. } = event { Some(job.to_string()) } else { None };
    if let Some(job) = entry.events.iter().find_map(started) {
        return Some(job);
    }
    let first = entry.events.first()?;
    if let Event::StockMoved(moved) = first {
        return Some(moved.stock.part.to_string());
    }
    let (Event::PartFitted { job, .. }
    | Event::WorkPaused { job, .. }
    | Event::WorkFinished { job, .. }
    | Event::OperationChecked { job, .. }) = first
    else {
        return Some(String::new());
    };
    Some(job.to_string())
}

/// Each label in the outbox came out of the printer once.
fn labels(kiosk: &Kiosk<'_>, reader: &LogReader, wrong: &mut Vec<String>) -> anyhow::Result<usize> {
    let prints = reader.prints()?;
    for print in &prints {
        let word = format!("^FX pitbox {} ", print.id);
        let copies = kiosk.printed.iter().filter(|label| String::from_utf8_lossy(label).contains(&word)).count();
        if copies != 1 || print.state != PrintState::Confirmed {
            let state = print.state.code();
            wrong.push(format!("{}: label {} is {state} and was printed {copies} times", kiosk.name, print.id));
        }
    }
    if prints.len() != kiosk.printed.len() {
        wrong.push(format!("{}: {} labels asked for, {} printed", kiosk.name, prints.len(), kiosk.printed.len()));
    }
    Ok(prints.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PartNo;
    use crate::domain::qty::{Qty, Unit};
    use crate::domain::stock::Balance;

    fn held(device: u32, seq: u64, name: u8) -> Held {
        let stamp = crate::domain::entry::Stamp {
            run: [0; 16],
            counter: seq,
            boot: [0; 16],
            since_boot_ms: 0,
            wall_ms: 0,
            trusted: false,
            seen_hub_seq: 0,
        };
        let cause = crate::domain::entry::Cause::Keys;
        let meta = crate::domain::entry::Meta { stamp, actor: None, command: "Test".into(), cause, approved_by: None };
        let entry = Entry { meta, events: Vec::new() };
        Held { position: Position { device, epoch: 1, seq }, name: RecordName([name; 16]), bytes: Vec::new(), entry }
    }

    #[test]
    fn a_gap_and_a_record_that_counts_twice_are_found() {
        let check = |held: &[Held], expected: usize| {
            let mut wrong = Vec::new();
            once(held, &mut wrong);
            assert_eq!(wrong.len(), expected, "{wrong:?}");
        };
        check(&[held(1, 1, 1), held(2, 1, 2), held(1, 2, 3)], 0);
        check(&[held(1, 1, 1), held(1, 3, 2)], 1);
        check(&[held(1, 1, 1), held(2, 1, 1)], 1);
    }

    #[test]
    fn a_book_that_is_off_is_found() {
        let stock = Stock::plain(PartNo::new("FILTER").unwrap());
        let balances =
            Balances::from([((stock.clone(), Place::Supplier), -5000), ((stock.clone(), Place::Scrap), 5000)]);
        let row = |place: Place, qty: i64| {
            let balance = Balance { qty: Qty(qty), unit: Unit::Piece };
            (Key::Balance(BalanceKey { stock: stock.clone(), place }), Aggregate::Balance(balance))
        };
        let check = |book: &[(Key, Aggregate)], expected: usize| {
            let mut wrong = Vec::new();
            same_balances("x", &balances, book, &mut wrong);
            assert_eq!(wrong.len(), expected, "{wrong:?}");
        };
        check(&[row(Place::Supplier, -5000), row(Place::Scrap, 5000)], 0);
        check(&[row(Place::Supplier, -5000), row(Place::Scrap, 4000)], 2);
        check(&[row(Place::Supplier, -5000)], 2);
        check(&[row(Place::Supplier, -5000), row(Place::Claim, 5000)], 2);
    }
}
