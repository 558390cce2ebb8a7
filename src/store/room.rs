//! Room on a disk that fills up: a file holds some back. When a commit finds no room the file goes, the commit is made after
//! all, and from then on people are told; it comes back when there is room again.

use std::fs;
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate, statvfs};

use super::lock;

const FILE: &str = "ballast";
/// Some ten thousand records.
const SIZE: u64 = 16 * 1024 * 1024;
/// What must be free besides, before it is held back.
const BESIDES: u64 = 48 * 1024 * 1024;
/// With less than this left, and nothing held back any more, no record is begun: what SQLite has in its log must still find
/// room in the database.
const FLOOR: u64 = 2 * 1024 * 1024;

/// The room that is held back.
#[derive(Debug, Default)]
pub(super) enum Ballast {
    /// Nobody asked for any.
    #[default]
    NotWanted,
    Held(PathBuf),
    /// The disk has none to spare.
    Gone(PathBuf),
}

impl Ballast {
    /// Holds room back in this folder, if there is enough.
    pub(super) fn hold(dir: &Path) -> Ballast {
        let path = dir.join(FILE);
        if fs::metadata(&path).is_ok_and(|data| data.len() == SIZE) {
            return Ballast::Held(path);
        }
        if free(dir) < SIZE + BESIDES || lay(&path).is_err() {
            // What was begun takes room that a record may need.
            let _ = fs::remove_file(&path);
            return Ballast::Gone(path);
        }
        Ballast::Held(path)
    }

    /// Gives the room free. False when there was none.
    pub(super) fn give_free(&mut self) -> bool {
        let Ballast::Held(path) = self else { return false };
        let path = std::mem::take(path);
        let freed = fs::remove_file(&path).is_ok();
        *self = Ballast::Gone(path);
        freed
    }

    /// Holds room back again, if there is enough by now.
    pub(super) fn again(&mut self) {
        if let Ballast::Gone(path) = self
            && let Some(dir) = path.parent()
        {
            *self = Ballast::hold(dir);
        }
    }

    /// Whether so little is free that nothing more is begun.
    pub(super) fn is_at_the_floor(&self, free: impl FnOnce(&Path) -> u64) -> bool {
        let Ballast::Gone(path) = self else { return false };
        path.parent().is_some_and(|dir| free(dir) < FLOOR)
    }

    /// Whether the disk has none to spare.
    pub(super) fn is_gone(&self) -> bool {
        matches!(self, Ballast::Gone(_))
    }
}

/// Bytes that are free on the disk of this folder; as many as can be where it does not say.
pub(super) fn free(dir: &Path) -> u64 {
    statvfs(dir).map_or(u64::MAX, |room| room.f_bavail.saturating_mul(room.f_frsize))
}

fn lay(path: &Path) -> std::io::Result<()> {
    let file = lock::private().open(path)?;
    file.set_len(0)?;
    fallocate(&file, FallocateFlags::empty(), 0, SIZE)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_back_is_given_free_once_and_comes_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut ballast = Ballast::hold(dir.path());
        assert!(matches!(ballast, Ballast::Held(_)) && !ballast.is_gone());
        assert_eq!(fs::metadata(dir.path().join(FILE)).expect("a file").len(), SIZE);
        assert!(ballast.give_free() && ballast.is_gone() && !dir.path().join(FILE).exists());
        assert!(!ballast.give_free(), "there is none any more");
        ballast.again();
        assert!(!ballast.is_gone() && dir.path().join(FILE).exists());
        assert!(matches!(Ballast::hold(dir.path()), Ballast::Held(_)), "the one that is there");
    }

    #[test]
    fn nothing_is_begun_at_the_floor_once_nothing_is_held_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut ballast = Ballast::hold(dir.path());
        assert!(!ballast.is_at_the_floor(|_| 0), "what is held back is still there");
        assert!(ballast.give_free());
        assert!(ballast.is_at_the_floor(|_| FLOOR - 1) && !ballast.is_at_the_floor(|_| FLOOR));
    }

    #[test]
    fn a_store_that_wants_none_is_never_short() {
        let mut ballast = Ballast::default();
        assert!(!ballast.give_free() && !ballast.is_gone());
    }
}
