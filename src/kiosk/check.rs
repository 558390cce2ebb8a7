//! The log is looked over once after the start, beside the work, on a thread of its own.

use std::path::Path;

use super::console::status::LookedOver;
use super::event::{Event, Queue};
use crate::store::{LogReader, StoreError};

/// Begins. Nobody waits for it; what it finds comes as an event.
pub(super) fn start(store: &Path, queue: &Queue) {
    let (store, told) = (store.to_owned(), queue.clone());
    let asked = std::thread::Builder::new().name("check".into()).spawn(move || {
        let found = match LogReader::open(&store).and_then(|reader| reader.quick_check()) {
            Ok(()) => LookedOver::Sound,
            Err(StoreError::Corrupt { what }) => LookedOver::Damaged(what),
            Err(error) => {
                tracing::warn!(%error, "the log could not be looked over");
                LookedOver::Failed
            }
        };
        // The kiosk may have ended meanwhile.
        told.put(Event::LookedOver(found));
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the log is not looked over");
        queue.offer(Event::LookedOver(LookedOver::Failed));
    }
}
