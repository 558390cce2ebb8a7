//! A delivery: the note, the parts, DONE. Each scan is saved at once.

use super::super::Station;
use super::super::input::World;
use super::super::record::Wish;
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::{NoteNo, PartNo};
use crate::domain::qty::Qty;
use crate::station::session::Task;
use crate::station::view::screen::{Sign, Tone};

/// Opens a delivery, with its note if that was scanned.
pub(super) fn begin(station: &mut Station, note: Option<NoteNo>) {
    station.session.bin = None;
    let began = station.session.acts.len();
    super::enter_task(station, Task::Receive { note, began });
}

/// A delivery note: begins a delivery at a counter, or names the one that is open.
pub(in crate::station) fn note(station: &mut Station, note: NoteNo) {
    let words = station.words();
    if station.session.person.is_none() {
        return super::people::badge_first(station);
    }
    match &mut station.session.task {
        Task::Receive { note: known, .. } => *known = Some(note.clone()),
        _ => begin(station, Some(note.clone())),
    }
    station.tell_info(words.receive_note(note), vec![]);
}

/// A delivery without a note and without lines: typed text names it.
pub(super) fn wants_note(station: &Station) -> bool {
    matches!(station.session.task, Task::Receive { note: None, began } if began >= station.session.acts.len())
}

/// Takes typed text for the delivery's note, unless it names a part, a bin or a person.
pub(super) fn typed_note(station: &mut Station, text: &str, world: World<'_>) -> bool {
    let is_part = PartNo::new(&text.to_uppercase()).is_ok_and(|number| world.catalogue.part(&number).is_some());
    let is_person = station.book.people().any(|person| person.id.as_str() == text);
    if is_part || is_person || super::known_bin(text, world).is_some() {
        return false;
    }
    match NoteNo::new(text) {
        Ok(note) => {
            self::note(station, note);
            true
        }
        Err(_) => false,
    }
}

pub(super) fn part(station: &mut Station, item: Item, qty: Qty, note: Option<NoteNo>, cause: &Cause, world: World<'_>) {
    let words = station.words();
    let Some(to) = station.session.bin.clone().or_else(|| world.catalogue.goods_in()) else {
        return station.tell_bad(words.no_goods_in(), vec![words.no_goods_in_help()]);
    };
    station.submit(Command::ReceivePart { item, qty, note, to }, Wish::new(cause), world);
}

/// The delivery is complete; what came in waits to be put away.
pub(super) fn done(station: &mut Station, began: usize) {
    let words = station.words();
    let lines = station.session.acts.iter().skip(began).filter(|act| act.line.is_some()).count();
    station.session.bin = None;
    station.go(Task::PutAway { item: None });
    station.tell(Sign::Done, Tone::Good, words.receive_done(lines), vec![]);
}
