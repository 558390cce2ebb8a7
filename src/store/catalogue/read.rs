//! The reading side of the catalogue.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row};

use super::feed::{Code, FeedRow, Page, code_kind, kind_number};
use super::recent::Recent;
use super::schema::{self, Access};
use super::sheet::Sheet;
use super::{CatalogueError, search, sheet};
use crate::domain::catalogue::{Bin, Catalogue, CheckItem, CodeHit, CodeKind, Guide, Part, normalise_number};
use crate::domain::ids::{BinId, PartNo};
use crate::domain::person::Bilingual;
use crate::domain::qty::Qty;

/// Meanings of one code that are told; more cannot be chosen from on a screen.
const MAX_HITS: i64 = 64;

/// An open catalogue. Reading goes on undisturbed while a [`super::CatalogueWriter`] changes the same folder.
///
/// As a [`Catalogue`] it answers "nothing" when the disk fails, logs it, and says so in [`CatalogueDb::failed`].
#[derive(Debug)]
pub struct CatalogueDb {
    folder: PathBuf,
    generation: u64,
    connection: Connection,
    failed: Cell<bool>,
    /// For whom the catalogue changes at [`CatalogueDb::refresh`] only.
    recent: Option<Recent>,
}

impl CatalogueDb {
    /// Opens the newest generation in a folder that a [`super::CatalogueWriter`] has opened once. About a millisecond.
    pub fn open(folder: &Path) -> Result<Self, CatalogueError> {
        let (generation, connection) = open_newest(folder)?;
        Ok(Self { folder: folder.to_owned(), generation, connection, failed: Cell::new(false), recent: None })
    }

    /// Keeps the last answers at hand until [`CatalogueDb::refresh`]: for a reader who is told of every change.
    pub fn remembering(self) -> Self {
        Self { recent: Some(Recent::default()), ..self }
    }

    /// The catalogue changed: goes over to a newer generation; true when there was one.
    pub fn refresh(&mut self) -> Result<bool, CatalogueError> {
        self.recent.iter().for_each(Recent::forget);
        if schema::generations(&self.folder)?.first() == Some(&self.generation) {
            return Ok(false);
        }
        (self.generation, self.connection) = open_newest(&self.folder)?;
        Ok(true)
    }

    /// How far this copy is in the feed, and in which counting: (origin, revision).
    pub fn cursor(&self) -> Result<(u64, u64), CatalogueError> {
        let origin = schema::meta(&self.connection, "origin")?;
        let cursor = schema::meta(&self.connection, "cursor")?;
        Ok((origin.unsigned_abs(), cursor.unsigned_abs()))
    }

    /// True once a look-up has failed for another reason than that there is nothing; stays so until it is asked.
    pub fn failed(&self) -> bool {
        self.failed.replace(false)
    }

    /// All bins in walking order.
    pub fn bins(&self) -> Result<Vec<Bin>, CatalogueError> {
        let mut query = self.connection.prepare_cached("SELECT body FROM bin ORDER BY walk, bin")?;
        let bodies = query.query_map([], |row| row.get(0))?;
        bodies.map(|body| decode_bin(body?)).collect()
    }

    /// Hands over all parts in the order of their numbers, for exports and lists.
    pub fn each_part(&self, mut take: impl FnMut(Part)) -> Result<(), CatalogueError> {
        let mut query = self.connection.prepare("SELECT body FROM part INDEXED BY part_norm ORDER BY norm")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            take(decode_part(row.get(0)?)?);
        }
        Ok(())
    }

    /// The feed after a revision, at most `limit` rows. Only for a catalogue that keeps revisions.
    pub fn feed(&self, since: u64, limit: usize) -> Result<Page, CatalogueError> {
        feed(&self.connection, since, limit)
    }

    /// Whether it is there in the same words.
    pub fn holds(&self, sheet: &Sheet) -> bool {
        self.answer(sheet::find(&self.connection, &sheet.key)).as_ref() == Some(sheet)
    }

    fn answer<T: Default>(&self, found: Result<T, CatalogueError>) -> T {
        found.unwrap_or_else(|error| {
            self.failed.set(true);
            tracing::error!("failed to {error}");
            T::default()
        })
    }
}

/// Most bins that are looked through for a free one.
const MAX_SHELVES: u32 = 10_000;

