//! A made-up `/sys` and `/dev`.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use tempfile::TempDir;

use super::*;

/// A computer with a few USB ports.
struct Computer(TempDir);

impl Computer {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("folder"))
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a directory")).expect("directory");
        fs::write(path, bytes).expect("file");
    }

    fn link(&self, path: &str, to: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a directory")).expect("directory");
        symlink(to, path).expect("link");
    }

    /// Plugs a USB device in at a port; `serial` may be empty.
    fn usb(&self, port: &str, id: (&str, &str), name: (&str, &str), serial: &str) {
        let files = [("idVendor", id.0), ("idProduct", id.1), ("manufacturer", name.0), ("product", name.1)];
        for (file, text) in files.into_iter().chain([("serial", serial)]) {
            if !text.is_empty() {
                self.write(&format!("sys/devices/usb1/{port}/{file}"), format!("{text}\n"));
            }
        }
        fs::create_dir_all(self.0.path().join(format!("sys/devices/usb1/{port}/{port}:1.0"))).expect("directory");
    }

    /// Gives an interface of a USB device a node.
    fn node(&self, class: &str, name: &str, node: &str, port: &str) {
        let device = format!("../../../devices/usb1/{port}/{port}:1.0");
        self.link(&format!("sys/class/{class}/{name}/device"), &device);
        self.write(&format!("dev/{node}"), "");
    }

    fn found(&self) -> Vec<Found> {
        discover_as(self.0.path(), &|_| true)
    }

    /// One line for each device: the node's name, the stable name and the verdict.
    fn lines(&self) -> Vec<String> {
        let name = |path: &Path| path.strip_prefix(self.0.path()).expect("under the root").display().to_string();
        let line = |device: Found| {
            let verdict = match device.verdict {
                Verdict::Recognised { role, driver } => format!("{role:?} {driver:?}"),
                Verdict::Unsupported(why) => why.split(':').next().unwrap_or_default().to_owned(),
                Verdict::NotPermitted { .. } => "not permitted".to_owned(),
            };
            format!("{} | {} | {} | {verdict}", name(&device.node), name(&device.path), device.name)
        };
        self.found().into_iter().map(line).collect()
    }
}

/// Keys of a keyboard, and of a mouse.
const KEYBOARD: &str = "1000000000007 ff800000000007ff febeffdff3cfffff fffffffffffffffe";
const MOUSE: &str = "ff0000 0 0 0 0";

#[test]
fn nothing_plugged_in_is_no_error() {
    assert_eq!(Computer::new().found(), []);
    assert_eq!(discover(Path::new("/nonexistent/root")), []);
}

#[test]
fn serial_ports_have_names_that_stay() {
    let computer = Computer::new();
    computer.usb("1-1", ("05e0", "1701"), ("Zebra", "DS2208"), "S1");
    computer.node("tty", "ttyACM0", "ttyACM0", "1-1");
    computer.link("dev/serial/by-id/usb-Zebra_DS2208_S1-if00", "../../ttyACM0");
    computer.link("dev/serial/by-path/pci-0:1-if00", "../../ttyACM0");
    // Two of these differ only by where they are plugged in.
    computer.usb("1-2", ("1a86", "7523"), ("", "USB Serial"), "");
    computer.node("tty", "ttyUSB0", "ttyUSB0", "1-2");
    computer.link("dev/serial/by-id/usb-1a86_USB_Serial-if00-port0", "../../ttyUSB0");
    computer.link("dev/serial/by-path/pci-0:2-port0", "../../ttyUSB0");
    computer.usb("1-3", ("2341", "0043"), ("Arduino", "Uno"), "");
    computer.node("tty", "ttyACM1", "ttyACM1", "1-3");
    computer.write("sys/class/tty/tty0/dev", "4:0");
    computer.write("dev/tty0", "");
    computer.write("sys/class/tty/ttyS0/type", "0\n");
    computer.write("sys/class/tty/ttyS0/device/x", "");
    computer.write("dev/ttyS0", "");
    computer.write("sys/class/tty/ttyAMA0/type", "32\n");
    computer.write("sys/class/tty/ttyAMA0/device/x", "");
    computer.write("dev/ttyAMA0", "");
    let expected = [
        "dev/ttyACM0 | dev/serial/by-id/usb-Zebra_DS2208_S1-if00 | Zebra DS2208 | Some(Scanner) Serial",
        "dev/ttyACM1 | dev/ttyACM1 | Arduino Uno | an unknown maker",
        "dev/ttyAMA0 | dev/ttyAMA0 | serial port ttyAMA0 | None Serial",
        "dev/ttyUSB0 | dev/serial/by-path/pci-0:2-port0 | USB Serial | None Serial",
    ];
    assert_eq!(computer.lines(), expected);
    assert_eq!(computer.found()[3].usb.as_ref().map(ToString::to_string), Some("1a86:7523".into()));
}

