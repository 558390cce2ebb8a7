//! Frames of both readers, broken ones, and a tag that is held.

use proptest::prelude::*;

use super::*;

fn feed(input: &[u8], size: usize) -> Vec<TagEvent> {
    let mut decoder = Decoder::new();
    let mut events = Vec::new();
    for piece in input.chunks(size.max(1)) {
        decoder.push(piece, |event| events.push(event));
    }
    events
}

fn check(input: &[u8], expected: &[&str]) {
    for size in [input.len(), 1, 2, 5] {
        let shown: Vec<String> = feed(input, size)
            .iter()
            .map(|event| match event {
                TagEvent::Tag(bytes) => bytes.iter().map(|b| format!("{b:02X}")).collect(),
                TagEvent::Bad(why) => format!("{why:?}"),
                TagEvent::Noise => "Noise".to_string(),
            })
            .collect();
        assert_eq!(shown, expected, "{:?}", input.escape_ascii().to_string());
    }
}

#[test]
fn frames_of_both_readers() {
    check(b"\x02D73F615421FC\x03", &["D73F615421"]);
    check(b"\x024C40D0C49D85\r\n\x03", &["4C40D0C49D"]);
    check(b"\x0201069BB3F4DB\x03\x0201069bb3f4db\x03", &["01069BB3F4", "01069BB3F4"]);
}

#[test]
fn broken_frames_are_counted_and_the_next_one_is_read() {
    check(b"\x02791F25A944FC\x03", &["Checksum"]);
    check(b"\x0259A761\x0259A76123209C\x03", &["Interrupted", "59A7612320"]);
    check(b"\x02D73F\x03\x02D73F615421FC\x03", &["Malformed", "D73F615421"]);
    check(b"\x02D73F615421FCAAAA\x03\x02D73F615421FC\x03", &["Malformed", "D73F615421"]);
    check(b"\x02D7zz615421FC\x03\x02D73F615421FC\x03", &["Malformed", "D73F615421"]);
    check(b"\xffnoise\x02D73F615421FC\x03", &["Noise", "D73F615421"]);
    check(b"\x02D73F6154", &[]);
}

#[test]
fn a_held_tag_is_one_badge() {
    let (one, two) = (TagEvent::Tag([1; 5]), TagEvent::Tag([2; 5]));
    let bad = TagEvent::Bad(Unreadable::Checksum);
    let mut held = Presentation::new(Duration::from_millis(500));
    let steps = [
        (0, one, true),
        (65, one, false),
        (400, bad, false),
        (800, one, false),
        (900, two, true),
        (1000, one, true),
        (1499, one, false),
        (1999, one, true),
        (3000, bad, true),
        (3050, bad, false),
        (3100, two, true),
    ];
    for (ms, event, shown) in steps {
        assert_eq!(held.filter(Duration::from_millis(ms), event).is_some(), shown, "at {ms} ms: {event:?}");
    }
}

#[test]
fn reset_drops_the_half() {
    let mut decoder = Decoder::new();
    decoder.push(b"\x02D73F", |_| ());
    assert!(decoder.is_pending() && decoder.reset() && !decoder.reset());
}

proptest! {
    #[test]
    fn never_panics_and_pieces_never_matter(input in proptest::collection::vec(prop_oneof![
            Just(0x02), Just(0x03), Just(b'\r'), Just(b'0'), Just(b'F'), any::<u8>()
        ], 0..100), size in 1usize..9) {
        prop_assert_eq!(feed(&input, input.len()), feed(&input, size));
    }
}
