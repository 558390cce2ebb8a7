//! TSPL and TSPL2: TSC printers and the many that speak their language. One `BITMAP` command carries the label.

use super::bitmap::Bitmap;
use super::length::Mm;
use super::template::Media;

/// A job that prints the label once. The printer is told size and gap, for it finds the next label by them.
pub fn to_tspl(bitmap: &Bitmap, media: &Media) -> Vec<u8> {
    let (width, height) = (decimal(media.width), decimal(media.height));
    // With a gap the sensor finds the labels; paper without end has gap 0.
    let gap = decimal(media.gap);
    let mut job = format!(
        "\r\nSIZE {width} mm,{height} mm\r\nGAP {gap} mm,0 mm\r\nREFERENCE 0,0\r\nCLS\r\nBITMAP 0,0,{},{},0,",
        bitmap.stride(),
        bitmap.height()
    )
    .into_bytes();
    // A dot is black where the bit is 0.
    job.extend(bitmap.bytes().iter().map(|byte| !byte));
    job.extend(b"\r\nPRINT 1,1\r\n");
    job
}

fn decimal(length: Mm) -> String {
    let text = length.to_string();
    text.strip_suffix(" mm").unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::bitmap::Area;
    use super::super::length::Dpi;
    use super::*;

    #[test]
    fn black_is_zero_and_padding_is_white() {
        let mut map = Bitmap::new(12, 2);
        map.fill(Area { x: 4, y: 1, width: 8, height: 1 });
        let media = Media { width: Mm(505), height: Mm(300), gap: Mm(20), dpi: Dpi::D203 };
        let expected = b"\r\nSIZE 50.5 mm,30 mm\r\nGAP 2 mm,0 mm\r\nREFERENCE 0,0\r\nCLS\r\n\
            BITMAP 0,0,2,2,0,\xFF\xFF\xF0\x0F\r\nPRINT 1,1\r\n";
        assert_eq!(to_tspl(&map, &media), expected);
    }
}
