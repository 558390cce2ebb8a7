//! Where the log starts: a snapshot of the site that the hub has signed, in the place of the records before it.

use std::fs;
use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, params};

use super::pulled::{self, Pulled};
use super::{LogStore, rows};
use crate::domain::memory::MemoryBook;
use crate::record::chain::{self, Link, ORDER_START};
use crate::record::name_of;
use crate::record::snapshot::{self, Snapshot};
use crate::store::error::StoreError;
use crate::store::progress::{Mark, int, nat};

/// A snapshot in a file, as the hub has signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBase {
    pub file: PathBuf,
    /// The last own record that is in it; the default for none.
    pub own: Mark,
}

/// Where a log starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// The last number of the hub's order that is in it.
    pub number: u64,
    /// The link of the hub's order after it.
    pub order: Link,
}

impl LogStore {
    /// Begins the hub's order anew with a snapshot: what was pulled before is forgotten in the same commit. The own records
    /// stay, those up to `own` as come back.
    ///
    /// # Errors
    /// [`StoreError::Disorder`] when the file is no snapshot of this version, or the last own record in it is not here. The log
    /// is as it was.
    pub(super) fn take_base(&mut self, base: &NewBase) -> Result<(), StoreError> {
        let bytes = fs::read(&base.file).map_err(|error| StoreError::file(&base.file, &error))?;
        let unfit = |why| StoreError::disorder(format!("the hub's snapshot: {why}"));
        let Snapshot { number, order, .. } = snapshot::decode(&bytes).map_err(|why| unfit(why.to_string()))?;
        let station = self.identity().ok_or(StoreError::NotEnrolled)?.station.clone();
        self.held.clear();
        self.commit(|transaction| {
            if base.own.seq > 0 && rows::link(transaction, &station, base.own)?.is_none() {
                return Err(unfit(format!("it has own record {:?}, which is not here", base.own)));
            }
            forget_order(transaction)?;
            let sql = "INSERT INTO base (one, hub_seq, order_link, history_link, snapshot) VALUES (1, ?, ?, ?, ?)";
            transaction.execute(sql, params![int(number), order.0, ORDER_START.0, bytes])?;
            let sql = "UPDATE progress SET pulled = ?, echoed = ?, acked = max(acked, ?), order_id = randomblob(16), \
                       order_link = ?";
            transaction.execute(sql, params![int(number), base.own, base.own, order.0])?;
            Ok(())
        })?;
        // One that stays is taken away by the next that is fetched.
        let _ = fs::remove_file(&base.file);
        self.reread()
    }
}

impl LogStore {
    /// Stores records from before the log's start, in order and without a gap from its beginning; when the last of them is here,
    /// the log starts with the hub's first record like any other, and the snapshot goes. What is here already is passed over.
    /// Records that do not lead to the snapshot, as a hub that was put back meanwhile gives them, are forgotten, to be asked for
    /// again.
    ///
    /// # Errors
    /// [`StoreError::Disorder`] when the records leave a gap.
    pub fn store_history(&mut self, records: Vec<Pulled>) -> Result<(), StoreError> {
        self.revive()?;
        let device = self.identity().ok_or(StoreError::NotEnrolled)?.station.device;
        self.commit(|transaction| {
            let Some(missing) = history(transaction)? else { return Ok(()) };
            let sql = "SELECT order_link, history_link FROM base";
            let (order, mut link) = transaction.query_row(sql, [], |row| Ok((Link(row.get(0)?), Link(row.get(1)?))))?;
            let mut at = missing.after;
            let before_start = |one: &Pulled| one.hub_seq > missing.after && one.hub_seq <= missing.until;
            for record in records.into_iter().filter(before_start) {
                if record.hub_seq != at + 1 {
                    let what = format!("number {} of the hub's order after number {at}", record.hub_seq);
                    return Err(StoreError::disorder(what));
                }
                at = record.hub_seq;
                let position = record.position;
                let (bytes, _) = pulled::keep(transaction, device, record)?;
                link = chain::in_order(&link, position, &name_of(&bytes));
            }
            if at == missing.until && link == order {
                return forget(transaction);
            }
            if at == missing.until {
                transaction.execute("DELETE FROM pulled WHERE hub_seq <= ?", [int(missing.until)])?;
                link = ORDER_START;
            }
            transaction.execute("UPDATE base SET history_link = ?", [link.0])?;
            Ok(())
        })
    }
}

