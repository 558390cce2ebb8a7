//! What settlement needs of a job: labour by operation, parts by line, who pays, and whose hours they are.

use super::credit::is_earned;
use super::ids::{LineNo, OpNo, PartNo, PersonId};
use super::job::{Hours, Job, Payer};
use super::operation::OpState;
use super::person::Bilingual;
use super::qty::{Money, Qty, Unit};

/// Labour of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labour {
    pub op: OpNo,
    pub title: Bilingual,
    pub payer: Payer,
    /// Flat-rate hours.
    pub hours: Hours,
    /// Whole minutes on the clock, over all people.
    pub clocked_min: i64,
    /// Hours that people are credited with; nobody before the last check is made.
    pub credits: Vec<(PersonId, Hours)>,
    pub done: bool,
    /// Extra work that the customer agreed to: how, and who.
    pub agreed: Option<(super::job_event::AnswerBy, String)>,
}

/// A part that is at the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldPart {
    pub line: Option<LineNo>,
    pub part: PartNo,
    pub qty: Qty,
    pub unit: Unit,
    pub payer: Payer,
    /// Of one unit.
    pub price: Option<Money>,
    pub cost: Option<Money>,
    pub signed_by: Option<PersonId>,
}

/// Everything of one job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    pub labour: Vec<Labour>,
    pub parts: Vec<SoldPart>,
}

impl Settlement {
    /// Of a job as it stands, with the time on the clock of each operation in milliseconds. Extra work that the customer
    /// does not want is left out, and so is what came back.
    pub fn of(job: &Job, clocked_ms: &dyn Fn(OpNo) -> i64) -> Settlement {
        let wanted = job.operations.iter().filter(|op| !op.is_declined());
        let labour = wanted.map(|op| Labour {
            op: op.no,
            title: op.title.clone(),
            payer: op.extra.as_ref().map_or(job.payer, |extra| extra.payer),
            hours: op.hours,
            clocked_min: clocked_ms(op.no) / 60_000,
            credits: if is_earned(op) { job.credits(op) } else { Vec::new() },
            done: op.state() == OpState::Done,
            agreed: op.extra.as_ref().and_then(|extra| extra.answers.last()).map(|said| (said.how, said.who.clone())),
        });
        let parts = job.issues.iter().filter(|issue| issue.remaining().is_positive()).map(|issue| SoldPart {
            line: issue.line,
            part: issue.stock.part.clone(),
            qty: issue.remaining(),
            unit: issue.unit,
            payer: issue.payer.unwrap_or(job.payer),
            price: issue.price,
            cost: issue.cost,
            signed_by: issue.receiver.clone(),
        });
        Settlement { labour: labour.collect(), parts: parts.collect() }
    }
}
