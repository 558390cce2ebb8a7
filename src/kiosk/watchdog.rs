//! Feeds the service manager's watchdog: only while this loop takes events, the screen was drawn, and the store answers.

use std::time::Duration;

use crate::service;

/// When the watchdog is fed next, and whether the store was asked for it.
#[derive(Debug, Default)]
pub(super) struct Watchdog {
    every: Option<Duration>,
    /// Steady time.
    next: Duration,
    asked: bool,
}

impl Watchdog {
    /// As the service manager wants it. Without one it never wakes anybody.
    pub(super) fn start(now: Duration) -> Watchdog {
        Watchdog { every: service::feeding(), next: now, asked: false }
    }

    /// When the loop has to come by; nothing while the store's answer is awaited.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.every.filter(|_| !self.asked).map(|_| self.next)
    }

    /// Whether the store is to be asked now.
    pub(super) fn is_due(&mut self, now: Duration) -> bool {
        let due = self.deadline().is_some_and(|at| now >= at);
        self.asked |= due;
        due
    }

    /// The store answered, so everything that feeds it works.
    pub(super) fn store_answered(&mut self, now: Duration) {
        self.asked = false;
        if let Some(every) = self.every {
            self.next = now + every;
            service::alive();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn every_ten_seconds() -> Watchdog {
        Watchdog { every: Some(10 * SECOND), next: SECOND, asked: false }
    }

    #[test]
    fn nobody_is_woken_without_a_service_manager() {
        let mut watchdog = Watchdog { every: None, ..every_ten_seconds() };
        assert_eq!(watchdog.deadline(), None);
        assert!(!watchdog.is_due(100 * SECOND));
    }

    #[test]
    fn it_is_fed_again_only_after_the_store_answered() {
        let mut watchdog = every_ten_seconds();
        assert!(!watchdog.is_due(SECOND / 2), "not yet");
        assert!(watchdog.is_due(SECOND));
        assert_eq!(watchdog.deadline(), None, "a store that does not answer is not asked again");
        assert!(!watchdog.is_due(50 * SECOND));
        watchdog.store_answered(2 * SECOND);
        assert_eq!(watchdog.deadline(), Some(12 * SECOND));
    }
}
