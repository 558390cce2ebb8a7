//! Own codes: what is written is read back, what is damaged is refused.

use proptest::prelude::*;

use super::*;
use crate::domain::ids::{ShipmentNo, SiteId};
use crate::domain::qty::Unit;
use crate::domain::shipment::SentLine;
use crate::domain::stock::{Condition, Stock};
use crate::identify::card::{CardQty, Digit, PauseReason, Verb};

fn part(number: &str) -> PartLabel {
    PartLabel::plain(PartNo::new(number).expect("part number"))
}

fn full(number: &str, qty: i64, lot: &str, serial: &str) -> OwnCode {
    OwnCode::Part(PartLabel {
        qty: Some(Qty(qty)),
        lot: Some(LotNo::new(lot).expect("lot")),
        serial: Some(SerialNo::new(serial).expect("serial")),
        ..part(number)
    })
}

fn job(number: &str) -> JobNo {
    JobNo::new(number).expect("job")
}

fn papers() -> OwnCode {
    let line = |number: &str, unit, qty| SentLine { stock: Stock::plain(part(number).part), unit, qty: Qty(qty) };
    let full = line("06K-115-403", Unit::Litre, 4500);
    let (lot, serial) = (LotNo::new("L2409A").ok(), SerialNo::new("sn-00017b").ok());
    OwnCode::Papers(Box::new(Papers {
        shipment: ShipmentNo::new("H1-28627445").expect("shipment"),
        from: SiteId::new("SH01").expect("site"),
        sheet: 2,
        sheets: 3,
        lines: vec![
            line("04E115561H", Unit::Piece, 3000),
            SentLine { stock: Stock { lot, serial, condition: Condition::Opened, ..full.stock }, ..full },
        ],
    }))
}

fn samples() -> Vec<OwnCode> {
    vec![
        OwnCode::Part(part("0986452041")),
        OwnCode::Part(part("04E115561H")),
        OwnCode::Part(part("W 712/95")),
        OwnCode::Part(part("90915-YZZE1")),
        OwnCode::Part(part("HU 816 x")),
        OwnCode::Part(part("机油 5W-30")),
        OwnCode::Part(PartLabel { qty: Some(Qty(4500)), ..part("OIL.5W30") }),
        full("06K-115-403", 10_000, "L2409A", "sn-00017b"),
        OwnCode::Bin(BinId::new("A-03-2").expect("bin")),
        OwnCode::Job(job("4711")),
        OwnCode::Person(PersonId::new("t-wang").expect("person")),
        OwnCode::Tote(ToteId::new("T07").expect("tote")),
        papers(),
        OwnCode::KeyTag(KeyTag::Job(job("4711"))),
        OwnCode::KeyTag(KeyTag::Vin(Vin::new("LSVAA49J132047371").expect("vin"))),
        OwnCode::Card(Card::Verb(Verb::Done)),
        OwnCode::Card(Card::Pause(PauseReason::Parts)),
        OwnCode::Card(Card::Digit(Digit::new(7).expect("digit"))),
        OwnCode::Card(Card::Quantity(CardQty::new(Qty(4500)).expect("quantity"))),
        OwnCode::Enrolment("K7Q2-9FHM https://hub.local:8443 x_Y".to_owned()),
    ]
}

#[test]
fn the_form_is_for_ever() {
    let written: Vec<String> = samples().iter().map(encode).collect();
    let expected = [
        ".P0986452041945Q",
        ".P04E115561HFWF0",
        ".PW 712/95NQDE",
        ".P90915-YZZE1PTEX",
        ".PHU 816 .ZXS3BK",
        ".P.U673A.U6CB9 5W-308C6M",
        ".POIL..5W30.Q4500GCXJ",
        ".P06K-115-403.N10.LL2409A.S.ZSN-00017BB1N7",
        ".BA-03-2CKAE",
        ".J47111QK0",
        ".W.ZT-WANGMG2K",
        ".TT07VNJ3",
        ".SH1-28627445.FSH01.G2/3.P04E115561H.N3.P06K-115-403.Q4500.ML.COPENED.LL2409A.S.ZSN-00017B67ED",
        ".K4711JH56",
        ".VLSVAA49J1320473711ES8",
        ".CDN5NSG",
        ".CP15PCP",
        ".CD75NS0",
        ".CQ45007XAW",
        ".EK7Q2-9FHM .ZHTTPS.X3A//HUB..LOCAL.X3A8443 X.X5F.ZYX3F8",
    ];
    assert_eq!(written, expected);
}

#[test]
fn written_codes_are_read_back_in_either_case() {
    for code in samples() {
        let text = encode(&code);
        assert_eq!(decode(&text), Ok(code.clone()), "{text}");
        assert_eq!(decode(&text.to_ascii_lowercase()), Ok(code), "{text} with CapsLock");
        assert!(text.chars().all(|letter| check::ALPHABET.contains(letter)), "{text}");
    }
    for card in Card::sheet() {
        assert_eq!(decode(&encode(&OwnCode::Card(card))), Ok(OwnCode::Card(card)));
    }
}

