//! Home, enrolment, label queue, pause reasons, unknown code and help.

use super::super::Station;
use super::super::flow::menu::{self, Choice};
use super::super::flow::teach;
use super::super::input::{PrintState, World};
use super::super::labels::what_of;
use super::super::session::UnknownCode;
use super::questions::operation_title;
use super::screen::{Block, Column, Fact, Row, Sign, Table, Tone, Width};
use crate::domain::book::Book;
use crate::domain::print::PrintRequest;
use crate::domain::qty::Qty;
use crate::domain::rights::Right;
use crate::domain::work::PauseReason;
use crate::identify::card::Verb;
use crate::station::words::{Language, Words};

pub(super) fn home(station: &Station, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let Some(person) = station.person() else {
        let first = if station.is_bay() { words.welcome_bay() } else { words.welcome_counter() };
        let lines = vec![words.scan_badge(), String::new(), first, words.welcome_part()];
        let mut blocks = vec![Block::Banner { tone: Tone::Plain, lines }];
        if station.settings.language == Language::Chinese && !station.settings.shows_chinese {
            blocks.push(Block::Text { tone: Tone::Attention, lines: vec![words.english_only()] });
        }
        return (words.welcome_title(), blocks);
    };
    let mut blocks = Vec::new();
    if person.may(Right::WorkOnCars) {
        blocks.push(Block::Facts(vec![running_fact(station, world)]));
    }
    let low = station.low.new_ones(world.now.wall_ms);
    if low > 0 && !station.is_bay() {
        blocks.push(Block::Banner { tone: Tone::Attention, lines: vec![words.alerts_banner(low)] });
    }
    let works = station.person().is_none_or(|person| person.may(Right::WorkOnCars));
    let hint = match (station.is_bay(), works) {
        (true, true) => words.home_hint_bay(),
        (true, false) => words.home_hint_looks(),
        (false, _) => words.home_hint_counter(),
    };
    blocks.push(Block::Text { tone: Tone::Plain, lines: vec![hint] });
    blocks.push(Block::Table(menu_table(station, words)));
    (words.home_title(), blocks)
}

fn running_fact(station: &Station, world: World<'_>) -> Fact {
    let words = station.words();
    let day = station.session.person.as_ref().map(|id| station.book.person_day(id)).unwrap_or_default();
    let (value, tone) = match day.running() {
        None => (words.not_working(), Tone::Faint),
        Some(punch) => {
            let since = station.settings.zone.short(punch.at_ms, world.now.wall_ms);
            let title = operation_title(station, &punch.job, punch.op);
            (format!("{} {title}, {}", punch.job, words.working_since(since)), Tone::Good)
        }
    };
    Fact { label: words.working_on(), value, tone }
}

fn menu_table(station: &Station, words: Words) -> Table {
    let row = |choice: Choice| {
        let label = match choice {
            Choice::Verb(verb) => verb_label(words, verb),
            Choice::Queue => words.task_queue(),
            Choice::CardSheet => words.task_cards(),
            Choice::WhatIs => words.task_what_is(),
            Choice::StoreDesk => words.store_desk(),
            Choice::Calibrate => words.task_calibrate(),
            Choice::BadgeReader => words.task_badge_reader(),
            Choice::Me => words.task_me(),
            Choice::More => words.workshop_title(),
            Choice::Devices => words.task_devices(),
            Choice::Cabinet => words.task_cabinet(),
            Choice::Store => words.task_store(),
        };
        Row { sign: Sign::None, cells: vec![menu::key_of(station, choice).to_string(), label] }
    };
    let columns = vec![
        Column { title: String::new(), width: Width::Fixed(2), right: true, drop: 0 },
        Column { title: String::new(), width: Width::Share(1), right: false, drop: 0 },
    ];
    let rows = menu::choices(station).into_iter().map(row).collect();
    Table { title: String::new(), columns, rows, selected: Some(station.session.selected), empty: String::new() }
}

