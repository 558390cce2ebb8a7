//! Own records that the hub holds under other positions too, from before this card or this epoch: the hub says so when they are
//! sent, and they count once.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::LogStore;
use super::load::Loaded;
use crate::store::error::StoreError;
use crate::store::progress::{Mark, int};

impl LogStore {
    /// Notes own records, each with the number in the hub's order of the other one. Gives the whole anew, where `reload` says
    /// that the book has them twice.
    ///
    /// # Errors
    /// When the disk fails; the hub says it again when the records are sent again.
    pub fn set_repeated(&mut self, repeats: &[(Mark, u64)], reload: bool) -> Result<Option<Loaded>, StoreError> {
        self.store_held()?;
        self.commit(|transaction| {
            let sql = "INSERT OR REPLACE INTO repeated VALUES (?, ?)";
            let mut insert = transaction.prepare_cached(sql)?;
            for (at, hub_seq) in repeats {
                insert.execute(params![at, int(*hub_seq)])?;
            }
            Ok(())
        })?;
        reload.then(|| self.load()).transpose()
    }
}

/// Those after a mark whose other position is in the hub's order up to a number.
pub(super) fn after(connection: &Connection, after: Mark, pulled: u64) -> Result<BTreeSet<Mark>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT at FROM repeated WHERE at > ? AND hub_seq <= ?")?;
    Ok(statement.query_map(params![after, int(pulled)], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Forgets those after a mark: they are taken out of the log, or chained anew.
pub(super) fn forget_after(connection: &Connection, mark: Mark) -> Result<(), StoreError> {
    connection.execute("DELETE FROM repeated WHERE at > ?", [mark])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{enrolled, on_hand, pulled, record};
    use super::*;

    #[test]
    fn what_the_hub_holds_under_another_position_counts_once() {
        let dir = tempfile::tempdir().expect("sound");
        let mut store = enrolled(dir.path());
        // Put back from a second copy: the hub has the first from the card before, device 9.
        store.append(&record("A", 1), &[]).expect("sound");
        store.append(&record("A", 2), &[]).expect("sound");
        store.store_pulled(vec![pulled(1, 9, 1, Some(record("A", 1)))]).expect("sound");
        assert_eq!(on_hand(&store.load().expect("sound").book, "A"), 4, "nothing says yet that it is the same");
        let first = Mark { epoch: 1, seq: 1 };
        let loaded = store.set_repeated(&[(first, 2)], true).expect("sound").expect("sound");
        assert_eq!(on_hand(&loaded.book, "A"), 4, "the other one has not come");
        let loaded = store.set_repeated(&[(first, 1)], true).expect("sound").expect("sound");
        assert_eq!(on_hand(&loaded.book, "A"), 3);
        drop(store);
        let mut store = LogStore::open(dir.path()).expect("sound");
        assert_eq!(on_hand(&store.load_anew().expect("sound").book, "A"), 3);
        assert_eq!(store.set_repeated(&[(first, 1)], false).map(|loaded| loaded.is_none()), Ok(true), "said twice");
        assert!(store.append(&record("A", 3), &[]).is_ok());
        assert_eq!(on_hand(&store.load().expect("sound").book, "A"), 6);
    }
}
