//! The log of a station: the only place where a record becomes durable.
//!
//! [`LogStore::append`] answers after the commit reached the disk (WAL, `synchronous = FULL`). The commit holds the record
//! and its print jobs and nothing else; everything that can be derived lives in memory and in the cache.

mod base;
mod epoch;
mod held;
mod load;
mod pulled;
mod repeated;
pub(super) mod rows;
mod verify;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use base::{Base, MissingHistory, NewBase};
pub use epoch::{NewEpoch, Parted, Rejoin, Rejoined};
pub use load::{CacheUse, Loaded};
pub use pulled::{Pulled, PulledPage};
pub use rows::{Head, OwnRecord};

use super::cache::{self, CacheImage};
use super::error::StoreError;
use super::identity::{self, Identity};
use super::outbox::{self, NewPrint, PrintChange, PrintJob};
use super::progress::{self, MAX_EPOCH, Progress, Watermarks};
use super::room::{self, Ballast};
use super::{connection, lock, migrations};
use crate::domain::entry::Position;
use crate::domain::ids::RecordName;
use crate::record::chain::{self, Link};
use crate::record::{MAX_RECORD, name_of};

pub(super) use base::{book as base_book, find as base_of, history as missing_history};
pub(super) use load::{load as load_from, load_without_cache};
pub(super) use pulled::{after as pulled_after, link_order};
pub(super) use verify::from as verify_from;

/// A record that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// From the bytes that are on disk.
    pub name: RecordName,
    pub position: Position,
    pub link: Link,
    /// Ids of its print jobs, in the order given.
    pub prints: Vec<i64>,
    /// The disk has hardly any room left.
    pub room_is_short: bool,
}

/// The one writer of a store.
#[derive(Debug)]
pub struct LogStore {
    dir: PathBuf,
    /// None after the disk failed a write: that connection is never used again.
    connection: Option<Connection>,
    state: State,
    /// Own records that came back and are not stored as such yet.
    held: Vec<Pulled>,
    ballast: Ballast,
    /// How much is free on the disk of a folder.
    free: fn(&Path) -> u64,
    _lock: lock::Lock,
}

/// What the writer knows of the disk.
#[derive(Debug)]
struct State {
    identity: Option<Identity>,
    head: Option<Head>,
    progress: Progress,
}

impl LogStore {
    /// Opens the store of a folder, makes it when it is not there, and verifies the end of the chain.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process has it open; [`StoreError::Corrupt`] when the chain does not hold.
    pub fn open(dir: &Path) -> Result<LogStore, StoreError> {
        let lock = lock::take(dir)?;
        let mut connection = connection::writer(dir)?;
        migrations::run(&mut connection)?;
        outbox::settle(&connection)?;
        let state = State::read(&connection)?;
        Ok(LogStore {
            dir: dir.to_owned(),
            connection: Some(connection),
            state,
            held: Vec::new(),
            ballast: Ballast::default(),
            free: room::free,
            _lock: lock,
        })
    }

    /// Holds some room of the disk back, for the day on which it is full.
    pub fn hold_room_back(&mut self) {
        self.ballast = Ballast::hold(&self.dir);
    }

