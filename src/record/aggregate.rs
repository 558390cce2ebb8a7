//! Stored form of the aggregates and their keys: for the hub's rows and the kiosk's cache. Not a record: it can be
//! deleted at any time and folded again, so [`VERSION`] simply goes up when it changes.

use super::codec::{BadRecord, Field, In, Out, fields, pair, sure};
use crate::domain::alert::Alert;
use crate::domain::attendance::{Entered, Made, Mark, Ruling};
use crate::domain::book::{Aggregate, Key, ReversedBy};
use crate::domain::certificate::{Certificate, Certificates};
use crate::domain::count::{Count, CountLine, Tally};
use crate::domain::course::{Arrival, BayMove, Comeback, Course, Dispute, PartRequest, Plan, RequestAnswer, Said};
use crate::domain::cycle::{CountedKey, LastCount};
use crate::domain::discrepancy::{Discrepancy, DiscrepancyKey};
use crate::domain::fault::Claim;
use crate::domain::ids::PartNo;
use crate::domain::job::{Issue, Job, JobLine, Return};
use crate::domain::lockout::WrongPins;
use crate::domain::lot::{Lot, LotKey};
use crate::domain::old_part::{KeptPart, OldPartsOfJob, WaivedPart};
use crate::domain::operation::{
    CheckDone, Extra, ExtraAnswer, HandOver, Measure, OpPunch, Operation, Rework, SharesSet,
};
use crate::domain::order::{Order, OrderLine};
use crate::domain::period::Closing;
use crate::domain::person::{Badge, BadgeHolder, Person, RefusedBadge};
use crate::domain::rf_tag::KnownTag;
use crate::domain::sale::{Sale, SaleLine};
use crate::domain::shipment::{Shipment, ShippedLine};
use crate::domain::stock::{Balance, BalanceKey};
use crate::domain::taught::{TaughtCode, Teaching};
use crate::domain::tote::{Staged, Tote};
use crate::domain::work::{PersonDay, Punch, PunchKind};

/// Goes up with every change of this form or of a fold.
pub const VERSION: u32 = 18;

