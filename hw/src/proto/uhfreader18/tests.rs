//! UHFReader18 frames, whole and broken.

use super::*;
use crate::proto::stream::StreamDecoder;
use crate::proto::tests::{check as check_stream, hex};

const ONE: &str = "13000101010C5DDD0FB9B4D3A98E93E47B241653";
const NONE: &str = "050001FBF23D";

fn frame(status: u8, data: &str) -> Event {
    Event::Frame(Frame { address: 0, command: INVENTORY, status, data: hex(data) })
}

fn one() -> Event {
    frame(1, "010C5DDD0FB9B4D3A98E93E47B24")
}

fn none() -> Event {
    frame(status::NO_TAG, "")
}

fn check(stream: &str, expected: &[Event], pending: bool) {
    check_stream::<Decoder>(&hex(stream), expected, pending);
}

#[test]
fn answers_are_read() {
    check(&format!("{ONE}{NONE}"), &[one(), none()], false);
    check(&ONE[..20], &[], true);
}

#[test]
fn a_broken_answer_counts_once_and_the_next_is_read() {
    let bad = ONE.replace("5DDD", "5DDC");
    check(&bad, &[Event::Broken], false);
    check(&format!("{bad}{ONE}{bad}{bad}{NONE}"), &[Event::Broken, one(), Event::Broken, Event::Broken, none()], false);
}

#[test]
fn an_answer_behind_garbage_is_found() {
    for garbage in ["00", "0403020100", "05", "07AA", "10AABB"] {
        let mut decoder = Decoder::new();
        let events = decoder.push(&hex(&format!("{garbage}{ONE}{NONE}")));
        let intact: Vec<&Event> = events.iter().filter(|event| **event != Event::Broken).collect();
        assert_eq!(intact, [&one(), &none()], "{garbage}");
    }
}

#[test]
fn an_answer_that_is_cut_off_does_not_swallow_the_next() {
    // What follows the swallowed bytes is taken for a frame too, before the true one is complete.
    check(&format!("{}{ONE}{NONE}", &ONE[..30]), &[Event::Broken, Event::Broken, one(), none()], false);
    let mut decoder = Decoder::new();
    assert_eq!(decoder.push(&hex(&format!("{}{NONE}", &ONE[..10]))), []);
    assert_eq!(decoder.idle(), [Event::Broken, none()]);
}

#[test]
fn epcs_are_listed() {
    let epcs = |status, data: &str| {
        let frame = Frame { address: 0, command: INVENTORY, status, data: hex(data) };
        frame.epcs()
    };
    assert_eq!(epcs(1, "020411223344021122"), Some(vec![hex("11223344"), hex("1122")]));
    assert_eq!(epcs(3, "0204112233440C1122"), Some(vec![hex("11223344")]));
    assert_eq!(epcs(status::NO_TAG, ""), None);
    assert_eq!(epcs(0xFE, "01021122"), None);
}

#[test]
fn commands_carry_the_crc_of_the_manual() {
    assert_eq!(inventory(0), hex("04000 1DB4B"));
    assert_eq!(crc16(&hex("050001FB")), 0x3DF2);
    assert_eq!(reader_info(BROADCAST)[..3], [4, 0xFF, 0x21]);
}
