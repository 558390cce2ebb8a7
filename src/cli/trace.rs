//! `pitbox trace`: where a part, a lot or a serial number came from and went to, from the supplier to the vehicle and back.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::json;
use super::log::local;
use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::entry::Recorded;
use crate::domain::ids::{BadId, LotNo, PartNo, SerialNo};
use crate::domain::trace::{Followed, Step, Trace};
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

/// Runs the subcommand.
pub fn run(args: &TraceArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

pub(super) fn write(args: &TraceArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let zone = source.time_zone();
    let mut trace = Trace::of(args.what.followed()?, usize::MAX);
    if trace.looks_first() {
        each(source, &mut |record| trace.look(record))?;
    }
    each(source, &mut |record| trace.take(record))?;
    let mut table = Table::new(&["TIME", "BY", "PART", "LOT", "SERIAL", "QTY", "FROM", "TO", "VIN", "NOTE"]);
    for step in trace.into_steps() {
        if args.json {
            serde_json::to_writer(&mut *out, &line(&step))?;
            writeln!(out)?;
        } else {
            table.row(cells(&step, &zone));
        }
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

fn each(source: &mut dyn Source, visit: &mut dyn FnMut(&Recorded)) -> anyhow::Result<()> {
    source.records(&mut |record| {
        // What this version cannot read has no effect here.
        if let Ok(entry) = decode(&record.bytes) {
            visit(&Recorded { name: name_of(&record.bytes), position: record.position, entry });
        }
        Ok(())
    })
}

impl What {
    fn followed(&self) -> anyhow::Result<Followed> {
        let wrong = |what: &str, why: BadId| anyhow::anyhow!("{what} cannot be that: {why}");
        let part = self.part.as_deref().map(PartNo::new).transpose().map_err(|why| wrong("a part number", why))?;
        let lot = self.lot.as_deref().map(LotNo::new).transpose().map_err(|why| wrong("a lot", why))?;
        let serial = self.serial.as_deref().map(SerialNo::new).transpose();
        let serial = serial.map_err(|why| wrong("a serial number", why))?;
        Ok(Followed { part, lot, serial, vin: self.vin.clone() })
    }
}

fn vin(step: &Step) -> Option<&str> {
    step.car.as_ref().map(|car| car.vin.as_str()).filter(|vin| !vin.is_empty())
}

fn line(step: &Step) -> TraceLine {
    let moved = &step.moved;
    TraceLine {
        time: json::time(step.at_ms),
        trusted: step.trusted,
        actor: step.by.as_ref().map(ToString::to_string),
        part: moved.stock.part.to_string(),
        lot: moved.stock.lot.as_ref().map(ToString::to_string),
        serial: moved.stock.serial.as_ref().map(ToString::to_string),
        condition: moved.stock.condition.code(),
        qty: moved.qty.0,
        unit: moved.unit.code(),
        from: moved.from.to_string(),
        to: moved.to.to_string(),
        vin: vin(step).map(str::to_owned),
        note: moved.note.as_ref().map(ToString::to_string),
        issuer: moved.issuer.as_ref().map(ToString::to_string),
        receiver: moved.receiver.as_ref().map(ToString::to_string),
        record: step.record.to_string(),
    }
}

fn cells(step: &Step, zone: &TimeZone) -> Vec<String> {
    let (moved, stock) = (&step.moved, &step.moved.stock);
    vec![
        local(step.at_ms, step.trusted, zone),
        step.by.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string),
        stock.part.to_string(),
        stock.lot.as_ref().map(ToString::to_string).unwrap_or_default(),
        stock.serial.as_ref().map(ToString::to_string).unwrap_or_default(),
        format!("{} {}", moved.qty, moved.unit.code()),
        moved.from.to_string(),
        moved.to.to_string(),
        vin(step).unwrap_or_default().to_owned(),
        moved.note.as_ref().map_or_else(String::new, ToString::to_string),
    ]
}
