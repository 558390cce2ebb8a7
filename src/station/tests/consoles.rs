//! Terminals elsewhere: announced, recorded, driven by their keys, and no place for a PIN.

use super::workshop::{office, person_id};
use super::{Disk, Input, Key, Kiosk, bay, counter};
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::station::session::{Asked, Task};

fn opens(kiosk: &mut Kiosk, console: u64, by: &str, drives: bool) {
    kiosk.feed(Input::ConsoleOpened { console, by: by.into(), drives });
}

fn header(kiosk: &Kiosk) -> String {
    kiosk.screen().header.marks.iter().map(|mark| mark.text.clone()).collect::<Vec<_>>().join("; ")
}

fn recorded(kiosk: &Kiosk) -> Vec<Event> {
    kiosk.records.iter().flat_map(|record| record.entry.events.clone()).collect()
}

#[test]
fn who_drives_is_said_and_recorded_and_so_is_the_end() {
    let mut kiosk = counter().with("c-sun");
    opens(&mut kiosk, 7, "ada", true);
    assert!(header(&kiosk).starts_with("REMOTE CONTROL: ada"), "{}", header(&kiosk));
    assert!(kiosk.chinese().screen().header.marks[0].text.contains("远程操作：ada"));

    let mut kiosk = counter().with("c-sun");
    opens(&mut kiosk, 8, "eve", false);
    opens(&mut kiosk, 7, "ada", true);
    assert!(header(&kiosk).starts_with("REMOTE CONTROL: ada; watched by eve"), "{}", header(&kiosk));
    kiosk.feed(Input::ConsoleClosed { console: 7 });
    assert!(header(&kiosk).starts_with("watched by eve"), "{}", header(&kiosk));
    kiosk.feed(Input::ConsoleClosed { console: 7 });
    let by = |by: &str| by.to_owned();
    let expected = [
        Event::ConsoleUsed { by: by("eve"), drives: false, began: true },
        Event::ConsoleUsed { by: by("ada"), drives: true, began: true },
        Event::ConsoleUsed { by: by("ada"), drives: true, began: false },
    ];
    assert_eq!(recorded(&kiosk), expected, "an end that had no beginning is none");
    assert!(kiosk.records.iter().all(|record| record.entry.meta.actor.is_none()), "nobody at the kiosk did it");
    assert_eq!(kiosk.person(), Some("c-sun"), "and whoever stands there goes on");
}

#[test]
fn its_keys_are_those_of_the_kiosk() {
    let mut kiosk = counter().with("c-sun");
    opens(&mut kiosk, 1, "ada", true);
    kiosk.feed(Input::ConsoleKey(Key::Function(2)));
    assert_eq!(kiosk.task(), &Task::Jobs);
}

#[test]
fn no_pin_is_typed_there() {
    let mut kiosk = bay();
    for (person, pin) in [("t-wang", "2580"), ("admin-he", "8520")] {
        let seq = 10_000 + u64::from(person == "t-wang");
        let command = Command::SetPin { person: person_id(person), hash: pin.to_owned() };
        let record = office(&kiosk.station.book, &command, seq);
        kiosk.station.book.confirm(&record);
    }
    kiosk.badge("t-wang");
    opens(&mut kiosk, 1, "ada", true);
    kiosk.key(Key::Char('-'));
    kiosk.key(Key::Char('6'));
    assert!(matches!(kiosk.task(), Task::NewPin(_)));
    kiosk.feed(Input::ConsoleKey(Key::Char('9')));
    kiosk.refuses("A PIN is typed at the kiosk only");
    kiosk.line("4711");
    kiosk.line("4711");
    assert!(matches!(kiosk.station.session.question, Some(Asked::Pin { .. })), "the old PIN is asked for");
    for digit in "2580".chars() {
        kiosk.feed(Input::ConsoleKey(Key::Char(digit)));
    }
    kiosk.feed(Input::ConsoleKey(Key::Enter));
    kiosk.refuses("A PIN is typed at the kiosk only");
    let sets = |event: &Event| matches!(event, Event::PinSet { .. });
    assert!(!recorded(&kiosk).iter().any(sets));
    kiosk.feed(Input::ConsoleKey(Key::Escape));
    assert!(kiosk.station.session.question.is_none(), "leaving it is no PIN");
}

#[test]
fn a_key_that_waited_for_the_disk_is_no_pin_either() {
    let mut kiosk = counter().with("c-sun");
    kiosk.disk = Disk::Slow;
    opens(&mut kiosk, 1, "ada", true);
    kiosk.feed(Input::ConsoleKey(Key::Function(2)));
    assert_eq!(kiosk.task(), &Task::Home, "it waits for the record");
    kiosk.write();
    assert_eq!(kiosk.task(), &Task::Jobs);
}
