//! Card readers of PC/SC, with a daemon that is none; and with the real one, where there is one to try.

use pitbox_hw::driver::{Driver, pcsc};
use pitbox_hw::health::Health;
use pitbox_hw::reading::{Content, DeviceId, Role};
use pitbox_hw::sim::pcscd::Pcscd;

use crate::heard::{Heard, listen};

fn reader(socket: &std::path::Path, reader: &str) -> (Driver, Heard) {
    let (sink, heard) = listen();
    let (device, role) = (DeviceId::new("badge"), Role::Badge);
    let config = pcsc::PcscConfig { device, role, socket: socket.into(), reader: reader.into() };
    (pcsc::spawn(config, sink).expect("driver"), heard)
}

#[test]
fn a_card_is_read_once_for_each_time_it_is_held_to_the_reader() {
    let folder = tempfile::tempdir().expect("folder");
    let socket = folder.path().join("pcscd.comm");
    let (_driver, heard) = reader(&socket, "");
    heard.until_health(&Health::Absent);
    let daemon = Pcscd::start(&socket, 4).expect("daemon");
    heard.until_health(&Health::Ready);
    daemon.hold(&[4, 0xA1, 0xB2, 0xC3]);
    assert_eq!(heard.content(), Content::Uid(vec![4, 0xA1, 0xB2, 0xC3]));
    daemon.take_away();
    daemon.hold(&[4, 1, 2, 3, 4, 5, 6]);
    assert_eq!(heard.content(), Content::Uid(vec![4, 1, 2, 3, 4, 5, 6]));
    // A moment without it is no second time; another card between is.
    daemon.take_away();
    daemon.hold(&[4, 1, 2, 3, 4, 5, 6]);
    daemon.take_away();
    daemon.hold(&[9, 9, 9, 9]);
    assert_eq!(heard.content(), Content::Uid(vec![9, 9, 9, 9]));
}

#[test]
fn the_daemon_is_started_anew_and_the_reader_is_pulled_out() {
    let folder = tempfile::tempdir().expect("folder");
    let socket = folder.path().join("pcscd.comm");
    let daemon = Pcscd::start(&socket, 4).expect("daemon");
    let (_driver, heard) = reader(&socket, "ACR122");
    heard.until_health(&Health::Ready);
    daemon.cut();
    heard.until_health(&Health::Absent);
    heard.until_health(&Health::Ready);
    daemon.reader(false);
    heard.until_health(&Health::Absent);
    daemon.reader(true);
    heard.until_health(&Health::Ready);
    daemon.hold(&[1, 2, 3, 4]);
    assert_eq!(heard.content(), Content::Uid(vec![1, 2, 3, 4]));
}

#[test]
fn a_daemon_of_another_version_is_spoken_to_in_its_own_and_another_reader_is_not_ours() {
    let folder = tempfile::tempdir().expect("folder");
    let socket = folder.path().join("pcscd.comm");
    let daemon = Pcscd::start(&socket, 3).expect("daemon");
    let (_driver, heard) = reader(&socket, "");
    heard.until_health(&Health::Ready);
    daemon.hold(&[1, 2, 3, 4]);
    assert_eq!(heard.content(), Content::Uid(vec![1, 2, 3, 4]));
    let (_other, heard) = reader(&socket, "OMNIKEY");
    heard.until_health(&Health::Absent);
}

#[test]
fn a_connection_that_breaks_within_any_answer_is_made_again() {
    let folder = tempfile::tempdir().expect("folder");
    let socket = folder.path().join("pcscd.comm");
    let daemon = Pcscd::start(&socket, 4).expect("daemon");
    let (_driver, heard) = reader(&socket, "");
    heard.until_health(&Health::Ready);
    // Version and context byte by byte, then here and there in the long list of readers.
    for left in (0..26).chain((26..2900).step_by(479)) {
        daemon.cut_after(left);
        daemon.cut();
        heard.until_health(&Health::Absent);
        heard.until_health(&Health::Ready);
        assert!(daemon.has_cut(), "{left}");
    }
    daemon.hold(&[4, 1, 2, 3]);
    assert_eq!(heard.content(), Content::Uid(vec![4, 1, 2, 3]));
}

/// Run by hand: `PITBOX_PCSCD=/run/pcscd/pcscd.comm cargo test --test it real_daemon`, a card on the reader.
#[test]
fn the_real_daemon_gives_the_card_on_its_reader() {
    let Some(socket) = std::env::var_os("PITBOX_PCSCD") else { return };
    let (_driver, heard) = reader(std::path::Path::new(&socket), "");
    heard.until_health(&Health::Ready);
    assert!(matches!(heard.content(), Content::Uid(uid) if uid.len() >= 4));
}
