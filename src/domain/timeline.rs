//! What a person's time was: from punches, marks, breaks of the shift and rulings to stretches that never overlap.
//!
//! There are three lines: work (on a job or without one), attendance, and breaks. Within a line no minute is in two places,
//! in whatever order the records came.

use std::collections::BTreeMap;

use super::attendance::{Made, MarkKind, Ruling};
use super::ids::{JobNo, OpNo, RecordName};
use super::shift::Calendar;
use super::work::{PersonDay, PunchKind};

/// What a stretch of time was.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum What {
    Job(JobNo, OpNo),
    Activity(MarkKind),
    Attendance,
    Break,
}

impl What {
    fn line(&self) -> u8 {
        match self {
            What::Job(..) | What::Activity(_) => 0,
            What::Attendance => 1,
            What::Break => 2,
        }
    }

    /// On a job, or work without one.
    pub fn is_work(&self) -> bool {
        self.line() == 0
    }
}

/// A stretch of a person's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub what: What,
    /// The record that began it; for a break of the shift the one that the break interrupts.
    pub record: RecordName,
    pub start_ms: i64,
    /// `None` while it goes on.
    pub end_ms: Option<i64>,
    /// A bound comes from a clock that was not known to be right.
    pub estimated: bool,
    /// Nobody ended it: it was closed by rule at the end of the shift.
    pub forgotten: bool,
    /// A lead has confirmed or corrected it.
    pub ruled: bool,
    /// Entered afterwards, or corrected.
    pub entered: bool,
    /// Work of somebody who has not clocked in.
    pub unattended: bool,
}

impl Segment {
    /// Somebody should look at it.
    pub fn is_doubtful(&self) -> bool {
        self.unattended || self.has_doubtful_bounds()
    }

    /// It is not sure from when to when it was.
    pub fn has_doubtful_bounds(&self) -> bool {
        !self.ruled && !self.entered && (self.estimated || self.forgotten)
    }

    /// Milliseconds until its end, or until now.
    pub fn length_ms(&self, now_ms: i64) -> i64 {
        self.end_ms.unwrap_or(now_ms).saturating_sub(self.start_ms).max(0)
    }

    /// What of it lies within these bounds.
    pub fn within(&self, from_ms: i64, to_ms: i64) -> Option<Segment> {
        let start_ms = self.start_ms.max(from_ms);
        let end_ms = self.end_ms.map(|end| end.min(to_ms));
        let empty = start_ms >= to_ms || end_ms.is_some_and(|end| end <= start_ms);
        (!empty).then(|| Segment { start_ms, end_ms, ..self.clone() })
    }
}

/// One act of the person, in order.
enum Act {
    Job(JobNo, OpNo, PunchKind),
    Mark(MarkKind),
}

struct Item {
    act: Act,
    made: Made,
    /// Never before the item before it.
    at_ms: i64,
}

/// All stretches of a person, in order of their beginning.
pub fn timeline(day: &PersonDay, calendar: &impl Calendar, now_ms: i64) -> Vec<Segment> {
    let items = items(day);
    let mut all = folded(&items, calendar);
    rule(&mut all, day);
    let mut all = close_forgotten(all, &items, calendar, now_ms);
    clip(&mut all);
    let all = pause_by_calendar(all, &items, calendar, now_ms);
    let mut all = enter(all, day);
    all.sort_by_key(|segment| (segment.start_ms, segment.what.line()));
    all
}

/// Punches and marks in one order, with times that never go back.
fn items(day: &PersonDay) -> Vec<Item> {
    let job = |punch: &super::work::Punch| Item {
        act: Act::Job(punch.job.clone(), punch.op, punch.kind),
        made: punch.made,
        at_ms: punch.made.at_ms,
    };
    let mut items: Vec<Item> = day.punches.iter().map(job).collect();
    for mark in &day.marks {
        let at = super::work::insert_at(&items, |known| known.made.precedes(&mark.made));
        items.insert(at, Item { act: Act::Mark(mark.kind), made: mark.made, at_ms: mark.made.at_ms });
    }
    let mut latest = i64::MAX;
    for item in items.iter_mut().rev() {
        if item.made.trusted {
            latest = latest.min(item.at_ms);
        }
        item.at_ms = item.at_ms.min(latest);
    }
    let mut earliest = i64::MIN;
    for item in &mut items {
        earliest = earliest.max(item.at_ms);
        item.at_ms = earliest;
    }
    items
}

