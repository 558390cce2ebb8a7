//! From a command to an entry, or to the reason why not. Rules live here; nothing is changed here.

mod alerts;
mod cabinet;
mod check_in;
mod checks;
mod console;
mod correct;
mod count;
mod extra_work;
mod hand_over;
mod inspect;
mod issue;
mod job_act;
mod kit;
mod late;
mod lost;
mod lots;
mod measure;
mod move_stock;
mod office;
mod old_parts;
mod orders;
mod people;
mod quantity;
mod receive;
mod receive_tags;
mod request;
mod reserve;
mod reverse;
mod sell;
mod ship;
mod special;
mod stage;
mod teach;
mod time;
mod transfer;
mod work;

use super::book::Book;
use super::catalogue::Catalogue;
use super::command::Command;
use super::entry::{Cause, Entry, Meta, Stamp};
use super::event::Event;
use super::ids::PersonId;
use super::person::Person;
use super::refusal::Refusal;
use super::rights::Right;
pub(in crate::domain) use checks::in_bin;

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
    /// Whose badge and PIN were checked for this command.
    pub approver: Option<&'a PersonId>,
    /// When it happened, where somebody enters it afterwards: milliseconds since 1970-01-01 UTC.
    pub stated_ms: Option<i64>,
    /// The device that decides; 0 is the hub.
    pub device: u32,
    pub desk: Desk,
    pub cause: &'a Cause,
    pub catalogue: &'a dyn Catalogue,
}

type Events = Result<Vec<Event>, Refusal>;

/// Decides one command. The entry has at least one event.
pub fn decide(book: &impl Book, command: &Command, context: &Context<'_>) -> Result<Entry, Refusal> {
    let mut events = events(book, command, context)?;
    if context.desk != Desk::Office {
        events.extend(alerts::follow(book, &events, checks::today(context)));
    }
    late::state(book, command, &mut events, context)?;
    debug_assert!(!events.is_empty(), "an accepted command is a fact");
    let meta = Meta {
        stamp: context.stamp,
        actor: context.actor.cloned(),
        command: command.name().to_owned(),
        cause: context.cause.clone(),
        approved_by: context.approver.cloned(),
    };
    Ok(Entry { meta, events })
}

