//! What happened to totes, sales, old parts and shipments, and why not, in words.

use std::collections::BTreeSet;

use super::super::Station;
use crate::domain::book::Book;
use crate::domain::entry::Recorded;
use crate::domain::event::{Event, StockMoved};
use crate::domain::old_part;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::station::flow;
use crate::station::words::Words;

fn moves(recorded: &Recorded) -> impl Iterator<Item = &StockMoved> {
    recorded.entry.events.iter().filter_map(|event| match event {
        Event::StockMoved(moved) => Some(&**moved),
        _ => None,
    })
}

/// The headline of an act that its first move alone does not tell.
pub(super) fn of_command(words: Words, recorded: &Recorded) -> Option<String> {
    if let Some(said) = super::store::count::headline(words, recorded) {
        return Some(said);
    }
    if recorded.entry.meta.command == "EndShipment" {
        return recorded.entry.events.iter().find_map(|event| match event {
            Event::ShipmentClosed { shipment } => Some(words.shipment_ended(shipment)),
            _ => None,
        });
    }
    let first = moves(recorded).next()?;
    let part = &first.stock.part;
    // Several lots are one quantity, and one line of a tote.
    let alike = |moved: &&StockMoved| moved.stock.part == *part && (&moved.from, &moved.to) == (&first.from, &first.to);
    let qty = moves(recorded).filter(alike).fold(Qty::ZERO, |sum, moved| sum.plus(moved.qty));
    let qty = words.qty(qty, first.unit);
    let lines = moves(recorded).map(|moved| (moved.line, &moved.stock.part)).collect::<BTreeSet<_>>().len();
    let said = match (recorded.entry.meta.command.as_str(), &first.from, &first.to) {
        ("ReceiveTags", ..) => {
            let all = moves(recorded).fold(Qty::ZERO, |sum, moved| sum.plus(moved.qty));
            words.tags_received(all, lines)
        }
        ("Inspect", _, Place::Adjust) => {
            let last = moves(recorded).nth(1)?;
            words.inspected_as(qty, part, words.place(&last.to), words.condition(last.stock.condition))
        }
        ("Inspect", _, to) => words.inspected(qty, part, words.place(to)),
        ("StagePart", _, Place::Stage(tote)) => words.staged(qty, part, tote),
        ("IssueTote", Place::Stage(tote), Place::Job(job)) => words.tote_issued(tote, lines, job),
        ("ReleaseTote", Place::Stage(tote), _) => words.tote_released(tote, lines),
        ("SellPart", _, Place::Sale(sale)) => words.sold(qty, part, sale),
        ("TakeBackSold", Place::Sale(sale), _) => words.unsold(qty, part, sale),
        ("TransferPart", from, to) => words.transferred(qty, part, words.place(from), words.place(to)),
        ("ChangeCondition", from, _) => {
            let to = moves(recorded).nth(1)?.stock.condition;
            words.turned(qty, part, words.condition(to), words.place(from))
        }
        ("ChangeKit", from, to) => {
            let apart = !matches!(from, Place::Adjust);
            let place = words.place(if apart { from } else { to });
            if apart { words.kit_broken(qty, part, place) } else { words.kit_whole(qty, part, place) }
        }
        ("ReverseLine", Place::Job(job), to) => words.line_reversed(qty, part, job, words.place(to)),
        ("RepostLine", Place::Job(job), _) => {
            let Place::Job(other) = &moves(recorded).nth(1)?.to else { return None };
            words.line_reposted(qty, part, job, other)
        }
        ("SendOldPart", _, to) => words.old_part_sent(part, words.place(to)),
        ("FitCustomersPart", _, Place::Job(job)) => words.customers_fitted(qty, part, job),
        ("ShipPart", _, Place::Transit(no)) => words.shipped(qty, part, no),
        ("ReceiveShipped", Place::Transit(no), to) => words.arrived(qty, part, no, words.place(to)),
        ("KeepOldPart", ..) => recorded.entry.events.iter().find_map(|event| headline(words, event))?,
        ("CloseShipment", ..) => recorded.entry.events.iter().find_map(|event| headline(words, event))?,
        _ => return None,
    };
    Some(said)
}

/// The headline of an event that is no move.
pub(super) fn headline(words: Words, event: &Event) -> Option<String> {
    Some(match event {
        Event::SalePaid { sale, slip: Some(slip) } => words.sale_paid(sale, slip),
        Event::SalePaid { sale, slip: None } => words.sale_not_paid(sale),
        Event::SaleCollected { sale, .. } => words.sale_collected(sale),
        Event::OldPartKept(kept) => words.old_part_kept(&kept.part, &kept.tag),
        Event::OldPartWaived { part, reason, .. } => words.old_part_waived(part, words.reason(*reason)),
        Event::OldPartsAnswered { wanted: Some(true), .. } => words.old_parts_wanted(),
        Event::OldPartsAnswered { .. } => words.old_parts_left(),
        Event::AllocationReleased { job, released: true } => words.allocation_released(job),
        Event::AllocationReleased { job, released: false } => words.allocation_renewed(job),
        Event::ShipmentDiffered { stock, reason, .. } => words.shipment_differs(&stock.part, words.reason(*reason)),
        Event::ShipmentAnnounced(papers) => {
            words.papers_scanned(&papers.shipment, &papers.from, papers.sheet, papers.sheets)
        }
        Event::ShipmentClosed { shipment } => words.shipment_closed(shipment),
        _ => return None,
    })
}

