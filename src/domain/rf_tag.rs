//! RFID tags on pieces: which part a tag came in on, and what a set of tags says beside what the book has.

use super::entry::Recorded;
use super::event::Event;
use super::ids::{PartNo, RfTag, SerialNo};
use super::qty::{Qty, Unit};
use super::stock::Stock;

/// A tag that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTag {
    pub part: PartNo,
}

impl KnownTag {
    pub(super) fn fold(slot: &mut Option<KnownTag>, key: &RfTag, record: &Recorded) {
        for event in &record.entry.events {
            match event {
                Event::TagsTaken { part, tags, gone } if tags.contains(key) => {
                    *slot = (!gone).then(|| KnownTag { part: part.clone() });
                }
                _ => {}
            }
        }
    }
}

/// Tags of one part, each for so many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagGroup {
    pub part: PartNo,
    pub each: Qty,
    pub tags: Vec<RfTag>,
}

/// A tag that was read on a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagFound {
    pub part: PartNo,
    pub serial: Option<SerialNo>,
    /// How many it stands for.
    pub qty: Qty,
}

/// Some stock, as the book has it and as tags were found of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub stock: Stock,
    pub unit: Option<Unit>,
    pub book: Qty,
    pub found: Qty,
}

impl Compared {
    pub fn missing(&self) -> Qty {
        self.book.minus(self.found).max(Qty::ZERO)
    }

    /// More than the book has, or nothing that it has at all.
    pub fn unexpected(&self) -> Qty {
        self.found.minus(self.book.max(Qty::ZERO)).max(Qty::ZERO)
    }
}

/// What was found, on the stock that it belongs to: a serial number on its own piece, anything else on what the book has
/// without one, as much on each as lies there and the rest on the last. What the book does not have stands behind.
pub fn compare(expected: &[(Stock, Unit, Qty)], found: &[TagFound]) -> Vec<Compared> {
    let row = |(stock, unit, book): &(Stock, Unit, Qty)| {
        let unit = Some(*unit);
        Compared { stock: stock.clone(), unit, book: *book, found: Qty::ZERO }
    };
    let mut rows: Vec<Compared> = expected.iter().map(row).collect();
    for tag in found {
        let with_serial =
            |row: &Compared| row.stock.part == tag.part && row.stock.serial.is_some() && row.stock.serial == tag.serial;
        let plain = |row: &Compared| row.stock.part == tag.part && row.stock.serial.is_none();
        let at = rows.iter().position(with_serial);
        let at = at.or_else(|| rows.iter().position(|row| plain(row) && row.missing().is_positive()));
        match at.or_else(|| rows.iter().rposition(plain)) {
            Some(at) => rows[at].found = rows[at].found.plus(tag.qty),
            None => {
                let stock = Stock::plain(tag.part.clone());
                rows.push(Compared { stock, unit: None, book: Qty::ZERO, found: tag.qty });
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stock::Condition;

    fn part(text: &str) -> PartNo {
        PartNo::new(text).expect("a part")
    }

    fn tag(of: &str, serial: Option<&str>) -> TagFound {
        let serial = serial.map(|serial| SerialNo::new(serial).expect("a serial number"));
        TagFound { part: part(of), serial, qty: Qty::ONE }
    }

    /// Each row as `part: book/found, missing, unexpected`.
    fn check(expected: &[(Stock, i64)], found: &[TagFound]) -> String {
        let expected: Vec<_> = expected.iter().map(|(stock, n)| (stock.clone(), Unit::Piece, Qty::units(*n))).collect();
        let row = |row: Compared| {
            let (missing, unexpected) = (row.missing(), row.unexpected());
            format!("{} {}/{} -{missing} +{unexpected}", row.stock.part, row.book, row.found)
        };
        compare(&expected, found).into_iter().map(row).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn tags_beside_the_book() {
        let plain = |text: &str| Stock::plain(part(text));
        let opened = Stock { condition: Condition::Opened, ..plain("F") };
        let numbered = Stock { serial: SerialNo::new("7").ok(), ..plain("F") };
        let f = || tag("F", None);
        assert_eq!(check(&[(plain("F"), 2)], &[f(), f()]), "F 2/2 -0 +0");
        assert_eq!(check(&[(plain("F"), 2)], &[f()]), "F 2/1 -1 +0");
        assert_eq!(check(&[(plain("F"), 1)], &[f(), f(), tag("G", None)]), "F 1/2 -0 +1, G 0/1 -0 +1");
        assert_eq!(check(&[(plain("F"), 1), (opened.clone(), 1)], &[f(), f()]), "F 1/1 -0 +0, F 1/1 -0 +0");
        assert_eq!(
            check(&[(plain("F"), 1), (numbered.clone(), 1)], &[tag("F", Some("7"))]),
            "F 1/0 -1 +0, F 1/1 -0 +0"
        );
        assert_eq!(check(&[(numbered, 1)], &[tag("F", Some("8"))]), "F 1/0 -1 +0, F 0/1 -0 +1");
        assert_eq!(check(&[(plain("F"), -1)], &[f()]), "F -1/1 -0 +1");
        assert_eq!(check(&[], &[]), "");
    }
}
