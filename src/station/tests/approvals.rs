//! Approvals by badge and PIN, wrong PINs, and how a PIN is changed. The hash of a PIN is the PIN in these tests.

use std::time::Duration;

use super::workshop::{badge_of, office, person_id};
use super::{Disk, Key, Kiosk, Verb, bay, counter};
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::ids::BadgeHash;
use crate::domain::person::{Bilingual, Profile, Role, Tongue};
use crate::station::effect::Effect;
use crate::station::input::{Input, StoreFailure};
use crate::station::session::{Asked, Task};
use pitbox_hw::reading::DeviceId;

pub(super) fn office_says(kiosk: &mut Kiosk, command: &Command) {
    let seq = 10_000 + u64::try_from(kiosk.station.book.people().count()).expect("few people");
    let record = office(&kiosk.station.book, command, seq);
    kiosk.station.book.confirm(&record);
}

pub(crate) fn give_pin(kiosk: &mut Kiosk, person: &str, pin: &str) {
    office_says(kiosk, &Command::SetPin { person: person_id(person), hash: pin.to_owned() });
}

pub(super) fn person(id: &str, name: Bilingual, role: Role, badge: BadgeHash, profile: Profile) -> Command {
    Command::AddPerson { person: person_id(id), name, role, badges: vec![vec![badge]], profile, until_ms: None }
}

pub(super) fn wang() -> Bilingual {
    Bilingual { en: "Wang Lei".into(), zh: "王磊".into() }
}

/// A technician at a bay, and people with PINs.
fn shop() -> Kiosk {
    let mut kiosk = bay();
    give_pin(&mut kiosk, "l-chen", "2580");
    give_pin(&mut kiosk, "admin-he", "8520");
    kiosk.badge("t-wang");
    kiosk
}

/// Types a new PIN, and then again.
pub(crate) fn new_pin(kiosk: &mut Kiosk, first: &str, second: &str) {
    kiosk.key(Key::Char('-'));
    assert_eq!(kiosk.task(), &Task::Me);
    let row = super::super::flow::me::choices(&kiosk.station, 0)
        .iter()
        .position(|choice| *choice == super::super::flow::me::Choice::NewPin)
        .expect("a row");
    kiosk.key(Key::Char(char::from_digit(u32::try_from(row + 1).expect("few rows"), 10).expect("a digit")));
    kiosk.line(first);
    kiosk.line(second);
}

#[test]
fn the_first_pin_is_allowed_by_an_administrator_and_the_next_by_the_old_one() {
    let mut kiosk = shop();
    new_pin(&mut kiosk, "4711", "4711");
    assert!(kiosk.question().contains("badges and PINs of others"), "{}", kiosk.question());
    kiosk.badge("l-chen");
    kiosk.refuses("Chen Zhigang may not");
    kiosk.badge("admin-he");
    assert!(kiosk.question().contains("PIN of Helen Brooks"));
    kiosk.line("8520");
    kiosk.saved("New PIN of Wang Lei");
    let meta = &kiosk.records.last().expect("a record").entry.meta;
    assert_eq!(meta.actor, Some(person_id("t-wang")));
    assert_eq!(meta.approved_by, Some(person_id("admin-he")));
    assert_eq!(kiosk.person(), Some("t-wang"), "the approver does not take over");

    kiosk.f(8);
    kiosk.key(Key::Escape);
    new_pin(&mut kiosk, "1357", "1357");
    assert!(kiosk.question().contains("PIN of Wang Lei"), "{}", kiosk.question());
    kiosk.says("the old PIN");
    kiosk.line("4711");
    kiosk.saved("New PIN of Wang Lei");
}

#[test]
fn digits_of_a_pin_show_nowhere() {
    let mut kiosk = shop();
    kiosk.key(Key::Char('-'));
    kiosk.key(Key::Char('6'));
    kiosk.typed("94736");
    let shown = format!("{:?} {:?}", kiosk.screen(), kiosk.station.session);
    assert!(!shown.contains("94736"), "{shown}");
    assert!(kiosk.picture().contains("● ● ● ● ●"), "{}", kiosk.picture());
    kiosk.enter();
    kiosk.line("94736");
    kiosk.choice(1);
    kiosk.typed("8520");
    let shown = format!("{:?} {:?} {:?}", kiosk.screen(), kiosk.station.session, kiosk.effects);
    assert!(!shown.contains("8520") && kiosk.picture().contains("● ● ● ●"), "{}", kiosk.picture());
    let sent: Vec<&Effect> = kiosk.effects.iter().filter(|effect| !matches!(effect, Effect::Append { .. })).collect();
    assert!(!format!("{sent:?}").contains("94736"));
}

