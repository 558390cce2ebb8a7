//! The acts of the stories at counts.

use super::shop::{bin_id, part_no, qty};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::count::{CountLine, Scope};
use crate::domain::count_act::CountAct;
use crate::domain::ids::CountNo;
use crate::domain::level::AbcClass;
use crate::domain::memory::MemoryBook;
use crate::domain::reason::Reason;
use crate::domain::stock::{Condition, Owner, Stock};

fn number(text: &str) -> CountNo {
    CountNo::new(text).expect("a count")
}

fn scope(text: &str) -> Scope {
    match text.split_once(':') {
        Some(("bin", bin)) => Scope::Bin(bin_id(bin)),
        Some(("part", part)) => Scope::Part(part_no(part)),
        Some(("class", class)) => Scope::Class(AbcClass::from_code(class).expect("a class")),
        Some(("bins", bins)) => Scope::Bins(bins.split(',').map(bin_id).collect()),
        _ => Scope::All,
    }
}

/// The command of these words, when they are of a count.
pub(super) fn command<'a>(
    plain: &[&str],
    option: &impl Fn(&str) -> Option<&'a str>,
    item: &impl Fn(&str) -> Item,
) -> Option<Command> {
    let stock = |text: &str| {
        let Item { part, lot, serial, .. } = item(text);
        let condition = option("condition").map_or(Condition::New, |code| Condition::from_code(code).expect("one"));
        Stock { part, lot, serial, condition, owner: Owner::Shop }
    };
    let (count, act) = match *plain {
        ["open-count", no, of] => (no, CountAct::Open { scope: scope(of), blind: option("book") != Some("shown") }),
        ["count", no, bin, part, n] => (no, CountAct::Line { bin: bin_id(bin), stock: stock(part), qty: qty(n) }),
        ["rest", no, bin, ref parts @ ..] => {
            (no, CountAct::Rest { bin: bin_id(bin), stocks: parts.iter().map(|part| stock(part)).collect() })
        }
        ["count-tags", no, bin, ref found @ ..] => {
            let line = |text: &&str| text.split_once(':').map(|(part, n)| (stock(part), qty(n))).expect("PART:QTY");
            (no, CountAct::Tags { bin: bin_id(bin), lines: found.iter().map(line).collect() })
        }
        ["explain", no, bin, part] => {
            let reason = Reason::from_code(option("reason").expect("reason=")).expect("a reason");
            (no, CountAct::Explain { bin: bin_id(bin), stock: stock(part), reason })
        }
        ["label", no, bin, part] => (no, CountAct::Label { bin: bin_id(bin), stock: stock(part), needed: true }),
        ["doubt", no, bin, part] => {
            let record = crate::domain::ids::RecordName([0xdd; 16]);
            (no, CountAct::Doubt { bin: bin_id(bin), stock: stock(part), record })
        }
        ["post-count", no] => (no, CountAct::Post),
        ["abandon-count", no] => (no, CountAct::Abandon),
        _ => return None,
    };
    Some(Command::Count { count: number(count), act })
}

/// What is due by the cycle plan, so many days after the beginning.
pub(super) fn show_due(book: &MemoryBook, days: &str) -> Vec<String> {
    let now_ms = days.parse::<i64>().expect("days") * 86_400_000;
    let row = |due: crate::domain::cycle::Due| {
        let class = due.class.map_or("-", AbcClass::code);
        let last = due.last_ms.map_or("never".to_owned(), |ms| format!("day {}", ms / 86_400_000));
        format!("{} class {class}: {} parts, {last}", due.bin, due.parts)
    };
    let all: Vec<String> = crate::domain::cycle::due(book, now_ms).into_iter().map(row).collect();
    if all.is_empty() { vec!["nothing".to_owned()] } else { all }
}

/// What the narrator shows of a count.
pub(super) fn show(book: &MemoryBook, no: &str) -> Vec<String> {
    let Some(count) = book.count(&number(no)) else { return vec!["no such count".to_owned()] };
    let line = |line: &CountLine| {
        let tally = |tally: &crate::domain::count::Tally| {
            let by = tally.by.as_ref().map_or("nobody".to_owned(), ToString::to_string);
            format!("{by} saw {} of {}{}", tally.qty, tally.book, if tally.late { ", late" } else { "" })
        };
        let seen: Vec<String> = line.tallies.iter().map(tally).collect();
        let label = if line.label { ", label needed" } else { "" };
        format!("{} {}: {} => {:?}{label}", line.bin, line.stock.part, seen.join("; "), line.state())
    };
    [format!("of {:?}", count.scope)].into_iter().chain(count.lines.iter().map(line)).collect()
}
