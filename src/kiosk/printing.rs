//! The way of a label: queued in the outbox, rendered, marked as sent on disk, handed to the printer, and what became
//! of it on disk again. One label is in the printer at a time; none is sent twice without a person's word.

use std::collections::{BTreeMap, VecDeque};

use pitbox_hw::driver::PrintOutcome;

use super::devices::Printer;
use crate::domain::print::PrintRequest;
use crate::label::{self, Data, PrintTag, Template};
use crate::station::input::PrintState as Shown;
use crate::store::outbox::{PrintChange, PrintState};

/// The reason of a label that a person cancelled.
const CANCELLED: &str = "cancelled";

/// What the desk wants done next.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// Write the state down; `marked` follows when it is on disk.
    Mark(PrintChange),
    /// Hand the bytes to the printer.
    Print { id: i64, bytes: Vec<u8> },
}

/// Labels on their way.
#[derive(Default)]
pub(super) struct PrintDesk {
    /// Those that were used, read when they were first needed: a start does not wait for all of them.
    templates: BTreeMap<String, Template>,
    waiting: VecDeque<(i64, PrintRequest)>,
    /// The one in the printer, or on its way there.
    now: Option<Now>,
}

/// The label in the printer, or on its way there.
struct Now {
    id: i64,
    request: PrintRequest,
    bytes: Vec<u8>,
    /// The bytes have left: from here on it may be on paper.
    handed: bool,
}

impl PrintDesk {
    /// A label is in the outbox.
    pub(super) fn add(&mut self, id: i64, request: PrintRequest) {
        self.waiting.push_back((id, request));
    }

    /// Takes a label that still waits out of the queue. `false` when it is in the printer.
    pub(super) fn cancel(&mut self, id: i64) -> bool {
        if self.now.as_ref().is_some_and(|now| now.id == id) {
            return false;
        }
        self.waiting.retain(|(waiting, _)| *waiting != id);
        true
    }

    /// Begins with the next label when none is in the printer.
    pub(super) fn next(&mut self, printer: Option<&Printer>, at_ms: i64) -> Option<Step> {
        if self.now.is_some() {
            return None;
        }
        let printer = printer?;
        let (id, request) = self.waiting.pop_front()?;
        let (state, bytes) = match self.render(id, &request, printer) {
            Ok(bytes) => {
                self.now = Some(Now { id, request, bytes: bytes.clone(), handed: false });
                (PrintState::Sent { awaits: true }, Some(bytes))
            }
            Err(why) => (PrintState::Failed { why }, None),
        };
        Some(Step::Mark(PrintChange { id, state, printer: Some(printer.name.clone()), bytes, at_ms }))
    }

    fn render(&mut self, id: i64, request: &PrintRequest, printer: &Printer) -> Result<Vec<u8>, String> {
        let template = self.template(&request.template)?;
        let rendered = label::render(template, &Data(request.fields.clone()), printer.dpi);
        let rendered = rendered.map_err(|error| error.to_string())?;
        let tag = PrintTag { id: id.to_string(), template: request.template.clone(), key: request.key.clone() };
        label::encode(&rendered, printer.output, &tag).map_err(|error| error.to_string())
    }

    fn template(&mut self, name: &str) -> Result<&Template, String> {
        if !self.templates.contains_key(name) {
            let template = label::builtin(name).ok_or_else(|| format!("no template {name:?}"))?;
            self.templates.insert(name.to_owned(), template.map_err(|error| error.to_string())?);
        }
        self.templates.get(name).ok_or_else(|| format!("no template {name:?}"))
    }

    /// The state is on disk: only now the bytes may leave.
    pub(super) fn marked(&mut self, id: i64, state: &PrintState) -> Option<Step> {
        match (&mut self.now, state) {
            (Some(now), PrintState::Sent { awaits: true }) if now.id == id => {
                now.handed = true;
                Some(Step::Print { id, bytes: now.bytes.clone() })
            }
            _ => None,
        }
    }

    /// The state could not be written. A label that has not left goes back to the head of the queue.
    pub(super) fn not_marked(&mut self, id: i64) {
        if let Some(now) = self.now.take_if(|now| now.id == id && !now.handed) {
            self.waiting.push_front((id, now.request));
        }
    }

    /// What the printer made of it.
    pub(super) fn outcome(&mut self, id: i64, outcome: PrintOutcome, at_ms: i64) -> Option<Step> {
        self.now.take_if(|now| now.id == id)?;
        let state = match outcome {
            PrintOutcome::Sent => PrintState::Sent { awaits: false },
            PrintOutcome::Confirmed => PrintState::Confirmed,
            PrintOutcome::Failed { why, .. } => PrintState::Failed { why: why.to_string() },
            PrintOutcome::Unknown { .. } => PrintState::Unknown,
        };
        Some(Step::Mark(PrintChange { id, state, printer: None, bytes: None, at_ms }))
    }
}

/// A label that a person cancelled.
pub(super) fn cancelled() -> PrintState {
    PrintState::Failed { why: CANCELLED.to_owned() }
}

/// The state as the screen knows it, and the reason.
pub(super) fn shown(state: &PrintState) -> (Shown, Option<String>) {
    match state {
        PrintState::Queued => (Shown::Queued, None),
        PrintState::Sent { awaits: true } => (Shown::Sent, None),
        PrintState::Sent { awaits: false } => (Shown::Handed, None),
        PrintState::Confirmed => (Shown::Confirmed, None),
        PrintState::Failed { why } if why == CANCELLED => (Shown::Cancelled, None),
        PrintState::Failed { why } => (Shown::Failed, Some(why.clone())),
        PrintState::Unknown => (Shown::Unknown, None),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn desk_with(handed: bool) -> PrintDesk {
        let request = PrintRequest { template: "part".into(), key: "P-1".into(), fields: BTreeMap::new() };
        let mut desk = PrintDesk::default();
        desk.add(2, request.clone());
        desk.now = Some(Now { id: 1, request, bytes: vec![0], handed });
        desk
    }

    fn waiting(desk: &PrintDesk) -> Vec<i64> {
        desk.waiting.iter().map(|(id, _)| *id).collect()
    }

    #[test]
    fn a_label_whose_state_was_not_written_is_next_again_unless_it_has_left() {
        let mut desk = desk_with(false);
        desk.not_marked(1);
        assert_eq!((waiting(&desk), desk.now.is_none()), (vec![1, 2], true));

        let mut desk = desk_with(true);
        desk.not_marked(1);
        assert_eq!(waiting(&desk), [2], "it may be on paper");
        assert!(desk.outcome(1, PrintOutcome::Confirmed, 0).is_some(), "and the printer still reports");
    }
}