#[test]
fn devices_that_type_are_scanners_badge_readers_or_keyboards() {
    let computer = Computer::new();
    let devices = [
        ("1-1", ("0c2e", "0901"), "Honeywell 1900", KEYBOARD),
        ("1-2", ("ffff", "0035"), "Sycreader USB Reader", KEYBOARD),
        ("1-3", ("046d", "c31c"), "Logitech Keyboard K120", KEYBOARD),
        ("1-4", ("046d", "c077"), "Logitech Mouse", MOUSE),
        ("1-5", ("1234", "5678"), "WCM BarCode WCM Scanner", KEYBOARD),
    ];
    for (number, (port, id, name, keys)) in devices.into_iter().enumerate() {
        let event = format!("event{number}");
        computer.usb(port, id, ("", name), "1");
        computer.node("input", &event, &format!("input/{event}"), port);
        computer.write(&format!("sys/devices/usb1/{port}/{port}:1.0/name"), name);
        computer.write(&format!("sys/devices/usb1/{port}/{port}:1.0/capabilities/key"), keys);
    }
    computer.link("dev/input/by-id/usb-Honeywell-event-kbd", "../event0");
    let expected = [
        "dev/input/event0 | dev/input/by-id/usb-Honeywell-event-kbd | Honeywell 1900 | Some(Scanner) Evdev",
        "dev/input/event1 | dev/input/event1 | Sycreader USB Reader | Some(Badge) Evdev",
        "dev/input/event2 | dev/input/event2 | Logitech Keyboard K120 | a keyboard",
        "dev/input/event4 | dev/input/event4 | WCM BarCode WCM Scanner | Some(Scanner) Evdev",
    ];
    assert_eq!(computer.lines(), expected);
}

#[test]
fn hidraw_nodes_are_told_by_their_descriptors() {
    const POS: &[u8] = &[0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01];
    const VENDOR: &[u8] = &[0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01];
    let computer = Computer::new();
    // The third has a serial side too, which is read: its other side is not worth a word.
    for (number, (vendor, descriptor)) in
        [("05e0", POS), ("05e0", VENDOR), ("0c2e", VENDOR), ("046d", VENDOR)].into_iter().enumerate()
    {
        let (port, node) = (format!("1-{number}"), format!("hidraw{number}"));
        computer.usb(&port, (vendor, "1300"), ("", "Scanner"), &number.to_string());
        computer.node("hidraw", &node, &node, &port);
        computer.write(&format!("sys/devices/usb1/{port}/{port}:1.0/report_descriptor"), descriptor);
    }
    computer.node("tty", "ttyACM0", "ttyACM0", "1-2");
    let expected = [
        "dev/ttyACM0 | dev/ttyACM0 | Scanner | Some(Scanner) Serial",
        "dev/hidraw0 | dev/hidraw0 | Scanner | Some(Scanner) HidPos",
        "dev/hidraw1 | dev/hidraw1 | Scanner | the scanner is in a mode of its maker",
    ];
    assert_eq!(computer.lines(), expected);
}

