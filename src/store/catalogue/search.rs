//! Search while somebody types: exact number, numbers that begin so, codes that begin so, then names.
//!
//! Each step walks an index in its stored order and stops at the last result shown, so that no query reads more than
//! what it shows: no ranking, no sorting, no counting.

use std::collections::BTreeSet;

use rusqlite::{Connection, ToSql};

use super::CatalogueError;
use super::read::{decode_part, find_part};
use super::tokens::{MAX_INITIALS, Piece, SHORT, query_pieces};
use crate::domain::catalogue::{Part, normalise_number};
use crate::domain::ids::PartNo;

/// Results of one search; a screen shows a few.
const MAX_RESULTS: usize = 200;
/// Longest query, in characters; more is cut off.
const MAX_QUERY: usize = 64;
/// Words of a query that count.
const MAX_WORDS: usize = 8;
/// Words with the same beginning that are asked for one by one; beyond, FTS5 gathers their lists itself.
const MAX_ENDINGS: usize = 64;
/// Shortest beginning of a code that is looked for.
const MIN_CODE: usize = 3;

pub(super) fn search(connection: &Connection, query: &str, limit: usize) -> Result<Vec<Part>, CatalogueError> {
    let query: String = query.chars().take(MAX_QUERY).collect();
    let mut found = Found::new(limit.min(MAX_RESULTS));
    let norm = normalise_number(&query);
    if !norm.is_empty() {
        by_number(connection, &norm, &mut found)?;
        if norm.chars().count() >= MIN_CODE {
            by_code(connection, &norm, &mut found)?;
        }
    }
    if let Some(terms) = terms(connection, &query)? {
        by_name(connection, &terms, &mut found)?;
    }
    Ok(found.parts)
}

/// Results so far, each part once.
struct Found {
    parts: Vec<Part>,
    seen: BTreeSet<PartNo>,
    limit: usize,
}

impl Found {
    fn new(limit: usize) -> Self {
        Self { parts: Vec::new(), seen: BTreeSet::new(), limit }
    }

    fn is_full(&self) -> bool {
        self.parts.len() >= self.limit
    }

    fn add(&mut self, part: Part) {
        if !self.is_full() && self.seen.insert(part.number.clone()) {
            self.parts.push(part);
        }
    }

    /// Rows to ask for, so that there is enough even if all found ones come again.
    fn ask(&self) -> i64 {
        i64::try_from(self.limit + self.parts.len()).unwrap_or(i64::MAX)
    }

    /// Adds the bodies that a query gives until there are enough.
    fn fill(&mut self, connection: &Connection, sql: &str, params: &[&dyn ToSql]) -> Result<(), CatalogueError> {
        if self.is_full() {
            return Ok(());
        }
        let mut query = connection.prepare_cached(sql)?;
        let mut rows = query.query(params)?;
        while let Some(row) = rows.next()? {
            self.add(decode_part(row.get(0)?)?);
            if self.is_full() {
                break;
            }
        }
        Ok(())
    }
}

/// Just behind all texts with this beginning.
fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

fn by_number(connection: &Connection, norm: &str, found: &mut Found) -> Result<(), CatalogueError> {
    let end = end_of(norm);
    let exact = "SELECT body FROM part INDEXED BY part_norm WHERE norm = ?1 LIMIT ?2";
    found.fill(connection, exact, &[&norm, &found.ask()])?;
    let stocked = "SELECT body FROM part INDEXED BY part_stocked \
                   WHERE norm > ?1 AND norm < ?2 AND id < 4294967296 ORDER BY norm LIMIT ?3";
    found.fill(connection, stocked, &[&norm, &end, &found.ask()])?;
    let all = "SELECT body FROM part INDEXED BY part_norm WHERE norm > ?1 AND norm < ?2 ORDER BY norm LIMIT ?3";
    found.fill(connection, all, &[&norm, &end, &found.ask()])
}

