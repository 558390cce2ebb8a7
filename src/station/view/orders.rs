//! Purchase orders and special orders: the lists, one order, what a job waits for.

use super::super::Station;
use super::super::flow::store_desk::{orders, suggestions};
use super::super::input::World;
use super::jobs::{column, fact};
use super::screen::{Block, Fact, Row, Sign, Table, Tone, Width};
use super::store_desk::name_of;
use crate::domain::book::Book;
use crate::domain::ids::OrderNo;
use crate::domain::order::{Order, OrderLine, OrderState};
use crate::domain::qty::Qty;
use crate::domain::supply::Standing;
use crate::station::words::Words;

/// After so long what came for a job and was not taken goes on the list.
const UNCOLLECTED_MS: i64 = 30 * 24 * 60 * 60 * 1000;

pub(super) fn suggested(station: &Station, world: World<'_>) -> Table {
    let words = station.words();
    let all = suggestions(station);
    // A column of what is past its date only where something is.
    let some_past = all.iter().any(|one| one.position.expired != Qty::ZERO);
    let row = |one: Standing| {
        let at = one.position;
        let mut cells = vec![
            one.level.supplier.clone(),
            one.level.part.to_string(),
            name_of(station, &one.level.part, world),
            at.on_hand.to_string(),
            at.on_order.to_string(),
            at.in_transit.to_string(),
            at.allocated.to_string(),
            words.qty(one.suggested(), one.level.unit),
        ];
        if some_past {
            cells.insert(4, at.expired.to_string());
        }
        Row { sign: Sign::Open, cells }
    };
    let number = |title, drop| column(title, Width::Fixed(8), true, drop);
    let mut columns = vec![
        column(words.col_supplier(), Width::Share(2), false, 0),
        column(words.col_part(), Width::Share(3), false, 0),
        column(words.col_name(), Width::Share(3), false, 5),
        number(words.on_hand(), 3),
        number(words.on_order(), 2),
        number(words.in_transit(), 4),
        number(words.allocated(), 3),
        number(words.col_to_order(), 0),
    ];
    if some_past {
        columns.insert(4, number(words.expired(), 3));
    }
    Table {
        columns,
        rows: all.into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.suggestions_none(),
        title: String::new(),
    }
}

fn order_state(words: Words, state: OrderState) -> String {
    match state {
        OrderState::Draft => words.order_draft(),
        OrderState::Sent => words.order_sent(),
        OrderState::PartReceived => words.order_part_received(),
        OrderState::Received => words.order_received(),
        OrderState::Closed => words.order_closed(),
    }
}

fn order_sign(state: OrderState) -> Sign {
    match state {
        OrderState::Draft => Sign::Open,
        OrderState::Sent => Sign::Waiting,
        OrderState::PartReceived => Sign::Partly,
        OrderState::Received | OrderState::Closed => Sign::Done,
    }
}

