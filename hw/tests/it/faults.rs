//! Faults that every reader on a line meets: pulled out at every byte of a frame, rubbish between frames, and others that
//! talk at the same time. What comes afterwards is read, and no half is taken for a whole.

use std::collections::BTreeMap;
use std::path::Path;

use pitbox_hw::driver::{DeviceEvent, Driver, Sink, rdm6300, serial};
use pitbox_hw::health::Health;
use pitbox_hw::proto::lines::Framing;
use pitbox_hw::reading::{Content, DeviceId, Role};
use pitbox_hw::sim::badge::rdm6300_frame;
use pitbox_hw::sim::pty::PtyPort;

use crate::heard::{LIMIT, listen};

/// A reader, a frame of it, and what that says.
struct Case {
    name: &'static str,
    start: fn(&Path, Sink) -> Driver,
    frame: Vec<u8>,
    says: Content,
}

fn lines(path: &Path, framing: Framing, sink: Sink) -> Driver {
    let (device, role) = (DeviceId::new("scanner"), Role::Scanner);
    let config = serial::SerialConfig { device, role, path: path.into(), baud: 9600, framing };
    serial::spawn(config, sink).expect("driver")
}

fn badge(path: &Path, sink: Sink) -> Driver {
    let config = rdm6300::Rdm6300Config { device: DeviceId::new("badge"), path: path.into(), baud: 9600 };
    rdm6300::spawn(config, sink).expect("driver")
}

fn scan(text: &str) -> Content {
    Content::Scan { bytes: text.as_bytes().to_vec(), aim: None }
}

fn cases() -> Vec<Case> {
    let text = "]C1010401234567890110LOT7";
    let tag = [0x1A, 2, 3, 4, 5];
    vec![
        Case {
            name: "cr",
            start: |path, sink| lines(path, Framing::Cr, sink),
            frame: format!("{text}\r").into_bytes(),
            says: scan(text),
        },
        Case {
            name: "stx-etx",
            start: |path, sink| lines(path, Framing::StxEtx, sink),
            frame: format!("\x02{text}\x03").into_bytes(),
            says: scan(text),
        },
        Case { name: "rdm6300", start: badge, frame: rdm6300_frame(tag), says: Content::Em4100(tag) },
    ]
}

#[test]
fn pulled_out_at_every_byte_of_a_frame_the_next_one_is_whole() {
    for Case { name, start, frame, says } in cases() {
        let folder = tempfile::tempdir().expect("folder");
        let mut port = PtyPort::new(&folder.path().join("port")).expect("pty");
        let (sink, heard) = listen();
        let _driver = start(port.path(), sink);
        heard.until_health(&Health::Ready);
        for cut in 0..frame.len() {
            port.write(&frame[..cut]).expect("write");
            port.unplug();
            let half = heard.until_gone();
            assert!(half.iter().all(|content| matches!(content, Content::Unreadable(_))), "{name}, {cut}: {half:?}");
            port.plug().expect("pty");
            heard.until_health(&Health::Ready);
        }
        port.write(&frame).expect("write");
        assert_eq!(heard.content(), says, "{name}");
    }
}

#[test]
fn rubbish_between_frames_is_named_and_does_not_reach_the_next_one() {
    // Nothing in it begins or ends a frame.
    let rubbish: Vec<u8> = (0..600u32).map(|n| 0x80 | (n * 37 % 113) as u8).collect();
    for Case { name, start, frame, says } in cases() {
        let folder = tempfile::tempdir().expect("folder");
        let port = PtyPort::new(&folder.path().join("port")).expect("pty");
        let (sink, heard) = listen();
        let _driver = start(port.path(), sink);
        heard.until_health(&Health::Ready);
        for length in [1, 7, 64, 600] {
            port.write(&rubbish[..length]).expect("write");
            // A frame that ends with CR has no beginning: the rubbish is a line of its own.
            port.write(if name == "cr" { b"\r" } else { b"" }).expect("write");
            let named = heard.content();
            assert!(matches!(named, Content::Unreadable(_)), "{name}: {named:?}");
            port.write(&frame).expect("write");
            assert_eq!(heard.content(), says, "{name}, {length}");
            // A reader of badges does not say the same again at once.
            if name == "rdm6300" {
                break;
            }
        }
    }
}

