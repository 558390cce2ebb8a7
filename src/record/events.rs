//! The stored form of each event: `[kind, {fields}]`. A kind's number and a field's key never change their meaning; a
//! later version may add fields and kinds.

use super::codec::{BadRecord, Field, In, Out, fields, or_absent, pair, read_map, sure};
use super::{count_events, job_events};
use crate::domain::event::{Event, JobOpened, StockMoved};
use crate::domain::shipment::{Papers, SentLine};

fields! {
    StockMoved {
        0: stock, 1: unit, 2: qty, 3: from, 4: to, 5: line, 6: payer, 7: issuer, 8: receiver, 9: note, 10: cost,
        11: price, 12: reverses,
    }
    JobOpened {
        0: job, 1: state, 2: vehicle, 3: adviser, 4: customer, 5: words, 6: payer, 7: waits, 8: promised_ms, 9: bay,
        10: comeback_of,
    }
    Papers { 0: shipment, 1: from, 2: sheet, 3: sheets, 4: lines }
    SentLine { 0: stock, 1: unit, 2: qty }
}

/// One table for both directions: `kind number => Variant { key: field, .. }`.
macro_rules! events {
    (
        boxed { $($boxed_kind:literal => $boxed:ident),* $(,)? }
        plain { $($kind:literal => $variant:ident { $($key:literal: $name:ident),* $(,)? })* }
    ) => {
        impl Field for Event {
            fn put(&self, out: &mut Out) {
                sure(out.array(2));
                match self {
                    $(Event::$boxed(body) => {
                        sure(out.u32($boxed_kind));
                        body.put(out);
                    })*
                    $(Event::$variant { $($name),* } => {
                        sure(out.u32($kind));
                        let present = 0u64 $(+ u64::from(!$name.is_absent()))*;
                        sure(out.map(present));
                        $(if !$name.is_absent() {
                            sure(out.u32($key));
                            $name.put(out);
                        })*
                    })*
                    Event::Job(told) => job_events::put(told, out),
                    Event::Count(told) => count_events::put(told, out),
                    // Never encoded: an unknown kind is forwarded as the bytes that it came in.
                    Event::Unknown { kind } => {
                        sure(out.u32(*kind));
                        sure(out.map(0));
                    }
                }
            }

            fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
                pair(from)?;
                let kind = from.u32()?;
                let body = from.position();
                match known(kind, from) {
                    // A choice or a place of a later version: the event is as unknown as a later kind.
                    Err(BadRecord::Value(_)) => {
                        from.set_position(body);
                        from.skip()?;
                        Ok(Event::Unknown { kind })
                    }
                    read => read,
                }
            }
        }

        /// Kinds that have a stored form, for the test that each has its golden bytes.
        #[cfg(test)]
        pub(super) const KINDS: &[u32] = &[$($boxed_kind,)* $($kind,)*];

        fn known(kind: u32, from: &mut In<'_>) -> Result<Event, BadRecord> {
                match kind {
                    $($boxed_kind => Field::get(from).map(Event::$boxed),)*
                    $($kind => {
                        $(let mut $name = None;)*
                        read_map(from, |key, from| {
                            match key {
                                $($key => $name = Some(Field::get(from)?),)*
                                _ => return Ok(false),
                            }
                            Ok(true)
                        })?;
                        Ok(Event::$variant { $($name: or_absent($name, $key)?),* })
                    })*
                    kind => {
                        if let Some(told) = job_events::get(kind, from)? {
                            return Ok(Event::Job(Box::new(told)));
                        }
                        if let Some(told) = count_events::get(kind, from)? {
                            return Ok(Event::Count(Box::new(told)));
                        }
                        from.skip()?;
                        Ok(Event::Unknown { kind })
                    }
                }
        }
    };
}

