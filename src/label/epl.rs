//! EPL2: older Zebra and Eltron desk printers. One `GW` command carries the label.

use super::bitmap::Bitmap;
use super::template::Media;

/// Smallest gap that the `Q` command takes at both resolutions, in dots.
const LEAST_GAP: u32 = 18;

/// A job that prints the label once, from the top.
pub fn to_epl(bitmap: &Bitmap, media: &Media) -> Vec<u8> {
    let gap = match media.gap.dots(media.dpi) {
        0 => 0,
        dots => dots.clamp(LEAST_GAP, 240),
    };
    let (width, height) = (bitmap.stride() * 8, bitmap.height());
    let mut job = format!("\nN\nq{width}\nQ{height},{gap}\nZT\nGW0,0,{},{height},", bitmap.stride()).into_bytes();
    // A dot is black where the bit is 0.
    job.extend(bitmap.bytes().iter().map(|byte| !byte));
    job.extend(b"\nP1\n");
    job
}

#[cfg(test)]
mod tests {
    use super::super::length::{Dpi, Mm};
    use super::*;

    #[test]
    fn black_is_zero_and_the_gap_is_within_limits() {
        let mut map = Bitmap::new(12, 2);
        map.set(0, 1);
        let job = |gap| to_epl(&map, &Media { width: Mm(15), height: Mm(3), gap: Mm(gap), dpi: Dpi::D203 });
        assert_eq!(job(30), b"\nN\nq16\nQ2,24\nZT\nGW0,0,2,2,\xFF\xFF\x7F\xFF\nP1\n");
        assert!(job(0).starts_with(b"\nN\nq16\nQ2,0\n"));
        assert!(job(10).starts_with(b"\nN\nq16\nQ2,18\n"));
    }
}
