//! A PN532 card reader: a held card is read once, a dead reader is named, unplugging at every byte of an answer.

use std::path::Path;

use pitbox_hw::driver::{Driver, pn532};
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::{Content, DeviceId, Role};
use pitbox_hw::sim::machine::SerialDevice;
use pitbox_hw::sim::pn532::Pn532;

use crate::heard::{Heard, LIMIT, listen};

const CARD: [u8; 7] = [0x04, 0xA2, 0x5F, 0x11, 0x22, 0x33, 0x80];

fn reader(path: &Path) -> (Driver, Heard) {
    let (sink, heard) = listen();
    let config =
        pn532::Pn532Config { device: DeviceId::new("badge"), role: Role::Badge, path: path.into(), baud: 115_200 };
    (pn532::spawn(config, sink).expect("driver"), heard)
}

#[test]
fn a_held_card_is_read_once_and_another_one_too() {
    let folder = tempfile::tempdir().expect("folder");
    let device = SerialDevice::start(&folder.path().join("pn532"), Pn532::default()).expect("device");
    let (_driver, heard) = reader(device.path());
    heard.until_health(&Health::Ready);
    device.act(|is| is.hold(&CARD));
    assert_eq!(heard.content(), Content::Uid(CARD.to_vec()));
    let looks = device.look(|is| is.looks);
    assert!(device.wait_until(LIMIT, |is| is.looks >= looks + 5));
    device.act(|is| is.hold(&CARD[..4]));
    assert_eq!(heard.content(), Content::Uid(CARD[..4].to_vec()));
}

#[test]
fn a_reader_that_does_not_answer_is_named_and_comes_back() {
    let folder = tempfile::tempdir().expect("folder");
    let dead = Pn532::dead();
    let device = SerialDevice::start(&folder.path().join("pn532"), dead).expect("device");
    let (_driver, heard) = reader(device.path());
    heard.until_health(&Health::Trouble(Trouble::DoesNotAnswer));
    device.act(|is| {
        is.dead = false;
        Vec::new()
    });
    heard.until_health(&Health::Ready);
}

#[test]
fn unplugged_at_every_byte_of_an_answer_the_card_is_read_when_it_is_back() {
    let folder = tempfile::tempdir().expect("folder");
    let mut device = SerialDevice::start(&folder.path().join("pn532"), Pn532::default()).expect("device");
    let (_driver, heard) = reader(device.path());
    heard.until_health(&Health::Ready);
    let mut before = 0;
    for left in 0..23 {
        let mut card = CARD;
        card[6] = left;
        assert!(device.wait_until(LIMIT, |is| is.looks > before));
        // The answer is cut, with garbage in front of it.
        device.act(|is| {
            let whole = is.hold(&[0xEE; 7]);
            [&b"\xFF\x00\xFFgarbage"[..], &whole[..usize::from(left).min(whole.len())]].concat()
        });
        device.unplug();
        // All but the last byte of the answer, which is not looked at, may have come.
        let seen = heard.until_gone();
        assert!(seen.iter().all(|content| left >= 21 && *content == Content::Uid(vec![0xEE; 7])), "{left}: {seen:?}");
        device.act(Pn532::take_away);
        before = device.look(|is| is.looks);
        device.plug().expect("device");
        assert!(device.wait_until(LIMIT, |is| is.looks > before));
        device.act(|is| is.hold(&card));
        assert_eq!(heard.content(), Content::Uid(card.to_vec()), "{left}");
        device.act(Pn532::take_away);
        before = device.look(|is| is.looks);
    }
}
