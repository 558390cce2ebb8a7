//! Calibrating a scanner: what to scan, what is missing, and what to change at the scanner.

use super::super::Station;
use super::jobs::fact;
use super::sayings;
use super::screen::{Block, Tone};
use crate::identify::calibration::Advice;
use crate::station::session::{Calibrated, Calibrating};
use crate::station::words::Words;

pub(super) fn calibrate(station: &Station, calibrating: &Calibrating) -> (String, Vec<Block>) {
    let words = station.words();
    let mut facts = Vec::new();
    if let Some(device) = &calibrating.device {
        facts.push(fact(words.unknown_device(), device.clone(), Tone::Plain));
    }
    let mut blocks = match &calibrating.outcome {
        Some(outcome) => advice(words, outcome),
        None => {
            if !calibrating.left.is_empty() {
                facts.push(fact(words.calibrate_left(), calibrating.lines_left(), Tone::Attention));
            }
            let banner = Block::Banner { tone: Tone::Attention, lines: vec![words.calibrate_scan()] };
            let lines = vec![words.calibrate_lines(), words.calibrate_sheet()];
            vec![banner, Block::Text { tone: Tone::Plain, lines }]
        }
    };
    if !facts.is_empty() {
        blocks.insert(0, Block::Facts(facts));
    }
    (words.task_calibrate(), blocks)
}

/// What a person is to change, most important first.
fn advice(words: Words, outcome: &Calibrated) -> Vec<Block> {
    if !outcome.saved {
        return vec![Block::Text { tone: Tone::Attention, lines: vec![words.saving()] }];
    }
    if outcome.advice.is_empty() {
        return vec![Block::Text { tone: Tone::Good, lines: vec![words.calibrate_no_advice()] }];
    }
    let title = Block::Text { tone: Tone::Plain, lines: vec![words.calibrate_advice()] };
    let said = outcome.advice.iter().map(|advice| {
        let tone = if advice.is_serious() { Tone::Attention } else { Tone::Plain };
        Block::Text { tone, lines: vec![sayings::advice(words, advice)] }
    });
    let end = outcome.advice.iter().any(Advice::is_serious);
    let end = end.then(|| Block::Text { tone: Tone::Plain, lines: vec![words.calibrate_refused()] });
    std::iter::once(title).chain(said).chain(end).collect()
}
