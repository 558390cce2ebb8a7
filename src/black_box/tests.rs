//! What a kiosk did is done again from its file, and what nobody may read is not in it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;

use super::replay::{Origin, Outcome, replay};
use super::{BadFile, BlackBox, locked, step};
use crate::domain::event::Event;
use crate::identify::card::Verb;
use crate::station::input::World;
use crate::station::key::Key;
use crate::station::tests::approvals::{give_pin, new_pin};
use crate::station::tests::invariants::{Act, acts};
use crate::station::tests::{Kiosk, bay, counter};

/// Lets a black box listen to a kiosk at which nobody is.
fn listen(kiosk: &mut Kiosk) -> Arc<Mutex<BlackBox>> {
    let black_box = Arc::new(Mutex::new(BlackBox::default()));
    locked(&black_box).rest(kiosk.station_mut());
    let to = Arc::clone(&black_box);
    kiosk.listener = Some(Box::new(move |station, input, world: World<'_>| {
        let effects = step(&to, station, input, world);
        locked(&to).rest(station);
        effects
    }));
    black_box
}

fn text(black_box: &Mutex<BlackBox>) -> String {
    locked(black_box).text("1.2.3", "test").expect("a rest to go out from")
}

#[track_caller]
fn same(text: &str) -> usize {
    let played = replay(text, true, &mut |_| {}).expect("a file");
    let origin = Origin { version: "1.2.3".into(), why: "test".into() };
    match played {
        (from, Outcome::Same { steps }) if from == origin => steps,
        other => panic!("{other:?}"),
    }
}

fn a_morning(kiosk: &mut Kiosk) {
    kiosk.badge("c-sun");
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.part("OF-1");
    kiosk.card(Verb::Undo);
    kiosk.badge("t-wang");
    kiosk.key(Key::Char('x'));
    kiosk.wait(Duration::from_secs(400));
    kiosk.enter();
}

#[test]
fn a_morning_is_played_again() {
    let mut kiosk = counter();
    let black_box = listen(&mut kiosk);
    a_morning(&mut kiosk);
    let text = text(&black_box);
    assert!(same(&text) >= 8, "{text}");
}

#[test]
fn a_station_that_does_something_else_is_found() {
    let mut kiosk = counter();
    let black_box = listen(&mut kiosk);
    a_morning(&mut kiosk);
    let good = text(&black_box);
    let other = good.replacen("Beep(Good)", "Beep(Bad)", 1);
    assert_ne!(good, other, "{good}");
    let (_, outcome) = replay(&other, false, &mut |_| {}).expect("a file");
    assert!(matches!(outcome, Outcome::Differs { .. }), "{outcome:?}");
}

#[test]
fn a_file_that_ends_in_a_fault_says_so() {
    let mut kiosk = counter();
    let black_box = listen(&mut kiosk);
    a_morning(&mut kiosk);
    locked(&black_box).steps.last_mut().expect("a step").effects = None;
    let steps = locked(&black_box).steps.len();
    let (_, outcome) = replay(&text(&black_box), false, &mut |_| {}).expect("a file");
    assert_eq!(outcome, Outcome::BrokeAt { step: steps, again: false });
}

fn back(kiosk: &mut Kiosk) {
    (0..4).for_each(|_| kiosk.key(Key::Escape));
}

