//! What a reading denotes: part, bin, job, person, vehicle, command card, tag, or nothing known. Pure.
//!
//! [`recognise()`] finds out which kind of code a text is and reads it (docs/codes.md has the order), [`identify`] says
//! what a device's reading means for the workshop. Nothing here knows the catalogue: a part leaves as a list of
//! [`Candidate`] codes.

pub mod aim;
pub mod badge;
pub mod calibration;
pub mod card;
pub mod epc;
pub mod facts;
pub mod gs1;
pub mod mh10;
pub mod own;
pub mod vin;

mod identity;
mod recognise;
mod remark;
#[cfg(test)]
mod tests;

pub use identity::{Candidate, CandidateKind, Identified, Identity, LoadNumber, PartReading, Trust, normalise};
pub use recognise::{Recognised, recognise};
pub use remark::Remark;

use pitbox_hw::reading::{AimId, Content, Reading, Role};

/// Says what a reading denotes.
pub fn identify(reading: &Reading) -> Identified {
    match &reading.content {
        Content::Scan { bytes, aim } => identify_scan(reading.role, bytes, *aim),
        Content::Em4100(frame) => of_badge(Some(badge::Badge::from_em4100(*frame)), frame),
        Content::Uid(uid) => of_badge(badge::Badge::from_uid(uid), uid),
        Content::Tags(tags) => match tags.as_slice() {
            [tag] => of_tag(&tag.epc),
            tags => Identified::unknown(format!("{} tags", tags.len()), Remark::SeveralTags),
        },
        Content::Unreadable(why) => Identified::invalid(String::new(), Remark::Unreadable(*why)),
    }
}

fn identify_scan(role: Role, bytes: &[u8], beside: Option<AimId>) -> Identified {
    if role == Role::Rfid {
        return of_tag(bytes);
    }
    let visible = visible(bytes);
    let Ok(text) = str::from_utf8(bytes) else {
        return Identified::unknown(visible, Remark::NoText);
    };
    let (inside, data) = aim::split(text);
    let symbology = beside.or(inside);
    let data = if beside.is_some() && inside.is_none() { text } else { data };
    let read = match role {
        Role::Badge => recognise::typed_badge(data),
        Role::Scanner | Role::Rfid | Role::Printer | Role::Lamp | Role::Buzzer | Role::Button | Role::Lock => {
            recognise(symbology, data)
        }
    };
    Identified { symbology, raw_visible: visible, ..Identified::of(read, data) }
}

/// What a reader of UHF tags sent: the EPC memory of one tag, as bytes or in hexadecimal digits.
fn of_tag(bytes: &[u8]) -> Identified {
    let typed = str::from_utf8(bytes).ok().and_then(from_hex);
    let epc = typed.as_deref().unwrap_or(bytes);
    let raw_visible: String = epc.iter().map(|byte| format!("{byte:02X}")).collect();
    match epc::read(epc) {
        Ok(read) => {
            Identified { identity: Identity::Tag(read), trust: Trust::Marked, symbology: None, raw_visible, why: None }
        }
        Err(why) => Identified::unknown(raw_visible, Remark::NoEpc(why)),
    }
}

/// The bytes of a run of hexadecimal digits as long as an EPC can be.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.bytes().map(|byte| char::from(byte).to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
    let long_enough = digits.len() >= 16 && digits.len().is_multiple_of(2);
    long_enough.then(|| digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

fn of_badge(badge: Option<badge::Badge>, bytes: &[u8]) -> Identified {
    let raw_visible: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    match badge {
        Some(badge) => Identified {
            identity: Identity::Badge(badge),
            trust: Trust::Checked,
            symbology: None,
            raw_visible,
            why: None,
        },
        None => Identified::invalid(raw_visible, Remark::CardLength),
    }
}

/// A text with its control characters visible: `␝` for GS, `␞` for RS, `␄` for EOT, `\u{85}` for those without a picture of
/// their own. Bytes that are no text become `\xNN`.
pub fn visible(bytes: &[u8]) -> String {
    bytes.utf8_chunks().fold(String::new(), |mut text, chunk| {
        chunk.valid().chars().for_each(|letter| match letter {
            '\0'..='\u{1f}' => text.push(char::from_u32(0x2400 + u32::from(letter)).unwrap_or(letter)),
            '\u{7f}' => text.push('\u{2421}'),
            '\u{80}'..='\u{9f}' => text.push_str(&format!("\\u{{{:X}}}", u32::from(letter))),
            other => text.push(other),
        });
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02X}")));
        text
    })
}
