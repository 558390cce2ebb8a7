//! What can be asked for at one job besides parts and punches.

use super::ids::{BayId, JobNo, OpNo, PartNo, PersonId, RecordName};
use super::job::{CheckLevel, Checks, Customer, Hours, Job, JobState, Payer, Share, Vehicle};
use super::job_event::{AnswerBy, Category, Damage, OpClass, RequestState};
use super::operation::Operation;
use super::person::Bilingual;
use super::qty::Qty;

/// A wish for one job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobAct {
    /// The car has come.
    CheckIn {
        odometer: Option<u32>,
        fuel: Option<u8>,
        damage: Vec<Damage>,
        words: String,
        /// The reading known before, where this one is lower and the person said that it is right all the same.
        lower_than: Option<u32>,
    },
    SeeArrival,
    CarOn {
        bay: BayId,
    },
    CarOff,
    /// Somebody else goes on; `percent` of the hours that the one before has go over.
    HandOver {
        op: OpNo,
        to: PersonId,
        note: String,
        percent: u8,
    },
    SetShares {
        op: OpNo,
        shares: Vec<Share>,
    },
    RequestPart {
        op: Option<OpNo>,
        part: Option<PartNo>,
        text: String,
        qty: Qty,
    },
    AnswerRequest {
        request: RecordName,
        answer: RequestState,
        note: String,
    },
    /// Extra work was found; the customer does not know yet.
    FindExtra {
        title: Bilingual,
        hours: Hours,
        payer: Payer,
        part: Option<(PartNo, Qty)>,
        /// Work on which lives depend: the final check is not left out.
        category: Option<Category>,
    },
    AnswerExtra {
        op: OpNo,
        agreed: bool,
        how: AnswerBy,
        who: String,
    },
    /// A value of the check list in thousandths. `outside`: the person knows that it is outside the limits.
    Measure {
        op: OpNo,
        item: u16,
        value: i64,
        outside: bool,
    },
    /// A check finds that it is not good.
    SendBack {
        op: OpNo,
        level: CheckLevel,
        note: String,
    },
    Plan {
        bay: Option<BayId>,
        promised_ms: Option<i64>,
    },
    MoveTo {
        to: JobState,
    },
    Deliver {
        odometer: Option<u32>,
        /// As at the check-in.
        lower_than: Option<u32>,
    },
    /// The car is back: a new job, named after the old one. `again` are the operations of the old one that are to be done
    /// once more; without any the fault is looked for first.
    ComeBack {
        earlier: Box<Earlier>,
        again: Vec<OpNo>,
        words: String,
    },
    ClearDispute {
        record: RecordName,
        note: String,
    },
}

/// What a comeback takes over from the job before, which may have left the kiosk's memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    pub job: JobNo,
    pub vehicle: Vehicle,
    pub customer: Customer,
    pub adviser: Option<PersonId>,
    /// Whoever worked on it.
    pub technicians: Vec<PersonId>,
    /// What was done.
    pub operations: Vec<EarlierOperation>,
}

/// An operation that may have to be done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierOperation {
    pub no: OpNo,
    pub title: Bilingual,
    pub hours: Hours,
    pub checks: Checks,
    pub class: OpClass,
}

impl Earlier {
    /// What a comeback of this job takes over from it.
    pub fn of(job: &Job) -> Earlier {
        let done = job.operations.iter().filter(|op| !op.is_declined());
        let operation = |op: &Operation| EarlierOperation {
            no: op.no,
            title: op.title.clone(),
            hours: op.hours,
            checks: op.checks,
            class: op.class.clone(),
        };
        Earlier {
            job: job.no.clone(),
            // The reading with which it left is known when it comes back.
            vehicle: Vehicle { odometer_in: job.vehicle.odometer(), odometer_out: None, ..job.vehicle.clone() },
            customer: job.customer.clone(),
            adviser: job.adviser.clone(),
            technicians: job.workers(),
            operations: done.map(operation).collect(),
        }
    }
}

impl JobAct {
    /// The name that a record keeps.
    pub fn name(&self) -> &'static str {
        match self {
            JobAct::CheckIn { .. } => "CheckIn",
            JobAct::SeeArrival => "SeeArrival",
            JobAct::CarOn { .. } => "CarOn",
            JobAct::CarOff => "CarOff",
            JobAct::HandOver { .. } => "HandOver",
            JobAct::SetShares { .. } => "SetShares",
            JobAct::RequestPart { .. } => "RequestPart",
            JobAct::AnswerRequest { .. } => "AnswerRequest",
            JobAct::FindExtra { .. } => "FindExtra",
            JobAct::AnswerExtra { .. } => "AnswerExtra",
            JobAct::Measure { .. } => "Measure",
            JobAct::SendBack { .. } => "SendBack",
            JobAct::Plan { .. } => "Plan",
            JobAct::MoveTo { .. } => "MoveTo",
            JobAct::Deliver { .. } => "Deliver",
            JobAct::ComeBack { .. } => "ComeBack",
            JobAct::ClearDispute { .. } => "ClearDispute",
        }
    }
}
