//! How far the exchange with the hub has come: watermarks of the own records and cursors of what is pulled.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, params};

use super::error::StoreError;
use crate::domain::entry::Position;
use crate::record::chain::Link;

const SEQ_BITS: u32 = 40;
/// Largest sequence number of an epoch.
pub const MAX_SEQ: u64 = (1 << SEQ_BITS) - 1;
/// Largest epoch.
pub const MAX_EPOCH: u32 = (1 << (63 - SEQ_BITS)) - 1;

/// A place in the chain of this station: epochs in order, and within each the sequence. The default is before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Mark {
    pub epoch: u32,
    pub seq: u64,
}

impl Mark {
    /// The mark of a position of this station.
    pub fn of(position: Position) -> Mark {
        Mark { epoch: position.epoch, seq: position.seq }
    }

    /// The position with the number of the device.
    pub fn on(self, device: u32) -> Position {
        Position { device, epoch: self.epoch, seq: self.seq }
    }

    pub(super) fn next(self) -> Mark {
        Mark { seq: self.seq + 1, ..self }
    }

    pub(super) fn is_legal(self) -> bool {
        self.epoch <= MAX_EPOCH && self.seq <= MAX_SEQ
    }
}

impl ToSql for Mark {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let at = i64::from(self.epoch) << SEQ_BITS | int(self.seq.min(MAX_SEQ));
        Ok(ToSqlOutput::from(at))
    }
}

impl FromSql for Mark {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let at = u64::try_from(value.as_i64()?).map_err(|_| rusqlite::types::FromSqlError::InvalidType)?;
        let epoch = u32::try_from(at >> SEQ_BITS).map_err(|_| rusqlite::types::FromSqlError::InvalidType)?;
        Ok(Mark { epoch, seq: at & MAX_SEQ })
    }
}

/// A number that SQLite keeps; numbers of records never come near the limit.
pub(super) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number that SQLite kept; never negative.
pub(super) fn nat(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Where the exchange stands. Own records up to a mark are: received by the hub (`acked`), safe against the loss of the
/// hub (`stable`), come back in the hub's order (`echoed`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub acked: Mark,
    pub stable: Mark,
    pub echoed: Mark,
    /// The last number of the hub's order that is stored here.
    pub pulled: u64,
    /// The last revision of the catalogue feed that was taken over.
    pub catalogue: u64,
    /// The hub's generation: another number after every restore of the hub from a backup; 0 before the first contact.
    pub hub_gen: u32,
    /// Names the hub's order that `pulled` counts in; new when the order is taken from its start again.
    pub order_id: [u8; 16],
    /// The link of the hub's order after `pulled`.
    pub order: Link,
}

/// What an answer of the hub says. `None` leaves as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Watermarks {
    /// May go back: a hub restored from a backup says what it holds.
    pub acked: Option<Mark>,
    pub stable: Option<Mark>,
    pub catalogue: Option<u64>,
    pub hub_gen: Option<u32>,
}

pub(super) fn load(connection: &Connection) -> Result<Progress, StoreError> {
    let sql = "SELECT acked, stable, echoed, pulled, catalogue, hub_gen, order_id, order_link FROM progress";
    let progress = connection.query_row(sql, [], |row| {
        Ok(Progress {
            acked: row.get(0)?,
            stable: row.get(1)?,
            echoed: row.get(2)?,
            pulled: nat(row.get(3)?),
            catalogue: nat(row.get(4)?),
            hub_gen: row.get(5)?,
            order_id: row.get(6)?,
            order: Link(row.get(7)?),
        })
    })?;
    Ok(progress)
}

pub(super) fn save(connection: &Connection, progress: &Progress) -> Result<(), StoreError> {
    let sql = "UPDATE progress SET acked = ?, stable = ?, echoed = ?, pulled = ?, catalogue = ?, hub_gen = ?, \
               order_id = ?, order_link = ?";
    connection.prepare_cached(sql)?.execute(params![
        progress.acked,
        progress.stable,
        progress.echoed,
        int(progress.pulled),
        int(progress.catalogue),
        progress.hub_gen,
        progress.order_id,
        progress.order.0
    ])?;
    Ok(())
}

impl Progress {
    /// With the hub's answer taken over. `head` is the last own record.
    pub(super) fn with(self, change: Watermarks, head: Mark) -> Result<Progress, StoreError> {
        let acked = change.acked.unwrap_or(self.acked);
        if acked > head {
            return Err(StoreError::disorder(format!("the hub confirms {acked:?}, the last record here is {head:?}")));
        }
        let stable = change.stable.unwrap_or(self.stable).min(acked);
        let catalogue = change.catalogue.unwrap_or(self.catalogue);
        let hub_gen = change.hub_gen.unwrap_or(self.hub_gen);
        Ok(Progress { acked, stable, catalogue, hub_gen, ..self })
    }
}
