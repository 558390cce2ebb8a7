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
