//! What pcscd, the daemon of PC/SC readers, is told over its socket, and what it answers (pcsc-lite, IPC protocol 4.4).
//!
//! A request is a header (length, command) and a body; an answer is the body alone. All numbers are 32 bits in the byte
//! order of the machine, as both ends are on it.

/// Version of the protocol that is asked for first.
pub const VERSION: (u32, u32) = (4, 4);

/// Readers that the daemon has room for, and bytes of one in its list.
const READERS: usize = 16;
const READER: usize = 184;
/// Bytes of a reader's name.
const NAME: usize = 128;

/// Bytes of the answers.
pub mod length {
    pub const VERSION: usize = 12;
    pub const CONTEXT: usize = 12;
    pub const READERS: usize = super::READERS * super::READER;
    pub const EVENT: usize = 8;
    pub const CONNECT: usize = 152;
    pub const TRANSMIT: usize = 32;
    pub const DISCONNECT: usize = 12;
}

/// Most bytes that a card answers to a short command.
const MAX_ANSWER: u32 = 258;
/// Asks a reader for the serial number of the card (PC/SC part 3, GET DATA).
const GET_UID: [u8; 5] = [0xFF, 0xCA, 0, 0, 0];

/// Commands (winscard_msg.h).
pub mod command {
    pub const ESTABLISH_CONTEXT: u32 = 0x01;
    pub const CONNECT: u32 = 0x04;
    pub const DISCONNECT: u32 = 0x06;
    pub const TRANSMIT: u32 = 0x09;
    pub const VERSION: u32 = 0x11;
    pub const LIST_READERS: u32 = 0x12;
    pub const WAIT_CHANGE: u32 = 0x13;
    pub const STOP_WAITING: u32 = 0x14;
}

fn message(command: u32, words: &[u32]) -> Vec<u8> {
    let body: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
    framed(command, &body)
}

fn framed(command: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    [&length.to_ne_bytes(), &command.to_ne_bytes(), body].concat()
}

pub fn version((major, minor): (u32, u32)) -> Vec<u8> {
    message(command::VERSION, &[major, minor, 0])
}

/// The rights of the whole system, as every client asks for.
pub fn establish_context() -> Vec<u8> {
    const SYSTEM: u32 = 2;
    message(command::ESTABLISH_CONTEXT, &[SYSTEM, 0, 0])
}

/// Answered by the list of readers.
pub fn list_readers() -> Vec<u8> {
    message(command::LIST_READERS, &[])
}

/// Answered at once by the list of readers, and by an event when it changes.
pub fn wait_change() -> Vec<u8> {
    message(command::WAIT_CHANGE, &[])
}

/// Answered by one event, whether something changed meanwhile or not.
pub fn stop_waiting() -> Vec<u8> {
    message(command::STOP_WAITING, &[])
}

/// Opens the card in a reader; others may use it, too.
pub fn connect(context: u32, reader: &[u8]) -> Vec<u8> {
    const SHARED: u32 = 2;
    const T0_OR_T1: u32 = 3;
    let mut body = context.to_ne_bytes().to_vec();
    let mut name = [0; NAME];
    for (slot, byte) in name.iter_mut().zip(reader.iter().take(NAME - 1)) {
        *slot = *byte;
    }
    body.extend(name);
    for word in [SHARED, T0_OR_T1, 0, 0, 0] {
        body.extend(word.to_ne_bytes());
    }
    framed(command::CONNECT, &body)
}

/// Asks for the serial number of an open card.
pub fn get_uid(card: u32, protocol: u32) -> Vec<u8> {
    const PCI_LENGTH: u32 = 16;
    const ANY: u32 = 3;
    let words = [card, protocol, PCI_LENGTH, 5, ANY, PCI_LENGTH, MAX_ANSWER, 0];
    let mut request = message(command::TRANSMIT, &words);
    request.extend(GET_UID);
    request
}

/// Leaves the card as it is.
pub fn disconnect(card: u32) -> Vec<u8> {
    message(command::DISCONNECT, &[card, 0, 0])
}

