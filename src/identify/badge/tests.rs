//! Badges: one badge is one text on every reader.

use pitbox_hw::reading::Content;
use proptest::prelude::*;

use super::*;

const BADGE: Badge = Badge::Number(12_345_678);

#[test]
fn one_badge_is_one_text_on_every_reader() {
    let check = |transform: Transform, text: &str| {
        let badge = transform.read(text).expect(text);
        let expected = match badge {
            Badge::Wiegand26(_) => &BADGE.known_as()[1],
            Badge::Number(_) | Badge::Uid(_) => &BADGE.known_as()[0],
        };
        assert_eq!(badge.canonical(), *expected, "{text}");
    };
    check(Transform::Decimal, "0012345678");
    check(Transform::Decimal, " 12345678\r");
    check(Transform::DecimalReversed, "1315027968");
    check(Transform::Hex, "00BC614E");
    check(Transform::Hex, "0100bc614e");
    check(Transform::HexReversed, "4E61BC00");
    check(Transform::HexReversed, "4E61BC0001");
    check(Transform::Decimal24, "12345678");
    check(Transform::FacilityCard, "188,24910");
    check(Transform::FacilityCardPlain, "18824910");
    assert_eq!(Badge::from_em4100([1, 0x00, 0xBC, 0x61, 0x4E]), BADGE);
    assert_eq!(Badge::from_uid(&[0x00, 0xBC, 0x61, 0x4E]), Some(BADGE));
    assert_eq!(BADGE.known_as().iter().map(Canonical::as_str).collect::<Vec<_>>(), ["00BC614E", "BC614E"]);
}

#[test]
fn long_serial_numbers_stand_for_themselves() {
    let card = Transform::Hex.read("04A2B3C4D5E680").expect("seven bytes");
    assert_eq!(card.canonical().as_str(), "04A2B3C4D5E680");
    assert_eq!(card.known_as().len(), 1);
    assert_eq!(Badge::from_uid(&[1, 2, 3]), None);
    assert_eq!(Badge::from_uid(&[0; 11]), None);
}

#[test]
fn shapes() {
    let check =
        |text: &str, expected: Result<Transform, BadBadge>| assert_eq!(Transform::of_shape(text), expected, "{text}");
    check("0012345678", Ok(Transform::Decimal));
    check("1234567", Ok(Transform::Decimal));
    check("00BC614E", Ok(Transform::Hex));
    check("12345678", Ok(Transform::Hex));
    check("04a2b3c4d5e680", Ok(Transform::Hex));
    check("090,36647", Ok(Transform::FacilityCard));
    check("", Err(BadBadge::Empty));
    check("hello", Err(BadBadge::Form));
    check("123456789AB", Err(BadBadge::Form));
}

#[test]
fn what_is_no_badge() {
    let check = |text: &str, why: BadBadge| assert_eq!(presentations(text), Err(why), "{text}");
    check("4294967296", BadBadge::Range);
    check("256,1", BadBadge::Range);
    check("1,65536", BadBadge::Range);
    check("1,2,3", BadBadge::Form);
    check(",", BadBadge::Form);
    check("\r", BadBadge::Empty);
    check("04A2B3C4D5E680", BadBadge::Range);
}

#[test]
fn a_reader_is_known_after_two_badges() {
    let other = Badge::Number(0x8251_1023);
    let known = [BADGE, other];
    let check = |texts: [&str; 2], expected: Inference| {
        let seen: Vec<Vec<Transform>> = known.iter().zip(texts).map(|(badge, text)| fits(badge, text)).collect();
        assert_eq!(infer(seen.iter().map(Vec::as_slice)), expected, "{texts:?}");
    };
    check(["0012345678", "2186350627"], Inference::One(Transform::Decimal));
    check(["4E61BC00", "23105182"], Inference::One(Transform::HexReversed));
    check(["188,24910", "081,04131"], Inference::One(Transform::FacilityCard));
    check(["18824910", "08104131"], Inference::One(Transform::FacilityCardPlain));
    check(["0012345678", "0000000001"], Inference::None);
    assert_eq!(infer([]), Inference::None);
    assert_eq!(
        infer([fits(&BADGE, "0012345678").as_slice()]),
        Inference::Several(vec![Transform::Decimal, Transform::Decimal24]),
        "the upper byte of this badge is zero"
    );
}

#[test]
fn readers_that_say_bytes_are_readers_of_hexadecimal_digits() {
    let check = |content: Content, text: &str, expected: &[Transform]| {
        assert_eq!(heard(&content).as_deref(), Some(text));
        assert_eq!(fits(&BADGE, text), expected, "{text}");
    };
    check(Content::Em4100([1, 0x00, 0xBC, 0x61, 0x4E]), "00BC614E", &[Transform::Hex]);
    check(Content::Uid(vec![0x4E, 0x61, 0xBC, 0x00]), "4E61BC00", &[Transform::HexReversed]);
    check(Content::Scan { bytes: b"188,24910\r".to_vec(), aim: None }, "188,24910", &[Transform::FacilityCard]);
    assert_eq!(heard(&Content::Scan { bytes: vec![0xff], aim: None }), None);
    assert_eq!(heard(&Content::Tags(Vec::new())), None);
}

#[test]
fn names_in_the_configuration() {
    for transform in Transform::ALL {
        assert_eq!(Transform::from_key(transform.key()), Some(transform));
    }
}

/// The 26 bits of a facility and card with their parities.
fn bits(facility: u8, card: u16) -> String {
    let body = format!("{facility:08b}{card:016b}");
    let ones = |text: &str| text.bytes().filter(|&b| b == b'1').count();
    format!("{}{body}{}", ones(&body[..12]) % 2, 1 - ones(&body[12..]) % 2)
}

#[test]
fn wiegand_bits() {
    assert_eq!(wiegand26("01111110010011110000101000"), Ok(Wiegand26 { facility: 252, card: 40468 }));
    assert_eq!(wiegand26("11111110001111101010101110"), Err(BadWiegand::Parity));
    assert_eq!(wiegand26("0111111001001111000010100"), Err(BadWiegand::Form));
    assert_eq!(wiegand26("0111111001001111000010100x"), Err(BadWiegand::Form));
}

proptest! {
    #[test]
    fn every_single_wrong_bit_is_found(facility: u8, card: u16, at in 0usize..26) {
        let good = bits(facility, card);
        prop_assert_eq!(wiegand26(&good), Ok(Wiegand26 { facility, card }));
        let flip = if good.as_bytes()[at] == b'0' { "1" } else { "0" };
        let bad = format!("{}{flip}{}", &good[..at], &good[at + 1..]);
        prop_assert_eq!(wiegand26(&bad), Err(BadWiegand::Parity));
    }

    #[test]
    fn nothing_panics(text in ".{0,30}") {
        let _ = presentations(&text);
        let _ = wiegand26(&text);
        for transform in Transform::ALL {
            let _ = transform.read(&text);
        }
    }
}
