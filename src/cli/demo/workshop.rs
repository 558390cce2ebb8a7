//! The sample workshop: its tables, built in, with the promised times moved to today and the days after.

use std::io::Read;
use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;

use crate::hub::import::{Files, Table};
use crate::import::{BinRow, JobRow, LineRow, PartRow, PersonRow, Row, read_table};

/// The morning of the day for which the sample's promised times were written.
const WRITTEN_FOR: &str = "2026-11-24T09:00:00+08:00";
/// Promised times are moved by whole steps, so that they stay times that somebody would promise, in milliseconds.
const STEP_MS: i64 = 30 * 60 * 1000;
/// Milliseconds of a day: dates are moved by whole ones.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A table as it is built in.
fn text(table: Table) -> &'static str {
    match table {
        Table::Bins => include_str!("../../../configs/demo/bins.csv"),
        Table::Parts => include_str!("../../../configs/demo/parts.csv"),
        Table::Codes => include_str!("../../../configs/demo/codes.csv"),
        Table::Shifts => include_str!("../../../configs/demo/shifts.csv"),
        Table::Kits => include_str!("../../../configs/demo/kits.csv"),
        Table::Fitment => include_str!("../../../configs/demo/fitment.csv"),
        Table::People => include_str!("../../../configs/demo/people.csv"),
        Table::Jobs => include_str!("../../../configs/demo/jobs.csv"),
        Table::Operations => include_str!("../../../configs/demo/operations.csv"),
        Table::Lines => include_str!("../../../configs/demo/lines.csv"),
        Table::Stock => include_str!("../../../configs/demo/stock.csv"),
        Table::Guides => include_str!("../../../configs/demo/guides.csv"),
        Table::Checks => include_str!("../../../configs/demo/checks.csv"),
        Table::Skills => include_str!("../../../configs/demo/skills.csv"),
        Table::Certificates => include_str!("../../../configs/demo/certificates.csv"),
        Table::Levels => include_str!("../../../configs/demo/levels.csv"),
        Table::Orders => include_str!("../../../configs/demo/orders.csv"),
        Table::Periods => include_str!("../../../configs/demo/periods.csv"),
    }
}

/// Who and what there is to scan.
#[derive(Debug)]
pub(super) struct Workshop {
    pub(super) people: Vec<PersonRow>,
    pub(super) jobs: Vec<JobRow>,
    pub(super) lines: Vec<LineRow>,
    pub(super) parts: Vec<PartRow>,
    pub(super) bins: Vec<BinRow>,
}

impl Workshop {
    /// Reads the built-in tables.
    ///
    /// # Errors
    /// When one has a mistake.
    pub(super) fn open() -> anyhow::Result<Workshop> {
        Ok(Workshop {
            people: rows(Table::People)?,
            jobs: rows(Table::Jobs)?,
            lines: rows(Table::Lines)?,
            parts: rows(Table::Parts)?,
            bins: rows(Table::Bins)?,
        })
    }

    /// The tag in somebody's badge, as a 125 kHz reader sends it.
    ///
    /// # Errors
    /// When the sample has no such person, or no badge for them.
    pub(super) fn badge(&self, person: &str) -> anyhow::Result<[u8; 5]> {
        let row = self.people.iter().find(|row| row.person.as_str() == person);
        let number = row.and_then(|row| row.badges.first()).and_then(|badge| badge.parse::<u32>().ok());
        number.map(tag).with_context(|| format!("the sample has no badge of {person}"))
    }
}

/// An EM4100 tag: a version byte and the number that is printed on the badge.
pub(super) fn tag(number: u32) -> [u8; 5] {
    let [a, b, c, d] = number.to_be_bytes();
    [0x01, a, b, c, d]
}

fn rows<T: Row>(table: Table) -> anyhow::Result<Vec<T>> {
    let read = read_table::<T>(text(table).as_bytes())?;
    Ok(read.into_iter().map(|at| at.row).collect())
}

/// Writes the tables into a folder, for the hub's import. `now_ms`: the wall clock, in milliseconds since 1970-01-01 UTC.
///
/// # Errors
/// When the folder cannot be written.
pub(super) fn write(folder: &Path, now_ms: i64) -> anyhow::Result<Files> {
    std::fs::create_dir_all(folder)?;
    let mut files = Files::new();
    for table in Table::ALL {
        let path = folder.join(table.file());
        if matches!(table, Table::Jobs | Table::Orders | Table::Stock) {
            std::fs::write(&path, redated(text(table).as_bytes(), now_ms)?)?;
        } else {
            std::fs::write(&path, text(table))?;
        }
        files.insert(table, path);
    }
    Ok(files)
}

/// The jobs with their promised times moved, the orders with those that suppliers promised, or the stock with the days on
/// which its lots expire: what was promised for an hour after the shop opened is promised for an hour from now.
fn redated(jobs: impl Read, now_ms: i64) -> anyhow::Result<Vec<u8>> {
    let written_for: Timestamp = WRITTEN_FOR.parse()?;
    let later = (now_ms - written_for.as_millisecond()).div_euclid(STEP_MS) * STEP_MS + STEP_MS;
    let mut reader = csv::Reader::from_reader(jobs);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = reader.headers()?.clone();
    let promised = header.iter().position(|name| ["promised", "expected", "expires"].contains(&name));
    writer.write_record(&header)?;
    for record in reader.records() {
        let record = record?;
        let cells = record.iter().enumerate().map(|(at, cell)| {
            let moves = Some(at) == promised && !cell.is_empty();
            if moves { moved(cell, later) } else { Ok(cell.to_owned()) }
        });
        writer.write_record(cells.collect::<anyhow::Result<Vec<String>>>()?)?;
    }
    Ok(writer.into_inner()?)
}

fn moved(time: &str, by_ms: i64) -> anyhow::Result<String> {
    // A date alone: with a time behind it, it would be read as a date as well.
    if !time.contains('T') {
        let day: jiff::civil::Date = time.parse()?;
        return Ok((day + jiff::Span::new().days(by_ms / DAY_MS)).to_string());
    }
    let at: Timestamp = time.parse()?;
    Ok(Timestamp::from_millisecond(at.as_millisecond() + by_ms)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_keep_their_distance_from_now() {
        let now: Timestamp = "2027-03-01T04:10:00Z".parse().unwrap();
        let jobs = "job,promised,bay\n1,2026-11-24T10:30:00+08:00,B1\n2,,\n";
        let moved = redated(jobs.as_bytes(), now.as_millisecond()).unwrap();
        assert_eq!(String::from_utf8(moved).unwrap(), "job,promised,bay\n1,2027-03-01T06:00:00Z,B1\n2,,\n");
        let stock = "part,lot,expires\nA,L1,2026-11-10\nB,,\n";
        let moved = redated(stock.as_bytes(), now.as_millisecond()).unwrap();
        assert_eq!(String::from_utf8(moved).unwrap(), "part,lot,expires\nA,L1,2027-02-15\nB,,\n");
    }

    #[test]
    fn everybody_of_the_sample_has_a_badge() {
        let workshop = Workshop::open().unwrap();
        for person in &workshop.people {
            assert!(workshop.badge(person.person.as_str()).is_ok(), "{}", person.person);
        }
        assert!(workshop.badge("nobody").is_err());
        assert_eq!(tag(0x0071_6AEE), [0x01, 0x00, 0x71, 0x6A, 0xEE]);
    }
}
