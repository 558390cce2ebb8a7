//! The black box of a kiosk: a state in which it rested, and everything that it heard since, so that a fault can be played
//! again elsewhere.
//!
//! It holds no PIN, no number of a badge, no hash of a PIN and no enrolment code. Digits of a PIN are replaced by others as they
//! come (`hush`); while devices are set up nothing is kept, and it begins anew at the next rest. [`replay`] plays a file
//! and compares what the station does with what it did.

pub mod listening;
pub mod replay;

mod hush;
mod told;
mod wire;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::record::answers::Answer;
use crate::station::Station;
use crate::station::effect::Effect;
use crate::station::input::{Input, Now, World};

pub use wire::BadFile;

/// Most that is kept after one rest. One that is never at rest for so long begins anew at the next.
const MOST: usize = 20_000;
/// From so much on it goes out from a new rest.
const ENOUGH: usize = 2_000;

/// One input, what the catalogue said that it had not said before, and what the station asked for.
#[derive(Debug, Clone)]
struct Step {
    now: Now,
    input: Input,
    answers: Vec<(String, Answer)>,
    /// None while the station has not come back from it.
    effects: Option<Vec<Effect>>,
}

/// One step of a station, with the box listening. It is not locked while the station is at work: whoever hears of a panic can
/// write it.
pub fn step(to: &Mutex<BlackBox>, station: &mut Station, input: Input, world: World<'_>) -> Vec<Effect> {
    locked(to).hears(station, world.now, &input);
    let listening = listening::Listening { inner: world.catalogue, to };
    let effects = station.step(input, World { catalogue: &listening, ..world });
    locked(to).did(station, &effects);
    effects
}

fn locked(to: &Mutex<BlackBox>) -> MutexGuard<'_, BlackBox> {
    to.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The black box.
#[derive(Default)]
pub struct BlackBox {
    from: Option<wire::Packed>,
    steps: Vec<Step>,
    /// How much they are, in inputs and records.
    size: usize,
    /// What the catalogue has said.
    known: BTreeMap<String, Answer>,
    /// What it was asked in the last step: a scan asks for the same part nearly ten times.
    asked: BTreeSet<String>,
    hush: hush::Hush,
}

impl BlackBox {
    /// What the station is about to hear.
    pub fn hears(&mut self, station: &Station, now: Now, input: &Input) {
        if self.from.is_none() {
            return;
        }
        if station.takes_badge_number() || !wire::can_be_kept(input) {
            return self.forget();
        }
        let input = self.hush.quiet(&mut self.steps, station, input);
        self.size += weight(&input);
        if self.size > MOST {
            return self.forget();
        }
        self.asked.clear();
        self.steps.push(Step { now, input, answers: Vec::new(), effects: None });
    }

    /// Whether the catalogue was not asked this in this step.
    fn is_new(&self, question: &str) -> bool {
        !self.steps.is_empty() && !self.asked.contains(question)
    }

    /// What the catalogue said to a question.
    fn answered(&mut self, question: String, answer: Answer) {
        let Some(step) = self.steps.last_mut() else { return };
        if self.known.get(&question) != Some(&answer) {
            step.answers.push((question.clone(), answer.clone()));
            self.known.insert(question.clone(), answer);
        }
        self.asked.insert(question);
    }

    /// What the station asked for.
    pub fn did(&mut self, station: &mut Station, effects: &[Effect]) {
        let ahead = station.typed_pin_ahead();
        self.hush.came_back(&mut self.steps, ahead, station.is_saving());
        if let Some(step) = self.steps.last_mut() {
            step.effects = Some(effects.to_vec());
        }
    }

    /// Goes out from here, when that is due and the station rests. In a large shop it takes as long as a hundred scans: for
    /// a moment at which what was asked for is on the screen.
    pub fn rest(&mut self, station: &mut Station) {
        if (self.from.is_none() || self.size >= ENOUGH)
            && let Some(rest) = station.checkpoint().as_ref().and_then(wire::Packed::of)
        {
            self.forget();
            self.from = Some(rest);
        }
    }

    /// The file: lines of JSON. None while there is no rest to go out from.
    pub fn text(&mut self, version: &str, why: &str) -> Option<String> {
        self.hush.write(&mut self.steps);
        let from = self.from.as_ref()?;
        wire::text(version, why, from, &self.steps)
    }

    fn forget(&mut self) {
        *self = BlackBox::default();
    }
}

fn weight(input: &Input) -> usize {
    if let Input::Pulled { records, .. } | Input::Confirmed { records } = input { 1 + records.len() } else { 1 }
}
