//! RFID tags as one act: a delivery, a bin that is counted, a tote. What lies in the field is shown beside what the book
//! has, and DONE takes all of it.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::super::Station;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::super::super::tag_field::On;
use super::{StoreTask, count};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command};
use crate::domain::count_act::CountAct;
use crate::domain::entry::Cause;
use crate::domain::ids::{BinId, CountNo, JobNo, NoteNo, OrderNo, PartNo, ToteId};
use crate::domain::qty::{Qty, Unit};
use crate::domain::rf_tag::{Compared, TagFound, TagGroup, compare};
use crate::domain::stock::Stock;
use crate::station::session::Task;
use crate::station::view::screen::{Sign, Tone};

/// Most tags that one record takes in; what is left is new the next time.
const MOST_AT_ONCE: usize = 400;

/// What the tags are read for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagsFor {
    Delivery { note: Option<NoteNo>, order: Option<OrderNo>, began: usize },
    Count { count: CountNo, bin: BinId },
    Tote { job: JobNo, tote: ToteId },
}

/// What the screen that is open would read tags for.
pub(in crate::station) fn fits(station: &Station) -> Option<TagsFor> {
    match station.session.task.clone() {
        Task::Receive { note, order, began } => Some(TagsFor::Delivery { note, order, began }),
        Task::Store(StoreTask::Count { count, bin: Some(bin), .. }) => Some(TagsFor::Count { count, bin }),
        Task::Store(StoreTask::Pick { job, tote }) => Some(TagsFor::Tote { job, tote }),
        _ => None,
    }
}

/// Whether F9 reads tags here.
pub(in crate::station) fn reads(station: &Station) -> bool {
    let listed = matches!(station.session.task, Task::Store(StoreTask::Tags { .. }));
    station.session.person.is_some() && (listed || fits(station).is_some())
}

/// Reads tags for the screen that is open; on the screen of the tags itself, from the beginning.
pub(in crate::station) fn begin(station: &mut Station, world: World<'_>) {
    let words = station.words();
    if let Task::Store(StoreTask::Tags { since, .. }) = &mut station.session.task {
        *since = world.now.steady;
        station.session.field.clear();
        return station.tell_info(words.tags_again(), vec![]);
    }
    match fits(station) {
        Some(of) => super::open(station, StoreTask::Tags { of, since: world.now.steady }),
        None => station.tell_bad(words.tags_where(), vec![words.tags_where_help()]),
    }
}

/// The screen that the tags are read for.
pub(super) fn back(of: TagsFor) -> Task {
    match of {
        TagsFor::Delivery { note, order, began } => Task::Receive { note, order, began },
        TagsFor::Count { count, bin } => Task::Store(StoreTask::Count { count, bin: Some(bin), stock: None }),
        TagsFor::Tote { job, tote } => Task::Store(StoreTask::Pick { job, tote }),
    }
}

/// A part of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::station) struct Coming {
    pub new: Qty,
    /// It came in before.
    pub known: Qty,
    pub groups: Vec<TagGroup>,
}

/// The parts of a delivery, in order of their numbers.
pub(in crate::station) fn coming(station: &Station, since: Duration) -> BTreeMap<PartNo, Coming> {
    let mut all: BTreeMap<PartNo, Coming> = BTreeMap::new();
    for seen in station.session.field.since(since) {
        let On::Part { tag, part, serial, qty } = &seen.on else { continue };
        let row = all.entry(part.clone()).or_default();
        let in_book = |key: &Stock| key.serial.is_some() && key.serial == *serial;
        let by_serial = station
            .book
            .balances_of(part)
            .iter()
            .any(|(key, balance)| in_book(&key.stock) && key.place.is_on_hand() && balance.qty.is_positive());
        if by_serial || station.book.tag(tag).is_some() {
            row.known = row.known.plus(*qty);
            continue;
        }
        row.new = row.new.plus(*qty);
        match row.groups.iter_mut().find(|group| group.each == *qty) {
            Some(group) => group.tags.push(tag.clone()),
            None => row.groups.push(TagGroup { part: part.clone(), each: *qty, tags: vec![tag.clone()] }),
        }
    }
    all
}

/// Tags of no part that is known.
pub(in crate::station) fn strange(station: &Station, since: Duration) -> Vec<String> {
    let said = |on: &On| if let On::Unknown(text) = on { Some(text.clone()) } else { None };
    station.session.field.since(since).filter_map(|tag| said(&tag.on)).collect()
}

fn found(station: &Station, since: Duration) -> Vec<TagFound> {
    let piece = |on: &On| match on {
        On::Part { part, serial, qty, .. } => Some(TagFound { part: part.clone(), serial: serial.clone(), qty: *qty }),
        On::Unknown(_) => None,
    };
    station.session.field.since(since).filter_map(|tag| piece(&tag.on)).collect()
}

