//! What was learnt of each scanner: one line of text for each device in the folder `calibration` of the store, and scans
//! put right with it (docs/calibration.md).

use std::collections::BTreeMap;
use std::path::Path;

use pitbox_hw::reading::{Content, Reading, Role, Unreadable};

use super::kept;
use crate::identify::calibration::Calibration;

/// Folder of the calibrations within the store.
pub(super) const CALIBRATION: &str = "calibration";

/// The calibrated scanners, by device name.
#[derive(Debug, Default)]
pub(super) struct Calibrations(BTreeMap<String, Calibration>);

impl Calibrations {
    /// Reads the calibrations of these devices. One that cannot be read is left out and logged: its scanner then works
    /// as if it had none.
    pub(super) fn load<'a>(folder: &Path, devices: impl Iterator<Item = &'a str>) -> Calibrations {
        let mut known = BTreeMap::new();
        for device in devices {
            match read(folder, device) {
                Ok(Some(calibration)) => {
                    known.insert(device.to_owned(), calibration);
                }
                Ok(None) => {}
                Err(why) => tracing::error!(device, why, "the saved calibration cannot be used: calibrate again"),
            }
        }
        Calibrations(known)
    }

    pub(super) fn has(&self, device: &str) -> bool {
        self.0.contains_key(device)
    }

    /// What is known of a scanner from now on; nothing, when it needs nothing.
    pub(super) fn set(&mut self, device: &str, calibration: Option<Calibration>) {
        match calibration {
            Some(calibration) => self.0.insert(device.to_owned(), calibration),
            None => self.0.remove(device),
        };
    }

    /// The reading as it is meant. One that cannot be put right becomes unreadable, never a guess.
    pub(super) fn put_right(&self, reading: Reading) -> Reading {
        let Some(calibration) = self.0.get(reading.device.as_str()).filter(|_| reading.role == Role::Scanner) else {
            return reading;
        };
        let Content::Scan { bytes, aim } = &reading.content else { return reading };
        let content = match meant(calibration, bytes, *aim) {
            Some(text) => Content::Scan { bytes: text.into_bytes(), aim: None },
            None => Content::Unreadable(Unreadable::Malformed),
        };
        Reading { content, ..reading }
    }
}

/// The text with its identifier in front.
fn meant(calibration: &Calibration, bytes: &[u8], aim: Option<[u8; 3]>) -> Option<String> {
    let observed = [aim.as_ref().map_or(&[][..], |aim| &aim[..]), bytes].concat();
    let text = calibration.apply(std::str::from_utf8(&observed).ok()?);
    text.inspect_err(|lost| tracing::warn!(at = lost.at, "a scan could not be put right")).ok()
}

fn read(folder: &Path, device: &str) -> Result<Option<Calibration>, String> {
    let Some(text) = kept::read(folder, device).map_err(|error| error.to_string())? else { return Ok(None) };
    Calibration::from_text(&text).map(Some).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use pitbox_hw::reading::DeviceId;

    use super::*;
    use crate::identify::calibration::sheet::fields;
    use crate::identify::calibration::{Learner, Progress};

    /// A scanner that is set to German, as far as these tests go.
    fn german(text: &str) -> String {
        let swap = |letter| match letter {
            'y' => 'z',
            'z' => 'y',
            'Y' => 'Z',
            'Z' => 'Y',
            '\u{1d}' => '\u{e058}',
            other => other,
        };
        text.chars().map(swap).collect()
    }

    fn learnt() -> Calibration {
        let (_, sheet) = fields().next().expect("the square");
        match Learner::new().add(&german(&format!("]d1{sheet}"))) {
            Ok(Progress::Done(learnt)) => learnt.calibration,
            other => panic!("{other:?}"),
        }
    }

    fn scan(device: &str, text: &str) -> Reading {
        let content = Content::Scan { bytes: text.as_bytes().to_vec(), aim: None };
        Reading { device: DeviceId::new(device), role: Role::Scanner, content }
    }

    #[test]
    fn what_was_saved_is_there_after_a_restart() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let folder = folder.path().join(CALIBRATION);
        let load = || Calibrations::load(&folder, ["scanner", "other"].into_iter());
        assert!(!load().has("scanner"), "nothing was saved yet");
        kept::save(&folder, "scanner", None).expect("nothing to forget");
        kept::save(&folder, "scanner", Some(&learnt().to_text())).expect("room for a line");
        let known = load();
        assert_eq!((known.has("scanner"), known.has("other")), (true, false));
        let text = "]C10104012345678901\u{1d}21ZY";
        assert_eq!(known.put_right(scan("scanner", &german(text))), scan("scanner", text));
        assert_eq!(known.put_right(scan("other", &german(text))), scan("other", &german(text)));
        kept::save(&folder, "scanner", None).expect("a file to remove");
        assert!(!load().has("scanner"));
    }

    #[test]
    fn a_damaged_file_is_no_calibration() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let good = learnt().to_text();
        for bad in ["", "1 kept", &good[..good.len() - 1], &"x".repeat(40 << 10)] {
            kept::save(folder.path(), "scanner", Some(bad)).expect("room for a line");
            assert!(!Calibrations::load(folder.path(), ["scanner"].into_iter()).has("scanner"), "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_put_right_is_unreadable() {
        let mut known = Calibrations::default();
        known.set("scanner", Some(learnt()));
        let refused = Reading { content: Content::Unreadable(Unreadable::Malformed), ..scan("scanner", "") };
        assert_eq!(known.put_right(scan("scanner", "A\u{e105}B")), refused);
        let bytes = Reading { content: Content::Scan { bytes: vec![0xff], aim: None }, ..refused.clone() };
        assert_eq!(known.put_right(bytes), refused);
        let split = Content::Scan { bytes: b"Y1".to_vec(), aim: Some(*b"]C0") };
        let split = Reading { content: split, ..refused.clone() };
        assert_eq!(known.put_right(split), scan("scanner", "]C0Z1"));
        let badge = Reading { role: Role::Badge, ..scan("scanner", "YZ") };
        assert_eq!(known.put_right(badge.clone()), badge);
    }
}
