//! Days and weeks of a person, work without a job, and the times that a lead should look at.

use super::super::Station;
use super::super::flow::my_time::{activities, day_back, segments};
use super::super::flow::time_to_check::doubtful;
use super::super::input::World;
use super::me::plain_choices;
use super::questions::operation_title;
use super::screen::{Block, Column, Fact, Row, Sign, Table, Tone, Width};
use crate::domain::attendance::MarkKind;
use crate::domain::book::Book;
use crate::domain::ids::PersonId;
use crate::domain::person::BadBadge;
use crate::domain::shift::Frame;
use crate::domain::timeline::{Segment, What};
use crate::station::words::Words;

pub(super) fn activity(station: &Station) -> (String, Vec<Block>) {
    let words = station.words();
    let labels = activities(station).into_iter().map(|kind| words.mark(kind));
    (words.time_activity_title(), vec![plain_choices(station, labels)])
}

/// A day, or the days of a week.
pub(super) fn my_time(station: &Station, days: u16, back: u16, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let Some(person) = station.session.person.clone() else { return (words.time_my_day(), vec![]) };
    let now = world.now.wall_ms;
    let all = segments(station, &person, now);
    let frames: Vec<Frame> = (0..days).map(|nth| day_back(station, &person, back + nth, now)).collect();
    let (Some(first), Some(last)) = (frames.last(), frames.first()) else { return (words.time_my_day(), vec![]) };
    let bounds = (first.start_ms, last.end_ms);
    let facts = Block::Facts(totals(station, &person, &all, bounds, now));
    if days == 1 {
        let title = words.time_day_of(station.settings.zone.month_day(last.start_ms));
        let mut blocks = vec![facts, Block::Table(rows_of_day(station, &all, bounds, now))];
        // A small screen has no room for the column that says so.
        let doubtful = all.iter().filter(|one| one.is_doubtful()).filter_map(|one| one.within(bounds.0, bounds.1));
        let said =
            |one: Segment| format!("{}  {}", station.settings.zone.hour_minute(one.start_ms), remark(words, &one));
        let lines: Vec<String> = doubtful.map(said).collect();
        blocks.extend((!lines.is_empty()).then_some(Block::Text { tone: Tone::Attention, lines }));
        blocks.push(how(words));
        return (title, blocks);
    }
    let zone = &station.settings.zone;
    let title = words.time_week_of(zone.month_day(first.start_ms), zone.month_day(last.start_ms));
    let row = |frame: &Frame| {
        let sums = sums(&all, (frame.start_ms, frame.end_ms), now);
        let credited = credited(station, &person, (frame.start_ms, frame.end_ms));
        let day = zone.month_day(frame.start_ms);
        let cells = vec![day, hours(sums[2]), hours(sums[0]), hours(sums[1]), hours(sums[3]), thousandths(credited)];
        Row { sign: Sign::None, cells }
    };
    let right = |title: String, drop| Column { title, width: Width::Fixed(9), right: true, drop };
    let columns = vec![
        Column { title: words.time_col_day(), width: Width::Fixed(7), right: false, drop: 0 },
        right(words.time_attendance(), 0),
        right(words.time_on_jobs(), 0),
        right(words.time_without_job(), 1),
        right(words.time_breaks(), 2),
        right(words.time_credited(), 0),
    ];
    let table = Table { columns, rows: frames.iter().map(row).collect(), ..Table::default() };
    (title, vec![facts, Block::Table(table)])
}

fn how(words: Words) -> Block {
    Block::Text { tone: Tone::Faint, lines: vec![words.time_how()] }
}

/// Milliseconds on jobs, without a job, in attendance, on breaks.
fn sums(all: &[Segment], (from, to): (i64, i64), now: i64) -> [i64; 4] {
    let mut sums = [0; 4];
    for segment in all.iter().filter_map(|segment| segment.within(from, to)) {
        let at = match segment.what {
            What::Job(..) => 0,
            What::Activity(_) => 1,
            What::Attendance => 2,
            What::Break => 3,
        };
        sums[at] += segment.length_ms(now.min(to));
    }
    sums
}

fn totals(station: &Station, person: &PersonId, all: &[Segment], bounds: (i64, i64), now: i64) -> Vec<Fact> {
    let words = station.words();
    let [jobs, other, attendance, breaks] = sums(all, bounds, now);
    let fact = |label: String, value: String| Fact { label, value, tone: Tone::Plain };
    vec![
        fact(words.time_attendance(), hours(attendance)),
        fact(words.time_on_jobs(), hours(jobs)),
        fact(words.time_breaks(), hours(breaks)),
        fact(words.time_without_job(), hours(other)),
        fact(words.time_credited(), thousandths(credited(station, person, bounds))),
    ]
}

/// Flat-rate hours that were earned within the bounds, in thousandths.
fn credited(station: &Station, person: &PersonId, (from, to): (i64, i64)) -> i64 {
    // A job is in the memory, or the log has told of it.
    let closed = station.session.worked.iter().filter(|job| station.book.job_ref(&job.no).is_none());
    let earned = station.book.jobs().chain(closed).flat_map(crate::domain::job::Job::earned);
    earned.filter(|(who, at, _)| who == person && from <= *at && *at < to).map(|(_, _, hours)| hours.0).sum()
}