pub(super) fn order_list(station: &Station, world: World<'_>) -> Table {
    let words = station.words();
    let row = |order: &Order| {
        let open = order.lines.iter().filter(|line| line.open().is_positive()).count();
        let next =
            order.lines.iter().filter(|line| line.open().is_positive()).filter_map(|line| line.expected_ms).min();
        let next = next.map(|ms| station.settings.zone.short(ms, world.now.wall_ms)).unwrap_or_default();
        let cells = vec![
            order.no.to_string(),
            order.supplier.clone(),
            order_state(words, order.state()),
            format!("{open} / {}", order.lines.len()),
            next,
        ];
        Row { sign: order_sign(order.state()), cells }
    };
    Table {
        columns: vec![
            column(words.col_order(), Width::Share(3), false, 0),
            column(words.col_supplier(), Width::Share(4), false, 1),
            column(words.state(), Width::Fixed(14), false, 0),
            column(words.col_open_lines(), Width::Fixed(10), true, 2),
            column(words.col_expected(), Width::Fixed(12), false, 0),
        ],
        rows: orders(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.orders_none(),
        title: String::new(),
    }
}

pub(super) fn order_screen(station: &Station, no: &OrderNo, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let Some(order) = station.book.order_ref(no) else {
        return vec![Block::Text { tone: Tone::Plain, lines: vec![words.refused_unknown_order(no)] }];
    };
    let short = |ms| station.settings.zone.short(ms, world.now.wall_ms);
    let facts = vec![
        fact(words.col_supplier(), order.supplier.clone(), Tone::Plain),
        fact(words.state(), order_state(words, order.state()), Tone::Plain),
        fact(words.order_sent(), order.sent_ms.map(short).unwrap_or_default(), Tone::Faint),
    ];
    let mut table = order_lines(station, order, world);
    let whole = vec![words.whole_order(), String::new(), String::new(), String::new(), String::new(), String::new()];
    table.rows.insert(0, Row { sign: order_sign(order.state()), cells: whole });
    table.selected = Some(station.session.selected);
    vec![Block::Facts(facts.into_iter().filter(|fact| !fact.value.is_empty()).collect()), Block::Table(table)]
}

/// The lines of an order: what is open and when it is to come.
pub(super) fn order_lines(station: &Station, order: &Order, world: World<'_>) -> Table {
    let words = station.words();
    let row = |line: &OrderLine| {
        let sign = match (line.open().is_positive(), line.received.is_positive()) {
            (false, _) => Sign::Done,
            (true, true) => Sign::Partly,
            (true, false) => Sign::Open,
        };
        let expected = line.expected_ms.filter(|_| line.open().is_positive());
        let cells = vec![
            line.part.to_string(),
            name_of(station, &line.part, world),
            format!("{} / {}", line.received, words.qty(line.qty, line.unit)),
            line.job.as_ref().map(|job| words.is_job(job)).unwrap_or_default(),
            if line.open().is_positive() { words.qty(line.open(), line.unit) } else { String::new() },
            expected.map(|ms| station.settings.zone.short(ms, world.now.wall_ms)).unwrap_or_default(),
        ];
        Row { sign, cells }
    };
    Table {
        columns: vec![
            column(words.col_part(), Width::Share(3), false, 0),
            column(words.col_name(), Width::Share(3), false, 3),
            column(words.order_received(), Width::Fixed(11), true, 0),
            column(words.col_special(), Width::Fixed(10), false, 2),
            column(words.back_order(), Width::Fixed(10), true, 0),
            column(words.col_expected(), Width::Fixed(12), false, 1),
        ],
        rows: order.lines.iter().map(row).collect(),
        ..Table::default()
    }
}

/// Special orders that wait for their part, or whose part waits for them.
pub(super) fn special_lines(station: &Station) -> Vec<(&Order, &OrderLine)> {
    let lines = station.book.orders().into_iter().flat_map(|order| order.lines.iter().map(move |line| (order, line)));
    let waits = |line: &OrderLine| line.held().is_positive() || line.open().is_positive();
    lines
        .filter(|(order, line)| line.job.is_some() && waits(line) && (!order.closed || line.held().is_positive()))
        .collect()
}

pub(super) fn specials(station: &Station, world: World<'_>) -> Table {
    let words = station.words();
    let row = |(order, line): (&Order, &OrderLine)| {
        let here = line.held().is_positive();
        let since = line.received_ms.filter(|_| here);
        let late = since.is_some_and(|since| world.now.wall_ms - since >= UNCOLLECTED_MS);
        let when = since.or(line.expected_ms).map(|ms| station.settings.zone.short(ms, world.now.wall_ms));
        let said = match (here, late) {
            (_, true) => words.special_uncollected(),
            (true, false) => words.special_here(),
            (false, _) => words.special_expected(),
        };
        let sign = if late {
            Sign::Wrong
        } else if here {
            Sign::Done
        } else {
            Sign::Waiting
        };
        let job = line.job.as_ref().map(ToString::to_string).unwrap_or_default();
        let qty = words.qty(if here { line.held() } else { line.open() }, line.unit);
        let cells =
            vec![job, line.part.to_string(), qty, format!("{said} {}", when.unwrap_or_default()), order.no.to_string()];
        Row { sign, cells }
    };
    Table {
        columns: vec![
            column(words.col_job(), Width::Fixed(8), false, 0),
            column(words.col_part(), Width::Share(3), false, 0),
            column(words.col_qty(), Width::Fixed(9), true, 0),
            column(words.state(), Width::Share(4), false, 0),
            column(words.col_order(), Width::Share(2), false, 1),
        ],
        rows: special_lines(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.specials_none(),
        title: String::new(),
    }
}

/// What was ordered for a job, for its screen: what came, and when the rest is to come.
pub(super) fn job_facts(station: &Station, job: &crate::domain::ids::JobNo, world: World<'_>) -> Vec<Fact> {
    let words = station.words();
    let of_job = |(_, line): &(&Order, &OrderLine)| line.job.as_ref() == Some(job);
    let said = |(_, line): (&Order, &OrderLine)| {
        let when = |ms| station.settings.zone.short(ms, world.now.wall_ms);
        if line.held().is_positive() {
            let said = format!("{} {}: {}", words.qty(line.held(), line.unit), line.part, words.special_here());
            return fact(words.special_order(), said, Tone::Good);
        }
        let expected = line.expected_ms.map(when).unwrap_or_default();
        let said =
            format!("{} {}: {} {expected}", words.qty(line.open(), line.unit), line.part, words.special_expected());
        fact(words.back_order(), said.trim_end().to_owned(), Tone::Attention)
    };
    special_lines(station).into_iter().filter(of_job).map(said).collect()
}