/// Digits may be the beginning of a GTIN that is kept with leading zeros: GTIN-14, -13, -12 and -8.
fn by_code(connection: &Connection, norm: &str, found: &mut Found) -> Result<(), CatalogueError> {
    let digits = norm.bytes().all(|byte| byte.is_ascii_digit());
    let zeros: &[&str] = if digits { &["", "0", "00", "000000"] } else { &[""] };
    let sql = "SELECT part FROM code WHERE code >= ?1 AND code < ?2 AND kind < 4 ORDER BY code LIMIT ?3";
    for zeros in zeros {
        if found.is_full() {
            break;
        }
        let prefix = format!("{zeros}{norm}");
        let mut query = connection.prepare_cached(sql)?;
        let rows = query.query_map((&prefix, end_of(&prefix), found.ask()), |row| row.get::<_, String>(0))?;
        for number in rows {
            let number = PartNo::new(&number?).map_err(super::Undecodable::from)?;
            if let Some((_, part)) = find_part(connection, &number)? {
                found.add(part);
            }
        }
    }
    Ok(())
}

fn by_name(connection: &Connection, terms: &str, found: &mut Found) -> Result<(), CatalogueError> {
    let sql = "SELECT part.body FROM name CROSS JOIN part ON part.id = name.rowid \
               WHERE name MATCH ?1 ORDER BY name.rowid LIMIT ?2";
    found.fill(connection, sql, &[&terms, &found.ask()])
}

/// The query as FTS5 takes it; `None` when there is nothing to look for or surely nothing to find.
fn terms(connection: &Connection, query: &str) -> Result<Option<String>, CatalogueError> {
    let mut terms = Vec::new();
    for piece in query_pieces(query).iter().take(MAX_WORDS) {
        match piece {
            Piece::Chinese(run) if run.len() == 1 => terms.push(quoted(&String::from_iter(run))),
            Piece::Chinese(run) => terms.extend(run.windows(2).map(|pair| quoted(&String::from_iter(pair)))),
            Piece::Word(word) => match word_term(connection, word)? {
                Some(term) => terms.push(term),
                None => return Ok(None),
            },
        }
    }
    terms.sort_unstable();
    terms.dedup();
    Ok((!terms.is_empty()).then(|| terms.join(" AND ")))
}

/// What stands for all words that begin so; `None` when there are none.
fn word_term(connection: &Connection, word: &str) -> Result<Option<String>, CatalogueError> {
    if word.chars().count() <= SHORT {
        return Ok(Some(quoted(word)));
    }
    let endings = endings(connection, word)?;
    if endings.is_empty() {
        return Ok(long_run(word));
    }
    if endings.len() > MAX_ENDINGS {
        return Ok(Some(format!("{}*", quoted(word))));
    }
    let endings: Vec<String> = endings.iter().map(|word| quoted(word)).collect();
    Ok(Some(format!("({})", endings.join(" OR "))))
}

/// More initials than are indexed in one run are looked for as overlapping runs.
fn long_run(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let runs: Vec<String> = letters.windows(MAX_INITIALS).map(|run| quoted(&String::from_iter(run))).collect();
    (letters.len() > MAX_INITIALS).then(|| runs.join(" AND "))
}

fn endings(connection: &Connection, word: &str) -> Result<Vec<String>, CatalogueError> {
    let sql = "SELECT word FROM word WHERE word >= ?1 AND word < ?2 ORDER BY word LIMIT ?3";
    let mut query = connection.prepare_cached(sql)?;
    let limit = i64::try_from(MAX_ENDINGS + 1).unwrap_or(i64::MAX);
    let words = query.query_map((word, end_of(word), limit), |row| row.get(0))?;
    Ok(words.collect::<Result<_, _>>()?)
}

/// A string of FTS5. Tokens hold letters and digits only.
fn quoted(token: &str) -> String {
    format!("\"{token}\"")
}
