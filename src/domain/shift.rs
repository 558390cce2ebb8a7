//! Shift calendars: when work begins and ends on which days, and the breaks between.

/// Minutes of a day.
pub const DAY_MIN: u16 = 24 * 60;

/// Name of the calendar of everybody who has no other.
pub const SHOP: &str = "shop";

/// A stretch of a day, in minutes since midnight at the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stretch {
    pub from: u16,
    pub to: u16,
}

/// A shift calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub name: String,
    /// Bit 0 is Monday.
    pub days: u8,
    pub hours: Stretch,
    pub breaks: Vec<Stretch>,
    /// When the day of the views begins, in minutes since midnight.
    pub day_start: u16,
}

impl Shift {
    /// Whether there is work on this day; 0 is Monday.
    pub fn works_on(&self, weekday: u8) -> bool {
        weekday < 7 && self.days & 1 << weekday != 0
    }
}

/// One day of a person, as moments: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub start_ms: i64,
    pub end_ms: i64,
    /// When the shift of that day begins and ends.
    pub shift_start_ms: Option<i64>,
    pub shift_end_ms: Option<i64>,
    pub breaks: Vec<(i64, i64)>,
}

/// Days, shifts and breaks of one person, in the time zone of the site.
pub trait Calendar {
    /// The day that a moment belongs to.
    fn frame(&self, at_ms: i64) -> Frame;
}
