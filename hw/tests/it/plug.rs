//! Devices that are known by what they are: found again under another node, and told apart by their ports.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pitbox_hw::discover::{Bus, find};
use pitbox_hw::driver::{Driver, serial};
use pitbox_hw::health::Health;
use pitbox_hw::proto::lines::Framing;
use pitbox_hw::reading::{DeviceId, Role};
use pitbox_hw::sim::pty::PtyPort;
use pitbox_hw::spot::{Spot, UsbMatch};

use crate::heard::{Heard, listen};

/// A made-up `/sys` and `/dev`.
struct Computer(tempfile::TempDir);

impl Computer {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        fs::create_dir_all(folder.path().join("dev")).expect("folder");
        Self(folder)
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    /// Plugs an adapter without a serial number in at a port of the hub; the kernel calls it `name`.
    fn plug(&self, port: &str, name: &str) -> PtyPort {
        let usb = self.root().join(format!("sys/devices/usb1/{port}"));
        let interface = usb.join(format!("{port}:1.0"));
        fs::create_dir_all(&interface).expect("folder");
        fs::write(usb.join("idVendor"), "1a86\n").expect("file");
        fs::write(usb.join("idProduct"), "7523\n").expect("file");
        let entry = self.entry(name);
        fs::create_dir_all(&entry).expect("folder");
        symlink(interface, entry.join("device")).expect("link");
        PtyPort::new(&self.root().join("dev").join(name)).expect("pty")
    }

    /// Pulls it out.
    fn pull(&self, name: &str, mut port: PtyPort) {
        port.unplug();
        fs::remove_dir_all(self.entry(name)).expect("folder");
    }

    fn entry(&self, name: &str) -> PathBuf {
        self.root().join("sys/class/tty").join(name)
    }

    fn scanner(&self, port: Option<&str>) -> (Driver, Heard) {
        let (sink, heard) = listen();
        let usb = UsbMatch { vendor: 0x1a86, product: 0x7523, serial: None, port: port.map(str::to_owned) };
        let path = Spot::Usb { device: usb, root: self.root().to_path_buf() };
        let device = DeviceId::new("bench-scanner");
        let config = serial::SerialConfig { device, role: Role::Scanner, path, baud: 9600, framing: Framing::Cr };
        (serial::spawn(config, sink).expect("driver"), heard)
    }
}

#[expect(clippy::disallowed_methods, reason = "the promise under test is a time")]
fn now() -> Instant {
    Instant::now()
}

#[test]
fn a_device_that_comes_back_under_another_number_is_ready_within_a_second() {
    let computer = Computer::new();
    let (_driver, heard) = computer.scanner(None);
    heard.until_health(&Health::Absent);
    for name in ["ttyUSB0", "ttyUSB3", "ttyUSB1"] {
        let plugged = now();
        let port = computer.plug("1-1.4", name);
        heard.until_health(&Health::Ready);
        assert!(plugged.elapsed() < Duration::from_secs(1), "{name}: {:?}", plugged.elapsed());
        port.write(format!("{name}\r").as_bytes()).expect("write");
        assert_eq!(heard.scan(), name);
        computer.pull(name, port);
        heard.until_health(&Health::Absent);
    }
}

#[test]
fn two_of_a_kind_are_told_apart_by_their_ports() {
    let computer = Computer::new();
    let (_left, from_left) = computer.scanner(Some("1-1.2"));
    let (_right, from_right) = computer.scanner(Some("1-1.4"));
    // The one at the right was plugged in first, so that it has the lower number; later it is the other way round.
    for (right, left) in [("ttyUSB0", "ttyUSB1"), ("ttyUSB1", "ttyUSB0")] {
        let right_port = computer.plug("1-1.4", right);
        let left_port = computer.plug("1-1.2", left);
        from_left.until_health(&Health::Ready);
        from_right.until_health(&Health::Ready);
        left_port.write(b"LEFT\r").expect("write");
        right_port.write(b"RIGHT\r").expect("write");
        assert_eq!((from_left.scan(), from_right.scan()), ("LEFT".into(), "RIGHT".into()));
        computer.pull(right, right_port);
        computer.pull(left, left_port);
        from_left.until_health(&Health::Absent);
        from_right.until_health(&Health::Absent);
    }
}

#[test]
fn of_several_that_fit_the_port_decides_and_not_the_order_of_plugging() {
    let computer = Computer::new();
    let usb = UsbMatch { vendor: 0x1a86, product: 0x7523, serial: None, port: None };
    let _second = computer.plug("1-1.4", "ttyUSB0");
    let _first = computer.plug("1-1.2", "ttyUSB1");
    assert_eq!(find(computer.root(), Bus::Serial, &usb), Some(computer.root().join("dev/ttyUSB1")));
    let other = UsbMatch { product: 1, ..usb };
    assert_eq!(find(computer.root(), Bus::Serial, &other), None);
}
