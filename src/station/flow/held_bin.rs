//! The bin that was scanned: what it holds for, and when it is forgotten.

use super::store::StoreTask;
use crate::station::session::{Session, Task};

/// Whether the bin that was scanned holds for this task, too: it was scanned for a delivery, or for one kind of taking from
/// the store, and for nothing that comes after it.
pub(in crate::station) fn stays(session: &Session, next: &Task) -> bool {
    let now = match (&session.task, session.help.as_deref()) {
        (Task::Help, Some(under)) => under,
        (task, _) => task,
    };
    let (now, next) = (asks(now), asks(next));
    let is_store = |task: &Task| matches!(task, Task::Receive { .. } | Task::Store(_));
    let by_tags = |task: &Task| matches!(task, Task::Store(StoreTask::Tags { .. }));
    match (now, next) {
        (_, Task::Help) | (Task::Receive { .. }, Task::Receive { .. }) => true,
        (now, next) if by_tags(now) || by_tags(next) => true,
        (Task::Store(now), Task::Store(next)) => std::mem::discriminant(now) == std::mem::discriminant(next),
        (now, next) => !is_store(now) && !is_store(next),
    }
}

/// The task that a search is for: a part that is typed is of the same task as one that is scanned.
fn asks(task: &Task) -> &Task {
    match task {
        Task::LookUp { then, .. } if **then != Task::Home => then,
        other => other,
    }
}
