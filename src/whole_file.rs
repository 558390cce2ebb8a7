//! A file that is there whole, whatever happens to the power.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Puts what `write` writes in the place of the file, for its owner only (mode 0600). When this returns it is on the disk;
/// what was there before is there until then.
///
/// # Errors
/// What the system said. The file is as it was, and what had been written beside it (ending `.new`) is taken away: a
/// full disk wants its room back.
pub(crate) fn replace(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let aside = path.with_extension("new");
    let options = &mut File::options();
    let written = options.write(true).create(true).truncate(true).mode(0o600).open(&aside).and_then(|mut file| {
        write(&mut file)?;
        file.sync_all()?;
        fs::rename(&aside, path)
    });
    if let Err(error) = written {
        // When that fails too, the next one is written over it.
        let _ = fs::remove_file(&aside);
        return Err(error);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn what_was_there_stays_until_the_new_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key.pem");
        replace(&path, |file| file.write_all(b"first")).expect("written");
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let failed = replace(&path, |file| file.write_all(b"sec").and_then(|()| Err(full())));
        assert_eq!(failed.map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
        assert_eq!(fs::read(&path).expect("the file"), b"first");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "nothing is left beside it");
        replace(&path, |file| file.write_all(b"second")).expect("written");
        assert_eq!(fs::read(&path).expect("the file"), b"second");
    }
}
