//! Tells when a device file comes or changes, without looking again and again: inotify(7) on its directory.
//!
//! Directories such as `/dev/serial/by-id` go with their last device. Then the nearest directory above that exists is
//! watched, until the next one comes.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::inotify::{self, CreateFlags, WatchFlags};

/// The watch over one path.
#[derive(Debug)]
pub(crate) struct Watch {
    queue: OwnedFd,
    path: PathBuf,
    /// The number of the watch that is set.
    at: Option<i32>,
}

impl Watch {
    /// Prepares a watch for `path`. Fails when the system has no descriptor left.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        let queue = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        Ok(Self { queue, path: path.to_path_buf(), at: None })
    }

    /// Watches the nearest directory that exists now, and forgets what was announced. True when a coming of the path
    /// will be announced; then look whether the path is there only after this returns.
    pub(crate) fn arm(&mut self) -> bool {
        self.drain();
        // A directory may come while the one above it is being watched: look again, but not for ever.
        (0..8).any(|_| self.arm_once())
    }

    fn arm_once(&mut self) -> bool {
        let path = std::mem::take(&mut self.path);
        let directories = path.ancestors().skip(1).map(|d| if d.as_os_str().is_empty() { Path::new(".") } else { d });
        let mut missing: Option<&Path> = None;
        let mut armed = false;
        for directory in directories {
            if self.watch(directory) {
                armed = missing.is_none_or(|below| !below.exists());
                break;
            }
            missing = Some(directory);
        }
        self.path = path;
        armed
    }

    /// Stops watching, while the device is in use.
    pub(crate) fn disarm(&mut self) {
        if let Some(id) = self.at.take() {
            // Fails when the directory is gone, and the watch with it.
            let _ = inotify::remove_watch(&self.queue, id);
        }
        self.drain();
    }

    fn watch(&mut self, directory: &Path) -> bool {
        let events = WatchFlags::CREATE
            | WatchFlags::MOVED_TO
            | WatchFlags::MOVED_FROM
            | WatchFlags::DELETE
            | WatchFlags::ATTRIB
            | WatchFlags::DELETE_SELF
            | WatchFlags::MOVE_SELF
            | WatchFlags::ONLYDIR;
        let Ok(id) = inotify::add_watch(&self.queue, directory, events) else { return false };
        if let Some(old) = self.at.replace(id)
            && old != id
        {
            // Fails when the directory is gone, and the watch with it.
            let _ = inotify::remove_watch(&self.queue, old);
        }
        true
    }

    fn drain(&self) {
        let mut buffer = [0; 4096];
        while rustix::io::read(&self.queue, &mut buffer).is_ok_and(|read| read > 0) {}
    }
}

impl AsFd for Watch {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.queue.as_fd()
    }
}
