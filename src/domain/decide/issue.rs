//! Parts out to a job and back: issue, set the quantity, return, sign, fit.

use super::checks::{bin, in_bin, open_job, part, plain_move, quantity, stock, with_discrepancies};
use super::{Context, Desk, Events};
use crate::domain::book::Book;
use crate::domain::catalogue::{BinKind, Part};
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::event::{Event, MoveRef, StockMoved};
use crate::domain::ids::{BinId, JobNo, LineNo, PersonId};
use crate::domain::job::{Issue, Job, JobLine, Payer};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Condition, Stock};

pub(super) fn issue(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::IssuePart { job, item, from, qty, payer, agreed } = command else { return Ok(Vec::new()) };
    let actor = context.person(book)?;
    let job = open_job(book, job)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let source = source(book, &part, item, from.as_ref(), context);
    // Before any question: what a bay may not take needs no answer.
    if context.desk == Desk::Bay && source.as_ref().is_ok_and(|source| !is_open_shelf(source, context)) {
        return Err(Refusal::BehindTheCounter { part: part.number });
    }
    let line = job.line_for(&item.part);
    let payer = may_issue(&part, line, qty, *payer, *agreed)?;
    let source = source?;
    let picked = pick(book, item, &source);
    let to = Place::Job(job.no.clone());
    // In a bay one person takes and fits; at the counter the receiver signs afterwards.
    let receiver = (context.desk == Desk::Bay).then(|| actor.id.clone());
    let line = line.map(|line| line.no);
    let moved = StockMoved {
        line,
        payer: Some(payer),
        issuer: Some(actor.id),
        receiver,
        ..plain_move(&part, picked, qty, source, to)
    };
    Ok(with_discrepancies(book, vec![moved]))
}

/// The questions that come before an issue; gives the payer.
pub(super) fn may_issue(
    part: &Part,
    line: Option<&JobLine>,
    qty: Qty,
    payer: Option<Payer>,
    agreed: Agreed,
) -> Result<Payer, Refusal> {
    let Some(line) = line else {
        return payer.ok_or_else(|| Refusal::WhoPays { part: part.number.clone() });
    };
    if !line.approved && !agreed.unapproved {
        return Err(Refusal::NotApproved { part: part.number.clone(), line: line.no });
    }
    if line.issued.plus(qty) > line.qty && !agreed.over_required {
        let (part, required, issued) = (part.number.clone(), line.qty, line.issued);
        return Err(Refusal::OverRequired { part, required, issued, unit: line.unit });
    }
    Ok(line.payer)
}

/// The bin that was named, else the home bin if it has some, else the bin that has most, else the home bin.
fn source(
    book: &impl Book,
    part: &Part,
    item: &Item,
    named: Option<&BinId>,
    context: &Context<'_>,
) -> Result<Place, Refusal> {
    if let Some(id) = named {
        return bin(context, id);
    }
    if let Some(place) = serial_place(book, item) {
        return Ok(place);
    }
    let home = part.home_bin.clone().map(Place::Bin);
    if let Some(home) = &home
        && in_bin(book, &part.number, home).is_positive()
    {
        return Ok(home.clone());
    }
    let bins = book.balances_of(&part.number).into_iter().filter(|(key, _)| key.place.is_on_hand());
    let fullest = bins.filter(|(_, balance)| balance.qty.is_positive()).max_by_key(|(_, balance)| balance.qty);
    fullest.map(|(key, _)| key.place).or(home).ok_or_else(|| Refusal::FromWhichBin { part: part.number.clone() })
}

fn serial_place(book: &impl Book, item: &Item) -> Option<Place> {
    item.serial.as_ref()?;
    let mut all = book.balances_of(&item.part).into_iter();
    all.find(|(key, b)| key.stock.serial == item.serial && key.place.is_on_hand() && b.qty.is_positive())
        .map(|(key, _)| key.place)
}

/// Which stock in the bin is taken: that with the lot and serial that were read, else whatever new stock lies there.
fn pick(book: &impl Book, item: &Item, source: &Place) -> Stock {
    let asked = stock(item, Condition::New);
    let here: Vec<Stock> = book
        .balances_of(&item.part)
        .into_iter()
        .filter(|(key, balance)| key.place == *source && balance.qty.is_positive())
        .map(|(key, _)| key.stock)
        .collect();
    if here.contains(&asked) || item.serial.is_some() || item.lot.is_some() {
        return asked;
    }
    here.into_iter().find(|stock| stock.condition == Condition::New && stock.serial.is_none()).unwrap_or(asked)
}

fn is_open_shelf(place: &Place, context: &Context<'_>) -> bool {
    let Place::Bin(id) = place else { return false };
    context.catalogue.bin(id).is_some_and(|bin| bin.kind == BinKind::OpenShelf)
}

pub(super) fn give_back(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ReturnPart { job, item, to, qty } = command else { return Ok(Vec::new()) };
    let actor = context.person(book)?;
    let job = open_job(book, job)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let to = bin(context, to)?;
    let moves = take_back(&job, item, qty, |_| to.clone(), &actor.id).map_err(|there| Refusal::NotAtJob {
        part: part.number,
        job: job.no.clone(),
        there,
        unit: part.unit,
    })?;
    Ok(with_discrepancies(book, moves))
}

/// Moves that take a quantity of an item back from a job, newest issue first, so that an unsigned one goes before a
/// signed one. `Err` holds what there is when it is less.
pub(super) fn take_back(
    job: &Job,
    item: &Item,
    qty: Qty,
    to: impl Fn(&Issue) -> Place,
    by: &PersonId,
) -> Result<Vec<StockMoved>, Qty> {
    let is_item = |stock: &Stock| {
        stock.part == item.part
            && (item.lot.is_none() || stock.lot == item.lot)
            && (item.serial.is_none() || stock.serial == item.serial)
    };
    let of_item: Vec<&Issue> = job.issues.iter().filter(|issue| is_item(&issue.stock)).collect();
    let there = of_item.iter().fold(Qty::ZERO, |sum, issue| sum.plus(issue.remaining()));
    if there < qty {
        return Err(there);
    }
    let mut wanted = qty;
    let mut moves = Vec::new();
    for issue in of_item.into_iter().rev() {
        let taken = wanted.min(issue.remaining());
        if taken.is_positive() {
            wanted = wanted.minus(taken);
            moves.push(back_from(job, issue, taken, to(issue), by));
        }
    }
    Ok(moves)
}

fn back_from(job: &Job, issue: &Issue, qty: Qty, to: Place, by: &PersonId) -> StockMoved {
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
