//! Golden shapes, limits, and that no bytes whatever bring the readers down.

use proptest::prelude::*;

use super::*;
use crate::domain::entry::Position;
use crate::domain::ids::SiteId;

fn batch(records: Vec<Vec<u8>>) -> Batch {
    Batch {
        site: SiteId::new("SH01").expect("a site"),
        device: 3,
        epoch: 1,
        first_seq: 1,
        previous: Link([7; 32]),
        records,
        signature: [9; 64],
        head_seq: 12,
        boot: [4; 16],
        since_boot_ms: 1234,
    }
}

fn page(records: Vec<Pulled>) -> Page {
    Page { after: 40, records, head: 44, hub_time_ms: -5, hub_gen: 77, catalogue: (1, 2), bins: None, order: None }
}

#[test]
fn a_batch_comes_back() {
    let sent = batch(vec![vec![1, 2, 3], Vec::new(), vec![0; 5000]]);
    assert_eq!(Batch::decode(&sent.encode()), Ok(sent.clone()));
    assert_eq!(sent.last_seq(), 3);
    assert_eq!(sent.links().len(), 3);
}

#[test]
fn a_page_comes_back() {
    let position = Position { device: 2, epoch: 1, seq: 9 };
    let sent = page(vec![Pulled { position, bytes: Some(vec![1]) }, Pulled { position, bytes: None }]);
    assert_eq!(Page::decode(&sent.encode()), Ok(sent.clone()));
    let linked = Page { order: Some(Link([3; 32])), ..sent.clone() };
    assert_eq!(Page::decode(&linked.encode()), Ok(linked));
    assert_eq!(sent.next(), 42);
    assert_eq!(sent.numbered().map(|(number, _)| number).collect::<Vec<_>>(), [41, 42]);
}

#[test]
fn the_shape_of_a_batch_never_changes() {
    let content = decompress(&batch(vec![vec![0xab]]).encode(), MAX_BATCH).expect("our own frame");
    let (previous, signature, boot) = ("07".repeat(32), "09".repeat(64), "04".repeat(16));
    let expected = format!(
        "aa 00 6453483031 01 03 02 01 03 01 04 5820{previous} 05 8141ab 06 5840{signature} 07 0c 08 50{boot} 09 1904d2"
    );
    assert_eq!(hex(&content), expected.replace(' ', ""));
}

#[test]
fn a_later_version_may_add_fields() {
    let mut content = decompress(&page(Vec::new()).encode(), MAX_PAGE).expect("our own frame");
    content[0] += 1;
    content.extend([0x18, 0x63, 0x82, 0x01, 0x61, 0x78]);
    assert_eq!(Page::decode(&compress(&content)), Ok(page(Vec::new())));
}

#[test]
fn limits_hold() {
    let check = |records: Vec<Vec<u8>>, fits: bool| assert_eq!(Batch::decode(&batch(records).encode()).is_ok(), fits);
    check(vec![vec![1]; MAX_RECORDS], true);
    check(vec![vec![1]; MAX_RECORDS + 1], false);
    check(Vec::new(), false);
    check(vec![vec![0; MAX_BATCH]], false);
    let last = Batch { first_seq: u64::MAX, ..batch(vec![vec![1]]) };
    assert!(Batch::decode(&last.encode()).is_err());
}

#[test]
fn a_zip_bomb_stays_small() {
    let bomb = compress(&vec![0; 200 << 20]);
    assert!(bomb.len() < MAX_BODY, "it would get through the door");
    assert_eq!(decompress(&bomb, MAX_BATCH), Err(BadMessage::TooLarge(MAX_BATCH)));
}

#[test]
fn a_frame_says_how_much_it_holds() {
    let says = compress(&[7; 300]);
    let silent = zstd::encode_all(&[7; 300][..], 3).expect("a frame");
    let mut lies = says.clone();
    // Two bytes of a length up to 65,791, less 256 (RFC 8878, 3.1.1.1.4).
    assert_eq!(lies[5..7], (300_u16 - 256).to_le_bytes());
    lies[5] -= 1;
    for wrong in [silent, lies, [says.as_slice(), &[1]].concat()] {
        assert_eq!(decompress(&wrong, MAX_BATCH), Err(BadMessage::Compression));
        assert_eq!(decompress(&says, MAX_BATCH), Ok(vec![7; 300]), "what was wrong before does not matter");
    }
}

#[test]
fn a_frame_that_is_cut_off_is_none() {
    let frame = batch(vec![vec![5; 300]]).encode();
    for end in 0..frame.len() {
        assert!(Batch::decode(&frame[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn hexadecimal_digits() {
    assert_eq!(read_hex::<2>("0aFf"), Ok([10, 255]));
    for wrong in ["", "0", "0aF", "0aFg", "0aFf0", "+aFf", "ä0a"] {
        assert!(read_hex::<2>(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn no_bytes_bring_the_readers_down(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Batch::decode(&bytes);
        let _ = Page::decode(&bytes);
        let _ = Batch::decode(&compress(&bytes));
        let _ = Page::decode(&compress(&bytes));
    }

    #[test]
    fn a_flipped_bit_never_panics(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut content = decompress(&batch(vec![vec![1, 2, 3]; 4]).encode(), MAX_BATCH).expect("our own frame");
        let at = at.index(content.len());
        content[at] ^= 1 << bit;
        let _ = Batch::decode(&compress(&content));
    }
}

#[test]
fn an_empty_page_says_what_lies_in_the_bins() {
    let sent = Page { bins: Some((1, [7; 32])), ..page(Vec::new()) };
    assert_eq!(Page::decode(&sent.encode()), Ok(sent));
}
