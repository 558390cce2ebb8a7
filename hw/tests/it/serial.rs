//! Serial scanners and badge readers on a pseudo terminal: scans, garbage, unplugging.

use std::path::Path;
use std::time::{Duration, Instant};

use pitbox_hw::driver::tone::Tone;
use pitbox_hw::driver::{Driver, rdm6300, serial};
use pitbox_hw::health::Health;
use pitbox_hw::proto::lines::Framing;
use pitbox_hw::reading::{Content, DeviceId, Role, Unreadable};
use pitbox_hw::sim::badge::rdm6300_frame;
use pitbox_hw::sim::pty::PtyPort;

use crate::heard::{Heard, listen};

fn scanner(path: &Path, framing: Framing) -> (Driver, Heard) {
    let (sink, heard) = listen();
    let device = DeviceId::new("bench-scanner");
    let config = serial::SerialConfig { device, role: Role::Scanner, path: path.into(), baud: 9600, framing };
    (serial::spawn(config, sink).expect("driver"), heard)
}

#[expect(clippy::disallowed_methods, reason = "the promise under test is a time")]
fn now() -> Instant {
    Instant::now()
}

#[test]
fn a_scan_comes_through_and_the_next_one_too() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("scanner")).expect("pty");
    let (driver, heard) = scanner(port.path(), Framing::Cr);
    heard.until_health(&Health::Ready);
    port.write(b"]C1010401234567890110LOT7\x1d21SN42\r").expect("write");
    assert_eq!(heard.scan(), "]C1010401234567890110LOT7\u{1d}21SN42");
    port.write(b"04E11").expect("write");
    port.write(b"5561H\r\n").expect("write");
    assert_eq!(heard.scan(), "04E115561H");
    driver.stop();
}

#[test]
fn garbage_is_visible_and_leaves_no_trace() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("scanner")).expect("pty");
    let (_driver, heard) = scanner(port.path(), Framing::Cr);
    port.write(b"\x1b[2J\x00\r\xff\xfe\r").expect("write");
    assert_eq!(heard.content(), Content::Unreadable(Unreadable::Malformed));
    assert_eq!(heard.content(), Content::Unreadable(Unreadable::Malformed));
    port.write(&vec![b'7'; 1 << 20]).expect("write");
    assert_eq!(heard.content(), Content::Unreadable(Unreadable::TooLong));
    port.write(b"\rOK\r").expect("write");
    assert_eq!(heard.scan(), "OK");
}

#[test]
fn unplugged_in_the_middle_of_a_scan_the_half_is_dropped_and_a_replug_is_ready_within_a_second() {
    let folder = tempfile::tempdir().expect("folder");
    // The directory goes and comes with the device, as /dev/serial/by-id does.
    let by_id = folder.path().join("serial/by-id");
    let mut port = PtyPort::new(&by_id.join("scanner")).expect("pty");
    let (_driver, heard) = scanner(port.path(), Framing::StxEtx);
    heard.until_health(&Health::Ready);
    for round in 0..3 {
        port.write(b"\x02whole\x03\x02hal").expect("write");
        assert_eq!(heard.scan(), "whole");
        port.unplug();
        std::fs::remove_dir_all(folder.path().join("serial")).expect("directory");
        assert_eq!(heard.content(), Content::Unreadable(Unreadable::Interrupted));
        heard.until_health(&Health::Absent);
        let plugged = now();
        port.plug().expect("pty");
        heard.until_health(&Health::Ready);
        assert!(plugged.elapsed() < Duration::from_secs(1), "round {round}: {:?}", plugged.elapsed());
        port.write(b"f\x03\r\n\x02next\x03").expect("write");
        assert_eq!(heard.content(), Content::Unreadable(Unreadable::Malformed));
        assert_eq!(heard.scan(), "next");
    }
}

#[test]
fn a_scanner_that_comes_later_is_found() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("a/b/c/scanner");
    let (_driver, heard) = scanner(&path, Framing::Cr);
    heard.until_health(&Health::Absent);
    let port = PtyPort::new(&path).expect("pty");
    heard.until_health(&Health::Ready);
    port.write(b"late\r").expect("write");
    assert_eq!(heard.scan(), "late");
}

