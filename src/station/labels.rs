//! Labels that are on their way, as the screen knows them. The outbox itself is in the store.

use std::collections::BTreeMap;

use super::effect::{Beep, Effect};
use super::input::{PrintState, StoreFailure};
use super::session::{Asked, Task};
use super::view::screen::{Sign, Tone};
use super::{Station, record};
use crate::domain::print::PrintRequest;

/// Most finished labels that are kept for the list.
const MAX_FINISHED: usize = 20;

/// One label.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub request: PrintRequest,
    pub state: PrintState,
    pub why: Option<String>,
}

/// Labels by their number in the outbox.
#[derive(Debug, Clone, Default)]
pub struct LabelBoard {
    labels: BTreeMap<i64, Label>,
}

impl LabelBoard {
    /// A label that is in the outbox.
    pub fn add(&mut self, print: i64, request: PrintRequest, state: PrintState, why: Option<String>) {
        self.labels.insert(print, Label { request, state, why });
        let finished =
            |label: &Label| matches!(label.state, PrintState::Handed | PrintState::Confirmed | PrintState::Cancelled);
        while self.labels.values().filter(|label| finished(label)).count() > MAX_FINISHED {
            let Some(oldest) = self.labels.iter().find(|(_, label)| finished(label)).map(|(id, _)| *id) else { break };
            self.labels.remove(&oldest);
        }
    }

    pub fn get(&self, print: i64) -> Option<&Label> {
        self.labels.get(&print)
    }

    /// All labels, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = (i64, &Label)> {
        self.labels.iter().rev().map(|(id, label)| (*id, label))
    }

    /// Labels that a person has to look after.
    pub fn to_check(&self) -> usize {
        let needs = |label: &&Label| matches!(label.state, PrintState::Failed | PrintState::Unknown);
        self.labels.values().filter(needs).count()
    }

    fn first_unknown(&self) -> Option<(i64, &Label)> {
        self.newest_first().find(|(_, label)| label.state == PrintState::Unknown)
    }
}

impl Station {
    /// Asks for a label by hand.
    pub(super) fn print_label(&mut self, request: PrintRequest) {
        let words = self.words();
        if !self.settings.has_printer {
            self.tell_bad(words.no_printer(), vec![words.no_printer_help()]);
            return;
        }
        self.effects.push(Effect::QueueLabel { request, reprint_of: None });
    }

    pub(super) fn label_queued(&mut self, request: PrintRequest, outcome: Result<i64, StoreFailure>) {
        let words = self.words();
        let what = what_of(&request);
        match outcome {
            Ok(print) => {
                self.labels.add(print, request, PrintState::Queued, None);
                self.tell_info(words.label_queued(what), vec![]);
            }
            Err(failure) => {
                let why = record::failure_words(words, &failure);
                self.tell_bad(words.label_failed(what, why), vec![]);
            }
        }
    }

    pub(super) fn label_state(&mut self, print: i64, state: PrintState, why: Option<String>) {
        let Some(label) = self.labels.labels.get_mut(&print) else { return };
        if label.state == state && label.why == why {
            return;
        }
        (label.state, label.why) = (state, why.clone());
        let what = what_of(&label.request);
        let words = self.words();
        match state {
            PrintState::Queued | PrintState::Sent | PrintState::Cancelled => {}
            PrintState::Handed => self.tell_label(&what, words.label_handed(&what)),
            PrintState::Confirmed => self.tell_label(&what, words.label_confirmed(&what)),
            PrintState::Failed => {
                let why = words.trouble_said(&why.unwrap_or_default());
                self.tell_bad(words.label_failed(what, why), vec![]);
            }
            PrintState::Unknown => self.ask_about_labels(),
        }
    }

    /// Says that a label is through, but never over the word of another act: the list of labels has it too.
    fn tell_label(&mut self, what: &str, said: String) {
        let queued = self.words().label_queued(what);
        if self.session.notice.as_ref().is_none_or(|notice| notice.headline == queued) {
            self.tell(Sign::Done, Tone::Good, said, vec![]);
        }
    }

    /// Asks whether the newest unclear label came out, when somebody is there who is not in the middle of something.
    pub(super) fn ask_about_labels(&mut self) {
        let free = matches!(self.session.task, Task::Home | Task::Label | Task::Queue) && self.session.typed.is_empty();
        if self.session.question.is_some() || self.session.person.is_none() || !free {
            return;
        }
        if let Some((print, label)) = self.labels.first_unknown() {
            self.session.question = Some(Asked::CameOut { print, what: what_of(&label.request) });
            self.effects.push(Effect::Beep(Beep::Attention));
        }
    }
}

/// What a label is of, as the screen says it.
pub(super) fn what_of(request: &PrintRequest) -> String {
    request.key.clone()
}
