//! Flat-rate hours that an operation credits to people, apart from the clock.

use super::ids::PersonId;
use super::job::{Hours, Job};
use super::operation::{OpState, Operation};

impl Job {
    /// The hours of an operation that is done, by person: each gets the share. Without shares whoever worked on it shares
    /// equally. Nobody gets hours for a comeback of what they did themselves.
    pub fn credits(&self, op: &Operation) -> Vec<(PersonId, Hours)> {
        if op.state() != OpState::Done {
            return Vec::new();
        }
        let did_before = |person: &PersonId| {
            self.course.comeback.as_ref().is_some_and(|comeback| comeback.technicians.contains(person))
        };
        let of = |percent: u8| op.hours.0.saturating_mul(i64::from(percent)) / 100;
        let shares: Vec<(PersonId, i64)> = if op.shares.is_empty() {
            equal(op)
        } else {
            op.shares.iter().map(|share| (share.person.clone(), of(share.percent))).collect()
        };
        let credit = |(person, hours): (PersonId, i64)| {
            let hours = if did_before(&person) { 0 } else { hours };
            (person, Hours(hours))
        };
        shares.into_iter().map(credit).collect()
    }
}

/// Equal parts of the hours for all who worked on it; what does not divide, a thousandth each, goes to the first ones.
fn equal(op: &Operation) -> Vec<(PersonId, i64)> {
    let people: std::collections::BTreeSet<&PersonId> = op.punches.iter().map(|punch| &punch.person).collect();
    let count = i64::try_from(people.len().max(1)).unwrap_or(1);
    let (each, rest) = (op.hours.0 / count, op.hours.0 % count);
    let of = |nth: i64| if nth < rest { each + 1 } else { each };
    (0..).zip(people).map(|(nth, person)| (person.clone(), of(nth))).collect()
}

/// Whether the hours of an operation are earned: the work is done, and no check is missing.
pub(super) fn is_earned(op: &Operation) -> bool {
    op.state() == OpState::Done && op.missing_check().is_none()
}

/// When the work was finished, in milliseconds since 1970-01-01 UTC.
fn finished_ms(op: &Operation) -> Option<i64> {
    op.punches.last().map(|punch| punch.at_ms)
}

impl Job {
    /// The hours that are earned: by whom, when the work was finished, and how much.
    pub fn earned(&self) -> Vec<(PersonId, i64, Hours)> {
        let earned = self.operations.iter().filter(|op| is_earned(op));
        let of = |op: &Operation| {
            let at_ms = finished_ms(op).unwrap_or_default();
            self.credits(op).into_iter().map(move |(person, hours)| (person, at_ms, hours)).collect::<Vec<_>>()
        };
        earned.flat_map(of).collect()
    }
}
