//! "What is this code?": the next reading is shown with all that can be said of it, and does nothing.

use super::super::Station;
use super::super::effect::{Beep, Effect};
use super::super::meaning::Meaning;
use crate::domain::ids::PersonId;
use crate::identify::facts::{Facts, Kind};
use crate::station::session::{Shown, Task};

/// Opens the screen; what is read next is only shown.
pub(super) fn begin(station: &mut Station) {
    super::enter_task(station, Task::WhatIs { read: None });
}

/// Whether the next reading is to be shown and nothing else.
pub(in crate::station) fn waits(station: &Station) -> bool {
    let waits = matches!(station.session.task, Task::WhatIs { read: None });
    waits && station.session.question.is_none() && station.settings.device.is_some()
}

pub(in crate::station) fn show(station: &mut Station, device: &str, facts: Facts, meaning: Meaning) {
    let shown = Shown { device: device.to_owned(), facts, meaning: Some(meaning) };
    shows(station, shown);
}

/// A badge at its reader. Its number is told to nobody.
pub(in crate::station) fn badge(station: &mut Station, device: &str, holder: Option<PersonId>) {
    let facts = Facts { kind: Kind::Badge, guessed: false, raw: String::new(), symbology: None, facts: Vec::new() };
    shows(station, Shown { device: device.to_owned(), facts, meaning: holder.map(Meaning::Person) });
}

fn shows(station: &mut Station, shown: Shown) {
    super::enter_task(station, Task::WhatIs { read: Some(Box::new(shown)) });
    station.effects.push(Effect::Beep(Beep::Attention));
}
