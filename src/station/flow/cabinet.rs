//! Opening a locked cabinet: a record first, then the pulse of its lock.

use super::super::Station;
use super::super::input::World;
use super::super::record::Wish;
use super::equipment;
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::event::Event;
use crate::domain::ids::CabinetId;
use crate::station::effect::Effect;
use crate::station::equipment::Equipment;

/// The only cabinet at once; of several a list.
pub(super) fn begin(station: &mut Station, cause: &Cause, world: World<'_>) {
    match station.settings.locks.as_slice() {
        [_] => open_nth(station, 0, cause, world),
        _ => equipment::open(station, Equipment::Cabinets),
    }
}

/// The nth cabinet, from 0, if its lock can be moved.
pub(super) fn open_nth(station: &mut Station, nth: usize, cause: &Cause, world: World<'_>) {
    let Some(lock) = station.settings.locks.get(nth).cloned() else { return };
    let words = station.words();
    if !station.health.is_ready(&lock) {
        return station.tell_bad(words.cabinet_lock_gone(lock), vec![words.nothing_changed()]);
    }
    match CabinetId::new(&lock) {
        Ok(cabinet) => station.submit(Command::OpenCabinet { cabinet }, Wish::new(cause), world),
        Err(_) => station.tell_bad(words.cabinet_lock_gone(lock), vec![words.nothing_changed()]),
    }
}

/// The record is on disk: now the lock may move.
pub(in crate::station) fn recorded(station: &mut Station, events: &[Event]) {
    for event in events {
        if let Event::CabinetOpened { cabinet, .. } = event {
            station.effects.push(Effect::OpenLock { device: cabinet.to_string() });
        }
    }
}
