//! The first set-up: what is done of it, and what is to be done next.

use super::super::Station;
use super::super::flow::first_boot::DEVICES;
use super::super::input::World;
use super::screen::{Block, Column, KeyHint, Row, Sign, Table, Tone, Width};

pub(super) fn first_boot(station: &Station, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let clock = if world.now.trusted { words.boot_clock_right() } else { words.boot_clock_wrong() };
    let unwell = station.health.unwell();
    let devices = match (station.health.count(), unwell.as_slice()) {
        (0, _) => words.boot_devices_none(),
        (n, []) => words.boot_devices_ready(n),
        (_, unwell) => words.boot_devices_unwell(unwell.join(", ")),
    };
    let in_use = station.health.count() > 0 && unwell.is_empty();
    let scan = match &station.session.test_scan {
        Some(text) => words.boot_scan_done(text),
        None => words.boot_scan(),
    };
    let code = if station.enrolling { words.enrolling() } else { words.boot_code() };
    let language = if station.settings.shows_chinese { words.boot_language() } else { words.boot_language_plain() };
    let steps = [
        (true, language),
        (world.now.trusted, clock),
        (in_use, devices),
        (station.session.test_scan.is_some(), scan),
        (false, code),
    ];
    let row = |(done, text)| Row { sign: if done { Sign::Done } else { Sign::Open }, cells: vec![text] };
    let table = Table {
        columns: vec![Column { title: words.boot_steps(), width: Width::Share(1), right: false, drop: 0 }],
        rows: steps.into_iter().map(row).collect(),
        ..Table::default()
    };
    let banner = vec![words.not_enrolled(&station.settings.name)];
    let help = Block::Text { tone: Tone::Plain, lines: vec![words.enrol_how()] };
    let blocks = vec![Block::Banner { tone: Tone::Attention, lines: banner }, Block::Table(table), help];
    (words.not_enrolled_title(), blocks)
}

pub(super) fn keys(station: &Station) -> Vec<KeyHint> {
    let words = station.words();
    let hint = |key: &str, label: String| KeyHint { key: key.to_owned(), label };
    if super::super::flow::first_boot::at_devices(station) {
        return vec![
            hint("1-4", words.key_choose()),
            hint(&words.key_enter(), words.key_choose()),
            hint(&words.key_esc(), words.key_back()),
        ];
    }
    vec![
        hint(&words.key_enter(), words.task_enrol()),
        hint(&format!("F{DEVICES}"), words.task_devices()),
        hint("F12", station.other_language()),
    ]
}
