//! Counting: the list of counts, the bins of one, and what differs. The place is scanned first, then each part; a number
//! sets the quantity. Everything is recorded at once, so that a count goes on after a power cut and at any kiosk.

use super::super::super::Station;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::super::short_number;
use super::{StoreAsked, StoreTask, ask, count_bins, count_plan, open};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::count::{Count, CountLine, LineState, Scope};
use crate::domain::count_act::CountAct;
use crate::domain::entry::Cause;
use crate::domain::ids::{BinId, CountNo, PartNo};
use crate::domain::level::AbcClass;
use crate::domain::place::Place;
use crate::domain::qty::{MAX_MOVE, Qty, Unit};
use crate::domain::reason::Reason;
use crate::domain::shortage::{Shortage, shortages};
use crate::domain::stock::{Condition, Owner, Stock};
use crate::station::pipeline::Then;
use crate::station::session::{Asked, Task, Why};

/// The moment from which the numbers of counts count their seconds: 2026-01-01 UTC.
const FIRST_S: i64 = 1_767_225_600;

/// A row of the list of counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::station) enum ListRow {
    Count(CountNo),
    /// The book says that less than nothing lies there: it should be counted.
    Wrong(Shortage),
    New(Scope),
    /// The cycle plan.
    Plan,
    /// Whether the next count is blind.
    Mode,
}

pub(in crate::station) fn list(station: &Station) -> Vec<ListRow> {
    let counts = station.book.counts().map(|count| ListRow::Count(count.no.clone()));
    let wrong = shortages(&station.book).into_iter().map(ListRow::Wrong);
    let classes = AbcClass::ALL.map(|class| ListRow::New(Scope::Class(class)));
    let new = [ListRow::New(Scope::All)].into_iter().chain(classes);
    counts.chain(wrong).chain(new).chain([ListRow::Plan, ListRow::Mode]).collect()
}

/// What lies in a bin by the book, or was counted there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::station) struct BinRow {
    pub stock: Stock,
    pub unit: Unit,
    pub book: Qty,
    pub line: Option<CountLine>,
}

pub(in crate::station) fn rows_in(station: &Station, no: &CountNo, bin: &BinId) -> Vec<BinRow> {
    let Some(count) = station.book.count(no) else { return Vec::new() };
    let here = station.book.balances_at(&Place::Bin(bin.clone())).into_iter();
    let here = here.filter(|(key, _)| key.stock.owner == Owner::Shop);
    let mut rows: Vec<BinRow> = here
        .filter(|(key, _)| count.scope.covers(&station.book, bin, &key.stock.part))
        .map(|(key, balance)| {
            let line = count.line(bin, &key.stock).cloned();
            BinRow { stock: key.stock, unit: balance.unit, book: balance.qty, line }
        })
        .collect();
    for line in count.lines.iter().filter(|line| line.bin == *bin) {
        if !rows.iter().any(|row| row.stock == line.stock) {
            let (stock, unit) = (line.stock.clone(), line.unit);
            rows.push(BinRow { stock, unit, book: Qty::ZERO, line: Some(line.clone()) });
        }
    }
    rows
}

/// Rows of the screens of a count.
pub(super) fn rows(station: &Station, task: &StoreTask) -> usize {
    match task {
        StoreTask::Counts { .. } => list(station).len(),
        StoreTask::Count { count, bin: Some(bin), .. } => rows_in(station, count, bin).len(),
        StoreTask::Count { count, bin: None, .. } => count_bins::list(station, count).len(),
        StoreTask::CountPlan { at_ms } => count_plan::list(station, *at_ms).len(),
        // The last row gives the count up.
        StoreTask::Variances { count } => station.book.count(count).map_or(0, |count| count.lines.len() + 1),
        _ => 0,
    }
}

fn new_number(station: &Station, world: World<'_>) -> Option<CountNo> {
    let device = station.settings.device?;
    let second = (world.now.wall_ms.div_euclid(1000) - FIRST_S).unsigned_abs();
    let free = |no: &CountNo| station.book.count(no).is_none();
    (second..second + 1000).find_map(|second| CountNo::new(&format!("C{device}-{second}")).ok().filter(free))
}

pub(super) fn begin(
    station: &mut Station,
    scope: Scope,
    shown: bool,
    bin: Option<BinId>,
    cause: &Cause,
    world: World<'_>,
) {
    let Some(count) = new_number(station, world) else { return };
    let act = CountAct::Open { scope, blind: !shown };
    station.submit(Command::Count { count: count.clone(), act }, Wish::new(cause), world);
    if station.pipeline.is_busy() {
        open(station, StoreTask::Count { count, bin, stock: None });
    }
}

