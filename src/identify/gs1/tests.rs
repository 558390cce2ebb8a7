//! Tables of texts and what they mean.

use super::*;

/// Reads `text` as a person writes it and compares with `ai=value,..`; nothing expected means an error.
#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    let read = match text.as_bytes() {
        [b']', ..] => {
            let (aim, data) = crate::identify::aim::split(text);
            scan::read(aim.expect("an identifier"), data)
        }
        _ => written(text),
    };
    let got = read.as_ref().ok().map(|message| {
        let parts: Vec<String> = message.elements.iter().map(|one| format!("{}={}", one.ai, one.value)).collect();
        parts.join(",")
    });
    assert_eq!(got.as_deref(), expected, "{text}: {:?}", read.err().map(|error| error.to_string()));
}

#[track_caller]
fn good(text: &str, expected: &str) {
    check(text, Some(expected));
}

#[track_caller]
fn bad(texts: &[&str]) {
    texts.iter().for_each(|text| check(text, None));
}

#[track_caller]
fn fits(texts: &[&str]) {
    for text in texts {
        let read = written(text);
        assert!(read.is_ok(), "{text}: {:?}", read.err());
    }
}

#[test]
fn element_strings_are_cut_at_predefined_lengths_and_separators() {
    good("^97BAY7", "97=BAY7");
    good("^0104012345678901", "01=04012345678901");
    good("^010401234567890110PAD-22", "01=04012345678901,10=PAD-22");
    good("^0104012345678901^10PAD-22", "01=04012345678901,10=PAD-22");
    good("^0104012345678901^", "01=04012345678901");
    good("^2427^10PAD-22^", "242=7,10=PAD-22");
    good("^242765432^10PAD-22", "242=765432,10=PAD-22");
    good("^800104500012075112^0104012345678901", "8001=04500012075112,01=04012345678901");
    bad(&["", "^", "^8955", "^97~A", "^97A~", "^01B4012345678901", "^010401234567890B", "^0104012345678902"]);
    bad(&["^010401234567890", "^01040123456789017", "^010401234567890^", "^010401234567890155^", "^2427654321"]);
    bad(&["^8111750", "^811175000", "^10A^^10A", "^^10A", "^10A^97A^^"]);
}

#[test]
fn optional_components_are_whole_or_missing() {
    fits(&["^7007260318260401", "^7007260318", "^423276", "^423276156", "^423276156276156276"]);
    bad(&["^70072603182", "^7007260318260", "^70072603182604011", "^423", "^4232", "^42327", "^4232761"]);
    bad(&["^42327615", "^4232761562761562761"]);
    fits(&[
        "^800304012345001235TOTE-7",
        "^800304012345001235",
        "^800304012345001235^10A",
        "^80030401234500123516-CHARACTERS-OK",
    ]);
    bad(&["^800304012345001236TOTE-7", "^80030401234500123517-CHARACTERS-NOT", "^7231EA"]);
    fits(&["^7231EA7", "^7231EA28-CHARACTERS-ARE-THE-LIMIT"]);
    bad(&["^7231EA29-CHARACTERS-ARE-TOO-MANY-XX"]);
}

#[test]
fn bracketed_text_is_read_with_escaped_brackets() {
    good("(01)04012345678901(10)PAD-22", "01=04012345678901,10=PAD-22");
    good("(10)PAD\\(22)L", "10=PAD(22)L");
    good("(10)PAD\\(", "10=PAD(");
    good("(01)04012345678901|(97)BAY7", "01=04012345678901,97=BAY7");
    bad(&["(10)(21)7", "(10)PAD(21)", "(1B)7", "7(10)PAD", "(10", "(", "()7", "(7)7", "(77777)7", "7"]);
    bad(&["(01)040123456789011(10)PAD", "(10)PAD^", "(15)2(97)60401", "(89)BAY7"]);
    let text = "(01)04012345678901(10)A\\(B";
    assert_eq!(written(text).expect("good").bracketed(), text);
}