#[test]
fn no_pin_is_in_it_and_what_was_done_with_it_is() {
    let mut kiosk = bay();
    give_pin(&mut kiosk, "l-chen", "908070");
    give_pin(&mut kiosk, "admin-he", "615243");
    let black_box = listen(&mut kiosk);
    kiosk.badge("t-wang");
    // The same twice; another one the second time; one that is too easy.
    new_pin(&mut kiosk, "333333", "333333");
    back(&mut kiosk);
    new_pin(&mut kiosk, "739146", "739147");
    back(&mut kiosk);
    new_pin(&mut kiosk, "739146", "739146");
    kiosk.badge("admin-he");
    kiosk.line("615244");
    kiosk.line("615243");
    assert!(matches!(kiosk.last_events(), [Event::PinSet { .. }]), "{:?}", kiosk.last_events());
    let text = text(&black_box);
    for secret in ["739146", "739147", "615243", "615244", "908070"] {
        assert!(!text.contains(secret), "{secret}");
        let keys: String = text.split(r#""Char":""#).skip(1).filter_map(|rest| rest.chars().next()).collect();
        assert!(!keys.contains(secret), "{secret} in {keys}");
    }
    same(&text);
}

#[test]
fn a_file_that_is_none_is_refused_by_its_line() {
    let mut kiosk = counter();
    let black_box = listen(&mut kiosk);
    a_morning(&mut kiosk);
    let text = text(&black_box);
    let refused = |text: &str| replay(text, false, &mut |_| {}).map(|_| ()).expect_err("refused");
    assert_eq!(refused(""), BadFile::CutOff(1));
    assert_eq!(refused(text.lines().next().expect("a line")), BadFile::CutOff(2));
    assert_eq!(refused(&text.replacen(":1,", ":2,", 1)), BadFile::Version(2));
    let half = &text[..text.len() - 20];
    assert!(matches!(refused(half), BadFile::Line(at, _) if at == text.lines().count()));
}

/// What happens to a kiosk.
type Fault = fn(&mut Kiosk);

/// Rehearsed faults, by the name of their file.
const REHEARSED: [(&str, Fault); 5] = [
    ("disk-full", |kiosk| {
        kiosk.act_all([Act::Slow]);
        kiosk.part("OF-1");
        kiosk.act_all([Act::Fail(true), Act::Wait(6_000), Act::Wake, Act::Write]);
        kiosk.part("OF-1");
    }),
    ("disk-fails", |kiosk| {
        kiosk.act_all([Act::Slow]);
        kiosk.part("OF-1");
        kiosk.part("OF-1");
        kiosk.act_all([Act::Fail(false), Act::Write]);
    }),
    ("slow-card", |kiosk| {
        kiosk.act_all([Act::Slow]);
        kiosk.part("OF-1");
        kiosk.act_all([Act::Wait(400), Act::Wake]);
        kiosk.line("3");
        kiosk.act_all([Act::Write, Act::Write]);
    }),
    ("hub-gone", |kiosk| {
        kiosk.act_all([Act::Offline, Act::Wait(2_000), Act::Wake, Act::Offline]);
        kiosk.part("OF-1");
        kiosk.act_all([Act::Wait(300_000), Act::Wake]);
    }),
    ("scanner-unplugged", |kiosk| {
        kiosk.act_all([Act::Unreadable, Act::Device(1), Act::Garbage(b"]C104E1".to_vec()), Act::Device(0)]);
        kiosk.part("OF-1");
    }),
];

/// What the station asked for at each step.
fn effects(text: &str) -> Vec<String> {
    let steps = text.lines().skip(2).map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a step"));
    steps.map(|step| step["effects"].to_string()).collect()
}

/// With `PITBOX_WRITE_BLACK_BOXES` set they are written anew: needed when a kiosk is to do something else in them. A file whose
/// book is of an earlier form is not played; what is done in it is compared all the same.
#[test]
fn rehearsed_faults_are_played_from_their_files() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/black_box");
    for (name, fault) in REHEARSED {
        let mut kiosk = counter();
        let black_box = listen(&mut kiosk);
        kiosk.badge("c-sun");
        kiosk.job("4711");
        fault(&mut kiosk);
        let now = text(&black_box);
        let path = format!("{folder}/{name}.jsonl");
        if std::env::var_os("PITBOX_WRITE_BLACK_BOXES").is_some() {
            std::fs::write(&path, &now).expect("a file");
        }
        let then = std::fs::read_to_string(&path).expect("a fixture");
        assert_eq!(effects(&then), effects(&now), "{name}");
        assert!(same(&now) > 4 && now.contains("\"Append "), "{name}");
        if !matches!(replay(&then, false, &mut |_| {}), Err(BadFile::Book(_))) {
            same(&then);
        }
    }
}

#[test]
fn a_book_of_another_form_is_named() {
    let mut kiosk = counter();
    let text = text(&listen(&mut kiosk));
    let form = format!("\"book\":{}}}", crate::record::aggregate::VERSION);
    let other = text.replacen(&form, "\"book\":7}", 1);
    assert_eq!(replay(&other, false, &mut |_| {}).map(|_| ()), Err(BadFile::Book(7)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_is_played_again(at_counter: bool, what in prop::collection::vec(acts(), 1..80)) {
        let mut kiosk = if at_counter { counter() } else { bay() };
        let black_box = listen(&mut kiosk);
        for act in what {
            kiosk.act(act);
        }
        // While a reader is set up nothing is kept.
        if let Some(text) = locked(&black_box).text("1.2.3", "test") {
            same(&text);
        }
    }
}
