//! One-time codes, and the stations that came with them.

use rusqlite::{Connection, OptionalExtension, params};

use super::super::{Applicant, Device, EnrolError, StoreError};
use super::devices;
use crate::domain::ids::SiteId;
use crate::record::chain::genesis;

/// The first epoch of every station.
const FIRST_EPOCH: u32 = 1;

pub(super) fn add_code(
    tx: &Connection,
    site: &SiteId,
    hash: &[u8; 32],
    name: Option<&str>,
    expires_ms: i64,
) -> Result<(), StoreError> {
    tx.execute("INSERT INTO code VALUES (?1, ?2, ?3, ?4, NULL)", params![site.as_str(), hash, name, expires_ms])?;
    Ok(())
}

struct Code {
    name: Option<String>,
    expires_ms: i64,
    device: Option<u32>,
}

pub(super) fn enrol(
    tx: &Connection,
    site: &SiteId,
    hash: &[u8; 32],
    applicant: &Applicant,
    now_ms: i64,
) -> Result<Device, EnrolError> {
    let sql = "SELECT name, expires_ms, device FROM code WHERE site = ?1 AND hash = ?2";
    let code = tx.query_row(sql, params![site.as_str(), hash], |row| {
        Ok(Code { name: row.get(0)?, expires_ms: row.get(1)?, device: row.get(2)? })
    });
    let code = code.optional()?.ok_or(EnrolError::Unknown)?;
    if code.expires_ms < now_ms {
        return Err(EnrolError::Expired);
    }
    if let Some(number) = code.device {
        let same =
            devices::one(tx, site, number)?.filter(|device| device.key == applicant.key.to_bytes() && !device.revoked);
        return same.ok_or(EnrolError::Unknown);
    }
    let number = add_device(tx, site, code.name.as_deref().unwrap_or(&applicant.name), applicant, now_ms)?;
    let used = "UPDATE code SET device = ?3 WHERE site = ?1 AND hash = ?2";
    tx.execute(used, params![site.as_str(), hash, number])?;
    devices::one(tx, site, number)?.ok_or(EnrolError::Unknown)
}

fn add_device(
    tx: &Connection,
    site: &SiteId,
    name: &str,
    applicant: &Applicant,
    now_ms: i64,
) -> Result<u32, StoreError> {
    // Numbers are never given twice: devices are never deleted.
    let sql = "SELECT max(device) + 1 FROM device WHERE site = ?1";
    let number: u32 = tx.query_row(sql, [site.as_str()], |row| row.get(0))?;
    tx.execute(
        "INSERT INTO device VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, NULL, NULL, 0, 0, 0)",
        params![
            site.as_str(),
            number,
            name,
            applicant.role,
            applicant.key.to_bytes(),
            FIRST_EPOCH,
            genesis(site, number, FIRST_EPOCH).0,
            now_ms
        ],
    )?;
    Ok(number)
}
