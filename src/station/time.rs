//! Times of day for the screen, in the site's time zone with bundled rules.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The site's time zone.
#[derive(Debug, Clone)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of an IANA name such as `Asia/Shanghai`; UTC when the name is unknown.
    pub fn named(name: &str) -> Zone {
        Zone(TimeZone::get(name).unwrap_or(TimeZone::UTC))
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

    fn format(&self, wall_ms: i64, form: &str) -> String {
        match Timestamp::from_millisecond(wall_ms) {
            Ok(time) => time.to_zoned(self.0.clone()).strftime(form).to_string(),
            Err(_) => "--:--".to_owned(),
        }
    }
}
