//! Rows of the catalogue feed and their bytes, which hub and kiosks send, and also store, in the same form.
//!
//! CBOR (RFC 8949). A row is an array that begins with its kind:
//!
//! | row | array |
//! |---|---|
//! | part | `[0, number, name_en, name_zh, unit code, pack, maker, home bin or null, cost or null, price or null, replaced or null]` |
//! | code | `[1, kind, code, part, qty]` |
//! | bin | `[2, bin, zone, kind, walk]` |
//! | part gone | `[3, number]` |
//! | code gone | `[4, kind, code, part]` |
//! | bin gone | `[5, bin]` |
//! | text | `[6, key, code, model, vin, kind, title_en, title_zh, text_en, text_zh]` |
//! | check item | `[7, key, code, item, title_en, title_zh, unit, low or null, high or null]` |
//! | text or item gone | `[8, key]` |
//!
//! Quantities are thousandths; money is `[minor units, currency]`; replaced is `[number, interchangeable]`. A page is
//! `[origin, next cursor, more, [row, ..]]`.

use std::convert::Infallible;

use minicbor::decode::Error as CborError;
use minicbor::{Decoder, Encoder};

use super::sheet::{self, Sheet};
use crate::domain::catalogue::{Bin, BinKind, CodeKind, Part, Supersession};
use crate::domain::ids::{BadId, BinId, PartNo};
use crate::domain::qty::{Currency, Money, Qty, Unit};

/// Rows of one page that are taken from outside.
const MAX_PAGE: u64 = 10_000;

/// One meaning of a code, with the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub kind: CodeKind,
    /// In the stored form of its kind.
    pub code: String,
    pub part: PartNo,
    pub qty: Qty,
}

/// One row of the feed: something as it is now, or that it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedRow {
    Part(Part),
    Code(Code),
    Bin(Bin),
    PartGone(PartNo),
    CodeGone {
        kind: CodeKind,
        code: String,
        part: PartNo,
    },
    BinGone(BinId),
    /// A text of the shop, or an item of a check list.
    Sheet(Sheet),
    SheetGone(String),
}

/// What one question to the feed gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Which counting of revisions this is; another number means that the cursor of the asker is void.
    pub origin: u64,
    pub rows: Vec<FeedRow>,
    /// The cursor to ask with next.
    pub next: u64,
    /// True when the feed has rows beyond `next`.
    pub more: bool,
}

/// Bytes that are no row of the feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Undecodable(String);

impl Undecodable {
    pub(super) fn not_a(kind: &str) -> Self {
        Undecodable(format!("another kind of row stands in place of a {kind}"))
    }

    pub(super) fn number(number: u64) -> Self {
        Undecodable(format!("{number} is too large"))
    }

    pub(super) fn key(key: &str) -> Self {
        Undecodable(format!("{key:?} is no key of a code"))
    }
}

impl From<CborError> for Undecodable {
    fn from(error: CborError) -> Self {
        Undecodable(error.to_string())
    }
}

impl From<BadId> for Undecodable {
    fn from(error: BadId) -> Self {
        Undecodable(format!("a name cannot be one: {error}"))
    }
}

type Encoded = Result<(), minicbor::encode::Error<Infallible>>;
type Out<'a> = Encoder<&'a mut Vec<u8>>;

impl FeedRow {
    /// The row's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Writing to a vector cannot fail.
        let _ = write_row(&mut Encoder::new(&mut bytes), self);
        bytes
    }

    /// Reads a row; bytes after it are an error.
    pub fn decode(bytes: &[u8]) -> Result<FeedRow, Undecodable> {
        let mut decoder = Decoder::new(bytes);
        let row = read_row(&mut decoder)?;
        at_end(&decoder, bytes)?;
        Ok(row)
    }
}

impl Page {
    /// The page's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _ = write_page(&mut Encoder::new(&mut bytes), self);
        bytes
    }

    /// Reads a page of at most 10,000 rows; bytes after it are an error.
    pub fn decode(bytes: &[u8]) -> Result<Page, Undecodable> {
        let mut decoder = Decoder::new(bytes);
        expect_array(&mut decoder, 4)?;
        let (origin, next, more) = (decoder.u64()?, decoder.u64()?, decoder.bool()?);
        let count = decoder.array()?.filter(|count| *count <= MAX_PAGE);
        let count = count.ok_or_else(|| Undecodable("the page is too long or has no length".into()))?;
        let rows = (0..count).map(|_| read_row(&mut decoder)).collect::<Result<_, _>>()?;
        at_end(&decoder, bytes)?;
        Ok(Page { origin, rows, next, more })
    }
}

