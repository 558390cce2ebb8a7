//! The shop's own texts, the check list with its values and limits, and the final check with a PIN.

use super::approvals::give_pin;
use super::workshop::{job_no, sheet_job};
use super::{Key, Kiosk, Verb, bay, counter};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::ids::OpNo;
use crate::domain::job::JobState;
use crate::station::session::{AtJob, Task};

/// A bay where Wang works on brakes that have a check list.
fn brakes() -> Kiosk {
    let mut kiosk = bay();
    super::approvals::office_says(&mut kiosk, &sheet_job());
    kiosk.badge("t-wang");
    kiosk.job("4799");
    kiosk.saved("Started: 4799");
    kiosk
}

/// Opens an act of the list behind MORE.
fn act(kiosk: &mut Kiosk, words: &str) {
    kiosk.card(Verb::More);
    while !kiosk.picture().lines().any(|line| line.contains('*') && line.contains(words)) {
        kiosk.card(Verb::Down);
    }
    kiosk.card(Verb::Select);
}

fn measures(kiosk: &mut Kiosk, item: u8, value: &str) {
    act(kiosk, "Measure a value");
    kiosk.choice(item);
    kiosk.line(value);
}

#[test]
fn an_operation_shows_the_texts_for_its_code_its_model_and_its_car() {
    let mut kiosk = brakes();
    act(&mut kiosk, "Operations");
    kiosk.enter();
    assert!(matches!(kiosk.task(), Task::AtJob(AtJob::Operation(_))));
    for words in ["instruction: Front brakes", "Bolts 120 Nm", "bulletin: Recall 77", "Check list", "3 mm"] {
        assert!(kiosk.picture().contains(words), "{words}:\n{}", kiosk.picture());
    }
    kiosk.f(12);
    for words in ["作业指导: 前制动", "螺栓 120 Nm", "技术通报", "检查表"] {
        assert!(kiosk.picture().contains(words), "{words}:\n{}", kiosk.picture());
    }
}

#[test]
fn nothing_is_checked_before_every_value_is_there() {
    let mut kiosk = brakes();
    kiosk.card(Verb::Done);
    kiosk.says("First the values of the check list, then DONE again.");
    kiosk.says("Pad, left (mm)");
    kiosk.line("9.5");
    kiosk.saved("Measured: Pad, left 9.5 mm, job 4799");
    kiosk.says("Bolts (Nm)");
    // One step back is the list of the items, two are the job.
    kiosk.key(Key::Escape);
    kiosk.key(Key::Escape);
    kiosk.card(Verb::Done);
    kiosk.says("Bolts (Nm)");
    kiosk.line("121");
    kiosk.saved("Measured: Bolts 121 Nm, job 4799");
    assert_eq!(*kiosk.task(), Task::Job, "nothing more is asked for");
    kiosk.card(Verb::Done);
    kiosk.card(Verb::Yes);
    kiosk.saved("Finished: 4799");
}

#[test]
fn what_one_works_on_is_handed_over_and_the_next_scan_is_a_badge() {
    let mut kiosk = bay();
    let Command::OpenJob { opened, mut operations, lines } = sheet_job() else { panic!("a job") };
    operations.push(crate::domain::command::NewOperation { op: OpNo(2), ..operations[0].clone() });
    super::approvals::office_says(&mut kiosk, &Command::OpenJob { opened, operations, lines });
    kiosk.badge("t-wang");
    kiosk.job("4799");
    kiosk.saved("Started: 4799");
    kiosk.card(Verb::HandOver);
    kiosk.says("to whom?");
    kiosk.badge("t-li");
    assert_eq!(kiosk.person(), Some("t-wang"), "the badge was an answer");
}

#[test]
fn a_value_outside_its_limits_is_asked_for_kept_and_stops_the_final_check() {
    let mut kiosk = brakes();
    give_pin(&mut kiosk, "l-chen", "2580");
    measures(&mut kiosk, 1, "2.1");
    assert!(kiosk.question().contains("Pad, left: 2.1 mm is outside the limits"), "{}", kiosk.question());
    kiosk.card(Verb::Yes);
    kiosk.saved("Measured: Pad, left 2.1 mm");
    kiosk.says("mend it and measure again");
    measures(&mut kiosk, 2, "121");
    kiosk.card(Verb::Done);
    kiosk.says("OUTSIDE THE LIMITS: Pad, left 2.1 mm");
    kiosk.card(Verb::Yes);
    kiosk.badge("l-chen");
    kiosk.job("4799");
    kiosk.says("OUTSIDE THE LIMITS: Pad, left 2.1 mm");
    kiosk.says("Pad, left of 1 outside limits");
    kiosk.card(Verb::Yes);
    kiosk.refuses("Pad, left is outside its limits. Mend it and measure again.");
    kiosk.badge("t-wang");
    kiosk.job("4799");
    measures(&mut kiosk, 1, "9.5");
    kiosk.saved("Measured");
    kiosk.badge("l-chen");
    kiosk.job("4799");
    kiosk.card(Verb::Yes);
    kiosk.line("2580");
    kiosk.saved("final check done: 4799");
}

#[test]
fn the_inspector_signs_with_badge_and_pin() {
    let mut kiosk = brakes();
    give_pin(&mut kiosk, "l-chen", "2580");
    measures(&mut kiosk, 1, "9.5");
    measures(&mut kiosk, 2, "121");
    kiosk.card(Verb::Done);
    kiosk.card(Verb::Yes);
    kiosk.badge("l-chen");
    kiosk.job("4799");
    kiosk.card(Verb::Yes);
    assert!(kiosk.question().contains("PIN of Chen Zhigang"), "{}", kiosk.question());
    kiosk.line("1111");
    kiosk.refuses("Wrong PIN");
    kiosk.key(Key::Escape);
    let state = |kiosk: &Kiosk| kiosk.station.book.job(&job_no("4799")).expect("the job").state;
    assert_eq!(state(&kiosk), JobState::Check, "nothing is checked");
    kiosk.job("4799");
    kiosk.card(Verb::Yes);
    kiosk.line("2580");
    kiosk.saved("final check done: 4799");
    assert!(matches!(kiosk.last_events(), [Event::OperationChecked { .. }, ..]));
    let meta = &kiosk.records.last().expect("a record").entry.meta;
    assert_eq!(meta.approved_by.as_ref().map(|id| id.as_str()), Some("l-chen"), "the PIN stands in the record");
    assert_eq!(state(&kiosk), JobState::Ready);
}

#[test]
fn a_customers_name_and_number_are_for_those_who_speak_with_customers() {
    let seen = |person: &str| {
        let mut kiosk = counter().with(person);
        kiosk.job("4711");
        kiosk.picture()
    };
    for person in ["t-wang", "c-sun"] {
        let picture = seen(person);
        assert!(picture.contains("何**") && !picture.contains("何志强") && !picture.contains("8011"), "{picture}");
    }
    for person in ["a-xu", "l-chen", "admin-he"] {
        let picture = seen(person);
        assert!(picture.contains("何志强") && picture.contains("138 0013 8011"), "{person}:\n{picture}");
    }
}