/// What else is to be known.
pub(super) fn details(station: &Station, event: &Event) -> Vec<String> {
    let words = station.words();
    match event {
        Event::TimeStated { at_ms } => {
            let said = words.late_mark(station.settings.zone.short(*at_ms, 0));
            [said].into_iter().chain(flow::store::late::closed_month(station, *at_ms)).collect()
        }
        Event::MovesExplained { reason } => vec![words.because(words.reason(*reason))],
        Event::SalePaid { slip: Some(_), .. } => vec![words.sale_paid_help()],
        Event::ShipmentAnnounced(papers) => {
            let known = station.book.shipment(&papers.shipment);
            let left = known.map_or(0, |known| usize::from(known.sheets).saturating_sub(known.seen.len()));
            (left > 0).then(|| words.papers_more(left)).into_iter().collect()
        }
        Event::OldPartKept(kept) => {
            let job = station.book.job(&kept.job);
            let more = job.map_or(0, |job| old_part::owed(&job).len());
            let held = words.held_until(station.settings.zone.short(kept.until_ms, 0));
            let more = (more > 0).then(|| words.old_parts_more(more));
            [held].into_iter().chain(more).collect()
        }
        _ => Vec::new(),
    }
}

/// What of a shipment goes to a claim, because less or more came than was sent.
pub(super) fn claimed(words: Words, moved: &StockMoved) -> Option<String> {
    let (qty, part) = (words.qty(moved.qty, moved.unit), &moved.stock.part);
    match (&moved.from, &moved.to) {
        (Place::Transit(_), Place::Claim) => Some(words.shipment_claimed(qty, part)),
        (Place::Claim, Place::Transit(_)) => Some(words.shipment_over(qty, part)),
        _ => None,
    }
}

/// Why not.
pub(super) fn refusal(words: Words, refusal: &Refusal, help: &mut Vec<String>) -> String {
    let mut hint = |text: String| help.insert(0, text);
    match refusal {
        Refusal::WhichSerial { part, place, .. } => words.which_serial(part, words.place(place)),
        Refusal::SerialTwice { serial, place } => words.serial_twice(serial, words.place(place)),
        Refusal::LotExpired { part, lot, expires } => words.lot_expired(part, lot, expires),
        Refusal::NotOnList { part, job } => {
            hint(words.not_on_list_help());
            words.not_on_list(part, job)
        }
        Refusal::PickedAlready { part, open, unit } => {
            hint(words.picked_already_help());
            words.picked_already(part, words.qty(*open, *unit))
        }
        Refusal::ToteTaken { tote, job } => {
            hint(words.tote_taken_help());
            words.tote_taken(tote, job)
        }
        Refusal::NotYet { .. } => words.late_not_yet(),
        Refusal::ToteEmpty(tote) => words.tote_empty(tote),
        Refusal::UnknownSale(sale) => words.unknown_sale(sale),
        Refusal::SaleIsPaid(sale) => {
            hint(words.sale_is_paid_help());
            words.sale_is_paid(sale)
        }
        Refusal::SaleIsCollected(sale) => {
            hint(words.sale_is_collected_help());
            words.sale_is_collected(sale)
        }
        Refusal::SlipIsUsed(sale) => {
            hint(words.slip_is_used_help());
            words.slip_is_used(sale)
        }
        Refusal::SaleNotPaid(sale) => {
            hint(words.sale_not_paid_help());
            words.sale_not_paid(sale)
        }
        Refusal::SamePlace(place) => words.same_place(words.place(place)),
        Refusal::NoSuchWay(place) => words.no_such_way(words.place(place)),
        Refusal::WhyMoved { part, to } => words.why_moved(part, words.place(to)),
        Refusal::NotThere { part, place, there, unit } => {
            words.not_there(part, words.place(place), words.qty(*there, *unit))
        }
        Refusal::NotAKit(part) => words.not_a_kit(part),
        Refusal::KitIncomplete { part, missing } => {
            let lacks = |(piece, qty): &(crate::domain::ids::PartNo, Qty)| format!("{qty} {piece}");
            hint(words.kit_help());
            if missing.is_empty() {
                return words.kit_loose(part);
            }
            words.kit_incomplete(part, missing.iter().map(lacks).collect::<Vec<_>>().join(", "))
        }
        Refusal::NoOldPartOwed { part, job } => words.no_old_part_owed(part, job),
        Refusal::UnknownTag(tag) => words.unknown_tag(tag),
        Refusal::HeldUntil { tag, until_ms } => words.old_part_held(tag, crate::domain::lot::Day::of_ms(*until_ms)),
        _ => of_count(words, refusal, help),
    }
}

fn of_count(words: Words, refusal: &Refusal, help: &mut Vec<String>) -> String {
    let mut hint = |text: String| help.insert(0, text);
    match refusal {
        Refusal::UnknownCount(no) => words.unknown_count(no),
        Refusal::NotInCount { count, part, bin } => {
            hint(words.not_in_count_help());
            words.not_in_count(count, part, bin)
        }
        Refusal::CountNotReady { recount, unexplained, .. } => {
            let (recount, unexplained) = (*recount, *unexplained);
            if unexplained > 0 {
                hint(words.count_reason_help());
            }
            if recount > 0 {
                hint(words.count_recount_help());
            }
            let again = (recount > 0).then(|| words.count_to_recount(recount));
            let why = (unexplained > 0).then(|| words.count_without_reason(unexplained));
            words.count_not_ready(again.into_iter().chain(why).collect::<Vec<_>>().join(words.list_comma()))
        }
        Refusal::CountElsewhere { count, device } => {
            hint(words.count_elsewhere_help());
            words.count_elsewhere(count, device)
        }
        _ => of_shipment(words, refusal),
    }
}

fn of_shipment(words: Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::ShipmentReceived(no) => words.shipment_received_already(no),
        Refusal::UnknownShipment(no) => words.unknown_shipment(no),
        Refusal::ShipmentDiffers { part, missing, unit } => words.why_differs(part, words.qty(*missing, *unit)),
        _ => String::new(),
    }
}
