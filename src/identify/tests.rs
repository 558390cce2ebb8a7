//! Tables of scans and what they denote.

use pitbox_hw::reading::{Content, DeviceId, Reading, Role};

use super::own::{OwnCode, PartLabel, encode};
use super::*;
use crate::domain::ids::{BinId, PartNo};
use crate::domain::qty::Qty;

fn scan(text: &str) -> Identified {
    let content = Content::Scan { bytes: text.as_bytes().to_vec(), aim: None };
    identify(&Reading { device: DeviceId::new("bench"), role: Role::Scanner, content })
}

/// Compares `kind: codes` with what a scan denotes.
#[track_caller]
fn check(text: &str, expected: &str) {
    let candidates = |all: &[Candidate]| {
        let all: Vec<String> = all.iter().map(|one| format!("{:?} {}", one.kind, one.code)).collect();
        all.join(", ")
    };
    let identity = scan(text).identity;
    let got = if let Identity::Part(part) = &identity {
        format!("part: {}", candidates(&part.candidates))
    } else if let Identity::Unknown(all) = &identity {
        format!("unknown: {}", candidates(all))
    } else {
        format!("{identity:?}")
    };
    assert_eq!(got, expected, "{text}");
}

#[test]
fn own_labels_come_first_and_damaged_ones_are_nothing_else() {
    let label = encode(&OwnCode::Bin(BinId::new("A-03-2").expect("bin")));
    check(&label, "Bin(A-03-2)");
    check(&format!("]C0{label}"), "Bin(A-03-2)");
    check(&format!("]Q1{}", label.to_ascii_lowercase()), "Bin(A-03-2)");
    let mut wrong = label.clone();
    wrong.replace_range(2..3, if &label[2..3] == "A" { "B" } else { "A" });
    check(&wrong, "Invalid");
    let part = PartLabel { qty: Some(Qty::units(4)), ..PartLabel::plain(PartNo::new("0986452041").expect("part")) };
    let Identity::Part(part) = scan(&encode(&OwnCode::Part(part))).identity else { panic!("a part") };
    assert_eq!((part.qty, part.candidates[0].kind), (Some(Qty::units(4)), CandidateKind::Own));
}

#[test]
fn marked_gs1_symbols_are_gs1_or_wrong() {
    check("]C10104012345678901", "part: Gtin 04012345678901, Verbatim 0104012345678901");
    check("]C10104012345678902", "Invalid");
    check("]E04006381333931", "part: Gtin 04006381333931, Verbatim 4006381333931");
    check(
        "]E0042100005264",
        "part: Gtin 00042100005264, Maker 042100005264, Supplier 042100005264, Verbatim 042100005264",
    );
    check("]E3400638133393112345", "part: Gtin 04006381333931, Verbatim 400638133393112345");
    check("]d2\u{1d}0104012345678901", "part: Gtin 04012345678901, Verbatim \u{1d}0104012345678901");
    check("]I104012345678901", "part: Gtin 04012345678901, Verbatim 04012345678901");
    check("]d200340123450000001236", "Load(Sscc(\"340123450000001236\"))");
    let read = scan("]d2010401234567890110L\u{1d}215\u{1d}3712");
    assert_eq!(read.identity, Identity::Invalid, "a count cannot stand beside a GTIN");
    let Identity::Part(part) = scan("]d202040123456789013712\u{1d}10L7").identity else { panic!("a part") };
    assert_eq!((part.qty, part.lot.as_deref()), (Some(Qty::units(12)), Some("L7")));
}

#[test]
fn labels_are_read() {
    let text = "]d1[)>\u{1e}06\u{1d}12PGTL3\u{1d}P04E 115 561 H\u{1d}Q5\u{1d}1TL7\u{1d}V4711\u{1e}\u{4}";
    let read = scan(text);
    let Identity::Part(part) = read.identity else { panic!("a part") };
    assert_eq!(part.candidates[0], Candidate { kind: CandidateKind::Maker, code: "04E115561H".to_owned() });
    assert_eq!(
        (part.qty, part.lot.as_deref(), part.supplier.as_deref()),
        (Some(Qty::units(5)), Some("L7"), Some("4711"))
    );
    assert_eq!((read.trust, read.why), (Trust::Marked, None));
    assert!(read.raw_visible.starts_with("]d1[)>\u{241e}06\u{241d}12PGTL3"));
    let lost = scan("]d1[)>06P04E115561HQ5");
    assert_eq!(lost.identity, Identity::Invalid);
    assert!(lost.why.is_some_and(|why| why.to_string().contains("control characters lost")));
    check(
        "1JUN636541700010001",
        "unknown: Maker 1JUN636541700010001, Supplier 1JUN636541700010001, Verbatim 1JUN636541700010001",
    );
    check("]A01JUN636541700010001", "Load(LicencePlate(\"UN636541700010001\"))");
}

