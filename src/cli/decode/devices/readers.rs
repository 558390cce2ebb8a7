//! Badge, card and tag readers.

use pitbox_hw::proto::{mercury, pn532, r200, rdm6300, uhfreader18};
use serde_json::{Map, Value, json};

use super::{Answer, bytes, drain, to_hex, to_text};

pub(super) fn em4100(request: &Map<String, Value>) -> Answer {
    let mut decoder = rdm6300::Decoder::new();
    let (mut frames, mut errors) = (Vec::new(), 0);
    decoder.push(&bytes(request)?, |event| match event {
        rdm6300::TagEvent::Tag(tag) => frames.push(badge(tag)),
        rdm6300::TagEvent::Bad(_) => errors += 1,
        rdm6300::TagEvent::Noise => {}
    });
    Ok(json!({"frames": frames, "errors": errors, "pending": decoder.is_pending()}))
}

/// An EM4100 number as it is printed on badges: hexadecimal, ten decimal digits, and facility with card number.
fn badge([version, number @ ..]: [u8; 5]) -> Value {
    let [_, facility, card @ ..] = number;
    let em4100 = to_hex(&[&[version], number.as_slice()].concat()).to_uppercase();
    let id10 = format!("{:010}", u32::from_be_bytes(number));
    let w26 = format!("{facility:03},{:05}", u16::from_be_bytes(card));
    json!({"em4100": em4100, "id10": id10, "w26": w26, "version": version})
}

pub(super) fn pn532(request: &Map<String, Value>) -> Answer {
    let (events, pending) = drain::<pn532::Decoder>(&bytes(request)?, |event| *event == pn532::Event::Bad);
    let events: Vec<Value> = events
        .iter()
        .map(|event| match event {
            pn532::Event::Ack => json!("ack"),
            pn532::Event::Nack => json!("nack"),
            pn532::Event::ErrorFrame => json!("error_frame"),
            pn532::Event::Bad => json!("bad"),
            pn532::Event::Frame(frame) => information(frame),
        })
        .collect();
    Ok(json!({"events": events, "pending": pending}))
}

fn information(frame: &[u8]) -> Value {
    let hex = to_hex(frame);
    match pn532::Answer::of(frame) {
        pn532::Answer::Firmware { ic, ver, rev, support } => {
            json!({"frame": hex, "ic": to_hex(&[ic]), "ver": format!("{ver}.{rev}"), "support": support})
        }
        pn532::Answer::Targets(targets) => {
            let targets: Vec<Value> = targets.iter().map(target).collect();
            json!({"frame": hex, "targets": targets})
        }
        pn532::Answer::SamConfigured | pn532::Answer::Other => json!({"frame": hex}),
    }
}

fn target(target: &pn532::Target) -> Value {
    json!({"atqa": to_hex(&target.atqa), "sak": to_hex(&[target.sak]), "uid": to_hex(&target.uid)})
}

pub(super) fn r200(request: &Map<String, Value>) -> Answer {
    let (events, pending) = drain::<r200::Decoder>(&bytes(request)?, |event| *event == r200::Event::Broken);
    let (mut frames, mut errors) = (Vec::new(), 0);
    for event in events {
        match event {
            r200::Event::Frame(frame) => frames.push(r200_frame(&frame)),
            r200::Event::Broken => errors += 1,
        }
    }
    Ok(json!({"frames": frames, "errors": errors, "pending": pending}))
}

fn r200_frame(frame: &r200::Frame) -> Value {
    let kind = match frame.kind {
        r200::Kind::Command => "command",
        r200::Kind::Response => "response",
        r200::Kind::Notice => "notice",
    };
    match &frame.body {
        r200::Body::Tag(tag) => json!({
            "type": kind, "cmd": frame.command, "rssi_dbm": tag.rssi_dbm, "pc": format!("{:04x}", tag.pc),
            "epc": to_hex(&tag.epc), "crc": format!("{:04x}", tag.crc),
        }),
        r200::Body::Error(code) => {
            json!({"type": kind, "cmd": frame.command, "error": code, "meaning": r200::meaning(*code)})
        }
        r200::Body::Parameters(parameters) => {
            let text = frame.text().unwrap_or_else(|| printable(parameters));
            json!({"type": kind, "cmd": frame.command, "text": text, "data": to_hex(parameters)})
        }
    }
}

/// The parameters as text when they are text, else nothing.
fn printable(bytes: &[u8]) -> String {
    if bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) { to_text(bytes) } else { String::new() }
}

pub(super) fn uhfreader18(request: &Map<String, Value>) -> Answer {
    let broken = |event: &uhfreader18::Event| *event == uhfreader18::Event::Broken;
    let (events, pending) = drain::<uhfreader18::Decoder>(&bytes(request)?, broken);
    let (mut frames, mut errors) = (Vec::new(), 0);
    for event in events {
        match event {
            uhfreader18::Event::Frame(frame) => frames.push(uhfreader18_frame(&frame)),
            uhfreader18::Event::Broken => errors += 1,
        }
    }
    Ok(json!({"frames": frames, "errors": errors, "pending": pending}))
}

fn uhfreader18_frame(frame: &uhfreader18::Frame) -> Value {
    let epcs: Vec<String> = frame.epcs().unwrap_or_default().iter().map(|epc| to_hex(epc)).collect();
    let data = to_hex(&frame.data);
    json!({"adr": frame.address, "cmd": frame.command, "status": frame.status, "epcs": epcs, "data": data})
}

pub(super) fn mercury(request: &Map<String, Value>) -> Answer {
    let (events, pending) = drain::<mercury::Decoder>(&bytes(request)?, |event| *event == mercury::Event::Broken);
    let (mut frames, mut errors) = (Vec::new(), 0);
    for event in events {
        match event {
            mercury::Event::Frame(frame) => frames.push(mercury_frame(&frame)),
            mercury::Event::Broken => errors += 1,
        }
    }
    Ok(json!({"frames": frames, "errors": errors, "pending": pending}))
}

/// The antenna is the port that sent.
fn mercury_frame(frame: &mercury::Frame) -> Value {
    let Some(tag) = frame.tag() else {
        return json!({"opcode": frame.opcode, "status": frame.status, "data": to_hex(&frame.data)});
    };
    json!({
        "opcode": frame.opcode, "status": frame.status, "rssi_dbm": tag.rssi_dbm,
        "antenna": tag.antenna.map(|antenna| antenna >> 4), "freq_khz": tag.freq_khz,
        "timestamp_ms": tag.timestamp_ms, "pc": format!("{:04x}", tag.pc), "epc": to_hex(&tag.epc),
        "crc": format!("{:04x}", tag.crc),
    })
}
