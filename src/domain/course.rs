//! The course of a job: what is known of its arrival, its bay, what the bay asked of the counter, and what stations did
//! against each other. A fold of `JobEvent`s and of the job's changes of state.

use super::attendance::Made;
use super::entry::Recorded;
use super::ids::{BayId, JobNo, OpNo, PartNo, PersonId, RecordName};
use super::job::JobState;
use super::job_event::{Damage, Happened, RequestState};
use super::qty::Qty;

/// When something was recorded, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub made: Made,
    pub by: Option<PersonId>,
}

impl Said {
    pub(super) fn of(record: &Recorded) -> Said {
        Said { made: Made::by(record), by: record.entry.meta.actor.clone() }
    }
}

impl std::ops::Deref for Said {
    type Target = Made;

    fn deref(&self) -> &Made {
        &self.made
    }
}

/// The car as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub said: Said,
    pub odometer: Option<u32>,
    pub fuel: Option<u8>,
    pub damage: Vec<Damage>,
    pub words: String,
    /// The reading known before, where this one is lower.
    pub lower_than: Option<u32>,
    /// A lead has looked at that.
    pub lower_seen: bool,
}

/// On a bay, or off it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BayMove {
    pub said: Said,
    pub bay: Option<BayId>,
}

/// A part that the bay wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRequest {
    pub said: Said,
    pub op: Option<OpNo>,
    pub part: Option<PartNo>,
    pub text: String,
    pub qty: Qty,
    /// What the counter said, oldest first.
    pub answers: Vec<RequestAnswer>,
}

/// One answer of the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestAnswer {
    pub said: Said,
    pub answer: RequestState,
    pub note: String,
}

impl PartRequest {
    pub fn state(&self) -> RequestState {
        self.answers.last().map_or(RequestState::Open, |last| last.answer)
    }

    /// The part's number, else the words.
    pub fn wanted(&self) -> &str {
        self.part.as_ref().map_or(&self.text, |part| part.as_str())
    }
}

/// A change of state that did not fit, because another station had been there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    pub said: Said,
    pub from: JobState,
    pub to: JobState,
    /// Where the job stood.
    pub found: JobState,
}

/// Something that a lead looks at and clears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear<'a> {
    State(&'a Dispute),
    /// The arrival that holds has a lower reading than this one, which was known before.
    Odometer(&'a Arrival, u32),
}

impl Unclear<'_> {
    /// The record that brought it about.
    pub fn record(self) -> RecordName {
        match self {
            Unclear::State(open) => open.said.record,
            Unclear::Odometer(arrival, _) => arrival.said.record,
        }
    }
}

/// The lead's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub said: Said,
    pub bay: Option<BayId>,
    pub promised_ms: Option<i64>,
}

/// What a comeback comes back from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comeback {
    pub of: JobNo,
    pub technicians: Vec<PersonId>,
}

/// Everything of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Course {
    /// When the job came into the book.
    pub opened: Option<Made>,
    /// Oldest first; the last one holds.
    pub arrivals: Vec<Arrival>,
    /// The adviser has seen the last arrival.
    pub seen: Vec<Said>,
    pub bay_moves: Vec<BayMove>,
    pub requests: Vec<PartRequest>,
    pub plans: Vec<Plan>,
    pub comeback: Option<Comeback>,
    /// To be checked by a person.
    pub disputes: Vec<Dispute>,
    /// Parts and labour that came after the job was settled; they count all the same.
    pub late: Vec<RecordName>,
    pub odometer_out: Option<u32>,
    /// The reading known before, where the one at the hand-over is lower.
    pub out_lower_than: Option<u32>,
}

impl Course {
    /// When the job came into the book, in milliseconds since 1970-01-01 UTC.
    pub fn opened_ms(&self) -> i64 {
        self.opened.map_or(0, |made| made.at_ms)
    }

    /// The arrival that holds.
    pub fn arrival(&self) -> Option<&Arrival> {
        self.arrivals.last()
    }

