//! Badges of others at the kiosk: who has which, one taken back, another given.

use super::approvals::{give_pin, office_says, person, wang};
use super::workshop::{badge_of, person_id};
use super::{Key, Kiosk, Verb, counter};
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::ids::BadgeHash;
use crate::domain::person::{BadBadge, Profile, Role};
use crate::station::input::Input;
use crate::station::session::{AtJob, Task};
use pitbox_hw::reading::DeviceId;

fn held(kiosk: &mut Kiosk, badge: BadgeHash) {
    kiosk.feed(Input::Badge { device: DeviceId::new("badge"), hashes: vec![badge] });
}

/// The badges of Wang Lei are on the screen.
fn badges_of_wang(kiosk: &mut Kiosk) {
    badges_of(kiosk, "Wang Lei");
    assert_eq!(kiosk.task(), &Task::AtJob(AtJob::BadgesOf(person_id("t-wang"))));
}

/// The badges of somebody are on the screen.
fn badges_of(kiosk: &mut Kiosk, name: &str) {
    kiosk.card(Verb::Home);
    kiosk.card(Verb::More);
    kiosk.choice(7);
    assert_eq!(kiosk.task(), &Task::AtJob(AtJob::Badges));
    while !kiosk.picture().lines().any(|line| line.contains('*') && line.contains(name)) {
        kiosk.card(Verb::Down);
    }
    kiosk.card(Verb::Select);
}

fn shop(person: &str) -> Kiosk {
    let mut kiosk = counter();
    give_pin(&mut kiosk, "admin-he", "8520");
    kiosk.with(person)
}

fn badges(kiosk: &Kiosk) -> Vec<BadgeHash> {
    let person = kiosk.station.book.people().find(|person| person.id == person_id("t-wang")).expect("Wang");
    person.badges.iter().map(|held| held.badge).collect()
}

#[test]
fn a_second_badge_is_given_by_holding_it_to_the_reader() {
    let mut kiosk = shop("admin-he");
    badges_of_wang(&mut kiosk);
    held(&mut kiosk, BadgeHash([99; 16]));
    kiosk.choice(1);
    assert!(kiosk.question().contains("PIN of Helen Brooks"), "{}", kiosk.question());
    kiosk.line("8520");
    kiosk.saved("New badge of Wang Lei");
    assert_eq!(badges(&kiosk), [badge_of("t-wang"), BadgeHash([99; 16])]);
    assert_eq!(kiosk.task(), &Task::AtJob(AtJob::BadgesOf(person_id("t-wang"))), "the next one can be given");
    kiosk.card(Verb::LogOff);
    held(&mut kiosk, BadgeHash([99; 16]));
    kiosk.says("Hello, Wang Lei");
}

#[test]
fn one_lost_badge_is_taken_back_and_the_other_stays() {
    let mut kiosk = shop("l-chen");
    badges_of_wang(&mut kiosk);
    held(&mut kiosk, BadgeHash([99; 16]));
    kiosk.badge("admin-he");
    kiosk.line("8520");
    kiosk.saved("New badge of Wang Lei");
    kiosk.key(Key::Up);
    kiosk.enter();
    kiosk.badge("admin-he");
    kiosk.line("8520");
    kiosk.saved("Taken back: badge of Wang Lei");
    assert!(matches!(kiosk.last_events(), [Event::BadgeRevoked { badge, .. }] if *badge == badge_of("t-wang")));
    assert_eq!(badges(&kiosk), [BadgeHash([99; 16])]);
    kiosk.card(Verb::Home);
    kiosk.badge("t-wang");
    kiosk.refuses("lost or taken back");
}

#[test]
fn a_badge_that_was_taken_back_can_be_given_again_but_not_one_that_is_good() {
    let mut kiosk = shop("admin-he");
    badges_of_wang(&mut kiosk);
    kiosk.enter();
    kiosk.choice(1);
    kiosk.line("8520");
    kiosk.saved("Taken back: badge of Wang Lei");
    held(&mut kiosk, badge_of("t-wang"));
    kiosk.choice(1);
    kiosk.line("8520");
    kiosk.saved("New badge of Wang Lei");
    kiosk.badge("t-li");
    assert_eq!(kiosk.person(), Some("t-li"), "a good badge logs on, here as everywhere");
}

#[test]
fn badges_of_others_are_no_technicians_business() {
    let mut kiosk = shop("t-wang");
    kiosk.card(Verb::More);
    assert!(!kiosk.picture().contains("Badges"), "{}", kiosk.picture());
    kiosk.choice(8);
    assert_eq!(kiosk.task(), &Task::AtJob(AtJob::Workshop));
}

#[test]
fn without_the_pin_nothing_changes() {
    let mut kiosk = shop("l-chen");
    badges_of_wang(&mut kiosk);
    kiosk.enter();
    assert!(kiosk.question().contains("badges and PINs of others"), "{}", kiosk.question());
    kiosk.badge("l-chen");
    kiosk.refuses("Chen Zhigang may not");
    kiosk.key(Key::Escape);
    assert_eq!(badges(&kiosk), [badge_of("t-wang")]);
}

#[test]
fn every_screen_of_ones_own_says_what_can_be_done_on_it() {
    let mut kiosk = shop("l-chen");
    for (keys, words) in [
        ("-", "clock in and out, breaks"),
        ("-4", "PgUp and PgDn change the day"),
        ("-7", "Enter confirms the selected time"),
        ("/7", "Enter opens a person's badges"),
    ] {
        kiosk.card(Verb::Home);
        keys.chars().for_each(|key| kiosk.key(Key::Char(key)));
        kiosk.card(Verb::Help);
        kiosk.says(words);
    }
}

