//! No-shows: a tote stands ready for a car that does not come. After some days the job holds no parts any more; the tote is
//! put back by hand.

use super::ids::ToteId;
use super::job::{Job, JobState};
use super::memory::MemoryBook;
use super::tote::Tote;

/// Days after the promise, and after the first part went into the tote.
pub const NO_SHOW_DAYS: i64 = 3;

/// When nobody is waited for any more: milliseconds since 1970-01-01 UTC. None while the car is here.
pub fn released_at(job: &Job, tote: &Tote) -> Option<i64> {
    let early = matches!(job.state, JobState::Planned | JobState::Released);
    let here = !job.course.arrivals.is_empty() || !job.course.bay_moves.is_empty();
    let waits = early && !here && !job.released;
    let from = job.promised_ms.unwrap_or(tote.since_ms).max(tote.since_ms);
    waits.then(|| from.saturating_add(NO_SHOW_DAYS * 86_400_000))
}

/// The next tote whose job stops being waited for, and when.
pub fn next(book: &MemoryBook) -> Option<(i64, ToteId)> {
    let waits = book.totes().filter_map(|tote| {
        let job = book.job_ref(tote.job.as_ref()?)?;
        Some((released_at(job, tote)?, tote.id.clone()))
    });
    waits.min()
}
