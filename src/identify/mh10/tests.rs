//! Tables of label texts. `~` stands for GS, `^` for RS, `!` for EOT.

use super::*;
use crate::domain::qty::Qty;

fn text(written: &str) -> String {
    written.replace('~', "\u{1d}").replace('^', "\u{1e}").replace('!', "\u{4}")
}

/// Reads and compares `format|terminated|DI=value,..|dirt`; an error is compared by its words.
#[track_caller]
fn check(written: &str, expected: &str) {
    let text = text(written);
    let got = match read(&text) {
        Ok(label) => {
            let fields: Vec<String> =
                label.fields.iter().map(|one| format!("{}={}", one.identifier, one.value)).collect();
            let dirt: Vec<String> = label.dirt.iter().map(|one| format!("{one:?}")).collect();
            let format = label.format.unwrap_or("-");
            format!("{format}|{}|{}|{}", label.terminated, fields.join(","), dirt.join(","))
        }
        Err(why) => format!("{why:?}"),
    };
    assert_eq!(got, expected, "{written}");
}

#[test]
fn whole_messages_are_read() {
    check("[)>^06~12PGTL3~P04E115561H~Q5~1T77^!", "06|true|12P=GTL3,P=04E115561H,Q=5,1T=77|");
    check("[)>^05~0112345678901231~10A^!", "05|true|01=12345678901231,10=A|");
    check("[)>^12~PNR 123-4~SER A B^!", "12|true|PNR=123-4,SER=A B|");
    check("[)>^06~P1~Q2^06~P3~Q4^!", "06|true|P=1,Q=2,P=3,Q=4|");
    check("[)>^06~P1^05~10A^!", "06|true|P=1,10=A|");
}

#[test]
fn dirty_messages_are_read_and_the_dirt_is_named() {
    check("[)>^06~PA1~Q5", "06|false|P=A1,Q=5|NoTrailer");
    check("[)>^06~PA1~Q5^", "06|false|P=A1,Q=5|NoTrailer");
    check("[)>^06~PA1~K~Q5~20Z000000^!", "06|true|P=A1,K=,Q=5,20Z=000000|");
    check(">[)>06~PA1~1PB2", "06|false|P=A1,1P=B2|Header,NoTrailer");
    check("[)>06~PA1^!", "06|true|P=A1|Header");
    check("[)>^06~PA1~~Q5^!", "06|true|P=A1,Q=5|EmptyField");
    check("[)>^06~PA1~100X5^!", "06|true|P=A1,100X=5|UnlistedIdentifier");
    check("PWBP-302 1PMPNWBP-302 Q1 K19361337/1", "-|false|P=WBP-302,1P=MPNWBP-302,Q=1,K=19361337/1|Spaces");
    check("PA1~Q5", "-|false|P=A1,Q=5|Header");
    check("06~PA1~Q5^!", "-|false|P=A1,Q=5|Header");
}

#[test]
fn single_fields_are_read() {
    check("P04E115561H", "-|false|P=04E115561H|");
    check("Q12", "-|false|Q=12|");
    check("1JUN636541700010001", "-|false|1J=UN636541700010001|");
    check("12V123456789", "-|false|12V=123456789|");
}

#[test]
fn lost_separators_are_noticed_and_never_guessed() {
    for written in
        ["[)>06P04E115561HQ5", "[)>^06P04E115561HQ5^!", "P04E115561HQ5SSN123", "P04E115561HQ5", "1P04E115561HQ12K4711"]
    {
        check(written, "ControlCharactersLost");
    }
    for (written, why) in [
        ("[)>", "Empty"),
        ("[)>^!", "Empty"),
        ("[)>^06~^!", "Empty"),
        ("[)>^07~text^!", "Format"),
        ("[)>^06~PA1~-x^!", "NoIdentifier(11)"),
        ("[)>^xx~PA1^!", "NoIdentifier(4)"),
        ("hello", "Other"),
        ("", "Other"),
        ("P", "Other"),
        ("QTY:1 PN:WBP-7 MFR:MAKER", "Other"),
        ("A1 B2", "Other"),
    ] {
        check(written, why);
    }
    let text = text("[)>^05~0112345678901230^!");
    assert_eq!(read(&text).expect_err("wrong").to_string(), "AI 01, position 23: the check digit does not fit");
}

#[test]
fn labels_say_what_is_in_the_box() {
    let text = text("[)>^06~12PGTL3~P04E115561H~7Q4.5LT~1TL7~SX1~V4711~K99~2PC~4LDE~16D20260318~1JUN1^!");
    let meaning = meaning::Meaning::of(&read(&text).expect("good"));
    assert!(meaning.names_part());
    assert_eq!(meaning.customer_part.as_deref(), Some("04E115561H"));
    let quantity = meaning.quantity.expect("quantity");
    assert_eq!((quantity.amount, quantity.unit.as_deref()), (Qty(4500), Some("LT")));
    let rest = [meaning.lot, meaning.serial, meaning.supplier, meaning.order, meaning.revision, meaning.country];
    let rest: Vec<&str> = rest.iter().flatten().map(String::as_str).collect();
    assert_eq!(rest, ["L7", "X1", "4711", "99", "C", "DE"]);
    assert_eq!((meaning.produced.as_deref(), meaning.licence_plate.as_deref()), (Some("20260318"), Some("UN1")));
}

proptest::proptest! {
    #[test]
    fn nothing_panics(text in r"(>?\[\)>)?\x1e?(0[56]|12|[0-9]{0,2})\x1d?([0-9]{0,2}[A-Z]?[ -~\x1d\x1e\x04\u{e9}]{0,12}){0,6}") {
        let _ = read(&text).map(|label| meaning::Meaning::of(&label));
    }
}
