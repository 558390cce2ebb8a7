//! What a power cut leaves of a log: between two syncs any of the sectors that were written may have reached the card, whole,
//! and the others not. The images are made from the files before and after a commit, without a layer beneath SQLite.

use std::fs;
use std::io;
use std::path::Path;

use super::dice::Dice;

const SECTOR: usize = 512;
const DATABASE: &str = "log.db";
const WAL: &str = "log.db-wal";

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

    /// A power cut within the commit that made `after` of this. SQLite syncs the write-ahead log before it writes into the
    /// database, so that only one of the two is torn.
    pub(super) fn cut_within(&self, after: &Files, dice: &mut Dice) -> Files {
        if self.database == after.database {
            return Files { database: after.database.clone(), wal: torn(&self.wal, &after.wal, dice) };
        }
        Files { database: torn(&self.database, &after.database, dice), wal: after.wal.clone() }
    }
}

/// Each sector as it was before or after.
fn torn(before: &[u8], after: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut image = after.to_vec();
    for (at, sector) in image.chunks_mut(SECTOR).enumerate() {
        let old = before.get(at * SECTOR..).unwrap_or_default();
        let old = &old[..old.len().min(sector.len())];
        if sector != old && dice.percent(50) {
            sector.fill(0);
            sector[..old.len()].copy_from_slice(old);
        }
    }
    image
}