#[test]
fn component_checks_accept_what_is_right() {
    fits(&[
        "(00)340123450000001236",
        "(8013)4012345Kiosk-7HP",
        "(8030)QUJD",
        "(8030)QU=",
        "(4300)Bay%207",
        "(7023)4012Z",
    ]);
    fits(&["(7040)2KQ_", "(4330)004500", "(4330)004500-", "(4309)14123400001214737000", "(7258)1/2", "(7258)3/3"]);
    fits(&["(4309)18000000003600000000", "(8007)DE89370400440532013000", "(7030)999HALL7", "(7030)276HALL7"]);
    fits(&[
        "(4307)CN",
        "(3911)1562500",
        "(8112)11401234576543212345678",
        "(7252)9",
        "(7241)80",
        "(7041)RCB",
        "(7041)8",
    ]);
    fits(&[
        "(8110)14012345765432275120007",
        "(8110)1401234576543227512000732612314260101",
        "(8110)1401234576543227512000790000",
    ]);
    fits(&[
        "(11)280229",
        "(11)260200",
        "(7250)20000229",
        "(8006)040123456789010203",
        "(20)07",
        "(8014)4012345Kiosk-7HP",
    ]);
    fits(&["(8008)26040123", "(8008)260401235959", "(4324)2604012359", "(8011)7"]);
}

#[test]
fn component_checks_refuse_what_is_wrong() {
    bad(&["(00)X40123450000001236", "(10) ", "(8010)4012_7", "(8030)A:B", "(8030)QUJD=", "(00)340123450000001237"]);
    bad(&["(8013)4012345Kiosk-7PH", "(8013)K", "(401)401", "(7023)40Z2", "(7040)2KQ/", "(8001)00000012075112"]);
    bad(&["(8003)14012345001235", "(8011)07", "(4322)3", "(8001)04500012075142", "(422)999", "(7031)998HALL7"]);
    bad(&[
        "(4317)QX",
        "(3911)1572500",
        "(8007)DE893704",
        "(8007)DE89_70400440532013000",
        "(8007)QX89370400440532013000",
    ]);
    bad(&["(8007)DE88370400440532013000", "(7006)261301", "(7006)260400", "(4325)2604012400", "(4325)2604012360"]);
    bad(&["(8008)260401235960", "(8026)040123456789010003", "(8026)040123456789010300", "(8026)040123456789010403"]);
    bad(&["(4301)Bay%2", "(4301)Bay%2x", "(11)270229", "(8112)204012345", "(8112)1", "(8112)17", "(8112)1140123"]);
    bad(&[
        "(8112)114012345765432",
        "(8110)74012345",
        "(8110)140123",
        "(8110)140123457654320",
        "(8110)14012345765432275125007",
    ]);
    bad(&["(8110)140123457654322751200073261331", "(8110)1401234576543227512000732601014261231"]);
    bad(&["(8110)1401234576543227512000793000", "(8110)14012345765432275120007900007", "(4309)18000000010000000000"]);
    bad(&[
        "(4309)00000000003600000001",
        "(4332)004500X",
        "(7252)4",
        "(7258)1-2",
        "(7258)0/2",
        "(7258)3/2",
        "(7258)1/0",
    ]);
    bad(&["(01)04012345678902(3102)000750", "(01)04012345678901(15)261301", "(7241)42", "(7041)QQ7", "(7250)21000229"]);
}

#[test]
fn identifiers_are_judged_together() {
    bad(&["(01)04012345678901(02)04012345678901", "(01)04012345678901(37)4", "(21)S7(235)T7", "(3941)0750(8111)0100"]);
    bad(&["(3941)0750(3943)0750", "(3952)000750(3921)75", "(400)K1(400)K2", "(400)K1(97)A(400)K"]);
    fits(&["(400)K1(97)A(400)K1", "(8030)QUJD(253)4012345001235S7"]);
    bad(&["(8030)QUJD(253)4012345001235", "(8030)QUJD(8003)04012345001235"]);
    let missing = |text: &str| written(text).expect("good").missing.len();
    for (text, expected) in [
        ("(02)04012345678901", 1),
        ("(02)04012345678901(37)4", 1),
        ("(02)04012345678901(37)4(00)340123450000001236", 0),
        ("(21)S7", 1),
        ("(21)S7(8006)040123456789010203", 0),
        ("(01)04012345678901(250)P7", 1),
        ("(01)04012345678901(21)S7(250)P7", 0),
        ("(01)04012345678901(3922)750", 1),
        ("(01)04012345678901(3922)750(3103)000750", 0),
    ] {
        assert_eq!(missing(text), expected, "{text}");
    }
}

