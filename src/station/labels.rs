//! Labels that are on their way, as the screen knows them. The outbox itself is in the store.

use std::collections::BTreeMap;

use super::effect::{Beep, Effect};
use super::input::{PrintState, StoreFailure};
use super::session::{Asked, Task};
use super::view::screen::{Notice, Sign, Tone};
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
    /// The printer that has it, had it, or shall have it; none while none is chosen.
    pub printer: Option<String>,
    /// It is being queued again: a bouncing key makes no second reprint.
    pub again: bool,
}

impl Label {
    fn needs_a_person(&self) -> bool {
        matches!(self.state, PrintState::Failed | PrintState::Unknown)
    }
}

/// Labels by their number in the outbox.
#[derive(Debug, Clone, Default)]
pub struct LabelBoard {
    labels: BTreeMap<i64, Label>,
}

impl LabelBoard {
    /// A label that is in the outbox.
    pub fn add(&mut self, print: i64, request: PrintRequest, state: PrintState, why: Option<String>) {
        self.labels.insert(print, Label { request, state, why, printer: None, again: false });
        let finished =
            |label: &Label| matches!(label.state, PrintState::Handed | PrintState::Confirmed | PrintState::Cancelled);
        while self.labels.values().filter(|label| finished(label)).count() > MAX_FINISHED {
            let Some(oldest) = self.labels.iter().find(|(_, label)| finished(label)).map(|(id, _)| *id) else { break };
            self.labels.remove(&oldest);
        }
    }

    /// A label as it was known before.
    pub fn put(&mut self, print: i64, label: Label) {
        self.labels.insert(print, label);
    }

    pub fn get(&self, print: i64) -> Option<&Label> {
        self.labels.get(&print)
    }

    /// The label is to be queued again. `None` when it already is, or is not here.
    pub(super) fn begin_again(&mut self, print: i64) -> Option<&Label> {
        let label = self.labels.get_mut(&print)?;
        if std::mem::replace(&mut label.again, true) { None } else { Some(label) }
    }

    /// All labels, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = (i64, &Label)> {
        self.labels.iter().rev().map(|(id, label)| (*id, label))
    }

    /// Labels that a person has to look after.
    pub fn to_check(&self) -> usize {
        self.labels.values().filter(|label| label.needs_a_person()).count()
    }

    fn first_unknown(&self) -> Option<(i64, &Label)> {
        self.newest_first().find(|(_, label)| label.state == PrintState::Unknown)
    }
}

impl Station {
    /// Asks for a label by hand.
    pub(super) fn print_label(&mut self, request: PrintRequest) {
        let words = self.words();
        if self.settings.printers.is_empty() {
            self.tell_bad(words.no_printer(), vec![words.no_printer_help()]);
            return;
        }
        self.effects.push(Effect::QueueLabel { request, reprint_of: None, printer: None });
    }

    /// A label is in the outbox; the one that it repeats was closed with it.
    pub(super) fn label_queued(
        &mut self,
        request: PrintRequest,
        reprint_of: Option<i64>,
        outcome: Result<i64, StoreFailure>,
    ) {
        let words = self.words();
        let what = what_of(&request);
        self.labels.labels.values_mut().for_each(|label| label.again = false);
        match outcome {
            Ok(print) => {
                let first = reprint_of.and_then(|first| self.labels.labels.get_mut(&first));
                if let Some(first) = first.filter(|first| first.needs_a_person()) {
                    (first.state, first.why) = (PrintState::Cancelled, None);
                }
                self.labels.add(print, request, PrintState::Queued, None);
                self.tell_info(words.label_queued(what), vec![]);
            }
            Err(failure) => {
                let why = record::failure_words(words, &failure);
                self.tell_bad(words.label_failed(what, why), vec![]);
            }
        }
    }

    pub(super) fn label_state(&mut self, print: i64, state: PrintState, why: Option<String>, printer: Option<String>) {
        let Some(label) = self.labels.labels.get_mut(&print) else { return };
        label.printer = printer.or_else(|| label.printer.take());
        if label.state == state && label.why == why {
            return;
        }
        (label.state, label.why) = (state, why.clone());
        let what = what_of(&label.request);
        let words = self.words();
        match state {
            PrintState::Queued => {
                if let Some(why) = why {
                    let why = words.trouble_said(&why);
                    self.tell(
                        Sign::Waiting,
                        Tone::Attention,
                        words.label_waits(what, why),
                        vec![words.label_waits_help()],
                    );
                }
            }
            PrintState::Sent | PrintState::Cancelled => {}
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
        let (queued, waits) = (self.words().label_queued(what), self.words().label_waits(what, ""));
        let about_it = |notice: &Notice| notice.headline == queued || notice.headline.starts_with(waits.trim_end());
        if self.session.notice.as_ref().is_none_or(about_it) {
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
