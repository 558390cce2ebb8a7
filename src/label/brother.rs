//! Brother QL: raster lines for a head of 720 pins at 300 dpi (models up to 62 mm).

use super::bitmap::Bitmap;
use super::error::LabelError;

/// Pins of the head, and bytes of a raster line.
const PINS: u32 = 720;
const LINE: usize = 90;

/// A roll: Brother's paper, which the printer recognises and wants to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tape {
    /// What the box calls it: `62` for paper without end, `29x90` for labels, in mm.
    pub name: &'static str,
    width_mm: u8,
    /// 0 for paper without end.
    length_mm: u8,
    /// Dots that print across, from `offset` pins on.
    dots: u32,
    /// Dots that print along; 0 for paper without end.
    length: u32,
    offset: u32,
}

/// Rolls of the 720 pin models (Brother's raster command reference, "page size" and "raster line").
pub const TAPES: [Tape; 15] = [
    tape("62", [62, 0], [696, 0], 12),
    tape("54", [54, 0], [590, 0], 0),
    tape("50", [50, 0], [554, 0], 12),
    tape("38", [38, 0], [413, 0], 12),
    tape("29", [29, 0], [306, 0], 6),
    tape("12", [12, 0], [106, 0], 29),
    tape("62x29", [62, 29], [696, 271], 12),
    tape("62x100", [62, 100], [696, 1109], 12),
    tape("29x90", [29, 90], [306, 991], 6),
    tape("29x42", [29, 42], [306, 425], 6),
    tape("17x54", [17, 54], [165, 566], 0),
    tape("17x87", [17, 87], [165, 956], 0),
    tape("38x90", [38, 90], [413, 991], 12),
    tape("39x48", [39, 48], [425, 495], 6),
    tape("52x29", [52, 29], [578, 271], 0),
];

const fn tape(name: &'static str, mm: [u8; 2], dots: [u32; 2], offset: u32) -> Tape {
    Tape { name, width_mm: mm[0], length_mm: mm[1], dots: dots[0], length: dots[1], offset }
}

impl Tape {
    /// The roll of that name.
    pub fn named(name: &str) -> Option<Self> {
        TAPES.into_iter().find(|tape| tape.name == name)
    }

    /// Dots across that print, and the pin of the first of them.
    #[cfg(test)]
    pub(super) fn print_area(self) -> (u32, u32) {
        (self.dots, self.offset)
    }

    fn holds(&self, bitmap: &Bitmap) -> bool {
        bitmap.width() <= self.dots && (self.length == 0 || bitmap.height() <= self.length)
    }
}

/// A job that prints the label once, in the middle of the roll, and cuts. The label has to be drawn at 300 dpi; one
/// that fits only across is turned a quarter.
pub fn to_brother(bitmap: &Bitmap, tape: Tape) -> Result<Vec<u8>, LabelError> {
    let turned;
    let label = if tape.holds(bitmap) {
        bitmap
    } else {
        turned = bitmap.turned();
        &turned
    };
    if !tape.holds(label) {
        let (width, height, has_width) = (bitmap.width(), bitmap.height(), tape.dots);
        let has_height = if tape.length == 0 { height.max(width) } else { tape.length };
        return Err(LabelError::LargerThanMedium { width, height, has_width, has_height });
    }
    // Labels have a fixed number of lines; on paper without end the least that feeds to the cutter is 150.
    let lines = if tape.length == 0 { label.height().max(150) } else { tape.length };
    let mut job = header(tape, lines);
    let (left, top) = ((tape.dots - label.width()) / 2, (lines - label.height()) / 2);
    for y in 0..lines {
        job.extend([b'g', 0, LINE as u8]);
        job.extend(line(label, y.checked_sub(top), tape.offset + tape.dots - 1 - left));
    }
    job.push(0x1A);
    Ok(job)
}

fn header(tape: Tape, lines: u32) -> Vec<u8> {
    let (kind, valid, margin) = if tape.length == 0 { (0x0A, 0x06, 35) } else { (0x0B, 0x0E, 0) };
    let mut job = vec![0; 200];
    job.extend(b"\x1B@\x1Bia\x01\x1Biz");
    // What is valid (and: recover from errors), kind, width, length, number of lines, first page.
    job.extend([valid | 0x80 | 0x40, kind, tape.width_mm, tape.length_mm]);
    job.extend(lines.to_le_bytes());
    job.extend([0, 0]);
    // Cut after each label, cut at the end, margin along the tape.
    job.extend(b"\x1BiM\x40\x1BiA\x01\x1BiK\x08\x1Bid");
    job.extend([margin, 0]);
    job
}

/// One row as the head sees it, from right to left: the label's first dot is at pin `first` counted from the right.
fn line(label: &Bitmap, row: Option<u32>, first: u32) -> [u8; LINE] {
    let mut bytes = [0; LINE];
    let Some(y) = row else { return bytes };
    for x in (0..label.width()).filter(|&x| label.get(x, y)) {
        let pin = first - x;
        if pin < PINS {
            bytes[(pin / 8) as usize] |= 0x80 >> (pin % 8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dots that a head would print, as the picture a reader sees.
    fn printed(job: &[u8], tape: Tape) -> Bitmap {
        let start =
            job.windows(4).position(|bytes| bytes == b"\x1Bid\x23" || bytes == b"\x1Bid\0").expect("margin") + 5;
        let (rows, []) = job[start..job.len() - 1].as_chunks::<93>() else { panic!("whole lines") };
        let mut map = Bitmap::new(tape.dots, rows.len() as u32);
        for (y, row) in (0..).zip(rows) {
            assert_eq!(row[..3], [b'g', 0, 90]);
            for pin in (0..PINS).filter(|pin| row[3 + (pin / 8) as usize] & (0x80 >> (pin % 8)) != 0) {
                assert!((tape.offset..tape.offset + tape.dots).contains(&pin), "pin {pin} is beside the paper");
                map.set(tape.offset + tape.dots - 1 - pin, y);
            }
        }
        map
    }

    #[test]
    fn a_label_comes_out_upright_and_in_the_middle() {
        let mut map = Bitmap::new(100, 160);
        map.set(0, 0);
        map.set(99, 3);
        let tape = Tape::named("62").expect("known");
        let seen = printed(&to_brother(&map, tape).expect("fits"), tape);
        assert_eq!((seen.black(), seen.height()), (2, 160));
        assert!(seen.get(298, 0) && seen.get(397, 3));
    }

    #[test]
    fn labels_of_fixed_length_are_turned_when_they_fit_only_so() {
        let tape = Tape::named("29x90").expect("known");
        let mut map = Bitmap::new(900, 300);
        map.set(0, 0);
        let job = to_brother(&map, tape).expect("fits");
        let seen = printed(&job, tape);
        assert_eq!((seen.black(), seen.height()), (1, 991));
        assert!(seen.get(3 + 299, 45));
        // The manual's own example for this roll: kind 0B, 29 x 90 mm, 991 lines.
        assert_eq!(job[200..219], *b"\x1B@\x1Bia\x01\x1Biz\xCE\x0B\x1D\x5A\xDF\x03\0\0\0\0");
    }

    #[test]
    fn what_does_not_fit_is_turned_away() {
        let tape = Tape::named("29x90").expect("known");
        assert!(to_brother(&Bitmap::new(310, 310), tape).is_err());
        assert!(to_brother(&Bitmap::new(697, 700), Tape::named("62").expect("known")).is_err());
    }
}
