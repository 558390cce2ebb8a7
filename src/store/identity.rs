//! Who this station is: what enrolment gave it, and its own key.

use std::fmt;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::StoreError;
use crate::domain::ids::SiteId;

/// 32 bytes that nobody may see: neither a log line nor a screen.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub [u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// What anybody may know of the station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    pub site: SiteId,
    /// Number that the hub gave it; from 1, because 0 is the hub.
    pub device: u32,
    /// The epoch in which it records now.
    pub epoch: u32,
    /// Its name, for example `counter-1`.
    pub name: String,
    /// The hub's Ed25519 public key (RFC 8032), which signs every page that is pulled.
    pub hub_key: [u8; 32],
    /// IANA name of the site's time zone, for example `Asia/Shanghai`.
    pub time_zone: String,
    /// SHA-256 of the certificate of the hub's authority; none where the hub speaks plain HTTP only.
    pub hub_ca: Option<[u8; 32]>,
}

/// The station with its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub station: Station,
    /// Key of the site under which badges are hashed (HMAC-SHA-256).
    pub site_key: Secret,
    /// Seed of the station's own Ed25519 key, made at enrolment; it never leaves this folder.
    pub signing_seed: Secret,
}

const COLUMNS: &str = "site, device, epoch, station, hub_key, time_zone, site_key, signing_seed, hub_ca";

/// The identity, when the station is enrolled.
pub(super) fn load(connection: &Connection) -> Result<Option<Identity>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM identity");
    let found = connection.query_row(&sql, [], |row| Ok(read(row))).optional()?;
    found.transpose()
}

fn read(row: &Row<'_>) -> Result<Identity, StoreError> {
    let site: String = row.get(0)?;
    let site =
        SiteId::new(&site).map_err(|why| StoreError::corrupt(format!("site {site:?} of the identity: {why}")))?;
    let station = Station {
        site,
        device: row.get(1)?,
        epoch: row.get(2)?,
        name: row.get(3)?,
        hub_key: row.get(4)?,
        time_zone: row.get(5)?,
        hub_ca: row.get(8)?,
    };
    Ok(Identity { station, site_key: Secret(row.get(6)?), signing_seed: Secret(row.get(7)?) })
}

/// Writes the identity in place of the one before. The caller has checked that it may.
pub(super) fn save(connection: &Connection, identity: &Identity) -> Result<(), StoreError> {
    let Identity { station, site_key, signing_seed } = identity;
    let sql = format!("INSERT OR REPLACE INTO identity (one, {COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    connection.execute(
        &sql,
        params![
            station.site.as_str(),
            station.device,
            station.epoch,
            station.name,
            station.hub_key,
            station.time_zone,
            site_key.0,
            signing_seed.0,
            station.hub_ca
        ],
    )?;
    Ok(())
}
