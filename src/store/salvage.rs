//! A damaged log: what can be read of it becomes a new log, and what cannot is named.
//!
//! The damaged files are kept beside, as they were. Of the present epoch the records up to the first that is not as it was
//! written keep their place; those behind it are chained anew, because nothing proves that they followed. At the next contact
//! the hub gives back what it holds of the missing ones, and what came twice counts once: a record is named by its bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::connection::{self, LOG_FILE};
use super::error::StoreError;
use super::identity::{self, Identity};
use super::log::{Head, OwnRecord, rows};
use super::progress::{self, Mark, Progress, int, nat};
use super::{lock, migrations};
use crate::domain::ids::RecordName;
use crate::record::{self, chain, name_of};

/// Files of a log that can be damaged.
const FILES: [&str; 3] = [LOG_FILE, "log.db-wal", "log.db-shm"];
/// What follows from the log, and may follow from its damage.
const CACHE: &str = "cache.bin";
/// So many numbers behind one that cannot be read are tried: more than a page holds, and than a day has.
const TRIES: u64 = 20_000;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// Where the damaged files are.
    pub damaged: PathBuf,
    /// Own records that are in the new log.
    pub kept: usize,
    /// Of those, the ones that had to be chained anew.
    pub chained_anew: usize,
    /// First and last number of own records of the present epoch that could not be read and that the hub had not confirmed.
    pub lost: Vec<(Mark, Mark)>,
    /// Own records that could not be read and that the hub has: they come back.
    pub at_hub: u64,
    /// Records of the hub's order that are here; the others come from the hub.
    pub pulled: u64,
}

/// What could be read.
struct Found {
    identity: Identity,
    progress: Option<Progress>,
    own: Vec<OwnRecord>,
    /// Without a gap from 1.
    pulled: Vec<InOrder>,
}

/// A record of the hub's order: its number, device, epoch, seq, and bytes where it is not an own one.
type InOrder = (u64, u32, u32, u64, Option<Vec<u8>>);

/// Makes a new log of what can be read. `at` names the folder for the damaged files.
///
/// # Errors
/// When not even the identity can be read, or the disk fails. Nothing is changed then.
pub fn salvage(dir: &Path, at: i64) -> Result<Salvaged, StoreError> {
    let _lock = lock::take(dir)?;
    let work = dir.join("salvage");
    // Reading a log may write into it: so a copy is read.
    let _ = fs::remove_dir_all(&work);
    fs::create_dir(&work).map_err(at_path(&work))?;
    for name in FILES.iter().filter(|name| dir.join(name).exists()) {
        fs::copy(dir.join(name), work.join(name)).map_err(at_path(&work))?;
    }
    let found = read(&work)?;
    let fresh = work.join("new");
    fs::create_dir(&fresh).map_err(at_path(&fresh))?;
    let mut done = write(&fresh, found)?;
    done.damaged = dir.join(format!("damaged-{at}"));
    fs::create_dir(&done.damaged).map_err(at_path(&done.damaged))?;
    for name in FILES.iter().filter(|name| dir.join(name).exists()) {
        fs::rename(dir.join(name), done.damaged.join(name)).map_err(at_path(&done.damaged))?;
    }
    let _ = fs::remove_file(dir.join(CACHE));
    fs::rename(fresh.join(LOG_FILE), dir.join(LOG_FILE)).map_err(at_path(dir))?;
    lock::sync_folder(&done.damaged)?;
    lock::sync_folder(dir)?;
    fs::remove_dir_all(&work).map_err(at_path(&work))?;
    Ok(done)
}

fn at_path(path: &Path) -> impl Fn(std::io::Error) -> StoreError + '_ {
    move |error| StoreError::file(path, &error)
}

