//! Records in the hub's order: stored in one commit with the cursor, before anybody applies them.

use rusqlite::{Connection, params};

use super::{LogStore, base, rows};
use crate::domain::entry::Position;
use crate::record::chain::{self, ORDER_START};
use crate::record::name_of;
use crate::store::error::StoreError;
use crate::store::progress::{self, Mark, Progress, int, nat};

/// A record with its number in the hub's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// Gapless from 1 within the site.
    pub hub_seq: u64,
    pub position: Position,
    /// The record's bytes; none for an own record that the hub names by its position only.
    pub bytes: Option<Vec<u8>>,
}

/// A pulled record as it is on disk: always with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct StoredPulled {
    pub(in crate::store) hub_seq: u64,
    pub(in crate::store) position: Position,
    pub(in crate::store) bytes: Vec<u8>,
}

/// What of a page was new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulledPage {
    /// To be applied, in order; each with its bytes.
    pub records: Vec<Pulled>,
    pub progress: Progress,
    /// The place in the hub's order from which on to pull; ahead of what is stored when own records wait to be.
    pub cursor: u64,
}

impl LogStore {
    /// Stores a page of the hub's order. What is stored already is left out of the answer; an own record that came back
    /// leaves a mark only, its bytes are here.
    ///
    /// # Errors
    /// [`StoreError::Disorder`] when the page does not follow the cursor without a gap.
    pub fn store_pulled(&mut self, mut records: Vec<Pulled>) -> Result<PulledPage, StoreError> {
        self.revive()?;
        let device = self.identity().ok_or(StoreError::NotEnrolled)?.station.device;
        let mut progress = self.progress();
        let before = progress;
        records.retain(|record| record.hub_seq > before.pulled);
        self.commit(|transaction| {
            for record in &mut records {
                store(transaction, device, record, &mut progress)?;
            }
            if progress != before {
                progress::save(transaction, &progress)?;
            }
            Ok(())
        })?;
        self.state.progress = progress;
        Ok(PulledPage { records, progress, cursor: progress.pulled })
    }

    /// Forgets the hub's order, to pull it from its start: the hub was restored and counts anew. The own records stay,
    /// all of them as not come back.
    pub fn forget_pulled(&mut self) -> Result<Progress, StoreError> {
        self.held.clear();
        self.commit(|transaction| {
            base::forget_order(transaction)?;
            let sql = "UPDATE progress SET pulled = 0, echoed = 0, order_id = randomblob(16), order_link = ?";
            transaction.execute(sql, [ORDER_START.0])?;
            Ok(())
        })?;
        self.reread()?;
        Ok(self.progress())
    }
}

/// Stores one record and gives it its bytes when the hub named it by position only.
fn store(connection: &Connection, device: u32, record: &mut Pulled, progress: &mut Progress) -> Result<(), StoreError> {
    if record.hub_seq != progress.pulled + 1 {
        let what = format!("number {} of the hub's order after number {}", record.hub_seq, progress.pulled);
        return Err(StoreError::disorder(what));
    }
    let at = Mark::of(record.position);
    let taken = Pulled { bytes: record.bytes.take(), ..*record };
    let (bytes, is_echo) = keep(connection, device, taken)?;
    if is_echo {
        progress.echoed = progress.echoed.max(at);
        progress.acked = progress.acked.max(at);
    }
    progress.pulled = record.hub_seq;
    progress.order = chain::in_order(&progress.order, record.position, &name_of(&bytes));
    record.bytes = Some(bytes);
    Ok(())
}

/// Stores one record of the hub's order. Gives its bytes, and whether it is an own one that is here.
pub(super) fn keep(connection: &Connection, device: u32, record: Pulled) -> Result<(Vec<u8>, bool), StoreError> {
    let Position { device: from, epoch, seq } = record.position;
    let at = Mark::of(record.position);
    let own = if from == device { rows::bytes(connection, at)? } else { None };
    let is_echo = own.is_some() && (record.bytes.is_none() || record.bytes == own);
    let bytes = record.bytes.or(own);
    let bytes = bytes.ok_or_else(|| StoreError::disorder(format!("the hub names {at:?}, which is not here")))?;
    let kept = (!is_echo).then_some(&bytes);
    let sql = "INSERT INTO pulled (hub_seq, device, epoch, seq, bytes) VALUES (?, ?, ?, ?, ?)";
    connection.prepare_cached(sql)?.execute(params![int(record.hub_seq), from, epoch, int(seq), kept])?;
    Ok((bytes, is_echo))
}

/// Reckons the link of the order that is here from its start.
pub(in crate::store) fn link_order(connection: &Connection) -> Result<(), StoreError> {
    let mut order = ORDER_START;
    after(connection, 0, |pulled| {
        order = chain::in_order(&order, pulled.position, &name_of(&pulled.bytes));
        Ok(true)
    })?;
    connection.execute("UPDATE progress SET order_link = ?", [order.0])?;
    Ok(())
}

/// Calls `take` with the records of the hub's order after a number, until it answers false.
pub(in crate::store) fn after(
    connection: &Connection,
    hub_seq: u64,
    mut take: impl FnMut(StoredPulled) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let sql = "SELECT hub_seq, device, epoch, seq, bytes FROM pulled WHERE hub_seq > ? ORDER BY hub_seq";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([int(hub_seq)])?;
    while let Some(row) = found.next()? {
        let position = Position { device: row.get(1)?, epoch: row.get(2)?, seq: nat(row.get(3)?) };
        let bytes = match row.get::<_, Option<Vec<u8>>>(4)? {
            Some(bytes) => bytes,
            None => rows::bytes(connection, Mark::of(position))?
                .ok_or_else(|| StoreError::corrupt(format!("own record {position:?} came back and is not here")))?,
        };
        if !take(StoredPulled { hub_seq: nat(row.get(0)?), position, bytes })? {
            break;
        }
    }
    Ok(())
}
