//! What holds for every stream decoder: the pieces that a stream comes in do not matter, and no bytes make one panic.

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::stream::StreamDecoder;
use super::{llrp, mercury, pn532, r200, ssi, uhfreader18};

/// Bytes of hexadecimal text; blanks and lines that start with `#` are skipped.
pub(super) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).expect("a hexadecimal digit"))
        .collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).expect("two digits")).collect()
}

/// Feeds `stream` whole, byte by byte and cut in two at each place, and expects the same each time.
pub(super) fn check<D>(stream: &[u8], expected: &[D::Event], pending: bool)
where
    D: StreamDecoder + Default,
    D::Event: PartialEq + Debug,
{
    check_pieces::<D>([stream].into_iter(), expected, pending);
    check_pieces::<D>(stream.chunks(1), expected, pending);
    for cut in 0..stream.len() {
        let (one, other) = stream.split_at(cut);
        check_pieces::<D>([one, other].into_iter(), expected, pending);
    }
}

fn check_pieces<'a, D>(pieces: impl Iterator<Item = &'a [u8]>, expected: &[D::Event], pending: bool)
where
    D: StreamDecoder + Default,
    D::Event: PartialEq + Debug,
{
    let mut decoder = D::default();
    let events: Vec<D::Event> = pieces.flat_map(|piece| decoder.push(piece)).collect();
    assert_eq!((events.as_slice(), decoder.is_pending()), (expected, pending));
}

/// Bytes as a bad line makes them: true frames whole, cut or with a byte changed, and noise between them.
fn dirty_stream(frames: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let frame = prop::sample::select(frames.iter().map(|frame| hex(frame)).collect::<Vec<_>>());
    let cut = (frame.clone(), any::<prop::sample::Index>()).prop_map(|(mut frame, at)| {
        frame.truncate(at.index(frame.len()));
        frame
    });
    let changed = (frame.clone(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut frame, at, byte)| {
        let at = at.index(frame.len());
        frame[at] = byte;
        frame
    });
    let noise = prop::collection::vec(any::<u8>(), 0..20);
    prop::collection::vec(prop_oneof![3 => frame, 1 => cut, 1 => changed, 1 => noise], 0..8).prop_map(|p| p.concat())
}

/// Runs `D` over dirty streams: whole and in random pieces alike, with `idle` after, and never a panic.
fn survives<D>(frames: &'static [&'static str])
where
    D: StreamDecoder + Default,
    D::Event: PartialEq + Debug,
{
    let cuts = prop::collection::vec(any::<prop::sample::Index>(), 0..20);
    let run = TestRunner::new(Config { failure_persistence: None, ..Config::default() }).run(
        &(dirty_stream(frames), cuts),
        |(stream, cuts)| {
            let (mut whole, mut pieces) = (D::default(), D::default());
            let mut expected = whole.push(&stream);
            expected.extend(whole.idle());
            let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len() + 1)).collect();
            at.sort_unstable();
            at.push(stream.len());
            let mut from = 0;
            let mut events = Vec::new();
            for to in at {
                events.extend(pieces.push(&stream[from..to]));
                from = to;
            }
            events.extend(pieces.idle());
            prop_assert_eq!(expected, events);
            Ok(())
        },
    );
    run.expect("the same events in any pieces");
}

#[test]
fn ssi_survives_bad_lines() {
    survives::<ssi::Decoder>(&[
        "0CF300001B30313233343536FD81",
        "05D1000001FF29",
        "06F3000201 41 FEC3",
        "06F3000101 41 FEC4",
    ]);
}

#[test]
fn pn532_survives_bad_lines() {
    survives::<pn532::Decoder>(&[
        include_str!("../../tests/captures/pn532/firmware_version.hex"),
        include_str!("../../tests/captures/pn532/syntax_error.hex"),
        "0000FF0CF4D54B010100021804DEADBEEF8800",
        "0000FFFFFF0003FDD5030028",
    ]);
}

#[test]
fn r200_survives_bad_lines() {
    survives::<r200::Decoder>(&[
        include_str!("../../tests/captures/r200/tag_single_poll.hex"),
        include_str!("../../tests/captures/r200/start_up_and_no_tag.hex"),
    ]);
}

#[test]
fn uhfreader18_survives_bad_lines() {
    survives::<uhfreader18::Decoder>(&["050001FBF23D", "13000101010C5DDD0FB9B4D3A98E93E47B241653"]);
}

#[test]
fn mercury_survives_bad_lines() {
    survives::<mercury::Decoder>(&[include_str!("../../tests/captures/mercury/continuous_read.hex"), "FF00220400"]);
}

#[test]
fn llrp_survives_bad_peers() {
    survives::<llrp::Decoder>(&[
        "043E0000000A00000001",
        "043D 0000001A 00000002 00F0 0010 8D 300000000000000000000001",
    ]);
}
