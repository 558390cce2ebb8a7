//! Reservation: a job for which nobody came gives its parts free, and takes them again.

use super::checks::open_job;
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::event::Event;
use crate::domain::ids::JobNo;
use crate::domain::refusal::Refusal;

pub(super) fn release(book: &impl Book, job: &JobNo, released: bool, context: &Context<'_>) -> Events {
    context.storekeeper(book)?;
    let job = open_job(book, job)?;
    if job.released == released {
        return Err(Refusal::NothingToUndo);
    }
    Ok(vec![Event::AllocationReleased { job: job.no, released }])
}
