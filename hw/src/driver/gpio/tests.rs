//! The drivers on a simulated board.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use super::*;
use crate::driver::DeviceEvent;
use crate::driver::tone::Tone;
use crate::reading::DeviceId;
use crate::sim::gpio::SimBoard;

/// Longest wait of a test.
const LIMIT: Duration = Duration::from_secs(20);

fn listen() -> (crate::driver::Sink, Receiver<DeviceEvent>) {
    let (send, receive) = sync_channel(64);
    // A test that has ended no longer listens.
    (Arc::new(move |event| drop(send.send(event))), receive)
}

fn health_of(events: &Receiver<DeviceEvent>) -> Health {
    match events.recv_timeout(LIMIT).expect("an event within the limit") {
        DeviceEvent::Health { health, .. } => health,
        other @ (DeviceEvent::Reading(_) | DeviceEvent::Print { .. } | DeviceEvent::Pressed { .. }) => {
            panic!("{other:?} is no state")
        }
    }
}

fn line(number: u8) -> Line {
    Line::Pin(number)
}

fn lamp(board: &SimBoard, active_low: bool) -> (SignalDriver, Receiver<DeviceEvent>) {
    let (sink, events) = listen();
    let (red, amber, green) = (Some(line(1)), None, Some(line(3)));
    let config = LampConfig { device: DeviceId::new("lamp"), red, amber, green, active_low };
    let driver = spawn_lamp(config, Box::new(board.clone()), sink).expect("driver");
    (driver, events)
}

#[test]
fn a_lamp_shows_the_signal_and_is_dark_when_its_driver_ends() {
    for active_low in [false, true] {
        let board = SimBoard::default();
        let (driver, events) = lamp(&board, active_low);
        assert_eq!([health_of(&events), health_of(&events)], [Health::Starting, Health::Ready]);
        let lit = |number: u8, on: bool| {
            board.wait_until(LIMIT, |is| is.high.get(&line(number)).is_some_and(|high| (*high != active_low) == on))
        };
        assert!(lit(1, false) && lit(3, false));
        driver.show(Tone::Bad);
        assert!(lit(1, true) && lit(3, false));
        driver.show(Tone::Good);
        assert!(lit(1, false) && lit(3, true));
        // A colour that it does not have is no mistake.
        driver.show(Tone::Attention);
        assert!(lit(1, false) && lit(3, false));
        driver.show(Tone::Bad);
        assert!(lit(1, true));
        drop(driver);
        assert!(lit(1, false) && lit(3, false));
    }
}

#[test]
fn a_buzzer_sounds_its_pattern_once() {
    let board = SimBoard::default();
    let (sink, _events) = listen();
    let config = OutputConfig { device: DeviceId::new("buzzer"), line: line(5), active_low: false };
    let driver = spawn_buzzer(config, Box::new(board.clone()), sink).expect("driver");
    driver.show(Tone::Bad);
    let sounds = |count| board.wait_until(LIMIT, |is| is.history.iter().filter(|(_, high)| *high).count() == count);
    assert!(sounds(3));
    assert!(board.wait_until(LIMIT, |is| !is.high[&line(5)]));
    drop(driver);
    assert!(sounds(3));
}

#[test]
fn a_lock_closes_by_itself() {
    let board = SimBoard::default();
    let (sink, _events) = listen();
    let config = OutputConfig { device: DeviceId::new("lock"), line: line(6), active_low: false };
    let driver = spawn_lock(config, Box::new(board.clone()), sink).expect("driver");
    driver.pulse(Duration::from_millis(30));
    assert!(board.wait_until(LIMIT, |is| is.history.contains(&(line(6), true)) && !is.high[&line(6)]));
}

#[test]
fn a_bouncing_button_is_pressed_once() {
    let board = SimBoard::default();
    let (sink, events) = listen();
    let (device, settle) = (DeviceId::new("ok"), Duration::from_millis(20));
    let config = ButtonConfig { device: device.clone(), line: line(7), active_low: true, settle };
    let driver = spawn_button(config, Box::new(board.clone()), sink).expect("driver");
    assert_eq!([health_of(&events), health_of(&events)], [Health::Starting, Health::Ready]);
    for high in [false, true, false, true, false] {
        board.drive(&line(7), high);
    }
    let pressed = events.recv_timeout(LIMIT).expect("a press");
    assert_eq!(pressed, DeviceEvent::Pressed { device });
    drop(driver);
    assert!(events.try_recv().is_err(), "it was pressed once");
}

#[test]
fn a_board_that_refuses_is_named_and_a_panic_switches_off() {
    let board = SimBoard::default();
    for (kind, expected) in [
        (io::ErrorKind::NotFound, Health::Absent),
        (io::ErrorKind::PermissionDenied, Health::Denied("permission denied".into())),
        (io::ErrorKind::ResourceBusy, Health::Trouble(Trouble::Other("resource busy".into()))),
    ] {
        board.look(|is| is.fails = Some(kind));
        let (_driver, events) = lamp(&board, false);
        assert_eq!([health_of(&events), health_of(&events)], [Health::Starting, expected]);
    }
    board.look(|is| is.fails = None);
    let output = board.output(&line(9), false).expect("a line");
    let inner = board.clone();
    let panicked = std::thread::spawn(move || {
        let mut outputs = outputs::Outputs::of(vec![(1, output)]);
        outputs.set(1).expect("switched");
        assert!(inner.look(|is| !is.high[&line(9)]), "on purpose");
    });
    assert!(panicked.join().is_err());
    assert!(!board.look(|is| is.high[&line(9)]));
}
