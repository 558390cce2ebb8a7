//! The cycle plan at the desk: which bins are due, and a count of one of them or of all.

use super::super::super::Station;
use super::super::super::input::World;
use super::{StoreTask, count, open};
use crate::domain::count::{Count, Scope};
use crate::domain::cycle::{Due, due};
use crate::domain::entry::Cause;
use crate::domain::ids::BinId;

/// Most bins of one count: so many are counted in a day.
const MOST_BINS: usize = 40;

/// A row of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::station) enum PlanRow {
    /// The first of them in one count, which several people share.
    All(Vec<BinId>),
    Bin(Due),
}

/// The plan as it stood at that moment.
pub(in crate::station) fn list(station: &Station, at_ms: i64) -> Vec<PlanRow> {
    let due = due(&station.book, at_ms);
    let first: Vec<BinId> = due.iter().take(MOST_BINS).map(|due| due.bin.clone()).collect();
    let all = (first.len() > 1).then_some(PlanRow::All(first));
    all.into_iter().chain(due.into_iter().map(PlanRow::Bin)).collect()
}

/// Enter on a row.
pub(super) fn enter(station: &mut Station, at_ms: i64, cause: &Cause, world: World<'_>) {
    match list(station, at_ms).into_iter().nth(station.session.selected) {
        Some(PlanRow::All(bins)) => count::begin(station, Scope::Bins(bins), false, None, cause, world),
        Some(PlanRow::Bin(due)) => bin(station, due.bin, cause, world),
        None => {}
    }
}

/// A bin: a count of its own, which goes on when there is one.
pub(super) fn bin(station: &mut Station, bin: BinId, cause: &Cause, world: World<'_>) {
    let same = |count: &&Count| count.scope == Scope::Bin(bin.clone());
    let known = station.book.counts().find(same).map(|count| count.no.clone());
    match known {
        Some(count) => open(station, StoreTask::Count { count, bin: Some(bin), stock: None }),
        None => count::begin(station, Scope::Bin(bin.clone()), false, Some(bin), cause, world),
    }
}
