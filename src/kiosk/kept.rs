//! What was found out of single devices and is no record: one line of text in a file for each, in a folder of the store.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::whole_file;

/// Most bytes of a file that are read; a saved calibration has about 1,000.
const MAX_FILE: u64 = 32 << 10;

/// Keeps the text of a device, or removes what was kept; on disk when this returns.
///
/// # Errors
/// What the system said; what was kept before still is.
pub(super) fn save(folder: &Path, device: &str, text: Option<&str>) -> io::Result<()> {
    let file = file_of(folder, device);
    match text {
        Some(text) => {
            fs::create_dir_all(folder)?;
            whole_file::replace(&file, |new| new.write_all(format!("{text}\n").as_bytes()))
        }
        None => match fs::remove_file(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed.and_then(|()| File::open(folder)?.sync_all()),
        },
    }
}

/// The text of a device; nothing when none was kept.
///
/// # Errors
/// What the system said.
pub(super) fn read(folder: &Path, device: &str) -> io::Result<Option<String>> {
    let mut text = String::new();
    match File::open(file_of(folder, device)).and_then(|file| file.take(MAX_FILE).read_to_string(&mut text)) {
        Ok(_) => Ok(Some(text.trim_end_matches('\n').to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn file_of(folder: &Path, device: &str) -> PathBuf {
    folder.join(format!("{device}.txt"))
}
