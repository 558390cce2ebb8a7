//! The home menu and the keys that mean the same everywhere.

use std::time::Duration;

use super::super::Station;
use super::super::input::World;
use super::store::{self, StoreTask};
use super::{at_job, badge_reader, cabinet, calibrate, equipment, me, people, queue, verb, what_is, work};
use crate::domain::entry::Cause;
use crate::domain::work::PauseReason;
use crate::identify::card::{self, Verb};
use crate::station::session::Task;
use crate::station::store_desk::StoreDesk;

/// What can be chosen at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::station) enum Choice {
    Verb(Verb),
    Queue,
    CardSheet,
    WhatIs,
    StoreDesk,
    Calibrate,
    BadgeReader,
    Me,
    /// The workshop's lists.
    More,
    Devices,
    Cabinet,
    Store,
}

/// The key of [`Choice::Calibrate`]: the digits are all taken.
pub(super) const CALIBRATE: char = '*';
/// The key of [`Choice::BadgeReader`].
pub(super) const BADGE_READER: char = '+';
/// The key of [`Choice::Devices`].
pub(super) const DEVICES: char = '#';
/// The key of [`Choice::Cabinet`].
pub(super) const CABINET: char = '=';

/// The key of [`Choice::Me`].
pub(super) const ME: char = '-';
/// The key of [`Choice::More`].
pub(super) const MORE: char = '/';
/// The key of [`Choice::StoreDesk`].
pub(super) const STORE: char = ',';
/// The keys that are no digits.
pub(super) const SIGNS: [char; 7] = [CALIBRATE, BADGE_READER, DEVICES, CABINET, ME, STORE, STORE_TASKS];
/// The key of [`Choice::Store`].
pub(super) const STORE_TASKS: char = ';';

/// How long a digit that does something waits for more of a number.
const REST_OF_NUMBER: Duration = Duration::from_millis(1500);

/// Whether this digit of the menu does something, and opens no screen on which what follows could still be read: it waits a
/// moment, for the number of a part or a job may begin with it.
pub(super) fn waits(station: &Station, letter: char) -> bool {
    let does = |choice: &Choice| match choice {
        Choice::Verb(Verb::LogOff) | Choice::CardSheet => true,
        // It only says that there is nothing to pause.
        Choice::Verb(Verb::Pause) => !work::is_running(station),
        _ => false,
    };
    let mut acting = choices(station).into_iter().filter(does);
    letter.is_ascii_digit() && acting.any(|choice| key_of(station, choice) == letter)
}

/// Whether the screen was opened by the digit of a number that is being typed, as far as anybody can tell: what chooses at once
/// there is typed until then.
pub(super) fn may_go_on(station: &Station) -> bool {
    matches!(station.session.task, Task::Pause | Task::Queue) && station.session.menu_digit.is_some()
}

/// The digit that waits, at the menu or on the screen of the reasons for a pause.
fn waiting(station: &Station) -> Option<char> {
    let session = &station.session;
    let mut typed = session.typed.chars();
    let acts = |digit: &char| match session.task {
        Task::Home => waits(station, *digit),
        Task::Pause => may_go_on(station) && digit.is_ascii_digit(),
        _ => false,
    };
    let digit = typed.next().filter(acts)?;
    let alone = typed.next().is_none() && session.person.is_some();
    (alone && session.question.is_none()).then_some(digit)
}

/// When the digit that waits acts by itself, in steady time.
pub(in crate::station) fn due_at(station: &Station) -> Option<Duration> {
    let opened = may_go_on(station) && station.session.typed.is_empty();
    let free = !station.pipeline.is_busy() && (opened || waiting(station).is_some());
    free.then(|| station.session.last_activity + REST_OF_NUMBER)
}

/// Nothing followed in time.
pub(in crate::station) fn due(station: &mut Station, world: World<'_>) {
    if due_at(station).is_some_and(|at| world.now.steady >= at) && !enter_digit(station, &Cause::Keys, world) {
        // Whoever reads the screen means it: its keys choose at once now.
        station.session.menu_digit = None;
    }
}

/// The digit that waits acts now. False when there is none.
pub(super) fn enter_digit(station: &mut Station, cause: &Cause, world: World<'_>) -> bool {
    let Some(digit) = waiting(station) else { return false };
    station.session.typed.clear();
    match station.session.task {
        Task::Pause => work::pick_reason(station, digit, cause, world),
        _ => pick(station, digit, cause, world),
    }
    station.session.menu_digit = None;
    true
}

/// Whether the menu is on the screen and nothing is being typed.
pub(super) fn is_open(station: &Station) -> bool {
    let session = &station.session;
    session.task == Task::Home && session.person.is_some() && session.typed.is_empty()
}

