//! R200 frames, whole and broken.

use super::*;
use crate::proto::stream::StreamDecoder;
use crate::proto::tests::{check as check_stream, hex};

const TAG: &str = include_str!("../../../tests/captures/r200/tag_single_poll.hex");

fn check(stream: &str, expected: &[Event], pending: bool) {
    check_stream::<Decoder>(&hex(stream), expected, pending);
}

fn tag(rssi_dbm: i8, pc: u16, epc: &str, crc: u16) -> Event {
    let body = Body::Tag(Tag { rssi_dbm, pc, epc: hex(epc), crc });
    Event::Frame(Frame { kind: Kind::Notice, command: SINGLE_POLL, body })
}

fn captured_tag() -> Event {
    tag(-55, 0x3400, "30751FEB705C5904E3D50D70", 0x3A76)
}

#[test]
fn a_tag_is_read() {
    check(TAG, &[captured_tag()], false);
    check("BB02220009BA10006360780478AF5D7E", &[tag(-70, 0x1000, "63607804", 0x78AF)], false);
}

#[test]
fn answers_and_errors_are_read() {
    let mut decoder = Decoder::new();
    let events = decoder.push(&hex(include_str!("../../../tests/captures/r200/start_up_and_no_tag.hex")));
    let frames: Vec<Frame> = events
        .into_iter()
        .map(|event| match event {
            Event::Frame(frame) => frame,
            Event::Broken => panic!("all frames of the capture are intact"),
        })
        .collect();
    let texts: Vec<Option<String>> = frames.iter().map(Frame::text).collect();
    assert_eq!(texts, [Some("M100 26dBm V1.0".to_owned()), Some("V2.3.1".to_owned()), None, None]);
    assert_eq!(frames[2].body, Body::Parameters(vec![3]));
    assert_eq!(frames[3], Frame { kind: Kind::Response, command: FAILED, body: Body::Error(0x15) });
    assert_eq!((meaning(0x15), meaning(0xA3), meaning(0)), ("no tag", "read refused by the tag", "unknown error"));
}

#[test]
fn start_and_end_bytes_inside_a_frame_are_data() {
    let frame = "BB0222000DD12000BA7EBB2B15DD47BA009FD27E";
    check(frame, &[tag(-47, 0x2000, "BA7EBB2B15DD47BA", 0x009F)], false);
}

#[test]
fn a_broken_frame_counts_once_and_the_next_is_read() {
    let bad = "BB0222000DD12000BA7EBB2B15DD47BA009FD37E";
    check(bad, &[Event::Broken], false);
    check(
        &format!("{bad}{}", &TAG[TAG.find("BB").expect("it has a frame")..]),
        &[Event::Broken, captured_tag()],
        false,
    );
    let no_end = "BB01FF0001151600";
    check(
        &format!("{no_end}{}", &TAG[TAG.find("BB").expect("it has a frame")..]),
        &[Event::Broken, captured_tag()],
        false,
    );
}

#[test]
fn garbage_is_skipped() {
    let tag = &TAG[TAG.find("BB").expect("it has a frame")..];
    for garbage in ["00FF7E", "7E", "BB", "BBBB", "BB02", "BB0222", "BB022200", "0A0D"] {
        check(&format!("{garbage}{tag}"), &[captured_tag()], false);
    }
}

#[test]
fn a_frame_is_waited_for() {
    check("BB02220011D3300069C86BEA2E7764B0", &[], true);
    let tag = &TAG[TAG.find("BB").expect("it has a frame")..];
    // Cut off, and the next frame comes: its bytes complete the first one, which is then broken.
    check(&format!("BB02220011D3300069C86BEA2E7764B0{tag}"), &[Event::Broken, captured_tag()], false);
    let mut decoder = Decoder::new();
    assert_eq!(decoder.push(&hex(&format!("BB0222009F{tag}"))), []);
    assert_eq!(decoder.idle(), [Event::Broken, captured_tag()]);
}

#[test]
fn a_tag_longer_than_its_frame_stays_raw() {
    check(
        "BB02220005BAF80063609E7E",
        &[Event::Frame(Frame { kind: Kind::Notice, command: SINGLE_POLL, body: Body::Parameters(hex("BAF8006360")) })],
        false,
    );
}

#[test]
fn commands_are_the_bytes_of_the_manual() {
    assert_eq!(single_poll(), hex("BB00220000227E"));
    assert_eq!(multiple_poll(10_000), hex("BB00270003222710837E"));
    assert_eq!(stop(), hex("BB00280000287E"));
    assert_eq!(module_info(0), hex("BB00030001 00047E"));
    assert_eq!(set_power(2000), hex("BB00B6000207D08F7E"));
    assert_eq!(get_power(), hex("BB00B70000B77E"));
}
