//! Two bins with cards: the card of the empty one asks for a refill, which is charged to the workshop's own use.

use super::super::super::Station;
use super::super::super::codes;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::{StoreAsked, ask};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::PartNo;
use crate::domain::pick;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::rights::Right;
use crate::identify::own::PartLabel;

/// The card of an empty bin.
pub(in crate::station) fn scanned(station: &mut Station, label: &PartLabel, world: World<'_>) {
    let Some(person) = station.session.person.clone() else { return super::super::people::badge_first(station) };
    let words = station.words();
    let Some(part) = world.catalogue.part(&label.part) else {
        return station.tell_bad(words.refused_unknown_part(&label.part), vec![words.nothing_changed()]);
    };
    // Who finds the bin empty takes its card to the counter: there the parts are.
    if !station.book.person(&person).is_some_and(|person| person.may(Right::HandleStore)) {
        let qty = words.qty(label.qty.unwrap_or(part.pack), part.unit);
        return station.tell_bad(words.refill_at_counter(qty, &part.number), vec![words.refill_take_card()]);
    }
    match pick::bin_of(&station.book, &part) {
        Some(bin) => {
            let (item, qty) = (Item::of(part.number), label.qty.unwrap_or(part.pack));
            ask(station, StoreAsked::Refill { item, qty, from: Place::Bin(bin) });
        }
        None => station.tell_bad(words.refused_from_bin(&part.number), vec![words.nothing_changed()]),
    }
}

pub(super) fn answer(
    station: &mut Station,
    item: Item,
    qty: Qty,
    from: Place,
    nth: usize,
    cause: &Cause,
    world: World<'_>,
) -> bool {
    if nth == 1 {
        let command = Command::TransferPart { item, from, to: Place::WorkshopUse, qty, reason: None };
        station.submit(command, Wish::new(cause), world);
    }
    nth == 1
}

/// Prints the card of a part, for a pack of it.
pub(in crate::station) fn print(station: &mut Station, part: &PartNo, world: World<'_>) {
    if let Some(part) = world.catalogue.part(part) {
        station.print_label(codes::refill_label(&part));
    }
}
