//! The check list of an operation, and a check that finds it is not good.

use super::job_act::{state_changed, told_of, works};
use super::{Context, Events};
use crate::domain::catalogue::CheckItem;
use crate::domain::job::{CheckLevel, Job, JobState};
use crate::domain::job_event::Happened;
use crate::domain::operation::{OpState, Operation};
use crate::domain::person::Person;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;

/// A value, with the limits that the shop has for it now.
pub(super) fn measure(
    job: &Job,
    op: &Operation,
    item: u16,
    value: i64,
    outside: bool,
    context: &Context<'_>,
) -> Events {
    let list = context.catalogue.check_list(&op.class.code);
    let known = list.into_iter().find(|known| known.item == item).ok_or(Refusal::NothingToDo)?;
    let CheckItem { title, unit, low, high, .. } = known;
    let is_good = low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high);
    if !is_good && !outside {
        return Err(Refusal::OutsideLimits { title, value, unit, low, high });
    }
    Ok(vec![told_of(job, Happened::Measured { op: op.no, item, title, value, unit, low, high })])
}

/// The first item of the check list that nobody has measured.
pub(super) fn unmeasured(op: &Operation, context: &Context<'_>) -> Option<CheckItem> {
    if op.class.code.is_empty() {
        return None;
    }
    let list = context.catalogue.check_list(&op.class.code);
    list.into_iter().find(|item| op.measures.iter().all(|measure| measure.item != item.item))
}

/// Found at a check: the operation is open again, and the job in rework.
pub(super) fn send_back(job: &Job, op: &Operation, level: CheckLevel, note: &str, person: &Person) -> Events {
    works(person)?;
    if level == CheckLevel::Final && !person.may(Right::InspectFinally) {
        return Err(Refusal::NotAllowed { role: person.role });
    }
    if op.state() != OpState::Done {
        return Err(Refusal::NotFinished { job: job.no.clone(), op: op.no });
    }
    if level != CheckLevel::Own && op.punches.iter().any(|punch| punch.person == person.id) {
        return Err(Refusal::CheckByDoer(level));
    }
    if note.trim().is_empty() {
        return Err(Refusal::NothingSaid);
    }
    let mut events = vec![told_of(job, Happened::ReworkFound { op: op.no, level, note: note.to_owned() })];
    if job.state != JobState::Rework && job.state.may_become(JobState::Rework) {
        events.push(state_changed(job, JobState::Rework));
    }
    Ok(events)
}
