//! What may not be in the box. The digits of a PIN are replaced by others that come to the same: as many, too easy or not, the
//! same as the first time or not.

use pitbox_hw::reading::{Content, Reading, Role};

use super::Step;
use crate::domain::pin::{BadPin, Pin};
use crate::identify::own::{self, OwnCode};
use crate::station::Station;
use crate::station::input::Input;
use crate::station::key::Key;

/// Stands for a PIN that is good, and for another one.
const GOOD: &str = "135791357913";
const OTHER: &str = "246802468024";
/// Stands for each digit of one that is not, and of one that is still being typed.
const DIGIT: char = '0';

/// What is known of a PIN that is being typed, and nobody else may know.
#[derive(Debug, Default)]
pub(super) struct Hush {
    pin: String,
    /// The steps with its digits.
    at: Vec<usize>,
    /// The one that was typed before it, to be typed again.
    first: Option<String>,
    /// Steps with digits that were typed while a record was on its way: they may turn out to be of a PIN.
    ahead: Vec<usize>,
}

impl Hush {
    /// The input as it may be kept. It will be the next step.
    pub(super) fn quiet(&mut self, steps: &mut [Step], station: &Station, input: &Input) -> Input {
        let key = match input {
            Input::Key(key) => *key,
            Input::Reading(reading) => return Input::Reading(quiet_reading(reading)),
            Input::PinHashed { token, outcome } => {
                let outcome = outcome.clone().map(|_| super::told::HIDDEN.to_owned());
                return Input::PinHashed { token: *token, outcome };
            }
            other @ (Input::Badge { .. }
            | Input::ConsoleOpened { .. }
            | Input::ConsoleClosed { .. }
            | Input::ConsoleKey(_)
            | Input::Button { .. }
            | Input::Redraw
            | Input::Appended { .. }
            | Input::AppendFailed { .. }
            | Input::LabelQueued { .. }
            | Input::LabelState { .. }
            | Input::Pulled { .. }
            | Input::Confirmed { .. }
            | Input::Rejoined(_)
            | Input::CountedAnew(_)
            | Input::Hub(_)
            | Input::Device { .. }
            | Input::EnrolFailed { .. }
            | Input::CalibrationSaved { .. }
            | Input::BadgeCompared { .. }
            | Input::BadgeReaderSaved { .. }
            | Input::PinChecked { .. }
            | Input::LookedBack(_)
            | Input::StoreDamaged { .. }
            | Input::RoomIsShort { .. }
            | Input::SecondCopy { .. }
            | Input::DevicesListed(_)
            | Input::Plugged
            | Input::Answered { .. }
            | Input::DeviceSaved { .. }
            | Input::Wake) => return other.clone(),
        };
        if station.is_saving() {
            if is_digit(key) {
                self.ahead.push(steps.len());
            }
        } else if station.takes_pin() {
            return Input::Key(self.of_pin(steps, key));
        } else {
            (self.pin, self.at, self.first) = Default::default();
        }
        input.clone()
    }

    fn of_pin(&mut self, steps: &mut [Step], key: Key) -> Key {
        match key {
            Key::Char(digit) if digit.is_ascii_digit() => {
                if self.pin.len() < GOOD.len() {
                    self.pin.push(digit);
                    self.at.push(steps.len());
                }
                return Key::Char(DIGIT);
            }
            Key::Backspace => _ = (self.pin.pop(), self.at.pop()),
            Key::Enter => self.entered(steps),
            Key::Escape => (self.pin, self.at, self.first) = Default::default(),
            Key::Char(_) | Key::Up | Key::Down | Key::PageUp | Key::PageDown | Key::Function(_) => {}
        }
        key
    }

    fn entered(&mut self, steps: &mut [Step]) {
        let pin = std::mem::take(&mut self.pin);
        let stands = match (Pin::new(&pin), self.first.take()) {
            (Err(BadPin::Easy | BadPin::Length), first) => {
                self.first = first;
                None
            }
            (Ok(_), Some(first)) => Some(if first == pin { GOOD } else { OTHER }),
            (Ok(_), None) => {
                self.first = Some(pin);
                Some(GOOD)
            }
        };
        let at = std::mem::take(&mut self.at);
        for (at, digit) in at.into_iter().zip(stands.into_iter().flat_map(str::chars)) {
            say(steps, at, digit);
        }
    }

    /// The station has come back. `ahead`: what had waited went into a PIN.
    pub(super) fn came_back(&mut self, steps: &mut [Step], ahead: bool, saving: bool) {
        if ahead {
            self.write(steps);
        }
        if !saving {
            self.ahead.clear();
        }
    }

    /// The box is written, or what was typed ahead was a PIN: nobody can say what else of it is one.
    pub(super) fn write(&mut self, steps: &mut [Step]) {
        self.ahead.drain(..).for_each(|at| say(steps, at, DIGIT));
    }
}

fn say(steps: &mut [Step], at: usize, digit: char) {
    if let Some(step) = steps.get_mut(at) {
        step.input = Input::Key(Key::Char(digit));
    }
}

fn is_digit(key: Key) -> bool {
    matches!(key, Key::Char(digit) if digit.is_ascii_digit())
}

/// A badge that was not understood, and an enrolment code, are kept as something else that is read like it.
fn quiet_reading(reading: &Reading) -> Reading {
    let content = match &reading.content {
        Content::Scan { bytes, aim } if reading.role == Role::Badge => {
            Content::Scan { bytes: vec![b'?'; bytes.len()], aim: *aim }
        }
        Content::Em4100(_) => Content::Em4100([0; 5]),
        Content::Uid(uid) => Content::Uid(vec![0; uid.len()]),
        Content::Scan { bytes, aim } if is_enrolment(bytes) => {
            let stands = own::encode(&OwnCode::Enrolment(super::told::HIDDEN.to_owned()));
            Content::Scan { bytes: stands.into_bytes(), aim: *aim }
        }
        other @ (Content::Scan { .. } | Content::Tags(_) | Content::Unreadable(_)) => other.clone(),
    };
    Reading { content, ..reading.clone() }
}

fn is_enrolment(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    matches!(own::decode(text.trim()), Ok(OwnCode::Enrolment(_)))
}