/// The menu of this kiosk, in order; its rows are chosen by 1 to 9, the last ones by `,` (store desk), `*` (calibrate),
/// `+` (badge reader), `#` (devices), `=` (cabinet), `-` (what concerns oneself) and 0 (log off).
pub(in crate::station) fn choices(station: &Station) -> Vec<Choice> {
    let counter = [Verb::Jobs, Verb::LookUp, Verb::Return, Verb::Receive, Verb::PutAway, Verb::Label];
    let bay = [Verb::Jobs, Verb::LookUp, Verb::Pause, Verb::Return, Verb::Label];
    let verbs: &[Verb] = if station.is_bay() { &bay } else { &counter };
    let mut choices: Vec<Choice> = verbs.iter().copied().map(Choice::Verb).collect();
    choices.extend([Choice::Queue, Choice::CardSheet, Choice::WhatIs]);
    choices.extend((!station.is_bay()).then_some(Choice::StoreDesk));
    choices.extend([Choice::Calibrate, Choice::BadgeReader, Choice::Devices]);
    choices.extend((!station.settings.locks.is_empty()).then_some(Choice::Cabinet));
    if !station.is_bay() {
        choices.push(Choice::Store);
    }
    choices.extend([Choice::Me, Choice::More, Choice::Verb(Verb::LogOff)]);
    choices
}

/// The key in front of a row.
pub(in crate::station) fn key_of(station: &Station, choice: Choice) -> char {
    if choice == Choice::Verb(Verb::LogOff) {
        return '0';
    }
    let signs = [
        (Choice::Calibrate, CALIBRATE),
        (Choice::BadgeReader, BADGE_READER),
        (Choice::Devices, DEVICES),
        (Choice::Cabinet, CABINET),
        (Choice::Me, ME),
        (Choice::StoreDesk, STORE),
        (Choice::Store, STORE_TASKS),
        (Choice::More, MORE),
    ];
    if let Some((_, sign)) = signs.into_iter().find(|(of, _)| *of == choice) {
        return sign;
    }
    let at = choices(station).iter().position(|one| *one == choice).unwrap_or(0);
    char::from_digit(u32::try_from(at + 1).unwrap_or(0), 10).unwrap_or('?')
}

pub(super) fn pick(station: &mut Station, letter: char, cause: &Cause, world: World<'_>) {
    let found = choices(station).into_iter().find(|choice| key_of(station, *choice) == letter);
    if let Some(choice) = found {
        act(station, choice, cause, world);
        station.session.menu_digit = letter.is_ascii_digit().then_some(letter);
    }
}

pub(super) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    if station.session.person.is_none() {
        return people::badge_first(station);
    }
    if let Some(choice) = choices(station).get(station.session.selected).copied() {
        act(station, choice, cause, world);
    }
}

fn act(station: &mut Station, choice: Choice, cause: &Cause, world: World<'_>) {
    match choice {
        Choice::Verb(chosen) => verb(station, chosen, cause, world),
        Choice::Queue => super::enter_task(station, Task::Queue),
        Choice::CardSheet => queue::print_cards(station),
        Choice::WhatIs => what_is::begin(station),
        Choice::StoreDesk => super::store_desk::open(station, StoreDesk::Menu),
        Choice::Calibrate => calibrate::begin(station),
        Choice::BadgeReader => badge_reader::begin(station),
        Choice::Me => me::open(station),
        Choice::More => at_job::more(station),
        Choice::Devices => equipment::begin(station),
        Choice::Cabinet => cabinet::begin(station, cause, world),
        Choice::Store => store::open(station, StoreTask::Menu),
    }
}

/// The verb of a function key. The same keys are named on the key bar of each screen.
pub(super) fn verb_of(function: u8) -> Option<Verb> {
    let verb = match function {
        1 => Verb::Help,
        2 => Verb::Jobs,
        3 => Verb::LookUp,
        4 => Verb::Return,
        5 => Verb::Receive,
        6 => Verb::PutAway,
        7 => Verb::Label,
        8 => Verb::Undo,
        9 => Verb::Pause,
        10 => Verb::Done,
        11 => Verb::Start,
        12 => Verb::Language,
        _ => return None,
    };
    Some(verb)
}

/// Cards that move about on the screen.
pub(super) fn is_motion(verb: Verb) -> bool {
    matches!(verb, Verb::Up | Verb::Down | Verb::Select | Verb::NextPage | Verb::PreviousPage)
}

/// The reason on a pause card.
pub(in crate::station) fn reason_of(reason: card::PauseReason) -> PauseReason {
    match reason {
        card::PauseReason::Parts => PauseReason::Parts,
        card::PauseReason::CustomerApproval => PauseReason::CustomerApproval,
        card::PauseReason::BayOrLift => PauseReason::BayOrLift,
        card::PauseReason::Tool => PauseReason::Tool,
        card::PauseReason::Insurer => PauseReason::Insurer,
        card::PauseReason::TechnicalHotline => PauseReason::TechnicalHotline,
        card::PauseReason::WarrantyApproval => PauseReason::WarrantyApproval,
        card::PauseReason::Sublet => PauseReason::Sublet,
        card::PauseReason::Break => PauseReason::Break,
        card::PauseReason::Other => PauseReason::Other,
    }
}