fn shelves(connection: &Connection) -> Result<Vec<Bin>, CatalogueError> {
    let mut query = connection.prepare_cached("SELECT body FROM bin WHERE kind <> 2 ORDER BY walk, bin LIMIT ?1")?;
    let bodies = query.query_map([MAX_SHELVES], |row| row.get(0))?.collect::<Result<Vec<Vec<u8>>, _>>()?;
    bodies.into_iter().map(decode_bin).collect()
}

impl Catalogue for CatalogueDb {
    fn part(&self, number: &PartNo) -> Option<Part> {
        let look_up = || self.answer(find_part(&self.connection, number).map(|found| found.map(|(_, part)| part)));
        match &self.recent {
            Some(recent) => recent.part(number, look_up),
            None => look_up(),
        }
    }

    fn bin(&self, id: &BinId) -> Option<Bin> {
        let look_up = || self.answer(find_bin(&self.connection, id));
        match &self.recent {
            Some(recent) => recent.bin(id, look_up),
            None => look_up(),
        }
    }

    fn goods_in(&self) -> Option<BinId> {
        match &self.recent {
            Some(recent) => recent.goods_in(|| self.find_goods_in()),
            None => self.find_goods_in(),
        }
    }

    fn shelves(&self) -> Vec<Bin> {
        self.answer(shelves(&self.connection))
    }

    fn code(&self, kind: CodeKind, code: &str) -> Vec<CodeHit> {
        self.answer(find_code(&self.connection, kind, code))
    }

    fn search(&self, query: &str, limit: usize) -> Vec<Part> {
        self.answer(search::search(&self.connection, query, limit))
    }

    fn check_list(&self, code: &str) -> Vec<CheckItem> {
        self.answer(sheet::check_list(&self.connection, code))
    }

    fn skill(&self, code: &str) -> Option<Bilingual> {
        self.answer(sheet::skill(&self.connection, code))
    }

    fn guides(&self, code: &str, model: &str, vin: &str) -> Vec<Guide> {
        self.answer(sheet::guides(&self.connection, code, model, vin))
    }
}

impl CatalogueDb {
    fn find_goods_in(&self) -> Option<BinId> {
        let sql = "SELECT body FROM bin WHERE kind = 2 ORDER BY walk, bin LIMIT 1";
        let found =
            self.connection.prepare_cached(sql).and_then(|mut query| query.query_row([], |row| row.get(0)).optional());
        self.answer(found.map_err(CatalogueError::from).and_then(|body| body.map(decode_bin).transpose()))
            .map(|bin| bin.id)
    }
}

fn open_newest(folder: &Path) -> Result<(u64, Connection), CatalogueError> {
    let generation = schema::generations(folder)?.first().copied().unwrap_or(1);
    let opened = schema::open_file(&schema::generation_file(folder, generation), Access::Read);
    match (opened, schema::generations(folder)?.first()) {
        // It was replaced and removed in between.
        (Err(_), Some(newer)) if *newer != generation => {
            Ok((*newer, schema::open_file(&schema::generation_file(folder, *newer), Access::Read)?))
        }
        (opened, _) => Ok((generation, opened?)),
    }
}

