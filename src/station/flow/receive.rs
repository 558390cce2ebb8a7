//! A delivery: the note or the order, the parts, DONE. Each scan is saved at once.

use super::super::Station;
use super::super::input::World;
use super::super::record::Wish;
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::{NoteNo, OrderNo, PartNo};
use crate::domain::order::Order;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::station::session::{ActLine, PartScan, Task};
use crate::station::view::screen::{Sign, Tone};

/// What a part that comes in belongs to.
pub(super) struct Of {
    pub note: Option<NoteNo>,
    pub order: Option<OrderNo>,
    /// What its label said.
    pub scan: PartScan,
}

/// Opens a delivery, with its note if that was scanned.
pub(super) fn begin(station: &mut Station, note: Option<NoteNo>) {
    station.session.bin = None;
    let began = station.session.acts.len();
    let order = note.as_ref().and_then(|note| order_of(station, note));
    super::enter_task(station, Task::Receive { note, order, began });
}

/// Opens the delivery of an order.
pub(super) fn begin_order(station: &mut Station, order: &OrderNo) {
    if let Ok(note) = NoteNo::new(order.as_str()) {
        begin(station, Some(note));
    }
}

/// The open order of this number.
fn order_of(station: &Station, note: &NoteNo) -> Option<OrderNo> {
    let order = OrderNo::new(note.as_str()).ok()?;
    station.book.order_ref(&order).filter(|order| !order.closed).map(|order| order.no.clone())
}

/// The order that waits for all of this, when there is one and no other: what comes without an order's number is most
/// likely of it, and the job that it is for must hear of it.
fn only_order_for(station: &Station, part: &PartNo, qty: Qty) -> Option<OrderNo> {
    let open = |order: &Order| {
        let lines = order.lines.iter().filter(|line| line.part == *part);
        lines.fold(Qty::ZERO, |sum, line| sum.plus(line.open().max(Qty::ZERO)))
    };
    let orders = station.book.orders().into_iter().filter(|order| !order.closed && order.sent_ms.is_some());
    let mut waiting = orders.filter(|order| open(order).is_positive());
    match (waiting.next(), waiting.next()) {
        (Some(only), None) if qty <= open(only) => Some(only.no.clone()),
        _ => None,
    }
}

/// A code that nobody knows: the number of an open order, or what stands on the note of a delivery that has none yet. False
/// when it is neither.
pub(in crate::station) fn read_as_note(station: &mut Station, text: &str) -> bool {
    let Ok(number) = NoteNo::new(text) else { return false };
    let is_order = !station.is_bay() && order_of(station, &number).is_some();
    let fits = is_order || wants_note(station);
    if fits {
        note(station, number);
    }
    fits
}

/// A delivery note or an order: begins a delivery at a counter, or names the one that is open.
pub(in crate::station) fn note(station: &mut Station, note: NoteNo) {
    let words = station.words();
    if station.session.person.is_none() {
        return super::people::badge_first(station);
    }
    let of_order = order_of(station, &note);
    match &mut station.session.task {
        // A note after the order is the supplier's own number for the same delivery.
        Task::Receive { note: known, order, .. } => {
            *known = Some(note.clone());
            *order = of_order.clone().or(order.take());
        }
        _ => begin(station, Some(note.clone())),
    }
    let said = if of_order.is_some() { words.receive_order(note) } else { words.receive_note(note) };
    station.tell_info(said, vec![]);
}

/// A delivery without a note and without lines: typed text names it.
pub(super) fn wants_note(station: &Station) -> bool {
    matches!(station.session.task, Task::Receive { note: None, began, .. } if began >= station.session.acts.len())
}

/// Takes typed text for the delivery's note, unless it names a part, a bin or a person.
pub(super) fn typed_note(station: &mut Station, text: &str, world: World<'_>) -> bool {
    let is_part = PartNo::new(&text.to_uppercase()).is_ok_and(|number| world.catalogue.part(&number).is_some());
    let is_person = station.book.people().any(|person| person.id.as_str() == text);
    let is_known = is_part || is_person || super::look_up::is_name(text, world);
    if is_known || super::known_bin(text, world).is_some() {
        return false;
    }
    match NoteNo::new(text) {
        Ok(note) => {
            self::note(station, note);
            true
        }
        Err(_) => false,
    }
}

pub(super) fn part(station: &mut Station, item: Item, qty: Qty, of: Of, cause: &Cause, world: World<'_>) {
    let words = station.words();
    let Some(to) = station.session.bin.clone().or_else(|| world.catalogue.goods_in()) else {
        return station.tell_bad(words.no_goods_in(), vec![words.no_goods_in_help()]);
    };
    let Of { note, mut order, scan } = of;
    // A label that names an order says it of this part alone, and so does the only order that waits for it.
    if let Some(named) = scan.order.as_ref().and_then(|named| order_of(station, named)) {
        order = Some(named);
    }
    let order = order.or_else(|| only_order_for(station, &item.part, qty));
    let command = Command::ReceivePart { item, qty, note, to, order, agreed: Agreed::default() };
    station.submit(command, Wish::new(cause), world);
}

/// The delivery is complete; what came in waits to be put away, and what is still to come is said.
pub(super) fn done(station: &mut Station, began: usize, order: Option<OrderNo>) {
    let words = station.words();
    let acts = station.session.acts.iter().skip(began);
    // What is claimed is no line of its own: it was among those, or it never came in.
    let came = |line: &&ActLine| line.to != Place::Quarantine;
    let lines = acts.flat_map(|act| act.line.iter().chain(&act.also)).filter(came).count();
    let open = order
        .and_then(|order| station.book.order(&order))
        .map_or(0, |order| order.lines.iter().filter(|line| line.open().is_positive()).count());
    let details = if open > 0 { vec![words.order_still_open(open)] } else { vec![] };
    station.session.bin = None;
    station.go(Task::PutAway { item: None });
    station.tell(Sign::Done, Tone::Good, words.receive_done(lines), details);
}
