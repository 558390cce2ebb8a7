//! A count (盘点): what lies in the bins, as people saw it, beside what the book said at that moment. Several kiosks and
//! people share one. It moves nothing until it is posted.

use super::book::Book;
use super::entry::Recorded;
use super::event::Event;
use super::ids::{BinId, CountNo, PartNo, PersonId, RecordName};
use super::level::AbcClass;
use super::qty::{Qty, Unit};
use super::reason::Reason;
use super::stock::Stock;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Bin(BinId),
    Part(PartNo),
    /// The parts of a class, by their levels.
    Class(AbcClass),
    /// The bins that were due by the cycle plan.
    Bins(Vec<BinId>),
}

impl Scope {
    /// Whether a part in a bin belongs to it.
    pub fn covers(&self, book: &impl Book, bin: &BinId, part: &PartNo) -> bool {
        match self {
            Scope::All => true,
            Scope::Bin(only) => only == bin,
            Scope::Bins(bins) => bins.contains(bin),
            Scope::Part(only) => only == part,
            Scope::Class(class) => book.level(part).is_some_and(|level| level.class == Some(*class)),
        }
    }
}

/// What happened to a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountEvent {
    pub count: CountNo,
    pub what: Counted,
}

/// Facts of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    Opened {
        scope: Scope,
        /// Who counts does not see what the book says.
        blind: bool,
    },
    /// This lies there, where the book of the station said `book`. Who and when is in the record.
    Line {
        bin: BinId,
        stock: Stock,
        unit: Unit,
        book: Qty,
        qty: Qty,
    },
    /// Why the line differs.
    Explained {
        bin: BinId,
        stock: Stock,
        reason: Reason,
    },
    /// The label at the line is to be printed anew, or no longer.
    LabelNeeded {
        bin: BinId,
        stock: Stock,
        needed: bool,
    },
    /// The variance that was booked; zero is kept as proof. A line posts once.
    Posted {
        bin: BinId,
        stock: Stock,
        variance: Qty,
    },
    Closed,
    /// A move of this stock came to be known later, and had happened before the line was counted: what the book said then
    /// was not right. The record has the move.
    Doubted {
        bin: BinId,
        stock: Stock,
        unit: Unit,
        record: RecordName,
    },
    /// The quantities of that record were a mistake.
    Withdrawn {
        record: RecordName,
    },
}

impl Counted {
    /// The name in files and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Counted::Opened { .. } => "CountOpened",
            Counted::Line { .. } => "CountLine",
            Counted::Explained { .. } => "CountExplained",
            Counted::LabelNeeded { .. } => "CountLabelNeeded",
            Counted::Posted { .. } => "CountPosted",
            Counted::Closed => "CountClosed",
            Counted::Doubted { .. } => "CountDoubted",
            Counted::Withdrawn { .. } => "CountWithdrawn",
        }
    }
}

/// What one person saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub record: RecordName,
    pub by: Option<PersonId>,
    pub at_ms: i64,
    /// What the book of the station said at that moment.
    pub book: Qty,
    pub qty: Qty,
    /// What of the hub's order the station had seen.
    pub seen: u64,
    /// It came when the count was closed already, or was doubted since: it is to be counted again.
    pub late: bool,
}

impl Tally {
    /// Too much, or too little when negative.
    pub fn variance(&self) -> Qty {
        self.qty.minus(self.book)
    }
}

/// One stock in one bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountLine {
    pub bin: BinId,
    pub stock: Stock,
    pub unit: Unit,
    /// One for each time that somebody counted it; a person who goes on counting replaces the own one.
    pub tallies: Vec<Tally>,
    pub reason: Option<Reason>,
    pub label: bool,
    pub posted: Option<Qty>,
    /// What people replaced while they went on counting, for undo.
    pub earlier: Vec<Tally>,
    /// A move from before it was counted came to be known: it is to be counted again.
    pub doubted: bool,
}

