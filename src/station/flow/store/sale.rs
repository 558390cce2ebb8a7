//! Counter sale: parts to a sale number, paid by the cashier's slip, collected by scanning it.

use super::super::super::Station;
use super::super::super::codes;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::super::short_number;
use super::{StoreAsked, StoreTask, ask, open};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::entry::Cause;
use crate::domain::event::MoveRef;
use crate::domain::ids::{NoteNo, PartNo, SaleNo};
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::sale::{Sale, SaleLine};
use crate::station::pipeline::Then;
use crate::station::session::{Asked, Task, Why};

/// The moment from which sale numbers count their seconds: 2026-01-01 UTC.
const FIRST_S: i64 = 1_767_225_600;

/// The rows of a sale, as far as it is known.
pub(in crate::station) fn lines(station: &Station, sale: &SaleNo) -> Vec<SaleLine> {
    station.book.sale(sale).map(|sale| sale.rows()).unwrap_or_default()
}

/// A number that no other sale has: of this device and this second.
fn new_number(station: &Station, world: World<'_>) -> Option<SaleNo> {
    let device = station.settings.device?;
    let second = (world.now.wall_ms.div_euclid(1000) - FIRST_S).unsigned_abs();
    let free = |no: &SaleNo| station.book.sale(no).is_none();
    (second..second + 1000).find_map(|second| SaleNo::new(&format!("S{device}-{second}")).ok().filter(free))
}

/// Opens a new sale.
pub(in crate::station) fn begin(station: &mut Station, world: World<'_>) {
    if let Some(sale) = new_number(station, world) {
        station.session.bin = None;
        open(station, StoreTask::Sale { sale });
    }
}

/// A part in the list of sales begins a new one.
pub(super) fn begin_with(station: &mut Station, item: Item, qty: Qty, cause: &Cause, world: World<'_>) {
    begin(station, world);
    if let Task::Store(StoreTask::Sale { sale }) = station.session.task.clone() {
        part(station, sale, item, qty, cause, world);
    }
}

/// Enter in the list: the selected sale; the row behind the last one is a new sale.
pub(super) fn enter(station: &mut Station, world: World<'_>) {
    let chosen = station.book.sales().nth(station.session.selected).map(|sale| sale.no.clone());
    match chosen {
        Some(sale) => open(station, StoreTask::Sale { sale }),
        None => begin(station, world),
    }
}

pub(super) fn part(station: &mut Station, sale: SaleNo, item: Item, qty: Qty, cause: &Cause, world: World<'_>) {
    let from = station.session.bin.clone();
    let command = Command::SellPart { sale, item, from, qty, agreed: Agreed::default() };
    station.submit(command, Wish::new(cause), world);
}

/// Enter on a line: take it back?
pub(super) fn enter_line(station: &mut Station, sale: SaleNo) {
    let chosen = lines(station, &sale).into_iter().nth(station.session.selected);
    if let Some(line) = chosen {
        ask(station, StoreAsked::Sold { sale, at: line.at, part: line.stock.part });
    }
}

pub(super) fn answer(station: &mut Station, sale: SaleNo, at: MoveRef, part: PartNo, nth: usize) -> bool {
    if nth != 1 {
        return false;
    }
    let command = Command::TakeBackSold { sale, at, reason: Reason::Other };
    let (what, reasons) = (Why::Reversed { part }, Reason::REVERSE);
    station.ask(Asked::Why { what, reasons, command: Box::new(command), then: Then::Tell });
    true
}

/// Typed text in a sale that has lines is the cashier's slip, unless it is a quantity or names something.
pub(super) fn typed(station: &mut Station, sale: SaleNo, text: &str, cause: &Cause, world: World<'_>) -> bool {
    let is_part = PartNo::new(&text.to_uppercase()).is_ok_and(|number| world.catalogue.part(&number).is_some());
    let is_quantity = station.session.last_line().is_some() && short_number(text).is_some();
    let is_person = station.book.people().any(|person| person.id.as_str() == text);
    let known = is_part || is_quantity || is_person || super::super::known_bin(text, world).is_some();
    if known || super::super::look_up::is_name(text, world) || lines(station, &sale).is_empty() {
        return false;
    }
    super::slip(station, text, cause, world)
}

/// Typed text in the list of sales that nothing is found for: a slip has figures, the name of a part has none.
pub(super) fn typed_in_list(station: &mut Station, text: &str, cause: &Cause, world: World<'_>) -> bool {
    let found = || !world.catalogue.search(text, 1).is_empty();
    let is_person = station.book.people().any(|person| person.id.as_str() == text);
    let has_figures = text.chars().any(|letter| letter.is_ascii_digit());
    let known = !has_figures || text.len() < 4 || is_person || super::super::known_bin(text, world).is_some();
    !known && !found() && super::slip(station, text, cause, world)
}

/// A slip: of a sale that is paid with it, which is collected now; else it pays the sale on the screen.
pub(super) fn slip(station: &mut Station, slip: NoteNo, cause: &Cause, world: World<'_>) -> bool {
    if station.session.person.is_none() {
        return false;
    }
    let paid = station.book.sale_of_slip(&slip).map(|sale| sale.no);
    if let Some(sale) = paid {
        collect(station, sale, cause, world);
        return true;
    }
    let sale = match &station.session.task {
        Task::Store(StoreTask::Sale { sale }) if !lines(station, sale).is_empty() => sale.clone(),
        Task::Store(StoreTask::Sales) => {
            let unpaid = station.book.sales().filter(|sale| sale.paid.is_none()).map(|sale| sale.no.clone());
            match unpaid.collect::<Vec<_>>().as_slice() {
                [only] => only.clone(),
                [] => return false,
                _ => {
                    let words = station.words();
                    station.tell_bad(words.slip_of_which(slip), vec![words.slip_of_which_help()]);
                    return true;
                }
            }
        }
        _ => return false,
    };
    station.submit(Command::PaySale { sale, slip }, Wish::new(cause), world);
    true
}

fn collect(station: &mut Station, sale: SaleNo, cause: &Cause, world: World<'_>) {
    station.submit(Command::CollectSale { sale }, Wish::new(cause), world);
    if station.pipeline.is_busy() {
        station.go(Task::Store(StoreTask::Sales));
    }
}

/// The label of a sale: collected when it is paid, else shown.
pub(in crate::station) fn scanned(station: &mut Station, sale: SaleNo, cause: &Cause, world: World<'_>) {
    if station.session.person.is_none() {
        return super::super::people::badge_first(station);
    }
    match station.book.sale(&sale) {
        Some(Sale { paid: Some(_), .. }) => collect(station, sale, cause, world),
        Some(_) => open(station, StoreTask::Sale { sale }),
        None => {
            let words = station.words();
            station.tell_bad(words.unknown_sale(&sale), vec![words.nothing_changed()]);
        }
    }
}

/// The parts are together: a slip for the cashier is printed.
pub(super) fn done(station: &mut Station, no: &SaleNo) {
    let sale = station.book.sale(no);
    station.go(Task::Store(StoreTask::Sales));
    if sale.as_ref().is_none_or(|sale| sale.lines.is_empty()) {
        let words = station.words();
        return station.tell_info(words.sale_was_empty(), vec![words.nothing_changed()]);
    }
    if let Some(sale) = sale.filter(|sale| sale.paid.is_none() && !station.settings.printers.is_empty()) {
        station.print_label(codes::sale_label(&sale));
    }
}
