//! No-shows: a job holds parts, on the shelf or in a tote, for a car that does not come. After some days it holds them no
//! more; a tote is put back by hand.

use super::entry::{HUB_DEVICE, Recorded};
use super::ids::JobNo;
use super::job::{Job, JobState};
use super::memory::MemoryBook;

/// The command of a record that says so; a person who gives a job's parts free does it with another one.
pub const COMMAND: &str = "ReleaseNoShow";
/// The command that picks for a job: it holds its parts again.
pub const PICKED: &str = "StagePart";
/// The commands by which something goes out to a job: it holds its parts again, too.
pub const ISSUED: &str = "IssuePart";
/// As [`ISSUED`], of a whole tote.
pub const TOTE_ISSUED: &str = "IssueTote";
/// Days after the promise, and after the job last took parts.
pub const NO_SHOW_DAYS: i64 = 3;

/// When nobody is waited for any more: milliseconds since 1970-01-01 UTC. None while the car is here, while the job holds
/// nothing, and while nobody knows since when it does.
pub fn released_at(job: &Job) -> Option<i64> {
    let early = matches!(job.state, JobState::Planned | JobState::Released);
    let course = &job.course;
    let moved = !course.arrivals.is_empty() || !course.bay_moves.is_empty();
    let here = moved || !course.requests.is_empty() || !job.issues.is_empty();
    if job.released || !early || here || !holds_parts(job) {
        return None;
    }
    // The office's clock is the one that all others are set by.
    let held = job.held.filter(|held| held.trusted || held.device == HUB_DEVICE)?;
    let from = job.promised_ms.unwrap_or(held.at_ms).max(held.at_ms);
    Some(from.saturating_add(NO_SHOW_DAYS * 86_400_000))
}

/// Whether this record says that nobody came, and by now the job holds its parts for another day than its station knew of: it
/// took parts since, its promise was moved, its car is here. Nothing is given free by it then.
pub(super) fn is_stale(job: &Job, record: &Recorded) -> bool {
    let meta = &record.entry.meta;
    meta.command == COMMAND && released_at(job).is_none_or(|at| at > meta.stamp.wall_ms)
}

fn holds_parts(job: &Job) -> bool {
    job.lines.iter().any(|line| line.staged.is_positive() || (line.approved && line.open().is_positive()))
}

/// The next job that stops being waited for, and when.
pub fn next(book: &MemoryBook) -> Option<(i64, JobNo)> {
    book.jobs().filter_map(|job| Some((released_at(job)?, &job.no))).min().map(|(at_ms, no)| (at_ms, no.clone()))
}
