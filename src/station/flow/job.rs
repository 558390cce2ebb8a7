//! A job on the screen: parts out to its lines at a counter, parts fitted at a bay.

use super::super::Station;
use super::super::input::World;
use super::super::record::Wish;
use super::{label, people, work};
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::JobNo;
use crate::domain::qty::Qty;
use crate::station::session::Task;

/// A job card, a key tag, or a job's number typed.
pub(in crate::station) fn scanned(station: &mut Station, job: JobNo, cause: &Cause, world: World<'_>) {
    let words = station.words();
    if station.book.job_ref(&job).is_none() {
        return station.tell_bad(words.refused_unknown_job(&job), vec![words.nothing_changed()]);
    }
    if station.session.task == Task::Label {
        return label::job(station, &job);
    }
    if station.is_bay() && station.session.person.is_none() {
        return people::badge_first(station);
    }
    open(station, job.clone());
    if station.is_bay() {
        work::job_scanned(station, &job, cause, world);
    } else if station.session.person.is_none() {
        station.tell_info(words.badge_first(), vec![]);
    }
}

/// Shows a job and makes it the one that scans act on.
pub(super) fn open(station: &mut Station, job: JobNo) {
    if station.session.job.as_ref() != Some(&job) {
        station.session.bin = None;
    }
    station.session.job = Some(job);
    super::enter_task(station, Task::Job);
}

/// A part, with a job on the screen.
pub(super) fn part(station: &mut Station, item: Item, qty: Qty, cause: &Cause, world: World<'_>) {
    let Some(job) = station.session.job.clone() else { return };
    if station.is_bay()
        && let Some(fit) = fit(station, &job, &item, qty)
    {
        return station.submit(fit, Wish::new(cause), world);
    }
    let from = station.session.bin.clone();
    let command = Command::IssuePart { job, item, from, qty, payer: None, agreed: Agreed::default() };
    station.submit(command, Wish::new(cause), world);
}

/// At a bay a part that was issued to the job and is not fitted yet is confirmed as fitted.
fn fit(station: &Station, job: &JobNo, item: &Item, qty: Qty) -> Option<Command> {
    let job = station.book.job_ref(job)?;
    let waits = |line: &&crate::domain::job::JobLine| line.part == item.part && line.fitted < line.issued;
    let line = job.lines.iter().find(waits)?;
    let qty = qty.min(line.issued.minus(line.fitted));
    Some(Command::FitPart { job: job.no.clone(), line: line.no, qty })
}

/// Enter without text: acts on the selected line, as a scan of its part would.
pub(super) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    if station.session.person.is_none() {
        return people::badge_first(station);
    }
    let job = station.session.job.as_ref().and_then(|no| station.book.job_ref(no));
    let Some(line) = job.and_then(|job| job.lines.get(station.session.selected)) else { return };
    let item = Item::of(line.part.clone());
    let qty = if line.open().is_positive() && !line.unit.is_whole() { line.open() } else { Qty::ONE };
    part(station, item, qty, cause, world);
}
