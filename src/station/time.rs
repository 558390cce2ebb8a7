//! Times of day for the screen, in the site's time zone with bundled rules.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::domain::shift::{Calendar, Frame, Shift, Stretch};
use crate::zones;

/// The site's time zone.
#[derive(Debug, Clone)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of an IANA name such as `Asia/Shanghai`; UTC when the name is unknown.
    pub fn named(name: &str) -> Zone {
        Zone(zones::named(name).unwrap_or(TimeZone::UTC))
    }

    /// This zone.
    pub fn of(zone: TimeZone) -> Zone {
        Zone(zone)
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// `14:02`.
    pub fn hour_minute(&self, wall_ms: i64) -> String {
        self.format(wall_ms, "%H:%M")
    }

    /// `14:02` today, `03-21 14:02` otherwise.
    pub fn short(&self, wall_ms: i64, now_ms: i64) -> String {
        let same_day = self.format(wall_ms, "%F") == self.format(now_ms, "%F");
        self.format(wall_ms, if same_day { "%H:%M" } else { "%m-%d %H:%M" })
    }

    /// `14:02` today, the day `11-24` otherwise.
    pub fn hour_or_day(&self, wall_ms: i64, now_ms: i64) -> String {
        let same_day = self.day(wall_ms) == self.day(now_ms);
        self.format(wall_ms, if same_day { "%H:%M" } else { "%m-%d" })
    }

    /// The day: `2026-11-24`.
    pub fn day(&self, wall_ms: i64) -> String {
        self.format(wall_ms, "%F")
    }

    /// The next moment at which it is this time of day, `16:30`.
    pub fn at_time_of_day(&self, text: &str, now_ms: i64) -> Option<i64> {
        let (hour, minute) = text.split_once([':', '.'])?;
        let (hour, minute) = (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?);
        let now = Timestamp::from_millisecond(now_ms).ok()?.to_zoned(self.0.clone());
        let today = now.with().hour(hour).minute(minute).second(0).subsec_nanosecond(0).build().ok()?;
        let at = if today < now { today.tomorrow().ok()? } else { today };
        Some(at.timestamp().as_millisecond())
    }

    /// Time until the shown minute changes.
    pub fn until_next_minute(wall_ms: i64) -> Duration {
        Duration::from_millis(u64::try_from(60_000 - wall_ms.rem_euclid(60_000)).unwrap_or(60_000))
    }

    /// The moment of this day (as [`Roster`] cuts days) at which the clock shows `14:02`.
    pub fn at_clock(&self, frame: &Frame, text: &str) -> Option<i64> {
        let (hour, minute) = text.trim().split_once(':')?;
        let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
        let first = Timestamp::from_millisecond(frame.start_ms).ok()?.to_zoned(self.0.clone()).date();
        let on = |date: Date| Some(date.to_datetime(time).to_zoned(self.0.clone()).ok()?.timestamp().as_millisecond());
        // A time before the day begins belongs to the night after it.
        on(first).filter(|at| *at >= frame.start_ms).or_else(|| on(first.tomorrow().ok()?))
    }

    /// `11-23`.
    pub fn month_day(&self, wall_ms: i64) -> String {
        self.format(wall_ms, "%m-%d")
    }

    fn format(&self, wall_ms: i64, form: &str) -> String {
        match Timestamp::from_millisecond(wall_ms) {
            Ok(time) => time.to_zoned(self.0.clone()).strftime(form).to_string(),
            Err(_) => "--:--".to_owned(),
        }
    }
}

/// The days and shifts of one person at the site.
pub struct Roster<'a> {
    pub zone: &'a Zone,
    pub shift: Option<&'a Shift>,
}

