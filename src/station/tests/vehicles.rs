//! Vehicle identification numbers, scanned and typed: right ones, and ones with letters that no such number holds.

use std::time::Duration;

use super::{Verb, bay, counter};
use crate::station::key::Key;
use crate::station::session::Task;

/// The car of job 4712, with I and O where 1 and 0 belong.
const MISTYPED: &str = "LVGBE4OK5KGI2OO77";

#[test]
fn a_typed_number_opens_the_job_of_its_car() {
    let mut kiosk = counter().with("c-sun");
    kiosk.line("LVGBE40K5KG120077");
    assert_eq!(kiosk.open_job(), Some("4712"));
    kiosk.key(Key::Escape);
    kiosk.line("lbv8w3109kmt07418");
    assert_eq!(kiosk.open_job(), Some("4713"));
}

#[test]
fn letters_that_no_number_holds_are_asked_about() {
    for scanned in [false, true] {
        let mut kiosk = counter().with("c-sun");
        let enter = |kiosk: &mut super::Kiosk| if scanned { kiosk.scan(MISTYPED) } else { kiosk.line(MISTYPED) };
        enter(&mut kiosk);
        assert_eq!(kiosk.question(), "Is vehicle LVGBE40K5KG120077 meant?");
        kiosk.says("'O' at position 7 cannot stand in a VIN");
        kiosk.says("job 4712");
        assert_eq!(kiosk.open_job(), None, "never taken silently");
        kiosk.typed("2");
        assert_eq!((kiosk.open_job(), kiosk.question().as_str()), (None, ""));
        enter(&mut kiosk);
        kiosk.card(Verb::Yes);
        assert_eq!(kiosk.open_job(), Some("4712"));
    }
}

#[test]
fn a_car_without_a_job_is_named_after_the_question() {
    let mut kiosk = counter().with("c-sun").chinese();
    kiosk.scan("1M8GDM9AXKPO42788");
    assert_eq!(kiosk.question(), "是车辆 1M8GDM9AXKP042788 吗？");
    kiosk.typed("1");
    kiosk.refuses("1M8GDM9AXKP042788");
}

#[test]
fn a_code_that_only_has_the_length_is_not_asked_about() {
    let mut kiosk = counter().with("c-sun");
    kiosk.scan("BOSCH-0O1Q2I34567");
    assert_eq!(kiosk.question(), "");
    kiosk.refuses("Nobody knows this code");
    kiosk.line("AAAAAAAIAAAAAAAAA");
    assert_eq!(kiosk.question(), "");
}

/// Digits of the menu act at once, and a number that begins with one is whole again when it is entered.
#[test]
fn a_number_typed_at_home_may_begin_with_a_digit() {
    // The digit opens jobs, search, returns, the labels (where letters mean nothing), and "what is this code?".
    for vin in ["1M8GDM9AXKP042788", "2HGFE1E58NH081047", "3GYK3GM46TS148439", "7SAYGDEE0NF345678", "9BWZZZ372VT004251"]
    {
        let mut kiosk = counter().with("c-sun");
        kiosk.line(vin);
        kiosk.refuses(vin);
        assert!(kiosk.records.is_empty(), "{vin}");
    }
    // At a bay 3 asks why one pauses: the number's second 3 must give no reason.
    let mut kiosk = bay().with("t-wang");
    kiosk.line("3GYK3GM46TS148439");
    kiosk.says("3GYK3GM46TS148439");
    assert!(kiosk.records.is_empty());
}

#[test]
fn a_digit_of_the_menu_waits_for_nothing() {
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("2");
    assert!(matches!(kiosk.task(), Task::LookUp { .. }));
    kiosk.line("kqlqq");
    kiosk.says("name: Air filter");
    kiosk.key(Key::Escape);
    // The digit is forgotten with its screen.
    kiosk.typed("1");
    kiosk.key(Key::Escape);
    kiosk.f(3);
    kiosk.line("M8GDM9AXKP042788");
    kiosk.says("M8GDM9AXKP042788");
    assert_eq!(kiosk.open_job(), None);
}

