//! Vehicle identification numbers: real ones, and what is made of dirt around them.

use proptest::prelude::*;

use super::*;

fn good(text: &str) -> VinReading {
    read(text).expect(text)
}

#[test]
fn check_digits() {
    let check = |text: &str, digit: char, ok: bool| {
        let reading = good(text);
        assert_eq!((reading.check_digit, reading.check_digit_ok), (digit, ok), "{text}");
    };
    check("1M8GDM9AXKP042788", 'X', true);
    check("11111111111111111", '1', true);
    check("2HGFE1E58NH081047", '8', true);
    check("6FPAAAJGCMBZ00002", '5', false);
    check("VF14SRAP451234567", '9', false);
    check("JTEBU11F470006153", '4', true);
    check("1HGCP26739A060917", '8', false);
}

#[test]
fn makers_and_countries() {
    let check = |text: &str, maker: Option<&str>, country: Option<&str>, region: Region| {
        let reading = good(text);
        assert_eq!((reading.maker, reading.country, reading.region), (maker, country, region), "{text}");
    };
    check("LSVAA49J132047371", Some("SAIC Volkswagen"), Some("CN"), Region::Asia);
    check("WP0ZZZ99ZTS392124", Some("Porsche"), Some("DE"), Region::Europe);
    check("1HGCP26739A060917", Some("Honda"), Some("US"), Region::NorthAmerica);
    check("7SAYGDEE9PF123456", Some("Tesla"), Some("US"), Region::NorthAmerica);
    check("7A3EK43800J123456", Some("Honda"), Some("NZ"), Region::Oceania);
    check("9BWZZZ377VT004251", Some("Volkswagen"), Some("BR"), Region::SouthAmerica);
    check("AAVZZZ6SZEU012345", Some("Volkswagen"), Some("ZA"), Region::Africa);
    check("JHMCM56557C404453", Some("Honda"), Some("JP"), Region::Asia);
    check("00000000000000000", None, None, Region::None);
    let small = good("1M9BA1234AB567890");
    assert_eq!((small.maker, small.small_maker.as_deref()), (None, Some("567")));
}

#[test]
fn model_years() {
    let check = |text: &str, year: Option<(u16, bool)>| {
        assert_eq!(good(text).model_year.map(|found| (found.year, found.certain)), year, "{text}");
    };
    check("2HGFE1E58NH081047", Some((2022, true)));
    check("1HGCP26739A060917", Some((2009, true)));
    check("3GYK3GM46TS148439", Some((2026, true)));
    check("JTEBU11F470006153", Some((2007, true)));
    check("1XPBD49X1ND123456", Some((2022, false)));
    check("1GNEK1RT0VJ123456", Some((2027, true)));
    check("1GNEK1RT0WJ123456", Some((1998, false)));
    check("1GNEK131091123456", Some((2009, true)));
    check("LSVNV2182E2123456", Some((2014, false)));
    check("LSVAA49J132047371", Some((2003, false)));
    check("WP0ZZZ99ZTS392124", Some((2026, false)));
    check("WVWZZZ1KZ0W123456", None);
}

#[test]
fn dirt_around_it() {
    for text in [
        "1M8GDM9AXKP042788",
        "1m8gdm9axkp042788",
        "I1M8GDM9AXKP042788",
        " 1M8GDM9AXKP042788 \r\n",
        "*1M8GDM9AXKP042788*",
        "*I1M8GDM9AXKP042788 *",
    ] {
        assert_eq!(good(text).vin.as_str(), "1M8GDM9AXKP042788", "{text}");
    }
}

#[test]
fn what_is_no_vin() {
    let check = |text: &str, why: BadVin, meant: Option<&str>| {
        let no = read(text).expect_err(text);
        assert_eq!((no.why, no.meant.map(|vin| vin.to_string()).as_deref()), (why, meant), "{text}");
    };
    check("", BadVin::Length(0), None);
    check("1HGCM82633A00435", BadVin::Length(16), None);
    check("1HGCM82633A0043522", BadVin::Length(18), None);
    check("AAAAAAAIAAAAAAAAA", BadVin::Character('I', 8), Some("AAAAAAA1AAAAAAAAA"));
    check("1M8GDM9AXKPO42788", BadVin::Character('O', 12), Some("1M8GDM9AXKP042788"));
    check("1M8GDM9AXKP04278Ü", BadVin::Character('Ü', 17), None);
    check("1M8GDM9AX-KP042788", BadVin::Length(18), Some("1M8GDM9AXKP042788"));
    check("IM8GDM9AXKP042788", BadVin::Character('I', 1), Some("1M8GDM9AXKP042788"));
}

#[test]
fn remarks() {
    let check = |text: &str, remarks: &[Remark]| assert_eq!(good(text).remarks, remarks, "{text}");
    check("1M8GDM9AXKP042788", &[]);
    check("1HGCP26739A060917", &[Remark::CheckDigitWrong]);
    check("LSVAA49J232047371", &[Remark::CheckDigitWrong]);
    check("VF14SRAP451234567", &[Remark::CheckDigitUnused, Remark::YearUnreliable]);
    check("WVWZZZ1KZ0W12345A", &[Remark::CheckDigitUnused, Remark::SerialNotNumeric]);
}

proptest! {
    #[test]
    fn a_changed_character_shows_in_the_check_digit(text in "[A-HJ-NPR-Z0-9]{17}", at in 0usize..17, other in "[0-9]") {
        let mut vin = text.into_bytes();
        vin[8] = b'0';
        let check = |vin: &[u8]| good(&String::from_utf8_lossy(vin)).check_digit;
        let before = check(&vin);
        let digit = vin[at];
        vin[at] = other.as_bytes()[0];
        // Only characters with the same value can be exchanged unseen; digits have values of their own.
        if digit.is_ascii_digit() && digit != vin[at] && at != 8 {
            prop_assert_ne!(check(&vin), before);
        }
    }

    #[test]
    fn nothing_panics(text in ".{0,40}", near in "[A-Z0-9*I é]{15,20}") {
        let _ = read(&text);
        let _ = read(&near);
    }
}
