//! The course of a job at the kiosk: requests, hand-overs, extra work, arrival, checks, delivery, by scans and by keys.

use super::{Kiosk, Verb, bay, counter};
use crate::domain::book::Book;
use crate::domain::event::Event;
use crate::domain::job::{Job, JobState};
use crate::domain::job_event::{Category, Happened, RequestState};
use crate::station::input::Input;
use crate::station::key::Key;
use crate::station::session::{AtJob, Task};
use crate::station::tests::workshop::job_no;

pub(super) fn job(kiosk: &Kiosk, no: &str) -> Job {
    kiosk.station.book().job(&job_no(no)).expect("a job")
}

#[test]
fn a_missing_part_is_asked_for_in_two_scans_and_a_key() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    (kiosk.scans, kiosk.keys) = (0, 0);
    kiosk.card(Verb::Request);
    kiosk.says("which part? scan the old one");
    kiosk.part("BAT-1");
    kiosk.enter();
    kiosk.saved("Asked the counter for BAT-1, job 4711");
    assert_eq!((kiosk.scans, kiosk.keys), (2, 1));
    kiosk.says("asked for: BAT-1: asked");
    let asked = &job(&kiosk, "4711").course.requests[0];
    assert_eq!((asked.qty.0, asked.op.map(|op| op.0)), (1000, Some(1)), "one, for the operation that runs");
}

#[test]
fn the_counter_sees_the_request_and_the_bay_the_answer() {
    let mut technician = bay().with("t-wang");
    technician.job("4711");
    technician.card(Verb::Request);
    technician.line("clip of the undertray");
    technician.quantity_card(2000);
    technician.saved("Asked the counter for clip of the undertray");
    let mut clerk = counter().with("c-sun");
    clerk.station.session.notice = None;
    clerk.hear(&technician);
    clerk.says("A bay wants clip of the undertray for 4711");
    clerk.says("(!) requests: 1");
    clerk.card(Verb::Request);
    clerk.says("4711 | clip of the undertray | 2 | Wang Lei");
    clerk.enter();
    clerk.choice(2);
    clerk.key(Key::Char('0'));
    clerk.saved("Answered for 4711: ready at the counter");
    assert!(!clerk.picture().contains("requests: 1"), "{}", clerk.picture());
    technician.station.session.notice = None;
    technician.hear(&clerk);
    technician.says("clip of the undertray for 4711 is ready at the counter");
    assert_eq!(job(&technician, "4711").course.requests[0].state(), RequestState::Ready);
}

#[test]
fn a_wrong_scan_loses_nothing_of_a_form() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::More);
    kiosk.says("What else?");
    kiosk.choice(4);
    kiosk.says("what is to be done?");
    kiosk.choice(2);
    kiosk.bin("A-01-1");
    kiosk.refuses("That was bin A-01-1");
    kiosk.job("4712");
    kiosk.refuses("That was job 4712");
    kiosk.says("what is to be done?: Replace brake discs");
    kiosk.card(Verb::Back);
    kiosk.says("Replace brake pads");
    kiosk.choice(1);
    kiosk.quantity_card(500);
    kiosk.choice(1);
    kiosk.card(Verb::Done);
    kiosk.saved("Extra work: 4711 Replace brake pads");
    assert!(job(&kiosk, "4711").operations[1].checks.last, "work on brakes has its final check, ordered or not");
    let op = job(&kiosk, "4711").operations[1].clone();
    assert_eq!((op.title.zh.as_str(), op.hours.0, op.is_agreed()), ("更换刹车片", 500, false));
}

#[test]
fn extra_work_waits_for_the_customer_and_the_adviser_says_who_and_how() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::More);
    kiosk.choice(4);
    kiosk.line("Weld the exhaust");
    kiosk.says("is it about one of these?");
    kiosk.digit(0);
    kiosk.enter();
    kiosk.choice(1);
    kiosk.key(Key::Char('0'));
    kiosk.saved("Extra work: 4711 Weld the exhaust");
    let mut adviser = counter().with("a-xu");
    adviser.hear(&kiosk);
    adviser.f(2);
    adviser.says("waits: customer");
    adviser.job("4711");
    adviser.key(Key::Char('/'));
    adviser.says("The customer's answer to extra work");
    let at = adviser.picture().lines().position(|line| line.contains("answer to extra work")).expect("a row");
    let first = adviser.picture().lines().position(|line| line.contains("Operations, instructions")).expect("a row");
    adviser.choice(u8::try_from(at - first + 1).expect("a digit"));
    adviser.choice(1);
    adviser.choice(3);
    adviser.line("Mrs He");
    adviser.saved("Agreed: 4711 Weld the exhaust");
    let extra = job(&adviser, "4711").operations[1].extra.clone().expect("extra work");
    assert_eq!((extra.answers[0].who.as_str(), extra.answers[0].how.code()), ("Mrs He", "message"));
}

