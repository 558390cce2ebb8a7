//! The rows of the own chain.

use rusqlite::{Connection, OptionalExtension, params};

use super::repeated;
use crate::domain::ids::RecordName;
use crate::record::chain::{self, Link};
use crate::record::name_of;
use crate::store::error::StoreError;
use crate::store::identity::Station;
use crate::store::progress::Mark;

/// The end of the chain: the last record of the epoch, or seq 0 with the link that binds the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub at: Mark,
    pub link: Link,
}

/// A record of this station as it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRecord {
    pub at: Mark,
    pub bytes: Vec<u8>,
    pub link: Link,
}

impl OwnRecord {
    pub fn name(&self) -> RecordName {
        name_of(&self.bytes)
    }
}

pub(in crate::store) fn insert(connection: &Connection, at: Mark, bytes: &[u8], link: &Link) -> Result<(), StoreError> {
    if !at.is_legal() {
        return Err(StoreError::disorder(format!("{at:?} is beyond the last possible position")));
    }
    let sql = "INSERT INTO own (at, bytes, link) VALUES (?, ?, ?)";
    connection.prepare_cached(sql)?.execute(params![at, bytes, link.0])?;
    Ok(())
}

/// The last own record of all epochs.
pub(in crate::store) fn last(connection: &Connection) -> Result<Option<Head>, StoreError> {
    let sql = "SELECT at, link FROM own ORDER BY at DESC LIMIT 1";
    let row = connection.query_row(sql, [], |row| Ok(Head { at: row.get(0)?, link: Link(row.get(1)?) }));
    Ok(row.optional()?)
}

/// The end of the chain in the station's epoch.
pub(in crate::store) fn head(connection: &Connection, station: &Station) -> Result<Head, StoreError> {
    match last(connection)? {
        Some(head) if head.at.epoch == station.epoch => Ok(head),
        Some(head) if head.at.epoch > station.epoch => {
            let (log, identity) = (head.at.epoch, station.epoch);
            Err(StoreError::corrupt(format!("the log is in epoch {log}, the identity in epoch {identity}")))
        }
        _ => Ok(begin(station)),
    }
}

/// Before the first record of the station's epoch.
pub(in crate::store) fn begin(station: &Station) -> Head {
    let link = chain::genesis(&station.site, station.device, station.epoch);
    Head { at: Mark { epoch: station.epoch, seq: 0 }, link }
}

/// The bytes of one own record.
pub(in crate::store) fn bytes(connection: &Connection, at: Mark) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT bytes FROM own WHERE at = ?")?;
    Ok(statement.query_row([at], |row| row.get(0)).optional()?)
}

/// The link at a mark; at seq 0 the one that binds the epoch. None when the record is not there.
pub(in crate::store) fn link(connection: &Connection, station: &Station, at: Mark) -> Result<Option<Link>, StoreError> {
    if at.seq == 0 {
        return Ok(Some(Link(chain::genesis(&station.site, station.device, at.epoch).0)));
    }
    let mut statement = connection.prepare_cached("SELECT link FROM own WHERE at = ?")?;
    Ok(statement.query_row([at], |row| row.get(0).map(Link)).optional()?)
}

/// The first and the last mark of each epoch that has records, in order.
pub(in crate::store) fn chains(connection: &Connection) -> Result<Vec<(Mark, Mark)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT min(at), max(at) FROM own GROUP BY at >> 40 ORDER BY 1")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Calls `take` with the own records after a mark, in order, until it answers false.
pub(in crate::store) fn after(
    connection: &Connection,
    after: Mark,
    mut take: impl FnMut(OwnRecord) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("SELECT at, bytes, link FROM own WHERE at > ? ORDER BY at")?;
    let mut rows = statement.query([after])?;
    while let Some(row) = rows.next()? {
        if !take(OwnRecord { at: row.get(0)?, bytes: row.get(1)?, link: Link(row.get(2)?) })? {
            break;
        }
    }
    Ok(())
}

/// The last `count` own records, oldest first.
pub(in crate::store) fn latest(connection: &Connection, count: usize) -> Result<Vec<OwnRecord>, StoreError> {
    let mut statement = connection.prepare("SELECT at, bytes, link FROM own ORDER BY at DESC LIMIT ?")?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let rows = statement
        .query_map([count], |row| Ok(OwnRecord { at: row.get(0)?, bytes: row.get(1)?, link: Link(row.get(2)?) }))?;
    let mut found = rows.collect::<Result<Vec<_>, _>>()?;
    found.reverse();
    Ok(found)
}

/// Takes the records after a mark out of the log, in order: to chain them anew.
pub(in crate::store) fn cut(connection: &Connection, after_mark: Mark) -> Result<Vec<OwnRecord>, StoreError> {
    let mut tail = Vec::new();
    after(connection, after_mark, |record| {
        tail.push(record);
        Ok(true)
    })?;
    connection.execute("DELETE FROM own WHERE at > ?", [after_mark])?;
    repeated::forget_after(connection, after_mark)?;
    Ok(tail)
}
