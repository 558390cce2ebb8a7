//! What a scan does, in whatever screen: a badge logs on, switches or signs, a job becomes the job, a bin the bin, a part
//! is acted on in the current mode, a card is a verb.

use std::time::Duration;

use pitbox_hw::reading::{Content, DeviceId, Reading, Role, TagSeen, Unreadable};

use super::effect::{Beep, Effect};
use super::input::{Input, World};
use super::meaning::{Meaning, meaning_of};
use super::resolve::Known;
use super::session::{Asked, LastRead, PartScan, Session, Task, UnknownCode};
use super::view::screen::{Sign, Tone};
use super::{Station, flow};
use crate::domain::book::Book;
use crate::domain::catalogue::CodeHit;
use crate::domain::entry::Cause;
use crate::domain::ids::{BadgeHash, PersonId};
use crate::domain::place::Place;
use crate::identify::card::{Card, Verb};
use crate::identify::facts::facts;
use crate::identify::{self, Remark};
use crate::station::flow::store::StoreTask;
use crate::station::store_desk::StoreDesk;

/// Identical reads of one scanner within this time are one.
const STUTTER: Duration = Duration::from_millis(300);

/// Most scanners whose last read is kept.
const MAX_SCANNERS: usize = 16;

/// A reading that is no badge.
pub(super) fn reading(station: &mut Station, reading: &Reading, world: World<'_>) {
    if is_stutter(station, reading, world) {
        let words = station.words();
        // The tick of the first read stays readable: the remark is added below it.
        match &mut station.session.notice {
            Some(notice) => {
                notice.details.retain(|line| *line != words.stutter());
                notice.details.push(words.stutter());
            }
            None => station.tell_info(words.stutter(), vec![]),
        }
        station.effects.push(Effect::Beep(Beep::Ignored));
        return;
    }
    if flow::calibrate::runs(station) && station.session.question.is_none() {
        return flow::calibrate::scanned(station, reading);
    }
    if reading.role == Role::Badge && flow::badge_reader::runs(station) && station.session.question.is_none() {
        return flow::badge_reader::too_early(station);
    }
    let read = identify::identify(reading);
    let meaning = meaning_of(reading, &read, Known { catalogue: world.catalogue, book: &station.book });
    if flow::what_is::waits(station) {
        return flow::what_is::show(station, reading.device.as_str(), facts(reading), meaning);
    }
    // What is no text is not kept with a record: a badge is nobody's business.
    let is_text = matches!(reading.content, Content::Scan { .. });
    let cause = cause_of_scan(reading.device.as_str(), if is_text { &read.raw_visible } else { "" });
    let before = Before::of(station);
    act(station, meaning, &cause, world);
    if before.still_shown(station, world) {
        // No scan is ever met with silence.
        let words = station.words();
        station.tell_info(words.nothing_to_do(), vec![]);
        station.effects.push(Effect::Beep(Beep::Ignored));
    }
}

/// In a count, the next thing that is scanned enters the number that was typed for the part in hand. True when it did, and what
/// was scanned is still to be done.
pub(super) fn enters_number(station: &mut Station, input: &Input, world: World<'_>) -> bool {
    let Some(qty) = flow::store::count::number_typed(station).filter(|_| station.session.question.is_none()) else {
        return false;
    };
    let goes_on = match input {
        Input::Badge { .. } => true,
        Input::Reading(reading) if reading.role == Role::Scanner => {
            let known = Known { catalogue: world.catalogue, book: &station.book };
            let meaning = meaning_of(reading, &identify::identify(reading), known);
            leads_away(&meaning) || matches!(meaning, Meaning::Person(_) | Meaning::Card(Card::Verb(Verb::Done)))
        }
        _ => false,
    };
    if goes_on {
        station.session.typed.clear();
        flow::store::quantity(station, qty, &Cause::Keys, world);
    }
    goes_on
}

/// What a scan may change. The lines of the session grow by records only, which are effects: they are not copied.
struct Before {
    session: Session,
    acts: usize,
    effects: usize,
}

