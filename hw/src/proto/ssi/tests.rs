//! SSI packets, whole and broken.

use super::command::*;
use super::*;
use crate::proto::tests::{check as check_stream, hex};

fn check(stream: &str, expected: &[Event], pending: bool) {
    check_stream::<Decoder>(&hex(stream), expected, pending);
}

fn decode(code_type: u8, data: &[u8]) -> Event {
    Event::Decode { code_type, data: data.to_vec() }
}

fn acked() -> Event {
    Event::Reply(hex("04D00400FF28"))
}

fn again() -> Event {
    Event::Reply(hex("05D1040001FF25"))
}

/// A packet of the scanner with a true checksum.
fn packet(opcode: u8, status: u8, data: &[u8]) -> String {
    let length = u8::try_from(data.len() + 4).expect("a short packet");
    let mut packet = vec![length, opcode, 0, status];
    packet.extend_from_slice(data);
    let sum = checksum(&packet);
    packet.extend(sum);
    packet.iter().map(|byte| format!("{byte:02X}")).collect()
}

#[test]
fn a_decode_is_reported_and_acknowledged() {
    check(
        "19F300001B4A47363845474846473747384836453444334345F9CD",
        &[decode(27, b"JG68EGHFG7G8H6E4D3CE"), acked()],
        false,
    );
    let empty = packet(DECODE_DATA, 0, &[3]);
    check(&empty, &[decode(3, b""), acked()], false);
}

#[test]
fn a_packet_whose_checksum_is_wrong_is_asked_for_again() {
    check("0CF300001B30313233343536FD82", &[Event::Broken, again()], false);
    let good = packet(DECODE_DATA, 1, b"\x1B0123456");
    check(
        &format!("0CF300001B30313233343537FD81{good}"),
        &[Event::Broken, again(), decode(27, b"0123456"), acked()],
        false,
    );
}

#[test]
fn a_packet_is_waited_for() {
    check("0CF300001B303132333435", &[], true);
    check("0B", &[], true);
    let mut decoder = Decoder::new();
    assert_eq!(decoder.push(&hex("FFF3000003")), []);
    assert_eq!(decoder.push(&hex(&packet(DECODE_DATA, 0, b"\x03AB"))), []);
    assert_eq!(decoder.idle(), [Event::Broken, decode(3, b"AB"), acked()]);
}

#[test]
fn garbage_before_a_packet_is_skipped() {
    let good = packet(DECODE_DATA, 0, b"\x03AB");
    check(&format!("00 03 0D0A {good}"), &[decode(3, b"AB"), acked()], false);
}

#[test]
fn a_repetition_is_acknowledged_and_not_reported_twice() {
    let (first, repeated) = (packet(DECODE_DATA, 0, b"\x03AB"), packet(DECODE_DATA, 1, b"\x03AB"));
    check(&format!("{first}{repeated}"), &[decode(3, b"AB"), acked(), acked()], false);
    // The same barcode scanned again is no repetition.
    check(&format!("{first}{first}"), &[decode(3, b"AB"), acked(), decode(3, b"AB"), acked()], false);
    // The first sending was lost.
    check(&repeated, &[decode(3, b"AB"), acked()], false);
}

#[test]
fn packets_of_one_message_are_joined() {
    let (one, two) = (packet(DECODE_DATA, 2, b"\x1BAB"), packet(DECODE_DATA, 0, b"\x1BCD"));
    check(&format!("{one}{two}"), &[acked(), decode(27, b"ABCD"), acked()], false);
    check(&one, &[acked()], true);
    let other = packet(DECODE_DATA, 0, b"\x03CD");
    check(&format!("{one}{other}"), &[acked(), decode(3, b"CD"), acked()], false);
}

#[test]
fn a_message_that_is_too_long_is_dropped_whole() {
    let (part, last) = (packet(DECODE_DATA, 2, &[0x1B; 200]), packet(DECODE_DATA, 0, &[0x1B; 9]));
    let mut decoder = Decoder::new();
    let stream = format!("{}{last}", part.repeat(20));
    let events = decoder.push(&hex(&stream)).into_iter().filter(|event| *event != acked()).collect::<Vec<_>>();
    assert_eq!((events, decoder.is_pending()), (vec![Event::TooLong], false));
}

#[test]
fn a_message_without_its_last_packet_is_dropped_after_silence() {
    let mut decoder = Decoder::new();
    assert_eq!(decoder.push(&hex(&packet(DECODE_DATA, 2, b"\x1BAB"))), [acked()]);
    assert_eq!(decoder.idle(), [Event::Broken]);
    assert_eq!(decoder.push(&hex(&packet(DECODE_DATA, 0, b"\x1BCD"))), [decode(27, b"CD"), acked()]);
}

#[test]
fn other_packets_are_handed_on() {
    let nak = packet(CMD_NAK, 0, &[2]);
    check(&nak, &[Event::Packet { opcode: CMD_NAK, data: vec![2] }], false);
    let event = packet(EVENT, 0, &[3]);
    check(&event, &[Event::Packet { opcode: EVENT, data: vec![3] }, acked()], false);
}

#[test]
fn host_packets_are_the_bytes_of_the_guide() {
    for (got, expected) in [
        (ack(), "04D00400FF28"),
        (nak(NakReason::Resend), "05D1040001FF25"),
        (nak(NakReason::BadContext), "05D1040002FF24"),
        (nak(NakReason::Denied), "05D1040006FF20"),
        (scan_enable(), "04E90400FF0F"),
        (scan_disable(), "04EA0400FF0E"),
        (start_decode(), "04E40400FF14"),
        (stop_decode(), "04E50400FF13"),
        (led_on(1), "05E7040001FF0F"),
        (Beep::OneHighShort.packet(), "05E6040000FF11"),
        (param_send(0xEE, 1, true, false), "07C60408FFEE01FD39"),
    ] {
        assert_eq!(got, hex(expected), "{expected}");
    }
}

#[test]
fn code_types_have_names() {
    assert_eq!((symbology(0x1B), aim(0x1B)), (Some("Data Matrix"), Some(*b"]d1")));
    assert_eq!((symbology(0x0F), aim(0x0F)), (Some("GS1-128"), Some(*b"]C1")));
    assert_eq!((symbology(0xFE), aim(0xFE)), (None, None));
}

#[test]
fn the_end_of_a_message_found_in_a_broken_frame_is_no_whole_scan() {
    let first = packet(DECODE_DATA, CONTINUES, &[3, b'A', b'B']);
    let last = packet(DECODE_DATA, 0, &[3, b'C']);
    let mut decoder = Decoder::new();
    assert_eq!(decoder.push(&hex(&first)), [acked()]);
    assert_eq!(decoder.push(&hex(&format!("30F30000{last}"))), []);
    assert_eq!(decoder.idle(), [Event::Broken, decode(3, b"ABC"), acked()]);
    assert!(!decoder.is_pending());
}