/// The nth number of an answer, 0 behind its end.
pub fn word(answer: &[u8], nth: usize) -> u32 {
    let bytes = answer.get(nth * 4..nth * 4 + 4).and_then(|bytes| bytes.first_chunk::<4>());
    bytes.map_or(0, |bytes| u32::from_ne_bytes(*bytes))
}

/// A reader in the daemon's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub name: Vec<u8>,
    /// Counts the cards that came and went.
    pub events: u32,
    /// A card lies on it.
    pub has_card: bool,
}

/// The readers of a list.
pub fn readers(list: &[u8]) -> Vec<Reader> {
    list.chunks_exact(READER).filter_map(reader).collect()
}

fn reader(entry: &[u8]) -> Option<Reader> {
    const PRESENT: u32 = 0x0004;
    let name: Vec<u8> = entry.iter().take(NAME).copied().take_while(|byte| *byte != 0).collect();
    let (events, state) = (word(entry, NAME / 4), word(entry, NAME / 4 + 1));
    (!name.is_empty()).then_some(Reader { name, events, has_card: state & PRESENT != 0 })
}

/// An open card: its handle and protocol. Nothing when it could not be opened.
pub fn connected(answer: &[u8]) -> Option<(u32, u32)> {
    const HANDLE: usize = 1 + NAME / 4 + 2;
    (word(answer, HANDLE + 2) == 0).then(|| (word(answer, HANDLE), word(answer, HANDLE + 1)))
}

/// How many bytes of the card follow; none when there was no answer.
pub fn transmitted(answer: &[u8]) -> usize {
    const LENGTH: usize = 6;
    let length = word(answer, LENGTH).min(MAX_ANSWER);
    if word(answer, LENGTH + 1) == 0 { usize::try_from(length).unwrap_or(0) } else { 0 }
}

/// The serial number in the card's answer, which ends with 90 00 when the card has one: 4 to 10 bytes.
pub fn uid(answer: &[u8]) -> Option<&[u8]> {
    answer.strip_suffix(&[0x90, 0x00]).filter(|uid| (4..=10).contains(&uid.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn requests_are_as_the_daemon_reads_them() {
        let words =
            |bytes: &[u8]| bytes.chunks(4).map(|word| u32::from_ne_bytes(word.try_into().unwrap())).collect::<Vec<_>>();
        assert_eq!(words(&version(VERSION)), [12, 0x11, 4, 4, 0]);
        assert_eq!(words(&establish_context()), [12, 1, 2, 0, 0]);
        assert_eq!(words(&wait_change()), [0, 0x13]);
        assert_eq!(words(&disconnect(7)), [12, 6, 7, 0, 0]);
        let connect = connect(9, b"ACR122U");
        assert_eq!((connect.len(), words(&connect)[..3].to_vec()), (8 + length::CONNECT, vec![152, 4, 9]));
        assert_eq!(&connect[12..20], b"ACR122U\0");
        assert_eq!(words(&connect[140..]), [2, 3, 0, 0, 0]);
        let transmit = get_uid(5, 2);
        assert_eq!((words(&transmit[..8]), transmit.len()), (vec![32, 9], 8 + 32 + 5));
        assert!(transmit.ends_with(&[0xFF, 0xCA, 0, 0, 0]));
    }

    #[test]
    fn only_a_whole_answer_with_90_00_has_a_serial_number() {
        assert_eq!(uid(&[4, 1, 2, 3, 0x90, 0]), Some(&[4, 1, 2, 3][..]));
        for wrong in [&[0x6A, 0x81][..], &[0x90, 0], &[1, 2, 3, 0x90, 0], &[4, 1, 2, 3, 0x63, 0], &[]] {
            assert_eq!(uid(wrong), None, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn no_answer_of_the_daemon_is_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
            prop_assert!(readers(&bytes).len() <= bytes.len() / READER);
            let _ = (connected(&bytes), uid(&bytes));
            prop_assert!(transmitted(&bytes) <= 258);
        }
    }
}
