//! From a command to the tick: decide, append, and only when it is on disk apply and say so.

use std::sync::Arc;

use super::effect::{Beep, Effect};
use super::input::{Now, PrintState, StoreFailure, World};
use super::pipeline::{InFlight, Then};
use super::session::{Act, ActLine, Asked, Confirm, Wanted, Why};
use super::store_desk::StoreConfirm;
use super::view::sayings;
use super::view::screen::{Sign, Tone};
use super::words::Words;
use super::{STORE_RETRY, Station, Stopped, codes, flow, labels};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command};
use crate::domain::decide::{Context, decide};
use crate::domain::entry::{Cause, Entry, Recorded, Stamp};
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{PersonId, RecordName};
use crate::domain::job_act::JobAct;
use crate::domain::person::Bilingual;
use crate::domain::place::Place;
use crate::domain::print::PrintRequest;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::refusal::Refusal;

/// How a command came about.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub cause: Cause,
    pub then: Then,
    /// Decides as this person instead of the one logged on.
    pub actor: Option<PersonId>,
    /// Whose badge and PIN were checked for it.
    pub approver: Option<PersonId>,
}

impl Wish {
    pub(super) fn new(cause: &Cause) -> Wish {
        Wish { cause: cause.clone(), then: Then::Tell, actor: None, approver: None }
    }
}

impl Station {
    /// Decides a command and sends its entry to the disk, or says why not, or asks.
    pub(super) fn submit(&mut self, command: Command, wish: Wish, world: World<'_>) {
        if self.settings.device.is_none() {
            let words = self.words();
            self.tell_bad(words.enrol_first(), vec![]);
            return;
        }
        let actor = wish.actor.clone().or_else(|| self.session.person.clone());
        let context = Context {
            stamp: self.stamp(world.now),
            actor: actor.as_ref(),
            approver: wish.approver.as_ref(),
            stated_ms: self.session.late_ms,
            device: self.settings.device.unwrap_or_default(),
            desk: self.settings.desk,
            cause: &wish.cause,
            catalogue: world.catalogue,
        };
        match decide(&self.book, &command, &context) {
            Ok(entry) => {
                self.counter += 1;
                self.session.question = None;
                let token = self.pipeline.launch(entry.clone(), wish.then, world.now);
                let prints = self.prints_of(&entry, world);
                self.effects.push(Effect::Append { token, entry, prints });
            }
            Err(refusal) => self.refused(refusal, command, wish, world),
        }
    }

    /// The labels that come with a record: they are committed with it. A tote gets its label with its first part.
    fn prints_of(&self, entry: &Entry, world: World<'_>) -> Vec<PrintRequest> {
        if self.settings.printers.is_empty() {
            return Vec::new();
        }
        let words = self.words();
        let print = |event: &Event| match event {
            Event::OldPartKept(kept) => {
                let part = world.catalogue.part(&kept.part);
                Some(codes::old_part_label(kept, part.as_ref(), words.fault(kept.fault)))
            }
            Event::LineStaged { job, tote, qty, .. } if qty.is_positive() && self.book.tote(tote).is_none() => {
                let job = self.book.job_ref(job)?;
                let day = job.promised_ms.map(|ms| self.settings.zone.short(ms, world.now.wall_ms));
                Some(codes::tote_label(tote, job, day.unwrap_or_default()))
            }
            _ => None,
        };
        let undone = entry.events.iter().any(|event| matches!(event, Event::RecordReversed { .. }));
        let mut prints = self.tags_of(entry, world);
        prints.extend(entry.events.iter().filter_map(print).filter(|_| !undone));
        prints
    }

    /// The stamp of a record that is made now.
    pub(super) fn stamp(&self, now: Now) -> Stamp {
        Stamp {
            run: self.settings.run,
            counter: self.counter + 1,
            boot: self.settings.boot,
            since_boot_ms: now.since_boot_ms,
            wall_ms: now.wall_ms,
            trusted: now.trusted,
            seen_hub_seq: self.seen_hub_seq,
        }
    }

    fn refused(&mut self, refusal: Refusal, command: Command, wish: Wish, world: World<'_>) {
        let words = self.words();
        if let Refusal::NeedsApproval { right, by } = refusal {
            let Wish { cause, then, actor, .. } = wish;
            return flow::approval::ask(self, right, by, Wanted { command, cause, then, actor }, world);
        }
        let then = wish.then;
        if let Some(asked) = question(&refusal, command, then) {
            self.ask(asked);
            return;
        }
        if refusal == Refusal::TooSoon {
            self.tell_info(sayings::refusal(words, &refusal).0, vec![]);
            self.effects.push(Effect::Beep(Beep::Ignored));
            return;
        }
        let (headline, details) = sayings::refusal(words, &refusal);
        self.tell_bad(headline, details);
    }

