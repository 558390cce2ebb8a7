//! PNG: to look at a label, and for printers behind a print server. One bit a dot, black on white.

use ::png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};

use super::bitmap::Bitmap;
use super::error::LabelError;
use super::length::Dpi;

/// The label as a PNG file that knows its size on paper.
pub fn to_png(bitmap: &Bitmap, dpi: Dpi) -> Result<Vec<u8>, LabelError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, bitmap.width(), bitmap.height());
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    let per_metre = match dpi {
        Dpi::D203 => 8000,
        Dpi::D300 => 11_811,
    };
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    // In greyscale 0 is black.
    let white: Vec<u8> = bitmap.bytes().iter().map(|byte| !byte).collect();
    let failed = |error: ::png::EncodingError| LabelError::Picture(error.to_string());
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&white).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_comes_back() {
        let mut map = Bitmap::new(13, 5);
        map.set(0, 0);
        map.set(12, 4);
        let file = to_png(&map, Dpi::D203).expect("writes");
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("small")];
        let info = reader.next_frame(&mut bytes).expect("a frame");
        assert_eq!((info.width, info.height, info.bit_depth), (13, 5, BitDepth::One));
        assert_eq!((bytes[0] & 0x80, bytes[9] & 0x08, bytes[9] & 0x10), (0, 0, 0x10));
    }
}
