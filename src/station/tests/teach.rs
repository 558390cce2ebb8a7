//! Teaching a code, and asking what one is.

use pitbox_hw::reading::{Content, DeviceId, Reading, Role};

use super::workshop::{bin_id, part_no, person_id};
use super::{Kiosk, Verb, bay, counter};
use crate::domain::book::Book;
use crate::domain::event::Event;
use crate::domain::qty::Qty;
use crate::identify::card::Card;
use crate::station::codes;
use crate::station::input::Input;
use crate::station::key::Key;
use crate::station::session::Task;
use crate::station::view::screen::Sign;

const CODE: &str = "HENGST E11H";

/// A GTIN that no catalogue knows, with a lot.
const BOX: &str = "]C1010950600013435210L7";

impl Kiosk {
    fn means(&self, code: &str) -> Option<(String, i64)> {
        let taught = self.station.book().taught(code)?;
        taught.current().map(|now| (now.part.to_string(), now.qty.0))
    }
}

#[test]
fn a_code_is_taught_by_scans_alone_and_known_at_once() {
    let mut kiosk = counter().with("c-sun");
    kiosk.scan(CODE);
    kiosk.says("To teach it");
    kiosk.part("OF-1");
    assert_eq!(kiosk.question(), "Teach: HENGST E11H means 1 pc OF-1 Oil filter?");
    assert!(kiosk.records.is_empty(), "nothing is taught without a yes");
    kiosk.card(Verb::Yes);
    kiosk.saved("Taught: HENGST E11H means 1 pc OF-1");
    assert_eq!((kiosk.task(), kiosk.scans, kiosk.keys), (&Task::Home, 3, 0));
    kiosk.job("4711");
    kiosk.scan(CODE);
    kiosk.saved("Issued: 1 pc OF-1 to job 4711");
}

#[test]
fn a_box_of_ten_is_taught_as_ten() {
    for by_card in [false, true] {
        let mut kiosk = counter().with("c-sun");
        kiosk.scan(CODE);
        if by_card {
            kiosk.part("PLUG-1");
            kiosk.quantity_card(10_000);
            assert_eq!(kiosk.question(), "Teach: HENGST E11H means 10 pc PLUG-1 Spark plug?");
            kiosk.digit(1);
        } else {
            kiosk.line("10");
            kiosk.says("one scan stands for");
            kiosk.typed("hhs");
            kiosk.enter();
            kiosk.key(Key::Char('1'));
        }
        kiosk.saved("means 10 pc PLUG-1");
        kiosk.card(Verb::Receive);
        kiosk.scan(CODE);
        kiosk.saved("Received: 10 pc PLUG-1");
    }
}

#[test]
fn no_and_escape_teach_nothing() {
    for key in [Key::Char('2'), Key::Char('n'), Key::Escape] {
        let mut kiosk = counter().with("c-sun");
        kiosk.scan(CODE);
        kiosk.part("OF-1");
        kiosk.key(key);
        assert!(kiosk.records.is_empty() && kiosk.question().is_empty());
        assert!(matches!(kiosk.task(), Task::Unknown { .. }), "another part can be scanned");
        kiosk.key(Key::Escape);
        assert_eq!(kiosk.task(), &Task::Home);
    }
}

#[test]
fn a_delivery_goes_on_after_its_unknown_code_was_taught() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Receive);
    kiosk.part("AF-1");
    kiosk.scan(CODE);
    kiosk.refuses("Nobody knows this code");
    kiosk.says("Press t, or scan YES");
    kiosk.card(Verb::Yes);
    kiosk.part("OF-1");
    kiosk.card(Verb::Yes);
    kiosk.saved("Taught");
    assert!(matches!(kiosk.task(), Task::Receive { .. }));
    kiosk.scan(CODE);
    kiosk.saved("Received: 1 pc OF-1");
    kiosk.scan("ANOTHER 1");
    kiosk.key(Key::Char('t'));
    kiosk.key(Key::Escape);
    assert!(matches!(kiosk.task(), Task::Receive { .. }));
    kiosk.card(Verb::Done);
    kiosk.says("Delivery done, 2 in all");
}

#[test]
fn the_offer_stands_only_until_the_next_act() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4712");
    kiosk.scan(CODE);
    kiosk.part("PLUG-1");
    kiosk.saved("Issued: 1 pc PLUG-1");
    kiosk.card(Verb::Yes);
    kiosk.refuses("does nothing here");
    kiosk.scan(CODE);
    kiosk.line("2");
    kiosk.saved("Quantity is now 2 pc: PLUG-1");
}

