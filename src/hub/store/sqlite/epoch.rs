//! First contact and new epochs: what the hub holds of a station's chain, and what becomes of a chain that was continued twice.

use rusqlite::{Connection, OptionalExtension, params};

use super::super::{Device, EpochError, Met, StoreError};
use super::{PAGE_TARGET, devices, int};
use crate::domain::entry::Position;
use crate::domain::ids::SiteId;
use crate::record::chain::{Link, genesis};
use crate::sync::wire::{MAX_RECORDS, Pulled};

/// What a station asks at first contact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    pub cursor: u64,
    /// The link of the order after that number, as the station has it.
    pub cursor_link: Option<Link>,
    pub marks: Vec<(u32, u64, Link)>,
}

/// What a station says when it asks for a new epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parting {
    /// 16 random bytes of the station's program start.
    pub run: [u8; 16],
    pub common: (u32, u64, Link),
    pub head: (u32, u64, Link),
}

pub(super) fn meet(tx: &Connection, site: &SiteId, device: &Device, asked: &Asked) -> Result<Met, StoreError> {
    let mut held = 0;
    for (epoch, seq, link) in &asked.marks {
        if link_at(tx, site, device.number, *epoch, *seq)? != Some(*link) {
            break;
        }
        held += 1;
    }
    Ok(Met { stable_seq: stable(device), held, same_order: same_order(tx, site, asked)? })
}

/// The last record of the station's epoch that is in a backup.
pub(super) fn stable(device: &Device) -> u64 {
    if device.stable.0 == device.epoch { device.stable.1 } else { 0 }
}

/// Whether the order up to the station's place is the one that it has.
fn same_order(tx: &Connection, site: &SiteId, asked: &Asked) -> Result<bool, StoreError> {
    if asked.cursor == 0 {
        return Ok(true);
    }
    let found = order_link(tx, site, asked.cursor)?;
    Ok(found.is_some() && (asked.cursor_link.is_none() || found == asked.cursor_link))
}

/// The link of the order after a number of it.
pub(super) fn order_link(tx: &Connection, site: &SiteId, number: u64) -> Result<Option<Link>, StoreError> {
    let mut select = tx.prepare_cached("SELECT order_link FROM record WHERE site = ?1 AND hub_seq = ?2")?;
    let found = select.query_row(params![site.as_str(), int(number)], |row| row.get(0));
    Ok(found.optional()?.map(Link))
}

/// The last record of a station up to a number of the order. Its records come in the order of their chain.
pub(super) fn last_of(tx: &Connection, site: &SiteId, device: u32, number: u64) -> Result<(u32, u64), StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT epoch, seq FROM record WHERE site = ?1 AND device = ?2 AND hub_seq <= ?3 \
         ORDER BY epoch DESC, seq DESC LIMIT 1",
    )?;
    let found = select.query_row(params![site.as_str(), device, int(number)], |row| {
        let seq: i64 = row.get(1)?;
        Ok((row.get(0)?, seq.unsigned_abs()))
    });
    Ok(found.optional()?.unwrap_or_default())
}

/// The link after a record of a station, in whatever epoch.
pub(super) fn link_at(
    tx: &Connection,
    site: &SiteId,
    device: u32,
    epoch: u32,
    seq: u64,
) -> Result<Option<Link>, StoreError> {
    if seq == 0 {
        return Ok(Some(genesis(site, device, epoch)));
    }
    let mut select = tx.prepare_cached(
        "SELECT link FROM record WHERE site = ?1 AND device = ?2 AND epoch = ?3 AND seq = ?4 \
         UNION ALL SELECT link FROM repeat WHERE site = ?1 AND device = ?2 AND epoch = ?3 AND seq = ?4",
    )?;
    let link = select.query_row(params![site.as_str(), device, epoch, int(seq)], |row| row.get(0));
    Ok(link.optional()?.map(Link))
}

