//! One writer per store: an advisory lock on `DIR/lock` that the kernel lets go when the process ends, however it ends.

use std::fs::{DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::{FlockOperation, flock};

use super::error::StoreError;

/// The held lock; dropping it lets go.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Makes the folder (mode 0700) when it is not there and takes its lock.
pub(super) fn take(dir: &Path) -> Result<Lock, StoreError> {
    make_folder(dir)?;
    let path = dir.join("lock");
    let file = private().open(&path).map_err(|error| StoreError::file(&path, &error))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Lock { _file: file }),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(StoreError::Locked { path: dir.display().to_string() }),
        Err(error) => Err(StoreError::file(&path, &error.into())),
    }
}

/// How files of a store are created: for its owner only, because the identity holds keys.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    options
}

/// Makes names in a folder durable.
pub(super) fn sync_folder(dir: &Path) -> Result<(), StoreError> {
    File::open(dir).and_then(|folder| folder.sync_all()).map_err(|error| StoreError::file(dir, &error))
}

fn make_folder(dir: &Path) -> Result<(), StoreError> {
    if dir.is_dir() {
        return Ok(());
    }
    let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
    made.map_err(|error| StoreError::file(dir, &error))?;
    match dir.parent() {
        Some(parent) if parent.is_dir() => sync_folder(parent),
        _ => Ok(()),
    }
}
