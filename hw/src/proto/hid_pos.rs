//! USB HID point-of-sale scanners (USB-IF HID Point of Sale Usage Tables 1.02, page 0x8C), one report at a time.
//!
//! The scanned-data report has 64 bytes: `[0]` report id 2, `[1]` length of the data in this report, `[2..5]` AIM symbology
//! identifier, `[5..61]` up to 56 data bytes, `[61]` further symbology id, `[62]` reserved, `[63]` bit 0 set when the next
//! report goes on with the same scan.

use crate::reading::{AimId, MAX_SCAN};

/// Report id of scanned data.
pub const SCANNED_DATA: u8 = 2;
/// Length of a report in bytes, report id included.
pub const REPORT_LEN: usize = 64;
/// Data bytes that one report can carry.
pub const DATA_LEN: usize = 56;

const DATA_AT: usize = 5;
const CONTINUES_AT: usize = 63;

/// What reports amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// One complete scan, at most [`MAX_SCAN`] bytes. `aim` is `None` when the scanner left it empty.
    Scan { aim: Option<AimId>, data: Vec<u8> },
    /// The last report of a scan never came: what there was of it was dropped.
    Interrupted,
    /// A report that is no scanned data: another report id, too short, or an impossible length.
    Malformed,
    /// A scan longer than [`MAX_SCAN`] bytes was dropped.
    TooLong,
}

/// Joins reports to scans.
#[derive(Debug, Default)]
pub struct Decoder {
    partial: Option<Partial>,
}

#[derive(Debug)]
struct Partial {
    aim: AimId,
    data: Vec<u8>,
    /// More than [`MAX_SCAN`] bytes came; the rest of the scan is skipped.
    over: bool,
}

impl Decoder {
    /// A decoder for a device that was just opened.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one report as read from hidraw, report id first, and returns zero to two events.
    pub fn push(&mut self, report: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        let Some((aim, data, continues)) = parse(report) else {
            events.extend(self.interrupted());
            events.push(Event::Malformed);
            return events;
        };
        // Some scanners fill the identifier in for the first report of a scan only.
        if self.partial.as_ref().is_some_and(|partial| partial.aim != aim && aim != [0; 3]) {
            events.extend(self.interrupted());
        }
        let mut partial = self.partial.take().unwrap_or(Partial { aim, data: Vec::new(), over: false });
        if partial.data.len() + data.len() > MAX_SCAN {
            partial.over = true;
        } else if !partial.over {
            partial.data.extend_from_slice(data);
        }
        if continues {
            self.partial = Some(partial);
        } else {
            events.extend(finish(partial));
        }
        events
    }

    /// Says that the device fell silent or vanished: a scan whose last report did not come is dropped.
    pub fn interrupted(&mut self) -> Option<Event> {
        self.partial.take().map(|_| Event::Interrupted)
    }

    /// True while a scan goes on in the next report.
    pub fn is_pending(&self) -> bool {
        self.partial.is_some()
    }
}

fn parse(report: &[u8]) -> Option<(AimId, &[u8], bool)> {
    let [SCANNED_DATA, length, a, b, c, ..] = report else { return None };
    let length = usize::from(*length);
    if length > DATA_LEN {
        return None;
    }
    let data = report.get(DATA_AT..DATA_AT + length)?;
    let continues = report.get(CONTINUES_AT).is_some_and(|flags| flags & 1 != 0);
    Some(([*a, *b, *c], data, continues))
}

fn finish(partial: Partial) -> Option<Event> {
    if partial.over {
        return Some(Event::TooLong);
    }
    let aim = (partial.aim[0] == b']').then_some(partial.aim);
    (!partial.data.is_empty()).then_some(Event::Scan { aim, data: partial.data })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn report(aim: &[u8; 3], data: &[u8], continues: bool) -> Vec<u8> {
        let mut report = vec![0; REPORT_LEN];
        report[0] = SCANNED_DATA;
        report[1] = u8::try_from(data.len()).expect("at most 255 bytes");
        report[2..5].copy_from_slice(aim);
        report[5..5 + data.len()].copy_from_slice(data);
        report[63] = u8::from(continues);
        report
    }

    fn scan(data: &[u8]) -> Event {
        Event::Scan { aim: Some(*b"]Q0"), data: data.to_vec() }
    }

    fn check(reports: &[Vec<u8>], expected: &[Event], pending: bool) {
        let mut decoder = Decoder::new();
        let events: Vec<Event> = reports.iter().flat_map(|report| decoder.push(report)).collect();
        assert_eq!((events.as_slice(), decoder.is_pending()), (expected, pending));
    }

    #[test]
    fn reports_are_joined_while_they_continue() {
        check(&[report(b"]Q0", b"4012345", false)], &[scan(b"4012345")], false);
        let long = [b'A'; 60];
        check(&[report(b"]Q0", &long[..56], true), report(b"]Q0", &long[56..], false)], &[scan(&long)], false);
        check(&[report(b"]Q0", &long[..56], true), report(b"]Q0", b"", false)], &[scan(&long[..56])], false);
        check(&[report(b"]Q0", &long[..56], true), report(b"\0\0\0", &long[56..], false)], &[scan(&long)], false);
        check(&[report(b"]Q0", &long[..56], true)], &[], true);
        check(&[report(b"\0\0\0", b"12", false)], &[Event::Scan { aim: None, data: b"12".to_vec() }], false);
    }

    #[test]
    fn a_scan_without_its_end_is_dropped() {
        let lost = report(b"]E0", b"9999", true);
        check(&[lost.clone(), report(b"]Q0", b"12", false)], &[Event::Interrupted, scan(b"12")], false);
        check(&[lost, vec![3, 0, 0]], &[Event::Interrupted, Event::Malformed], false);
    }

    #[test]
    fn what_is_no_scanned_data_is_named() {
        let mut impossible = report(b"]Q0", b"", false);
        impossible[1] = 57;
        for bad in [vec![], vec![2], vec![1; 64], impossible, report(b"]Q0", b"123456", false)[..9].to_vec()] {
            check(&[bad], &[Event::Malformed], false);
        }
    }

    #[test]
    fn a_scan_that_is_too_long_is_dropped_whole() {
        let mut reports = vec![report(b"]Q0", &[b'A'; 56], true); 60];
        reports.push(report(b"]Q0", b"B", false));
        check(&reports, &[Event::TooLong], false);
    }

    proptest! {
        #[test]
        fn any_reports_are_survived(reports in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..60)) {
            let mut decoder = Decoder::new();
            for report in reports {
                let _ = decoder.push(&report);
                prop_assert!(decoder.partial.as_ref().is_none_or(|partial| partial.data.len() <= MAX_SCAN));
            }
        }
    }
}
