//! One file per task. Here is what all of them share: which task a scan, a card or a key goes to.

pub(super) mod approval;
pub(super) mod at_job;
mod back;
pub(super) mod badge_reader;
pub(super) mod badges;
pub(super) mod cabinet;
pub(super) mod calibrate;
mod cards;
pub(super) mod dispatch;
pub(super) mod enrol;
pub(super) mod equipment;
pub(super) mod first_boot;
pub(super) mod form;
pub(super) mod form_steps;
pub(super) mod held_bin;
pub(super) mod job;
pub(super) mod jobs;
pub(super) mod label;
pub(super) mod look_up;
pub(super) mod me;
pub(super) mod measure;
pub(super) mod menu;
pub(super) mod my_time;
pub(super) mod news;
pub(super) mod own_pin;
pub(super) mod people;
pub(super) mod put_away;
pub(super) mod question;
pub(super) mod queue;
pub(super) mod receive;
pub(super) mod return_part;
pub(super) mod serial;
pub mod store;
pub(super) mod store_desk;
pub(super) mod teach;
pub(super) mod time_to_check;
mod trace;
pub(super) mod vehicle;
pub(super) mod what_is;
pub(super) mod work;

pub(super) use back::back;
pub(in crate::station) use cards::{card, verb};
pub(super) use people::{log_off, log_on};

use self::back::{back_in, leave_job, warn_unsigned};
use self::store::StoreTask;
use super::Station;
use super::form::FormKind;
use super::input::World;
use super::key::Key;
use super::session::{AtJob, PartScan, Task};
use super::store_desk::StoreDesk;
use super::view::screen::{Sign, Tone};
use crate::domain::attendance::MarkKind;
use crate::domain::catalogue::{Catalogue, CodeHit, CodeKind};
use crate::domain::command::Item;
use crate::domain::entry::Cause;
use crate::domain::ids::{BinId, JobNo, PartNo, PersonId};
use crate::domain::job::Job;
use crate::domain::place::Place;
use crate::domain::qty::{MAX_MOVE, Qty};
use crate::identify::card::{Card, Verb};

/// A key of the keyboard.
pub(super) fn key(station: &mut Station, key: Key, world: World<'_>) {
    if station.settings.device.is_none() {
        return first_boot::key(station, key, world);
    }
    if station.session.question.is_some() {
        return question::key(station, key, world);
    }
    if own_pin::is_open(station) {
        return own_pin::key(station, key);
    }
    let unknown = station.session.unknown.take();
    match key {
        Key::Char('t') if unknown.is_some() && station.session.typed.is_empty() => {
            unknown.into_iter().for_each(|code| teach::open(station, code));
        }
        Key::Char('?') if asks_what_is(station) => what_is::begin(station),
        Key::Char(menu::MORE) if has_more(station) => at_job::more(station),
        Key::Char(sign) if menu::is_open(station) && menu::SIGNS.contains(&sign) => {
            menu::pick(station, sign, &Cause::Keys, world);
        }
        Key::Function(9) if store::tags::reads(station) => verb(station, Verb::Tags, &Cause::Keys, world),
        Key::Function(11) if !station.is_bay() => verb(station, Verb::Alerts, &Cause::Keys, world),
        Key::Char(menu::CALIBRATE) if menu::is_open(station) => calibrate::begin(station),
        Key::Char(menu::BADGE_READER) if menu::is_open(station) => badge_reader::begin(station),
        Key::Char(menu::ME) if menu::is_open(station) => me::open(station),
        // DONE behind something typed enters it: it is not dropped with the screen.
        Key::Function(10) if !station.session.typed.trim().is_empty() => enter(station, &Cause::Keys, world),
        Key::Function(n) => {
            if let Some(verb) = menu::verb_of(n) {
                self::verb(station, verb, &Cause::Keys, world);
            }
        }
        Key::Escape => back_in(station, world),
        Key::PageUp if my_time::is_open(station) => my_time::move_by(station, 1),
        Key::PageDown if my_time::is_open(station) => my_time::move_by(station, -1),
        Key::Backspace => {
            station.session.typed.pop();
            station.session.selected = 0;
        }
        Key::Up => station.session.selected = station.session.selected.saturating_sub(1),
        Key::PageUp => station.session.selected = station.session.selected.saturating_sub(10),
        Key::Down => station.session.selected = station.session.selected.saturating_add(1),
        Key::PageDown => station.session.selected = station.session.selected.saturating_add(10),
        Key::Enter => enter(station, &Cause::Keys, world),
        Key::Char('i') if job_is_open(station) => store::issues_of_job(station),
        Key::Char('o') if job_is_open(station) => store::old_parts::verb(station),
        Key::Char(letter) => character(station, letter, world),
    }
    clamp_selection(station, world);
}

