//! The checkers: what must hold at every moment, said with a reckoning of their own that uses none of the product's rules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::bug::Bug;
use super::extra::PEOPLE;
use super::station::{SimStation, Trouble, text};
use super::world::World;
use crate::domain::book::{Aggregate, Key};
use crate::domain::event::Event;
use crate::domain::ids::{PersonId, RecordName};
use crate::hub::audit;
use crate::hub::store::HubStore;
use crate::record::{self, digest, name_of};
use crate::store::LogReader;
use crate::store::log::Base;
use crate::store::progress::Mark;

/// An invariant that does not hold. Its name is that of the list in docs/world.md.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{invariant}: {what}")]
pub struct Broken {
    pub invariant: &'static str,
    pub what: String,
}

pub(super) fn broken(invariant: &'static str, what: impl Into<String>) -> Broken {
    Broken { invariant, what: what.into() }
}

/// The product or the world failed where it must not.
pub(super) fn failed(what: String) -> Broken {
    broken("never fails", what)
}

/// Stock by part and place.
pub(super) type Stock = BTreeMap<(String, String), i64>;

/// What the records say, reckoned without the product's book.
pub(super) fn reckon<'r>(records: impl Iterator<Item = &'r Vec<u8>>) -> Stock {
    let mut stock = Stock::new();
    for bytes in records {
        let Ok(entry) = record::decode(bytes) else { continue };
        for event in &entry.events {
            let Event::StockMoved(moved) = event else { continue };
            let part = moved.stock.part.to_string();
            *stock.entry((part.clone(), moved.from.to_string())).or_default() -= moved.qty.0;
            *stock.entry((part, moved.to.to_string())).or_default() += moved.qty.0;
        }
    }
    stock.retain(|_, qty| *qty != 0);
    stock
}

/// The same from a book.
pub(super) fn shown<'b>(book: impl Iterator<Item = (&'b Key, &'b Aggregate)>) -> Stock {
    let mut stock = Stock::new();
    for (key, value) in book {
        if let (Key::Balance(at), Aggregate::Balance(balance)) = (key, value) {
            *stock.entry((at.stock.part.to_string(), at.place.to_string())).or_default() += balance.qty.0;
        }
    }
    stock.retain(|_, qty| *qty != 0);
    stock
}

/// The records of a station's own log, and those of others that it pulled.
pub(super) struct Disk {
    pub(super) own: BTreeMap<RecordName, (Mark, Vec<u8>)>,
    pulled: BTreeMap<RecordName, Vec<u8>>,
    /// Where the hub's order starts there.
    base: Option<Base>,
}

impl Disk {
    pub(super) fn read(dir: &Path) -> Result<Disk, Broken> {
        let fail = |error| failed(text(error));
        let reader = LogReader::open(dir).map_err(fail)?;
        let base = reader.base().map_err(fail)?;
        let mut disk = Disk { own: BTreeMap::new(), pulled: BTreeMap::new(), base };
        for (_, last) in reader.chains().map_err(fail)? {
            let mut after = Mark { seq: 0, ..last };
            while after < last {
                let own = reader.own_after(after, 256, 1 << 20).map_err(fail)?;
                let Some(end) = own.last() else { break };
                after = end.at;
                for one in own {
                    if disk.own.insert(one.name(), (one.at, one.bytes)).is_some() {
                        return Err(broken("I3 once", "a record stands twice in a station's log"));
                    }
                }
            }
        }
        let mut after = 0;
        loop {
            let page = reader.pulled_after(after, 256, 1 << 20).map_err(fail)?;
            let Some(last) = page.last() else { return Ok(disk) };
            after = last.hub_seq;
            for bytes in page.into_iter().filter_map(|one| one.bytes) {
                disk.pulled.insert(name_of(&bytes), bytes);
            }
        }
    }
}