/// What of the hub's order is missing before the log's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingHistory {
    /// The records up to this number are here.
    pub after: u64,
    /// The last number that is in the snapshot.
    pub until: u64,
}

/// What is missing; none when the log has the hub's order from its beginning.
pub(in crate::store) fn history(connection: &Connection) -> Result<Option<MissingHistory>, StoreError> {
    let Some(base) = find(connection)? else { return Ok(None) };
    let sql = "SELECT max(hub_seq) FROM pulled WHERE hub_seq <= ?";
    let after: Option<i64> = connection.query_row(sql, [int(base.number)], |row| row.get(0))?;
    Ok(Some(MissingHistory { after: after.map_or(0, nat), until: base.number }))
}

/// Where the log starts; none when it has the hub's order from its beginning.
pub(in crate::store) fn find(connection: &Connection) -> Result<Option<Base>, StoreError> {
    let sql = "SELECT hub_seq, order_link FROM base";
    let found = connection.query_row(sql, [], |row| Ok(Base { number: nat(row.get(0)?), order: Link(row.get(1)?) }));
    Ok(found.optional()?)
}

/// The book there.
///
/// # Errors
/// [`StoreError::Corrupt`] when it cannot be read any more.
pub(in crate::store) fn book(connection: &Connection) -> Result<Option<(u64, MemoryBook)>, StoreError> {
    let sql = "SELECT snapshot FROM base";
    let found: Option<Vec<u8>> = connection.query_row(sql, [], |row| row.get(0)).optional()?;
    let Some(bytes) = found else { return Ok(None) };
    let read = snapshot::decode(&bytes).map_err(|why| StoreError::corrupt(format!("where the log starts: {why}")))?;
    Ok(Some((read.number, MemoryBook::with_confirmed(read.aggregates))))
}

/// Forgets it: the whole history is here, or its order is void.
fn forget(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM base", [])?;
    Ok(())
}

