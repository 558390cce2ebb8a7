//! An operation of a job: what is to be done, by whom, how far it is.

use super::attendance::{Made, RightClock};
use super::course::Said;
use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, OpNo, PersonId, RecordName};
use super::job::{CheckLevel, Checks, Hours, Payer, Share};
use super::job_event::{AnswerBy, Happened, OpClass};
use super::person::Bilingual;
use super::work::{PauseReason, PunchKind, insert_at};

/// A punch as the operation sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpPunch {
    pub person: PersonId,
    pub kind: PunchKind,
    pub made: Made,
}

impl std::ops::Deref for OpPunch {
    type Target = Made;

    fn deref(&self) -> &Made {
        &self.made
    }
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
    /// Extra work that the customer does not want.
    Declined,
}

/// Extra work, and what the customer said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    pub said: Said,
    pub payer: Payer,
    /// Oldest first; the last one holds.
    pub answers: Vec<ExtraAnswer>,
}

/// The customer's answer, and who took it how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraAnswer {
    pub said: Said,
    pub agreed: bool,
    pub how: AnswerBy,
    pub who: String,
}

/// A value of the check list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    pub said: Said,
    pub item: u16,
    pub title: Bilingual,
    /// Thousandths, as the limits are.
    pub value: i64,
    pub unit: String,
    pub low: Option<i64>,
    pub high: Option<i64>,
}

impl Measure {
    /// Within the limits that held when it was measured.
    pub fn is_good(&self) -> bool {
        self.low.is_none_or(|low| self.value >= low) && self.high.is_none_or(|high| self.value <= high)
    }
}

/// Somebody handed it over to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    pub said: Said,
    pub from: PersonId,
    pub to: PersonId,
    pub note: String,
}

/// A check found that it is not good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rework {
    pub said: Said,
    /// The finish that it undoes.
    pub after: RecordName,
    pub level: CheckLevel,
    pub note: String,
}

/// Who does it, as somebody set it later than the job was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharesSet {
    pub said: Said,
    pub shares: Vec<Share>,
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
    pub class: OpClass,
    pub extra: Option<Extra>,
    /// Later settings of the shares; the last one stands in `shares`, the first of all in `planned`.
    pub shares_set: Vec<SharesSet>,
    pub planned: Vec<Share>,
    /// Measured values, oldest first; of one item the last one holds.
    pub measures: Vec<Measure>,
    pub handovers: Vec<HandOver>,
    pub reworks: Vec<Rework>,
}

impl Operation {
    pub(super) fn new(no: OpNo, title: Bilingual, hours: Hours, checks: Checks, shares: Vec<Share>) -> Operation {
        Operation {
            no,
            title,
            hours,
            checks,
            planned: shares.clone(),
            shares,
            punches: Vec::new(),
            checked: Vec::new(),
            class: OpClass::default(),
            extra: None,
            shares_set: Vec::new(),
            measures: Vec::new(),
            handovers: Vec::new(),
            reworks: Vec::new(),
        }
    }

    /// The same operation, named anew: what was done on it stays.
    pub(super) fn renamed(self, before: Operation) -> Operation {
        let (no, title, hours, checks, planned) = (self.no, self.title, self.hours, self.checks, self.planned);
        let shares = before.shares_set.last().map_or_else(|| planned.clone(), |set| set.shares.clone());
        Operation { no, title, hours, checks, planned, shares, ..before }
    }

    /// Where it stands, from its punches.
    pub fn state(&self) -> OpState {
        match self.acts().last() {
            None if self.is_declined() => OpState::Declined,
            None if !self.is_agreed() => OpState::Waiting(PauseReason::CustomerApproval),
            None => OpState::Open,
            Some(_) if self.anyone_running() => OpState::Running,
            Some(last) => match last.kind {
                PunchKind::Finish if self.is_reopened(last) => OpState::Open,
                PunchKind::Finish => OpState::Done,
                PunchKind::Pause(reason) if reason.is_waiting() => OpState::Waiting(reason),
                PunchKind::Pause(_) | PunchKind::Start => OpState::Paused,
            },
        }
    }

    /// Since when it is in the state that it is in, in milliseconds since 1970-01-01 UTC; none while nobody touched it.
    pub fn since_ms(&self) -> Option<i64> {
        match self.state() {
            OpState::Waiting(_) if self.punches.is_empty() => self.extra.as_ref().map(|extra| extra.said.at_ms),
            OpState::Open => self.reworks.last().map(|found| found.said.at_ms),
            _ => self.acts().last().map(|last| last.at_ms),
        }
    }

    /// The punches that changed something. A kiosk that had not heard of a pause pauses once more, when the person goes
    /// out or begins something else there: what the operation waits for stays as it was said first.
    pub fn acts(&self) -> Vec<&OpPunch> {
        let runs = |at: usize, person: &PersonId| {
            let before = self.punches[..at].iter().rfind(|punch| punch.person == *person);
            before.is_some_and(|punch| punch.kind == PunchKind::Start)
        };
        let all = self.punches.iter().enumerate();
        let acts = all.filter(|(at, punch)| !matches!(punch.kind, PunchKind::Pause(_)) || runs(*at, &punch.person));
        acts.map(|(_, punch)| punch).collect()
    }

    /// A check after this finish found that it is not good.
    fn is_reopened(&self, last: &OpPunch) -> bool {
        self.reworks.last().is_some_and(|found| found.after == last.record)
    }

    /// Ordered from the start, or extra work that the customer has agreed to.
    pub fn is_agreed(&self) -> bool {
        self.extra.as_ref().is_none_or(|extra| extra.answers.last().is_some_and(|answer| answer.agreed))
    }