/// The lines that are open while the acts are followed.
#[derive(Default)]
struct Open {
    lines: [Option<Segment>; 3],
    done: Vec<Segment>,
}

impl Open {
    fn begin(&mut self, what: What, item: &Item) {
        let line = usize::from(what.line());
        self.end(line, item);
        self.lines[line] = Some(Segment {
            what,
            record: item.made.record,
            start_ms: item.at_ms,
            end_ms: None,
            estimated: item.doubtful(),
            forgotten: false,
            ruled: false,
            entered: false,
            unattended: false,
        });
    }

    fn end(&mut self, line: usize, item: &Item) {
        if let Some(mut open) = self.lines[line].take() {
            open.end_ms = Some(item.at_ms);
            open.estimated |= item.doubtful();
            self.done.push(open);
        }
    }

    /// Something is open in this line, and has been since this very day.
    fn goes_on(&self, line: usize, item: &Item, calendar: &impl Calendar) -> bool {
        self.lines[line].as_ref().is_some_and(|open| item.at_ms < calendar.frame(open.start_ms).end_ms)
    }

    fn works_on(&self, what: &What) -> bool {
        self.lines[0].as_ref().is_some_and(|open| open.what == *what)
    }
}

impl Item {
    fn doubtful(&self) -> bool {
        !self.made.trusted || self.at_ms != self.made.at_ms
    }
}

const WORK: usize = 0;
const ATTENDANCE: usize = 1;
const BREAK: usize = 2;

fn folded(items: &[Item], calendar: &impl Calendar) -> Vec<Segment> {
    let mut open = Open::default();
    let mut out_before = 0_usize;
    for (at, item) in items.iter().enumerate() {
        match &item.act {
            Act::Job(job, op, PunchKind::Start) => {
                open.end(BREAK, item);
                open.begin(What::Job(job.clone(), *op), item);
            }
            Act::Job(job, op, _) => {
                if open.works_on(&What::Job(job.clone(), *op)) {
                    open.end(WORK, item);
                }
            }
            Act::Mark(MarkKind::In) => {
                // A second one on the same day: the going out between was forgotten.
                let forgotten = open.goes_on(ATTENDANCE, item, calendar);
                open.lines[ATTENDANCE].iter_mut().for_each(|open| open.forgotten |= forgotten);
                open.begin(What::Attendance, item);
            }
            Act::Mark(MarkKind::Out) => {
                open.end(WORK, item);
                open.end(BREAK, item);
                if !open.goes_on(ATTENDANCE, item, calendar) {
                    let since = out_before.checked_sub(1).map_or(i64::MIN, |out| items[out].at_ms);
                    open.done.push(never_began(&items[out_before..=at], since, item, calendar));
                }
                open.end(ATTENDANCE, item);
                out_before = at + 1;
            }
            Act::Mark(MarkKind::BreakBegin) => {
                open.end(WORK, item);
                if !open.goes_on(BREAK, item, calendar) {
                    open.begin(What::Break, item);
                }
            }
            Act::Mark(MarkKind::BreakEnd) => open.end(BREAK, item),
            // It ends a break of the shift, which is cut out later.
            Act::Mark(MarkKind::Resume) => {}
            Act::Mark(MarkKind::ActivityEnd) => {
                if open.lines[WORK].as_ref().is_some_and(|open| matches!(open.what, What::Activity(_))) {
                    open.end(WORK, item);
                }
            }
            Act::Mark(activity) => {
                open.end(BREAK, item);
                open.begin(What::Activity(*activity), item);
            }
        }
    }
    let Open { lines, mut done } = open;
    done.extend(lines.into_iter().flatten());
    done.retain(|segment| segment.end_ms.is_none_or(|end| end > segment.start_ms));
    done
}