    /// The record is on disk: now it counts, and now the screen may say so.
    pub(super) fn appended(&mut self, token: u64, recorded: Arc<Recorded>, prints: &[i64], world: World<'_>) {
        let Some(flight) = self.pipeline.land(token) else { return };
        // As they were asked for: the book has not changed since.
        let requests = self.prints_of(&flight.entry, world);
        self.book.apply_own(Arc::clone(&recorded));
        self.plan.head_moved(recorded.position.seq);
        self.doubt_stated(&recorded);
        let Some(flight) = self.refusal_recorded(flight, world) else { return };
        let (mut headline, mut details) = sayings::recorded(self, &recorded, world);
        if let Then::Swapped { back } = &flight.then {
            details.insert(0, self.words().swapped(back));
        }
        let low = self.ran_low(&recorded, world.now.wall_ms);
        if let Then::Undo(act) = &flight.then {
            // As it was said then: what the line stands at has changed since.
            headline = self.words().undone(&act.headline);
        }
        for (print, request) in prints.iter().zip(requests) {
            details.push(self.words().label_queued(labels::what_of(&request)));
            self.labels.add(*print, request, PrintState::Queued, None);
        }
        self.remember(&flight, &recorded, &headline, world);
        self.reselect = true;
        flow::teach::saved(self, &recorded);
        flow::cabinet::recorded(self, &recorded.entry.events);
        details.extend(low);
        self.tell(Sign::Saved, Tone::Good, headline, details);
        self.effects.push(Effect::Beep(Beep::Good));
        flow::store_desk::saved(self, &recorded);
        flow::at_job::saved(self, &recorded.entry.events);
        flow::store::count::saved(self);
        flow::store::shipment::saved(self, &recorded, world);
        if matches!(flight.then, Then::Tell) {
            flow::measure::recorded(self, &recorded.entry.events, world);
        }
    }

    /// Only the attempt was recorded: says no. Gives the flight back when it is something else.
    fn refusal_recorded(&mut self, flight: InFlight, world: World<'_>) -> Option<InFlight> {
        match flight.then {
            Then::Refuse { headline, details } => self.tell_bad(headline, details),
            Then::WrongPin(asked) => flow::approval::was_wrong(self, *asked, world),
            Then::Quiet => flow::news::recorded(self, &flight.entry),
            Then::Tell | Then::Swapped { .. } | Then::QuantityOf { .. } | Then::Undo(_) => return Some(flight),
        }
        None
    }

    /// Keeps the act for undo and for setting its quantity.
    fn remember(&mut self, flight: &InFlight, recorded: &Recorded, headline: &str, world: World<'_>) {
        let (record, headline) = (recorded.name, headline.to_owned());
        let act = match &flight.then {
            Then::Undo(act) => {
                if let Some((line, before)) = act.set {
                    self.stands_at(line, before);
                }
                return;
            }
            Then::QuantityOf { line, before, qty } => {
                self.stands_at(*line, *qty);
                Act { record, headline, line: None, also: Vec::new(), set: Some((*line, *before)) }
            }
            // A claim is one row, from wherever its pieces came, and no quantity of a delivery.
            Then::Tell if recorded.entry.meta.command == "ReportFault" => {
                let also = one_row(lines_of(&recorded.entry.events, world));
                Act { record, headline, line: None, also, set: None }
            }
            Then::Tell if recorded.entry.meta.command == "ReceiveTags" => {
                Act { record, headline, line: None, also: lines_of(&recorded.entry.events, world), set: None }
            }
            Then::Tell | Then::Swapped { .. } | Then::Refuse { .. } | Then::WrongPin(_) | Then::Quiet => {
                match (line_of(&recorded.entry.events, world), self.session.last_line()) {
                    // The same again: the line that is there grows.
                    (Some(more), Some((line, known))) if known.is_same(&more) => {
                        let before = known.qty;
                        self.stands_at(line, before.plus(more.qty));
                        Act { record, headline, line: None, also: Vec::new(), set: Some((line, before)) }
                    }
                    (line, _) => Act { record, headline, line, also: Vec::new(), set: None },
                }
            }
        };
        self.session.keep(act);
    }

    /// The line that this record began stands at this quantity now.
    fn stands_at(&mut self, begun_by: RecordName, qty: Qty) {
        let begun = self.session.acts.iter_mut().find(|act| act.record == begun_by);
        if let Some(line) = begun.and_then(|act| act.line.as_mut()) {
            line.qty = qty;
        }
    }

