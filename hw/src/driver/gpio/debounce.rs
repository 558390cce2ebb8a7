//! Contacts bounce: a level counts when it has held for a while.

use std::time::Duration;

/// One contact.
#[derive(Debug)]
pub(super) struct Debounce {
    settle: Duration,
    level: bool,
    /// Since when it seems to have changed.
    moved: Option<Duration>,
}

impl Debounce {
    /// A contact that is at `level` now; it counts as changed after `settle`.
    pub(super) fn new(settle: Duration, level: bool) -> Self {
        Self { settle, level, moved: None }
    }

    /// The contact moved and is at `level`: waiting begins anew.
    pub(super) fn moved(&mut self, now: Duration, level: bool) {
        self.moved = (level != self.level).then_some(now);
    }

    /// When to look at the contact again.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.moved.map(|moved| moved.saturating_add(self.settle))
    }

    /// The contact was looked at after the deadline: the new level, if it has changed for good.
    pub(super) fn settled(&mut self, now: Duration, level: bool) -> Option<bool> {
        if self.deadline().is_none_or(|due| now < due) {
            return None;
        }
        self.moved = None;
        (level != self.level).then(|| {
            self.level = level;
            level
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn bouncing_is_one_press_and_a_spike_is_none() {
        let mut contact = Debounce::new(ms(20), false);
        for (at, level) in [(0, true), (2, false), (3, true), (7, false), (8, true)] {
            contact.moved(ms(at), level);
            assert_eq!(contact.settled(ms(at), level), None);
        }
        assert_eq!(contact.deadline(), Some(ms(28)));
        assert_eq!(contact.settled(ms(27), true), None);
        assert_eq!(contact.settled(ms(28), true), Some(true));
        assert_eq!((contact.deadline(), contact.settled(ms(90), true)), (None, None));
        // A spike.
        contact.moved(ms(100), false);
        contact.moved(ms(101), true);
        assert_eq!(contact.deadline(), None);
        contact.moved(ms(200), false);
        assert_eq!(contact.settled(ms(220), true), None, "it went back unheard");
        contact.moved(ms(300), false);
        assert_eq!(contact.settled(ms(320), false), Some(false));
    }
}
