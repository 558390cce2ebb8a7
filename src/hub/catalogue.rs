//! The site's catalogue at the hub: in files of its own, so that a big load never stands in the way of records.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::store::catalogue::{CatalogueDb, CatalogueError, CatalogueWriter, Page, Revisions};

/// Steps of housekeeping after a change.
const TIDY_STEPS: usize = 50;

/// The catalogue, for one writer and many readers.
pub(super) struct Shelf {
    folder: PathBuf,
    writer: Mutex<CatalogueWriter>,
    reader: Mutex<CatalogueDb>,
    /// Origin and last revision.
    cursor: Mutex<(u64, u64)>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind the locks is sound after every statement.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shelf {
    pub(super) fn open(folder: &Path) -> Result<Shelf, CatalogueError> {
        let writer = CatalogueWriter::open(folder, Revisions::Keep)?;
        let reader = CatalogueDb::open(folder)?;
        let cursor = reader.cursor()?;
        Ok(Shelf {
            folder: folder.to_owned(),
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            cursor: Mutex::new(cursor),
        })
    }

    /// Origin and last revision, without touching the disk.
    pub(super) fn cursor(&self) -> (u64, u64) {
        *locked(&self.cursor)
    }

    /// A page of the feed.
    pub(super) fn feed(&self, since: u64, limit: usize) -> Result<Page, CatalogueError> {
        let mut reader = locked(&self.reader);
        reader.refresh()?;
        reader.feed(since, limit)
    }

    /// A reader of its own, for a long look.
    pub(super) fn reader(&self) -> Result<CatalogueDb, CatalogueError> {
        CatalogueDb::open(&self.folder)
    }

    /// Changes the catalogue; only one at a time.
    pub(super) fn change<T, E: From<CatalogueError>>(
        &self,
        work: impl FnOnce(&mut CatalogueWriter) -> Result<T, E>,
    ) -> Result<T, E> {
        self.changed(locked(&self.writer), work)
    }

    /// The same, but nothing when somebody else is changing it: a big load takes minutes.
    pub(super) fn try_change<T, E: From<CatalogueError>>(
        &self,
        work: impl FnOnce(&mut CatalogueWriter) -> Result<T, E>,
    ) -> Option<Result<T, E>> {
        match self.writer.try_lock() {
            Ok(writer) => Some(self.changed(writer, work)),
            Err(TryLockError::Poisoned(poisoned)) => Some(self.changed(poisoned.into_inner(), work)),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn changed<T, E: From<CatalogueError>>(
        &self,
        mut writer: MutexGuard<'_, CatalogueWriter>,
        work: impl FnOnce(&mut CatalogueWriter) -> Result<T, E>,
    ) -> Result<T, E> {
        let value = work(&mut writer);
        let mut reader = locked(&self.reader);
        reader.refresh()?;
        *locked(&self.cursor) = reader.cursor()?;
        drop(reader);
        for _ in 0..TIDY_STEPS {
            if !writer.tidy()? {
                break;
            }
        }
        value
    }
}
