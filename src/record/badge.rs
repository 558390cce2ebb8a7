//! What stands for a badge everywhere: HMAC-SHA-256 (RFC 2104) of its canonical text under the key of the site.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::domain::ids::BadgeHash;

/// The key under which a site's badges are hashed. Every station of the site holds it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SiteKey(pub [u8; 32]);

impl std::fmt::Debug for SiteKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SiteKey")
    }
}

/// The hash of a badge's canonical text (`identify::badge::Canonical`): the first 16 bytes.
pub(crate) fn badge_hash(key: &SiteKey, canonical: &str) -> BadgeHash {
    let mut hash = [0; 16];
    // HMAC takes keys of any length.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key.0) {
        mac.update(canonical.as_bytes());
        hash.copy_from_slice(&mac.finalize().into_bytes()[..16]);
    }
    BadgeHash(hash)
}

/// The hashes under which a badge is known, in the order of its texts (`identify::badge::Badge::known_as`). What is hashed
/// here at the hub, when people are entered, is what a kiosk looks for.
pub fn badge_hashes(key: &SiteKey, known_as: &[impl AsRef<str>]) -> Vec<BadgeHash> {
    known_as.iter().map(|text| badge_hash(key, text.as_ref())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_same_on_every_machine() {
        // Computed once with `openssl dgst -sha256 -mac HMAC`.
        let key = SiteKey(std::array::from_fn(|at| u8::try_from(at).expect("32 bytes")));
        let BadgeHash(hash) = badge_hash(&key, "0012D687");
        let text: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(text, "2e61d0b72b834647d87c760836a901d3");
    }

    #[test]
    fn another_key_or_badge_gives_another_hash() {
        let (one, two) = (SiteKey([1; 32]), SiteKey([2; 32]));
        assert_ne!(badge_hash(&one, "0012D687"), badge_hash(&two, "0012D687"));
        assert_ne!(badge_hash(&one, "0012D687"), badge_hash(&one, "0012D688"));
    }
}