fn events(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    match command {
        Command::IssuePart { .. } => issue::issue(book, command, context),
        Command::ReturnPart { .. } => issue::give_back(book, command, context),
        Command::ReturnToInspection { job, item, qty } => issue::to_inspection(book, (job, item, *qty), context),
        Command::Inspect { .. } => inspect::inspect(book, command, context),
        Command::ReleaseNoShow { job } => reserve::no_show(book, job, context),
        Command::SetQuantity { .. } => quantity::set(book, command, context),
        Command::SignReceipt { job, receiver } => issue::sign(book, job, receiver),
        Command::FitPart { job, line, qty } => issue::fit(book, job, *line, *qty, context),
        Command::ReceivePart { .. } => receive::receive(book, command, context),
        Command::ReceiveTags { .. } => receive_tags::receive(book, command, context),
        Command::MovePart { .. } => move_stock::between_bins(book, command, context),
        Command::AddOpeningStock { .. } => move_stock::opening(book, command, context),
        Command::Reverse { record } => reverse::reverse(book, record, context),
        Command::StartWork { job, op, anew } => work::start(book, job, *op, *anew, context),
        Command::PauseWork { reason } => work::pause(book, *reason, context),
        Command::FinishWork { job, op, own_check } => work::finish(book, job, *op, *own_check, context),
        Command::CheckOperation { job, op, level } => work::check(book, job, *op, *level, context),
        Command::TeachCode { code, part, qty } => teach::teach(book, code, part, *qty, context),
        Command::Job { job, act } => job_act::act(book, job, act, context),
        Command::Count { count, act } => count::act(book, count, act, context),
        Command::HoldCertificate { person, skill, until_ms } => office::certificate(book, person, skill, *until_ms),
        Command::Supply(supply) => orders::supply(book, supply, context),
        Command::AddPerson { .. } => people::add(book, command),
        Command::SetPin { person, hash } => people::set_pin(book, person, hash, context),
        Command::MarkTime { mark, anyway } => time::mark(book, *mark, *anyway, context),
        Command::EnterTime { .. } => time::enter(book, command, context),
        Command::CorrectTime { person, punch, start_ms, end_ms } => {
            time::correct(book, person, *punch, (*start_ms, *end_ms), context)
        }
        Command::ConfirmTime { person, punch } => time::confirm(book, person, *punch, context),
        Command::SetShift { shift } => time::set_shift(book, shift),
        Command::LearnClock { people, jobs } => time::learn_clock(book, people, jobs, context),
        Command::RejectPin { person } => people::reject_pin(book, person, context),
        Command::RevokeBadges { person, badge } => people::revoke_badges(book, person, *badge, context),
        Command::AssignBadge { person, forms } => people::assign_badge(book, person, forms, context),
        Command::RefuseBadge { badge } => people::refuse_badge(book, badge, context),
        Command::UseConsole { by, drives, began } => console::used(by, *drives, *began),
        Command::ReportLost { epoch, first, last } => lost::report(*epoch, *first, *last),
        Command::OpenCabinet { cabinet } => cabinet::open(book, cabinet, context),
        Command::StagePart { .. } => stage::stage(book, command, context),
        Command::IssueTote { tote } => stage::issue(book, tote, context),
        Command::ReleaseTote { tote, to, reason } => stage::release(book, tote, to.as_ref(), *reason, context),
        Command::ReleaseAllocation { job, released } => reserve::release(book, job, *released, context),
        Command::SellPart { .. } => sell::sell(book, command, context),
        Command::TakeBackSold { sale, at, reason } => sell::take_back(book, sale, *at, *reason, context),
        Command::PaySale { sale, slip } => sell::pay(book, sale, slip, context),
        Command::CollectSale { sale } => sell::collect(book, sale, context),
        Command::TransferPart { .. } => transfer::transfer(book, command, context),
        Command::ChangeCondition { .. } => transfer::condition(book, command, context),
        Command::ChangeKit { .. } => kit::change(book, command, context),
        Command::ReverseLine { .. } => correct::reverse_line(book, command, context),
        Command::RepostLine { .. } => correct::repost(book, command, context),
        Command::KeepOldPart { .. } => old_parts::keep(book, command, context),
        Command::WaiveOldPart { job, part, reason } => old_parts::waive(book, job, part, *reason, context),
        Command::SendOldPart { tag, to } => old_parts::leave(book, tag, to, context),
        Command::AnswerOldParts { job, wanted } => old_parts::answer(book, job, *wanted, context),
        Command::FitCustomersPart { .. } => old_parts::bring(book, command, context),
        Command::ShipPart { .. } => ship::send(book, command, context),
        Command::ReceiveShipped { .. } => ship::receive(book, command, context),
        Command::ExplainShipment { shipment, part, reason } => ship::differ(book, shipment, part, *reason, context),
        Command::AnnounceShipment(papers) => ship::announce(book, papers, context),
        Command::EndShipment { shipment } => ship::end(book, shipment, context),
        Command::CloseShipment { shipment } => ship::close(book, shipment, context),
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
        self.person_who_may(book, Right::HandleStore)
    }

    /// The person logged on, who must have this right themselves.
    fn person_who_may(&self, book: &impl Book, right: Right) -> Result<Person, Refusal> {
        let person = self.person(book)?;
        if person.may(right) { Ok(person) } else { Err(Refusal::NotAllowed { role: person.role }) }
    }

    /// Whether the person logged on has the right, or somebody who has it approved. The office has every right.
    pub fn require(&self, book: &impl Book, right: Right) -> Result<(), Refusal> {
        let person = match self.desk {
            Desk::Office => return Ok(()),
            Desk::Counter | Desk::Bay => self.person(book)?,
        };
        if person.may(right) {
            return Ok(());
        }
        if !right.can_be_approved() {
            return Err(Refusal::NotAllowed { role: person.role });
        }
        self.require_pin(book, right)
    }

    /// Like [`Context::require`], but also who has the right must show it with a PIN.
    pub fn require_pin(&self, book: &impl Book, right: Right) -> Result<(), Refusal> {
        let may = |id: &PersonId| book.person(id).is_some_and(|person| person.may(right));
        if self.desk == Desk::Office || self.approver.is_some_and(may) {
            return Ok(());
        }
        Err(Refusal::NeedsApproval { right, by: None })
    }

    /// The PIN of this person and nobody else: a signature.
    pub fn require_pin_of(&self, person: &PersonId, right: Right) -> Result<(), Refusal> {
        if self.desk == Desk::Office || self.approver == Some(person) {
            return Ok(());
        }
        Err(Refusal::NeedsApproval { right, by: Some(person.clone()) })
    }
}
