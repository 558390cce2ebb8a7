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
    good("^991234", "99=1234");
    good("^0112345678901231", "01=12345678901231");
    good("^0112345678901231991234", "01=12345678901231,99=1234");
    good("^0112345678901231^991234", "01=12345678901231,99=1234");
    good("^0112345678901231^", "01=12345678901231");
    good("^242123456^10ABC123", "242=123456,10=ABC123");
    good("^800112341234512398^0112345678901231", "8001=12341234512398,01=12345678901231");
    bad(&["", "^", "^891234", "^99~ABC", "^99ABC~", "^01A2345678901231", "^011234567890123A", "^0112345678901234"]);
    bad(&["^011234567890123", "^01123456789012312", "^011234567890123^", "^01123456789012345^", "^2421234567"]);
    bad(&["^8111123", "^811112345", "^10A^^10A", "^^10A", "^10A^99A^^"]);
}

#[test]
fn optional_components_are_whole_or_missing() {
    fits(&["^7007211225211231", "^7007211225", "^423528", "^423528528", "^423528528528528528"]);
    bad(&["^70072112252", "^7007211225211", "^70072112252212311", "^423", "^4235", "^42352", "^4235285"]);
    bad(&["^42352852", "^4235285285285285285"]);
    fits(&[
        "^800302112345678900ABC",
        "^800302112345678900",
        "^800302112345678900^10ABC123",
        "^800302112345678900ABCDEFGHIJKLMNOP",
    ]);
    bad(&[
        "^800302112345678901ABC",
        "^800302112345678900ABCDEFGHIJKLMNOPQ",
        "^723012",
        "^72301212345678901234567890123456789",
    ]);
    fits(&["^7230123", "^7230121234567890123456789012345678"]);
}

#[test]
fn bracketed_text_is_read_with_escaped_brackets() {
    good("(01)12345678901231(10)12345", "01=12345678901231,10=12345");
    good("(10)12345\\(11)991225", "10=12345(11)991225");
    good("(10)12345\\(", "10=12345(");
    good("(01)12345678901231|(99)XYZ", "01=12345678901231,99=XYZ");
    bad(&["(10)(11)98765", "(10)12345(11)", "(1A)12345", "1(12345", "()12345", "(1)12345", "(12345)12345", "(15", "("]);
    bad(&["(01)123456789012312(10)12345", "(10)12345^", "(17)9(90)217", "(89)ABC"]);
    let text = "(01)12345678901231(10)A\\(B";
    assert_eq!(written(text).expect("good").bracketed(), text);
}

#[test]
fn component_checks_accept_what_is_right() {
    fits(&[
        "(00)123456789012345675",
        "(8013)1987654Ad4X4bL5ttr2310c2K",
        "(8030)123",
        "(8030)12=",
        "(4300)ABC%20",
        "(7023)1234A",
    ]);
    fits(&["(7040)1ABC", "(4330)000000", "(4330)000000-", "(4309)18000000003600000000", "(7258)2/3", "(7258)9/9"]);
    fits(&["(8007)FR7630006000011234567890189", "(8007)BE71096123456769", "(7030)999ABC", "(4307)DE", "(3910)9780"]);
    fits(&["(8112)001234561234560123456", "(8110)012345612345611110123", "(8110)01234561234561111012390000"]);
    fits(&[
        "(11)200229",
        "(11)200600",
        "(7250)20000229",
        "(7252)9",
        "(7241)80",
        "(7041)RCB",
        "(7041)8",
        "(8006)123456789012310510",
    ]);
    fits(&[
        "(8008)201225235959",
        "(8008)20122523",
        "(4324)2012252359",
        "(8011)123456789012",
        "(20)00",
        "(8014)1987654Ad4X4bL5ttr2310c2K",
    ]);
}

