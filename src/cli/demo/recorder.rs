//! A screen that nobody looks at: it keeps what a kiosk shows, so that a script can wait for it, and every tick.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::kiosk::face::Face;
use crate::station::view::screen::{Notice, Screen, Sign};

/// Screens kept; older ones are forgotten.
const KEPT: usize = 64;
/// Longest wait for a screen: far more than any machine needs, so that a wait in vain ends the shift in time.
const PATIENCE: Duration = Duration::from_secs(15);

/// What a kiosk showed.
#[derive(Debug, Default)]
struct Shown {
    screens: VecDeque<Screen>,
    /// Screens shown so far.
    count: u64,
    /// Every notice that says that something is saved, in order.
    ticks: Vec<Notice>,
}

/// Shared between a kiosk and the script that watches it.
#[derive(Debug, Clone, Default)]
pub(super) struct Recorder(Arc<Watched>);

#[derive(Debug, Default)]
struct Watched {
    shown: Mutex<Shown>,
    changed: Condvar,
}

/// A moment in what a kiosk showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    screens: u64,
    ticks: usize,
}

/// Waited in vain; the last screen is in it.
#[derive(Debug)]
pub(super) struct InVain(pub(super) Box<Screen>);

impl Recorder {
    /// Now. What is shown later comes after it.
    pub(super) fn now(&self) -> Moment {
        let shown = self.lock();
        Moment { screens: shown.count, ticks: shown.ticks.len() }
    }

    /// Waits for the first tick after a moment; gives the screen as it is then.
    pub(super) fn tick(&self, after: Moment) -> Result<Screen, InVain> {
        self.wait(|shown| shown.ticks.len() > after.ticks).map(|shown| shown.last())
    }

    /// Waits for a screen after a moment that `fits`.
    pub(super) fn screen(&self, after: Moment, fits: impl Fn(&Screen) -> bool) -> Result<Screen, InVain> {
        let find = |shown: &Shown| shown.since(after).find(|screen| fits(screen)).cloned();
        let shown = self.wait(|shown| find(shown).is_some())?;
        Ok(find(&shown).unwrap_or_default())
    }

    /// Waits until the screen that is shown `fits`.
    pub(super) fn until(&self, fits: impl Fn(&Screen) -> bool) -> Result<Screen, InVain> {
        self.wait(|shown| shown.screens.back().is_some_and(&fits)).map(|shown| shown.last())
    }

    /// Every tick so far.
    pub(super) fn ticks(&self) -> Vec<Notice> {
        self.lock().ticks.clone()
    }

    /// Waits for the next screen, or a hundredth of a second: between two looks at something that tells nobody.
    pub(super) fn pause(&self) {
        let count = self.now().screens;
        let wait = Duration::from_millis(10);
        // A look too early is only a look more.
        let _ = self.0.changed.wait_timeout_while(self.lock(), wait, |shown| shown.count == count);
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.0.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, done: impl Fn(&Shown) -> bool) -> Result<MutexGuard<'_, Shown>, InVain> {
        let waited = self.0.changed.wait_timeout_while(self.lock(), PATIENCE, |shown| !done(shown));
        let (shown, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() { Err(InVain(Box::new(shown.last()))) } else { Ok(shown) }
    }
}

impl Shown {
    fn last(&self) -> Screen {
        self.screens.back().cloned().unwrap_or_default()
    }

    fn since(&self, moment: Moment) -> impl Iterator<Item = &Screen> {
        let forgotten = self.count - self.screens.len() as u64;
        let skip = usize::try_from(moment.screens.saturating_sub(forgotten)).unwrap_or(usize::MAX);
        self.screens.iter().skip(skip)
    }

    fn add(&mut self, screen: &Screen) {
        let before = self.screens.back().and_then(|screen| screen.notice.as_ref());
        if let Some(notice) = screen.notice.as_ref().filter(|notice| is_new_tick(before, notice)) {
            self.ticks.push(notice.clone());
        }
        if self.screens.len() == KEPT {
            self.screens.pop_front();
        }
        self.screens.push_back(screen.clone());
        self.count += 1;
    }
}

/// A notice that stays from screen to screen is one tick; remarks may be added below it.
fn is_new_tick(before: Option<&Notice>, now: &Notice) -> bool {
    let stayed = before.is_some_and(|before| {
        before.sign == now.sign && before.headline == now.headline && now.details.starts_with(&before.details)
    });
    now.sign == Sign::Saved && !stayed
}

impl Face for Recorder {
    fn show(&mut self, screen: &Screen) -> std::io::Result<()> {
        self.lock().add(screen);
        self.0.changed.notify_all();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::station::view::screen::Tone;

    fn screen(title: &str, saved: Option<(&str, &[&str])>) -> Screen {
        let notice = saved.map(|(headline, details)| Notice {
            sign: Sign::Saved,
            tone: Tone::Good,
            headline: headline.to_owned(),
            details: details.iter().map(|line| (*line).to_owned()).collect(),
        });
        Screen { title: title.to_owned(), notice, ..Screen::default() }
    }

    #[test]
    fn a_tick_that_stays_counts_once() {
        let mut recorder = Recorder::default();
        let start = recorder.now();
        for screen in [
            screen("a", None),
            screen("a", Some(("issued", &["1 of 2"]))),
            screen("b", Some(("issued", &["1 of 2", "the same scan"]))),
            screen("b", Some(("issued", &["2 of 2"]))),
            screen("b", None),
            screen("b", Some(("issued", &["2 of 2"]))),
        ] {
            recorder.show(&screen).unwrap();
        }
        assert_eq!(recorder.ticks().len(), 3);
        assert!(recorder.tick(start).is_ok());
        assert_eq!(recorder.screen(start, |screen| screen.notice.is_some()).unwrap().title, "a");
        assert!(recorder.until(|screen| screen.title == "b").is_ok());
    }

    #[test]
    fn only_what_comes_later_is_waited_for() {
        let mut recorder = Recorder::default();
        (0..100).for_each(|n| recorder.show(&screen(&n.to_string(), None)).unwrap());
        let now = recorder.now();
        recorder.show(&screen("new", None)).unwrap();
        assert_eq!(recorder.screen(now, |_| true).unwrap().title, "new");
    }
}
