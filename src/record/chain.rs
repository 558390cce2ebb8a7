//! The hash chain of one device and epoch: a changed, missing or exchanged record shows.

use sha2::{Digest, Sha256};

use crate::domain::entry::Position;
use crate::domain::ids::{RecordName, SiteId};

/// A link of the chain: SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link(pub [u8; 32]);

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// The lasting name of a record: the first 16 bytes of the SHA-256 of its bytes.
pub fn name_of(bytes: &[u8]) -> RecordName {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let mut name = [0; 16];
    name.copy_from_slice(&digest[..16]);
    RecordName(name)
}

/// h_0: binds the chain to its site, device and epoch.
pub fn genesis(site: &SiteId, device: u32, epoch: u32) -> Link {
    let mut hash = Sha256::new();
    hash.update(b"pitbox chain 1\0");
    hash.update((site.as_str().len() as u64).to_be_bytes());
    hash.update(site.as_str());
    hash.update(device.to_be_bytes());
    hash.update(epoch.to_be_bytes());
    Link(hash.finalize().into())
}

/// Where the hub's order begins.
pub const ORDER_START: Link = Link([0; 32]);

/// The link after a record in the hub's order: o_n = SHA-256("pitbox order 1\0" | o_(n-1) | device | epoch | seq | name),
/// numbers big endian. Who has the same link after the same number has the same records before it.
pub fn in_order(previous: &Link, at: Position, name: &RecordName) -> Link {
    let mut hash = Sha256::new();
    hash.update(b"pitbox order 1\0");
    hash.update(previous.0);
    hash.update(at.device.to_be_bytes());
    hash.update(at.epoch.to_be_bytes());
    hash.update(at.seq.to_be_bytes());
    hash.update(name.0);
    Link(hash.finalize().into())
}

/// h_n = SHA-256(h_(n-1) | device | epoch | seq | length | bytes), numbers big endian, length in 8 bytes.
pub fn next(previous: &Link, at: Position, bytes: &[u8]) -> Link {
    let mut hash = Sha256::new();
    hash.update(previous.0);
    hash.update(at.device.to_be_bytes());
    hash.update(at.epoch.to_be_bytes());
    hash.update(at.seq.to_be_bytes());
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
    Link(hash.finalize().into())
}
