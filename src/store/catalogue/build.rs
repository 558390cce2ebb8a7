//! Big loads: a new generation is built aside while readers stay with the old one, then takes its place.
//!
//! Rows are staged as they come, sorted once by SQLite (which spills to disk, so that memory stays small), and written in
//! the order in which they will lie. The last row of each key wins.

use std::collections::BTreeSet;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use super::CatalogueError;
use super::feed::{Code, FeedRow, Page, bin_kind_number, kind_number};
use super::read::decode_part;
use super::schema::{self, Access, ID_GAP, Revisions, STOCKED_END};
use super::sheet::{self, Sheet};
use super::write::{CatalogueWriter, change_key, merge, to_db, tokens_of};
use crate::domain::catalogue::{Bin, Part, normalise_number};

/// Rows between two reports of progress.
const STEP: u64 = 2_000;
/// Words that are remembered as written already, to save asking the database.
const KNOWN_WORDS: usize = 20_000;
/// Pages of FTS5 that one step of the last merge writes.
const MERGE_PAGES: i64 = 2_000;

/// Kept in a file of its own, so that the catalogue has no holes where the rows stood first.
const STAGING: &str = "
    PRAGMA staging.journal_mode = OFF; PRAGMA staging.synchronous = OFF; PRAGMA staging.cache_size = -256;
    CREATE TABLE staging.row (
        seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, sort TEXT NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    BEGIN;";

/// What a load is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Sorts the rows and writes them.
    Write,
    /// Makes the words searchable.
    Index,
    /// Packs the search index.
    Pack,
}

/// How far a phase is. `total` is 0 when it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub phase: Phase,
    pub done: u64,
    pub total: u64,
}

/// A load under way. Dropping it leaves the catalogue as it is.
pub struct Builder<'w> {
    writer: &'w mut CatalogueWriter,
    connection: Connection,
    staged: u64,
    cursor: i64,
    origin: i64,
}

type Report<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

impl<'w> Builder<'w> {
    pub(super) fn start(writer: &'w mut CatalogueWriter) -> Result<Self, CatalogueError> {
        let path = schema::building_file(&writer.folder);
        schema::remove_database(&path)?;
        let connection = schema::create_file(&path, writer.revisions)?;
        attach_staging(&connection, &writer.folder)?;
        let (cursor, origin) = match writer.revisions {
            Revisions::Keep => {
                (schema::meta(&writer.connection, "cursor")?, schema::meta(&writer.connection, "origin")?)
            }
            Revisions::None => (0, 0),
        };
        copy_stocked(&writer.connection, &connection)?;
        Ok(Self { writer, connection, staged: 0, cursor, origin })
    }

    /// Takes over everything that the catalogue in use holds, with its revisions, so that the load adds to it.
    pub fn keep_current(&mut self) -> Result<(), CatalogueError> {
        let reader = super::CatalogueDb::open(&self.writer.folder)?;
        let mut since = 0;
        loop {
            let page = reader.feed(since, 1_000)?;
            for (row, rev) in page.rows.iter().zip(revisions_after(&self.writer.connection, since, page.rows.len())?) {
                self.stage(row, rev)?;
            }
            since = page.next;
            if !page.more {
                return Ok(());
            }
        }
    }

    /// Takes rows as the hub does, each with a new revision.
    pub fn add(&mut self, rows: &[FeedRow]) -> Result<(), CatalogueError> {
        for row in rows {
            self.cursor += 1;
            self.stage(row, self.cursor)?;
        }
        Ok(())
    }

    /// Takes a page of the hub's feed, the first one from cursor 0 on.
    pub fn add_page(&mut self, page: &Page) -> Result<(), CatalogueError> {
        let origin = to_db(page.origin)?;
        if self.origin != 0 && self.origin != origin {
            return Err(CatalogueError::OtherOrigin);
        }
        for row in &page.rows {
            self.stage(row, 0)?;
        }
        (self.origin, self.cursor) = (origin, to_db(page.next)?);
        Ok(())
    }

    /// Rows taken so far.
    pub fn staged(&self) -> u64 {
        self.staged
    }

    fn stage(&mut self, row: &FeedRow, rev: i64) -> Result<(), CatalogueError> {
        let (kind, key) = change_key(row);
        let sort = match row {
            FeedRow::Part(Part { number, .. }) | FeedRow::PartGone(number) => normalise_number(number.as_str()),
            FeedRow::Code(Code { code, .. }) | FeedRow::CodeGone { code, .. } => code.clone(),
            FeedRow::Bin(Bin { id, .. }) => id.to_string(),
            FeedRow::BinGone(id) => id.to_string(),
            FeedRow::Sheet(Sheet { key, .. }) | FeedRow::SheetGone(key) => key.clone(),
        };
        let sql = "INSERT INTO staging.row (kind, sort, key, rev, body) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.connection.prepare_cached(sql)?.execute((kind, sort, key, rev, row.encode()))?;
        self.staged += 1;
        Ok(())
    }

