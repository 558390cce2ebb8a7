//! PN532 frames, whole and broken.

use super::*;
use crate::proto::stream::StreamDecoder;
use crate::proto::tests::{check as check_stream, hex};

fn check(stream: &str, expected: &[Event], pending: bool) {
    check_stream::<Decoder>(&hex(stream), expected, pending);
}

fn frame(information: &str) -> Event {
    Event::Frame(hex(information))
}

#[test]
fn captures_are_read() {
    let firmware = include_str!("../../../tests/captures/pn532/firmware_version.hex");
    check(firmware, &[Event::Ack, frame("D50332010607")], false);
    let syntax = include_str!("../../../tests/captures/pn532/syntax_error.hex");
    check(syntax, &[Event::Ack, Event::ErrorFrame], false);
    assert_eq!(Answer::of(&hex("D50332010607")), Answer::Firmware { ic: 0x32, ver: 1, rev: 6, support: 7 });
}

#[test]
fn frames_need_no_preamble_and_no_postamble() {
    check("00FF00FF00FF02FED51516", &[Event::Ack, frame("D515")], false);
    check("5555000000 0000FFFF0000 0000FF02FED5151600 0000", &[Event::Nack, frame("D515")], false);
}

#[test]
fn the_extended_form_is_read() {
    check("0000FFFFFF0002FED5151600", &[frame("D515")], false);
    check("0000FFFFFF0002FDD5151600", &[Event::Bad], false);
    check("0000FFFFFF00", &[], true);
}

#[test]
fn wrong_checksums_are_bad_and_the_next_frame_is_found() {
    check("0000FF02FDD5151600 0000FF00FF00", &[Event::Bad, Event::Ack], false);
    check("0000FF02FED5151700 0000FF00FF00", &[Event::Bad, Event::Ack], false);
    check("0000FF02FED515", &[], true);
}

#[test]
fn silence_ends_a_frame_that_is_cut_off() {
    let mut decoder = Decoder::new();
    assert_eq!(decoder.push(&hex("0000FF06FAD503 0000FF00FF00")), [Event::Bad, Event::Ack]);
    assert_eq!(decoder.push(&hex("0000FF20E0D503 0000FF00FF00")), []);
    assert_eq!(decoder.idle(), [Event::Bad, Event::Ack]);
}

#[test]
fn targets_are_listed() {
    let one = |atqa, sak, uid: &str, number| Target { number, atqa, sak, uid: hex(uid) };
    let mut cards = vec![one([0x00, 0x44], 0x00, "04112233445566", 1)];
    assert_eq!(Answer::of(&hex("D54B01010044000704112233445566")), Answer::Targets(cards.clone()));
    // An answer to select stands between the first card and the second.
    cards = vec![one([0x03, 0x44], 0x20, "04112233", 1), one([0x00, 0x04], 0x08, "DEADBEEF", 2)];
    let both = "D54B02 01034420 04 04112233 0375778002 020004 0804DEADBEEF";
    assert_eq!(Answer::of(&hex(&both.replace("0375778002", "0578778002"))), Answer::Targets(cards));
    assert_eq!(Answer::of(&hex("D54B00")), Answer::Targets(vec![]));
    assert_eq!(Answer::of(&hex("D54B0101000408FF")), Answer::Targets(vec![]));
    assert_eq!(Answer::of(&hex("D54101")), Answer::Other);
    assert_eq!(Answer::of(&hex("D503")), Answer::Other);
}

#[test]
fn commands_are_the_bytes_of_the_manual() {
    assert_eq!(get_firmware_version(), hex("0000FF02FED4022A00"));
    assert_eq!(sam_configuration(0x17), hex("0000FF04FCD41401170000"));
    assert_eq!(in_list_passive_target(1), hex("0000FF04FCD44A0100E100"));
    assert_eq!(command(0x40, &[0; 400]).len(), 5 + 255 + 2);
}