/// The stock of a bin or a tote, beside its tags.
pub(in crate::station) fn compared(station: &Station, of: &TagsFor, since: Duration) -> Vec<Compared> {
    let expected: Vec<(Stock, Unit, Qty)> = match of {
        TagsFor::Delivery { .. } => Vec::new(),
        TagsFor::Count { count, bin } => {
            let rows = count::rows_in(station, count, bin).into_iter();
            rows.map(|row| (row.stock, row.unit, row.book)).collect()
        }
        TagsFor::Tote { tote, .. } => {
            let staged = station.book.tote(tote).map(|tote| tote.content).unwrap_or_default();
            sums(staged.into_iter().map(|one| (one.stock, one.unit, one.qty)))
        }
    };
    compare(&expected, &found(station, since))
}

/// One row for each stock.
fn sums(all: impl Iterator<Item = (Stock, Unit, Qty)>) -> Vec<(Stock, Unit, Qty)> {
    let mut rows: Vec<(Stock, Unit, Qty)> = Vec::new();
    for (stock, unit, qty) in all {
        match rows.iter_mut().find(|row| row.0 == stock) {
            Some(row) => row.2 = row.2.plus(qty),
            None => rows.push((stock, unit, qty)),
        }
    }
    rows
}

/// Rows of the screen.
pub(super) fn rows(station: &Station, of: &TagsFor, since: Duration) -> usize {
    match of {
        TagsFor::Delivery { .. } => coming(station, since).len(),
        TagsFor::Count { .. } | TagsFor::Tote { .. } => compared(station, of, since).len(),
    }
}

/// All of it.
pub(super) fn done(station: &mut Station, of: TagsFor, since: Duration, cause: &Cause, world: World<'_>) {
    match &of {
        TagsFor::Delivery { note, order, .. } => {
            let (note, order) = (note.clone(), order.clone());
            take_in(station, of, since, (note, order), (cause, world));
        }
        TagsFor::Count { count, bin } => {
            let found = compared(station, &of, since).into_iter().filter(|row| row.found.is_positive());
            let lines: Vec<(Stock, Qty)> = found.map(|row| (row.stock, row.found)).collect();
            let (count, bin) = (count.clone(), bin.clone());
            if lines.is_empty() {
                return nothing(station);
            }
            station.go(back(of));
            let act = CountAct::Tags { bin, lines };
            station.submit(Command::Count { count, act }, Wish::new(cause), world);
        }
        TagsFor::Tote { tote, .. } => {
            let (rows, tote) = (compared(station, &of, since), tote.clone());
            station.go(back(of));
            say_of_tote(station, &tote, &rows);
        }
    }
}

fn nothing(station: &mut Station) {
    let words = station.words();
    station.tell_bad(words.tags_nothing(), vec![words.tags_hold()]);
}

fn take_in(
    station: &mut Station,
    of: TagsFor,
    since: Duration,
    (note, order): (Option<NoteNo>, Option<OrderNo>),
    (cause, world): (&Cause, World<'_>),
) {
    let words = station.words();
    let Some(to) = station.session.bin.clone().or_else(|| world.catalogue.goods_in()) else {
        return station.tell_bad(words.no_goods_in(), vec![words.no_goods_in_help()]);
    };
    let mut left = MOST_AT_ONCE;
    let mut groups: Vec<TagGroup> = coming(station, since).into_values().flat_map(|row| row.groups).collect();
    for group in &mut groups {
        group.tags.truncate(left);
        left -= group.tags.len();
    }
    groups.retain(|group| !group.tags.is_empty());
    if groups.is_empty() {
        return nothing(station);
    }
    station.go(back(of));
    let command = Command::ReceiveTags { groups, note, to, order, agreed: Agreed::default() };
    station.submit(command, Wish::new(cause), world);
}

/// Complete, or what is missing and what belongs elsewhere.
fn say_of_tote(station: &mut Station, tote: &ToteId, rows: &[Compared]) {
    let words = station.words();
    let sum = |of: fn(&Compared) -> Qty| rows.iter().fold(Qty::ZERO, |sum, row| sum.plus(of(row)));
    let (missing, foreign) = (sum(Compared::missing), sum(Compared::unexpected));
    if missing == Qty::ZERO && foreign == Qty::ZERO && !rows.is_empty() {
        return station.tell(Sign::Done, Tone::Good, words.tote_complete(tote), vec![]);
    }
    let of = |row: &Compared| match (row.missing(), row.unexpected()) {
        (Qty::ZERO, Qty::ZERO) => None,
        (Qty::ZERO, more) => Some(words.tote_foreign(more, &row.stock.part)),
        (less, _) => Some(words.tote_missing(less, &row.stock.part)),
    };
    let details = rows.iter().filter_map(of).collect();
    station.tell_bad(words.tote_differs(tote, missing, foreign), details);
}