events! {
    boxed {
        20 => JobOpened,
        30 => StockMoved,
        115 => LevelSet,
        126 => DeliveryFaultFound,
        103 => OldPartKept,
        151 => ShipmentAnnounced,
    }
    plain {
        10 => PersonAdded { 0: person, 1: name, 2: role }
        11 => BadgeAssigned { 0: badge, 1: person, 2: until_ms, 3: form_of }
        12 => ProfileSet { 0: person, 1: profile }
        13 => BadgeRevoked { 0: badge, 1: person }
        14 => BadgeRefused { 0: badge, 1: person, 2: why }
        15 => PinSet { 0: person, 1: hash }
        16 => PinRejected { 0: person, 1: tries }
        21 => OperationAdded { 0: job, 1: op, 2: title, 3: hours, 4: checks, 5: shares }
        22 => LineAdded { 0: job, 1: line, 2: op, 3: part, 4: unit, 5: qty, 6: payer, 7: approved }
        23 => JobStateChanged { 0: job, 1: from, 2: to }
        31 => ReceiptSigned { 0: job, 1: receiver, 2: moves }
        32 => ReceiptWithdrawn { 0: job, 1: moves }
        33 => PartFitted { 0: job, 1: line, 2: qty, 3: by }
        34 => DiscrepancyRaised { 0: part, 1: place, 2: short }
        35 => DiscrepancyClosed { 0: part, 1: place }
        36 => MovesExplained { 0: reason }
        37 => LotExpires { 0: part, 1: lot, 2: expires }
        38 => TimeStated { 0: at_ms }
        40 => WorkStarted { 0: person, 1: job, 2: op }
        41 => WorkPaused { 0: person, 1: job, 2: op, 3: reason }
        42 => WorkFinished { 0: person, 1: job, 2: op }
        43 => PunchVoided { 0: person, 1: job, 2: op, 3: punch }
        44 => OperationChecked { 0: job, 1: op, 2: level, 3: by }
        45 => CheckWithdrawn { 0: job, 1: op, 2: level }
        70 => TimeMarked { 0: person, 1: mark }
        71 => TimeEntered { 0: person, 1: job, 2: op, 3: activity, 4: from_ms, 5: to_ms }
        72 => TimeCorrected { 0: person, 1: punch, 2: start_ms, 3: end_ms }
        73 => TimeConfirmed { 0: person, 1: punch }
        74 => ShiftSet { 0: shift }
        75 => ClockLearnt { 0: boot, 1: wall_at_boot_ms, 2: people, 3: jobs }
        50 => RecordReversed { 0: record }
        92 => CertificateHeld { 0: person, 1: skill, 2: until_ms }
        60 => CodeTaught { 0: code, 1: part, 2: unit, 3: qty }
        61 => CodeForgotten { 0: code, 1: part, 2: taught }
        62 => CabinetOpened { 0: cabinet, 1: by }
        68 => ConsoleUsed { 0: by, 1: drives, 2: began }
        160 => RecordsLost { 0: epoch, 1: first, 2: last }
        116 => AlertRaised { 0: part, 1: position, 2: available }
        117 => AlertClosed { 0: part }
        118 => AlertSeen { 0: part, 1: by, 2: until_ms }
        119 => OrderOpened { 0: order, 1: supplier }
        120 => OrderLineAdded { 0: order, 1: line, 2: part, 3: unit, 4: qty, 5: expected_ms, 6: job }
        121 => OrderSent { 0: order }
        122 => OrderClosed { 0: order }
        123 => OrderExpected { 0: order, 1: line, 2: expected_ms }
        124 => OrderReceived { 0: order, 1: line, 2: qty }
        125 => SpecialTaken { 0: order, 1: line, 2: qty }
        127 => FaultSettled { 0: fault, 1: outcome }
        129 => PeriodClosed { 0: until_ms }
        150 => TagsTaken { 0: part, 1: tags, 2: gone }
        100 => LineStaged { 0: job, 1: line, 2: tote, 3: qty }
        101 => SalePaid { 0: sale, 1: slip }
        102 => SaleCollected { 0: sale, 1: collected }
        104 => OldPartGone { 0: tag, 1: undone }
        105 => OldPartWaived { 0: job, 1: part, 2: unit, 3: qty, 4: reason }
        106 => OldPartsAnswered { 0: job, 1: wanted }
        107 => AllocationReleased { 0: job, 1: released }
        108 => ShipmentSent { 0: shipment, 1: to }
        109 => ShipmentDiffered { 0: shipment, 1: stock, 2: unit, 3: qty, 4: reason }
        110 => ShipmentClosed { 0: shipment }
    }
}
