//! A scanner in SSI mode: acknowledged scans, beeps, garbage, unplugging at every byte.

use pitbox_hw::driver::tone::Tone;
use pitbox_hw::driver::{Driver, Feedback, ssi};
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::{Content, DeviceId, Role, Unreadable};
use pitbox_hw::sim::machine::SerialDevice;
use pitbox_hw::sim::ssi::SsiScanner;
use tempfile::TempDir;

use crate::heard::{Heard, LIMIT, listen};

const GS1_DATA_MATRIX: u8 = 0xC1;

fn scanner(machine: SsiScanner) -> (TempDir, SerialDevice<SsiScanner>, (Driver, Feedback), Heard) {
    let folder = tempfile::tempdir().expect("folder");
    let device = SerialDevice::start(&folder.path().join("ssi"), machine).expect("device");
    let (sink, heard) = listen();
    let config = ssi::SsiConfig {
        device: DeviceId::new("bench-scanner"),
        role: Role::Scanner,
        path: device.path().into(),
        baud: 9600,
    };
    let driver = ssi::spawn(config, sink).expect("driver");
    (folder, device, driver, heard)
}

fn scan(text: &str) -> Content {
    Content::Scan { bytes: text.into(), aim: Some(*b"]d2") }
}

#[test]
fn a_scan_is_acknowledged_and_a_repeated_one_is_read_once() {
    let (_folder, device, _driver, heard) = scanner(SsiScanner::default());
    heard.until_health(&Health::Ready);
    device.act(|is| is.scan(GS1_DATA_MATRIX, b"0104012345678901"));
    assert_eq!(heard.content(), scan("0104012345678901"));
    assert!(device.wait_until(LIMIT, SsiScanner::is_acknowledged));
    // The acknowledgement was lost: the scanner sends the scan again.
    device.act(|is| [is.scan(GS1_DATA_MATRIX, b"one"), is.repeat()].concat());
    assert_eq!(heard.content(), scan("one"));
    device.act(|is| is.scan(GS1_DATA_MATRIX, b"two"));
    assert_eq!(heard.content(), scan("two"));
}

#[test]
fn the_scanner_beeps_as_it_is_told() {
    let (_folder, device, (_driver, feedback), heard) = scanner(SsiScanner::default());
    heard.until_health(&Health::Ready);
    for (tone, beeps) in [(Tone::Good, &[0x00][..]), (Tone::Ignored, &[0x00]), (Tone::Bad, &[0x00, 0x14])] {
        feedback.sound(tone);
        assert!(device.wait_until(LIMIT, |is| is.beeps == beeps));
    }
    feedback.trigger(true);
    assert!(device.wait_until(LIMIT, |is| is.commands.ends_with(&[0xE4])));
    feedback.enable(false);
    assert!(device.wait_until(LIMIT, |is| is.commands.ends_with(&[0xEA])));
}

#[test]
fn a_broken_packet_is_refused_and_sent_again() {
    let (_folder, device, _driver, heard) = scanner(SsiScanner::default());
    heard.until_health(&Health::Ready);
    device.act(|is| {
        let mut packet = is.scan(GS1_DATA_MATRIX, b"04E115561H");
        packet[6] ^= 1;
        packet
    });
    assert_eq!(heard.content(), Content::Unreadable(Unreadable::Checksum));
    assert_eq!(heard.content(), scan("04E115561H"));
    // What no label holds never travels further.
    device.act(|is| is.scan(GS1_DATA_MATRIX, b"\x1b[2J"));
    assert_eq!(heard.content(), Content::Unreadable(Unreadable::Malformed));
}

#[test]
fn unplugged_at_every_byte_of_a_packet_the_next_scan_is_whole() {
    let (_folder, mut device, _driver, heard) = scanner(SsiScanner::default());
    heard.until_health(&Health::Ready);
    let length = SsiScanner::default().scan(GS1_DATA_MATRIX, b"LOT7").len();
    for left in 0..length {
        device.act(|is| is.scan(GS1_DATA_MATRIX, b"LOT7")[..left].to_vec());
        device.unplug();
        let half = heard.until_gone();
        assert!(half.iter().all(|content| *content == Content::Unreadable(Unreadable::Interrupted)), "{half:?}");
        device.plug().expect("device");
        let text = format!("after {left}");
        device.act(|is| is.scan(GS1_DATA_MATRIX, text.as_bytes()));
        assert_eq!(heard.content(), scan(&text));
        // All that the scanner had to say has been said.
        assert!(device.wait_until(LIMIT, SsiScanner::is_acknowledged));
    }
}

#[test]
fn a_scanner_that_never_answers_is_in_another_mode() {
    let (_folder, device, _driver, heard) = scanner(SsiScanner::dead());
    heard.until_health(&Health::Trouble(Trouble::DoesNotAnswer));
    device.act(|is| {
        is.dead = false;
        is.scan(GS1_DATA_MATRIX, b"here")
    });
    assert_eq!(heard.content(), scan("here"));
}