fn read(folder: &Path) -> Result<Found, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(folder.join(LOG_FILE), flags)?;
    let nobody = || StoreError::corrupt("who this kiosk is cannot be read any more");
    let identity = identity::load(&connection).map_err(|_| nobody())?.ok_or_else(nobody)?;
    let progress = progress::load(&connection).ok();
    let own = read_own(&connection, identity.station.epoch);
    Ok(Found { identity, progress, own, pulled: read_pulled(&connection) })
}

/// Every own record that can be read, in order. Where a page cannot, the numbers behind it are tried one by one.
fn read_own(connection: &Connection, epoch: u32) -> Vec<OwnRecord> {
    let mut own: Vec<OwnRecord> = Vec::new();
    let mut after = Mark::default();
    loop {
        let whole = rows::after(connection, after, |record| {
            after = record.at;
            own.push(record);
            Ok(true)
        });
        match whole {
            Ok(()) => return own,
            Err(_) => match next_readable(connection, after, epoch) {
                Some(record) => {
                    after = record.at;
                    own.push(record);
                }
                None => return own,
            },
        }
    }
}

/// In the same epoch, else in the present one, else the newest of all.
fn next_readable(connection: &Connection, after: Mark, epoch: u32) -> Option<OwnRecord> {
    let behind = |from: Mark| (1..=TRIES).map(move |step| Mark { seq: from.seq + step, ..from });
    let present = Mark { epoch, seq: 0 };
    let numbers = behind(after).chain(behind(present).filter(|at| *at > after));
    let newest = || rows::latest(connection, 1).ok()?.pop().filter(|record| record.at > after);
    numbers.into_iter().find_map(|at| one(connection, at)).or_else(newest)
}

fn one(connection: &Connection, at: Mark) -> Option<OwnRecord> {
    let mut select = connection.prepare_cached("SELECT bytes, link FROM own WHERE at = ?").ok()?;
    let found = select.query_row([at], |row| Ok(OwnRecord { at, bytes: row.get(0)?, link: chain::Link(row.get(1)?) }));
    found.optional().ok()?
}

fn read_pulled(connection: &Connection) -> Vec<InOrder> {
    let mut pulled = Vec::new();
    let Ok(mut select) = connection.prepare("SELECT hub_seq, device, epoch, seq, bytes FROM pulled ORDER BY hub_seq")
    else {
        return pulled;
    };
    let rows = select.query_map([], |row| {
        Ok((nat(row.get(0)?), row.get(1)?, row.get(2)?, nat(row.get(3)?), row.get::<_, Option<Vec<u8>>>(4)?))
    });
    for row in rows.into_iter().flatten() {
        match row {
            Ok(row) if row.0 == pulled.len() as u64 + 1 => pulled.push(row),
            Ok(_) | Err(_) => break,
        }
    }
    pulled
}

/// The own records, divided.
struct Divided {
    /// Keep their place.
    whole: Vec<OwnRecord>,
    /// Are chained anew.
    behind: Vec<OwnRecord>,
    /// Numbers of the present epoch that are missing.
    missing: Vec<(Mark, Mark)>,
    /// The end of those that keep their place.
    head: Head,
}

