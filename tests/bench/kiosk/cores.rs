//! Which processors a program gets. A workshop's hub is another machine; here it has one processor, the last, and what is
//! measured beside it may be kept off that one.

use std::sync::OnceLock;

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// The last of the processors that this bench was given, and the others; nothing when there is one only.
fn split() -> Option<(CpuSet, CpuSet)> {
    static ALL: OnceLock<CpuSet> = OnceLock::new();
    let all = ALL.get_or_init(current);
    let last = (0..CpuSet::MAX_CPU).rev().find(|at| all.is_set(*at))?;
    let (mut only, mut others) = (CpuSet::new(), *all);
    only.set(last);
    others.unset(last);
    (others.count() > 0).then_some((only, others))
}

fn current() -> CpuSet {
    sched_getaffinity(None).expect("the processors")
}

fn with<T>(processors: &CpuSet, work: impl FnOnce() -> T) -> T {
    let before = current();
    sched_setaffinity(None, processors).expect("these processors");
    let value = work();
    sched_setaffinity(None, &before).expect("those from before");
    value
}

/// What is started meanwhile has the last processor only.
pub(crate) fn on_the_last<T>(work: impl FnOnce() -> T) -> T {
    match split() {
        Some((last, _)) => with(&last, work),
        None => work(),
    }
}

/// This thread, and what is started meanwhile, has every processor but the last.
pub(crate) fn off_the_last<T>(work: impl FnOnce() -> T) -> T {
    match split() {
        Some((_, others)) => with(&others, work),
        None => work(),
    }
}
