//! A push: own records in the order of their chain, under one signature.

use super::{BadMessage, In, MAX_BATCH, Out, at_end, bytes, compress, decompress, link, list, must, read_map, sure};
use crate::domain::entry::Position;
use crate::domain::ids::SiteId;
use crate::record::chain::{Link, next};

/// Records `first_seq ..` of one chain. Before compression:
/// `{0: site, 1: device, 2: epoch, 3: first seq, 4: link before it, 5: [record], 6: signature, 7: head seq, 8: boot, 9: ms}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub site: SiteId,
    pub device: u32,
    pub epoch: u32,
    /// Sequence number of the first record, from 1.
    pub first_seq: u64,
    /// The link before the first record; of `first_seq` 1 it is the chain's genesis.
    pub previous: Link,
    pub records: Vec<Vec<u8>>,
    /// Ed25519 over `record::signing::push_batch` up to the last record.
    pub signature: [u8; 64],
    /// Number of the last record that the station has, whether it is in this batch or not: how much is waiting.
    pub head_seq: u64,
    /// Kernel's boot id, and milliseconds since that boot, when the batch was sent. With the hub's time of receipt this dates
    /// records of a station whose clock was wrong.
    pub boot: [u8; 16],
    pub since_boot_ms: u64,
}

impl Batch {
    /// The links after each record, in order.
    pub fn links(&self) -> Vec<Link> {
        links(self.device, self.epoch, self.first_seq, self.previous, &self.records)
    }

    /// Sequence number of the last record; the one before the first when there are none.
    pub fn last_seq(&self) -> u64 {
        self.first_seq.saturating_sub(1).saturating_add(self.records.len() as u64)
    }

    /// The body of a push.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Out::new(Vec::with_capacity(4096));
        sure(out.map(10));
        sure(out.u32(0).and_then(|out| out.str(self.site.as_str())));
        sure(out.u32(1).and_then(|out| out.u32(self.device)));
        sure(out.u32(2).and_then(|out| out.u32(self.epoch)));
        sure(out.u32(3).and_then(|out| out.u64(self.first_seq)));
        sure(out.u32(4).and_then(|out| out.bytes(&self.previous.0)));
        sure(out.u32(5).and_then(|out| out.array(self.records.len() as u64)));
        self.records.iter().for_each(|record| sure(out.bytes(record)));
        sure(out.u32(6).and_then(|out| out.bytes(&self.signature)));
        sure(out.u32(7).and_then(|out| out.u64(self.head_seq)));
        sure(out.u32(8).and_then(|out| out.bytes(&self.boot)));
        sure(out.u32(9).and_then(|out| out.u64(self.since_boot_ms)));
        compress(&out.into_writer())
    }

    /// Reads the body of a push. The signature is not looked at.
    ///
    /// # Errors
    /// When it is none, holds no record or more than [`super::MAX_RECORDS`], or unpacks to more than [`MAX_BATCH`] bytes.
    pub fn decode(body: &[u8]) -> Result<Batch, BadMessage> {
        let content = decompress(body, MAX_BATCH)?;
        let mut from = In::new(&content);
        let batch = read(&mut from)?;
        at_end(&from)?;
        if batch.first_seq == 0 || batch.records.is_empty() {
            return Err(BadMessage::Value("a batch without a record, or with record 0".into()));
        }
        if batch.first_seq.checked_add(batch.records.len() as u64).is_none_or(|end| i64::try_from(end).is_err()) {
            return Err(BadMessage::Value(format!("record number {}", batch.first_seq)));
        }
        Ok(batch)
    }
}

/// The links after each of `records`, of which the first has the number `first_seq`.
pub(super) fn links(device: u32, epoch: u32, first_seq: u64, previous: Link, records: &[Vec<u8>]) -> Vec<Link> {
    let step = |link: &mut Link, (seq, record): (u64, &Vec<u8>)| {
        *link = next(link, Position { device, epoch, seq }, record);
        Some(*link)
    };
    (first_seq..).zip(records).scan(previous, step).collect()
}

fn read(from: &mut In<'_>) -> Result<Batch, BadMessage> {
    let (mut site, mut device, mut epoch, mut first_seq, mut previous) = (None, None, None, None, None);
    let (mut records, mut signature, mut head_seq, mut boot, mut since_boot_ms) = (None, None, None, None, None);
    read_map(from, |key, from| {
        match key {
            0 => site = Some(read_site(from)?),
            1 => device = Some(from.u32()?),
            2 => epoch = Some(from.u32()?),
            3 => first_seq = Some(from.u64()?),
            4 => previous = Some(link(from)?),
            5 => records = Some(read_records(from)?),
            6 => signature = Some(bytes(from)?),
            7 => head_seq = Some(from.u64()?),
            8 => boot = Some(bytes(from)?),
            9 => since_boot_ms = Some(from.u64()?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Batch {
        site: must(site, 0)?,
        device: must(device, 1)?,
        epoch: must(epoch, 2)?,
        first_seq: must(first_seq, 3)?,
        previous: must(previous, 4)?,
        records: must(records, 5)?,
        signature: must(signature, 6)?,
        head_seq: must(head_seq, 7)?,
        boot: must(boot, 8)?,
        since_boot_ms: must(since_boot_ms, 9)?,
    })
}

fn read_site(from: &mut In<'_>) -> Result<SiteId, BadMessage> {
    let text = from.str()?;
    SiteId::new(text).map_err(|why| BadMessage::Value(format!("{text:?} as a site: {why}")))
}

fn read_records(from: &mut In<'_>) -> Result<Vec<Vec<u8>>, BadMessage> {
    let len = list(from)?;
    (0..len).map(|_| Ok(from.bytes()?.to_vec())).collect()
}