#[test]
fn one_badge_is_one_row_in_whatever_forms_readers_say_it() {
    let mut kiosk = shop("admin-he");
    badges_of_wang(&mut kiosk);
    let (whole, short) = (BadgeHash([99; 16]), BadgeHash([98; 16]));
    kiosk.feed(Input::Badge { device: DeviceId::new("badge"), hashes: vec![whole, short] });
    kiosk.choice(1);
    kiosk.line("8520");
    kiosk.saved("New badge of Wang Lei");
    assert_eq!(badges(&kiosk), [badge_of("t-wang"), whole, short]);
    let rows = |kiosk: &Kiosk| kiosk.picture().lines().filter(|line| line.contains("take it back")).count();
    assert_eq!(rows(&kiosk), 2, "{}", kiosk.picture());
    kiosk.card(Verb::LogOff);
    held(&mut kiosk, short);
    kiosk.says("Hello, Wang Lei");
    let mut kiosk = kiosk.with("admin-he");
    badges_of_wang(&mut kiosk);
    kiosk.key(Key::Down);
    kiosk.enter();
    kiosk.choice(1);
    kiosk.line("8520");
    kiosk.saved("Taken back: badge of Wang Lei");
    assert_eq!(badges(&kiosk), [badge_of("t-wang")], "no form of it is left");
    kiosk.card(Verb::Home);
    held(&mut kiosk, short);
    kiosk.refuses("lost or taken back");
}

/// The office says of Wang Lei that he left, or that his badge is over.
fn wang_is(kiosk: &mut Kiosk, left: bool, until_ms: Option<i64>) {
    let profile = Profile { left, ..Profile::default() };
    let mut command = person("t-wang", wang(), Role::Technician, badge_of("t-wang"), profile);
    if let Command::AddPerson { until_ms: until, .. } = &mut command {
        *until = until_ms;
    }
    office_says(kiosk, &command);
}

#[test]
fn what_can_be_done_about_a_badge_is_said_and_a_lead_sees_that_it_was_tried() {
    let lost = |kiosk: &mut Kiosk| {
        badges_of_wang(kiosk);
        kiosk.enter();
        kiosk.choice(1);
        kiosk.line("8520");
        kiosk.saved("Taken back");
    };
    type Way = fn(&mut Kiosk);
    let ways: [(Way, BadBadge, &str, &str); 3] = [
        (lost, BadBadge::Revoked, "A lead can give it: home, /, Badges", "lost or taken back"),
        (|kiosk| wang_is(kiosk, false, Some(1)), BadBadge::Expired, "A lead can give it", "its time is over"),
        (|kiosk| wang_is(kiosk, true, None), BadBadge::Left, "The office changes it", "does not work here"),
    ];
    for (way, why, help, listed) in ways {
        let mut kiosk = shop("admin-he");
        way(&mut kiosk);
        kiosk.card(Verb::LogOff);
        kiosk.badge("t-wang");
        assert_eq!(kiosk.person(), None);
        kiosk.says(help);
        assert!(matches!(kiosk.last_events(), [Event::BadgeRefused { why: said, .. }] if *said == why), "{why:?}");
        let mut kiosk = kiosk.with("l-chen");
        "-7".chars().for_each(|key| kiosk.key(Key::Char(key)));
        kiosk.says("Wang Lei: a badge was refused");
        kiosk.says(listed);
        kiosk.sleep(std::time::Duration::from_secs(8 * 24 * 3_600));
        let mut kiosk = kiosk.with("l-chen");
        "-7".chars().for_each(|key| kiosk.key(Key::Char(key)));
        assert!(!kiosk.picture().contains("a badge was refused"), "{}", kiosk.picture());
    }
}

#[test]
fn a_badge_whose_time_is_over_and_one_of_somebody_who_left_can_be_given_anew() {
    let mut kiosk = shop("admin-he");
    wang_is(&mut kiosk, false, Some(1));
    badges_of_wang(&mut kiosk);
    kiosk.badge("t-wang");
    kiosk.choice(1);
    kiosk.line("8520");
    kiosk.saved("New badge of Wang Lei");
    kiosk.card(Verb::LogOff);
    kiosk.badge("t-wang");
    kiosk.says("Hello, Wang Lei");

    let mut kiosk = shop("admin-he");
    let profile = Profile { left: true, ..Profile::default() };
    office_says(&mut kiosk, &person("t-li", wang(), Role::Technician, badge_of("t-li"), profile));
    badges_of_wang(&mut kiosk);
    kiosk.badge("t-li");
    kiosk.choice(1);
    kiosk.line("8520");
    kiosk.saved("New badge of Wang Lei");
    let events = kiosk.last_events();
    assert!(matches!(events, [Event::BadgeRevoked { .. }, Event::BadgeAssigned { .. }]), "{events:?}");
    assert_eq!(badges(&kiosk), [badge_of("t-wang"), badge_of("t-li")]);
}

#[test]
fn a_badge_that_is_not_good_leaves_the_question_of_an_approval_open() {
    for left in [false, true] {
        let mut kiosk = shop("l-chen");
        wang_is(&mut kiosk, left, Some(1));
        badges_of(&mut kiosk, "Li Jianguo");
        kiosk.enter();
        let question = kiosk.question();
        kiosk.badge("t-wang");
        assert!(!kiosk.notice().is_empty());
        assert_eq!(kiosk.question(), question, "still asked");
        kiosk.badge("admin-he");
        kiosk.line("8520");
        kiosk.saved("Taken back");
    }
}
