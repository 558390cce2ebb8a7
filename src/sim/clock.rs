//! The clock of a machine without a battery.

use std::time::Duration;

use super::dice::Dice;
use crate::station::input::Now;

/// 2026-11-28 by everybody's watch, when the world begins.
const BEGINS_MS: i64 = 1_795_800_000_000;
const YEAR_MS: i64 = 365 * 24 * 3_600_000;

/// How far the wall clock of a station is off, and whether it is known to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct WallClock {
    off_ms: i64,
    pub(super) trusted: bool,
}

impl WallClock {
    /// After a start: right, some minutes off, or years.
    pub(super) fn some(dice: &mut Dice) -> WallClock {
        let sign = if dice.percent(50) { 1 } else { -1 };
        match dice.below(4) {
            0 => WallClock { off_ms: sign * 10 * YEAR_MS, trusted: false },
            1 => WallClock { off_ms: sign * i64::try_from(dice.below(3_600_000)).unwrap_or(0), trusted: false },
            _ => WallClock { off_ms: 0, trusted: true },
        }
    }

    /// A moment of the world by the clocks of the station.
    pub(super) fn moment(self, now: Duration) -> Now {
        let since_boot_ms = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        Now { steady: now, since_boot_ms, wall_ms: self.shows_ms(now), trusted: self.trusted }
    }

    /// What it shows.
    pub(super) fn shows_ms(self, now: Duration) -> i64 {
        BEGINS_MS.saturating_add(i64::try_from(now.as_millis()).unwrap_or(0)).saturating_add(self.off_ms)
    }
}
