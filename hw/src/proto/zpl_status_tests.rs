//! Answers to `~HS`, whole, cut and broken.

use proptest::prelude::*;

use super::*;

fn answer(first: &str, second: &str) -> Vec<u8> {
    format!("\u{2}{first}\u{3}\r\n\u{2}{second}\u{3}\r\n\u{2}1234,0\u{3}\r\n").into_bytes()
}

fn feed(input: &[u8], size: usize) -> Vec<StatusEvent> {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    for piece in input.chunks(size.max(1)) {
        decoder.push(piece, |event| events.push(event));
        assert!(decoder.held <= MAX_ANSWER);
    }
    events
}

fn check(first: &str, second: &str, expected: HostStatus, ready: bool) {
    let input = answer(first, second);
    for size in [input.len(), 1, 3] {
        assert_eq!(feed(&input, size), [StatusEvent::Status(expected)], "{first} / {second}");
    }
    assert_eq!(expected.ready(), ready, "{first} / {second}");
}

#[test]
fn fields_by_their_place() {
    let ok = HostStatus::default();
    let (calm1, calm2) = ("030,0,0,1245,000,0,0,0,000,0,0,0", "001,0,0,0,1,2,6,0,00000000,1,000");
    check(calm1, calm2, ok, true);
    check("030,1,1,1245,000,0,0,0,000,0,0,0", calm2, HostStatus { paper_out: true, paused: true, ..ok }, false);
    check("030,0,0,1245,003,0,0,0,000,0,0,0", calm2, HostStatus { formats_in_buffer: 3, ..ok }, true);
    check("030,0,0,1245,000,1,0,0,000,0,0,0", calm2, HostStatus { buffer_full: true, ..ok }, false);
    check("030,0,0,1245,000,0,0,0,000,0,1,0", calm2, HostStatus { under_temp: true, ..ok }, true);
    check("030,0,0,1245,000,0,0,0,000,0,0,1", calm2, HostStatus { over_temp: true, ..ok }, false);
    check(calm1, "001,0,1,0,1,2,6,0,00000000,1,000", HostStatus { head_open: true, ..ok }, false);
    check(calm1, "001,0,0,1,1,2,A,0,00000000,1,000", HostStatus { ribbon_out: true, ..ok }, false);
    check(
        calm1,
        "001,0,0,0,1,2,6,1,00000012,1,000",
        HostStatus { label_waiting: true, labels_remaining: 12, ..ok },
        true,
    );
}

#[test]
fn a_cut_answer_is_pending_and_a_strange_one_is_malformed() {
    let whole = answer("030,0,0,1245,000,0,0,0,000,0,0,0", "001,0,0,0,1,2,6,0,00000000,1,000");
    for cut in 0..whole.len() - 2 {
        assert_eq!(feed(&whole[..cut], 4), [], "{cut}");
    }
    assert_eq!(feed(&answer("x,y", "z"), 1), [StatusEvent::Malformed]);
    assert_eq!(feed(&answer("030,0,0", "001,0"), 1), [StatusEvent::Malformed]);
    let endless = [&b"\x02"[..], &[b'0'; 2 * MAX_ANSWER]].concat();
    assert_eq!(feed(&endless, 7), [StatusEvent::Malformed]);
    // A cut answer followed by a whole one: the whole one counts.
    let twice = [&whole[..20], &whole].concat();
    assert_eq!(feed(&twice, 5), [StatusEvent::Status(HostStatus::default())]);
}

proptest! {
    #[test]
    fn never_panics(input in proptest::collection::vec(prop_oneof![
            Just(0x02), Just(0x03), Just(b','), Just(b'0'), any::<u8>()
        ], 0..300), size in 1usize..50) {
        feed(&input, size);
    }
}
