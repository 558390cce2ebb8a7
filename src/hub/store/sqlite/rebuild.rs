//! The book folded anew from the records, when the rows in the file are of an earlier form.

use rusqlite::{Connection, TransactionBehavior, params};

use super::super::StoreError;
use crate::domain::book::apply;
use crate::domain::entry::{Position, Recorded};
use crate::domain::ids::{RecordName, SiteId};
use crate::hub::book::TxBook;
use crate::record::{self, aggregate};

pub(super) fn if_outdated(connection: &mut Connection, site: &SiteId) -> Result<(), StoreError> {
    let sql = "SELECT fold_version FROM site WHERE site = ?1";
    let version: u32 = connection.query_row(sql, [site.as_str()], |row| row.get(0))?;
    if version != aggregate::VERSION {
        tracing::info!(from = version, to = aggregate::VERSION, "the book is folded anew from all records");
        rebuild(connection, site)?;
    }
    Ok(())
}

fn rebuild(connection: &mut Connection, site: &SiteId) -> Result<(), StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute("DELETE FROM aggregate WHERE site = ?1", [site.as_str()])?;
    let mut book = TxBook::new(&tx, site);
    let mut select =
        tx.prepare("SELECT device, epoch, seq, name, bytes FROM record WHERE site = ?1 ORDER BY hub_seq")?;
    let mut rows = select.query([site.as_str()])?;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(2)?;
        let position = Position { device: row.get(0)?, epoch: row.get(1)?, seq: seq.unsigned_abs() };
        let bytes: Vec<u8> = row.get(4)?;
        if let Ok(entry) = record::decode(&bytes) {
            apply(&mut book, &Recorded { name: RecordName(row.get(3)?), position, entry });
        }
    }
    drop(rows);
    drop(select);
    book.finish()?;
    tx.execute("UPDATE site SET fold_version = ?2 WHERE site = ?1", params![site.as_str(), aggregate::VERSION])?;
    tx.commit()?;
    Ok(())
}
