//! The hub's storage in one SQLite file: one connection writes, others read beside it.

mod append;
mod devices;
mod enrol;
mod epoch;
mod office;
mod push;
mod rebuild;
mod schema;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ed25519_dalek::SigningKey;
use rusqlite::{Connection, TransactionBehavior, params};

use super::{
    Answer, Applicant, Device, EnrolError, EpochError, HubStore, Incoming, Listed, Met, Order, PushError, Pushed, Site,
    StoreError, Whole,
};
use crate::domain::book::{Aggregate, Key};
use crate::domain::catalogue::Catalogue;
use crate::domain::entry::{Position, Stamp};
use crate::domain::ids::SiteId;
use crate::domain::taught::TaughtCode;
use crate::record::aggregate;
use crate::record::badge::SiteKey;
use crate::record::chain::Link;
use crate::record::digest;
use crate::sync::wire::{MAX_RECORDS, Pulled};

pub use epoch::{Asked, Parting};
pub use schema::Wanted;

/// A page ends with the record that brings it over this many bytes.
const PAGE_TARGET: usize = 1024 * 1024;
/// Connections that are kept for later readers.
const KEPT_READERS: usize = 4;

/// The storage in one file.
pub struct Sqlite {
    path: PathBuf,
    site: Site,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    /// Opens the file, or makes it. When the form of the book has changed, it is folded anew from the records.
    ///
    /// # Errors
    /// When the file is of another program, a later version or another site, or the disk fails.
    pub fn open(path: &Path, wanted: &Wanted) -> Result<Sqlite, StoreError> {
        let mut writer = schema::open(path)?;
        let id = schema::settle(&mut writer, wanted)?;
        let site = read_site(&writer, id)?;
        rebuild::if_outdated(&mut writer, &site.id)?;
        Ok(Sqlite { path: path.to_owned(), site, writer: Mutex::new(writer), readers: Mutex::default() })
    }

    /// Runs `work` on the writing connection as one transaction, which is committed when it gives `Ok` and `keep` says so.
    fn write<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
        keep: impl FnOnce(&T) -> bool,
    ) -> Result<T, E> {
        // A panic within a transaction rolls it back; the connection is good for the next.
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&tx)?;
        if keep(&value) {
            tx.commit()?;
        }
        Ok(value)
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let kept = self.readers().pop();
        let connection = kept.map_or_else(|| schema::connect(&self.path), Ok)?;
        let value = work(&connection)?;
        let mut readers = self.readers();
        if readers.len() < KEPT_READERS {
            readers.push(connection);
        }
        Ok(value)
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HubStore for Sqlite {
    fn site(&self) -> &Site {
        &self.site
    }

    fn head(&self) -> Result<u64, StoreError> {
        self.read(|connection| read_head(connection, &self.site.id))
    }

    fn device(&self, number: u32) -> Result<Option<Device>, StoreError> {
        self.read(|connection| devices::one(connection, &self.site.id, number))
    }

    fn devices(&self) -> Result<Vec<Listed>, StoreError> {
        self.read(|connection| devices::all(connection, &self.site.id))
    }

    fn rename(&self, number: u32, name: &str) -> Result<bool, StoreError> {
        self.write(|tx| devices::rename(tx, &self.site.id, number, name), |_| true)
    }

    fn revoke(&self, number: u32, now_ms: i64) -> Result<bool, StoreError> {
        self.write(|tx| devices::revoke(tx, &self.site.id, number, now_ms), |_| true)
    }

    fn push_all(&self, incoming: &[&Incoming]) -> Vec<Result<Pushed, PushError>> {
        let together = self.write(|tx| push::push_all(tx, &self.site.id, incoming), |_| true);
        // The database failed at one of them, and nothing is kept: each by itself then.
        let alone = |one: &&Incoming| self.write(|tx| push::push(tx, &self.site.id, one), |_| true);
        together.unwrap_or_else(|_| incoming.iter().map(alone).collect())
    }

    fn meet(&self, number: u32, asked: &Asked) -> Result<Met, StoreError> {
        self.read(|connection| {
            let device = devices::one(connection, &self.site.id, number)?;
            epoch::meet(connection, &self.site.id, &device.ok_or_else(|| unsound("a station"))?, asked)
        })
    }

    fn new_epoch(&self, number: u32, parting: &Parting, now_ms: i64) -> Result<u32, EpochError> {
        // No epoch is 0: what was written says that the station is shut out.
        match self.write(|tx| epoch::begin(tx, &self.site.id, number, parting, now_ms), |_| true)? {
            0 => Err(EpochError::TwoAlive(number)),
            epoch => Ok(epoch),
        }
    }

    fn own(&self, number: u32, after: (u32, u64), before: u32) -> Result<Vec<Pulled>, StoreError> {
        self.read(|connection| epoch::own(connection, &self.site.id, number, after, before))
    }

    fn free(&self, number: u32) -> Result<bool, StoreError> {
        self.write(|tx| epoch::free(tx, &self.site.id, number), |_| true)
    }

    fn pull(&self, asker: u32, after: u64) -> Result<Vec<Pulled>, StoreError> {
        self.read(|connection| read_page(connection, &self.site.id, asker, after))
    }

    fn add_code(&self, hash: &[u8; 32], name: Option<&str>, expires_ms: i64) -> Result<(), StoreError> {
        self.write(|tx| enrol::add_code(tx, &self.site.id, hash, name, expires_ms), |()| true)
    }

    fn enrol(&self, hash: &[u8; 32], applicant: &Applicant, now_ms: i64) -> Result<Device, EnrolError> {
        self.write(|tx| enrol::enrol(tx, &self.site.id, hash, applicant, now_ms), |_| true)
    }

    fn office(
        &self,
        orders: &[Order],
        stamp: Stamp,
        catalogue: &dyn Catalogue,
        keep: bool,
    ) -> Result<Vec<Answer>, StoreError> {
        self.write(
            |tx| office::decide_all(tx, &self.site, orders, stamp, catalogue),
            |answers| keep && !answers.iter().any(Answer::is_no),
        )
    }

    fn taught(&self) -> Result<Vec<(String, TaughtCode)>, StoreError> {
        self.read(|connection| read_taught(connection, &self.site.id))
    }

    fn bins(&self) -> Result<(u64, [u8; 32]), StoreError> {
        self.read(|connection| {
            let snapshot = connection.unchecked_transaction()?;
            let book = read_book(&snapshot, &self.site.id)?;
            let bins = digest::of_bins(book.iter().map(|(key, value)| (key, value)));
            Ok((read_head(&snapshot, &self.site.id)?, bins))
        })
    }

    fn whole(&self) -> Result<Option<Whole>, StoreError> {
        self.read(|connection| {
            let snapshot = connection.unchecked_transaction()?;
            let number = read_head(&snapshot, &self.site.id)?;
            let Some(order) = epoch::order_link(&snapshot, &self.site.id, number)? else { return Ok(None) };
            Ok(Some(Whole { number, order, book: read_book(&snapshot, &self.site.id)? }))
        })
    }

    fn order_link(&self, number: u64) -> Result<Option<Link>, StoreError> {
        self.read(|connection| epoch::order_link(connection, &self.site.id, number))
    }

    fn last_of(&self, device: u32, number: u64) -> Result<(u32, u64), StoreError> {
        self.read(|connection| epoch::last_of(connection, &self.site.id, device, number))
    }

    fn book(&self) -> Result<Vec<(Key, Aggregate)>, StoreError> {
        self.read(|connection| read_book(connection, &self.site.id))
    }
}

