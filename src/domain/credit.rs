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
        let shares: Vec<(PersonId, i64)> = if op.shares.is_empty() {
            equal(op)
        } else {
            op.shares.iter().map(|share| (share.person.clone(), i64::from(share.percent))).collect()
        };
        let of = |percent: i64| Hours(op.hours.0.saturating_mul(percent) / 100);
        let credit = |(person, percent): (PersonId, i64)| {
            let hours = if did_before(&person) { Hours(0) } else { of(percent) };
            (person, hours)
        };
        shares.into_iter().map(credit).collect()
    }
}

fn equal(op: &Operation) -> Vec<(PersonId, i64)> {
    let people: std::collections::BTreeSet<&PersonId> = op.punches.iter().map(|punch| &punch.person).collect();
    let each = 100 / i64::try_from(people.len().max(1)).unwrap_or(1);
    people.into_iter().map(|person| (person.clone(), each)).collect()
}
