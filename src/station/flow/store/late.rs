//! Late entry: the time at which something happened is stated first, and holds until it is taken away or somebody else logs on.

use super::super::super::Station;
use super::super::super::input::World;
use crate::domain::book::Book;
use crate::station::session::Task;

/// A time of the last 24 hours, typed as `1430` or `14:30`; the hour before ten also without its nought.
pub(super) fn typed(station: &mut Station, text: &str, world: World<'_>) -> bool {
    let words = station.words();
    let now = station.settings.zone.hour_minute(world.now.wall_ms);
    let (Some(now), Some(then)) = (minutes(&now), minutes(text)) else {
        station.tell_bad(words.late_no_time(text), vec![words.late_hint()]);
        return true;
    };
    let ago = (now - then).rem_euclid(24 * 60);
    // The minute that was said, without the seconds of now.
    let at_ms = world.now.wall_ms - world.now.wall_ms.rem_euclid(60_000) - ago * 60_000;
    station.session.late_ms = Some(at_ms);
    station.go(Task::Home);
    let then = station.settings.zone.short(at_ms, world.now.wall_ms);
    let closed = closed_month(station, at_ms);
    station.tell_info(words.late_on(then), closed.into_iter().chain([words.late_how()]).collect());
    true
}

/// What is to be known of a time in a month that is closed.
pub(in crate::station) fn closed_month(station: &Station, at_ms: i64) -> Option<String> {
    let open_ms = station.book.closing().posted_ms(at_ms);
    let words = station.words();
    (open_ms > at_ms).then(|| words.late_closed(station.settings.zone.day(open_ms)))
}

/// Enter without a time: what is booked happens now again.
pub(super) fn end(station: &mut Station) {
    let words = station.words();
    station.session.late_ms = None;
    station.go(Task::Home);
    station.tell_info(words.late_off(), vec![]);
}

fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = match text.split_once([':', '：']) {
        Some(parts) => parts,
        None => text.split_at_checked(text.len().checked_sub(2)?)?,
    };
    let number = |text: &str, least: usize| {
        let digits = (least..=2).contains(&text.len()) && text.bytes().all(|letter| letter.is_ascii_digit());
        digits.then(|| text.parse::<i64>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours, 1)?, number(minutes, 2)?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
