//! The desk by itself, and ten thousand faults of a shop with two printers.

mod faults;

use pitbox_hw::health::Trouble;

use super::*;
use crate::label::{Dpi, Output};

pub(super) fn printer(name: &str, stands_in: bool) -> Facts {
    Facts { name: name.into(), dpi: Dpi::D203, output: Output::Zpl, labels: Vec::new(), stands_in }
}

fn request(key: &str) -> PrintRequest {
    let fields = [("part".to_owned(), key.to_owned()), ("code".to_owned(), key.to_owned())];
    PrintRequest { template: "part".into(), key: key.into(), fields: fields.into() }
}

fn desk(printers: Vec<Facts>) -> PrintDesk {
    let mut desk = PrintDesk::new(printers, None);
    for id in 1..=2 {
        desk.add(id, request("P-1"), None);
    }
    desk
}

fn waiting(desk: &PrintDesk) -> Vec<i64> {
    desk.waiting.iter().map(|label| label.id).collect()
}

const SENT: PrintState = PrintState::Sent { awaits: true };

/// The next step, which is to mark this label as sent.
fn marks(desk: &mut PrintDesk, label: i64, at: &str) {
    let Some(Step::Mark(change)) = desk.next(0) else { panic!("label {label} was not marked") };
    assert_eq!((change.id, change.state, change.printer.as_deref()), (label, SENT, Some(at)));
}

fn hands(desk: &mut PrintDesk, label: i64) {
    assert!(matches!(desk.marked(label, &SENT, 0), Some(Step::Print { id, .. }) if id == label));
}

fn state(step: Option<Step>) -> PrintState {
    let Some(Step::Mark(change)) = step else { panic!("no mark: {step:?}") };
    change.state
}

#[test]
fn one_label_is_in_the_printer_at_a_time() {
    let mut desk = desk(vec![printer("labels", false)]);
    marks(&mut desk, 1, "labels");
    assert_eq!(desk.next(0), None);
    hands(&mut desk, 1);
    assert_eq!(desk.next(0), None);
    assert_eq!(state(desk.outcome(1, PrintOutcome::Confirmed, 0)), PrintState::Confirmed);
    marks(&mut desk, 2, "labels");
}

#[test]
fn a_label_whose_state_was_not_written_is_next_again_unless_it_has_left() {
    let mut desk = desk(vec![printer("labels", false)]);
    marks(&mut desk, 1, "labels");
    desk.not_marked(1);
    assert_eq!((waiting(&desk), desk.now.is_empty()), (vec![1, 2], true));
    marks(&mut desk, 1, "labels");
    hands(&mut desk, 1);
    desk.not_marked(1);
    assert_eq!(waiting(&desk), [2], "it may be on paper");
    assert!(desk.outcome(1, PrintOutcome::Confirmed, 0).is_some(), "and the printer still reports");
}

#[test]
fn a_label_of_which_nothing_has_left_waits_for_its_printer() {
    let mut desk = desk(vec![printer("labels", false)]);
    marks(&mut desk, 1, "labels");
    hands(&mut desk, 1);
    desk.health("labels", &Health::Trouble(Trouble::PaperOut));
    let nothing = || PrintOutcome::Failed { why: Trouble::PaperOut, nothing_sent: true };
    assert_eq!(state(desk.outcome(1, nothing(), 0)), PrintState::Queued);
    assert_eq!(desk.next(0), Some(Step::Tell { id: 1 }));
    assert_eq!(desk.about(1).why.as_deref(), Some("label roll empty"));
    assert_eq!(desk.next(0), Some(Step::Tell { id: 2 }));
    assert_eq!(desk.next(0), None);
    desk.health("labels", &Health::Ready);
    marks(&mut desk, 1, "labels");
    hands(&mut desk, 1);
    // The printer is well and did not take it all the same: a person has to look.
    assert_eq!(state(desk.outcome(1, nothing(), 0)), PrintState::Failed { why: "label roll empty".into() });
}

#[test]
fn another_printer_takes_over_by_configuration_or_by_a_persons_word() {
    let mut desk = desk(vec![printer("labels", false), printer("spare", true)]);
    desk.health("labels", &Health::Absent);
    marks(&mut desk, 1, "spare");
    assert_eq!(desk.next(0), None, "one at a time there, too");
    desk.health("labels", &Health::Ready);
    marks(&mut desk, 2, "labels");

    let mut desk = self::desk(vec![printer("labels", false), printer("slips", false)]);
    desk.health("labels", &Health::Absent);
    assert_eq!(desk.next(0), Some(Step::Tell { id: 1 }));
    assert_eq!(state(desk.move_to(1, "slips", 0)), PrintState::Queued);
    marks(&mut desk, 1, "slips");
}

#[test]
fn a_label_is_cancelled_wherever_it_is() {
    let mut desk = desk(vec![printer("labels", false)]);
    marks(&mut desk, 1, "labels");
    assert_eq!(desk.cancel(2), None, "it waits: nothing is left to do");
    assert_eq!(waiting(&desk), [0_i64; 0]);
    assert_eq!(desk.cancel(1), Some(Step::Tell { id: 1 }), "it is on its way to the disk");
    assert_eq!(state(desk.marked(1, &SENT, 0)), PrintState::Cancelled);
    desk.add(3, request("P-3"), None);
    marks(&mut desk, 3, "labels");
    hands(&mut desk, 3);
    assert_eq!(desk.cancel(3), Some(Step::Abandon { id: 3, printer: "labels".into() }));
    let given_up = PrintOutcome::Unknown { why: Trouble::GivenUp };
    assert_eq!(state(desk.outcome(3, given_up, 0)), PrintState::Unknown, "it may be on paper");
}

#[test]
fn a_label_that_cannot_be_drawn_or_that_no_printer_is_for_fails_in_words() {
    let mut desk = PrintDesk::new(vec![Facts { labels: vec!["part".into()], ..printer("labels", false) }], None);
    desk.add(1, PrintRequest { fields: BTreeMap::new(), ..request("P-1") }, None);
    desk.add(2, PrintRequest { template: "bin".into(), ..request("A-01") }, None);
    let PrintState::Failed { why } = state(desk.next(0)) else { panic!("it did not fail") };
    assert!(why.contains("needs the field part"), "{why}");
    let PrintState::Failed { why } = state(desk.next(0)) else { panic!("it did not fail") };
    assert_eq!(why, "no printer is set up for labels of the kind bin");
    assert_eq!(desk.next(0), None);
}
