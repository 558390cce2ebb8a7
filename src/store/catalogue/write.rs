//! Small changes to the catalogue, in place. Each call is one transaction in the write-ahead log: readers see all of it
//! or nothing, and never wait.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::CatalogueError;
use super::build::Builder;
use super::feed::{Code, FeedRow, Page, bin_kind_number, kind_number};
use super::read::{BIN, CODE, PART, SHEET, code_key, find_bin, find_part};
use super::schema::{self, Access, ID_END, ID_GAP, Revisions, STOCKED_END, folder_error};
use super::sheet::{self, Sheet};
use super::tokens::Tokens;
use crate::domain::catalogue::{Bin, CodeKind, Part, normalise_number};
use crate::domain::ids::{BinId, PartNo};

/// Steps of merging in one [`CatalogueWriter::tidy`], in pages of FTS5.
const TIDY_PAGES: i64 = 64;

/// Places that are tried for a new part near its neighbours before it goes to the end.
const PROBES: i64 = 64;

/// The only writer of a catalogue's folder.
#[derive(Debug)]
pub struct CatalogueWriter {
    pub(super) folder: PathBuf,
    pub(super) generation: u64,
    pub(super) revisions: Revisions,
    pub(super) connection: Connection,
    /// Locked as long as this writer lives.
    _lock: File,
}

impl CatalogueWriter {
    /// Opens a folder, which must exist; makes an empty catalogue when it holds none. Fails when another writer has it.
    /// A kiosk's copy that is damaged or of another version is left behind for a new, empty one: the hub has it all.
    pub fn open(folder: &Path, revisions: Revisions) -> Result<Self, CatalogueError> {
        let lock = lock(folder)?;
        // What a load that was cut off left behind.
        schema::remove_database(&schema::building_file(folder))?;
        schema::remove_database(&schema::staging_file(folder))?;
        let (generation, connection) = open_or_create(folder, revisions)?;
        let revisions = schema::keeps_revisions(&connection)?;
        Ok(Self { folder: folder.to_owned(), generation, revisions, connection, _lock: lock })
    }

    /// Takes a page of the hub's feed and moves the cursor, all in one transaction.
    pub fn apply(&mut self, page: &Page) -> Result<(), CatalogueError> {
        let known = schema::meta(&self.connection, "origin")?;
        let origin = to_db(page.origin)?;
        if known != origin && known != 0 {
            return Err(CatalogueError::OtherOrigin);
        }
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for row in &page.rows {
            put(&tx, row)?;
        }
        schema::set_meta(&tx, "origin", origin)?;
        schema::set_meta(&tx, "cursor", to_db(page.next)?)?;
        tx.commit()?;
        Ok(())
    }

    /// Takes rows as the hub does, counting a revision for each that differs from what is there. Gives the last revision.
    pub fn write(&mut self, rows: &[FeedRow]) -> Result<u64, CatalogueError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut revision = schema::meta(&tx, "cursor")?;
        for row in rows {
            if put(&tx, row)? && self.revisions == Revisions::Keep {
                revision += 1;
                record_change(&tx, revision, row)?;
            }
        }
        schema::set_meta(&tx, "cursor", revision)?;
        tx.commit()?;
        Ok(revision.unsigned_abs())
    }

    /// Notes that the site stocks these parts: search shows them first. A part with a home bin counts as stocked anyway.
    pub fn mark_stocked(&mut self, numbers: &[PartNo]) -> Result<(), CatalogueError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for number in numbers {
            tx.prepare_cached("INSERT OR IGNORE INTO stocked (number) VALUES (?1)")?.execute([number.as_str()])?;
            if let Some((id, part)) = find_part(&tx, number)?
                && id >= STOCKED_END
            {
                remove_part(&tx, id)?;
                insert_part(&tx, &part)?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// Begins counting revisions anew, so that every kiosk loads everything: after a restore from a backup.
    pub fn renew_origin(&mut self) -> Result<(), CatalogueError> {
        schema::set_meta(&self.connection, "origin", schema::new_origin()?)
    }

    /// A load of many rows beside the catalogue in use. What an earlier load left behind is thrown away.
    pub fn load(&mut self) -> Result<Builder<'_>, CatalogueError> {
        Builder::start(self)
    }

    /// A little housekeeping for an idle moment, some milliseconds: removes older generations, which readers should have
    /// left by [`super::CatalogueDb::refresh`], and merges what small changes scattered. True when there is more to do.
    pub fn tidy(&mut self) -> Result<bool, CatalogueError> {
        for generation in schema::generations(&self.folder)? {
            if generation != self.generation {
                schema::remove_database(&schema::generation_file(&self.folder, generation))?;
            }
        }
        merge(&self.connection, TIDY_PAGES)
    }
}

