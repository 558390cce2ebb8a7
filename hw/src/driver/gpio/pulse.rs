//! A lock's coil: on for a moment, never for long.

use std::time::Duration;

/// However long somebody asks for: a coil that is held longer burns, and a door that stays open is no lock.
pub const LONGEST_PULSE: Duration = Duration::from_secs(3);

/// One pulse at a time, with as long a rest after it.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    /// When the coil goes off, and when it may be on again.
    under_way: Option<(Duration, Duration)>,
}

impl Pulse {
    /// Asks for a pulse. Left out while one is under way or the coil rests, so that nobody holds it on by asking often.
    pub(super) fn ask(&mut self, now: Duration, time: Duration) {
        if self.under_way.is_none_or(|(_, rested)| rested <= now) {
            let time = time.min(LONGEST_PULSE);
            let off = now.saturating_add(time);
            self.under_way = Some((off, off.saturating_add(time)));
        }
    }

    /// Whether the coil is on at `now`, and until when.
    pub(super) fn at(&self, now: Duration) -> (bool, Option<Duration>) {
        match self.under_way {
            Some((off, _)) if now < off => (true, Some(off)),
            Some(_) | None => (false, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_pulse_ends_by_itself_and_is_not_made_longer() {
        let mut lock = Pulse::default();
        assert_eq!(lock.at(ms(0)), (false, None));
        lock.ask(ms(0), ms(500));
        lock.ask(ms(400), ms(500));
        assert_eq!(lock.at(ms(499)), (true, Some(ms(500))));
        lock.ask(ms(600), ms(500));
        assert_eq!(lock.at(ms(600)), (false, None));
        lock.ask(ms(1000), ms(60_000));
        assert_eq!(lock.at(ms(1000)), (true, Some(ms(4000))));
    }

    proptest! {
        #[test]
        fn the_coil_is_never_on_for_more_than_half_of_the_time_or_the_maximum(
            asked in proptest::collection::vec((0u64..2000, 0u64..10_000), 1..100),
        ) {
            let (mut lock, mut now, mut on_since) = (Pulse::default(), ms(0), None);
            for (pause, time) in asked {
                for _ in 0..pause / 10 {
                    now += ms(10);
                    let (on, _) = lock.at(now);
                    on_since = if on { on_since.or(Some(now)) } else { None };
                    prop_assert!(on_since.is_none_or(|since| now - since <= LONGEST_PULSE));
                }
                lock.ask(now, ms(time));
            }
        }
    }
}
