//! The drivers on simulated devices: what a device says comes out of the kiosk's queue, and a label comes out of a printer.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use pitbox_hw::driver::printer::Language;
use pitbox_hw::driver::{DeviceEvent, PrintOutcome};
use pitbox_hw::health::Health;
use pitbox_hw::reading::{Content, Role};
use pitbox_hw::sim::language_printer::LanguagePrinter;
use pitbox_hw::sim::llrp::LlrpReader;
use pitbox_hw::sim::machine::{Machine, SerialDevice, TcpDevice};
use pitbox_hw::sim::pn532::Pn532;
use pitbox_hw::sim::ssi::SsiScanner;
use pitbox_hw::sim::uhf::{Protocol, UhfReader};

use super::*;
use crate::config::{ButtonKey, Driver as Configured, Line, PrinterConfig, PrinterLanguage, PrinterPort, TagPace};
use crate::kiosk::printing::Facts;
use crate::label::{self, PrintTag};

/// Longest wait of a test. A true wait is a few milliseconds.
const LIMIT: Duration = Duration::from_secs(20);

fn start(role: Role, driver: Configured) -> (Devices, Receiver<Event>) {
    let (queue, events) = Queue::new();
    let configured = DeviceConfig { name: "bench".into(), role, driver };
    (Devices::start(&[configured], &queue, |_| false).expect("threads"), events)
}

/// The next event of a device that `wanted` wants.
fn until<T>(events: &Receiver<Event>, wanted: impl Fn(DeviceEvent) -> Option<T>) -> T {
    loop {
        let Event::Device(event) = events.recv_timeout(LIMIT).expect("an event within the limit") else { continue };
        if let Some(found) = wanted(event) {
            return found;
        }
    }
}

fn ready(events: &Receiver<Event>) {
    until(events, |event| matches!(event, DeviceEvent::Health { health: Health::Ready, .. }).then_some(()));
}

fn content(events: &Receiver<Event>) -> Content {
    until(events, |event| if let DeviceEvent::Reading(reading) = event { Some(reading.content) } else { None })
}

fn plugged<M: Machine>(machine: M) -> (tempfile::TempDir, SerialDevice<M>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let device = SerialDevice::start(&folder.path().join("port"), machine).expect("a pseudo terminal");
    (folder, device)
}

#[test]
fn a_scan_of_an_ssi_scanner_arrives_and_the_scanner_beeps() {
    let (_folder, device) = plugged(SsiScanner::default());
    let (devices, events) = start(Role::Scanner, Configured::Ssi { path: device.path().into(), baud: 9600 });
    ready(&events);
    device.act(|is| is.scan(0xC1, b"04E115561H"));
    assert_eq!(content(&events), Content::Scan { bytes: b"04E115561H".to_vec(), aim: Some(*b"]d2") });
    devices.beep(Beep::Bad);
    assert!(device.wait_until(LIMIT, |is| is.beeps == [0x14]));
}

fn pace() -> TagPace {
    TagPace { window_ms: 300, hold_ms: 2000, again_ms: 5000, rssi_floor: None }
}

#[test]
fn cards_and_tags_arrive() {
    let (_folder, device) = plugged(Pn532::default());
    let (_devices, events) = start(Role::Badge, Configured::Pn532 { path: device.path().into(), baud: 115_200 });
    ready(&events);
    device.act(|is| is.hold(&[4, 1, 2, 3]));
    assert_eq!(content(&events), Content::Uid(vec![4, 1, 2, 3]));

    let (_folder, device) = plugged(UhfReader::new(Protocol::R200));
    let driver = Configured::R200 { path: device.path().into(), baud: 115_200, period_ms: 20, pace: pace() };
    let (_devices, events) = start(Role::Rfid, driver);
    ready(&events);
    device.act(|is| {
        is.tags = vec![vec![0x30; 12]];
        Vec::new()
    });
    assert!(matches!(content(&events), Content::Tags(tags) if tags[0].epc == [0x30; 12]));

    let reader = TcpDevice::start(LlrpReader::default()).expect("a port of the loopback");
    let (_devices, events) = start(
        Role::Rfid,
        Configured::Llrp { address: reader.address().to_string(), antennas: vec![], keepalive_s: 10, pace: pace() },
    );
    ready(&events);
    reader.act(|is| is.report(&[([0x31; 12], -40, 2), ([0x30; 12], -50, 1)]));
    assert!(matches!(content(&events), Content::Tags(tags) if tags.len() == 2));
}

