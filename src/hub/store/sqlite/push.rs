//! Taking in a batch: what is known is compared and skipped, the rest is appended.

use rusqlite::Connection;

use super::super::{Device, Incoming, PushError, Pushed, StoreError};
use super::append::{Appender, Proof};
use super::{devices, epoch};
use crate::domain::entry::Position;
use crate::domain::ids::SiteId;
use crate::record::chain::Link;
use crate::sync::wire::{Disposition, Mismatch};

pub(super) fn push(tx: &Connection, site: &SiteId, incoming: &Incoming) -> Result<Pushed, PushError> {
    let Incoming { batch, records, received_ms } = incoming;
    // The transaction holds the only write lock, and with it the row of the station.
    let device = devices::one(tx, site, batch.device)?.ok_or(PushError::UnknownDevice(batch.device))?;
    let known = known_prefix(tx, site, &device, incoming)?;
    let mut appender = Appender::begin(tx, site)?;
    let mut rulings = Vec::new();
    for (record, bytes) in records.iter().zip(&batch.records).skip(known) {
        let ruling = appender.append(record, bytes)?;
        if ruling.disposition != Disposition::Applied {
            rulings.push(ruling);
        }
    }
    let (hub_seq, taught) = (appender.hub_seq(), appender.taught());
    let last_link = records.last().map_or(batch.previous, |record| record.link);
    // A batch that ends within what is known leaves the head where it is.
    let (acked_seq, acked_link) =
        if known == records.len() { (device.head_seq, device.head_link) } else { (batch.last_seq(), last_link) };
    if known < records.len() {
        appender.finish(&Proof {
            last: Position { device: batch.device, epoch: batch.epoch, seq: acked_seq },
            last_link,
            signature: &batch.signature,
            head_seq: batch.head_seq,
            boot: batch.boot,
            since_boot_ms: batch.since_boot_ms,
            received_ms: *received_ms,
        })?;
    }
    Ok(Pushed { acked_seq, acked_link, stable_seq: epoch::stable(&device), hub_seq, rulings, taught })
}

/// One after the other; what became of each, and an error only when the database failed, in whatever state.
pub(super) fn push_all(
    tx: &Connection,
    site: &SiteId,
    incoming: &[&Incoming],
) -> Result<Vec<Result<Pushed, PushError>>, StoreError> {
    // A batch is turned away before it has changed anything.
    let one = |incoming: &&Incoming| match push(tx, site, incoming) {
        Err(PushError::Store(error)) => Err(error),
        outcome @ (Ok(_) | Err(PushError::UnknownDevice(_) | PushError::Mismatch { .. })) => Ok(outcome),
    };
    incoming.iter().map(one).collect()
}

/// How many of the batch's records the hub holds already, the same ones.
fn known_prefix(
    tx: &Connection,
    site: &SiteId,
    device: &Device,
    Incoming { batch, records, .. }: &Incoming,
) -> Result<usize, PushError> {
    let off = |mismatch| PushError::Mismatch { mismatch, seq: device.head_seq, link: device.head_link };
    if batch.epoch != device.epoch {
        return Err(off(Mismatch::Fork));
    }
    let before = batch.first_seq.saturating_sub(1);
    if before > device.head_seq {
        return Err(off(Mismatch::Gap));
    }
    if link_at(tx, site, device, before)? != Some(batch.previous) {
        return Err(off(Mismatch::Fork));
    }
    let overlap = (device.head_seq - before).min(records.len() as u64);
    let known = usize::try_from(overlap).unwrap_or(records.len());
    // A link covers everything before it: the last common one decides.
    match known.checked_sub(1).map(|last| records[last].link) {
        Some(link) if link_at(tx, site, device, before + overlap)? != Some(link) => Err(off(Mismatch::Fork)),
        Some(_) | None => Ok(known),
    }
}

/// The link after record `seq` of the station's present chain.
fn link_at(tx: &Connection, site: &SiteId, device: &Device, seq: u64) -> Result<Option<Link>, StoreError> {
    if seq == device.head_seq && seq > 0 {
        return Ok(Some(device.head_link));
    }
    epoch::link_at(tx, site, device.number, device.epoch, seq)
}