/// Most replaced tallies of a line that are kept for undo.
const MOST_EARLIER: usize = 32;

/// What a line waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// Nobody has counted it.
    Open,
    /// The difference is large, or it came too late: somebody else has to count it.
    Recount,
    /// It differs, and nobody has said why.
    WhyOpen,
    Ready,
    Posted,
}

impl CountLine {
    /// What was counted last.
    pub fn last(&self) -> Option<&Tally> {
        self.tallies.last()
    }

    pub fn variance(&self) -> Qty {
        self.last().map_or(Qty::ZERO, Tally::variance)
    }

    pub fn state(&self) -> LineState {
        if self.doubted {
            return LineState::Recount;
        }
        let Some(last) = self.last() else { return LineState::Open };
        if self.posted.is_some() {
            return LineState::Posted;
        }
        let variance = last.variance();
        let agrees = |other: &Tally| other.by != last.by && !other.late && other.variance() == variance;
        if last.late || is_large(self.unit, last.book, variance) && !self.tallies.iter().any(agrees) {
            return LineState::Recount;
        }
        match self.reason {
            None if !is_within(self.unit, last.book, variance) => LineState::WhyOpen,
            _ => LineState::Ready,
        }
    }

    fn is(&self, bin: &BinId, stock: &Stock) -> bool {
        self.bin == *bin && self.stock == *stock
    }

    /// A person who goes on counting replaces what they saw before.
    fn take(&mut self, tally: Tally) {
        self.posted = None;
        self.doubted = false;
        match self.tallies.last_mut() {
            Some(last) if last.by == tally.by && !last.late => {
                self.earlier.push(std::mem::replace(last, tally));
                if self.earlier.len() > MOST_EARLIER {
                    self.earlier.remove(0);
                }
            }
            _ => self.tallies.push(tally),
        }
    }

    /// What that record said was a mistake: what the person had said before it holds again.
    fn withdraw(&mut self, record: RecordName) {
        self.earlier.retain(|tally| tally.record != record);
        let Some(at) = self.tallies.iter().position(|tally| tally.record == record) else { return };
        let by = self.tallies.remove(at).by;
        // Between two tallies of one person somebody else counted: the earlier one of this line is the last replaced.
        let own = |tally: &Tally| tally.by == by && !self.tallies.iter().any(|known| known.record == tally.record);
        if let Some(before) = self.earlier.iter().rposition(own) {
            self.tallies.insert(at, self.earlier.remove(before));
        }
    }

    /// What was counted is worth nothing any more.
    fn doubt(&mut self) {
        self.doubted = true;
        self.posted = None;
        self.earlier.clear();
        self.tallies.iter_mut().for_each(|tally| tally.late = true);
    }
}

/// What a person counts so precisely needs no reason: nothing for pieces, 2 % of what is measured.
fn is_within(unit: Unit, book: Qty, variance: Qty) -> bool {
    let tolerance = if unit.is_whole() { 0 } else { book.0.saturating_abs() / 50 };
    variance.0.saturating_abs() <= tolerance
}

/// More than one unit and more than 5 % of what the book says: somebody else counts as well.
fn is_large(unit: Unit, book: Qty, variance: Qty) -> bool {
    let limit = Qty::ONE.0.max(book.0.saturating_abs() / 20);
    !is_within(unit, book, variance) && variance.0.saturating_abs() > limit
}

/// A count that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub no: CountNo,
    pub scope: Scope,
    pub blind: bool,
    pub since_ms: i64,
    /// The kiosk that opened it, and that alone posts it, so that nothing is posted twice.
    pub device: u32,
    pub lines: Vec<CountLine>,
    pub closed: bool,
}

impl Count {
    pub(super) fn fold(slot: &mut Option<Count>, key: &CountNo, record: &Recorded) {
        Count::tell(slot, key, record);
        if slot.as_ref().is_some_and(|count| count.closed) {
            *slot = None;
        }
    }