#[test]
fn a_job_is_handed_over_with_a_badge() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::HandOver);
    kiosk.says("to whom?");
    kiosk.badge("t-li");
    assert_eq!(kiosk.person(), Some("t-wang"), "the badge was an answer");
    kiosk.says("*  3 | 50 % of the hours go over");
    kiosk.enter();
    kiosk.choice(1);
    kiosk.saved("Handed over to Li Jianguo: 4711 Major service");
    assert_eq!(kiosk.running("t-wang"), None);
    let shares: Vec<(String, u8)> = job(&kiosk, "4711").operations[0]
        .shares
        .iter()
        .map(|share| (share.person.to_string(), share.percent))
        .collect();
    assert_eq!(shares, [("t-wang".to_owned(), 50), ("t-li".to_owned(), 50)]);
    kiosk.card(Verb::Undo);
    kiosk.saved("Undone: Handed over to");
    assert_eq!(kiosk.running("t-wang").as_deref(), Some("4711/1"));
}

#[test]
fn a_car_is_checked_in_by_cards_and_digits_and_its_adviser_is_told() {
    let mut kiosk = bay().with("t-wang");
    kiosk.station.session.job = Some(job_no("4712"));
    kiosk.station.session.task = Task::AtJob(AtJob::Acts);
    let row = kiosk.picture().lines().filter(|line| line.starts_with("  ") || line.starts_with(" *")).count();
    assert!(row > 5, "{}", kiosk.picture());
    while !kiosk.picture().lines().any(|line| line.contains("*") && line.contains("check in")) {
        kiosk.card(Verb::Down);
    }
    kiosk.card(Verb::Select);
    kiosk.says("kilometres on the clock");
    kiosk.line("104950");
    kiosk.choice(3);
    kiosk.choice(3);
    kiosk.choice(2);
    kiosk.says("damage: where?");
    kiosk.digit(0);
    kiosk.choice(2);
    kiosk.saved("Checked in: 4712");
    kiosk.says("Xu Jing is told.");
    let arrival = job(&kiosk, "4712").course.arrival().cloned().expect("an arrival");
    assert_eq!((arrival.odometer, arrival.fuel, arrival.damage.len()), (Some(104_950), Some(4), 1));
    assert_eq!(arrival.words, "brakes make a noise");
    let mut adviser = counter();
    adviser.hear(&kiosk);
    adviser.says("沪A·Q4471 has come (4712, Xu Jing)");
    adviser.says("(!) cars here: 1");
    adviser.badge("a-xu");
    adviser.key(Key::Char('/'));
    adviser.choice(2);
    adviser.enter();
    adviser.saved("Noted: the car of 4712 is here");
    assert!(!adviser.picture().contains("cars here"), "{}", adviser.picture());
}

#[test]
fn what_a_check_finds_goes_back_to_the_bay() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4714");
    kiosk.card(Verb::Done);
    kiosk.card(Verb::Yes);
    kiosk.badge("t-li");
    kiosk.job("4714");
    kiosk.choice(3);
    kiosk.says("what is wrong?");
    kiosk.choice(2);
    kiosk.saved("Back to the bay: 4714 Brake pads, front");
    kiosk.says("rework: 1  leaks");
    assert_eq!(job(&kiosk, "4714").state, JobState::Rework);
    kiosk.badge("t-wang");
    kiosk.job("4714");
    kiosk.saved("Started: 4714 Brake pads, front");
}

#[test]
fn the_lead_says_who_does_it_and_sees_who_works_on_what() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.badge("l-chen");
    kiosk.job("4712");
    kiosk.card(Verb::More);
    while !kiosk.picture().lines().any(|line| line.contains("*") && line.contains("dispatch")) {
        kiosk.card(Verb::Down);
    }
    kiosk.card(Verb::Select);
    kiosk.says("3.2 h to do  works on 4711");
    kiosk.badge("t-li");
    kiosk.badge("t-wang");
    kiosk.choice(3);
    kiosk.saved("Dispatched: 4712 Wheel bearing");
    let shares = &job(&kiosk, "4712").operations[0].shares;
    assert_eq!(shares.iter().map(|share| share.percent).collect::<Vec<_>>(), [70, 30]);
    kiosk.card(Verb::Home);
    kiosk.card(Verb::More);
    kiosk.choice(3);
    kiosk.says("Wang Lei | 4711 Major service");
}

