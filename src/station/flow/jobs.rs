//! The list of jobs: choose one by number, plate, VIN or with the arrows.

use super::super::Station;
use super::super::input::World;
use super::job;
use crate::domain::entry::Cause;
use crate::domain::ids::JobNo;
use crate::domain::job::Job;
use crate::station::session::Task;
use crate::station::view::board;

/// The jobs that the typed text leaves: own ones first at a bay, then late ones, then by state.
pub(in crate::station) fn listed(station: &Station, now_ms: i64) -> Vec<&Job> {
    let wanted = station.session.typed.trim().to_uppercase();
    let mut jobs: Vec<&Job> = station.book.jobs().filter(|job| !job.state.is_closed()).collect();
    jobs.retain(|job| wanted.is_empty() || fits(job, &wanted));
    jobs.sort_by_key(|job| board::rank(job, now_ms));
    if let (true, Some(person)) = (station.is_bay(), &station.session.person) {
        jobs.sort_by_key(|job| !job.operations.iter().any(|op| op.is_for(person)));
    }
    jobs
}

/// The open job of the car whose VIN or plate ends so, if it is the only one: what people type who have no tag.
pub(super) fn by_vehicle(station: &Station, typed: &str) -> Option<JobNo> {
    let wanted = typed.trim().to_uppercase();
    if wanted.chars().count() < SHORTEST_END {
        return None;
    }
    let squeezed = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    let ends = |job: &&Job| {
        job.vehicle.vin.to_uppercase().ends_with(&wanted) || squeezed(&job.vehicle.plate).ends_with(&squeezed(&wanted))
    };
    let mut found = station.book.jobs().filter(|job| !job.state.is_closed()).filter(ends);
    let first = found.next()?;
    found.next().is_none().then(|| first.no.clone())
}

/// Fewest characters of a VIN or a plate that name a car.
const SHORTEST_END: usize = 4;

fn fits(job: &Job, wanted: &str) -> bool {
    let squeezed: String = job.vehicle.plate.chars().filter(|c| c.is_alphanumeric()).collect();
    [job.no.as_str(), &job.vehicle.plate, &squeezed, &job.vehicle.vin, &job.vehicle.model]
        .iter()
        .any(|text| text.to_uppercase().contains(wanted))
}

/// Enter on the selected job. Choosing from the list opens it as its card would.
pub(super) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    let chosen = listed(station, world.now.wall_ms).get(station.session.selected).map(|job| job.no.clone());
    if let Some(no) = chosen {
        job::scanned(station, no, cause, world);
    }
}

/// Enter after typing: the job of that number, else the selected one of those that are left.
pub(super) fn entered(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) {
    let exact = JobNo::new(text).ok().filter(|no| station.book.job_ref(no).is_some());
    text.clone_into(&mut station.session.typed);
    let chosen =
        exact.or_else(|| listed(station, world.now.wall_ms).get(station.session.selected).map(|job| job.no.clone()));
    match chosen {
        Some(no) => job::scanned(station, no, cause, world),
        None => {
            let words = station.words();
            station.go(Task::Jobs);
            station.tell_bad(words.search_none(text), vec![]);
        }
    }
}
