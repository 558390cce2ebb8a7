//! Bodies for the codecs of devices. The first bytes of the input choose the codec and where the stream is cut; the pieces
//! must make no difference.

use std::fmt::Debug;

use pitbox_hw::proto::stream::StreamDecoder;
use pitbox_hw::proto::{
    brother_status, escpos_status, evdev_us, hid_descriptor, hid_pos, lines, llrp, mercury, pn532, r200, rdm6300,
    scan_text, ssi, tspl_status, uhfreader18, zpl_hqes, zpl_status,
};
use pitbox_hw::reading::MAX_SCAN;

/// Codec, size of the pieces, then what a device sent.
pub(super) fn stream(data: &[u8]) {
    let [codec, piece, bytes @ ..] = data else { return };
    let piece = usize::from(*piece).max(1);
    match codec % 11 {
        0 => framed::<ssi::Decoder>(bytes, piece),
        1 => framed::<pn532::Decoder>(bytes, piece),
        2 => framed::<r200::Decoder>(bytes, piece),
        3 => framed::<uhfreader18::Decoder>(bytes, piece),
        4 => framed::<mercury::Decoder>(bytes, piece),
        5 => framed::<llrp::Decoder>(bytes, piece),
        6 => scans(lines::Framing::Cr, bytes, piece),
        7 => scans(lines::Framing::CrLf, bytes, piece),
        8 => scans(lines::Framing::StxEtx, bytes, piece),
        9 => same(bytes, piece, rdm6300::Decoder::new, |decoder, bytes, events| {
            decoder.push(bytes, |event| events.push(event));
            decoder.is_pending()
        }),
        _ => same(bytes, piece, zpl_status::Decoder::default, |decoder, bytes, events| {
            decoder.push(bytes, |event| events.push(event));
            decoder.is_pending()
        }),
    }
}

fn framed<D>(bytes: &[u8], piece: usize)
where
    D: StreamDecoder + Default,
    D::Event: PartialEq + Debug,
{
    same(bytes, piece, D::default, |decoder, bytes, events| {
        events.extend(decoder.push(bytes));
        decoder.is_pending()
    });
    let mut decoder = D::default();
    decoder.push(bytes);
    // A packet found in what the first silence gave up may be the beginning of a message, for the second to give up.
    decoder.idle();
    decoder.idle();
    assert_eq!(decoder.idle().len(), 0, "silence says the same thing for ever");
}

fn scans(framing: lines::Framing, bytes: &[u8], piece: usize) {
    same(
        bytes,
        piece,
        || lines::Decoder::new(framing),
        |decoder, bytes, events| {
            decoder.push(bytes, |event| {
                if let lines::LineEvent::Scan(scan) = &event {
                    assert_scan(scan);
                }
                events.push(event);
            });
            decoder.is_pending()
        },
    );
}

fn assert_scan(scan: &[u8]) {
    assert!((1..=MAX_SCAN).contains(&scan.len()));
    assert_eq!(scan_text::check(scan), Ok(()));
}

/// Feeds the bytes whole and in pieces and expects the same events and the same rest.
fn same<D, E: PartialEq + Debug>(
    bytes: &[u8],
    piece: usize,
    new: impl Fn() -> D,
    push: impl Fn(&mut D, &[u8], &mut Vec<E>) -> bool,
) {
    let fed = |pieces: &mut dyn Iterator<Item = &[u8]>| {
        let (mut decoder, mut events) = (new(), Vec::new());
        let pending = pieces.fold(false, |_, piece| push(&mut decoder, piece, &mut events));
        (events, pending)
    };
    assert_eq!(fed(&mut [bytes].into_iter()), fed(&mut bytes.chunks(piece)));
}

/// Key events: mode and Caps Lock, then for each event its key code in two bytes and, in a third, its value and the time
/// that passed.
pub(super) fn keys(data: &[u8]) {
    let [set_up, events @ ..] = data else { return };
    let gs = [evdev_us::GsMode::Ctrl, evdev_us::GsMode::F12, evdev_us::GsMode::Alt][usize::from(set_up % 3)];
    let mut decoder = evdev_us::Decoder::new(gs, set_up & 0x80 != 0, 100);
    let mut now = 0;
    for event in events.chunks_exact(3) {
        now += u64::from(event[2] >> 2);
        if event[2] == 0xff {
            decoder.dropped(now, event[..2].iter().map(|code| u16::from(*code)));
            continue;
        }
        decoder.key(now, u16::from_be_bytes([event[0] & 3, event[1]]), i32::from(event[2] & 3), |scan| {
            if let evdev_us::KeyScan::Scan(text) = scan {
                assert_scan(&text);
            }
        });
    }
    decoder.expire(now + 101);
    assert!(!decoder.is_pending());
}

/// Whole messages: reports of HID-POS scanners (64 bytes each), descriptors, what printers answer.
pub(super) fn report(data: &[u8]) {
    let mut decoder = hid_pos::Decoder::new();
    data.chunks(64).for_each(|report| _ = decoder.push(report));
    decoder.interrupted();
    hid_descriptor::applications(data);
    if let Some(status) = brother_status::Status::parse(data) {
        assert!(status.faults().count() <= 16);
    }
    zpl_hqes::Status::parse(data).iter().for_each(|status| _ = status.faults().count());
    tspl_status::FullStatus::parse(data).iter().for_each(|status| _ = status.faults().count());
    let Some(byte) = data.first() else { return };
    tspl_status::Status(*byte).flags().for_each(|flag| _ = flag.name());
    for question in
        [escpos_status::Question::Printer, escpos_status::Question::OfflineCause, escpos_status::Question::Paper]
    {
        escpos_status::Status::parse(question, *byte);
    }
}
