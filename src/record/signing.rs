//! What is signed with Ed25519 (RFC 8032): a push batch or a page of pulled records, never single records.

use sha2::{Digest, Sha256};

use super::chain::Link;
use crate::domain::ids::SiteId;

/// The bytes under a station's signature of a push batch: up to `last_seq` the chain is `last_link`, and it is mine.
pub fn push_batch(site: &SiteId, device: u32, epoch: u32, last_seq: u64, last_link: &Link) -> Vec<u8> {
    let mut bytes = tagged(b"pitbox push 1\0", site);
    bytes.extend(device.to_be_bytes());
    bytes.extend(epoch.to_be_bytes());
    bytes.extend(last_seq.to_be_bytes());
    bytes.extend(last_link.0);
    bytes
}

/// The bytes under the hub's signature of a page of pulled records: from this hub number these are the records.
pub fn pulled_page(site: &SiteId, from_hub_seq: u64, body: &[u8]) -> Vec<u8> {
    let mut bytes = tagged(b"pitbox page 1\0", site);
    bytes.extend(from_hub_seq.to_be_bytes());
    bytes.extend(Sha256::digest(body));
    bytes
}

/// The bytes under the hub's signature of a snapshot: this file is the site's book at this number of the order.
pub fn snapshot(site: &SiteId, number: u64, sha256: &[u8; 32]) -> Vec<u8> {
    let mut bytes = tagged(b"pitbox snapshot 1\0", site);
    bytes.extend(number.to_be_bytes());
    bytes.extend(sha256);
    bytes
}

/// The bytes under a station's signature of any other request: method and path with query, and the body.
pub fn request(site: &SiteId, device: u32, target: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = tagged(b"pitbox request 1\0", site);
    bytes.extend(device.to_be_bytes());
    bytes.extend((target.len() as u64).to_be_bytes());
    bytes.extend(target.as_bytes());
    bytes.extend(Sha256::digest(body));
    bytes
}

/// The bytes under the proof that whoever enrols holds the key: the code, the key, and the name and role of the station.
pub fn enrolment(code: &str, public_key: &[u8; 32], name: &str, role: &str) -> Vec<u8> {
    let mut bytes = b"pitbox enrol 1\0".to_vec();
    bytes.extend(public_key);
    for text in [code, name, role] {
        bytes.extend((text.len() as u64).to_be_bytes());
        bytes.extend(text.as_bytes());
    }
    bytes
}

fn tagged(tag: &[u8], site: &SiteId) -> Vec<u8> {
    let mut bytes = tag.to_vec();
    bytes.extend((site.as_str().len() as u64).to_be_bytes());
    bytes.extend(site.as_str().as_bytes());
    bytes
}
