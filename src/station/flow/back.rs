//! One step back: where Escape and the card BACK lead from each screen.

use super::*;

/// One step back, in a form to the step before.
pub(super) fn back_in(station: &mut Station, world: World<'_>) {
    if !station.session.typed.is_empty() || !form::step_back(station, world) {
        back(station);
    }
}

/// One step back. What was entered and saved stays saved.
pub(in crate::station) fn back(station: &mut Station) {
    station.session.notice = None;
    let typed = !station.session.typed.is_empty();
    station.session.typed.clear();
    let to = match station.session.task.clone() {
        Task::LookUp { then, .. } if *then != Task::Home || station.session.job.is_none() => *then,
        Task::Return { item: Some(_) } => Task::Return { item: None },
        Task::PutAway { item: Some(_) } => Task::PutAway { item: None },
        Task::Desk(screen) if !typed => store_desk::back_to(&screen),
        Task::Unknown { then, .. } if !typed => *then,
        Task::Help if !typed && station.session.help.is_some() => {
            station.session.help.take().map_or(Task::Home, |task| *task)
        }
        Task::AtJob(AtJob::Operation(_)) if !typed => Task::AtJob(AtJob::Operations),
        Task::AtJob(
            AtJob::Requests
            | AtJob::Arrivals
            | AtJob::Dispatch
            | AtJob::Extras
            | AtJob::People
            | AtJob::ToCheck
            | AtJob::Figures(_)
            | AtJob::Badges,
        ) if !typed => Task::AtJob(AtJob::Workshop),
        Task::AtJob(AtJob::BadgesOf(_)) if !typed => Task::AtJob(AtJob::Badges),
        Task::AtJob(AtJob::Person(_)) if !typed => Task::AtJob(AtJob::People),
        Task::AtJob(AtJob::Workshop) => Task::Home,
        Task::Activity | Task::MyTime { .. } | Task::TimeToCheck | Task::NewPin(_) if !typed => Task::Me,
        Task::Store(_) if !typed => store::back(station),
        Task::Job if typed => Task::Job,
        Task::Job => {
            leave_job(station);
            Task::Home
        }
        _ if station.session.job.is_some() && !typed => Task::Job,
        task if typed => task,
        _ => Task::Home,
    };
    station.go(to);
}

/// The job is no longer the one that scans act on. Unsigned lines stay with it.
pub(super) fn leave_job(station: &mut Station) {
    if let Some(job) = station.session.job.take() {
        warn_unsigned(station, &job);
    }
    station.session.bin = None;
}

/// Says that a job which leaves the screen has lines that nobody signed for.
pub(super) fn warn_unsigned(station: &mut Station, job: &JobNo) {
    let unsigned = station.book.job_ref(job).map_or(0, |job| Job::lines_in(job.unsigned()));
    if unsigned > 0 && !station.is_bay() {
        let words = station.words();
        station.tell(Sign::Waiting, Tone::Attention, words.lines_open(job), vec![]);
    }
}
