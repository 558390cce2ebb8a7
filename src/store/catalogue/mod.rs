//! The catalogue on disk: parts, codes and bins, for point look-ups and for search while somebody types.
//!
//! It is no record: the hub owns it, a kiosk holds a copy that it brings up to date by a feed of rows and tombstones.
//! Each copy is one SQLite file `catalogue-<generation>.db`; a big load is built aside and becomes the next generation.
//!
//! - `feed`: the rows of the feed and their bytes
//! - `tokens`: what a name is found by
//! - `schema`: the tables, and the files of the generations
//! - `recent`: answers that are still at hand
//! - `read`, `search`: the reading side, which is a [`crate::domain::catalogue::Catalogue`]
//! - `write`: small changes, in place
//! - `build`: big loads, aside

mod build;
mod feed;
mod read;
mod recent;
mod schema;
mod search;
mod sheet;
mod tokens;
mod write;

#[cfg(test)]
mod tests;

pub use build::{Builder, Phase, Progress};
pub use feed::{Code, FeedRow, Page, Undecodable};
pub use read::CatalogueDb;
pub use schema::Revisions;
pub use sheet::{Sheet, SheetBody};
pub use write::CatalogueWriter;

/// Why the catalogue could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("use the catalogue database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("use the catalogue's folder {path}: {source}")]
    Folder { path: std::path::PathBuf, source: std::io::Error },
    #[error("read a row of the catalogue: {0}")]
    Row(#[from] Undecodable),
    /// The database was made by another version of Pitbox.
    #[error("use a catalogue of version {found}; this program knows version {known}")]
    Version { found: i64, known: i64 },
    /// The feed counts its revisions anew: load everything with a [`Builder`].
    #[error("continue the catalogue: the hub began a new one; load it from the start")]
    OtherOrigin,
    /// The progress callback said stop; nothing has changed.
    #[error("load the catalogue: it was stopped")]
    Stopped,
}
