//! What the store does besides issuing and receiving: totes, sales, transfers, corrections, old parts. One file for each.

pub(in crate::station) mod count;
pub(in crate::station) mod count_bins;
pub(in crate::station) mod count_plan;
pub(in crate::station) mod inspection;
pub(in crate::station) mod issues;
pub(in crate::station) mod late;
pub(in crate::station) mod old_parts;
pub(in crate::station) mod pre_pick;
pub(in crate::station) mod refill;
pub(in crate::station) mod sale;
pub(in crate::station) mod shipment;
pub(in crate::station) mod tags;
pub(in crate::station) mod transfer;

use std::time::Duration;

use super::super::Station;
use super::super::input::World;
use crate::domain::book::Book;
use crate::domain::command::Item;
use crate::domain::entry::Cause;
use crate::domain::event::MoveRef;
use crate::domain::ids::{BinId, CountNo, JobNo, NoteNo, PartNo, SaleNo, ShipmentNo, SiteId, TagNo, ToteId};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::stock::Stock;
use crate::station::session::{Asked, Task};

/// The screens of these tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreTask {
    /// What there is to choose.
    Menu,
    /// Jobs whose cars are still to come, and what stands ready for them.
    PrePick,
    /// A job's list is fetched into a tote.
    Pick {
        job: JobNo,
        tote: ToteId,
    },
    /// Sales that are not collected.
    Sales,
    Sale {
        sale: SaleNo,
    },
    /// A part goes to another place; with `to` it is known where.
    Transfer {
        item: Option<(Item, Qty)>,
        to: Option<Place>,
    },
    /// What was issued to a job, line by line.
    Issues {
        job: JobNo,
        /// The issue that is to go to another job, which is scanned next.
        moving: Option<MoveRef>,
    },
    /// The old parts that a job owes.
    OldParts {
        job: JobNo,
    },
    /// Old parts that are kept.
    Shelf,
    /// What came back opened or fitted, and waits in quarantine.
    Inspection,
    /// Shipments on their way.
    Shipments,
    /// Parts go into a shipment to another site.
    Ship {
        shipment: ShipmentNo,
        to: Option<SiteId>,
    },
    /// Counts that are not over, and new ones; with `open` the next one shows the book.
    Counts {
        open: bool,
    },
    /// The bins that are due for a count, as it stood at this moment: milliseconds since 1970-01-01 UTC.
    CountPlan {
        at_ms: i64,
    },
    /// A bin is counted; `stock` is what a number counts.
    Count {
        count: CountNo,
        bin: Option<BinId>,
        stock: Option<Stock>,
    },
    /// The RFID tags that were read since then, steady time.
    Tags {
        of: tags::TagsFor,
        since: Duration,
    },
    /// What a count found, before it is posted.
    Variances {
        count: CountNo,
    },
    /// When something happened that is entered now.
    Late,
    /// A shipment is received.
    Arrive {
        shipment: ShipmentNo,
    },
}

/// Questions of these tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreAsked {
    /// What is to be done with an issue.
    Issue {
        job: JobNo,
        at: MoveRef,
        part: PartNo,
    },
    /// Is the old part here, and what is wrong with it?
    OldPart {
        job: JobNo,
        part: PartNo,
    },
    /// Does the customer want the old parts?
    Customer {
        job: JobNo,
    },
    /// Where a kept old part goes.
    Kept {
        tag: TagNo,
    },
    /// A tote whose car did not come, or a job that holds parts.
    NoShow {
        job: JobNo,
        tote: Option<ToteId>,
    },
    /// Where a part goes that is about to be moved.
    Where {
        item: Item,
        qty: Qty,
        from: Place,
    },
    /// A bin of the workshop is empty: is it filled again?
    Refill {
        item: Item,
        qty: Qty,
        from: Place,
    },
    /// So many lines of the book nobody saw in the bin: is there none of them?
    RestOfBin {
        count: CountNo,
        bin: BinId,
        lines: usize,
    },
    AbandonCount {
        count: CountNo,
    },
    /// What becomes of a piece that waits to be looked at.
    Inspect {
        stock: Stock,
        qty: Qty,
    },
    /// Nothing of a shipment came in. `to`: where it went, when it left from here.
    Untouched {
        shipment: ShipmentNo,
        to: Option<SiteId>,
    },
    /// What is to be done with a line of a sale.
    Sold {
        sale: SaleNo,
        at: MoveRef,
        part: PartNo,
    },
}