    /// The record is not on disk. Nothing was changed; what was entered stays.
    ///
    /// What was scanned after it is dropped, and said to be: a quantity must not land on the line before, and the words
    /// NOT SAVED must not be overwritten by the next scan.
    pub(super) fn append_failed(&mut self, token: u64, failure: StoreFailure, now: Now) {
        let Some(flight) = self.pipeline.land(token) else { return };
        if let Then::Undo(act) = flight.then {
            self.session.keep(*act);
        }
        // The same scan again is no stutter now: it did not count.
        self.session.last_read.clear();
        let words = self.words();
        let why = failure_words(words, &failure);
        let mut details = vec![words.do_again()];
        let dropped = self.pipeline.drop_waiting();
        if dropped > 0 {
            details.push(words.dropped_too(dropped));
        }
        self.tell(Sign::NotSaved, Tone::Bad, words.save_failed(why), details);
        self.effects.push(Effect::Beep(Beep::Bad));
        if failure != StoreFailure::DiskFull {
            self.stopped = Some(Stopped { failure, retry_at: Some(now.steady + STORE_RETRY) });
        }
    }

    /// Records that are damaged do not mend by themselves: nothing is accepted until somebody has looked.
    pub(super) fn store_damaged(&mut self, what: String) {
        self.stopped = Some(Stopped { failure: StoreFailure::Damaged(what), retry_at: None });
        self.effects.push(Effect::Beep(Beep::Bad));
    }

    /// Takes the last act of this session back.
    pub(super) fn undo(&mut self, cause: &Cause, world: World<'_>) {
        let Some(act) = self.session.take_last() else {
            let words = self.words();
            self.tell_bad(words.refused_nothing_to_undo(), vec![]);
            return;
        };
        let command = Command::Reverse { record: act.record };
        let wish = Wish { then: Then::Undo(Box::new(act.clone())), ..Wish::new(cause) };
        self.submit(command, wish, world);
        if !self.pipeline.is_busy() {
            // Refused: it stays where it was.
            self.session.keep(act);
        }
    }

    /// Sets the quantity of the last line.
    pub(super) fn set_quantity(&mut self, qty: Qty, cause: &Cause, world: World<'_>) {
        let words = self.words();
        let Some((record, line)) = self.session.last_line() else {
            self.tell_bad(words.no_last_line(), vec![words.nothing_changed()]);
            return;
        };
        let stands_at = line.qty;
        if qty == stands_at {
            let text = words.qty(qty, line.unit);
            self.tell_info(words.refused_same_quantity(text), vec![]);
            return;
        }
        let command = Command::SetQuantity {
            record,
            grown: self.session.grown(record),
            stands_at,
            qty,
            agreed: Agreed::default(),
        };
        let wish = Wish { then: Then::QuantityOf { line: record, before: stands_at, qty }, ..Wish::new(cause) };
        self.submit(command, wish, world);
    }
}

/// The line that a record begins, from its first move.
/// What went in several lots is one line.
fn line_of(events: &[Event], world: World<'_>) -> Option<ActLine> {
    let mut lines = lines_of(events, world).into_iter();
    let first = lines.next()?;
    let lots = lines.filter(|line| line.is_lot_beside(&first));
    let qty = lots.fold(first.qty, |sum, lot| sum.plus(lot.qty));
    Some(ActLine { qty, ..first })
}

/// A line for each move.
fn lines_of(events: &[Event], world: World<'_>) -> Vec<ActLine> {
    let line = |event: &Event| match event {
        Event::StockMoved(moved) => Some(act_line(moved, world)),
        _ => None,
    };
    events.iter().filter_map(line).collect()
}

/// What went to the same place is one row.
fn one_row(lines: Vec<ActLine>) -> Vec<ActLine> {
    let mut rows: Vec<ActLine> = Vec::new();
    for line in lines {
        match rows.iter_mut().find(|row| (&row.stock, &row.to) == (&line.stock, &line.to)) {
            Some(row) => row.qty = row.qty.plus(line.qty),
            None => rows.push(line),
        }
    }
    rows
}

fn act_line(moved: &StockMoved, world: World<'_>) -> ActLine {
    let StockMoved { stock, from, to, unit, qty, .. } = moved;
    let name = world.catalogue.part(&stock.part).map(|part| Bilingual { en: part.name_en, zh: part.name_zh });
    let (stock, from, to, name) = (stock.clone(), from.clone(), to.clone(), name.unwrap_or_default());
    ActLine { stock, from, to, name, unit: *unit, qty: *qty }
}

