//! ZPL jobs, read back by a small reader of our own for `^GFA`.

use proptest::prelude::*;

use super::super::builtin::builtin;
use super::super::pattern::Data;
use super::super::render::render;
use super::super::{Dpi, code128::Code128};
use super::*;

/// Puts the graphics of a job back on a bitmap. Understands what [`compress`] may write.
pub(in crate::label) fn unpack(zpl: &str, width: u32, height: u32) -> Bitmap {
    let mut map = Bitmap::new(width, height);
    for part in zpl.split("^FO").skip(1) {
        let Some((place, graphic)) = part.split_once("^GFA,") else { continue };
        let top: u32 = place.split_once(',').expect("x,y").1.parse().expect("y");
        let fields: Vec<&str> = graphic.splitn(4, ',').collect();
        let (total, stride): (usize, usize) = (fields[1].parse().expect("total"), fields[2].parse().expect("stride"));
        let rows = inflate(fields[3].split('^').next().expect("data"), stride * 2);
        assert_eq!(rows.len() * stride, total);
        for (y, row) in (top..).zip(&rows) {
            for x in (0..width).filter(|x| row[(x / 4) as usize] & (8 >> (x % 4)) != 0) {
                map.set(x, y);
            }
        }
    }
    map
}

fn inflate(data: &str, digits: usize) -> Vec<Vec<u8>> {
    let (mut rows, mut row, mut count): (Vec<Vec<u8>>, Vec<u8>, usize) = (Vec::new(), Vec::new(), 0);
    for char in data.bytes() {
        match char {
            b'G'..=b'Y' => count += usize::from(char - b'F'),
            b'g'..=b'z' => count += usize::from(char - b'f') * 20,
            b',' => row.resize(digits, 0),
            b'!' => row.resize(digits, 15),
            b':' => row = rows.last().expect("a row above").clone(),
            _ => {
                let digit = char::from(char).to_digit(16).expect("a hexadecimal digit") as u8;
                row.extend(std::iter::repeat_n(digit, count.max(1)));
                count = 0;
            }
        }
        if row.len() == digits {
            rows.push(std::mem::take(&mut row));
        }
    }
    assert!(row.is_empty());
    rows
}

fn tag() -> PrintTag {
    PrintTag { id: "17".into(), template: "part".into(), key: "04E115561H".into() }
}

fn part(fields: Data) -> Rendered {
    render(&builtin("part").expect("part").expect("good"), &fields, Dpi::D203).expect("renders")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("ZPL is ASCII here")
}

#[test]
fn a_job_prints_one_label_and_says_what_it_is() {
    let label = part(Data::from([("part", "04E115561H"), ("code", "P04E115561H"), ("name_zh", "机油滤清器")]));
    let zpl = text(to_zpl(&label.bitmap, &tag()));
    assert!(zpl.starts_with("^XA\n^FX pitbox 17 part 04E115561H^FS\n^PW400\n^LL240\n"), "{zpl}");
    assert!(zpl.ends_with("^PQ1\n^XZ\n"));
    assert!(!zpl.contains("^JZ"));
    assert_eq!(unpack(&zpl, 400, 240), label.bitmap);
}

#[test]
fn data_never_becomes_a_command() {
    let evil = "^XZ~JA^FS ^XA_5E\u{1b}\r\n机";
    let label = part(Data::from([("part", evil), ("code", "^XZ~JA_5E"), ("name_zh", evil)]));
    let tag = PrintTag { id: evil.into(), template: evil.into(), key: String::new() };
    for zpl in [text(to_zpl(&label.bitmap, &tag)), text(to_zpl_native(&label, &tag))] {
        assert_eq!(
            (zpl.matches("^XA").count(), zpl.matches("^XZ").count(), zpl.matches('~').count()),
            (1, 1, 0),
            "{zpl}"
        );
        let comment = zpl.lines().nth(1).expect("comment");
        assert_eq!(comment.split(' ').count(), 5, "{comment}");
        let word = "%5EXZ%7EJA%5EFS%20%5EXA_5E%1B%0D%0A%E6%9C%BA";
        assert_eq!(comment, format!("^FX pitbox {word} {word} -^FS"));
    }
}

#[test]
fn native_bars_name_their_subsets() {
    let check = |data: &str, expected: Option<&str>| {
        let code = Code128::of_text(data).expect("ASCII");
        assert_eq!(native_data(&code.steps).as_deref(), expected, "{data:?}");
    };
    check("P1K0", Some(">:P1K0"));
    check("123456", Some(">;123456"));
    check("123456AB", Some(">;123456>6AB"));
    check("a^b~c_d", Some(">:a_5Eb_7Ec_5Fd"));
    check("AB123456", None);
    check("123456A", None);
    check("a>b", None);
    check("A\tB", None);
    let gs1 = super::super::symbol::gs1_128("(01)09506000134352(10)AB").expect("GS1");
    assert_eq!(native_data(&gs1.steps).as_deref(), Some(">;>8010950600013435210>6AB"));
}

#[test]
fn native_bars_are_taken_out_of_the_graphic() {
    let label = part(Data::from([("part", "1K0"), ("code", "P1K0-A")]));
    let zpl = text(to_zpl_native(&label, &tag()));
    let area = label.linear[0].area;
    assert!(
        zpl.contains(&format!("^FO{},{}^BY3^BCN,{},N,N,N,N^FH_^FD>:P1K0-A^FS", area.x, area.y, area.height)),
        "{zpl}"
    );
    let mut rest = label.bitmap.clone();
    rest.clear(area);
    assert_eq!(unpack(&zpl, 400, 240), rest);
}

#[test]
fn bars_that_printers_draw_differently_stay_in_the_graphic() {
    let label = part(Data::from([("part", "04E115561H"), ("code", "P04E115561H")]));
    assert_eq!(to_zpl_native(&label, &tag()), to_zpl(&label.bitmap, &tag()));
}

#[test]
fn a_large_label_goes_in_bands() {
    let mut map = Bitmap::new(1181, 1772);
    for at in 0..1181 {
        map.fill(Area { x: at, y: at * 3 / 2, width: 2, height: 2 });
    }
    let zpl = text(to_zpl(&map, &tag()));
    assert_eq!(zpl.matches("^GFA,").count(), 3);
    assert_eq!(unpack(&zpl, 1181, 1772), map);
}

proptest! {
    #[test]
    fn any_picture_comes_back(
        width in 1_u32..900,
        runs in prop::collection::vec((0_u32..900, 0_u32..12, 1_u32..900, 1_u32..4), 0..12),
    ) {
        let mut map = Bitmap::new(width, 12);
        for (x, y, width, height) in runs {
            map.invert(Area { x, y, width, height });
        }
        prop_assert_eq!(unpack(&text(to_zpl(&map, &tag())), width, 12), map);
    }

    #[test]
    fn comment_words_stay_words(word in ".{0,40}") {
        let word = comment_word(&word);
        prop_assert!(!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'^' && byte != b'~'));
    }
}