#[test]
fn component_checks_refuse_what_is_wrong() {
    bad(&["(00)A23456789012345675", "(10) ", "(8010)123456_", "(8030)ABC:123", "(8030)123=", "(00)123456789012345670"]);
    bad(&["(8013)123456ABXX", "(8013)A", "(401)123", "(7023)12A4", "(7040)1AB=", "(8001)12340000012311"]);
    bad(&["(8003)112345678901281234567890123456", "(8011)023456789012", "(4321)2", "(8001)12341234512321", "(426)987"]);
    bad(&[
        "(7030)987ABC",
        "(4307)AA",
        "(3910)9870",
        "(8007)FR1234",
        "(8007)FR12_45678901234",
        "(8007)AB12345678901234",
    ]);
    bad(&[
        "(8007)FR12345678901234",
        "(4326)201300",
        "(4326)201200",
        "(4324)2012252400",
        "(4324)2012252360",
        "(8008)201225230060",
    ]);
    bad(&[
        "(8026)123456789012310099",
        "(8026)123456789012310100",
        "(8026)123456789012310302",
        "(4300)ABC%0g",
        "(11)210229",
    ]);
    bad(&[
        "(8112)201234561234560123456",
        "(8112)0",
        "(8112)07",
        "(8112)01123456",
        "(8112)00123456123456",
        "(8110)71234567890123",
    ]);
    bad(&[
        "(8110)012345",
        "(8110)01234561234560",
        "(8110)012345612345611110123106123456",
        "(8110)0123456123456111101233200010",
    ]);
    bad(&[
        "(8110)01234561234561111012335006064500607",
        "(8110)01234561234561111012393",
        "(8110)012345612345611110123900000",
    ]);
    bad(&[
        "(4309)18000000010000000000",
        "(4309)00000000003600000001",
        "(4330)000000X",
        "(7252)5",
        "(7258)111",
        "(7258)0/3",
    ]);
    bad(&[
        "(7258)2/1",
        "(01)95012345678902(3103)000123",
        "(01)95012345678903(11)131313",
        "(7241)11",
        "(7041)XX",
        "(7250)20210229",
    ]);
}

#[test]
fn identifiers_are_judged_together() {
    bad(&[
        "(01)12345678901231(02)12345678901231",
        "(01)12345678901231(37)123",
        "(21)ABC123(235)XYZ",
        "(3940)1234(8111)9999",
    ]);
    bad(&["(3940)1234(3941)9999", "(3955)123456(3929)123", "(400)ABC(400)AB", "(400)ABC(99)DEF(400)XYZ"]);
    fits(&["(400)ABC(99)DEF(400)ABC", "(8030)DIGSIG(253)1234567890128X"]);
    bad(&["(8030)DIGSIG(253)1234567890128", "(8030)DIGSIG(8003)01234567890128"]);
    let missing = |text: &str| written(text).expect("good").missing.len();
    for (text, expected) in [
        ("(02)12345678901231", 1),
        ("(02)12345678901231(37)123", 1),
        ("(02)12345678901231(37)123(00)123456789012345675", 0),
        ("(21)ABC123", 1),
        ("(21)ABC123(8006)123456789012310510", 0),
        ("(01)12345678901231(250)ABC123", 1),
        ("(01)12345678901231(21)XYZ999(250)ABC123", 0),
        ("(01)12345678901231(3925)12599", 1),
        ("(01)12345678901231(3925)12599(3105)654321", 0),
    ] {
        assert_eq!(missing(text), expected, "{text}");
    }
}

#[test]
fn scans_are_read_by_their_symbology() {
    good("]C1011231231231233310ABC123\u{1d}99TESTING", "01=12312312312333,10=ABC123,99=TESTING");
    good("]E02112345678900", "01=02112345678900");
    good("]E02112345678900|]e099COMPOSITE\u{1d}98XYZ", "01=02112345678900,99=COMPOSITE,98=XYZ");
    good("]E402345673|]e099COMPOSITE", "01=00000002345673,99=COMPOSITE");
    good("]I124012345678905", "01=24012345678905");
    good("]Q1https://example.com/01/12312312312333?99=TEST", "01=12312312312333,99=TEST");
    bad(&["]e0", "]Q3", "]d2", "]C1", "]J1", "]E0", "]E0123456789012", "]E012345678901234", "]E01234ABC890123"]);
    bad(&["]E02112345678901", "]E41234567", "]E4123456789", "]E412ABC678", "]E402345674", "]XX1", "]C11^0"]);
}

