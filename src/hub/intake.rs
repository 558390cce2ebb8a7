//! Batches that come while another is being committed are committed together: the disk is asked once for all of them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::store::{HubStore, Incoming, PushError, Pushed, StoreError};

type Outcome = Result<Pushed, PushError>;

/// A batch that waits for the storage, and where its sender looks for what became of it.
#[derive(Debug)]
struct Job {
    incoming: Incoming,
    done: Arc<Mutex<Option<Outcome>>>,
}

/// The way into the storage.
#[derive(Debug, Default)]
pub(super) struct Intake {
    waiting: Mutex<Vec<Job>>,
    writing: Mutex<()>,
}

impl Intake {
    /// Takes the batch in, with those that wait by then, and blocks until it is committed or turned away.
    ///
    /// # Errors
    /// As [`HubStore::push`].
    pub(super) fn push(&self, store: &dyn HubStore, incoming: Incoming) -> Outcome {
        let done = Arc::default();
        lock(&self.waiting).push(Job { incoming, done: Arc::clone(&done) });
        let _writing = lock(&self.writing);
        // Whoever wrote before may have taken it along.
        if let Some(outcome) = lock(&done).take() {
            return outcome;
        }
        let jobs = std::mem::take(&mut *lock(&self.waiting));
        let incoming: Vec<&Incoming> = jobs.iter().map(|job| &job.incoming).collect();
        for (job, outcome) in jobs.iter().zip(store.push_all(&incoming)) {
            *lock(&job.done) = Some(outcome);
        }
        // Nothing is there when a writer before has panicked: the station sends it again.
        let lost = || Err(StoreError::Unusable("the batch was not taken in".into()).into());
        lock(&done).take().unwrap_or_else(lost)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::store::sqlite::{Sqlite, Wanted};
    use crate::hub::store::{Applicant, Device};
    use crate::record::chain::genesis;
    use crate::sync::wire::Batch;

    /// A batch of one record, which nobody can read and everybody keeps.
    fn batch(store: &Sqlite, device: &Device) -> Incoming {
        let batch = Batch {
            site: store.site().id.clone(),
            device: device.number,
            epoch: device.epoch,
            first_seq: 1,
            previous: genesis(&store.site().id, device.number, device.epoch),
            records: vec![device.number.to_be_bytes().to_vec()],
            signature: [0; 64],
            head_seq: 1,
            boot: [0; 16],
            since_boot_ms: 0,
        };
        let links = batch.links();
        Incoming::of(batch, &links, 0)
    }

    #[test]
    fn of_those_that_wait_each_hears_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("hub.db");
        let store = Sqlite::open(&path, &Wanted::default()).expect("a database");
        let devices = [1, 2, 3, 4].map(|seed: u8| {
            store.add_code(&[seed; 32], None, i64::MAX).expect("a code");
            let key = ed25519_dalek::SigningKey::from_bytes(&[seed; 32]).verifying_key();
            let applicant = Applicant { key, name: format!("{seed}"), role: "bay".into() };
            store.enrol(&[seed; 32], &applicant, 0).expect("enrolled")
        });
        let intake = Intake::default();
        let busy = lock(&intake.writing);
        let outcomes = std::thread::scope(|scope| {
            let push = |device| {
                let (intake, store) = (&intake, &store);
                scope.spawn(move || intake.push(store, batch(store, device)).expect("taken in").hub_seq)
            };
            let threads: Vec<_> = devices.iter().map(push).collect();
            while lock(&intake.waiting).len() < devices.len() {
                std::thread::yield_now();
            }
            drop(busy);
            threads.into_iter().map(|thread| thread.join().expect("an outcome")).collect::<Vec<_>>()
        });
        let mut numbers = outcomes.clone();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3, 4]);
        for (device, number) in devices.iter().zip(outcomes) {
            let found = store.pull(0, number - 1).expect("a page");
            assert_eq!(found[0].position.device, device.number);
        }
        assert!(lock(&intake.waiting).is_empty());
    }

    #[test]
    fn what_a_writer_took_along_and_lost_is_an_error_and_the_next_is_taken_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Sqlite::open(&folder.path().join("hub.db"), &Wanted::default()).expect("a database");
        let hub = store.device(0).expect("a row").expect("the hub");
        let intake = Intake::default();
        let busy = lock(&intake.writing);
        std::thread::scope(|scope| {
            let lost = scope.spawn(|| intake.push(&store, batch(&store, &hub)));
            while lock(&intake.waiting).is_empty() {
                std::thread::yield_now();
            }
            lock(&intake.waiting).clear();
            drop(busy);
            assert!(matches!(lost.join().expect("no panic"), Err(PushError::Store(_))));
        });
        assert_eq!(intake.push(&store, batch(&store, &hub)).expect("taken in").hub_seq, 1);
    }
}
