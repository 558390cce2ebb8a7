//! What the shop used and how long suppliers took, from its own records; and the levels that follow from it.
//!
//! Safety stock = z * sqrt(LT * sd_d^2 + d^2 * sd_LT^2): demand d of a day with its deviation sd_d, lead time LT in days with
//! its deviation sd_LT, and z for the share of orders that are to be served from stock. All of it in whole numbers.

use std::collections::BTreeMap;

use super::entry::Recorded;
use super::event::{Event, StockMoved};
use super::ids::{LineNo, OrderNo, PartNo};
use super::level::{AbcClass, Basis, Level};
use super::period::Closing;
use super::place::Place;
use super::qty::{Qty, Unit};

/// Milliseconds that are a thousandth of a day.
const MS_OF_THOUSANDTH: i64 = 86_400;
/// Days of demand that lie between reorder point and maximum when nobody has said otherwise.
const REVIEW_DAYS: i64 = 14;
/// Per cent of the value that class A and class B end with.
const A_ENDS: i128 = 80;
const B_ENDS: i128 = 95;

/// What is known of one part.
#[derive(Debug, Clone, Default)]
pub struct PartUse {
    pub unit: Option<Unit>,
    /// What left the store on each day, returns taken off.
    days: BTreeMap<i64, i64>,
    /// What left, at cost, in thousandths of a minor unit.
    value: i128,
    /// From sent to received, in thousandths of a day.
    leads: Vec<i64>,
}

/// What is known of all parts.
#[derive(Debug, Clone, Default)]
pub struct Usage {
    pub parts: BTreeMap<PartNo, PartUse>,
    first_day: Option<i64>,
    last_day: i64,
    sent: BTreeMap<OrderNo, i64>,
    lines: BTreeMap<(OrderNo, LineNo), PartNo>,
    closing: Option<Closing>,
}

/// Levels that follow from the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    pub safety: Qty,
    pub reorder_point: Qty,
    pub max: Qty,
    pub basis: Basis,
}

impl Usage {
    /// Takes a record in, in the hub's order. `day` is the site's day on which it was recorded, counted from any day.
    pub fn take(&mut self, record: &Recorded, day: i64) {
        let stamp = &record.entry.meta.stamp;
        if stamp.trusted {
            self.first_day = Some(self.first_day.map_or(day, |first| first.min(day)));
            self.last_day = self.last_day.max(day);
        }
        Closing::fold(&mut self.closing, record);
        for event in &record.entry.events {
            match event {
                // Opening stock is no demand; a clock that was wrong says no day.
                Event::StockMoved(moved) if stamp.trusted => self.moved(moved, day),
                Event::OrderSent { order } => {
                    self.sent.entry(order.clone()).or_insert(stamp.wall_ms);
                }
                Event::OrderLineAdded { order, line, part, .. } => {
                    self.lines.insert((order.clone(), *line), part.clone());
                }
                Event::OrderReceived { order, line, qty } if qty.is_positive() && stamp.trusted => {
                    self.received(order, *line, stamp.wall_ms);
                }
                _ => {}
            }
        }
    }

    /// The moment that counts for what is recorded now: its own, or the beginning of the first month that is open.
    pub fn posted_ms(&self, at_ms: i64) -> i64 {
        self.closing.unwrap_or_default().posted_ms(at_ms)
    }

    fn moved(&mut self, moved: &StockMoved, day: i64) {
        let part = self.parts.entry(moved.stock.part.clone()).or_default();
        part.unit = Some(moved.unit);
        let out = match (&moved.from, &moved.to) {
            (Place::Bin(_) | Place::Stage(_), to) if is_use(to) => moved.qty.0,
            (from, Place::Bin(_)) if is_use(from) => -moved.qty.0,
            _ => return,
        };
        let sum = part.days.entry(day).or_default();
        *sum = sum.saturating_add(out);
        part.value += i128::from(out) * i128::from(moved.cost.map_or(0, |cost| cost.minor));
    }

    fn received(&mut self, order: &OrderNo, line: LineNo, at_ms: i64) {
        let Some(part) = self.lines.get(&(order.clone(), line)) else { return };
        let Some(sent) = self.sent.get(order).filter(|sent| **sent <= at_ms) else { return };
        self.parts.entry(part.clone()).or_default().leads.push((at_ms - sent) / MS_OF_THOUSANDTH);
    }

    /// Days from the first record to the last, both counted.
    pub fn days(&self) -> i64 {
        self.first_day.map_or(0, |first| self.last_day - first + 1)
    }

