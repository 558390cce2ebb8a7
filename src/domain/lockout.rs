//! Wrong PINs: after a few of them at one kiosk a person has to wait there, longer each time, and never for ever.
//!
//! Each wrong PIN is a record, on disk before the screen says so: a kiosk that is switched off between two tries counts on.

use super::entry::Stamp;

/// Wrong PINs that cost nothing but the try.
pub const FREE_TRIES: u32 = 5;

/// The first wait; each further wrong PIN doubles it.
const FIRST_WAIT_MS: i64 = 30_000;
/// The longest wait.
const LONGEST_WAIT_MS: i64 = 3_600_000;

/// The wrong PINs of one person at one kiosk since the last right one there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongPins {
    /// The kiosk.
    pub device: u32,
    pub count: u32,
    /// When the last one was: by the kernel's boot and the time since, and by the wall clock.
    pub boot: [u8; 16],
    pub since_boot_ms: u64,
    pub wall_ms: i64,
    pub trusted: bool,
}

impl WrongPins {
    /// One more, at this moment.
    #[must_use]
    pub fn after(before: Option<&WrongPins>, device: u32, stamp: &Stamp) -> WrongPins {
        let count = before.map_or(0, |known| known.count).saturating_add(1);
        let Stamp { boot, since_boot_ms, wall_ms, trusted, .. } = *stamp;
        WrongPins { device, count, boot, since_boot_ms, wall_ms, trusted }
    }

    /// How long the last one makes the person wait, in milliseconds.
    pub fn wait_ms(&self) -> i64 {
        let Some(more) = self.count.checked_sub(FREE_TRIES) else { return 0 };
        FIRST_WAIT_MS.saturating_mul(1 << more.min(20)).min(LONGEST_WAIT_MS)
    }

    /// What is left of that wait, in milliseconds.
    ///
    /// A machine without a clock battery knows after a power cut only how long it has been up: the wait then counts from
    /// there, unless both clocks are known to be right.
    pub fn left_ms(&self, now: &Stamp) -> i64 {
        let up = i64::try_from(now.since_boot_ms).unwrap_or(i64::MAX);
        let passed = if now.boot == self.boot {
            up.saturating_sub(i64::try_from(self.since_boot_ms).unwrap_or(i64::MAX))
        } else if now.trusted && self.trusted {
            up.max(now.wall_ms.saturating_sub(self.wall_ms))
        } else {
            up
        };
        self.wait_ms().saturating_sub(passed.max(0)).max(0)
    }

    /// Tries that are left before the next wait.
    pub fn tries_left(&self) -> u32 {
        FREE_TRIES.saturating_sub(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(boot: u8, since_boot_ms: u64, wall_ms: i64, trusted: bool) -> Stamp {
        Stamp { run: [0; 16], counter: 1, boot: [boot; 16], since_boot_ms, wall_ms, trusted, seen_hub_seq: 0 }
    }

    fn wrong(times: u32, stamp: &Stamp) -> WrongPins {
        let first = WrongPins::after(None, 1, stamp);
        (1..times).fold(first, |known, _| WrongPins::after(Some(&known), 1, stamp))
    }

    #[test]
    fn the_wait_doubles_and_ends() {
        let at = stamp(1, 0, 0, true);
        let waits: Vec<i64> = [1, 4, 5, 6, 7, 11, 12, 500].map(|times| wrong(times, &at).wait_ms() / 1000).into();
        assert_eq!(waits, [0, 0, 30, 60, 120, 1920, 3600, 3600]);
    }

    #[test]
    fn a_power_cut_never_shortens_the_wait() {
        let then = stamp(1, 900_000, 1_000_000, true);
        let five = wrong(5, &then);
        assert_eq!(five.left_ms(&stamp(1, 910_000, 1_010_000, true)), 20_000);
        assert_eq!(five.left_ms(&stamp(2, 4_000, 0, false)), 26_000, "nobody knows how long it was off");
        assert_eq!(five.left_ms(&stamp(2, 4_000, 1_025_000, true)), 5_000);
        assert_eq!(five.left_ms(&stamp(2, 4_000, 5, true)), 26_000, "a clock that went back");
        assert_eq!(five.left_ms(&stamp(2, 31_000, 0, false)), 0, "it ends");
    }
}
