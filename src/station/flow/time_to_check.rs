//! Times that a lead should look at: from a clock that was not known to be right, forgotten and closed by rule, or work of
//! somebody who has not clocked in.

use super::super::Station;
use super::super::input::World;
use super::super::record::Wish;
use super::my_time::{frame_of, segments};
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::ids::PersonId;
use crate::domain::timeline::Segment;

/// Most rows of the list.
const MAX_ROWS: usize = 200;

/// What is doubtful, newest first.
pub(in crate::station) fn doubtful(station: &Station, now_ms: i64) -> Vec<(PersonId, Segment)> {
    let of = |id: &PersonId| {
        let all = segments(station, id, now_ms).into_iter().filter(Segment::is_doubtful);
        all.map(|segment| (id.clone(), segment)).collect::<Vec<_>>()
    };
    let mut rows: Vec<(PersonId, Segment)> = station.book.people().flat_map(|person| of(&person.id)).collect();
    rows.sort_by_key(|(_, segment)| std::cmp::Reverse(segment.start_ms));
    // One record has one ruling, into however many pieces a break has cut it.
    let mut seen = std::collections::BTreeSet::new();
    rows.retain(|(_, segment)| seen.insert(segment.record));
    rows.truncate(MAX_ROWS);
    rows
}

/// Enter: it is right as it stands.
pub(super) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    if let Some((person, segment)) = doubtful(station, world.now.wall_ms).get(station.session.selected).cloned() {
        station.submit(Command::ConfirmTime { person, punch: segment.record }, Wish::new(cause), world);
    }
}

/// Typed: `17:05` is when it ended, `8:00-17:05` from when to when it was; where the work stands and the attendance is
/// missing, that of the attendance.
pub(super) fn entered(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) {
    let words = station.words();
    let rows = doubtful(station, world.now.wall_ms);
    let Some((person, segment)) = rows.get(station.session.selected).cloned() else { return };
    let frame = frame_of(station, &person, segment.start_ms);
    let at = |text: &str| station.settings.zone.at_clock(&frame, text);
    let times = match text.split_once('-') {
        Some((from, to)) => at(from).zip(at(to)).map(|(from, to)| (Some(from), Some(to))),
        None => at(text).map(|to| (None, Some(to))),
    };
    match times {
        Some((start_ms, Some(to_ms))) if !segment.has_doubtful_bounds() => {
            let (of, from_ms) = (Some(person), start_ms.unwrap_or(segment.start_ms));
            let command = Command::EnterTime { of, job: None, op: None, activity: None, from_ms, to_ms };
            station.submit(command, Wish::new(cause), world);
        }
        Some((start_ms, end_ms)) => {
            let command = Command::CorrectTime { person, punch: segment.record, start_ms, end_ms };
            station.submit(command, Wish::new(cause), world);
        }
        None => station.tell_bad(words.time_not_read(text), vec![words.time_correct_how()]),
    }
}
