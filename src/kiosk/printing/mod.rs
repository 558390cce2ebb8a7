//! The way of a label: queued in the outbox, rendered, marked as sent on disk, handed to the printer, and what became
//! of it on disk again. One label is in a printer at a time; none is sent twice without a person's word.
//!
//! A label of which no byte has left waits until its printer is well again, or goes to one that stands in; everything
//! else that went wrong is for a person to say. The desk is a state machine: the shell carries out its steps and tells it
//! what came of them.

mod places;
mod templates;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;

use pitbox_hw::driver::PrintOutcome;
use pitbox_hw::health::Health;

use crate::domain::print::PrintRequest;
use crate::label::{self, Data, PrintTag};
use crate::station::input::PrintState as Shown;
use crate::store::outbox::{PrintChange, PrintState};
pub(super) use places::Facts;
use places::{Choice, Places};
use templates::Templates;

/// What the desk wants done next.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// Write the state down; `marked` follows when it is on disk.
    Mark(PrintChange),
    /// Hand the bytes to the printer.
    Print { id: i64, printer: String, bytes: Vec<u8> },
    /// Give up on a job that is in the printer; `outcome` follows.
    Abandon { id: i64, printer: String },
    /// Say how a label stands that waits: `about` has the words.
    Tell { id: i64 },
}

/// Labels on their way.
#[derive(Default)]
pub(super) struct PrintDesk {
    templates: Templates,
    waiting: VecDeque<Waiting>,
    places: Places,
    /// The label in each printer, or on its way there, by the printer's name.
    now: BTreeMap<String, Now>,
}

/// A label that is in no printer.
struct Waiting {
    id: i64,
    request: PrintRequest,
    /// The printer that a person wants.
    wanted: Option<String>,
    /// What it waits for, when its printer is not well.
    why: Option<String>,
}

/// The label in a printer, or on its way there.
struct Now {
    label: Waiting,
    bytes: Vec<u8>,
    /// The bytes have left: from here on it may be on paper.
    handed: bool,
    /// A person cancelled it before the bytes left.
    cancelled: bool,
}

/// What the screen says of a label besides its state.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) printer: Option<String>,
    pub(super) why: Option<String>,
}

impl PrintDesk {
    pub(super) fn new(printers: Vec<Facts>, folder: Option<PathBuf>) -> PrintDesk {
        PrintDesk { places: Places::new(printers), templates: Templates::new(folder), ..PrintDesk::default() }
    }

    /// A printer was set up while the kiosk runs.
    pub(super) fn set_up(&mut self, printer: Facts) {
        self.places.set_up(printer);
    }

    /// A label is in the outbox; `wanted` when a person named the printer.
    pub(super) fn add(&mut self, id: i64, request: PrintRequest, wanted: Option<String>) {
        self.waiting.push_back(Waiting { id, request, wanted, why: None });
    }

    /// A printer is well, unwell or gone.
    pub(super) fn health(&mut self, printer: &str, health: &Health) {
        self.places.health(printer, health);
    }

    /// How a label stands.
    pub(super) fn about(&self, id: i64) -> About {
        if let Some((printer, _)) = self.now.iter().find(|(_, now)| now.label.id == id) {
            return About { printer: Some(printer.clone()), why: None };
        }
        let waits = self.waiting.iter().find(|label| label.id == id);
        waits.map_or_else(About::default, |label| About { printer: label.wanted.clone(), why: label.why.clone() })
    }

    /// A person does not want a label. Nothing when there is nothing to do but to write it down.
    pub(super) fn cancel(&mut self, id: i64) -> Option<Step> {
        if let Some((printer, now)) = self.now.iter_mut().find(|(_, now)| now.label.id == id) {
            if now.handed {
                return Some(Step::Abandon { id, printer: printer.clone() });
            }
            now.cancelled = true;
            return Some(Step::Tell { id });
        }
        self.waiting.retain(|label| label.id != id);
        None
    }

    /// A person wants a waiting label from this printer.
    pub(super) fn move_to(&mut self, id: i64, printer: &str, at_ms: i64) -> Option<Step> {
        let label = self.waiting.iter_mut().find(|label| label.id == id)?;
        (label.wanted, label.why) = (Some(printer.to_owned()), None);
        Some(Step::Mark(queued(label, at_ms)))
    }

    /// The next thing to do: a label for a printer that is free, or the word why one waits. Nothing when all is done that
    /// can be done.
    pub(super) fn next(&mut self, at_ms: i64) -> Option<Step> {
        for at in 0..self.waiting.len() {
            let label = &mut self.waiting[at];
            match self.places.choose(&label.request.template, label.wanted.as_deref()) {
                Choice::Print(place) if !self.now.contains_key(&place.name) => {
                    let (place, label) = (place.clone(), self.waiting.remove(at)?);
                    return Some(self.begin(&place, label, at_ms));
                }
                Choice::Print(_) => {}
                Choice::Wait(why) => {
                    if label.why.as_ref() != Some(&why) {
                        label.why = Some(why);
                        return Some(Step::Tell { id: label.id });
                    }
                }
                Choice::Nowhere => {
                    let label = self.waiting.remove(at)?;
                    let why = format!("no printer is set up for labels of the kind {}", label.request.template);
                    return Some(failed(label.id, why, None, at_ms));
                }
            }
        }
        None
    }