/// Merges postings for as many pages; true when it had something to do.
pub(super) fn merge(connection: &Connection, pages: i64) -> Result<bool, CatalogueError> {
    // FTS5 says by the number of its writes whether it did anything (SQLite FTS5 documentation, section 6.8).
    let before = connection.total_changes();
    connection.execute("INSERT INTO name (name, rank) VALUES ('merge', ?1)", [pages])?;
    Ok(connection.total_changes() - before >= 2)
}

fn lock(folder: &Path) -> Result<File, CatalogueError> {
    let path = folder.join("catalogue.lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(folder_error(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::Error(source)) => Err(CatalogueError::Folder { path, source }),
        Err(TryLockError::WouldBlock) => {
            let source = io::Error::new(io::ErrorKind::WouldBlock, "another program is writing it");
            Err(CatalogueError::Folder { path, source })
        }
    }
}

fn open_or_create(folder: &Path, revisions: Revisions) -> Result<(u64, Connection), CatalogueError> {
    let newest = schema::generations(folder)?.first().copied();
    let opened = newest.map(|newest| schema::open_file(&schema::generation_file(folder, newest), Access::Write));
    match (opened, revisions) {
        (Some(Ok(connection)), _) => return Ok((newest.unwrap_or(0), connection)),
        (Some(Err(error)), Revisions::Keep) => return Err(error),
        (Some(Err(error)), Revisions::None) => tracing::warn!("starting the catalogue anew: failed to {error}"),
        (None, _) => {}
    }
    let generation = newest.unwrap_or(0) + 1;
    let path = schema::building_file(folder);
    let connection = schema::create_file(&path, revisions)?;
    schema::create_indexes(&connection, revisions)?;
    schema::close_built(connection, &path)?;
    schema::publish(folder, generation)?;
    Ok((generation, schema::open_file(&schema::generation_file(folder, generation), Access::Write)?))
}

/// A number from outside as SQLite keeps it.
pub(super) fn to_db(number: u64) -> Result<i64, CatalogueError> {
    i64::try_from(number).map_err(|_| super::Undecodable::number(number).into())
}

/// Takes one row; true when anything changed.
fn put(tx: &Connection, row: &FeedRow) -> Result<bool, CatalogueError> {
    match row {
        FeedRow::Part(part) => put_part(tx, part),
        FeedRow::PartGone(number) => match find_part(tx, number)? {
            Some((id, _)) => remove_part(tx, id).map(|()| true),
            None => Ok(false),
        },
        FeedRow::Code(Code { kind, code, part, qty }) => {
            let sql = "INSERT INTO code (code, kind, part, qty) VALUES (?1, ?2, ?3, ?4) \
                       ON CONFLICT DO UPDATE SET qty = excluded.qty WHERE qty <> excluded.qty";
            Ok(tx.prepare_cached(sql)?.execute((code, kind_number(*kind), part.as_str(), qty.0))? > 0)
        }
        FeedRow::CodeGone { kind, code, part } => remove_code(tx, *kind, code, part),
        FeedRow::Bin(bin) => put_bin(tx, bin),
        FeedRow::Sheet(sheet) => sheet::put(tx, sheet),
        FeedRow::SheetGone(key) => sheet::remove(tx, key),
        FeedRow::BinGone(id) => Ok(tx.prepare_cached("DELETE FROM bin WHERE bin = ?1")?.execute([id.as_str()])? > 0),
    }
}

fn remove_code(tx: &Connection, kind: CodeKind, code: &str, part: &PartNo) -> Result<bool, CatalogueError> {
    let sql = "DELETE FROM code WHERE code = ?1 AND kind = ?2 AND part = ?3";
    Ok(tx.prepare_cached(sql)?.execute((code, kind_number(kind), part.as_str()))? > 0)
}

pub(super) fn put_bin(tx: &Connection, bin: &Bin) -> Result<bool, CatalogueError> {
    if find_bin(tx, &bin.id)?.as_ref() == Some(bin) {
        return Ok(false);
    }
    let body = FeedRow::Bin(bin.clone()).encode();
    let sql = "INSERT OR REPLACE INTO bin (bin, kind, walk, body) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?.execute((bin.id.as_str(), bin_kind_number(bin.kind), bin.walk, body))?;
    Ok(true)
}

fn put_part(tx: &Connection, part: &Part) -> Result<bool, CatalogueError> {
    let Some((id, old)) = find_part(tx, &part.number)? else {
        insert_part(tx, part)?;
        return Ok(true);
    };
    if old == *part {
        return Ok(false);
    }
    if is_stocked(tx, part)? != (id < STOCKED_END) {
        remove_part(tx, id)?;
        insert_part(tx, part)?;
        return Ok(true);
    }
    let body = FeedRow::Part(part.clone()).encode();
    tx.prepare_cached("UPDATE part SET body = ?2 WHERE id = ?1")?.execute((id, body))?;
    let tokens = tokens_of(part);
    if tokens.joined() != tokens_of(&old).joined() {
        tx.prepare_cached("DELETE FROM name WHERE rowid = ?1")?.execute([id])?;
        index_name(tx, id, &tokens)?;
    }
    Ok(true)
}

