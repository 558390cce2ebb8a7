//! One number for what lies in all bins, by which hub and kiosk see whether their books say the same.

use sha2::{Digest, Sha256};

use super::aggregate::encode_key;
use crate::domain::book::{Aggregate, Key};
use crate::domain::place::Place;

/// Version of what is compared, and of the rules by which records move stock. It goes up when either changes: numbers of
/// different versions say nothing of each other.
pub const RULES: u32 = 1;

/// The number of what lies in the bins, from the aggregates of a book in any order. Bins with nothing in them do not count:
/// one book may have forgotten what the other remembers as nothing.
pub fn of_bins<'b>(book: impl Iterator<Item = (&'b Key, &'b Aggregate)>) -> [u8; 32] {
    let in_bin = |(key, value): (&Key, &Aggregate)| match (key, value) {
        (Key::Balance(at), Aggregate::Balance(balance)) if balance.qty.0 != 0 => {
            matches!(at.place, Place::Bin(_)).then(|| (encode_key(key), balance.qty.0))
        }
        _ => None,
    };
    let mut bins: Vec<(Vec<u8>, i64)> = book.filter_map(in_bin).collect();
    bins.sort_unstable();
    let mut hash = Sha256::new();
    hash.update(b"pitbox bins 1\0");
    for (key, qty) in bins {
        hash.update((key.len() as u64).to_be_bytes());
        hash.update(&key);
        hash.update(qty.to_be_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{BinId, JobNo, PartNo};
    use crate::domain::qty::Qty;
    use crate::domain::stock::{Balance, BalanceKey, Stock};

    fn row(part: &str, place: Place, qty: i64) -> (Key, Aggregate) {
        let stock = Stock::plain(PartNo::new(part).expect("a part number"));
        let balance = Balance { qty: Qty(qty), ..Balance::default() };
        (Key::Balance(BalanceKey { stock, place }), Aggregate::Balance(balance))
    }

    fn bin(id: &str) -> Place {
        Place::Bin(BinId::new(id).expect("a bin"))
    }

    fn digest(rows: &[(Key, Aggregate)]) -> [u8; 32] {
        of_bins(rows.iter().map(|(key, value)| (key, value)))
    }

    #[test]
    fn only_what_lies_in_bins_counts_and_the_order_does_not() {
        let rows = [row("A", bin("A-01"), 1_000), row("B", bin("A-02"), -500)];
        let job = row("A", Place::Job(JobNo::new("4711").expect("a job")), 1_000);
        let nothing = row("C", bin("A-01"), 0);
        let more = [rows[1].clone(), job, nothing, rows[0].clone()];
        assert_eq!(digest(&rows), digest(&more));
        assert_ne!(digest(&rows), digest(&rows[..1]));
        assert_ne!(digest(&rows[..1]), digest(&[row("A", bin("A-01"), 1_001)]));
        assert_ne!(digest(&rows[..1]), digest(&[row("A", bin("A-02"), 1_000)]));
    }
}
