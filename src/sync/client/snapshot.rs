//! The site's book from the hub, in pieces, for a station that has nothing of the hub's order. What has arrived stays in a file
//! of the station's folder: a line that breaks, or a power cut, costs one piece.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::meeting::Peer;
use crate::sync::http::Failure;
use crate::sync::plan::Why;
use crate::sync::wire::{MAX_PIECE, SnapshotOffer};

/// Largest file that is fetched.
const MAX_FILE: u64 = 128 * 1024 * 1024;
/// How the name of a file ends that is on its way.
const PART: &str = "snapshot-part";

/// A snapshot that is here whole, as the hub has signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The file; whoever takes it over removes it.
    pub file: PathBuf,
    /// The last number of the hub's order that is in it.
    pub number: u64,
    /// Epoch and seq of the station's last own record that is in it; zeros for none.
    pub own: (u32, u64),
}

/// Fetches what the hub offers; none when it offers nothing.
///
/// # Errors
/// When the line breaks: the next call goes on where this one ended. When what came is not what was signed: it is thrown away.
pub(super) async fn fetch(hub: &impl Peer, folder: &Path) -> Result<Option<Fetched>, Failure> {
    let offer = match hub.snapshot().await {
        // An older hub, one with few records, or one of another version.
        Err(failure) if failure.why == Why::Refused => None,
        answer => Some(answer?),
    };
    let Some(offer) = offer else { return Ok(None) };
    if offer.bytes > MAX_FILE {
        return Err(Failure::other(format!("a snapshot of {} bytes", offer.bytes)));
    }
    let name = format!("{}.{PART}", offer.sha256.get(..16).unwrap_or(&offer.sha256));
    let file = folder.join(name);
    forget_parts(folder, Some(&file));
    receive(hub, &offer, &file).await?;
    if !is_as_signed(&file, &offer).map_err(Failure::other)? {
        forget_parts(folder, None);
        return Err(Failure::other("the snapshot is not the one that the hub has signed"));
    }
    Ok(Some(Fetched { file, number: offer.number, own: offer.own }))
}

async fn receive(hub: &impl Peer, offer: &SnapshotOffer, file: &Path) -> Result<(), Failure> {
    let mut options = File::options();
    let mut part = options.write(true).create(true).truncate(false).mode(0o600).open(file).map_err(Failure::other)?;
    let mut here = part.seek(SeekFrom::End(0)).map_err(Failure::other)?;
    while here < offer.bytes {
        let piece = hub.piece(offer.number, here).await?;
        let left = usize::try_from(offer.bytes - here).unwrap_or(MAX_PIECE);
        if piece.is_empty() || piece.len() > MAX_PIECE.min(left) {
            return Err(Failure::other(format!("a piece of {} bytes of a snapshot", piece.len())));
        }
        part.write_all(&piece).map_err(Failure::other)?;
        here += piece.len() as u64;
    }
    part.sync_all().map_err(Failure::other)
}

fn is_as_signed(file: &Path, offer: &SnapshotOffer) -> io::Result<bool> {
    let (mut hash, mut length, mut buffer) = (Sha256::new(), 0_u64, vec![0; 64 * 1024]);
    let mut file = File::open(file)?;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        length += read as u64;
    }
    let hash: [u8; 32] = hash.finalize().into();
    Ok(length == offer.bytes && crate::sync::wire::hex(&hash) == offer.sha256)
}

