//! Where a part is taken from, and the order in which the parts of a job are walked to.

use std::collections::BTreeMap;

use super::book::Book;
use super::catalogue::{Catalogue, Part};
use super::ids::{BinId, PartNo};
use super::job::Job;
use super::place::Place;
use super::qty::Qty;
use super::stock::Owner;

/// The bins that have some of a part for everybody, with how much.
pub fn stocked_bins(book: &impl Book, part: &PartNo) -> BTreeMap<Place, Qty> {
    let mut bins = BTreeMap::new();
    let ours = |key: &super::stock::BalanceKey| key.place.is_on_hand() && key.stock.owner == Owner::Shop;
    for (key, balance) in book.balances_of(part).into_iter().filter(|(key, _)| ours(key)) {
        let sum = bins.entry(key.place).or_insert(Qty::ZERO);
        *sum = balance.qty.plus(*sum);
    }
    bins.retain(|_, qty| qty.is_positive());
    bins
}

/// Of these places the one to take from: the home bin if it has some, else the one that has most; of two with as much the
/// first in order.
pub fn best_of(home: Option<&Place>, stocked: &BTreeMap<Place, Qty>) -> Option<Place> {
    if let Some(home) = home.filter(|home| stocked.contains_key(home)) {
        return Some(home.clone());
    }
    stocked.iter().rev().max_by_key(|(_, qty)| **qty).map(|(at, _)| at.clone())
}

/// The bin that a part is fetched from: where it lies, else its home.
pub fn bin_of(book: &impl Book, part: &Part) -> Option<BinId> {
    let home = part.home_bin.clone().map(Place::Bin);
    match best_of(home.as_ref(), &stocked_bins(book, &part.number)).or(home) {
        Some(Place::Bin(bin)) => Some(bin),
        _ => None,
    }
}

/// A line of a job's list, as it is picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// The line's place in `Job::lines`.
    pub at: usize,
    /// Where it is fetched from; none when the book has no place for it.
    pub bin: Option<BinId>,
}

/// The lines of a job bin by bin, in the order of the walk through the store. Lines without a bin come last.
pub fn list(book: &impl Book, catalogue: &dyn Catalogue, job: &Job) -> Vec<Pick> {
    let walk = |bin: &Option<BinId>| {
        let known = bin.as_ref().and_then(|bin| catalogue.bin(bin));
        (bin.is_none(), known.map_or(u32::MAX, |bin| bin.walk))
    };
    let pick = |(at, line): (usize, &super::job::JobLine)| {
        let bin = catalogue.part(&line.part).and_then(|part| bin_of(book, &part));
        let order = (walk(&bin), bin.clone(), line.no);
        (order, Pick { at, bin })
    };
    let mut picks: Vec<_> = job.lines.iter().enumerate().map(pick).collect();
    picks.sort_by(|(a, _), (b, _)| a.cmp(b));
    picks.into_iter().map(|(_, pick)| pick).collect()
}
