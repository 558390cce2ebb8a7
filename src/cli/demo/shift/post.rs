//! One kiosk of the shift: things are done at it, and what it says is awaited and printed.

use std::time::Duration;

use anyhow::{anyhow, bail};

use crate::cli::demo::recorder::{InVain, PATIENCE, Recorder};
use crate::cli::demo::site::Site;
use crate::cli::demo::stand::Stand;
use crate::cli::demo::words::Words;
use crate::cli::report;
use crate::cli::table::padded;
use crate::clock;
use crate::hub::store::HubStore;
use crate::station::key::Key;
use crate::station::view::screen::{Screen, Sign};
use crate::store::LogReader;

/// Cells of the columns of the printed lines.
const KIOSK: usize = 10;
const PERSON: usize = 13;
/// What is on the disk of a kiosk takes a moment until it is in its book. What depends on that is done again after this
/// time, longer than a stutter and than a badge is held.
const AGAIN: Duration = Duration::from_millis(1500);
/// How often it is done.
const TRIES: u32 = 10;

/// A kiosk and what it shows.
pub(super) struct Post {
    pub(super) stand: Stand,
    pub(super) recorder: Recorder,
    pub(super) words: Words,
}

impl Post {
    /// Does something and waits for the tick.
    pub(super) fn saved(&self, act: impl FnOnce(&Stand) -> std::io::Result<()>) -> anyhow::Result<()> {
        let before = self.recorder.now();
        act(&self.stand)?;
        let ticked = self.recorder.tick(before, PATIENCE);
        self.print(&ticked.map_err(|in_vain| self.in_vain("a tick", &in_vain))?);
        Ok(())
    }

    /// Scans a code that makes a record as soon as the kiosk has heard of something from the hub.
    pub(super) fn record_when_known(&self, code: &str) -> anyhow::Result<()> {
        let before = self.recorder.now();
        self.again_and_again("a tick", |limit| {
            self.stand.scan(code)?;
            Ok(self.recorder.tick(before, limit))
        })
    }

    /// Does something that the kiosk understands as soon as it has heard of it from the hub, and waits for a screen.
    pub(super) fn seen_when_known(
        &self,
        what: &str,
        act: impl Fn(&Stand) -> std::io::Result<()>,
        fits: impl Fn(&Screen) -> bool,
    ) -> anyhow::Result<()> {
        let before = self.recorder.now();
        self.again_and_again(what, |limit| {
            act(&self.stand)?;
            Ok(self.recorder.screen(before, limit, &fits))
        })
    }

    fn again_and_again(
        &self,
        what: &str,
        attempt: impl Fn(Duration) -> std::io::Result<Result<Screen, InVain>>,
    ) -> anyhow::Result<()> {
        for _ in 1..TRIES {
            if let Ok(screen) = attempt(AGAIN)? {
                self.print(&screen);
                return Ok(());
            }
        }
        self.print(&attempt(AGAIN)?.map_err(|in_vain| self.in_vain(what, &in_vain))?);
        Ok(())
    }

    /// Scans a code that makes a record.
    pub(super) fn record(&self, code: &str) -> anyhow::Result<()> {
        self.saved(|stand| stand.scan(code))
    }

    /// Does something and waits for a screen.
    pub(super) fn seen(
        &self,
        what: &str,
        act: impl FnOnce(&Stand) -> std::io::Result<()>,
        fits: impl Fn(&Screen) -> bool,
    ) -> anyhow::Result<()> {
        let before = self.recorder.now();
        act(&self.stand)?;
        let screen = self.recorder.screen(before, PATIENCE, fits).map_err(|in_vain| self.in_vain(what, &in_vain))?;
        self.print(&screen);
        Ok(())
    }

    /// Scans a code that opens a screen on which `word` stands in the title.
    pub(super) fn open(&self, code: &str, word: &str) -> anyhow::Result<()> {
        self.seen(word, |stand| stand.scan(code), |screen| screen.title.contains(word) && screen.question.is_none())
    }

    /// Scans a code that is answered by a notice with this sign.
    pub(super) fn told(&self, code: &str, sign: Sign) -> anyhow::Result<()> {
        let fits = |screen: &Screen| screen.notice.as_ref().is_some_and(|notice| notice.sign == sign);
        self.seen("an answer", |stand| stand.scan(code), fits)
    }

