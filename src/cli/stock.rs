//! `pitbox stock`: what lies where.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;

use super::json::{self, StockLine};
use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::book::{Aggregate, Book, Key};
use crate::domain::idle::{self, LastMoves};
use crate::domain::ids::PartNo;
use crate::domain::memory::MemoryBook;
use crate::domain::place::Place;
use crate::domain::stock::{Balance, BalanceKey};

/// Shows the stock of a kiosk or a hub, while it runs or not.
#[derive(Debug, Clone, Args)]
pub struct StockArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them: all places, also those that are no bins.
    #[arg(long)]
    pub json: bool,
    /// Only this part.
    #[arg(long, value_name = "NUMBER")]
    pub part: Option<String>,
    /// Only this job's parts.
    #[arg(long, value_name = "NUMBER")]
    pub job: Option<String>,
    /// All places in the table, too.
    #[arg(long)]
    pub all: bool,
}

/// Runs the subcommand.
pub fn run(args: &StockArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

pub(super) fn write(args: &StockArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut last = LastMoves::default();
    let book = source.book_beside(&mut |_, recorded| {
        if let Some(recorded) = recorded.filter(|_| args.json) {
            last.take(recorded);
        }
    })?;
    let mut table = Table::new(&["PART", "PLACE", "QTY", "UNIT", "CONDITION", "LOT", "SERIAL"]);
    let balances = book.shown().filter_map(|(key, value)| match (key, value) {
        (Key::Balance(key), Aggregate::Balance(balance)) => Some((key, balance)),
        _ => None,
    });
    let idle = if args.json { Idle::of(&book, last) } else { Idle::default() };
    for (key, balance) in balances.filter(|(key, _)| args.wants(key)) {
        if args.json {
            let lot = key.stock.lot.as_ref().and_then(|lot| book.lot(&key.stock.part, lot));
            let expires = lot.map(|lot| lot.expires.to_string());
            let (overstock, last_moved) = idle.in_bin(key);
            serde_json::to_writer(&mut *out, &StockLine { expires, overstock, last_moved, ..line(key, balance) })?;
            writeln!(out)?;
        } else {
            table.row(cells(key, balance));
        }
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

/// What lies too much, and since when it lies.
#[derive(Default)]
struct Idle {
    above: BTreeMap<PartNo, i64>,
    last: LastMoves,
}

impl Idle {
    fn of(book: &MemoryBook, last: LastMoves) -> Idle {
        let above = idle::overstock(book).into_iter().map(|one| (one.part.clone(), one.qty().0));
        Idle { above: above.collect(), last }
    }

    /// Of a part that lies in a bin: how much of it is above its maximum, and when it last came or went.
    fn in_bin(&self, key: &BalanceKey) -> (Option<i64>, Option<String>) {
        if !matches!(key.place, Place::Bin(_)) {
            return (None, None);
        }
        let part = &key.stock.part;
        (self.above.get(part).copied(), self.last.of(part).map(json::time))
    }
}

impl StockArgs {
    fn wants(&self, key: &BalanceKey) -> bool {
        let at_job = |wanted: &String| matches!(&key.place, Place::Job(job) if job.as_str() == wanted);
        self.part.as_ref().is_none_or(|part| key.stock.part.as_str() == part)
            && self.job.as_ref().is_none_or(at_job)
            && (self.json || self.all || self.job.is_some() || matches!(key.place, Place::Bin(_)))
    }
}

fn line<'a>(key: &'a BalanceKey, balance: &Balance) -> StockLine<'a> {
    StockLine {
        part: key.stock.part.as_str(),
        place: key.place.to_string(),
        lot: key.stock.lot.as_ref().map(|lot| lot.as_str()),
        serial: key.stock.serial.as_ref().map(|serial| serial.as_str()),
        condition: key.stock.condition.code(),
        qty: balance.qty.0,
        unit: balance.unit.code(),
        expires: None,
        overstock: None,
        last_moved: None,
    }
}

fn cells(key: &BalanceKey, balance: &Balance) -> Vec<String> {
    vec![
        key.stock.part.to_string(),
        key.place.to_string(),
        balance.qty.to_string(),
        balance.unit.code().to_owned(),
        key.stock.condition.code().to_owned(),
        key.stock.lot.as_ref().map_or_else(String::new, |lot| lot.to_string()),
        key.stock.serial.as_ref().map_or_else(String::new, |serial| serial.to_string()),
    ]
}
