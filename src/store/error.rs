//! What can go wrong with a store, in words for the person who stands before it: what happened, what was kept, what to
//! do. The error type of every store operation.

use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::ErrorCode;

/// Why a store operation failed. Nothing of the failed operation is kept unless the text says so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error(
        "another pitbox is running on the store {path}. Nothing was changed. Stop the other one, or set another \
         `store` in kiosk.toml"
    )]
    Locked { path: String },
    #[error(
        "the store is damaged: {what}. Nothing was changed, and what the hub has received is safe there. Stop the kiosk and \
         run `pitbox salvage`: it makes a new log of what can be read"
    )]
    Corrupt { what: String },
    #[error(
        "the disk is full. This was NOT saved; everything saved before is safe. Free some space: saving goes on by itself"
    )]
    DiskFull,
    #[error(
        "the disk did not take or give the data: {what}. This was NOT saved; everything saved before is kept. If it \
         comes again, replace the card"
    )]
    Io { what: String },
    #[error(
        "the store was written by a newer pitbox (version {found} of its tables, this one knows {known}). Nothing was \
         changed. Install the newer pitbox"
    )]
    TooNew { found: u32, known: u32 },
    #[error("{path} is a file of another program. Nothing was changed. Set another `store` in kiosk.toml")]
    Foreign { path: String },
    #[error("this pitbox was built with SQLite {found}, which can damage its files; 3.51.3 or later is needed")]
    OldLibrary { found: String },
    #[error("this kiosk is not enrolled, so it cannot record anything. Scan an enrolment code from the hub")]
    NotEnrolled,
    #[error("{path} is no store: it has no log.db. Check the path, or start the kiosk once")]
    Absent { path: String },
    #[error(
        "{path} may not be opened by this user. Nothing was changed. Run the tool as the user of the kiosk, for example \
         with `sudo -u pitbox`"
    )]
    NoRight { path: String },
    /// The caller asked for something that the order of records does not allow.
    #[error("the store refused what would break the order of its records: {what}. Nothing was changed")]
    Disorder { what: String },
}

impl StoreError {
    /// True when the same request may succeed later without anybody restarting the program.
    pub fn passes_by_itself(&self) -> bool {
        matches!(self, StoreError::DiskFull)
    }

    pub(super) fn corrupt(what: impl Display) -> StoreError {
        StoreError::Corrupt { what: what.to_string() }
    }

    pub(super) fn disorder(what: impl Display) -> StoreError {
        StoreError::Disorder { what: what.to_string() }
    }

    /// An error of the operating system at a path.
    pub(super) fn file(path: &Path, error: &std::io::Error) -> StoreError {
        if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
            return StoreError::DiskFull;
        }
        if error.kind() == ErrorKind::PermissionDenied {
            return StoreError::NoRight { path: path.display().to_string() };
        }
        StoreError::Io { what: format!("{}: {error}", path.display()) }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::corrupt(error),
            Some(_) => StoreError::Io { what: error.to_string() },
            // A value of the wrong type or a row that must be there and is not.
            None => StoreError::corrupt(error),
        }
    }
}