fields! {
    BalanceKey { 0: stock, 1: place }
    Balance { 0: qty, 1: unit }
    DiscrepancyKey { 0: part, 1: place }
    Discrepancy { 0: since, 1: short }
    WrongPins { 0: device, 1: count, 2: boot, 3: since_boot_ms, 4: wall_ms, 5: trusted }
    Badge { 0: badge, 1: until_ms, 2: at_kiosk, 3: form_of }
    BadgeHolder { 0: person, 1: until_ms, 2: revoked, 3: lost }
    Person { 0: id, 1: name, 2: role, 3: profile, 4: badges, 5: pin, 6: wrong_pins, 7: refused }
    RefusedBadge { 0: why, 1: at_ms }
    Made { 0: record, 1: at_ms, 2: trusted, 3: device, 4: seq, 5: boot, 6: since_boot_ms }
    Punch { 0: record, 1: job, 2: op, 3: kind, 4: at_ms, 5: made }
    Mark { 0: kind, 1: made }
    Entered { 0: record, 1: job, 2: op, 3: activity, 4: from_ms, 5: to_ms }
    Ruling { 0: of, 1: start_ms, 2: end_ms }
    PersonDay { 0: punches, 1: marks, 2: entered, 3: rulings }
    OpPunch { 0: person, 1: kind, 2: made }
    CheckDone { 0: level, 1: by }
    Operation {
        0: no, 1: title, 2: hours, 3: checks, 4: shares, 5: punches, 6: checked, 7: class, 8: extra, 9: shares_set,
        10: planned, 11: measures, 12: handovers, 13: reworks,
    }
    Said { 0: made, 1: by }
    Extra { 0: said, 1: payer, 2: answers }
    ExtraAnswer { 0: said, 1: agreed, 2: how, 3: who }
    SharesSet { 0: said, 1: shares }
    Measure { 0: said, 1: item, 2: title, 3: value, 4: unit, 5: low, 6: high }
    HandOver { 0: said, 1: from, 2: to, 3: note }
    Rework { 0: said, 1: after, 2: level, 3: note }
    Arrival { 0: said, 1: odometer, 2: fuel, 3: damage, 4: words, 5: lower_than, 6: lower_seen }
    BayMove { 0: said, 1: bay }
    PartRequest { 0: said, 1: op, 2: part, 3: text, 4: qty, 5: answers }
    RequestAnswer { 0: said, 1: answer, 2: note }
    Dispute { 0: said, 1: from, 2: to, 3: found }
    Plan { 0: said, 1: bay, 2: promised_ms }
    Comeback { 0: of, 1: technicians }
    Course {
        0: opened, 1: arrivals, 2: seen, 3: bay_moves, 4: requests, 5: plans, 6: comeback, 7: disputes,
        8: late, 9: odometer_out, 10: out_lower_than,
    }
    JobLine { 0: no, 1: op, 2: part, 3: unit, 4: qty, 5: payer, 6: approved, 7: issued, 8: fitted, 9: staged }
    LotKey { 0: part, 1: lot }
    Lot { 0: expires }
    Staged { 0: stock, 1: unit, 2: qty, 3: from, 4: line }
    Tote { 0: id, 1: job, 2: since_ms, 3: content }
    SaleLine { 0: at, 1: stock, 2: unit, 3: qty, 4: from, 5: price, 6: returns }
    Sale { 0: no, 1: since_ms, 2: lines, 3: paid, 4: collected }
    KeptPart { 0: tag, 1: part, 2: qty }
    WaivedPart { 0: part, 1: qty }
    OldPartsOfJob { 0: kept, 1: waived, 2: wanted }
    ShippedLine { 0: stock, 1: unit, 2: sent, 3: received, 4: differs }
    Shipment { 0: no, 1: to, 2: lines, 3: closed, 4: sent_by, 5: from, 6: sheets, 7: seen }
    Return { 0: at, 1: qty }
    Issue {
        0: at, 1: line, 2: stock, 3: from, 4: unit, 5: payer, 6: cost, 7: price, 8: qty, 9: returns, 10: issuer,
        11: receiver, 12: ordinal,
    }
    Certificate { 0: skill, 1: until_ms }
    Certificates { 0: held }
    Teaching { 0: record, 1: part, 2: qty, 3: withdrawn }
    TaughtCode { 0: teachings }
    Alert { 0: since_ms, 1: seen_by, 2: snoozed_until_ms }
    OrderLine {
        0: no, 1: part, 2: unit, 3: qty, 4: received, 5: expected_ms, 6: job, 7: received_ms, 8: taken,
    }
    Order { 0: no, 1: supplier, 2: made_ms, 3: sent_ms, 4: closed, 5: lines }
    Claim { 0: fault, 1: by, 2: since_ms }
    Closing { 0: until_ms }
    KnownTag { 0: part }
    Tally { 0: record, 1: by, 2: at_ms, 3: book, 4: qty, 5: seen, 6: late }
    CountLine { 0: bin, 1: stock, 2: unit, 3: tallies, 4: reason, 5: label, 6: posted, 7: earlier, 8: doubted }
    CountedKey { 0: bin, 1: part }
    LastCount { 0: count, 1: device, 2: at_ms, 3: posted_ms, 4: stands, 5: seen }
    Count { 0: no, 1: scope, 2: blind, 3: since_ms, 4: device, 5: lines, 6: closed }
    Job {
        0: no, 1: state, 2: vehicle, 3: adviser, 4: customer, 5: words, 6: payer, 7: waits, 8: promised_ms, 9: bay,
        10: comeback_of, 11: operations, 12: lines, 13: issues,
        14: returned, 15: course, 100: old_parts, 101: released, 102: held,
    }
}

super::codec::wrapped_fields! { ReversedBy }

impl Field for PunchKind {
    fn put(&self, out: &mut Out) {
        sure(out.array(2));
        match self {
            PunchKind::Start => sure(out.u32(1).and_then(|out| out.null())),
            PunchKind::Pause(reason) => {
                sure(out.u32(2));
                reason.put(out);
            }
            PunchKind::Finish => sure(out.u32(3).and_then(|out| out.null())),
        }
    }

    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        pair(from)?;
        match from.u32()? {
            1 => from.null().map(|()| PunchKind::Start).map_err(BadRecord::from),
            2 => Field::get(from).map(PunchKind::Pause),
            3 => from.null().map(|()| PunchKind::Finish).map_err(BadRecord::from),
            kind => Err(BadRecord::Value(format!("punch {kind}"))),
        }
    }
}

