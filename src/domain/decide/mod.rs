//! From a command to an entry, or to the reason why not. Rules live here; nothing is changed here.

mod checks;
mod issue;
mod move_stock;
mod office;
mod quantity;
mod reverse;
mod teach;
mod work;

use super::book::Book;
use super::catalogue::Catalogue;
use super::command::Command;
use super::entry::{Cause, Entry, Meta, Stamp};
use super::event::Event;
use super::ids::PersonId;
use super::person::Person;
use super::refusal::Refusal;

/// Where the command is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Desk {
    /// At the parts counter: issues from every bin.
    Counter,
    /// In a service bay: issues from open shelves only.
    Bay,
    /// At the hub, by the administrator.
    Office,
}

/// Everything besides the book that a decision depends on.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub stamp: Stamp,
    pub actor: Option<&'a PersonId>,
    pub desk: Desk,
    pub cause: &'a Cause,
    pub catalogue: &'a dyn Catalogue,
}

type Events = Result<Vec<Event>, Refusal>;

/// Decides one command. The entry has at least one event.
pub fn decide(book: &impl Book, command: &Command, context: &Context<'_>) -> Result<Entry, Refusal> {
    let events = events(book, command, context)?;
    debug_assert!(!events.is_empty(), "an accepted command is a fact");
    let meta = Meta {
        stamp: context.stamp,
        actor: context.actor.cloned(),
        command: command.name().to_owned(),
        cause: context.cause.clone(),
    };
    Ok(Entry { meta, events })
}

fn events(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    match command {
        Command::IssuePart { .. } => issue::issue(book, command, context),
        Command::ReturnPart { .. } => issue::give_back(book, command, context),
        Command::SetQuantity { .. } => quantity::set(book, command, context),
        Command::SignReceipt { job, receiver } => issue::sign(book, job, receiver),
        Command::FitPart { job, line, qty } => issue::fit(book, job, *line, *qty, context),
        Command::ReceivePart { .. } => move_stock::receive(book, command, context),
        Command::MovePart { .. } => move_stock::between_bins(book, command, context),
        Command::AddOpeningStock { .. } => move_stock::opening(book, command, context),
        Command::Reverse { record } => reverse::reverse(book, record, context),
        Command::StartWork { job, op } => work::start(book, job, *op, context),
        Command::PauseWork { reason } => work::pause(book, *reason, context),
        Command::FinishWork { job, op, own_check } => work::finish(book, job, *op, *own_check, context),
        Command::CheckOperation { job, op, level } => work::check(book, job, *op, *level, context),
        Command::TeachCode { code, part, qty } => teach::teach(book, code, part, *qty, context),
        Command::AddPerson { person, name, role, badges } => office::add_person(book, person, name, *role, badges),
        Command::OpenJob { opened, operations, lines } => office::open_job(book, opened, operations, lines, context),
    }
}

impl Context<'_> {
    /// The person logged on.
    fn person(&self, book: &impl Book) -> Result<Person, Refusal> {
        let id = self.actor.ok_or(Refusal::NobodyLoggedOn)?;
        book.person(id).ok_or_else(|| Refusal::UnknownPerson(id.clone()))
    }

    /// The person logged on, who must be allowed to handle the store.
    fn storekeeper(&self, book: &impl Book) -> Result<Person, Refusal> {
        let person = self.person(book)?;
        if person.role.handles_store() { Ok(person) } else { Err(Refusal::NotAllowed { role: person.role }) }
    }
}
