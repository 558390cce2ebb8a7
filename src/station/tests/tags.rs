//! RFID tags read as one act: a delivery, a bin that is counted, a tote.

use std::time::Duration;

use pitbox_hw::reading::{Content, DeviceId, Reading, Role, TagSeen};

use super::screens::check;
use super::{Kiosk, Verb, counter};
use crate::domain::event::Event;
use crate::identify::epc::encode_tag_uri;
use crate::station::flow::store::StoreTask;
use crate::station::input::Input;
use crate::station::key::Key;
use crate::station::session::Task;

/// The tag on an oil filter, and the one on a box of ten.
fn filter(serial: u32) -> Vec<u8> {
    encode_tag_uri(&format!("urn:epc:tag:sgtin-96:1.4006633.037464.{serial}")).expect("a tag")
}

fn box_of_ten(serial: u32) -> Vec<u8> {
    encode_tag_uri(&format!("urn:epc:tag:sgtin-96:2.4006633.137464.{serial}")).expect("a tag")
}

/// A tag of a part that the catalogue does not have.
fn strange() -> Vec<u8> {
    encode_tag_uri("urn:epc:tag:sgtin-96:1.9506000.013435.6789").expect("a tag")
}

impl Kiosk {
    /// These lie in the field now.
    pub(super) fn field(&mut self, epcs: &[Vec<u8>]) {
        let seen = |epc: &Vec<u8>| TagSeen {
            epc: epc.clone(),
            first_ago: Duration::from_millis(300),
            last_ago: Duration::ZERO,
            sightings: 9,
            rssi_dbm: Some(-50),
            antenna: Some(1),
        };
        self.wait(Duration::from_secs(1));
        let content = Content::Tags(epcs.iter().map(seen).collect());
        self.feed(Input::Reading(Reading { device: DeviceId::new("gate"), role: Role::Rfid, content }));
    }
}

fn clerk() -> Kiosk {
    counter().with("c-sun")
}

fn delivery(kiosk: &mut Kiosk) {
    kiosk.card(Verb::Receive);
    kiosk.field(&[filter(1), filter(2), filter(3), box_of_ten(1), strange()]);
}

#[test]
fn a_delivery_is_taken_in_by_two_cards_and_no_tag_counts_twice() {
    let mut kiosk = clerk();
    delivery(&mut kiosk);
    kiosk.says("F9, or the card RFID TAGS");
    kiosk.card(Verb::Tags);
    kiosk.says("13 pc");
    kiosk.card(Verb::Done);
    kiosk.saved("Received by tags: 13, different parts: 1");
    assert_eq!(kiosk.in_bin("OF-1", "GOODS-IN"), 13_000);
    assert!(matches!(kiosk.task(), Task::Receive { .. }));
    kiosk.says("OF-1");
    let records = kiosk.records.len();
    kiosk.line("7");
    assert_eq!(kiosk.in_bin("OF-1", "GOODS-IN"), 13_000, "a number means no line of several");

    // They lie there still, and one more has come.
    kiosk.field(&[filter(1), filter(2), filter(3), filter(4), box_of_ten(1)]);
    kiosk.f(9);
    kiosk.f(10);
    kiosk.saved("Received by tags: 1, different parts: 1");
    assert_eq!(kiosk.records.len(), records + 1);
    kiosk.f(9);
    kiosk.f(10);
    kiosk.refuses("No tag here says anything new");
    kiosk.key(Key::Escape);
    kiosk.card(Verb::Undo);
    kiosk.card(Verb::Undo);
    assert_eq!(kiosk.in_bin("OF-1", "GOODS-IN"), 0);
    kiosk.f(9);
    kiosk.f(10);
    kiosk.saved("Received by tags: 14, different parts: 1");
}

