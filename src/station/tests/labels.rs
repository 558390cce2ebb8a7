//! Labels: asked for by hand, on their way, unclear, printed again.

use super::{Kiosk, Verb, counter, settings};
use crate::domain::decide::Desk;
use crate::station::effect::Effect;
use crate::station::input::{Input, PrintState, StoreFailure};
use crate::station::key::Key;
use crate::station::session::Task;
use crate::station::view::screen::Sign;

/// A clerk who has asked for the label of a part.
fn asked() -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Label);
    kiosk.part("OF-1");
    kiosk
}

#[test]
fn labels_of_a_part_a_bin_and_a_job() {
    let mut kiosk = asked();
    kiosk.bin("A-01-1");
    kiosk.job("4711");
    let made: Vec<(&str, &str)> = kiosk.labels.iter().map(|l| (l.template.as_str(), l.key.as_str())).collect();
    assert_eq!(made, [("part", "OF-1"), ("bin", "A-01-1"), ("job", "4711")]);
    assert!(kiosk.records.is_empty(), "a label by hand is no record");
}

#[test]
fn what_is_on_the_screen_is_printed_at_once() {
    let mut kiosk = counter().with("c-sun");
    kiosk.part("OF-1");
    kiosk.card(Verb::Label);
    kiosk.card(Verb::Home);
    kiosk.bin("A-01-1");
    kiosk.f(7);
    assert_eq!(kiosk.labels.len(), 2);
}

#[test]
fn nothing_is_said_to_be_printed_before_it_is() {
    let mut kiosk = asked();
    kiosk.says("Label on its way: OF-1");
    kiosk.label_state(1, PrintState::Sent, None);
    kiosk.says("Label on its way: OF-1");
    kiosk.label_state(1, PrintState::Confirmed, None);
    kiosk.says("Label printed: OF-1");
}

#[test]
fn a_printed_label_does_not_cover_what_was_saved_since() {
    let mut kiosk = asked();
    kiosk.job("4711");
    kiosk.card(Verb::Home);
    kiosk.job("4711");
    kiosk.part("AF-1");
    kiosk.label_state(1, PrintState::Confirmed, None);
    kiosk.saved("Issued: 1 pc AF-1");
}

#[test]
fn a_failed_label_is_said_and_can_be_tried_again() {
    let mut kiosk = asked();
    kiosk.label_state(1, PrintState::Failed, Some("label roll empty"));
    kiosk.refuses("Label NOT printed: OF-1: label roll empty");
    kiosk.says("labels to check: 1");
    kiosk.card(Verb::Home);
    kiosk.typed("7");
    assert_eq!(kiosk.task(), &Task::Queue);
    kiosk.enter();
    assert_eq!(kiosk.labels.len(), 2);
    assert_eq!(kiosk.labels[1].fields.get("reprint").map(String::as_str), Some("1"));
    assert!(!kiosk.picture().contains("labels to check"), "{}", kiosk.picture());
}

#[test]
fn an_unclear_label_is_asked_about_and_never_printed_twice_blindly() {
    for (answer, reprints) in [(Verb::Yes, 0), (Verb::No, 1), (Verb::Cancel, 0)] {
        let mut kiosk = asked();
        kiosk.label_state(1, PrintState::Unknown, None);
        assert_eq!(kiosk.question(), "Did this label come out: OF-1?");
        assert_eq!(kiosk.labels.len(), 1);
        kiosk.card(answer);
        assert_eq!(kiosk.labels.len(), 1 + reprints, "{answer:?}");
        let open = kiosk.picture().contains("labels to check");
        assert_eq!(open, answer == Verb::Cancel, "{answer:?}: asked again later");
        if reprints == 1 {
            assert_eq!(kiosk.labels[1].fields.get("reprint").map(String::as_str), Some("1"));
            assert!(kiosk.effects.iter().any(|e| matches!(e, Effect::QueueLabel { reprint_of: Some(1), .. })));
        }
    }
}

#[test]
fn escape_prints_nothing() {
    let mut kiosk = asked();
    kiosk.label_state(1, PrintState::Unknown, None);
    kiosk.key(Key::Escape);
    assert_eq!(kiosk.labels.len(), 1);
    assert!(kiosk.question().is_empty());
}

#[test]
fn an_unclear_label_disturbs_nobody_in_the_middle_of_something() {
    let mut kiosk = asked();
    kiosk.card(Verb::Home);
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.typed("1");
    kiosk.label_state(1, PrintState::Unknown, None);
    assert!(kiosk.question().is_empty());
    kiosk.says("labels to check: 1");
    kiosk.enter();
    kiosk.badge("t-wang");
    kiosk.saved("Signed");
    kiosk.card(Verb::Done);
    assert_eq!(kiosk.question(), "Did this label come out: OF-1?");
    kiosk.job("4712");
    assert_eq!(kiosk.open_job(), Some("4712"), "a scan goes on");
    assert!(kiosk.question().is_empty());
}

#[test]
fn who_logs_on_is_asked() {
    let mut kiosk = asked();
    kiosk.card(Verb::LogOff);
    kiosk.label_state(1, PrintState::Unknown, None);
    assert!(kiosk.question().is_empty(), "nobody is there");
    kiosk.badge("c-zhou");
    assert_eq!(kiosk.question(), "Did this label come out: OF-1?");
}

