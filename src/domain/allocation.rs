//! Reservation: what open jobs require is allocated to them, in the order of their promised times. Available is what is
//! left of what lies in the bins.

use super::ids::{JobNo, PartNo};
use super::job::{Job, JobLine, JobState};
use super::qty::Qty;
use super::stock::{Balance, BalanceKey, Condition, Owner, Stock};

/// A job that waits for a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    pub job: JobNo,
    /// What it still requires, less what stands ready in a tote.
    pub qty: Qty,
    /// What of it lies in the bins, after the jobs that come first have taken theirs.
    pub covered: Qty,
    /// Milliseconds since 1970-01-01 UTC.
    pub promised_ms: Option<i64>,
}

/// What a job requires of a part and has neither got nor ready in a tote.
pub fn required(job: &Job, part: &PartNo) -> Qty {
    let lines = job.lines.iter().filter(|line| line.part == *part);
    lines.fold(Qty::ZERO, |sum, line| sum.plus(wanted(job, line)))
}

/// What a line of a job requires. One that is not approved requires nothing, nor does a job that is settled, or whose
/// parts were set free because nobody came.
pub fn wanted(job: &Job, line: &JobLine) -> Qty {
    let nobody_came = job.released && matches!(job.state, JobState::Planned | JobState::Released);
    if nobody_came || job.state.is_settled() || !line.approved { Qty::ZERO } else { line.to_pick() }
}

/// The jobs that wait for a part, the one that is promised first in front.
pub fn of<'a>(jobs: impl Iterator<Item = &'a Job>, part: &PartNo, on_hand: Qty) -> Vec<Allocation> {
    let waits = |job: &'a Job| {
        let (job, qty, promised_ms) = (&job.no, required(job, part), job.promised_ms);
        qty.is_positive().then(|| Allocation { job: job.clone(), qty, covered: Qty::ZERO, promised_ms })
    };
    let mut all: Vec<Allocation> = jobs.filter_map(waits).collect();
    all.sort_by(|a, b| {
        (a.promised_ms.is_none(), a.promised_ms, &a.job).cmp(&(b.promised_ms.is_none(), b.promised_ms, &b.job))
    });
    let mut left = on_hand.max(Qty::ZERO);
    for allocation in &mut all {
        allocation.covered = allocation.qty.min(left);
        left = left.minus(allocation.covered);
    }
    all
}

/// On hand of a part: what the shop has in its bins and can hand out. Old parts and a customer's own are not counted.
pub fn on_hand<'a>(balances: impl Iterator<Item = &'a (BalanceKey, Balance)>) -> Qty {
    balances
        .filter(|(key, _)| key.place.is_on_hand() && can_be_handed_out(&key.stock))
        .fold(Qty::ZERO, |sum, (_, balance)| sum.plus(balance.qty))
}

/// Neither an old part nor a customer's own.
pub fn can_be_handed_out(stock: &Stock) -> bool {
    stock.owner == Owner::Shop && stock.condition != Condition::Old
}

/// What nobody waits for.
pub fn available(on_hand: Qty, allocations: &[Allocation]) -> Qty {
    allocations.iter().fold(on_hand, |left, allocation| left.minus(allocation.qty))
}