fn submit(station: &mut Station, count: CountNo, act: CountAct, cause: &Cause, world: World<'_>) {
    station.submit(Command::Count { count, act }, Wish::new(cause), world);
}

/// A bin in which less than nothing lies by the book: the count that goes on there, else one of its own.
pub(in crate::station::flow) fn check_bin(station: &mut Station, bin: BinId, cause: &Cause, world: World<'_>) {
    open(station, StoreTask::Counts { open: false });
    self::bin(station, bin, cause, world);
}

/// A bin: of the count on the screen, or a count of its own, which goes on when there is one.
pub(super) fn bin(station: &mut Station, bin: BinId, cause: &Cause, world: World<'_>) {
    match station.session.task.clone() {
        Task::Store(StoreTask::Count { count, .. } | StoreTask::Variances { count }) => {
            let words = station.words();
            let other = match station.book.count(&count).map(|known| known.scope) {
                Some(Scope::Bin(only)) if only != bin => Some(words.count_other_bin(&count, only)),
                Some(Scope::Bins(bins)) if !bins.contains(&bin) => Some(words.count_not_due(&count, &bin)),
                _ => None,
            };
            if let Some(said) = other {
                return station.tell_bad(said, vec![words.nothing_changed()]);
            }
            open(station, StoreTask::Count { count, bin: Some(bin.clone()), stock: None });
            station.tell_info(words.count_in(bin), vec![]);
        }
        Task::Store(StoreTask::Counts { open: shown }) => {
            let same = |count: &&Count| count.scope == Scope::Bin(bin.clone());
            let known = station.book.counts().find(same).map(|count| count.no.clone());
            match known {
                Some(count) => open(station, StoreTask::Count { count, bin: Some(bin), stock: None }),
                None => begin(station, Scope::Bin(bin.clone()), shown, Some(bin), cause, world),
            }
        }
        Task::Store(StoreTask::CountPlan { .. }) => count_plan::bin(station, bin, cause, world),
        _ => {}
    }
}

/// A part: one more of it lies here. Without a bin it is asked for first; in the list it begins a count of the part.
pub(super) fn part(station: &mut Station, item: &Item, qty: Qty, cause: &Cause, world: World<'_>) {
    match station.session.task.clone() {
        Task::Store(StoreTask::Count { count, bin: Some(bin), stock }) => {
            let stock = stock_of(station, item, &bin, stock.as_ref());
            let seen = seen_by_me(station, &count, &bin, &stock);
            let qty = if stock.serial.is_some() { Qty::ONE } else { seen.plus(qty) };
            take(station, &count, &bin, stock.clone());
            submit(station, count, CountAct::Line { bin, stock, qty }, cause, world);
        }
        Task::Store(StoreTask::Counts { open: shown }) => {
            begin(station, Scope::Part(item.part.clone()), shown, None, cause, world);
        }
        Task::Store(StoreTask::CountPlan { .. }) => super::super::look_up::show(station, &item.part),
        _ => {
            let words = station.words();
            station.tell_bad(words.count_bin_first(), vec![words.nothing_changed()]);
        }
    }
}

/// Takes a stock in hand: a number is its quantity.
fn take(station: &mut Station, count: &CountNo, bin: &BinId, stock: Stock) {
    let at = rows_in(station, count, bin).iter().position(|row| row.stock == stock);
    let (count, bin) = (count.clone(), Some(bin.clone()));
    station.session.task = Task::Store(StoreTask::Count { count, bin, stock: Some(stock) });
    station.session.selected = at.unwrap_or(station.session.selected);
}

/// What the person logged on counted of it already.
fn seen_by_me(station: &Station, count: &CountNo, bin: &BinId, stock: &Stock) -> Qty {
    let count = station.book.count(count);
    let last = count.as_ref().and_then(|count| count.line(bin, stock)).and_then(CountLine::last);
    last.filter(|tally| tally.by == station.session.person && !tally.late).map_or(Qty::ZERO, |tally| tally.qty)
}

/// Which stock a scan means here: that in hand, else new stock that the book has here, else any, else new.
fn stock_of(station: &Station, item: &Item, bin: &BinId, in_hand: Option<&Stock>) -> Stock {
    let fits = |stock: &Stock| {
        let lot = item.lot.is_none() || stock.lot == item.lot;
        stock.part == item.part && stock.serial == item.serial && lot && stock.owner == Owner::Shop
    };
    if let Some(stock) = in_hand.filter(|stock| fits(stock)) {
        return stock.clone();
    }
    let here = Place::Bin(bin.clone());
    let known = station.book.balances_of(&item.part).into_iter().filter(|(key, _)| key.place == here);
    let known = known.map(|(key, _)| key.stock).filter(fits).min_by_key(|stock| stock.condition != Condition::New);
    let Item { part, lot, serial, .. } = item.clone();
    known.unwrap_or(Stock { part, lot, serial, condition: Condition::New, owner: Owner::Shop })
}

