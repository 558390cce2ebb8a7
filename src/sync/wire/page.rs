//! A page of the site's records in the hub's order.

use minicbor::data::Type;

use super::{BadMessage, In, MAX_PAGE, Out, at_end, bytes, compress, decompress, list, must, read_map, sure};
use crate::domain::entry::Position;
use crate::record::chain::Link;

/// Records `after + 1 ..` of the site. Before compression:
/// `{0: after, 1: [[device, epoch, seq, record or null]], 2: head, 3: hub time, 4: hub generation, 5: [origin, revision],
/// 6: [rules, digest], 7: link}`, the sixth in an empty page only, the seventh in one with records of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The cursor that was asked with. The hub's numbers have no gaps, so the first record has `after + 1`.
    pub after: u64,
    pub records: Vec<Pulled>,
    /// The hub's last number.
    pub head: u64,
    /// Milliseconds since 1970-01-01 UTC by the hub's clock.
    pub hub_time_ms: i64,
    /// Another number means that the hub was restored from a copy.
    pub hub_gen: u32,
    /// Origin and revision of the catalogue: something to fetch when they are not the station's own.
    pub catalogue: (u64, u64),
    /// In an empty page for a station that has everything: version of the rules, and the digest of what lies in the bins
    /// (`record::digest`).
    pub bins: Option<(u32, [u8; 32])>,
    /// The link of the order after the last record of the page.
    pub order: Option<Link>,
}

/// One record as it came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    pub position: Position,
    /// The record's bytes; absent for the records of the station that asks, which has them.
    pub bytes: Option<Vec<u8>>,
}

impl Page {
    /// The hub's number of the last record in the page: the cursor to ask with next.
    pub fn next(&self) -> u64 {
        self.after.saturating_add(self.records.len() as u64)
    }

    /// The records with the hub's numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (u64, &Pulled)> {
        (self.after.saturating_add(1)..).zip(&self.records)
    }

    /// The body of a page, which the hub signs as it is.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Out::new(Vec::with_capacity(4096));
        sure(out.map(6 + u64::from(self.bins.is_some()) + u64::from(self.order.is_some())));
        sure(out.u32(0).and_then(|out| out.u64(self.after)));
        sure(out.u32(1).and_then(|out| out.array(self.records.len() as u64)));
        self.records.iter().for_each(|pulled| write(&mut out, pulled));
        sure(out.u32(2).and_then(|out| out.u64(self.head)));
        sure(out.u32(3).and_then(|out| out.i64(self.hub_time_ms)));
        sure(out.u32(4).and_then(|out| out.u32(self.hub_gen)));
        let (origin, revision) = self.catalogue;
        sure(out.u32(5).and_then(|out| out.array(2)?.u64(origin)?.u64(revision)));
        if let Some((rules, digest)) = self.bins {
            sure(out.u32(6).and_then(|out| out.array(2)?.u32(rules)?.bytes(&digest)));
        }
        if let Some(Link(order)) = self.order {
            sure(out.u32(7).and_then(|out| out.bytes(&order)));
        }
        compress(&out.into_writer())
    }

    /// Reads the body of a page. The signature is not looked at.
    ///
    /// # Errors
    /// When it is none, or unpacks to more than [`MAX_PAGE`] bytes.
    pub fn decode(body: &[u8]) -> Result<Page, BadMessage> {
        let content = decompress(body, MAX_PAGE)?;
        let mut from = In::new(&content);
        let page = read(&mut from)?;
        at_end(&from)?;
        Ok(page)
    }
}

fn write(out: &mut Out, Pulled { position: Position { device, epoch, seq }, bytes }: &Pulled) {
    sure(out.array(4).and_then(|out| out.u32(*device)?.u32(*epoch)?.u64(*seq)));
    match bytes {
        Some(bytes) => sure(out.bytes(bytes)),
        None => sure(out.null()),
    }
}

fn read(from: &mut In<'_>) -> Result<Page, BadMessage> {
    let (mut after, mut records, mut head, mut time, mut generation) = (None, None, None, None, None);
    let (mut catalogue, mut bins, mut order) = (None, None, None);
    read_map(from, |key, from| {
        match key {
            0 => after = Some(from.u64()?),
            1 => records = Some(read_records(from)?),
            2 => head = Some(from.u64()?),
            3 => time = Some(from.i64()?),
            4 => generation = Some(from.u32()?),
            5 => {
                expect(from, 2)?;
                catalogue = Some((from.u64()?, from.u64()?));
            }
            6 => {
                expect(from, 2)?;
                bins = Some((from.u32()?, bytes(from)?));
            }
            7 => order = Some(Link(bytes(from)?)),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Page {
        bins,
        order,
        after: must(after, 0)?,
        records: must(records, 1)?,
        head: must(head, 2)?,
        hub_time_ms: must(time, 3)?,
        hub_gen: must(generation, 4)?,
        catalogue: must(catalogue, 5)?,
    })
}

fn read_records(from: &mut In<'_>) -> Result<Vec<Pulled>, BadMessage> {
    let len = list(from)?;
    (0..len).map(|_| read_one(from)).collect()
}

fn read_one(from: &mut In<'_>) -> Result<Pulled, BadMessage> {
    expect(from, 4)?;
    let position = Position { device: from.u32()?, epoch: from.u32()?, seq: from.u64()? };
    if from.datatype()? == Type::Null {
        from.null()?;
        return Ok(Pulled { position, bytes: None });
    }
    Ok(Pulled { position, bytes: Some(from.bytes()?.to_vec()) })
}

fn expect(from: &mut In<'_>, len: u64) -> Result<(), BadMessage> {
    match from.array()? {
        Some(found) if found == len => Ok(()),
        _ => Err(BadMessage::Shape(format!("a list of {len} was expected"))),
    }
}