/// The rows of the menu, in order.
pub(in crate::station) const MENU: [StoreTask; 9] = [
    StoreTask::PrePick,
    StoreTask::Sales,
    StoreTask::Transfer { item: None, to: None },
    StoreTask::Transfer { item: None, to: Some(Place::Scrap) },
    StoreTask::Shelf,
    StoreTask::Shipments,
    StoreTask::Late,
    StoreTask::Counts { open: false },
    StoreTask::Inspection,
];

/// Opens one of these screens, with a clean one.
pub(in crate::station) fn open(station: &mut Station, task: StoreTask) {
    super::enter_task(station, Task::Store(task));
}

/// What was issued to the job on the screen.
pub(in crate::station) fn issues_of_job(station: &mut Station) {
    if let Some(job) = station.session.job.clone() {
        open(station, StoreTask::Issues { job, moving: None });
    }
}

/// The task on the screen, if it is one of these.
fn task(station: &Station) -> Option<StoreTask> {
    if let Task::Store(task) = &station.session.task { Some(task.clone()) } else { None }
}

/// How many rows the list has.
pub(in crate::station) fn rows(station: &Station, task: &StoreTask) -> usize {
    match task {
        StoreTask::Menu => MENU.len(),
        StoreTask::PrePick => pre_pick::jobs(station).len(),
        StoreTask::Pick { job, .. } => station.book.job_ref(job).map_or(0, |job| job.lines.len()),
        // The last row is a new one.
        StoreTask::Sales => station.book.sales().count() + 1,
        StoreTask::Sale { sale } => sale::lines(station, sale).len(),
        StoreTask::Transfer { item: Some((item, _)), .. } => transfer::sources(station, item).len(),
        StoreTask::Transfer { item: None, .. } => 0,
        StoreTask::Issues { job, .. } => station.book.job_ref(job).map_or(0, |job| job.issues.len()),
        StoreTask::OldParts { job } => old_parts::owed(station, job).len(),
        StoreTask::Shelf => station.book.old_parts().count(),
        StoreTask::Inspection => inspection::waiting(station).len(),
        // The last row is a new one.
        StoreTask::Shipments => station.book.shipments().count() + 1,
        StoreTask::Counts { .. }
        | StoreTask::CountPlan { .. }
        | StoreTask::Count { .. }
        | StoreTask::Variances { .. } => count::rows(station, task),
        StoreTask::Tags { of, since } => tags::rows(station, of, *since),
        StoreTask::Ship { .. } | StoreTask::Arrive { .. } | StoreTask::Late => 0,
    }
}

/// A part.
pub(in crate::station) fn part(station: &mut Station, item: Item, qty: Qty, cause: &Cause, world: World<'_>) {
    match task(station) {
        Some(StoreTask::Pick { job, tote }) => pre_pick::part(station, job, tote, item, cause, world),
        Some(StoreTask::Sale { sale }) => sale::part(station, sale, item, qty, cause, world),
        Some(StoreTask::Sales) => sale::begin_with(station, item, qty, cause, world),
        Some(StoreTask::Transfer { to, .. }) => transfer::part(station, item, qty, to, cause, world),
        Some(StoreTask::Issues { job, .. }) => issues::part(station, &job, &item),
        Some(StoreTask::Inspection) => inspection::part(station, &item),
        Some(StoreTask::OldParts { job }) => old_parts::part(station, &job, &item.part),
        Some(StoreTask::Ship { shipment, to }) => {
            shipment::send(station, shipment, to, (item, qty), cause, world);
        }
        Some(StoreTask::Arrive { shipment }) => shipment::receive(station, shipment, (item, qty), cause, world),
        Some(
            StoreTask::Counts { .. }
            | StoreTask::CountPlan { .. }
            | StoreTask::Count { .. }
            | StoreTask::Variances { .. },
        ) => {
            count::part(station, &item, qty, cause, world);
        }
        // The part without a tag is scanned where the others are taken.
        Some(StoreTask::Tags { of, .. }) => {
            station.go(tags::back(of));
            let words = station.words();
            station.tell_info(words.tags_left(&item.part), vec![]);
        }
        _ => super::look_up::show(station, &item.part),
    }
}

/// A bin.
pub(in crate::station) fn bin(station: &mut Station, bin: BinId, cause: &Cause, world: World<'_>) {
    match task(station) {
        Some(StoreTask::Transfer { item: Some((item, qty)), to: None }) => {
            transfer::to(station, item, qty, Place::Bin(bin), cause, world);
        }
        Some(
            StoreTask::Counts { .. }
            | StoreTask::CountPlan { .. }
            | StoreTask::Count { .. }
            | StoreTask::Variances { .. },
        ) => {
            count::bin(station, bin, cause, world);
        }
        Some(StoreTask::Arrive { .. }) => {
            let words = station.words();
            station.tell_info(words.receive_into(&bin), vec![]);
            station.session.bin = Some(bin);
        }
        Some(StoreTask::Transfer { .. } | StoreTask::Pick { .. } | StoreTask::Sale { .. } | StoreTask::Ship { .. }) => {
            let words = station.words();
            station.tell_info(words.take_from(&bin), vec![]);
            station.session.bin = Some(bin);
        }
        _ => super::enter_task(station, Task::Bin { bin }),
    }
}