impl ActLine {
    /// Of the same stock, from and to the same places.
    fn is_same(&self, other: &ActLine) -> bool {
        (&self.stock, &self.from, &self.to) == (&other.stock, &other.from, &other.to)
    }

    /// Of another lot of the same part, from and to the same places.
    fn is_lot_beside(&self, other: &ActLine) -> bool {
        (&self.stock.part, &self.from, &self.to) == (&other.stock.part, &other.from, &other.to)
    }
}

/// The question that a refusal asks, if it is one.
fn question(refusal: &Refusal, command: Command, then: Then) -> Option<Asked> {
    let with = |set: fn(&mut Agreed)| {
        let mut yes = command.clone();
        yes.agreed_mut().into_iter().for_each(set);
        Box::new(yes)
    };
    match refusal.clone() {
        Refusal::WhoPays { part } => Some(Asked::WhoPays { part, command: Box::new(command) }),
        Refusal::FromWhichBin { part } => Some(Asked::FromWhichBin { part, command: Box::new(command) }),
        Refusal::OverRequired { part, required, issued, unit } => {
            let more = match &command {
                Command::IssuePart { qty, .. } => *qty,
                Command::SetQuantity { qty, stands_at, .. } => qty.minus(*stands_at),
                _ => return None,
            };
            Some(Asked::OverRequired { part, required, issued, unit, more, command: Box::new(command), then })
        }
        Refusal::NotApproved { part, .. } => {
            let kind = Confirm::NotApproved { part };
            Some(Asked::Confirm { kind, yes: with(|agreed| agreed.unapproved = true), then })
        }
        Refusal::OutsideLimits { title, value, unit, low, high } => {
            let mut yes = command.clone();
            if let Command::Job { act: JobAct::Measure { outside, .. }, .. } = &mut yes {
                *outside = true;
            }
            let kind = Confirm::Outside { title, value, unit, low, high };
            Some(Asked::Confirm { kind, yes: Box::new(yes), then })
        }
        Refusal::OverOrdered { part, order, open, unit } => {
            let kind = Confirm::Desk(StoreConfirm::OverOrdered { part, order, open, unit });
            Some(Asked::Confirm { kind, yes: with(|agreed| agreed.over_ordered = true), then })
        }
        Refusal::NotOnOrder { part, order } => {
            let kind = Confirm::Desk(StoreConfirm::NotOnOrder { part, order });
            Some(Asked::Confirm { kind, yes: with(|agreed| agreed.over_ordered = true), then })
        }
        Refusal::HeldForJob { part, job, free, unit } => {
            let kind = Confirm::Desk(StoreConfirm::Held { part, job, free, unit });
            Some(Asked::Confirm { kind, yes: with(|agreed| agreed.held = true), then })
        }
        Refusal::AlreadyMarked(mark) => {
            let yes = Box::new(Command::MarkTime { mark, anyway: true });
            Some(Asked::Confirm { kind: Confirm::AlreadyMarked(mark), yes, then })
        }
        Refusal::SerialTwice { serial, place } => {
            let kind = Confirm::SerialTwice { serial, place };
            Some(Asked::Confirm { kind, yes: with(|agreed| agreed.serial_twice = true), then })
        }
        Refusal::WhichSerial { part, place, pieces } => {
            Some(Asked::WhichSerial { part, place, pieces, command: Box::new(command), then })
        }
        Refusal::LotExpired { part, lot, expires } => {
            let kind = Confirm::LotExpired { part, lot, expires };
            Some(Asked::Confirm { kind, yes: with(|agreed| agreed.expired = true), then })
        }
        Refusal::WhyMoved { part, to } => {
            let reasons = if to == Place::Scrap { Reason::SCRAP } else { Reason::QUARANTINE };
            Some(Asked::Why { what: Why::Moved { part, to }, reasons, command: Box::new(command), then })
        }
        Refusal::ShipmentDiffers { part, missing, unit } => {
            let Command::CloseShipment { shipment } = command else { return None };
            let explain = Command::ExplainShipment { shipment, part: part.clone(), reason: Reason::Other };
            let reasons = if missing.is_positive() { Reason::SHIPMENT } else { Reason::SHIPMENT_MORE };
            let what = Why::Differs { part, missing, unit };
            Some(Asked::Why { what, reasons, command: Box::new(explain), then })
        }
        _ => None,
    }
}

/// Why the store refused, for a person.
pub(super) fn failure_words(words: Words, failure: &StoreFailure) -> String {
    match failure {
        StoreFailure::DiskFull => words.disk_full(),
        StoreFailure::Disk(what) => words.disk_error(what),
        StoreFailure::Damaged(what) => words.store_damaged(what),
        StoreFailure::Failed(why) => why.clone(),
    }
}
