//! The log is looked over once after the start, beside the work, on a thread of its own.

use std::path::Path;

use super::event::{Event, Queue};
use crate::store::{LogReader, StoreError};

/// Begins. Nobody waits for it; what it finds comes as an event.
pub(super) fn start(store: &Path, queue: &Queue) {
    let (store, queue) = (store.to_owned(), queue.clone());
    let asked = std::thread::Builder::new().name("check".into()).spawn(move || {
        match LogReader::open(&store).and_then(|reader| reader.quick_check()) {
            Ok(()) => {}
            Err(StoreError::Corrupt { what }) => {
                queue.put(Event::Damaged(what));
            }
            Err(error) => tracing::warn!(%error, "the log could not be looked over"),
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the log is not looked over");
    }
}