/// What would log off or print waits for the rest of a number; what only opens a screen does not.
#[test]
fn a_digit_that_does_something_waits_for_the_rest_of_a_number() {
    for number in ["04E115561H", "8E0-NOBODY"] {
        let mut kiosk = counter().with("c-sun");
        kiosk.line(number);
        kiosk.refuses(number);
        assert!(kiosk.station.session.person.is_some(), "nobody logged off");
        assert_eq!(kiosk.labels.len(), 0);
    }
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("0");
    kiosk.says("typed: 0");
    kiosk.sleep(Duration::from_secs(1));
    assert!(kiosk.station.session.person.is_some());
    kiosk.sleep(Duration::from_secs(1));
    assert!(kiosk.station.session.person.is_none(), "nothing followed: {}", kiosk.picture());
    let mut kiosk = counter().with("c-sun");
    kiosk.line("0");
    assert!(kiosk.station.session.person.is_none(), "Enter does not wait");
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("0");
    kiosk.key(Key::Backspace);
    kiosk.sleep(Duration::from_secs(3));
    assert!(kiosk.station.session.person.is_some());
}

/// At a bay 3 opens the reasons for a pause.
#[test]
fn the_number_of_a_job_that_begins_with_3_pauses_nothing() {
    let at_work = || {
        let mut kiosk = bay().with("t-wang");
        super::approvals::office_says(&mut kiosk, &job_3201());
        kiosk.job("4712");
        kiosk.saved("Started");
        kiosk.key(Key::Escape);
        assert_eq!(kiosk.task(), &Task::Home);
        kiosk
    };
    let paused = |kiosk: &super::Kiosk| kiosk.commands().contains(&"PauseWork");
    let mut kiosk = at_work();
    kiosk.line("3201");
    assert_eq!(kiosk.open_job(), Some("3201"), "{}", kiosk.picture());
    let mut kiosk = at_work();
    kiosk.line("3999");
    kiosk.refuses("3999");
    assert!(!paused(&kiosk));
    // Nor is it lost while there is nothing to pause.
    let mut kiosk = bay().with("t-wang");
    super::approvals::office_says(&mut kiosk, &job_3201());
    kiosk.line("3201");
    assert_eq!(kiosk.open_job(), Some("3201"), "{}", kiosk.picture());
    let mut kiosk = bay().with("t-wang");
    kiosk.typed("3");
    kiosk.sleep(Duration::from_secs(2));
    kiosk.refuses("Nothing of yours is running here");
    // 3 and then a digit is a reason, as soon as nothing follows, or at once with Enter.
    let mut kiosk = at_work();
    kiosk.typed("32");
    assert!(!paused(&kiosk));
    kiosk.sleep(Duration::from_secs(2));
    kiosk.saved("Paused");
    let mut kiosk = at_work();
    kiosk.typed("3");
    kiosk.line("2");
    kiosk.saved("Paused");
    // Whoever has read the reasons chooses at once.
    let mut kiosk = at_work();
    kiosk.typed("3");
    kiosk.sleep(Duration::from_secs(2));
    kiosk.typed("2");
    kiosk.saved("Paused");
}

fn job_3201() -> crate::domain::command::Command {
    let mut command = super::workshop::sheet_job();
    if let crate::domain::command::Command::OpenJob { opened, .. } = &mut command {
        opened.job = super::workshop::job_no("3201");
    }
    command
}

#[test]
fn the_number_of_a_job_typed_at_home_is_no_delivery_note() {
    let mut kiosk = counter().with("c-sun");
    kiosk.line("4711");
    assert_eq!(kiosk.open_job(), Some("4711"));
    // What was typed on the screen after something was scanned there is its own.
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("4");
    kiosk.part("OF-1");
    kiosk.line("711");
    assert_eq!(kiosk.open_job(), None);
    kiosk.saved("Quantity is now 711 pc");
}
