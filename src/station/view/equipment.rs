//! The devices: the list with the state of each, what to do about the selected one, setting up, and the locks.

use super::super::Station;
use super::super::input::World;
use super::screen::{Block, Column, Row, Sign, Table, Tone, Width};
use crate::station::equipment::{Equipment, Seen, SeenAs, Wanted};
use crate::station::words::Words;
use pitbox_hw::health::Health;
use pitbox_hw::reading::Role;

pub(super) fn equipment(station: &Station, screen: &Equipment, world: World<'_>) -> (String, Vec<Block>) {
    match screen {
        Equipment::Devices(seen) => devices(station, seen.as_deref(), world),
        Equipment::SetUp { wanted, answered, saving } => {
            let words = station.words();
            let what = match wanted {
                Wanted::Scanner(_) => words.set_up_scan(),
                Wanted::Badge(_) => words.set_up_badge(),
                Wanted::Tags(_) => words.set_up_tags(),
                Wanted::Printer => words.saving(),
            };
            let shown = if *saving { words.saving() } else { what };
            let mut blocks = vec![Block::Banner { tone: Tone::Attention, lines: vec![shown] }];
            if let Some(answered) = answered {
                let lines = vec![words.set_up_answered(&answered.name), answered.place.clone()];
                blocks.push(Block::Text { tone: Tone::Good, lines });
            } else {
                let mut lines = vec![words.set_up_help()];
                if let Some((driver, baud)) = wanted.way() {
                    lines.push(words.set_up_way(driver, baud));
                }
                blocks.push(Block::Text { tone: Tone::Plain, lines });
            }
            (words.set_up_title(), blocks)
        }
        Equipment::Cabinets => cabinets(station),
    }
}

/// How many rows the list has.
pub(super) fn rows(station: &Station, screen: &Equipment) -> usize {
    match screen {
        Equipment::Devices(seen) => seen.as_ref().map_or(0, Vec::len),
        Equipment::SetUp { .. } => 0,
        Equipment::Cabinets => station.settings.locks.len(),
    }
}

fn column(title: String, width: Width, drop: u8) -> Column {
    Column { title, width, right: false, drop }
}

fn devices(station: &Station, seen: Option<&[Seen]>, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let rows = seen.unwrap_or_default().iter().map(|seen| row(station, seen, world)).collect();
    let table = Table {
        title: String::new(),
        columns: vec![
            column(words.col_device(), Width::Share(4), 0),
            column(words.col_use(), Width::Share(2), 0),
            column(words.col_state(), Width::Share(4), 0),
            column(words.col_where(), Width::Share(4), 1),
        ],
        rows,
        selected: Some(station.session.selected),
        empty: if seen.is_some() { words.devices_none() } else { words.devices_looking() },
    };
    let mut blocks = vec![Block::Table(table)];
    let selected = seen.and_then(|seen| seen.get(station.session.selected));
    if let Some(lines) = selected.map(|seen| about(station, words, seen)).filter(|lines| !lines.is_empty()) {
        blocks.push(Block::Text { tone: Tone::Attention, lines });
    }
    blocks.push(Block::Text { tone: Tone::Plain, lines: vec![words.devices_keys()] });
    (words.devices_title(), blocks)
}

fn row(station: &Station, seen: &Seen, world: World<'_>) -> Row {
    let words = station.words();
    let used = seen.device.as_deref().and_then(|device| station.health.of(device));
    let (sign, state) = match (used, &seen.state) {
        (Some((health, since_ms)), _) => {
            let since = station.settings.zone.short(since_ms, world.now.wall_ms);
            health_words(words, health, since)
        }
        (None, SeenAs::Recognised | SeenAs::Elsewhere) => (Sign::Open, words.seen_unused()),
        (None, SeenAs::Unsupported(_)) => (Sign::Info, words.seen_unsupported()),
        (None, SeenAs::NotPermitted { .. }) => (Sign::Wrong, words.seen_not_permitted()),
        (None, SeenAs::Absent) => (Sign::Wrong, words.seen_absent()),
    };
    let name = seen.device.clone().unwrap_or_else(|| seen.name.clone());
    let role = seen.role.map(|role| words.device_role(role)).unwrap_or_default();
    Row { sign, cells: vec![name, role, state, seen.place.clone()] }
}

fn health_words(words: Words, health: &Health, since: String) -> (Sign, String) {
    match health {
        Health::Starting => (Sign::Waiting, words.seen_starting()),
        Health::Ready => (Sign::Done, words.seen_ready(since)),
        Health::Absent => (Sign::Wrong, words.seen_gone(since)),
        Health::Denied(_) => (Sign::Wrong, words.seen_not_permitted()),
        Health::Trouble(trouble) => (Sign::Wrong, words.seen_trouble(words.trouble(trouble), since)),
    }
}

/// What the selected device is, and what to do about it.
fn about(station: &Station, words: Words, seen: &Seen) -> Vec<String> {
    let mut lines = Vec::new();
    if seen.device.is_some() && !seen.name.is_empty() && seen.device.as_ref() != Some(&seen.name) {
        lines.push(seen.name.clone());
    }
    match &seen.state {
        SeenAs::NotPermitted { group: Some(group) } => {
            lines.push(words.fix_group(&seen.place, group));
            lines.push(format!("usermod -aG {group} pitbox"));
        }
        SeenAs::NotPermitted { group: None } => lines.push(words.fix_rule(&seen.place)),
        SeenAs::Unsupported(why) => lines.push(words.unsupported_why(why)),
        SeenAs::Recognised | SeenAs::Elsewhere | SeenAs::Absent => {
            let denied = seen.device.as_deref().and_then(|device| station.health.of(device));
            if let Some((Health::Denied(_), _)) = denied {
                lines.push(words.fix_rule(&seen.place));
            } else if seen.device.is_none() {
                lines.push(words.seen_unused_help());
            }
        }
    }
    lines
}

impl Words {
    /// What a device is used for.
    pub fn device_role(self, role: Role) -> String {
        match role {
            Role::Scanner => self.role_scanner(),
            Role::Badge => self.role_badge(),
            Role::Rfid => self.role_rfid(),
            Role::Printer => self.role_printer(),
            Role::Lamp => self.role_lamp(),
            Role::Buzzer => self.role_buzzer(),
            Role::Button => self.role_button(),
            Role::Lock => self.role_lock(),
        }
    }

    /// Discovery speaks English; what it says of a device that no driver reads is known by its beginning.
    fn unsupported_why(self, why: &str) -> String {
        if why.starts_with("a keyboard") {
            self.unsupported_keyboard()
        } else if why.starts_with("an unknown maker") {
            self.unsupported_maker()
        } else if why.starts_with("the scanner is in a mode") {
            self.unsupported_mode()
        } else {
            why.to_owned()
        }
    }
}

fn cabinets(station: &Station) -> (String, Vec<Block>) {
    let words = station.words();
    let row = |(at, lock): (usize, &String)| {
        let (sign, state) = if station.health.is_ready(lock) {
            (Sign::Open, words.cabinet_locked())
        } else {
            (Sign::Wrong, words.seen_absent())
        };
        Row { sign, cells: vec![(at + 1).to_string(), lock.clone(), state] }
    };
    let table = Table {
        title: String::new(),
        columns: vec![
            column(String::new(), Width::Fixed(2), 0),
            column(words.role_lock(), Width::Share(2), 0),
            column(words.col_state(), Width::Share(2), 0),
        ],
        rows: station.settings.locks.iter().enumerate().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.cabinet_none(),
    };
    (words.cabinet_title(), vec![Block::Table(table)])
}
