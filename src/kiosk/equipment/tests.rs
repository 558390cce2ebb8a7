//! What is written down of a device that was found, on a made-up file tree.

use std::path::PathBuf;

use pitbox_hw::discover::UsbId;
use pitbox_hw::reading::Role;

use super::*;
use crate::config::Driver;

fn found(bus: Bus, path: &str, serial: Option<&str>, verdict: Verdict) -> Found {
    let usb = UsbId { vendor: 0x1a86, product: 0x7523, serial: serial.map(str::to_owned), port: "1-1.4".into() };
    let path = PathBuf::from(path);
    Found { bus, path: path.clone(), node: path, name: "x".into(), usb: Some(usb), verdict }
}

fn recognised(role: Option<Role>, driver: DriverKind) -> Verdict {
    Verdict::Recognised { role, driver }
}

fn device(found: &Found, wanted: Wanted) -> Option<DeviceConfig> {
    keys(found, wanted, "d").map(|keys| found::device_of(&keys).expect("a device"))
}

#[test]
fn a_device_is_kept_by_what_stays_the_same() {
    let plain = recognised(None, DriverKind::Serial);
    let usb = |device: Option<DeviceConfig>| device.and_then(|device| Some(device.driver.usb()?.to_string()));
    let adapter = found(Bus::Serial, "/dev/ttyUSB0", None, plain.clone());
    assert_eq!(usb(device(&adapter, Wanted::Scanner(0))).as_deref(), Some("1a86:7523 at 1-1.4"));
    assert_eq!(device(&adapter, Wanted::Badge(0)).map(|device| device.driver.name()), Some("rdm6300"));
    let numbered = found(Bus::Serial, "/dev/ttyACM0", Some("S1"), plain.clone());
    assert_eq!(usb(device(&numbered, Wanted::Scanner(0))).as_deref(), Some("1a86:7523 S1"));
    let header = Found { usb: None, ..found(Bus::Serial, "/dev/ttyAMA0", None, plain) };
    let path = device(&header, Wanted::Badge(0)).and_then(|device| device.driver.path().cloned());
    assert_eq!(path, Some("/dev/ttyAMA0".into()));
    let typing = found(Bus::Input, "/dev/input/event3", Some("S1"), Verdict::Unsupported("a keyboard".into()));
    assert_eq!(usb(device(&typing, Wanted::Scanner(0))).as_deref(), Some("1a86:7523 S1"));
}

#[test]
fn what_cannot_be_what_is_wanted_is_left_alone() {
    let printer =
        |language| found(Bus::UsbPrinter, "/dev/usb/lp0", None, recognised(None, DriverKind::Printer(language)));
    let zpl = device(&printer(Some(Language::Zpl)), Wanted::Printer).expect("a printer");
    assert!(matches!(zpl.driver, Driver::Printer(_)) && zpl.driver.path() == Some(&"/dev/usb/lp0".into()));
    for (found, wanted) in [
        (printer(None), Wanted::Printer),
        (printer(Some(Language::Zpl)), Wanted::Scanner(0)),
        (found(Bus::Gpio, "/dev/gpiochip0", None, recognised(None, DriverKind::Gpio)), Wanted::Scanner(0)),
        (found(Bus::Hidraw, "/dev/hidraw0", None, recognised(None, DriverKind::HidPos)), Wanted::Badge(0)),
    ] {
        assert_eq!(device(&found, wanted), None, "{found:?}");
    }
}

#[test]
fn a_serial_port_is_kept_in_the_way_in_which_it_answered() {
    let adapter = found(Bus::Serial, "/dev/ttyUSB0", Some("S1"), recognised(None, DriverKind::Serial));
    for (wanted, driver, baud) in [
        (Wanted::Scanner(0), "serial", Some(9600)),
        (Wanted::Scanner(1), "serial", Some(115_200)),
        (Wanted::Badge(0), "rdm6300", None),
        (Wanted::Badge(1), "pn532", Some(115_200)),
        (Wanted::Badge(2), "serial", Some(9600)),
        (Wanted::Tags(0), "r200", Some(115_200)),
        (Wanted::Tags(1), "uhfreader18", Some(57_600)),
    ] {
        let device = device(&adapter, wanted).expect("a device");
        let found = if let Driver::Serial { baud, .. }
        | Driver::Pn532 { baud, .. }
        | Driver::R200 { baud, .. }
        | Driver::UhfReader18 { baud, .. } = device.driver
        {
            Some(baud)
        } else {
            None
        };
        assert_eq!((device.driver.name(), found), (driver, baud), "{wanted:?}");
    }
}

#[test]
fn a_brother_gets_the_roll_that_it_comes_with() {
    let kind = recognised(None, DriverKind::Printer(Some(Language::BrotherQl)));
    let device = device(&found(Bus::UsbPrinter, "/dev/usb/lp0", None, kind), Wanted::Printer).expect("a printer");
    assert_eq!(device.driver.name(), "brother-ql");
}

#[test]
fn a_name_that_is_taken_gets_a_number() {
    let keys = |name: &str| -> Keys {
        let keys = [("name", name), ("role", "scanner"), ("driver", "hid-pos"), ("path", "/dev/hidraw0")];
        keys.into_iter().map(|(key, text)| (key, text.to_owned())).collect()
    };
    let devices: Vec<DeviceConfig> =
        ["scanner", "scanner-2"].map(|name| found::device_of(&keys(name)).expect("a device")).into();
    assert_eq!(free_name(&devices, Wanted::Scanner(0)), "scanner-3");
    assert_eq!(free_name(&devices, Wanted::Badge(0)), "badge");
}

#[test]
fn a_device_that_is_gone_is_not_written_down() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let gone = write_down(folder.path(), folder.path(), &[], "/dev/ttyUSB0", Wanted::Scanner(0));
    assert!(matches!(gone, Err(StoreFailure::Failed(_))));
}
