//! Reservation: a job for which nobody came gives its parts free, and takes them again.

use super::checks::open_job;
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::event::Event;
use crate::domain::ids::JobNo;
use crate::domain::no_show::released_at;
use crate::domain::refusal::Refusal;

pub(super) fn release(book: &impl Book, job: &JobNo, released: bool, context: &Context<'_>) -> Events {
    context.storekeeper(book)?;
    let job = open_job(book, job)?;
    if job.released == released {
        return Err(Refusal::NothingToUndo);
    }
    Ok(vec![Event::AllocationReleased { job: job.no, released }])
}

/// The station sees that nobody came: no person says so.
pub(super) fn no_show(book: &impl Book, job: &JobNo, context: &Context<'_>) -> Events {
    let job = open_job(book, job)?;
    let over = released_at(&job).is_some_and(|at| context.stamp.trusted && at <= context.stamp.wall_ms);
    if !over {
        return Err(Refusal::NothingToDo);
    }
    Ok(vec![Event::AllocationReleased { job: job.no, released: true }])
}
