//! Steps of a job that others want to hear of: the adviser, the customer's messages, the board.

use super::attendance::RightClock;
use super::course::Said;
use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, OpNo};
use super::job::{CheckLevel, JobState};
use super::job_event::{Happened, RequestState};
use super::work::PauseReason;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Arrived,
    Started(OpNo),
    Waiting(OpNo, PauseReason),
    ExtraWork(OpNo),
    /// The customer said yes or no.
    Answered(OpNo, bool),
    PartReady,
    Checked(OpNo, CheckLevel),
    Rework(OpNo),
    Ready,
    Delivered,
}

impl Step {
    /// Spelling in files and JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Step::Arrived => "arrived",
            Step::Started(_) => "started",
            Step::Waiting(..) => "waiting",
            Step::ExtraWork(_) => "extra-work",
            Step::Answered(..) => "answered",
            Step::PartReady => "part-ready",
            Step::Checked(..) => "checked",
            Step::Rework(_) => "rework",
            Step::Ready => "ready",
            Step::Delivered => "delivered",
        }
    }
}

/// One step of one job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub job: JobNo,
    pub step: Step,
    pub said: Said,
}

/// The steps of the records that were taken, in their order, each at its right time as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    all: Vec<Progress>,
    /// Those whose time may still follow, by their place.
    doubtful: Vec<usize>,
}

impl Steps {
    /// Takes one record, in order.
    pub fn take(&mut self, record: &Recorded) {
        for right in record.entry.events.iter().filter_map(|event| RightClock::learnt(record, event)) {
            for at in &self.doubtful {
                self.all.get_mut(*at).into_iter().for_each(|step| step.said.made.redate(&right));
            }
            self.doubtful.retain(|at| self.all.get(*at).is_some_and(|step| !step.said.trusted));
        }
        for step in steps(record) {
            self.doubtful.extend((!step.said.trusted).then_some(self.all.len()));
            self.all.push(step);
        }
    }

    pub fn steps(&self) -> &[Progress] {
        &self.all
    }
}

/// The steps that a record makes. What takes another record back makes none.
pub fn steps(record: &Recorded) -> Vec<Progress> {
    let is_undo = record.entry.events.iter().any(|event| matches!(event, Event::RecordReversed { .. }));
    let events = record.entry.events.iter().filter(|_| !is_undo);
    let told = |(job, step): (&JobNo, Step)| Progress { job: job.clone(), step, said: Said::of(record) };
    events.filter_map(step).map(told).collect()
}

fn step(event: &Event) -> Option<(&JobNo, Step)> {
    let step = match event {
        Event::WorkStarted { job, op, .. } => (job, Step::Started(*op)),
        Event::WorkPaused { job, op, reason, .. } if reason.is_waiting() => (job, Step::Waiting(*op, *reason)),
        Event::OperationChecked { job, op, level, .. } => (job, Step::Checked(*op, *level)),
        Event::JobStateChanged { job, to: JobState::Ready, .. } => (job, Step::Ready),
        Event::JobStateChanged { job, to: JobState::Delivered, .. } => (job, Step::Delivered),
        Event::Job(told) => (&told.job, of_course(&told.what)?),
        _ => return None,
    };
    Some(step)
}

fn of_course(what: &Happened) -> Option<Step> {
    match what {
        Happened::CarArrived { .. } => Some(Step::Arrived),
        Happened::ExtraWorkFound { op, .. } => Some(Step::ExtraWork(*op)),
        Happened::ExtraWorkAnswered { op, agreed, .. } => Some(Step::Answered(*op, *agreed)),
        Happened::RequestAnswered { answer: RequestState::Ready, .. } => Some(Step::PartReady),
        Happened::ReworkFound { op, .. } => Some(Step::Rework(*op)),
        _ => None,
    }
}
