//! Setting up a badge reader: two badges, a third, badges that do not agree, and leaving in the middle.

use pitbox_hw::reading::{DeviceId, Reading, Role};

use super::{Content, Disk, Duration, Input, Kiosk, StoreFailure, Verb, counter};
use crate::identify::badge::{Transform, fits};
use crate::station::effect::Effect;
use crate::station::key::Key;
use crate::station::session::Task;

/// A clerk who is about to set up a reader.
pub(super) fn begun() -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("+");
    assert!(matches!(kiosk.task(), Task::BadgeReader(_)));
    kiosk
}

/// What a reader says while a badge is awaited, compared as the shell does it.
pub(super) fn says(kiosk: &mut Kiosk, device: &str, text: &str) {
    kiosk.wait(Duration::from_secs(2));
    let fits = fits(kiosk.compares.as_ref().expect("a badge is awaited"), text);
    kiosk.feed(Input::BadgeCompared { device: DeviceId::new(device), fits });
}

fn kept(kiosk: &Kiosk) -> Vec<(&str, Transform)> {
    let kept = kiosk.effects.iter().filter_map(|effect| match effect {
        Effect::SaveBadgeReader { device, transform } => Some((device.as_str(), *transform)),
        _ => None,
    });
    kept.collect()
}

#[test]
fn two_badges_show_how_a_reader_says_them() {
    let mut kiosk = begun();
    kiosk.says("Badge 1: type the number");
    kiosk.line("0012345678");
    kiosk.says("Hold badge 0012345678 to the reader");
    says(&mut kiosk, "door", "4E61BC00");
    kiosk.says("Badge 2: type the number");
    kiosk.line("2186350627");
    says(&mut kiosk, "door", "23105182");
    kiosk.says("door is set up");
    kiosk.says("hexadecimal, bytes reversed");
    assert_eq!(kept(&kiosk), [("door", Transform::HexReversed)]);
    assert_eq!(kiosk.compares, None, "badges are people again");
    assert!(kiosk.records.is_empty());
    kiosk.enter();
    kiosk.says("Badge 1: type the number");
    kiosk.escape();
    kiosk.badge("t-wang");
    assert_eq!(kiosk.station.session.person.as_ref().map(|id| id.as_str()), Some("t-wang"));
}

#[test]
fn a_third_badge_is_asked_for_when_two_ways_fit() {
    let mut kiosk = begun();
    for number in ["0012345678", "0012345679"] {
        kiosk.line(number);
        says(&mut kiosk, "desk", number);
    }
    kiosk.says("A third one is needed");
    assert!(kept(&kiosk).is_empty());
    kiosk.line("2186350627");
    says(&mut kiosk, "desk", "2186350627");
    assert_eq!(kept(&kiosk), [("desk", Transform::Decimal)]);
}

#[test]
fn after_three_badges_the_most_usual_way_is_taken() {
    let mut kiosk = begun();
    for number in ["0012345678", "0012345679", "0012345680"] {
        kiosk.line(number);
        says(&mut kiosk, "desk", number);
    }
    assert_eq!(kept(&kiosk), [("desk", Transform::Decimal)]);
}

#[test]
fn badges_that_do_not_agree_are_told() {
    let mut kiosk = begun();
    kiosk.line("0012345678");
    says(&mut kiosk, "door", "2186350627");
    kiosk.refuses("What door read is not badge 0012345678");
    says(&mut kiosk, "door", "4E61BC00");
    kiosk.line("2186350627");
    says(&mut kiosk, "door", "2186350627");
    kiosk.refuses("The badges do not agree");
    kiosk.says("Badge 1: type the number");
    assert!(kept(&kiosk).is_empty());
}

#[test]
fn numbers_that_are_none_and_badges_before_their_number() {
    let mut kiosk = begun();
    kiosk.badge("t-wang");
    kiosk.refuses("Type the number that is printed on the badge first");
    let content = Content::Scan { bytes: b"hello".to_vec(), aim: None };
    kiosk.feed(Input::Reading(Reading { device: DeviceId::new("door"), role: Role::Badge, content }));
    kiosk.refuses("Type the number that is printed on the badge first");
    assert_eq!(kiosk.station.session.person.as_ref().map(|id| id.as_str()), Some("c-sun"));
    kiosk.line("hello");
    kiosk.refuses("hello is no number of a badge");
    kiosk.line("0012345678");
    says(&mut kiosk, "door", "0012345678");
    kiosk.line("188,24910x");
    kiosk.refuses("188,24910x is no number of a badge");
    kiosk.line("12345678");
    kiosk.line("0012345678");
    kiosk.refuses("Badge 0012345678 was read already");
}

#[test]
fn another_reader_begins_again() {
    let mut kiosk = begun();
    kiosk.line("0012345678");
    says(&mut kiosk, "door", "0012345678");
    kiosk.line("2186350627");
    says(&mut kiosk, "desk", "23105182");
    kiosk.says("Badge 2: type the number");
    assert!(kept(&kiosk).is_empty());
}

#[test]
fn whoever_leaves_changes_nothing() {
    for leave in [Kiosk::escape, |kiosk: &mut Kiosk| kiosk.f(2), |kiosk: &mut Kiosk| kiosk.part("OF-1")] {
        let mut kiosk = begun();
        kiosk.line("0012345678");
        assert!(kiosk.compares.is_some());
        leave(&mut kiosk);
        assert_eq!(kiosk.compares, None);
        assert!(kept(&kiosk).is_empty());
    }
}

#[test]
fn a_disk_that_fails_leaves_the_reader_as_it_was() {
    let mut kiosk = begun();
    kiosk.disk = Disk::Bad(StoreFailure::DiskFull);
    kiosk.line("0012345678");
    says(&mut kiosk, "door", "4E61BC00");
    kiosk.line("2186350627");
    says(&mut kiosk, "door", "23105182");
    kiosk.refuses("door works as before");
    kiosk.says("Badge 1: type the number");
}

#[test]
fn cards_alone_do() {
    let mut kiosk = counter().with("c-sun");
    for _ in 0..11 {
        kiosk.card(Verb::Down);
    }
    kiosk.card(Verb::Select);
    assert!(matches!(kiosk.task(), Task::BadgeReader(_)), "{:?}", kiosk.task());
    for number in ["2186350627", "2186350628"] {
        number.bytes().for_each(|digit| kiosk.digit(digit - b'0'));
        kiosk.card(Verb::Select);
        says(&mut kiosk, "door", number);
    }
    assert_eq!(kept(&kiosk), [("door", Transform::Decimal)]);
    kiosk.key(Key::Escape);
}
