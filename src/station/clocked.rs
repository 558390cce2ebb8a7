//! Time on the clock of each operation, as the days of the people have it: without breaks, and closed where somebody forgot.

use std::collections::BTreeMap;

use super::time::{Roster, Zone};
use crate::domain::book::Book;
use crate::domain::ids::{JobNo, OpNo};
use crate::domain::job::Job;
use crate::domain::memory::MemoryBook;
use crate::domain::timeline::{What, timeline};

/// Milliseconds by operation.
#[derive(Debug, Clone, Default)]
pub struct Clocked(BTreeMap<(JobNo, OpNo), i64>);

impl Clocked {
    /// Of everybody in the book, until `now_ms` for those who are still at it.
    pub fn of(book: &MemoryBook, zone: &Zone, now_ms: i64) -> Clocked {
        let mut all: BTreeMap<(JobNo, OpNo), i64> = BTreeMap::new();
        for person in book.people() {
            let shift = book.shift_of(&person.id);
            let roster = Roster { zone, shift: shift.as_ref() };
            for segment in timeline(&book.person_day(&person.id), &roster, now_ms) {
                let length = segment.length_ms(now_ms);
                if let What::Job(job, op) = segment.what {
                    let sum = all.entry((job, op)).or_default();
                    *sum = sum.saturating_add(length);
                }
            }
        }
        Clocked(all)
    }

    pub fn of_operation(&self, job: &JobNo, op: OpNo) -> i64 {
        self.0.get(&(job.clone(), op)).copied().unwrap_or(0)
    }

    pub fn of_job(&self, job: &Job) -> i64 {
        job.operations.iter().fold(0, |sum, op| sum.saturating_add(self.of_operation(&job.no, op.no)))
    }
}