/// Somebody went out who had not come in: in from the first act of that day on, else from the beginning of the shift,
/// and for a lead to look at; never before the last going out, at `out_ms`. `since` are the acts from there to this one.
fn never_began(since: &[Item], out_ms: i64, out: &Item, calendar: &impl Calendar) -> Segment {
    let frame = calendar.frame(out.at_ms);
    let first = since.iter().map(|item| item.at_ms).find(|at| *at >= frame.start_ms && *at < out.at_ms);
    let shift = frame.shift_start_ms.filter(|start| *start < out.at_ms);
    Segment {
        what: What::Attendance,
        record: out.made.record,
        start_ms: first.or(shift).unwrap_or(out.at_ms.saturating_sub(MINUTE_MS).max(frame.start_ms)).max(out_ms),
        end_ms: Some(out.at_ms),
        estimated: out.doubtful(),
        forgotten: true,
        ruled: false,
        entered: false,
        unattended: false,
    }
}

const MINUTE_MS: i64 = 60_000;
/// What began after the shift and was never ended counts for so long.
const GRACE_MS: i64 = 30 * MINUTE_MS;

/// What leads have said of single stretches.
fn rule(all: &mut [Segment], day: &PersonDay) {
    for ruling in &day.rulings {
        for segment in all.iter_mut().filter(|segment| segment.record == ruling.of) {
            segment.ruled = true;
            segment.entered |= ruling.start_ms.is_some() || ruling.end_ms.is_some();
            segment.start_ms = ruling.start_ms.unwrap_or(segment.start_ms);
            segment.end_ms = ruling.end_ms.or(segment.end_ms);
        }
    }
}

/// What runs into another day was forgotten: it ends with the shift in which it began, or with what the person did last
/// that day when that was later.
fn close_forgotten(all: Vec<Segment>, items: &[Item], calendar: &impl Calendar, now_ms: i64) -> Vec<Segment> {
    let close = |mut segment: Segment| {
        let frame = calendar.frame(segment.start_ms);
        if segment.end_ms.unwrap_or(now_ms) > frame.end_ms && !(segment.entered && segment.end_ms.is_some()) {
            let acts = items.iter().map(|item| item.at_ms);
            let last = acts.filter(|at| *at > segment.start_ms && *at < frame.end_ms).max();
            let end = match frame.shift_end_ms {
                None => frame.end_ms,
                Some(end) if end > segment.start_ms => last.map_or(end, |last| last.max(end)),
                Some(_) => last.unwrap_or(segment.start_ms.saturating_add(GRACE_MS).min(frame.end_ms)),
            };
            segment.end_ms = Some(end);
            segment.forgotten = true;
        }
        segment
    };
    all.into_iter().map(close).collect()
}

/// Within a line each ends where the next begins, at the latest.
fn clip(all: &mut Vec<Segment>) {
    all.sort_by_key(|segment| (segment.what.line(), segment.start_ms));
    for at in 1..all.len() {
        let next = (all[at].what.line(), all[at].start_ms);
        let before = &mut all[at - 1];
        if before.what.line() == next.0 && before.end_ms.is_none_or(|end| end > next.1) {
            before.end_ms = Some(next.1);
        }
    }
    all.retain(|segment| segment.end_ms.is_none_or(|end| end > segment.start_ms));
}

/// Breaks of the shift are cut out of work, and stand as breaks where the person is in. The first act within a break ends it.
fn pause_by_calendar(all: Vec<Segment>, items: &[Item], calendar: &impl Calendar, now_ms: i64) -> Vec<Segment> {
    let own: Vec<(i64, i64)> = all
        .iter()
        .filter(|segment| segment.what == What::Break)
        .map(|segment| (segment.start_ms, segment.end_ms.unwrap_or(i64::MAX)))
        .collect();
    let mut done = Vec::new();
    for segment in all {
        let frame = calendar.frame(segment.start_ms);
        let breaks = frame.breaks.into_iter().filter(|(from, _)| *from <= now_ms).filter_map(|(from, to)| {
            let acted = items.iter().map(|item| item.at_ms).find(|at| from < *at && *at < to);
            let to = acted.unwrap_or(to);
            let taken = own.iter().any(|(start, end)| *start < to && from < *end);
            (!taken && from < to).then_some((from, to))
        });
        match segment.what {
            What::Break => done.push(segment),
            What::Attendance => {
                let is_within = |from: i64| from >= segment.start_ms && segment.end_ms.is_none_or(|end| from < end);
                for (from, to) in breaks.filter(|(from, _)| is_within(*from)) {
                    let end = segment.end_ms.map_or(to, |end| to.min(end));
                    done.push(Segment {
                        what: What::Break,
                        start_ms: from,
                        end_ms: Some(end),
                        ruled: true,
                        ..segment.clone()
                    });
                }
                done.push(segment);
            }
            What::Job(..) | What::Activity(_) => done.extend(without(segment, breaks.collect())),
        }
    }
    done
}

