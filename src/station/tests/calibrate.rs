//! Calibrating a scanner: the sheet, the lines, what to change, and leaving in the middle.

use super::{Disk, Kiosk, StoreFailure, Verb, bay, counter};
use crate::identify::calibration::Calibration;
use crate::identify::calibration::sheet::fields;
use crate::station::effect::Effect;
use crate::station::key::Key;
use crate::station::session::Task;

/// What a kiosk sees of a scanner that is set to German, as far as it matters here.
fn german(text: &str) -> String {
    let keys = |letter| match letter {
        'y' => "z".into(),
        'z' => "y".into(),
        'Y' => "Z".into(),
        'Z' => "Y".into(),
        '-' => "/".into(),
        '/' => "&".into(),
        '&' => "^".into(),
        '^' => "` ".into(),
        '`' => "+ ".into(),
        '+' => "]".into(),
        ']' => "\u{e20a}".into(),
        '\u{1d}' => "\u{e058}".into(),
        other => String::from(other),
    };
    text.chars().map(keys).collect()
}

/// The texts of the sheet: the square, then the six lines.
fn sheet() -> Vec<String> {
    fields().map(|(_, text)| text).collect()
}

fn square() -> String {
    format!("]d1{}", sheet()[0])
}

/// A clerk who is about to calibrate.
pub(super) fn begun() -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("*");
    assert!(matches!(kiosk.task(), Task::Calibrate(_)));
    assert!(kiosk.calibrates);
    kiosk
}

/// What is to be kept of which scanner.
fn saved(kiosk: &Kiosk) -> Vec<(&str, Option<Calibration>)> {
    let saved = kiosk.effects.iter().filter_map(|effect| match effect {
        Effect::SaveCalibration { device, text } => {
            let text = text.as_ref().map(|text| Calibration::from_text(text).expect("a saved calibration"));
            Some((device.as_str(), text))
        }
        _ => None,
    });
    saved.collect()
}

#[test]
fn a_german_scanner_is_put_right() {
    let mut kiosk = begun();
    kiosk.scan(&german(&square()));
    kiosk.says("scanner is calibrated");
    kiosk.says("Nothing to do.");
    let saved = saved(&kiosk);
    let [("scanner", Some(calibration))] = saved.as_slice() else { panic!("{saved:?}") };
    assert_eq!(calibration.apply(&german("]C0YZ-/\u{1d}1")).as_deref(), Ok("]C0YZ-/\u{1d}1"));
    assert!(!kiosk.calibrates, "scans act as ever again");
    assert!(kiosk.records.is_empty());
    kiosk.part("OF-1");
    assert!(matches!(kiosk.task(), Task::Part { .. }));
}

#[test]
fn a_good_scanner_needs_nothing() {
    let mut kiosk = begun();
    kiosk.scan(&square());
    kiosk.says("scanner needs no calibration");
    assert_eq!(saved(&kiosk), [("scanner", None)], "an older one is forgotten");
}

#[test]
fn lost_separators_are_told() {
    let mut kiosk = begun();
    kiosk.scan(&square().replace('\u{1d}', ""));
    kiosk.says("Let it send control characters (GS)");
    kiosk.says("scans that cannot be put right are refused");
    assert!(matches!(saved(&kiosk).as_slice(), [("scanner", Some(_))]), "what it disguises is refused");
}

#[test]
fn lines_are_taken_one_by_one_in_any_order() {
    let mut kiosk = begun();
    for (line, left) in [(3, "1, 2, 4, 5, 6"), (1, "2, 4, 5, 6"), (6, "2, 4, 5"), (6, "2, 4, 5"), (2, "4, 5")] {
        kiosk.scan(&german(&sheet()[line]));
        kiosk.says(&format!("Lines left: {left}"));
    }
    kiosk.part("OF-1");
    kiosk.refuses("This was not the calibration sheet");
    kiosk.scan(&german(&sheet()[4]));
    assert!(saved(&kiosk).is_empty());
    kiosk.scan(&german(&sheet()[5]));
    kiosk.says("scanner is calibrated");
    kiosk.says("Let it send AIM identifiers");
    kiosk.enter();
    kiosk.says("Scan the square");
    assert!(kiosk.calibrates, "the next scanner");
}

#[test]
fn whoever_leaves_changes_nothing() {
    for leave in [Kiosk::escape, |kiosk: &mut Kiosk| kiosk.f(2), |kiosk: &mut Kiosk| kiosk.badge("t-wang")] {
        let mut kiosk = begun();
        kiosk.scan(&sheet()[1]);
        leave(&mut kiosk);
        let left = !matches!(kiosk.task(), Task::Calibrate(_));
        assert_eq!(kiosk.calibrates, !left);
        assert!(saved(&kiosk).is_empty());
    }
    let mut kiosk = begun();
    kiosk.escape();
    assert_eq!(kiosk.task(), &Task::Home);
    kiosk.part("OF-1");
    assert!(matches!(kiosk.task(), Task::Part { .. }));
}

impl Kiosk {
    pub(super) fn escape(&mut self) {
        self.key(Key::Escape);
    }
}

#[test]
fn a_disk_that_refuses_is_told() {
    let mut kiosk = begun();
    kiosk.disk = Disk::Bad(StoreFailure::DiskFull);
    kiosk.scan(&german(&square()));
    kiosk.refuses("NOT SAVED: the storage is full");
    kiosk.says("scanner works as before");
    assert!(kiosk.calibrates, "the sheet can be scanned again");
}

#[test]
fn the_sheet_is_printed_from_here() {
    let mut kiosk = begun();
    kiosk.f(7);
    kiosk.card(Verb::Label);
    let made: Vec<(&str, usize)> = kiosk.labels.iter().map(|l| (l.template.as_str(), l.fields.len())).collect();
    assert_eq!(made, [("calibration", 7)], "a card is no sheet");
    assert!(matches!(kiosk.task(), Task::Calibrate(_)));
}

#[test]
fn the_menu_has_it_at_a_bay_too() {
    let mut kiosk = bay().with("t-wang");
    kiosk.says("Calibrate a scanner");
    kiosk.typed("*");
    kiosk.says("Scan the square");
    kiosk.line("12");
    assert!(matches!(kiosk.task(), Task::Calibrate(_)), "nothing is typed here");
}

/// Screens of each step.
pub(super) fn lost_and_found(kiosk: &mut Kiosk) {
    let lossy = square().replace(['\u{1d}', '\u{1e}'], "").replace('#', "@").to_ascii_uppercase();
    kiosk.scan(&lossy);
}

pub(super) fn two_lines(kiosk: &mut Kiosk) {
    kiosk.scan(&sheet()[1]);
    kiosk.scan(&sheet()[4]);
}