#[test]
fn who_may_not_teach_is_told_to_ask_the_counter() {
    let mut kiosk = bay().with("t-wang");
    kiosk.scan(CODE);
    kiosk.says("ask the counter");
    kiosk.part("OF-1");
    assert!(matches!(kiosk.task(), Task::Part { .. }), "shown, as ever");
    kiosk.job("4711");
    kiosk.scan(CODE);
    kiosk.refuses("Nobody knows this code");
    assert!(!kiosk.notice().contains("Press t"));
}

#[test]
fn undo_makes_the_code_unknown_again() {
    let mut kiosk = counter().with("c-sun");
    kiosk.scan(CODE);
    kiosk.part("OF-1");
    kiosk.card(Verb::Yes);
    kiosk.card(Verb::Undo);
    kiosk.saved("Undone: Taught: HENGST E11H");
    assert!(matches!(kiosk.last_events(), [Event::CodeForgotten { .. }, Event::RecordReversed { .. }]));
    kiosk.scan(CODE);
    kiosk.refuses("Nobody knows this code");
}

#[test]
fn own_labels_and_cards_are_never_taught() {
    let card = codes::card_code(Card::Verb(Verb::Done));
    let part = codes::part_code(&part_no("OF-1"));
    for text in [&card[..card.len() - 1], &part[..part.len() - 1], ".", " .X"] {
        let mut kiosk = counter().with("c-sun");
        kiosk.scan(text);
        kiosk.part("AF-1");
        assert!(kiosk.question().is_empty(), "{text}: {}", kiosk.question());
    }
}

#[test]
fn an_unknown_trade_item_number_is_taught_for_every_lot() {
    let mut kiosk = counter().with("c-sun");
    kiosk.scan(BOX);
    kiosk.part("AF-1");
    kiosk.card(Verb::Yes);
    assert_eq!(kiosk.means("09506000134352"), Some(("AF-1".to_owned(), 1000)));
    for other in ["]C1010950600013435210L8", "]E09506000134352", "9506000134352"] {
        kiosk.scan(other);
        assert!(matches!(kiosk.task(), Task::Part { part } if part.as_str() == "AF-1"), "{other}");
    }
}

#[test]
fn what_the_catalogue_was_taught_holds_until_it_is_taught_anew() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Receive);
    kiosk.scan("SHELL-OLD");
    kiosk.saved("Received: 5 pc CLIP-1");
    let (code, part, qty) = ("SHELL-OLD".to_owned(), part_no("OF-1"), Qty::ONE);
    let command = crate::domain::command::Command::TeachCode { code, part, qty };
    let record = {
        use crate::domain::decide::{Context, Desk, decide};
        let (book, actor, cause) = (kiosk.station.book(), person_id("c-sun"), crate::domain::entry::Cause::Keys);
        let stamp = kiosk.records[0].entry.meta.stamp;
        let catalogue = super::workshop::catalogue();
        let context = Context {
            stamp,
            actor: Some(&actor),
            approver: None,
            stated_ms: None,
            device: 0,
            desk: Desk::Counter,
            cause: &cause,
            catalogue,
        };
        super::workshop::recorded(decide(book, &command, &context).expect("taught"), 2, 1)
    };
    // Taught at another kiosk, and pulled: the book holds before the catalogue follows.
    kiosk.feed(Input::Pulled { records: vec![record], cursor: 1, catalogue: (0, 0) });
    kiosk.scan("SHELL-OLD");
    kiosk.saved("Received: 1 pc OF-1");
}

#[test]
fn a_suppliers_number_of_two_parts_is_a_choice() {
    for code in ["HE-4471", "]C0HE 4471", "[)>\u{1e}06\u{1d}1PHE4471\u{1d}Q2\u{1e}\u{4}"] {
        let mut kiosk = counter().with("c-sun");
        kiosk.card(Verb::Receive);
        kiosk.scan(code);
        assert_eq!(kiosk.question(), "This code stands for several parts. Which one?", "{code:?}");
        kiosk.choice(2);
        kiosk.saved("TWIN-B");
    }
}

#[test]
fn a_box_of_ten_asks_over_what_is_required() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.scan("]C10114006633374641");
    assert_eq!(kiosk.question(), "OF-1: 0 of 1 pc issued. More than required?");
    kiosk.choice(1);
    assert_eq!(kiosk.issued("4711", "OF-1"), 10_000);
}

