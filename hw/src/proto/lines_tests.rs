//! Tables for the line framings; every row is fed whole, byte by byte and in pieces.

use proptest::prelude::*;

use super::*;

fn feed<'a>(framing: Framing, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<LineEvent> {
    let mut decoder = Decoder::new(framing);
    let mut events = Vec::new();
    for piece in pieces {
        decoder.push(piece, |event| events.push(event));
        assert!(decoder.held.len() <= MAX_SCAN + 1);
    }
    events
}

fn show(event: &LineEvent) -> String {
    match event {
        LineEvent::Scan(bytes) => format!("{:?}", String::from_utf8_lossy(bytes)),
        LineEvent::Unreadable(why) => format!("{why:?}"),
    }
}

fn check(framing: Framing, input: &[u8], expected: &[&str]) {
    for size in [usize::MAX, 1, 2, 3, 7] {
        let pieces: Vec<&[u8]> = input.chunks(size.min(input.len().max(1))).collect();
        let shown: Vec<String> = feed(framing, pieces).iter().map(show).collect();
        assert_eq!(shown, expected, "{framing:?} in pieces of {size}: {:?}", input.escape_ascii().to_string());
    }
}

#[test]
fn cr_framing_ends_at_cr_lf_or_both() {
    use Framing::Cr;
    check(Cr, b"A1\rB2\nC3\r\nD4", &[r#""A1""#, r#""B2""#, r#""C3""#]);
    check(Cr, b"\r\n\r\n\r", &[]);
    check(Cr, b"]C1010401234567890110LOT7\x1d21SN42\r", &["\"]C1010401234567890110LOT7\\u{1d}21SN42\""]);
    check(Cr, b"[)>\x1e06\x1dP04E\x1e\x04\r", &["\"[)>\\u{1e}06\\u{1d}P04E\\u{1e}\\u{4}\""]);
}

#[test]
fn garbage_is_one_unreadable_scan_and_nothing_else() {
    use Framing::{Cr, StxEtx};
    check(Cr, b"\xff\xfe\x00\rOK\r", &["Malformed", r#""OK""#]);
    check(Cr, b"\x1b[2J\x07\rOK\r", &["Malformed", r#""OK""#]);
    check(Cr, b"\x02A\x03\r", &["Malformed"]);
    check(StxEtx, b"zzz\x02A\x03", &["Malformed", r#""A""#]);
}

#[test]
fn crlf_framing_keeps_a_lone_cr_or_lf() {
    use Framing::CrLf;
    check(CrLf, b"A\rB\nC\r\nD\r\n", &[r#""A\rB\nC""#, r#""D""#]);
    check(CrLf, b"A\r\r\n", &[r#""A\r""#]);
}

#[test]
fn stx_etx_framing_takes_what_stands_between() {
    use Framing::StxEtx;
    check(StxEtx, b"\x02A\x03\r\n\x02B\nC\x03", &[r#""A""#, r#""B\nC""#]);
    check(StxEtx, b"\x02half\x02whole\x03", &["Interrupted", r#""whole""#]);
    check(StxEtx, b"\x02\x03\x03", &["Malformed"]);
}

#[test]
fn a_megabyte_without_an_end_is_reported_once_and_forgotten() {
    let flood = vec![b'7'; 1 << 20];
    for (framing, begin, end) in
        [(Framing::Cr, "", "\r"), (Framing::CrLf, "", "\r\n"), (Framing::StxEtx, "\u{2}", "\u{3}")]
    {
        let input = [begin.as_bytes(), &flood, end.as_bytes(), format!("{begin}OK{end}").as_bytes()].concat();
        for size in [input.len(), 4093] {
            let shown: Vec<String> = feed(framing, input.chunks(size)).iter().map(show).collect();
            assert_eq!(shown, ["TooLong", r#""OK""#], "{framing:?}");
        }
    }
}

#[test]
fn the_longest_scan_fits_and_one_byte_more_does_not() {
    for (framing, begin, end) in
        [(Framing::Cr, "", "\r"), (Framing::CrLf, "", "\r\n"), (Framing::StxEtx, "\u{2}", "\u{3}")]
    {
        let fits = format!("{begin}{}{end}", "x".repeat(MAX_SCAN));
        assert!(matches!(&feed(framing, [fits.as_bytes()])[..], [LineEvent::Scan(s)] if s.len() == MAX_SCAN));
        for tail in ["x", "\r\r"] {
            let over = format!("{begin}{}{tail}{end}{begin}OK{end}", "x".repeat(MAX_SCAN));
            if framing == Framing::Cr && tail == "\r\r" {
                continue;
            }
            let shown: Vec<String> = feed(framing, [over.as_bytes()]).iter().map(show).collect();
            assert_eq!(shown, ["TooLong", r#""OK""#], "{framing:?} {tail:?}");
        }
    }
}

#[test]
fn reset_drops_the_half_and_says_whether_there_was_one() {
    for framing in [Framing::Cr, Framing::CrLf, Framing::StxEtx] {
        let mut decoder = Decoder::new(framing);
        assert!(!decoder.reset());
        decoder.push(b"\x02half", |_| ());
        assert!(decoder.is_pending());
        assert!(decoder.reset());
        let mut events = Vec::new();
        let frame: &[u8] = if framing == Framing::StxEtx { b"\x02whole\x03" } else { b"whole\r\n" };
        decoder.push(frame, |event| events.push(event));
        assert_eq!(events, [LineEvent::Scan(b"whole".to_vec())]);
    }
}

proptest! {
    #[test]
    fn pieces_never_matter(input in proptest::collection::vec(prop_oneof![
            Just(0x02), Just(0x03), Just(b'\r'), Just(b'\n'), Just(b'A'), any::<u8>()
        ], 0..200), cuts in proptest::collection::vec(1usize..9, 1..40)) {
        for framing in [Framing::Cr, Framing::CrLf, Framing::StxEtx] {
            let whole = feed(framing, [&input[..]]);
            let mut pieces = Vec::new();
            let (mut rest, mut cut) = (&input[..], cuts.iter().cycle());
            while let Some((head, tail)) = rest.split_at_checked(*cut.next().expect("cycle")) {
                pieces.push(head);
                rest = tail;
            }
            pieces.push(rest);
            prop_assert_eq!(&whole, &feed(framing, pieces));
        }
    }
}