    /// The levels of a part that follow from what was used of it. Nothing without a history of at least two days, or
    /// when none was used.
    pub fn computed(&self, part: &PartNo, now: Option<&Level>, z: u32) -> Option<Computed> {
        let known = self.parts.get(part)?;
        let days = self.days();
        let mean = known.days.values().sum::<i64>().checked_div(days).filter(|mean| *mean > 0)?;
        let sd = deviation(known.days.values().copied(), mean, days)?;
        let asked = now.map_or(0, |level| i64::from(level.lead_days) * 1000);
        let count = i64::try_from(known.leads.len()).ok()?;
        let lead = known.leads.iter().sum::<i64>().checked_div(count).unwrap_or(asked);
        let sd_lead = deviation(known.leads.iter().copied(), lead, count).unwrap_or(0);
        let safety = safety_stock(z, lead, sd, mean, sd_lead);
        let whole = known.unit.is_some_and(Unit::is_whole);
        let round = |qty: i128| Qty(i64::try_from(if whole { up_to(qty, 1000) } else { qty }).unwrap_or(i64::MAX));
        let reorder = round(i128::from(mean) * i128::from(lead) / 1000 + safety);
        let review = round(i128::from(mean) * i128::from(REVIEW_DAYS));
        let gap = now.map_or(review, |level| level.max.minus(level.reorder_point));
        let pack = now.map_or(Qty::ONE, |level| level.pack);
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        let basis = Basis { z, days, mean, sd, lead, sd_lead };
        Some(Computed { safety: round(safety), reorder_point: reorder, max: reorder.plus(gap.max(pack)), basis })
    }

    /// The classes of the parts, by the value that left the store.
    pub fn classes(&self) -> BTreeMap<&PartNo, AbcClass> {
        let mut parts: Vec<(&PartNo, i128)> =
            self.parts.iter().map(|(part, known)| (part, known.value.max(0))).collect();
        parts.sort_by_key(|(part, value)| (std::cmp::Reverse(*value), (*part).clone()));
        let total: i128 = parts.iter().map(|(_, value)| value).sum();
        let mut before = 0;
        let mut classes = BTreeMap::new();
        for (part, value) in parts {
            let class = match () {
                () if value > 0 && before * 100 < total * A_ENDS => AbcClass::A,
                () if value > 0 && before * 100 < total * B_ENDS => AbcClass::B,
                () => AbcClass::C,
            };
            before += value;
            classes.insert(part, class);
        }
        classes
    }
}

/// Where a part ends that is used.
fn is_use(place: &Place) -> bool {
    matches!(place, Place::Job(_) | Place::Sale(_) | Place::WorkshopUse)
}

/// Standard deviation of a sample of `count` values, those that are not listed being zero.
fn deviation(values: impl Iterator<Item = i64>, mean: i64, count: i64) -> Option<i64> {
    if count < 2 {
        return None;
    }
    let mut listed = 0;
    let square = |value: i64| i128::from(value - mean) * i128::from(value - mean);
    let sum: i128 = values
        .map(|value| {
            listed += 1;
            square(value)
        })
        .sum();
    let sum = sum + square(0) * i128::from(count - listed);
    i64::try_from((sum / i128::from(count - 1)).isqrt()).ok()
}

/// z * sqrt(LT * sd_d^2 + d^2 * sd_LT^2) in thousandths, rounded up; every argument in thousandths.
pub fn safety_stock(z: u32, lead: i64, sd: i64, mean: i64, sd_lead: i64) -> i128 {
    let (z, lead, sd, mean, sd_lead) =
        (i128::from(z), i128::from(lead), i128::from(sd), i128::from(mean), i128::from(sd_lead));
    // The root of thousandths squared; a million more under it keeps three more digits.
    let under = lead * sd * sd * 1000 + mean * mean * sd_lead * sd_lead;
    let root = under.max(0).isqrt();
    up_to(z * root, 1_000_000) / 1_000_000
}

/// The next multiple that is not below.
fn up_to(value: i128, multiple: i128) -> i128 {
    let rest = value.rem_euclid(multiple);
    if rest == 0 { value } else { value - rest + multiple }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_safety_stock_is_that_of_the_formula() {
        // 1.645 * sqrt(4 * 2^2 + 3^2 * 1^2) = 1.645 * 5
        assert_eq!(safety_stock(1645, 4000, 2000, 3000, 1000), 8225);
        // 2.054 * sqrt(3 * 0.8^2) = 2.8461.., rounded up to a thousandth
        assert_eq!(safety_stock(2054, 3000, 800, 1200, 0), 2847);
        assert_eq!(safety_stock(1645, 0, 2000, 3000, 0), 0);
        assert_eq!(safety_stock(1645, 3000, 0, 3000, 0), 0);
    }

    #[test]
    fn the_deviation_counts_the_days_without_demand() {
        // 4, 0, 0, 0: mean 1, sum of squares 9 + 3, over 3.
        assert_eq!(deviation([4000].into_iter(), 1000, 4), Some(2000));
        assert_eq!(deviation([4000].into_iter(), 4000, 1), None);
    }

    #[test]
    fn classes_follow_the_value() {
        let mut history = Usage::default();
        for (part, value) in [("A", 800), ("B", 150), ("C", 50), ("D", 0)] {
            let known = PartUse { value, ..PartUse::default() };
            history.parts.insert(PartNo::new(part).unwrap(), known);
        }
        let classes: Vec<&str> = history.classes().into_values().map(AbcClass::code).collect();
        assert_eq!(classes, ["A", "B", "C", "C"]);
    }
}
