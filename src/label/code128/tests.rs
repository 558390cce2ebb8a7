//! Code 128 against the standard's own properties, known words, and a decoder that is the standard read the other way.

use proptest::prelude::*;

use super::*;

/// Reads code words back to items, after checking the frame.
fn decode(words: &[u8]) -> Vec<Item> {
    let (body, tail) = words.split_at(words.len() - 2);
    let sum: usize = body.iter().enumerate().map(|(at, &word)| at.max(1) * usize::from(word)).sum();
    assert_eq!(tail, [(sum % 103) as u8, 106]);
    let (mut set, mut items, mut shift) = (SETS[usize::from(body[0] - 103)], Vec::new(), false);
    for &word in &body[1..] {
        let now = match (shift, set) {
            (true, Set::A) => Set::B,
            (true, _) => Set::A,
            (false, set) => set,
        };
        shift = false;
        match (word, now) {
            (102, _) => items.push(Item::Fnc1),
            (0..=99, Set::C) => items.extend([Item::Char(b'0' + word / 10), Item::Char(b'0' + word % 10)]),
            (96, Set::A | Set::B) => items.push(Item::Fnc3),
            (64..=95, Set::A) => items.push(Item::Char(word - 64)),
            (0..=95, _) => items.push(Item::Char(word + 32)),
            (98, _) => shift = true,
            (99, _) => set = Set::C,
            (100, _) => set = Set::B,
            (101, _) => set = Set::A,
            _ => panic!("code word {word} in {now:?}"),
        }
    }
    items
}

/// Checks the words between start and check.
fn check(text: &str, expected: &[u8]) {
    let code = Code128::of_text(text).expect(text);
    assert_eq!(&code.words()[..code.words().len() - 2], expected, "{text}");
}

#[test]
fn subsets_are_chosen_for_the_shortest_row() {
    check("AB", &[104, 33, 34]);
    check("1234", &[105, 12, 34]);
    check("A123", &[104, 33, 17, 18, 19]);
    check("A1234", &[104, 33, 99, 12, 34]);
    check("A123456", &[104, 33, 99, 12, 34, 56]);
    check("123456B", &[105, 12, 34, 56, 100, 34]);
    check("a\tb", &[104, 65, 98, 73, 66]);
    check("\t\n", &[103, 73, 74]);
    check("1", &[104, 17]);
}

#[test]
fn gs1_begins_with_fnc1() {
    let mut items = vec![Item::Fnc1];
    items.extend("0109506000134352".bytes().map(Item::Char));
    let code = Code128::of_items(&items).expect("fits");
    assert_eq!(code.words()[..10], [105, 102, 1, 9, 50, 60, 0, 13, 43, 52]);
}

#[test]
fn a_setting_of_a_scanner_begins_with_fnc3_also_before_digits() {
    for (text, expected) in [("$P\r", [103, 96, 4, 48, 77].as_slice()), ("1234", &[104, 96, 99, 12, 34])] {
        let items: Vec<Item> = std::iter::once(Item::Fnc3).chain(text.bytes().map(Item::Char)).collect();
        let code = Code128::of_items(&items).expect("fits");
        assert_eq!(&code.words()[..code.words().len() - 2], expected, "{text:?}");
        assert_eq!(decode(code.words()), items);
    }
}

#[test]
fn every_pattern_is_eleven_modules_and_unlike_the_others() {
    let distinct: std::collections::BTreeSet<_> = PATTERNS.iter().collect();
    assert_eq!(distinct.len(), 107);
    for pattern in PATTERNS {
        let widths: Vec<u32> = pattern.bytes().map(|digit| u32::from(digit - b'0')).collect();
        assert_eq!(widths.iter().sum::<u32>(), 11, "{pattern}");
        let bars: u32 = widths.iter().step_by(2).sum();
        assert_eq!(bars % 2, 0, "{pattern}");
    }
}

#[test]
fn what_cannot_be_encoded_is_turned_away() {
    assert_eq!(Code128::of_text(""), None);
    assert_eq!(Code128::of_text("机油"), None);
    assert_eq!(Code128::of_text(&"A".repeat(MAX_ITEMS + 1)), None);
}

proptest! {
    #[test]
    fn comes_back_as_it_was(text in "[\\x00-\\x7f]{1,40}") {
        let code = Code128::of_text(&text).expect("ASCII");
        prop_assert_eq!(decode(code.words()), text.bytes().map(Item::Char).collect::<Vec<_>>());
        prop_assert_eq!(code.runs().sum::<u32>(), code.width());
    }

    #[test]
    fn digits_take_half_the_room(digits in "[0-9]{2,40}") {
        let code = Code128::of_text(&digits).expect("digits");
        prop_assert!(code.words().len() <= digits.len() / 2 + 3 + 2 * (digits.len() % 2));
    }

    #[test]
    fn never_panics(text in ".{0,100}") {
        let _ = Code128::of_text(&text);
    }
}
