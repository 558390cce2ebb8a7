//! Hears of every write to a folder's records from the system, without asking again and again.

use std::mem::MaybeUninit;
use std::path::Path;
use std::sync::mpsc::{SyncSender, TrySendError};

use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};

use super::Wake;

/// Databases whose files and write-ahead logs hold records: of a kiosk and of a hub.
const DATABASES: [&str; 2] = ["log.db", "hub.db"];

/// Sends [`Wake::Changed`] whenever the records in this folder were written.
///
/// # Errors
/// When the folder cannot be watched.
pub(super) fn records(folder: &Path, send: &SyncSender<Wake>) -> anyhow::Result<()> {
    let watcher = init(CreateFlags::CLOEXEC)?;
    add_watch(&watcher, folder, WatchFlags::MODIFY | WatchFlags::CREATE | WatchFlags::MOVED_TO)?;
    let send = send.clone();
    std::thread::Builder::new().name("watch".into()).spawn(move || {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut events = Reader::new(watcher, &mut buffer);
        while let Ok(event) = events.next() {
            let name = event.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if !DATABASES.iter().any(|database| name.starts_with(database)) {
                continue;
            }
            // Full: the board is about to be drawn anyway.
            if matches!(send.try_send(Wake::Changed), Err(TrySendError::Disconnected(_))) {
                return;
            }
        }
    })?;
    Ok(())
}
