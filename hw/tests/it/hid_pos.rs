//! A scanner in HID point-of-sale mode, its reports on a pseudo terminal.

use pitbox_hw::driver::hid_pos;
use pitbox_hw::health::Health;
use pitbox_hw::reading::{Content, DeviceId, Role, Unreadable};
use pitbox_hw::sim::pty::PtyPort;

use crate::heard::listen;

fn report(data: &[u8], continues: bool) -> [u8; 64] {
    let mut report = [0; 64];
    report[..5].copy_from_slice(&[2, data.len() as u8, b']', b'Q', b'3']);
    report[5..5 + data.len()].copy_from_slice(data);
    report[63] = u8::from(continues);
    report
}

#[test]
fn scans_of_one_and_of_several_reports_are_read() {
    let folder = tempfile::tempdir().expect("folder");
    let mut port = PtyPort::new(&folder.path().join("hidraw0")).expect("pty");
    let (sink, heard) = listen();
    let config =
        hid_pos::HidPosConfig { device: DeviceId::new("scanner"), role: Role::Scanner, path: port.path().into() };
    let _driver = hid_pos::spawn(config, sink).expect("driver");
    heard.until_health(&Health::Ready);
    let scan = |data: &[u8]| Content::Scan { bytes: data.to_vec(), aim: Some(*b"]Q3") };
    let long = [b'7'; 80];
    port.write(&report(b"0104012345678901", false)).expect("write");
    assert_eq!(heard.content(), scan(b"0104012345678901"));
    port.write(&[report(&long[..56], true), report(&long[56..], false)].concat()).expect("write");
    assert_eq!(heard.content(), scan(&long));
    // The rest never comes: the half is dropped, with or without the cable.
    port.write(&report(b"half", true)).expect("write");
    assert_eq!(heard.content(), Content::Unreadable(Unreadable::Interrupted));
    port.write(&report(b"half", true)).expect("write");
    port.write(&[3; 64]).expect("write");
    assert_eq!(heard.content(), Content::Unreadable(Unreadable::Interrupted));
    assert_eq!(heard.content(), Content::Unreadable(Unreadable::Malformed));
    port.unplug();
    heard.until_health(&Health::Absent);
    port.plug().expect("pty");
    heard.until_health(&Health::Ready);
    port.write(&report(b"back", false)).expect("write");
    assert_eq!(heard.content(), scan(b"back"));
}

#[test]
fn pulled_out_at_every_byte_of_a_report_the_next_one_is_whole() {
    let folder = tempfile::tempdir().expect("folder");
    let mut port = PtyPort::new(&folder.path().join("hidraw0")).expect("pty");
    let (sink, heard) = listen();
    let config =
        hid_pos::HidPosConfig { device: DeviceId::new("scanner"), role: Role::Scanner, path: port.path().into() };
    let _driver = hid_pos::spawn(config, sink).expect("driver");
    heard.until_health(&Health::Ready);
    let whole = report(b"0104012345678901", false);
    let scan = Content::Scan { bytes: b"0104012345678901".to_vec(), aim: Some(*b"]Q3") };
    for cut in 0..whole.len() {
        port.write(&whole[..cut]).expect("write");
        port.unplug();
        let half = heard.until_gone();
        // A report that has lost only its padding has all of the scan.
        let fair = |content: &Content| matches!(content, Content::Unreadable(_)) || cut >= 21 && *content == scan;
        assert!(half.iter().all(fair), "{cut}: {half:?}");
        port.plug().expect("pty");
        heard.until_health(&Health::Ready);
    }
    // Reports that are none.
    for rubbish in [[0xFF; 64], [0; 64], {
        let mut long = whole;
        long[1] = 200;
        long
    }] {
        port.write(&rubbish).expect("write");
        port.write(&report(b"good", false)).expect("write");
        let good = Content::Scan { bytes: b"good".to_vec(), aim: Some(*b"]Q3") };
        while let said = heard.content()
            && said != good
        {
            assert!(matches!(said, Content::Unreadable(_)), "{said:?}");
        }
    }
}