/// Takes the files of snapshots away that are or were on their way, but for one.
fn forget_parts(folder: &Path, keep: Option<&Path>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let is_part = |path: &PathBuf| path.extension().is_some_and(|extension| extension == PART);
    for path in paths.filter(is_part).filter(|path| keep != Some(path)) {
        // One that stays does no harm but for its room.
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::domain::entry::Position;
    use crate::sync::wire::{EpochReply, EpochRequest, MeetReply, MeetRequest, Page, hex};

    /// A hub with a file that it gives in pieces of seven bytes, over a line that is cut after some of them.
    struct Line {
        file: Vec<u8>,
        offer: SnapshotOffer,
        cut_after: Cell<usize>,
        asked: RefCell<Vec<u64>>,
    }

    impl Line {
        fn new(file: &[u8]) -> Line {
            let hash: [u8; 32] = Sha256::digest(file).into();
            let bytes = file.len() as u64;
            let offer = SnapshotOffer { number: 9, bytes, sha256: hex(&hash), signature: String::new(), own: (1, 4) };
            Line { file: file.to_vec(), offer, cut_after: Cell::new(usize::MAX), asked: RefCell::default() }
        }
    }

    impl Peer for Line {
        async fn meet(&self, _: MeetRequest) -> Result<MeetReply, Failure> {
            Err(Failure::other("not here"))
        }
        async fn epoch(&self, _: EpochRequest) -> Result<EpochReply, Failure> {
            Err(Failure::other("not here"))
        }
        async fn own_after(&self, _: Position, _: u32) -> Result<Page, Failure> {
            Err(Failure::other("not here"))
        }
        async fn snapshot(&self) -> Result<SnapshotOffer, Failure> {
            Ok(self.offer.clone())
        }
        async fn piece(&self, _: u64, from: u64) -> Result<Vec<u8>, Failure> {
            let Some(left) = self.cut_after.get().checked_sub(1) else {
                return Err(Failure { why: Why::NoAnswer, ..Failure::other("cut") });
            };
            self.cut_after.set(left);
            self.asked.borrow_mut().push(from);
            let from = usize::try_from(from).expect("a small file");
            Ok(self.file[from..].iter().copied().take(7).collect())
        }
    }

    /// The line here answers at once.
    fn at_once<T>(work: impl Future<Output = T>) -> T {
        match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done,
            Poll::Pending => panic!("nothing here waits"),
        }
    }

    const FILE: &[u8] = b"what the site looks like at number nine";

    #[test]
    fn a_line_that_breaks_costs_nothing_that_had_come() {
        let folder = tempfile::tempdir().expect("a folder");
        let line = Line::new(FILE);
        for _ in 0..FILE.len() / 7 {
            line.cut_after.set(1);
            let cut = at_once(fetch(&line, folder.path())).expect_err("cut");
            assert_eq!(cut.why, Why::NoAnswer);
        }
        line.cut_after.set(1);
        let fetched = at_once(fetch(&line, folder.path())).expect("here").expect("a snapshot");
        assert_eq!(fs::read(&fetched.file).expect("a file"), FILE);
        assert_eq!((fetched.number, fetched.own), (9, (1, 4)));
        assert_eq!(*line.asked.borrow(), [0, 7, 14, 21, 28, 35], "each piece once");
    }

    #[test]
    fn what_is_not_as_signed_is_thrown_away_and_fetched_from_the_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut line = Line::new(FILE);
        line.file[20] ^= 1;
        assert_eq!(at_once(fetch(&line, folder.path())).expect_err("altered").why, Why::Other);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
        line.file[20] ^= 1;
        assert!(at_once(fetch(&line, folder.path())).expect("here").is_some());
    }

    #[test]
    fn a_newer_snapshot_takes_the_place_of_the_one_on_its_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = Line::new(FILE);
        old.cut_after.set(2);
        at_once(fetch(&old, folder.path())).expect_err("cut");
        let new = Line::new(b"another");
        let fetched = at_once(fetch(&new, folder.path())).expect("here").expect("a snapshot");
        assert_eq!(fs::read(&fetched.file).expect("a file"), b"another");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn no_hub_fills_the_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut line = Line::new(FILE);
        line.offer.bytes = MAX_FILE + 1;
        assert!(at_once(fetch(&line, folder.path())).is_err());
        line.offer.bytes = 3;
        assert!(at_once(fetch(&line, folder.path())).is_err(), "a piece longer than what was offered");
    }
}
