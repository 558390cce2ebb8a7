//! `pitbox trace`: by part, by lot, by serial number, and by vehicle, with the earlier moves of what went into it.

use super::{Shift, args, entry, moved, opened};
use crate::cli::source::{Reached, SourceRecord};
use crate::cli::trace;
use crate::domain::entry::Position;
use crate::domain::event::Event;
use crate::domain::ids::{LotNo, SerialNo};

const VIN: &str = "LSVNV4189H2158062";

fn of(lot: &str, serial: Option<&str>, event: Event) -> Event {
    let Event::StockMoved(mut moved) = event else { return event };
    moved.stock.lot = Some(LotNo::new(lot).unwrap());
    moved.stock.serial = serial.map(|serial| SerialNo::new(serial).unwrap());
    Event::StockMoved(moved)
}

/// Two lots come; of one a piece goes to the car, and so does a piece without a lot, which nobody can tell from others.
fn shop() -> Shift {
    let mut job = opened();
    for event in &mut job {
        if let Event::JobOpened(opened) = event {
            opened.vehicle.vin = VIN.to_owned();
        }
    }
    let records = [
        vec![of("L-1", None, moved("supplier", "bin:A-1", 5000, None))],
        vec![of("L-2", None, moved("supplier", "bin:A-1", 5000, None))],
        vec![of("L-2", Some("S-9"), moved("supplier", "bin:A-1", 1000, None))],
        vec![moved("supplier", "bin:A-1", 1000, None)],
        job,
        vec![of("L-1", None, moved("bin:A-1", "job:4711", 1000, None)), moved("bin:A-1", "job:4711", 1000, None)],
        vec![of("L-1", None, moved("job:4711", "bin:A-1", 1000, None))],
    ];
    let record = |(minutes, events): (i64, Vec<Event>)| SourceRecord {
        position: Position { device: 1, epoch: 1, seq: u64::try_from(minutes).unwrap() + 1 },
        hub_seq: Some(u64::try_from(minutes).unwrap() + 1),
        bytes: entry("Golden", minutes, events),
        link: None,
        reached: Reached::Hub,
    };
    Shift((0..).zip(records).map(record).collect())
}

fn traced(line: &str) -> Vec<serde_json::Value> {
    let mut out = Vec::new();
    trace::write(&args(&format!("--json {line}")), &mut shop(), &mut out).expect("written");
    let text = String::from_utf8(out).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn what_is_given_must_fit() {
    let check = |line: &str, expected: usize| assert_eq!(traced(line).len(), expected, "{line}");
    check("--part 04E115561H", 7);
    check("--part OTHER", 0);
    check("--lot L-1", 3);
    check("--lot L-2", 2);
    check("--lot L-2 --serial S-9", 1);
    check("--lot L-1 --serial S-9", 0);
    check("--vin LSVNV4189H2158063", 0);
}

#[test]
fn of_a_car_the_delivery_of_its_pieces_is_said_too() {
    let moves: Vec<String> = traced(&format!("--vin {VIN}"))
        .iter()
        .map(|line| format!("{} {} -> {} {}", line["lot"], line["from"], line["to"], line["vin"]).replace('"', ""))
        .collect();
    let expected = [
        "L-1 supplier -> bin:A-1 null".to_owned(),
        format!("L-1 bin:A-1 -> job:4711 {VIN}"),
        format!("null bin:A-1 -> job:4711 {VIN}"),
        format!("L-1 job:4711 -> bin:A-1 {VIN}"),
    ];
    assert_eq!(moves, expected);
}

#[test]
fn a_person_reads_a_table() {
    let mut out = Vec::new();
    trace::write(&args("--lot L-1 --part 04E115561H"), &mut shop(), &mut out).expect("written");
    let text = String::from_utf8(out).expect("text");
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(text.lines().nth(2).is_some_and(|line| line.contains(VIN)), "{text}");
}
