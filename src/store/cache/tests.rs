//! Large books through the file and back, and damage anywhere in it.

use super::*;
use crate::domain::ids::{BinId, PartNo};
use crate::domain::place::Place;
use crate::domain::qty::{Qty, Unit};
use crate::domain::stock::{Balance, BalanceKey, Stock};
use crate::record::chain::ORDER_START;
use crate::store::progress::Mark;

/// A book of so many balances, more than one frame takes.
fn large(balances: i64) -> MemoryBook {
    let bin = Place::Bin(BinId::new("A-01").unwrap());
    MemoryBook::with_confirmed((0..balances).map(|n| {
        let part = PartNo::new(&format!("P{n:07}")).unwrap();
        let key = BalanceKey { stock: Stock::plain(part), place: bin.clone() };
        (Key::Balance(key), Aggregate::Balance(Balance { qty: Qty::units(n + 1), unit: Unit::Piece }))
    }))
}

fn confirmed(book: &MemoryBook) -> Pairs {
    book.confirmed().map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn progress() -> Progress {
    let none = Mark::default();
    let (order_id, order) = ([3; 16], ORDER_START);
    Progress { acked: none, stable: none, echoed: none, pulled: 9, catalogue: 0, hub_gen: 1, order_id, order }
}

#[test]
fn a_large_book_comes_back_as_it_was_and_in_order() {
    let book = large(30_000);
    let image = CacheImage::of(&book, [3; 16], 9);
    assert!(image.parts.len() > 4, "{} frames", image.parts.len());
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &image).unwrap();

    let cached = read(dir.path(), &progress()).unwrap();

    assert_eq!(cached.pulled, 9);
    assert!(cached.aggregates == confirmed(&book), "{} aggregates", cached.aggregates.len());
}

#[test]
fn damage_in_any_frame_is_found() {
    let book = large(30_000);
    let image = CacheImage::of(&book, [3; 16], 9);
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &image).unwrap();
    let file = dir.path().join(FILE);
    let good = fs::read(&file).unwrap();
    let (first, step) = (MAGIC.len() + 8, good.len() / 97);
    for at in (first..good.len()).step_by(step) {
        let mut flipped = good.clone();
        flipped[at] ^= 0x10;
        fs::write(&file, &flipped).unwrap();
        // A bit that means nothing to zstd does no harm.
        let was = |cached: Cached| cached.aggregates == confirmed(&book);
        assert!(read(dir.path(), &progress()).map_or_else(|why| why == NoCache::Damaged, was), "byte {at}");
        fs::write(&file, &good[..at]).unwrap();
        assert_eq!(read(dir.path(), &progress()).err(), Some(NoCache::Damaged), "cut off at {at}");
    }
}

#[test]
fn a_number_of_frames_that_cannot_be_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    for count in [0, 1, 2, u64::MAX / 8, u64::MAX] {
        let mut file = MAGIC.to_vec();
        file.extend(count.to_be_bytes());
        file.extend([0xFF; 12]);
        fs::write(dir.path().join(FILE), file).unwrap();
        assert_eq!(read(dir.path(), &progress()).err(), Some(NoCache::Damaged), "{count} frames");
    }
}
