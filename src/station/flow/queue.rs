//! The label queue: see it, cancel, and say what became of unclear ones.

use super::super::Station;
use super::super::codes;
use super::super::effect::Effect;
use super::super::input::PrintState;
use crate::station::labels::what_of;
use crate::station::session::Asked;

/// Enter: an unclear label is asked about, one that failed is tried again.
pub(super) fn enter(station: &mut Station) {
    let Some((print, state)) = selected(station) else { return };
    match state {
        PrintState::Unknown => {
            let what = station.labels.get(print).map(|label| what_of(&label.request)).unwrap_or_default();
            station.session.question = Some(Asked::CameOut { print, what });
        }
        PrintState::Failed => again(station, print),
        PrintState::Queued | PrintState::Sent | PrintState::Handed | PrintState::Confirmed | PrintState::Cancelled => {}
    }
}

/// `r` prints again, `x` cancels.
pub(super) fn pick(station: &mut Station, letter: char) {
    let Some((print, state)) = selected(station) else { return };
    match (letter, state) {
        ('r', PrintState::Failed | PrintState::Unknown | PrintState::Handed | PrintState::Confirmed) => {
            again(station, print)
        }
        ('x', PrintState::Queued | PrintState::Failed | PrintState::Unknown) => {
            station.effects.push(Effect::SetLabelState { print, state: PrintState::Cancelled });
        }
        _ => {}
    }
}

/// A new label of the same kind, marked as a reprint; the old one is closed.
pub(super) fn again(station: &mut Station, print: i64) {
    let Some(label) = station.labels.get(print) else { return };
    let request = codes::reprint(label.request.clone());
    if matches!(label.state, PrintState::Failed | PrintState::Unknown) {
        station.effects.push(Effect::SetLabelState { print, state: PrintState::Cancelled });
    }
    station.effects.push(Effect::QueueLabel { request, reprint_of: Some(print) });
}

fn selected(station: &Station) -> Option<(i64, PrintState)> {
    station.labels.newest_first().nth(station.session.selected).map(|(print, label)| (print, label.state))
}

/// Prints the sheet of command cards, several labels one after the other.
pub(super) fn print_cards(station: &mut Station) {
    let words = station.words();
    if !station.settings.has_printer {
        return station.tell_bad(words.no_printer(), vec![words.no_printer_help()]);
    }
    for request in codes::card_sheet() {
        station.effects.push(Effect::QueueLabel { request, reprint_of: None });
    }
}
