//! How much of a part the shop wants to have: safety stock, reorder point, maximum, and how it is bought.

use super::entry::Recorded;
use super::event::Event;
use super::ids::PartNo;
use super::qty::{Qty, Unit};

/// The levels of one part at this site. The office sets them; a kiosk only reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    pub part: PartNo,
    pub unit: Unit,
    /// What is kept against surprises.
    pub safety: Qty,
    /// At this position or below it the part is to be ordered.
    pub reorder_point: Qty,
    /// Up to here it is ordered. Zero: the part has no levels any more.
    pub max: Qty,
    /// It is bought in multiples of this.
    pub pack: Qty,
    /// Days from the order to the delivery.
    pub lead_days: u16,
    /// Who delivers it, empty when unknown.
    pub supplier: String,
    pub class: Option<AbcClass>,
    /// Where the figures come from, when they were computed.
    pub basis: Option<Basis>,
}

/// By the value that leaves the store: A is the first 80 %, B the next 15 %, C the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AbcClass {
    A,
    B,
    C,
}

impl AbcClass {
    pub const ALL: [AbcClass; 3] = [AbcClass::A, AbcClass::B, AbcClass::C];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            AbcClass::A => "A",
            AbcClass::B => "B",
            AbcClass::C => "C",
        }
    }

    pub fn from_code(code: &str) -> Option<AbcClass> {
        AbcClass::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// What a safety stock was computed from, so that a person can follow the sum. Quantities are thousandths of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// Factor for the service wanted, in thousandths: 1645 stands for 95 %.
    pub z: u32,
    /// Days of history.
    pub days: u32,
    /// Mean demand of a day.
    pub mean: i64,
    /// Standard deviation of a day's demand.
    pub sd: i64,
    /// Mean lead time and its standard deviation, in thousandths of a day.
    pub lead: i64,
    pub sd_lead: i64,
}

impl Basis {
    /// Reads what [`Basis`] writes: `z=1645 days=90 mean=1200 sd=800 lead=3000 sd_lead=500`.
    pub fn parse(text: &str) -> Option<Basis> {
        let mut words = text.split(' ');
        let mut next = |name: &str| {
            let digits = words.next()?.strip_prefix(name)?.strip_prefix('=')?;
            if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse::<u32>().ok() } else { None }
        };
        let basis = Basis {
            z: next("z")?,
            days: next("days")?,
            mean: next("mean")?.into(),
            sd: next("sd")?.into(),
            lead: next("lead")?.into(),
            sd_lead: next("sd_lead")?.into(),
        };
        words.next().is_none().then_some(basis)
    }
}

impl std::fmt::Display for Basis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Basis { z, days, mean, sd, lead, sd_lead } = self;
        write!(f, "z={z} days={days} mean={mean} sd={sd} lead={lead} sd_lead={sd_lead}")
    }
}

impl Level {
    /// Half of the way from the reorder point to the maximum, at least a pack: an alert stays open until the position is
    /// back there, so that one piece more or less does not raise it anew.
    pub fn clear_at(&self) -> Qty {
        let half = Qty(self.max.minus(self.reorder_point).0 / 2);
        let step = half.max(self.pack).max(Qty(1));
        self.max.min(self.reorder_point.plus(step)).max(self.reorder_point.plus(Qty(1)))
    }

    /// What brings a position up to the maximum, rounded up to whole packs; nothing when it is above the reorder point.
    pub fn suggested(&self, position: Qty) -> Qty {
        if position > self.reorder_point {
            return Qty::ZERO;
        }
        let missing = self.max.minus(position).max(Qty::ZERO);
        let pack = self.pack.0.max(1);
        let packs = missing.0 / pack + i64::from(missing.0 % pack != 0);
        Qty(packs.saturating_mul(pack))
    }

    pub(super) fn fold(slot: &mut Option<Level>, key: &PartNo, record: &Recorded) {
        for event in &record.entry.events {
            if let Event::LevelSet(level) = event
                && level.part == *key
            {
                *slot = level.max.is_positive().then(|| Level::clone(level));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(reorder_point: i64, max: i64, pack: i64) -> Level {
        Level {
            part: PartNo::new("P").unwrap(),
            unit: Unit::Piece,
            safety: Qty::ONE,
            reorder_point: Qty::units(reorder_point),
            max: Qty::units(max),
            pack: Qty::units(pack),
            lead_days: 2,
            supplier: String::new(),
            class: None,
            basis: None,
        }
    }

    #[test]
    fn what_is_suggested_fills_up_in_whole_packs_and_only_when_it_is_due() {
        let check = |(reorder, max, pack), position, expected| {
            let suggested = level(reorder, max, pack).suggested(Qty::units(position));
            assert_eq!(suggested, Qty::units(expected), "{reorder} {max} {pack} at {position}");
        };
        check((4, 12, 1), 5, 0);
        check((4, 12, 1), 4, 8);
        check((4, 12, 5), 4, 10);
        check((4, 12, 5), -1, 15);
        check((4, 12, 12), 0, 12);
    }

    #[test]
    fn an_alert_clears_well_above_the_reorder_point_but_never_above_the_maximum() {
        assert_eq!(level(2, 6, 1).clear_at(), Qty::units(4));
        assert_eq!(level(2, 3, 1).clear_at(), Qty::units(3));
        assert_eq!(level(2, 6, 10).clear_at(), Qty::units(6));
        assert_eq!(level(6, 6, 1).clear_at(), Qty(6001));
    }
}
