//! How much one station may ask and send. Whoever asks for more is told to wait; its records stay on the kiosk, and nobody else
//! waits for it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Requests at once, and how many come back each second. A station in a hurry sends some tens.
const REQUESTS: Allowance = Allowance { most: 400, each_second_thousandths: 100_000 };
/// Records at once: more than a kiosk records in a month without a network. What comes back is 170,000 a day; a busy kiosk
/// records 2,000.
const RECORDS: Allowance = Allowance { most: 200_000, each_second_thousandths: 2_000 };

/// What may be used at once, and how fast it comes back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    pub(super) most: u64,
    pub(super) each_second_thousandths: u64,
}

/// What is left of an allowance, in thousandths, and when that was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    thousandths: u64,
    at: Duration,
}

impl Left {
    pub(super) fn full(allowance: Allowance, now: Duration) -> Left {
        Left { thousandths: allowance.most * 1_000, at: now }
    }

    /// Whether there is one, or how long until there is.
    pub(super) fn has_one(mut self, allowance: Allowance, now: Duration) -> Result<(), Duration> {
        self.take(allowance, 1, now)
    }

    /// Uses so many, or says how long until there are as many.
    pub(super) fn take(&mut self, allowance: Allowance, count: u64, now: Duration) -> Result<(), Duration> {
        let passed_ms = u64::try_from(now.saturating_sub(self.at).as_millis()).unwrap_or(u64::MAX);
        let back = passed_ms.saturating_mul(allowance.each_second_thousandths) / 1_000;
        if back > 0 {
            self.thousandths = self.thousandths.saturating_add(back).min(allowance.most * 1_000);
            self.at = now;
        }
        let wanted = count.saturating_mul(1_000);
        match self.thousandths.checked_sub(wanted) {
            Some(left) => {
                self.thousandths = left;
                Ok(())
            }
            None => {
                let missing = wanted - self.thousandths;
                Err(Duration::from_millis((missing * 1_000).div_ceil(allowance.each_second_thousandths)))
            }
        }
    }
}

/// What is left to each station since the hub started.
#[derive(Debug, Default)]
pub(super) struct Limits(Mutex<BTreeMap<u32, (Left, Left)>>);

impl Limits {
    /// One request of a station that has proven who it is. `now` is steady time.
    ///
    /// # Errors
    /// How long it is to wait.
    pub(super) fn request(&self, device: u32, now: Duration) -> Result<(), Duration> {
        self.of(device, now, |(requests, _)| requests.take(REQUESTS, 1, now))
    }

    /// So many records of it.
    ///
    /// # Errors
    /// How long it is to wait with them.
    pub(super) fn records(&self, device: u32, count: u64, now: Duration) -> Result<(), Duration> {
        self.of(device, now, |(_, records)| records.take(RECORDS, count, now))
    }

    fn of<T>(&self, device: u32, now: Duration, take: impl FnOnce(&mut (Left, Left)) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        take(all.entry(device).or_insert_with(|| (Left::full(REQUESTS, now), Left::full(RECORDS, now))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(1_000);

    #[test]
    fn who_asks_too_often_waits_and_nobody_else_does() {
        let limits = Limits::default();
        assert!((0..REQUESTS.most).all(|_| limits.request(3, NOW).is_ok()));
        assert_eq!(limits.request(3, NOW), Err(Duration::from_millis(10)));
        assert_eq!(limits.request(4, NOW), Ok(()));
        let later = NOW + Duration::from_millis(10);
        assert_eq!((limits.request(3, later), limits.request(3, later).is_err()), (Ok(()), true));
    }

    #[test]
    fn a_month_without_a_network_fits_and_a_flood_does_not() {
        let limits = Limits::default();
        let batches = RECORDS.most / 256;
        assert!((0..batches).all(|_| limits.records(3, 256, NOW).is_ok()));
        let wait = limits.records(3, 256, NOW).expect_err("the allowance is used up");
        assert_eq!(wait, Duration::from_secs(96), "64 were left");
        assert_eq!(limits.records(3, 256, NOW + wait), Ok(()));
        assert!(limits.records(3, 1, NOW + wait).is_err());
    }

    #[test]
    fn what_comes_back_is_no_more_than_the_allowance() {
        let limits = Limits::default();
        assert_eq!(limits.request(3, NOW), Ok(()));
        let much_later = NOW + Duration::from_secs(1_000_000);
        assert!((0..REQUESTS.most).all(|_| limits.request(3, much_later).is_ok()));
        assert!(limits.request(3, much_later).is_err());
    }
}