fn divide(found: &Found) -> Divided {
    let station = &found.identity.station;
    let mut head = rows::begin(station);
    let (mut whole, mut behind, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = head.at;
    for own in &found.own {
        if own.at.epoch != station.epoch {
            whole.push(own.clone());
            continue;
        }
        let follows =
            own.at == head.at.next() && chain::next(&head.link, own.at.on(station.device), &own.bytes) == own.link;
        if follows && behind.is_empty() {
            head = Head { at: own.at, link: own.link };
            whole.push(own.clone());
        } else if record::decode(&own.bytes).is_ok() {
            if own.at.seq > last.seq + 1 {
                missing.push((last.next(), Mark { seq: own.at.seq - 1, ..own.at }));
            }
            behind.push(own.clone());
        } else {
            continue;
        }
        last = own.at;
    }
    // Those that the hub has confirmed and that were the last here.
    let acked = found.progress.map(|progress| progress.acked).filter(|acked| acked.epoch == station.epoch);
    if let Some(acked) = acked.filter(|acked| acked.seq > last.seq) {
        missing.push((last.next(), acked));
    }
    Divided { whole, behind, missing, head }
}

fn write(dir: &Path, found: Found) -> Result<Salvaged, StoreError> {
    let mut connection = connection::writer(dir)?;
    migrations::run(&mut connection)?;
    let Divided { whole, behind, missing, mut head } = divide(&found);
    let device = found.identity.station.device;
    let end = head.at;
    let transaction = connection.transaction()?;
    identity::save(&transaction, &found.identity)?;
    for own in &whole {
        rows::insert(&transaction, own.at, &own.bytes, &own.link)?;
    }
    for own in &behind {
        let at = head.at.next();
        let link = chain::next(&head.link, at.on(device), &own.bytes);
        rows::insert(&transaction, at, &own.bytes, &link)?;
        head = Head { at, link };
    }
    let acked = found.progress.map_or(Mark::default(), |progress| progress.acked);
    let (pulled, order) = write_order(&transaction, &found, end)?;
    if let Some(known) = found.progress {
        let echoed = if pulled == known.pulled { known.echoed.min(end) } else { echoed(&found, pulled, end) };
        let progress = Progress {
            acked: known.acked.min(end).max(echoed),
            stable: known.stable.min(end),
            echoed,
            pulled,
            order,
            ..known
        };
        progress::save(&transaction, &progress)?;
    }
    transaction.commit()?;
    // Everything in the one file, which is all that is moved.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    drop(connection);
    let behind_hub = |(first, last): &(Mark, Mark)| (*last > acked).then(|| (acked.next().max(*first), *last));
    let lost: Vec<(Mark, Mark)> = missing.iter().filter_map(behind_hub).collect();
    let count = |ranges: &[(Mark, Mark)]| ranges.iter().map(|(first, last)| last.seq - first.seq + 1).sum::<u64>();
    let at_hub = count(&missing) - count(&lost);
    let kept = whole.len() + behind.len();
    Ok(Salvaged { damaged: PathBuf::new(), kept, chained_anew: behind.len(), lost, at_hub, pulled })
}

/// The hub's order up to the first own record that is not where it was; gives how far, and the order's link there.
fn write_order(connection: &Connection, found: &Found, end: Mark) -> Result<(u64, chain::Link), StoreError> {
    let mut order = chain::ORDER_START;
    let Some(progress) = found.progress else { return Ok((0, order)) };
    let station = &found.identity.station;
    let mut insert =
        connection.prepare("INSERT INTO pulled (hub_seq, device, epoch, seq, bytes) VALUES (?, ?, ?, ?, ?)")?;
    let whole = found.own.iter().filter(|own| own.at <= end);
    let here: BTreeMap<Mark, RecordName> = whole.map(|own| (own.at, own.name())).collect();
    let mut reached = 0;
    for (hub_seq, device, epoch, seq, bytes) in &found.pulled {
        let at = Mark { epoch: *epoch, seq: *seq };
        let own = here.get(&at).filter(|_| *device == station.device).copied();
        let Some(name) = bytes.as_deref().map(name_of).or(own).filter(|_| *hub_seq <= progress.pulled) else { break };
        insert.execute(params![int(*hub_seq), device, epoch, int(*seq), bytes])?;
        order = chain::in_order(&order, at.on(*device), &name);
        reached = *hub_seq;
    }
    Ok((reached, order))
}

/// The last own record that came back within the part of the order that is here.
fn echoed(found: &Found, pulled: u64, end: Mark) -> Mark {
    let device = found.identity.station.device;
    let own = found.pulled.iter().take_while(|row| row.0 <= pulled).filter(|row| row.1 == device && row.4.is_none());
    own.map(|row| Mark { epoch: row.2, seq: row.3 }).max().unwrap_or_default().min(end)
}

#[cfg(test)]
mod tests;
