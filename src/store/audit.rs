//! Does everything in a log hold? Looked at beside the kiosk, changed by nothing: the file itself, the chain of the own
//! records, the hub's order, and whether the cache says what the records say.

use rusqlite::Connection;

use super::error::StoreError;
use super::identity::{self, Station};
use super::log::{base_book, base_of, load_from, load_without_cache, pulled_after, rows, verify_from};
use super::progress::{self, Mark, Progress};
use super::reader::LogReader;
use crate::record::chain::{ORDER_START, in_order};
use crate::record::{self, BadRecord, name_of};

/// Most findings of one check that are told.
const MOST: i64 = 100;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    /// How much of it: pages of the file, records of the chain and of the hub's order, rows of the book.
    pub looked_at: u64,
    /// What is wrong; nothing when it holds.
    pub wrong: Vec<String>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The pages of log.db.
    File,
    /// The own records, link by link, in every epoch.
    Chain,
    /// What was pulled from the hub.
    Order,
    /// The cache against the records.
    Book,
}

impl Check {
    pub fn code(self) -> &'static str {
        match self {
            Check::File => "file",
            Check::Chain => "chain",
            Check::Order => "order",
            Check::Book => "book",
        }
    }
}

impl LogReader {
    /// Looks at everything. What cannot be read is a finding, too.
    pub fn audit(&mut self) -> Vec<Finding> {
        let found = [
            finding(Check::File, file(self.connection(), "integrity_check")),
            finding(Check::Chain, chain(self.connection())),
            finding(Check::Order, order(self.connection())),
        ];
        let book = finding(Check::Book, self.book());
        found.into_iter().chain([book]).collect()
    }

    /// Looks at the file only, without its contents: a few milliseconds for each megabyte.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] names the first thing that is wrong.
    pub fn quick_check(&self) -> Result<(), StoreError> {
        match file(self.connection(), "quick_check")?.1.first() {
            Some(wrong) => Err(StoreError::corrupt(wrong)),
            None => Ok(()),
        }
    }

    fn book(&mut self) -> Result<(u64, Vec<String>), StoreError> {
        let dir = self.dir().to_owned();
        let with = load_from(self.connection_mut(), &dir)?.book;
        let without = load_without_cache(self.connection_mut())?.book;
        let rows = without.shown().count() as u64;
        let differ = with.shown().ne(without.shown());
        let wrong = "the cache says something else than the records: delete cache.bin while the kiosk is stopped";
        Ok((rows, differ.then(|| wrong.to_owned()).into_iter().collect()))
    }
}

type Looked = (u64, Vec<String>);

fn finding(check: Check, looked: Result<Looked, StoreError>) -> Finding {
    match looked {
        Ok((looked_at, wrong)) => Finding { check, looked_at, wrong },
        Err(StoreError::Corrupt { what }) => Finding { check, looked_at: 0, wrong: vec![what] },
        Err(error) => Finding { check, looked_at: 0, wrong: vec![error.to_string()] },
    }
}

/// SQLite's own look at the pages of the file.
fn file(connection: &Connection, how: &str) -> Result<Looked, StoreError> {
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let mut statement = connection.prepare(&format!("PRAGMA {how}({MOST})"))?;
    let said = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok((progress::nat(pages), said.into_iter().filter(|line| line != "ok").collect()))
}

fn chain(connection: &Connection) -> Result<Looked, StoreError> {
    let Some(station) = station(connection)? else { return Ok((0, Vec::new())) };
    let (mut looked_at, mut wrong) = (0, Vec::new());
    for epoch in epochs(connection)? {
        match verify_from(connection, &station, Mark { epoch, seq: 0 }) {
            Ok(count) => looked_at += count,
            Err(StoreError::Corrupt { what }) => wrong.push(format!("epoch {epoch}: {what}")),
            Err(error) => return Err(error),
        }
    }
    let head = rows::head(connection, &station)?.at;
    let Progress { acked, echoed, .. } = progress::load(connection)?;
    if acked.max(echoed) > head {
        let at_hub = acked.max(echoed).seq;
        wrong.push(format!("the hub has record {at_hub}; the last one here is {}", head.seq));
    }
    Ok((looked_at, wrong))
}

fn epochs(connection: &Connection) -> Result<Vec<u32>, StoreError> {
    let mut statement = connection.prepare("SELECT DISTINCT at >> 40 FROM own ORDER BY 1")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn order(connection: &Connection) -> Result<Looked, StoreError> {
    let Progress { pulled: stored, order: end, .. } = progress::load(connection)?;
    let (mut at, mut looked_at, mut wrong) = (0, 0, Vec::new());
    let (start, mut link) = base_of(connection)?.map_or((0, ORDER_START), |base| (base.number, base.order));
    if let Err(StoreError::Corrupt { what }) = base_book(connection) {
        wrong.push(what);
    }
    pulled_after(connection, 0, |pulled| {
        // What is in the snapshot may still be missing.
        at = if pulled.hub_seq > start { at.max(start) } else { at };
        looked_at += 1;
        if pulled.hub_seq != at + 1 {
            wrong.push(format!("number {} of the hub's order follows number {at}", pulled.hub_seq));
        }
        at = pulled.hub_seq;
        if at > start {
            link = in_order(&link, pulled.position, &name_of(&pulled.bytes));
        }
        // What a later version wrote is kept and not read.
        if let Err(why) = record::decode(&pulled.bytes)
            && !matches!(why, BadRecord::Version(_))
        {
            wrong.push(format!("number {at} of the hub's order cannot be read: {why}"));
        }
        Ok(true)
    })?;
    if at.max(start) != stored {
        wrong.push(format!("the hub's order ends with number {at} where number {stored} stood"));
    } else if wrong.is_empty() && link != end {
        wrong.push("the hub's order is not what was pulled".into());
    }
    Ok((looked_at, wrong))
}

fn station(connection: &Connection) -> Result<Option<Station>, StoreError> {
    Ok(identity::load(connection)?.map(|identity| identity.station))
}