fn write_page(out: &mut Out<'_>, page: &Page) -> Encoded {
    out.array(4)?.u64(page.origin)?.u64(page.next)?.bool(page.more)?.array(page.rows.len() as u64)?;
    page.rows.iter().try_for_each(|row| write_row(out, row))
}

fn write_row(out: &mut Out<'_>, row: &FeedRow) -> Encoded {
    match row {
        FeedRow::Part(part) => write_part(out, part)?,
        FeedRow::Code(Code { kind, code, part, qty }) => {
            out.array(5)?.u8(1)?.u8(kind_number(*kind))?.str(code)?.str(part.as_str())?.i64(qty.0)?;
        }
        FeedRow::Bin(Bin { id, zone, kind, walk }) => {
            out.array(5)?.u8(2)?.str(id.as_str())?.str(zone)?.u8(bin_kind_number(*kind))?.u32(*walk)?;
        }
        FeedRow::PartGone(number) => {
            out.array(2)?.u8(3)?.str(number.as_str())?;
        }
        FeedRow::CodeGone { kind, code, part } => {
            out.array(4)?.u8(4)?.u8(kind_number(*kind))?.str(code)?.str(part.as_str())?;
        }
        FeedRow::BinGone(id) => {
            out.array(2)?.u8(5)?.str(id.as_str())?;
        }
        FeedRow::Sheet(sheet) => sheet::write(out, sheet)?,
        FeedRow::SheetGone(key) => {
            out.array(2)?.u8(8)?.str(key)?;
        }
    }
    Ok(())
}

fn write_part(out: &mut Out<'_>, part: &Part) -> Encoded {
    // Eleven as ever, so that a kiosk of before reads all that says nothing of inspection.
    out.array(11 + u64::from(part.inspected))?
        .u8(0)?
        .str(part.number.as_str())?
        .str(&part.name_en)?
        .str(&part.name_zh)?;
    out.str(part.unit.code())?.i64(part.pack.0)?.str(&part.maker)?;
    match &part.home_bin {
        Some(bin) => out.str(bin.as_str())?,
        None => out.null()?,
    };
    for money in [part.cost, part.price] {
        match money {
            Some(money) => out.array(2)?.i64(money.minor)?.str(money.currency.as_str())?,
            None => out.null()?,
        };
    }
    match &part.superseded_by {
        Some(to) => out.array(2)?.str(to.by.as_str())?.bool(to.interchangeable)?,
        None => out.null()?,
    };
    if part.inspected {
        out.bool(true)?;
    }
    Ok(())
}

fn read_row(from: &mut Decoder<'_>) -> Result<FeedRow, Undecodable> {
    let length = from.array()?;
    let kind = from.u8()?;
    let row = match (kind, length) {
        (0, Some(11)) => FeedRow::Part(read_part(from)?),
        (0, Some(12)) => {
            let part = read_part(from)?;
            FeedRow::Part(Part { inspected: from.bool()?, ..part })
        }
        (1, Some(5)) => {
            let (kind, code) = (code_kind(from.u8()?)?, from.str()?.to_owned());
            FeedRow::Code(Code { kind, code, part: PartNo::new(from.str()?)?, qty: Qty(from.i64()?) })
        }
        (2, Some(5)) => {
            let (id, zone) = (BinId::new(from.str()?)?, from.str()?.to_owned());
            FeedRow::Bin(Bin { id, zone, kind: bin_kind(from.u8()?)?, walk: from.u32()? })
        }
        (3, Some(2)) => FeedRow::PartGone(PartNo::new(from.str()?)?),
        (4, Some(4)) => {
            let (kind, code) = (code_kind(from.u8()?)?, from.str()?.to_owned());
            FeedRow::CodeGone { kind, code, part: PartNo::new(from.str()?)? }
        }
        (6, Some(10)) => FeedRow::Sheet(sheet::read_guide(from)?),
        (7, Some(9)) => FeedRow::Sheet(sheet::read_check(from)?),
        (9, Some(5)) => FeedRow::Sheet(sheet::read_skill(from)?),
        (8, Some(2)) => FeedRow::SheetGone(from.str()?.to_owned()),
        (5, Some(2)) => FeedRow::BinGone(BinId::new(from.str()?)?),
        _ => return Err(Undecodable(format!("there is no row of kind {kind} and length {length:?}"))),
    };
    Ok(row)
}

