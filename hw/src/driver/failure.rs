//! What an error of the operating system means for a device.

use std::io;
use std::path::Path;

use rustix::io::Errno;

use crate::health::{Health, Trouble};
use crate::supervise::Retry;

/// Why a device could not be opened.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It is not there.
    Absent,
    /// It is there and this user may not open it; names the path and the missing right.
    Denied(String),
    /// Anything else, in words.
    Other(String),
}

impl Failure {
    /// Sorts an error that came from `path`.
    pub(crate) fn of(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        match error.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::NOENT | Errno::NXIO | Errno::NODEV | Errno::NOTDIR) => Failure::Absent,
            Some(Errno::ACCESS | Errno::PERM) => Failure::Denied(format!("{path}: no right to read and write it")),
            Some(Errno::BUSY) => Failure::Other(format!("{path}: in use by another program")),
            Some(Errno::NOTTY) => Failure::Other(format!("{path}: not a serial port")),
            Some(_) | None => Failure::Other(format!("{path}: {error}")),
        }
    }

    /// What the screen says.
    pub(crate) fn health(&self) -> Health {
        match self {
            Failure::Absent => Health::Absent,
            Failure::Denied(why) => Health::Denied(why.clone()),
            Failure::Other(why) => Health::Trouble(Trouble::Other(why.clone())),
        }
    }

    /// What can end the failure. A path that is not there at all is announced when it comes, and so is a change of its
    /// rights. A dangling link in front of a device, or a device that is busy, changes without a word.
    pub(crate) fn retry(&self, path: &Path, announced: bool) -> Retry {
        let entry = std::fs::symlink_metadata(path);
        let will_be_heard = match self {
            Failure::Absent => entry.is_err(),
            Failure::Denied(_) => !entry.is_ok_and(|entry| entry.is_symlink()),
            Failure::Other(_) => false,
        };
        if announced && will_be_heard { Retry::OnNudge } else { Retry::Timed }
    }
}
