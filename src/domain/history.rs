//! All jobs of a log, closed ones too: what the book of a kiosk forgets, folded anew for a question.

use std::collections::BTreeMap;

use super::book::{Key, touched};
use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, PersonId};
use super::job::{Job, JobState};
use super::work::PersonDay;

/// Jobs and punches as they follow from the records that were taken.
#[derive(Debug, Clone, Default)]
pub struct History {
    jobs: BTreeMap<JobNo, Job>,
    days: BTreeMap<PersonId, PersonDay>,
    /// When a job last became ready, and when it was delivered.
    moments: BTreeMap<JobNo, Moments>,
}

/// Moments of a job, in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moments {
    pub started_ms: Option<i64>,
    pub ready_ms: Option<i64>,
    pub settled_ms: Option<i64>,
    pub delivered_ms: Option<i64>,
}

impl History {
    /// Takes one record, in order.
    pub fn take(&mut self, record: &Recorded) {
        for key in touched(record) {
            match key {
                Key::Job(no) => {
                    let mut slot = self.jobs.remove(&no);
                    let before = slot.as_ref().map(|job| job.state);
                    Job::fold(&mut slot, &no, record);
                    if let Some(job) = slot {
                        self.note(&no, before, job.state, record);
                        self.jobs.insert(no, job);
                    }
                }
                Key::PersonDay(id) => self.days.entry(id.clone()).or_default().fold(&id, record),
                _ => {}
            }
        }
    }

    fn note(&mut self, no: &JobNo, before: Option<JobState>, now: JobState, record: &Recorded) {
        let at = Some(record.entry.meta.stamp.wall_ms);
        let moments = self.moments.entry(no.clone()).or_default();
        if record.entry.events.iter().any(|event| matches!(event, Event::WorkStarted { job, .. } if job == no)) {
            moments.started_ms = moments.started_ms.or(at);
        }
        if before == Some(now) {
            return;
        }
        match now {
            JobState::Ready => moments.ready_ms = at,
            JobState::Settled => moments.settled_ms = at,
            JobState::Delivered => moments.delivered_ms = at,
            _ => {}
        }
    }

    pub fn jobs(&self) -> impl Iterator<Item = &Job> {
        self.jobs.values()
    }

    pub fn job(&self, no: &JobNo) -> Option<&Job> {
        self.jobs.get(no)
    }

    pub fn moments(&self, no: &JobNo) -> Moments {
        self.moments.get(no).copied().unwrap_or_default()
    }

    /// The punches of each person.
    pub fn days(&self) -> impl Iterator<Item = (&PersonId, &PersonDay)> {
        self.days.iter()
    }

    /// Jobs of a car, the newest first.
    pub fn of_vehicle(&self, vin: &str) -> Vec<Job> {
        let mut jobs: Vec<Job> = self.jobs.values().filter(|job| job.vehicle.vin == vin).cloned().collect();
        jobs.sort_by_key(|job| std::cmp::Reverse(job.course.opened_ms));
        jobs
    }
}
