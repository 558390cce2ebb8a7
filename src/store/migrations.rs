//! The tables of `log.db`, as numbered steps. A step that was released is never edited: a change is a new step.

use rusqlite::{Connection, TransactionBehavior};

use super::connection::APPLICATION_ID;
use super::error::StoreError;
use super::log::link_order;

/// Step n brings the tables from version n to version n + 1.
const STEPS: &[&str] = &[STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6];

/// `own.at` is the position: epoch * 2^40 + seq. Neither `own` nor `print` has an index, so that a commit writes as few
/// pages as it can. `pulled.bytes` is null for an own record that came back: its bytes are in `own`.
const STEP_1: &str = "
CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    site TEXT NOT NULL,
    device INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    station TEXT NOT NULL,
    hub_key BLOB NOT NULL CHECK (length(hub_key) = 32),
    site_key BLOB NOT NULL CHECK (length(site_key) = 32),
    time_zone TEXT NOT NULL,
    signing_seed BLOB NOT NULL CHECK (length(signing_seed) = 32)
) STRICT;

CREATE TABLE own (
    at INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL,
    link BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;

CREATE TABLE pulled (
    hub_seq INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    bytes BLOB
) STRICT;

CREATE TABLE progress (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    acked INTEGER NOT NULL,
    stable INTEGER NOT NULL,
    echoed INTEGER NOT NULL,
    pulled INTEGER NOT NULL,
    catalogue INTEGER NOT NULL,
    hub_gen INTEGER NOT NULL,
    order_id BLOB NOT NULL CHECK (length(order_id) = 16)
) STRICT;
INSERT INTO progress VALUES (1, 0, 0, 0, 0, 0, 0, randomblob(16));

CREATE TABLE print (
    id INTEGER PRIMARY KEY,
    record BLOB CHECK (length(record) = 16),
    template TEXT NOT NULL,
    key TEXT NOT NULL,
    fields TEXT NOT NULL,
    printer TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'failed', 'unknown')),
    awaits INTEGER NOT NULL DEFAULT 0,
    why TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    reprint_of INTEGER,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE print_bytes (
    id INTEGER PRIMARY KEY REFERENCES print (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
";

/// The authority of the hub's certificates.
const STEP_2: &str = "ALTER TABLE identity ADD COLUMN hub_ca BLOB CHECK (length(hub_ca) = 32);";

/// Printers that have confirmed a label: silence of theirs is no leave to send.
const STEP_3: &str = "
CREATE TABLE reporting_printer (
    name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
";

/// Where `pulled` starts: the book up to and with number `hub_seq` of the hub's order, the record with that number, and the
/// snapshot as the hub has signed it (`src/record/snapshot.rs`).
const STEP_4: &str = "
CREATE TABLE base (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    hub_seq INTEGER NOT NULL,
    device INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    snapshot BLOB NOT NULL
) STRICT;
";

/// Own records that the hub holds already under other positions: their effect comes with that number of its order.
const STEP_5: &str = "
CREATE TABLE repeated (
    at INTEGER PRIMARY KEY,
    hub_seq INTEGER NOT NULL
) STRICT;
";

/// The links of the hub's order (`record::chain::in_order`): after what was pulled, where the log starts, and after the history
/// that has come since. Where a log starts has no link yet: it pulls the order anew.
const STEP_6: &str = "
ALTER TABLE progress ADD COLUMN order_link BLOB NOT NULL
    DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000' CHECK (length(order_link) = 32);
DELETE FROM pulled WHERE EXISTS (SELECT 1 FROM base);
DELETE FROM repeated WHERE EXISTS (SELECT 1 FROM base);
UPDATE progress SET pulled = 0, echoed = 0, order_id = randomblob(16) WHERE EXISTS (SELECT 1 FROM base);
DROP TABLE base;
CREATE TABLE base (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    hub_seq INTEGER NOT NULL,
    order_link BLOB NOT NULL CHECK (length(order_link) = 32),
    history_link BLOB NOT NULL CHECK (length(history_link) = 32),
    snapshot BLOB NOT NULL
) STRICT;
";
/// The version whose tables have the links.
const LINKED: u32 = 6;

/// Brings the tables to this program's version, one transaction a step.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let from = check(connection)?;
    for (version, step) in (1_u32..).zip(STEPS).skip(from) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(step)?;
        if version == LINKED {
            link_order(&transaction)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

/// The version of the tables, when this program knows it.
pub(super) fn check(connection: &Connection) -> Result<usize, StoreError> {
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match usize::try_from(found) {
        Ok(version) if version <= STEPS.len() => Ok(version),
        _ => Err(StoreError::TooNew { found, known: u32::try_from(STEPS.len()).unwrap_or(u32::MAX) }),
    }
}

/// For readers, who cannot migrate: the tables must be of this program's version.
pub(super) fn check_current(connection: &Connection) -> Result<(), StoreError> {
    match check(connection)? {
        version if version == STEPS.len() => Ok(()),
        0 => Err(StoreError::corrupt("log.db is empty")),
        _ => Err(StoreError::corrupt("log.db is from an older pitbox: start the kiosk once, it brings it up to date")),
    }
}
