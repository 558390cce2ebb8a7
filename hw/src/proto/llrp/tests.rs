//! LLRP messages, built and read.

use super::*;
use crate::proto::tests::{check as check_stream, hex};

fn check(stream: &str, expected: &[Event], pending: bool) {
    check_stream::<Decoder>(&hex(stream), expected, pending);
}

fn message(kind: u16, id: u32, body: Body) -> Event {
    Event::Message(Message { kind, id, body })
}

#[test]
fn tags_are_read_with_what_the_reader_tells_of_them() {
    let tag = "00F0 0026 8D 30000000000000000000ABCD 81 0002 86 C8 82 0005E3B0F1A2C3D4 88 0007 00FF 0004";
    let report = format!("043D 00000030 0000002A {tag}");
    let expected = TagReport {
        epc: hex("30000000000000000000ABCD"),
        antenna: Some(2),
        peak_rssi_dbm: Some(-56),
        first_seen_us: Some(0x0005_E3B0_F1A2_C3D4),
        last_seen_us: None,
        seen: Some(7),
    };
    check(&report, &[message(kind::RO_ACCESS_REPORT, 42, Body::Tags(vec![expected]))], false);
}

#[test]
fn an_epc_of_another_length_is_read() {
    let report = "043D 00000018 00000001 00F0 000E 00F1 000A 0020 E2001234";
    let tag = TagReport { epc: hex("E2001234"), ..TagReport::default() };
    check(report, &[message(kind::RO_ACCESS_REPORT, 1, Body::Tags(vec![tag]))], false);
}

#[test]
fn events_keepalives_and_statuses_are_read() {
    let connected = "043F 00000020 00000000 00F6 0016 0080 000C 0005E3B0F1A2C3D4 0100 0006 0000";
    let events =
        vec![ReaderEvent::Clock { utc_us: 0x0005_E3B0_F1A2_C3D4 }, ReaderEvent::ConnectionAttempt { status: 0 }];
    check(connected, &[message(kind::READER_EVENT_NOTIFICATION, 0, Body::Reader(events))], false);
    check("043E 0000000A 00000005", &[message(kind::KEEPALIVE, 5, Body::Keepalive)], false);
    let refused = "041E 00000014 00000003 011F 000A 0064 0002 6E6F";
    check(refused, &[message(kind::ADD_ROSPEC_RESPONSE, 3, Body::Status { code: 100, words: "no".to_owned() })], false);
}

#[test]
fn parameters_that_do_not_fit_leave_the_message_raw() {
    for body in ["00F0 0010 8D 3000", "00F0 0003", "FF", "00F0 0005 00", "80"] {
        let body = hex(body);
        let mut stream = hex("043D 000000");
        stream.push(u8::try_from(body.len() + 10).expect("a short message"));
        stream.extend(hex("00000001"));
        stream.extend(&body);
        check_stream::<Decoder>(&stream, &[message(kind::RO_ACCESS_REPORT, 1, Body::Other(body))], false);
    }
}

#[test]
fn a_peer_that_is_no_reader_is_told_apart() {
    check("474554202F20485454502F312E31", &[Event::OutOfStep], false);
    check("043E 00000009 00000001 043E 0000000A 00000005", &[Event::OutOfStep], false);
    check("043E 00FFFFFF 00000001", &[Event::OutOfStep], false);
    check("043E 0000", &[], true);
}

#[test]
fn the_hosts_messages_are_well_formed() {
    let inventory = Inventory { rospec: 1, antennas: vec![1, 2], duration_ms: 0, report_every: 1 };
    let expected = "0414 0000004D 00000007 00B1 0043 00000001 00 00 \
         00B2 0012 00B3 0005 00 00B6 0009 00 00000000 \
         00B7 001A 0002 0001 0002 00B8 0009 00 00000000 00BA 0007 0001 01 \
         00ED 000D 02 0001 00EE 0006 1780";
    let built = add_rospec(7, &inventory);
    assert_eq!(built, hex(expected));
    assert_eq!(delete_rospec(1, 0), hex("0415 0000000E 00000001 00000000"));
    assert_eq!(keepalive_ack(9), hex("0448 0000000A 00000009"));
    assert_eq!(set_keepalive(2, 10_000), hex("0403 00000014 00000002 00 00DC 0009 01 00002710"));
    assert_eq!(get_capabilities(3), hex("0401 0000000B 00000003 00"));
}
