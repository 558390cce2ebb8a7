//! An operation of a job: what is to be done, by whom, how far it is.

use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, OpNo, PersonId, RecordName};
use super::job::{CheckLevel, Checks, Hours, Share};
use super::person::Bilingual;
use super::work::{PauseReason, PunchKind, insert_at};

/// A punch as the operation sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpPunch {
    pub record: RecordName,
    pub person: PersonId,
    pub kind: PunchKind,
    /// Milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
    /// The device that recorded it.
    pub device: u32,
}

/// A check that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckDone {
    pub level: CheckLevel,
    pub by: PersonId,
}

/// Where an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpState {
    /// Nobody has started it.
    Open,
    Running,
    /// Started before, nobody on it now.
    Paused,
    /// Held up by something, with its reason.
    Waiting(PauseReason),
    Done,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    pub no: OpNo,
    pub title: Bilingual,
    pub hours: Hours,
    pub checks: Checks,
    pub shares: Vec<Share>,
    pub punches: Vec<OpPunch>,
    pub checked: Vec<CheckDone>,
}

impl Operation {
    pub(super) fn new(no: OpNo, title: Bilingual, hours: Hours, checks: Checks, shares: Vec<Share>) -> Operation {
        Operation { no, title, hours, checks, shares, punches: Vec::new(), checked: Vec::new() }
    }

    /// Where it stands, from its punches.
    pub fn state(&self) -> OpState {
        match self.punches.last() {
            None => OpState::Open,
            Some(_) if self.anyone_running() => OpState::Running,
            Some(last) => match last.kind {
                PunchKind::Finish => OpState::Done,
                PunchKind::Pause(reason) if reason.is_waiting() => OpState::Waiting(reason),
                PunchKind::Pause(_) | PunchKind::Start => OpState::Paused,
            },
        }
    }

    /// True when this person's last punch here started work.
    pub fn runs(&self, person: &PersonId) -> bool {
        self.punches.iter().rfind(|punch| punch.person == *person).is_some_and(|punch| punch.kind == PunchKind::Start)
    }

    fn anyone_running(&self) -> bool {
        self.punches.iter().any(|punch| self.runs(&punch.person))
    }

    /// Assigned to this person.
    pub fn is_for(&self, person: &PersonId) -> bool {
        self.shares.iter().any(|share| share.person == *person)
    }

    /// The first check that is needed and not done yet.
    pub fn missing_check(&self) -> Option<CheckLevel> {
        let done = |level| self.checked.iter().any(|check| check.level == level);
        CheckLevel::ALL.into_iter().find(|level| self.checks.needs(*level) && !done(*level))
    }

    pub(super) fn fold(&mut self, job: &JobNo, event: &Event, record: &Recorded) {
        let mine = |j: &JobNo, o: &OpNo| j == job && *o == self.no;
        match event {
            Event::WorkStarted { person, job, op } if mine(job, op) => self.punch(person, PunchKind::Start, record),
            Event::WorkPaused { person, job, op, reason } if mine(job, op) => {
                self.punch(person, PunchKind::Pause(*reason), record);
            }
            Event::WorkFinished { person, job, op } if mine(job, op) => self.punch(person, PunchKind::Finish, record),
            Event::PunchVoided { job, op, punch, person } if mine(job, op) => {
                self.punches.retain(|known| known.record != *punch || known.person != *person);
            }
            Event::OperationChecked { job, op, level, by } if mine(job, op) => {
                self.checked.retain(|check| check.level != *level);
                self.checked.push(CheckDone { level: *level, by: by.clone() });
            }
            Event::CheckWithdrawn { job, op, level } if mine(job, op) => {
                self.checked.retain(|check| check.level != *level);
            }
            _ => {}
        }
    }

    fn punch(&mut self, person: &PersonId, kind: PunchKind, record: &Recorded) {
        let at_ms = record.entry.meta.stamp.wall_ms;
        let device = record.position.device;
        let punch = OpPunch { record: record.name, person: person.clone(), kind, at_ms, device };
        let at = insert_at(&self.punches, |known| {
            let ends_it = kind != PunchKind::Start && known.kind == PunchKind::Start && known.person == *person;
            known.device == device || ends_it || known.at_ms <= at_ms
        });
        self.punches.insert(at, punch);
    }
}