#[test]
fn scans_are_read_by_their_symbology() {
    good("]C1010401234567890110PAD-22\u{1d}97BAY7", "01=04012345678901,10=PAD-22,97=BAY7");
    good("]E07612345001234", "01=07612345001234");
    good("]E07612345001234|]e097BAY7\u{1d}96B", "01=07612345001234,97=BAY7,96=B");
    good("]E440123455|]e097BAY7", "01=00000040123455,97=BAY7");
    good("]I104012345678901", "01=04012345678901");
    good("]Q1https://shop.example/01/04012345678901?97=BAY7", "01=04012345678901,97=BAY7");
    bad(&[
        "]e0",
        "]Q3",
        "]d2",
        "]C1",
        "]J1",
        "]E0",
        "]E4",
        "]I1",
        "]E0761234500123",
        "]E076123450012347",
        "]E0761234500123X",
    ]);
    bad(&[
        "]E07612345001235",
        "]E44012345",
        "]E4401234557",
        "]E44012A455",
        "]E440123456",
        "]I14012345678901",
        "]C197^A",
        "]A097A",
    ]);
}

#[test]
fn errors_name_identifier_place_and_reason() {
    let error = |text: &str| written(text).expect_err(text).to_string();
    let long = "AI 10, position 40: the value is too long, or a separator is missing after it";
    assert_eq!(error("^0104012345678901101234567890ABCDEFGHIJKL"), long);
    assert_eq!(error("(01)04012345678902"), "AI 01, position 18: the check digit does not fit");
    assert_eq!(error("^10A^897"), "position 6: no application identifier begins like this");
    assert_eq!(error("(01)04012345678901(37)4"), "AI 01, position 1: it must not stand beside AI 37");
}

#[test]
fn digital_links_are_read() {
    good("http://s/00/340123450000001236", "00=340123450000001236");
    good("HTTPS://s/00/340123450000001236", "00=340123450000001236");
    good("https://s:8443/parts/shop/01/04012345678901", "01=04012345678901");
    good("https://[2001:db8::7]/01/04012345678901", "01=04012345678901");
    good("https://s/01/shop/01/04012345678901", "01=04012345678901");
    good("https://s/01/04012345678901/22/V2/10/PAD-22/21/S7", "01=04012345678901,22=V2,10=PAD-22,21=S7");
    good("https://s/8017/401234500009876540/8019/7", "8017=401234500009876540,8019=7");
    good("https://s/01/04012345678901?&&97=A&&only&x=7&96=B%2f7&#top", "01=04012345678901,97=A,96=B/7");
    good("https://s/01/04012345678901/10/PAD+22", "01=04012345678901,10=PAD+22");
    good("https://s/414/4012345001235/254/bay%2F7", "414=4012345001235,254=bay/7");
    good("https://s/8004/4012345LIFT7?01=7612345001234", "8004=4012345LIFT7,01=07612345001234");
    good("https://s/01/04012345678901/235/T7?10=PAD-22", "01=04012345678901,235=T7,10=PAD-22");
    bad(&[
        "ftp://s/01/04012345678901",
        "https://",
        "https:///01/04012345678901",
        "https://s",
        "https://s/",
        "https://s/01/",
    ]);
    bad(&["Https://s/01/04012345678901", "https://01/04012345678901", "https://[fe80::7%25eth]/01/04012345678901"]);
    bad(&["https://s!/01/04012345678901", "https://s/gtin/04012345678901", "https://s/01/7612345001234"]);
    bad(&["https://s/01/04012345678901/", "https://s/01/04012345678901?97=", "https://s/01/04012345678901?979=A"]);
    bad(&[
        "https://s/01/04012345678901?97=A+B",
        "https://s/01/04012345678901?10=PAD-22",
        "https://s/01/04012345678901?21=7",
    ]);
    bad(&["https://s/01/04012345678901/10/A?97=X&01=04012345678901", "https://s/01/04012345678901?97=A&97=A"]);
    bad(&[
        "https://s/01/04012345678901/89/A",
        "https://s/01/04012345678901/10/A%00",
        "https://s/01/04012345678901/21/A/10/B",
    ]);
}