/// SQLite's integers are signed; no counter of ours gets near the limit.
fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsound(what: &str) -> StoreError {
    StoreError::Unusable(format!("{what} cannot be read"))
}

fn read_site(connection: &Connection, id: SiteId) -> Result<Site, StoreError> {
    let sql = "SELECT timezone, hub_gen, hub_key, site_key FROM site WHERE site = ?1";
    let row = connection.query_row(sql, [id.as_str()], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, [u8; 32]>(2)?, row.get::<_, [u8; 32]>(3)?))
    })?;
    let (timezone, hub_gen, key, site_key) = row;
    Ok(Site { id, timezone, hub_gen, key: SigningKey::from_bytes(&key), site_key: SiteKey(site_key) })
}

fn read_head(connection: &Connection, site: &SiteId) -> Result<u64, StoreError> {
    let mut select = connection.prepare_cached("SELECT hub_seq FROM site WHERE site = ?1")?;
    let head: i64 = select.query_row([site.as_str()], |row| row.get(0))?;
    Ok(head.unsigned_abs())
}

/// Own records of the asker's epoch come without bytes: it has made them. Of those of an epoch before it may have lost some.
fn read_page(connection: &Connection, site: &SiteId, asker: u32, after: u64) -> Result<Vec<Pulled>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT device, epoch, seq, CASE WHEN device = ?2 AND epoch >= \
           (SELECT epoch FROM device WHERE site = ?1 AND device = ?2) THEN NULL ELSE bytes END \
         FROM record WHERE site = ?1 AND hub_seq > ?3 ORDER BY hub_seq LIMIT ?4",
    )?;
    let mut rows = select.query(params![site.as_str(), asker, int(after), int(MAX_RECORDS as u64)])?;
    let (mut page, mut size) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(2)?;
        let position = Position { device: row.get(0)?, epoch: row.get(1)?, seq: seq.unsigned_abs() };
        let bytes: Option<Vec<u8>> = row.get(3)?;
        let more = bytes.as_ref().map_or(0, Vec::len);
        // One batch may hold records that are larger together; one of them always fits.
        if !page.is_empty() && size + more > PAGE_TARGET {
            break;
        }
        size += more;
        page.push(Pulled { position, bytes });
    }
    Ok(page)
}

fn read_taught(connection: &Connection, site: &SiteId) -> Result<Vec<(String, TaughtCode)>, StoreError> {
    let (first, end) = aggregate::code_keys();
    let sql = "SELECT key, value FROM aggregate WHERE site = ?1 AND key >= ?2 AND key < ?3";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query(params![site.as_str(), first, end])?;
    let mut taught = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, value): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
        match (aggregate::decode_key(&key), aggregate::decode(&value)) {
            (Ok(Key::Code(code)), Ok(Aggregate::Code(known))) => taught.push((code, known)),
            _ => return Err(unsound("a code that was taught")),
        }
    }
    Ok(taught)
}

fn read_book(connection: &Connection, site: &SiteId) -> Result<Vec<(Key, Aggregate)>, StoreError> {
    let mut select = connection.prepare("SELECT key, value FROM aggregate WHERE site = ?1")?;
    let mut rows = select.query([site.as_str()])?;
    let mut book = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, value): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let key = aggregate::decode_key(&key).map_err(|_| unsound("a key of the book"))?;
        book.push((key, aggregate::decode(&value).map_err(|_| unsound("a row of the book"))?));
    }
    book.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(book)
}