#[test]
fn devices_that_talk_at_the_same_time_are_all_heard_in_their_own_order() {
    const EACH: u32 = 300;
    let folder = tempfile::tempdir().expect("folder");
    let ports: Vec<PtyPort> =
        ["a", "b", "c"].map(|name| PtyPort::new(&folder.path().join(name)).expect("pty")).into_iter().collect();
    let (send, events) = std::sync::mpsc::sync_channel(4);
    let sink: Sink = std::sync::Arc::new(move |event| drop(send.send(event)));
    let start = |port: &PtyPort| {
        let device = DeviceId::new(port.path().file_name().and_then(|name| name.to_str()).expect("a name"));
        let config = serial::SerialConfig {
            device,
            role: Role::Scanner,
            path: port.path().into(),
            baud: 9600,
            framing: Framing::Cr,
        };
        serial::spawn(config, sink.clone()).expect("driver")
    };
    let _drivers: Vec<Driver> = ports.iter().map(start).collect();
    let talking: Vec<_> = ports
        .into_iter()
        .map(|port| {
            std::thread::spawn(move || {
                (0..EACH).for_each(|n| port.write(format!("{n:06}\r").as_bytes()).expect("write"));
                port
            })
        })
        .collect();
    let mut heard: BTreeMap<String, u32> = BTreeMap::new();
    while heard.values().sum::<u32>() < EACH * 3 {
        let DeviceEvent::Reading(reading) = events.recv_timeout(LIMIT).expect("within the limit") else { continue };
        let next = heard.entry(reading.device.to_string()).or_default();
        assert_eq!(reading.content, scan(&format!("{next:06}")), "{}", reading.device);
        *next += 1;
    }
    for port in talking {
        port.join().expect("it talked to the end");
    }
}

#[test]
fn readers_of_every_kind_that_talk_at_the_same_time_are_all_heard() {
    use pitbox_hw::driver::{pn532, ssi};
    use pitbox_hw::sim::machine::SerialDevice;
    use pitbox_hw::sim::pn532::Pn532;
    use pitbox_hw::sim::ssi::SsiScanner;
    const EACH: u8 = 40;
    let folder = tempfile::tempdir().expect("folder");
    let (send, events) = std::sync::mpsc::sync_channel(2);
    let sink: Sink = std::sync::Arc::new(move |event| drop(send.send(event)));
    let scanner = SerialDevice::start(&folder.path().join("ssi"), SsiScanner::default()).expect("device");
    let reader = SerialDevice::start(&folder.path().join("pn532"), Pn532::default()).expect("device");
    let (device, path) = (DeviceId::new("ssi"), scanner.path().into());
    let config = ssi::SsiConfig { device, role: Role::Scanner, path, baud: 9600 };
    let _scanner = ssi::spawn(config, sink.clone()).expect("driver");
    let (device, path) = (DeviceId::new("pn532"), reader.path().into());
    let _reader =
        pn532::spawn(pn532::Pn532Config { device, role: Role::Badge, path, baud: 115_200 }, sink).expect("driver");
    let scans = std::thread::spawn(move || {
        for n in 0..EACH {
            scanner.act(|is| is.scan(3, &[b'a' + n % 26, b'0' + n / 26]));
            assert!(scanner.wait_until(LIMIT, SsiScanner::is_acknowledged), "{n}");
        }
        scanner
    });
    let (mut scanned, mut held) = (0, 0);
    let card = |n: u8| vec![4, 0xA0, 0xB0, n];
    let mut shown = false;
    while scanned < EACH || held < EACH {
        // The next card is held to the reader when the last one was read.
        if held < EACH && !shown {
            reader.act(|is| is.hold(&card(held)));
            shown = true;
        }
        let DeviceEvent::Reading(reading) = events.recv_timeout(LIMIT).expect("within the limit") else { continue };
        match reading.content {
            Content::Scan { bytes, .. } => {
                assert_eq!(bytes, [b'a' + scanned % 26, b'0' + scanned / 26]);
                scanned += 1;
            }
            Content::Uid(uid) => {
                assert_eq!(uid, card(held));
                (held, shown) = (held + 1, false);
            }
            other @ (Content::Em4100(_) | Content::Tags(_) | Content::Unreadable(_)) => panic!("{other:?}"),
        }
    }
    drop(scans.join().expect("it talked to the end"));
}