#[test]
fn digital_links_have_a_canonical_form() {
    let link = link::read("https://shop.example/x/01/04012345678901/10/A%2fB?17=261231&3103=000750").expect("good");
    assert_eq!(link.stem, "https://shop.example/x");
    assert_eq!(link.canonical(), "https://id.gs1.org/01/04012345678901/10/A%2FB?17=261231&3103=000750");
}

#[test]
fn trade_item_numbers_become_fourteen_digits() {
    use trade_item::{Form, expand_upc_e, guess};
    assert_eq!(expand_upc_e("04252614").as_deref(), Some("042100005264"));
    assert_eq!(expand_upc_e("01234565").as_deref(), Some("012345000065"));
    assert_eq!(expand_upc_e("01234566"), None);
    assert_eq!(expand_upc_e("24252614"), None);
    assert_eq!(guess("4006381333931"), [(Form::Gtin13, "04006381333931".to_owned())]);
    assert_eq!(guess("340123450000001236"), [(Form::Sscc, "340123450000001236".to_owned())]);
    assert_eq!(guess("4006381333932"), []);
    assert_eq!(guess("40063813339x1"), []);
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_what_is_written_is_read_again(text in "[ -~\u{1d}\u{e9}]{0,60}") {
        if let Ok(message) = written(&text) {
            let again = message.bracketed();
            let read = written(&again).expect("its own writing");
            let pairs = |all: &[Element<'_>]| all.iter().map(|one| (one.ai, one.value.to_string())).collect::<Vec<_>>();
            proptest::prop_assert_eq!(pairs(&read.elements), pairs(&message.elements));
        }
    }

    #[test]
    fn structured_garbage_never_panics(text in r"(\(?(0[0-3]|10|17|21|3[0-9]{3}|4[0-3]0[0-9]|80[0-3][0-9]|811[0-2])\)?[0-9A-Z/%=.^\\(\u{1d}]{0,30}){0,5}") {
        let _ = written(&text);
        let _ = written(&format!("^{text}"));
        let _ = link::read(&format!("https://a/{text}"));
    }
}

/// Codes of much money that was withdrawn, and of some that is new, as ISO 4217 has them in 2026.
#[test]
fn currencies_are_those_of_today() {
    fits(&["(3910)9245", "(3910)9265", "(3910)3965", "(3910)9275", "(3910)9905", "(3910)1565"]);
    bad(&["(3910)1915", "(3910)6945", "(3910)9315", "(3910)9325", "(3910)2495", "(3910)0005"]);
}

/// Positions count in the whole text, also for what elements say of each other.
#[test]
fn positions_count_from_the_beginning_of_the_text() {
    let at = |text: &str| written(text).expect_err("a conflict").at;
    assert_eq!(at("^400A^400B"), 6);
    assert_eq!(at("(400)A|(400)B"), 7);
    assert_eq!(at("^400A|^400B"), 7);
    assert_eq!(at("^400A|^400~"), 10);
}

/// A text full of elements is refused by its 65th, in one part or in many, and the others take no memory.
#[test]
fn a_message_has_a_limit() {
    let many = "^10A".repeat(MAX_ELEMENTS);
    assert!(written(&many).is_ok());
    for (text, at) in [(format!("{many}^97B"), 257), (format!("{many}|^97B"), 258), ("^10A|".repeat(9000), 5 * 64 + 1)]
    {
        let error = written(&text).expect_err("too many");
        assert_eq!((error.why, error.at), (Why::TooManyElements, at), "{}", text.len());
    }
}