/// A job card or number. False when it means here what it means everywhere.
pub(in crate::station) fn job(station: &mut Station, job: &JobNo, cause: &Cause, world: World<'_>) -> bool {
    match task(station) {
        Some(StoreTask::PrePick) => pre_pick::begin(station, job.clone(), None),
        Some(StoreTask::Issues { job: from, moving: Some(at) }) => {
            issues::repost(station, from, at, job.clone(), cause, world);
        }
        _ => return false,
    }
    true
}

/// A tote, in whatever screen.
pub(in crate::station) fn tote(station: &mut Station, id: ToteId, cause: &Cause, world: World<'_>) {
    pre_pick::tote(station, id, cause, world);
}

/// Enter without text.
pub(in crate::station) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    let Some(task) = task(station) else { return };
    let at = station.session.selected;
    match task {
        StoreTask::Menu => {
            if let Some(chosen) = MENU.get(at) {
                open(station, chosen.clone());
            }
        }
        StoreTask::PrePick => pre_pick::enter(station),
        StoreTask::Pick { job, tote } => pre_pick::pick_selected(station, job, tote, cause, world),
        StoreTask::Sales => sale::enter(station, world),
        StoreTask::Sale { sale } => sale::enter_line(station, sale),
        StoreTask::Transfer { item: Some((item, qty)), to } => transfer::enter(station, item, qty, to, cause, world),
        StoreTask::Transfer { item: None, .. } => {}
        StoreTask::Issues { job, .. } => issues::enter(station, job),
        StoreTask::OldParts { job } => old_parts::enter(station, job),
        StoreTask::Shelf => old_parts::enter_shelf(station),
        StoreTask::Inspection => inspection::enter(station),
        StoreTask::Shipments => shipment::enter(station, world),
        StoreTask::Ship { .. } | StoreTask::Arrive { .. } | StoreTask::Tags { .. } => {}
        StoreTask::Late => late::end(station),
        StoreTask::Counts { .. }
        | StoreTask::CountPlan { .. }
        | StoreTask::Count { .. }
        | StoreTask::Variances { .. } => {
            count::enter(station, cause, world);
        }
    }
}

/// A letter or digit that chooses. False when it is the beginning of a text.
pub(in crate::station) fn picks(station: &mut Station, letter: char, world: World<'_>) -> bool {
    let typing = !station.session.typed.is_empty();
    match (task(station), letter) {
        _ if typing => false,
        (Some(StoreTask::Menu), '1'..='9') => {
            let at = letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).unwrap_or(0);
            if let Some(chosen) = MENU.get(at.wrapping_sub(1)) {
                open(station, chosen.clone());
            }
            true
        }
        (Some(StoreTask::Count { .. }), 'l') => count::label(station, &Cause::Keys, world),
        (Some(StoreTask::PrePick), 'x') => {
            pre_pick::no_show(station);
            true
        }
        _ => false,
    }
}

/// Typed text that belongs to the task. False when it is understood like a scan.
pub(in crate::station) fn typed(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) -> bool {
    match task(station) {
        Some(StoreTask::Sale { sale }) => sale::typed(station, sale, text, cause, world),
        Some(StoreTask::Count { .. }) => count::typed(station, text, cause, world),
        Some(StoreTask::Sales) => sale::typed_in_list(station, text, cause, world),
        Some(StoreTask::Late) => late::typed(station, text, world),
        Some(StoreTask::Ship { shipment, to: None }) => shipment::typed(station, shipment, text, world),
        _ => false,
    }
}

/// Whether digits are a quantity here.
pub(in crate::station) fn counts(station: &Station) -> bool {
    match task(station) {
        Some(StoreTask::Transfer { item: Some(_), .. }) => true,
        Some(StoreTask::Count { .. }) => count::counts(station),
        Some(StoreTask::Pick { .. } | StoreTask::Sale { .. } | StoreTask::Ship { .. } | StoreTask::Arrive { .. }) => {
            station.session.last_line().is_some()
        }
        _ => false,
    }
}

