//! Snapshots of the site for stations that have nothing yet: made when one asks, kept for those that ask after it.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};

use super::store::{HubStore, StoreError, Whole};
use crate::domain::memory::MemoryBook;
use crate::record::{signing, snapshot};
use crate::sync::wire::{MAX_PIECE, SnapshotOffer, hex};
use crate::whole_file;

/// With fewer records than these a station pulls them all: that takes a second, and it then has their history too.
pub(super) const WORTH: u64 = 5_000;
/// How many stay: a station may be in the midst of the one before.
const KEPT: usize = 2;

/// The snapshots of a hub.
pub(crate) struct Snapshots {
    folder: PathBuf,
    /// With fewer records there is none, and a new one is made when so many have come since the last.
    worth: u64,
    /// The offers whose files are there, oldest first; of no station yet.
    made: Mutex<Vec<SnapshotOffer>>,
}

impl Snapshots {
    /// `folder` is there, and empty.
    pub(crate) fn new(folder: PathBuf, worth: u64) -> Snapshots {
        Snapshots { folder, worth, made: Mutex::default() }
    }

    /// What a station may start from; none while the site has few records. Others that ask wait for the one that is being made.
    ///
    /// # Errors
    /// When the database or the disk fails.
    pub(crate) fn offer(&self, store: &dyn HubStore, device: u32) -> Result<Option<SnapshotOffer>, StoreError> {
        let head = store.head()?;
        if head < self.worth {
            return Ok(None);
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.last().is_none_or(|last| head.saturating_sub(last.number) >= self.worth) {
            let Some(whole) = store.whole()? else { return Ok(None) };
            made.push(self.make(store, whole)?);
            while made.len() > KEPT {
                // A file that stays does no harm.
                let _ = fs::remove_file(self.file(made.remove(0).number));
            }
        }
        let Some(last) = made.last().cloned() else { return Ok(None) };
        drop(made);
        Ok(Some(SnapshotOffer { own: store.last_of(device, last.number)?, ..last }))
    }

    fn make(&self, store: &dyn HubStore, whole: Whole) -> Result<SnapshotOffer, StoreError> {
        let Whole { number, order, book } = whole;
        let bytes = snapshot::encode(&MemoryBook::with_all(book), number, &order)?;
        whole_file::replace(&self.file(number), |file| io::Write::write_all(file, &bytes))?;
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        let site = store.site();
        let signature = site.key.sign(&signing::snapshot(&site.id, number, &hash)).to_bytes();
        tracing::info!(number, bytes = bytes.len(), "made a snapshot for stations that have nothing yet");
        let (sha256, signature) = (hex(&hash), hex(&signature));
        Ok(SnapshotOffer { number, bytes: bytes.len() as u64, sha256, signature, own: (0, 0) })
    }

    /// A piece of the file from a place on, empty at its end; none when it is not kept any more.
    ///
    /// # Errors
    /// When the disk fails.
    pub(crate) fn piece(&self, number: u64, from: u64) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(self.file(number)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let left = file.metadata()?.len().saturating_sub(from);
        let mut piece = vec![0; usize::try_from(left).unwrap_or(MAX_PIECE).min(MAX_PIECE)];
        file.read_exact_at(&mut piece, from)?;
        Ok(Some(piece))
    }

    fn file(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number}.snapshot"))
    }
}