    /// Like the fold of the book, but a closed count stays: for reports.
    pub fn tell(slot: &mut Option<Count>, key: &CountNo, record: &Recorded) {
        for event in &record.entry.events {
            if let Event::Count(told) = event
                && told.count == *key
            {
                Count::one(slot, &told.count, &told.what, record);
            }
        }
    }

    fn one(slot: &mut Option<Count>, no: &CountNo, what: &Counted, record: &Recorded) {
        if let Counted::Opened { scope, blind } = what {
            slot.get_or_insert_with(|| Count::new(no, scope.clone(), *blind, record));
            return;
        }
        // What a kiosk without a network counted comes after the end: it is a count of its own, to be done again.
        let late = slot.as_ref().is_none_or(|count| count.closed);
        if let Counted::Line { bin, stock, unit, book, qty } = what {
            let count = slot.get_or_insert_with(|| Count::new(no, Scope::All, true, record));
            if late {
                (count.closed, count.device) = (false, record.position.device);
            }
            let meta = &record.entry.meta;
            let tally = Tally {
                record: record.name,
                by: meta.actor.clone(),
                at_ms: meta.stamp.wall_ms,
                book: *book,
                qty: *qty,
                seen: meta.stamp.seen_hub_seq,
                late,
            };
            count.line_mut(bin, stock, *unit).take(tally);
            return;
        }
        if let Counted::Doubted { bin, stock, unit, .. } = what {
            let count = slot.get_or_insert_with(|| Count::new(no, Scope::Bin(bin.clone()), true, record));
            if late {
                (count.closed, count.device) = (false, record.position.device);
            }
            return count.line_mut(bin, stock, *unit).doubt();
        }
        let Some(count) = slot.as_mut() else { return };
        match what {
            Counted::Explained { bin, stock, reason } => count.at(bin, stock, |line| line.reason = Some(*reason)),
            Counted::LabelNeeded { bin, stock, needed } => count.at(bin, stock, |line| line.label = *needed),
            Counted::Posted { bin, stock, variance } => count.at(bin, stock, |line| line.posted = Some(*variance)),
            Counted::Closed => count.closed = true,
            Counted::Withdrawn { record } => {
                count.lines.iter_mut().for_each(|line| line.withdraw(*record));
                count.lines.retain(|line| line.doubted || !line.tallies.is_empty());
            }
            Counted::Opened { .. } | Counted::Line { .. } | Counted::Doubted { .. } => {}
        }
    }

    fn new(no: &CountNo, scope: Scope, blind: bool, record: &Recorded) -> Count {
        let since_ms = record.entry.meta.stamp.wall_ms;
        let (device, lines) = (record.position.device, Vec::new());
        Count { no: no.clone(), scope, blind, since_ms, device, lines, closed: false }
    }

    /// The line of a stock in a bin.
    pub fn line(&self, bin: &BinId, stock: &Stock) -> Option<&CountLine> {
        self.lines.iter().find(|line| line.is(bin, stock))
    }

    fn at(&mut self, bin: &BinId, stock: &Stock, change: impl FnOnce(&mut CountLine)) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.is(bin, stock)) {
            change(line);
        }
    }

    fn line_mut(&mut self, bin: &BinId, stock: &Stock, unit: Unit) -> &mut CountLine {
        let at = self.lines.iter().position(|line| line.is(bin, stock)).unwrap_or(self.lines.len());
        if at == self.lines.len() {
            let (bin, stock) = (bin.clone(), stock.clone());
            let (tallies, earlier) = (Vec::new(), Vec::new());
            let (reason, label, posted, doubted) = (None, false, None, false);
            self.lines.push(CountLine { bin, stock, unit, tallies, reason, label, posted, earlier, doubted });
        }
        &mut self.lines[at]
    }

    /// How many lines stand like this.
    pub fn standing(&self, state: LineState) -> usize {
        self.lines.iter().filter(|line| line.state() == state).count()
    }
}