impl Before {
    fn of(station: &mut Station) -> Before {
        let acts = std::mem::take(&mut station.session.acts);
        let session = station.session.clone();
        station.session.acts = acts;
        Before { session, acts: station.session.acts.len(), effects: station.effects.len() }
    }

    /// True when nothing was done and the screen is as it was. Only then are two screens made.
    fn still_shown(mut self, station: &mut Station, world: World<'_>) -> bool {
        if station.effects.len() != self.effects || station.session.acts.len() != self.acts {
            return false;
        }
        station.settle_selection(world);
        let now = station.screen(world);
        self.swap(station);
        let before = station.screen(world);
        self.swap(station);
        before == now
    }

    /// This session for the station's; the lines stay at the station.
    fn swap(&mut self, station: &mut Station) {
        std::mem::swap(&mut station.session, &mut self.session);
        std::mem::swap(&mut station.session.acts, &mut self.session.acts);
    }
}

/// Tags were seen. They lie in the field whether somebody is there or not, so nobody stays logged on by them, and they
/// push away no question, no tick and no refusal.
pub(super) fn tags(station: &mut Station, tags: &[TagSeen], world: World<'_>) {
    if station.session.person.is_some() {
        let known = Known { catalogue: world.catalogue, book: &station.book };
        station.session.field.see(tags, world.now.steady, known);
    }
    let said = station.session.notice.as_ref().is_some_and(|notice| notice.sign != Sign::Info);
    let listed = matches!(station.session.task, Task::Store(StoreTask::Tags { .. }));
    if station.session.question.is_none() && !said && !listed {
        let words = station.words();
        let offer = flow::store::tags::fits(station).map(|_| words.tags_offer());
        let seen = words.tags_seen(station.session.field.len().max(tags.len()));
        let pattern = words.tags_seen('\u{0}');
        let (before, after) = pattern.split_once('\u{0}').unwrap_or_default();
        let is_of_tags = |line: &str| line.starts_with(before) && line.ends_with(after);
        match &mut station.session.notice {
            // A greeting, or what else was said, stays: the tags are said below it.
            Some(notice) if !is_of_tags(&notice.headline) => {
                notice.details.retain(|line| !is_of_tags(line));
                notice.details.push(seen);
            }
            _ => station.tell_info(seen, offer.into_iter().collect()),
        }
    }
}

fn is_stutter(station: &mut Station, reading: &Reading, world: World<'_>) -> bool {
    let Content::Scan { bytes, .. } = &reading.content else { return false };
    let read = LastRead { bytes: bytes.clone(), at: world.now.steady };
    let reads = &mut station.session.last_read;
    let again = reads
        .get(reading.device.as_str())
        .is_some_and(|last| last.bytes == read.bytes && read.at.saturating_sub(last.at) < STUTTER);
    if reads.len() >= MAX_SCANNERS && !reads.contains_key(reading.device.as_str()) {
        reads.clear();
    }
    // A stutter counts from its own last read: a trigger held down stays one scan.
    reads.insert(reading.device.to_string(), read);
    again
}

