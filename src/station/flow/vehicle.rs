//! A vehicle identification number, scanned or typed, opens the job of the car. Where somebody typed a letter that no such number
//! holds, the number that was meant is asked for and never taken silently.

use super::super::Station;
use super::super::input::World;
use super::store::old_parts;
use super::{at_job, job, look_up};
use crate::domain::entry::Cause;
use crate::domain::ids::{JobNo, PartNo};
use crate::identify::vin::{self, BadVin, NoVin, Vin};
use crate::station::session::{Asked, Task};

/// The open job of a vehicle.
pub(in crate::station) fn job_of(station: &Station, vin: &str) -> Option<JobNo> {
    station.book.jobs().find(|job| job.vehicle.vin == vin && !job.state.is_settled()).map(|job| job.no.clone())
}

/// A VIN that was read, or that a person said is meant.
pub(in crate::station) fn scanned(station: &mut Station, vin: &str, cause: &Cause, world: World<'_>) {
    match job_of(station, vin) {
        Some(job) => job::scanned(station, job, cause, world),
        None => {
            // What the car was here for before may still be of use.
            if matches!(station.session.task, Task::Home | Task::Jobs) {
                at_job::history_of(station, vin.to_owned());
            }
            let words = station.words();
            station.tell_bad(words.vehicle_no_job(vin), vec![words.nothing_changed()]);
        }
    }
}

/// Typed text that is the VIN of an open job, or nearly a VIN. False when it is to be understood otherwise.
pub(super) fn typed(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) -> bool {
    match vin::read(text) {
        Ok(read) if job_of(station, read.vin.as_str()).is_some() => {
            scanned(station, read.vin.as_str(), cause, world);
            true
        }
        Err(NoVin { why, meant: Some(meant) }) => ask_if_likely(station, meant, why),
        Ok(_) | Err(NoVin { meant: None, .. }) => false,
    }
}

/// A number that was typed at home, whose first digit had opened a screen of the menu. It is put in front again when that makes a
/// part, a job or a VIN of what was typed on that screen. False when it does not.
pub(super) fn begun_at_menu(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) -> bool {
    // On these screens nothing is typed but a number that began at the menu.
    let goes_on = super::menu::may_go_on(station);
    let Some(digit) = station.session.menu_digit.take() else { return false };
    if text.is_empty() || !goes_on && names(station, text, world) {
        return false;
    }
    let whole = format!("{digit}{text}");
    if names(station, &whole, world) {
        station.go(Task::Home);
        super::entered(station, &whole, cause, world);
        return true;
    }
    match vin::read(&whole) {
        Ok(read) if read.check_digit_ok || job_of(station, read.vin.as_str()).is_some() => {
            station.go(Task::Home);
            scanned(station, read.vin.as_str(), cause, world);
            true
        }
        Err(NoVin { why, meant: Some(meant) }) if ask_if_likely(station, meant, why) => true,
        _ if goes_on => {
            station.go(Task::Home);
            super::entered(station, &whole, cause, world);
            true
        }
        Ok(_) | Err(_) => false,
    }
}

/// Whether a part, an open job or an old part on the shelf has this number.
fn names(station: &Station, text: &str, world: World<'_>) -> bool {
    let is_part = PartNo::new(&text.to_uppercase()).is_ok_and(|number| world.catalogue.part(&number).is_some());
    let is_tag = old_parts::named(station, text).is_some();
    is_part || is_tag || JobNo::new(text).is_ok_and(|job| station.book.job_ref(&job).is_some())
}

/// A letter right after a digit of the menu, on a screen where it means nothing: a number is being typed, so that its next digits
/// must choose nothing there. It goes on in the search.
pub(super) fn begins(station: &mut Station, letter: char) -> bool {
    let Some(digit) = station.session.menu_digit.filter(|_| letter.is_ascii_alphabetic()) else { return false };
    let means_nothing = match station.session.task {
        Task::Pause => true,
        Task::Queue => !matches!(letter, 'r' | 'p' | 'x'),
        _ => false,
    };
    if means_nothing {
        look_up::begin(station);
        station.session.typed.extend([digit, letter]);
    }
    means_nothing
}

/// Asks whether a number was meant, when its check digit fits or its car is here. Other texts of that length are too many.
pub(in crate::station) fn ask_if_likely(station: &mut Station, meant: Vin, why: BadVin) -> bool {
    let likely = vin::describe(meant).check_digit_ok || job_of(station, meant.as_str()).is_some();
    if likely {
        station.ask(Asked::VehicleMeant { meant, why });
    }
    likely
}
