//! What was looked up a moment ago. One scan asks for the same part nearly ten times: to know it, to decide, to say it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;

use crate::domain::catalogue::{Bin, Part};
use crate::domain::ids::{BinId, PartNo};

/// When so many parts or bins were looked up anew, those that nobody has asked for since the last time are forgotten.
const MOST: usize = 512;

/// What the last point look-ups found, right until the catalogue changes: what goes over the counter in a day is asked for
/// again and again. At most twice [`MOST`] are kept, some hundred kilobytes.
#[derive(Debug, Default)]
pub(super) struct Recent(RefCell<Found>);

#[derive(Debug, Default)]
struct Found {
    parts: Rounds<PartNo, Part>,
    bins: Rounds<BinId, Bin>,
    goods_in: Option<BinId>,
}

/// What was found, and what was found in the round before and not asked for since.
#[derive(Debug)]
struct Rounds<K, V> {
    now: HashMap<K, V>,
    before: HashMap<K, V>,
}

impl<K, V> Default for Rounds<K, V> {
    fn default() -> Self {
        Rounds { now: HashMap::new(), before: HashMap::new() }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Rounds<K, V> {
    fn get(&mut self, key: &K) -> Option<V> {
        if let Some(value) = self.now.get(key) {
            return Some(value.clone());
        }
        let value = self.before.remove(key)?;
        self.keep(key, &value);
        Some(value)
    }

    fn keep(&mut self, key: &K, value: &V) {
        if self.now.len() == MOST {
            self.before = std::mem::take(&mut self.now);
        }
        self.now.insert(key.clone(), value.clone());
    }
}

impl Recent {
    /// The part, looked up when it is not at hand.
    pub(super) fn part(&self, number: &PartNo, look_up: impl FnOnce() -> Option<Part>) -> Option<Part> {
        let known = self.0.borrow_mut().parts.get(number);
        known.or_else(|| look_up().inspect(|part| self.0.borrow_mut().parts.keep(number, part)))
    }

    /// The bin, looked up when it is not at hand.
    pub(super) fn bin(&self, id: &BinId, look_up: impl FnOnce() -> Option<Bin>) -> Option<Bin> {
        let known = self.0.borrow_mut().bins.get(id);
        known.or_else(|| look_up().inspect(|bin| self.0.borrow_mut().bins.keep(id, bin)))
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
            inspected: false,
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
        for n in 1..MOST {
            ask(&format!("C-{n}"), true);
            assert_eq!(ask("A-1", false).as_deref(), Some("A-1"), "asked for again and again");
        }
        for n in 0..MOST {
            ask(&format!("D-{n}"), true);
        }
        assert_eq!((ask("C-1", false), ask("D-0", false).as_deref()), (None, Some("D-0")), "the oldest make room");
        recent.forget();
        assert_eq!(ask("D-0", false), None);
    }
}