    /// Builds the new generation and puts it in place. `report` is called every few milliseconds and may stop the load.
    pub fn finish(self, report: Report<'_>) -> Result<(), CatalogueError> {
        self.write_rows(report)?;
        schema::set_meta(&self.connection, "cursor", self.cursor)?;
        schema::set_meta(&self.connection, "origin", self.origin)?;
        self.connection.execute_batch("COMMIT; DETACH staging;")?;
        schema::remove_database(&schema::staging_file(&self.writer.folder))?;
        schema::create_indexes(&self.connection, self.writer.revisions)?;
        index_names(&self.connection, report)?;
        pack(&self.connection, report)?;
        let Builder { writer, connection, .. } = self;
        schema::close_built(connection, &schema::building_file(&writer.folder))?;
        let generation = writer.generation + 1;
        schema::publish(&writer.folder, generation)?;
        writer.connection = schema::open_file(&schema::generation_file(&writer.folder, generation), Access::Write)?;
        writer.generation = generation;
        Ok(())
    }

    fn write_rows(&self, report: Report<'_>) -> Result<(), CatalogueError> {
        let sql = "SELECT kind, key, rev, body FROM staging.row ORDER BY kind, sort, key, seq";
        let mut query = self.connection.prepare(sql)?;
        let mut rows = query.query([])?;
        let mut target = Target { connection: &self.connection, revisions: self.writer.revisions, ids: Ids::default() };
        let mut held: Option<Held> = None;
        let mut done = 0;
        while let Some(row) = rows.next()? {
            let next = Held { kind: row.get(0)?, key: row.get(1)?, rev: row.get(2)?, body: row.get(3)? };
            held = Some(match held {
                Some(last) if last.kind == next.kind && last.key == next.key => last.followed_by(next),
                Some(last) => {
                    target.put(&last)?;
                    next
                }
                None => next,
            });
            done += 1;
            tell(report, Phase::Write, done, self.staged)?;
        }
        held.map_or(Ok(()), |last| target.put(&last))
    }
}

/// Reports every [`STEP`] rows and at the end.
fn tell(report: Report<'_>, phase: Phase, done: u64, total: u64) -> Result<(), CatalogueError> {
    if !done.is_multiple_of(STEP) && done != total {
        return Ok(());
    }
    match report(Progress { phase, done, total }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(CatalogueError::Stopped),
    }
}

/// A staged row that may yet be replaced by a later one of the same key.
struct Held {
    kind: i64,
    key: String,
    rev: i64,
    body: Vec<u8>,
}

impl Held {
    /// The later row wins; one that says the same again is no change and keeps the revision.
    fn followed_by(self, later: Held) -> Held {
        if later.body == self.body { self } else { later }
    }
}

/// The next place in the order, for stocked parts and for others.
struct Ids {
    stocked: i64,
    other: i64,
}

impl Default for Ids {
    fn default() -> Self {
        // Room in front for numbers that come later.
        Self { stocked: ID_GAP << 10, other: STOCKED_END + (ID_GAP << 10) }
    }
}

struct Target<'c> {
    connection: &'c Connection,
    revisions: Revisions,
    ids: Ids,
}

impl Target<'_> {
    fn put(&mut self, held: &Held) -> Result<(), CatalogueError> {
        if self.revisions == Revisions::Keep {
            let sql = "INSERT INTO change (rev, kind, key) VALUES (?1, ?2, ?3)";
            self.connection.prepare_cached(sql)?.execute((held.rev, held.kind, &held.key))?;
        }
        match FeedRow::decode(&held.body)? {
            FeedRow::Part(part) => self.put_part(&part, &held.body),
            FeedRow::Code(Code { kind, code, part, qty }) => {
                let sql = "INSERT INTO code (code, kind, part, qty) VALUES (?1, ?2, ?3, ?4)";
                let values = (code, kind_number(kind), part.as_str(), qty.0);
                self.connection.prepare_cached(sql)?.execute(values)?;
                Ok(())
            }
            FeedRow::Bin(bin) => {
                let sql = "INSERT INTO bin (bin, kind, walk, body) VALUES (?1, ?2, ?3, ?4)";
                let values = (bin.id.as_str(), bin_kind_number(bin.kind), bin.walk, &held.body);
                self.connection.prepare_cached(sql)?.execute(values)?;
                Ok(())
            }
            FeedRow::Sheet(sheet) => sheet::put(self.connection, &sheet).map(|_| ()),
            FeedRow::PartGone(_) | FeedRow::CodeGone { .. } | FeedRow::BinGone(_) | FeedRow::SheetGone(_) => Ok(()),
        }
    }

    fn put_part(&mut self, part: &Part, body: &[u8]) -> Result<(), CatalogueError> {
        let sql = "SELECT 1 FROM stocked WHERE number = ?1";
        let mut marked = self.connection.prepare_cached(sql)?;
        let marked = marked.query_row([part.number.as_str()], |_| Ok(())).optional()?.is_some();
        let next = if part.home_bin.is_some() || marked { &mut self.ids.stocked } else { &mut self.ids.other };
        let id = *next;
        *next += ID_GAP;
        let sql = "INSERT INTO part (id, norm, body) VALUES (?1, ?2, ?3)";
        self.connection.prepare_cached(sql)?.execute((id, normalise_number(part.number.as_str()), body))?;
        Ok(())
    }
}

