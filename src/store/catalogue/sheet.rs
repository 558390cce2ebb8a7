//! The shop's own texts and check lists in the catalogue: one row each, found by the code of an operation.

use minicbor::{Decoder, Encoder};
use rusqlite::{Connection, OptionalExtension};

use super::CatalogueError;
use super::feed::{FeedRow, Undecodable};
use crate::domain::catalogue::{CheckItem, Guide, GuideKind};
use crate::domain::person::Bilingual;

/// A text or an item, with what it holds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its own name: `TPI-2047`, or `BRK-F/3` of a check list.
    pub key: String,
    /// Code of the operation; empty when it holds for all.
    pub code: String,
    /// A beginning or a part of the model's name; empty when it holds for all.
    pub model: String,
    /// The beginning of the VIN; empty when it holds for all.
    pub vin: String,
    pub holds: SheetBody,
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetBody {
    Guide(Guide),
    Check(CheckItem),
    /// What a certificate is called.
    Skill(Bilingual),
}

impl Sheet {
    /// The name of a certificate, which no operation's code leads to.
    pub fn of_skill(skill: &str, name: Bilingual) -> Sheet {
        let (code, model, vin) = (skill.to_owned(), String::new(), String::new());
        Sheet { key: key_of_skill(skill), code, model, vin, holds: SheetBody::Skill(name) }
    }
}

fn key_of_skill(skill: &str) -> String {
    format!("skill/{skill}")
}

/// Texts that one screen shows; more cannot be read there.
const MAX_GUIDES: usize = 20;

type Encoded = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

pub(super) fn write(out: &mut Encoder<&mut Vec<u8>>, sheet: &Sheet) -> Encoded {
    let Sheet { key, code, model, vin, holds } = sheet;
    match holds {
        SheetBody::Guide(Guide { kind, title, text }) => {
            out.array(10)?.u8(6)?.str(key)?.str(code)?.str(model)?.str(vin)?.u8(kind_number(*kind))?;
            out.str(&title.en)?.str(&title.zh)?.str(&text.en)?.str(&text.zh)?;
        }
        SheetBody::Check(CheckItem { item, title, unit, low, high }) => {
            out.array(9)?.u8(7)?.str(key)?.str(code)?.u16(*item)?.str(&title.en)?.str(&title.zh)?.str(unit)?;
            for limit in [low, high] {
                match limit {
                    Some(limit) => out.i64(*limit)?,
                    None => out.null()?,
                };
            }
        }
        SheetBody::Skill(name) => {
            out.array(5)?.u8(9)?.str(key)?.str(code)?.str(&name.en)?.str(&name.zh)?;
        }
    }
    Ok(())
}

pub(super) fn read_guide(from: &mut Decoder<'_>) -> Result<Sheet, Undecodable> {
    let (key, code) = (from.str()?.to_owned(), from.str()?.to_owned());
    let (model, vin) = (from.str()?.to_owned(), from.str()?.to_owned());
    let kinds = [GuideKind::Instruction, GuideKind::Bulletin, GuideKind::KnownFault];
    let kind = kinds.get(usize::from(from.u8()?)).copied().ok_or_else(|| Undecodable::not_a("text"))?;
    let title = both(from)?;
    let text = both(from)?;
    Ok(Sheet { key, code, model, vin, holds: SheetBody::Guide(Guide { kind, title, text }) })
}

pub(super) fn read_check(from: &mut Decoder<'_>) -> Result<Sheet, Undecodable> {
    let (key, code) = (from.str()?.to_owned(), from.str()?.to_owned());
    let item = from.u16()?;
    let title = both(from)?;
    let unit = from.str()?.to_owned();
    let (low, high) = (limit(from)?, limit(from)?);
    let holds = SheetBody::Check(CheckItem { item, title, unit, low, high });
    Ok(Sheet { key, code, model: String::new(), vin: String::new(), holds })
}

pub(super) fn read_skill(from: &mut Decoder<'_>) -> Result<Sheet, Undecodable> {
    let (key, code) = (from.str()?.to_owned(), from.str()?.to_owned());
    let holds = SheetBody::Skill(both(from)?);
    Ok(Sheet { key, code, model: String::new(), vin: String::new(), holds })
}