    /// Extra work that the customer does not want.
    pub fn is_declined(&self) -> bool {
        let answer = self.extra.as_ref().and_then(|extra| extra.answers.last());
        answer.is_some_and(|answer| !answer.agreed)
    }

    /// The value that holds for each item of the check list, in order of the items.
    pub fn measured(&self) -> Vec<&Measure> {
        let mut last: std::collections::BTreeMap<u16, &Measure> = std::collections::BTreeMap::new();
        self.measures.iter().for_each(|measure| {
            last.insert(measure.item, measure);
        });
        last.into_values().collect()
    }

    /// The values that hold and are not good.
    pub fn outside_limits(&self) -> impl Iterator<Item = &Measure> {
        self.measured().into_iter().filter(|measure| !measure.is_good())
    }

    /// Whoever works on it now.
    pub fn on_it(&self) -> Vec<&PersonId> {
        let mut people: Vec<&PersonId> = Vec::new();
        for punch in &self.punches {
            if self.runs(&punch.person) && !people.contains(&&punch.person) {
                people.push(&punch.person);
            }
        }
        people
    }

    /// True when this person's last punch here started work.
    pub fn runs(&self, person: &PersonId) -> bool {
        self.punches.iter().rfind(|punch| punch.person == *person).is_some_and(|punch| punch.kind == PunchKind::Start)
    }

    /// The punches by which people work here now: the last of each, where it started work.
    pub fn running(&self) -> impl Iterator<Item = &OpPunch> {
        let last = |at: usize, punch: &OpPunch| self.punches[at + 1..].iter().all(|later| later.person != punch.person);
        let starts = self.punches.iter().enumerate().filter(|(_, punch)| punch.kind == PunchKind::Start);
        starts.filter(move |(at, punch)| last(*at, punch)).map(|(_, punch)| punch)
    }

    fn anyone_running(&self) -> bool {
        self.running().next().is_some()
    }

    /// Assigned to this person.
    pub fn is_for(&self, person: &PersonId) -> bool {
        self.shares.iter().any(|share| share.person == *person)
    }

    /// The first check that is needed and not done yet.
    pub fn missing_check(&self) -> Option<CheckLevel> {
        if self.is_declined() {
            return None;
        }
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
            Event::Job(told) if told.job == *job => self.fold_happened(&told.what, record),
            _ => {}
        }
    }

    fn punch(&mut self, person: &PersonId, kind: PunchKind, record: &Recorded) {
        self.insert(OpPunch { person: person.clone(), kind, made: Made::by(record) });
    }

    fn insert(&mut self, punch: OpPunch) {
        let at = insert_at(&self.punches, |known| {
            let is_end = punch.kind != PunchKind::Start;
            let is_end = is_end && known.kind == PunchKind::Start;
            let ends_it = is_end && known.person == punch.person && punch.made.may_end(&known.made);
            known.device == punch.device || ends_it || known.at_ms <= punch.at_ms
        });
        self.punches.insert(at, punch);
    }

    /// Times of a boot whose clock was wrong become right.
    pub(super) fn redate(&mut self, right: &RightClock) {
        for mut punch in std::mem::take(&mut self.punches) {
            punch.made.redate(right);
            self.insert(punch);
        }
        let extra = self.extra.iter_mut();
        let extra = extra.flat_map(|extra| {
            std::iter::once(&mut extra.said).chain(extra.answers.iter_mut().map(|answer| &mut answer.said))
        });
        let shares = self.shares_set.iter_mut().map(|set| &mut set.said);
        let measures = self.measures.iter_mut().map(|measure| &mut measure.said);
        let handovers = self.handovers.iter_mut().map(|handed| &mut handed.said);
        let reworks = self.reworks.iter_mut().map(|found| &mut found.said);
        let all = extra.chain(shares).chain(measures).chain(handovers).chain(reworks);
        all.for_each(|said| said.made.redate(right));
    }

    fn fold_happened(&mut self, what: &Happened, record: &Recorded) {
        let said = Said::of(record);
        if let Happened::Withdrawn { record } = what {
            return self.withdraw(*record);
        }
        if what.op() != Some(self.no) {
            return;
        }
        match what.clone() {
            Happened::ExtraWorkFound { payer, .. } => self.extra = Some(Extra { said, payer, answers: Vec::new() }),
            Happened::ExtraWorkAnswered { agreed, how, who, .. } => {
                if let Some(extra) = &mut self.extra {
                    extra.answers.push(ExtraAnswer { said, agreed, how, who });
                }
            }
            Happened::SharesSet { shares, .. } => {
                self.shares.clone_from(&shares);
                self.shares_set.push(SharesSet { said, shares });
            }
            Happened::HandedOver { from, to, note, .. } => self.handovers.push(HandOver { said, from, to, note }),
            Happened::Measured { item, title, value, unit, low, high, .. } => {
                self.measures.push(Measure { said, item, title, value, unit, low, high });
            }
            Happened::ReworkFound { level, note, .. } => {
                if let Some(last) = self.punches.last() {
                    self.reworks.push(Rework { said, after: last.record, level, note });
                    self.checked.clear();
                }
            }
            Happened::OperationClassed { class, .. } => {
                self.checks.last |= class.category.is_some();
                self.class = class;
            }
            _ => {}
        }
    }

    fn withdraw(&mut self, record: RecordName) {
        if let Some(extra) = &mut self.extra {
            extra.answers.retain(|known| known.said.record != record);
        }
        self.shares_set.retain(|known| known.said.record != record);
        self.shares = self.shares_set.last().map_or_else(|| self.planned.clone(), |set| set.shares.clone());
        self.measures.retain(|known| known.said.record != record);
        self.handovers.retain(|known| known.said.record != record);
        self.reworks.retain(|known| known.said.record != record);
    }
}
