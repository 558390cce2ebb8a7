//! The simulated devices as the program has them, with the real drivers.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use pitbox_hw::driver::printer::{PrinterConfig, Target, Timing};
use pitbox_hw::driver::{DeviceEvent, PrintOutcome, Sink, printer, rdm6300, ssi};
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::{Content, DeviceId, Role};

use super::*;

const LIMIT: Duration = Duration::from_secs(20);

fn listen() -> (Sink, Receiver<DeviceEvent>) {
    let (send, receive) = sync_channel(64);
    // A test that has ended no longer listens.
    (Arc::new(move |event| drop(send.send(event))), receive)
}

fn until<T>(events: &Receiver<DeviceEvent>, wanted: impl Fn(DeviceEvent) -> Option<T>) -> T {
    loop {
        if let Some(found) = wanted(events.recv_timeout(LIMIT).expect("an event within the limit")) {
            return found;
        }
    }
}

fn content(events: &Receiver<DeviceEvent>) -> Content {
    until(events, |event| if let DeviceEvent::Reading(reading) = event { Some(reading.content) } else { None })
}

fn until_health(events: &Receiver<DeviceEvent>, wanted: &Health) {
    until(events, |event| matches!(event, DeviceEvent::Health { health, .. } if health == *wanted).then_some(()));
}

fn sim(kind: Kind, folder: &Path) -> Box<dyn Sim> {
    let path = Some(folder.join("port"));
    start(&SimDeviceArgs { kind, path, listen: None, to: Some(folder.join("labels")) }).expect("a device")
}

#[test]
fn lines_are_scans_and_badges() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut scanner = sim(Kind::Ssi, folder.path());
    let (sink, events) = listen();
    let (device, path) = (DeviceId::new("s"), PathBuf::from(scanner.place()));
    let config = ssi::SsiConfig { device, role: Role::Scanner, path: path.into(), baud: 9600 };
    let driver = ssi::spawn(config, sink).expect("a driver");
    until_health(&events, &Health::Ready);
    assert_eq!(scanner.act(r"04E115561H\x1dQ2"), Ok(()));
    assert_eq!(content(&events), Content::Scan { bytes: b"04E115561H\x1dQ2".to_vec(), aim: Some(*b"]C0") });
    assert!(scanner.act(":fly").is_err());
    assert_eq!(scanner.act(":unplug"), Ok(()));
    until_health(&events, &Health::Absent);
    assert_eq!(scanner.act(":plug"), Ok(()));
    until_health(&events, &Health::Ready);
    drop((driver, scanner));

    let mut reader = sim(Kind::Rdm6300, folder.path());
    let (sink, events) = listen();
    let config =
        rdm6300::Rdm6300Config { device: DeviceId::new("b"), path: Path::new(&reader.place()).into(), baud: 9600 };
    let _driver = rdm6300::spawn(config, sink).expect("a driver");
    until_health(&events, &Health::Ready);
    assert!(reader.act("01020304").is_err());
    assert_eq!(reader.act("01 02 03 04 05"), Ok(()));
    assert_eq!(content(&events), Content::Em4100([1, 2, 3, 4, 5]));
}

#[test]
fn printers_are_unwell_as_they_are_told() {
    for (kind, language, job) in
        [(Kind::Zpl, Language::Zpl, &b"^XA^FDx^FS^XZ"[..]), (Kind::Tspl, Language::Tspl, b"CLS\r\nPRINT 1,1\r\n")]
    {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut device = sim(kind, folder.path());
        let (sink, events) = listen();
        let (device_id, target) = (DeviceId::new("p"), Target::Tcp(device.place()));
        let config = PrinterConfig { device: device_id, target, language, reprints: true, timing: Timing::default() };
        let driver = printer::spawn(config, sink).expect("a driver");
        until_health(&events, &Health::Ready);
        assert_eq!(device.act("paper-out"), Ok(()));
        driver.print(1, job.to_vec()).expect("taken");
        let outcome = || {
            until(&events, |event| if let DeviceEvent::Print { outcome, .. } = event { Some(outcome) } else { None })
        };
        assert_eq!(outcome(), PrintOutcome::Failed { why: Trouble::PaperOut, nothing_sent: true });
        assert_eq!(device.act("paper-in"), Ok(()));
        driver.print(2, job.to_vec()).expect("taken");
        assert_eq!(outcome(), PrintOutcome::Confirmed);
        assert!(device.act("explode").is_err() && device.act("cut many").is_err());
    }
}

