//! Sounds: BEL on a terminal, or handed over.

use std::sync::mpsc::sync_channel;
use std::time::Duration;

use pitbox_hw::driver::tone::{self, Tone, ToneTarget};
use pitbox_hw::health::Health;
use pitbox_hw::reading::DeviceId;
use pitbox_hw::sim::pty::PtyPort;

use crate::heard::listen;

#[test]
fn a_refusal_rings_three_times() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("bell")).expect("pty");
    let (sink, heard) = listen();
    let driver = tone::spawn(DeviceId::new("bell"), ToneTarget::Path(port.path().into()), sink).expect("driver");
    heard.until_health(&Health::Ready);
    driver.play(Tone::Bad);
    let mut rung = Vec::new();
    while rung.len() < 3 {
        let mut buffer = [0; 16];
        let read = port.read(&mut buffer).expect("bytes");
        rung.extend_from_slice(&buffer[..read]);
    }
    assert_eq!(rung, [7, 7, 7]);
}

#[test]
fn tones_are_handed_over_in_their_order() {
    let (send, receive) = sync_channel(4);
    let (sink, _heard) = listen();
    let call = ToneTarget::Call(Box::new(move |tone| send.send(tone).expect("room")));
    let driver = tone::spawn(DeviceId::new("bell"), call, sink).expect("driver");
    for tone in [Tone::Good, Tone::Attention, Tone::Ignored] {
        driver.play(tone);
        assert_eq!(receive.recv_timeout(Duration::from_secs(20)), Ok(tone));
    }
}

#[test]
fn a_bell_that_is_not_there_is_absent() {
    let (sink, heard) = listen();
    let target = ToneTarget::Path("/nonexistent/tty".into());
    let driver = tone::spawn(DeviceId::new("bell"), target, sink).expect("driver");
    driver.play(Tone::Good);
    heard.until_health(&Health::Absent);
}
