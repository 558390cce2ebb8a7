//! Tables of the hub's database, and how it is opened.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::super::{HUB_DEVICE, StoreError};
use crate::domain::entry::Position;
use crate::domain::ids::{RecordName, SiteId};
use crate::record::aggregate;
use crate::record::chain::{ORDER_START, genesis, in_order};

/// Marks the file as a hub's database: "PBhb".
const APPLICATION_ID: i32 = 0x5042_6862;
const SCHEMA_VERSION: i32 = 4;
/// The first SQLite without the bug that could corrupt a database when its WAL is reset.
const MIN_SQLITE: i32 = 3_051_003;

/// Keys begin with the site, so that the same tables serve many. The hub's numbers come from a row that is written within the
/// transaction, never from a sequence: they have no gaps and are committed in their order.
const SCHEMA: &str = "
CREATE TABLE site (
    site TEXT NOT NULL PRIMARY KEY,
    timezone TEXT NOT NULL,
    hub_gen INTEGER NOT NULL,
    hub_key BLOB NOT NULL,
    site_key BLOB NOT NULL,
    hub_seq INTEGER NOT NULL,
    last_batch INTEGER NOT NULL,
    fold_version INTEGER NOT NULL,
    order_link BLOB NOT NULL
) STRICT;
CREATE TABLE device (
    site TEXT NOT NULL,
    device INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    public_key BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    head_seq INTEGER NOT NULL,
    head_link BLOB NOT NULL,
    enrolled_ms INTEGER NOT NULL,
    revoked_ms INTEGER,
    frozen_ms INTEGER,
    freed INTEGER NOT NULL DEFAULT 0,
    stable_epoch INTEGER NOT NULL DEFAULT 0,
    stable_seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, device)
) STRICT;
CREATE TABLE code (
    site TEXT NOT NULL,
    hash BLOB NOT NULL,
    name TEXT,
    expires_ms INTEGER NOT NULL,
    device INTEGER,
    PRIMARY KEY (site, hash)
) STRICT;
CREATE TABLE batch (
    site TEXT NOT NULL,
    batch INTEGER NOT NULL,
    device INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    signature BLOB NOT NULL,
    head_seq INTEGER NOT NULL,
    boot BLOB NOT NULL,
    since_boot_ms INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    PRIMARY KEY (site, batch)
) STRICT;
CREATE TABLE record (
    site TEXT NOT NULL,
    hub_seq INTEGER NOT NULL,
    device INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    name BLOB NOT NULL,
    link BLOB NOT NULL,
    disposition INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    order_link BLOB NOT NULL,
    PRIMARY KEY (site, hub_seq),
    UNIQUE (site, device, epoch, seq),
    UNIQUE (site, name)
) STRICT;
CREATE TABLE repeat (
    site TEXT NOT NULL,
    device INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    link BLOB NOT NULL,
    batch INTEGER NOT NULL,
    hub_seq INTEGER NOT NULL,
    PRIMARY KEY (site, device, epoch, seq)
) STRICT;
CREATE TABLE epoch (
    site TEXT NOT NULL,
    device INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    run BLOB NOT NULL,
    head_link BLOB NOT NULL,
    common_seq INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (site, device, epoch)
) STRICT;
CREATE TABLE aggregate (
    site TEXT NOT NULL,
    key BLOB NOT NULL,
    part TEXT,
    value BLOB NOT NULL,
    PRIMARY KEY (site, key)
) STRICT;
CREATE INDEX aggregate_part ON aggregate (site, part) WHERE part IS NOT NULL;
CREATE TABLE ordered (
    site TEXT NOT NULL,
    once TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (site, once)
) STRICT;
";

/// What form 1 lacked.
const FROM_1: &str = "ALTER TABLE device ADD COLUMN revoked_ms INTEGER;";

/// What form 2 lacked.
const FROM_2: &str = "
ALTER TABLE device ADD COLUMN frozen_ms INTEGER;
ALTER TABLE device ADD COLUMN freed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN stable_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN stable_seq INTEGER NOT NULL DEFAULT 0;
CREATE TABLE epoch (
    site TEXT NOT NULL,
    device INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    run BLOB NOT NULL,
    head_link BLOB NOT NULL,
    common_seq INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (site, device, epoch)
) STRICT;
";

/// What form 3 lacked; the links themselves are reckoned.
const FROM_3: &str = "
ALTER TABLE site ADD COLUMN order_link BLOB NOT NULL DEFAULT x'';
ALTER TABLE record ADD COLUMN order_link BLOB NOT NULL DEFAULT x'';
";

