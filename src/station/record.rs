//! From a command to the tick: decide, append, and only when it is on disk apply and say so.

use std::sync::Arc;

use super::effect::{Beep, Effect};
use super::input::{Now, StoreFailure, World};
use super::pipeline::{InFlight, Then};
use super::session::{Act, ActLine, Asked, Confirm, MAX_ACTS};
use super::view::sayings;
use super::view::screen::{Sign, Tone};
use super::words::Words;
use super::{STORE_RETRY, Station, Stopped};
use crate::domain::command::{Agreed, Command};
use crate::domain::decide::{Context, decide};
use crate::domain::entry::{Cause, Recorded, Stamp};
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{PersonId, RecordName};
use crate::domain::person::Bilingual;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;

/// How a command came about.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub cause: Cause,
    pub then: Then,
    /// Decides as this person instead of the one logged on.
    pub actor: Option<PersonId>,
}

impl Wish {
    pub(super) fn new(cause: &Cause) -> Wish {
        Wish { cause: cause.clone(), then: Then::Tell, actor: None }
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
            desk: self.settings.desk,
            cause: &wish.cause,
            catalogue: world.catalogue,
        };
        match decide(&self.book, &command, &context) {
            Ok(entry) => {
                self.counter += 1;
                self.session.question = None;
                let token = self.pipeline.launch(entry.clone(), wish.then, world.now);
                self.effects.push(Effect::Append { token, entry, prints: Vec::new() });
            }
            Err(refusal) => self.refused(refusal, command, wish.then),
        }
    }

    fn stamp(&self, now: Now) -> Stamp {
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

    fn refused(&mut self, refusal: Refusal, command: Command, then: Then) {
        let words = self.words();
        if let Some(asked) = question(&refusal, command, then) {
            self.session.notice = None;
            self.session.question = Some(asked);
            self.effects.push(Effect::Beep(Beep::Attention));
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
        debug_assert!(prints.is_empty(), "labels of records come with the tasks that print them");
        self.book.apply_own(Arc::clone(&recorded));
        self.plan.head_moved(recorded.position.seq);
        let (headline, details) = sayings::recorded(self, &recorded, world);
        self.remember(&flight, &recorded, &headline, world);
        self.tell(Sign::Saved, Tone::Good, headline, details);
        self.effects.push(Effect::Beep(Beep::Good));
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
                Act { record, headline, line: None, set: Some((*line, *before)) }
            }
            Then::Tell => {
                let line = recorded.entry.events.iter().find_map(|event| match event {
                    Event::StockMoved(moved) => Some(act_line(self.words(), moved, recorded, world)),
                    _ => None,
                });
                Act { record, headline, line, set: None }
            }
        };
        self.session.acts.push(act);
        if self.session.acts.len() > MAX_ACTS {
            self.session.acts.remove(0);
        }
    }

    /// The line that this record began stands at this quantity now.
    fn stands_at(&mut self, begun_by: RecordName, qty: Qty) {
        let lines = self.session.acts.iter_mut().filter_map(|act| act.line.as_mut());
        for line in lines.filter(|line| line.begun_by == begun_by) {
            line.qty = qty;
        }
    }

    /// The record is not on disk. Nothing was changed; what was entered stays.
    pub(super) fn append_failed(&mut self, token: u64, failure: StoreFailure, now: Now) {
        let Some(flight) = self.pipeline.land(token) else { return };
        if let Then::Undo(act) = flight.then {
            self.session.acts.push(*act);
        }
        let words = self.words();
        let why = failure_words(words, &failure);
        self.tell(Sign::NotSaved, Tone::Bad, words.save_failed(why), vec![words.scan_again()]);
        self.effects.push(Effect::Beep(Beep::Bad));
        if failure != StoreFailure::DiskFull {
            self.stopped = Some(Stopped { failure, retry_at: now.steady + STORE_RETRY });
        }
    }

    /// Takes the last act of this session back.
    pub(super) fn undo(&mut self, cause: &Cause, world: World<'_>) {
        let Some(act) = self.session.acts.pop() else {
            let words = self.words();
            self.tell_bad(words.refused_nothing_to_undo(), vec![]);
            return;
        };
        let command = Command::Reverse { record: act.record };
        let wish = Wish { then: Then::Undo(Box::new(act.clone())), ..Wish::new(cause) };
        self.submit(command, wish, world);
        if !self.pipeline.is_busy() {
            // Refused: it stays where it was.
            self.session.acts.push(act);
        }
    }

    /// Sets the quantity of the last line.
    pub(super) fn set_quantity(&mut self, qty: Qty, cause: &Cause, world: World<'_>) {
        let words = self.words();
        let Some(line) = self.session.acts.iter().rev().find_map(|act| act.line.clone()) else {
            self.tell_bad(words.no_last_line(), vec![]);
            return;
        };
        if qty == line.qty {
            let text = words.qty(qty, line.unit);
            self.tell_info(words.refused_same_quantity(text), vec![]);
            return;
        }
        let (record, stands_at) = (line.begun_by, line.qty);
        let command = Command::SetQuantity { record, stands_at, qty, agreed: Agreed::default() };
        let wish = Wish { then: Then::QuantityOf { line: record, before: stands_at, qty }, ..Wish::new(cause) };
        self.submit(command, wish, world);
    }
}

fn act_line(words: Words, moved: &StockMoved, recorded: &Recorded, world: World<'_>) -> ActLine {
    let name = world.catalogue.part(&moved.stock.part).map(|part| Bilingual { en: part.name_en, zh: part.name_zh });
    ActLine {
        part: moved.stock.part.clone(),
        name: name.unwrap_or_default(),
        unit: moved.unit,
        qty: moved.qty,
        place: words.place(&moved.to),
        begun_by: recorded.name,
    }
}

/// The question that a refusal asks, if it is one.
fn question(refusal: &Refusal, command: Command, then: Then) -> Option<Asked> {
    let with = |set: fn(&mut Agreed)| {
        let mut yes = command.clone();
        if let Command::IssuePart { agreed, .. } | Command::SetQuantity { agreed, .. } = &mut yes {
            set(agreed);
        }
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
            let kind = Confirm::OverRequired { part, required, issued, unit, more };
            Some(Asked::Confirm { kind, yes: with(|agreed| agreed.over_required = true), then })
        }
        Refusal::NotApproved { part, .. } => {
            let kind = Confirm::NotApproved { part };
            Some(Asked::Confirm { kind, yes: with(|agreed| agreed.unapproved = true), then })
        }
        _ => None,
    }
}

/// Why the store refused, for a person.
pub(super) fn failure_words(words: Words, failure: &StoreFailure) -> String {
    match failure {
        StoreFailure::DiskFull => words.disk_full(),
        StoreFailure::Disk(what) => words.disk_error(what),
        StoreFailure::Failed(why) => why.clone(),
    }
}
