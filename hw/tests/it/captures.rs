//! What real devices send, quirks and all: `hw/tests/captures/<device>/<quirk>.hex`, fed whole, byte by byte and in
//! pieces.
//!
//! A file has comments (`#`), one line `codec: NAME OPTION`, bytes in hexadecimal, and the expected results (`=`), in
//! their order; `= ! WHY` is an unreadable one. Bytes of `evdev-us` are `struct input_event` of a 64-bit kernel.

use std::path::{Path, PathBuf};

use pitbox_hw::proto::evdev_us::{self, GsMode, KeyScan};
use pitbox_hw::proto::lines::{self, Framing, LineEvent};
use pitbox_hw::proto::rdm6300::{self, TagEvent};
use pitbox_hw::proto::zpl_status::{self, HostStatus, StatusEvent};

/// The devices whose codecs this file feeds.
const DEVICES: [&str; 5] = ["id12", "keyboard-scanner", "rdm6300", "serial-scanner", "zpl-printer"];

struct Capture {
    codec: String,
    bytes: Vec<u8>,
    expected: Vec<String>,
}

fn read(path: &Path) -> Capture {
    let text = std::fs::read_to_string(path).expect("capture");
    let mut capture = Capture { codec: String::new(), bytes: Vec::new(), expected: Vec::new() };
    for line in text.lines() {
        if let Some(codec) = line.strip_prefix("codec: ") {
            capture.codec = codec.to_string();
        } else if let Some(result) = line.strip_prefix("= ") {
            capture.expected.push(result.to_string());
        } else if !line.starts_with('#') {
            let bytes = line.split_whitespace().map(|hex| u8::from_str_radix(hex, 16).expect("hexadecimal"));
            capture.bytes.extend(bytes);
        }
    }
    capture
}

fn decode(codec: &str, pieces: &[&[u8]]) -> Vec<String> {
    let mut results = Vec::new();
    match codec.split_once(' ').unwrap_or((codec, "")) {
        ("lines", framing) => {
            let framing = match framing {
                "cr" => Framing::Cr,
                "crlf" => Framing::CrLf,
                "stx-etx" => Framing::StxEtx,
                other => panic!("framing {other}"),
            };
            let mut decoder = lines::Decoder::new(framing);
            pieces.iter().for_each(|piece| decoder.push(piece, |event| results.push(show_line(event))));
        }
        ("rdm6300", "") => {
            let mut decoder = rdm6300::Decoder::new();
            pieces.iter().for_each(|piece| decoder.push(piece, |event| results.push(show_tag(event))));
        }
        ("zpl-hs", "") => {
            let mut decoder = zpl_status::Decoder::default();
            pieces.iter().for_each(|piece| decoder.push(piece, |event| results.push(show_status(event))));
        }
        ("evdev-us", gs_mode) => decode_keys(gs_mode, &pieces.concat(), &mut results),
        other => panic!("codec {other:?}"),
    }
    results
}

fn decode_keys(gs_mode: &str, bytes: &[u8], results: &mut Vec<String>) {
    let gs_mode = match gs_mode {
        "ctrl" => GsMode::Ctrl,
        "f12" => GsMode::F12,
        "alt" => GsMode::Alt,
        other => panic!("gs mode {other}"),
    };
    let mut decoder = evdev_us::Decoder::new(gs_mode, false, 100);
    for record in bytes.chunks_exact(24) {
        let number = |from: usize, len: usize| {
            record[from..from + len].iter().rev().fold(0u64, |high, byte| high << 8 | u64::from(*byte))
        };
        let ms = number(0, 8) * 1000 + number(8, 8) / 1000;
        let (kind, code, value) = (number(16, 2), number(18, 2) as u16, number(20, 4) as i32);
        match (kind, code) {
            (0, 3) => results.push(show_keys(decoder.dropped(ms, []))),
            (1, _) => decoder.key(ms, code, value, |scan| results.push(show_keys(scan))),
            _ => {}
        }
    }
}

fn show_line(event: LineEvent) -> String {
    match event {
        LineEvent::Scan(bytes) => bytes.escape_ascii().to_string(),
        LineEvent::Unreadable(why) => format!("! {why:?}"),
    }
}

fn show_keys(scan: KeyScan) -> String {
    match scan {
        KeyScan::Scan(bytes) => bytes.escape_ascii().to_string(),
        KeyScan::Unreadable(why) => format!("! {why:?}"),
    }
}

fn show_tag(event: TagEvent) -> String {
    match event {
        TagEvent::Tag(bytes) => bytes.iter().map(|byte| format!("{byte:02X}")).collect(),
        TagEvent::Bad(why) => format!("! {why:?}"),
        TagEvent::Noise => "! Noise".to_string(),
    }
}

fn show_status(event: StatusEvent) -> String {
    let StatusEvent::Status(status) = event else { return "! Malformed".to_string() };
    let HostStatus { paper_out, paused, head_open, ribbon_out, .. } = status;
    let flags = [(paper_out, "paper out"), (paused, "paused"), (head_open, "head open"), (ribbon_out, "ribbon out")];
    let mut words: Vec<&str> = flags.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    if status.ready() {
        words.push("ready");
    }
    format!("{} formats {} remaining {}", words.join(", "), status.formats_in_buffer, status.labels_remaining)
}

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures");
    let mut files: Vec<PathBuf> = DEVICES
        .iter()
        .flat_map(|device| std::fs::read_dir(root.join(device)).expect("captures of the device"))
        .map(|entry| entry.expect("entry").path())
        .collect();
    files.sort();
    files
}

#[test]
fn captures_read_the_same_in_any_pieces() {
    let files = files();
    assert!(files.len() >= DEVICES.len());
    for path in files {
        let capture = read(&path);
        for size in [capture.bytes.len(), 1, 2, 3, 5, 16] {
            let pieces: Vec<&[u8]> = capture.bytes.chunks(size).collect();
            assert_eq!(decode(&capture.codec, &pieces), capture.expected, "{} in pieces of {size}", path.display());
        }
    }
}
