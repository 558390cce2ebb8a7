//! What a catalogue answered, as bytes: `[kind, [item, ..]]`. The black box of a kiosk keeps answers like this.

use super::codec::{BadRecord, Field, In, Out, choices, fields, pair, sure};
use crate::domain::catalogue::{Bin, BinKind, CheckItem, CodeHit, CodeKind, Guide, GuideKind, Part, Supersession};
use crate::domain::ids::BinId;
use crate::domain::person::Bilingual;

/// The answer to one question; one thing, or none, stands as a list of one or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Parts(Vec<Part>),
    Bins(Vec<Bin>),
    Names(Vec<BinId>),
    Codes(Vec<CodeHit>),
    Guides(Vec<Guide>),
    Items(Vec<CheckItem>),
    Titles(Vec<Bilingual>),
}

choices! {
    BinKind { 1: Shelf, 2: OpenShelf, 3: GoodsIn }
    CodeKind { 1: Gtin, 2: Maker, 3: Supplier, 4: Taught, 5: Piece, 6: Older, 7: Fits }
    GuideKind { 1: Instruction, 2: Bulletin, 3: KnownFault }
}

fields! {
    Supersession { 0: by, 1: interchangeable }
    Part {
        0: number, 1: name_en, 2: name_zh, 3: unit, 4: pack, 5: maker, 6: home_bin, 7: cost, 8: price, 9: superseded_by,
        10: inspected,
    }
    Bin { 0: id, 1: zone, 2: kind, 3: walk }
    CodeHit { 0: part, 1: kind, 2: qty }
    Guide { 0: kind, 1: title, 2: text }
    CheckItem { 0: item, 1: title, 2: unit, 3: low, 4: high }
}

/// The bytes of an answer.
pub fn encode(answer: &Answer) -> Vec<u8> {
    let mut out = Out::new(Vec::new());
    sure(out.array(2));
    match answer {
        Answer::Parts(list) => put(1, list, &mut out),
        Answer::Bins(list) => put(2, list, &mut out),
        Answer::Names(list) => put(3, list, &mut out),
        Answer::Codes(list) => put(4, list, &mut out),
        Answer::Guides(list) => put(5, list, &mut out),
        Answer::Items(list) => put(6, list, &mut out),
        Answer::Titles(list) => put(7, list, &mut out),
    }
    out.into_writer()
}

fn put<T: Field>(kind: u32, list: &Vec<T>, out: &mut Out) {
    sure(out.u32(kind));
    list.put(out);
}

/// Reads an answer.
///
/// # Errors
/// When these bytes are none.
pub fn decode(bytes: &[u8]) -> Result<Answer, BadRecord> {
    let mut from = In::new(bytes);
    pair(&mut from)?;
    match from.u32()? {
        1 => Field::get(&mut from).map(Answer::Parts),
        2 => Field::get(&mut from).map(Answer::Bins),
        3 => Field::get(&mut from).map(Answer::Names),
        4 => Field::get(&mut from).map(Answer::Codes),
        5 => Field::get(&mut from).map(Answer::Guides),
        6 => Field::get(&mut from).map(Answer::Items),
        7 => Field::get(&mut from).map(Answer::Titles),
        kind => Err(BadRecord::Value(format!("answer {kind}"))),
    }
}
