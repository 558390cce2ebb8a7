//! A job on the screen: parts out to its lines at a counter, parts fitted at a bay.

use super::super::Station;
use super::super::effect::Effect;
use super::super::input::World;
use super::super::record::Wish;
use super::{form, label, people, return_part, work};
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::{BinId, JobNo, PartNo};
use crate::domain::job::JobLine;
use crate::domain::pick;
use crate::domain::qty::Qty;
use crate::station::look_back::LookBack;
use crate::station::pipeline::Then;
use crate::station::session::{Asked, AtJob, Task};

/// A job card, a key tag, or a job's number typed.
pub(in crate::station) fn scanned(station: &mut Station, job: JobNo, cause: &Cause, world: World<'_>) {
    let words = station.words();
    if station.book.job_ref(&job).is_none_or(|job| job.state.is_closed()) {
        let looks =
            matches!(station.session.task, Task::Home | Task::Jobs | Task::Job) && station.session.typed.is_empty();
        let closed = if looks { words.looks_for_closed() } else { words.nothing_changed() };
        station.effects.extend(looks.then(|| Effect::LookBack(LookBack::Closed { job: job.clone() })));
        return station.tell_bad(words.refused_unknown_job(&job), vec![closed]);
    }
    if super::store::job(station, &job, cause, world) {
        return;
    }
    match station.session.task.clone() {
        Task::Label => return label::job(station, &job),
        Task::Return { item } => return return_part::job(station, item, job),
        // The part in hand is not lost to a wrong scan.
        Task::PutAway { item: Some(_) } => {
            let details = vec![words.wanted_here(words.a_bin())];
            return station.tell_bad(words.wrong_read(words.is_job(&job)), details);
        }
        // What was entered is not lost to a wrong scan.
        Task::AtJob(AtJob::Form(_)) => return form::wrong(station, words.is_job(&job), world),
        _ => {}
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
    let left = station.session.job.replace(job.clone()).filter(|old| *old != job);
    super::enter_task(station, Task::Job);
    if let Some(left) = left {
        station.session.bin = None;
        super::warn_unsigned(station, &left);
    }
}

/// A part, with a job on the screen. `said` is the quantity that its label says.
pub(super) fn part(station: &mut Station, item: Item, said: Option<Qty>, cause: &Cause, world: World<'_>) {
    let Some(job) = station.session.job.clone() else { return };
    if station.is_bay()
        && let Some(fit) = fit(station, &job, &item, said)
    {
        return station.submit(fit, Wish::new(cause), world);
    }
    let from = station.session.bin.clone();
    let qty = said.unwrap_or_else(|| preset(station, &job, &item));
    let command = Command::IssuePart { job, item, from, qty, payer: None, agreed: Agreed::default() };
    station.submit(command, Wish::new(cause), world);
}

/// How much is meant when nothing says it: of what is poured or cut, all that the line still wants; otherwise one.
fn preset(station: &Station, job: &JobNo, item: &Item) -> Qty {
    let line = station.book.job_ref(job).and_then(|job| job.line_for(&item.part));
    let open = line.filter(|line| !line.unit.is_whole()).map(|line| line.open());
    open.filter(|open| open.is_positive()).unwrap_or(Qty::ONE)
}

/// At a bay a part that was issued to the job and is not fitted yet is confirmed as fitted.
fn fit(station: &Station, job: &JobNo, item: &Item, said: Option<Qty>) -> Option<Command> {
    let job = station.book.job_ref(job)?;
    let waits = |line: &&JobLine| line.part == item.part && line.fitted < line.issued;
    let line = job.lines.iter().find(waits)?;
    let there = line.issued.minus(line.fitted);
    let qty = if line.unit.is_whole() {
        said.unwrap_or(Qty::ONE).min(there)
    } else {
        said.map_or(there, |qty| qty.min(there))
    };
    Some(Command::FitPart { job: job.no.clone(), line: line.no, qty })
}

/// The lines of the job on the screen in the order in which they stand there, each with the bin that it is fetched from: at
/// a counter as the walk through the store goes, at a bay as the job lists them.
pub(in crate::station) fn lines<'a>(station: &'a Station, world: World<'_>) -> Vec<(&'a JobLine, Option<BinId>)> {
    let Some(job) = station.session.job.as_ref().and_then(|no| station.book.job_ref(no)) else { return Vec::new() };
    let mut picks = pick::list(&station.book, world.catalogue, job);
    if station.is_bay() {
        picks.sort_by_key(|pick| pick.at);
    }
    picks.into_iter().filter_map(|pick| Some((job.lines.get(pick.at)?, pick.bin))).collect()
}

/// The line to fetch next: the first on the walk that wants something and is no extra work that nobody approved.
pub(in crate::station) fn expected(station: &Station, world: World<'_>) -> Option<(PartNo, Option<BinId>)> {
    let wanted = lines(station, world).into_iter().find(|(line, _)| line.approved && line.open().is_positive());
    wanted.map(|(line, bin)| (line.part.clone(), bin))
}

/// A part while it is asked who pays for another one that is not on the list: if this one is, it was meant, and the
/// other goes back to its bin. False when it answers nothing.
pub(in crate::station) fn swap(station: &mut Station, item: &Item, cause: &Cause, world: World<'_>) -> bool {
    let Some(Asked::WhoPays { part: wrong, command }) = &station.session.question else { return false };
    let Command::IssuePart { job, from, .. } = command.as_ref() else { return false };
    let listed = station.book.job_ref(job).and_then(|job| job.line_for(&item.part)).is_some();
    if !listed || *wrong == item.part {
        return false;
    }
    let (job, from, back) = (job.clone(), from.clone(), wrong.clone());
    station.session.question = None;
    let qty = preset(station, &job, item);
    let item = item.clone();
    let command = Command::IssuePart { job, item, from, qty, payer: None, agreed: Agreed::default() };
    station.submit(command, Wish { then: Then::Swapped { back }, ..Wish::new(cause) }, world);
    true
}

/// Enter without text: acts on the selected line, as a scan of its part would.
pub(super) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    if station.session.person.is_none() {
        return people::badge_first(station);
    }
    let lines = lines(station, world);
    let Some((line, _)) = lines.get(station.session.selected) else { return };
    let item = Item::of(line.part.clone());
    part(station, item, None, cause, world);
}
