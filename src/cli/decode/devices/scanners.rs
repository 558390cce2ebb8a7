//! Barcode scanners.

use pitbox_hw::proto::{evdev_us, hid_pos, lines, ssi};
use serde_json::{Map, Value, json};

use super::{Answer, bytes, drain, from_hex, to_hex, to_text};

/// Pause that ends a scan of a keyboard scanner when the request names none.
const TIMEOUT_MS: u64 = 100;

pub(super) fn ssi(request: &Map<String, Value>) -> Answer {
    let (found, pending) = drain::<ssi::Decoder>(&bytes(request)?, |event| *event == ssi::Event::Broken);
    let (mut events, mut packets, mut reply, mut errors) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for event in found {
        match event {
            ssi::Event::Decode { code_type, data } => events.push(decoded(code_type, &data)),
            ssi::Event::Packet { opcode, data } => packets.push(json!({"opcode": opcode, "data": to_hex(&data)})),
            ssi::Event::Reply(packet) => reply.extend(packet),
            ssi::Event::Broken | ssi::Event::TooLong => errors += 1,
        }
    }
    let reply = to_hex(&reply);
    Ok(json!({"events": events, "reply": reply, "pending": pending, "packets": packets, "errors": errors}))
}

fn decoded(code_type: u8, data: &[u8]) -> Value {
    let aim = ssi::aim(code_type).map(|aim| to_text(&aim));
    json!({"decode": to_text(data), "code_type": code_type, "symbology": ssi::symbology(code_type), "aim": aim})
}

/// Lines end with CR, LF or both; text that holds an STX is framed by STX and ETX.
pub(super) fn serial_lines(request: &Map<String, Value>) -> Answer {
    const STX: char = '\u{2}';
    let text = request.get("text").and_then(Value::as_str).ok_or("`text` is missing or no text")?;
    let framing = if text.contains(STX) { lines::Framing::StxEtx } else { lines::Framing::Cr };
    let mut decoder = lines::Decoder::new(framing);
    let (mut scans, mut errors) = (Vec::new(), 0);
    decoder.push(text.as_bytes(), |event| match event {
        lines::LineEvent::Scan(scan) => scans.push(to_text(&scan)),
        lines::LineEvent::Unreadable(_) => errors += 1,
    });
    Ok(json!({"scans": scans, "errors": errors, "pending": decoder.is_pending()}))
}

pub(super) fn hid_pos(request: &Map<String, Value>) -> Answer {
    let reports = request.get("reports").and_then(Value::as_array).ok_or("`reports` is missing or no list")?;
    let mut decoder = hid_pos::Decoder::new();
    let (mut scans, mut errors) = (Vec::new(), 0);
    for report in reports {
        let report = report.as_str().and_then(from_hex).ok_or("a report is no hexadecimal text")?;
        for event in decoder.push(&report) {
            match event {
                hid_pos::Event::Scan { aim, data } => {
                    scans.push(json!({"aim": aim.map(|aim| to_text(&aim)), "data": to_text(&data)}));
                }
                hid_pos::Event::Interrupted | hid_pos::Event::Malformed | hid_pos::Event::TooLong => errors += 1,
            }
        }
    }
    Ok(json!({"scans": scans, "errors": errors, "pending": decoder.is_pending()}))
}

/// What is held after the last event ends by the pause that follows.
pub(super) fn evdev_us(request: &Map<String, Value>) -> Answer {
    let gs_mode = match request.get("gs_mode").and_then(Value::as_str) {
        None | Some("ctrl") => evdev_us::GsMode::Ctrl,
        Some("f12") => evdev_us::GsMode::F12,
        Some("alt") => evdev_us::GsMode::Alt,
        Some(other) => return Err(format!("`gs_mode` is ctrl, f12 or alt, not {other}")),
    };
    let caps = request.get("capslock").and_then(Value::as_bool).unwrap_or(false);
    let timeout_ms = request.get("timeout_ms").and_then(Value::as_u64).unwrap_or(TIMEOUT_MS);
    let keys = request.get("events").and_then(Value::as_array).ok_or("`events` is missing or no list")?;
    let mut decoder = evdev_us::Decoder::new(gs_mode, caps, timeout_ms);
    let mut found = Vec::new();
    for key in keys {
        let (ms, code, value) = key_event(key).ok_or("an event is no [milliseconds, key code, value]")?;
        decoder.key(ms, code, value, |scan| found.push(scan));
    }
    found.extend(decoder.expire(u64::MAX));
    let (mut scans, mut errors) = (Vec::new(), 0);
    for scan in found {
        match scan {
            evdev_us::KeyScan::Scan(scan) => scans.push(to_text(&scan)),
            evdev_us::KeyScan::Unreadable(_) => errors += 1,
        }
    }
    Ok(json!({"scans": scans, "errors": errors}))
}

fn key_event(event: &Value) -> Option<(u64, u16, i32)> {
    let [ms, code, value] = event.as_array()?.as_slice() else { return None };
    Some((ms.as_u64()?, u16::try_from(code.as_u64()?).ok()?, i32::try_from(value.as_i64()?).ok()?))
}
