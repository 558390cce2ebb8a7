//! What a 125 kHz badge reader sends, for a reader that is a [`super::pty::PtyPort`].

/// The frame of an RDM6300 for one tag: STX, ten hexadecimal digits, two of their exclusive-or, ETX.
pub fn rdm6300_frame(tag: [u8; 5]) -> Vec<u8> {
    let sum = tag.iter().fold(0, |sum, byte| sum ^ byte);
    let digits: String = tag.iter().chain([&sum]).map(|byte| format!("{byte:02X}")).collect();
    [&b"\x02"[..], digits.as_bytes(), b"\x03"].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::proto::rdm6300::{Decoder, TagEvent};

    proptest! {
        #[test]
        fn the_codec_reads_every_tag(tag in any::<[u8; 5]>()) {
            let mut events = Vec::new();
            Decoder::new().push(&rdm6300_frame(tag), |event| events.push(event));
            prop_assert_eq!(events, [TagEvent::Tag(tag)]);
        }
    }
}