#[test]
fn vehicles_are_recognised_with_and_without_identifier() {
    check("]A01M8GDM9AXKP042788", "Vehicle(1M8GDM9AXKP042788)");
    check("]d1I5GZCZ43D13S812715", "Vehicle(5GZCZ43D13S812715)");
    check("[)>\u{1e}06\u{1d}I5GZCZ43D13S812715\u{1e}\u{4}", "Vehicle(5GZCZ43D13S812715)");
    assert!(scan("IM8GDM9AXKPO42788").why.is_some_and(|why| why.to_string().contains("1M8GDM9AXKP042788")));
}

#[test]
fn what_carries_no_mark_is_guessed_last() {
    assert_eq!(scan("4006381333931").trust, Trust::Guessed);
    check(
        "4006381333931",
        "part: Gtin 04006381333931, Maker 4006381333931, Supplier 4006381333931, Verbatim 4006381333931",
    );
    check("4006381333932", "unknown: Maker 4006381333932, Supplier 4006381333932, Verbatim 4006381333932");
    check(
        "(01)04012345678901(10)A",
        "part: Gtin 04012345678901, Maker 010401234567890110A, Supplier 010401234567890110A, Verbatim (01)04012345678901(10)A",
    );
    check(
        "010401234567890110A",
        "part: Gtin 04012345678901, Maker 010401234567890110A, Supplier 010401234567890110A, Verbatim 010401234567890110A",
    );
    check("\u{1d}0104012345678901", "part: Gtin 04012345678901, Verbatim \u{1d}0104012345678901");
    check("https://a/01/04012345678901", "part: Gtin 04012345678901, Verbatim https://a/01/04012345678901");
    check(
        "https://example.com/",
        "unknown: Maker HTTPSEXAMPLECOM, Supplier HTTPSEXAMPLECOM, Verbatim https://example.com/",
    );
    check("W 712/95", "unknown: Maker W71295, Supplier W71295, Verbatim W 712/95");
    check("0 986 452 041", "unknown: Maker 0986452041, Supplier 0986452041, Verbatim 0 986 452 041");
    check("", "unknown: ");
    check(
        "P04E115561HQ5SSN123",
        "unknown: Maker P04E115561HQ5SSN123, Supplier P04E115561HQ5SSN123, Verbatim P04E115561HQ5SSN123",
    );
}

#[test]
fn badges_are_badges_on_badge_readers_only() {
    let read = |role, content| identify(&Reading { device: DeviceId::new("door"), role, content });
    let typed = || Content::Scan { bytes: b"0012345678".to_vec(), aim: None };
    assert_eq!(read(Role::Badge, typed()).identity, Identity::Badge(badge::Badge::Number(12_345_678)));
    assert!(matches!(read(Role::Scanner, typed()).identity, Identity::Unknown(_)));
    let frame = Content::Em4100([0, 0, 0xBC, 0x61, 0x4E]);
    assert_eq!(read(Role::Badge, frame).identity, Identity::Badge(badge::Badge::Number(12_345_678)));
    assert_eq!(read(Role::Badge, Content::Uid(vec![1; 3])).identity, Identity::Invalid);
}

#[test]
fn tags_are_tags_on_tag_readers() {
    let read = |bytes: &[u8]| {
        let content = Content::Scan { bytes: bytes.to_vec(), aim: None };
        identify(&Reading { device: DeviceId::new("gate"), role: Role::Rfid, content }).identity
    };
    let Identity::Tag(typed) = read(b"3066C4409047E140075BCD15") else { panic!("a tag") };
    assert_eq!(typed.element_string().as_deref(), Some("(01)09506000134352(21)123456789"));
    let bytes = [0x30, 0x66, 0xC4, 0x40, 0x90, 0x47, 0xE1, 0x40, 0x07, 0x5B, 0xCD, 0x15];
    assert_eq!(read(&bytes), Identity::Tag(typed));
    assert!(matches!(read(&[0xE2, 0x80]), Identity::Unknown(_)));
}

#[test]
fn control_characters_are_visible() {
    assert_eq!(visible(b"A\x1d\x1e\x04\xff\xc3\xa9\x7f"), "A\u{241d}\u{241e}\u{2404}\\xFF\u{e9}\u{2421}");
}

proptest::proptest! {
    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..80), ascii in "[ -~\u{1d}\u{1e}]{0,50}") {
        let content = Content::Scan { bytes, aim: None };
        let _ = identify(&Reading { device: DeviceId::new("x"), role: Role::Scanner, content });
        let _ = scan(&ascii);
        let _ = scan(&format!("]C1{ascii}"));
    }
}
