//! What `alerts`, `orders` and `export` write.

use super::{Shift, args, entry, moved};
use crate::cli::export::list;
use crate::cli::source::{Reached, SourceRecord};
use crate::cli::{alerts, orders};
use crate::domain::entry::Position;
use crate::domain::event::Event;
use crate::domain::ids::{JobNo, LineNo, OrderNo, PartNo};
use crate::domain::level::Level;
use crate::domain::qty::{Qty, Unit};

/// A day in minutes.
const DAY: i64 = 24 * 60;

/// The beginning of October 2026 in Shanghai.
const OCTOBER: i64 = 1_790_784_000_000;

fn part() -> PartNo {
    PartNo::new("04E115561H").unwrap()
}

fn level() -> Event {
    Event::LevelSet(Box::new(Level {
        part: part(),
        unit: Unit::Piece,
        safety: Qty::units(2),
        reorder_point: Qty::units(4),
        max: Qty::units(10),
        pack: Qty::units(3),
        lead_days: 2,
        supplier: "Jida".into(),
        class: None,
        basis: None,
    }))
}

fn order_line(no: u16, job: Option<&str>) -> Event {
    Event::OrderLineAdded {
        order: OrderNo::new("PO-1").unwrap(),
        line: LineNo(no),
        part: part(),
        unit: Unit::Piece,
        qty: Qty::units(3),
        expected_ms: Some(1_790_000_000_000),
        job: job.map(|job| JobNo::new(job).unwrap()),
    }
}

/// Ten came, eight went over five days; three are on order, which took two days once before.
fn shop() -> Shift {
    let order = OrderNo::new("PO-1").unwrap();
    let opened = Event::OrderOpened { order: order.clone(), supplier: "Jida".into() };
    let sent = Event::OrderSent { order: order.clone() };
    let received = Event::OrderReceived { order, line: LineNo(2), qty: Qty::units(3) };
    let records = [
        (0, vec![level(), moved("adjust", "bin:A-1", 10_000, None)]),
        (1, vec![opened, order_line(1, None), order_line(2, Some("4711")), sent]),
        (DAY, vec![moved("bin:A-1", "job:4711", 4000, None)]),
        (2 * DAY + 1, vec![moved("bin:A-1", "job:4711", 4000, None), received]),
        (4 * DAY, vec![Event::PeriodClosed { until_ms: OCTOBER }]),
        (2 * DAY, vec![moved("bin:A-1", "scrap", 1000, None)]),
    ];
    let record = |(at, (minutes, events)): (u64, (i64, Vec<Event>))| SourceRecord {
        position: Position { device: 1, epoch: 1, seq: at + 1 },
        hub_seq: Some(at + 1),
        bytes: entry("Golden", minutes, events),
        link: None,
        reached: Reached::Hub,
    };
    Shift((0..).zip(records).map(record).collect())
}

fn written(write: impl FnOnce(&mut Shift, &mut Vec<u8>) -> anyhow::Result<()>) -> String {
    let (mut source, mut out) = (shop(), Vec::new());
    write(&mut source, &mut out).expect("written");
    String::from_utf8(out).expect("text")
}

fn exported(line: &str) -> String {
    let args: list::ListArgs = args(line);
    let now = 1_789_997_600_000 + 400 * DAY * 60_000;
    written(|source, out| list::write(&args, source, out, now))
}

#[test]
fn alerts_in_json() {
    let args: alerts::AlertsArgs = args("--json");
    let text = written(|source, out| alerts::write(&args, source, out));
    let line: serde_json::Value = serde_json::from_str(&text).expect("one object");
    let figures = ["on_hand", "on_order", "allocated", "position", "available", "suggested"].map(|key| &line[key]);
    assert_eq!(figures, [1000, 3000, 0, 4000, 1000, 6000], "{text}");
    assert_eq!((&line["state"], &line["supplier"]), (&"below-safety".into(), &"Jida".into()));
}

#[test]
fn orders_in_json() {
    let args: orders::OrdersArgs = args("--json --order PO-1");
    let text = written(|source, out| orders::write(&args, source, out));
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let open: Vec<_> = lines.iter().map(|line| (&line["open"], &line["held"], &line["state"])).collect();
    let state = serde_json::Value::from("part-received");
    assert_eq!(open, [(&3000.into(), &0.into(), &state), (&0.into(), &3000.into(), &state)]);
}

#[test]
fn levels_follow_from_the_history_and_can_be_imported() {
    let csv = exported("levels");
    // 8 in 5 days: mean 1.6, deviation 2.191; one delivery took 2 days. 1.645 * sqrt(2 * 2.191^2) = 5.097.
    let row = "04E115561H,6,9,15,3,2,Jida,A,z=1645 days=5 mean=1600 sd=2190 lead=2000 sd_lead=0";
    assert!(csv.lines().any(|line| line == row), "{csv}");
    let rows = crate::import::read_table::<crate::import::LevelRow>(csv.as_bytes()).expect("levels.csv");
    assert_eq!(rows.len(), 1);
}

#[test]
fn the_lists() {
    assert!(exported("suggestions").contains("Jida,04E115561H,6,pc,1,3,0,0,4"), "{}", exported("suggestions"));
    assert!(exported("order --order PO-1").contains("PO-1,Jida,2,04E115561H,3,pc,3,2026-09-21,4711"));
    assert!(exported("dead").contains("04E115561H,A-1,1,pc,2026-09-23"), "{}", exported("dead"));
    assert_eq!(exported("dead --days 500").lines().count(), 1);
    assert_eq!(exported("overstock").lines().count(), 1);
}

#[test]
fn stock_says_how_much_is_too_much_and_since_when_it_lies() {
    let mut source = shop();
    let more = entry("Golden", 2 * DAY, vec![moved("supplier", "bin:A-2", 12_000, None)]);
    let position = Position { device: 1, epoch: 1, seq: 99 };
    source.0.push(SourceRecord { position, hub_seq: Some(99), bytes: more, link: None, reached: Reached::Hub });
    let mut out = Vec::new();
    crate::cli::stock::write(&args("--json"), &mut source, &mut out).expect("written");
    let text = String::from_utf8(out).expect("text");
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |place: &str, field: &str| {
        let line = lines.iter().find(|line| line["place"] == place).expect("a line");
        line[field].clone()
    };
    // 1 and 12 lie there, 10 are enough; what went to scrap went by a move of its own.
    assert_eq!((of("bin:A-1", "overstock"), of("bin:A-2", "overstock")), (3000.into(), 3000.into()));
    assert_eq!(of("bin:A-1", "last_moved"), "2026-09-23T13:34:20.000Z");
    assert!(of("scrap", "last_moved").is_null() && of("supplier", "overstock").is_null());
}

#[test]
fn what_is_late_counts_in_the_month_that_is_open() {
    let all = exported("moves");
    assert_eq!(all.lines().count(), 5, "{all}");
    assert!(all.contains("2026-10,2026-09-23,04E115561H,1,pc,bin:A-1,scrap"), "{all}");
    assert_eq!(exported("moves --month 2026-10").lines().count(), 2);
}
