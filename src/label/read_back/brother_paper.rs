//! Jobs of a Brother QL, command by command (Brother's raster command reference).

use super::super::brother::Tape;
use super::Bitmap;

/// The dots that the head prints between the edges of the paper, as a person sees them.
pub(super) fn printed(job: &[u8], tape: Tape) -> Bitmap {
    let (dots, offset) = tape.print_area();
    let (mut rest, mut lines) = (job, Vec::new());
    loop {
        let length = match rest {
            [0, ..] => 1,
            [0x1A] => break,
            [b'g', 0, count, ..] => {
                let count = usize::from(*count);
                lines.push(&rest[3..3 + count]);
                3 + count
            }
            // Initialise; then mode, information, auto cut, cut each, expanded, margin.
            [0x1B, b'@', ..] => 2,
            [0x1B, b'i', b'z', ..] => 13,
            [0x1B, b'i', b'd', ..] => 5,
            [0x1B, b'i', b'a' | b'M' | b'A' | b'K', ..] => 4,
            other => panic!("no command: {}", other[..other.len().min(8)].escape_ascii()),
        };
        rest = &rest[length..];
    }
    let mut map = Bitmap::new(dots, u32::try_from(lines.len()).expect("short"));
    for (y, line) in (0..).zip(lines) {
        // The first bit is the pin at the right edge.
        let pins = (0..).zip(line.iter().flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0)));
        for (pin, _) in pins.filter(|(_, ink)| *ink) {
            assert!((offset..offset + dots).contains(&pin), "pin {pin} is beside the paper");
            map.set(offset + dots - 1 - pin, y);
        }
    }
    map
}
