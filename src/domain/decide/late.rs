//! Late entry: what moved earlier is entered afterwards, with the time that is stated. The record keeps both times.

use super::Context;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;

/// Adds the stated time to moves of stock. It takes the PIN of somebody who may enter late.
pub(super) fn state(
    book: &impl Book,
    command: &Command,
    events: &mut Vec<Event>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let moves = events.iter().any(|event| matches!(event, Event::StockMoved(_)));
    let undo = matches!(command, Command::Reverse { .. });
    let Some(at_ms) = context.stated_ms.filter(|_| moves && !undo) else { return Ok(()) };
    if context.stamp.trusted && at_ms > context.stamp.wall_ms {
        return Err(Refusal::NotYet { at_ms });
    }
    context.require_pin(book, Right::EnterLate)?;
    events.push(Event::TimeStated { at_ms });
    Ok(())
}
