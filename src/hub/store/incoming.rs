//! A batch on its way in, with all that follows from its bytes alone. That is worked out by whoever brings it: at the database
//! only one is at work at a time.

use crate::domain::entry::{Position, Recorded};
use crate::domain::ids::RecordName;
use crate::record::chain::Link;
use crate::record::{self, name_of};
use crate::sync::wire::Batch;

/// A batch whose signature was checked.
#[derive(Debug)]
pub struct Incoming {
    pub(super) batch: Batch,
    /// Its records, in order.
    pub(super) records: Vec<ReadRecord>,
    /// Milliseconds since 1970-01-01 UTC by the hub's clock.
    pub(super) received_ms: i64,
}

/// A record as it was read.
#[derive(Debug)]
pub(super) struct ReadRecord {
    pub(super) at: Position,
    pub(super) name: RecordName,
    /// The link of its chain after it.
    pub(super) link: Link,
    /// None when this version cannot read it.
    pub(super) content: Option<Recorded>,
}

impl Incoming {
    /// `links` are those of the batch.
    pub fn of(batch: Batch, links: &[Link], received_ms: i64) -> Incoming {
        let Batch { device, epoch, .. } = batch;
        let records = (batch.first_seq..).zip(batch.records.iter().zip(links));
        let records = records.map(|(seq, (bytes, link))| ReadRecord::of(Position { device, epoch, seq }, *link, bytes));
        Incoming { records: records.collect(), batch, received_ms }
    }
}

impl ReadRecord {
    pub(super) fn of(at: Position, link: Link, bytes: &[u8]) -> ReadRecord {
        let name = name_of(bytes);
        let content = record::decode(bytes).ok().map(|entry| Recorded { name, position: at, entry });
        ReadRecord { at, name, link, content }
    }
}