fn remove_part(tx: &Connection, id: i64) -> Result<(), CatalogueError> {
    tx.prepare_cached("DELETE FROM part WHERE id = ?1")?.execute([id])?;
    tx.prepare_cached("DELETE FROM name WHERE rowid = ?1")?.execute([id])?;
    Ok(())
}

fn insert_part(tx: &Connection, part: &Part) -> Result<(), CatalogueError> {
    let norm = normalise_number(part.number.as_str());
    let id = free_id(tx, &norm, is_stocked(tx, part)?)?;
    let body = FeedRow::Part(part.clone()).encode();
    tx.prepare_cached("INSERT INTO part (id, norm, body) VALUES (?1, ?2, ?3)")?.execute((id, norm, body))?;
    index_name(tx, id, &tokens_of(part))
}

/// What a part is found by.
pub(super) fn tokens_of(part: &Part) -> Tokens {
    Tokens::of(&[&part.name_en, &part.name_zh, &part.maker])
}

fn index_name(tx: &Connection, id: i64, tokens: &Tokens) -> Result<(), CatalogueError> {
    tx.prepare_cached("INSERT INTO name (rowid, tokens) VALUES (?1, ?2)")?.execute((id, tokens.joined()))?;
    for word in tokens.long() {
        tx.prepare_cached("INSERT OR IGNORE INTO word (word) VALUES (?1)")?.execute([word])?;
    }
    Ok(())
}

fn is_stocked(tx: &Connection, part: &Part) -> Result<bool, CatalogueError> {
    let sql = "SELECT count(*) FROM stocked WHERE number = ?1";
    let marked: i64 = tx.prepare_cached(sql)?.query_row([part.number.as_str()], |row| row.get(0))?;
    Ok(part.home_bin.is_some() || marked > 0)
}

/// A place in the order between the neighbours by number. When there is no room the next free one behind them, or the
/// end: then the order is a little off until the next load.
fn free_id(tx: &Connection, norm: &str, stocked: bool) -> Result<i64, CatalogueError> {
    let (start, end, index) =
        if stocked { (1, STOCKED_END, "part_stocked") } else { (STOCKED_END, ID_END, "part_norm") };
    let range = format!("id >= {start} AND id < {end}");
    let neighbour = |condition: &str, order: &str| {
        let filter = if stocked { format!("id < {STOCKED_END}") } else { range.clone() };
        let sql = format!(
            "SELECT id FROM part INDEXED BY {index} WHERE norm {condition} ?1 AND {filter} ORDER BY norm {order} LIMIT 1"
        );
        tx.prepare_cached(&sql)?.query_row([norm], |row| row.get::<_, i64>(0)).optional()
    };
    let candidate = match (neighbour("<=", "DESC")?, neighbour(">", "ASC")?) {
        (None, None) => start + (end - start) / 2,
        (Some(before), None) => before.saturating_add(ID_GAP),
        (None, Some(after)) => after.saturating_sub(ID_GAP).max(start),
        (Some(before), Some(after)) if before < after => before + (after - before) / 2,
        (Some(before), Some(_)) => before,
    };
    let taken = "SELECT count(*) FROM part WHERE id = ?1";
    for id in candidate..(candidate + PROBES).min(end) {
        if tx.prepare_cached(taken)?.query_row([id], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(id);
        }
    }
    let last = "SELECT max(id) FROM part WHERE id < ?1";
    Ok(tx.prepare_cached(last)?.query_row([end], |row| row.get::<_, i64>(0))? + ID_GAP)
}

/// Notes the revision of a row that changed, in place of its last one.
fn record_change(tx: &Connection, revision: i64, row: &FeedRow) -> Result<(), CatalogueError> {
    let (kind, key) = change_key(row);
    tx.prepare_cached("INSERT OR REPLACE INTO change (rev, kind, key) VALUES (?1, ?2, ?3)")?
        .execute((revision, kind, key))?;
    Ok(())
}

/// What revisions are counted of: the kind and the key of a row.
pub(super) fn change_key(row: &FeedRow) -> (i64, String) {
    let bin = |id: &BinId| (BIN, id.to_string());
    match row {
        FeedRow::Part(Part { number, .. }) | FeedRow::PartGone(number) => (PART, number.to_string()),
        FeedRow::Code(Code { kind, code, part, .. }) | FeedRow::CodeGone { kind, code, part } => {
            (CODE, code_key(*kind, code, part))
        }
        FeedRow::Bin(Bin { id, .. }) => bin(id),
        FeedRow::BinGone(id) => bin(id),
        FeedRow::Sheet(Sheet { key, .. }) | FeedRow::SheetGone(key) => (SHEET, key.clone()),
    }
}
