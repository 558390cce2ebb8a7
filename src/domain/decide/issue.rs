//! Parts out to a job and back: issue, set the quantity, return, sign, fit.

use super::checks::{bin, learnt_of_lot, open_job, part, plain_move, quantity, serial_at, with_discrepancies};
use super::lots::good_shares;
use super::{Context, Desk, Events, kit, special};
use crate::domain::book::Book;
use crate::domain::catalogue::{BinKind, Part};
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::event::{Event, MoveRef, StockMoved};
use crate::domain::ids::{BinId, JobNo, LineNo, PersonId};
use crate::domain::job::{Issue, Job, JobLine, Payer};
use crate::domain::pick;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Owner;

pub(super) fn issue(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::IssuePart { job, item, from, qty, payer, agreed } = command else { return Ok(Vec::new()) };
    let actor = context.person(book)?;
    let job = open_job(book, job)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let source = source(book, &part, item, from.as_ref(), *agreed, context);
    // Before any question: what a bay may not take needs no answer.
    if let Err(refusal) = &source
        && !refusal.is_question()
    {
        return Err(refusal.clone());
    }
    let line = wanted_line(&job, &part, context);
    let (payer, why) = may_issue(&part, line, qty, *payer, *agreed)?;
    let source = source?;
    special::may_take(book, (&part, qty), &job.no, *agreed, context)?;
    kit::is_whole(book, &part, qty, context)?;
    let shares = good_shares(book, (item, qty), &source, *agreed, context)?;
    let to = Place::Job(job.no.clone());
    // In a bay one person takes and fits; at the counter the receiver signs afterwards.
    let in_bay = context.desk == Desk::Bay;
    let line = line.map(|line| line.no);
    let moved = |(stock, qty)| StockMoved {
        line,
        payer: Some(payer),
        issuer: Some(actor.id.clone()),
        receiver: in_bay.then(|| actor.id.clone()),
        ..plain_move(&part, stock, qty, source.clone(), to.clone())
    };
    let mut events = with_discrepancies(book, shares.into_iter().map(moved).collect());
    events.extend(why.map(|reason| Event::MovesExplained { reason }));
    events.extend(special::taken(book, &job.no, &item.part, qty));
    events.extend(learnt_of_lot(book, item));
    events.extend(came_after_all(&job));
    let fitted = line.filter(|_| in_bay);
    events.extend(fitted.map(|line| Event::PartFitted { job: job.no, line, qty, by: actor.id }));
    Ok(events)
}

/// The line that a part belongs to: one that asks for it, else one that asks for a number that it may stand in for. The
/// number on the box is what is booked.
pub(super) fn wanted_line<'a>(job: &'a Job, part: &Part, context: &Context<'_>) -> Option<&'a JobLine> {
    let stands_in = |line: &&JobLine| {
        let older = part.superseded_by.as_ref().is_some_and(|link| link.by == line.part && link.interchangeable);
        let asked = || context.catalogue.part(&line.part).and_then(|asked| asked.superseded_by);
        line.unit == part.unit && (older || asked().is_some_and(|link| link.by == part.number))
    };
    let of_other_number = || {
        let mut lines = job.lines.iter().filter(stands_in);
        lines.clone().find(|line| line.open().is_positive()).or_else(|| lines.next())
    };
    job.line_for(&part.number).or_else(of_other_number)
}

/// The questions that come before an issue; gives the payer, and why more than required goes out if it does.
pub(super) fn may_issue(
    part: &Part,
    line: Option<&JobLine>,
    qty: Qty,
    payer: Option<Payer>,
    agreed: Agreed,
) -> Result<(Payer, Option<Reason>), Refusal> {
    let Some(line) = line else {
        let payer = payer.ok_or_else(|| Refusal::WhoPays { part: part.number.clone() })?;
        return Ok((payer, None));
    };
    if !line.approved && !agreed.unapproved {
        return Err(Refusal::NotApproved { part: part.number.clone(), line: line.no });
    }
    if line.issued.plus(qty) <= line.qty.plus(poured_over(line)) {
        return Ok((line.payer, None));
    }
    let (part, required, issued) = (part.number.clone(), line.qty, line.issued);
    let why = agreed.over_required.ok_or(Refusal::OverRequired { part, required, issued, unit: line.unit })?;
    Ok((line.payer, Some(why)))
}

