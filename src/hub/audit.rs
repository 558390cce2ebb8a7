//! Does everything in a hub's database hold? Looked at beside the running hub, changed by nothing: file, chains, order.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, params};

use super::store::StoreError;
use crate::domain::entry::Position;
use crate::domain::ids::{RecordName, SiteId};
use crate::record::chain::{Link, ORDER_START, genesis, in_order, next};
use crate::record::name_of;

/// Most findings of one check that are told.
const MOST: usize = 100;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `file`, `chain` or `order`.
    pub check: &'static str,
    pub looked_at: u64,
    /// What is wrong; nothing when it holds.
    pub wrong: Vec<String>,
}

/// Looks at everything. What cannot be read is a finding, too.
///
/// # Errors
/// When there is no database of a hub.
pub fn verify(database: &Path) -> Result<Vec<Finding>, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(database, flags)?;
    // One state of the database for all checks, while the hub may be writing.
    let snapshot = connection.transaction()?;
    let looked = |check, looked: rusqlite::Result<(u64, Vec<String>)>| match looked {
        Ok((looked_at, wrong)) => Finding { check, looked_at, wrong },
        Err(error) => Finding { check, looked_at: 0, wrong: vec![error.to_string()] },
    };
    Ok(vec![looked("file", file(&snapshot)), looked("chain", chains(&snapshot)), looked("order", order(&snapshot))])
}

fn file(connection: &Connection) -> rusqlite::Result<(u64, Vec<String>)> {
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
    let said = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok((pages.unsigned_abs(), said.into_iter().filter(|line| line != "ok").collect()))
}

/// The end of each chain: device, epoch, seq and link.
type Head = (u32, u32, i64, [u8; 32]);

/// Every link of every chain, those of records that came twice included, and that the last one is where the station is said
/// to be.
fn chains(connection: &Connection) -> rusqlite::Result<(u64, Vec<String>)> {
    let site: String = connection.query_row("SELECT site FROM site", [], |row| row.get(0))?;
    let Ok(site) = SiteId::new(&site) else { return Ok((0, vec![format!("{site:?} is no site")])) };
    let mut statement = connection.prepare(
        "SELECT device, epoch, seq, link, bytes FROM record UNION ALL \
         SELECT again.device, again.epoch, again.seq, again.link, record.bytes FROM repeat AS again \
         JOIN record ON record.site = again.site AND record.hub_seq = again.hub_seq ORDER BY 1, 2, 3",
    )?;
    let mut rows = statement.query([])?;
    let (mut looked_at, mut wrong) = (0, Vec::new());
    let mut at = Position { device: u32::MAX, epoch: 0, seq: 0 };
    let mut link = Link([0; 32]);
    let mut ends: Vec<Head> = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(2)?;
        let here = Position { device: row.get(0)?, epoch: row.get(1)?, seq: seq.unsigned_abs() };
        if (here.device, here.epoch) != (at.device, at.epoch) {
            at = Position { seq: 0, ..here };
            link = genesis(&site, here.device, here.epoch);
            ends.push((here.device, here.epoch, 0, link.0));
        }
        let bytes: Vec<u8> = row.get(4)?;
        let stored = Link(row.get(3)?);
        let who = format!("kiosk {} epoch {}", here.device, here.epoch);
        if here.seq != at.seq + 1 {
            wrong.push(format!("{who}: record {} follows record {}", here.seq, at.seq));
        }
        link = next(&link, here, &bytes);
        if link != stored && wrong.len() < MOST {
            wrong.push(format!("{who}: record {} is not what was taken in", here.seq));
        }
        // One record that does not hold is told once.
        (at, link) = (here, stored);
        looked_at += 1;
        if let Some(end) = ends.last_mut() {
            *end = (here.device, here.epoch, seq, stored.0);
        }
    }
    wrong.extend(heads(connection, &site, &ends)?);
    wrong.truncate(MOST);
    Ok((looked_at, wrong))
}

fn heads(connection: &Connection, site: &SiteId, ends: &[Head]) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT device, epoch, head_seq, head_link FROM device ORDER BY 1")?;
    let heads = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let mut wrong = Vec::new();
    for head in heads {
        let (device, epoch, seq, link): Head = head?;
        let found = ends.iter().find(|end| (end.0, end.1) == (device, epoch));
        let found = found.map_or((0, genesis(site, device, epoch).0), |end| (end.2, end.3));
        if found != (seq, link) {
            wrong.push(format!(
                "kiosk {device} epoch {epoch}: its end is said to be record {seq}, the last is {}",
                found.0
            ));
        }
    }
    Ok(wrong)
}

/// The numbers have no gaps, each name is that of its bytes, and the links lead from the order's start to its end.
fn order(connection: &Connection) -> rusqlite::Result<(u64, Vec<String>)> {
    let (mut at, mut wrong, mut link) = (0_i64, Vec::new(), ORDER_START);
    let mut statement = connection
        .prepare("SELECT hub_seq, name, bytes, order_link, device, epoch, seq FROM record ORDER BY hub_seq")?;
    let mut rows = statement.query(params![])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let (name, bytes): ([u8; 16], Vec<u8>) = (row.get(1)?, row.get(2)?);
        if number != at + 1 {
            wrong.push(format!("number {number} follows number {at}"));
        }
        if name_of(&bytes).0 != name {
            wrong.push(format!("number {number} is not what was taken in"));
        }
        let (stored, seq): (_, i64) = (Link(row.get(3)?), row.get(6)?);
        let position = Position { device: row.get(4)?, epoch: row.get(5)?, seq: seq.unsigned_abs() };
        if in_order(&link, position, &RecordName(name)) != stored {
            wrong.push(format!("number {number} does not follow what was before it"));
        }
        // One link that does not hold is told once.
        (at, link) = (number, stored);
    }
    let (said, end): (i64, _) =
        connection.query_row("SELECT hub_seq, order_link FROM site", [], |row| Ok((row.get(0)?, Link(row.get(1)?))))?;
    if at == said && end != link {
        wrong.push(format!("the order's end is not that of number {at}"));
    }
    if at != said {
        wrong.push(format!("the order ends with number {at} where number {said} stood"));
    }
    wrong.truncate(MOST);
    Ok((at.unsigned_abs(), wrong))
}
