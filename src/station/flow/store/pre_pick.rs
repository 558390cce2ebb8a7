//! Pre-pick: the list of a job into a tote before the car is there; on its arrival one scan of the tote issues all of it.

use super::super::super::Station;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::{StoreAsked, StoreTask, ask, open};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::{JobNo, ToteId};
use crate::domain::job::{Job, JobLine, JobState};
use crate::domain::pick;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::tote::Tote;
use crate::station::session::Task;
use crate::station::view::screen::{Sign, Tone};

/// Jobs whose cars are still to come and that need parts or have a tote, the first promised in front.
pub(in crate::station) fn jobs(station: &Station) -> Vec<&Job> {
    let early = |job: &&Job| matches!(job.state, JobState::Planned | JobState::Released);
    let wants = |job: &&Job| job.lines.iter().any(|line| line.to_pick().is_positive() || line.staged.is_positive());
    let mut jobs: Vec<&Job> = station.book.jobs().filter(early).filter(wants).collect();
    jobs.sort_by_key(|job| (job.promised_ms.is_none(), job.promised_ms));
    jobs
}

/// The totes of a job.
pub(in crate::station) fn totes<'a>(station: &'a Station, job: &'a JobNo) -> impl Iterator<Item = &'a Tote> {
    station.book.totes().filter(move |tote| tote.job.as_ref() == Some(job))
}

/// The lines of a job in the order of the walk.
pub(in crate::station) fn lines<'a>(
    station: &'a Station,
    job: &JobNo,
    world: World<'_>,
) -> Vec<(&'a JobLine, Option<crate::domain::ids::BinId>)> {
    let Some(job) = station.book.job_ref(job) else { return Vec::new() };
    let picks = pick::list(&station.book, world.catalogue, job);
    picks.into_iter().filter_map(|pick| Some((job.lines.get(pick.at)?, pick.bin))).collect()
}

/// Enter on a job of the list.
pub(super) fn enter(station: &mut Station) {
    let chosen = jobs(station).get(station.session.selected).map(|job| job.no.clone());
    if let Some(job) = chosen {
        begin(station, job, None);
    }
}

/// A job's list, into the tote that was scanned, the one that it has, or one that is named after it.
pub(super) fn begin(station: &mut Station, job: JobNo, tote: Option<ToteId>) {
    let words = station.words();
    if station.book.job_ref(&job).is_none() {
        return station.tell_bad(words.refused_unknown_job(&job), vec![words.nothing_changed()]);
    }
    let known = totes(station, &job).next().map(|tote| tote.id.clone());
    let named = ToteId::new(&format!("T-{job}")).ok();
    if let Some(tote) = tote.or(known).or(named) {
        station.session.bin = None;
        open(station, StoreTask::Pick { job, tote });
    }
}

pub(super) fn part(station: &mut Station, job: JobNo, tote: ToteId, item: Item, cause: &Cause, world: World<'_>) {
    let line = station.book.job_ref(&job).and_then(|job| job.line_for(&item.part));
    // Of what is poured or cut all that is wanted; otherwise one.
    let all = line.filter(|line| !line.unit.is_whole()).map(JobLine::to_pick).filter(|qty| qty.is_positive());
    let (from, qty) = (station.session.bin.clone(), all.unwrap_or(Qty::ONE));
    let command = Command::StagePart { job, item, from, qty, tote, agreed: Agreed::default() };
    station.submit(command, Wish::new(cause), world);
}

/// Enter on a line: as a scan of its part.
pub(super) fn pick_selected(station: &mut Station, job: JobNo, tote: ToteId, cause: &Cause, world: World<'_>) {
    let lines = lines(station, &job, world);
    let Some((line, _)) = lines.get(station.session.selected) else { return };
    let item = Item::of(line.part.clone());
    part(station, job, tote, item, cause, world);
}

/// A tote: while picking the one that is picked into, otherwise what stands in it is issued.
pub(super) fn tote(station: &mut Station, id: ToteId, cause: &Cause, world: World<'_>) {
    if station.session.person.is_none() {
        return super::super::people::badge_first(station);
    }
    let known = station.book.tote(&id);
    if let Task::Store(StoreTask::Pick { job, .. }) = station.session.task.clone()
        && known.as_ref().and_then(|tote| tote.job.clone()).is_none_or(|of| of == job)
    {
        return begin(station, job, Some(id));
    }
    let Some(job) = known.and_then(|tote| tote.job) else {
        let words = station.words();
        return station.tell_bad(words.tote_empty(&id), vec![words.nothing_changed()]);
    };
    if station.is_bay() {
        return super::super::enter_task(station, Task::Store(StoreTask::Pick { job, tote: id }));
    }
    super::super::job::open(station, job);
    station.submit(Command::IssueTote { tote: id }, Wish::new(cause), world);
}

/// The list is fetched: back to the others.
pub(super) fn done(station: &mut Station, job: &JobNo, tote: &ToteId) {
    let words = station.words();
    let open = station
        .book
        .job_ref(job)
        .map_or(0, |job| job.lines.iter().filter(|line| line.approved && line.to_pick().is_positive()).count());
    station.go(Task::Store(StoreTask::PrePick));
    if open > 0 {
        station.tell(Sign::Partly, Tone::Attention, words.picked_partly(tote, open), vec![]);
    } else {
        station.tell(Sign::Done, Tone::Good, words.picked_all(tote, job), vec![]);
    }
}

/// `x` on a job: nobody came.
pub(super) fn no_show(station: &mut Station) {
    let chosen = jobs(station).get(station.session.selected).map(|job| job.no.clone());
    let Some(job) = chosen else { return };
    let tote = totes(station, &job).next().map(|tote| tote.id.clone());
    ask(station, StoreAsked::NoShow { job, tote });
}

pub(super) fn answer(
    station: &mut Station,
    job: JobNo,
    tote: Option<ToteId>,
    nth: usize,
    cause: &Cause,
    world: World<'_>,
) -> bool {
    let released = station.book.job_ref(&job).is_some_and(|job| job.released);
    let command = match (nth, tote) {
        (1, Some(tote)) => Command::ReleaseTote { tote, to: None, reason: Reason::NoShow },
        (1, None) | (2, Some(_)) => Command::ReleaseAllocation { job, released: !released },
        _ => return false,
    };
    station.submit(command, Wish::new(cause), world);
    true
}
