//! Return: the part, then the bin. The job is guessed where only one can be meant.

use super::super::Station;
use super::super::effect::{Beep, Effect};
use super::super::input::World;
use super::super::record::Wish;
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::{BinId, JobNo};
use crate::domain::qty::Qty;
use crate::station::session::{Asked, ReturnItem, Task};

pub(super) fn part(station: &mut Station, item: Item, qty: Qty) {
    // The same part again adds one.
    if let Task::Return { item: Some(pending) } = &mut station.session.task
        && pending.item == item
    {
        pending.qty = pending.qty.plus(qty);
        station.effects.push(Effect::Beep(Beep::Good));
        return;
    }
    let words = station.words();
    if let Task::Return { item: Some(_) } = &station.session.task {
        // The part in hand is not lost to a wrong scan.
        let details = vec![words.wanted_here(words.a_bin())];
        return station.tell_bad(words.wrong_read(words.is_part(&item.part)), details);
    }
    let jobs = jobs_with(station, &item);
    let here = station.session.job.clone().filter(|job| jobs.contains(job));
    match (here, jobs.as_slice()) {
        (Some(job), _) => choose(station, ReturnItem { item, job, qty }),
        (None, [job]) => choose(station, ReturnItem { item, job: job.clone(), qty }),
        (None, []) => station.tell_bad(words.return_no_job(&item.part), vec![words.nothing_changed()]),
        (None, [first, ..]) => {
            let pending = ReturnItem { job: first.clone(), qty, item };
            let part = pending.item.part.clone();
            station.ask(Asked::WhichJob { part, jobs, item: pending });
        }
    }
}

/// A job: the one that the part comes back from.
pub(super) fn job(station: &mut Station, pending: Option<ReturnItem>, job: JobNo) {
    let words = station.words();
    let Some(pending) = pending else {
        station.tell_info(words.return_from(&job), vec![words.return_scan_part()]);
        station.session.job = Some(job);
        return;
    };
    if jobs_with(station, &pending.item).contains(&job) {
        return choose(station, ReturnItem { job, ..pending });
    }
    let details = vec![words.refused_not_at_job(&pending.item.part, &job, Qty::ZERO), words.nothing_changed()];
    station.tell_bad(words.wrong_read(words.is_job(&job)), details);
}

/// Open jobs that still have some of it.
fn jobs_with(station: &Station, item: &Item) -> Vec<JobNo> {
    let has = |job: &&crate::domain::job::Job| job.issues.iter().any(|issue| issue.stock.part == item.part);
    station.book.jobs().filter(|job| !job.state.is_settled()).filter(has).map(|job| job.no.clone()).collect()
}

/// Waits for the bin.
pub(super) fn choose(station: &mut Station, item: ReturnItem) {
    station.session.notice = None;
    station.go(Task::Return { item: Some(item) });
    station.effects.push(Effect::Beep(Beep::Good));
}

pub(super) fn bin(station: &mut Station, pending: ReturnItem, bin: BinId, cause: &Cause, world: World<'_>) {
    let ReturnItem { item, job, qty } = pending;
    station.submit(Command::ReturnPart { job, item, to: bin, qty }, Wish::new(cause), world);
    if station.pipeline.is_busy() {
        station.session.task = Task::Return { item: None };
    }
}

/// Enter without text: the home bin, or inspection where the catalogue says so.
pub(super) fn enter(station: &mut Station, pending: Option<ReturnItem>, cause: &Cause, world: World<'_>) {
    let Some(pending) = pending else { return };
    if world.catalogue.part(&pending.item.part).is_some_and(|part| part.inspected) {
        return inspect(station, cause, world);
    }
    if let Some(home) = super::home_bin(world.catalogue, &pending.item.part) {
        bin(station, pending, home, cause, world);
    }
}

/// Whether a part waits for its bin.
pub(super) fn in_hand(station: &Station) -> bool {
    matches!(station.session.task, Task::Return { item: Some(_) })
}

/// RETURN once more, or the place where inspection is: it was opened or fitted, and somebody has to look at it first.
pub(in crate::station) fn inspect(station: &mut Station, cause: &Cause, world: World<'_>) {
    let Task::Return { item: Some(ReturnItem { item, job, qty }) } = station.session.task.clone() else { return };
    station.submit(Command::ReturnToInspection { job, item, qty }, Wish::new(cause), world);
    if station.pipeline.is_busy() {
        station.session.task = Task::Return { item: None };
    }
}