    /// For rehearsals: the disk has no room for more pages than these, until the log is opened anew.
    pub fn limit_pages(&mut self, pages: u32) -> Result<(), StoreError> {
        self.revive()?.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
        Ok(())
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Who this station is; none before enrolment.
    pub fn identity(&self) -> Option<&Identity> {
        self.state.identity.as_ref()
    }

    /// The end of the chain in the current epoch; none before enrolment.
    pub fn head(&self) -> Option<Head> {
        self.state.head
    }

    pub fn progress(&self) -> Progress {
        self.state.progress
    }

    /// Writes what enrolment gave. On a store with records only name, keys and time zone may change; a new epoch is
    /// begun with [`LogStore::begin_epoch`].
    ///
    /// # Errors
    /// [`StoreError::Disorder`] when the chain of the store belongs to another station.
    pub fn save_identity(&mut self, identity: &Identity) -> Result<(), StoreError> {
        let station = &identity.station;
        if station.device == 0 || station.epoch > MAX_EPOCH {
            return Err(StoreError::disorder("device 0 is the hub, and epochs end at 8388607"));
        }
        self.commit(|transaction| {
            if let (Some(known), Some(_)) = (identity::load(transaction)?, rows::last(transaction)?) {
                let known = known.station;
                if (&known.site, known.device, known.epoch) != (&station.site, station.device, station.epoch) {
                    let whose = format!("it holds records of device {} of {}", known.device, known.site);
                    return Err(StoreError::disorder(whose));
                }
            }
            identity::save(transaction, identity)
        })?;
        self.reread()
    }

    /// Commits a record with its print jobs. When this returns `Ok`, both survive a power cut.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`]: nothing is saved, the next append works once there is space; where hardly any is left, nothing
    /// is tried. [`StoreError::Io`]: nothing
    /// is saved; the connection is given up and the next call opens the log anew and verifies its end.
    pub fn append(&mut self, bytes: &[u8], prints: &[NewPrint]) -> Result<Appended, StoreError> {
        if bytes.is_empty() || bytes.len() > MAX_RECORD {
            return Err(StoreError::disorder(format!("a record of {} bytes", bytes.len())));
        }
        if self.ballast.is_at_the_floor(self.free) {
            return Err(StoreError::DiskFull);
        }
        self.revive()?;
        let (Some(identity), Some(head)) = (&self.state.identity, self.state.head) else {
            return Err(StoreError::NotEnrolled);
        };
        let at = head.at.next();
        let position = at.on(identity.station.device);
        let link = chain::next(&head.link, position, bytes);
        let work = |connection: &mut Connection| {
            if prints.is_empty() {
                // One statement is a transaction of its own.
                return rows::insert(connection, at, bytes, &link).map(|()| Vec::new());
            }
            transact(connection, |transaction| {
                rows::insert(transaction, at, bytes, &link)?;
                let name = Some(name_of(bytes));
                prints.iter().map(|print| outbox::queue(transaction, name, print)).collect()
            })
        };
        match self.write_with_room(work) {
            Ok(prints) => {
                self.state.head = Some(Head { at, link });
                let room_is_short = self.ballast.is_gone();
                Ok(Appended { name: name_of(bytes), position, link, prints, room_is_short })
            }
            Err(error) => self.look_whether_it_is_there(position, link, bytes, error),
        }
    }

    /// After a failed write what counts is what the disk holds: the commit may have got through before the failure.
    fn look_whether_it_is_there(
        &mut self,
        position: Position,
        link: Link,
        bytes: &[u8],
        error: StoreError,
    ) -> Result<Appended, StoreError> {
        if self.connection.is_some() || self.revive().is_err() {
            return Err(error);
        }
        match (self.state.head, &self.connection) {
            (Some(head), Some(connection)) if head.link == link => {
                let name = name_of(bytes);
                let (prints, room_is_short) = (outbox::jobs_of(connection, name)?, self.ballast.is_gone());
                Ok(Appended { name, position, link, prints, room_is_short })
            }
            _ => Err(error),
        }
    }

    /// Takes over what the hub said of the own records and the catalogue. Commits only when something changed.
    ///
    /// # Errors
    /// [`StoreError::Disorder`] when the hub confirms more than there is.
    pub fn set_watermarks(&mut self, change: Watermarks) -> Result<Progress, StoreError> {
        self.revive()?;
        self.ballast.again();
        let head = self.state.head.ok_or(StoreError::NotEnrolled)?;
        let progress = self.state.progress.with(change, head.at)?;
        if progress != self.state.progress {
            self.commit(|transaction| progress::save(transaction, &progress))?;
            self.state.progress = progress;
        }
        Ok(progress)
    }

    /// A label that was asked for by hand.
    pub fn queue_print(&mut self, print: &NewPrint) -> Result<i64, StoreError> {
        self.commit(|transaction| outbox::queue(transaction, None, print))
    }

    /// Moves a print job on.
    ///
    /// # Errors
    /// [`StoreError::Disorder`] when there is no such job, or it is finished.
    pub fn set_print_state(&mut self, change: &PrintChange) -> Result<(), StoreError> {
        self.commit(|transaction| outbox::change(transaction, change))
    }

    /// The kept print jobs, oldest first.
    pub fn prints(&mut self) -> Result<Vec<PrintJob>, StoreError> {
        outbox::jobs(self.revive()?)
    }

    /// Everything a station starts from.
    pub fn load(&mut self) -> Result<Loaded, StoreError> {
        self.revive()?;
        let dir = self.dir.clone();
        load_from(self.revive()?, &dir)
    }

    /// The same from the records alone: what the cache says is forgotten, and with it the cache.
    pub fn load_anew(&mut self) -> Result<Loaded, StoreError> {
        cache::forget(&self.dir);
        load_without_cache(self.revive()?)
    }

    /// Writes the cache, so that the next start folds less.
    pub fn save_cache(&self, image: &CacheImage) -> Result<(), StoreError> {
        cache::write(&self.dir, image)
    }

    /// One transaction. A failure of the disk ends the connection: after a failed sync nobody knows what its pages are
    /// worth (the kernel may have marked them clean), so nothing is tried again on it.
    fn commit<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.write(|connection| transact(connection, work))
    }

    fn write<T>(&mut self, work: impl FnOnce(&mut Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let result = work(self.revive()?);
        if matches!(result, Err(StoreError::Io { .. } | StoreError::Corrupt { .. })) {
            self.connection = None;
        }
        result
    }

    /// The same, with what was held back when the disk is full. Nothing was written then, so it may be tried again; after a sync
    /// that failed nothing ever is.
    fn write_with_room<T>(
        &mut self,
        mut work: impl FnMut(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self.write(&mut work) {
            Err(StoreError::DiskFull) if self.ballast.give_free() => self.write(work),
            done => done,
        }
    }

    /// The connection; opened anew, emptied into the database file and verified when the one before was given up.
    fn revive(&mut self) -> Result<&mut Connection, StoreError> {
        if self.connection.is_none() {
            let fresh = connection::writer(&self.dir)?;
            verify::empty_wal(&fresh)?;
            self.state = State::read(&fresh)?;
            self.connection = Some(fresh);
        }
        self.connection.as_mut().ok_or_else(|| StoreError::Io { what: "the log is not open".into() })
    }

    fn reread(&mut self) -> Result<(), StoreError> {
        self.state = State::read(self.revive()?)?;
        Ok(())
    }
}

fn transact<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

impl State {
    fn read(connection: &Connection) -> Result<State, StoreError> {
        let identity = identity::load(connection)?;
        let progress = progress::load(connection)?;
        let head = identity.as_ref().map(|identity| rows::head(connection, &identity.station)).transpose()?;
        if let (Some(identity), Some(head)) = (&identity, &head) {
            verify::tail(connection, &identity.station, head, progress.acked)?;
        }
        Ok(State { identity, head, progress })
    }
}

#[cfg(test)]
pub(crate) mod tests;