#[test]
fn a_newer_number_is_offered_and_never_taken() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Receive);
    kiosk.part("PAD-0");
    kiosk.saved("Received: 1 set PAD-0");
    kiosk.says("Newer number: PAD-1, interchangeable");
    kiosk.card(Verb::Home);
    kiosk.part("PAD-0");
    kiosk.says("PAD-1, interchangeable; use up the old one first  (n)");
    kiosk.key(Key::Char('n'));
    assert!(matches!(kiosk.task(), Task::Part { part } if part.as_str() == "PAD-1"));
    kiosk.key(Key::Char('n'));
    kiosk.says("No newer number is known for PAD-1");
    kiosk.part("PAD-0");
    kiosk.choice(1);
    assert!(matches!(kiosk.task(), Task::Part { part } if part.as_str() == "PAD-1"));
}

/// Scans a text in the screen that only shows it.
#[track_caller]
fn asked(text: &str) -> String {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.card(Verb::LookUp);
    kiosk.key(Key::Char('?'));
    kiosk.scan(text);
    assert!(kiosk.records.is_empty() && kiosk.question().is_empty(), "only shown");
    assert_eq!((kiosk.person(), kiosk.open_job()), (Some("c-sun"), Some("4711")));
    kiosk.picture()
}

#[test]
fn what_is_this_shows_all_that_can_be_said() {
    let part = codes::part_code(&part_no("PAD-0"));
    let bin = codes::bin_code(&bin_id("A-01-1"));
    let done = codes::card_code(Card::Verb(Verb::Done));
    let cases: &[(&str, &[&str])] = &[
        (
            "]d20104006633374644\u{1d}10L7\u{1d}",
            &[
                "(01)",
                "GTIN",
                "04006633374644",
                "␝",
                "GS1 DataMatrix  ]d2",
                "1 pc OF-1  Oil filter",
                "trade item number (GTIN)",
            ],
        ),
        ("]C10114006633374641", &["10 pc OF-1"]),
        ("4006633374644", &["GTIN-13 04006633374644", "trade item number, only guessed from its form"]),
        (
            "[)>\u{1e}06\u{1d}1PHE4471\u{1d}Q2\u{1e}\u{4}",
            &["1P", "HE4471", "TWIN-A", "TWIN-B", "the supplier's number", "one of these"],
        ),
        ("1M8GDM9AXKP042788", &["1M8GDM9AXKP042788", "model year", "check digit", "X, fits"]),
        (&part, &["our own label or card", "PAD-0", "PAD-1, interchangeable"]),
        (&bin, &["bin A-01-1"]),
        (&done, &["card DONE"]),
        (&done[..4], &["our own label, damaged", "nothing known"]),
        ("SHELL-OLD", &["5 pc CLIP-1", "it was taught"]),
        ("PLUG-1", &["the part's number"]),
        ("77 00-274177", &["the maker's part number"]),
        ("NO IDEA", &["unknown", "nothing known"]),
    ];
    for (text, wanted) in cases {
        let picture = asked(text);
        for wanted in *wanted {
            assert!(picture.contains(wanted), "{text:?} does not say {wanted:?}:\n{picture}");
        }
    }
}

#[test]
fn what_is_this_tells_no_badge_number_and_no_secret() {
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("9");
    assert_eq!(kiosk.task(), &Task::WhatIs { read: None });
    kiosk.badge("t-wang");
    kiosk.says("badge of Wang Lei");
    assert_eq!(kiosk.person(), Some("c-sun"), "nobody was logged on");
    let own = codes::person_code(&person_id("t-wang"));
    let picture = asked(&own);
    assert!(picture.contains("badge of Wang Lei") && !picture.contains(&own), "{picture}");
    let enrolment = crate::identify::own::encode(&crate::identify::own::OwnCode::Enrolment("SECRET-1".to_owned()));
    let picture = asked(&enrolment);
    assert!(picture.contains("enrolment code") && !picture.contains("SECRET"), "{picture}");
}

#[test]
fn after_what_is_this_the_next_scan_acts_as_ever() {
    let mut kiosk = counter();
    kiosk.typed("?");
    kiosk.says("Scan anything");
    kiosk.part("OF-1");
    kiosk.says("OF-1");
    kiosk.enter();
    kiosk.part("AF-1");
    assert!(matches!(kiosk.task(), Task::WhatIs { read: Some(_) }), "again, by Enter");
    kiosk.part("OF-1");
    assert!(matches!(kiosk.task(), Task::Part { .. }));
}

#[test]
fn a_tag_is_told_by_its_uri() {
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("9");
    let bytes = b"3066C4409047E140075BCD15".to_vec();
    let content = Content::Scan { bytes, aim: None };
    kiosk.feed(Input::Reading(Reading { device: DeviceId::new("gate"), role: Role::Rfid, content }));
    kiosk.says("urn:epc:id:sgtin:95060001343.05.123456789");
    kiosk.says("RFID tag");
    assert_eq!(kiosk.sign(), None::<Sign>);
}
