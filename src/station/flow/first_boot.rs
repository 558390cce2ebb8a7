//! The first set-up of a kiosk that belongs to no hub yet: language, clock, devices, a test scan, and the code of the hub.

use super::super::Station;
use super::super::input::World;
use super::{enrol, equipment};
use crate::domain::entry::Cause;
use crate::station::key::Key;
use crate::station::session::Task;

/// The key that opens the list of devices.
pub(in crate::station) const DEVICES: u8 = 9;

/// Longest text of a test scan that is shown.
const MAX_SHOWN: usize = 40;

/// Whether the list of devices is open, or one is being set up.
pub(in crate::station) fn at_devices(station: &Station) -> bool {
    station.settings.device.is_none() && matches!(station.session.task, Task::Equipment(_))
}

pub(super) fn key(station: &mut Station, key: Key, world: World<'_>) {
    if !at_devices(station) {
        return match key {
            Key::Function(DEVICES) => equipment::begin(station),
            _ => enrol::key(station, key),
        };
    }
    match key {
        Key::Escape => super::back(station),
        Key::Enter => equipment::enter(station, &Cause::Keys, world),
        Key::Char(digit @ '1'..='4') => equipment::pick(station, digit, &Cause::Keys, world),
        Key::Up => station.session.selected = station.session.selected.saturating_sub(1),
        Key::Down => station.session.selected = station.session.selected.saturating_add(1),
        Key::Function(12) => station.switch_language(),
        _ => {}
    }
}

/// A scan that is no code of a hub: the scanner works.
pub(in crate::station) fn scanned(station: &mut Station, cause: &Cause) {
    if let Cause::Scan { text, .. } = cause {
        station.session.test_scan = Some(text.chars().take(MAX_SHOWN).collect());
    }
}
