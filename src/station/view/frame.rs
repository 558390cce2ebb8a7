//! What surrounds every screen: header, notice, typed text, key bar, and the stop over everything.

use super::super::Station;
use super::super::consoles;
use super::super::flow::store::StoreTask;
use super::super::flow::{at_job, first_boot, form};
use super::super::input::{StoreFailure, World};
use super::super::pipeline::SLOW;
use super::super::session::{AtJob, Task};
use super::screen::{Header, KeyHint, Mark, Notice, Sign, Stop, Tone, Typed};
use crate::domain::book::Book;
use crate::domain::old_part;
use crate::domain::rights::Right;
use crate::station::equipment::Equipment;
use crate::station::form::Typing;
use crate::station::words::Words;
use crate::sync::plan::{LinkState, Why};

pub(super) fn header(station: &Station, world: World<'_>) -> Header {
    let words = station.words();
    let zone = &station.settings.zone;
    let mut marks = consoles::marks(station, words);
    if let Some(late) = station.session.late_ms {
        marks.push(Mark { tone: Tone::Attention, text: words.late_mark(zone.short(late, world.now.wall_ms)) });
    }
    if station.room_is_short {
        marks.push(Mark { tone: Tone::Bad, text: words.room_is_short() });
    }
    if let Some(since) = station.copy_behind_ms {
        let text = words.copy_behind(zone.short(since, world.now.wall_ms));
        marks.push(Mark { tone: Tone::Attention, text });
    }
    let since = station.pipeline.busy_since();
    if since.is_some_and(|since| world.now.steady.saturating_sub(since.steady) >= SLOW) {
        marks.push(Mark { tone: Tone::Attention, text: words.saving() });
    }
    marks.extend(station.health.marks(words, zone, world.now.wall_ms));
    marks.extend(workshop_marks(station, words));
    let low = station.low.new_ones(world.now.wall_ms);
    if low > 0 && !station.is_bay() {
        marks.push(Mark { tone: Tone::Attention, text: words.alerts_mark(low) });
    }
    let to_check = station.labels.to_check();
    if to_check > 0 {
        marks.push(Mark { tone: Tone::Attention, text: words.labels_to_check(to_check) });
    }
    if station.settings.device.is_some() {
        marks.extend(hub_marks(station, words, world));
    }
    let person = station.person().map(|person| words.pick(&person.name));
    // Nobody should read a time off a kiosk that does not know it.
    let clock = if world.now.trusted { zone.hour_minute(world.now.wall_ms) } else { words.clock_unknown() };
    Header { station: station.settings.name.clone(), person, clock, marks }
}

/// Cars that are there, requests of the bays, and what is to be checked.
fn workshop_marks(station: &Station, words: Words) -> Vec<Mark> {
    let mark = |n: usize, text: String| (n > 0).then_some(Mark { tone: Tone::Attention, text });
    let requests = if station.is_bay() { 0 } else { at_job::requests(station).len() };
    let (arrivals, to_check) = (at_job::arrivals(station).len(), at_job::jobs_to_check(station).len());
    let extras = if station.is_bay() { 0 } else { at_job::unanswered(station).len() };
    let all = [
        mark(requests, words.mark_requests(requests)),
        mark(extras, words.mark_extras(extras)),
        mark(arrivals, words.mark_arrivals(arrivals)),
        mark(to_check, words.mark_to_check(to_check)),
    ];
    all.into_iter().flatten().collect()
}

fn hub_marks(station: &Station, words: Words, world: World<'_>) -> Vec<Mark> {
    let waiting = station.plan.waiting();
    let mut marks = Vec::new();
    match station.plan.link() {
        LinkState::Starting => marks.push(Mark { tone: Tone::Faint, text: words.hub_starting() }),
        LinkState::Online => marks.push(Mark { tone: Tone::Good, text: words.hub_online() }),
        LinkState::Offline { why: Why::NoAnswer, .. } if !world.now.trusted => {
            marks.push(Mark { tone: Tone::Attention, text: words.hub_offline_plain() });
        }
        LinkState::Offline { since, why } => {
            let ago = i64::try_from(world.now.steady.saturating_sub(since).as_millis()).unwrap_or(0);
            let at = station.settings.zone.short(world.now.wall_ms.saturating_sub(ago), world.now.wall_ms);
            marks.push(Mark { tone: Tone::Attention, text: offline(words, why, at) });
        }
    }
    if waiting > 0 {
        marks.push(Mark { tone: Tone::Attention, text: words.waiting(waiting) });
    }
    marks
}