#[test]
fn a_weak_or_a_mistyped_pin_is_not_taken() {
    let mut kiosk = shop();
    kiosk.key(Key::Char('-'));
    kiosk.key(Key::Char('6'));
    for (typed, said) in [("123", "4 to 12 digits"), ("1234", "Too easy"), ("7777", "Too easy")] {
        kiosk.line(typed);
        kiosk.refuses(said);
    }
    kiosk.line("4711");
    kiosk.line("4712");
    kiosk.refuses("The two differ");
    assert!(kiosk.records.is_empty());
}

#[test]
fn no_code_and_no_card_is_a_pin() {
    let mut kiosk = shop();
    new_pin(&mut kiosk, "4711", "4711");
    kiosk.choice(1);
    for _ in 0..4 {
        kiosk.digit(8);
    }
    kiosk.refuses("A PIN is typed on the keys");
    kiosk.scan("8520");
    kiosk.refuses("A PIN is typed on the keys");
    kiosk.card(Verb::Done);
    assert!(matches!(kiosk.station.session.question, Some(Asked::Pin { .. })));
    kiosk.card(Verb::Cancel);
    kiosk.says("Nothing was changed");
    assert!(kiosk.records.is_empty());
}

/// Wrong PINs for the administrator, from the open question on.
fn guess(kiosk: &mut Kiosk, times: usize) {
    for _ in 0..times {
        kiosk.line("0815");
    }
}

#[test]
fn five_wrong_pins_make_one_wait_here_and_somebody_else_can_still_approve() {
    let mut kiosk = shop();
    new_pin(&mut kiosk, "4711", "4711");
    kiosk.badge("admin-he");
    guess(&mut kiosk, 1);
    kiosk.refuses("Wrong PIN");
    kiosk.says("4 more before a wait");
    guess(&mut kiosk, 4);
    kiosk.refuses("Too many wrong PINs: Helen Brooks waits here for 1 min");
    assert_eq!(kiosk.commands(), ["RejectPin"; 5]);
    assert!(matches!(kiosk.last_events(), [Event::PinRejected { tries: 5, .. }]));
    kiosk.badge("admin-he");
    kiosk.refuses("Too many wrong PINs");
    assert!(matches!(kiosk.station.session.question, Some(Asked::Approval { .. })), "the right PIN cannot be tried");
    kiosk.wait(Duration::from_secs(31));
    kiosk.badge("admin-he");
    kiosk.line("8520");
    kiosk.saved("New PIN");
    let admin = kiosk.station.book.people().find(|person| person.id == person_id("admin-he")).expect("the admin");
    assert!(admin.wrong_pins.is_empty(), "a right PIN ends it");
}

#[test]
fn nothing_is_said_of_a_wrong_pin_before_it_is_on_disk() {
    let mut kiosk = shop();
    new_pin(&mut kiosk, "4711", "4711");
    kiosk.badge("admin-he");
    kiosk.disk = Disk::Slow;
    guess(&mut kiosk, 1);
    assert!(!kiosk.notice().contains("Wrong PIN"));
    kiosk.write();
    kiosk.refuses("Wrong PIN");
    kiosk.disk = Disk::Bad(StoreFailure::DiskFull);
    guess(&mut kiosk, 1);
    assert!(!kiosk.notice().contains("Wrong PIN"), "{}", kiosk.notice());
}

#[test]
fn the_screen_speaks_the_language_of_the_person() {
    let mut kiosk = counter();
    let profile = Profile { language: Some(Tongue::Chinese), ..Profile::default() };
    let mut command = person("t-wang", wang(), Role::Technician, badge_of("t-wang"), profile);
    office_says(&mut kiosk, &command);
    kiosk.badge("t-wang");
    kiosk.says("您好，王磊");
    kiosk.badge("c-sun");
    kiosk.says("Now: Sun Min");
    kiosk.f(12);
    assert!(kiosk.picture().contains("孙敏"));
    kiosk.card(Verb::LogOff);
    kiosk.says("已退出登录");
    kiosk.says("Scan your badge");
    if let Command::AddPerson { profile, .. } = &mut command {
        profile.left = true;
    }
    office_says(&mut kiosk, &command);
    kiosk.badge("t-wang");
    kiosk.refuses("does not work here any more");
    assert_eq!(kiosk.person(), None);
}

#[test]
fn a_lost_badge_is_refused_and_seen() {
    let mut kiosk = counter();
    let command = person("t-wang", wang(), Role::Technician, BadgeHash([77; 16]), Profile::default());
    office_says(&mut kiosk, &command);
    for _ in 0..3 {
        kiosk.badge("t-wang");
        kiosk.refuses("lost or taken back");
    }
    assert_eq!(kiosk.commands(), ["RefuseBadge"], "held on, it is one attempt");
    assert_eq!(kiosk.person(), None);
    kiosk.feed(Input::Badge { device: DeviceId::new("badge"), hashes: vec![BadgeHash([77; 16])] });
    kiosk.says("Hello, Wang Lei");
}
