//! Tests only: what printers of each language put on paper, from the bytes of a job, and the symbols on it as a decoder of other
//! hands reads them. Each reader follows the maker's manual and knows nothing of the code that wrote the job.

use rxing::common::GlobalHistogramBinarizer;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiFormatReader, Reader};

use super::brother::{TAPES, Tape};
use super::{Bitmap, Dpi, LabelError, Output, PrintTag, Rendered, builtin, encode, render, sample};

mod brother_paper;
mod paper;
mod renderer;

fn builtin_names() -> impl Iterator<Item = &'static str> {
    super::builtin::names()
}

/// The symbols that labels have.
const FORMATS: [BarcodeFormat; 3] = [BarcodeFormat::CODE_128, BarcodeFormat::DATA_MATRIX, BarcodeFormat::QR_CODE];

/// Reads the symbol of one kind on a label, with two millimetres of white around it, as the roll's edge gives.
pub(super) fn scan(map: &Bitmap, format: BarcodeFormat) -> Option<String> {
    let border = 16;
    let (width, height) = (map.width() + 2 * border, map.height() + 2 * border);
    let mut luma = vec![255_u8; (width * height) as usize];
    for (x, y) in (0..map.width()).flat_map(|x| (0..map.height()).map(move |y| (x, y))) {
        if map.get(x, y) {
            luma[((y + border) * width + x + border) as usize] = 0;
        }
    }
    let source = Luma8LuminanceSource::new(luma, width, height).ok()?;
    let hints = DecodeHints {
        PossibleFormats: Some([format].into()),
        TryHarder: Some(true),
        AssumeGs1: Some(true),
        ..Default::default()
    };
    let mut image = BinaryBitmap::new(GlobalHistogramBinarizer::new(source));
    let read = MultiFormatReader::default().decode_with_hints(&mut image, &hints).ok()?;
    Some(read.getText().to_owned())
}

/// Every output, by name, and the paper that comes of a job.
type Paper = fn(&[u8]) -> Bitmap;
const OUTPUTS: [(&str, Output, Paper); 7] = [
    ("zpl", Output::Zpl, paper::zpl),
    ("zpl native", Output::ZplNative, paper::zpl),
    ("tspl", Output::Tspl, paper::tspl),
    ("epl", Output::Epl, paper::epl),
    ("escpos", Output::Escpos, paper::escpos),
    ("png", Output::Png, paper::png),
    ("pwg", Output::Pwg, paper::pwg),
];

fn drawn(name: &str, dpi: Dpi) -> Rendered {
    let template = builtin(name).expect("comes with pitbox").expect("good");
    render(&template, &sample(&template), dpi).expect(name)
}

fn job(label: &Rendered, output: Output) -> Option<Vec<u8>> {
    let tag = PrintTag { id: "1".into(), template: "t".into(), key: "k".into() };
    match encode(label, output, &tag) {
        Ok(job) => Some(job),
        // Not for that paper.
        Err(LabelError::LargerThanMedium { .. } | LabelError::Resolution { .. }) => None,
        Err(error) => panic!("{error}"),
    }
}

/// The label alone on a paper that is wider or longer than it.
fn corner(paper: &Bitmap, width: u32, height: u32, left: u32, top: u32) -> Bitmap {
    let mut map = Bitmap::new(width, height);
    for (x, y) in (0..width).flat_map(|x| (0..height).map(move |y| (x, y))) {
        if paper.get(x + left, y + top) {
            map.set(x, y);
        }
    }
    map
}

/// What a decoder reads on a label: kind and text.
fn symbols(map: &Bitmap) -> Vec<(BarcodeFormat, String)> {
    FORMATS.iter().filter_map(|format| Some((*format, scan(map, *format)?))).collect()
}

#[test]
fn every_label_on_paper_of_every_language_has_its_symbols_at_both_resolutions() {
    let mut seen = std::collections::BTreeMap::new();
    for name in builtin_names() {
        for dpi in [Dpi::D203, Dpi::D300] {
            let label = drawn(name, dpi);
            let (width, height) = (label.bitmap.width(), label.bitmap.height());
            for (language, output, paper) in OUTPUTS {
                // Native bars are the printer's own: read back by renderers of others.
                if output == Output::ZplNative && !label.linear.is_empty() {
                    continue;
                }
                let Some(job) = job(&label, output) else { continue };
                let paper = corner(&paper(&job), width, height, 0, 0);
                assert!(paper == label.bitmap, "{name} {language} {dpi:?}: other dots on paper");
                *seen.entry(language).or_insert(0) += 1;
            }
            let read = symbols(&label.bitmap);
            let template = builtin(name).expect("comes with pitbox").expect("good");
            let code = sample(&template).0.get("code").or(sample(&template).0.get("code.1")).cloned();
            // Settings of scanners stand in the template itself, several on a sheet.
            let settings = !template.scanner_setting.is_empty();
            let code = code.or(settings.then(String::new)).unwrap_or_else(|| panic!("{name} has no code"));
            let sheet = name.contains("sheet");
            assert!(
                read.iter().any(|(_, text)| *text == code || sheet || (settings && text.starts_with("$P"))),
                "{name} {dpi:?}: {code:?} is not among {read:?}"
            );
        }
    }
    // All templates at both resolutions; receipt paper takes none of more than 72 mm.
    let all = builtin_names().count() * 2;
    for (language, count) in &seen {
        assert!(*count == all || *language == "escpos" || *language == "zpl native", "{language}: {count} of {all}");
    }
    assert!(seen["escpos"] >= 11, "{seen:?}");
}

#[test]
fn a_vehicle_key_tag_is_read_from_the_paper_of_every_printer() {
    for dpi in [Dpi::D203, Dpi::D300] {
        let label = drawn("key-tag", dpi);
        let template = builtin("key-tag").expect("comes with pitbox").expect("good");
        let code = sample(&template).0["code"].clone();
        let mut read = 0;
        for (language, output, paper) in OUTPUTS {
            let Some(job) = job(&label, output) else { continue };
            assert_eq!(scan(&paper(&job), BarcodeFormat::DATA_MATRIX).as_deref(), Some(code.as_str()), "{language}");
            read += 1;
        }
        assert!(read >= 6, "{read}");
        for tape in TAPES {
            let Some(job) = job(&label, Output::Brother(tape)) else { continue };
            let seen = scan(&brother_paper::printed(&job, tape), BarcodeFormat::DATA_MATRIX);
            assert_eq!(seen.as_deref(), Some(code.as_str()), "{}", tape.name);
        }
    }
}

#[test]
fn labels_on_the_rolls_of_a_brother_have_their_symbols() {
    let tape = Tape::named("62").expect("known");
    let mut count = 0;
    for name in builtin_names() {
        let label = drawn(name, Dpi::D300);
        let Some(job) = job(&label, Output::Brother(tape)) else { continue };
        let paper = brother_paper::printed(&job, tape);
        let map = if label.bitmap.width() <= paper.width() { label.bitmap.clone() } else { label.bitmap.turned() };
        let (left, top) = ((paper.width() - map.width()) / 2, (paper.height() - map.height()) / 2);
        assert!(corner(&paper, map.width(), map.height(), left, top) == map, "{name}: other dots on paper");
        assert_eq!(paper.black(), map.black(), "{name}: dots beside the label");
        assert!(!symbols(&paper).is_empty(), "{name}");
        count += 1;
    }
    assert!(count >= 10, "{count}");
}
