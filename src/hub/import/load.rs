//! Brings checked parts, codes and bins into the catalogue, in one piece.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::check::{STEP, open};
use super::{Files, ImportError, Progress, Table, Watch};
use crate::domain::catalogue::{Catalogue, CodeKind, Part};
use crate::domain::command::Command;
use crate::domain::ids::PartNo;
use crate::domain::qty::Qty;
use crate::hub::catalogue::Shelf;
use crate::hub::store::Order;
use crate::import::{BinRow, CheckRow, CodeRow, FitRow, GuideRow, KitRow, PartRow, Row, Rows, SkillRow};
use crate::store::catalogue::{
    Builder, CatalogueDb, CatalogueError, CatalogueWriter, Code, FeedRow, Phase, Sheet, SheetBody,
};

/// From so many rows on a catalogue is built anew beside the old one, which is quicker and never half done.
const MANY: usize = 20_000;

pub(super) fn load(shelf: &Shelf, files: &Files, orders: &[Order], progress: Watch<'_>) -> Result<(), ImportError> {
    let below = shelf.reader()?;
    let few = changed(files, &below)?;
    let stocked = stocked(orders);
    shelf.change(|writer| {
        match few {
            Some(rows) if rows.is_empty() => {}
            Some(rows) => {
                writer.write(&rows)?;
            }
            None => build(writer, files, &below, progress)?,
        }
        writer.mark_stocked(&stocked)?;
        Ok(())
    })
}

fn stocked(orders: &[Order]) -> Vec<PartNo> {
    let part = |order: &Order| {
        if let Command::AddOpeningStock { item, .. } = &order.command { Some(item.part.clone()) } else { None }
    };
    orders.iter().filter_map(part).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The rows that differ from what is there; `None` when there are many.
fn changed(files: &Files, below: &CatalogueDb) -> Result<Option<Vec<FeedRow>>, ImportError> {
    let mut rows = Vec::new();
    let mut total = 0;
    each(files, |row| {
        total += 1;
        if rows.len() < MANY && is_new(below, &row) {
            rows.push(row);
        }
        Ok(if rows.len() < MANY { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    tracing::debug!(total, changed = rows.len(), "rows of the catalogue were compared");
    Ok((rows.len() < MANY).then_some(rows))
}

fn is_new(below: &CatalogueDb, row: &FeedRow) -> bool {
    match row {
        FeedRow::Part(part) => below.part(&part.number).as_ref() != Some(part),
        FeedRow::Bin(bin) => below.bin(&bin.id).as_ref() != Some(bin),
        FeedRow::Code(code) => {
            let same = |hit: &crate::domain::catalogue::CodeHit| hit.part == code.part && hit.qty == code.qty;
            !below.code(code.kind, &code.code).iter().any(same)
        }
        FeedRow::Sheet(sheet) => !below.holds(sheet),
        FeedRow::PartGone(_) | FeedRow::CodeGone { .. } | FeedRow::BinGone(_) | FeedRow::SheetGone(_) => true,
    }
}

fn build(
    writer: &mut CatalogueWriter,
    files: &Files,
    below: &CatalogueDb,
    progress: Watch<'_>,
) -> Result<(), ImportError> {
    let fresh = below.cursor()?.1 == 0;
    let mut builder: Builder<'_> = writer.load()?;
    builder.keep_current()?;
    let mut done = 0;
    each(files, |row| {
        if fresh || is_new(below, &row) {
            builder.add(std::slice::from_ref(&row))?;
        }
        done += 1;
        if done % STEP == 0 && progress(Progress { phase: "read", done, total: 0 }) == ControlFlow::Break(()) {
            return Err(CatalogueError::Stopped);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    builder.finish(&mut |at| {
        let phase = match at.phase {
            Phase::Write => "write",
            Phase::Index => "index",
            Phase::Pack => "pack",
        };
        progress(Progress { phase, done: at.done, total: at.total })
    })?;
    Ok(())
}

type Take<'a> = &'a mut dyn FnMut(FeedRow) -> Result<ControlFlow<()>, CatalogueError>;

/// All rows of the catalogue's tables, as the feed has them.
fn each(
    files: &Files,
    mut take: impl FnMut(FeedRow) -> Result<ControlFlow<()>, CatalogueError>,
) -> Result<(), ImportError> {
    let take: Take<'_> = &mut take;
    let flow = table(files, Table::Bins, &mut |row: BinRow| take(FeedRow::Bin(row.0)))?;
    if flow.is_break() {
        return Ok(());
    }
    let flow = table(files, Table::Parts, &mut |row: PartRow| {
        if let Some(older) = older(&row.0)
            && take(older)?.is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
        take(FeedRow::Part(row.0))
    })?;
    if flow.is_break() {
        return Ok(());
    }
    let code = |CodeRow { code, part, kind, qty }| FeedRow::Code(Code { kind, code, part, qty });
    let flow = table(files, Table::Codes, &mut |row: CodeRow| take(code(row)))?;
    if flow.is_break() {
        return Ok(());
    }
    let flow = table(files, Table::Kits, &mut |row: KitRow| {
        take(relation(CodeKind::Piece, row.kit.as_str(), row.part, row.qty))
    })?;
    if flow.is_break() {
        return Ok(());
    }
    let fits = |row: FitRow| relation(CodeKind::Fits, row.part.as_str(), row.vehicle, Qty::ONE);
    let flow = table(files, Table::Fitment, &mut |row: FitRow| take(fits(row)))?;
    if flow.is_break() {
        return Ok(());
    }
    let flow = table(files, Table::Guides, &mut |row: GuideRow| take(FeedRow::Sheet(guide(row))))?;
    if flow.is_break() {
        return Ok(());
    }
    let flow = table(files, Table::Checks, &mut |row: CheckRow| take(FeedRow::Sheet(check(row))))?;
    if flow.is_break() {
        return Ok(());
    }
    table(files, Table::Skills, &mut |row: SkillRow| take(FeedRow::Sheet(Sheet::of_skill(&row.skill, row.name))))
        .map(|_| ())
}

fn guide(row: GuideRow) -> Sheet {
    let GuideRow { name, code, model, vin, guide } = row;
    Sheet { key: format!("text/{name}"), code, model, vin, holds: SheetBody::Guide(guide) }
}

fn check(row: CheckRow) -> Sheet {
    let CheckRow { code, item } = row;
    let key = format!("check/{code}/{}", item.item);
    Sheet { key, code, model: String::new(), vin: String::new(), holds: SheetBody::Check(item) }
}

fn relation(kind: CodeKind, code: &str, part: PartNo, qty: Qty) -> FeedRow {
    FeedRow::Code(Code { kind, code: code.to_owned(), part, qty })
}

/// What a replaced part says of the newer one, which has to offer it: that it may be used in its place.
fn older(part: &Part) -> Option<FeedRow> {
    let newer = part.superseded_by.as_ref().filter(|newer| newer.interchangeable)?;
    Some(relation(CodeKind::Older, newer.by.as_str(), part.number.clone(), Qty::ONE))
}

fn table<T: Row>(
    files: &Files,
    table: Table,
    take: &mut dyn FnMut(T) -> Result<ControlFlow<()>, CatalogueError>,
) -> Result<ControlFlow<()>, ImportError> {
    let Some(file) = open(files, table)? else { return Ok(ControlFlow::Continue(())) };
    let changed = || ImportError::File { table, source: std::io::Error::other("the file changed while it was read") };
    for row in Rows::<_, T>::open(file).map_err(|_| changed())? {
        if take(row.map_err(|_| changed())?.row)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}
