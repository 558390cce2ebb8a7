//! Calibrating a scanner: the printed sheet is scanned, and what the scanner makes of each character is kept.

use super::super::effect::{Beep, Effect};
use super::super::input::StoreFailure;
use super::super::view::{sayings, screen};
use super::super::{Station, codes, record};
use crate::identify::calibration::{Advice, Learner, Learnt, Progress};
use crate::station::session::{Calibrated, Calibrating, Task};
use pitbox_hw::reading::{Content, Reading};
use screen::{Sign, Tone};

/// Opens the screen; until it is left or done, scanners are read as they are.
pub(super) fn begin(station: &mut Station) {
    super::enter_task(station, Task::Calibrate(Box::default()));
}

/// Whether scans are taken for the sheet's, and for nothing else.
pub(in crate::station) fn runs(station: &Station) -> bool {
    matches!(&station.session.task, Task::Calibrate(calibrating) if !calibrating.is_done())
}

/// Enter, when all is done: the next scanner.
pub(super) fn enter(station: &mut Station) {
    if !runs(station) {
        begin(station);
    }
}

/// Prints the sheet.
pub(super) fn print(station: &mut Station) {
    station.print_label(codes::calibration_sheet());
}

/// A scan, as it came from the scanner.
pub(in crate::station) fn scanned(station: &mut Station, reading: &Reading) {
    let words = station.words();
    let Task::Calibrate(calibrating) = &mut station.session.task else { return };
    if calibrating.outcome.is_some() {
        let saving = words.saving();
        station.effects.push(Effect::Beep(Beep::Ignored));
        return station.tell_info(saving, vec![]);
    }
    let device = reading.device.to_string();
    if calibrating.device.as_ref() != Some(&device) {
        // Lines of one scanner say nothing of another.
        **calibrating = Calibrating { device: Some(device), learner: Learner::new(), ..Calibrating::default() };
    }
    let progress = match text(&reading.content) {
        Some(text) => calibrating.learner.add(&text),
        None => Err(Advice::NotTheSheet),
    };
    match progress {
        Ok(Progress::More(left)) => {
            calibrating.left = left;
            let said = words.calibrate_more(calibrating.lines_left());
            station.effects.push(Effect::Beep(Beep::Good));
            station.tell(Sign::Done, Tone::Good, said, vec![]);
        }
        Ok(Progress::Done(learnt)) => done(station, learnt),
        Err(advice) => station.tell_bad(sayings::advice(words, &advice), vec![words.nothing_changed()]),
    }
}

/// What came, with the identifier in front when the driver has taken it off. `None` when it is no text.
fn text(content: &Content) -> Option<String> {
    let Content::Scan { bytes, aim } = content else { return None };
    let text = std::str::from_utf8(bytes).ok()?;
    let aim = aim.as_ref().map(|aim| String::from_utf8_lossy(aim)).unwrap_or_default();
    Some(format!("{aim}{text}"))
}

fn done(station: &mut Station, learnt: Learnt) {
    let Learnt { calibration, advice } = learnt;
    let Task::Calibrate(calibrating) = &mut station.session.task else { return };
    let Some(device) = calibrating.device.clone() else { return };
    // A scanner that loses characters is kept even so: what it disguises must be refused.
    let plain = calibration.is_plain() && !advice.iter().any(Advice::is_serious);
    calibrating.outcome = Some(Calibrated { advice, plain, saved: false });
    station.session.notice = None;
    let text = (!plain).then(|| calibration.to_text());
    station.effects.push(Effect::SaveCalibration { device, text });
}

/// The calibration is on disk, or not.
pub(in crate::station) fn saved(station: &mut Station, device: &str, outcome: Result<(), StoreFailure>) {
    let words = station.words();
    let open = match &mut station.session.task {
        Task::Calibrate(calibrating) if calibrating.device.as_deref() == Some(device) => Some(calibrating),
        _ => None,
    };
    match (outcome, open) {
        (Err(failure), open) => {
            if let Some(calibrating) = open {
                // The sheet can be scanned again.
                **calibrating = Calibrating::default();
            }
            let why = record::failure_words(words, &failure);
            station.tell_bad(words.save_failed(why), vec![words.calibrate_not_saved(device)]);
        }
        (Ok(()), Some(calibrating)) => {
            let Some(outcome) = &mut calibrating.outcome else { return };
            outcome.saved = true;
            let said = if outcome.plain { words.calibrate_plain(device) } else { words.calibrate_saved(device) };
            station.effects.push(Effect::Beep(Beep::Good));
            station.tell(Sign::Done, Tone::Good, said, vec![]);
        }
        (Ok(()), None) => {}
    }
}