#[test]
fn a_driver_that_is_stopped_lets_go_of_the_port_and_another_takes_it() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("scanner")).expect("pty");
    for round in ["one", "two", "three"] {
        let (driver, heard) = scanner(port.path(), Framing::Cr);
        heard.until_health(&Health::Ready);
        port.write(format!("{round}\r").as_bytes()).expect("write");
        assert_eq!(heard.scan(), round);
        driver.stop();
    }
}

#[test]
fn while_the_kiosk_is_busy_scans_wait_in_the_kernel_and_none_is_lost() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("scanner")).expect("pty");
    let (_driver, heard) = scanner(port.path(), Framing::Cr);
    heard.until_health(&Health::Ready);
    // Far more than the queue of a test takes; nobody listens until the line is full.
    let scans: Vec<String> = (0..2000).map(|number| format!("A{number:09}")).collect();
    let all: String = scans.iter().map(|scan| format!("{scan}\r")).collect();
    let writing = std::thread::spawn(move || port.write(all.as_bytes()).map(|()| port));
    for scan in &scans {
        assert_eq!(heard.scan(), *scan);
    }
    writing.join().expect("thread").expect("write");
}

#[test]
fn a_port_that_another_driver_has_is_in_use() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("scanner")).expect("pty");
    let (first, heard) = scanner(port.path(), Framing::Cr);
    heard.until_health(&Health::Ready);
    let (_second, heard) = scanner(port.path(), Framing::Cr);
    let why = format!("{}: in use by another program", port.path().display());
    heard.until_health(&Health::Trouble(pitbox_hw::health::Trouble::Other(why)));
    first.stop();
    heard.until_health(&Health::Ready);
}

#[test]
fn a_file_that_is_no_serial_port_is_named() {
    let file = tempfile::NamedTempFile::new().expect("file");
    let (_driver, heard) = scanner(file.path(), Framing::Cr);
    let why = format!("{}: not a serial port", file.path().display());
    heard.until_health(&Health::Trouble(pitbox_hw::health::Trouble::Other(why)));
}

#[test]
fn a_badge_that_is_held_is_read_once() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("badge")).expect("pty");
    let (sink, heard) = listen();
    let config = rdm6300::Rdm6300Config { device: DeviceId::new("badge"), path: port.path().into(), baud: 9600 };
    let _driver = rdm6300::spawn(config, sink).expect("driver");
    port.write(&rdm6300_frame([0xd7, 0x3f, 0x61, 0x54, 0x21]).repeat(5)).expect("write");
    port.write(b"\x024C40D0C49D85\r\n\x03").expect("write");
    assert_eq!(heard.content(), Content::Em4100([0xd7, 0x3f, 0x61, 0x54, 0x21]));
    assert_eq!(heard.content(), Content::Em4100([0x4c, 0x40, 0xd0, 0xc4, 0x9d]));
}

#[test]
fn a_scanner_that_takes_commands_beeps_and_reads_as_it_is_told() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("scanner")).expect("pty");
    let (sink, heard) = listen();
    let device = DeviceId::new("bench-scanner");
    let path = port.path().to_path_buf();
    let config =
        serial::SerialConfig { device, role: Role::Scanner, path: path.into(), baud: 9600, framing: Framing::Cr };
    let (driver, feedback) =
        serial::spawn_with_commands(config, serial::HostCommands::Honeywell, sink).expect("driver");
    heard.until_health(&Health::Ready);
    let check = |expected: &[u8]| {
        let (mut seen, mut buffer) = (Vec::new(), [0; 16]);
        while seen.len() < expected.len() {
            let read = port.read(&mut buffer).expect("bytes");
            seen.extend_from_slice(&buffer[..read]);
        }
        assert_eq!(seen, expected);
    };
    feedback.trigger(true);
    check(b"\x16T\r");
    feedback.sound(Tone::Bad);
    check(b"\x07\x07\x07");
    feedback.enable(true);
    feedback.trigger(false);
    check(b"\x16U\r");
    driver.stop();
    // Nobody listens any more, and that is no error.
    feedback.sound(Tone::Good);
}
