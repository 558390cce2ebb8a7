//! Which state of a job may follow which, and what becomes of a change that comes too late.

use super::course::{Dispute, Said};
use super::entry::{HUB_DEVICE, Recorded};
use super::event::Event;
use super::job::{Job, JobState};
use super::operation::OpState;

impl JobState {
    /// Whether a person, or the end of the work, may take a job from here to there.
    pub fn may_become(self, to: JobState) -> bool {
        use JobState::{Cancelled, Check, Delivered, InProgress, Planned, Ready, Released, Rework, Settled, Wash};
        match self {
            Planned => matches!(to, Released | InProgress | Cancelled),
            Released => matches!(to, Planned | InProgress | Cancelled | Ready),
            InProgress => matches!(to, Check | Rework | Wash | Ready),
            Check => matches!(to, InProgress | Rework | Wash | Ready),
            Rework => matches!(to, InProgress | Check | Wash | Ready),
            Wash => matches!(to, InProgress | Check | Rework | Ready),
            Ready => matches!(to, InProgress | Rework | Wash | Settled | Delivered),
            Settled => matches!(to, Ready | Delivered),
            Delivered | Cancelled => false,
        }
    }
}

impl Job {
    /// A change of state. One that was decided on another state than the job is in now is kept as a dispute, unless it
    /// only says what the work says by itself.
    pub(super) fn fold_state(&mut self, from: JobState, to: JobState, record: &Recorded) {
        if self.state == to {
            return;
        }
        let is_undo = record.entry.events.iter().any(|event| matches!(event, Event::RecordReversed { .. }));
        let of_work = |state: JobState| matches!(state, JobState::InProgress | JobState::Check);
        let by_work = of_work(to) && !self.state.is_settled();
        if self.state == from && (is_undo || from.may_become(to)) || by_work || self.is_office(record) {
            self.state = to;
        } else {
            let dispute = Dispute { said: Said::of(record), from, to, found: self.state };
            self.course.disputes.push(dispute);
        }
    }

    /// The hub's own word always holds: it sees everything that came before it.
    fn is_office(&self, record: &Recorded) -> bool {
        record.position.device == HUB_DEVICE
    }

    /// Work that was done at two kiosks which did not know of each other: together it may be all, or not all any more.
    pub(super) fn fold_work_done(&mut self) {
        let done = |state: OpState| matches!(state, OpState::Done | OpState::Declined);
        let all_done = !self.operations.is_empty() && self.operations.iter().all(|op| done(op.state()));
        let to = match self.state {
            JobState::InProgress | JobState::Rework
                if all_done && self.operations.iter().all(|op| op.missing_check().is_none()) =>
            {
                JobState::Ready
            }
            JobState::InProgress | JobState::Rework if all_done => JobState::Check,
            JobState::Check if all_done && self.operations.iter().all(|op| op.missing_check().is_none()) => {
                JobState::Ready
            }
            JobState::Ready | JobState::Wash | JobState::Check
                if self.operations.iter().any(|op| op.state() == OpState::Running) =>
            {
                JobState::InProgress
            }
            state => state,
        };
        self.state = to;
    }

    /// Parts and labour that come after the job was settled are noted as late; they count all the same.
    pub(super) fn note_late(&mut self, record: &Recorded) {
        if self.state.is_settled() && !self.course.late.contains(&record.name) {
            self.course.late.push(record.name);
        }
    }
}
