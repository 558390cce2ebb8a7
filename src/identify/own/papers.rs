//! The papers of a shipment to another site: codes that carry what was sent, because the site that receives has no records
//! of the one that sends (docs/decisions/0026).

use super::{Damage, OwnCode, encode, escape, qty_field, read_qty};
use crate::domain::ids::{LotNo, PartNo, SerialNo, ShipmentNo, SiteId};
use crate::domain::qty::{MAX_MOVE, Qty, Unit};
use crate::domain::shipment::{Papers, SentLine};
use crate::domain::stock::{Condition, Stock};

/// A sheet begins where the one before would be longer, in characters: so long, the check finds every pair of changed
/// characters, and a small label holds the symbol in modules that cheap scanners read.
const MAX_SHEET: usize = 180;

/// Most lines on one sheet.
const MAX_LINES: usize = 64;

/// The sheets on which these lines stand, in order. None without lines.
pub fn sheets(shipment: &ShipmentNo, from: &SiteId, lines: &[SentLine]) -> Vec<Papers> {
    let sheet = |lines| Papers { shipment: shipment.clone(), from: from.clone(), sheet: 1, sheets: 1, lines };
    let mut all: Vec<Papers> = Vec::new();
    for line in lines.iter().flat_map(in_moves) {
        let last = all.last_mut();
        let fits = |papers: &Papers| {
            let mut more = papers.clone();
            more.lines.push(line.clone());
            more.lines.len() <= MAX_LINES && encode(&OwnCode::Papers(Box::new(more))).len() <= MAX_SHEET
        };
        match last.filter(|papers| fits(papers)) {
            Some(papers) => papers.lines.push(line),
            None => all.push(sheet(vec![line])),
        }
    }
    let sheets = u16::try_from(all.len()).unwrap_or(u16::MAX);
    for (papers, nth) in all.iter_mut().zip(1..) {
        (papers.sheet, papers.sheets) = (nth, sheets);
    }
    all
}

/// A line in quantities that a code can hold.
fn in_moves(line: &SentLine) -> Vec<SentLine> {
    let mut parts = Vec::new();
    let mut left = line.qty;
    while left.is_positive() {
        let qty = left.min(MAX_MOVE);
        parts.push(SentLine { qty, ..line.clone() });
        left = left.minus(qty);
    }
    parts
}

/// What follows the kind.
pub(super) fn write(text: &mut String, papers: &Papers) {
    escape::write(text, papers.shipment.as_str());
    text.push_str(".F");
    escape::write(text, papers.from.as_str());
    text.push_str(&format!(".G{}/{}", papers.sheet, papers.sheets));
    for line in &papers.lines {
        write_line(text, line);
    }
}

fn write_line(text: &mut String, line: &SentLine) {
    text.push_str(".P");
    escape::write(text, line.stock.part.as_str());
    let (field, number) = qty_field(line.qty);
    text.push_str(&format!(".{field}{number}"));
    if line.unit != Unit::Piece {
        text.push_str(&format!(".M{}", line.unit.code().to_ascii_uppercase()));
    }
    if line.stock.condition != Condition::New {
        text.push_str(&format!(".C{}", line.stock.condition.code().to_ascii_uppercase()));
    }
    if let Some(lot) = &line.stock.lot {
        text.push_str(".L");
        escape::write(text, lot.as_str());
    }
    if let Some(serial) = &line.stock.serial {
        text.push_str(".S");
        escape::write(text, serial.as_str());
    }
}

pub(super) fn read(fields: escape::Fields) -> Result<Papers, Damage> {
    let shipment = ShipmentNo::new(&fields.main)?;
    let mut more = fields.more.into_iter();
    let (Some((b'F', from)), Some((b'G', sheet))) = (more.next(), more.next()) else { return Err(Damage::Newer) };
    let (sheet, sheets) = nth_of(&sheet).ok_or(Damage::Form)?;
    let mut lines: Vec<SentLine> = Vec::new();
    for (letter, text) in more {
        if letter == b'P' {
            let stock = Stock::plain(PartNo::new(&text)?);
            lines.push(SentLine { stock, unit: Unit::Piece, qty: Qty::ZERO });
            continue;
        }
        let line = lines.last_mut().ok_or(Damage::Newer)?;
        match letter {
            b'N' | b'Q' => line.qty = read_qty(letter, &text).ok_or(Damage::Form)?,
            b'M' => line.unit = Unit::from_code(&text.to_ascii_lowercase()).ok_or(Damage::Newer)?,
            b'C' => line.stock.condition = Condition::from_code(&text.to_ascii_lowercase()).ok_or(Damage::Newer)?,
            b'L' => line.stock.lot = Some(LotNo::new(&text)?),
            b'S' => line.stock.serial = Some(SerialNo::new(&text)?),
            _ => return Err(Damage::Newer),
        }
    }
    let is_whole = (1..=MAX_LINES).contains(&lines.len()) && lines.iter().all(|line| line.qty.is_positive());
    if is_whole { Ok(Papers { shipment, from: SiteId::new(&from)?, sheet, sheets, lines }) } else { Err(Damage::Form) }
}

/// `2/3`.
fn nth_of(text: &str) -> Option<(u16, u16)> {
    let (nth, of) = text.split_once('/')?;
    let (nth, of): (u16, u16) = (nth.parse().ok()?, of.parse().ok()?);
    (1..=of).contains(&nth).then_some((nth, of))
}
