//! What time it is at a machine without a clock battery: from its own clock, from the hub's, and from what it has seen.
//!
//! It may wake in 1970. Until it learns the time it cannot be earlier than the latest moment that it has seen in a record:
//! so what is done there comes after everything that was known there, and not before the rest of the day.

use super::entry::Recorded;

/// What all clocks of a machine say at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clocks {
    /// Milliseconds since 1970-01-01 UTC by the wall clock, right or wrong.
    pub wall_ms: i64,
    /// Milliseconds since boot, standby included.
    pub since_boot_ms: u64,
    /// Whether the wall clock is known to be right.
    pub trusted: bool,
}

impl Clocks {
    fn up_ms(self) -> i64 {
        i64::try_from(self.since_boot_ms).unwrap_or(i64::MAX)
    }
}

/// An answer's way takes well under this, and clocks that agree differ by less.
const TOLERANCE_MS: i64 = 5_000;

/// What a machine has found out of the time since it booted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RightTime {
    /// When it booted by the hub's clock: milliseconds since 1970-01-01 UTC.
    by_hub: Option<i64>,
    /// The same by the latest moment that it has seen: it booted at this time or later.
    seen: Option<i64>,
}

impl RightTime {
    /// What is known at the start: the latest moment in the book.
    pub fn of(latest_known_ms: Option<i64>, clocks: Clocks) -> RightTime {
        let mut right = RightTime::default();
        latest_known_ms.into_iter().for_each(|wall_ms| right.saw(wall_ms, clocks));
        right
    }

    /// The right time, as far as it is known: by the own clock where that is right, by the hub's where it is not, and
    /// otherwise no earlier than what was seen.
    #[must_use]
    pub fn tell(&self, clocks: Clocks) -> Clocks {
        if clocks.trusted {
            return clocks;
        }
        if let Some(boot) = self.by_hub {
            let hub_ms = boot.saturating_add(clocks.up_ms());
            let agrees = differ_ms(hub_ms, clocks.wall_ms) <= TOLERANCE_MS;
            return Clocks { wall_ms: if agrees { clocks.wall_ms } else { hub_ms }, trusted: true, ..clocks };
        }
        let earliest = self.seen.map_or(i64::MIN, |boot| boot.saturating_add(clocks.up_ms()));
        Clocks { wall_ms: clocks.wall_ms.max(earliest), ..clocks }
    }

    /// A record that is known to be of this moment has been seen.
    pub fn saw(&mut self, wall_ms: i64, clocks: Clocks) {
        self.seen = self.seen.max(Some(wall_ms.saturating_sub(clocks.up_ms())));
    }

    /// Records have been seen: what they say of the time, where their clocks were right.
    pub fn saw_records<'r>(&mut self, records: impl IntoIterator<Item = &'r Recorded>, clocks: Clocks) {
        let right = records.into_iter().map(|record| record.entry.meta.stamp).filter(|stamp| stamp.trusted);
        if let Some(latest_ms) = right.map(|stamp| stamp.wall_ms).max() {
            self.saw(latest_ms, clocks);
        }
    }

    /// The hub told its time between these two moments. An answer that was long on its way sets nothing, but may agree.
    pub fn heard(&mut self, hub_ms: i64, asked: Clocks, heard: Clocks) {
        let earliest = hub_ms.saturating_sub(heard.up_ms());
        let latest = hub_ms.saturating_sub(asked.up_ms()).max(earliest);
        let fits =
            |boot: i64| earliest.saturating_sub(boot) <= TOLERANCE_MS && boot.saturating_sub(latest) <= TOLERANCE_MS;
        let own = heard.wall_ms.saturating_sub(heard.up_ms());
        self.by_hub = match self.by_hub {
            Some(known) if fits(known) => Some(known),
            _ if differ_ms(latest, earliest) <= TOLERANCE_MS => Some(earliest),
            None if fits(own) => Some(own),
            known => known,
        };
    }
}

fn differ_ms(one: i64, other: i64) -> i64 {
    i64::try_from(one.abs_diff(other)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const NOON: i64 = 1_795_800_000_000;

    /// So many minutes after boot, by a clock that says this.
    fn says(up: i64, wall_ms: i64) -> Clocks {
        Clocks { wall_ms, since_boot_ms: u64::try_from(up * MINUTE).expect("after boot"), trusted: false }
    }

    #[test]
    fn it_is_never_earlier_than_what_was_seen() {
        let mut right = RightTime::default();
        assert_eq!(right.tell(says(1, MINUTE)), says(1, MINUTE), "nothing is known");
        right.saw(NOON, says(2, 2 * MINUTE));
        assert_eq!(right.tell(says(2, 2 * MINUTE)), says(2, NOON));
        assert_eq!(right.tell(says(12, 12 * MINUTE)), says(12, NOON + 10 * MINUTE), "it goes on from there");
        right.saw(NOON - MINUTE, says(12, 12 * MINUTE));
        assert_eq!(right.tell(says(12, 12 * MINUTE)), says(12, NOON + 10 * MINUTE), "older records change nothing");
        let ahead = says(12, NOON + 130 * MINUTE);
        assert_eq!(right.tell(ahead), ahead, "a clock that is ahead may be right");
        let set = Clocks { trusted: true, ..says(13, NOON - MINUTE) };
        assert_eq!(right.tell(set), set, "a clock that is known to be right is");
    }

    #[test]
    fn the_hub_tells_the_time() {
        let mut right = RightTime::default();
        right.saw(NOON, says(0, 0));
        right.heard(NOON + 7 * MINUTE, says(3, 3 * MINUTE), says(3, 3 * MINUTE));
        let told = right.tell(says(5, 5 * MINUTE));
        assert_eq!((told.wall_ms, told.trusted), (NOON + 9 * MINUTE, true));
        let near = right.tell(says(5, NOON + 9 * MINUTE + 2_000));
        assert_eq!(
            (near.wall_ms, near.trusted),
            (NOON + 9 * MINUTE + 2_000, true),
            "an own clock that agrees is right"
        );
        right.heard(NOON + 30 * MINUTE, says(5, 0), says(5, 0));
        assert_eq!(right.tell(says(5, 0)).wall_ms, NOON + 30 * MINUTE, "the hub's clock was set");
    }

    #[test]
    fn an_answer_that_was_long_on_its_way_sets_no_clock() {
        let mut right = RightTime::default();
        right.heard(NOON, says(1, MINUTE), says(2, 2 * MINUTE));
        assert!(!right.tell(says(2, 2 * MINUTE)).trusted, "nobody knows when in that minute it was");
        right.heard(NOON, says(1, NOON - MINUTE / 2), says(2, NOON + MINUTE / 2));
        assert!(right.tell(says(2, NOON + MINUTE / 2)).trusted, "the own clock was right on both sides of it");
        right.heard(NOON + 10 * MINUTE, says(10, 0), says(13, 0));
        let told = right.tell(says(13, NOON + 11 * MINUTE + MINUTE / 2));
        assert_eq!((told.wall_ms, told.trusted), (NOON + 11 * MINUTE + MINUTE / 2, true), "and it still fits");
    }

    #[test]
    fn numbers_at_the_edge_do_no_harm() {
        let mut right = RightTime::default();
        let far = [i64::MIN, -1, 0, i64::MAX];
        let says = |wall_ms, since_boot_ms| Clocks { wall_ms, since_boot_ms, trusted: false };
        for wall in far {
            for up in [0, 1, u64::MAX] {
                right.saw(wall, says(wall, up));
                right.heard(wall, says(i64::MIN, up), says(i64::MAX, 0));
                let _ = right.tell(says(wall, up));
            }
        }
    }
}
