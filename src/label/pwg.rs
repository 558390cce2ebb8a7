//! PWG Raster (PWG 5102.4): one page of grey dots, for printers and print queues that speak IPP.

use super::bitmap::Bitmap;
use super::length::Dpi;

/// Length of a page's header.
const HEADER: usize = 1796;
/// `sgray_8`: every printer of IPP Everywhere takes it.
const SGRAY: u32 = 18;
const BITS: u32 = 8;
const WHITE: u8 = 0xFF;
/// Most dots, and most equal lines, that one length stands for.
const RUN: usize = 128;
const LINES: usize = 256;

/// The label as one page of its own size.
pub fn to_pwg(bitmap: &Bitmap, dpi: Dpi) -> Vec<u8> {
    let mut file = b"RaS2".to_vec();
    file.extend(header(bitmap, dpi));
    let lines: Vec<Vec<u8>> = (0..bitmap.height()).map(|y| grey(bitmap, y)).collect();
    for same in lines.chunk_by(|one, next| one == next).flat_map(|same| same.chunks(LINES)) {
        file.push(length(same.len()));
        for run in same[0].chunk_by(|one, next| one == next).flat_map(|run| run.chunks(RUN)) {
            file.extend([length(run.len()), run[0]]);
        }
    }
    file
}

/// A count from 1 to 256 as the format has it: one less.
fn length(count: usize) -> u8 {
    u8::try_from(count.saturating_sub(1)).unwrap_or(u8::MAX)
}

fn grey(bitmap: &Bitmap, y: u32) -> Vec<u8> {
    (0..bitmap.width()).map(|x| if bitmap.get(x, y) { 0 } else { WHITE }).collect()
}

fn header(bitmap: &Bitmap, dpi: Dpi) -> Vec<u8> {
    let mut header = vec![0; HEADER];
    let (width, height, dpi) = (bitmap.width(), bitmap.height(), dpi.number());
    header[..9].copy_from_slice(b"PwgRaster");
    // In points, of which an inch has 72.
    let points = |dots: u32| dots * 72 / dpi;
    let numbers = [
        (276, dpi),
        (280, dpi),
        // One copy; a page size in points.
        (340, 1),
        (352, points(width)),
        (356, points(height)),
        (372, width),
        (376, height),
        (384, BITS),
        (388, BITS),
        (392, width),
        (400, SGRAY),
        (420, 1),
        // Pages, and which way they are fed; the picture's box; the colour of paper.
        (452, 1),
        (456, 1),
        (460, 1),
        (472, width),
        (476, height),
        (480, 0x00FF_FFFF),
    ];
    for (at, number) in numbers {
        header[at..at + 4].copy_from_slice(&number.to_be_bytes());
    }
    header
}

#[cfg(test)]
mod tests {
    use super::super::bitmap::Area;
    use super::*;

    fn number(file: &[u8], at: usize) -> u32 {
        u32::from_be_bytes(file[4 + at..8 + at].try_into().expect("four bytes"))
    }

    #[test]
    fn equal_lines_and_equal_dots_are_counted() {
        let mut map = Bitmap::new(130, 3);
        map.fill(Area { x: 0, y: 2, width: 2, height: 1 });
        let file = to_pwg(&map, Dpi::D300);
        assert_eq!((number(&file, 276), number(&file, 372), number(&file, 376)), (300, 130, 3));
        // Two white lines of 128 and 2 dots; a line of 2 black and 128 white ones.
        assert_eq!(file[4 + HEADER..], [1, 127, 0xFF, 1, 0xFF, 0, 1, 0, 127, 0xFF]);
    }

    #[test]
    fn a_long_empty_label_is_told_in_pieces() {
        let file = to_pwg(&Bitmap::new(1, 300), Dpi::D203);
        assert_eq!(file[4 + HEADER..], [255, 0, 0xFF, 43, 0, 0xFF]);
    }
}
