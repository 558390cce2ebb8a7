//! Labels by hand: of a part, a bin or a job.

use super::super::Station;
use super::super::codes;
use super::super::input::World;
use crate::domain::entry::Cause;
use crate::domain::ids::{BinId, JobNo, PartNo};
use crate::station::session::Task;

/// The LABEL card or key: of what is on the screen, else asks.
pub(super) fn verb(station: &mut Station, world: World<'_>) {
    if super::store::count::label(station, &Cause::Keys, world) {
        return;
    }
    match station.session.task.clone() {
        Task::Part { part } => self::part(station, &part, world),
        Task::Bin { bin } => self::bin(station, &bin, world),
        Task::Calibrate(_) => super::calibrate::print(station),
        _ => super::enter_task(station, Task::Label),
    }
}

pub(super) fn part(station: &mut Station, part: &PartNo, world: World<'_>) {
    let words = station.words();
    match world.catalogue.part(part) {
        Some(part) => station.print_label(codes::part_label(&part)),
        None => station.tell_bad(words.refused_unknown_part(part), vec![]),
    }
}

pub(super) fn bin(station: &mut Station, bin: &BinId, world: World<'_>) {
    let words = station.words();
    match world.catalogue.bin(bin) {
        Some(bin) => station.print_label(codes::bin_label(&bin)),
        None => station.tell_bad(words.refused_unknown_bin(bin), vec![]),
    }
}

pub(super) fn job(station: &mut Station, job: &JobNo) {
    if let Some(job) = station.book.job_ref(job) {
        let request = codes::job_label(job);
        station.print_label(request);
    }
}
