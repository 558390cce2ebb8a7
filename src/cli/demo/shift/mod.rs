//! The scripted shift: two technicians and a clerk work at two kiosks, the hub is cut off for a while, and at the end the
//! books are checked.
//!
//! Nothing here sleeps: each step writes what a device sends, or presses a key, and waits for what the screen then shows.

mod post;
mod story;

use std::process::ExitCode;

use super::books::{self, Books};
use super::recorder::Recorder;
use super::site::Site;
use super::stand::{Stand, Wanted};
use super::words::Words;
use super::workshop::Workshop;
use crate::cli::report;
use crate::config::StationRole;
use crate::kiosk::event::Queue;
use crate::station::words::Language;
use post::Post;

/// Everything that the story plays with.
struct Shift {
    words: Words,
    workshop: Workshop,
    // Dropped before the site, whose folder they use.
    counter: Post,
    bay: Post,
    site: Site,
}

/// Plays the shift; the last line says whether the books are right.
pub(super) fn run(language: Language) -> anyhow::Result<ExitCode> {
    let words = Words(language);
    let mut shift = Shift::open(language)?;
    let mut wrong = Vec::new();
    if let Err(why) = story::play(&mut shift) {
        wrong.push(words.shift_broke_off(format!("{why:#}")));
    }
    let books = shift.close(&mut wrong);
    for line in &wrong {
        report::say(line);
    }
    match books {
        Some(books) if wrong.is_empty() => {
            report::say(&words.books_ok(books.records, books.ticks, books.labels));
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            report::say(&words.books_not_ok(wrong.len()));
            Ok(ExitCode::FAILURE)
        }
    }
}

impl Shift {
    fn open(language: Language) -> anyhow::Result<Shift> {
        let words = Words(language);
        let workshop = Workshop::open()?;
        let site = Site::open()?;
        let opened = words.opens(site.url(), workshop.jobs.len(), workshop.parts.len());
        report::say(&opened);
        let start = |name, role| {
            let recorder = Recorder::default();
            let stand = Stand::start(&site, Wanted { name, role, language }, recorder.clone(), Queue::new())?;
            anyhow::Ok(Post { stand, recorder, words })
        };
        let counter = start("counter-1", StationRole::Counter)?;
        let bay = start("bay-1", StationRole::Bay)?;
        Ok(Shift { words, workshop, counter, bay, site })
    }

    /// Ends everything and looks into the books. What is wrong is added to `wrong`.
    fn close(&mut self, wrong: &mut Vec<String>) -> Option<Books> {
        for post in [&mut self.counter, &mut self.bay] {
            wrong.extend(post.stand.stop().err().map(|why| format!("{why:#}")));
        }
        wrong.extend(self.site.switch_off().err().map(|why| format!("{why:#}")));
        let kiosks = [&self.counter, &self.bay].map(|post| books::Kiosk {
            name: post.stand.name(),
            store: post.stand.store(),
            ticks: post.recorder.ticks(),
            printed: post.stand.printer().labels(),
        });
        match books::check(&self.site, &kiosks, wrong) {
            Ok(books) => Some(books),
            Err(why) => {
                wrong.push(format!("{why:#}"));
                None
            }
        }
    }

    /// What to call somebody.
    fn name(&self, person: &str) -> String {
        let row = self.workshop.people.iter().find(|row| row.person.as_str() == person);
        row.map_or_else(|| person.to_owned(), |row| self.words.name(row))
    }
}