/// Whether the screen of a job is on and nothing is being typed.
fn job_is_open(station: &Station) -> bool {
    station.session.task == Task::Job && station.session.typed.is_empty() && station.session.person.is_some()
}

/// Whether a question mark asks what a code is: where nothing else could be meant by it.
fn asks_what_is(station: &Station) -> bool {
    let here = matches!(
        station.session.task,
        Task::Home | Task::LookUp { .. } | Task::Unknown { .. } | Task::WhatIs { .. } | Task::Help
    );
    here && station.session.typed.is_empty()
}

/// Whether `+` opens what else can be done: where nothing is being typed.
fn has_more(station: &Station) -> bool {
    let here = matches!(station.session.task, Task::Home | Task::Job | Task::Jobs);
    here && station.session.typed.is_empty()
}

/// Keeps the selected row within the list on the screen.
fn clamp_selection(station: &mut Station, world: World<'_>) {
    let last = super::view::list_len(station, world).saturating_sub(1);
    station.session.selected = station.session.selected.min(last);
}

/// Fewest digits that are taken for the number of a job or a part where a quantity could be meant, too.
const SHORTEST_NUMBER: usize = 4;
/// Longest text that can be typed.
const MAX_TYPED: usize = 200;

fn character(station: &mut Station, letter: char, world: World<'_>) {
    if store::picks(station, letter, world) || vehicle::begins(station, letter) {
        return;
    }
    let picks = match station.session.task {
        Task::Home if station.session.typed.is_empty() && !letter.is_ascii_digit() && !letter.is_whitespace() => {
            // A letter begins a search at once, so that pinyin initials need no other key.
            let digit = station.session.menu_digit;
            look_up::begin(station);
            station.session.menu_digit = digit;
            false
        }
        Task::Unknown { .. } if station.session.typed.is_empty() && letter.is_alphabetic() => {
            look_up::begin(station);
            false
        }
        Task::Part { .. } if look_up::has_key(station, letter) => return look_up::key(station, letter, world),
        Task::Home => menu::is_open(station) && !menu::waits(station, letter),
        Task::AtJob(_) => return at_job::character(station, letter, &Cause::Keys, world),
        Task::Pause | Task::Queue => !(letter.is_ascii_digit() && menu::may_go_on(station)),
        Task::Help | Task::Me | Task::Activity | Task::Equipment(_) => true,
        Task::Desk(_) => store_desk::picks(station),
        Task::Store(_) => false,
        Task::Jobs
        | Task::Job
        | Task::MyTime { .. }
        | Task::TimeToCheck
        | Task::Return { .. }
        | Task::Receive { .. }
        | Task::PutAway { .. }
        | Task::LookUp { .. }
        | Task::Part { .. }
        | Task::Bin { .. }
        | Task::Label
        | Task::Unknown { .. }
        | Task::BadgeReader(_)
        | Task::WhatIs { .. } => false,
        // Nothing can be entered while a scanner is calibrated.
        Task::Calibrate(_) => return,
        Task::NewPin(_) => return approval::no_scan(station),
    };
    if picks {
        return pick(station, letter, &Cause::Keys, world);
    }
    type_letter(station, letter);
}

fn type_letter(station: &mut Station, letter: char) {
    if station.session.typed.len() < MAX_TYPED && !letter.is_control() {
        station.session.typed.push(letter);
        station.session.selected = 0;
    }
}