fn both(from: &mut Decoder<'_>) -> Result<Bilingual, Undecodable> {
    Ok(Bilingual { en: from.str()?.to_owned(), zh: from.str()?.to_owned() })
}

fn limit(from: &mut Decoder<'_>) -> Result<Option<i64>, Undecodable> {
    if from.datatype()? == minicbor::data::Type::Null {
        from.null()?;
        return Ok(None);
    }
    Ok(Some(from.i64()?))
}

fn kind_number(kind: GuideKind) -> u8 {
    match kind {
        GuideKind::Instruction => 0,
        GuideKind::Bulletin => 1,
        GuideKind::KnownFault => 2,
    }
}

/// Puts one in; true when it differs from what was there.
pub(super) fn put(tx: &Connection, sheet: &Sheet) -> Result<bool, CatalogueError> {
    if find(tx, &sheet.key)?.as_ref() == Some(sheet) {
        return Ok(false);
    }
    let body = FeedRow::Sheet(sheet.clone()).encode();
    let sql = "INSERT OR REPLACE INTO sheet (key, code, body) VALUES (?1, ?2, ?3)";
    tx.prepare_cached(sql)?.execute((&sheet.key, &sheet.code, body))?;
    Ok(true)
}

pub(super) fn remove(tx: &Connection, key: &str) -> Result<bool, CatalogueError> {
    Ok(tx.prepare_cached("DELETE FROM sheet WHERE key = ?1")?.execute([key])? > 0)
}

pub(super) fn find(connection: &Connection, key: &str) -> Result<Option<Sheet>, CatalogueError> {
    let mut query = connection.prepare_cached("SELECT body FROM sheet WHERE key = ?1")?;
    let body: Option<Vec<u8>> = query.query_row([key], |row| row.get(0)).optional()?;
    body.map(|body| decode(&body)).transpose()
}

fn decode(body: &[u8]) -> Result<Sheet, CatalogueError> {
    let FeedRow::Sheet(sheet) = FeedRow::decode(body)? else { return Err(Undecodable::not_a("text").into()) };
    Ok(sheet)
}

fn of_code(connection: &Connection, code: &str) -> Result<Vec<Sheet>, CatalogueError> {
    let mut query = connection.prepare_cached("SELECT body FROM sheet WHERE code = ?1 ORDER BY key")?;
    let bodies = query.query_map([code], |row| row.get::<_, Vec<u8>>(0))?;
    bodies.map(|body| decode(&body?)).collect()
}

/// The check list of a code, in order of its items.
pub(super) fn check_list(connection: &Connection, code: &str) -> Result<Vec<CheckItem>, CatalogueError> {
    if code.is_empty() {
        return Ok(Vec::new());
    }
    let item = |sheet: Sheet| if let SheetBody::Check(item) = sheet.holds { Some(item) } else { None };
    let mut list: Vec<CheckItem> = of_code(connection, code)?.into_iter().filter_map(item).collect();
    list.sort_by_key(|item| item.item);
    Ok(list)
}

/// What a certificate is called, if the shop has said so.
pub(super) fn skill(connection: &Connection, skill: &str) -> Result<Option<Bilingual>, CatalogueError> {
    let name = |sheet: Sheet| if let SheetBody::Skill(name) = sheet.holds { Some(name) } else { None };
    Ok(find(connection, &key_of_skill(skill))?.and_then(name))
}

/// Texts for an operation of this code on this car: those of the code, and those that hold for every operation.
pub(super) fn guides(
    connection: &Connection,
    code: &str,
    model: &str,
    vin: &str,
) -> Result<Vec<Guide>, CatalogueError> {
    let mut sheets = of_code(connection, code)?;
    if !code.is_empty() {
        sheets.extend(of_code(connection, "")?);
    }
    let model = model.to_lowercase();
    let fits = |sheet: &Sheet| {
        let of_model = sheet.model.is_empty() || model.contains(&sheet.model.to_lowercase());
        of_model && (sheet.vin.is_empty() || vin.starts_with(&sheet.vin))
    };
    let guide = |sheet: Sheet| if let SheetBody::Guide(guide) = sheet.holds { Some(guide) } else { None };
    Ok(sheets.into_iter().filter(fits).filter_map(guide).take(MAX_GUIDES).collect())
}