/// Why nothing goes to the hub, in the words of somebody who may have to call for help.
fn offline(words: Words, why: Why, since: String) -> String {
    match why {
        Why::NoAnswer => words.hub_offline(since),
        Why::Busy | Why::Refused | Why::Other => words.hub_trouble(since),
        Why::TooOld => words.hub_version(since),
        Why::Unauthorised => words.hub_unauthorised(since),
        Why::Diverged => words.hub_diverged(since),
    }
}

pub(super) fn notice(station: &Station) -> Option<Notice> {
    let notice = station.session.notice.clone()?;
    if notice.sign != Sign::Saved {
        return Some(notice);
    }
    let headline = format!("{} - {}", station.words().saved(), notice.headline);
    Some(Notice { headline, ..notice })
}

pub(super) fn typed(station: &Station) -> Option<Typed> {
    let words = station.words();
    let text = station.session.typed.clone();
    let label = match &station.session.task {
        _ if first_boot::at_devices(station) => return None,
        _ if station.settings.device.is_none() => words.enrol_code(),
        Task::Jobs => words.jobs_filter(),
        Task::LookUp { .. } => words.search(),
        Task::AtJob(AtJob::Form(_)) => form_label(station, &text)?,
        _ if text.is_empty() => return None,
        _ => words.typed(),
    };
    Some(Typed { label, text })
}

/// What a form wants typed; nothing where it wants a choice.
fn form_label(station: &Station, text: &str) -> Option<String> {
    (!text.is_empty()).then(|| station.words().typed())
}

fn hint(key: &str, label: String) -> KeyHint {
    KeyHint { key: key.to_owned(), label }
}

pub(super) fn keys(station: &Station, world: World<'_>) -> Vec<KeyHint> {
    let words = station.words();
    if station.settings.device.is_none() {
        return super::first_boot::keys(station);
    }
    if station.session.person.is_none() {
        let back = (station.session.task != Task::Home).then(|| hint(&words.key_esc(), words.key_back()));
        let common = [
            hint("F1", words.task_help()),
            hint("F2", words.task_jobs()),
            hint("F3", words.task_look_up()),
            hint("F12", station.other_language()),
        ];
        return back.into_iter().chain(common).collect();
    }
    if station.session.question.is_some() {
        // The answers stand at the question; no other key does anything.
        return Vec::new();
    }
    let mut keys = task_keys(station, words, world);
    let common = [
        ("F1", words.task_help()),
        ("F2", words.task_jobs()),
        ("F3", words.task_look_up()),
        ("F4", words.task_return()),
        ("F5", words.task_receive()),
        ("F6", words.task_put_away()),
        ("F7", words.task_label()),
    ];
    for (key, label) in common {
        let at_bay_only_counter = station.is_bay() && matches!(key, "F5" | "F6");
        if !at_bay_only_counter && !keys.iter().any(|known: &KeyHint| known.key == key) {
            keys.push(hint(key, label));
        }
    }
    keys.extend((!station.is_bay()).then(|| hint("F11", words.alerts_title())));
    keys.push(hint("F12", station.other_language()));
    keys
}

/// What Enter does with a part while a job is open.
fn takes_selected(station: &Station, words: Words) -> String {
    if station.is_bay() { words.key_fit_selected() } else { words.key_issue_selected() }
}