/// A digit or letter that chooses from the screen.
fn pick(station: &mut Station, letter: char, cause: &Cause, world: World<'_>) {
    match station.session.task {
        Task::Home => menu::pick(station, letter, cause, world),
        Task::Pause => work::pick_reason(station, letter, cause, world),
        Task::Queue => queue::pick(station, letter),
        Task::Me => me::pick(station, letter, cause, world),
        Task::Activity => my_time::pick_activity(station, letter, cause, world),
        Task::Equipment(_) => equipment::pick(station, letter, cause, world),
        Task::Desk(_) => store_desk::pick(station, letter, world),
        _ => {}
    }
}

fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    if menu::enter_digit(station, cause, world) {
        return;
    }
    let text = std::mem::take(&mut station.session.typed).trim().to_owned();
    if vehicle::begun_at_menu(station, &text, cause, world) {
        return;
    }
    match station.session.task.clone() {
        Task::AtJob(_) => at_job::enter(station, &text, cause, world),
        Task::LookUp { query, then } if text.is_empty() || text == query => {
            look_up::choose(station, &query, *then, cause, world);
        }
        Task::BadgeReader(_) if !text.is_empty() => badge_reader::typed(station, &text),
        _ if !text.is_empty() => entered(station, &text, cause, world),
        Task::Home => menu::enter(station, cause, world),
        Task::Jobs => jobs::enter(station, cause, world),
        Task::Job => job::enter(station, cause, world),
        Task::Return { item } => return_part::enter(station, item, cause, world),
        Task::PutAway { .. } => put_away::enter(station, cause, world),
        Task::Part { part } => look_up::use_part(station, &part, cause, world),
        Task::Pause => {
            let nth = u32::try_from(station.session.selected + 1).unwrap_or(0);
            pick(station, char::from_digit(nth % 10, 10).unwrap_or('0'), cause, world);
        }
        Task::Queue => queue::enter(station),
        Task::Desk(screen) => store_desk::enter(station, screen, cause, world),
        Task::Store(_) => store::enter(station, cause, world),
        Task::WhatIs { read: Some(_) } => what_is::begin(station),
        Task::Calibrate(_) => calibrate::enter(station),
        Task::BadgeReader(_) => badge_reader::enter(station),
        Task::Me => me::enter(station, cause, world),
        Task::Activity => my_time::enter_activity(station, cause, world),
        Task::TimeToCheck => time_to_check::enter(station, cause, world),
        Task::Equipment(_) => equipment::enter(station, cause, world),
        Task::Receive { .. }
        | Task::LookUp { .. }
        | Task::Bin { .. }
        | Task::Label
        | Task::Unknown { .. }
        | Task::WhatIs { .. }
        | Task::NewPin(_)
        | Task::MyTime { .. }
        | Task::Help => {}
    }
}

/// A typed number of up to three figures is a quantity; a longer one names something.
fn short_number(text: &str) -> Option<Qty> {
    Qty::parse(text).filter(|_| text.len() < 4)
}

/// Typed text is understood like a scan: a quantity, a person, a job, a bin, a part, else a search.
fn entered(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) {
    if store_desk::typed(station, text) {
        return;
    }
    if receive::wants_note(station) && receive::typed_note(station, text, world) {
        return;
    }
    if my_time::is_open(station) {
        return my_time::entered(station, text, cause, world);
    }
    if station.session.task == Task::TimeToCheck {
        return time_to_check::entered(station, text, cause, world);
    }
    if store::typed(station, text, cause, world) {
        return;
    }
    // A longer number is a part's.
    if means_quantity(station, text)
        && let Some(qty) = Qty::parse(text).filter(|qty| *qty <= MAX_MOVE)
    {
        return quantity(station, qty, cause, world);
    }
    if vehicle::typed(station, text, cause, world) {
        return;
    }
    if let Task::Jobs = station.session.task {
        return jobs::entered(station, text, cause, world);
    }
    if let Ok(id) = PersonId::new(text)
        && station.book.people().any(|person| person.id == id)
    {
        return log_on(station, &id, cause, world);
    }
    if let Ok(job) = JobNo::new(text)
        && station.book.job_ref(&job).is_some()
    {
        return job::scanned(station, job, cause, world);
    }
    if let Some(tag) = store::old_parts::named(station, text) {
        return store::old_parts::scanned(station, tag);
    }
    let is_part = PartNo::new(&text.to_uppercase()).is_ok_and(|number| world.catalogue.part(&number).is_some());
    if !is_part && let Some(job) = jobs::by_vehicle(station, text) {
        return job::scanned(station, job, cause, world);
    }
    if let Some(bin) = known_bin(text, world) {
        return self::bin(station, bin, cause, world);
    }
    look_up::search(station, text, cause, world);
}