/// The bin where a serial number lies, else the bin that was named, else the home bin if it has some, else the bin that
/// has most, else the home bin. A bay looks at open shelves only.
pub(super) fn source(
    book: &impl Book,
    part: &Part,
    item: &Item,
    named: Option<&BinId>,
    agreed: Agreed,
    context: &Context<'_>,
) -> Result<Place, Refusal> {
    let allowed = |place: &Place| context.desk != Desk::Bay || is_open_shelf(place, context);
    let behind = || Refusal::BehindTheCounter { part: part.number.clone() };
    let named = named.map(|id| bin(context, id)).transpose()?;
    if let Some(place) = serial_place(book, item, agreed)?.or(named) {
        return if allowed(&place) { Ok(place) } else { Err(behind()) };
    }
    let home = part.home_bin.clone().map(Place::Bin);
    let mut stocked = pick::stocked_bins(book, &part.number);
    let all = stocked.len();
    stocked.retain(|at, _| allowed(at));
    let is_behind = stocked.len() < all || home.as_ref().is_some_and(|home| !allowed(home));
    let home = home.filter(allowed);
    let nowhere = || if is_behind { behind() } else { Refusal::FromWhichBin { part: part.number.clone() } };
    pick::best_of(home.as_ref(), &stocked).or(home).ok_or_else(nowhere)
}

/// A job whose parts were set free because nobody came holds them again as soon as something goes out to it or is picked for it.
pub(super) fn came_after_all(job: &Job) -> Option<Event> {
    job.released.then(|| Event::AllocationReleased { job: job.no.clone(), released: false })
}

/// What may be poured or cut beyond the list without a question: a twentieth of it. Nobody stops a jug at the drop.
fn poured_over(line: &JobLine) -> Qty {
    if line.unit.is_whole() { Qty::ZERO } else { Qty(line.qty.0 / 20) }
}

/// The bin where the serial number of an item lies. One that is at a job, or anywhere else out of the store, is most likely
/// the same piece scanned twice, so it asks; whoever has it in hand all the same takes it, and the bin is to be checked.
fn serial_place(book: &impl Book, item: &Item, agreed: Agreed) -> Result<Option<Place>, Refusal> {
    match serial_at(book, item) {
        Some((_, place)) if !place.is_on_hand() && agreed.serial_twice => Ok(None),
        Some((serial, place)) if !place.is_on_hand() => Err(Refusal::SerialTwice { serial, place }),
        found => Ok(found.map(|(_, place)| place)),
    }
}

fn is_open_shelf(place: &Place, context: &Context<'_>) -> bool {
    let Place::Bin(id) = place else { return false };
    context.catalogue.bin(id).is_some_and(|bin| bin.kind == BinKind::OpenShelf)
}

/// Into the bin that was named. What was fitted before, and what the catalogue says of so, waits for somebody to look at
/// it, whatever bin was named.
pub(super) fn give_back(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ReturnPart { job, item, to, qty } = command else { return Ok(Vec::new()) };
    let to = bin(context, to)?;
    let events = come_back(book, (job, item, *qty), &to, context)?;
    let was_fitted = events.iter().any(|event| matches!(event, Event::PartFitted { .. }));
    let looked_at = was_fitted || part(context, &item.part)?.inspected;
    if looked_at { to_inspection(book, (job, item, *qty), context) } else { Ok(events) }
}

/// What was opened or fitted: no bin rises.
pub(super) fn to_inspection(book: &impl Book, returned: (&JobNo, &Item, Qty), context: &Context<'_>) -> Events {
    let mut events = come_back(book, returned, &Place::Quarantine, context)?;
    events.push(Event::MovesExplained { reason: Reason::Suspect });
    Ok(events)
}

fn come_back(book: &impl Book, (job, item, qty): (&JobNo, &Item, Qty), to: &Place, context: &Context<'_>) -> Events {
    let actor = context.person(book)?;
    let job = open_job(book, job)?;
    let part = part(context, &item.part)?;
    let qty = quantity(qty, part.unit, item)?;
    let taking = Taking { item, line: None, qty, by: &actor.id };
    // What the customer brought goes back to the customer, never into a bin.
    let place = |issue: &Issue| match issue.stock.owner {
        Owner::Shop => to.clone(),
        Owner::Customer => Place::CustomerOwned,
    };
    let moves = take_back(&job, &taking, place).map_err(|there| Refusal::NotAtJob {
        part: part.number,
        job: job.no.clone(),
        there,
        unit: part.unit,
    })?;
    let unfitted = no_longer_fitted(&job, &moves, &actor.id);
    let mut events = with_discrepancies(book, moves);
    events.extend(unfitted);
    Ok(events)
}

