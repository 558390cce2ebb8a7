//! The tables of one generation of the catalogue, and the files of the generations.
//!
//! A part's `id` is its place in the order in which search shows parts: what the site stocks first, then by number. FTS5
//! walks its posting lists by rowid, so results come out in that order and the walk stops at the last one shown.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::CatalogueError;

/// `PRAGMA application_id`: "PbCa".
const APPLICATION: i64 = 0x5062_4361;
/// `PRAGMA user_version`: raised with each change of the tables.
const VERSION: i64 = 2;

/// Ids below are of parts that the site stocks.
pub(super) const STOCKED_END: i64 = 1 << 32;
/// Ids end here.
pub(super) const ID_END: i64 = 1 << 62;
/// Distance of neighbours after a load; new parts go between.
pub(super) const ID_GAP: i64 = 64;

/// Statements that a connection keeps ready; more than it has.
const STATEMENTS: usize = 40;

const TABLES: &str = "
    CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE part (id INTEGER PRIMARY KEY, norm TEXT NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE TABLE code (
        code TEXT NOT NULL, kind INTEGER NOT NULL, part TEXT NOT NULL, qty INTEGER NOT NULL,
        PRIMARY KEY (code, kind, part)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE bin (bin TEXT NOT NULL PRIMARY KEY, kind INTEGER NOT NULL, walk INTEGER NOT NULL, body BLOB NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE sheet (key TEXT NOT NULL PRIMARY KEY, code TEXT NOT NULL, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE stocked (number TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE word (word TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE name USING fts5 (tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
";

const REVISIONS: &str = "
    CREATE TABLE change (rev INTEGER PRIMARY KEY, kind INTEGER NOT NULL, key TEXT NOT NULL) STRICT;
";

/// Made after a load, when the rows are there: quicker than keeping them up to date.
const INDEXES: &str = "
    CREATE INDEX sheet_code ON sheet (code);
    CREATE INDEX part_norm ON part (norm);
    CREATE INDEX part_stocked ON part (norm) WHERE id < 4294967296;
";

const REVISION_INDEXES: &str = "CREATE UNIQUE INDEX change_key ON change (kind, key);";

/// Whether a catalogue keeps the revision of each row, so that it can serve the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revisions {
    /// The hub's.
    Keep,
    /// A kiosk's copy.
    None,
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
    /// A file that nobody else sees yet and that is thrown away when the load is cut off.
    Build,
}

/// Opens a generation's file that exists.
pub(super) fn open_file(path: &Path, access: Access) -> Result<Connection, CatalogueError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match (Connection::open_with_flags(path, flags), access) {
        (Ok(connection), _) => connection,
        // A tool run by somebody who may only read.
        (Err(_), Access::Read) => Connection::open_with_flags(path, read_only)?,
        (Err(error), Access::Write | Access::Build) => return Err(error.into()),
    };
    configure(&connection, access)?;
    check_version(&connection)?;
    Ok(connection)
}

/// Makes an empty catalogue in a file that does not exist, without indexes.
pub(super) fn create_file(path: &Path, revisions: Revisions) -> Result<Connection, CatalogueError> {
    let connection = Connection::open(path)?;
    configure(&connection, Access::Build)?;
    connection.execute_batch(&format!("BEGIN; {TABLES}"))?;
    let origin = match revisions {
        Revisions::Keep => {
            connection.execute_batch(REVISIONS)?;
            new_origin()?
        }
        Revisions::None => 0,
    };
    set_meta(&connection, "origin", origin)?;
    set_meta(&connection, "cursor", 0)?;
    let versions = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;");
    connection.execute_batch(&versions)?;
    Ok(connection)
}

pub(super) fn create_indexes(connection: &Connection, revisions: Revisions) -> Result<(), CatalogueError> {
    connection.execute_batch(INDEXES)?;
    match revisions {
        Revisions::Keep => connection.execute_batch(REVISION_INDEXES)?,
        Revisions::None => {}
    }
    Ok(())
}

/// Finishes a file that was built aside: from now on it has a write-ahead log and is safe against power cuts.
pub(super) fn close_built(connection: Connection, path: &Path) -> Result<(), CatalogueError> {
    let _: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    connection.close().map_err(|(_, error)| error)?;
    let synced = fs::File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|source| CatalogueError::Folder { path: path.to_owned(), source })
}

fn configure(connection: &Connection, access: Access) -> Result<(), CatalogueError> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    let common = "PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";
    let own = match access {
        Access::Read => "PRAGMA query_only = ON; PRAGMA cache_size = -1024;",
        Access::Write => "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -2048; PRAGMA journal_size_limit = 4194304;",
        Access::Build => "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -3072;",
    };
    connection.execute_batch(&format!("{common} {own}"))?;
    Ok(())
}

fn check_version(connection: &Connection) -> Result<(), CatalogueError> {
    let found = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found == VERSION { Ok(()) } else { Err(CatalogueError::Version { found, known: VERSION }) }
}

/// A number by which a counting of revisions is told from others; never 0.
pub(super) fn new_origin() -> Result<i64, CatalogueError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| folder_error(Path::new("/dev/urandom"))(io::Error::other(error)))?;
    Ok((i64::from_ne_bytes(bytes) & i64::MAX).max(1))
}

pub(super) fn meta(connection: &Connection, name: &str) -> Result<i64, CatalogueError> {
    let mut query = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?.unwrap_or(0))
}

pub(super) fn set_meta(connection: &Connection, name: &str, value: i64) -> Result<(), CatalogueError> {
    let mut upsert = connection.prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?;
    upsert.execute((name, value))?;
    Ok(())
}

/// True when this catalogue serves the feed.
pub(super) fn keeps_revisions(connection: &Connection) -> Result<Revisions, CatalogueError> {
    let sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'change'";
    let found: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(if found == 1 { Revisions::Keep } else { Revisions::None })
}

pub(super) fn folder_error(path: &Path) -> impl FnOnce(io::Error) -> CatalogueError {
    let path = path.to_owned();
    move |source| CatalogueError::Folder { path, source }
}

/// The file of a generation.
pub(super) fn generation_file(folder: &Path, generation: u64) -> PathBuf {
    folder.join(format!("catalogue-{generation:06}.db"))
}

/// The file that a load is built in.
pub(super) fn building_file(folder: &Path) -> PathBuf {
    folder.join("catalogue-building.db")
}

/// The file that the rows of a load are gathered in.
pub(super) fn staging_file(folder: &Path) -> PathBuf {
    folder.join("catalogue-staging.db")
}

/// All generations that are complete, the newest first.
pub(super) fn generations(folder: &Path) -> Result<Vec<u64>, CatalogueError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(folder_error(folder))? {
        let name = entry.map_err(folder_error(folder))?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("catalogue-")?.strip_suffix(".db"));
        found.extend(number.and_then(|number| number.parse::<u64>().ok()));
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}

/// Gives the built file its name; from now on it is the newest generation.
pub(super) fn publish(folder: &Path, generation: u64) -> Result<(), CatalogueError> {
    fs::rename(building_file(folder), generation_file(folder, generation)).map_err(folder_error(folder))?;
    let synced = fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(folder_error(folder))
}

/// Removes a database and what SQLite keeps beside it.
pub(super) fn remove_database(path: &Path) -> Result<(), CatalogueError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(folder_error(path)(error)),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
