//! The sheet through small machines that garble it; whole layouts are in the integration tests.

use super::sheet::{LINES, WHOLE};
use super::*;

/// Takes the matrix symbol as `garbled` makes it.
#[track_caller]
fn learn(garbled: impl Fn(String) -> String) -> Learnt {
    match Learner::new().add(&garbled(format!("]d1{}", WHOLE.text()))) {
        Ok(Progress::Done(learnt)) => learnt,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check(garbled: impl Fn(String) -> String + Copy, advice: &[Advice], texts: &[&str]) {
    let learnt = learn(garbled);
    assert_eq!(learnt.advice, advice);
    for text in texts {
        assert_eq!(learnt.calibration.apply(&garbled((*text).to_owned())).as_deref(), Ok(*text));
    }
    let saved = learnt.calibration.to_text();
    assert!(saved.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{saved}");
    assert_eq!(Calibration::from_text(&saved), Ok(learnt.calibration));
}

const TEXTS: [&str; 4] =
    ["]C10104012345678901\u{1d}21x", ".P04E115561H0A0A", "W 712/94", "[)>\u{1e}06\u{1d}PA1\u{1e}\u{4}"];

#[test]
fn a_good_scanner_is_left_alone() {
    check(|text| text, &[], &TEXTS);
    assert!(learn(|text| text).calibration.is_plain());
    assert_eq!(learn(|text| text).calibration.keyboard(), Keyboard::Us);
}

#[test]
fn keys_are_put_back() {
    let german = |text: String| -> String {
        let swap = |letter| match letter {
            'y' => "z".into(),
            'z' => "y".into(),
            'Y' => "Z".into(),
            'Z' => "Y".into(),
            '-' => "/".into(),
            '/' => "&".into(),
            '&' => "^".into(),
            '^' => "` ".into(),
            '`' => "+ ".into(),
            '+' => "]".into(),
            ']' => "\u{e20a}".into(),
            '\u{1d}' => "\u{e058}".into(),
            other => String::from(other),
        };
        text.chars().map(swap).collect()
    };
    check(german, &[], &[&TEXTS[..], &["ZYzy-/&^`+", "]A1-^"]].concat());
    let learnt = learn(german).calibration;
    assert_eq!((learnt.keyboard(), learnt.is_plain()), (Keyboard::Qwertz, false));
    assert_eq!(learnt.apply("1`2"), Err(Lost { observed: '`', at: 1 }));
    assert_eq!(learnt.apply("机油"), Ok("机油".into()));
}

#[test]
fn what_a_scanner_adds_is_taken_off() {
    for begin in ["", "]d1"] {
        for (prefix, after) in [("#1:", ""), ("", "#1:"), ("#1", "$")] {
            let text = |data: &str| {
                let after = if begin.is_empty() { "" } else { after };
                format!("{prefix}{begin}{after}{data}%")
            };
            let Ok(Progress::Done(learnt)) = Learner::new().add(&text(&WHOLE.text())) else { panic!("{prefix}") };
            assert_eq!(learnt.calibration.apply(&text("W712")), Ok(format!("{begin}W712")));
            assert_eq!(learnt.advice, if begin.is_empty() { vec![Advice::SendAim] } else { vec![] });
        }
    }
}

#[test]
fn the_case_is_learnt() {
    let swap = |letter: char| match letter.is_ascii_uppercase() {
        true => letter.to_ascii_lowercase(),
        false => letter.to_ascii_uppercase(),
    };
    let swapped = |text: String| -> String { text.chars().map(swap).collect() };
    check(swapped, &[Advice::CapsLockOn], &["aBcY-1"]);
    check(|text| text.to_ascii_uppercase(), &[Advice::CaseChanged(Case::Capitals)], &["ABC-1"]);
    let small = learn(|text| text.to_ascii_lowercase());
    assert_eq!(small.advice[0], Advice::CaseChanged(Case::Small));
    assert_eq!(small.calibration.apply("abc1"), Ok("abc1".into()));
}

#[test]
fn what_does_not_come_is_told() {
    let without = |lost: &'static [char]| move |text: String| text.replace(lost, "");
    let lost = |which: &[Control]| Advice::ControlCharactersLost { which: which.to_vec() };
    check(without(&['\u{1d}']), &[lost(&[Control::Gs])], &["A1"]);
    check(without(&['\u{1d}', '\u{1e}', '\u{4}']), &[lost(&Control::ALL)], &["A1"]);
    check(without(&['\u{1c}', '\u{1f}']), &[], &["A\u{1d}1"]);
    check(without(&['~', '`']), &[Advice::SetUsLayout { characters: "`~".into() }], &["A\u{1d}1"]);
    check(|text| text.replace('\u{1d}', " "), &[lost(&[Control::Gs])], &["W 712"]);
    let both = |text: String| text.replace('#', "@");
    check(both, &[Advice::SetUsLayout { characters: "#@".into() }], &["A-1"]);
    assert_eq!(learn(both).calibration.apply("A@"), Err(Lost { observed: '@', at: 1 }));
}

#[test]
fn bad_scans_are_refused() {
    let mut learner = Learner::new();
    let whole = WHOLE.text();
    for scan in ["", "4012345678901", "PLd", "PLd?dLP", &format!("{}{whole}", "x".repeat(40))] {
        assert!(matches!(learner.add(scan), Err(Advice::NotTheSheet | Advice::Truncated)), "{scan}");
    }
    for end in 4..whole.len() {
        assert_eq!(learner.add(&whole[..end]), Err(Advice::Truncated), "{end}");
    }
    assert_eq!(learner.add(&whole.replace('7', "")), Err(Advice::Truncated));
}

#[test]
fn line_symbols_do_as_well() {
    let mut learner = Learner::new();
    let french = |text: &str| -> String {
        let keys = |letter| match letter {
            'A' => 'Q',
            'Q' => 'A',
            'M' => ':',
            ':' => '.',
            ';' => ',',
            ',' => 'm',
            '.' => '<',
            'Z' => 'W',
            'W' => 'Z',
            '1' => '!',
            '-' => '6',
            '6' => '^',
            other => other,
        };
        text.chars().map(keys).collect()
    };
    assert_eq!(learner.add(&french(&LINES[4].text())), Ok(Progress::More(vec![1, 2, 3, 4, 6])));
    assert_eq!(learner.add("nonsense"), Err(Advice::NotTheSheet));
    for page in [LINES[0], LINES[1], LINES[2], LINES[1], LINES[3]] {
        assert!(matches!(learner.add(&french(&page.text())), Ok(Progress::More(_))));
    }
    let Ok(Progress::Done(learnt)) = learner.add(&french(&LINES[5].text())) else { panic!("all pages") };
    assert_eq!(learnt.advice, [Advice::SendAim]);
    assert_eq!(learnt.calibration.keyboard(), Keyboard::Azerty);
    assert_eq!(learnt.calibration.apply(&french("QAM-16.WZ")), Ok("QAM-16.WZ".into()));
    assert_eq!(learnt.calibration.apply("?"), Err(Lost { observed: '?', at: 0 }));
}

#[test]
fn other_texts_are_no_saved_calibrations() {
    let good = learn(|text| text).calibration.to_text();
    assert_eq!(Calibration::from_text(&good.replacen('1', "2", 1)), Err(BadCalibration::Newer));
    for bad in ["", "1", "x", &good[..good.len() - 1], &good.replace("kept", "left"), &format!("{good},A=%zz;")] {
        assert_eq!(Calibration::from_text(bad), Err(BadCalibration::Form), "{bad}");
    }
}
