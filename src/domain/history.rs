//! All jobs of a log, closed ones too: what the book of a kiosk forgets, folded anew for a question.

use std::collections::BTreeMap;

use super::attendance::{Made, RightClock};
use super::book::{Key, touched};
use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, PersonId};
use super::job::{Job, JobState};
use super::shift::{Calendar, Frame, SHOP, Shift};
use super::timeline::{Segment, timeline};
use super::work::PersonDay;

/// Jobs and punches as they follow from the records that were taken.
#[derive(Debug, Clone, Default)]
pub struct History {
    jobs: BTreeMap<JobNo, Job>,
    days: BTreeMap<PersonId, PersonDay>,
    moments: BTreeMap<JobNo, Noted>,
    /// The shift calendar of each person who has one of their own, and the calendars.
    calendars: BTreeMap<PersonId, String>,
    shifts: BTreeMap<String, Shift>,
}

/// When a job was started, became ready for the last time, and went on.
#[derive(Debug, Clone, Copy, Default)]
struct Noted {
    started: Option<Made>,
    ready: Option<Made>,
    settled: Option<Made>,
    delivered: Option<Made>,
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
        for event in &record.entry.events {
            match event {
                Event::ShiftSet { shift } => drop(self.shifts.insert(shift.name.clone(), shift.clone())),
                Event::ProfileSet { person, profile } => {
                    self.calendars.insert(person.clone(), profile.shift.clone());
                }
                _ => {}
            }
        }
    }

    /// The calendar that holds for a person: their own, else the shop's.
    pub fn shift_of(&self, person: &PersonId) -> Option<&Shift> {
        let own = self.calendars.get(person).and_then(|name| self.shifts.get(name));
        own.or_else(|| self.shifts.get(SHOP))
    }

    fn note(&mut self, no: &JobNo, before: Option<JobState>, now: JobState, record: &Recorded) {
        let at = Some(Made::by(record));
        let moments = self.moments.entry(no.clone()).or_default();
        if record.entry.events.iter().any(|event| matches!(event, Event::WorkStarted { job, .. } if job == no)) {
            moments.started = moments.started.or(at);
        }
        let learnt = record.entry.events.iter().filter_map(|event| RightClock::learnt(record, event));
        for right in learnt {
            let Noted { started, ready, settled, delivered } = moments;
            [started, ready, settled, delivered].into_iter().flatten().for_each(|made| made.redate(&right));
        }
        if before == Some(now) {
            return;
        }
        match now {
            JobState::Ready => moments.ready = at,
            JobState::Settled => moments.settled = at,
            JobState::Delivered => moments.delivered = at,
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
        let noted = self.moments.get(no).copied().unwrap_or_default();
        let at = |made: Option<Made>| made.map(|made| made.at_ms);
        Moments {
            started_ms: at(noted.started),
            ready_ms: at(noted.ready),
            settled_ms: at(noted.settled),
            delivered_ms: at(noted.delivered),
        }
    }

    /// The stretches of everybody's time until `now_ms`; `frame` cuts the days of a calendar.
    pub fn time(&self, frame: &FrameOf<'_>, now_ms: i64) -> BTreeMap<PersonId, Vec<Segment>> {
        let of = |(person, day): (&PersonId, &PersonDay)| {
            let calendar = ByShift { shift: self.shift_of(person), frame };
            (person.clone(), timeline(day, &calendar, now_ms))
        };
        self.days.iter().map(of).collect()
    }

    /// A job and the others of its car, the newest first; none when no job has this number.
    pub fn with_car_of(&self, no: &JobNo) -> Vec<Job> {
        match self.jobs.get(no) {
            Some(job) if job.vehicle.vin.is_empty() => vec![job.clone()],
            Some(job) => self.of_vehicle(&job.vehicle.vin),
            None => Vec::new(),
        }
    }

    /// Jobs whose car has left, and on which this person worked or earned hours since then.
    pub fn worked_and_closed(&self, person: &PersonId, since_ms: i64) -> Vec<Job> {
        let worked = |job: &&Job| {
            let mut punches = job.operations.iter().flat_map(|op| &op.punches);
            punches.any(|punch| punch.person == *person && punch.at_ms >= since_ms)
        };
        let earned = |job: &&Job| job.earned().iter().any(|(who, at_ms, _)| who == person && *at_ms >= since_ms);
        let closed = self.jobs.values().filter(|job| job.state.is_closed());
        closed.filter(|job| worked(job) || earned(job)).cloned().collect()
    }

    /// Jobs of a car, the newest first.
    pub fn of_vehicle(&self, vin: &str) -> Vec<Job> {
        let mut jobs: Vec<Job> = self.jobs.values().filter(|job| job.vehicle.vin == vin).cloned().collect();
        jobs.sort_by_key(|job| std::cmp::Reverse(job.course.opened_ms()));
        jobs
    }
}

/// The day of a calendar that a moment belongs to: time zones are not known here.
pub type FrameOf<'a> = dyn Fn(Option<&Shift>, i64) -> Frame + 'a;

struct ByShift<'a> {
    shift: Option<&'a Shift>,
    frame: &'a FrameOf<'a>,
}

impl Calendar for ByShift<'_> {
    fn frame(&self, at_ms: i64) -> Frame {
        (self.frame)(self.shift, at_ms)
    }
}
