//! A UHF reader on the network: set-up, tags, keep-alives, reconnecting, refusals.

use std::net::SocketAddr;
use std::time::Duration;

use pitbox_hw::driver::Driver;
use pitbox_hw::driver::llrp::{self, LlrpConfig};
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::proto::inventory::Pace;
use pitbox_hw::proto::llrp::kind;
use pitbox_hw::reading::DeviceId;
use pitbox_hw::sim::llrp::LlrpReader;
use pitbox_hw::sim::machine::TcpDevice;
use pitbox_hw::supervise::Policy;

use crate::heard::{Heard, LIMIT, listen};

fn driver(address: SocketAddr, keepalive: Duration) -> (Driver, Heard) {
    let (sink, heard) = listen();
    let ms = Duration::from_millis;
    let config = LlrpConfig {
        device: DeviceId::new("gate"),
        address: address.to_string(),
        antennas: vec![1, 2],
        keepalive,
        reconnect: Policy { first: ms(10), cap: ms(20) },
        pace: Pace { window: ms(20), ..Pace::default() },
    };
    (llrp::spawn(config, sink).expect("driver"), heard)
}

const LONG: Duration = Duration::from_secs(10);

#[test]
fn tags_come_as_sets_and_keepalives_are_acknowledged() {
    let reader = TcpDevice::start(LlrpReader::default()).expect("reader");
    let (_driver, heard) = driver(reader.address(), LONG);
    heard.until_health(&Health::Ready);
    let order =
        [kind::SET_READER_CONFIG, kind::DELETE_ROSPEC, kind::ADD_ROSPEC, kind::ENABLE_ROSPEC, kind::START_ROSPEC];
    assert_eq!(reader.look(|is| is.messages.clone()), order);
    reader.act(LlrpReader::keepalive);
    assert!(reader.wait_until(LIMIT, |is| is.acknowledged.len() == 1));
    reader.act(|is| is.report(&[([7; 12], -60, 1), ([9; 12], -50, 2), ([7; 12], -40, 2)]));
    let seen: Vec<_> = heard.tags().iter().map(|tag| (tag.epc[0], tag.rssi_dbm, tag.antenna, tag.sightings)).collect();
    assert_eq!(seen, [(7, Some(-40), Some(2), 2), (9, Some(-50), Some(2), 1)]);
    reader.act(|is| is.antenna(2, false));
    heard.until_health(&Health::Trouble(Trouble::Other("antenna 2 is unplugged".into())));
    reader.act(|is| is.antenna(2, true));
    heard.until_health(&Health::Ready);
}

#[test]
fn a_connection_that_is_cut_at_every_byte_of_a_report_is_made_again() {
    let reader = TcpDevice::start(LlrpReader::default()).expect("reader");
    let address = reader.address();
    let (_driver, heard) = driver(address, LONG);
    heard.until_health(&Health::Ready);
    let length = LlrpReader::default().report(&[([1; 12], -60, 1)]).len();
    for left in 0..length {
        reader.act(|is| is.report(&[([1; 12], -60, 1)])[..left].to_vec());
        reader.cut();
        heard.until_health(&Health::Absent);
        heard.until_health(&Health::Ready);
        reader.act(|is| is.report(&[([2; 12], -60, 1)]));
        assert_eq!(heard.tags().iter().map(|tag| tag.epc[0]).collect::<Vec<_>>(), [2], "{left}");
    }
    drop(reader);
    heard.until_health(&Health::Absent);
    let _reader = TcpDevice::start_at(address, LlrpReader::default()).expect("reader");
    heard.until_health(&Health::Ready);
}

#[test]
fn a_reader_that_falls_silent_is_connected_anew() {
    let reader = TcpDevice::start(LlrpReader::default()).expect("reader");
    let (_driver, heard) = driver(reader.address(), Duration::from_millis(30));
    heard.until_health(&Health::Ready);
    heard.until_health(&Health::Trouble(Trouble::DoesNotAnswer));
    heard.until_health(&Health::Ready);
}

#[test]
fn a_reader_that_refuses_says_so_and_is_tried_again() {
    let machine = LlrpReader::busy();
    let reader = TcpDevice::start(machine).expect("reader");
    let (_driver, heard) = driver(reader.address(), LONG);
    let why = "the reader serves another program (status 1)".into();
    heard.until_health(&Health::Trouble(Trouble::Other(why)));
    reader.act(|is| {
        (is.busy, is.refuses) = (false, Some(kind::ADD_ROSPEC));
        Vec::new()
    });
    heard.until_health(&Health::Trouble(Trouble::Other("the reader refuses: no (100)".into())));
    reader.act(|is| {
        is.refuses = None;
        b"".to_vec()
    });
    heard.until_health(&Health::Ready);
    reader.act(|_| b"HTTP/1.1 400 Bad Request\r\n".to_vec());
    heard.until_health(&Health::Trouble(Trouble::Other("does not speak LLRP".into())));
}
