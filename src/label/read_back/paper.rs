//! Jobs whose dots start at the corner of the label.

use super::super::zpl::tests::unpack;
use super::Bitmap;

/// Dots from bytes with `stride` bytes a row; `ink` is the bit that is black.
fn dots(bytes: &[u8], stride: usize, ink: bool) -> Bitmap {
    let width = u32::try_from(stride * 8).expect("narrow");
    let mut map = Bitmap::new(width, u32::try_from(bytes.len() / stride).expect("short"));
    for (y, row) in (0..).zip(bytes.chunks_exact(stride)) {
        for x in (0..width).filter(|x| (row[(x / 8) as usize] & (0x80 >> (x % 8)) != 0) == ink) {
            map.set(x, y);
        }
    }
    map
}

/// The text up to `end`, and what follows.
fn upto(bytes: &[u8], end: u8) -> (&str, &[u8]) {
    let at = bytes.iter().position(|byte| *byte == end).expect("an end");
    (std::str::from_utf8(&bytes[..at]).expect("text"), &bytes[at + 1..])
}

fn number(text: &str) -> usize {
    text.trim().parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// `BITMAP x,y,bytes,rows,mode,` and the data; 0 is black. Every other line is a command that draws nothing.
pub(super) fn tspl(job: &[u8]) -> Bitmap {
    let (mut rest, mut map) = (job, None);
    while !rest.is_empty() {
        if let Some(picture) = rest.strip_prefix(b"BITMAP ") {
            let (mut at, mut numbers) = (picture, [0; 5]);
            for number_of in &mut numbers {
                let (text, more) = upto(at, b',');
                (*number_of, at) = (number(text), more);
            }
            let [x, y, stride, rows, mode] = numbers;
            assert_eq!((x, y, mode), (0, 0, 0), "at the corner, in mode overwrite");
            let (data, more) = at.split_at(stride * rows);
            assert!(map.replace(dots(data, stride, false)).is_none(), "one picture");
            rest = more.strip_prefix(b"\r\n").expect("a line's end");
            continue;
        }
        let (line, more) = upto(rest, b'\n');
        let word = line.trim().split(' ').next().unwrap_or_default();
        assert!(["", "SIZE", "GAP", "REFERENCE", "CLS", "PRINT"].contains(&word), "{line:?}");
        assert!(word != "PRINT" || line.trim() == "PRINT 1,1" && more.is_empty(), "one label, at the end");
        rest = more;
    }
    map.expect("a picture")
}

/// `GWx,y,bytes,rows,` and the data; 0 is black.
pub(super) fn epl(job: &[u8]) -> Bitmap {
    let (mut rest, mut map) = (job, None);
    while !rest.is_empty() {
        if let Some(picture) = rest.strip_prefix(b"GW") {
            let (mut at, mut numbers) = (picture, [0; 4]);
            for number_of in &mut numbers {
                let (text, more) = upto(at, b',');
                (*number_of, at) = (number(text), more);
            }
            let [_, _, stride, rows] = numbers;
            let (data, more) = at.split_at(stride * rows);
            assert!(map.replace(dots(data, stride, false)).is_none(), "one picture");
            rest = more.strip_prefix(b"\n").expect("a line's end");
            continue;
        }
        let (line, more) = upto(rest, b'\n');
        assert!(["", "N", "q", "Q", "Z", "P"].contains(&line.get(..1).unwrap_or_default()), "{line:?}");
        rest = more;
    }
    map.expect("a picture")
}

/// `GS v 0 m xL xH yL yH` and the data, one band below the other; 1 is black.
pub(super) fn escpos(job: &[u8]) -> Bitmap {
    let mut rest = job.strip_prefix(b"\x1B@").expect("it begins with a reset");
    let (mut data, mut width) = (Vec::new(), 0);
    while let [0x1D, b'v', b'0', 0, x_low, x_high, y_low, y_high, more @ ..] = rest {
        let stride = usize::from(u16::from_le_bytes([*x_low, *x_high]));
        let rows = usize::from(u16::from_le_bytes([*y_low, *y_high]));
        assert!(width == 0 || width == stride, "bands of one width");
        let (band, more) = more.split_at(stride * rows);
        data.extend(band);
        (rest, width) = (more, stride);
    }
    assert_eq!(rest, b"\x1DVB\0", "a cut and nothing else");
    dots(&data, width, true)
}

/// `^GFA` graphics on a label of `^PW` and `^LL`.
pub(super) fn zpl(job: &[u8]) -> Bitmap {
    let zpl = std::str::from_utf8(job).expect("ZPL is text");
    let after = |command: &str| {
        let rest = zpl.split_once(command).expect("the command").1;
        number(&rest[..rest.find(|char: char| !char.is_ascii_digit()).expect("more")])
    };
    let side = |command| u32::try_from(after(command)).expect("short");
    unpack(zpl, side("^PW"), side("^LL"))
}

/// The decoder of the png crate.
pub(super) fn png(file: &[u8]) -> Bitmap {
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("small")];
    let info = reader.next_frame(&mut bytes).expect("a frame");
    // Beside the picture there is paper.
    let map = dots(&bytes, info.line_size, false);
    super::corner(&map, info.width, info.height, 0, 0)
}

/// PWG 5102.4: a page header of 1796 bytes, then lines of runs.
pub(super) fn pwg(file: &[u8]) -> Bitmap {
    let page = file.strip_prefix(b"RaS2").expect("the word that it begins with");
    let (header, mut rest) = page.split_at(1796);
    let field = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().expect("four bytes"));
    let (width, height) = (field(372), field(376));
    assert_eq!((field(388), field(392), field(400)), (8, width, 18), "8 bits a dot, one byte each, sgray");
    let mut map = Bitmap::new(width, height);
    let mut y = 0;
    while let [repeated, more @ ..] = rest {
        let (mut line, mut at) = (Vec::new(), more);
        while line.len() < width as usize {
            let (count, more) = at.split_first().expect("a run");
            let (literal, count) =
                if *count < 128 { (false, *count as usize + 1) } else { (true, 257 - *count as usize) };
            let (data, more) = more.split_at(if literal { count } else { 1 });
            line.extend(data.iter().copied().cycle().take(count));
            at = more;
        }
        assert_eq!(line.len(), width as usize, "a line that fits");
        for _ in 0..=*repeated {
            for (x, _) in (0..).zip(&line).filter(|(_, grey)| **grey < 128) {
                map.set(x, y);
            }
            y += 1;
        }
        rest = at;
    }
    assert_eq!(y, height);
    map
}