/// A stretch without these others, in pieces.
fn without(segment: Segment, mut cuts: Vec<(i64, i64)>) -> Vec<Segment> {
    cuts.sort_unstable();
    let mut pieces = Vec::new();
    let mut rest = Some(segment);
    for (from, to) in cuts {
        let Some(open) = rest.take() else { break };
        let ends_before = open.end_ms.is_some_and(|end| end <= from);
        if ends_before || to <= open.start_ms {
            rest = Some(open);
            continue;
        }
        if open.start_ms < from {
            pieces.push(Segment { end_ms: Some(from), ..open.clone() });
        }
        if open.end_ms.is_none_or(|end| end > to) {
            rest = Some(Segment { start_ms: to.max(open.start_ms), ..open });
        }
    }
    pieces.extend(rest);
    pieces
}

/// Work for so long outside the attendance of a day is no card that was scanned a little late.
const LATE_CARD_MS: i64 = 5 * MINUTE_MS;

/// The stretches of a person's time, with the work of who had not clocked in flagged, in a shop where people do so since
/// `since_ms`; what a lead has confirmed, or allowed to be entered afterwards, is not flagged.
pub fn flagged(day: &PersonDay, calendar: &impl Calendar, since_ms: Option<i64>, now_ms: i64) -> Vec<Segment> {
    let mut all = timeline(day, calendar, now_ms);
    flag_unattended(&mut all, day, calendar, since_ms, now_ms);
    all
}

fn flag_unattended(all: &mut [Segment], day: &PersonDay, calendar: &impl Calendar, since_ms: Option<i64>, now_ms: i64) {
    let Some(since_ms) = since_ms else { return };
    let there = all.iter().filter(|segment| segment.what == What::Attendance);
    let there: Vec<(i64, i64)> = there.map(|one| (one.start_ms, one.end_ms.unwrap_or(i64::MAX))).collect();
    let confirmed = |record| {
        let says_so = |ruling: &Ruling| ruling.of == record && ruling.start_ms.is_none() && ruling.end_ms.is_none();
        day.rulings.iter().any(says_so)
    };
    let outside = |segment: &Segment| -> i64 {
        let pieces = without(segment.clone(), there.clone());
        pieces.iter().map(|piece| piece.length_ms(now_ms)).sum()
    };
    let work = all.iter_mut().filter(|segment| segment.what.is_work() && segment.start_ms >= since_ms);
    let late = |segment: &Segment| day.entered.iter().any(|entered| entered.record == segment.record);
    let mut found: Vec<(&mut Segment, i64, i64)> = Vec::new();
    for segment in work.filter(|segment| !confirmed(segment.record) && !late(segment)) {
        let (ms, of_day) = (outside(segment), calendar.frame(segment.start_ms).start_ms);
        found.push((segment, of_day, ms));
    }
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    found.iter().for_each(|(_, of_day, ms)| *sums.entry(*of_day).or_default() += ms);
    for (segment, of_day, ms) in found {
        segment.unattended = ms >= MINUTE_MS && sums.get(&of_day).is_some_and(|sum| *sum >= LATE_CARD_MS);
    }
}

/// What was entered afterwards takes its place; the last word holds.
fn enter(mut all: Vec<Segment>, day: &PersonDay) -> Vec<Segment> {
    for entered in &day.entered {
        let what = match (&entered.job, entered.op, entered.activity) {
            (Some(job), Some(op), _) => What::Job(job.clone(), op),
            (_, _, Some(activity)) => What::Activity(activity),
            _ => What::Attendance,
        };
        let line = what.line();
        let cut = vec![(entered.from_ms, entered.to_ms)];
        let keep = |segment: Segment| match segment.what.line() == line {
            true => without(segment, cut.clone()),
            false => vec![segment],
        };
        all = all.into_iter().flat_map(keep).collect();
        all.push(Segment {
            what,
            record: entered.record,
            start_ms: entered.from_ms,
            end_ms: Some(entered.to_ms),
            estimated: false,
            forgotten: false,
            ruled: true,
            entered: true,
            unattended: false,
        });
    }
    all
}
