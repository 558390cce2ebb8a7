//! Mercury frames, whole and broken.

use super::*;
use crate::proto::tests::{check as check_stream, hex};

const CAPTURE: &str = include_str!("../../../tests/captures/mercury/continuous_read.hex");

fn with_crc(body: &str) -> Vec<u8> {
    let mut frame = hex(body);
    let crc = crc16(&frame[1..]);
    frame.extend(crc.to_be_bytes());
    frame
}

fn captured() -> Frame {
    let bytes = hex(CAPTURE);
    Frame { opcode: READ_TAG_MULTIPLE, status: STATUS_OK, data: bytes[5..45].to_vec() }
}

#[test]
fn the_captured_tag_is_read() {
    check_stream::<Decoder>(&hex(CAPTURE), &[Event::Frame(captured())], false);
    let tag = Tag {
        rssi_dbm: Some(-60),
        antenna: Some(0x11),
        freq_khz: Some(923_200),
        timestamp_ms: Some(295),
        pc: 0x3000,
        epc: hex("000000000000000000001545"),
        crc: 0xE94A,
    };
    assert_eq!(captured().tag(), Some(tag));
}

#[test]
fn a_keep_alive_is_no_tag() {
    let keep_alive = with_crc("FF00220400");
    let frame = Frame { opcode: 0x22, status: STATUS_NO_TAGS, data: vec![] };
    assert_eq!(frame.tag(), None);
    check_stream::<Decoder>(&keep_alive, &[Event::Frame(frame)], false);
}

#[test]
fn a_broken_frame_counts_once_and_the_next_is_read() {
    let mut stream = hex(CAPTURE);
    stream[12] ^= 1;
    check_stream::<Decoder>(&stream, &[Event::Broken], false);
    stream.extend(hex(CAPTURE));
    check_stream::<Decoder>(&stream, &[Event::Broken, Event::Frame(captured())], false);
    check_stream::<Decoder>(&stream[..80], &[Event::Broken], true);
}

#[test]
fn a_tag_that_is_cut_off_inside_an_intact_frame_is_none() {
    let frame = captured();
    for length in 0..frame.data.len() {
        let cut = Frame { data: frame.data[..length].to_vec(), ..frame.clone() };
        assert_eq!(cut.tag(), None, "{length}");
    }
}

#[test]
fn only_the_metadata_that_was_asked_for_is_there() {
    let data = hex("10 001B 0002 01 C4 0080 3000 000000000000000000001545 E94A");
    let tag = Frame { opcode: READ_TAG_MULTIPLE, status: STATUS_OK, data }.tag().expect("a tag");
    assert_eq!((tag.rssi_dbm, tag.antenna, tag.freq_khz), (Some(-60), None, None));
}

#[test]
fn commands_carry_the_readers_own_crc() {
    assert_eq!(version(), hex("FF00031D0C"));
    assert_eq!(crc16(&hex(CAPTURE)[1..45]), 0x561D);
}
