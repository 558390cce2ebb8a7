//! `pitbox orders`: purchase orders and what is still to come of them.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::json::time;
use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::book::Book;
use crate::domain::order::{Order, OrderLine};

/// Shows the purchase orders of a kiosk or a hub, while it runs or not.
#[derive(Debug, Clone, Args)]
pub struct OrdersArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them: one for each line of an order.
    #[arg(long)]
    pub json: bool,
    /// Only this order.
    #[arg(long, value_name = "NUMBER")]
    pub order: Option<String>,
}

/// A line of `pitbox orders`.
#[derive(Debug, Serialize)]
struct OrderLineJson<'a> {
    order: &'a str,
    supplier: &'a str,
    state: &'static str,
    made: String,
    sent: Option<String>,
    line: u16,
    part: &'a str,
    unit: &'static str,
    qty: i64,
    received: i64,
    open: i64,
    expected: Option<String>,
    job: Option<&'a str>,
    /// What came for the job and was not handed out to it.
    held: i64,
}

/// Runs the subcommand.
pub fn run(args: &OrdersArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

pub(super) fn write(args: &OrdersArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let book = source.book()?;
    let mut table =
        Table::new(&["ORDER", "SUPPLIER", "STATE", "PART", "ORDERED", "RECEIVED", "UNIT", "EXPECTED", "JOB"]);
    let wanted = |order: &&Order| args.order.as_ref().is_none_or(|no| order.no.as_str() == no);
    for order in book.orders().into_iter().filter(wanted) {
        for line in &order.lines {
            if args.json {
                serde_json::to_writer(&mut *out, &json(order, line))?;
                writeln!(out)?;
            } else {
                table.row(cells(order, line));
            }
        }
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

fn json<'a>(order: &'a Order, line: &'a OrderLine) -> OrderLineJson<'a> {
    OrderLineJson {
        order: order.no.as_str(),
        supplier: &order.supplier,
        state: order.state().code(),
        made: time(order.made_ms),
        sent: order.sent_ms.map(time),
        line: line.no.0,
        part: line.part.as_str(),
        unit: line.unit.code(),
        qty: line.qty.0,
        received: line.received.0,
        open: line.open().0,
        expected: line.expected_ms.map(time),
        job: line.job.as_ref().map(|job| job.as_str()),
        held: line.held().0,
    }
}

fn cells(order: &Order, line: &OrderLine) -> Vec<String> {
    vec![
        order.no.to_string(),
        order.supplier.clone(),
        order.state().code().to_owned(),
        line.part.to_string(),
        line.qty.to_string(),
        line.received.to_string(),
        line.unit.code().to_owned(),
        line.expected_ms.map(time).unwrap_or_default(),
        line.job.as_ref().map(ToString::to_string).unwrap_or_default(),
    ]
}
