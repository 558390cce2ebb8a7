//! What printers say, and any bytes.

use proptest::prelude::*;

use super::{self as state, JobState};
use crate::health::Trouble;
use crate::proto::ipp::*;

fn printer(number: u8, reasons: &[&str]) -> Message {
    let mut answer = Message::new(OK, 1);
    answer.add(PRINTER_GROUP, ENUM, "printer-state", [0, 0, 0, number]);
    answer.add_keywords(PRINTER_GROUP, "printer-state-reasons", reasons);
    Message::parse(&answer.to_bytes()).expect("a message")
}

#[test]
fn reasons_become_what_a_person_can_act_on() {
    let cases: [(u8, &[&str], Option<Trouble>); 13] = [
        (3, &["none"], None),
        (4, &["none"], None),
        (3, &["media-low-warning", "toner-low-report"], None),
        (3, &["media-empty-warning"], None),
        (5, &["media-empty-error"], Some(Trouble::PaperOut)),
        (4, &["media-needed"], Some(Trouble::PaperOut)),
        (5, &["media-empty-warning", "cover-open-error"], Some(Trouble::CoverOpen)),
        (5, &["media-jam"], Some(Trouble::PaperJam)),
        (5, &["marker-supply-empty-error"], Some(Trouble::RibbonOut)),
        (4, &["connecting-to-device"], None),
        (5, &["connecting-to-device"], Some(Trouble::DoesNotAnswer)),
        (5, &["paused"], Some(Trouble::Paused)),
        (5, &["none"], Some(Trouble::Paused)),
    ];
    for (number, reasons, expected) in cases {
        assert_eq!(state::trouble(&printer(number, reasons)), expected, "{number} {reasons:?}");
    }
    let mut refuses = printer(3, &["none"]);
    refuses.add(PRINTER_GROUP, BOOLEAN, "printer-is-accepting-jobs", [0]);
    assert_eq!(state::trouble(&refuses), Some(Trouble::Paused));
}

#[test]
fn a_printer_that_does_not_take_our_picture_says_so() {
    let mut answer = printer(3, &["none"]);
    assert_eq!(state::unfit(&answer, "image/png", Some(203)), None, "it does not tell what it takes");
    answer.add(PRINTER_GROUP, MIME, "document-format-supported", "image/pwg-raster");
    answer.add(
        PRINTER_GROUP,
        RESOLUTION,
        "pwg-raster-document-resolution-supported",
        [0, 0, 1, 0x2C, 0, 0, 1, 0x2C, 3],
    );
    assert_eq!(state::unfit(&answer, "image/pwg-raster", Some(300)), None);
    assert_eq!(state::unfit(&answer, "image/png", None), Some(Trouble::PictureNotTaken));
    assert_eq!(state::unfit(&answer, "image/pwg-raster", Some(203)), Some(Trouble::WrongResolution));
}

#[test]
fn a_job_is_known_by_its_name() {
    let mut answer = Message::new(OK, 1);
    answer.add(JOB_GROUP, ENUM, "job-state", [0, 0, 0, 9]);
    assert_eq!(state::job(&answer, "pitbox 1"), Some(JobState::Completed));
    answer.add(JOB_GROUP, NAME, "job-name", "pitbox 1");
    assert_eq!(state::job(&answer, "pitbox 1"), Some(JobState::Completed));
    assert_eq!(state::job(&answer, "pitbox 2"), Some(JobState::Forgotten));
    assert_eq!(state::job(&Message::new(NOT_FOUND, 1), "pitbox 1"), Some(JobState::Forgotten));
    assert_eq!(state::job(&Message::new(OK, 1), "pitbox 1"), None);
}

proptest! {
    #[test]
    fn any_answer_is_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let bytes = [&b"\x02\x00\x00\x00\x00\x00\x00\x01\x04"[..], &bytes].concat();
        if let Ok(message) = Message::parse(&bytes) {
            let _ = (state::trouble(&message), state::job(&message, ""), state::unfit(&message, "", Some(1)));
        }
    }
}
