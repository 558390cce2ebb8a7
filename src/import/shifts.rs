//! Rows of `shifts.csv`: the shift calendars.

use super::cell::{Cells, free_text};
use super::table::{Column, Row};
use crate::domain::shift::{DAY_MIN, Shift, Stretch};

/// One shift calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftRow(pub Shift);

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Breaks of one day; more is a mistake in the file.
const MAX_BREAKS: usize = 8;

impl Row for ShiftRow {
    const FILE: &'static str = "shifts.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("shift"),
        Column::required("days"),
        Column::required("hours"),
        Column::optional("breaks"),
        Column::optional("day_start"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let name = cells.must("shift", free_text);
        let days = cells.must("days", days);
        let hours = cells.must("hours", stretch);
        let breaks = cells.maybe("breaks", |text| {
            let breaks: Vec<Stretch> = text.split_whitespace().map(stretch).collect::<Result<_, _>>()?;
            if breaks.len() > MAX_BREAKS { Err(format!("more than {MAX_BREAKS} breaks")) } else { Ok(breaks) }
        });
        let day_start = cells.maybe("day_start", clock);
        Some(ShiftRow(Shift {
            name: name?,
            days: days?,
            hours: hours?,
            breaks: breaks?.unwrap_or_default(),
            day_start: day_start?.unwrap_or_default(),
        }))
    }

    fn key(&self) -> Option<String> {
        Some(self.0.name.clone())
    }
}

fn days(text: &str) -> Result<u8, String> {
    let day = |word: &str| {
        let at = WEEKDAYS.iter().position(|known| *known == word);
        at.map(|at| 1_u8 << at).ok_or_else(|| format!("{word:?} is no day; there are: {}", WEEKDAYS.join(" ")))
    };
    text.split_whitespace().try_fold(0, |days, word| Ok(days | day(word)?))
}

fn clock(text: &str) -> Result<u16, String> {
    let wrong = || format!("{text:?} is no time of day such as 08:30");
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    let number = |part: &str, below: u16| part.parse::<u16>().ok().filter(|value| *value < below);
    let minutes = number(hour, 25).zip(number(minute, 60)).map(|(hour, minute)| hour * 60 + minute);
    minutes.filter(|minutes| *minutes < DAY_MIN).ok_or_else(wrong)
}

fn stretch(text: &str) -> Result<Stretch, String> {
    let (from, to) = text.split_once('-').ok_or_else(|| format!("{text:?} is no stretch such as 08:00-17:30"))?;
    Ok(Stretch { from: clock(from)?, to: clock(to)? })
}