/// A quantity of what is in hand. False when it sets the last line.
pub(in crate::station) fn quantity(station: &mut Station, new: Qty, cause: &Cause, world: World<'_>) -> bool {
    if count::quantity(station, new, cause, world) {
        return true;
    }
    if let Task::Store(StoreTask::Transfer { item: Some((_, qty)), .. }) = &mut station.session.task
        && new.is_positive()
    {
        *qty = new;
        return true;
    }
    false
}

/// A text that nobody knows, or a note: a cashier's slip. False when it is none.
pub(in crate::station) fn slip(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) -> bool {
    match NoteNo::new(text.trim()) {
        Ok(slip) => sale::slip(station, slip, cause, world),
        Err(_) => false,
    }
}

/// Typed text that is the slip of a sale, wherever it is typed: as if it were scanned. False when no sale has it.
pub(in crate::station) fn known_slip(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) -> bool {
    let known = NoteNo::new(text.trim()).is_ok_and(|slip| station.book.sale_of_slip(&slip).is_some());
    known && slip(station, text, cause, world)
}

/// DONE.
pub(in crate::station) fn done(station: &mut Station, cause: &Cause, world: World<'_>) {
    match task(station) {
        Some(StoreTask::Ship { shipment, .. }) => shipment::sent(station, &shipment),
        Some(StoreTask::Arrive { shipment }) => shipment::close(station, shipment, cause, world),
        Some(StoreTask::Sale { sale }) => sale::done(station, &sale),
        Some(StoreTask::Pick { job, tote }) => pre_pick::done(station, &job, &tote),
        Some(StoreTask::Count { .. } | StoreTask::Variances { .. }) => count::done(station, cause, world),
        Some(StoreTask::Tags { of, since }) => tags::done(station, of, since, cause, world),
        _ => super::back(station),
    }
}

/// One step back from one of these screens.
pub(in crate::station) fn back(station: &Station) -> Task {
    match task(station) {
        Some(StoreTask::Pick { .. }) => Task::Store(StoreTask::PrePick),
        Some(StoreTask::Sale { .. }) => Task::Store(StoreTask::Sales),
        Some(StoreTask::Ship { .. } | StoreTask::Arrive { .. }) => Task::Store(StoreTask::Shipments),
        Some(StoreTask::Transfer { item: Some(_), to }) => Task::Store(StoreTask::Transfer { item: None, to }),
        Some(StoreTask::Issues { job, moving: Some(_) }) => Task::Store(StoreTask::Issues { job, moving: None }),
        Some(StoreTask::Issues { .. } | StoreTask::OldParts { .. }) if station.session.job.is_some() => Task::Job,
        Some(StoreTask::Count { count, bin: Some(_), .. } | StoreTask::Variances { count }) => {
            Task::Store(StoreTask::Count { count, bin: None, stock: None })
        }
        Some(StoreTask::Count { .. } | StoreTask::CountPlan { .. }) => Task::Store(StoreTask::Counts { open: false }),
        Some(StoreTask::Tags { of, .. }) => tags::back(of),
        Some(StoreTask::Menu) | None => Task::Home,
        Some(_) => Task::Store(StoreTask::Menu),
    }
}

/// An answer. False when it is none.
pub(in crate::station) fn answer(
    station: &mut Station,
    asked: &StoreAsked,
    nth: usize,
    cause: &Cause,
    world: World<'_>,
) -> bool {
    match asked.clone() {
        StoreAsked::Issue { job, at, part } => issues::answer(station, job, at, part, nth),
        StoreAsked::OldPart { job, part } => old_parts::answer(station, job, part, nth, cause, world),
        StoreAsked::Customer { job } => old_parts::answer_customer(station, job, nth, cause, world),
        StoreAsked::Inspect { stock, qty } => inspection::answer(station, stock, qty, nth, cause, world),
        StoreAsked::Kept { tag } => old_parts::answer_kept(station, tag, nth, cause, world),
        StoreAsked::NoShow { job, tote } => pre_pick::answer(station, job, tote, nth, cause, world),
        StoreAsked::Where { item, qty, from } => transfer::answer(station, item, qty, from, nth, cause, world),
        StoreAsked::Refill { item, qty, from } => refill::answer(station, item, qty, from, nth, cause, world),
        StoreAsked::RestOfBin { count, bin, .. } => count::answer_rest(station, count, bin, nth, cause, world),
        StoreAsked::AbandonCount { count } => count::answer_abandon(station, count, nth, cause, world),
        StoreAsked::Untouched { shipment, to } => {
            shipment::answer(station, (shipment, to.is_some()), nth, cause, world)
        }
        StoreAsked::Sold { sale, at, part } => sale::answer(station, sale, at, part, nth),
    }
}

fn ask(station: &mut Station, asked: StoreAsked) {
    station.ask(Asked::Store(asked));
}