/// All records of the hub, in its order.
pub(super) fn hub_records(world: &World) -> Result<Vec<Vec<u8>>, Broken> {
    Ok(world.hub.records().map_err(failed)?.into_iter().filter_map(|one| one.bytes).collect())
}

/// What holds at every step.
pub(super) fn step(world: &World) -> Result<(), Broken> {
    let records = hub_records(world)?;
    let names: BTreeSet<RecordName> = records.iter().map(|bytes| name_of(bytes)).collect();
    if names.len() != records.len() {
        return Err(broken("I3 once", "the hub holds a record twice"));
    }
    if let Some(stranger) = names.difference(&world.made).next() {
        return Err(broken("I11 nobody else", format!("record {stranger} of a stranger is at the hub")));
    }
    let mut somewhere = names.clone();
    for station in &world.stations {
        let disk = Disk::read(&station.dir)?;
        somewhere.extend(disk.own.keys());
        one_station(world, station, &disk)?;
    }
    if let Some(lost) = world.ticked.difference(&somewhere).next() {
        return Err(broken("I2 no lost tick", format!("record {lost} was ticked and is nowhere")));
    }
    let store = world.hub.store().map_err(failed)?;
    let book = store.book().map_err(|error| failed(text(error)))?;
    let book = shown(book.iter().map(|(key, value)| (key, value)));
    if book != reckon(records.iter()) {
        return Err(broken("I5 the hub's book", "it is not what its records say"));
    }
    sums("the hub", &book)
}

fn one_station(world: &World, station: &SimStation, disk: &Disk) -> Result<(), Broken> {
    let own = disk.own.iter().map(|(name, (_, bytes))| (name, bytes));
    let started = disk.base.map_or_else(Vec::new, |base| world.hub.offered(&base.order));
    let started: BTreeMap<_, _> = started.iter().map(|bytes| (name_of(bytes), bytes)).collect();
    let all: BTreeMap<_, _> =
        started.iter().map(|(name, bytes)| (name, *bytes)).chain(own).chain(&disk.pulled).collect();
    let said = reckon(all.into_values());
    let on_screen = shown(station.mind.book().shown());
    sums("a station", &on_screen)?;
    minutes(world, station)?;
    if on_screen != said {
        return Err(broken("view = fold(disk)", format!("the screen has {on_screen:?}, the disk says {said:?}")));
    }
    let plan = station.mind.plan();
    if plan.stable() > plan.acked() {
        return Err(broken("I7 watermarks", format!("stable {} above acknowledged {}", plan.stable(), plan.acked())));
    }
    let epoch = disk.own.values().map(|(at, _)| at.epoch).max().unwrap_or(0);
    for (name, (at, _)) in &disk.own {
        if at.epoch == epoch && at.seq <= plan.stable() && !world.backed_up.contains(name) {
            return Err(broken("I7 watermarks", format!("record {} is called stable and is in no backup", at.seq)));
        }
    }
    Ok(())
}

/// Nobody works at two things at once, and nothing ends before it begins, whatever the clocks said.
fn minutes(world: &World, station: &SimStation) -> Result<(), Broken> {
    for person in PEOPLE.iter().filter_map(|id| PersonId::new(id).ok()) {
        let mut stretches = station.stretches(&person, world.bug);
        stretches.sort_unstable_by_key(|(start, end)| (*start, end.unwrap_or(i64::MAX)));
        for pair in stretches.windows(2) {
            let ends = pair[0].1.unwrap_or(i64::MAX);
            if ends > pair[1].0 || ends < pair[0].0 {
                let what = format!("{person} works {:?} and {:?}", pair[0], pair[1]);
                return Err(broken("I6 minutes", what));
            }
        }
    }
    Ok(())
}