/// Whether typed digits are a quantity here, and not the number of a job or a part: something must be there to be counted.
fn means_quantity(station: &Station, text: &str) -> bool {
    if teach::is_open(station) {
        return true;
    }
    let short = text.len() < SHORTEST_NUMBER;
    let counts = short || station.session.last_line().is_some();
    match station.session.task {
        Task::Return { item: Some(_) } | Task::PutAway { item: Some(_) } => true,
        Task::Job => counts && (short || JobNo::new(text).is_ok_and(|job| station.book.job_ref(&job).is_none())),
        Task::Return { item: None } | Task::Receive { .. } | Task::PutAway { item: None } => counts,
        Task::Store(_) => store::counts(station),
        Task::Home
        | Task::Jobs
        | Task::LookUp { .. }
        | Task::Part { .. }
        | Task::Bin { .. }
        | Task::Label
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
        | Task::Help => false,
    }
}

fn known_bin(text: &str, world: World<'_>) -> Option<BinId> {
    let upper = text.to_uppercase();
    [text, upper.as_str()].iter().find_map(|text| world.catalogue.bin(&BinId::new(text).ok()?)).map(|bin| bin.id)
}

/// A quantity, typed or by card: of the pending item, else of the last line.
fn quantity(station: &mut Station, qty: Qty, cause: &Cause, world: World<'_>) {
    if store::quantity(station, qty, cause, world) {
        return;
    }
    let teaches = teach::is_open(station);
    if form::on_screen(station).is_some() {
        return form::quantity(station, qty, cause, world);
    }
    match &mut station.session.task {
        Task::Return { item: Some(item) } if qty.is_positive() => item.qty = qty,
        Task::PutAway { item: Some(item) } if qty.is_positive() => item.qty = qty,
        Task::Unknown { .. } if teaches && qty.is_positive() => teach::quantity(station, qty),
        Task::Desk(StoreDesk::Fault(draft)) if qty.is_positive() => draft.qty = qty,
        _ => station.set_quantity(qty, cause, world),
    }
}

/// A part, in the current mode.
pub(super) fn part(station: &mut Station, hit: &CodeHit, scan: &PartScan, cause: &Cause, world: World<'_>) {
    station.session.typed.clear();
    if form::on_screen(station).is_some() {
        if !form::scanned_part(station, &hit.part, cause, world) {
            let words = station.words();
            form::wrong(station, words.is_part(&hit.part), world);
        }
        return;
    }
    let item = item_of(hit, scan);
    // A code for one says nothing of how much of an open quantity is meant; a label with a quantity does.
    let said = scan.qty.or((hit.qty != Qty::ONE).then_some(hit.qty));
    let qty = said.unwrap_or(hit.qty);
    if station.session.person.is_none() {
        // With a job on the screen this was meant to be an issue, and must not look like one.
        return match station.session.task {
            Task::Job => people::badge_first(station),
            _ => look_up::show(station, &hit.part),
        };
    }
    match station.session.task.clone() {
        Task::Job => {
            // The code of a drum says what a full one holds, not how much is poured from it.
            let poured = world.catalogue.part(&hit.part).is_some_and(|part| !part.unit.is_whole());
            job::part(station, item, if poured { scan.qty } else { said }, cause, world);
        }
        Task::Return { .. } => return_part::part(station, item, qty),
        Task::Receive { note, order, .. } => {
            receive::part(station, item, qty, receive::Of { note, order, scan: scan.clone() }, cause, world);
        }
        Task::PutAway { .. } => put_away::part(station, item, qty, world),
        Task::Unknown { .. } => teach::part(station, &hit.part),
        Task::Label => label::part(station, &hit.part, world),
        Task::Store(_) => store::part(station, item, qty, cause, world),
        Task::Home
        | Task::Jobs
        | Task::LookUp { .. }
        | Task::Part { .. }
        | Task::Bin { .. }
        | Task::Queue
        | Task::Pause
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
        | Task::Help => look_up::show(station, &hit.part),
    }
}

