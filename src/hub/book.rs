//! The hub's book: loads the aggregates that a transaction touches, and writes those that it changed.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::book::{Aggregate, Book, BookMut, Key};
use crate::domain::entry::{Position, Recorded};
use crate::domain::ids::{BinId, PartNo, RecordName, SiteId};
use crate::domain::place::Place;
use crate::domain::stock::{Balance, BalanceKey, Stock};
use crate::record::{self, aggregate};

use super::store::{HUB_DEVICE, StoreError};

/// A book over one transaction. A failing database shows at [`TxBook::finish`], because reading a book cannot fail.
pub(super) struct TxBook<'t> {
    tx: &'t Connection,
    site: &'t SiteId,
    rows: RefCell<BTreeMap<Key, Row>>,
    failed: RefCell<Option<StoreError>>,
}

struct Row {
    value: Option<Aggregate>,
    changed: bool,
}

impl<'t> TxBook<'t> {
    pub(super) fn new(tx: &'t Connection, site: &'t SiteId) -> Self {
        Self { tx, site, rows: RefCell::default(), failed: RefCell::default() }
    }

    /// Writes what changed.
    ///
    /// # Errors
    /// When the database failed, now or while the book was read: the transaction must not be committed.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        if let Some(error) = self.failed.into_inner() {
            return Err(error);
        }
        let changed = self.rows.into_inner().into_iter().filter(|(_, row)| row.changed);
        for (key, row) in changed {
            write(self.tx, self.site, &key, row.value.as_ref())?;
        }
        Ok(())
    }

    fn load(&self, key: &Key) -> Result<Option<Aggregate>, StoreError> {
        let mut select = self.tx.prepare_cached("SELECT value FROM aggregate WHERE site = ?1 AND key = ?2")?;
        let bytes: Option<Vec<u8>> =
            select.query_row(params![self.site.as_str(), aggregate::encode_key(key)], |row| row.get(0)).optional()?;
        bytes.map(|bytes| decode(&bytes)).transpose()
    }

    fn load_balances(&self, part: &PartNo) -> Result<Vec<(Key, Aggregate)>, StoreError> {
        let mut select = self.tx.prepare_cached("SELECT key, value FROM aggregate WHERE site = ?1 AND part = ?2")?;
        let mut rows = select.query(params![self.site.as_str(), part.as_str()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let key: Vec<u8> = row.get(0)?;
            let value: Vec<u8> = row.get(1)?;
            let key = aggregate::decode_key(&key).map_err(|why| StoreError::Unusable(format!("a key: {why}")))?;
            found.push((key, decode(&value)?));
        }
        Ok(found)
    }

    fn load_record(&self, name: &RecordName) -> Result<Option<Recorded>, StoreError> {
        let mut select =
            self.tx.prepare_cached("SELECT device, epoch, seq, bytes FROM record WHERE site = ?1 AND name = ?2")?;
        let found: Option<(u32, u32, i64, Vec<u8>)> = select
            .query_row(params![self.site.as_str(), name.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let Some((device, epoch, seq, bytes)) = found.filter(|(device, ..)| *device == HUB_DEVICE) else {
            return Ok(None);
        };
        let position = Position { device, epoch, seq: seq.unsigned_abs() };
        Ok(record::decode(&bytes).ok().map(|entry| Recorded { name: *name, position, entry }))
    }

    /// The value, or nothing and a note of the failure.
    fn sound<T: Default>(&self, result: Result<T, StoreError>) -> T {
        result.unwrap_or_else(|error| {
            self.failed.borrow_mut().get_or_insert(error);
            T::default()
        })
    }
}

fn decode(bytes: &[u8]) -> Result<Aggregate, StoreError> {
    aggregate::decode(bytes).map_err(|why| StoreError::Unusable(format!("a row of the book: {why}")))
}

fn write(tx: &Connection, site: &SiteId, key: &Key, value: Option<&Aggregate>) -> Result<(), StoreError> {
    let bytes = aggregate::encode_key(key);
    let Some(value) = value else {
        let mut delete = tx.prepare_cached("DELETE FROM aggregate WHERE site = ?1 AND key = ?2")?;
        delete.execute(params![site.as_str(), bytes])?;
        return Ok(());
    };
    let part = if let Key::Balance(balance) = key { Some(balance.stock.part.as_str()) } else { None };
    let mut upsert = tx.prepare_cached(
        "INSERT INTO aggregate VALUES (?1, ?2, ?3, ?4) ON CONFLICT (site, key) DO UPDATE SET value = excluded.value",
    )?;
    upsert.execute(params![site.as_str(), bytes, part, aggregate::encode(value)])?;
    Ok(())
}

impl Book for TxBook<'_> {
    fn aggregate(&self, key: &Key) -> Option<Aggregate> {
        if let Some(row) = self.rows.borrow().get(key) {
            return row.value.clone();
        }
        let value = self.sound(self.load(key));
        self.rows.borrow_mut().insert(key.clone(), Row { value: value.clone(), changed: false });
        value
    }

    fn balances_of(&self, part: &PartNo) -> Vec<(BalanceKey, Balance)> {
        let loaded = self.sound(self.load_balances(part));
        let mut rows = self.rows.borrow_mut();
        for (key, value) in loaded {
            rows.entry(key).or_insert(Row { value: Some(value), changed: false });
        }
        let first = BalanceKey { stock: Stock::plain(part.clone()), place: Place::Bin(BinId::lowest()) };
        let mut found = Vec::new();
        for (key, row) in rows.range(Key::Balance(first)..) {
            let Key::Balance(key) = key else { break };
            if key.stock.part != *part {
                break;
            }
            if let Some(Aggregate::Balance(balance)) = &row.value {
                found.push((key.clone(), *balance));
            }
        }
        found
    }

    fn record(&self, name: &RecordName) -> Option<Recorded> {
        self.sound(self.load_record(name))
    }
}

impl BookMut for TxBook<'_> {
    fn put(&mut self, key: &Key, aggregate: Option<Aggregate>) {
        self.rows.get_mut().insert(key.clone(), Row { value: aggregate, changed: true });
    }
}
