//! Records at the end of the site's order, within one transaction.

use rusqlite::{Connection, ToSql, params};

use super::super::StoreError;
use super::super::incoming::ReadRecord;
use super::int;
use crate::domain::book::{Aggregate, Book, Key, apply, touched};
use crate::domain::entry::{Position, Recorded};
use crate::domain::ids::{RecordName, SiteId};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::hub::book::TxBook;
use crate::record::chain::{Link, in_order};
use crate::sync::wire::{Disposition, Ruling};

/// Appends records and folds them into the book.
pub(super) struct Appender<'t> {
    tx: &'t Connection,
    site: &'t SiteId,
    pub(super) book: TxBook<'t>,
    hub_seq: u64,
    /// The link of the order after that number.
    order: Link,
    batch: i64,
    taught: bool,
}

/// What proves a batch, and when it came.
pub(super) struct Proof<'a> {
    pub(super) last: Position,
    pub(super) last_link: Link,
    pub(super) signature: &'a [u8; 64],
    pub(super) head_seq: u64,
    pub(super) boot: [u8; 16],
    pub(super) since_boot_ms: u64,
    pub(super) received_ms: i64,
}

impl<'t> Appender<'t> {
    pub(super) fn begin(tx: &'t Connection, site: &'t SiteId) -> Result<Self, StoreError> {
        let mut select = tx.prepare_cached("SELECT last_batch + 1, hub_seq, order_link FROM site WHERE site = ?1")?;
        let (batch, hub_seq, order): (i64, i64, _) =
            select.query_row([site.as_str()], |row| Ok((row.get(0)?, row.get(1)?, Link(row.get(2)?))))?;
        let (book, hub_seq) = (TxBook::new(tx, site), hub_seq.unsigned_abs());
        Ok(Self { tx, site, book, hub_seq, order, batch, taught: false })
    }

    /// The last number given.
    pub(super) fn hub_seq(&self) -> u64 {
        self.hub_seq
    }

    /// Whether what was appended touches a code that was taught.
    pub(super) fn taught(&self) -> bool {
        self.taught
    }

    /// Appends the bytes that were read at their position, whatever they are, and says what became of them.
    pub(super) fn append(&mut self, record: &ReadRecord, bytes: &[u8]) -> Result<Ruling, StoreError> {
        let ReadRecord { at, name, link, content } = record;
        let hub_seq = self.hub_seq + 1;
        let applied = number(Disposition::Applied);
        // The table itself says whether the bytes are known: one look less for each record.
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (site, name) DO NOTHING",
        )?;
        let (site, batch) = (self.site.as_str(), self.batch);
        let order = in_order(&self.order, *at, name);
        let Position { device, epoch, seq } = *at;
        let row = params![site, int(hub_seq), device, epoch, int(seq), name.0, link.0, applied, batch, bytes, order.0];
        if insert.execute(row)? == 0 {
            let hub_seq = self.known(name)?;
            self.repeat(*at, link, hub_seq)?;
            return Ok(Ruling { seq, hub_seq, disposition: Disposition::Duplicate });
        }
        (self.hub_seq, self.order) = (hub_seq, order);
        let disposition = content.as_ref().map_or(Disposition::Quarantined, |record| self.fold(record));
        if disposition != Disposition::Applied {
            let sql = "UPDATE record SET disposition = ?3 WHERE site = ?1 AND hub_seq = ?2";
            self.tx.prepare_cached(sql)?.execute(params![site, int(hub_seq), number(disposition)])?;
        }
        Ok(Ruling { seq, hub_seq, disposition })
    }

    /// The same bytes came before under another position, or again within this batch: they count once.
    fn known(&self, name: &RecordName) -> Result<u64, StoreError> {
        let mut select = self.tx.prepare_cached("SELECT hub_seq FROM record WHERE site = ?1 AND name = ?2")?;
        let found: i64 = select.query_row(params![self.site.as_str(), name.0], |row| row.get(0))?;
        Ok(found.unsigned_abs())
    }

    fn repeat(&self, at: Position, link: &Link, hub_seq: u64) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT INTO repeat VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![self.site.as_str(), at.device, at.epoch, int(at.seq), link.0, self.batch, int(hub_seq)],
        )?;
        Ok(())
    }

    fn fold(&mut self, record: &Recorded) -> Disposition {
        apply(&mut self.book, record);
        let keys = touched(record);
        self.taught |= keys.iter().any(|key| matches!(key, Key::Code(_)));
        let short = keys.into_iter().filter(|key| less_than_nothing(&self.book, key));
        let dispositions = short.map(|key| {
            let one_piece = matches!(key, Key::Balance(key) if key.stock.serial.is_some());
            if one_piece { Disposition::Conflict } else { Disposition::Discrepancy }
        });
        // A serial number that went twice weighs more than a number that is off.
        dispositions.max_by_key(|one| *one == Disposition::Conflict).unwrap_or(Disposition::Applied)
    }

    /// Moves the chain's head, keeps the proof and writes the book.
    pub(super) fn finish(self, proof: &Proof<'_>) -> Result<(), StoreError> {
        let Position { device, epoch, seq } = proof.last;
        let site = self.site.as_str();
        let Proof { signature, boot, received_ms, .. } = proof;
        let (head_seq, since_boot_ms) = (int(proof.head_seq), int(proof.since_boot_ms));
        let batch =
            params![site, self.batch, device, epoch, int(seq), signature, head_seq, boot, since_boot_ms, received_ms];
        let run = |sql, values: &[&dyn ToSql]| self.tx.prepare_cached(sql)?.execute(values);
        run("INSERT INTO batch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", batch)?;
        run(
            "UPDATE device SET head_seq = ?3, head_link = ?4 WHERE site = ?1 AND device = ?2",
            params![site, device, int(seq), proof.last_link.0],
        )?;
        run(
            "UPDATE site SET hub_seq = ?2, last_batch = ?3, order_link = ?4 WHERE site = ?1",
            params![site, int(self.hub_seq), self.batch, self.order.0],
        )?;
        self.book.finish()
    }
}

fn less_than_nothing(book: &TxBook<'_>, key: &Key) -> bool {
    let Key::Balance(of) = key else { return false };
    let balance = if let Some(Aggregate::Balance(balance)) = book.aggregate(key) { balance.qty } else { Qty::ZERO };
    matches!(of.place, Place::Bin(_)) && balance < Qty::ZERO
}

/// Stored for ever: numbers never change their meaning.
fn number(disposition: Disposition) -> u32 {
    match disposition {
        Disposition::Applied => 1,
        Disposition::Discrepancy => 2,
        Disposition::Conflict => 3,
        Disposition::Quarantined => 4,
        Disposition::Duplicate => 5,
    }
}