#[test]
fn printers_say_their_language_or_their_maker_does() {
    let computer = Computer::new();
    let printers = [
        ("0a5f", "MFG:Zebra;CMD:ZPL;MDL:ZD421;", "Some(Zpl)"),
        ("1203", "", "Some(Tspl)"),
        ("04f9", "MFG:Brother;CMD:PT-CBP;MDL:QL-800;", "Some(BrotherQl)"),
        ("04b8", "MFG:EPSON;COMMAND SET:ESC/POS;", "Some(EscPos)"),
        ("2d84", "MFG:Zhuhai;CMD:TSPL,XPP;MDL:Label;", "Some(Tspl)"),
        ("dead", "MFG:Nobody;", "None"),
    ];
    for (number, (vendor, says, _)) in printers.iter().enumerate() {
        let port = format!("1-{number}");
        computer.usb(&port, (vendor, "0001"), ("", "Printer"), "");
        computer.node("usbmisc", &format!("lp{number}"), &format!("usb/lp{number}"), &port);
        computer.write(&format!("sys/devices/usb1/{port}/{port}:1.0/ieee1284_id"), says);
    }
    let expected: Vec<String> = printers
        .iter()
        .enumerate()
        .map(|(n, (_, _, language))| {
            format!("dev/usb/lp{n} | dev/usb/lp{n} | Printer | Some(Printer) Printer({language})")
        })
        .collect();
    assert_eq!(computer.lines(), expected);
}

#[test]
fn printers_and_hidraw_nodes_have_the_names_that_our_rules_give_them() {
    let computer = Computer::new();
    for (port, serial, name) in [("1-1", "S7", "lp0"), ("1-2", "", "lp1"), ("1-3", "", "lp2")] {
        computer.usb(port, ("0a5f", "0001"), ("", "Printer"), serial);
        computer.node("usbmisc", name, &format!("usb/{name}"), port);
        computer.link(&format!("dev/pitbox/by-path/lp-{port}"), &format!("../../usb/{name}"));
    }
    computer.link("dev/pitbox/by-id/lp-S7", "../../usb/lp0");
    let paths: Vec<_> = computer.found().into_iter().map(|device| device.path).collect();
    let expected = ["by-id/lp-S7", "by-path/lp-1-2", "by-path/lp-1-3"];
    assert_eq!(paths, expected.map(|name| computer.0.path().join("dev/pitbox").join(name)));
    assert_eq!(computer.found()[2].usb.as_ref().map(|usb| usb.port.as_str()), Some("1-3"));
}

#[test]
fn chips_with_lines_are_listed() {
    let computer = Computer::new();
    computer.write("dev/gpiochip0", "");
    computer.write("dev/gpiochip10", "");
    let expected =
        ["gpiochip0", "gpiochip10"].map(|chip| format!("dev/{chip} | dev/{chip} | GPIO lines of {chip} | None Gpio"));
    assert_eq!(computer.lines(), expected);
}

#[test]
fn a_node_that_may_not_be_opened_comes_with_the_fix() {
    let computer = Computer::new();
    computer.usb("1-1", ("05e0", "1701"), ("Zebra", "DS2208"), "S1");
    computer.node("tty", "ttyACM0", "ttyACM0", "1-1");
    let node = computer.0.path().join("dev/ttyACM0");
    let gid = fs::metadata(&node).expect("node").gid();
    computer.write("etc/group", format!("daemon:x:{}:\ndialout:x:{gid}:pi\n", gid + 1));
    let fix = |mode| {
        fs::set_permissions(&node, fs::Permissions::from_mode(mode)).expect("mode");
        match discover_as(computer.0.path(), &|_| false).remove(0).verdict {
            Verdict::NotPermitted { role: Some(Role::Scanner), driver: DriverKind::Serial, fix } => fix,
            other @ (Verdict::NotPermitted { .. } | Verdict::Recognised { .. } | Verdict::Unsupported(_)) => {
                panic!("{other:?}")
            }
        }
    };
    assert!(matches!(discover(computer.0.path())[0].verdict, Verdict::Recognised { .. }), "this user may");
    let by_group = fix(0o660);
    assert_eq!(by_group.group.as_deref(), Some("dialout"));
    assert!(by_group.text.contains("usermod -aG dialout pitbox"), "{}", by_group.text);
    let by_rule = fix(0o600);
    assert_eq!(by_rule.group, None);
    let rule =
        "SUBSYSTEM==\"tty\", ATTRS{idVendor}==\"05e0\", ATTRS{idProduct}==\"1701\", GROUP=\"pitbox\", MODE=\"0660\"";
    assert_eq!(by_rule.udev_rule.as_deref(), Some(rule));
    assert!(by_rule.text.contains("90-pitbox.rules"));
}
