//! Late entry: the time at which something happened is stated first, and holds until it is taken away or somebody else logs on.

use super::super::super::Station;
use super::super::super::input::World;
use crate::station::session::Task;

/// A time of the last 24 hours, typed as `1430` or `14:30`.
pub(super) fn typed(station: &mut Station, text: &str, world: World<'_>) -> bool {
    let words = station.words();
    let now = station.settings.zone.hour_minute(world.now.wall_ms);
    let (Some(now), Some(then)) = (minutes(&now), minutes(text)) else {
        station.tell_bad(words.late_no_time(text), vec![words.late_hint()]);
        return true;
    };
    let ago = (now - then).rem_euclid(24 * 60);
    station.session.late_ms = Some(world.now.wall_ms - ago * 60_000);
    station.go(Task::Home);
    station.tell_info(words.late_on(text), vec![words.late_how()]);
    true
}

/// Enter without a time: what is booked happens now again.
pub(super) fn end(station: &mut Station) {
    let words = station.words();
    station.session.late_ms = None;
    station.go(Task::Home);
    station.tell_info(words.late_off(), vec![]);
}

fn minutes(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let clean = text.chars().all(|letter| letter.is_ascii_digit() || letter == ':');
    let (hours, minutes) = digits.split_at_checked(2).filter(|_| digits.len() == 4 && clean)?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
