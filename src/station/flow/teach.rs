//! Teaching a code: the unknown code, then the part it is to mean, then yes. Nothing is taught without the question.

use super::super::Station;
use super::look_up;
use crate::domain::entry::Recorded;
use crate::domain::event::Event;
use crate::domain::ids::PartNo;
use crate::domain::qty::Qty;
use crate::domain::rights::Right;
use crate::station::session::{Asked, Task, UnknownCode};

/// Whether the person logged on may teach this code.
pub(in crate::station) fn may_teach(station: &Station, code: &UnknownCode) -> bool {
    code.teach.is_some() && station.person().is_some_and(|person| person.may(Right::TeachCode))
}

/// Whether the screen is that of an unknown code that can be taught now.
pub(in crate::station) fn is_open(station: &Station) -> bool {
    matches!(&station.session.task, Task::Unknown { code, .. } if may_teach(station, code))
}

/// Shows a code that nobody knows; what was on the screen comes back afterwards.
pub(in crate::station) fn open(station: &mut Station, code: UnknownCode) {
    let task = station.session.task.clone();
    let then = if let Task::Unknown { then, .. } = task {
        then
    } else if matches!(task, Task::WhatIs { .. }) {
        Box::new(Task::Home)
    } else {
        Box::new(task)
    };
    super::enter_task(station, Task::Unknown { code, qty: Qty::ONE, then });
}

/// A part, while an unknown code is on the screen: is that what it means?
pub(super) fn part(station: &mut Station, part: &PartNo) {
    let Task::Unknown { code, qty, .. } = station.session.task.clone() else { return };
    match code.teach.clone().filter(|_| may_teach(station, &code)) {
        Some(code) => station.ask(Asked::Teach { code, part: part.clone(), qty }),
        None => look_up::show(station, part),
    }
}

/// The quantity that one scan of the code is to stand for.
pub(super) fn quantity(station: &mut Station, of_one_scan: Qty) {
    if let Task::Unknown { qty, .. } = &mut station.session.task {
        *qty = of_one_scan;
    }
    station.session.notice = None;
}

/// The record is on disk: back to what was on the screen before the code was met.
pub(in crate::station) fn saved(station: &mut Station, recorded: &Recorded) {
    let Task::Unknown { code, then, .. } = &station.session.task else { return };
    let Some(open) = &code.teach else { return };
    let is_it = |event: &Event| matches!(event, Event::CodeTaught { code, .. } if code == open);
    if recorded.entry.events.iter().any(is_it) {
        let then = Task::clone(then);
        station.go(then);
    }
}