/// Opens or makes the database file, readable by its owner only.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < MIN_SQLITE {
        return Err(StoreError::Unusable(format!("SQLite {} is too old", rusqlite::version())));
    }
    // SQLite gives the files beside it the same mode.
    OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)?;
    let mut connection = connect(path)?;
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let application: i32 = tx.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i32 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match (application, version) {
        (0, 0) => {
            tx.execute_batch(SCHEMA)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        }
        (APPLICATION_ID, SCHEMA_VERSION) => {}
        (APPLICATION_ID, 1..SCHEMA_VERSION) => {
            for (lacking, step) in [(1, FROM_1), (2, FROM_2), (3, FROM_3)] {
                if version <= lacking {
                    tx.execute_batch(step)?;
                }
            }
            link_order(&tx)?;
            tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        }
        (APPLICATION_ID, newer) => {
            return Err(StoreError::Unusable(format!(
                "{} has form {newer}, this is form {SCHEMA_VERSION}",
                path.display()
            )));
        }
        _ => return Err(StoreError::Unusable(format!("{} is no database of a hub", path.display()))),
    }
    tx.commit()?;
    Ok(connection)
}

/// Reckons the links of the order from its start, for a database that has none.
fn link_order(tx: &Connection) -> Result<(), StoreError> {
    let sites: Vec<String> =
        tx.prepare("SELECT site FROM site")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for site in sites {
        let mut link = ORDER_START;
        let mut select =
            tx.prepare("SELECT hub_seq, device, epoch, seq, name FROM record WHERE site = ?1 ORDER BY hub_seq")?;
        let mut update = tx.prepare("UPDATE record SET order_link = ?3 WHERE site = ?1 AND hub_seq = ?2")?;
        let mut rows = select.query([&site])?;
        while let Some(row) = rows.next()? {
            let (number, seq): (i64, i64) = (row.get(0)?, row.get(3)?);
            let at = Position { device: row.get(1)?, epoch: row.get(2)?, seq: seq.unsigned_abs() };
            link = in_order(&link, at, &RecordName(row.get(4)?));
            update.execute(params![site, number, link.0])?;
        }
        tx.execute("UPDATE site SET order_link = ?2 WHERE site = ?1", params![site, link.0])?;
    }
    Ok(())
}

/// One more connection to the same file.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "wal_autocheckpoint", 1000)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// What the configuration says of the site, each only when it says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    pub site: Option<SiteId>,
    /// IANA name.
    pub timezone: Option<String>,
}

/// The site's id when nobody says another.
const DEFAULT_SITE: &str = "SH01";

/// The id of the one site in this database; makes it at the first start.
pub(super) fn settle(connection: &mut Connection, wanted: &Wanted) -> Result<SiteId, StoreError> {
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let known: Option<String> = tx.query_row("SELECT site FROM site", [], |row| row.get(0)).optional()?;
    let text = match (known, &wanted.site) {
        (Some(known), Some(wanted)) if known != wanted.as_str() => {
            return Err(StoreError::Unusable(format!(
                "the data are those of site {known}, and the configuration says site {wanted}: \
                 give the right data folder, or leave `site` as it was"
            )));
        }
        (Some(known), _) => known,
        (None, Some(wanted)) => wanted.to_string(),
        (None, None) => DEFAULT_SITE.to_owned(),
    };
    let site = SiteId::new(&text).map_err(|why| StoreError::Unusable(format!("site {text:?}: {why}")))?;
    make(&tx, &site, wanted.timezone.as_deref())?;
    if let Some(timezone) = &wanted.timezone {
        tx.execute("UPDATE site SET timezone = ?2 WHERE site = ?1", params![site.as_str(), timezone])?;
    }
    tx.commit()?;
    Ok(site)
}

fn make(tx: &Connection, site: &SiteId, timezone: Option<&str>) -> Result<(), StoreError> {
    let (mut hub_key, mut site_key, mut hub_gen) = ([0u8; 32], [0u8; 32], [0u8; 4]);
    getrandom::fill(&mut hub_key)?;
    getrandom::fill(&mut site_key)?;
    getrandom::fill(&mut hub_gen)?;
    let made = tx.execute(
        "INSERT INTO site VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?7) ON CONFLICT DO NOTHING",
        params![
            site.as_str(),
            timezone.unwrap_or("UTC"),
            u32::from_be_bytes(hub_gen),
            hub_key,
            site_key,
            aggregate::VERSION,
            ORDER_START.0
        ],
    )?;
    if made == 1 {
        let public = ed25519_dalek::SigningKey::from_bytes(&hub_key).verifying_key().to_bytes();
        tx.execute(
            "INSERT INTO device VALUES (?1, ?2, 'hub', 'hub', ?3, 1, 0, ?4, 0, NULL, NULL, 0, 0, 0)",
            params![site.as_str(), HUB_DEVICE, public, genesis(site, HUB_DEVICE, 1).0],
        )?;
    }
    Ok(())
}
