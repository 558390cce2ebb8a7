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
fn without_a_printer_it_says_what_to_do() {
    let mut kiosk = Kiosk::new(super::Settings { has_printer: false, ..settings(Desk::Counter) }).with("c-sun");
    kiosk.part("OF-1");
    kiosk.card(Verb::Label);
    kiosk.refuses("No label printer is set up");
    kiosk.card(Verb::Home);
    kiosk.typed("8");
    kiosk.refuses("No label printer is set up");
    assert!(kiosk.labels.is_empty());
}

#[test]
fn a_label_that_the_store_refused_is_not_on_its_way() {
    let mut kiosk = asked();
    let request = kiosk.labels[0].clone();
    kiosk.feed(Input::LabelQueued { request, outcome: Err(StoreFailure::DiskFull) });
    kiosk.refuses("Label NOT printed: OF-1: the storage is full");
}

#[test]
fn the_card_sheet_has_every_card_that_does_something() {
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("8");
    let cards: usize = kiosk.labels.iter().flat_map(|l| l.fields.keys()).filter(|k| k.starts_with("code.")).count();
    assert_eq!(cards, crate::station::codes::cards().count());
    assert_eq!(kiosk.sign(), Some(Sign::Info));
}
