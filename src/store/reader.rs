//! Reading a log beside the kiosk that writes it: for tools and for the sync thread. Each call sees one state of the log
//! and holds it no longer than the call, so that the writer can use its write-ahead log again.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;
use super::identity::{self, Identity, Station};
use super::log::{
    Base, Head, Loaded, MissingHistory, OwnRecord, Pulled, base_of, load_from, missing_history, pulled_after, rows,
    verify_from,
};
use super::outbox::{self, PrintJob};
use super::progress::{self, Mark, Progress};
use super::{connection, migrations};
use crate::record::chain::Link;

/// A read-only connection to a log.
#[derive(Debug)]
pub struct LogReader {
    dir: PathBuf,
    connection: Connection,
}

impl LogReader {
    /// Opens the log of a folder.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is none.
    pub fn open(dir: &Path) -> Result<LogReader, StoreError> {
        let connection = connection::reader(dir)?;
        migrations::check_current(&connection)?;
        Ok(LogReader { dir: dir.to_owned(), connection })
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Who the station is, without its secrets.
    pub fn station(&self) -> Result<Option<Station>, StoreError> {
        Ok(identity::load(&self.connection)?.map(|identity| identity.station))
    }

    /// Who the station is, for signing.
    pub fn identity(&self) -> Result<Option<Identity>, StoreError> {
        identity::load(&self.connection)
    }

    /// The end of the chain; none before enrolment.
    pub fn head(&self) -> Result<Option<Head>, StoreError> {
        self.station()?.map(|station| rows::head(&self.connection, &station)).transpose()
    }

    pub fn progress(&self) -> Result<Progress, StoreError> {
        progress::load(&self.connection)
    }

    /// The link at a mark, at seq 0 the one that binds the epoch: what the hub is asked to continue from.
    pub fn link(&self, at: Mark) -> Result<Option<Link>, StoreError> {
        let station = self.station()?.ok_or(StoreError::NotEnrolled)?;
        rows::link(&self.connection, &station, at)
    }

    /// The first and the last record of each epoch in the log, in order of the epochs; the station's own one is always there.
    pub fn chains(&self) -> Result<Vec<(Mark, Mark)>, StoreError> {
        let station = self.station()?.ok_or(StoreError::NotEnrolled)?;
        let mut chains = rows::chains(&self.connection)?;
        if chains.last().is_none_or(|(_, last)| last.epoch != station.epoch) {
            let none = Mark { epoch: station.epoch, seq: 0 };
            chains.push((Mark { seq: 1, ..none }, none));
        }
        Ok(chains)
    }

    /// Where the log starts; none when it has the hub's order from its beginning.
    pub fn base(&self) -> Result<Option<Base>, StoreError> {
        base_of(&self.connection)
    }

    /// What of the hub's order before the log's start is not here; none when it has it from its beginning.
    pub fn missing_history(&self) -> Result<Option<MissingHistory>, StoreError> {
        missing_history(&self.connection)
    }

    /// Own records after a mark, of one epoch, at most `count` of them and not beyond `max_bytes` (the first one always).
    pub fn own_after(&self, after: Mark, count: usize, max_bytes: usize) -> Result<Vec<OwnRecord>, StoreError> {
        let mut batch: Vec<OwnRecord> = Vec::new();
        let mut bytes = 0;
        rows::after(&self.connection, after, |record| {
            bytes += record.bytes.len();
            let fits = batch.first().is_none_or(|first| first.at.epoch == record.at.epoch && bytes <= max_bytes);
            if fits && count > 0 {
                batch.push(record);
            }
            Ok(fits && batch.len() < count)
        })?;
        Ok(batch)
    }

    /// Records of the hub's order after a number, with their bytes, at most `count` of them and not beyond `max_bytes`
    /// (the first one always).
    pub fn pulled_after(&self, hub_seq: u64, count: usize, max_bytes: usize) -> Result<Vec<Pulled>, StoreError> {
        let mut page: Vec<Pulled> = Vec::new();
        let mut bytes = 0;
        pulled_after(&self.connection, hub_seq, |record| {
            bytes += record.bytes.len();
            let fits = page.is_empty() || bytes <= max_bytes;
            if fits && count > 0 {
                let (hub_seq, position) = (record.hub_seq, record.position);
                page.push(Pulled { hub_seq, position, bytes: Some(record.bytes) });
            }
            Ok(fits && page.len() < count)
        })?;
        Ok(page)
    }

    /// The kept print jobs, oldest first.
    pub fn prints(&self) -> Result<Vec<PrintJob>, StoreError> {
        outbox::jobs(&self.connection)
    }

    /// The rendered bytes of a print job, when they were kept.
    pub fn print_bytes(&self, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
        outbox::bytes(&self.connection, id)
    }

    /// The book as the station has it, and everything around it.
    pub fn load(&mut self) -> Result<Loaded, StoreError> {
        load_from(&mut self.connection, &self.dir)
    }

    /// Verifies the whole chain of the current epoch; gives the number of its records.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] names the first record that does not hold.
    pub fn verify(&self) -> Result<u64, StoreError> {
        let station = self.station()?.ok_or(StoreError::NotEnrolled)?;
        verify_from(&self.connection, &station, Mark { epoch: station.epoch, seq: 0 })
    }
}
