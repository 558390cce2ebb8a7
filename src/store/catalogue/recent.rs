//! What was looked up a moment ago. One scan asks for the same part nearly ten times: to know it, to decide, to say it.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::domain::catalogue::Part;
use crate::domain::ids::{BinId, PartNo};

/// When so many parts were looked up anew, those that nobody has asked for since the last time are forgotten.
const PARTS: usize = 512;

/// What the last point look-ups found, right until the catalogue changes: what goes over the counter in a day is asked for
/// again and again. At most twice [`PARTS`] are kept, some hundred kilobytes.
#[derive(Debug, Default)]
pub(super) struct Recent(RefCell<Found>);

#[derive(Debug, Default)]
struct Found {
    parts: HashMap<PartNo, Part>,
    /// Those of the round before.
    older: HashMap<PartNo, Part>,
    goods_in: Option<BinId>,
}

impl Found {
    fn part(&mut self, number: &PartNo) -> Option<Part> {
        if let Some(part) = self.parts.get(number) {
            return Some(part.clone());
        }
        let part = self.older.remove(number)?;
        self.keep(part.clone());
        Some(part)
    }

    fn keep(&mut self, part: Part) {
        if self.parts.len() == PARTS {
            self.older = std::mem::take(&mut self.parts);
        }
        self.parts.insert(part.number.clone(), part);
    }
}

impl Recent {
    /// The part, looked up when it is not at hand.
    pub(super) fn part(&self, number: &PartNo, look_up: impl FnOnce() -> Option<Part>) -> Option<Part> {
        let known = self.0.borrow_mut().part(number);
        known.or_else(|| {
            let part = look_up()?;
            self.0.borrow_mut().keep(part.clone());
            Some(part)
        })
    }

    /// The bin for deliveries, looked up when it is not at hand.
    pub(super) fn goods_in(&self, look_up: impl FnOnce() -> Option<BinId>) -> Option<BinId> {
        let known = self.0.borrow().goods_in.clone();
        known.or_else(|| {
            let bin = look_up()?;
            self.0.borrow_mut().goods_in = Some(bin.clone());
            Some(bin)
        })
    }

    /// The catalogue changed.
    pub(super) fn forget(&self) {
        self.0.take();
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::domain::qty::{Qty, Unit};

    fn part(number: PartNo) -> Part {
        let (unit, pack) = (Unit::Piece, Qty::ONE);
        let (name_en, name_zh, maker) = (String::new(), String::new(), String::new());
        Part {
            number,
            name_en,
            name_zh,
            unit,
            pack,
            maker,
            home_bin: None,
            cost: None,
            price: None,
            superseded_by: None,
        }
    }

    #[test]
    fn a_part_is_looked_up_once_until_the_catalogue_changes() {
        let (recent, asked) = (Recent::default(), Cell::new(0));
        let ask = |no: &str, found: bool| {
            let number = PartNo::new(no).expect("a number");
            let look_up = || {
                asked.set(asked.get() + 1);
                found.then(|| part(number.clone()))
            };
            recent.part(&number, look_up).map(|part| part.number.to_string())
        };
        assert_eq!(ask("A-1", true).as_deref(), Some("A-1"));
        assert_eq!(ask("A-1", false).as_deref(), Some("A-1"), "at hand");
        assert_eq!((ask("B-1", false), ask("B-1", true).as_deref(), asked.get()), (None, Some("B-1"), 3));
        for n in 1..PARTS {
            ask(&format!("C-{n}"), true);
            assert_eq!(ask("A-1", false).as_deref(), Some("A-1"), "asked for again and again");
        }
        for n in 0..PARTS {
            ask(&format!("D-{n}"), true);
        }
        assert_eq!((ask("C-1", false), ask("D-0", false).as_deref()), (None, Some("D-0")), "the oldest make room");
        recent.forget();
        assert_eq!(ask("D-0", false), None);
    }
}
