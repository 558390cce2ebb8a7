//! Plays a black box again: the station goes out from the rest, hears what it heard, and must ask for what it asked for.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::listening::Said;
use super::told::told;
use super::wire::{self, BadFile};
use crate::station::Station;
use crate::station::input::{Input, Now, World};
use crate::station::view::screen::Screen;

/// One step, as it was played.
#[derive(Debug)]
pub struct Played<'a> {
    /// From 1.
    pub number: usize,
    pub now: Now,
    pub input: &'a Input,
    pub effects: &'a [String],
    pub screen: Option<Screen>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The station did the same.
    Same { steps: usize },
    /// It did something else at this step.
    Differs { step: usize, then: Vec<String>, now: Vec<String> },
    /// Then the program broke at the last step, and it breaks there again, or does not.
    BrokeAt { step: usize, again: bool },
}

/// Where the file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub version: String,
    pub why: String,
}

/// Plays a file; `each` is called after each step.
///
/// # Errors
/// When it is no black box that this program can read.
pub fn replay(text: &str, screens: bool, each: &mut dyn FnMut(&Played<'_>)) -> Result<(Origin, Outcome), BadFile> {
    let file = wire::read(text)?;
    let mut station = Station::resume(file.from);
    let mut said = Said::default();
    let steps = file.steps.len();
    for (step, kept) in (1..).zip(file.steps) {
        said.known.extend(kept.answers);
        let input = kept.input.clone();
        let world = World { now: kept.now, catalogue: &said };
        let Some(then) = kept.effects else {
            let broke = catch_unwind(AssertUnwindSafe(|| station.step(input, world))).is_err();
            return Ok((file.origin, Outcome::BrokeAt { step, again: broke }));
        };
        let now = told(&station.step(input, world));
        let screen = screens.then(|| station.screen(world));
        each(&Played { number: step, now: kept.now, input: &kept.input, effects: &now, screen });
        if then != now {
            return Ok((file.origin, Outcome::Differs { step, then, now }));
        }
    }
    Ok((file.origin, Outcome::Same { steps }))
}
