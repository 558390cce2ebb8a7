//! Stock that costs more than it brings. What it is worth sees only who has the right.

use super::super::Station;
use super::super::input::World;
use super::jobs::column;
use super::screen::{Block, Column, Fact, Row, Sign, Table, Tone, Width};
use super::store_desk::name_of;
use crate::domain::catalogue::Part;
use crate::domain::idle::Lying;
use crate::domain::ids::PartNo;
use crate::domain::lot::Day;
use crate::domain::qty::{Money, Qty};
use crate::domain::rights::Right;
use crate::station::store_desk::IdleRows;
use crate::station::words::Words;

fn may(station: &Station, right: Right) -> bool {
    station.person().is_some_and(|person| person.may(right))
}

/// What a part costs and is sold for, as far as the person may see it.
pub(super) fn money(station: &Station, part: &Part) -> Vec<Fact> {
    let words = station.words();
    let said = |label: String, right, money: Option<Money>| {
        let shown = money.filter(|_| may(station, right))?;
        Some(super::jobs::fact(label, shown.to_string(), Tone::Plain))
    };
    let cost = said(words.cost_of_one(), Right::SeeCost, part.cost);
    let price = said(words.price_of_one(), Right::SeePrice, part.price);
    price.into_iter().chain(cost).collect()
}

/// What a quantity of a part cost the shop, for whoever may see it.
fn worth(station: &Station, part: &PartNo, qty: Qty, world: World<'_>) -> String {
    let cost = world.catalogue.part(part).and_then(|part| part.cost).filter(|_| may(station, Right::SeeCost));
    cost.map_or_else(String::new, |cost| {
        let minor = i128::from(cost.minor) * i128::from(qty.0) / i128::from(Qty::ONE.0);
        Money { minor: i64::try_from(minor).unwrap_or(i64::MAX), ..cost }.to_string()
    })
}

/// The title of a list.
pub(super) fn title(words: Words, rows: &IdleRows) -> String {
    match rows {
        IdleRows::Expiring(_) => words.expiry_title(),
        IdleRows::Overstock(_) => words.overstock_title(),
        IdleRows::Dead(_) => words.dead_title(),
    }
}

/// A column of money for those who may see it.
fn with_worth(station: &Station, mut columns: Vec<Column>) -> Vec<Column> {
    let words = station.words();
    columns.extend(may(station, Right::SeeCost).then(|| column(words.col_worth(), Width::Fixed(14), true, 1)));
    columns
}

pub(super) fn list(station: &Station, rows: &IdleRows, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let named = || {
        vec![column(words.col_part(), Width::Share(2), false, 0), column(words.col_name(), Width::Share(2), false, 3)]
    };
    let lying = |one: &Lying, last: String, lot: Option<String>| {
        let part = one.stock.part.clone();
        let mut cells = vec![part.to_string(), name_of(station, &part, world)];
        cells.extend(lot);
        cells.extend([one.bin.to_string(), words.qty(one.qty, one.unit), last]);
        cells.push(worth(station, &part, one.qty, world));
        cells
    };
    let bin_and_qty =
        || [column(words.col_bin(), Width::Fixed(9), false, 0), column(words.col_qty(), Width::Fixed(10), true, 0)];
    let (columns, rows, empty): (Vec<Column>, Vec<Row>, String) = match rows {
        IdleRows::Expiring(rows) => {
            let today = Day::of_ms(world.now.wall_ms);
            let row = |(day, one): &(Day, Lying)| {
                let lot = one.stock.lot.as_ref().map(ToString::to_string).unwrap_or_default();
                let sign = if *day < today { Sign::Wrong } else { Sign::Waiting };
                let until = if *day < today { words.expired_on(day) } else { day.to_string() };
                Row { sign, cells: lying(one, until, Some(lot)) }
            };
            let mut columns = named();
            columns.push(column(words.col_lot(), Width::Share(1), false, 2));
            columns.extend(bin_and_qty());
            columns.push(column(words.col_expires(), Width::Fixed(19), false, 0));
            (columns, rows.iter().map(row).collect(), words.expiry_none())
        }
        IdleRows::Overstock(rows) => {
            let row = |one: &crate::domain::idle::Above| {
                let numbers = [one.on_hand, one.max, one.qty()].map(|qty| words.qty(qty, one.unit));
                let mut cells = vec![one.part.to_string(), name_of(station, &one.part, world)];
                cells.extend(numbers);
                cells.push(worth(station, &one.part, one.qty(), world));
                Row { sign: Sign::Waiting, cells }
            };
            let mut columns = named();
            columns.extend([
                column(words.on_hand(), Width::Fixed(10), true, 2),
                column(words.col_max(), Width::Fixed(10), true, 2),
                column(words.col_above(), Width::Fixed(10), true, 0),
            ]);
            (columns, rows.iter().map(row).collect(), words.overstock_none())
        }
        IdleRows::Dead(rows) => {
            let row = |(last, one): &(Option<i64>, Lying)| {
                let last = last.map(|ms| Day::of_ms(ms).to_string());
                Row { sign: Sign::Waiting, cells: lying(one, last.unwrap_or_default(), None) }
            };
            let mut columns = named();
            columns.extend(bin_and_qty());
            columns.push(column(words.col_last_moved(), Width::Fixed(11), false, 0));
            let empty = if rows.is_none() { words.idle_reading() } else { words.dead_none() };
            (columns, rows.iter().flatten().map(row).collect(), empty)
        }
    };
    let selected = Some(station.session.selected);
    let columns = with_worth(station, columns);
    let cut = |row: Row| Row { cells: row.cells.into_iter().take(columns.len()).collect(), ..row };
    let rows = rows.into_iter().map(cut).collect::<Vec<Row>>();
    vec![Block::Table(Table { columns, rows, selected, empty, ..Table::default() })]
}
