//! Connections to `log.db`: the one that writes and the ones that read, with every setting that the promise "saved here"
//! rests on, checked after it was set.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use super::lock;

/// File of the log within the store.
pub(super) const LOG_FILE: &str = "log.db";

/// Marks the file as ours (SQLite's `application_id`): "PBLG".
pub(super) const APPLICATION_ID: i64 = 0x5042_4c47;

/// Below this, resetting the write-ahead log could lose data (fixed in SQLite 3.51.3).
const OLDEST_LIBRARY: i32 = 3_051_003;

/// How long a statement waits for a lock of another connection.
const BUSY: Duration = Duration::from_secs(5);

const SETTINGS: &str = "
    PRAGMA cell_size_check = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -512;
";

/// A small log that is used again in place: a commit does not grow the file, and a checkpoint is never long.
const WRITER_SETTINGS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 100;
    PRAGMA journal_size_limit = 1048576;
";

/// Opens the log for writing; makes the file, for its owner only, when it is not there.
pub(super) fn writer(dir: &Path) -> Result<Connection, StoreError> {
    check_library()?;
    let path = dir.join(LOG_FILE);
    let is_new = !path.exists();
    lock::private().open(&path).map_err(|error| StoreError::file(&path, &error))?;
    if is_new {
        lock::sync_folder(dir)?;
    }
    let connection = open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    check_owner(&connection, &path)?;
    connection.execute_batch(WRITER_SETTINGS)?;
    check_promise(&connection)?;
    Ok(connection)
}

/// Opens the log for reading, beside a writer or without one.
pub(super) fn reader(dir: &Path) -> Result<Connection, StoreError> {
    check_library()?;
    let path = dir.join(LOG_FILE);
    // SQLite says only that it cannot open the file; the system says why.
    File::open(&path).map_err(|error| match error.kind() == ErrorKind::NotFound {
        true => StoreError::Absent { path: dir.display().to_string() },
        false => StoreError::file(&path, &error),
    })?;
    let connection = open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    check_owner(&connection, &path)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(connection)
}

fn open(path: &Path, mode: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY)?;
    connection.execute_batch(SETTINGS)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

fn check_library() -> Result<(), StoreError> {
    if rusqlite::version_number() < OLDEST_LIBRARY {
        return Err(StoreError::OldLibrary { found: rusqlite::version().to_owned() });
    }
    Ok(())
}

/// Ours, or still empty.
fn check_owner(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let id: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if id == APPLICATION_ID || (id == 0 && tables == 0) {
        return Ok(());
    }
    Err(StoreError::Foreign { path: path.display().to_string() })
}

/// Some file systems cannot hold a write-ahead log; SQLite then stays in another mode without an error.
fn check_promise(connection: &Connection) -> Result<(), StoreError> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if mode == "wal" && synchronous == 2 {
        return Ok(());
    }
    Err(StoreError::Io { what: format!("this file system cannot keep the log safely (journal mode {mode})") })
}