/// All texts that one slip away from `text`: a character changed, left out, doubled or exchanged with its neighbour.
fn slips(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut all = Vec::new();
    for at in 0..letters.len() {
        for other in (' '..='~').chain(['é', '\u{1d}', '中']) {
            let mut changed = letters.clone();
            changed[at] = other;
            all.push(changed);
            let mut inserted = letters.clone();
            inserted.insert(at, other);
            all.push(inserted);
        }
        let mut shorter = letters.clone();
        shorter.remove(at);
        all.push(shorter);
        all.push(letters[..at].to_vec());
        let mut swapped = letters.clone();
        swapped.swap(at, (at + 1).min(letters.len() - 1));
        all.push(swapped);
    }
    all.into_iter().map(String::from_iter).filter(|slip| !slip.eq_ignore_ascii_case(text)).collect()
}

#[test]
fn a_slip_never_gives_another_code() {
    let cards = Card::sheet().into_iter().map(OwnCode::Card);
    for code in samples().into_iter().chain(cards) {
        let text = encode(&code);
        for slip in slips(&text) {
            let read = decode(&slip);
            assert!(read.is_err(), "{text} misread as {slip} is {read:?}");
            let starts_as_ours = slip.len() > 2 && slip.as_bytes()[..2] == text.as_bytes()[..2];
            assert!(!starts_as_ours || read != Err(NoCode::NotOwn), "{slip} is a damaged label of ours");
        }
    }
}

const MODULUS: u64 = 1_048_573;

fn power(base: u64, exponent: u64) -> u64 {
    (0..exponent.ilog2() + 1).rev().fold(1, |result, bit| {
        let squared = result * result % MODULUS;
        if exponent >> bit & 1 == 1 { squared * base % MODULUS } else { squared }
    })
}

#[test]
fn two_changed_characters_never_cancel_out() {
    // a * 53^distance = b or -b has no solution for differences of values a and b up to 40.
    let mut ratios = std::collections::BTreeSet::new();
    for a in 1..41 {
        let inverse = power(a, MODULUS - 2);
        assert_eq!(a * inverse % MODULUS, 1);
        ratios.extend((1..41).flat_map(|b| [b * inverse % MODULUS, MODULUS - b * inverse % MODULUS]));
    }
    for distance in 1..=200 {
        assert!(!ratios.contains(&power(53, distance)), "two changes {distance} apart");
    }
}

#[test]
fn other_codes_are_not_ours() {
    for text in ["", ".", "..", ".5 l", "4006381333931", "P0986452041", "[)>", ".NET", "LSVAA49J132047371", ".é"] {
        assert_eq!(decode(text), Err(NoCode::NotOwn), "{text}");
    }
}

/// Adds the check to a text that `encode` would not write.
fn sealed(text: &str) -> String {
    let check = check::check(text).expect("alphabet");
    format!(".{text}{}", String::from_utf8_lossy(&check))
}

#[test]
fn intact_but_not_as_we_print_it() {
    let check = |text: &str, why: Damage| assert_eq!(decode(&sealed(text)), Err(NoCode::Damaged(why)), "{text}");
    check("G123", Damage::Newer);
    check("CXX", Damage::Newer);
    check("P1.F2", Damage::Newer);
    check("B1.L2", Damage::Newer);
    check("P1.N05", Damage::Form);
    check("P1.Q5000", Damage::Form);
    check("P1.N0", Damage::Form);
    check("P1.N9999999999999999999", Damage::Form);
    check("P1.L1.N5", Damage::Form);
    check("P1.X41", Damage::Form);
    check("P1.U0041", Damage::Form);
    check("P1.ZA.Z.ZB", Damage::Form);
    check("P1.", Damage::Escape);
    check("P1.5", Damage::Escape);
    check("P1.X4", Damage::Escape);
    check("P1.X+1", Damage::Id(BadId::BadCharacter));
    check("P1.WFFFFFF", Damage::Escape);
    check("P1.X0A", Damage::Id(BadId::BadCharacter));
    check("P 1", Damage::Id(BadId::BadCharacter));
    check(&format!("P{}", "1".repeat(65)), Damage::Id(BadId::TooLong));
    check("VLSVAA49J13204737O", Damage::Form);
    check("E.X0A", Damage::Form);
}

#[test]
fn damage_is_named() {
    let check = |text: &str, why: Damage| assert_eq!(decode(text), Err(NoCode::Damaged(why)), "{text}");
    check(".P", Damage::CutOff);
    check(".P0000", Damage::CutOff);
    check(".P123*456", Damage::Character('*'));
    check(".J47110000", Damage::Check);
    check(&format!(".P{}", "1".repeat(MAX_OWN)), Damage::TooLong);
}

#[test]
fn a_quantity_out_of_range_is_not_printed() {
    for qty in [0, -5000, MAX_MOVE.0 + 1, i64::MIN] {
        let label = PartLabel { qty: Some(Qty(qty)), ..part("1") };
        assert_eq!(encode(&OwnCode::Part(label)), encode(&OwnCode::Part(part("1"))));
    }
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC*", tail in ".*") {
        let _ = decode(&text);
        let _ = decode(&format!(".P{tail}"));
    }

    #[test]
    fn intact_text_of_any_content_never_panics(text in "[PBJWTKVCE][0-9A-Z. /+-]{1,30}") {
        let sealed = sealed(&text);
        if let Ok(code) = decode(&sealed) {
            prop_assert_eq!(encode(&code), sealed);
        }
    }

    #[test]
    fn any_part_number_survives(number in "\\PC{1,16}", qty in 1i64..MAX_MOVE.0) {
        if let Ok(number) = PartNo::new(&number) {
            let code = OwnCode::Part(PartLabel { qty: Some(Qty(qty)), ..PartLabel::plain(number) });
            prop_assert_eq!(decode(&encode(&code)), Ok(code));
        }
    }
}
