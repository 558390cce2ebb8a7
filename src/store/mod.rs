//! What a station keeps on disk, in one folder that one process writes:
//!
//! | file | what it is |
//! |---|---|
//! | `log.db` | this station's records, the records pulled from the hub, the print outbox, identity and progress |
//! | `cache.bin` | the book at a number of the hub's order; deletable at any time with the same answers after |
//! | `lock` | held by the one writer |
//!
//! [`log::LogStore`] writes and belongs to the [`writer`] thread; [`reader::LogReader`] reads beside it.

pub mod error;
mod lock;

mod connection;
mod migrations;

pub mod identity;
pub mod outbox;
pub mod progress;

pub mod cache;
pub mod log;

pub mod catalogue;

pub mod audit;
pub mod journal;
pub mod reader;
pub mod room;
pub mod salvage;
pub mod writer;

pub use error::StoreError;
pub use log::LogStore;
pub use reader::LogReader;
