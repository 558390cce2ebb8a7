//! What is to be ordered, an order for its supplier, and stock that lies too long or too much.

use anyhow::{Context, bail};
use jiff::tz::TimeZone;

use super::{Csv, date};
use crate::domain::book::Book;
use crate::domain::idle::{self, LastMoves};
use crate::domain::ids::OrderNo;
use crate::domain::lot::Day;
use crate::domain::memory::MemoryBook;

pub(super) fn suggestions(book: &MemoryBook, csv: &mut Csv<'_>) -> anyhow::Result<()> {
    let mut due = book.standings(Some(Day::of_ms(crate::clock::wall_ms())));
    due.retain(|one| one.suggested().is_positive());
    due.sort_by(|a, b| (&a.level.supplier, &a.level.part).cmp(&(&b.level.supplier, &b.level.part)));
    csv.write_record([
        "supplier",
        "part",
        "qty",
        "unit",
        "on_hand",
        "on_order",
        "in_transit",
        "allocated",
        "position",
        "expired",
    ])?;
    for one in due {
        let at = one.position;
        let numbers = [one.suggested(), at.on_hand, at.on_order, at.in_transit, at.allocated, at.total(), at.expired];
        let [qty, hand, ordered, transit, allocated, position, expired] = numbers.map(|qty| qty.to_string());
        let (supplier, part, unit) = (&one.level.supplier, one.level.part.as_str(), one.level.unit.code());
        csv.write_record([supplier, part, &qty, unit, &hand, &ordered, &transit, &allocated, &position, &expired])?;
    }
    Ok(())
}

pub(super) fn order(book: &MemoryBook, number: Option<&str>, zone: &TimeZone, csv: &mut Csv<'_>) -> anyhow::Result<()> {
    let Some(number) = number else { bail!("say which with --order NUMBER") };
    let order = OrderNo::new(number).ok().and_then(|order| book.order(&order));
    let order = order.with_context(|| format!("there is no open order {number}"))?;
    csv.write_record(["order", "supplier", "line", "part", "qty", "unit", "received", "expected", "job"])?;
    for line in &order.lines {
        csv.write_record([
            order.no.as_str(),
            &order.supplier,
            &line.no.to_string(),
            line.part.as_str(),
            &line.qty.to_string(),
            line.unit.code(),
            &line.received.to_string(),
            &line.expected_ms.map(|ms| date(ms, zone)).unwrap_or_default(),
            line.job.as_ref().map(|job| job.as_str()).unwrap_or_default(),
        ])?;
    }
    Ok(())
}

pub(super) fn overstock(book: &MemoryBook, csv: &mut Csv<'_>) -> anyhow::Result<()> {
    csv.write_record(["part", "on_hand", "max", "above", "unit"])?;
    for one in idle::overstock(book) {
        let [hand, max, above] = [one.on_hand, one.max, one.qty()].map(|qty| qty.to_string());
        csv.write_record([one.part.as_str(), &hand, &max, &above, one.unit.code()])?;
    }
    Ok(())
}

pub(super) fn expiry(book: &MemoryBook, until: Day, csv: &mut Csv<'_>) -> anyhow::Result<()> {
    csv.write_record(["part", "lot", "bin", "qty", "unit", "expires"])?;
    for (expires, one) in idle::expiring(book, until) {
        let lot = one.stock.lot.as_ref().map(ToString::to_string).unwrap_or_default();
        let (part, qty) = (one.stock.part.as_str(), one.qty.to_string());
        csv.write_record([part, &lot, one.bin.as_str(), &qty, one.unit.code(), &expires.to_string()])?;
    }
    Ok(())
}

/// What neither came nor left since then, as the kiosk's list has it.
pub(super) fn dead(
    book: &MemoryBook,
    last: &LastMoves,
    before_ms: i64,
    zone: &TimeZone,
    csv: &mut Csv<'_>,
) -> anyhow::Result<()> {
    csv.write_record(["part", "bin", "qty", "unit", "last_moved"])?;
    for (moved, one) in idle::dead(book, last, before_ms) {
        let (part, qty) = (one.stock.part.as_str(), one.qty.to_string());
        let moved = moved.map(|ms| date(ms, zone)).unwrap_or_default();
        csv.write_record([part, one.bin.as_str(), &qty, one.unit.code(), &moved])?;
    }
    Ok(())
}
