//! What lies in a kiosk's log, read beside it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// Number of own records, and bytes of the middle one by size.
pub(crate) fn own_records(store: &Path) -> (u64, u64) {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = Connection::open_with_flags(store.join("log.db"), flags).expect("a log");
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap_or(0).unsigned_abs();
    let middle = "SELECT length(bytes) FROM own ORDER BY 1 LIMIT 1 OFFSET (SELECT count(*) / 2 FROM own)";
    (one("SELECT count(*) FROM own"), one(middle))
}

/// Frames in a write-ahead log since it was last begun anew, in bytes. A log that is used again in place keeps its length, so
/// frames count while their salt is that of the header (SQLite file format, section 4.1).
pub(crate) fn wal_bytes(store: &Path) -> u64 {
    const HEADER: usize = 32;
    const FRAME: usize = 24;
    let wal = std::fs::read(store.join("log.db-wal")).unwrap_or_default();
    let word = |at: usize| wal.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes);
    let (page, salt) = (word(8) as usize, (word(16), word(20)));
    let mut at = HEADER;
    while at + FRAME + page <= wal.len() && (word(at + 8), word(at + 12)) == salt {
        at += FRAME + page;
    }
    (at - HEADER.min(at)) as u64
}
