//! Bytes that are known, and any bytes.

use proptest::prelude::*;

use super::*;

/// The beginning of the example in RFC 8010, appendix A.1 (Print-Job), with the attributes that lead it.
fn print_job() -> Vec<u8> {
    let mut bytes = b"\x02\x00\x00\x02\x00\x00\x00\x01\x01".to_vec();
    for (tag, name, value) in [
        (0x47, "attributes-charset", "utf-8"),
        (0x48, "attributes-natural-language", "en"),
        (0x45, "printer-uri", "ipp://printer.example.com/ipp/print/pinetree"),
        (0x42, "job-name", "foobar"),
    ] {
        bytes.push(tag);
        bytes.extend([0, u8::try_from(name.len()).expect("short")]);
        bytes.extend(name.as_bytes());
        bytes.extend([0, u8::try_from(value.len()).expect("short")]);
        bytes.extend(value.as_bytes());
    }
    bytes.extend(b"\x03%!PDF...");
    bytes
}

#[test]
fn a_request_has_the_bytes_of_the_standard_and_comes_back() {
    let mut message = Message::new(PRINT_JOB, 1);
    message.add(OPERATION_GROUP, URI, "printer-uri", "ipp://printer.example.com/ipp/print/pinetree");
    message.add(OPERATION_GROUP, NAME, "job-name", "foobar");
    message.data = b"%!PDF...".to_vec();
    assert_eq!(message.to_bytes(), print_job());
    assert_eq!(Message::parse(&print_job()), Ok(message));
}

#[test]
fn no_beginning_of_a_message_is_one() {
    let whole = print_job();
    for left in 0..whole.len() - 8 {
        assert_eq!(Message::parse(&whole[..left]), Err(Malformed), "{left}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for message in [bytes.clone(), [&b"\x02\x00\x00\x00\x00\x00\x00\x01\x04"[..], &bytes].concat()] {
            if let Ok(parsed) = Message::parse(&message) {
                prop_assert!(parsed.data.len() < message.len());
            }
        }
    }
}