fn act(station: &mut Station, meaning: Meaning, cause: &Cause, world: World<'_>) {
    let for_anyone = matches!(meaning, Meaning::Enrolment(_) | Meaning::Damaged { .. } | Meaning::Unreadable(_));
    if station.settings.device.is_none() && !for_anyone {
        flow::first_boot::scanned(station, cause);
        let words = station.words();
        return station.tell_bad(words.enrol_first(), vec![words.nothing_changed()]);
    }
    let of_itself = matches!(station.session.question, Some(Asked::CameOut { .. }));
    let answer = flow::question::answer_of(&meaning).filter(|answer| !of_itself || answer.is_plain());
    if of_itself && answer.is_none() {
        // It came up of itself, and nobody has to answer it now: the header goes on showing the label.
        station.session.question = None;
    }
    if station.session.question.is_some() && !matches!(meaning, Meaning::Person(_)) {
        return match answer {
            Some(answer) => flow::question::give(station, answer, cause, world),
            None if is_meant_instead(station, &meaning, cause, world) => {}
            None => flow::question::not_an_answer(station),
        };
    }
    if let Some(code) = station.session.unknown.take()
        && matches!(meaning, Meaning::Card(Card::Verb(Verb::Yes | Verb::Select)))
    {
        return flow::teach::open(station, code);
    }
    if leads_away(&meaning) && matches!(station.session.task, Task::Desk(StoreDesk::Fault(_))) {
        let words = station.words();
        return station.tell_bad(words.fault_unsaved(), vec![words.fault_save_first()]);
    }
    match meaning {
        Meaning::Part { hits, scan, .. } => part(station, hits, scan, cause, world),
        Meaning::Bin(bin) => flow::bin(station, bin, cause, world),
        Meaning::Job(job) => flow::job::scanned(station, job, cause, world),
        Meaning::Person(person) => flow::log_on(station, &person, cause, world),
        Meaning::Vehicle(vin) => flow::vehicle::scanned(station, &vin, cause, world),
        Meaning::Tote(tote) => flow::store::tote(station, tote, cause, world),
        Meaning::Place(place) => place_read(station, place, cause, world),
        Meaning::Refill(label) => flow::store::refill::scanned(station, &label, world),
        Meaning::Papers(papers) => flow::store::shipment::papers(station, papers, cause, world),
        Meaning::OldPart(tag) => flow::store::old_parts::scanned(station, tag),
        Meaning::Card(card) => flow::card(station, card, cause, world),
        Meaning::Enrolment(code) => flow::enrol::code(station, code),
        Meaning::Note(note) if flow::store::slip(station, note.as_str(), cause, world) => {}
        Meaning::Note(note) => flow::receive::note(station, note),
        Meaning::Damaged { damage } => {
            let words = station.words();
            station.tell_bad(words.damaged(words.damage(&damage)), vec![words.reprint_label()]);
        }
        Meaning::Unknown(code) if flow::store::slip(station, &code.raw, cause, world) => {}
        Meaning::Unknown(code) if code.why.is_none() && flow::receive::read_as_note(station, &code.raw) => {}
        Meaning::Unknown(code) => unknown(station, code),
        Meaning::Unreadable(why) => unreadable(station, why),
    }
}

/// Whether a scan is of a thing that has a screen of its own.
fn leads_away(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Part { .. }
        | Meaning::Bin(_)
        | Meaning::Job(_)
        | Meaning::Vehicle(_)
        | Meaning::Tote(_)
        | Meaning::Place(_)
        | Meaning::Refill(_)
        | Meaning::Papers(_)
        | Meaning::OldPart(_)
        | Meaning::Note(_) => true,
        Meaning::Person(_)
        | Meaning::Card(_)
        | Meaning::Enrolment(_)
        | Meaning::Damaged { .. }
        | Meaning::Unknown(_)
        | Meaning::Unreadable(_) => false,
    }
}

/// The right part, scanned after one that is not on the job's list, or the label of the piece that is in question.
fn is_meant_instead(station: &mut Station, meaning: &Meaning, cause: &Cause, world: World<'_>) -> bool {
    let Meaning::Part { hits, scan, .. } = meaning else { return false };
    let [hit] = hits.as_slice() else { return false };
    let item = flow::item_of(hit, scan);
    flow::serial::scanned(station, &item, cause, world) || flow::job::swap(station, &item, cause, world)
}

/// A part's barcode: one part, or a choice.
fn part(station: &mut Station, hits: Vec<CodeHit>, scan: PartScan, cause: &Cause, world: World<'_>) {
    match hits.as_slice() {
        [one] => {
            let hit = one.clone();
            flow::part(station, &hit, &scan, cause, world);
        }
        _ => {
            station.ask(Asked::WhichPart { hits, then: scan });
        }
    }
}

/// The code of a place that is no bin: a sale, or where a part goes that is being moved.
fn place_read(station: &mut Station, place: Place, cause: &Cause, world: World<'_>) {
    if let Place::Sale(sale) = place {
        return flow::store::sale::scanned(station, sale, cause, world);
    }
    if let Place::Transit(shipment) = place {
        return flow::store::shipment::arrive(station, shipment);
    }
    if let Task::Store(StoreTask::Transfer { item: Some((item, qty)), .. }) = station.session.task.clone() {
        return flow::store::transfer::to(station, item, qty, place, cause, world);
    }
    if place == Place::Quarantine && matches!(station.session.task, Task::Return { item: Some(_) }) {
        return flow::return_part::inspect(station, cause, world);
    }
    wrong(station, |words| words.place(&place));
}

