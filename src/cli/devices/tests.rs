//! `pitbox devices` on a made-up file tree.

use std::fs;
use std::os::unix::fs::symlink;

use super::*;

fn write_file(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A scanner on a serial port, a slip printer of an unknown maker, a keyboard.
fn computer() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let usb = |port: &str, vendor: &str, name: &str| {
        write_file(root, &format!("sys/devices/{port}/idVendor"), vendor);
        write_file(root, &format!("sys/devices/{port}/idProduct"), "0001");
        write_file(root, &format!("sys/devices/{port}/product"), name);
        write_file(root, &format!("sys/devices/{port}/serial"), "S1");
    };
    let node = |class: &str, name: &str, node: &str, port: &str| {
        let entry = root.join("sys/class").join(class).join(name);
        fs::create_dir_all(&entry).expect("a folder");
        symlink(root.join("sys/devices").join(port), entry.join("device")).expect("a link");
        write_file(root, &format!("dev/{node}"), "");
    };
    usb("1-1", "05e0", "Scanner DS2208");
    node("tty", "ttyACM0", "ttyACM0", "1-1");
    fs::create_dir_all(root.join("dev/serial/by-id")).expect("a folder");
    symlink("../../ttyACM0", root.join("dev/serial/by-id/usb-DS2208")).expect("a link");
    usb("1-2", "dead", "Slips");
    node("usbmisc", "lp0", "usb/lp0", "1-2");
    folder
}

const CONFIG: &str = r#"
[station]
name = "b"
site = "S"
role = "bay"
store = "data"
language = "en"
[hub]
url = "http://h"
[[device]]
name = "bench"
role = "scanner"
driver = "ssi"
path = "/dev/serial/by-id/usb-DS2208"
[[device]]
name = "labels"
role = "printer"
driver = "tspl"
address = "192.168.1.50:9100"
[[device]]
name = "gate"
role = "rfid"
driver = "r200"
path = "/dev/ttyUSB7"
[[device]]
name = "typing"
role = "scanner"
driver = "evdev"
match = "0c2e:0b61"
[[device]]
name = "bell"
role = "buzzer"
driver = "tone"
bell = true
"#;

fn written(json: bool, config: bool) -> String {
    let computer = computer();
    write_file(computer.path(), "kiosk.toml", CONFIG);
    let config = config.then(|| computer.path().join("kiosk.toml"));
    let configured = config.as_deref().map(|file| config::load_kiosk(file).expect("right").devices).unwrap_or_default();
    let args = DevicesArgs { json, config, root: computer.path().to_path_buf() };
    let mut out = Vec::new();
    write(&args, &configured, &mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn each_device_is_a_line_of_json() {
    let out = written(true, true);
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let row = |line: &serde_json::Value| {
        let field = |name: &str| line[name].as_str().unwrap_or("-").to_owned();
        ["bus", "path", "usb", "verdict", "role", "driver", "device"].map(field).join(" ")
    };
    let expected = [
        "serial /dev/serial/by-id/usb-DS2208 05e0:0001 recognised scanner ssi bench",
        "usb-printer /dev/usb/lp0 dead:0001 recognised printer - -",
        "network 192.168.1.50:9100 - configured printer tspl labels",
        "file /dev/ttyUSB7 - absent rfid r200 gate",
        "input 0c2e:0b61 - absent scanner evdev typing",
    ];
    assert_eq!(lines.iter().map(row).collect::<Vec<_>>(), expected);
    assert_eq!((&lines[0]["node"], &lines[0]["serial"]), (&"/dev/ttyACM0".into(), &"S1".into()));
    assert_eq!(lines[1]["why"], "its language is not known: try zpl, tspl or escpos");
    assert!(lines.iter().all(|line| line.as_object().expect("an object").len() == 14));
}

#[test]
fn the_table_says_what_is_wrong_below_it() {
    let out = written(false, false);
    let expected = "\
PATH                         NAME            STATE       ROLE     DRIVER  DEVICE
/dev/serial/by-id/usb-DS2208  Scanner DS2208  recognised  scanner  serial  -
";
    assert_eq!(out.lines().count(), 5, "{out}");
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.lines().map(words).zip(expected.lines().map(words)).all(|(line, wanted)| line == wanted), "{out}");
    assert!(out.ends_with("/dev/usb/lp0: its language is not known: try zpl, tspl or escpos\n"), "{out}");
}

#[test]
fn a_device_without_rights_comes_with_what_to_type() {
    let fix = Fix { text: "usermod -aG dialout pitbox".into(), group: Some("dialout".into()), udev_rule: None };
    let verdict = Verdict::NotPermitted { role: None, driver: DriverKind::Serial, fix };
    let node = PathBuf::from("/dev/ttyACM0");
    let found = Found { bus: Bus::Serial, path: node.clone(), node, name: "x".into(), usb: None, verdict };
    let line = of_found(&found, None, Path::new("/"));
    assert_eq!((line.verdict, line.fix.as_deref()), ("not-permitted", Some("usermod -aG dialout pitbox")));
}

#[test]
fn an_empty_computer_is_no_mistake() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let args = DevicesArgs { json: false, config: None, root: folder.path().to_path_buf() };
    let mut out = Vec::new();
    write(&args, &[], &mut out).expect("written");
    assert_eq!(out, b"Nothing is plugged in that Pitbox could use.\n");
}