fn task_keys(station: &Station, words: Words, world: World<'_>) -> Vec<KeyHint> {
    let mut keys = Vec::new();
    match &station.session.task {
        Task::Home => keys.push(hint("0-9", words.key_choose())),
        Task::Job => keys.extend(job_keys(station, words)),
        Task::Receive { .. } => {
            keys.push(hint("F10", words.key_done()));
            keys.extend(tags_key(station, words));
            keys.extend(station.session.last_line().map(|_| hint("0-9", words.key_sets_quantity())));
            keys.extend(station.session.last_line().map(|_| hint("F4", words.fault_key())));
        }
        Task::Desk(screen) => keys.extend(super::store_desk::keys(words, screen)),
        Task::Return { item: Some(_) } | Task::PutAway { item: Some(_) } => {
            keys.push(hint(&words.key_enter(), words.home_bin()));
            keys.extend(opened_key(station, words));
            keys.push(hint("0-9", words.key_sets_quantity()));
        }
        Task::PutAway { item: None } => keys.push(hint(&words.key_enter(), words.key_choose())),
        Task::Part { .. } if station.session.job.is_some() => {
            keys.push(hint(&words.key_enter(), takes_selected(station, words)));
        }
        Task::Part { .. } => keys.extend(part_keys(station, words)),
        // What was typed with a job open is for the job.
        Task::LookUp { then, .. } if **then == Task::Job => {
            keys.push(hint(&words.key_enter(), takes_selected(station, words)));
        }
        Task::Queue => keys.extend(queue_keys(station, words)),
        Task::LookUp { .. } => {
            keys.push(hint(&words.key_enter(), words.key_choose()));
            keys.push(hint("?", words.task_what_is()));
        }
        Task::Unknown { .. } => keys.push(hint("?", words.task_what_is())),
        Task::Calibrate(calibrating) => {
            keys.push(hint("F7", words.calibrate_print()));
            keys.extend(calibrating.is_done().then(|| hint(&words.key_enter(), words.calibrate_again())));
        }
        Task::BadgeReader(reader) => {
            let label = if reader.is_done() { words.badge_reader_again() } else { words.badge_reader_next() };
            keys.push(hint(&words.key_enter(), label));
        }
        Task::Equipment(screen) => keys.extend(equipment_keys(screen, words)),
        Task::WhatIs { read: Some(_) } => keys.push(hint(&words.key_enter(), words.what_is_again())),
        Task::Jobs => keys.push(hint(&words.key_enter(), words.key_choose())),
        Task::NewPin(_) => keys.push(hint(&words.key_enter(), words.key_done())),
        Task::MyTime { .. } => {}
        Task::TimeToCheck => keys.push(hint(&words.key_enter(), words.time_is_right())),
        Task::Me | Task::Activity | Task::Pause => keys.push(hint("0-9", words.key_choose())),
        Task::AtJob(AtJob::Form(_)) => keys.extend(form_keys(station, words, world)),
        Task::AtJob(at) => keys.extend(at_job_keys(words, at)),
        Task::Store(task) => keys.extend(store_keys(station, words, task)),
        Task::Return { item: None } | Task::Bin { .. } | Task::Label | Task::WhatIs { read: None } | Task::Help => {}
    }
    if !station.session.acts.is_empty() {
        keys.push(hint("F8", words.key_undo()));
    }
    if station.session.task != Task::Home {
        keys.push(hint(&words.key_esc(), words.key_back()));
    }
    keys
}

/// The selected label of those that wait.
fn queue_keys(station: &Station, words: Words) -> Vec<KeyHint> {
    if station.labels.newest_first().next().is_none() {
        return vec![];
    }
    let other = (station.settings.printers.len() > 1).then(|| hint("p", words.queue_other()));
    let keys = [Some(hint("r", words.queue_again())), other, Some(hint("x", words.queue_cancel()))];
    keys.into_iter().flatten().collect()
}

/// A job on the screen: its punches or its end, the selected part, the last quantity, and what else there is.
fn job_keys(station: &Station, words: Words) -> Vec<KeyHint> {
    let mut keys = if station.is_bay() { work_keys(station, words) } else { vec![hint("F10", words.key_done())] };
    keys.push(hint(&words.key_enter(), takes_selected(station, words)));
    keys.extend(lines_keys(station, words));
    keys.extend(station.session.last_line().map(|_| hint("0-9", words.key_sets_quantity())));
    keys.push(hint("/", words.key_more()));
    keys
}

fn at_job_keys(words: Words, at: &AtJob) -> Vec<KeyHint> {
    let enter = hint(&words.key_enter(), words.key_choose());
    match at {
        AtJob::Operation(_) | AtJob::Figures(_) => Vec::new(),
        AtJob::History { .. } => vec![enter, hint("t", words.key_trace_car())],
        _ => vec![enter],
    }
}

/// What can be pressed at a step of a form: digits choose a row, or they are what is typed.
fn form_keys(station: &Station, words: Words, world: World<'_>) -> Vec<KeyHint> {
    let Some(prompt) = form::prompt(station, world) else { return Vec::new() };
    let digits = prompt.key_of(0).map(|_| hint("0-9", words.key_choose()));
    let typing = match prompt.typing {
        Typing::No => None,
        Typing::Text | Typing::Part | Typing::Bay => Some(hint(&words.key_letters(), words.key_types())),
        Typing::Number | Typing::Time => Some(hint("0-9", words.key_types())),
    };
    let enter = hint(&words.key_enter(), words.key_choose());
    digits.into_iter().chain(typing).chain((!prompt.all_rows().is_empty()).then_some(enter)).collect()
}

