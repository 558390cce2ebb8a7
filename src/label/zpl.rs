//! ZPL II: one format per label, as a graphic field, so that every printer of the family draws the same dots.

use super::bitmap::{Area, Bitmap};
use super::code128::{Set, Step};
use super::render::{LinearSymbol, Rendered};

/// What a job says of itself in a comment, so that a capture of the line can be matched with the print outbox.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrintTag {
    /// Name of the print in the outbox.
    pub id: String,
    /// Name of the template.
    pub template: String,
    /// What the label is of, for example the part number.
    pub key: String,
}

/// Most bytes of a graphic that `^GF` takes. Larger labels are sent as bands.
const MAX_GRAPHIC: usize = 99_999;

/// The whole label as one graphic, in a format of its own that prints once. `^JZ` is left alone: after the paper
/// ran out the printer itself prints the interrupted label again.
pub fn to_zpl(bitmap: &Bitmap, tag: &PrintTag) -> Vec<u8> {
    job(bitmap, tag, "").into_bytes()
}

/// Like [`to_zpl`], but the printer draws the Code 128 bars itself, exact to the dot. A symbol with content that not all
/// printers draw alike stays in the graphic.
pub fn to_zpl_native(label: &Rendered, tag: &PrintTag) -> Vec<u8> {
    let (mut rest, mut commands) = (label.bitmap.clone(), String::new());
    for symbol in &label.linear {
        if let Some(data) = native_data(&symbol.steps) {
            rest.clear(symbol.area);
            commands.push_str(&native_field(symbol, &data));
        }
    }
    job(&rest, tag, &commands).into_bytes()
}

fn job(bitmap: &Bitmap, tag: &PrintTag, fields: &str) -> String {
    let [id, template, key] = [&tag.id, &tag.template, &tag.key].map(|word| comment_word(word));
    let (width, height) = (bitmap.width(), bitmap.height());
    let mut zpl = format!("^XA\n^FX pitbox {id} {template} {key}^FS\n^PW{width}\n^LL{height}\n^LH0,0\n^FWN\n");
    let rows = (MAX_GRAPHIC / bitmap.stride().max(1)).max(1);
    for (nth, band) in (0..).zip(bitmap.bytes().chunks(rows * bitmap.stride().max(1))) {
        if band.iter().any(|&byte| byte != 0) {
            zpl.push_str(&format!("^FO0,{}^GFA,{total},{total},{},", nth * rows, bitmap.stride(), total = band.len()));
            compress(band, bitmap.stride(), &mut zpl);
            zpl.push_str("^FS\n");
        }
    }
    zpl.push_str(fields);
    zpl.push_str("^PQ1\n^XZ\n");
    zpl
}

/// A word that cannot end the comment, begin a command or be taken for two words: all but visible ASCII, and `^`, `~`
/// and `%` themselves, become `%XX` per byte. An empty word is `-`.
fn comment_word(word: &str) -> String {
    if word.is_empty() {
        return "-".to_owned();
    }
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'^' | b'~' | b'%');
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    word.bytes().map(escape).collect()
}

/// Hexadecimal with ZPL's alternative compression: counts G to Y (1 to 19) and g to z (20 to 400) before a digit, `,` for zeros
/// and `!` for ones to the end of the row, `:` for the row above once more.
fn compress(bytes: &[u8], stride: usize, out: &mut String) {
    let mut above: Option<&[u8]> = None;
    for row in bytes.chunks_exact(stride.max(1)) {
        if above == Some(row) {
            out.push(':');
        } else {
            compress_row(row, out);
        }
        above = Some(row);
    }
}

fn compress_row(row: &[u8], out: &mut String) {
    let digits: Vec<u8> = row.iter().flat_map(|byte| [byte >> 4, byte & 15]).collect();
    let runs: Vec<&[u8]> = digits.chunk_by(|left, right| left == right).collect();
    for (nth, run) in runs.iter().enumerate() {
        let last = nth + 1 == runs.len();
        match run[0] {
            0 if last => out.push(','),
            15 if last => out.push('!'),
            digit => repeated(digit, run.len(), out),
        }
    }
}

fn repeated(digit: u8, mut count: usize, out: &mut String) {
    let hex = char::from(b"0123456789ABCDEF"[usize::from(digit & 15)]);
    while count > 2 {
        let twenties = (count / 20).min(20);
        let ones = (count - twenties * 20).min(19);
        if twenties > 0 {
            out.push(char::from(b'f' + twenties as u8));
        }
        if ones > 0 {
            out.push(char::from(b'F' + ones as u8));
        }
        out.push(hex);
        count -= twenties * 20 + ones;
    }
    out.extend(std::iter::repeat_n(hex, count));
}

/// The field data of `^BC` in mode N with each subset named, or None when it holds something that renderers and printers
/// were seen to draw differently: control characters, `>`, a change to pairs of digits in the middle, or a change back to
/// letters with a single one left.
fn native_data(steps: &[Step]) -> Option<String> {
    let mut data = String::new();
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Start(Set::B) => data.push_str(">:"),
            Step::Start(Set::C) => data.push_str(">;"),
            Step::Switch(Set::B) if matches!(steps[at + 1..], [Step::Char(_), Step::Char(_), ..]) => {
                data.push_str(">6")
            }
            Step::Fnc1 => data.push_str(">8"),
            Step::Pair(tens, units) => data.extend([char::from(*tens), char::from(*units)]),
            Step::Char(b'>') => return None,
            Step::Char(byte @ (b'^' | b'~' | b'_' | b'\\')) => data.push_str(&format!("_{byte:02X}")),
            Step::Char(byte @ 0x20..0x7F) => data.push(char::from(*byte)),
            Step::Start(Set::A) | Step::Switch(_) | Step::Shift | Step::Fnc3 | Step::Char(_) => return None,
        }
    }
    Some(data)
}

fn native_field(symbol: &LinearSymbol, data: &str) -> String {
    let (Area { x, y, height, .. }, module) = (symbol.area, symbol.module);
    format!("^FO{x},{y}^BY{module}^BCN,{height},N,N,N,N^FH_^FD{data}^FS\n")
}

#[cfg(test)]
pub(super) mod tests;
