//! From the state to the words on the screen. One file per kind of screen.

pub mod screen;

pub(super) mod sayings;

mod alerts;
mod approval;
pub(super) mod at_job;
mod at_job_sayings;
mod badge_reader;
mod badges;
pub mod board;
mod calibrate;
mod equipment;
mod first_boot;
mod frame;
mod help;
mod idle;
mod jobs;
mod me;
mod orders;
mod parts;
mod people;
mod questions;
mod remarks;
mod store;
mod store_desk;
mod store_sayings;
mod tasks;
mod time;
mod trace;
mod what_is;

use super::input::World;
use super::session::Task;
use super::{Station, flow};
use screen::Screen;

/// The whole screen.
pub(super) fn screen_of(station: &Station, world: World<'_>) -> Screen {
    let (title, blocks) = match &station.session.task {
        _ if station.settings.device.is_none() && !flow::first_boot::at_devices(station) => {
            first_boot::first_boot(station, world)
        }
        Task::Home => tasks::home(station, world),
        Task::Jobs => jobs::list(station, world),
        Task::Job => jobs::job(station, world),
        Task::Return { item } => parts::return_part(station, item.as_ref(), world),
        Task::Receive { note, order, began } => parts::receive(station, note.as_ref(), order.as_ref(), *began, world),
        Task::Desk(screen) => store_desk::screen(station, screen, world),
        Task::PutAway { item } => parts::put_away(station, item.as_ref(), world),
        Task::LookUp { .. } => parts::look_up(station, world),
        Task::Part { part } => parts::part(station, part, world),
        Task::Bin { bin } => parts::bin(station, bin, world),
        Task::Label => parts::label(station),
        Task::Queue => tasks::queue(station),
        Task::Pause => tasks::pause(station),
        Task::Unknown { code, qty, .. } => tasks::unknown(station, code, *qty),
        Task::WhatIs { read } => what_is::what_is(station, read.as_deref(), world),
        Task::Calibrate(calibrating) => calibrate::calibrate(station, calibrating),
        Task::BadgeReader(reader) => badge_reader::badge_reader(station, reader),
        Task::Me => me::me(station, world),
        Task::Activity => time::activity(station),
        Task::MyTime { days, back } => time::my_time(station, *days, *back, world),
        Task::TimeToCheck => time::to_check(station, world),
        Task::NewPin(new) => me::new_pin(station, new),
        Task::AtJob(at) => at_job::screen(station, at, world),
        Task::Equipment(screen) => equipment::equipment(station, screen, world),
        Task::Help => help::help(station),
        Task::Store(task) => store::screen(station, task, world),
    };
    Screen {
        header: frame::header(station, world),
        title,
        blocks,
        notice: frame::notice(station),
        question: questions::question(station, world),
        typed: frame::typed(station),
        keys: frame::keys(station, world),
        stop: frame::stop(station),
    }
}

/// How many rows the list on the screen has, for the arrows.
pub(super) fn list_len(station: &Station, world: World<'_>) -> usize {
    match &station.session.task {
        Task::Home => flow::menu::choices(station).len(),
        Task::Jobs => flow::jobs::listed(station, world.now.wall_ms).len(),
        Task::Job => {
            station.session.job.as_ref().and_then(|no| station.book.job_ref(no)).map_or(0, |job| job.lines.len())
        }
        Task::PutAway { item: None } => flow::put_away::waiting(station, world).len(),
        Task::LookUp { .. } => flow::look_up::results(station, world).len(),
        Task::Equipment(screen) => equipment::rows(station, screen),
        Task::Queue => station.labels.newest_first().count(),
        Task::Me => flow::me::choices(station, world.now.wall_ms).len(),
        Task::Desk(screen) => store_desk::len(station, screen),
        Task::Activity => flow::my_time::activities(station).len(),
        Task::TimeToCheck => flow::time_to_check::doubtful(station, world.now.wall_ms).len(),
        Task::Store(task) => flow::store::rows(station, task),
        Task::Pause => crate::domain::work::PauseReason::CHOICES.len(),
        Task::AtJob(at) => flow::at_job::len(station, at, world),
        Task::Return { .. }
        | Task::Receive { .. }
        | Task::PutAway { .. }
        | Task::Part { .. }
        | Task::Bin { .. }
        | Task::Label
        | Task::Unknown { .. }
        | Task::WhatIs { .. }
        | Task::Calibrate(_)
        | Task::BadgeReader(_)
        | Task::NewPin(_)
        | Task::MyTime { .. }
        | Task::Help => 0,
    }
}
