//! Key events of scanners, written as keys: tables of what is pressed and what is scanned.

use proptest::prelude::*;

use super::*;

/// Presses written as text: `30` tap, `42+` press, `42-` release, `~300` a pause in ms. One tap takes 5 ms.
fn feed(decoder: &mut Decoder, keys: &str) -> Vec<KeyScan> {
    let mut scans = Vec::new();
    let mut ms = decoder.last_ms.max(1000);
    for word in keys.split_whitespace() {
        let code = |text: &str| text.parse::<u16>().expect("key code");
        let edges: &[(u16, i32)] = match word.as_bytes() {
            [b'~', ..] => {
                ms += word[1..].parse::<u64>().expect("pause");
                &[]
            }
            [.., b'+'] => &[(code(&word[..word.len() - 1]), 1)],
            [.., b'-'] => &[(code(&word[..word.len() - 1]), 0)],
            _ => &[(code(word), 1), (code(word), 2), (code(word), 0)],
        };
        for (code, value) in edges {
            ms += 2;
            decoder.key(ms, *code, *value, |scan| scans.push(scan));
        }
    }
    scans
}

fn show(scans: &[KeyScan]) -> Vec<String> {
    scans
        .iter()
        .map(|scan| match scan {
            KeyScan::Scan(bytes) => String::from_utf8(bytes.clone()).expect("UTF-8"),
            KeyScan::Unreadable(why) => format!("<{why:?}>"),
        })
        .collect()
}

fn check(gs_mode: GsMode, keys: &str, expected: &[&str]) {
    let mut decoder = Decoder::new(gs_mode, false, 100);
    assert_eq!(show(&feed(&mut decoder, keys)), expected, "{gs_mode:?}: {keys}");
}

#[test]
fn letters_digits_and_ends() {
    let ctrl = GsMode::Ctrl;
    check(ctrl, "30 48 46 2 3 28", &["abc12"]);
    check(ctrl, "42+ 30 42- 48 54+ 2 54- 96", &["Ab!"]);
    check(ctrl, "5 15 6 15", &["4", "5"]);
    check(ctrl, "28 28 96", &[]);
    check(ctrl, "79 80 82 98 74 28", &["120/-"]);
    check(ctrl, "58 30 2 58 48 28", &["A1b"]);
    check(ctrl, "58 42+ 30 2 42- 28", &["a!"]);
    check(ctrl, "5 11 ~150 6 28", &["40", "5"]);
    check(ctrl, "5 11 ~90 6 28", &["405"]);
}

#[test]
fn caps_lock_may_be_on_from_the_start() {
    let mut decoder = Decoder::new(GsMode::Ctrl, true, 100);
    assert_eq!(show(&feed(&mut decoder, "30 42+ 48 42- 12 28")), ["Ab-"]);
}

#[test]
fn separators_in_each_manner() {
    check(GsMode::Ctrl, "30 29+ 27 29- 48 28", &["a\u{1d}b"]);
    check(GsMode::Ctrl, "97+ 7 97- 97+ 32 97- 97+ 43 97- 97+ 12 97- 28", &["\u{1e}\u{4}\u{1c}\u{1f}"]);
    check(GsMode::F12, "30 88 48 87 28", &["a\u{1d}b\u{1c}"]);
    check(GsMode::Alt, "30 56+ 82 80 73 56- 48 28", &["a\u{1d}b"]);
    check(GsMode::Alt, "56+ 82 77 81 56- 56+ 79 79 76 56- 100+ 82 79 81 100-", &["?s"]);
    check(GsMode::Ctrl, "30 29+ 50 29- 48 29+ 36 29-", &["a", "b"]);
}

#[test]
fn what_has_no_character_spoils_the_scan_visibly() {
    check(GsMode::Ctrl, "30 88 48 28 46 28", &["<Malformed>", "c"]);
    check(GsMode::Alt, "30 108 48 28", &["<Malformed>"]);
    check(GsMode::Ctrl, "30 29+ 26 29- 48 28", &["<Malformed>"]);
    check(GsMode::Alt, "56+ 73 73 73 73 73 73 73 73 73 73 73 56- 28", &["<Malformed>"]);
    check(GsMode::Ctrl, "69 30 69 28", &["a"]);
}

#[test]
fn lost_events_drop_the_scan_up_to_its_end() {
    let mut decoder = Decoder::new(GsMode::Ctrl, false, 100);
    assert!(feed(&mut decoder, "30 48").is_empty());
    assert_eq!(decoder.dropped(1010, [KEY_LEFTSHIFT]), KeyScan::Unreadable(Unreadable::Interrupted));
    assert_eq!(show(&feed(&mut decoder, "46 42- 28 30 42+ 30 42- 28")), ["aA"]);
    decoder.dropped(2000, []);
    assert_eq!(show(&feed(&mut decoder, "30 ~150 48 28")), ["b"]);
}

#[test]
fn reset_drops_the_half_with_its_shift() {
    let mut decoder = Decoder::new(GsMode::Ctrl, false, 100);
    assert!(feed(&mut decoder, "42+ 30").is_empty());
    assert!(decoder.reset() && !decoder.reset());
    assert_eq!(show(&feed(&mut decoder, "48 28")), ["b"]);
}

#[test]
fn a_pause_ends_a_scan_that_has_no_suffix() {
    let mut decoder = Decoder::new(GsMode::Ctrl, false, 100);
    assert!(feed(&mut decoder, "30 48").is_empty());
    let last = decoder.last_ms;
    assert_eq!(decoder.expire(last + 100), None);
    assert_eq!(decoder.expire(last + 101), Some(KeyScan::Scan(b"ab".to_vec())));
    assert_eq!(decoder.expire(last + 999), None);
}

#[test]
fn an_endless_scan_is_reported_once() {
    let mut decoder = Decoder::new(GsMode::Ctrl, false, 100);
    let keys = "30 ".repeat(3 * MAX_SCAN) + "28 48 28";
    assert_eq!(show(&feed(&mut decoder, &keys)), ["<TooLong>", "b"]);
}

proptest! {
    #[test]
    fn never_panics_and_holds_little(events in proptest::collection::vec((0u64..300, 0u16..260, -1i32..4), 0..400)) {
        let mut decoder = Decoder::new(GsMode::Alt, false, 100);
        let mut ms = 0;
        for (step, code, value) in events {
            ms += step;
            decoder.key(ms, code, value, |_| ());
            prop_assert!(decoder.text.len() <= MAX_SCAN);
        }
    }
}

#[test]
fn keys_without_a_character_come_by_name_where_names_are_wanted() {
    let named = GsMode::Named;
    check(named, "16 100+ 16 100- 28", &["q\u{e210}"]);
    check(named, "86 42+ 86 51 42- 28", &["\u{e056}\u{e156}<"]);
    check(named, "88 108 28", &["\u{e058}\u{e06c}"]);
    check(named, "29+ 27 32 10 29- 28", &["\u{1d}\u{4}\u{e40a}"]);
    check(named, "29+ 16 29- 28", &["\u{e410}"]);
    check(named, "56+ 82 80 73 56- 30 28", &["\u{1d}a"]);
    check(named, "69 58 30 58 28", &["A"]);
}
