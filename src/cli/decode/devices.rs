//! `pitbox decode` for what devices send: the bytes, reports or key events of one request through the codecs of
//! `pitbox-hw`, and their events as JSON.
//!
//! A request stands for all that a device sent before it fell silent. So a stream decoder is told of the silence at the
//! end: intact frames that a cut-off one had swallowed come out, and a cut-off end is `pending`, not an error.

mod printers;
mod readers;
mod scanners;

use pitbox_hw::proto::stream::StreamDecoder;
use serde_json::{Map, Value, json};

/// What a codec makes of a request, or why the request cannot be read.
type Answer = Result<Value, String>;

/// Answers the request of a device kind (the request's `"as"`). `None` when `kind` is no device kind. A request that lacks
/// what its kind needs is answered with `{"kind": "invalid", "error": ..}`.
pub(super) fn answer(kind: &str, request: &Map<String, Value>) -> Option<Value> {
    let answer = match kind {
        "ssi" => scanners::ssi(request),
        "serial-lines" => scanners::serial_lines(request),
        "hid-pos" => scanners::hid_pos(request),
        "evdev-us" => scanners::evdev_us(request),
        "rdm6300" | "id12" => readers::em4100(request),
        "pn532" => readers::pn532(request),
        "r200" => readers::r200(request),
        "uhfreader18" => readers::uhfreader18(request),
        "mercury" => readers::mercury(request),
        "zpl-hs" => printers::zpl_hs(request),
        "zpl-hqes" => printers::zpl_hqes(request),
        "tspl-query" => printers::tspl_query(request),
        "tspl-s" => printers::tspl_s(request),
        "escpos-1" => printers::escpos_1(request),
        "escpos-2" => printers::escpos_2(request),
        "escpos-4" => printers::escpos_4(request),
        "brother-ql" => printers::brother_ql(request),
        _ => return None,
    };
    Some(answer.unwrap_or_else(|error| json!({"kind": "invalid", "error": error})))
}

/// The bytes of the request's `hex`: digits in either case, blanks between bytes allowed.
fn bytes(request: &Map<String, Value>) -> Result<Vec<u8>, String> {
    let text = request.get("hex").and_then(Value::as_str).ok_or("`hex` is missing or no text")?;
    from_hex(text).ok_or_else(|| "`hex` is no run of pairs of hexadecimal digits".to_owned())
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Scanned bytes as text: UTF-8, or one character for each byte when they are not.
fn to_text(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}

/// Feeds a stream decoder all of `bytes` and then silence. `broken` tells the events of frames that came to nothing. A
/// frame whose end did not come is no event, and the second value is true.
fn drain<D: StreamDecoder + Default>(bytes: &[u8], broken: fn(&D::Event) -> bool) -> (Vec<D::Event>, bool) {
    let mut decoder = D::default();
    let mut events = decoder.push(bytes);
    if !decoder.is_pending() {
        return (events, false);
    }
    let mut late = decoder.idle();
    let settled = late.iter().rposition(|event| !broken(event)).map_or(0, |last| last + 1);
    let pending = settled == 0 || settled < late.len();
    late.truncate(settled);
    events.extend(late);
    (events, pending)
}

#[cfg(test)]
mod tests;
