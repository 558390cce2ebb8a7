//! What the hub is compared with: the same rows in the same tables under the same promise, and nothing thought about them.

use std::collections::BTreeSet;
use std::path::Path;

use pitbox::domain::book::{Book, Key};
use pitbox::domain::memory::MemoryBook;
use pitbox::record::aggregate;
use rusqlite::{Connection, TransactionBehavior, params};

const SITE: &str = "SH01";

/// A row of the book: key, part and value.
type AggregateRow = (Vec<u8>, Option<String>, Vec<u8>);

/// A row of a record: number, name, link and bytes.
type RecordRow = (u64, [u8; 16], [u8; 32], Vec<u8>);

/// What a batch leaves in the tables.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) device: u32,
    pub(crate) signature: Vec<u8>,
    pub(crate) records: Vec<RecordRow>,
    pub(crate) keys: BTreeSet<Key>,
    pub(crate) aggregates: Vec<AggregateRow>,
}

/// The row of an aggregate as it stands in the book.
pub(crate) fn row(key: &Key, book: &MemoryBook) -> Option<AggregateRow> {
    let part = if let Key::Balance(balance) = key { Some(balance.stock.part.to_string()) } else { None };
    let value = book.aggregate(key)?;
    Some((aggregate::encode_key(key), part, aggregate::encode(&value)))
}

/// A database that a hub has made, with nobody who thinks.
pub(crate) struct Bare {
    connection: Connection,
    hub_seq: i64,
    batch: i64,
}

impl Bare {
    /// Opens it with the hub's settings.
    pub(crate) fn open(database: &Path) -> Bare {
        let connection = Connection::open(database).expect("a database");
        let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;";
        connection.execute_batch(settings).expect("the hub's settings");
        connection.set_prepared_statement_cache_capacity(64);
        Bare { connection, hub_seq: 0, batch: 0 }
    }

    /// Writes the rows of a batch and commits.
    pub(crate) fn take_in(&mut self, rows: &Rows) {
        self.batch += 1;
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).expect("a transaction");
        let sql = "INSERT INTO record VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, 1, ?7, ?8, ?6)";
        let mut insert = tx.prepare_cached(sql).expect("a statement");
        for (seq, name, link, bytes) in &rows.records {
            self.hub_seq += 1;
            let row = params![SITE, self.hub_seq, rows.device, seq.cast_signed(), name, link, self.batch, bytes];
            insert.execute(row).expect("a row");
        }
        drop(insert);
        let sql = "INSERT INTO aggregate VALUES (?1, ?2, ?3, ?4) \
                   ON CONFLICT (site, key) DO UPDATE SET value = excluded.value";
        let mut upsert = tx.prepare_cached(sql).expect("a statement");
        for (key, part, value) in &rows.aggregates {
            upsert.execute(params![SITE, key, part, value]).expect("a row");
        }
        drop(upsert);
        let (last, link) = rows.records.last().map(|(seq, _, link, _)| (seq.cast_signed(), link)).expect("a record");
        let batch = params![SITE, self.batch, rows.device, last, rows.signature, [5_u8; 16]];
        tx.prepare_cached("INSERT INTO batch VALUES (?1, ?2, ?3, 1, ?4, ?5, ?4, ?6, 0, 0)")
            .and_then(|mut insert| insert.execute(batch))
            .expect("a row");
        tx.prepare_cached("UPDATE device SET head_seq = ?3, head_link = ?4 WHERE site = ?1 AND device = ?2")
            .and_then(|mut update| update.execute(params![SITE, rows.device, last, link]))
            .expect("a row");
        tx.prepare_cached("UPDATE site SET hub_seq = ?2, last_batch = ?3, order_link = ?4 WHERE site = ?1")
            .and_then(|mut update| update.execute(params![SITE, self.hub_seq, self.batch, link]))
            .expect("a row");
        tx.commit().expect("a commit");
    }
}
