//! Where the client takes the station's own records from.

use std::path::Path;

use super::meeting::{Chain, Standing};
use crate::record::chain::Link;

/// Why the station's log could not be read, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read the station's own records: {0}")]
pub struct SourceError(pub String);

/// Own records in the order of their chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnRecords {
    /// The stored bytes, as they are.
    pub records: Vec<Vec<u8>>,
    /// Number of the last own record, whether it is among these or not.
    pub head: u64,
}

/// The station's own log, read from the client's thread.
pub trait RecordSource {
    /// Own records after `after_seq`: at most `limit`, and none more once they are `max_bytes` together; one at least, when there
    /// is one.
    fn records(&mut self, after_seq: u64, limit: usize, max_bytes: usize) -> Result<OwnRecords, SourceError>;

    /// The link after own record `seq`, from 1; `None` when there is no such record.
    fn link(&mut self, seq: u64) -> Result<Option<Link>, SourceError>;

    /// The link after a record of any epoch; at seq 0 the one that binds the epoch. `None` when there is no such record.
    fn link_at(&mut self, epoch: u32, seq: u64) -> Result<Option<Link>, SourceError>;

    /// The chains of the log in order of their epochs; the last one is that of the station's epoch, with records or without.
    fn chains(&mut self) -> Result<Vec<Chain>, SourceError>;

    /// Where the station stands in the hub's order.
    fn standing(&mut self) -> Result<Standing, SourceError>;

    /// Where a snapshot may be kept while it arrives; none when there is no use for one.
    fn folder(&self) -> Option<&Path> {
        None
    }

    /// What of the hub's order before the log's start is missing: everything after the first number, up to the second. None
    /// when nothing is.
    fn missing_history(&mut self) -> Result<Option<(u64, u64)>, SourceError> {
        Ok(None)
    }
}
