//! Key figures of the workshop, from its records alone.

use std::collections::BTreeMap;

use super::history::{FrameOf, History};
use super::ids::{BayId, JobNo};
use super::job::{CheckLevel, Hours, Job};
use super::job_event::RequestState;
use super::operation::Operation;
use super::timeline::What;
use super::work::{PauseReason, PunchKind};

/// Figures of a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    pub from_ms: i64,
    pub to_ms: i64,
    /// Jobs whose car went home.
    pub delivered: u32,
    /// Of those, the ones that had a promised time, and the ones that were ready by then.
    pub promised: u32,
    pub on_time: u32,
    /// Delivered without rework, and not back since.
    pub first_time: u32,
    /// Times that a check sent an operation back.
    pub reworks: u32,
    /// Times that finished work was looked at by somebody else than its doer, in a mutual or a final check or both. A self-check
    /// is none: it would only make the rework rate look better.
    pub inspected: u32,
    /// Jobs that came in as comebacks.
    pub comebacks: u32,
    /// Cars that went onto each bay.
    pub bay_turns: BTreeMap<BayId, u32>,
    /// Flat-rate hours that were earned: the work is done and its last check is made.
    pub credited: Hours,
    /// Milliseconds that people worked on jobs, as the payroll has them.
    pub clocked_ms: i64,
    /// Milliseconds that operations waited, by reason.
    pub waiting_ms: BTreeMap<PauseReason, i64>,
    /// Cars that went home with fewer kilometres than were known before: the job, the reading, and what was known.
    pub lower_out: Vec<(JobNo, u32, u32)>,
    /// Requests that lay ready at the counter, and how long that took in all.
    pub picks: u32,
    pub pick_ms: i64,
}

impl Figures {
    /// Credited by clocked time, in per cent; none while nobody was clocked on.
    pub fn efficiency(&self) -> Option<u32> {
        let credited_ms = self.credited.0.saturating_mul(3_600);
        per_cent(credited_ms, self.clocked_ms)
    }

    pub fn on_time_rate(&self) -> Option<u32> {
        per_cent(i64::from(self.on_time), i64::from(self.promised))
    }

    pub fn first_time_rate(&self) -> Option<u32> {
        per_cent(i64::from(self.first_time), i64::from(self.delivered))
    }

    pub fn rework_rate(&self) -> Option<u32> {
        per_cent(i64::from(self.reworks), i64::from(self.inspected))
    }

    pub fn comeback_rate(&self) -> Option<u32> {
        per_cent(i64::from(self.comebacks), i64::from(self.delivered))
    }

    /// The figures of the records that were taken, from `from_ms` to `to_ms`.
    pub fn of(history: &History, from_ms: i64, to_ms: i64, frame: &FrameOf<'_>) -> Figures {
        let mut figures = Figures { from_ms, to_ms, ..Figures::default() };
        let comebacks: Vec<_> = history.jobs().filter_map(|job| job.comeback_of.clone()).collect();
        for job in history.jobs() {
            figures.count_job(history, job, comebacks.contains(&job.no));
            job.operations.iter().for_each(|op| figures.count_operation(op));
            let earned = job.earned().into_iter().filter(|(_, at_ms, _)| figures.within(*at_ms));
            let hours = earned.fold(figures.credited.0, |sum, (_, _, hours)| sum.saturating_add(hours.0));
            figures.credited = Hours(hours);
        }
        for segment in history.time(frame, to_ms).into_values().flatten() {
            if let What::Job(..) = segment.what {
                figures.clocked_ms += figures.overlap(segment.start_ms, segment.end_ms.unwrap_or(to_ms));
            }
        }
        figures
    }

    fn within(&self, at_ms: i64) -> bool {
        (self.from_ms..self.to_ms).contains(&at_ms)
    }

    fn overlap(&self, start_ms: i64, end_ms: i64) -> i64 {
        end_ms.min(self.to_ms).saturating_sub(start_ms.max(self.from_ms)).max(0)
    }

    fn count_job(&mut self, history: &History, job: &Job, came_back: bool) {
        let moments = history.moments(&job.no);
        if moments.delivered_ms.is_some_and(|at| self.within(at)) {
            self.delivered += 1;
            let reworked = job.operations.iter().any(|op| !op.reworks.is_empty());
            self.first_time += u32::from(!reworked && !came_back);
            if let (Some(km), Some(known)) = (job.course.odometer_out, job.course.out_lower_than) {
                self.lower_out.push((job.no.clone(), km, known));
            }
            if let Some(promised) = job.promised_ms {
                self.promised += 1;
                let ready = moments.ready_ms.or(moments.delivered_ms);
                self.on_time += u32::from(ready.is_some_and(|ready| ready <= promised));
            }
        }
        if job.comeback_of.is_some() && self.within(job.course.opened_ms()) {
            self.comebacks += 1;
        }
        for on in job.course.bay_moves.iter().filter(|on| (self.from_ms..self.to_ms).contains(&on.said.at_ms)) {
            if let Some(bay) = &on.bay {
                *self.bay_turns.entry(bay.clone()).or_default() += 1;
            }
        }
        for asked in &job.course.requests {
            let ready = asked.answers.iter().find(|answer| answer.answer == RequestState::Ready);
            if let Some(ready) = ready.filter(|ready| (self.from_ms..self.to_ms).contains(&ready.said.at_ms)) {
                self.picks += 1;
                self.pick_ms = self.pick_ms.saturating_add(ready.said.at_ms.saturating_sub(asked.said.at_ms).max(0));
            }
        }
    }

    fn count_operation(&mut self, op: &Operation) {
        let found = op.reworks.iter().filter(|found| found.level != CheckLevel::Own);
        let reworks = found.filter(|found| self.within(found.said.at_ms)).count();
        let reworks = u32::try_from(reworks).unwrap_or(u32::MAX);
        self.reworks += reworks;
        let finished = op.punches.last().filter(|last| last.kind == PunchKind::Finish);
        let passed = op.checked.iter().any(|check| check.level != CheckLevel::Own);
        self.inspected += reworks + u32::from(passed && finished.is_some_and(|last| self.within(last.at_ms)));
        let acts = op.acts();
        for (at, punch) in acts.iter().enumerate() {
            if let PunchKind::Pause(reason) = punch.kind
                && reason.is_waiting()
            {
                let end = acts.get(at + 1).map_or(self.to_ms, |next| next.at_ms);
                let waited = self.overlap(punch.at_ms, end);
                *self.waiting_ms.entry(reason).or_default() += waited;
            }
        }
    }
}

fn per_cent(part: i64, whole: i64) -> Option<u32> {
    (whole > 0).then(|| u32::try_from(part.saturating_mul(100) / whole).unwrap_or(u32::MAX))
}