#[test]
fn every_device_starts_and_says_which_words_it_knows() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for kind in Kind::value_variants() {
        let mut device = sim(*kind, folder.path());
        assert!(!device.place().is_empty());
        let why = device.act(":what").expect_err("no word of any");
        assert!(why.contains("quit") || why.contains("hexadecimal"), "{why}");
    }
    let mut reader = sim(Kind::R200, folder.path());
    assert_eq!(reader.act("tags 3034257BF7194E4000001A85 300102030405060708090A0B"), Ok(()));
    assert!(reader.act("tags 30343").is_err());
    assert_eq!(sim(Kind::Llrp, folder.path()).act("tags 3034257BF7194E4000001A85"), Ok(()));
    assert_eq!(sim(Kind::Pn532, folder.path()).act("hold 04:a1:b2:c3"), Ok(()));
}

#[test]
fn a_card_on_the_reader_of_the_daemon_is_read() {
    use pitbox_hw::driver::pcsc;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut daemon = sim(Kind::Pcsc, folder.path());
    let (sink, events) = listen();
    let (device, socket) = (DeviceId::new("b"), PathBuf::from(daemon.place()));
    let config = pcsc::PcscConfig { device, role: Role::Badge, socket: socket.clone(), reader: String::new() };
    let driver = pcsc::spawn(config, sink).expect("a driver");
    until_health(&events, &Health::Ready);
    assert_eq!(daemon.act("hold 04A1B2C3"), Ok(()));
    assert_eq!(content(&events), Content::Uid(vec![4, 0xA1, 0xB2, 0xC3]));
    assert!(daemon.act("hold 04A1").is_err());
    assert_eq!(daemon.act("unplug"), Ok(()));
    until_health(&events, &Health::Absent);
    assert_eq!(daemon.act("plug"), Ok(()));
    until_health(&events, &Health::Ready);
    drop((driver, daemon));
    assert!(!socket.exists(), "the next one finds its place free");
}

#[test]
fn a_printer_of_ipp_prints_a_picture() {
    use pitbox_hw::driver::printer::IppTarget;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut device = sim(Kind::Ipp, folder.path());
    let place = device.place();
    let address = place.strip_prefix("ipp://").and_then(|place| place.strip_suffix("/ipp/print")).expect("a queue");
    let (path, format) = ("/ipp/print".to_owned(), "image/png");
    let target = Target::Ipp(IppTarget { address: address.to_owned(), path, format, dpi: 300, media: None });
    let (sink, events) = listen();
    let (language, timing) = (Language::Ipp, Timing::default());
    let config = PrinterConfig { device: DeviceId::new("p"), target, language, reprints: true, timing };
    let driver = printer::spawn(config, sink).expect("a driver");
    until_health(&events, &Health::Ready);
    driver.print(1, b"a picture".to_vec()).expect("taken");
    let outcome = |event| if let DeviceEvent::Print { outcome, .. } = event { Some(outcome) } else { None };
    assert_eq!(until(&events, outcome), PrintOutcome::Confirmed);
    assert_eq!(device.act("cover-open"), Ok(()));
    driver.print(2, b"a picture".to_vec()).expect("taken");
    let open = PrintOutcome::Failed { why: Trouble::CoverOpen, nothing_sent: true };
    assert_eq!(until(&events, outcome), open);
}
