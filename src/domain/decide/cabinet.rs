//! Opening a locked cabinet.

use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::event::Event;
use crate::domain::ids::CabinetId;
use crate::domain::rights::Right;

/// For whoever has the right, or an approval. What was opened was opened: it is never taken back.
pub(super) fn open(book: &impl Book, cabinet: &CabinetId, context: &Context<'_>) -> Events {
    let by = context.person(book)?.id;
    context.require(book, Right::OpenCabinet)?;
    Ok(vec![Event::CabinetOpened { cabinet: cabinet.clone(), by }])
}
