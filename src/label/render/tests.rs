//! Labels drawn and read back by a decoder of other hands.

use proptest::prelude::*;
use rxing::BarcodeFormat;

use super::super::builtin;
use super::super::read_back::scan;
use super::*;

fn template(toml: &str) -> Template {
    Template::parse("test.toml", &format!("name = \"test\"\nwidth = 70\nheight = 40\n{toml}")).expect("good template")
}

fn draw(toml: &str, data: &Data, dpi: Dpi) -> Rendered {
    render(&template(toml), data, dpi).expect("renders")
}

fn sample() -> Data {
    Data::from([
        ("part", "04E115561H"),
        ("name_zh", "机油滤清器"),
        ("name_en", "Oil filter"),
        ("bin", "A-03-2"),
        ("qty", "1"),
        ("unit", "pc"),
        ("code", "P04E115561H"),
    ])
}

#[test]
fn linear_symbols_are_read_back() {
    let toml = "[[code128]]\ndata = \"{code}\"\nat = [0, 5]\nwidth = 60\nheight = 12\n";
    for code in ["P04E115561H", "1234567890", "a>b^c~d_e", "J:4711*K", "A-03-2"] {
        for dpi in [Dpi::D203, Dpi::D300] {
            let label = draw(toml, &Data::from([("code", code)]), dpi);
            assert_eq!(scan(&label.bitmap, BarcodeFormat::CODE_128).as_deref(), Some(code), "{dpi:?}");
        }
    }
}

#[test]
fn gs1_128_is_read_back_with_its_separators() {
    let toml = "[[gs1-128]]\ndata = \"(01){gtin}(10){lot}(21){serial}\"\nat = [0, 5]\nwidth = 70\nheight = 12\n";
    let label = draw(toml, &Data::from([("gtin", "09506000134352"), ("lot", "AB"), ("serial", "7")]), Dpi::D203);
    let read = scan(&label.bitmap, BarcodeFormat::CODE_128).expect("reads");
    assert_eq!(read.trim_start_matches("]C1"), "010950600013435210AB\u{1d}217");
}

#[test]
fn matrix_symbols_are_read_back() {
    let fifteen_434 = "[)>\u{1e}06\u{1d}P04E115561H\u{1d}Q5\u{1e}\u{4}";
    for (kind, format) in [("datamatrix", BarcodeFormat::DATA_MATRIX), ("qr", BarcodeFormat::QR_CODE)] {
        let toml = format!("[[{kind}]]\ndata = \"{{code}}\"\nat = [5, 5]\nsize = 25\n");
        for code in ["P04E115561H", "A", "https://example.net/p/1?x=2", fifteen_434] {
            for dpi in [Dpi::D203, Dpi::D300] {
                let label = draw(&toml, &Data::from([("code", code)]), dpi);
                assert_eq!(scan(&label.bitmap, format).as_deref(), Some(code), "{kind} {dpi:?}");
            }
        }
    }
}

#[test]
fn both_symbols_of_every_part_label_are_read_back() {
    let part = builtin("part").expect("comes with pitbox").expect("good");
    for dpi in [Dpi::D203, Dpi::D300] {
        let label = render(&part, &sample(), dpi).expect("renders");
        assert_eq!((label.missing_glyphs.len(), label.cut.len(), label.left_out.len()), (0, 0, 0), "{label:?}");
        for format in [BarcodeFormat::CODE_128, BarcodeFormat::DATA_MATRIX] {
            assert_eq!(scan(&label.bitmap, format).as_deref(), Some("P04E115561H"), "{format:?} {dpi:?}");
        }
    }
}

#[test]
fn the_part_label_looks_like_this() {
    let part = builtin("part").expect("comes with pitbox").expect("good");
    let label = render(&part, &sample(), Dpi::D203).expect("renders");
    let seen = super::super::preview(&label.bitmap, 134).join("\n");
    insta::assert_snapshot!("part", seen);
}

#[test]
fn a_long_code_leaves_the_bars_out_and_keeps_the_matrix() {
    let part = builtin("part").expect("comes with pitbox").expect("good");
    let code = "P:04E115561H;Q:1;L:2026-08-31;S:ABCDEFGH";
    let mut data = sample();
    data.0.insert("code".into(), code.into());
    let label = render(&part, &data, Dpi::D203).expect("renders");
    assert_eq!(label.left_out, ["code128[1]"]);
    assert_eq!(scan(&label.bitmap, BarcodeFormat::DATA_MATRIX).as_deref(), Some(code));
}

#[test]
fn what_is_wrong_is_said() {
    let toml = "[[code128]]\ndata = \"{code}\"\nat = [0, 5]\nwidth = 30\nheight = 12\n";
    let error = |data: &[(&str, &str)]| {
        let data = Data(data.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect());
        render(&template(toml), &data, Dpi::D203).expect_err("wrong").to_string()
    };
    assert_eq!(error(&[]), "label test: code128[1] needs the field code, which is missing or empty");
    assert_eq!(
        error(&[("code", "P04E115561H")]),
        "label test: code128[1] needs 330 dots and has 240: shorten the data or give it more room"
    );
    assert_eq!(
        error(&[("code", "机油")]),
        "label test: code128[1] cannot carry \"机油\": Code 128 takes 1 to 80 characters of ASCII"
    );
}

