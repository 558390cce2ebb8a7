//! The pace of the loop between a scan and its tick.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use super::event::Event;

/// While a record is on its way to the disk, what would be drawn before its tick waits for it, but not longer than this.
const WITH_THE_TICK: Duration = Duration::from_millis(20);

/// How often the queue is looked at before the loop falls asleep, while a record is on its way. Some tens of
/// microseconds: about what it takes to fall asleep and to be woken. Longer, and where the processors have other work the
/// writer waits for the one that this thread keeps.
const LOOKS: u32 = 1_000;

/// Own records that came back are stored as such after this time at the latest: until then `pitbox log` does not know
/// that they are at the hub.
const CAME_BACK: Duration = Duration::from_secs(10);

/// When what was put off is done.
#[derive(Debug, Default)]
pub(super) struct Pace {
    draw_at: Option<Duration>,
    store_at: Option<Duration>,
}

impl Pace {
    /// Puts drawing off until the tick comes.
    pub(super) fn put_off(&mut self, now: Duration) {
        self.draw_at.get_or_insert(now + WITH_THE_TICK);
    }

    /// It is drawn now.
    pub(super) fn drawn(&mut self) {
        self.draw_at = None;
    }

    /// Own records that came back wait to be stored, or none does.
    pub(super) fn came_back(&mut self, wait: bool, now: Duration) {
        self.store_at = wait.then(|| self.store_at.unwrap_or(now + CAME_BACK));
    }

    /// When something that was put off is due.
    pub(super) fn deadline(&self) -> Option<Duration> {
        [self.draw_at, self.store_at].into_iter().flatten().min()
    }

    /// Whether the tick has taken too long.
    pub(super) fn is_due(&self, now: Duration) -> bool {
        self.draw_at.is_some_and(|at| now >= at)
    }
}

/// Stays awake for a moment for an event that is expected. One processor alone would only keep the others from working.
pub(super) fn expect(events: &Receiver<Event>, processors: usize) -> Option<Event> {
    if processors < 2 {
        return None;
    }
    for _ in 0..LOOKS {
        if let Ok(event) = events.try_recv() {
            return Some(event);
        }
        std::hint::spin_loop();
    }
    None
}
