//! UHF readers that are polled: sets of tags, noise, silence, unplugging at every byte of an answer.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use pitbox_hw::driver::Driver;
use pitbox_hw::driver::uhf::{self, Family, UhfConfig};
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::proto::inventory::Pace;
use pitbox_hw::reading::{Content, DeviceId};
use pitbox_hw::sim::machine::SerialDevice;
use pitbox_hw::sim::uhf::{Protocol, UhfReader};

use crate::heard::{Heard, LIMIT, listen};

const BOTH: [(Protocol, Family); 2] =
    [(Protocol::R200, Family::R200), (Protocol::UhfReader18, Family::UhfReader18 { address: 0 })];

fn reader(path: &Path, family: Family) -> (Driver, Heard) {
    let (sink, heard) = listen();
    let ms = Duration::from_millis;
    let config = UhfConfig {
        device: DeviceId::new("gate"),
        path: path.into(),
        baud: 115_200,
        family,
        period: ms(10),
        pace: Pace { window: ms(20), hold: ms(3_600_000), again: ms(3_600_000), floor_dbm: None },
    };
    (uhf::spawn(config, sink).expect("driver"), heard)
}

fn tag(number: u8) -> Vec<u8> {
    [&[0x30, 0x74, 0xBB, 0x7E, 0xFF, 0, 0, 0, 0, 0, 0][..], &[number]].concat()
}

/// Collects sets until all of `wanted` were told; nothing else may be.
fn until_told(heard: &Heard, wanted: &BTreeSet<Vec<u8>>) {
    let mut told = BTreeSet::new();
    while told != *wanted {
        told.extend(heard.tags().into_iter().map(|tag| tag.epc));
        assert!(told.is_subset(wanted), "{told:?}");
    }
}

#[test]
fn the_tags_in_the_field_come_as_sets() {
    for (protocol, family) in BOTH {
        let folder = tempfile::tempdir().expect("folder");
        let mut machine = UhfReader::new(protocol);
        machine.noise = b"\x00\xBBnoise\xFF".to_vec();
        let device = SerialDevice::start(&folder.path().join("uhf"), machine).expect("device");
        let (_driver, heard) = reader(device.path(), family);
        heard.until_health(&Health::Ready);
        let first: BTreeSet<_> = (0..30).map(tag).collect();
        let tags = first.clone();
        device.act(|is| {
            is.tags = tags.into_iter().collect();
            Vec::new()
        });
        until_told(&heard, &first);
        // Those that stay are not told again, one that comes is.
        let polls = device.look(|is| is.polls);
        assert!(device.wait_until(LIMIT, |is| is.polls > polls + 5));
        device.act(|is| {
            is.tags.push(tag(99));
            Vec::new()
        });
        until_told(&heard, &BTreeSet::from([tag(99)]));
    }
}

#[test]
fn an_answer_that_is_cut_anywhere_does_no_harm() {
    for (protocol, family) in BOTH {
        let folder = tempfile::tempdir().expect("folder");
        let mut device = SerialDevice::start(&folder.path().join("uhf"), UhfReader::new(protocol)).expect("device");
        let (_driver, heard) = reader(device.path(), family);
        heard.until_health(&Health::Ready);
        for left in 0..24 {
            // On a line that stands, then on one that goes at that byte.
            for unplugged in [false, true] {
                let number = left as u8 * 2 + u8::from(unplugged);
                device.act(|is| {
                    (is.tags, is.cut_after) = (vec![tag(number)], Some(left));
                    Vec::new()
                });
                let mut seen = Vec::new();
                if unplugged {
                    assert!(device.wait_until(LIMIT, |is| is.cut_after.is_none()));
                    device.unplug();
                    let tags = |content| if let Content::Tags(tags) = content { tags } else { Vec::new() };
                    seen = heard.until_gone().into_iter().flat_map(tags).collect();
                    device.plug().expect("device");
                }
                while seen.last().is_none_or(|seen| seen.epc != tag(number)) {
                    // The tag of the round before may still be there.
                    assert!(seen.iter().all(|seen| seen.epc == tag(number.wrapping_sub(1))), "{seen:?}");
                    seen.extend(heard.tags());
                }
            }
        }
    }
}

#[test]
fn a_reader_that_falls_silent_is_named() {
    for (protocol, family) in BOTH {
        let folder = tempfile::tempdir().expect("folder");
        let device = SerialDevice::start(&folder.path().join("uhf"), UhfReader::new(protocol)).expect("device");
        let (_driver, heard) = reader(device.path(), family);
        for dead in [false, true, false] {
            device.act(|is| {
                is.dead = dead;
                Vec::new()
            });
            heard.until_health(&if dead { Health::Trouble(Trouble::DoesNotAnswer) } else { Health::Ready });
        }
    }
}