#[test]
fn a_missing_glyph_is_a_box_and_a_remark() {
    let toml = "[[text]]\ntext = \"{name}\"\nat = [0, 0]\nwidth = 60\nsize = 2\n";
    let label = draw(toml, &Data::from([("name", "A🚗机")]), Dpi::D203);
    assert_eq!(label.missing_glyphs, ['🚗']);
    assert!(label.bitmap.black() > 50);
}

#[test]
fn inverse_text_is_white_on_black_wherever_it_stands() {
    let text = "[[text]]\ntext = \"A\"\nat = [0, 0]\nwidth = 20\nsize = 4\ninverse = true\n";
    let alone = draw(text, &Data::default(), Dpi::D203);
    let framed = format!("[[box]]\nat = [0, 0]\nsize = [20, 4]\nfilled = true\n{text}");
    assert_eq!(alone.bitmap, draw(&framed, &Data::default(), Dpi::D203).bitmap);
    assert!(alone.bitmap.get(0, 0) && alone.bitmap.black() < 160 * 32);
}

#[test]
fn elements_follow_the_label_language() {
    let toml = "[[text]]\ntext = \"机\"\nat = [0, 0]\nwidth = 20\nsize = 2\nlanguage = \"zh-CN\"\n\
                [[text]]\ntext = \"A\"\nat = [30, 0]\nwidth = 20\nsize = 2\nlanguage = \"en\"\n";
    let black = |language| {
        let label = render(&template(toml).in_languages(language), &Data::default(), Dpi::D203).expect("renders");
        label.bitmap.black()
    };
    assert_eq!(black(Languages::Both), black(Languages::English) + black(Languages::Chinese));
    assert!(black(Languages::English) > 0 && black(Languages::Chinese) > 0);
}

#[test]
fn a_sheet_fills_its_cells() {
    let sheet = builtin("card-sheet").expect("comes with pitbox").expect("good");
    let data = |numbers: &[u32]| {
        let field = |number: &u32| {
            [(format!("code.{number}"), format!("C{number}")), (format!("title_zh.{number}"), "完工".into())]
        };
        Data(numbers.iter().flat_map(field).collect())
    };
    let label = render(&sheet, &data(&[10]), Dpi::D203).expect("renders");
    assert_eq!(scan(&label.bitmap, BarcodeFormat::CODE_128).as_deref(), Some("C10"));
    assert!((0..960).all(|y| (0..800).all(|x| !label.bitmap.get(x, y))), "cells without data stay white");
    let error = render(&sheet, &data(&[11]), Dpi::D203).expect_err("no such cell").to_string();
    assert_eq!(error, "label card-sheet: the field code.11 is for a cell past the last one, 10");
}

#[test]
fn every_template_draws_with_its_required_fields() {
    for name in super::super::builtin::names() {
        let template = builtin(name).expect("listed").expect(name);
        assert_eq!(template.name, name);
        let suffix = if template.sheet.is_some() { ".1" } else { "" };
        let field =
            |field: &str| (format!("{field}{suffix}"), if field == "code" { "P04E115561H" } else { "A-03" }.to_owned());
        let data = Data(template.fields().into_iter().map(field).collect());
        for dpi in [Dpi::D203, Dpi::D300] {
            let label = render(&template, &data, dpi).expect(name);
            assert_eq!((label.cut, label.left_out), (Vec::new(), Vec::new()), "{name} {dpi:?}");
            if !template.scanner_setting.is_empty() {
                continue;
            }
            assert_eq!(
                scan(&label.bitmap, BarcodeFormat::DATA_MATRIX).as_deref(),
                Some("P04E115561H"),
                "{name} {dpi:?}"
            );
        }
    }
}

#[test]
fn settings_of_scanners_are_marked_as_such_and_read_back_as_their_maker_prints_them() {
    for setting in ["$P,HA47,P\\r", "$P,HA44,P\\r", "$P,HA35,P\\r", "$P\\r", "$CKBSC00\\r"] {
        assert!(
            include_str!("../../../configs/labels/scanner-datalogic.toml").contains(&format!("data = \"{setting}\""))
        );
        let toml = format!("[[scanner-setting]]\ndata = \"{setting}\"\nat = [0, 5]\nwidth = 70\nheight = 12\n");
        let label = render(&template(&toml), &Data::default(), Dpi::D203).expect("renders");
        assert_eq!(label.linear[0].steps[1], Step::Fnc3, "{setting}");
        assert_eq!(scan(&label.bitmap, BarcodeFormat::CODE_128), Some(setting.replace("\\r", "\r")));
    }
    let toml = "[[scanner-setting]]\ndata = \"{code}\"\nat = [0, 5]\nwidth = 70\nheight = 12\n";
    let error = render(&template(toml), &Data::from([("code", "机油")]), Dpi::D203).expect_err("no setting");
    assert!(error.to_string().contains("1 to 79 characters of ASCII"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..Default::default() })]
    #[test]
    fn never_panics(part in ".{1,40}", name in ".{0,80}", code in ".{1,60}") {
        let template = builtin("part").expect("comes with pitbox").expect("good");
        let _ = render(&template, &Data::from([("part", part), ("name_zh", name), ("code", code)]), Dpi::D203);
    }
}
