//! Where the black box is kept and written: in a folder of the store, when the program breaks and when somebody asks for it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::black_box::BlackBox;
use crate::clock;
use crate::station::Station;
use crate::whole_file;

/// Folder of the files within the store.
pub const BLACK_BOXES: &str = "black-box";

/// How every file ends.
pub const ENDING: &str = ".jsonl.zst";

/// Most files that are kept; the oldest goes first.
const MOST_FILES: usize = 8;

/// The black box of this program, for all its threads.
#[derive(Default)]
pub struct Recorder {
    pub(super) black_box: Mutex<BlackBox>,
    folder: Mutex<Option<PathBuf>>,
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recorder(..)")
    }
}

impl Recorder {
    /// Files go to this store from now on.
    pub(super) fn keep_in(&self, store: &Path) {
        *self.folder.lock().unwrap_or_else(PoisonError::into_inner) = Some(store.join(BLACK_BOXES));
    }

    /// Begins anew at the next rest: another station.
    pub(super) fn begin(&self) {
        *self.black_box.lock().unwrap_or_else(PoisonError::into_inner) = BlackBox::default();
    }

    /// Everything that was asked for is on the screen: as [`BlackBox::rest`].
    pub(super) fn rest(&self, station: &mut Station) {
        self.black_box.lock().unwrap_or_else(PoisonError::into_inner).rest(station);
    }

    /// Writes it. None when nobody was at rest since it began, so that there is nothing to go out from.
    ///
    /// # Errors
    /// What the system said.
    pub fn write(&self, why: &str) -> io::Result<Option<PathBuf>> {
        let folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(folder) = folder else { return Ok(None) };
        let mut black_box = self.black_box.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(text) = black_box.text(env!("CARGO_PKG_VERSION"), why) else { return Ok(None) };
        drop(black_box);
        make(&folder)?;
        let path = folder.join(format!("{:013}-{why}{ENDING}", clock::wall_ms()));
        whole_file::replace(&path, |file| {
            let mut packed = zstd::Encoder::new(file, 3)?;
            packed.write_all(text.as_bytes())?;
            packed.finish().map(drop)
        })?;
        thin_out(&folder)?;
        Ok(Some(path))
    }
}

fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// The files of a store, oldest first.
///
/// # Errors
/// What the system said; a folder that is not there has none.
pub fn files(store: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = match fs::read_dir(store.join(BLACK_BOXES)) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = folder.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.retain(|path| path.to_string_lossy().ends_with(ENDING));
    files.sort();
    Ok(files)
}

fn thin_out(folder: &Path) -> io::Result<()> {
    let files = files(folder.parent().unwrap_or(folder))?;
    let too_many = files.len().saturating_sub(MOST_FILES);
    files.iter().take(too_many).try_for_each(fs::remove_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_files_go_first() {
        let store = tempfile::tempdir().expect("a folder");
        assert!(files(store.path()).expect("none").is_empty());
        let folder = store.path().join(BLACK_BOXES);
        make(&folder).expect("a folder");
        for at in 10..22 {
            fs::write(folder.join(format!("{at}-asked{ENDING}")), "").expect("a file");
        }
        fs::write(folder.join("notes.txt"), "").expect("a file");
        thin_out(&folder).expect("thinned out");
        let names: Vec<_> = files(store.path()).expect("files").iter().map(|path| path.display().to_string()).collect();
        assert_eq!((names.len(), names[0].contains("/14-asked")), (MOST_FILES, true), "{names:?}");
        assert!(folder.join("notes.txt").exists());
    }
}
