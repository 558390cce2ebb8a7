//! What was issued to a job, line by line: each can be taken back with a reason or booked on another job.

use super::super::super::Station;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::{StoreAsked, StoreTask, ask, open};
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::event::MoveRef;
use crate::domain::ids::{JobNo, PartNo};
use crate::domain::job::Issue;
use crate::domain::reason::Reason;
use crate::station::pipeline::Then;
use crate::station::session::{Asked, Why};

/// The issues of a job, newest first.
pub(in crate::station) fn listed<'a>(station: &'a Station, job: &JobNo) -> Vec<&'a Issue> {
    station.book.job_ref(job).map(|job| job.issues.iter().rev().collect()).unwrap_or_default()
}

/// Enter on an issue.
pub(super) fn enter(station: &mut Station, job: JobNo) {
    let chosen = listed(station, &job).get(station.session.selected).map(|issue| (issue.at, issue.stock.part.clone()));
    if let Some((at, part)) = chosen {
        ask(station, StoreAsked::Issue { job, at, part });
    }
}

/// A part: its newest issue.
pub(super) fn part(station: &mut Station, job: &JobNo, item: &Item) {
    let found = listed(station, job).iter().position(|issue| issue.stock.part == item.part);
    match found {
        Some(at) => {
            station.session.selected = at;
            enter(station, job.clone());
        }
        None => {
            let words = station.words();
            let what = words.is_part(&item.part);
            station.tell_bad(words.wrong_read(what), vec![words.return_no_job(&item.part)]);
        }
    }
}

pub(super) fn answer(station: &mut Station, job: JobNo, at: MoveRef, part: PartNo, nth: usize) -> bool {
    match nth {
        1 => {
            let command = Command::ReverseLine { job, at, to: None, reason: Reason::Other };
            let (what, reasons) = (Why::Reversed { part }, Reason::REVERSE);
            station.ask(Asked::Why { what, reasons, command: Box::new(command), then: Then::Tell });
        }
        2 => open(station, StoreTask::Issues { job, moving: Some(at) }),
        _ => return false,
    }
    true
}

/// The job that the issue was meant for.
pub(super) fn repost(station: &mut Station, job: JobNo, at: MoveRef, to_job: JobNo, cause: &Cause, world: World<'_>) {
    station.submit(Command::RepostLine { job: job.clone(), at, to_job }, Wish::new(cause), world);
    if station.pipeline.is_busy() {
        open(station, StoreTask::Issues { job, moving: None });
    }
}
