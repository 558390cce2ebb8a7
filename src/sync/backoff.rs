//! How long to wait before the next try: full jitter, so that stations that failed together do not return together.

use std::time::Duration;

/// Upper bound of the first wait; each further failure doubles it.
pub const BASE: Duration = Duration::from_secs(1);
/// No wait is longer, unless the hub asks for more.
pub const CAP: Duration = Duration::from_secs(300);
/// No wait is shorter: jitter may say zero, and a hub that is down must not keep a core busy.
pub const FLOOR: Duration = Duration::from_millis(100);
/// The longest time that a hub's Retry-After is believed.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// The wait after the `failures`-th failure in a row (from 1): uniform between [`FLOOR`] and `min(CAP, BASE * 2^(failures-1))`.
pub fn full_jitter(failures: u32, rng: &mut Dice) -> Duration {
    let doubled = BASE.saturating_mul(1u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX).max(1));
    rng.between(FLOOR, doubled.min(CAP))
}

/// The wait that a hub asked for, and up to a quarter (at least a second) on top, so that not all come back at once.
pub fn after_request(asked: Duration, rng: &mut Dice) -> Duration {
    let asked = asked.min(MAX_RETRY_AFTER);
    asked + rng.between(Duration::ZERO, (asked / 4).max(Duration::from_secs(1)))
}

/// Pseudo-random numbers from a seed (SplitMix64). Not for secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A duration from `low` to `high`, in whole milliseconds.
    pub fn between(&mut self, low: Duration, high: Duration) -> Duration {
        let span = u64::try_from(high.saturating_sub(low).as_millis()).unwrap_or(u64::MAX - 1);
        low + Duration::from_millis(self.roll() % (span + 1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_wait_is_never_below_the_floor_nor_above_the_cap(failures in any::<u32>(), seed in any::<u64>()) {
            let wait = full_jitter(failures, &mut Dice::new(seed));
            prop_assert!((FLOOR..=CAP).contains(&wait));
        }

        #[test]
        fn the_first_retry_is_quick(seed in any::<u64>()) {
            prop_assert!(full_jitter(1, &mut Dice::new(seed)) <= BASE);
        }

        #[test]
        fn nobody_returns_before_the_hub_said(seconds in 0u64..7200, seed in any::<u64>()) {
            let asked = Duration::from_secs(seconds);
            let wait = after_request(asked, &mut Dice::new(seed));
            prop_assert!(wait >= asked.min(MAX_RETRY_AFTER));
            prop_assert!(wait <= MAX_RETRY_AFTER + MAX_RETRY_AFTER / 4);
        }
    }

    #[test]
    fn waits_spread_over_the_whole_range() {
        let mut rng = Dice::new(7);
        let waits: Vec<Duration> = (0..200).map(|_| full_jitter(20, &mut rng)).collect();
        let below = waits.iter().filter(|wait| **wait < CAP / 2).count();
        assert!((60..140).contains(&below), "{below} of 200 below the middle");
    }
}
