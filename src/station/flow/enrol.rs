//! Enrolment: a one-time code makes the kiosk a member of a hub.

use super::super::Station;
use super::super::effect::Effect;
use crate::identify::own::{self, OwnCode};
use crate::station::key::Key;

/// A code, scanned or typed. Acts only on a kiosk that is not enrolled.
pub(in crate::station) fn code(station: &mut Station, code: String) {
    let words = station.words();
    if station.settings.device.is_some() {
        return station.tell_bad(words.already_enrolled(), vec![]);
    }
    if !station.enrolling {
        station.enrolling = true;
        station.tell_info(words.enrolling(), vec![]);
        station.effects.push(Effect::Enrol { code });
    }
}

/// The code by keyboard: as it stands under the barcode, or bare.
pub(super) fn key(station: &mut Station, key: Key) {
    match key {
        Key::Char(letter) if station.session.typed.len() < super::MAX_TYPED => station.session.typed.push(letter),
        Key::Backspace => {
            station.session.typed.pop();
        }
        Key::Escape => station.session.typed.clear(),
        Key::Function(12) => station.switch_language(),
        Key::Enter => {
            let text = std::mem::take(&mut station.session.typed).trim().to_owned();
            let typed = match own::decode(&text) {
                Ok(OwnCode::Enrolment(inner)) => inner,
                _ => text,
            };
            if !typed.is_empty() {
                code(station, typed);
            }
        }
        _ => {}
    }
}

impl Station {
    pub(in crate::station) fn enrol_failed(&mut self, why: &str) {
        self.enrolling = false;
        let words = self.words();
        self.tell_bad(words.enrol_failed(why), vec![words.enrol_how()]);
    }
}