/// Whether a number is a quantity here.
pub(super) fn counts(station: &Station) -> bool {
    matches!(station.session.task, Task::Store(StoreTask::Count { bin: Some(_), stock: Some(_), .. }))
}

/// The number that is typed for the part in hand, when there is one: it is entered before what is scanned next, and not lost.
pub(in crate::station) fn number_typed(station: &Station) -> Option<Qty> {
    short_number(station.session.typed.trim()).filter(|qty| counts(station) && *qty <= MAX_MOVE)
}

/// So many lie here. False when nothing is in hand.
pub(super) fn quantity(station: &mut Station, qty: Qty, cause: &Cause, world: World<'_>) -> bool {
    let Task::Store(StoreTask::Count { count, bin: Some(bin), stock: Some(stock) }) = station.session.task.clone()
    else {
        return false;
    };
    // What was typed has moved the selection: it stays on what is in hand.
    take(station, &count, &bin, stock.clone());
    submit(station, count, CountAct::Line { bin, stock, qty }, cause, world);
    true
}

/// A number without a part in hand: of the only part of the bin, else nobody knows of which. False when it is none.
pub(super) fn typed(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) -> bool {
    let Task::Store(StoreTask::Count { count, bin: Some(bin), stock: None }) = station.session.task.clone() else {
        return false;
    };
    let names = PartNo::new(&text.to_uppercase()).is_ok_and(|number| world.catalogue.part(&number).is_some());
    let Some(qty) = short_number(text).filter(|_| !names) else { return false };
    match rows_in(station, &count, &bin).as_slice() {
        [only] => {
            take(station, &count, &bin, only.stock.clone());
            submit(station, count, CountAct::Line { bin, stock: only.stock.clone(), qty }, cause, world);
        }
        _ => {
            let words = station.words();
            station.tell_bad(words.count_which_part(qty), vec![words.count_which_part_help()]);
        }
    }
    true
}

/// Enter without text.
pub(super) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    let at = station.session.selected;
    match station.session.task.clone() {
        Task::Store(StoreTask::Counts { open: shown }) => match list(station).into_iter().nth(at) {
            Some(ListRow::Count(count)) => open(station, StoreTask::Count { count, bin: None, stock: None }),
            Some(ListRow::Wrong(shortage)) => self::bin(station, shortage.bin, cause, world),
            Some(ListRow::New(scope)) => begin(station, scope, shown, None, cause, world),
            Some(ListRow::Plan) => open(station, StoreTask::CountPlan { at_ms: world.now.wall_ms }),
            Some(ListRow::Mode) => station.session.task = Task::Store(StoreTask::Counts { open: !shown }),
            None => {}
        },
        Task::Store(StoreTask::Count { count, bin: Some(bin), .. }) => {
            if let Some(row) = rows_in(station, &count, &bin).into_iter().nth(at) {
                take(station, &count, &bin, row.stock);
            }
        }
        Task::Store(StoreTask::Count { count, bin: None, .. }) => count_bins::enter(station, count),
        Task::Store(StoreTask::CountPlan { at_ms }) => count_plan::enter(station, at_ms, cause, world),
        Task::Store(StoreTask::Variances { count }) => enter_variance(station, count, at),
        _ => {}
    }
}

/// A line that differs: counted again, or the reason; the row behind the last one gives the count up.
fn enter_variance(station: &mut Station, no: CountNo, at: usize) {
    let Some(count) = station.book.count(&no) else { return };
    let Some(line) = count.lines.get(at) else { return ask(station, StoreAsked::AbandonCount { count: no }) };
    let (bin, stock) = (line.bin.clone(), line.stock.clone());
    if line.state() == LineState::Recount {
        open(station, StoreTask::Count { count: no.clone(), bin: Some(bin.clone()), stock: None });
        return take(station, &no, &bin, stock);
    }
    if line.variance() == Qty::ZERO {
        let words = station.words();
        return station.tell_info(words.count_agrees(&stock.part, bin), vec![]);
    }
    let what = Why::Counted { part: stock.part.clone() };
    let act = CountAct::Explain { bin, stock, reason: Reason::Other };
    let command = Box::new(Command::Count { count: no, act });
    station.ask(Asked::Why { what, reasons: Reason::COUNT, command, then: Then::Tell });
}

