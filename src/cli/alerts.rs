//! `pitbox alerts`: the parts that have run low.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::json::time;
use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::lot::Day;
use crate::domain::supply::{Standing, Urgency};

/// Shows the parts that have run low at a kiosk or a hub, while it runs or not.
#[derive(Debug, Clone, Args)]
pub struct AlertsArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
    /// All parts that have levels, also those of which there is enough.
    #[arg(long)]
    pub all: bool,
}

/// A line of `pitbox alerts`.
#[derive(Debug, Serialize)]
struct AlertLine<'a> {
    part: &'a str,
    state: &'static str,
    unit: &'static str,
    on_hand: i64,
    expired: i64,
    on_order: i64,
    in_transit: i64,
    allocated: i64,
    position: i64,
    available: i64,
    safety: i64,
    reorder_point: i64,
    max: i64,
    suggested: i64,
    supplier: &'a str,
    since: Option<String>,
    seen_by: Option<&'a str>,
    snoozed_until: Option<String>,
}

/// Runs the subcommand.
pub fn run(args: &AlertsArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

pub(super) fn write(args: &AlertsArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut standings = source.book()?.standings(Some(Day::of_ms(crate::clock::wall_ms())));
    standings.retain(|one| args.all || one.urgency().is_some());
    standings.sort_by_key(|one| (one.urgency().is_none(), one.urgency()));
    let mut table = Table::new(&["PART", "STATE", "FREE", "POSITION", "REORDER AT", "ORDER", "UNIT", "SUPPLIER"]);
    for one in &standings {
        if args.json {
            serde_json::to_writer(&mut *out, &line(one))?;
            writeln!(out)?;
        } else {
            table.row(cells(one));
        }
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

/// Spelling in files and JSON.
pub(super) fn state(one: &Standing) -> &'static str {
    match one.urgency() {
        Some(Urgency::BelowSafety) => "below-safety",
        Some(Urgency::Reorder) => "reorder",
        Some(Urgency::Recovering) => "recovering",
        None => "enough",
    }
}

fn line(one: &Standing) -> AlertLine<'_> {
    let (level, at, alert) = (&one.level, one.position, one.alert.as_ref());
    AlertLine {
        part: level.part.as_str(),
        state: state(one),
        unit: level.unit.code(),
        on_hand: at.on_hand.0,
        expired: at.expired.0,
        on_order: at.on_order.0,
        in_transit: at.in_transit.0,
        allocated: at.allocated.0,
        position: at.total().0,
        available: at.available().0,
        safety: level.safety.0,
        reorder_point: level.reorder_point.0,
        max: level.max.0,
        suggested: one.suggested().0,
        supplier: &level.supplier,
        since: alert.map(|alert| time(alert.since_ms)),
        seen_by: alert.and_then(|alert| alert.seen_by.as_ref()).map(|by| by.as_str()),
        snoozed_until: alert.and_then(|alert| alert.snoozed_until_ms).map(time),
    }
}

fn cells(one: &Standing) -> Vec<String> {
    let (level, at) = (&one.level, one.position);
    vec![
        level.part.to_string(),
        state(one).to_owned(),
        at.available().to_string(),
        at.total().to_string(),
        level.reorder_point.to_string(),
        one.suggested().to_string(),
        level.unit.code().to_owned(),
        level.supplier.clone(),
    ]
}