/// A part with its place in the order.
pub(super) fn find_part(connection: &Connection, number: &PartNo) -> Result<Option<(i64, Part)>, CatalogueError> {
    let mut query = connection.prepare_cached("SELECT id, body FROM part INDEXED BY part_norm WHERE norm = ?1")?;
    let rows = query.query_map([normalise_number(number.as_str())], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for row in rows {
        let (id, body) = row?;
        let part = decode_part(body)?;
        if part.number == *number {
            return Ok(Some((id, part)));
        }
    }
    Ok(None)
}

pub(super) fn find_bin(connection: &Connection, id: &BinId) -> Result<Option<Bin>, CatalogueError> {
    let mut query = connection.prepare_cached("SELECT body FROM bin WHERE bin = ?1")?;
    query.query_row([id.as_str()], |row| row.get(0)).optional()?.map(decode_bin).transpose()
}

fn find_code(connection: &Connection, kind: CodeKind, code: &str) -> Result<Vec<CodeHit>, CatalogueError> {
    let sql = "SELECT part, qty FROM code WHERE code = ?1 AND kind = ?2 ORDER BY part LIMIT ?3";
    let mut query = connection.prepare_cached(sql)?;
    let rows =
        query.query_map((code, kind_number(kind), MAX_HITS), |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    rows.map(|row| {
        let (part, qty) = row?;
        Ok(CodeHit { part: PartNo::new(&part).map_err(super::Undecodable::from)?, kind, qty: Qty(qty) })
    })
    .collect()
}

pub(super) fn decode_part(body: Vec<u8>) -> Result<Part, CatalogueError> {
    let FeedRow::Part(part) = FeedRow::decode(&body)? else {
        return Err(super::Undecodable::not_a("part").into());
    };
    Ok(part)
}

fn decode_bin(body: Vec<u8>) -> Result<Bin, CatalogueError> {
    let FeedRow::Bin(bin) = FeedRow::decode(&body)? else {
        return Err(super::Undecodable::not_a("bin").into());
    };
    Ok(bin)
}

/// The kinds of things that revisions count.
pub(super) const PART: i64 = 0;
pub(super) const CODE: i64 = 1;
pub(super) const BIN: i64 = 2;
pub(super) const SHEET: i64 = 3;

fn feed(connection: &Connection, since: u64, limit: usize) -> Result<Page, CatalogueError> {
    let origin = schema::meta(connection, "origin")?.unsigned_abs();
    let limit = limit.clamp(1, 10_000);
    let sql = "SELECT rev, kind, key FROM change WHERE rev > ?1 ORDER BY rev LIMIT ?2";
    let mut query = connection.prepare_cached(sql)?;
    let since_rev = i64::try_from(since).unwrap_or(i64::MAX);
    let asked = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut page = Page { origin, rows: Vec::new(), next: since, more: false };
    let mut rows = query.query((since_rev, asked))?;
    while let Some(row) = rows.next()? {
        if page.rows.len() == limit {
            page.more = true;
            break;
        }
        page.rows.push(current(connection, row)?);
        page.next = row.get::<_, i64>(0)?.unsigned_abs();
    }
    Ok(page)
}

/// The row as it is now, or that it is gone.
fn current(connection: &Connection, row: &Row<'_>) -> Result<FeedRow, CatalogueError> {
    let (kind, key): (i64, String) = (row.get(1)?, row.get(2)?);
    match kind {
        PART => {
            let number = PartNo::new(&key).map_err(super::Undecodable::from)?;
            Ok(find_part(connection, &number)?.map_or(FeedRow::PartGone(number), |(_, part)| FeedRow::Part(part)))
        }
        CODE => current_code(connection, &key),
        SHEET => Ok(sheet::find(connection, &key)?.map_or(FeedRow::SheetGone(key), FeedRow::Sheet)),
        _ => {
            let id = BinId::new(&key).map_err(super::Undecodable::from)?;
            Ok(find_bin(connection, &id)?.map_or(FeedRow::BinGone(id), FeedRow::Bin))
        }
    }
}

fn current_code(connection: &Connection, key: &str) -> Result<FeedRow, CatalogueError> {
    let (kind, code, part) = split_code_key(key)?;
    let sql = "SELECT qty FROM code WHERE code = ?1 AND kind = ?2 AND part = ?3";
    let mut query = connection.prepare_cached(sql)?;
    let qty = query.query_row((&code, kind_number(kind), part.as_str()), |row| row.get(0)).optional()?;
    Ok(match qty {
        Some(qty) => FeedRow::Code(Code { kind, code, part, qty: Qty(qty) }),
        None => FeedRow::CodeGone { kind, code, part },
    })
}

/// The key of a code among the changes: kind, part and code; the code comes last as it may hold any character.
pub(super) fn code_key(kind: CodeKind, code: &str, part: &PartNo) -> String {
    format!("{}\u{1f}{part}\u{1f}{code}", kind_number(kind))
}

pub(super) fn split_code_key(key: &str) -> Result<(CodeKind, String, PartNo), CatalogueError> {
    let mut fields = key.splitn(3, '\u{1f}');
    let (Some(kind), Some(part), Some(code)) = (fields.next(), fields.next(), fields.next()) else {
        return Err(super::Undecodable::key(key).into());
    };
    let kind = code_kind(kind.parse().map_err(|_| super::Undecodable::key(key))?)?;
    Ok((kind, code.to_owned(), PartNo::new(part).map_err(super::Undecodable::from)?))
}