fn read_part(from: &mut Decoder<'_>) -> Result<Part, Undecodable> {
    let number = PartNo::new(from.str()?)?;
    let (name_en, name_zh) = (from.str()?.to_owned(), from.str()?.to_owned());
    let unit = Unit::from_code(from.str()?).ok_or_else(|| Undecodable("the unit is unknown".into()))?;
    let (pack, maker) = (Qty(from.i64()?), from.str()?.to_owned());
    let home_bin = maybe(from, |from| Ok(BinId::new(from.str()?)?))?;
    let cost = maybe(from, read_money)?;
    let price = maybe(from, read_money)?;
    let superseded_by = maybe(from, |from| {
        expect_array(from, 2)?;
        Ok(Supersession { by: PartNo::new(from.str()?)?, interchangeable: from.bool()? })
    })?;
    Ok(Part { number, name_en, name_zh, unit, pack, maker, home_bin, cost, price, superseded_by, inspected: false })
}

fn read_money(from: &mut Decoder<'_>) -> Result<Money, Undecodable> {
    expect_array(from, 2)?;
    let minor = from.i64()?;
    let currency = Currency::new(from.str()?).ok_or_else(|| Undecodable("the currency is no code".into()))?;
    Ok(Money { minor, currency })
}

fn maybe<'b, T>(
    from: &mut Decoder<'b>,
    read: impl FnOnce(&mut Decoder<'b>) -> Result<T, Undecodable>,
) -> Result<Option<T>, Undecodable> {
    if from.datatype()? == minicbor::data::Type::Null {
        from.null()?;
        return Ok(None);
    }
    read(from).map(Some)
}

fn expect_array(from: &mut Decoder<'_>, length: u64) -> Result<(), Undecodable> {
    match from.array()? {
        Some(found) if found == length => Ok(()),
        found => Err(Undecodable(format!("an array has {found:?} members instead of {length}"))),
    }
}

fn at_end(decoder: &Decoder<'_>, bytes: &[u8]) -> Result<(), Undecodable> {
    if decoder.position() == bytes.len() { Ok(()) } else { Err(Undecodable("bytes follow the end".into())) }
}

/// The number that stands for a kind of code in the feed and in the database; the order is that of strength.
pub(super) fn kind_number(kind: CodeKind) -> u8 {
    match kind {
        CodeKind::Gtin => 0,
        CodeKind::Maker => 1,
        CodeKind::Supplier => 2,
        CodeKind::Taught => 3,
        CodeKind::Piece => 4,
        CodeKind::Older => 5,
        CodeKind::Fits => 6,
    }
}

pub(super) fn code_kind(number: u8) -> Result<CodeKind, Undecodable> {
    let kinds = [
        CodeKind::Gtin,
        CodeKind::Maker,
        CodeKind::Supplier,
        CodeKind::Taught,
        CodeKind::Piece,
        CodeKind::Older,
        CodeKind::Fits,
    ];
    kinds.get(usize::from(number)).copied().ok_or_else(|| Undecodable(format!("there is no kind of code {number}")))
}

pub(super) fn bin_kind_number(kind: BinKind) -> u8 {
    match kind {
        BinKind::Shelf => 0,
        BinKind::OpenShelf => 1,
        BinKind::GoodsIn => 2,
    }
}

fn bin_kind(number: u8) -> Result<BinKind, Undecodable> {
    let kinds = [BinKind::Shelf, BinKind::OpenShelf, BinKind::GoodsIn];
    kinds.get(usize::from(number)).copied().ok_or_else(|| Undecodable(format!("there is no kind of bin {number}")))
}
