//! What a power cut leaves of a log: between two syncs any of the sectors that were written may have reached the card, whole,
//! and the others not. The images are made from the files before and after a commit, without a layer beneath SQLite.

use std::fs;
use std::io;
use std::path::Path;

use super::dice::Dice;

const SECTOR: usize = 512;
const DATABASE: &str = "log.db";
const WAL: &str = "log.db-wal";
/// Header of the write-ahead log (SQLite file format, 4.1).
const WAL_HEADER: usize = 32;

/// The files of a log at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Files {
    database: Vec<u8>,
    wal: Vec<u8>,
}

impl Files {
    /// # Errors
    /// What the system said.
    pub(super) fn read(folder: &Path) -> io::Result<Files> {
        let wal = folder.join(WAL);
        let wal = if wal.exists() { fs::read(wal)? } else { Vec::new() };
        Ok(Files { database: fs::read(folder.join(DATABASE))?, wal })
    }

    /// # Errors
    /// What the system said.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(DATABASE), &self.database)?;
        fs::write(folder.join(WAL), &self.wal)
    }

    /// As [`Files::cut_within`], in one of the ways in which a card can fail to be done. Within a commit that ends with a
    /// checkpoint, before it or in it.
    pub(super) fn cut_somehow(&self, after: &Files, dice: &mut Dice) -> Files {
        let checkpoint = self.database != after.database;
        if checkpoint && dice.percent(50) {
            return Files { database: torn_somehow(&self.database, &after.database, dice), wal: after.wal.clone() };
        }
        Files { database: self.database.clone(), wal: torn_somehow(&self.begun_wal(after), &after.wal, dice) }
    }

    /// A power cut within the commit that made `after` of this. SQLite syncs the write-ahead log before it writes into the
    /// database, so that only one of the two is torn.
    pub(super) fn cut_within(&self, after: &Files, dice: &mut Dice) -> Files {
        if self.database == after.database {
            return Files { database: after.database.clone(), wal: torn(&self.begun_wal(after), &after.wal, dice) };
        }
        Files { database: torn(&self.database, &after.database, dice), wal: after.wal.clone() }
    }

    /// The write-ahead log as the frames of a commit find it. When it begins anew its header is written and synced before any of
    /// them: an old header over new frames would bring old pages back, and no card can leave that.
    fn begun_wal(&self, after: &Files) -> Vec<u8> {
        let mut begun = self.wal.clone();
        let header = after.wal.len().min(WAL_HEADER);
        begun.resize(begun.len().max(header), 0);
        begun[..header].copy_from_slice(&after.wal[..header]);
        begun
    }
}

/// Each sector as it was before or after.
fn torn(before: &[u8], after: &[u8], dice: &mut Dice) -> Vec<u8> {
    torn_at(before, after, |_| dice.percent(50))
}

/// The first sectors only, all but one, one alone, or each by chance.
fn torn_somehow(before: &[u8], after: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut changed = 0;
    torn_at(before, after, |_| {
        changed += 1;
        false
    });
    let (way, one, chance) = (dice.below(4), dice.below(changed + 1), dice.below(101));
    torn_at(before, after, |nth| match way {
        0 => nth >= one,
        1 => nth == one,
        2 => nth != one,
        _ => dice.percent(chance),
    })
}

/// `after`, but the changed sectors that `is_lost` says of as they were; they are counted from 0.
fn torn_at(before: &[u8], after: &[u8], mut is_lost: impl FnMut(usize) -> bool) -> Vec<u8> {
    let mut image = after.to_vec();
    let mut nth = 0;
    for (at, sector) in image.chunks_mut(SECTOR).enumerate() {
        let old = before.get(at * SECTOR..).unwrap_or_default();
        let old = &old[..old.len().min(sector.len())];
        if sector == old {
            continue;
        }
        if is_lost(nth) {
            sector.fill(0);
            sector[..old.len()].copy_from_slice(old);
        }
        nth += 1;
    }
    image
}
