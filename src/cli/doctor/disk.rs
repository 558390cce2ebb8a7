//! Where the records lie: room, the kind of file system, read-only, who may write.

use std::io;
use std::path::Path;

use rustix::fs::{Access, StatVfsMountFlags, access, statfs, statvfs};

use super::finding::Finding;
use crate::station::words::Words;

const CHECK: &str = "disk";
const MB: u64 = 1024 * 1024;
/// Room for a year of records, a catalogue and its next generation.
const ENOUGH_MB: u64 = 256;

/// File systems by the number that the kernel gives them (`statfs(2)`), and whether they lose everything with the power.
const KINDS: [(i128, &str, bool); 9] = [
    (0xEF53, "ext4", false),
    (0x0102_1994, "tmpfs", true),
    (0x8584_58F6, "ramfs", true),
    (0x794C_7630, "overlayfs", true),
    (0x4D44, "vfat", false),
    (0x9123_683E, "btrfs", false),
    (0x5846_5342, "xfs", false),
    (0xF2F5_2010, "f2fs", false),
    (0x6969, "nfs", false),
];

/// What the file system says of a folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) free_mb: u64,
    pub(super) all_mb: u64,
    /// As `statfs(2)` numbers it.
    pub(super) kind: i128,
    pub(super) read_only: bool,
    /// This user may write there.
    pub(super) writable: bool,
}

pub(super) fn check(store: &Path, words: Words) -> Vec<Finding> {
    let path = store.display();
    // Before the first start there is only the folder in which the store will be.
    let there = store.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    match look(there) {
        Ok(found) => judge(store, there, found, words),
        Err(error) => {
            let what = words.doctor_disk_absent(error);
            vec![Finding::wrong(CHECK, &path, what, words.doctor_disk_absent_fix(&path))]
        }
    }
}

fn look(folder: &Path) -> io::Result<Found> {
    let (room, kind) = (statvfs(folder)?, statfs(folder)?);
    Ok(Found {
        free_mb: room.f_bavail * room.f_frsize / MB,
        all_mb: room.f_blocks * room.f_frsize / MB,
        kind: i128::from(kind.f_type),
        read_only: room.f_flag.contains(StatVfsMountFlags::RDONLY),
        writable: access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok(),
    })
}

/// `there` is the folder that was looked at: the store, or where it will be.
pub(super) fn judge(store: &Path, there: &Path, found: Found, words: Words) -> Vec<Finding> {
    let path = store.display();
    let known = KINDS.iter().find(|(code, ..)| *code == found.kind);
    let (kind, volatile) = known.map_or(("?", false), |(_, name, volatile)| (*name, *volatile));
    let mut wrong = Vec::new();
    let mut say = |what: String, fix: String| wrong.push(Finding::wrong(CHECK, &path, what, fix));
    if found.read_only {
        say(words.doctor_disk_read_only(), words.doctor_disk_read_only_fix(&path));
    } else if !found.writable {
        say(words.doctor_not_writable(), words.doctor_not_writable_fix(&path));
    }
    if volatile {
        say(words.doctor_disk_volatile(kind), words.doctor_disk_volatile_fix());
    }
    if found.free_mb < ENOUGH_MB {
        say(words.doctor_disk_full(found.free_mb), words.doctor_disk_full_fix(there.display()));
    }
    if wrong.is_empty() {
        wrong.push(Finding::well(CHECK, &path, words.doctor_disk_free(found.free_mb, found.all_mb, kind)));
    }
    wrong
}
