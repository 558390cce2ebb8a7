//! The journal that a kiosk writes.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{ENDING, Frame, encode, read, title};
use crate::domain::entry::Position;
use crate::domain::ids::SiteId;
use crate::record::chain::Link;
use crate::store::lock::private;
use crate::store::progress::Mark;
use crate::store::{LogReader, StoreError};

/// From this size on a new file is begun, once the hub has what the one before holds.
const FULL: u64 = 32 * 1024 * 1024;
/// Places that are remembered of what was there already.
const KNOWN: usize = 4_096;

/// Whether a folder that is there lies on another medium than the store.
///
/// # Errors
/// When one of them is not there, or cannot be looked at.
pub fn is_other_medium(folder: &Path, store: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(fs::metadata(folder)?.dev() != fs::metadata(store)?.dev())
}

/// A file that is open for what follows. After a failure it is to be opened anew: what a failed write left behind is cut off
/// then, and a sync that failed is never tried again on it.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    site: SiteId,
    file: File,
    size: u64,
    /// The first and the last records that are in it.
    first: Option<Position>,
    known: Vec<(Position, Link)>,
}

impl Journal {
    /// Opens the journal of this kiosk in a folder that is there, or begins it.
    ///
    /// # Errors
    /// When the medium fails, or a file of that name is no journal of this site.
    pub fn open(folder: &Path, site: &SiteId, device: u32) -> io::Result<Journal> {
        let path = folder.join(format!("{site}-{device}.{ENDING}"));
        let mut file = private().open(&path)?;
        let found = fs::read(&path)?;
        let title = title(site);
        // A title that was torn is written again.
        if title.starts_with(&found) {
            file.set_len(0)?;
            file.write_all(&title)?;
            file.sync_all()?;
            File::open(folder)?.sync_all()?;
            let (size, first, known) = (title.len() as u64, None, Vec::new());
            return Ok(Journal { path, site: site.clone(), file, size, first, known });
        }
        let contents = read(&found).filter(|contents| contents.site == *site);
        let contents = contents.ok_or_else(|| {
            let what = format!("{} is no journal of site {site}", path.display());
            io::Error::new(io::ErrorKind::InvalidData, what)
        })?;
        let size = contents.end as u64;
        if size < found.len() as u64 {
            file.set_len(size)?;
            file.sync_all()?;
        }
        file.seek(SeekFrom::Start(size))?;
        let first = contents.frames.first().map(|frame| frame.at);
        let recent = contents.frames.len().saturating_sub(KNOWN);
        let known = contents.frames[recent..].iter().map(|frame| (frame.at, frame.link)).collect();
        Ok(Journal { path, site: site.clone(), file, size, first, known })
    }

    /// After which of its own records the log has more than the journal. A log that was put back, or whose kiosk has another
    /// epoch since, is followed from the last record that both hold.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn follows(&mut self, log: &LogReader, device: u32) -> Result<Mark, StoreError> {
        for (at, link) in std::mem::take(&mut self.known).into_iter().rev().filter(|(at, _)| at.device == device) {
            let mark = Mark { epoch: at.epoch, seq: at.seq };
            if log.link(mark)? == Some(link) {
                return Ok(mark);
            }
        }
        Ok(Mark::default())
    }

    /// Writes the frames at the end; when this returns `Ok` they are on the medium.
    ///
    /// # Errors
    /// When the medium fails. The journal is to be opened anew then.
    pub fn append(&mut self, frames: &[Frame]) -> io::Result<()> {
        let mut bytes = Vec::new();
        frames.iter().for_each(|frame| encode(frame, &mut bytes));
        self.file.write_all(&bytes)?;
        self.file.sync_data()?;
        self.size += bytes.len() as u64;
        self.first = self.first.or(frames.first().map(|frame| frame.at));
        Ok(())
    }

    /// Begins a new file when this one is full and the hub has everything before it: the one before goes. `acked` is the last
    /// own record that the hub holds.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn turn_over(self, acked: Mark) -> io::Result<Journal> {
        self.turn_over_at(FULL, acked)
    }

    pub(super) fn turn_over_at(self, full: u64, acked: Mark) -> io::Result<Journal> {
        let Some(first) = self.first.filter(|_| self.size >= full) else { return Ok(self) };
        let before = self.path.with_extension(format!("old.{ENDING}"));
        // What is in the file before was recorded before what is in this one.
        if before.exists() && acked < (Mark { epoch: first.epoch, seq: first.seq }) {
            return Ok(self);
        }
        fs::rename(&self.path, &before)?;
        let folder = self.path.parent().unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
        Journal::open(folder, &self.site, first.device)
    }
}