fn attach_staging(connection: &Connection, folder: &Path) -> Result<(), CatalogueError> {
    let path = schema::staging_file(folder);
    schema::remove_database(&path)?;
    let name = path.to_str().ok_or_else(|| schema::folder_error(folder)(io::ErrorKind::InvalidFilename.into()))?;
    connection.execute("ATTACH ?1 AS staging", [name])?;
    connection.execute_batch(STAGING)?;
    Ok(())
}

fn copy_stocked(from: &Connection, to: &Connection) -> Result<(), CatalogueError> {
    let mut query = from.prepare("SELECT number FROM stocked")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let number: String = row.get(0)?;
        to.prepare_cached("INSERT INTO stocked (number) VALUES (?1)")?.execute([number])?;
    }
    Ok(())
}

/// The revisions that a page of the feed was made of.
fn revisions_after(connection: &Connection, since: u64, count: usize) -> Result<Vec<i64>, CatalogueError> {
    let mut query = connection.prepare_cached("SELECT rev FROM change WHERE rev > ?1 ORDER BY rev LIMIT ?2")?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let revs = query.query_map((to_db(since)?, count), |row| row.get(0))?;
    Ok(revs.collect::<Result<_, _>>()?)
}

/// Fills the search index in the order of the rows, which is the order that FTS5 writes quickest.
fn index_names(connection: &Connection, report: Report<'_>) -> Result<(), CatalogueError> {
    let total: i64 = connection.query_row("SELECT count(*) FROM part", [], |row| row.get(0))?;
    connection.execute_batch(
        "BEGIN; INSERT INTO name (name, rank) VALUES ('hashsize', 2097152); INSERT INTO name (name, rank) VALUES ('automerge', 0);",
    )?;
    let mut query = connection.prepare("SELECT id, body FROM part ORDER BY id")?;
    let mut rows = query.query([])?;
    let mut known = BTreeSet::new();
    let mut done = 0;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let tokens = tokens_of(&decode_part(row.get(1)?)?);
        connection
            .prepare_cached("INSERT INTO name (rowid, tokens) VALUES (?1, ?2)")?
            .execute((id, tokens.joined()))?;
        for word in tokens.long() {
            remember_word(connection, &mut known, word)?;
        }
        done += 1;
        tell(report, Phase::Index, done, total.unsigned_abs())?;
    }
    drop(rows);
    drop(query);
    connection.execute_batch("COMMIT")?;
    Ok(())
}

fn remember_word(connection: &Connection, known: &mut BTreeSet<String>, word: &str) -> Result<(), CatalogueError> {
    if known.contains(word) {
        return Ok(());
    }
    if known.len() >= KNOWN_WORDS {
        known.clear();
    }
    known.insert(word.to_owned());
    connection.prepare_cached("INSERT OR IGNORE INTO word (word) VALUES (?1)")?.execute([word])?;
    Ok(())
}

/// Merges the search index into one piece, step by step; a negative number of pages begins with all pieces.
fn pack(connection: &Connection, report: Report<'_>) -> Result<(), CatalogueError> {
    let mut more = merge(connection, -MERGE_PAGES)?;
    let mut done = 0;
    while more {
        done += 1;
        tell(report, Phase::Pack, done * STEP, 0)?;
        more = merge(connection, MERGE_PAGES)?;
    }
    connection.execute_batch(
        "INSERT INTO name (name, rank) VALUES ('automerge', 4); INSERT INTO name (name, rank) VALUES ('hashsize', 262144);",
    )?;
    Ok(())
}
