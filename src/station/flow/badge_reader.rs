//! Setting up a badge reader: the numbers printed on two badges are typed, both badges are held to the reader, and the
//! way in which it says them is kept. The station never sees what the reader said, only which ways fit.

use super::super::effect::{Beep, Effect};
use super::super::input::StoreFailure;
use super::super::view::screen::{Sign, Tone};
use super::super::{Station, record};
use crate::identify::badge::{Badge, Inference, Transform, infer};
use crate::station::session::{BadgeReader, FoundReader, SeenBadge, Task};

/// Badges after which the most usual of several ways is taken: all of them give the same badges so far.
const ENOUGH: usize = 3;

/// Opens the screen; until it is left or done, badges log nobody on.
pub(super) fn begin(station: &mut Station) {
    super::enter_task(station, Task::BadgeReader(Box::default()));
}

/// Whether badges are read for the set-up, and for nothing else.
pub(in crate::station) fn runs(station: &Station) -> bool {
    matches!(&station.session.task, Task::BadgeReader(reader) if !reader.is_done())
}

/// The badge that is to be held to the reader now.
pub(in crate::station) fn awaited(station: &Station) -> Option<&Badge> {
    match &station.session.task {
        Task::BadgeReader(reader) => reader.printed.as_ref().map(|(_, badge)| badge),
        _ => None,
    }
}

/// Enter without a text, when all is done: the next reader.
pub(super) fn enter(station: &mut Station) {
    if !runs(station) {
        begin(station);
    }
}

/// A badge before its number: nobody is logged on.
pub(in crate::station) fn too_early(station: &mut Station) {
    let words = station.words();
    station.tell_bad(words.badge_reader_number_first(), vec![words.nothing_changed()]);
}

/// The number that is printed on a badge.
pub(super) fn typed(station: &mut Station, text: &str) {
    let words = station.words();
    let Task::BadgeReader(reader) = &mut station.session.task else { return };
    if reader.found.is_some() {
        return begin(station);
    }
    let badge = match Transform::of_shape(text).and_then(|form| form.read(text)) {
        Ok(badge) => badge,
        Err(_) => {
            let forms = words.badge_reader_forms();
            return station.tell_bad(words.badge_reader_no_number(text), vec![forms, words.nothing_changed()]);
        }
    };
    if reader.seen.iter().any(|seen| seen.badge == badge) {
        return station.tell_bad(words.badge_reader_same(text), vec![words.badge_reader_other()]);
    }
    reader.printed = Some((text.to_owned(), badge));
    station.session.notice = None;
    station.effects.push(Effect::Beep(Beep::Good));
}

/// The badge was held to a reader; `fits` are the ways in which what it said is this badge.
pub(in crate::station) fn held(station: &mut Station, device: &str, fits: Vec<Transform>) {
    let words = station.words();
    let Task::BadgeReader(reader) = &mut station.session.task else { return };
    let Some((printed, badge)) = reader.printed.clone() else { return };
    if reader.device.as_deref() != Some(device) {
        // Badges at one reader say nothing of another.
        reader.seen.clear();
        reader.device = Some(device.to_owned());
    }
    if fits.is_empty() {
        let said = words.badge_reader_not_this(device, &printed);
        return station.tell_bad(said, vec![words.badge_reader_check(), words.nothing_changed()]);
    }
    reader.printed = None;
    reader.seen.push(SeenBadge { badge, fits });
    let count = reader.seen.len();
    match infer(reader.seen.iter().map(|seen| seen.fits.as_slice())) {
        Inference::None => {
            reader.seen.clear();
            let said = words.badge_reader_disagree();
            station.tell_bad(said, vec![words.badge_reader_from_start(), words.nothing_changed()]);
        }
        Inference::One(transform) if count > 1 => found(station, transform),
        Inference::Several(ways) if count >= ENOUGH => ways.first().into_iter().for_each(|way| found(station, *way)),
        Inference::One(_) => more(station, words.badge_reader_one_more()),
        Inference::Several(_) if count > 1 => more(station, words.badge_reader_third()),
        Inference::Several(_) => more(station, words.badge_reader_one_more()),
    }
}

fn more(station: &mut Station, said: String) {
    station.effects.push(Effect::Beep(Beep::Good));
    station.tell(Sign::Done, Tone::Good, said, vec![]);
}

fn found(station: &mut Station, transform: Transform) {
    let Task::BadgeReader(reader) = &mut station.session.task else { return };
    let Some(device) = reader.device.clone() else { return };
    reader.found = Some(FoundReader { transform, saved: false });
    station.session.notice = None;
    station.effects.push(Effect::SaveBadgeReader { device, transform });
}

/// What was found is on disk, or not.
pub(in crate::station) fn saved(station: &mut Station, device: &str, outcome: Result<(), StoreFailure>) {
    let words = station.words();
    let open = match &mut station.session.task {
        Task::BadgeReader(reader) if reader.device.as_deref() == Some(device) => Some(reader),
        _ => None,
    };
    match (outcome, open) {
        (Err(failure), open) => {
            open.into_iter().for_each(|reader| **reader = BadgeReader::default());
            let why = record::failure_words(words, &failure);
            station.tell_bad(words.save_failed(why), vec![words.badge_reader_not_saved(device)]);
        }
        (Ok(()), Some(reader)) => {
            let Some(found) = &mut reader.found else { return };
            found.saved = true;
            station.effects.push(Effect::Beep(Beep::Good));
            station.tell(Sign::Done, Tone::Good, words.badge_reader_saved(device), vec![]);
        }
        (Ok(()), None) => {}
    }
}
