//! The label queue: see it, cancel, take another printer, and say what became of unclear ones.

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
        PrintState::Failed => again(station, print, None),
        PrintState::Queued | PrintState::Sent | PrintState::Handed | PrintState::Confirmed | PrintState::Cancelled => {}
    }
}

/// `r` prints again, `p` on another printer, `x` cancels: one that is in the printer is given up, and then asked about.
pub(super) fn pick(station: &mut Station, letter: char) {
    let Some((print, state)) = selected(station) else { return };
    match (letter, state) {
        ('r', PrintState::Failed | PrintState::Unknown | PrintState::Handed | PrintState::Confirmed) => {
            again(station, print, None);
        }
        ('p', PrintState::Queued | PrintState::Failed | PrintState::Unknown) => other_printer(station, print, state),
        ('x', PrintState::Queued | PrintState::Sent | PrintState::Failed | PrintState::Unknown) => {
            station.effects.push(Effect::SetLabelState { print, state: PrintState::Cancelled });
        }
        _ => {}
    }
}

/// A new label of the same kind, marked as a reprint; the old one is closed with it.
pub(super) fn again(station: &mut Station, print: i64, printer: Option<String>) {
    let Some(label) = station.labels.begin_again(print) else { return };
    let request = codes::reprint(label.request.clone());
    station.effects.push(Effect::QueueLabel { request, reprint_of: Some(print), printer });
}

/// The next printer takes over: a label that waits goes there, one that was sent is printed again there.
fn other_printer(station: &mut Station, print: i64, state: PrintState) {
    let Some(printer) = next_printer(station, print) else {
        let words = station.words();
        return station.tell_info(words.no_other_printer(), vec![]);
    };
    if state == PrintState::Queued {
        station.effects.push(Effect::MoveLabel { print, printer });
    } else {
        again(station, print, Some(printer));
    }
}

/// The printer after the one that the label is at, in the order of kiosk.toml.
fn next_printer(station: &Station, print: i64) -> Option<String> {
    let printers = &station.settings.printers;
    let at = station.labels.get(print)?.printer.as_ref();
    let at = at.and_then(|name| printers.iter().position(|printer| printer == name)).unwrap_or(0);
    (printers.len() > 1).then(|| printers[(at + 1) % printers.len()].clone())
}

fn selected(station: &Station) -> Option<(i64, PrintState)> {
    station.labels.newest_first().nth(station.session.selected).map(|(print, label)| (print, label.state))
}

/// Prints the sheet of command cards, several labels one after the other.
pub(super) fn print_cards(station: &mut Station) {
    let words = station.words();
    if station.settings.printers.is_empty() {
        return station.tell_bad(words.no_printer(), vec![words.no_printer_help()]);
    }
    for request in codes::card_sheet() {
        station.effects.push(Effect::QueueLabel { request, reprint_of: None, printer: None });
    }
}
