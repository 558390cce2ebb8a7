//! What still stands between a job and its delivery.

use super::ids::{OpNo, PartNo};
use super::job::{CheckLevel, Job};
use super::old_part;
use super::operation::OpState;
use super::person::Bilingual;

/// One reason why the car cannot go yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocker {
    OpenOperation(OpNo),
    /// Extra work that the customer has not answered.
    Unanswered(OpNo),
    MissingCheck(OpNo, CheckLevel),
    /// A value of the check list is outside its limits.
    BadValue(OpNo, Bilingual),
    /// A warranty line owes its old part, or a reason why there is none.
    OldPartOwed(PartNo),
    /// Lines that nobody has signed for.
    Unsigned(usize),
    /// Requests of the bay that the counter has not settled.
    OpenRequests(usize),
    /// What stations did against each other, and nobody has looked at.
    Disputes(usize),
}

impl Job {
    /// Everything that still blocks the delivery, worst first. A cancelled operation blocks nothing.
    pub fn blockers(&self) -> Vec<Blocker> {
        let mut found = Vec::new();
        for op in &self.operations {
            match op.state() {
                OpState::Declined => continue,
                OpState::Done => {}
                OpState::Waiting(_) if !op.is_agreed() => found.push(Blocker::Unanswered(op.no)),
                OpState::Open | OpState::Running | OpState::Paused | OpState::Waiting(_) => {
                    found.push(Blocker::OpenOperation(op.no));
                }
            }
            if op.state() == OpState::Done
                && let Some(level) = op.missing_check()
            {
                found.push(Blocker::MissingCheck(op.no, level));
            }
            found.extend(op.outside_limits().map(|measure| Blocker::BadValue(op.no, measure.title.clone())));
        }
        found.extend(old_part::owed(self).into_iter().map(|owed| Blocker::OldPartOwed(owed.part)));
        let unsigned = Job::lines_in(self.unsigned());
        found.extend((unsigned > 0).then_some(Blocker::Unsigned(unsigned)));
        let requests = self.course.open_requests().count();
        found.extend((requests > 0).then_some(Blocker::OpenRequests(requests)));
        let disputes = self.course.disputes.len();
        found.extend((disputes > 0).then_some(Blocker::Disputes(disputes)));
        found
    }
}
