//! Cars that come, go home, and come back: what their clocks show, and what stays of the job when it has left the memory.

use std::time::Duration;

use super::course::{choose, job};
use super::{Kiosk, Verb, bay, counter};
use crate::domain::event::Event;
use crate::domain::job_event::Happened;
use crate::station::key::Key;
use crate::station::session::{AtJob, Task};

fn check_in(kiosk: &mut Kiosk, km: &str) {
    kiosk.job("4712");
    kiosk.card(Verb::More);
    choose(kiosk, "check in");
    kiosk.line(km);
}

#[test]
fn a_clock_that_ran_backwards_is_asked_about_and_what_was_typed_is_kept() {
    let mut kiosk = counter().with("l-chen");
    check_in(&mut kiosk, "94900");
    kiosk.says("94900 is less than the 104900 known before");
    kiosk.choice(2);
    kiosk.says("typed: 94900");
    kiosk.enter();
    kiosk.choice(1);
    kiosk.says("less than before: 104900");
    kiosk.choice(3);
    kiosk.digit(0);
    kiosk.choice(2);
    kiosk.saved("Checked in: 4712");
    kiosk.says("94900 km, less than the 104900 known before");
    let arrival = job(&kiosk, "4712").course.arrival().cloned().expect("an arrival");
    assert_eq!((arrival.odometer, arrival.lower_than, arrival.fuel), (Some(94_900), Some(104_900), Some(4)));
    a_lead_looks_at_it(&mut kiosk);
}

/// It stands on the list of what is to be checked until a lead has cleared it.
fn a_lead_looks_at_it(kiosk: &mut Kiosk) {
    kiosk.says("to check: 1");
    kiosk.card(Verb::Home);
    kiosk.card(Verb::More);
    kiosk.choice(5);
    kiosk.says("odometer 94900, but 104900 was known before");
    kiosk.enter();
    kiosk.card(Verb::More);
    choose(kiosk, "Looked at");
    kiosk.says("odometer 94900, but 104900 was known before");
    kiosk.choice(1);
    kiosk.saved("Cleared: 4712");
    assert!(!kiosk.picture().contains("to check: 1"), "{}", kiosk.picture());
    kiosk.says("94900 km, less than the 104900 known before");
}

#[test]
fn a_clock_that_ran_on_is_no_question() {
    let mut kiosk = counter().with("l-chen");
    check_in(&mut kiosk, "104900");
    kiosk.says("fuel");
    kiosk.digit(0);
    kiosk.digit(0);
    kiosk.digit(0);
    kiosk.saved("Checked in: 4712");
    assert_eq!(job(&kiosk, "4712").course.arrival().and_then(|arrival| arrival.lower_than), None);
}

#[test]
fn the_clock_at_the_hand_over_is_asked_about_like_that_at_the_arrival() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.card(Verb::Done);
    kiosk.badge("a-xu");
    kiosk.job("4712");
    kiosk.card(Verb::More);
    choose(&mut kiosk, "to the customer");
    kiosk.line("900");
    kiosk.says("900 is less than the 104900 known before");
    kiosk.choice(1);
    kiosk.saved("4712 was handed over to the customer");
    let told = |event: &Event| {
        matches!(event, Event::Job(told)
        if told.what == Happened::CarHandedOver { odometer: Some(900), lower_than: Some(104_900) })
    };
    assert!(kiosk.last_events().iter().any(told), "{:?}", kiosk.last_events());
    assert_eq!(kiosk.task(), &Task::Home, "its job is closed: there is nothing left to show of it");
    kiosk.job("4712");
    assert!(matches!(kiosk.task(), Task::AtJob(AtJob::History { jobs: Some(_), .. })), "{:?}", kiosk.task());
    kiosk.says("4712 | delivered");
    kiosk.wait(Duration::from_secs(60));
    kiosk.badge("l-chen");
    kiosk.card(Verb::More);
    kiosk.choice(6);
    kiosk.says("job 4712 handed over with fewer km than known | 900 < 104900");
}

/// Wang Lei does job 4712, whose car goes home.
fn delivered() -> Kiosk {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4712");
    kiosk.wait(Duration::from_secs(30 * 60));
    kiosk.card(Verb::Done);
    kiosk.badge("a-xu");
    kiosk.job("4712");
    kiosk.card(Verb::More);
    kiosk.says("*  1 | Is settled");
    kiosk.says("2 | Hand the car over to the customer");
    kiosk.choice(2);
    kiosk.line("104960");
    kiosk.saved("4712 was handed over to the customer");
    kiosk
}

#[test]
fn hours_stay_with_their_doer_when_the_car_has_gone() {
    let mut kiosk = delivered();
    kiosk.badge("t-wang");
    kiosk.key(Key::Char('-'));
    kiosk.choice(4);
    kiosk.says("4712  Wheel bearing");
    kiosk.says("credited: 1.6");
    kiosk.card(Verb::Back);
    kiosk.choice(5);
    kiosk.says("| 1.6");
}

#[test]
fn whoever_opens_a_comeback_goes_on_with_it_and_its_clock_is_known() {
    let mut kiosk = delivered();
    kiosk.job("4712");
    kiosk.says("104960");
    kiosk.card(Verb::Select);
    kiosk.choice(1);
    kiosk.choice(1);
    kiosk.saved("Comeback 4712-C1 of 4712");
    assert_eq!((kiosk.task(), kiosk.open_job()), (&Task::Job, Some("4712-C1")), "{}", kiosk.picture());
    kiosk.card(Verb::More);
    choose(&mut kiosk, "check in");
    kiosk.line("104950");
    kiosk.says("104950 is less than the 104960 known before");
}

#[test]
fn an_adviser_who_checks_the_own_car_in_is_not_told_of_it() {
    let mut kiosk = counter().with("a-xu");
    check_in(&mut kiosk, "105000");
    kiosk.digit(0);
    kiosk.digit(0);
    kiosk.digit(0);
    kiosk.saved("Checked in: 4712");
    let picture = kiosk.picture();
    assert!(!picture.contains("cars here") && !picture.contains("is told"), "{picture}");
}