#[test]
fn errors_name_identifier_place_and_reason() {
    let error = |text: &str| written(text).expect_err(text).to_string();
    assert_eq!(
        error("^0112345678901231101234567890123456789012"),
        "AI 10, position 40: the value is too long, or a separator is missing after it"
    );
    assert_eq!(error("(01)12345678901232"), "AI 01, position 18: the check digit does not fit");
    assert_eq!(error("^10A^891"), "position 6: no application identifier begins like this");
    assert_eq!(error("(01)12345678901231(37)1"), "AI 01, position 1: it must not stand beside AI 37");
}

#[test]
fn digital_links_are_read() {
    good("http://a/00/006141411234567890", "00=006141411234567890");
    good("HTTPS://a/00/006141411234567890", "00=006141411234567890");
    good("https://a:65535/more/stem/01/12312312312333", "01=12312312312333");
    good("https://[2001:db8::1]/01/12312312312333", "01=12312312312333");
    good("https://a/00/faux/00/006141411234567890", "00=006141411234567890");
    good("https://a/01/12312312312333/22/TEST/10/ABC/21/XYZ", "01=12312312312333,22=TEST,10=ABC,21=XYZ");
    good("https://a/8018/123456789012345675/8019/123", "8018=123456789012345675,8019=123");
    good("https://a/01/12312312312333?&&&99=ABC&&single&x=1&98=XYZ%2f987&#f", "01=12312312312333,99=ABC,98=XYZ/987");
    good("https://a/01/12312312312333/22/ABC+123", "01=12312312312333,22=ABC+123");
    good("https://id.gs1.org/414/9520123456788/254/32a%2Fb", "414=9520123456788,254=32a/b");
    good("https://example.com/8004/9520614141234567?01=9520123456788", "8004=9520614141234567,01=09520123456788");
    good("https://id.gs1.org/01/09520123456788/235/XYZ?10=ABC123", "01=09520123456788,235=XYZ,10=ABC123");
    bad(&["ftp://", "http://", "http:///", "http://a", "http://a/", "http://a/b/", "HtTp://a/b/00/006141411234567890"]);
    bad(&[
        "https://00/006141411234567890",
        "https://[fe80::1%25lo]/01/12312312312333",
        "https://$a/00/006141411234567890",
    ]);
    bad(&["https://a/gtin/12312312312333", "https://a/01/2112345678900", "https://a/stem/00/006141411234567890/"]);
    bad(&[
        "https://a/01/12312312312333?99=",
        "https://a/01/12312312312333?999=faux",
        "https://a/01/12312312312333?98=XYZ+987",
    ]);
    bad(&["https://a/01/09520123456788?10=ABC123", "https://a/01/09520123456788/10/A?99=X&01=09520123456788"]);
    bad(&[
        "https://a/01/09520123456788/89/ABC123?99=XYZ",
        "https://a/01/09520123456788/10/A%00B",
        "https://a/01/09520123456788/21/A/10/B",
    ]);
}

#[test]
fn digital_links_have_a_canonical_form() {
    let link = link::read("https://brand.example/x/01/09520123456788/10/A%2fB?17=201225&3103=000195").expect("good");
    assert_eq!(link.stem, "https://brand.example/x");
    assert_eq!(link.canonical(), "https://id.gs1.org/01/09520123456788/10/A%2FB?17=201225&3103=000195");
}

#[test]
fn trade_item_numbers_become_fourteen_digits() {
    use trade_item::{Form, expand_upc_e, guess};
    assert_eq!(expand_upc_e("04252614").as_deref(), Some("042100005264"));
    assert_eq!(expand_upc_e("01234565").as_deref(), Some("012345000065"));
    assert_eq!(expand_upc_e("01234566"), None);
    assert_eq!(expand_upc_e("24252614"), None);
    assert_eq!(guess("4006381333931"), [(Form::Gtin13, "04006381333931".to_owned())]);
    assert_eq!(guess("123456789012345675"), [(Form::Sscc, "123456789012345675".to_owned())]);
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
