//! Lots and until when they are good.

use super::book::Book;
use super::entry::Recorded;
use super::event::Event;
use super::ids::{LotNo, PartNo};
use super::stock::Stock;

/// A lot of a part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LotKey {
    pub part: PartNo,
    pub lot: LotNo,
}

/// A date: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub u32);

impl Day {
    /// The day of a moment in UTC.
    pub fn of_ms(ms: i64) -> Day {
        Day(u32::try_from(ms.div_euclid(86_400_000)).unwrap_or(0))
    }

    /// Year, month and day in the calendar.
    pub fn civil(self) -> (i64, u32, u32) {
        // Days from the civil calendar, shifted so that a year begins in March and a cycle of 400 years at 0.
        let shifted = i64::from(self.0) + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
    }

    /// The day of a date in the calendar, from 1970 on.
    pub fn new(year: i64, month: u32, day: u32) -> Option<Day> {
        let (y, m) = if month > 2 { (year, i64::from(month) - 3) } else { (year - 1, i64::from(month) + 9) };
        let era = y.div_euclid(400);
        let of_era = y.rem_euclid(400);
        let of_year = (153 * m + 2) / 5 + i64::from(day) - 1;
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
        let day_no = Day(u32::try_from(days).ok()?);
        // The 31st of a month of 30 days is no date.
        (day_no.civil() == (year, month, day)).then_some(day_no)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// What is known of a lot. The last that was said holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    /// The last day on which it is good.
    pub expires: Day,
}

impl Lot {
    pub(super) fn fold(slot: &mut Option<Lot>, key: &LotKey, record: &Recorded) {
        for event in &record.entry.events {
            if let Event::LotExpires { part, lot, expires } = event
                && *part == key.part
                && *lot == key.lot
            {
                *slot = Some(Lot { expires: *expires });
            }
        }
    }
}

/// Whether a piece is of a lot that is past its date. Without a day nothing is.
pub fn is_past(book: &impl Book, stock: &Stock, today: Option<Day>) -> bool {
    let known = stock.lot.as_ref().and_then(|lot| book.lot(&stock.part, lot));
    known.zip(today).is_some_and(|(lot, today)| lot.expires < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates() {
        let cases = [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_785, "2026-11-28"),
            (47_541, "2100-03-01"),
        ];
        for (no, date) in cases {
            let day = Day(no);
            assert_eq!(day.to_string(), date);
            let (year, month, of_month) = day.civil();
            assert_eq!(Day::new(year, month, of_month), Some(day));
        }
        assert_eq!(
            (Day::new(2026, 2, 29), Day::new(2026, 4, 31), Day::new(2026, 13, 1), Day::new(1969, 1, 1)),
            (None, None, None, None)
        );
        assert_eq!(Day::of_ms(1_795_824_000_000 - 1), Day(20_784));
    }
}
