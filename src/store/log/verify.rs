//! Does the chain hold? At start over its end, on demand over all of it.

use rusqlite::Connection;

use super::rows::{self, Head};
use crate::record::chain;
use crate::store::error::StoreError;
use crate::store::identity::Station;
use crate::store::progress::Mark;

/// So many of the last records are verified at start even when the hub has them.
const LAST: u64 = 1_000;

/// Verifies what the hub has not confirmed yet, and at least the last thousand records.
pub(super) fn tail(connection: &Connection, station: &Station, head: &Head, acked: Mark) -> Result<(), StoreError> {
    let confirmed = if acked.epoch == head.at.epoch { acked.seq } else { 0 };
    let seq = confirmed.min(head.at.seq.saturating_sub(LAST));
    let end = from(connection, station, Mark { epoch: head.at.epoch, seq })?;
    if end != head.at.seq - seq {
        return Err(StoreError::corrupt(format!("{end} records after {seq} where {} stood", head.at.seq - seq)));
    }
    Ok(())
}

/// Verifies one epoch's chain after a mark; gives the number of records that hold.
pub(in crate::store) fn from(connection: &Connection, station: &Station, start: Mark) -> Result<u64, StoreError> {
    let link = rows::link(connection, station, start)?;
    let mut link = link.ok_or_else(|| StoreError::corrupt(format!("record {} is missing", start.seq)))?;
    let mut at = start;
    rows::after(connection, start, |record| {
        if record.at.epoch != start.epoch {
            return Ok(false);
        }
        if record.at != at.next() {
            return Err(StoreError::corrupt(format!("record {} follows record {}", record.at.seq, at.seq)));
        }
        link = chain::next(&link, record.at.on(station.device), &record.bytes);
        if link != record.link {
            return Err(StoreError::corrupt(format!("record {} is not what was written", record.at.seq)));
        }
        at = record.at;
        Ok(true)
    })?;
    Ok(at.seq - start.seq)
}

/// Moves everything that the write-ahead log holds into the database file and syncs that: after a failed write the log's
/// pages may be in memory only.
pub(super) fn empty_wal(connection: &Connection) -> Result<(), StoreError> {
    let (pages, moved): (i64, i64) =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok((row.get(1)?, row.get(2)?)))?;
    if pages == moved {
        return Ok(());
    }
    Err(StoreError::Io { what: format!("only {moved} of {pages} pages could be brought to safety") })
}
