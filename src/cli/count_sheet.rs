//! `pitbox count sheet`: what is to be counted, bin by bin in the order of the walk, with room for a pencil; or as CSV.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use super::codes::catalogue_folder;
use super::source::{self, SourceArgs};
use super::table::Table;
use crate::domain::book::Book;
use crate::domain::catalogue::Catalogue;
use crate::domain::count::Scope;
use crate::domain::cycle;
use crate::domain::ids::{BinId, CountNo, PartNo};
use crate::domain::level::AbcClass;
use crate::domain::memory::MemoryBook;
use crate::domain::qty::{Qty, Unit};
use crate::domain::stock::{Owner, Stock};
use crate::store::catalogue::CatalogueDb;

/// Writes a sheet for counting with a pencil.
#[derive(Debug, Clone, Args)]
pub struct SheetArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Of an open count.
    #[arg(long, value_name = "NUMBER", group = "what")]
    pub count: Option<String>,
    /// Of one bin.
    #[arg(long, value_name = "BIN", group = "what")]
    pub bin: Option<String>,
    /// Of the parts of a class: A, B or C.
    #[arg(long, value_name = "CLASS", group = "what")]
    pub class: Option<String>,
    /// Of the bins that are due by the cycle plan.
    #[arg(long, group = "what")]
    pub due: bool,
    /// Show what the book says as well.
    #[arg(long)]
    pub book: bool,
    /// CSV with a header, for a spreadsheet.
    #[arg(long)]
    pub csv: bool,
}

/// Runs the subcommand.
pub(super) fn run(args: &SheetArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let now_ms = crate::clock::wall_ms();
    source::finish(source::open(&args.source).and_then(|mut source| {
        let book = source.book()?;
        // Without a catalogue there are no names, and the bins stand in the order of their own.
        let catalogue = catalogue_folder(&args.source).ok().and_then(|folder| CatalogueDb::open(&folder).ok());
        let catalogue = catalogue.as_ref().map(|catalogue| catalogue as &dyn Catalogue);
        write(args, &book, catalogue, now_ms, &mut out)
    }))
}

const HEADER: [&str; 9] = ["bin", "part", "name", "lot", "serial", "condition", "unit", "book", "counted"];

pub(super) fn write(
    args: &SheetArgs,
    book: &MemoryBook,
    catalogue: Option<&dyn Catalogue>,
    now_ms: i64,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let scope = scope(args, book, now_ms)?;
    let mut rows = rows(book, &scope);
    let walk: BTreeMap<BinId, u32> =
        catalogue.map(Catalogue::shelves).unwrap_or_default().into_iter().map(|bin| (bin.id, bin.walk)).collect();
    rows.sort_by_key(|(bin, stock, ..)| (walk.get(bin).copied().unwrap_or(u32::MAX), bin.clone(), stock.clone()));
    let cells = rows.into_iter().map(|(bin, stock, unit, qty)| {
        let name = catalogue.and_then(|catalogue| name(catalogue, &stock.part)).unwrap_or_default();
        let book = if args.book { qty.to_string() } else { String::new() };
        let counted = if args.csv { String::new() } else { "______".to_owned() };
        [
            bin.to_string(),
            stock.part.to_string(),
            name,
            stock.lot.as_ref().map(ToString::to_string).unwrap_or_default(),
            stock.serial.as_ref().map(ToString::to_string).unwrap_or_default(),
            stock.condition.code().to_owned(),
            unit.code().to_owned(),
            book,
            counted,
        ]
    });
    if args.csv {
        let mut csv = csv::Writer::from_writer(&mut *out);
        csv.write_record(HEADER)?;
        for row in cells {
            csv.write_record(row)?;
        }
        csv.flush()?;
    } else {
        let header = HEADER.map(str::to_uppercase);
        let mut table = Table::new(&header.each_ref().map(String::as_str));
        cells.for_each(|row| table.row(row));
        table.write(out)?;
        writeln!(out, "\nCounted by ______________  on ______________")?;
    }
    Ok(out.flush()?)
}

fn name(catalogue: &dyn Catalogue, part: &PartNo) -> Option<String> {
    let part = catalogue.part(part)?;
    Some(if part.name_en.is_empty() { part.name_zh } else { part.name_en })
}

/// What the sheet is of; everything when nothing is named.
fn scope(args: &SheetArgs, book: &MemoryBook, now_ms: i64) -> anyhow::Result<Scope> {
    if let Some(no) = &args.count {
        let known = CountNo::new(no).ok().and_then(|no| book.count(&no));
        return known.map(|count| count.scope).ok_or_else(|| anyhow::anyhow!("no open count has the number {no}"));
    }
    if let Some(bin) = &args.bin {
        return Ok(Scope::Bin(BinId::new(bin).map_err(|why| anyhow::anyhow!("{bin}: {why}"))?));
    }
    if let Some(class) = &args.class {
        let Some(known) = AbcClass::from_code(class) else { bail!("{class} is no class: A, B or C") };
        return Ok(Scope::Class(known));
    }
    if args.due {
        return Ok(Scope::Bins(cycle::due(book, now_ms).into_iter().map(|due| due.bin).collect()));
    }
    Ok(Scope::All)
}

/// What lies in the bins of the scope, by the book.
fn rows(book: &MemoryBook, scope: &Scope) -> Vec<(BinId, Stock, Unit, Qty)> {
    let covered = |bin: &BinId, stock: &Stock| stock.owner == Owner::Shop && scope.covers(book, bin, &stock.part);
    let of_scope = book.in_bins().filter(|(bin, at, _)| covered(bin, &at.stock));
    of_scope.map(|(bin, at, balance)| (bin.clone(), at.stock.clone(), balance.unit, balance.qty)).collect()
}
