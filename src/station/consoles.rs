//! Terminals elsewhere that show this kiosk's screen or drive it: announced in the header, recorded, and no place to type a
//! PIN.

use std::collections::VecDeque;

use super::effect::{Beep, Effect};
use super::flow::own_pin;
use super::input::World;
use super::key::Key;
use super::pipeline::Then;
use super::record::Wish;
use super::session::Asked;
use super::view::screen::{Mark, Tone};
use super::words::Words;
use super::{Station, flow};
use crate::domain::command::Command;
use crate::domain::entry::Cause;

/// Most beginnings and ends that wait to be recorded, as while the disk refuses; more are left out.
const MAX_WAITING: usize = 64;

/// Longest name of an account that is kept.
const MAX_NAME: usize = 64;

/// Who looks on, and what of it is still to be recorded.
#[derive(Debug, Default)]
pub(super) struct ConsoleBoard {
    open: Vec<Console>,
    to_record: VecDeque<Command>,
}

#[derive(Debug)]
struct Console {
    number: u64,
    by: String,
    drives: bool,
}

/// How many terminals elsewhere show this screen.
pub(super) fn count(station: &Station) -> usize {
    station.consoles.open.len()
}

pub(super) fn opened(station: &mut Station, number: u64, by: String, drives: bool) {
    let by: String = by.chars().take(MAX_NAME).collect();
    station.consoles.note(Command::UseConsole { by: by.clone(), drives, began: true });
    station.consoles.open.push(Console { number, by, drives });
    station.effects.push(Effect::Beep(Beep::Attention));
}

pub(super) fn closed(station: &mut Station, number: u64) {
    let board = &mut station.consoles;
    if let Some(at) = board.open.iter().position(|console| console.number == number) {
        let Console { by, drives, .. } = board.open.remove(at);
        board.note(Command::UseConsole { by, drives, began: false });
    }
}

/// A key of a terminal elsewhere: like one at the kiosk, but a PIN is typed by the person who stands there.
pub(super) fn key(station: &mut Station, key: Key, world: World<'_>) {
    let secret = matches!(station.session.question, Some(Asked::Pin { .. })) || own_pin::is_open(station);
    if secret && key != Key::Escape {
        let words = station.words();
        return station.tell_bad(words.console_no_pin(), vec![words.nothing_changed()]);
    }
    flow::key(station, key, world);
}

/// Writes down who came and went, once nothing else is on its way to the disk.
pub(super) fn record(station: &mut Station, world: World<'_>) {
    if station.pipeline.is_busy() || station.stopped.is_some() || station.settings.device.is_none() {
        return;
    }
    let Some(command) = station.consoles.to_record.pop_front() else { return };
    // Nobody at the kiosk did this, and no question there is answered by it.
    let (person, question) = (station.session.person.take(), station.session.question.take());
    station.submit(command, Wish { then: Then::Quiet, ..Wish::new(&Cause::Keys) }, world);
    station.session.person = person;
    station.session.question = question;
}

/// Who drives, and who only looks on: first in the header, because it concerns whoever stands there.
pub(super) fn marks(station: &Station, words: Words) -> Vec<Mark> {
    let mark = |console: &Console| match console.drives {
        true => Mark { tone: Tone::Attention, text: words.console_drives(&console.by) },
        false => Mark { tone: Tone::Attention, text: words.console_watches(&console.by) },
    };
    let (driving, watching): (Vec<_>, Vec<_>) = station.consoles.open.iter().partition(|console| console.drives);
    driving.into_iter().chain(watching).map(mark).collect()
}

impl ConsoleBoard {
    /// The terminals that are there: number, account, whether it drives.
    pub(super) fn all(&self) -> Vec<(u64, String, bool)> {
        self.open.iter().map(|console| (console.number, console.by.clone(), console.drives)).collect()
    }

    /// Whether nothing of it is still to be recorded.
    pub(super) fn is_recorded(&self) -> bool {
        self.to_record.is_empty()
    }

    /// A board on which these are, and all of it is recorded.
    pub(super) fn of(open: Vec<(u64, String, bool)>) -> ConsoleBoard {
        let open = open.into_iter().map(|(number, by, drives)| Console { number, by, drives });
        ConsoleBoard { open: open.collect(), to_record: VecDeque::new() }
    }

    fn note(&mut self, command: Command) {
        if self.to_record.len() < MAX_WAITING {
            self.to_record.push_back(command);
        }
    }
}