    /// Scans a code that is answered by a question.
    pub(super) fn asked(&self, code: &str) -> anyhow::Result<()> {
        self.seen("a question", |stand| stand.scan(code), |screen| screen.question.is_some())
    }

    /// Types a quantity, which makes a record.
    pub(super) fn quantity(&self, text: &str) -> anyhow::Result<()> {
        self.saved(|stand| {
            text.chars().for_each(|letter| stand.key(Key::Char(letter)));
            stand.key(Key::Enter);
            Ok(())
        })
    }

    /// Waits until the screen says this among its marks.
    pub(super) fn mark(&self, text: &str) -> anyhow::Result<()> {
        let has = |screen: &Screen| screen.header.marks.iter().any(|mark| mark.text == text);
        let screen = self.recorder.until(has).map_err(|in_vain| self.in_vain(text, &in_vain))?;
        self.line(&screen, text);
        Ok(())
    }

    /// Waits until the hub does not answer, as the screen has it.
    pub(super) fn offline(&self) -> anyhow::Result<()> {
        let online = self.words.screens().hub_online();
        let gone = |screen: &Screen| screen.header.marks.iter().all(|mark| mark.text != online);
        let screen = self.recorder.until(gone).map_err(|in_vain| self.in_vain("no network", &in_vain))?;
        let marks: Vec<&str> = screen.header.marks.iter().map(|mark| mark.text.as_str()).collect();
        self.line(&screen, &marks.join(", "));
        Ok(())
    }

    /// Waits until nothing waits to be sent.
    pub(super) fn sent(&self) -> anyhow::Result<()> {
        let online = self.words.screens().hub_online();
        let bare = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        let waiting = bare(&self.words.screens().waiting(0));
        let sent = |screen: &Screen| {
            let marks = &screen.header.marks;
            marks.iter().any(|mark| mark.text == online) && marks.iter().all(|mark| bare(&mark.text) != waiting)
        };
        self.recorder.until(sent).map_err(|in_vain| self.in_vain("the hub", &in_vain))?;
        Ok(())
    }

    /// Waits until this kiosk holds all that the hub has, and the hub all that this kiosk has.
    pub(super) fn up_to_date(&self, site: &Site) -> anyhow::Result<()> {
        let (hub, store) = (site.store()?, LogReader::open(self.stand.store())?);
        let end = clock::now().steady + PATIENCE;
        loop {
            let (progress, own) = (store.progress()?, store.head()?);
            if progress.pulled == hub.head()? && own.is_none_or(|own| own.at == progress.echoed || own.at.seq == 0) {
                return Ok(());
            }
            if clock::now().steady > end {
                bail!(self.words.waited(self.stand.name(), "the records of the others"));
            }
            self.recorder.pause();
        }
    }

    /// Prints something that the screen says besides its headline.
    pub(super) fn mention(&self, text: &str) -> anyhow::Result<()> {
        let screen = self.recorder.until(|_| true).map_err(|in_vain| self.in_vain(text, &in_vain))?;
        self.line(&screen, text);
        Ok(())
    }

    fn in_vain(&self, what: &str, InVain(screen): &InVain) -> anyhow::Error {
        let marks: Vec<&str> = screen.header.marks.iter().map(|mark| mark.text.as_str()).collect();
        let shown = format!("{what} [{} | {} | {}]", screen.title, said(screen), marks.join(", "));
        anyhow!(self.words.waited(self.stand.name(), shown))
    }

    fn print(&self, screen: &Screen) {
        self.line(screen, &said(screen));
    }

    fn line(&self, screen: &Screen, text: &str) {
        let person = screen.header.person.as_deref().unwrap_or("-");
        let (kiosk, person) = (padded(self.stand.name(), KIOSK), padded(person, PERSON));
        report::say(&format!("{}  {kiosk} {person} {text}", screen.header.clock));
    }
}

/// What a screen says before anything else.
fn said(screen: &Screen) -> String {
    if let Some(question) = &screen.question {
        return question.headline.clone();
    }
    match &screen.notice {
        Some(notice) if notice.sign != Sign::Saved => {
            let details = notice.details.iter().filter(|line| !line.is_empty());
            [&notice.headline].into_iter().chain(details).cloned().collect::<Vec<_>>().join(" / ")
        }
        Some(notice) => notice.headline.clone(),
        None => screen.title.clone(),
    }
}