macro_rules! tagged {
    ($type:ident { $($number:literal: $name:ident),* $(,)? }) => {
        impl Field for $type {
            fn put(&self, out: &mut Out) {
                sure(out.array(2));
                match self {
                    $($type::$name(body) => {
                        sure(out.u32($number));
                        body.put(out);
                    })*
                }
            }
            fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
                pair(from)?;
                match from.u32()? {
                    $($number => Field::get(from).map($type::$name),)*
                    other => Err(BadRecord::Value(format!("{other} as {}", stringify!($type)))),
                }
            }
        }
    };
}

tagged! {
    Key {
        1: Balance, 2: Job, 3: Person, 4: Badge, 5: PersonDay, 6: Discrepancy, 7: Reversal, 8: Code, 9: Certificates,
        15: Level, 16: Alert,
        17: Order, 18: Claim, 20: Closing, 70: Shift,
        100: Lot, 101: Tote, 102: Sale, 103: OldPart, 104: Shipment,
        130: Count, 131: Counted, 150: Tag,
    }
}
tagged! {
    Aggregate {
        1: Balance, 2: Job, 3: Person, 4: Badge, 5: PersonDay, 6: Discrepancy, 7: Reversal, 8: Code, 9: Certificates,
        15: Level, 16: Alert,
        17: Order, 18: Claim, 20: Closing, 70: Shift,
        100: Lot, 101: Tote, 102: Sale, 103: OldPart, 104: Shipment,
        130: Count, 131: Counted, 150: Tag,
    }
}

/// The bytes of a key; equal keys give equal bytes.
pub fn encode_key(key: &Key) -> Vec<u8> {
    bytes(key)
}

/// Bounds of the bytes of all keys of taught codes: the first that may be one, and the first behind them.
pub fn code_keys() -> ([u8; 2], [u8; 2]) {
    // A pair that begins with the number of `Key::Code`.
    ([0x82, 8], [0x82, 9])
}

/// The bytes of an aggregate.
pub fn encode(aggregate: &Aggregate) -> Vec<u8> {
    bytes(aggregate)
}

/// Reads a key.
///
/// # Errors
/// When the bytes are none of this version.
pub fn decode_key(bytes: &[u8]) -> Result<Key, BadRecord> {
    Key::get(&mut In::new(bytes))
}

/// Reads an aggregate.
///
/// # Errors
/// When the bytes are none of this version.
pub fn decode(bytes: &[u8]) -> Result<Aggregate, BadRecord> {
    Aggregate::get(&mut In::new(bytes))
}

/// Appends a key and its aggregate to `out`: how a cache keeps a whole book in one piece.
pub fn append(out: &mut Vec<u8>, key: &Key, aggregate: &Aggregate) {
    let mut encoder = Out::new(std::mem::take(out));
    key.put(&mut encoder);
    aggregate.put(&mut encoder);
    *out = encoder.into_writer();
}

/// Reads what [`append`] wrote, one pair after the other, until the end. Balances of one part that stand together share its
/// number in memory.
pub fn read_all(bytes: &[u8]) -> impl Iterator<Item = Result<(Key, Aggregate), BadRecord>> {
    let mut from = In::new(bytes);
    let mut last: Option<PartNo> = None;
    std::iter::from_fn(move || {
        if from.position() >= from.input().len() {
            return None;
        }
        let mut pair = Key::get(&mut from).and_then(|key| Aggregate::get(&mut from).map(|aggregate| (key, aggregate)));
        match &mut pair {
            Ok((Key::Balance(BalanceKey { stock, .. }), _)) => match &last {
                Some(last) if *last == stock.part => stock.part = last.clone(),
                _ => last = Some(stock.part.clone()),
            },
            Ok(_) => {}
            Err(_) => from.set_position(from.input().len()),
        }
        Some(pair)
    })
}

fn bytes(value: &impl Field) -> Vec<u8> {
    let mut out = Out::new(Vec::new());
    value.put(&mut out);
    out.into_writer()
}
