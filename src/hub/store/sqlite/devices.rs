//! The stations of a site: read, renamed, shut out.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::{Device, HUB_DEVICE, Listed, StoreError};
use crate::domain::ids::SiteId;
use crate::record::chain::Link;

const COLUMNS: &str = "device, name, role, public_key, epoch, head_seq, head_link, revoked_ms, frozen_ms, \
                       stable_epoch, stable_seq";

/// The station with this number.
pub(super) fn one(connection: &Connection, site: &SiteId, number: u32) -> Result<Option<Device>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM device WHERE site = ?1 AND device = ?2");
    let mut select = connection.prepare_cached(&sql)?;
    let found = select.query_row(params![site.as_str(), number], |row| Ok(read(row))).optional()?;
    found.transpose()
}

/// All stations but the hub itself, in order of their numbers.
pub(super) fn all(connection: &Connection, site: &SiteId) -> Result<Vec<Listed>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, enrolled_ms, \
           (SELECT max(received_ms) FROM batch WHERE batch.site = device.site AND batch.device = device.device), \
           (SELECT max(head_seq) FROM batch WHERE batch.site = device.site AND batch.device = device.device \
              AND batch.epoch = device.epoch), \
           (SELECT coalesce(sum(lost), 0) FROM epoch WHERE epoch.site = device.site AND epoch.device = device.device) \
         FROM device WHERE site = ?1 AND device <> ?2 ORDER BY device"
    );
    let mut select = connection.prepare(&sql)?;
    let listed = select.query_map(params![site.as_str(), HUB_DEVICE], |row| Ok(list(row)))?;
    listed.map(|row| row.map_err(StoreError::from).and_then(|listed| listed)).collect()
}

fn list(row: &Row<'_>) -> Result<Listed, StoreError> {
    let device = read(row)?;
    let had: Option<i64> = row.get(13)?;
    let missing = had.map_or(0, i64::unsigned_abs).saturating_sub(device.head_seq);
    let card_lost: i64 = row.get(14)?;
    Ok(Listed {
        enrolled_ms: row.get(11)?,
        revoked_ms: row.get(7)?,
        last_push_ms: row.get(12)?,
        missing,
        card_lost: card_lost.unsigned_abs(),
        device,
    })
}

fn read(row: &Row<'_>) -> Result<Device, StoreError> {
    let head_seq: i64 = row.get(5)?;
    Ok(Device {
        number: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        key: row.get(3)?,
        epoch: row.get(4)?,
        head_seq: head_seq.unsigned_abs(),
        head_link: Link(row.get(6)?),
        revoked: row.get::<_, Option<i64>>(7)?.is_some(),
        frozen: row.get::<_, Option<i64>>(8)?.is_some(),
        stable: (row.get(9)?, row.get::<_, i64>(10)?.unsigned_abs()),
    })
}

pub(super) fn rename(tx: &Connection, site: &SiteId, number: u32, name: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE device SET name = ?3 WHERE site = ?1 AND device = ?2 AND device <> ?4";
    Ok(tx.execute(sql, params![site.as_str(), number, name, HUB_DEVICE])? == 1)
}

/// The moment of the first time stays.
pub(super) fn revoke(tx: &Connection, site: &SiteId, number: u32, now_ms: i64) -> Result<bool, StoreError> {
    let sql =
        "UPDATE device SET revoked_ms = coalesce(revoked_ms, ?3) WHERE site = ?1 AND device = ?2 AND device <> ?4";
    Ok(tx.execute(sql, params![site.as_str(), number, now_ms, HUB_DEVICE])? == 1)
}