/// The first line that only lacks its reason: it is asked for instead of refusing to post. What is to be counted again comes
/// first.
fn without_reason(station: &Station, no: &CountNo) -> Option<usize> {
    let count = station.book.count(no)?;
    let recount = count.lines.iter().any(|line| line.state() == LineState::Recount);
    count.lines.iter().position(|line| !recount && line.state() == LineState::WhyOpen)
}

/// The label at the line in hand, or the selected one, is to be printed anew, or no longer. False when there is none.
pub(in crate::station) fn label(station: &mut Station, cause: &Cause, world: World<'_>) -> bool {
    let Task::Store(StoreTask::Count { count, bin: Some(bin), .. }) = station.session.task.clone() else {
        return false;
    };
    let row = rows_in(station, &count, &bin).into_iter().nth(station.session.selected);
    let Some(BinRow { stock, line: Some(line), .. }) = row else { return false };
    submit(station, count, CountAct::Label { bin, stock, needed: !line.label }, cause, world);
    true
}

/// DONE: of the bin, then of the count, then all is posted.
pub(super) fn done(station: &mut Station, cause: &Cause, world: World<'_>) {
    match station.session.task.clone() {
        Task::Store(StoreTask::Count { count, bin: Some(bin), .. }) => {
            let lines = unseen(station, &count, &bin).len();
            if lines > 0 {
                return ask(station, StoreAsked::RestOfBin { count, bin, lines });
            }
            leave(station, count, &bin);
        }
        Task::Store(StoreTask::Count { count, bin: None, .. }) => open(station, StoreTask::Variances { count }),
        Task::Store(StoreTask::Variances { count }) => {
            if let Some(at) = without_reason(station, &count) {
                station.session.selected = at;
                return enter_variance(station, count, at);
            }
            submit(station, count, CountAct::Post, cause, world);
            if station.pipeline.is_busy() {
                station.go(Task::Store(StoreTask::Counts { open: false }));
            }
        }
        _ => super::super::back(station),
    }
}

/// A record is on disk: a count that is over with it, also by somebody's approval, leaves the screen.
pub(in crate::station) fn saved(station: &mut Station) {
    let Task::Store(StoreTask::Variances { count }) = &station.session.task else { return };
    if station.book.count(count).is_none() {
        station.go(Task::Store(StoreTask::Counts { open: false }));
    }
}

/// The bin is done: a count of one bin goes on to what differs, any other to the next bin.
fn leave(station: &mut Station, count: CountNo, bin: &BinId) {
    let of_bin = station.book.count(&count).is_some_and(|count| count.scope == Scope::Bin(bin.clone()));
    if of_bin {
        return open(station, StoreTask::Variances { count });
    }
    open(station, StoreTask::Count { count, bin: None, stock: None });
    let words = station.words();
    station.tell_info(words.count_bin_done(bin), vec![words.count_next_bin()]);
}

/// What this person has not seen in the bin: nobody has, or somebody else counted it and it is to be counted again.
fn unseen(station: &Station, count: &CountNo, bin: &BinId) -> Vec<Stock> {
    let here = station.session.person.as_ref();
    let is_open = |line: &CountLine| {
        line.state() == LineState::Recount && !line.tallies.iter().any(|tally| tally.by.as_ref() == here)
    };
    let rows = rows_in(station, count, bin).into_iter();
    rows.filter(|row| row.line.as_ref().is_none_or(is_open)).map(|row| row.stock).collect()
}

/// What the book has in the bin and nobody saw: counted as none, or left open.
pub(super) fn answer_rest(
    station: &mut Station,
    count: CountNo,
    bin: BinId,
    nth: usize,
    cause: &Cause,
    world: World<'_>,
) -> bool {
    if nth == 2 {
        leave(station, count, &bin);
        return true;
    }
    let stocks = unseen(station, &count, &bin);
    if nth != 1 || stocks.is_empty() {
        return false;
    }
    submit(station, count.clone(), CountAct::Rest { bin: bin.clone(), stocks }, cause, world);
    if station.pipeline.is_busy() {
        leave(station, count, &bin);
    }
    true
}

/// The count is over, and nothing is booked.
pub(super) fn answer_abandon(
    station: &mut Station,
    count: CountNo,
    nth: usize,
    cause: &Cause,
    world: World<'_>,
) -> bool {
    if nth != 1 {
        return false;
    }
    submit(station, count, CountAct::Abandon, cause, world);
    if station.pipeline.is_busy() {
        station.go(Task::Store(StoreTask::Counts { open: false }));
    }
    true
}
