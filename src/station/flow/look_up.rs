//! Look up: a part by scan, number, name or pinyin initials; where it lies; why that much is available.

use super::super::Station;
use super::super::input::World;
use super::{chosen, teach};
use crate::domain::catalogue::Part;
use crate::domain::entry::Cause;
use crate::domain::ids::PartNo;
use crate::station::session::{PartScan, Task};

/// Most results of a search.
pub(in crate::station) const MAX_RESULTS: usize = 50;

/// What is searched for now: the text being typed, else the one that was entered.
pub(in crate::station) fn results(station: &Station, world: World<'_>) -> Vec<Part> {
    let Task::LookUp { query, .. } = &station.session.task else { return Vec::new() };
    let typed = station.session.typed.trim();
    let query = if typed.is_empty() { query.as_str() } else { typed };
    if query.is_empty() { Vec::new() } else { world.catalogue.search(query, MAX_RESULTS) }
}

/// A name or its initials that finds a part: numbers of notes and slips have figures. Where either may be typed, this is
/// searched.
pub(in crate::station) fn is_name(text: &str, world: World<'_>) -> bool {
    let has_figures = text.chars().any(|letter| letter.is_ascii_digit());
    !has_figures && !world.catalogue.search(text, 1).is_empty()
}

/// Opens the search by its key: a part that is found is shown, and with a job open goes to it from there. Nothing is
/// booked because somebody asked where a part lies.
pub(super) fn open(station: &mut Station) {
    begin(station);
    if let Task::LookUp { then, .. } = &mut station.session.task
        && **then == Task::Job
    {
        **then = Task::Home;
    }
}

/// Opens the search; what is found goes to the task that was on the screen.
pub(super) fn begin(station: &mut Station) {
    let then = match station.session.task.clone() {
        task @ (Task::Job | Task::Return { .. } | Task::Receive { .. } | Task::PutAway { .. } | Task::Label) => task,
        Task::LookUp { then, .. } => *then,
        task @ Task::Unknown { .. } if teach::is_open(station) => task,
        Task::Home
        | Task::Jobs
        | Task::Part { .. }
        | Task::Bin { .. }
        | Task::Queue
        | Task::Pause
        | Task::Unknown { .. }
        | Task::WhatIs { .. }
        | Task::Calibrate(_)
        | Task::BadgeReader(_)
        | Task::Me
        | Task::Activity
        | Task::MyTime { .. }
        | Task::TimeToCheck
        | Task::NewPin(_)
        | Task::AtJob(_)
        | Task::Equipment(_)
        | Task::Desk(_)
        | Task::Help => Task::Home,
        task @ Task::Store(_) => task,
    };
    super::enter_task(station, Task::LookUp { query: String::new(), then: Box::new(then) });
}

/// A text that is nothing else: searched, and taken at once when it is one part's number.
///
/// In the search itself the list has followed the typing: Enter takes the row that is selected there.
pub(super) fn search(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) {
    if super::store::known_slip(station, text, cause, world) {
        return;
    }
    let searching = matches!(station.session.task, Task::LookUp { .. });
    let selected = station.session.selected;
    begin(station);
    let then = match &station.session.task {
        Task::LookUp { then, .. } => then.clone(),
        _ => Box::new(Task::Home),
    };
    if let Ok(number) = PartNo::new(&text.to_uppercase())
        && world.catalogue.part(&number).is_some()
    {
        return take(station, &number, *then, cause, world);
    }
    station.session.task = Task::LookUp { query: text.to_owned(), then: then.clone() };
    let found = results(station, world);
    match found.get(selected) {
        Some(part) if searching => take(station, &part.number, *then, cause, world),
        _ if found.is_empty() => {
            let words = station.words();
            station.tell_bad(words.search_none(text), vec![]);
        }
        _ => {}
    }
}

/// Enter on the selected result.
pub(super) fn choose(station: &mut Station, query: &str, then: Task, cause: &Cause, world: World<'_>) {
    let found = if query.is_empty() { Vec::new() } else { world.catalogue.search(query, MAX_RESULTS) };
    if let Some(part) = found.get(station.session.selected) {
        take(station, &part.number, then, cause, world);
    }
}

/// The part goes to the task that asked for it, or is shown.
fn take(station: &mut Station, part: &PartNo, then: Task, cause: &Cause, world: World<'_>) {
    if then == Task::Home {
        return show(station, part);
    }
    station.go(then);
    super::part(station, &chosen(part), &PartScan::default(), cause, world);
}

pub(super) fn show(station: &mut Station, part: &PartNo) {
    super::enter_task(station, Task::Part { part: part.clone() });
}

/// Whether a letter does something with the part on the screen: it prints the card of its bin, traces it, or shows its newer
/// number. Where something is being typed it is a letter of that.
pub(super) fn has_key(station: &Station, letter: char) -> bool {
    let key = letter == 'n' || (matches!(letter, 'k' | 't') && station.session.person.is_some());
    key && station.session.typed.is_empty()
}

pub(super) fn key(station: &mut Station, letter: char, world: World<'_>) {
    let Task::Part { part } = station.session.task.clone() else { return };
    match letter {
        'k' => super::store::refill::print(station, &part, world),
        't' => super::at_job::more(station),
        _ => show_newer(station, world),
    }
}

/// The number that replaces the part on the screen.
pub(super) fn show_newer(station: &mut Station, world: World<'_>) {
    let Task::Part { part } = &station.session.task else { return };
    match world.catalogue.part(part).and_then(|part| part.superseded_by) {
        Some(newer) => show(station, &newer.by),
        None => {
            let words = station.words();
            station.tell_info(words.no_newer(part), vec![]);
        }
    }
}

/// Enter on a shown part: with a job open it is acted on there, as a scan would.
pub(super) fn use_part(station: &mut Station, part: &PartNo, cause: &Cause, world: World<'_>) {
    if station.session.job.is_some() && station.session.person.is_some() {
        take(station, part, Task::Job, cause, world);
    }
}
