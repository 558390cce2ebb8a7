//! Teaching a code.

use super::checks::{part, quantity};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::Item;
use crate::domain::entry::Recorded;
use crate::domain::event::Event;
use crate::domain::ids::PartNo;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;
use crate::domain::taught::check_code;

pub(super) fn teach(book: &impl Book, code: &str, number: &PartNo, qty: Qty, context: &Context<'_>) -> Events {
    context.person_who_may(book, Right::TeachCode)?;
    check_code(code).map_err(Refusal::NotTeachable)?;
    let part = part(context, number)?;
    let qty = quantity(qty, part.unit, &Item::of(part.number.clone()))?;
    let known = book.taught(code);
    let means = known.as_ref().and_then(|known| known.current());
    if means.is_some_and(|means| means.part == part.number && means.qty == qty) {
        return Err(Refusal::AlreadyTaught { part: part.number });
    }
    Ok(vec![Event::CodeTaught { code: code.to_owned(), part: part.number, unit: part.unit, qty }])
}

/// The opposite of a teaching, while it is the one that holds.
pub(super) fn forget(book: &impl Book, code: String, part: PartNo, record: &Recorded) -> Result<Event, Refusal> {
    let known = book.taught(&code);
    let last = known.as_ref().and_then(|known| known.current()).map(|current| current.record);
    if last != Some(record.name) {
        return Err(Refusal::BuiltUpon(record.name));
    }
    Ok(Event::CodeForgotten { code, part, taught: record.name })
}