/// Forgets the hub's order, and everything that is said in its numbers.
pub(super) fn forget_order(connection: &Connection) -> Result<(), StoreError> {
    for table in ["pulled", "base", "repeated"] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::tests::{enrolled, pulled, record};
    use super::*;
    use crate::domain::book::{Aggregate, Key};
    use crate::domain::entry::Recorded;
    use crate::record::{decode, name_of};
    use crate::store::audit::Check;
    use crate::store::reader::LogReader;

    /// Records 1 to `count` of the hub's order: those of device 0, but for number 2, which is the kiosk's first.
    fn order(count: u64) -> Vec<Pulled> {
        let one = |n| match n {
            2 => pulled(2, 3, 1, None),
            n => pulled(n, 0, if n == 1 { 1 } else { n - 1 }, Some(record("A", 100 + n))),
        };
        (1..=count).map(one).collect()
    }

    /// The snapshot of the first `count` records, in a file.
    fn snapshot(dir: &Path, count: u64) -> PathBuf {
        let mut book = MemoryBook::new();
        let mut link = ORDER_START;
        for Pulled { position, bytes, .. } in order(count) {
            let bytes = bytes.unwrap_or_else(|| record("A", 1));
            let entry = decode(&bytes).expect("a record");
            link = chain::in_order(&link, position, &name_of(&bytes));
            book.confirm(&Recorded { name: name_of(&bytes), position, entry });
        }
        let file = dir.join("hub.snapshot-part");
        let bytes = snapshot::encode(&book, count, &link).expect("packed");
        fs::write(&file, bytes).expect("a file");
        file
    }

    fn shown(store: &mut LogStore) -> Vec<(Key, Aggregate)> {
        let book = store.load_anew().expect("loaded").book;
        book.shown().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    fn is_sound(dir: &Path) -> bool {
        let findings = LogReader::open(dir).expect("a reader").audit();
        assert_eq!(findings.iter().filter(|finding| finding.check == Check::Order).count(), 1);
        findings.iter().all(|finding| finding.wrong.is_empty())
    }

    #[test]
    fn a_log_that_begins_with_a_snapshot_ends_like_one_that_pulled_everything() {
        let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let mut whole = enrolled(one.path());
        let mut quick = enrolled(other.path());
        for store in [&mut whole, &mut quick] {
            store.append(&record("A", 1), &[]).expect("saved");
            store.append(&record("A", 2), &[]).expect("saved");
        }
        whole.store_pulled(order(7)).expect("stored");
        let base = NewBase { file: snapshot(other.path(), 5), own: Mark { epoch: 1, seq: 1 } };
        quick.take_base(&base).expect("taken");
        assert!(!base.file.exists());
        assert_eq!((quick.progress().pulled, quick.progress().echoed.seq, quick.progress().acked.seq), (5, 1, 1));
        let reader = LogReader::open(other.path()).expect("a reader");
        quick.store_pulled(order(7).split_off(5)).expect("stored");
        assert_eq!(quick.progress().order, whole.progress().order, "the same order");
        assert_eq!(shown(&mut quick), shown(&mut whole));
        assert!(is_sound(other.path()));

        // What was before comes in pieces, twice, and never with a gap.
        assert!(matches!(quick.store_history(order(5).split_off(1)), Err(StoreError::Disorder { .. })), "a gap");
        quick.store_history(order(3)).expect("stored");
        assert_eq!(reader.missing_history().expect("read"), Some(MissingHistory { after: 3, until: 5 }));
        assert!(is_sound(other.path()));
        drop(quick);
        let mut quick = LogStore::open(other.path()).expect("opened");
        quick.store_history(order(3)).expect("passed over");
        quick.store_history(order(7).split_off(2)).expect("stored");
        assert_eq!((reader.missing_history(), reader.base()), (Ok(None), Ok(None)), "it begins like any other");
        assert_eq!(shown(&mut quick), shown(&mut whole));
        assert_eq!(reader.pulled_after(0, 9, 99_999).expect("read").len(), 7);
        assert!(is_sound(other.path()));
    }

    #[test]
    fn a_history_that_does_not_lead_to_the_snapshot_is_asked_for_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = enrolled(dir.path());
        store.append(&record("A", 1), &[]).expect("saved");
        store.take_base(&NewBase { file: snapshot(dir.path(), 5), own: Mark { epoch: 1, seq: 1 } }).expect("taken");
        // A hub that was put back gave its number 3 to another record before the rest came.
        let mut of_another = order(5);
        of_another[2].bytes = Some(record("A", 77));
        store.store_history(of_another).expect("taken");
        let reader = LogReader::open(dir.path()).expect("a reader");
        assert_eq!(reader.missing_history(), Ok(Some(MissingHistory { after: 0, until: 5 })));
        assert!(is_sound(dir.path()));
        store.store_history(order(5)).expect("stored");
        assert_eq!(reader.missing_history(), Ok(None));
        assert!(is_sound(dir.path()));
    }

    #[test]
    fn what_is_no_snapshot_changes_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = enrolled(dir.path());
        store.append(&record("A", 1), &[]).expect("saved");
        store.store_pulled(order(2)).expect("stored");
        let before = (store.progress(), shown(&mut store));
        let file = snapshot(dir.path(), 5);
        let foreign = NewBase { file: file.clone(), own: Mark { epoch: 1, seq: 9 } };
        assert!(
            matches!(store.take_base(&foreign), Err(StoreError::Disorder { .. })),
            "an own record that is not here"
        );
        let mut bytes = fs::read(&file).expect("a file");
        bytes.truncate(bytes.len() - 1);
        fs::write(&file, bytes).expect("a file");
        let cut = NewBase { file, own: Mark::default() };
        assert!(matches!(store.take_base(&cut), Err(StoreError::Disorder { .. })), "cut off");
        assert_eq!((store.progress(), shown(&mut store)), before);
        assert!(is_sound(dir.path()));
    }

    #[test]
    fn a_gap_after_the_snapshot_is_found() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = enrolled(dir.path());
        store.append(&record("A", 1), &[]).expect("saved");
        let base = NewBase { file: snapshot(dir.path(), 4), own: Mark { epoch: 1, seq: 1 } };
        store.take_base(&base).expect("taken");
        store.store_pulled(order(7).split_off(4)).expect("stored");
        store.store_history(order(2)).expect("stored");
        assert!(is_sound(dir.path()));
        let gap = |number: u64| {
            let database = Connection::open(dir.path().join("log.db")).expect("opened");
            database.execute("DELETE FROM pulled WHERE hub_seq = ?", [int(number)]).expect("deleted");
            let found = is_sound(dir.path());
            assert!(!found, "number {number} is missing");
        };
        gap(6);
    }
}
