//! A new epoch: after a card was restored from an older image, the hub knows records that this log has lost.

use super::rows::{self, Head};
use super::{LogStore, identity};
use crate::record::chain;
use crate::record::name_of;
use crate::store::error::StoreError;
use crate::store::progress::{self, MAX_EPOCH, Mark};

/// What a new epoch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewEpoch {
    /// Records that came back from the hub.
    pub recovered: usize,
    /// Own records that stand in the new epoch now, still to be pushed.
    pub chained_anew: usize,
    pub head: Head,
}

impl LogStore {
    /// Ends the current epoch after its last record in common with the hub (`common`, a seq) and the records that the hub
    /// gave back, and chains what came after into `epoch`. One commit. A record that the hub holds already, under
    /// whatever position, is not chained again.
    ///
    /// # Errors
    /// [`StoreError::Disorder`] when `common` is not in the log or `epoch` is not later.
    pub fn begin_epoch(&mut self, epoch: u32, common: u64, recovered: &[Vec<u8>]) -> Result<NewEpoch, StoreError> {
        self.store_held()?;
        self.revive()?;
        let mut identity = self.identity().cloned().ok_or(StoreError::NotEnrolled)?;
        let old = identity.station.clone();
        if epoch <= old.epoch || epoch > MAX_EPOCH {
            return Err(StoreError::disorder(format!("epoch {epoch} after epoch {}", old.epoch)));
        }
        let mut progress = self.progress();
        let start = Mark { epoch: old.epoch, seq: common };
        if progress.echoed > start {
            return Err(StoreError::disorder(
                "records after the common one came back from the hub: forget its order first",
            ));
        }
        let done = self.commit(|transaction| {
            let missing = || StoreError::disorder(format!("record {common} is not in the log"));
            let link = rows::link(transaction, &old, start)?.ok_or_else(missing)?;
            let tail = rows::cut(transaction, start)?;
            let back: Vec<&[u8]> = recovered.iter().map(Vec::as_slice).collect();
            let end = extend(transaction, old.device, Head { at: start, link }, &back)?;
            let known: Vec<_> = recovered.iter().map(|bytes| name_of(bytes)).collect();
            let rest: Vec<&[u8]> =
                tail.iter().filter(|own| !known.contains(&own.name())).map(|own| own.bytes.as_slice()).collect();
            identity.station.epoch = epoch;
            identity::save(transaction, &identity)?;
            let head = extend(transaction, old.device, rows::begin(&identity.station), &rest)?;
            progress.acked = end.at;
            progress.stable = progress.stable.min(end.at);
            progress::save(transaction, &progress)?;
            Ok(NewEpoch { recovered: back.len(), chained_anew: rest.len(), head })
        })?;
        self.reread()?;
        Ok(done)
    }
}

fn extend(connection: &rusqlite::Connection, device: u32, from: Head, records: &[&[u8]]) -> Result<Head, StoreError> {
    let mut head = from;
    for bytes in records {
        let at = head.at.next();
        head = Head { at, link: chain::next(&head.link, at.on(device), bytes) };
        rows::insert(connection, at, bytes, &head.link)?;
    }
    Ok(head)
}
