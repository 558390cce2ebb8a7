//! What is kept of a PIN: argon2id (RFC 9106) over an HMAC of it under a key that is made from the site's.
//!
//! A PIN has few digits, so the hash alone would be guessed in minutes by whoever reads a log. The site's key is not in the
//! log. The salt is made of the same key, the person and the PIN: one PIN of two people gives two hashes, and a table that is
//! imported twice gives the same.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, CustomizedPasswordHasher, Params, PasswordVerifier, Version};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::badge::SiteKey;
use crate::domain::ids::PersonId;
use crate::domain::pin::Pin;

/// Memory in KiB, passes, lanes (OWASP's second choice for argon2id).
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// The hash of a person's PIN, in PHC string form.
///
/// # Errors
/// When there is no memory for it.
pub fn pin_hash(key: &SiteKey, person: &PersonId, pin: &Pin) -> Result<String, String> {
    let salt = keyed(key, b"pitbox pin salt 1", person, pin);
    let secret = keyed(key, b"pitbox pin 1", person, pin);
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| error.to_string())?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let hash = argon.hash_password_customized(&secret, &salt[..16], None, None, params);
    hash.map(|hash| hash.to_string()).map_err(|error| error.to_string())
}

/// Whether this is the PIN of that hash.
pub fn pin_fits(key: &SiteKey, person: &PersonId, pin: &Pin, hash: &str) -> bool {
    let secret = keyed(key, b"pitbox pin 1", person, pin);
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(&secret, &hash).is_ok())
}

fn keyed(key: &SiteKey, purpose: &[u8], person: &PersonId, pin: &Pin) -> [u8; 32] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key.0) else { return [0; 32] };
    for piece in [purpose, person.as_str().as_bytes(), pin.digits().as_bytes()] {
        mac.update(&(piece.len() as u64).to_be_bytes());
        mac.update(piece);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str) -> PersonId {
        PersonId::new(id).expect("a person")
    }

    #[test]
    fn only_the_right_pin_of_the_right_person_at_the_right_site_fits() {
        let (key, pin) = (SiteKey([1; 32]), Pin::new("2580").expect("a PIN"));
        let hash = pin_hash(&key, &person("l-chen"), &pin).expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(pin_hash(&key, &person("l-chen"), &pin), Ok(hash.clone()), "the same on every machine");
        assert!(pin_fits(&key, &person("l-chen"), &pin, &hash));
        assert!(!pin_fits(&key, &person("l-chen"), &Pin::new("2581").expect("a PIN"), &hash));
        assert!(!pin_fits(&key, &person("t-wang"), &pin, &hash));
        assert!(!pin_fits(&SiteKey([2; 32]), &person("l-chen"), &pin, &hash));
        assert!(!pin_fits(&key, &person("l-chen"), &pin, "rubbish"));
    }

    #[test]
    fn two_people_with_one_pin_have_two_hashes() {
        let (key, pin) = (SiteKey([1; 32]), Pin::new("2580").expect("a PIN"));
        assert_ne!(pin_hash(&key, &person("l-chen"), &pin), pin_hash(&key, &person("l-wu"), &pin));
    }
}