#[test]
fn what_nobody_has_is_dispatched_from_its_list() {
    let mut kiosk = bay().with("l-chen");
    kiosk.card(Verb::More);
    kiosk.choice(4);
    kiosk.says("4712 | Wheel bearing");
    kiosk.enter();
    kiosk.choice(1);
    kiosk.digit(0);
    kiosk.saved("Dispatched: 4712 Wheel bearing");
}

#[test]
fn help_goes_back_to_the_form_that_was_open() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::HandOver);
    kiosk.badge("t-li");
    kiosk.f(1);
    kiosk.says("Here: answer step by step");
    kiosk.key(Key::Escape);
    kiosk.says("split of the hours");
}

#[test]
fn a_technician_is_not_offered_what_is_the_leads() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.card(Verb::More);
    for words in ["dispatch", "promised time", "Is settled"] {
        assert!(!kiosk.picture().contains(words), "{words}:\n{}", kiosk.picture());
    }
}

#[test]
fn the_end_of_a_vin_or_a_plate_opens_the_job() {
    let mut kiosk = counter().with("c-sun");
    kiosk.f(2);
    kiosk.line("0077");
    assert_eq!(kiosk.open_job(), Some("4712"));
    kiosk.card(Verb::Home);
    kiosk.line("Q4471");
    assert_eq!(kiosk.open_job(), Some("4712"));
}

#[test]
fn the_list_says_what_is_late_and_what_waits() {
    let mut kiosk = bay().with("l-chen");
    kiosk.job("4712");
    kiosk.card(Verb::Start);
    kiosk.reason(crate::identify::card::PauseReason::Parts);
    kiosk.wait(std::time::Duration::from_secs(65 * 60));
    kiosk.f(2);
    kiosk.says("waits: parts 1:05");
}

#[test]
fn the_car_goes_when_nothing_is_open() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4712");
    kiosk.part("PLUG-1");
    let mut technician = bay().with("t-wang");
    technician.hear(&kiosk);
    technician.job("4712");
    technician.card(Verb::Done);
    technician.says("blocks delivery: unsigned lines: 1");
    let mut adviser = counter().with("a-xu");
    adviser.hear(&kiosk);
    let mut second = technician.records.clone();
    second.iter_mut().for_each(|record| {
        let mut known = (**record).clone();
        known.position.device = 3;
        *record = std::sync::Arc::new(known);
    });
    adviser.feed(Input::Pulled { records: second, cursor: 1_001, catalogue: (0, 0) });
    adviser.job("4712");
    adviser.card(Verb::More);
    while !adviser.picture().lines().any(|line| line.contains("*") && line.contains("to the customer")) {
        adviser.card(Verb::Down);
    }
    adviser.card(Verb::Select);
    adviser.card(Verb::Done);
    adviser.refuses("Job 4712 cannot go yet");
    adviser.says("unsigned lines: 1");
}

#[test]
fn the_car_stands_on_the_bay() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::CarOn);
    kiosk.line("B5");
    kiosk.saved("4711 is on bay B5");
    kiosk.card(Verb::CarOff);
    kiosk.saved("4711 is off the bay");
    let is_off = |event: &Event| matches!(event, Event::Job(told) if told.what == Happened::CarOffBay);
    assert!(kiosk.last_events().iter().any(is_off));
}

#[test]
fn the_history_is_looked_for_in_the_records() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::More);
    while !kiosk.picture().lines().any(|line| line.contains("*") && line.contains("History")) {
        kiosk.card(Verb::Down);
    }
    kiosk.card(Verb::Select);
    assert!(matches!(kiosk.task(), Task::AtJob(AtJob::History { jobs: Some(_), .. })), "{:?}", kiosk.task());
    kiosk.says("No other job of this car.");
}

/// Chooses the row of the list of acts that says this.
pub(super) fn choose(kiosk: &mut Kiosk, words: &str) {
    while !kiosk.picture().lines().any(|line| line.contains('*') && line.contains(words)) {
        kiosk.card(Verb::Down);
    }
    kiosk.card(Verb::Select);
}

