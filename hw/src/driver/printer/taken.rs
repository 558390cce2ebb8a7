//! The jobs that the driver has taken and that have no outcome yet, and which of them were given up.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Shared by the driver's thread and its owner. Holds no more than the queue and the job under way.
#[derive(Debug, Default)]
pub(super) struct Taken(Mutex<BTreeMap<u64, bool>>);

impl Taken {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, bool>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, job: u64) {
        self.lock().insert(job, false);
    }

    pub(super) fn remove(&self, job: u64) {
        self.lock().remove(&job);
    }

    /// Marks a job as given up. False when it is not here.
    pub(super) fn abandon(&self, job: u64) -> bool {
        self.lock().get_mut(&job).map(|abandoned| *abandoned = true).is_some()
    }

    pub(super) fn is_abandoned(&self, job: u64) -> bool {
        self.lock().get(&job).is_some_and(|abandoned| *abandoned)
    }
}