fn rows_of_day(station: &Station, all: &[Segment], (from, to): (i64, i64), now: i64) -> Table {
    let words = station.words();
    let zone = &station.settings.zone;
    let row = |segment: Segment| {
        let end = segment.end_ms.map_or_else(|| words.time_goes_on(), |end| zone.hour_minute(end));
        let cells = vec![
            zone.hour_minute(segment.start_ms),
            end,
            what(station, &segment),
            hours(segment.length_ms(now.min(to))),
            remark(words, &segment),
        ];
        Row { sign: if segment.end_ms.is_none() { Sign::Running } else { Sign::None }, cells }
    };
    let column = |title: String, width, right, drop| Column { title, width, right, drop };
    Table {
        title: String::new(),
        columns: vec![
            column(words.time_col_from(), Width::Fixed(6), false, 0),
            column(words.time_col_to(), Width::Fixed(9), false, 0),
            column(String::new(), Width::Share(3), false, 0),
            column(words.time_col_hours(), Width::Fixed(6), true, 0),
            column(String::new(), Width::Share(2), false, 1),
        ],
        rows: all.iter().filter_map(|segment| segment.within(from, to)).map(row).collect(),
        selected: None,
        empty: words.time_nothing(),
    }
}

fn what(station: &Station, segment: &Segment) -> String {
    let words = station.words();
    match &segment.what {
        What::Job(job, op) => format!("{job}  {}", operation_title(station, job, *op)),
        What::Activity(kind) => words.mark(*kind),
        What::Attendance => words.time_attendance(),
        What::Break => words.time_break(),
    }
}

fn remark(words: Words, segment: &Segment) -> String {
    if segment.unattended && !segment.has_doubtful_bounds() {
        words.time_unattended()
    } else if segment.entered {
        words.time_entered()
    } else if segment.forgotten {
        words.time_forgotten()
    } else if segment.estimated && !segment.ruled {
        words.time_estimated()
    } else {
        String::new()
    }
}

/// `7:05` hours and minutes.
fn hours(ms: i64) -> String {
    let minutes = ms / 60_000;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Thousandths of an hour as `1.5`.
fn thousandths(hours: i64) -> String {
    crate::domain::qty::Qty(hours).to_string()
}

/// How long a lead sees that a badge was refused.
const REFUSED_SHOWN_MS: i64 = 7 * 24 * 3_600_000;

pub(super) fn to_check(station: &Station, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let zone = &station.settings.zone;
    let now = world.now.wall_ms;
    let row = |(id, segment): (PersonId, Segment)| {
        let name = station.book.person(&id).map_or_else(|| id.to_string(), |person| words.pick(&person.name));
        let end = segment.end_ms.map_or_else(|| words.time_goes_on(), |end| zone.hour_minute(end));
        let times = format!("{}-{end}", zone.short(segment.start_ms, now));
        Row { sign: Sign::Question, cells: vec![name, times, what(station, &segment), remark(words, &segment)] }
    };
    let all = doubtful(station, now);
    let selected = all.get(station.session.selected).map(|(_, segment)| segment);
    let attends = selected.is_none_or(|segment| segment.has_doubtful_bounds());
    let how = if attends { words.time_correct_how() } else { words.time_unattended_how() };
    let why = selected.filter(|segment| segment.has_doubtful_bounds()).map(|segment| remark(words, segment));
    let column = |title: String, weight, drop| Column { title, width: Width::Share(weight), right: false, drop };
    let table = Table {
        title: String::new(),
        columns: vec![
            column(words.time_col_who(), 3, 0),
            column(words.time_col_from(), 3, 0),
            column(String::new(), 4, 0),
            column(String::new(), 3, 1),
        ],
        rows: all.into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.time_none_to_check(),
    };
    let mut blocks = vec![Block::Table(table)];
    let wrong = station.book.people().filter_map(|person| {
        let most = person.wrong_pins.iter().max_by_key(|wrong| wrong.count)?;
        Some(words.pin_wrong_of(words.pick(&person.name), most.count, zone.short(most.wall_ms, now)))
    });
    let refused = station.book.people().filter_map(|person| {
        let last = person.refused.filter(|last| last.at_ms > now.saturating_sub(REFUSED_SHOWN_MS))?;
        let why = match last.why {
            BadBadge::Revoked => words.badge_was_lost(),
            BadBadge::Expired => words.badge_was_expired(),
            BadBadge::Left => words.badge_was_left(),
        };
        let said = words.badge_refused_of(words.pick(&person.name), zone.short(last.at_ms, now));
        Some(format!("{said}  {why}"))
    });
    let lines: Vec<String> = wrong.chain(refused).collect();
    if !lines.is_empty() {
        blocks.push(Block::Text { tone: Tone::Attention, lines });
    }
    blocks.extend(why.map(|why| Block::Text { tone: Tone::Attention, lines: vec![why] }));
    blocks.push(Block::Text { tone: Tone::Faint, lines: vec![how] });
    (words.time_to_check_title(), blocks)
}

impl Words {
    /// What a person marks.
    pub fn mark(self, kind: MarkKind) -> String {
        match kind {
            MarkKind::In => self.time_in(),
            MarkKind::Out => self.time_out(),
            MarkKind::BreakBegin => self.time_break_begin(),
            MarkKind::BreakEnd | MarkKind::Resume => self.time_break_end(),
            MarkKind::ActivityEnd => self.time_activity_end(),
            MarkKind::Training => self.time_training(),
            MarkKind::Cleaning => self.time_cleaning(),
            MarkKind::WaitingForWork => self.time_waiting(),
            MarkKind::Meeting => self.time_meeting(),
            MarkKind::OtherActivity => self.time_other(),
        }
    }
}
