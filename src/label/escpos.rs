//! ESC/POS: receipt printers, for slips. `GS v 0` carries the label in bands that fit small buffers.

use super::bitmap::Bitmap;
use super::error::LabelError;

/// Dots of a line on 80 mm paper at 203 dpi.
const PAPER: u32 = 576;

/// Rows of one band.
const BAND: usize = 128;

/// A job that prints the label once, feeds it past the cutter and cuts, where there is one. A label wider than 80 mm
/// paper is an error: the printer would silently cut the right side off.
pub fn to_escpos(bitmap: &Bitmap) -> Result<Vec<u8>, LabelError> {
    if bitmap.width() > PAPER {
        let (width, height) = (bitmap.width(), bitmap.height());
        return Err(LabelError::LargerThanMedium { width, height, has_width: PAPER, has_height: height });
    }
    let mut job = b"\x1B@".to_vec();
    for band in bitmap.bytes().chunks(BAND * bitmap.stride().max(1)) {
        let rows = (band.len() / bitmap.stride()) as u16;
        job.extend(b"\x1Dv0\0");
        job.extend((bitmap.stride() as u16).to_le_bytes());
        job.extend(rows.to_le_bytes());
        job.extend(band);
    }
    // Feed to the cutter, then a partial cut.
    job.extend(b"\x1DVB\0");
    Ok(job)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_go_in_bands() {
        let mut map = Bitmap::new(9, 130);
        map.set(8, 129);
        let job = to_escpos(&map).expect("fits");
        assert!(job.starts_with(b"\x1B@\x1Dv0\0\x02\0\x80\0\0\0"));
        assert!(job.ends_with(b"\x1Dv0\0\x02\0\x02\0\0\0\0\x80\x1DVB\0"));
        assert_eq!(job.len(), 2 + 2 * 8 + 130 * 2 + 4);
    }

    #[test]
    fn what_is_wider_than_the_paper_is_turned_away() {
        assert!(to_escpos(&Bitmap::new(577, 10)).is_err());
    }
}