#[test]
fn what_left_the_field_before_the_screen_was_opened_is_not_taken() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Receive);
    kiosk.field(&[filter(1), filter(2)]);
    kiosk.wait(Duration::from_secs(13));
    kiosk.field(&[filter(3)]);
    kiosk.f(9);
    kiosk.f(10);
    kiosk.saved("Received by tags: 1, different parts: 1");
    // While the screen is open everything counts that passed, until it is read anew.
    kiosk.f(9);
    kiosk.field(&[filter(4)]);
    kiosk.wait(Duration::from_secs(60));
    kiosk.field(&[filter(5)]);
    kiosk.f(9);
    kiosk.field(&[filter(6)]);
    kiosk.f(10);
    kiosk.saved("Received by tags: 1, different parts: 1");
    assert_eq!(kiosk.in_bin("OF-1", "GOODS-IN"), 2000);
}

#[test]
fn tags_are_for_deliveries_counts_and_totes() {
    let mut kiosk = clerk();
    kiosk.field(&[filter(1), filter(2)]);
    kiosk.says("2 tags in the field");
    kiosk.card(Verb::Tags);
    kiosk.refuses("Tags are read at a delivery");
    // What one reader says of one tag is no scan either: it lies there.
    kiosk.card(Verb::Receive);
    kiosk.field(&[filter(3)]);
    assert!(kiosk.records.is_empty());
    // A part without a tag is scanned in between.
    kiosk.f(9);
    kiosk.part("AF-1");
    kiosk.says("Scan AF-1 once more");
    kiosk.part("AF-1");
    kiosk.saved("Received: 1 pc AF-1");
}

#[test]
fn a_bin_is_filled_in_by_its_tags() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    kiosk.bin("A-01-1");
    kiosk.field(&(1..=9).map(filter).collect::<Vec<_>>());
    kiosk.card(Verb::Tags);
    assert!(!kiosk.picture().contains("missing: "), "{}", kiosk.picture());
    kiosk.card(Verb::Done);
    kiosk.saved("Counted by tags: 1 lines in A-01-1");
    let count = kiosk.station.book.counts().next().expect("the count").clone();
    let line = count.lines.first().expect("a line");
    assert_eq!(
        (line.stock.part.as_str(), line.last().map(|seen| (seen.book.0, seen.qty.0))),
        ("OF-1", Some((10_000, 9000)))
    );
    assert!(kiosk.last_events().iter().all(|event| matches!(event, Event::Count(_))));
}

#[test]
fn a_tote_is_complete_or_says_what_is_missing_and_what_is_foreign() {
    let mut kiosk = Kiosk::picked(&["OF-1"]);
    assert!(matches!(kiosk.task(), Task::Store(StoreTask::Pick { .. })));
    kiosk.field(&[filter(1)]);
    kiosk.card(Verb::Tags);
    kiosk.card(Verb::Done);
    kiosk.says("is complete by its tags");
    kiosk.field(&[filter(1), filter(2)]);
    kiosk.f(9);
    kiosk.f(10);
    kiosk.refuses("0 missing, 1 that do not belong there");
    kiosk.wait(Duration::from_secs(20));
    kiosk.f(9);
    kiosk.f(10);
    kiosk.refuses("1 missing, 0 that do not belong there");
    kiosk.says("missing: 1 OF-1");
}

#[test]
fn screens_of_tags() {
    check("tags-delivery", clerk, |kiosk| {
        delivery(kiosk);
        kiosk.f(9);
    });
    let count = |kiosk: &mut Kiosk, open: bool| {
        kiosk.card(Verb::Count);
        if open {
            kiosk.choice(5);
        }
        kiosk.bin("A-01-1");
        kiosk.field(&[filter(1), filter(2)]);
        kiosk.f(9);
    };
    check("tags-count-blind", clerk, |kiosk| count(kiosk, false));
    check("tags-count-open", clerk, |kiosk| count(kiosk, true));
    check(
        "tags-tote",
        || Kiosk::picked(&["OF-1"]),
        |kiosk| {
            kiosk.field(&[filter(1), filter(2)]);
            kiosk.f(9);
        },
    );
}
