//! A new epoch: after a card was restored from an older image, the hub knows records that this log has lost; after the hub was
//! restored, it counts anew.

use rusqlite::Connection;

use super::base::NewBase;
use super::load::Loaded;
use super::rows::{self, Head};
use super::{LogStore, identity};
use crate::record::chain;
use crate::record::name_of;
use crate::store::error::StoreError;
use crate::store::identity::Station;
use crate::store::progress::{self, MAX_EPOCH, Mark, Watermarks};

/// What a new epoch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewEpoch {
    /// Records that came back from the hub.
    pub recovered: usize,
    /// Own records that stand in the new epoch now, still to be pushed.
    pub chained_anew: usize,
    pub head: Head,
}

/// Where the log and the hub part, and how the log goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    pub epoch: u32,
    /// The last record that both hold.
    pub common: Mark,
    /// What the hub holds after it, in order.
    pub missing: Vec<(Mark, Vec<u8>)>,
}

/// What a first contact found to be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejoin {
    pub hub_gen: u32,
    /// The hub counts anew.
    pub order_is_void: bool,
    /// The last own record of this epoch that the hub holds, where the chains did not part.
    pub acked_seq: u64,
    pub parted: Option<Parted>,
    /// What the hub's order may begin with, where nothing of it is here or counts any more.
    pub base: Option<NewBase>,
}

/// The log after it, and everything that a station goes on from.
#[derive(Debug)]
pub struct Rejoined {
    pub loaded: Loaded,
    pub new_epoch: Option<NewEpoch>,
    pub order_was_void: bool,
    /// The log starts with a snapshot now.
    pub from_snapshot: bool,
}

impl LogStore {
    /// Brings the log to what it has in common with the hub, loses nothing that only it holds, and loads it. Each step can be
    /// cut off: the next first contact finds the rest.
    ///
    /// # Errors
    /// When what the hub said does not fit the log, or the disk fails.
    pub fn rejoin(&mut self, rejoin: &Rejoin) -> Result<Rejoined, StoreError> {
        self.store_held()?;
        let above = |parted: &Parted| self.progress().echoed > parted.common;
        if rejoin.order_is_void || rejoin.parted.as_ref().is_some_and(above) {
            self.forget_pulled()?;
        }
        let parted = rejoin.parted.as_ref();
        let new_epoch = parted.map(|Parted { epoch, common, missing }| self.begin_epoch(*epoch, *common, missing));
        let new_epoch = new_epoch.transpose()?;
        let here = |head: Head| Mark { seq: rejoin.acked_seq.min(head.at.seq), ..head.at };
        let acked = if new_epoch.is_none() { self.head().map(here) } else { None };
        self.set_watermarks(Watermarks { acked, hub_gen: Some(rejoin.hub_gen), ..Watermarks::default() })?;
        let from_snapshot = match rejoin.base.as_ref().map(|base| self.take_base(base)) {
            // Nothing is lost: everything is pulled instead.
            Some(Err(error @ StoreError::Disorder { .. })) => {
                tracing::warn!(%error, "the snapshot is of no use here");
                false
            }
            Some(taken) => taken.map(|()| true)?,
            None => false,
        };
        Ok(Rejoined { loaded: self.load()?, new_epoch, order_was_void: rejoin.order_is_void, from_snapshot })
    }

    /// Ends the current epoch after its last record in common with the hub and the records that the hub gave back, and chains
    /// what came after into `epoch`. One commit. A record that the hub gave back is not chained again, under whatever
    /// position it stood here.
    ///
    /// # Errors
    /// [`StoreError::Disorder`] when `common` is not in the log, `epoch` is not later, or what came back has gaps.
    pub fn begin_epoch(
        &mut self,
        epoch: u32,
        common: Mark,
        missing: &[(Mark, Vec<u8>)],
    ) -> Result<NewEpoch, StoreError> {
        self.store_held()?;
        self.revive()?;
        let mut identity = self.identity().cloned().ok_or(StoreError::NotEnrolled)?;
        let old = identity.station.clone();
        if epoch <= old.epoch || epoch > MAX_EPOCH {
            return Err(StoreError::disorder(format!("epoch {epoch} after epoch {}", old.epoch)));
        }
        let mut progress = self.progress();
        if progress.echoed > common {
            return Err(StoreError::disorder(
                "records after the common one came back from the hub: forget its order first",
            ));
        }
        let done = self.commit(|transaction| {
            let lacks = || StoreError::disorder(format!("{common:?} is not in the log"));
            let link = rows::link(transaction, &old, common)?.ok_or_else(lacks)?;
            let tail = rows::cut(transaction, common)?;
            let end = give_back(transaction, &old, Head { at: common, link }, missing)?;
            let known: Vec<_> = missing.iter().map(|(_, bytes)| name_of(bytes)).collect();
            let rest = tail.iter().filter(|own| !known.contains(&own.name()));
            identity.station.epoch = epoch;
            identity::save(transaction, &identity)?;
            let mut head = rows::begin(&identity.station);
            let mut chained_anew = 0;
            for own in rest {
                head = extend(transaction, old.device, head, head.at.next(), &own.bytes)?;
                chained_anew += 1;
            }
            progress.acked = end.at;
            progress.stable = progress.stable.min(end.at);
            progress::save(transaction, &progress)?;
            Ok(NewEpoch { recovered: missing.len(), chained_anew, head })
        })?;
        self.reread()?;
        Ok(done)
    }
}

/// Puts records back where they stood; they may be of several epochs.
fn give_back(
    connection: &Connection,
    station: &Station,
    common: Head,
    missing: &[(Mark, Vec<u8>)],
) -> Result<Head, StoreError> {
    let mut head = common;
    for (at, bytes) in missing {
        if at.epoch > head.at.epoch {
            head = rows::begin(&Station { epoch: at.epoch, ..station.clone() });
        }
        if *at != head.at.next() {
            return Err(StoreError::disorder(format!("{at:?} came back after {:?}", head.at)));
        }
        head = extend(connection, station.device, head, *at, bytes)?;
    }
    Ok(head)
}

fn extend(connection: &Connection, device: u32, head: Head, at: Mark, bytes: &[u8]) -> Result<Head, StoreError> {
    let link = chain::next(&head.link, at.on(device), bytes);
    rows::insert(connection, at, bytes, &link)?;
    Ok(Head { at, link })
}
