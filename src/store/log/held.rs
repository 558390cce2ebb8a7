//! Own records that came back from the hub say nothing new: their bytes are here, the book shows them already. A commit of
//! its own for each would write more than the record itself, so they wait in memory and are stored together.
//!
//! What a power cut takes of them the hub gives again: the stored place in its order has not moved either.

use super::{LogStore, Pulled, PulledPage};
use crate::store::error::StoreError;
use crate::store::progress::Mark;

/// Most records that wait.
const MOST: usize = 64;

impl LogStore {
    /// Takes a page of the hub's order over. Own records that came back wait, in order, until others come with them,
    /// until there are many, or until [`LogStore::store_held`]; the answer has what was stored.
    ///
    /// # Errors
    /// As [`LogStore::store_pulled`]; what waited before still waits.
    pub fn take_pulled(&mut self, mut records: Vec<Pulled>) -> Result<PulledPage, StoreError> {
        let before = self.cursor();
        records.retain(|record| record.hub_seq > before);
        let wait = self.held.len() + records.len() <= MOST && self.are_echoes(&records, before);
        if wait {
            self.held.append(&mut records);
            return Ok(PulledPage { records, progress: self.progress(), cursor: self.cursor() });
        }
        let waited = self.held.clone();
        let page = self.store_pulled(waited.into_iter().chain(records).collect())?;
        self.held.clear();
        Ok(page)
    }

    /// Stores what waits.
    ///
    /// # Errors
    /// When the disk does not take it; it then still waits.
    pub fn store_held(&mut self) -> Result<PulledPage, StoreError> {
        let page = self.store_pulled(self.held.clone())?;
        self.held.clear();
        Ok(page)
    }

    /// The place in the hub's order, with what waits.
    fn cursor(&self) -> u64 {
        self.held.last().map_or(self.progress().pulled, |last| last.hub_seq)
    }

    /// Whether these are own records that are here, and nothing but their names came, without a gap after `before`.
    fn are_echoes(&self, records: &[Pulled], before: u64) -> bool {
        let (Some(identity), Some(head)) = (self.identity(), self.head()) else { return false };
        let here = |at: Mark| at.epoch == head.at.epoch && (1..=head.at.seq).contains(&at.seq);
        (before + 1..).zip(records).all(|(hub_seq, record)| {
            record.hub_seq == hub_seq
                && record.bytes.is_none()
                && record.position.device == identity.station.device
                && here(Mark::of(record.position))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{enrolled, pulled, record};
    use super::*;
    use crate::store::reader::LogReader;

    fn numbers(page: &PulledPage) -> (Vec<u64>, u64, u64) {
        (page.records.iter().map(|record| record.hub_seq).collect(), page.progress.pulled, page.cursor)
    }

    #[test]
    fn own_records_that_come_back_are_stored_together_and_in_order() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = enrolled(dir.path());
        for n in 1..=5 {
            store.append(&record("A", n), &[]).expect("saved");
        }
        let page = store.take_pulled(vec![pulled(1, 3, 1, None), pulled(2, 3, 2, None)]).expect("taken");
        assert_eq!(numbers(&page), (vec![], 0, 2), "they wait");
        let page = store.take_pulled(vec![pulled(2, 3, 2, None), pulled(3, 3, 3, None)]).expect("taken");
        assert_eq!(numbers(&page), (vec![], 0, 3), "each once");
        let reader = LogReader::open(dir.path()).expect("a reader");
        assert_eq!(reader.progress().expect("progress").pulled, 0, "a power cut here costs nothing but to ask again");
        let page = store.take_pulled(vec![pulled(4, 0, 1, Some(record("A", 50)))]).expect("stored");
        assert_eq!(numbers(&page), (vec![1, 2, 3, 4], 4, 4), "those of others never wait, and come after them");
        store.take_pulled(vec![pulled(5, 3, 4, None)]).expect("taken");
        assert_eq!(numbers(&store.store_held().expect("stored")), (vec![5], 5, 5));
        assert_eq!(numbers(&store.store_held().expect("nothing waits")), (vec![], 5, 5));
        assert_eq!(reader.progress().expect("progress").echoed, Mark { epoch: 1, seq: 4 });
    }

    #[test]
    fn what_does_not_fit_is_refused_and_what_waits_goes_on_waiting() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = enrolled(dir.path());
        store.append(&record("A", 1), &[]).expect("saved");
        store.take_pulled(vec![pulled(1, 3, 1, None)]).expect("taken");
        assert!(matches!(store.take_pulled(vec![pulled(3, 3, 1, None)]), Err(StoreError::Disorder { .. })), "a gap");
        assert!(matches!(store.take_pulled(vec![pulled(2, 3, 9, None)]), Err(StoreError::Disorder { .. })), "unknown");
        assert_eq!(numbers(&store.store_held().expect("stored")), (vec![1], 1, 1));
        store.take_pulled(vec![pulled(2, 0, 1, Some(record("A", 7)))]).expect("stored");
        store.forget_pulled().expect("forgotten");
        assert_eq!(store.cursor(), 0);
    }

    #[test]
    fn not_many_wait() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = enrolled(dir.path());
        for n in 1..=MOST as u64 + 1 {
            store.append(&record("A", n), &[]).expect("saved");
            let page = store.take_pulled(vec![pulled(n, 3, n, None)]).expect("taken");
            assert_eq!(page.records.is_empty(), n <= MOST as u64);
        }
    }
}