    /// What a lead has not looked at yet.
    pub fn unclear(&self) -> impl Iterator<Item = Unclear<'_>> {
        let odometer = self.arrival().filter(|arrival| !arrival.lower_seen);
        let odometer = odometer.and_then(|arrival| Some(Unclear::Odometer(arrival, arrival.lower_than?)));
        self.disputes.iter().map(Unclear::State).chain(odometer)
    }

    /// The car is there and its adviser does not know.
    pub fn arrival_unseen(&self) -> bool {
        !self.arrivals.is_empty() && self.seen.is_empty()
    }

    /// The bay that the car stands on.
    pub fn on_bay(&self) -> Option<&BayId> {
        self.bay_moves.last()?.bay.as_ref()
    }

    /// Requests that nobody has settled.
    pub fn open_requests(&self) -> impl Iterator<Item = &PartRequest> {
        self.requests.iter().filter(|request| request.state().is_open())
    }

    pub(super) fn fold(&mut self, what: &Happened, record: &Recorded) {
        let said = Said::of(record);
        match what.clone() {
            Happened::CarArrived { odometer, fuel, damage, words, lower_than } => {
                let arrival = Arrival { said, odometer, fuel, damage, words, lower_than, lower_seen: false };
                self.arrivals.push(arrival);
            }
            Happened::ArrivalSeen => self.seen.push(said),
            Happened::CarOnBay { bay } => self.bay_moves.push(BayMove { said, bay: Some(bay) }),
            Happened::CarOffBay => self.bay_moves.push(BayMove { said, bay: None }),
            Happened::CarHandedOver { odometer, lower_than } => {
                self.odometer_out = odometer.or(self.odometer_out);
                self.out_lower_than = lower_than;
            }
            Happened::PartRequested { op, part, text, qty } => {
                self.requests.push(PartRequest { said, op, part, text, qty, answers: Vec::new() });
            }
            Happened::RequestAnswered { request, answer, note } => {
                let known = self.requests.iter_mut().find(|known| known.said.record == request);
                if let Some(known) = known {
                    known.answers.push(RequestAnswer { said, answer, note });
                }
            }
            Happened::ComebackKnown { of, technicians } => self.comeback = Some(Comeback { of, technicians }),
            Happened::DisputeCleared { record, .. } => {
                self.disputes.retain(|open| open.said.record != record);
                let looked_at = self.arrivals.iter_mut().filter(|known| known.said.record == record);
                looked_at.for_each(|known| known.lower_seen = true);
            }
            Happened::Planned { bay, promised_ms } => self.plans.push(Plan { said, bay, promised_ms }),
            Happened::Withdrawn { record } => self.withdraw(record),
            Happened::ExtraWorkFound { .. }
            | Happened::ExtraWorkAnswered { .. }
            | Happened::SharesSet { .. }
            | Happened::HandedOver { .. }
            | Happened::Measured { .. }
            | Happened::ReworkFound { .. }
            | Happened::OperationClassed { .. } => {}
        }
    }

    /// When anything was said of the job, apart from its operations.
    pub(super) fn all_made(&mut self) -> impl Iterator<Item = &mut Made> {
        let requests = self.requests.iter_mut().flat_map(|asked| {
            std::iter::once(&mut asked.said).chain(asked.answers.iter_mut().map(|answer| &mut answer.said))
        });
        let arrivals = self.arrivals.iter_mut().map(|arrival| &mut arrival.said);
        let moves = self.bay_moves.iter_mut().map(|moved| &mut moved.said);
        let plans = self.plans.iter_mut().map(|plan| &mut plan.said);
        let disputes = self.disputes.iter_mut().map(|open| &mut open.said);
        let all = arrivals.chain(self.seen.iter_mut()).chain(moves).chain(requests).chain(plans).chain(disputes);
        all.map(|said| &mut said.made).chain(self.opened.as_mut())
    }

    fn withdraw(&mut self, record: RecordName) {
        self.arrivals.retain(|known| known.said.record != record);
        self.seen.retain(|known| known.record != record);
        self.bay_moves.retain(|known| known.said.record != record);
        self.plans.retain(|known| known.said.record != record);
        self.requests.retain(|known| known.said.record != record);
        for request in &mut self.requests {
            request.answers.retain(|known| known.said.record != record);
        }
    }
}