fn equipment_keys(screen: &Equipment, words: Words) -> Vec<KeyHint> {
    match screen {
        Equipment::SetUp { answered: None, .. } => vec![hint("1", words.key_another_way())],
        Equipment::SetUp { saving: true, .. } => Vec::new(),
        Equipment::SetUp { .. } => vec![hint(&words.key_enter(), words.key_use_it())],
        Equipment::Devices(_) | Equipment::Cabinets => {
            vec![hint("1-9", words.key_choose()), hint(&words.key_enter(), words.key_choose())]
        }
    }
}
/// What is put right at a job's lines.
fn lines_keys(station: &Station, words: Words) -> Vec<KeyHint> {
    let job = station.session.job.as_ref().and_then(|no| station.book.job_ref(no));
    let owes = job.is_some_and(|job| !old_part::owed(job).is_empty());
    let issues = (!station.is_bay()).then(|| hint("i", words.key_issues()));
    issues.into_iter().chain(owes.then(|| hint("o", words.key_old_parts()))).collect()
}

/// A part that comes back may have been opened.
fn opened_key(station: &Station, words: Words) -> Option<KeyHint> {
    matches!(station.session.task, Task::Return { .. }).then(|| hint("F4", words.key_opened()))
}

/// What there is to know of a part, and the card of its bin in the workshop.
fn part_keys(station: &Station, words: Words) -> Vec<KeyHint> {
    let refill = (!station.settings.printers.is_empty()).then(|| hint("k", words.key_refill()));
    [hint("t", words.key_trace())].into_iter().chain(refill).collect()
}

/// The tags that could be read as one act here.
fn tags_key(station: &Station, words: Words) -> Option<KeyHint> {
    let seen = station.session.field.len();
    let fits = seen > 0 && crate::station::flow::store::tags::reads(station);
    fits.then(|| hint("F9", words.key_tags(seen)))
}

/// Totes, sales, transfers and the rest of the store.
fn store_keys(station: &Station, words: Words, task: &StoreTask) -> Vec<KeyHint> {
    let choose = hint(&words.key_enter(), words.key_choose());
    let quantity = || hint("0-9", words.key_sets_quantity());
    let last = station.session.last_line().map(|_| quantity());
    match task {
        StoreTask::PrePick => vec![choose, hint("x", words.key_no_show())],
        StoreTask::Pick { .. } => {
            let tags = tags_key(station, words);
            [hint("F10", words.key_done()), choose].into_iter().chain(tags).chain(last).collect()
        }
        StoreTask::Sale { .. } => [hint("F10", words.key_done()), choose].into_iter().chain(last).collect(),
        StoreTask::Tags { .. } => vec![hint("F10", words.key_done()), hint("F9", words.key_tags_again())],
        StoreTask::Ship { .. } | StoreTask::Arrive { .. } => {
            [hint("F10", words.key_done())].into_iter().chain(last).collect()
        }
        StoreTask::Transfer { item: Some(_), .. } => vec![choose, quantity()],
        StoreTask::Transfer { item: None, .. } => vec![],
        StoreTask::Count { bin: None, .. } => vec![choose, hint("F10", words.key_done())],
        StoreTask::Count { .. } => {
            let keys = vec![choose, quantity(), hint("F10", words.key_done())];
            keys.into_iter().chain(tags_key(station, words)).chain([hint("l", words.key_label_needed())]).collect()
        }
        StoreTask::Variances { .. } => vec![choose, hint("F10", words.key_done())],
        StoreTask::Menu
        | StoreTask::Counts { .. }
        | StoreTask::CountPlan { .. }
        | StoreTask::Inspection
        | StoreTask::Sales
        | StoreTask::Issues { .. }
        | StoreTask::OldParts { .. }
        | StoreTask::Shelf
        | StoreTask::Late
        | StoreTask::Shipments => vec![choose],
    }
}

/// Finish and pause while this person works on something, start otherwise.
fn work_keys(station: &Station, words: Words) -> Vec<KeyHint> {
    let Some(person) = station.person().filter(|person| person.may(Right::WorkOnCars)) else { return Vec::new() };
    match station.book.person_day(&person.id).running() {
        Some(_) => vec![hint("F10", words.task_finish()), hint("F9", words.task_pause())],
        None => vec![hint("F11", words.task_start())],
    }
}

pub(super) fn stop(station: &Station) -> Option<Stop> {
    let stopped = station.stopped.as_ref()?;
    let words = station.words();
    let why = match &stopped.failure {
        StoreFailure::DiskFull => words.stop_disk_full(),
        StoreFailure::Disk(what) => words.stop_failed(words.disk_error(what)),
        StoreFailure::Damaged(what) => words.stop_failed(words.store_damaged(what)),
        StoreFailure::Failed(why) => words.stop_failed(why),
    };
    let to_do = match stopped.retry_at {
        Some(_) => words.stop_what_to_do(),
        None => words.stop_damaged_do(),
    };
    Some(Stop { headline: words.stop_title(), details: vec![why, to_do] })
}