impl Roster<'_> {
    /// The moment of this date at so many minutes since midnight.
    fn moment(&self, date: Date, minutes: u16) -> Option<i64> {
        let date = date.checked_add(jiff::Span::new().days(i64::from(minutes / 1440))).ok()?;
        let minutes = minutes % 1440;
        let time = Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()?;
        Some(date.to_datetime(time).to_zoned(self.zone.0.clone()).ok()?.timestamp().as_millisecond())
    }

    /// A stretch of the day; one that ends before it begins ends on the next.
    fn stretch(&self, date: Date, stretch: Stretch) -> Option<(i64, i64)> {
        let to = if stretch.to <= stretch.from { stretch.to + 1440 } else { stretch.to };
        Some((self.moment(date, stretch.from)?, self.moment(date, to)?))
    }

    fn try_frame(&self, at_ms: i64) -> Option<Frame> {
        let day_start = self.shift.map_or(0, |shift| shift.day_start);
        let shifted = Timestamp::from_millisecond(at_ms.checked_sub(i64::from(day_start) * 60_000)?).ok()?;
        let date = shifted.to_zoned(self.zone.0.clone()).date();
        let (start_ms, end_ms) = (self.moment(date, day_start)?, self.moment(date.tomorrow().ok()?, day_start)?);
        let weekday = u8::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        let shift = self.shift.filter(|shift| shift.works_on(weekday));
        let hours = shift.and_then(|shift| self.stretch(date, shift.hours));
        let (shift_start_ms, shift_end_ms) = hours.unzip();
        let breaks = shift.map(|shift| shift.breaks.as_slice()).unwrap_or_default();
        let breaks = breaks.iter().filter_map(|one| self.stretch(date, *one)).collect();
        Some(Frame { start_ms, end_ms, shift_start_ms, shift_end_ms, breaks })
    }
}

impl Calendar for Roster<'_> {
    fn frame(&self, at_ms: i64) -> Frame {
        let (shift_start_ms, shift_end_ms) = (None, None);
        self.try_frame(at_ms).unwrap_or_else(|| Frame {
            start_ms: i64::MIN,
            end_ms: i64::MAX,
            shift_start_ms,
            shift_end_ms,
            breaks: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift() -> Shift {
        let stretch = |from: u16, to: u16| Stretch { from: from * 60, to: to * 60 };
        Shift {
            name: "shop".into(),
            days: 0b1_1111,
            hours: stretch(8, 17),
            breaks: vec![stretch(12, 13)],
            day_start: 4 * 60,
        }
    }

    #[test]
    fn a_day_begins_at_its_start_in_the_zone_of_the_site() {
        let zone = Zone::named("Asia/Shanghai");
        let shift = shift();
        let roster = Roster { zone: &zone, shift: Some(&shift) };
        // 2026-11-24, a Tuesday, 02:00: still Monday's day.
        let at = |text: &str| text.parse::<Timestamp>().expect("a moment").as_millisecond();
        let frame = roster.frame(at("2026-11-24T02:00:00+08:00"));
        assert_eq!(frame.start_ms, at("2026-11-23T04:00:00+08:00"));
        assert_eq!(frame.end_ms, at("2026-11-24T04:00:00+08:00"));
        assert_eq!(frame.shift_end_ms, Some(at("2026-11-23T17:00:00+08:00")));
        assert_eq!(frame.breaks, [(at("2026-11-23T12:00:00+08:00"), at("2026-11-23T13:00:00+08:00"))]);
        assert_eq!(roster.frame(at("2026-11-22T12:00:00+08:00")).shift_end_ms, None, "nobody works on Sunday");
        assert_eq!(zone.at_clock(&frame, "08:30"), Some(at("2026-11-23T08:30:00+08:00")));
        assert_eq!(zone.at_clock(&frame, "01:15"), Some(at("2026-11-24T01:15:00+08:00")));
        assert_eq!(zone.at_clock(&frame, "25:00"), None);
    }

    #[test]
    fn a_day_of_23_hours_is_one() {
        let zone = Zone::named("Europe/Berlin");
        let frame = Roster { zone: &zone, shift: None }.frame(1_774_746_000_000);
        assert_eq!(frame.end_ms - frame.start_ms, 23 * 3_600_000);
    }
}
