//! The words of the stories for levels, alerts, orders and claims.

use super::shop::{bin_id, job_no, part_no, qty};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command, Item, NewOrderLine, Supply};
use crate::domain::fault::{FaultKind, Outcome};
use crate::domain::ids::{BinId, LineNo, NoteNo, OrderNo, RecordName, RfTag};
use crate::domain::level::{AbcClass, Level};
use crate::domain::lot::Day;
use crate::domain::memory::MemoryBook;
use crate::domain::qty::{Qty, Unit};
use crate::domain::rf_tag::TagGroup;
use crate::domain::supply::standing;

pub(super) fn order_no(text: &str) -> OrderNo {
    OrderNo::new(text).expect("an order")
}

/// The command of these words, if they are of supply. `record` finds a record by its label.
pub(super) fn command(plain: &[&str], options: &[&str], record: impl Fn(&str) -> RecordName) -> Option<Command> {
    let option = |key: &str| options.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
    let order = || option("order").map(order_no);
    let supply = match *plain {
        ["level", part, safety, reorder_point, max] => Supply::SetLevel(Level {
            part: part_no(part),
            unit: Unit::Piece,
            safety: qty(safety),
            reorder_point: qty(reorder_point),
            max: qty(max),
            pack: option("pack").map_or(Qty::ONE, qty),
            lead_days: 3,
            supplier: option("supplier").unwrap_or("ACME").to_owned(),
            class: option("class").and_then(AbcClass::from_code),
            basis: None,
        }),
        ["see-alert", part] => {
            let snooze_days = option("days").map(|days| days.parse().expect("days"));
            Supply::SeeAlert { part: part_no(part), snooze_days }
        }
        ["order", no, ref lines @ ..] => Supply::OpenOrder {
            order: order_no(no),
            supplier: "ACME".to_owned(),
            sent: option("sent").is_some(),
            lines: lines.iter().map(|line| new_line(line)).collect(),
        },
        ["order-also", no, line] => Supply::AddOrderLine { order: order_no(no), line: new_line(line) },
        ["send", no] => Supply::SendOrder(order_no(no)),
        ["close-order", no] => Supply::CloseOrder(order_no(no)),
        ["expect", no, line, days] => Supply::ExpectLine {
            order: order_no(no),
            line: LineNo(line.parse().expect("a line")),
            expected_ms: Some(days.parse::<i64>().expect("days") * 86_400_000),
        },
        ["fault", kind, part, n] => Supply::ReportFault {
            kind: FaultKind::from_code(kind).expect("a kind of fault"),
            item: Item::of(part_no(part)),
            qty: qty(n),
            note: option("note").map(|text| NoteNo::new(text).expect("a note")),
            order: order(),
            bin: option("from").map(|text| BinId::new(text).expect("a bin")),
            photo: option("photo").unwrap_or("").to_owned(),
        },
        ["settle", fault, outcome] => {
            let outcome = Outcome::ALL.into_iter().find(|known| known.code() == outcome).expect("an outcome");
            Supply::SettleFault { fault: record(fault), outcome }
        }
        ["close-month", seconds] => Supply::ClosePeriod { until_ms: seconds.parse::<i64>().expect("seconds") * 1000 },
        _ => return None,
    };
    Some(Command::Supply(Box::new(supply)))
}

/// A line as `PART:QTY[:JOB]`.
fn new_line(text: &str) -> NewOrderLine {
    let mut words = text.split(':');
    let mut next = || words.next();
    let (part, n) = (next().expect("a part"), next().expect("a quantity"));
    NewOrderLine { part: part_no(part), qty: qty(n), expected_ms: None, job: next().map(job_no) }
}

/// What the narrator shows of supply.
pub(super) fn show(book: &MemoryBook, words: &[&str], today: Option<Day>) -> Option<Vec<String>> {
    let shown = match words {
        ["supply", part] => vec![match standing(book, &part_no(part), today) {
            None => "no levels".to_owned(),
            Some(standing) => {
                let at = standing.position;
                let urgency = standing.urgency().map_or("enough".to_owned(), |urgency| format!("{urgency:?}"));
                let expired =
                    if at.expired == Qty::ZERO { String::new() } else { format!(" - {} expired", at.expired) };
                format!(
                    "{} on hand{expired} + {} on order + {} in transit - {} allocated = {}: {urgency}, order {}",
                    at.on_hand,
                    at.on_order,
                    at.in_transit,
                    at.allocated,
                    at.total(),
                    standing.suggested()
                )
            }
        }],
        ["order", no] => match book.order(&order_no(no)) {
            None => vec!["no such order".to_owned()],
            Some(order) => {
                let mut text = vec![format!("{} at {}: {}", order.no, order.supplier, order.state().code())];
                text.extend(order.lines.iter().map(|line| {
                    let job =
                        line.job.as_ref().map_or(String::new(), |job| format!(" for {job}, {} held", line.held()));
                    format!("line {}: {} of {} {}{job}", line.no, line.received, line.qty, line.part)
                }));
                text
            }
        },
        ["claims"] => {
            let one = |(name, claim): (RecordName, &crate::domain::fault::Claim)| {
                let fault = &claim.fault;
                let days = (fault.deadline_ms - claim.since_ms) / 86_400_000;
                format!("{name}: {} {} {}, {days} days left", fault.kind.code(), fault.qty, fault.part)
            };
            let found: Vec<String> = book.claims().map(one).collect();
            if found.is_empty() { vec!["none".to_owned()] } else { found }
        }
        _ => return None,
    };
    Some(shown)
}

/// A delivery by tags, each group as `PART:EACH:TAG,TAG`.
pub(super) fn receive_tags<'a>(
    groups: &[&str],
    to: &str,
    agreed: Agreed,
    option: impl Fn(&str) -> Option<&'a str>,
) -> Command {
    let group = |text: &&str| {
        let mut words = text.split(':');
        let mut next = || words.next().expect("PART:EACH:TAG,TAG");
        let (part, each) = (part_no(next()), qty(next()));
        let tags = next().split(',').map(|tag| RfTag::new(tag).expect("a tag")).collect();
        TagGroup { part, each, tags }
    };
    let groups = groups.iter().map(group).collect();
    Command::ReceiveTags { groups, note: None, to: bin_id(to), order: option("order").map(order_no), agreed }
}

/// A receipt, with `note=` and `order=`.
pub(super) fn receive<'a>(
    item: Item,
    (n, to): (&str, &str),
    agreed: Agreed,
    option: impl Fn(&str) -> Option<&'a str>,
) -> Command {
    let note = option("note").map(|text| NoteNo::new(text).expect("a note"));
    let order = option("order").map(order_no);
    Command::ReceivePart { item, qty: qty(n), note, to: bin_id(to), order, agreed }
}
