//! The phrases, one file for each subject.

mod badge_reader;
mod badges;
mod calibrate;
mod console;
mod count;
mod course;
mod devices;
mod doctor;
mod equipment;
mod first_boot;
mod frame;
mod help;
mod home;
mod idle;
mod inspection;
mod jobs;
mod labels;
mod parts;
mod people;
mod questions;
mod refusals;
mod rejoin;
mod rights;
mod store;
mod supply;
mod tags;
mod time;
mod what_is;
mod work;

use super::Language;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub(super) Language);

/// Every phrase as it stands in the tables: name, English, Chinese.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    let tables = [
        badge_reader::ALL,
        badges::ALL,
        calibrate::ALL,
        console::ALL,
        count::ALL,
        course::ALL,
        devices::ALL,
        equipment::ALL,
        doctor::ALL,
        first_boot::ALL,
        frame::ALL,
        help::ALL,
        home::ALL,
        idle::ALL,
        inspection::ALL,
        jobs::ALL,
        labels::ALL,
        parts::ALL,
        people::ALL,
        questions::ALL,
        refusals::ALL,
        rejoin::ALL,
        rights::ALL,
        supply::ALL,
        tags::ALL,
        time::ALL,
        store::ALL,
        what_is::ALL,
        work::ALL,
    ];
    tables.into_iter().flatten()
}
