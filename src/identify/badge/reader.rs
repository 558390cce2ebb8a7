//! Finding out which way a reader says badges, from badges whose numbers are printed on them.

use pitbox_hw::reading::Content;

use super::{Badge, Transform, Wiegand26};

/// What can be said of a reader after it has read known badges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inference {
    /// No transform explains what was said: another badge was held to it, or the reader is of an unknown kind.
    None,
    One(Transform),
    /// Several explain it, the most usual first: one more badge is needed.
    Several(Vec<Transform>),
}

/// What a badge reader said, as the text that a [`Transform`] reads. Readers that say bytes are taken for ones that type
/// them in hexadecimal digits.
pub fn heard(content: &Content) -> Option<String> {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    match content {
        Content::Scan { bytes, .. } => str::from_utf8(bytes).ok().map(|text| text.trim().to_owned()),
        // The version byte is no part of a badge's number.
        Content::Em4100([_, number @ ..]) => Some(hex(number)),
        Content::Uid(uid) => Some(hex(uid)),
        Content::Tags(_) | Content::Unreadable(_) => None,
    }
}

/// The transforms of a reader that may say `text` of a known badge, the most usual first.
pub fn fits(known: &Badge, text: &str) -> Vec<Transform> {
    let fits = |transform: &Transform| transform.read(text).is_ok_and(|read| may_be(known, &read));
    Transform::ALL.into_iter().filter(fits).collect()
}

/// Finds the transform of a reader from what fits each of several badges ([`fits`]). Two badges are nearly always enough.
pub fn infer<'a>(badges: impl IntoIterator<Item = &'a [Transform]>) -> Inference {
    let mut badges = badges.into_iter();
    let mut fitting = badges.next().unwrap_or_default().to_vec();
    badges.for_each(|fits| fitting.retain(|transform| fits.contains(transform)));
    match fitting.len() {
        0 => Inference::None,
        1 => Inference::One(fitting.remove(0)),
        _ => Inference::Several(fitting),
    }
}

/// True when a reading may be of the known badge. A reader that says 24 bits can only be compared by these.
fn may_be(known: &Badge, read: &Badge) -> bool {
    match (known, read) {
        (Badge::Number(number), Badge::Wiegand26(wiegand)) => Wiegand26::of_number(*number) == *wiegand,
        (Badge::Wiegand26(wiegand), Badge::Number(number)) => Wiegand26::of_number(*number) == *wiegand,
        (known, read) => known == read,
    }
}