#[test]
fn each_printer_gets_the_label_in_its_language() {
    for (language, spoken, dpi) in [
        (Language::Tspl, PrinterLanguage::Tspl, 203),
        (Language::EscPos, PrinterLanguage::EscPos, 203),
        (Language::BrotherQl, PrinterLanguage::BrotherQl { tape: "62".into() }, 300),
    ] {
        let sim = TcpDevice::start(LanguagePrinter::new(language)).expect("a port of the loopback");
        let port = PrinterPort::Network(sim.address().to_string());
        let configured = of(port, spoken, dpi);
        let facts = facts(&[DeviceConfig { name: "bench".into(), role: Role::Printer, driver: configured.clone() }]);
        let (devices, events) = start(Role::Printer, configured);
        ready(&events);
        let printer = devices.printer("bench").expect("a printer");
        let bytes = drawn(&facts.expect("a known roll")[0]);
        printer.driver.print(7, bytes.clone()).expect("taken");
        let outcome = until(&events, |event| match event {
            DeviceEvent::Print { job, outcome, .. } => Some((job, outcome)),
            DeviceEvent::Reading(_) | DeviceEvent::Health { .. } | DeviceEvent::Pressed { .. } => None,
        });
        assert_eq!(outcome, (7, PrintOutcome::Confirmed), "{language:?}");
        let labels = sim.look(|is| is.labels().to_vec());
        // The zeros that a Brother job begins with are no part of the label.
        assert!(matches!(labels.as_slice(), [label] if bytes.ends_with(label) && label.len() > 1000), "{language:?}");
    }
}

#[test]
fn a_printer_of_ipp_gets_a_picture() {
    use pitbox_hw::sim::ipp_printer::IppPrinter;
    for (png, begins) in [(false, &b"RaS2PwgRaster"[..]), (true, b"\x89PNG")] {
        let sim = TcpDevice::start(IppPrinter::new()).expect("a port of the loopback");
        let port = PrinterPort::Ipp { address: sim.address().to_string(), path: "/ipp/print".into(), media: None };
        let configured = of(port, PrinterLanguage::Ipp { png }, 300);
        let facts = facts(&[DeviceConfig { name: "bench".into(), role: Role::Printer, driver: configured.clone() }]);
        let (devices, events) = start(Role::Printer, configured);
        ready(&events);
        let bytes = drawn(&facts.expect("a printer")[0]);
        devices.printer("bench").expect("a printer").driver.print(7, bytes.clone()).expect("taken");
        let outcome = until(&events, |event| match event {
            DeviceEvent::Print { job, outcome, .. } => Some((job, outcome)),
            DeviceEvent::Reading(_) | DeviceEvent::Health { .. } | DeviceEvent::Pressed { .. } => None,
        });
        assert_eq!(outcome, (7, PrintOutcome::Confirmed));
        assert!(bytes.starts_with(begins) && sim.look(|is| is.labels() == [bytes]));
    }
}

fn of(port: PrinterPort, language: PrinterLanguage, dpi: u32) -> Configured {
    Configured::Printer(PrinterConfig { port, language, dpi, labels: Vec::new(), reprints: None, stands_in: false })
}

fn drawn(printer: &Facts) -> Vec<u8> {
    let template = label::builtin("part").expect("a template").expect("a right one");
    let rendered = label::render(&template, &label::sample(&template), printer.dpi).expect("drawn");
    let tag = PrintTag { id: "7".into(), template: "part".into(), key: "x".into() };
    label::encode(&rendered, printer.output, &tag).expect("encoded")
}

#[test]
fn a_roll_that_nobody_makes_is_refused_by_name() {
    let language = PrinterLanguage::BrotherQl { tape: "63".into() };
    let driver = of(PrinterPort::Network("127.0.0.1:1".into()), language, 300);
    let configured = DeviceConfig { name: "labels".into(), role: Role::Printer, driver };
    let (queue, _events) = Queue::new();
    let error = Devices::start(&[configured], &queue, |_| false).map(drop).expect_err("no such roll").to_string();
    assert!(error.starts_with("labels: no roll is called \"63\""), "{error}");
}

#[test]
fn a_lamp_on_a_board_that_is_not_there_is_absent_and_a_button_has_its_key() {
    let chip = Line::Numbered { chip: "/nonexistent/gpiochip0".into(), offset: 5 };
    let lamp = Configured::Lamp { red: Some(chip.clone()), amber: None, green: None, active_low: false };
    let (devices, events) = start(Role::Lamp, lamp);
    until(&events, |event| matches!(event, DeviceEvent::Health { health: Health::Absent, .. }).then_some(()));
    devices.beep(Beep::Good);
    let button = Configured::Button { line: chip, active_low: true, key: ButtonKey::F10, debounce_ms: 20 };
    let (devices, _events) = start(Role::Button, button);
    assert_eq!(devices.key(&DeviceId::new("bench")), Some(Key::Function(10)));
    assert_eq!(devices.key(&DeviceId::new("other")), None);
}
