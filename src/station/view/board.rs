//! One row for each job: what it waits for and how long, who, where, promised, and how far. The list at the kiosk and the
//! board on the wall show the same.

use super::at_job::clock;
use super::jobs::column;
use super::screen::{Block, Header, Mark, Row, Screen, Sign, Table, Tone, Width};
use crate::domain::ids::PersonId;
use crate::domain::job::{Hours, Job, JobState};
use crate::domain::memory::MemoryBook;
use crate::domain::operation::{OpState, Operation};
use crate::station::Zone;
use crate::station::clocked::Clocked;
use crate::station::words::Words;

/// The order in which jobs stand: what needs somebody first.
pub(in crate::station) fn rank(job: &Job, now_ms: i64) -> (bool, u8, i64) {
    let state = match job.state {
        JobState::Rework => 0,
        JobState::Check => 1,
        JobState::InProgress => 2,
        JobState::Released => 3,
        JobState::Wash => 4,
        JobState::Ready => 5,
        JobState::Settled => 6,
        JobState::Planned => 7,
        JobState::Delivered | JobState::Cancelled => 8,
    };
    (!is_late(job, now_ms), state, job.promised_ms.unwrap_or(i64::MAX))
}

/// Promised earlier than now, and not ready.
pub(in crate::station) fn is_late(job: &Job, now_ms: i64) -> bool {
    let done = matches!(job.state, JobState::Ready) || job.state.is_settled();
    !done && job.promised_ms.is_some_and(|promised| promised < now_ms)
}

/// The state, or what the first operation that waits waits for, and how long; then extra work without an answer.
fn waits(words: Words, job: &Job, now_ms: i64) -> String {
    let waiting = job.operations.iter().find_map(|op| match op.state() {
        OpState::Waiting(reason) => Some((reason, op.since_ms())),
        OpState::Open | OpState::Running | OpState::Paused | OpState::Done | OpState::Declined => None,
    });
    match waiting {
        Some((reason, since)) => {
            let since = since.map(|at| clock(now_ms.saturating_sub(at))).unwrap_or_default();
            format!("{} {since}", words.waits_for(reason)).trim_end().to_owned()
        }
        None => words.job_state(job.state),
    }
}

fn who(job: &Job, name: &dyn Fn(&PersonId) -> String, comma: &str) -> String {
    let mut on: Vec<&PersonId> = job.operations.iter().flat_map(Operation::on_it).collect();
    if on.is_empty() {
        let open = job.operations.iter().filter(|op| !matches!(op.state(), OpState::Done | OpState::Declined));
        on = open.filter_map(|op| op.shares.first()).map(|share| &share.person).collect();
    }
    on.dedup();
    on.into_iter().map(name).collect::<Vec<_>>().join(comma)
}

fn sign(job: &Job, now_ms: i64) -> Sign {
    let has = |wanted: fn(OpState) -> bool| job.operations.iter().any(|op| wanted(op.state()));
    if is_late(job, now_ms) {
        Sign::Wrong
    } else if has(|state| state == OpState::Running) {
        Sign::Running
    } else if has(|state| matches!(state, OpState::Waiting(_))) {
        Sign::Waiting
    } else if matches!(job.state, JobState::Ready) || job.state.is_settled() {
        Sign::Done
    } else {
        Sign::Open
    }
}

/// Flat-rate hours of what was ordered or agreed.
fn hours(job: &Job) -> Hours {
    let agreed = job.operations.iter().filter(|op| op.is_agreed());
    Hours(agreed.fold(0_i64, |sum, op| sum.saturating_add(op.hours.0)))
}

/// Hours with one decimal, without the unit.
fn tenths(hours: Hours) -> String {
    format!("{}.{}", hours.0 / 1000, hours.0 % 1000 / 100)
}

/// The row of a job.
pub(in crate::station) fn row(
    words: Words,
    zone: &Zone,
    job: &Job,
    name: &dyn Fn(&PersonId) -> String,
    clocked: &Clocked,
    now_ms: i64,
) -> Row {
    let promised = job.promised_ms.map(|ms| zone.hour_or_day(ms, now_ms)).unwrap_or_default();
    let promised = if is_late(job, now_ms) { words.late(promised) } else { promised };
    let bay = job.course.on_bay().or(job.bay.as_ref()).map(ToString::to_string).unwrap_or_default();
    let cells = vec![
        job.no.to_string(),
        job.vehicle.plate.clone(),
        job.vehicle.model.clone(),
        waits(words, job, now_ms),
        who(job, name, words.list_comma()),
        bay,
        format!("{} / {}", clock(clocked.of_job(job)), tenths(hours(job))),
        promised,
    ];
    Row { sign: sign(job, now_ms), cells }
}

/// The columns that belong to [`row`].
pub(in crate::station) fn columns(words: Words) -> Vec<super::screen::Column> {
    vec![
        column(words.col_job(), Width::Fixed(7), false, 0),
        column(words.plate(), Width::Fixed(10), false, 0),
        column(words.col_model(), Width::Share(2), false, 6),
        column(words.state(), Width::Share(3), false, 0),
        column(words.col_who(), Width::Share(2), false, 2),
        column(words.form_bay(), Width::Fixed(4), false, 5),
        column(words.col_clocked(), Width::Fixed(11), true, 3),
        column(words.promised(), Width::Fixed(10), false, 1),
    ]
}

/// The board for the wall: read-only, of a book that somebody else keeps.
pub fn board(book: &MemoryBook, words: Words, zone: &Zone, site: &str, now_ms: i64) -> Screen {
    let name = |id: &PersonId| {
        let known = book.people().find(|person| person.id == *id);
        known.map_or_else(|| id.to_string(), |person| words.pick(&person.name))
    };
    let mut jobs: Vec<&Job> = book.jobs().filter(|job| !job.state.is_closed()).collect();
    jobs.sort_by_key(|job| rank(job, now_ms));
    let late = jobs.iter().filter(|job| is_late(job, now_ms)).count();
    let requests = jobs.iter().map(|job| job.course.open_requests().count()).sum();
    let counts = JobState::ALL.into_iter().filter_map(|state| {
        let n = jobs.iter().filter(|job| job.state == state).count();
        (n > 0).then(|| format!("{} {n}", words.job_state(state)))
    });
    let title = format!("{}   {}", words.board_title(), counts.collect::<Vec<_>>().join("  "));
    let mark = |n: usize, text: String, tone| (n > 0).then_some(Mark { tone, text });
    let marks =
        [mark(late, words.board_late(late), Tone::Bad), mark(requests, words.mark_requests(requests), Tone::Attention)];
    let clocked = Clocked::of(book, zone, now_ms);
    let rows = jobs.iter().map(|job| row(words, zone, job, &name, &clocked, now_ms)).collect();
    let table = Table { title: String::new(), columns: columns(words), rows, selected: None, empty: words.jobs_none() };
    let header = Header {
        station: site.to_owned(),
        person: None,
        clock: zone.hour_minute(now_ms),
        marks: marks.into_iter().flatten().collect(),
    };
    Screen { header, title, blocks: vec![Block::Table(table)], ..Screen::default() }
}