/// A badge: hashes of all texts under which it may be known.
pub(super) fn badge(station: &mut Station, device: &DeviceId, hashes: &[BadgeHash], world: World<'_>) {
    let cause = cause_of_scan(device.as_str(), "badge");
    let found = hashes.iter().find_map(|hash| station.book.holder(hash).map(|holder| (*hash, holder)));
    let trouble = |holder| station.book.trouble_of(holder, world.now.wall_ms, world.now.trusted);
    let bad = found.as_ref().and_then(|(hash, holder)| Some((*hash, trouble(holder)?)));
    let is_free = found.is_none() || bad.is_some();
    if !hashes.is_empty() && is_free && flow::badges::held(station, hashes, &cause, world) {
        return;
    }
    if let Some((hash, bad)) = bad {
        return flow::people::bad_badge(station, hash, bad, &cause, world);
    }
    let holder: Option<PersonId> = found.map(|(_, holder)| holder.person);
    station.session.unknown = None;
    match holder {
        _ if flow::badge_reader::runs(station) => flow::badge_reader::too_early(station),
        _ if flow::what_is::waits(station) => flow::what_is::badge(station, device.as_str(), holder),
        Some(person) => flow::log_on(station, &person, &cause, world),
        None => {
            let words = station.words();
            station.tell_bad(words.unknown_badge(), words.badge_help());
        }
    }
}

fn unknown(station: &mut Station, code: UnknownCode) {
    let words = station.words();
    if !station.plan.has_catalogue() {
        // It may be known as soon as the parts are here.
        return station.tell_bad(words.catalogue_coming(), vec![words.scan_again()]);
    }
    if let Some(Remark::NoVin { meant, why }) = code.why
        && flow::vehicle::ask_if_likely(station, meant, why)
    {
        return;
    }
    station.keep_unknown(&code.raw);
    // Lines that were entered stay: the screen goes back to where it was with Esc.
    let alone = matches!(station.session.task, Task::Home | Task::Unknown { .. } | Task::WhatIs { .. });
    if station.session.person.is_some() && !alone {
        let facts = [
            (words.unknown_raw(), code.raw.clone()),
            (words.unknown_symbology(), code.symbology.clone()),
            (words.unknown_why(), code.why.as_ref().map(|why| words.remark(why)).unwrap_or_default()),
        ];
        let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
        let mut details: Vec<String> = said.map(|(label, value)| format!("{label}: {value}")).collect();
        details.push(words.nothing_changed());
        if flow::teach::may_teach(station, &code) {
            // What can be done stands before why: a small screen has no room for all of it.
            details.insert(1.min(details.len()), words.teach_offer());
            station.session.unknown = Some(code);
        }
        station.tell_bad(words.unknown_code(), details);
    } else {
        if station.session.person.is_none() {
            station.session.task = Task::Home;
        }
        flow::teach::open(station, code);
        station.tell(Sign::Wrong, Tone::Bad, words.unknown_code(), vec![words.nothing_changed()]);
        station.effects.push(Effect::Beep(Beep::Bad));
    }
}

fn unreadable(station: &mut Station, why: Unreadable) {
    let words = station.words();
    station.tell_bad(words.unreadable(), vec![words.unreadable_why(why), words.scan_again()]);
}

/// Says which wrong thing was read. Nothing that was entered is lost.
fn wrong(station: &mut Station, what: impl Fn(super::words::Words) -> String) {
    let words = station.words();
    station.tell_bad(words.wrong_read(what(words)), vec![words.nothing_changed()]);
}

/// Who or what moved the station, for the record.
fn cause_of_scan(device: &str, text: &str) -> Cause {
    Cause::Scan { device: device.to_owned(), text: text.chars().take(300).collect() }
}