/// What is to be taken back from a job, and by whom.
pub(super) struct Taking<'a> {
    pub item: &'a Item,
    /// Only what was issued to this line, or to none; without it whatever was issued of the item.
    pub line: Option<Option<LineNo>>,
    pub qty: Qty,
    pub by: &'a PersonId,
}

impl Taking<'_> {
    fn concerns(&self, issue: &Issue) -> bool {
        let (stock, item) = (&issue.stock, self.item);
        stock.part == item.part
            && (item.lot.is_none() || stock.lot == item.lot)
            && (item.serial.is_none() || stock.serial == item.serial)
            && self.line.is_none_or(|line| issue.line == line)
    }
}

/// Moves that take a quantity of an item back from a job, newest issue first, so that an unsigned one goes before a
/// signed one. `Err` holds what there is when it is less.
pub(super) fn take_back(job: &Job, taking: &Taking<'_>, to: impl Fn(&Issue) -> Place) -> Result<Vec<StockMoved>, Qty> {
    let of_item: Vec<&Issue> = job.issues.iter().filter(|issue| taking.concerns(issue)).collect();
    let there = of_item.iter().fold(Qty::ZERO, |sum, issue| sum.plus(issue.remaining()));
    if there < taking.qty {
        return Err(there);
    }
    let mut wanted = taking.qty;
    let mut moves = Vec::new();
    for issue in of_item.into_iter().rev() {
        let taken = wanted.min(issue.remaining());
        if taken.is_positive() {
            wanted = wanted.minus(taken);
            moves.push(back_from(job, issue, taken, to(issue), taking.by));
        }
    }
    Ok(moves)
}

/// What counts as fitted although it leaves the job with these moves.
pub(super) fn no_longer_fitted(job: &Job, moves: &[StockMoved], by: &PersonId) -> Vec<Event> {
    let unfitted = job.lines.iter().filter_map(|line| {
        let of_line = moves.iter().filter(|moved| moved.line == Some(line.no));
        let leaving = of_line.fold(Qty::ZERO, |sum, moved| sum.plus(moved.qty));
        let excess = line.fitted.minus(line.issued.minus(leaving)).min(line.fitted).min(leaving);
        let (job, line, qty) = (job.no.clone(), line.no, Qty::ZERO.minus(excess));
        excess.is_positive().then(|| Event::PartFitted { job, line, qty, by: by.clone() })
    });
    unfitted.collect()
}

pub(super) fn back_from(job: &Job, issue: &Issue, qty: Qty, to: Place, by: &PersonId) -> StockMoved {
    StockMoved {
        stock: issue.stock.clone(),
        unit: issue.unit,
        qty,
        from: Place::Job(job.no.clone()),
        to,
        line: issue.line,
        payer: issue.payer,
        issuer: Some(by.clone()),
        receiver: None,
        note: None,
        cost: issue.cost,
        price: issue.price,
        reverses: Some(issue.at),
    }
}

pub(super) fn sign(book: &impl Book, job: &JobNo, receiver: &PersonId) -> Events {
    let job = open_job(book, job)?;
    book.person(receiver).ok_or_else(|| Refusal::UnknownPerson(receiver.clone()))?;
    let moves: Vec<MoveRef> = job.unsigned().map(|issue| issue.at).collect();
    if moves.is_empty() {
        return Err(Refusal::NothingToSign(job.no));
    }
    Ok(vec![Event::ReceiptSigned { job: job.no, receiver: receiver.clone(), moves }])
}

pub(super) fn fit(book: &impl Book, job: &JobNo, line: LineNo, qty: Qty, context: &Context<'_>) -> Events {
    let by = context.person(book)?.id;
    let job = open_job(book, job)?;
    let known = job.line(line).ok_or_else(|| Refusal::UnknownLine(job.no.clone(), line))?;
    let qty = quantity(qty, known.unit, &Item::of(known.part.clone()))?;
    if known.fitted.plus(qty) > known.issued {
        let there = known.issued.minus(known.fitted);
        return Err(Refusal::NotAtJob { part: known.part.clone(), job: job.no.clone(), there, unit: known.unit });
    }
    Ok(vec![Event::PartFitted { job: job.no, line, qty, by }])
}
