//! The bins of a count: what lies in each by the book, and how much of it was counted.

use std::collections::BTreeMap;

use super::super::super::Station;
use super::{StoreTask, open};
use crate::domain::book::Book;
use crate::domain::count::Scope;
use crate::domain::ids::{BinId, CountNo};
use crate::domain::stock::Owner;

/// A bin of a count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::station) struct BinOf {
    /// Stocks that lie there by the book, or were counted there.
    pub lines: usize,
    pub counted: usize,
}

/// The bins, those that nobody has finished first.
pub(in crate::station) fn list(station: &Station, no: &CountNo) -> Vec<(BinId, BinOf)> {
    let Some(count) = station.book.count(no) else { return Vec::new() };
    let mut bins: BTreeMap<BinId, BinOf> = BTreeMap::new();
    if let Scope::Bins(named) = &count.scope {
        bins.extend(named.iter().map(|bin| (bin.clone(), BinOf::default())));
    }
    for (bin, at, _) in station.book.in_bins() {
        let here = at.stock.owner == Owner::Shop && count.scope.covers(&station.book, bin, &at.stock.part);
        if here && count.line(bin, &at.stock).is_none() {
            bins.entry(bin.clone()).or_default().lines += 1;
        }
    }
    for line in &count.lines {
        let row = bins.entry(line.bin.clone()).or_default();
        row.lines += 1;
        row.counted += usize::from(!line.doubted && line.last().is_some());
    }
    let mut all: Vec<(BinId, BinOf)> = bins.into_iter().collect();
    all.sort_by_key(|(_, row)| row.counted >= row.lines && row.lines > 0);
    all
}

/// Enter on a bin.
pub(super) fn enter(station: &mut Station, count: CountNo) {
    let chosen = list(station, &count).into_iter().nth(station.session.selected);
    if let Some((bin, _)) = chosen {
        open(station, StoreTask::Count { count, bin: Some(bin), stock: None });
    }
}