    fn begin(&mut self, place: &Facts, label: Waiting, at_ms: i64) -> Step {
        let printer = Some(place.name.clone());
        match self.render(&label, place) {
            Ok(bytes) => {
                let (id, state) = (label.id, PrintState::Sent { awaits: true });
                let now = Now {
                    label: Waiting { why: None, ..label },
                    bytes: bytes.clone(),
                    handed: false,
                    cancelled: false,
                };
                self.now.insert(place.name.clone(), now);
                Step::Mark(PrintChange { id, state, printer, bytes: Some(bytes), at_ms })
            }
            Err(why) => failed(label.id, why, printer, at_ms),
        }
    }

    fn render(&mut self, label: &Waiting, place: &Facts) -> Result<Vec<u8>, String> {
        let Waiting { id, request, .. } = label;
        let template = self.templates.get(&request.template)?;
        let rendered = label::render(&template, &Data(request.fields.clone()), place.dpi);
        let rendered = rendered.map_err(|error| error.to_string())?;
        let tag = PrintTag { id: id.to_string(), template: request.template.clone(), key: request.key.clone() };
        label::encode(&rendered, place.output, &tag).map_err(|error| error.to_string())
    }

    /// The state is on disk: only now the bytes may leave.
    pub(super) fn marked(&mut self, id: i64, state: &PrintState, at_ms: i64) -> Option<Step> {
        if *state != (PrintState::Sent { awaits: true }) {
            return None;
        }
        let (printer, now) = self.now.iter_mut().find(|(_, now)| now.label.id == id && !now.handed)?;
        let printer = printer.clone();
        if now.cancelled {
            self.now.remove(&printer);
            return Some(Step::Mark(cancelled(id, at_ms)));
        }
        now.handed = true;
        Some(Step::Print { id, printer, bytes: now.bytes.clone() })
    }

    /// The state could not be written. A label that has not left goes back to the head of the queue.
    pub(super) fn not_marked(&mut self, id: i64) {
        let found = self.now.iter().find(|(_, now)| now.label.id == id && !now.handed);
        if let Some(printer) = found.map(|(printer, _)| printer.clone())
            && let Some(now) = self.now.remove(&printer)
            && !now.cancelled
        {
            self.waiting.push_front(now.label);
        }
    }

    /// What the printer made of it. Nothing of it has left and the printer is not well: it waits, or another printer
    /// takes over.
    pub(super) fn outcome(&mut self, id: i64, outcome: PrintOutcome, at_ms: i64) -> Option<Step> {
        let printer = self.now.iter().find(|(_, now)| now.label.id == id && now.handed)?.0.clone();
        let now = self.now.remove(&printer)?;
        let state = match outcome {
            PrintOutcome::Sent => PrintState::Sent { awaits: false },
            PrintOutcome::Confirmed => PrintState::Confirmed,
            PrintOutcome::Failed { nothing_sent: true, .. } if !self.places.is_well(&printer) => {
                let change = queued(&now.label, at_ms);
                self.waiting.push_front(now.label);
                return Some(Step::Mark(change));
            }
            PrintOutcome::Failed { why, .. } => PrintState::Failed { why: why.to_string() },
            PrintOutcome::Unknown { .. } => PrintState::Unknown,
        };
        Some(Step::Mark(PrintChange { id, state, printer: Some(printer), bytes: None, at_ms }))
    }
}

fn queued(label: &Waiting, at_ms: i64) -> PrintChange {
    PrintChange { id: label.id, state: PrintState::Queued, printer: label.wanted.clone(), bytes: None, at_ms }
}

fn failed(id: i64, why: String, printer: Option<String>, at_ms: i64) -> Step {
    Step::Mark(PrintChange { id, state: PrintState::Failed { why }, printer, bytes: None, at_ms })
}

/// A label that a person cancelled.
pub(super) fn cancelled(id: i64, at_ms: i64) -> PrintChange {
    PrintChange { id, state: PrintState::Cancelled, printer: None, bytes: None, at_ms }
}

/// The state as the screen knows it, and the reason.
pub(super) fn shown(state: &PrintState) -> (Shown, Option<String>) {
    match state {
        PrintState::Queued => (Shown::Queued, None),
        PrintState::Sent { awaits: true } => (Shown::Sent, None),
        PrintState::Sent { awaits: false } => (Shown::Handed, None),
        PrintState::Confirmed => (Shown::Confirmed, None),
        PrintState::Cancelled => (Shown::Cancelled, None),
        PrintState::Failed { why } => (Shown::Failed, Some(why.clone())),
        PrintState::Unknown => (Shown::Unknown, None),
    }
}
