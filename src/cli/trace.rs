//! `pitbox trace`: where a part, a lot or a serial number came from and went to, from the supplier to the vehicle and back.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::json;
use super::log::local;
use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::entry::Entry;
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::JobNo;
use crate::domain::place::Place;
use crate::record::{decode, name_of};

/// Follows a part from the supplier to the vehicle, or from the vehicle back.
#[derive(Debug, Clone, Args)]
pub struct TraceArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub what: What,
}

/// What is followed. All that is given must fit.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = true)]
pub struct What {
    /// This part.
    #[arg(long, value_name = "NUMBER")]
    pub part: Option<String>,
    /// This lot.
    #[arg(long, value_name = "LOT")]
    pub lot: Option<String>,
    /// This serial number.
    #[arg(long, value_name = "SERIAL")]
    pub serial: Option<String>,
    /// What went into or came out of the vehicle with this VIN, and where that came from before.
    #[arg(long, value_name = "VIN")]
    pub vin: Option<String>,
}

/// One step: a move of stock.
#[derive(Debug, Serialize)]
struct TraceLine {
    time: String,
    trusted: bool,
    actor: Option<String>,
    part: String,
    lot: Option<String>,
    serial: Option<String>,
    condition: &'static str,
    qty: i64,
    unit: &'static str,
    from: String,
    to: String,
    /// Of the job at either end.
    vin: Option<String>,
    note: Option<String>,
    issuer: Option<String>,
    receiver: Option<String>,
    record: String,
}

/// A move, with what its record says of it.
struct Step {
    moved: StockMoved,
    wall_ms: i64,
    trusted: bool,
    actor: Option<String>,
    record: String,
}

/// Runs the subcommand.
pub fn run(args: &TraceArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

pub(super) fn write(args: &TraceArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let zone = source.time_zone();
    let (mut steps, mut vins) = (Vec::new(), BTreeMap::new());
    source.records(&mut |record| {
        if let Ok(entry) = decode(&record.bytes) {
            note(&entry, &name_of(&record.bytes).to_string(), &mut steps, &mut vins);
        }
        Ok(())
    })?;
    let wanted = Wanted { what: &args.what, vins: &vins, of_vehicle: of_vehicle(&args.what, &steps, &vins) };
    let mut table = Table::new(&["TIME", "BY", "PART", "LOT", "SERIAL", "QTY", "FROM", "TO", "VIN", "NOTE"]);
    for step in steps.iter().filter(|step| wanted.fits(&step.moved)) {
        if args.json {
            serde_json::to_writer(&mut *out, &line(step, &vins))?;
            writeln!(out)?;
        } else {
            table.row(cells(step, &vins, &zone));
        }
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

/// Keeps the moves of a record, and the vehicles of jobs.
fn note(entry: &Entry, record: &str, steps: &mut Vec<Step>, vins: &mut BTreeMap<JobNo, String>) {
    let meta = &entry.meta;
    for event in &entry.events {
        if let Event::StockMoved(moved) = event {
            steps.push(Step {
                moved: (**moved).clone(),
                wall_ms: meta.stamp.wall_ms,
                trusted: meta.stamp.trusted,
                actor: meta.actor.as_ref().map(ToString::to_string),
                record: record.to_owned(),
            });
        }
        if let Event::JobOpened(opened) = event {
            vins.insert(opened.job.clone(), opened.vehicle.vin.clone());
        }
    }
}

/// Part, lot and serial number of a piece.
type Piece = (String, Option<String>, Option<String>);

fn piece(moved: &StockMoved) -> Piece {
    let stock = &moved.stock;
    let text = |id: Option<&str>| id.map(str::to_owned);
    let lot = text(stock.lot.as_ref().map(|lot| lot.as_str()));
    (stock.part.to_string(), lot, text(stock.serial.as_ref().map(|serial| serial.as_str())))
}

/// What went into the vehicle and can be told from others of its kind: its earlier moves are of interest, too.
fn of_vehicle(what: &What, steps: &[Step], vins: &BTreeMap<JobNo, String>) -> Vec<Piece> {
    let Some(vin) = &what.vin else { return Vec::new() };
    let here = steps.iter().filter(|step| vin_of(&step.moved, vins) == Some(vin.as_str()));
    let pieces = here.map(|step| piece(&step.moved));
    pieces.filter(|(_, lot, serial)| lot.is_some() || serial.is_some()).collect()
}

/// The vehicle of the job at either end.
fn vin_of<'v>(moved: &StockMoved, vins: &'v BTreeMap<JobNo, String>) -> Option<&'v str> {
    [&moved.from, &moved.to].into_iter().find_map(|place| {
        let Place::Job(job) = place else { return None };
        vins.get(job).map(String::as_str).filter(|vin| !vin.is_empty())
    })
}

struct Wanted<'a> {
    what: &'a What,
    vins: &'a BTreeMap<JobNo, String>,
    of_vehicle: Vec<Piece>,
}

impl Wanted<'_> {
    fn fits(&self, moved: &StockMoved) -> bool {
        let (part, lot, serial) = piece(moved);
        let is = |wanted: &Option<String>, found: Option<&String>| wanted.is_none() || wanted.as_ref() == found;
        let of_vehicle =
            |vin: &String| vin_of(moved, self.vins) == Some(vin.as_str()) || self.of_vehicle.contains(&piece(moved));
        is(&self.what.part, Some(&part))
            && is(&self.what.lot, lot.as_ref())
            && is(&self.what.serial, serial.as_ref())
            && self.what.vin.as_ref().is_none_or(of_vehicle)
    }
}

fn line(step: &Step, vins: &BTreeMap<JobNo, String>) -> TraceLine {
    let moved = &step.moved;
    let (part, lot, serial) = piece(moved);
    TraceLine {
        time: json::time(step.wall_ms),
        trusted: step.trusted,
        actor: step.actor.clone(),
        part,
        lot,
        serial,
        condition: moved.stock.condition.code(),
        qty: moved.qty.0,
        unit: moved.unit.code(),
        from: moved.from.to_string(),
        to: moved.to.to_string(),
        vin: vin_of(moved, vins).map(str::to_owned),
        note: moved.note.as_ref().map(ToString::to_string),
        issuer: moved.issuer.as_ref().map(ToString::to_string),
        receiver: moved.receiver.as_ref().map(ToString::to_string),
        record: step.record.clone(),
    }
}

fn cells(step: &Step, vins: &BTreeMap<JobNo, String>, zone: &TimeZone) -> Vec<String> {
    let moved = &step.moved;
    let (part, lot, serial) = piece(moved);
    vec![
        local(step.wall_ms, step.trusted, zone),
        step.actor.clone().unwrap_or_else(|| "-".to_owned()),
        part,
        lot.unwrap_or_default(),
        serial.unwrap_or_default(),
        format!("{} {}", moved.qty, moved.unit.code()),
        moved.from.to_string(),
        moved.to.to_string(),
        vin_of(moved, vins).unwrap_or_default().to_owned(),
        moved.note.as_ref().map_or_else(String::new, ToString::to_string),
    ]
}
