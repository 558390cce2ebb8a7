//! Where less than nothing lies by the book, whoever made the records: two kiosks that each issued the last one without a
//! network have raised no discrepancy. A late receipt that explains it takes it off by itself, a count does otherwise.

use std::collections::BTreeSet;

use super::decide::in_bin;
use super::ids::{BinId, PartNo, SerialNo};
use super::memory::MemoryBook;
use super::place::Place;
use super::qty::Qty;

/// A bin of which more was taken than lay in it, by the book.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shortage {
    pub part: PartNo,
    pub bin: BinId,
    /// The one piece that went twice; none when the number of all that lie there is off.
    pub serial: Option<SerialNo>,
    /// How much is missing, positive.
    pub short: Qty,
}

/// All of them, in order of the parts. Walks all balances: for screens and lists that a person asks for.
pub fn shortages(book: &MemoryBook) -> Vec<Shortage> {
    let (mut found, mut doubtful) = (BTreeSet::new(), BTreeSet::new());
    for (bin, key, balance) in book.in_bins().filter(|(.., balance)| balance.qty < Qty::ZERO) {
        let (part, bin, short) = (key.stock.part.clone(), bin.clone(), Qty::ZERO.minus(balance.qty));
        match key.stock.serial.clone() {
            serial @ Some(_) => _ = found.insert(Shortage { part, bin, serial, short }),
            None => _ = doubtful.insert((part, bin)),
        }
    }
    for (part, bin) in doubtful {
        let sum = in_bin(book, &part, &Place::Bin(bin.clone()));
        if sum < Qty::ZERO {
            found.insert(Shortage { part, bin, serial: None, short: Qty::ZERO.minus(sum) });
        }
    }
    found.into_iter().collect()
}