/// A byte of a record, changed in a copy of the hub's database and of a station's log, is found by those who look for it.
fn altered_bytes_are_found(world: &World) -> Result<(), Broken> {
    let folder = tempfile::tempdir().map_err(|error| failed(text(error)))?;
    let missed = |whose: &str| broken("I12 altered bytes", format!("an altered byte in {whose} was not found"));
    let hub = folder.path().join("hub.db");
    copy_database(world.hub.database(), &hub).map_err(failed)?;
    if alter(&hub, "record", "hub_seq").map_err(failed)? {
        let looked_at = if world.bug == Bug::AuditLooksAway { world.hub.database() } else { &hub };
        let findings = audit::verify(looked_at).map_err(|error| failed(text(error)))?;
        if findings.iter().all(|finding| finding.wrong.is_empty()) {
            return Err(missed("the hub"));
        }
    }
    let Some(station) = world.stations.first() else { return Ok(()) };
    let log = folder.path().join("log.db");
    copy_database(&station.dir.join("log.db"), &log).map_err(failed)?;
    if alter(&log, "own", "at").map_err(failed)? {
        let mut reader = LogReader::open(folder.path()).map_err(|error| failed(text(error)))?;
        if reader.audit().iter().all(|finding| finding.wrong.is_empty()) {
            return Err(missed("a station's log"));
        }
    }
    Ok(())
}

fn copy_database(from: &Path, to: &Path) -> Result<(), Trouble> {
    let database = Connection::open(from).map_err(text)?;
    database.execute("VACUUM INTO ?", [to.to_string_lossy()]).map_err(text)?;
    Ok(())
}

/// Changes one bit of a record in the middle; false when there is none.
fn alter(database: &Path, table: &str, order: &str) -> Result<bool, Trouble> {
    let database = Connection::open(database).map_err(text)?;
    let middle = format!(
        "SELECT {order}, bytes FROM {table} ORDER BY {order} LIMIT 1 OFFSET (SELECT count(*) / 2 FROM {table})"
    );
    let found: Option<(i64, Vec<u8>)> =
        database.query_row(&middle, [], |row| Ok((row.get(0)?, row.get(1)?))).optional().map_err(text)?;
    let Some((at, mut bytes)) = found else { return Ok(false) };
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    let change = format!("UPDATE {table} SET bytes = ? WHERE {order} = ?");
    database.execute(&change, params![bytes, at]).map_err(text)?;
    Ok(true)
}

fn sums(whose: &str, stock: &Stock) -> Result<(), Broken> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for ((part, _), qty) in stock {
        *sums.entry(part).or_default() += qty;
    }
    match sums.into_iter().find(|(_, sum)| *sum != 0) {
        Some((part, sum)) => Err(broken("I1 conservation", format!("{whose} has {sum} of {part} from nowhere"))),
        None => Ok(()),
    }
}

/// What holds once the world is healed and quiet.
pub(super) fn quiet(world: &World) -> Result<(), Broken> {
    step(world)?;
    let findings = audit::verify(world.hub.database()).map_err(|error| failed(text(error)))?;
    if let Some(wrong) = findings.iter().find_map(|finding| finding.wrong.first()) {
        return Err(broken("I4 whole chains", wrong));
    }
    let records = hub_records(world)?;
    let names: BTreeSet<RecordName> = records.iter().map(|bytes| name_of(bytes)).collect();
    if let Some(lost) = world.ticked.difference(&names).next() {
        return Err(broken("I2 no lost tick", format!("record {lost} never came to the hub")));
    }
    let all = reckon(records.iter());
    let (_, bins) = world.hub.store().and_then(|store| store.bins().map_err(text)).map_err(failed)?;
    for station in &world.stations {
        if digest::of_bins(station.mind.book().confirmed()) != bins {
            return Err(broken("I5 the same books", "a station and the hub have not the same digest"));
        }
        if shown(station.mind.book().shown()) != all {
            return Err(broken("I5 the same books", "a station and the hub differ"));
        }
        let reader = LogReader::open(&station.dir).map_err(|error| failed(text(error)))?;
        reader.verify().map_err(|error| broken("I4 whole chains", text(error)))?;
    }
    altered_bytes_are_found(world)
}
