//! Where a part came from and went, and what went into a vehicle.

use super::super::Station;
use super::super::flow::form::name;
use super::super::input::World;
use super::jobs::column;
use super::screen::{Block, Row, Sign, Table, Width};
use crate::domain::trace::{Followed, Step};
use crate::station::words::Words;

pub(super) fn title(words: Words, of: &Followed) -> String {
    match (&of.part, &of.vin) {
        (Some(part), _) => words.trace_title(part),
        (None, vin) => words.trace_of_car(vin.as_deref().unwrap_or_default()),
    }
}

/// The moves of a part, or those to and from a vehicle, the newest first.
pub(super) fn trace(station: &Station, of: &Followed, steps: Option<&[Step]>, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let of_car = of.part.is_none();
    let row = |step: &Step| {
        let (moved, stock) = (&step.moved, &step.moved.stock);
        // What the title says already is not said again.
        let part = of_car.then(|| stock.part.to_string());
        let car = step.car.as_ref().filter(|car| of.vin.as_ref() != Some(&car.vin)).map(|car| car.plate.clone());
        let ids = [stock.lot.as_ref().map(ToString::to_string), stock.serial.as_ref().map(ToString::to_string)];
        let note = moved.note.as_ref().map(ToString::to_string);
        let about: Vec<String> = [part, car, note].into_iter().chain(ids).flatten().collect();
        let mut at = station.settings.zone.short(step.at_ms, world.now.wall_ms);
        if !step.trusted {
            at.push('?');
        }
        let cells = vec![
            at,
            words.qty(moved.qty, moved.unit),
            words.place(&moved.from),
            words.place(&moved.to),
            about.join(" "),
            step.by.as_ref().map(|by| name(station, by)).unwrap_or_default(),
        ];
        Row { sign: Sign::None, cells }
    };
    let table = Table {
        columns: vec![
            column(words.trace_when(), Width::Fixed(12), false, 1),
            column(words.col_qty(), Width::Fixed(8), true, 0),
            column(words.trace_from(), Width::Share(2), false, 0),
            column(words.trace_to(), Width::Share(2), false, 0),
            column(if of_car { words.trace_part() } else { words.trace_vehicle() }, Width::Share(2), false, 0),
            column(words.trace_by(), Width::Share(1), false, 2),
        ],
        rows: steps.unwrap_or_default().iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: if steps.is_none() { words.idle_reading() } else { words.trace_none() },
        ..Table::default()
    };
    vec![Block::Table(table)]
}
