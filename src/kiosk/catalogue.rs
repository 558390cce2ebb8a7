//! The kiosk's copy of the catalogue: a thread takes pages of the hub's feed in, while the loop goes on reading.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::event::{CatalogueTaken, CatalogueTrouble, Event, Queue};
use crate::store::catalogue::{CatalogueError, CatalogueWriter, Page, Revisions};

/// Pages that may wait; the plan asks for one at a time.
const WAITING: usize = 2;

/// Hands pages to the thread.
#[derive(Debug)]
pub(super) struct CatalogueKeeper(SyncSender<Fetched>);

impl CatalogueKeeper {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(folder: PathBuf, queue: Queue) -> std::io::Result<CatalogueKeeper> {
        let (send, receive) = sync_channel(WAITING);
        std::thread::Builder::new().name("catalogue".into()).spawn(move || keep(&folder, &receive, &queue))?;
        Ok(CatalogueKeeper(send))
    }

    /// A page that was asked for after cursor `since`.
    pub(super) fn page(&self, since: u64, bytes: Vec<u8>) -> bool {
        self.0.try_send((since, bytes)).is_ok()
    }
}

/// A page of the feed, with the cursor that it was asked with.
type Fetched = (u64, Vec<u8>);

/// Takes pages in until the kiosk ends.
fn keep(folder: &Path, pages: &Receiver<Fetched>, queue: &Queue) {
    let mut writer: Option<CatalogueWriter> = None;
    while let Ok(mut fetched) = pages.recv() {
        loop {
            let next = match open(&mut writer, folder) {
                Ok(writer) if fetched.0 == 0 => load(writer, fetched, pages, queue),
                Ok(writer) => change(writer, &fetched),
                Err(error) => Err(error),
            };
            match next {
                Ok(Next::Told) => break,
                Ok(Next::Taken(taken)) => {
                    queue.put(Event::Catalogue(Ok(taken)));
                    break;
                }
                // The hub began anew in the middle of a load.
                Ok(Next::Again(first)) => fetched = first,
                Err(trouble) => {
                    queue.put(Event::Catalogue(Err(trouble)));
                    break;
                }
            }
        }
    }
}

fn failed(error: impl std::fmt::Display) -> CatalogueTrouble {
    CatalogueTrouble::Failed(error.to_string())
}

/// What became of pages.
enum Next {
    Taken(CatalogueTaken),
    /// The loop has been told of each page.
    Told,
    /// This page begins a load of its own.
    Again(Fetched),
}

fn open<'w>(
    writer: &'w mut Option<CatalogueWriter>,
    folder: &Path,
) -> Result<&'w mut CatalogueWriter, CatalogueTrouble> {
    match writer {
        Some(open) => Ok(open),
        None => Ok(writer.insert(CatalogueWriter::open(folder, Revisions::None).map_err(failed)?)),
    }
}

/// A small change, in place.
fn change(writer: &mut CatalogueWriter, (_, bytes): &Fetched) -> Result<Next, CatalogueTrouble> {
    let page = Page::decode(bytes).map_err(failed)?;
    match writer.apply(&page) {
        Ok(_) => {}
        Err(CatalogueError::OtherOrigin) => return Err(CatalogueTrouble::OtherOrigin(page.origin)),
        Err(error) => return Err(failed(error)),
    }
    Ok(Next::Taken(taken(&page)))
}

fn taken(page: &Page) -> CatalogueTaken {
    CatalogueTaken { origin: page.origin, next: page.next, more: page.more }
}

/// A load from the start: built aside, and swapped in when the last page is in.
fn load(
    writer: &mut CatalogueWriter,
    first: Fetched,
    pages: &Receiver<Fetched>,
    queue: &Queue,
) -> Result<Next, CatalogueTrouble> {
    let mut builder = writer.load().map_err(failed)?;
    let mut bytes = first.1;
    loop {
        let page = Page::decode(&bytes).map_err(failed)?;
        builder.add_page(&page).map_err(failed)?;
        if !page.more {
            builder.finish(&mut |_| ControlFlow::Continue(())).map_err(failed)?;
            return Ok(Next::Taken(taken(&page)));
        }
        queue.put(Event::Catalogue(Ok(taken(&page))));
        match pages.recv() {
            Ok((0, again)) => return Ok(Next::Again((0, again))),
            Ok((_, next)) => bytes = next,
            Err(_) => return Ok(Next::Told),
        }
    }
}