fn verb_label(words: Words, verb: Verb) -> String {
    match verb {
        Verb::Jobs => words.task_jobs(),
        Verb::LookUp => words.task_look_up(),
        Verb::Return => words.task_return(),
        Verb::Receive => words.task_receive(),
        Verb::PutAway => words.task_put_away(),
        Verb::Label => words.task_label(),
        Verb::Pause => words.task_pause(),
        Verb::LogOff => words.task_log_off(),
        Verb::Alerts => words.alerts_title(),
        other => words.verb(other),
    }
}

pub(super) fn queue(station: &Station) -> (String, Vec<Block>) {
    let words = station.words();
    let row = |(_, label): (i64, &super::super::labels::Label)| {
        let (sign, state) = match label.state {
            PrintState::Queued => (Sign::Waiting, words.print_queued()),
            PrintState::Sent => (Sign::Running, words.print_sent()),
            PrintState::Handed => (Sign::Done, words.print_handed()),
            PrintState::Confirmed => (Sign::Done, words.print_confirmed()),
            PrintState::Failed => (Sign::Wrong, words.print_failed()),
            PrintState::Unknown => (Sign::Question, words.print_unknown()),
            PrintState::Cancelled => (Sign::None, words.print_cancelled()),
        };
        let why = label.why.as_deref().map(|why| words.trouble_said(why)).unwrap_or_default();
        let printer = label.printer.clone().unwrap_or_default();
        Row { sign, cells: vec![kind_and_key(words, &label.request), state, printer, why] }
    };
    let share = |weight| Width::Share(weight);
    let column = |title: String, width, drop| Column { title, width, right: false, drop };
    let table = Table {
        title: String::new(),
        columns: vec![
            column(words.col_label(), share(3), 0),
            column(words.col_state(), share(2), 0),
            column(words.col_printer(), share(2), 2),
            column(String::new(), share(3), 1),
        ],
        rows: station.labels.newest_first().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.queue_empty(),
    };
    (words.queue_title(), vec![Block::Table(table)])
}

/// What a label is of: `part OF-1`.
fn kind_and_key(words: Words, request: &PrintRequest) -> String {
    match request.template.as_str() {
        "part" => words.is_part(&request.key),
        "bin" => words.is_bin(&request.key),
        "job" => words.is_job(&request.key),
        _ => what_of(request),
    }
}

pub(super) fn pause(station: &Station) -> (String, Vec<Block>) {
    let words = station.words();
    let row = |(at, reason): (usize, &PauseReason)| {
        let key = ((at + 1) % 10).to_string();
        Row { sign: Sign::None, cells: vec![key, words.pause_reason(*reason)] }
    };
    let columns = vec![
        Column { title: String::new(), width: Width::Fixed(2), right: true, drop: 0 },
        Column { title: String::new(), width: Width::Share(1), right: false, drop: 0 },
    ];
    let rows = PauseReason::CHOICES.iter().enumerate().map(row).collect();
    let selected = Some(station.session.selected);
    (words.pause_title(), vec![Block::Table(Table { columns, rows, selected, ..Table::default() })])
}

pub(super) fn unknown(station: &Station, code: &UnknownCode, qty: Qty) -> (String, Vec<Block>) {
    let words = station.words();
    let fact = |label: String, value: &str, tone| Fact { label, value: value.to_owned(), tone };
    let teaches = teach::may_teach(station, code);
    let of_one_scan = if teaches { qty.to_string() } else { String::new() };
    let facts = [
        fact(words.unknown_raw(), &code.raw, Tone::Attention),
        fact(words.unknown_symbology(), &code.symbology, Tone::Plain),
        fact(words.unknown_why(), &code.why.as_ref().map(|why| words.remark(why)).unwrap_or_default(), Tone::Plain),
        fact(words.unknown_device(), &code.device, Tone::Faint),
        fact(words.unknown_qty(), &of_one_scan, Tone::Plain),
    ];
    let facts = facts.into_iter().filter(|fact| !fact.value.is_empty()).collect();
    let help = Block::Text {
        tone: Tone::Plain,
        lines: vec![if teaches { words.unknown_teach() } else { words.unknown_help() }],
    };
    (words.unknown_title(), vec![Block::Facts(facts), help])
}