#[test]
fn a_queued_label_can_be_cancelled() {
    let mut kiosk = asked();
    kiosk.card(Verb::Home);
    kiosk.typed("7x");
    kiosk.says("cancelled");
}

#[test]
fn a_label_that_waits_for_its_printer_says_so_in_both_languages() {
    use super::{Language, Settings};
    let words = [
        (Language::English, "Label waits: OF-1: label roll empty"),
        (Language::Chinese, "标签等待打印：OF-1：标签纸用完"),
    ];
    for (language, said) in words {
        let mut kiosk = Kiosk::new(Settings { language, ..settings(Desk::Counter) }).with("c-sun");
        kiosk.card(Verb::Label);
        kiosk.part("OF-1");
        kiosk.label_state(1, PrintState::Queued, Some("label roll empty"));
        kiosk.says(said);
        assert!(!kiosk.picture().contains("labels to check"), "nobody has to look");
        kiosk.label_state(1, PrintState::Confirmed, None);
        assert!(!kiosk.picture().contains(said), "{}", kiosk.picture());
    }
}

#[test]
fn every_trouble_of_a_device_is_said_in_both_languages() {
    use pitbox_hw::health::Trouble;

    use crate::station::words::Language;
    for trouble in Trouble::NAMED {
        let kept = trouble.to_string();
        let [english, chinese] = [Language::English, Language::Chinese].map(|language| {
            let words = language.words();
            assert_eq!(words.trouble_said(&kept), words.trouble(&trouble), "what is kept is known again");
            words.trouble(&trouble)
        });
        assert!(english.is_ascii() && !chinese.is_ascii(), "{english} {chinese}");
    }
}

#[test]
fn another_printer_takes_over_by_a_key() {
    let mut kiosk = asked();
    kiosk.card(Verb::Home);
    kiosk.typed("7p");
    let moved = |e: &Effect| matches!(e, Effect::MoveLabel { print: 1, printer } if printer == "spare");
    assert!(kiosk.effects.iter().any(moved), "{:?}", kiosk.effects);
    kiosk.label_state(1, PrintState::Unknown, None);
    kiosk.key(Key::Escape);
    kiosk.typed("p");
    let Some(Effect::QueueLabel { reprint_of: Some(1), printer: Some(printer), request }) =
        kiosk.effects.iter().rev().find(|e| matches!(e, Effect::QueueLabel { .. }))
    else {
        panic!("not printed again: {:?}", kiosk.effects)
    };
    assert_eq!(printer, "labels", "the one after spare");
    assert_eq!(request.fields.get("reprint").map(String::as_str), Some("1"), "it says what it is");

    let one = vec!["labels".to_owned()];
    let mut kiosk = Kiosk::new(super::Settings { printers: one, ..settings(Desk::Counter) }).with("c-sun");
    kiosk.card(Verb::Label);
    kiosk.part("OF-1");
    kiosk.card(Verb::Home);
    kiosk.typed("7p");
    kiosk.says("No other printer is set up");
}

#[test]
fn a_bouncing_key_makes_no_second_reprint_and_one_in_the_printer_can_be_given_up() {
    let mut kiosk = asked();
    kiosk.label_state(1, PrintState::Sent, None);
    kiosk.card(Verb::Home);
    kiosk.typed("7x");
    let given_up = |e: &Effect| matches!(e, Effect::SetLabelState { print: 1, state: PrintState::Cancelled });
    assert!(kiosk.effects.iter().any(given_up));
    kiosk.label_state(1, PrintState::Failed, Some("given up"));
    let mut again = 0;
    for _ in 0..2 {
        let effects = kiosk.station.step(Input::Key(Key::Char('r')), kiosk.world());
        again += effects.iter().filter(|e| matches!(e, Effect::QueueLabel { .. })).count();
    }
    assert_eq!(again, 1);
}

#[test]
fn without_a_printer_it_says_what_to_do() {
    let mut kiosk = Kiosk::new(super::Settings { printers: Vec::new(), ..settings(Desk::Counter) }).with("c-sun");
    kiosk.part("OF-1");
    kiosk.card(Verb::Label);
    kiosk.refuses("No label printer is set up");
    kiosk.card(Verb::Home);
    kiosk.line("8");
    kiosk.refuses("No label printer is set up");
    assert!(kiosk.labels.is_empty());
}

#[test]
fn a_label_that_the_store_refused_is_not_on_its_way() {
    let mut kiosk = asked();
    let request = kiosk.labels[0].clone();
    kiosk.feed(Input::LabelQueued { request, reprint_of: None, outcome: Err(StoreFailure::DiskFull) });
    kiosk.refuses("Label NOT printed: OF-1: the storage is full");
}

#[test]
fn the_card_sheet_has_every_card_that_does_something() {
    let mut kiosk = counter().with("c-sun");
    kiosk.line("8");
    let cards: usize = kiosk.labels.iter().flat_map(|l| l.fields.keys()).filter(|k| k.starts_with("code.")).count();
    assert_eq!(cards, crate::station::codes::cards().count());
    assert_eq!(kiosk.sign(), Some(Sign::Info));
}