/// Ends the station's epoch and begins the next one. The same question twice has the same answer, as the first answer may have
/// been lost.
pub(super) fn begin(
    tx: &Connection,
    site: &SiteId,
    number: u32,
    parting: &Parting,
    now_ms: i64,
) -> Result<u32, EpochError> {
    let device = devices::one(tx, site, number)?.ok_or(EpochError::Unknown)?;
    let (common_epoch, common_seq, common_link) = parting.common;
    if link_at(tx, site, number, common_epoch, common_seq)? != Some(common_link) {
        return Err(EpochError::NotCommon);
    }
    let (head_epoch, _, head_link) = parting.head;
    if device.head_seq == 0 && asked_before(tx, site, &device, &head_link)? {
        return Ok(device.epoch);
    }
    if has_come_back(tx, site, number, &parting.run)? {
        tx.execute(
            "UPDATE device SET frozen_ms = ?3 WHERE site = ?1 AND device = ?2",
            params![site.as_str(), number, now_ms],
        )?;
        return Ok(0);
    }
    let epoch = device.epoch.max(head_epoch) + 1;
    let lost = held_after(tx, site, number, (common_epoch, common_seq))?;
    tx.execute(
        "INSERT INTO epoch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![site.as_str(), number, epoch, parting.run, head_link.0, int(common_seq), int(lost), now_ms],
    )?;
    tx.execute(
        "UPDATE device SET epoch = ?3, head_seq = 0, head_link = ?4 WHERE site = ?1 AND device = ?2",
        params![site.as_str(), number, epoch, genesis(site, number, epoch).0],
    )?;
    Ok(epoch)
}

fn asked_before(tx: &Connection, site: &SiteId, device: &Device, head: &Link) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM epoch WHERE site = ?1 AND device = ?2 AND epoch = ?3 AND head_link = ?4";
    let count: i64 =
        tx.query_row(sql, params![site.as_str(), device.number, device.epoch, head.0], |row| row.get(0))?;
    Ok(count > 0)
}

/// A program that had an epoch, then another one had, and now the first is back: two are alive with one key. One whose card was
/// restored never comes back as who it was.
fn has_come_back(tx: &Connection, site: &SiteId, number: u32, run: &[u8; 16]) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM epoch AS mine JOIN epoch AS theirs \
               ON theirs.site = mine.site AND theirs.device = mine.device AND theirs.epoch > mine.epoch \
               WHERE mine.site = ?1 AND mine.device = ?2 AND mine.run = ?3 AND theirs.run <> ?3 \
               AND mine.epoch > coalesce((SELECT freed FROM device WHERE site = ?1 AND device = ?2), 0)";
    let count: i64 = tx.query_row(sql, params![site.as_str(), number, run], |row| row.get(0))?;
    Ok(count > 0)
}

fn held_after(tx: &Connection, site: &SiteId, number: u32, after: (u32, u64)) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM record WHERE site = ?1 AND device = ?2 AND (epoch, seq) > (?3, ?4)";
    let count: i64 = tx.query_row(sql, params![site.as_str(), number, after.0, int(after.1)], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// Lets a station in again that was shut out because two had its key.
pub(super) fn free(tx: &Connection, site: &SiteId, number: u32) -> Result<bool, StoreError> {
    let sql = "UPDATE device SET frozen_ms = NULL, freed = epoch WHERE site = ?1 AND device = ?2 AND frozen_ms NOTNULL";
    Ok(tx.execute(sql, params![site.as_str(), number])? == 1)
}

/// A station's own records after a place, in epochs before one, with their bytes.
pub(super) fn own(
    tx: &Connection,
    site: &SiteId,
    number: u32,
    (epoch, seq): (u32, u64),
    before: u32,
) -> Result<Vec<Pulled>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT epoch, seq, bytes FROM record \
         WHERE site = ?1 AND device = ?2 AND (epoch, seq) > (?3, ?4) AND epoch < ?5 \
         UNION ALL SELECT again.epoch, again.seq, record.bytes FROM repeat AS again \
         JOIN record ON record.site = again.site AND record.hub_seq = again.hub_seq \
         WHERE again.site = ?1 AND again.device = ?2 AND (again.epoch, again.seq) > (?3, ?4) AND again.epoch < ?5 \
         ORDER BY 1, 2 LIMIT ?6",
    )?;
    let mut rows = select.query(params![site.as_str(), number, epoch, int(seq), before, int(MAX_RECORDS as u64)])?;
    let (mut page, mut size) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(1)?;
        let bytes: Vec<u8> = row.get(2)?;
        if !page.is_empty() && size + bytes.len() > PAGE_TARGET {
            break;
        }
        size += bytes.len();
        let position = Position { device: number, epoch: row.get(0)?, seq: seq.unsigned_abs() };
        page.push(Pulled { position, bytes: Some(bytes) });
    }
    Ok(page)
}
