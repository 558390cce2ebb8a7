//! What is to be known of a part that just went out: it may not fit, another job waits for it, older stock goes first.

use super::super::Station;
use super::super::input::World;
use crate::domain::allocation;
use crate::domain::book::Book;
use crate::domain::event::StockMoved;
use crate::domain::job::Job;
use crate::domain::lot::Day;
use crate::domain::pick;
use crate::domain::place::Place;

/// The remarks on a move to a job.
pub(super) fn of(station: &Station, moved: &StockMoved, world: World<'_>) -> Vec<String> {
    let Place::Job(no) = &moved.to else { return Vec::new() };
    let Some(job) = station.book.job_ref(no) else { return Vec::new() };
    let mut remarks = Vec::new();
    remarks.extend(misfit(station, job, moved, world));
    remarks.extend(waited_for(station, job, moved, world));
    remarks.extend(older(station, moved, world));
    remarks.extend(expires_first(station, moved, world));
    remarks
}

fn misfit(station: &Station, job: &Job, moved: &StockMoved, world: World<'_>) -> Option<String> {
    let part = &moved.stock.part;
    let fits = world.catalogue.fits(part, &job.vehicle.vin, &job.vehicle.model)?;
    (!fits).then(|| station.words().fits_not(part, &job.vehicle.model))
}

/// Somebody else's part went out: less is left than other jobs wait for, and this one did not.
fn waited_for(station: &Station, job: &Job, moved: &StockMoved, world: World<'_>) -> Option<String> {
    let part = &moved.stock.part;
    let listed = moved.line.and_then(|no| job.line(no)).is_some_and(|line| line.issued <= line.qty);
    if listed {
        return None;
    }
    let today = crate::station::low::today(world.now);
    let good = crate::domain::supply::position(&station.book, part, today).good();
    let others = station.book.jobs().filter(|other| other.no != job.no);
    let short = allocation::of(others, part, good).into_iter().find(|one| one.covered < one.qty)?;
    let promised = short.promised_ms.map(|ms| station.settings.zone.short(ms, world.now.wall_ms)).unwrap_or_default();
    Some(station.words().taken_from_job(&short.job, promised))
}

/// An older number that may be used for this one lies there.
fn older(station: &Station, moved: &StockMoved, world: World<'_>) -> Option<String> {
    let words = station.words();
    world.catalogue.older(&moved.stock.part).iter().find_map(|old| {
        let (at, qty) = pick::stocked_bins(&station.book, old).into_iter().next()?;
        Some(words.older_first(old, words.qty(qty, moved.unit), words.place(&at)))
    })
}

/// Another lot in the same bin that expires earlier than the one that was taken, and is not past its date.
fn expires_first(station: &Station, moved: &StockMoved, world: World<'_>) -> Option<String> {
    let part = &moved.stock.part;
    let taken = station.book.lot(part, moved.stock.lot.as_ref()?).map(|lot| lot.expires);
    let here = station.book.balances_of(part).into_iter();
    let lots = here.filter(|(key, balance)| key.place == moved.from && balance.qty.is_positive());
    let dated = lots.filter_map(|(key, _)| {
        let lot = key.stock.lot.clone()?;
        let expires = station.book.lot(part, &lot)?.expires;
        Some((expires, lot))
    });
    let today = world.now.trusted.then(|| Day::of_ms(world.now.wall_ms));
    let (expires, lot) = dated.filter(|(expires, _)| today.is_none_or(|today| *expires >= today)).min()?;
    taken.is_none_or(|taken| expires < taken).then(|| station.words().lot_first(lot, expires))
}