/// Which piece a scan means.
pub(super) fn item_of(hit: &CodeHit, scan: &PartScan) -> Item {
    let PartScan { lot, serial, expires, .. } = scan.clone();
    Item { part: hit.part.clone(), lot, serial, expires }
}

/// A bin, in the current mode.
pub(super) fn bin(station: &mut Station, bin: BinId, cause: &Cause, world: World<'_>) {
    let words = station.words();
    if form::on_screen(station).is_some() {
        return form::wrong(station, words.is_bin(&bin), world);
    }
    if world.catalogue.bin(&bin).is_none() {
        return station.tell_bad(words.refused_unknown_bin(&bin), vec![words.nothing_changed()]);
    }
    match station.session.task.clone() {
        Task::Job | Task::Receive { .. } => {
            let said = match station.session.task {
                Task::Job => words.take_from(&bin),
                _ => words.receive_into(&bin),
            };
            station.session.bin = Some(bin);
            station.tell_info(said, vec![]);
        }
        Task::Return { item: Some(item) } => return_part::bin(station, item, bin, cause, world),
        Task::PutAway { item: Some(item) } => put_away::bin(station, item, bin, cause, world),
        Task::Return { item: None } | Task::PutAway { item: None } => {
            station.tell_bad(words.wrong_read(words.is_bin(&bin)), vec![words.wanted_here(words.a_part())]);
        }
        Task::Label => label::bin(station, &bin, world),
        Task::Store(_) => store::bin(station, bin, cause, world),
        Task::Home
        | Task::Jobs
        | Task::LookUp { .. }
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
        | Task::Help => enter_task(station, Task::Bin { bin }),
    }
}

/// Opens a task with a clean screen.
pub(super) fn enter_task(station: &mut Station, task: Task) {
    station.session.notice = None;
    station.go(task);
}

fn done(station: &mut Station, cause: &Cause, world: World<'_>) {
    match station.session.task.clone() {
        Task::Job if station.is_bay() => work::finish(station, cause, world),
        Task::Job => {
            leave_job(station);
            station.go(Task::Home);
        }
        Task::AtJob(AtJob::Form(_)) => enter(station, cause, world),
        Task::AtJob(AtJob::Operation(_) | AtJob::Operations | AtJob::Acts) if station.is_bay() => {
            work::finish(station, cause, world);
        }
        Task::Receive { began, order, .. } => receive::done(station, began, order),
        Task::Desk(StoreDesk::Fault(draft)) => store_desk::report(station, *draft, cause, world),
        Task::Store(_) => store::done(station, cause, world),
        Task::Home
        | Task::Jobs
        | Task::Return { .. }
        | Task::PutAway { .. }
        | Task::LookUp { .. }
        | Task::Part { .. }
        | Task::Bin { .. }
        | Task::Label
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
        | Task::Help => back(station),
    }
}

/// The part as a hit, when it was not scanned but chosen.
fn chosen(part: &PartNo) -> CodeHit {
    CodeHit { part: part.clone(), kind: CodeKind::Maker, qty: Qty::ONE }
}

/// Where a part goes when nobody says otherwise.
fn home_bin(catalogue: &dyn Catalogue, part: &PartNo) -> Option<BinId> {
    catalogue.part(part)?.home_bin
}
