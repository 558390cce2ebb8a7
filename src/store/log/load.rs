//! From the disk to the book: cache, then the hub's order after it, then the own records that have not come back.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::base;
use super::pulled::{self, StoredPulled};
use super::repeated;
use super::rows::{self, Head, OwnRecord};
use crate::domain::entry::{Position, Recorded};
use crate::domain::memory::{MemoryBook, RECENT};
use crate::record::{self, BadRecord, name_of};
use crate::store::cache::{self, Cached, NoCache};
use crate::store::error::StoreError;
use crate::store::identity::{self, Identity};
use crate::store::outbox::{self, PrintJob};
use crate::store::progress::{self, Progress};

/// Whether the cache was of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CacheUse {
    /// Taken over up to this number of the hub's order.
    Used {
        pulled: u64,
    },
    NotUsed(NoCache),
}

/// Everything a station starts from.
#[derive(Debug)]
pub struct Loaded {
    pub identity: Option<Identity>,
    pub head: Option<Head>,
    pub progress: Progress,
    /// Confirmed values with the own waiting records on top; the last own records are at hand in it.
    pub book: MemoryBook,
    /// Print jobs with something left to do, oldest first.
    pub open_prints: Vec<PrintJob>,
    /// Names of the printers that have ever confirmed a label.
    pub reporting_printers: Vec<String>,
    /// The last own record, for "last recorded: ..".
    pub last: Option<Arc<Recorded>>,
    /// Number of own records that the hub has not confirmed.
    pub waiting: u64,
    pub cache: CacheUse,
    /// Pulled records that this version cannot read: kept, without effect.
    pub unread: Vec<(Position, BadRecord)>,
}

/// Reads everything from one state of the log.
pub(in crate::store) fn load(connection: &mut Connection, dir: &Path) -> Result<Loaded, StoreError> {
    load_with(connection, |progress| cache::read(dir, progress))
}

/// The same from the records alone.
pub(in crate::store) fn load_without_cache(connection: &mut Connection) -> Result<Loaded, StoreError> {
    load_with(connection, |_| Err(NoCache::Absent))
}

type ReadCache<'a> = &'a dyn Fn(&Progress) -> Result<Cached, NoCache>;

fn load_with(
    connection: &mut Connection,
    cache: impl Fn(&Progress) -> Result<Cached, NoCache>,
) -> Result<Loaded, StoreError> {
    let snapshot = connection.transaction()?;
    let identity = identity::load(&snapshot)?;
    let head = identity.as_ref().map(|identity| rows::head(&snapshot, &identity.station)).transpose()?;
    let progress = progress::load(&snapshot)?;
    let device = identity.as_ref().map_or(0, |identity| identity.station.device);
    let own = OwnTail::read(&snapshot, device, &progress)?;
    let (book, cache, unread) = fold(&snapshot, &cache, &progress, &own)?;
    let open_prints = outbox::jobs(&snapshot)?.into_iter().filter(|job| job.state.is_open()).collect();
    let reporting_printers = outbox::reporting(&snapshot)?;
    let waiting = count_after(&snapshot, &progress)?;
    let last = own.last();
    Ok(Loaded { identity, head, progress, book, open_prints, reporting_printers, last, waiting, cache, unread })
}

type Folded = (MemoryBook, CacheUse, Vec<(Position, BadRecord)>);

/// Confirmed records first, then the own waiting ones on top of the end result: each is folded once.
fn fold(
    connection: &Connection,
    cache: ReadCache<'_>,
    progress: &Progress,
    own: &OwnTail,
) -> Result<Folded, StoreError> {
    let (mut book, from, cache) = confirmed_start(connection, cache(progress))?;
    own.echoed.iter().for_each(|record| book.remember(Arc::clone(record)));
    let unread = fold_pulled(connection, from, &mut book)?;
    own.waiting.iter().for_each(|record| book.apply_own(Arc::clone(record)));
    Ok((book, cache, unread))
}

/// The book that the records are folded onto, and the number of the hub's order that it stands at: the cache, else where the log
/// starts.
fn confirmed_start(
    connection: &Connection,
    cached: Result<Cached, NoCache>,
) -> Result<(MemoryBook, u64, CacheUse), StoreError> {
    let why = match cached {
        Ok(Cached { pulled, aggregates }) => {
            let book = MemoryBook::with_confirmed(aggregates);
            return Ok((book, pulled, CacheUse::Used { pulled }));
        }
        Err(why) => why,
    };
    let (number, book) = base::book(connection)?.unwrap_or_default();
    Ok((book, number, CacheUse::NotUsed(why)))
}

fn fold_pulled(
    connection: &Connection,
    from: u64,
    book: &mut MemoryBook,
) -> Result<Vec<(Position, BadRecord)>, StoreError> {
    let mut unread = Vec::new();
    pulled::after(connection, from, |StoredPulled { position, bytes, .. }| {
        match record::decode(&bytes) {
            Ok(entry) => book.confirm(&Recorded { name: name_of(&bytes), position, entry }),
            Err(why) => unread.push((position, why)),
        }
        Ok(true)
    })?;
    Ok(unread)
}

/// The own records that a start needs.
struct OwnTail {
    /// Came back from the hub; the last ones, at hand for undo.
    echoed: Vec<Arc<Recorded>>,
    /// Have not come back: they stand on top of the confirmed values.
    waiting: Vec<Arc<Recorded>>,
}

impl OwnTail {
    fn read(connection: &Connection, device: u32, progress: &Progress) -> Result<OwnTail, StoreError> {
        let latest = rows::latest(connection, RECENT)?.into_iter().filter(|own| own.at <= progress.echoed);
        let echoed = latest.map(|own| read_own(device, own)).collect::<Result<_, _>>()?;
        let twice = repeated::after(connection, progress.echoed, progress.pulled)?;
        let mut waiting = Vec::new();
        rows::after(connection, progress.echoed, |own| {
            if !twice.contains(&own.at) {
                waiting.push(read_own(device, own)?);
            }
            Ok(true)
        })?;
        Ok(OwnTail { echoed, waiting })
    }

    fn last(&self) -> Option<Arc<Recorded>> {
        self.waiting.last().or(self.echoed.last()).map(Arc::clone)
    }
}

fn read_own(device: u32, own: OwnRecord) -> Result<Arc<Recorded>, StoreError> {
    let entry = record::decode(&own.bytes)
        .map_err(|why| StoreError::corrupt(format!("own record {} cannot be read: {why}", own.at.seq)))?;
    Ok(Arc::new(Recorded { name: own.name(), position: own.at.on(device), entry }))
}

fn count_after(connection: &Connection, progress: &Progress) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM own WHERE at > ?";
    let count = connection.query_row(sql, [progress.acked], |row| row.get(0))?;
    Ok(progress::nat(count))
}
