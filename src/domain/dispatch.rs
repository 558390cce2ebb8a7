//! Who should do an operation: certificates first, then whose task it is, then who has the least to do, then who is free now.
//! A lead may work on cars, and has seldom an operation to do: by the load alone leads would stand before all technicians.

use super::ids::{JobNo, OpNo, PersonId};
use super::job::{Hours, Job};
use super::operation::{OpState, Operation};
use super::person::{Person, Role};
use super::rights::Right;

/// A technician for an operation, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub person: PersonId,
    /// Whether the certificate that the operation asks for is held and valid; true when it asks for none.
    pub certified: bool,
    /// Whether working on cars is the person's task; false of a lead, who may as well.
    pub technician: bool,
    /// Flat-rate hours that are assigned and not done.
    pub load: Hours,
    /// What the person works on now.
    pub running: Option<(JobNo, OpNo)>,
}

/// What one person still has to do, over all jobs: the share of the hours of each open operation.
pub fn load<'a>(jobs: impl Iterator<Item = &'a Job>, person: &PersonId) -> Hours {
    let open = jobs.filter(|job| !job.state.is_settled()).flat_map(|job| &job.operations);
    let open = open.filter(|op| !matches!(op.state(), OpState::Done | OpState::Declined));
    let share = |op: &Operation| {
        let mine = op.shares.iter().find(|share| share.person == *person);
        mine.map_or(0, |share| op.hours.0 * i64::from(share.percent) / 100)
    };
    Hours(open.fold(0_i64, |sum, op| sum.saturating_add(share(op))))
}

/// All technicians, the best first. `certified` says whether a person holds a certificate now.
pub fn suggest<'a>(
    jobs: impl Iterator<Item = &'a Job> + Clone,
    people: impl Iterator<Item = &'a Person>,
    op: &Operation,
    certified: impl Fn(&PersonId, &str) -> bool,
) -> Vec<Suggestion> {
    let technicians = people.filter(|person| person.may(Right::WorkOnCars));
    let mut all: Vec<Suggestion> = technicians
        .map(|person| {
            let id = &person.id;
            let running = jobs.clone().find_map(|job| {
                let op = job.operations.iter().find(|op| op.runs(id))?;
                Some((job.no.clone(), op.no))
            });
            Suggestion {
                person: id.clone(),
                certified: op.class.skill.is_empty() || certified(id, &op.class.skill),
                technician: person.role == Role::Technician,
                load: load(jobs.clone(), id),
                running,
            }
        })
        .collect();
    all.sort_by_key(|one| (!one.certified, !one.technician, one.load, one.running.is_some(), one.person.clone()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::job::Checks;
    use crate::domain::person::Bilingual;

    #[test]
    fn a_lead_stands_behind_the_technicians_who_may_do_it() {
        let people = [("a-lead", Role::Lead), ("t-one", Role::Technician), ("t-two", Role::Technician)]
            .map(|(id, role)| Person::new(PersonId::new(id).expect("an id"), Bilingual::default(), role));
        let of = |skill: &str, holder: &str| {
            let mut op = Operation::new(OpNo(1), Bilingual::default(), Hours(1000), Checks::default(), Vec::new());
            op.class.skill = skill.to_owned();
            let all = suggest(std::iter::empty(), people.iter(), &op, |id, _| id.as_str() == holder);
            all.iter().map(|one| one.person.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(of("", ""), ["t-one", "t-two", "a-lead"]);
        assert_eq!(of("hv", "a-lead"), ["a-lead", "t-one", "t-two"], "who holds the certificate comes first");
    }
}