#[test]
fn the_counter_hears_of_extra_work_and_the_bay_of_the_answer() {
    let mut technician = bay().with("t-wang");
    technician.job("4711");
    technician.card(Verb::More);
    technician.choice(4);
    technician.choice(5);
    technician.says("keys: 0-9 type it, Enter choose");
    technician.quantity_card(500);
    technician.choice(1);
    technician.key(Key::Char('0'));
    technician.saved("Extra work: 4711 Replace battery");
    let mut adviser = counter().with("a-xu");
    adviser.hear(&technician);
    adviser.says("Extra work for 4711: Replace battery. Ask the customer");
    adviser.says("(!) extra work: 1");
    adviser.job("4711");
    adviser.card(Verb::More);
    choose(&mut adviser, "answer to extra work");
    adviser.choice(2);
    adviser.choice(1);
    adviser.choice(1);
    adviser.saved("Not wanted: 4711 Replace battery");
    assert!(!adviser.picture().contains("extra work: 1"), "{}", adviser.picture());
    technician.station.session.notice = None;
    technician.hear(&adviser);
    technician.says("The customer does not want it, 4711: Replace battery");
    technician.card(Verb::Done);
    technician.card(Verb::Yes);
    technician.job("4711");
    technician.says("All operations of 4711 are done.");
}

#[test]
fn a_number_that_no_job_has_is_no_history() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4999");
    kiosk.refuses("4999 is not known here");
    assert_eq!(kiosk.task(), &Task::Home);
}

#[test]
fn extra_work_in_own_words_says_whether_lives_depend_on_it() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::More);
    kiosk.choice(4);
    kiosk.line("Play in the rack");
    kiosk.choice(2);
    kiosk.enter();
    kiosk.choice(1);
    kiosk.digit(0);
    kiosk.saved("Extra work: 4711 Play in the rack");
    let op = job(&kiosk, "4711").operations[1].clone();
    assert_eq!((op.class.category, op.checks.last), (Some(Category::Steering), true));
}

#[test]
fn what_customers_have_not_answered_is_a_list_and_enter_takes_the_answer_down() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::More);
    kiosk.choice(4);
    kiosk.choice(4);
    kiosk.enter();
    kiosk.choice(1);
    kiosk.digit(0);
    kiosk.badge("a-xu");
    kiosk.card(Verb::Home);
    kiosk.card(Verb::More);
    kiosk.says("Extra work without an answer: 1");
    choose(&mut kiosk, "without an answer");
    kiosk.says("Seal an oil leak");
    kiosk.enter();
    kiosk.choice(2);
    kiosk.choice(1);
    kiosk.choice(1);
    kiosk.saved("Not wanted: 4711 Seal an oil leak");
    kiosk.card(Verb::Home);
    kiosk.card(Verb::More);
    kiosk.says("Extra work without an answer: 0");
}

#[test]
fn a_state_that_is_set_is_said() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.card(Verb::Done);
    kiosk.badge("a-xu");
    kiosk.job("4712");
    kiosk.card(Verb::More);
    choose(&mut kiosk, "Is settled");
    kiosk.saved("Job 4712: settled");
}

#[test]
fn the_lead_sees_who_holds_what_until_when_in_the_language_of_the_screen() {
    const LAST_DAY_UTC: i64 = 1_767_225_600_000; // the end of 2025-12-31
    let mut kiosk = bay().with("l-chen");
    let holds = |skill: &str, until_ms| {
        let (person, skill) = (crate::station::tests::workshop::person_id("t-li"), skill.to_owned());
        crate::domain::command::Command::HoldCertificate { person, skill, until_ms }
    };
    super::approvals::office_says(&mut kiosk, &holds("brakes", Some(LAST_DAY_UTC)));
    super::approvals::office_says(&mut kiosk, &holds("paint", None));
    kiosk.card(Verb::More);
    kiosk.choice(3);
    kiosk.says("Li Jianguo | nothing started |  | 1.6 h | Brakes 2025-12-31!, paint");
    kiosk.f(12);
    kiosk.says("制动系统 2025-12-31!、paint");
    kiosk.f(12);
    a_page_of_ones_own_has_them_too(&mut kiosk);
}

/// On a small screen the list has no room for them.
fn a_page_of_ones_own_has_them_too(kiosk: &mut Kiosk) {
    let open = |kiosk: &mut Kiosk, name: &str| {
        let is = |kiosk: &Kiosk| kiosk.picture().lines().any(|line| line.contains('*') && line.contains(name));
        (0..9).for_each(|_| {
            if !is(kiosk) {
                kiosk.card(Verb::Down);
            }
        });
        kiosk.enter();
        kiosk.says(&format!("== {name}"));
    };
    open(kiosk, "Li Jianguo");
    kiosk.says("working on: nothing started");
    kiosk.says("Brakes | OVER since 2025-12-31");
    kiosk.says("paint");
    kiosk.key(Key::Escape);
    kiosk.says("Who works on what");
    open(kiosk, "Wang Lei");
    kiosk.says("no certificate is known");
}
