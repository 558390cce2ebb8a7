//! One-time codes, with which a kiosk becomes a station of the site.

use sha2::{Digest, Sha256};

use super::store::{HubStore, StoreError};
use crate::clock;
use crate::sync::code;
use crate::sync::trust::Fingerprint;

/// A code is good for 15 minutes.
pub const GOOD_FOR_MS: i64 = 15 * 60 * 1000;

/// Longest name of a station, in bytes.
pub const MAX_NAME: usize = 64;

/// Whether a station can be called so.
pub fn is_name(name: &str) -> bool {
    (1..=MAX_NAME).contains(&name.len()) && !name.chars().any(char::is_control) && name.trim() == name
}

/// A new code.
///
/// # Errors
/// When the machine has no random numbers.
fn new_code() -> Result<String, getrandom::Error> {
    let mut random = [0; code::CODE];
    getrandom::fill(&mut random)?;
    Ok(random.iter().map(|byte| char::from(code::ALPHABET[usize::from(byte % 32)])).collect())
}

/// What is kept of a code, however a person typed it.
pub fn code_hash(typed: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"pitbox code 1\0");
    hash.update(code::plain(typed));
    hash.finalize().into()
}

/// A code that was kept, and how long it is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub code: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub expires_ms: i64,
}

/// Makes a code and keeps its hash, whether the hub runs or not. `name` becomes the station's name instead of its own. A hub
/// that speaks TLS has its fingerprint in the code.
///
/// # Errors
/// When the database or the random numbers fail.
pub fn issue(store: &dyn HubStore, name: Option<&str>, authority: Option<Fingerprint>) -> Result<Issued, StoreError> {
    let code = new_code()?;
    let expires_ms = clock::wall_ms().saturating_add(GOOD_FOR_MS);
    store.add_code(&code_hash(&code), name, expires_ms)?;
    Ok(Issued { code: code::write(&code, authority.map(|authority| authority.short())), expires_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_however_it_was_typed() {
        assert_eq!(code_hash("ao1k9-zwxly"), code_hash("A01K9ZWX1Y"));
        assert_ne!(code_hash("A01K9ZWX1Z"), code_hash("A01K9ZWX1Y"));
    }

    #[test]
    fn codes_differ_and_hold_only_what_a_label_can() {
        let (one, two) = (new_code().expect("random"), new_code().expect("random"));
        assert_ne!(one, two);
        assert_eq!(one.len(), code::CODE);
        assert!(one.bytes().all(|byte| code::ALPHABET.contains(&byte)));
    }
}
