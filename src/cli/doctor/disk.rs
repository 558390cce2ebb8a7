//! Where the records lie: room, the kind of file system, read-only, who may write.

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

pub(super) fn check(store: &Path, words: Words) -> Vec<Finding> {
    let path = store.display();
    // Before the first start there is only the folder in which the store will be.
    let there = store.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    let looked = statvfs(there).and_then(|room| Ok((room, statfs(there)?)));
    let (room, kind) = match looked {
        Ok(looked) => looked,
        Err(error) => {
            let what = words.doctor_disk_absent(std::io::Error::from(error));
            return vec![Finding::wrong(CHECK, &path, what, words.doctor_disk_absent_fix(&path))];
        }
    };
    let (free, all) = (room.f_bavail * room.f_frsize / MB, room.f_blocks * room.f_frsize / MB);
    let number = i128::from(kind.f_type);
    let known = KINDS.iter().find(|(code, ..)| *code == number);
    let (kind, volatile) = known.map_or(("?", false), |(_, name, volatile)| (*name, *volatile));
    let mut wrong = Vec::new();
    let mut say = |what: String, fix: String| wrong.push(Finding::wrong(CHECK, &path, what, fix));
    if room.f_flag.contains(StatVfsMountFlags::RDONLY) {
        say(words.doctor_disk_read_only(), words.doctor_disk_read_only_fix(&path));
    } else if access(there, Access::WRITE_OK | Access::EXEC_OK).is_err() {
        say(words.doctor_not_writable(), words.doctor_not_writable_fix(&path));
    }
    if volatile {
        say(words.doctor_disk_volatile(kind), words.doctor_disk_volatile_fix());
    }
    if free < ENOUGH_MB {
        say(words.doctor_disk_full(free), words.doctor_disk_full_fix(there.display()));
    }
    if wrong.is_empty() {
        wrong.push(Finding::well(CHECK, &path, words.doctor_disk_free(free, all, kind)));
    }
    wrong
}
