//! What the virtual printer got, as dots: the graphics of a ZPL label read back.

use crate::label::Bitmap;
use crate::label::bitmap::MAX_SIDE;

/// The label that these bytes print: size (`^PW`, `^LL`) and all graphics (`^FO`, `^GFA`). `None` when it has none.
pub(super) fn bitmap(zpl: &[u8]) -> Option<Bitmap> {
    let text = std::str::from_utf8(zpl).ok()?;
    let (width, height) = (number_after(text, "^PW")?, number_after(text, "^LL")?);
    let mut label = Bitmap::new(width, height);
    for field in text.split("^FO").skip(1) {
        // Without a graphic it is text or bars that the printer draws.
        let _ = graphic(field, &mut label);
    }
    Some(label)
}

/// What the label says of itself in its comment: number in the outbox, template, and what it is of.
pub(super) fn comment(zpl: &[u8]) -> String {
    let text = String::from_utf8_lossy(zpl);
    let words = text.split_once("^FX pitbox ").and_then(|(_, rest)| rest.split_once("^FS"));
    words.map(|(words, _)| words.chars().take(100).collect()).unwrap_or_default()
}

/// The dots of a Braille character (Unicode block 2800) from top to bottom, left column and right.
const BRAILLE: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// The label in Braille characters, two dots by four each, reduced by a whole number so that it fits. As fine as a
/// terminal can: plain print stays readable.
pub(super) fn braille(label: &Bitmap, columns: u16, rows: u16) -> Vec<String> {
    let (across, down) = (u32::from(columns.max(1)) * 2, u32::from(rows.max(1)) * 4);
    let by = label.width().div_ceil(across).max(label.height().div_ceil(down)).max(1);
    let line = |y: u32| (0..label.width()).step_by(2 * by as usize).map(|x| cell(label, x, y, by)).collect();
    (0..label.height()).step_by(4 * by as usize).map(line).collect()
}

fn cell(label: &Bitmap, x: u32, y: u32, by: u32) -> char {
    let mut code = 0x2800;
    for (row, bits) in (0..).zip(BRAILLE) {
        for (column, bit) in (0..).zip(bits) {
            let (left, top) = (x + column * by, y + row * by);
            let black = (top..top + by).flat_map(|y| (left..left + by).map(move |x| (x, y)));
            // A third of the dots is enough: thin strokes stay.
            if black.filter(|(x, y)| label.get(*x, *y)).count() as u32 * 3 >= by * by {
                code |= bit;
            }
        }
    }
    char::from_u32(code).unwrap_or(' ')
}

fn number_after(text: &str, command: &str) -> Option<u32> {
    let (_, rest) = text.split_once(command)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok().filter(|side| *side <= MAX_SIDE)
}

/// `X,Y^GFA,bytes,bytes,bytes in a row,data^FS`.
fn graphic(field: &str, label: &mut Bitmap) -> Option<()> {
    let (at, rest) = field.split_once("^GFA,")?;
    let (x, y) = at.trim().split_once(',')?;
    let (x, y): (u32, u32) = (x.parse().ok()?, y.parse().ok()?);
    let mut parts = rest.splitn(4, ',');
    let bytes: usize = parts.next()?.parse().ok()?;
    let stride: usize = parts.nth(1)?.parse().ok().filter(|stride| *stride > 0)?;
    let data = parts.next()?.split("^FS").next()?;
    for (row, digits) in (y..=MAX_SIDE).zip(rows(data, stride * 2, bytes / stride)) {
        for (column, digit) in (x..).step_by(4).zip(digits) {
            (0..4).filter(|bit| digit & (8 >> bit) != 0).for_each(|bit| label.set(column + bit, row));
        }
    }
    Some(())
}

/// Hexadecimal digits by row, with ZPL's compression undone: `G` to `Y` and `g` to `z` repeat the next digit, `,` and `!`
/// fill the row, `:` is the row above.
fn rows(data: &str, digits: usize, most: usize) -> Vec<Vec<u8>> {
    let mut rows: Vec<Vec<u8>> = Vec::new();
    let (mut row, mut repeat) = (Vec::new(), 0_usize);
    for c in data.chars() {
        match c {
            'G'..='Y' => repeat += c as usize - 'F' as usize,
            'g'..='z' => repeat += (c as usize - 'f' as usize) * 20,
            ',' => row.resize(digits, 0),
            '!' => row.resize(digits, 15),
            ':' if row.is_empty() => row = rows.last().cloned().unwrap_or_else(|| vec![0; digits]),
            _ => {
                let digit = c.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                let room = digits.saturating_sub(row.len());
                row.extend(digit.iter().copied().cycle().take(if digit.is_some() {
                    repeat.max(1).min(room)
                } else {
                    0
                }));
                repeat = 0;
            }
        }
        if row.len() >= digits {
            rows.push(std::mem::take(&mut row));
            if rows.len() >= most {
                break;
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::label::{PrintTag, to_zpl};

    #[test]
    fn braille_has_eight_dots_a_cell() {
        let mut label = Bitmap::new(4, 5);
        label.set(0, 0);
        label.set(3, 3);
        label.set(0, 4);
        assert_eq!(braille(&label, 80, 24), ["\u{2801}\u{2880}", "\u{2801}\u{2800}"]);
        assert_eq!(braille(&label, 1, 1).len(), 1, "twice reduced");
        assert_eq!(braille(&Bitmap::new(0, 0), 0, 0), Vec::<String>::new());
        assert_eq!(comment(b"^XA\n^FX pitbox 7 part W%20712^FS\n^PW9"), "7 part W%20712");
    }

    proptest! {
        #[test]
        fn what_is_printed_is_what_is_seen(width in 1_u32..90, height in 1_u32..40, dots in any::<Vec<(u8, u8)>>()) {
            let mut label = Bitmap::new(width, height);
            dots.iter().for_each(|(x, y)| label.set(u32::from(*x) % width, u32::from(*y) % height));
            prop_assert_eq!(bitmap(&to_zpl(&label, &PrintTag::default())), Some(label));
        }

        #[test]
        fn anything_may_come(bytes in any::<Vec<u8>>(), data in "[0-9A-Fg-zG-Y:,!^]{0,200}", stride in 0_u32..9000) {
            let _ = bitmap(&bytes);
            let _ = bitmap(format!("^XA^PW99^LL99^FO9,9^GFA,{stride},{stride},{stride},{data}^FS^XZ").as_bytes());
        }
    }
}
