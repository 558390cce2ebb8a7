//! Kits, sets and pairs: taken apart into their pieces, and put together again. A kit that is not whole is none.

use super::checks::{bin, in_bin, part, plain_move, quantity, stock, with_discrepancies};
use super::lots::shares_in;
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::catalogue::Part;
use crate::domain::command::{Command, Item};
use crate::domain::event::StockMoved;
use crate::domain::ids::PartNo;
use crate::domain::pick;
use crate::domain::place::Place;
use crate::domain::qty::{MAX_MOVE, Qty};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Condition;

/// A piece of a kit that is not there, and how much of it.
type Missing = Vec<(PartNo, Qty)>;

pub(super) fn change(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ChangeKit { kit, bin: id, qty, whole } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let kit = part(context, kit)?;
    let qty = quantity(*qty, kit.unit, &Item::of(kit.number.clone()))?;
    let place = bin(context, id)?;
    let pieces = pieces(&kit, qty, context)?;
    if *whole {
        let lacks = |(piece, wanted): &(Part, Qty)| {
            let lacking = wanted.minus(in_bin(book, &piece.number, &place).max(Qty::ZERO));
            lacking.is_positive().then(|| (piece.number.clone(), lacking))
        };
        let missing: Missing = pieces.iter().filter_map(lacks).collect();
        if !missing.is_empty() {
            return Err(Refusal::KitIncomplete { part: kit.number, missing });
        }
    }
    // What is taken apart or used up is of the lots that lie there; what comes of it has none.
    let moved = |part: &Part, qty: Qty, out: bool| {
        let item = Item::of(part.number.clone());
        let shares =
            if out { shares_in(book, (&item, qty), &place) } else { vec![(stock(&item, Condition::New), qty)] };
        let (from, to) = if out { (place.clone(), Place::Adjust) } else { (Place::Adjust, place.clone()) };
        let each = |(stock, qty)| StockMoved {
            issuer: Some(actor.id.clone()),
            ..plain_move(part, stock, qty, from.clone(), to.clone())
        };
        shares.into_iter().map(each).collect::<Vec<_>>()
    };
    let mut moves = moved(&kit, qty, !*whole);
    moves.extend(pieces.iter().flat_map(|(piece, qty)| moved(piece, *qty, *whole)));
    Ok(with_discrepancies(book, moves))
}

/// The pieces of so many kits.
fn pieces(kit: &Part, qty: Qty, context: &Context<'_>) -> Result<Vec<(Part, Qty)>, Refusal> {
    let listed = context.catalogue.pieces(&kit.number);
    if listed.is_empty() {
        return Err(Refusal::NotAKit(kit.number.clone()));
    }
    let piece = |(number, each): (PartNo, Qty)| {
        let wanted = Qty((i128::from(each.0) * i128::from(qty.0) / 1000).try_into().unwrap_or(i64::MAX));
        let piece = part(context, &number)?;
        if wanted > MAX_MOVE { Err(Refusal::ImpossibleQuantity(wanted)) } else { Ok((piece, wanted)) }
    };
    listed.into_iter().map(piece).collect()
}

/// A kit of which no whole one is left, while some of its pieces lie loose, is not handed out: what is missing is named.
pub(super) fn is_whole(book: &impl Book, kit: &Part, qty: Qty, context: &Context<'_>) -> Result<(), Refusal> {
    let listed = context.catalogue.pieces(&kit.number);
    let loose = |part: &PartNo| pick::stocked_bins(book, part).into_values().fold(Qty::ZERO, Qty::plus);
    if listed.is_empty() || loose(&kit.number) >= qty {
        return Ok(());
    }
    let there: Vec<Qty> = listed.iter().map(|(piece, _)| loose(piece)).collect();
    if there.iter().all(|qty| !qty.is_positive()) {
        return Ok(());
    }
    let lacking = listed.into_iter().zip(there).map(|((piece, each), there)| (piece, each.minus(there)));
    let missing = lacking.filter(|(_, qty)| qty.is_positive()).collect();
    Err(Refusal::KitIncomplete { part: kit.number.clone(), missing })
}
