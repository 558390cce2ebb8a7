//! The stored form of what happens to a job: `[kind, {fields}]`, with the job as field 0. Numbers never change their
//! meaning.

use super::codec::{BadRecord, Field, In, Out, choices, fields, or_absent, read_map, sure};
use crate::domain::job_event::{
    AnswerBy, BodyPlace, Category, Damage, DamageKind, Happened, JobEvent, OpClass, RequestState,
};

choices! {
    AnswerBy { 1: Phone, 2: Signature, 3: Message }
    RequestState { 1: Open, 2: InWork, 3: Ordered, 4: Ready, 5: Refused }
    Category { 1: Brakes, 2: Steering, 3: Wheels, 4: Airbags }
    BodyPlace { 1: Front, 2: Rear, 3: Left, 4: Right, 5: Roof, 6: Glass, 7: Wheels, 8: Interior }
    DamageKind { 1: Scratch, 2: Dent, 3: Crack, 4: Missing, 5: Dirt }
}

fields! {
    Damage { 0: place, 1: kind }
    OpClass { 0: code, 1: category, 2: skill }
}

/// One table for both directions: `kind number => Variant { key: field, .. }`.
macro_rules! happened {
    ($($kind:literal => $variant:ident { $($key:literal: $name:ident),* $(,)? })*) => {
        /// Kinds that have a stored form, for the test that each has its golden bytes.
        #[cfg(test)]
        pub(super) const KINDS: &[u32] = &[$($kind),*];

        /// Writes kind and fields.
        pub(super) fn put(told: &JobEvent, out: &mut Out) {
            match &told.what {
                $(Happened::$variant { $($name),* } => {
                    sure(out.u32($kind));
                    let present = 1u64 $(+ u64::from(!$name.is_absent()))*;
                    sure(out.map(present));
                    sure(out.u32(0));
                    told.job.put(out);
                    $(if !$name.is_absent() {
                        sure(out.u32($key));
                        $name.put(out);
                    })*
                })*
            }
        }

        /// Reads the fields of a kind; none when the kind is not of a job.
        pub(super) fn get(kind: u32, from: &mut In<'_>) -> Result<Option<JobEvent>, BadRecord> {
            match kind {
                $($kind => {
                    let mut job = None;
                    $(let mut $name = None;)*
                    read_map(from, |key, from| {
                        match key {
                            0 => job = Some(Field::get(from)?),
                            $($key => $name = Some(Field::get(from)?),)*
                            _ => return Ok(false),
                        }
                        Ok(true)
                    })?;
                    let what = Happened::$variant { $($name: or_absent($name, $key)?),* };
                    Ok(Some(JobEvent { job: or_absent(job, 0)?, what }))
                })*
                _ => Ok(None),
            }
        }
    };
}

happened! {
    24 => CarArrived { 1: odometer, 2: fuel, 3: damage, 4: words, 5: lower_than }
    25 => ArrivalSeen { }
    26 => CarOnBay { 1: bay }
    27 => CarOffBay { }
    28 => CarHandedOver { 1: odometer, 2: lower_than }
    29 => ExtraWorkFound { 1: op, 2: payer }
    80 => ExtraWorkAnswered { 1: op, 2: agreed, 3: how, 4: who }
    81 => SharesSet { 1: op, 2: shares }
    82 => HandedOver { 1: op, 2: from, 3: to, 4: note }
    83 => PartRequested { 1: op, 2: part, 3: text, 4: qty }
    84 => RequestAnswered { 1: request, 2: answer, 3: note }
    85 => Measured { 1: op, 2: item, 3: title, 4: value, 5: unit, 6: low, 7: high }
    86 => ReworkFound { 1: op, 2: level, 3: note }
    87 => ComebackKnown { 1: of, 2: technicians }
    88 => OperationClassed { 1: op, 2: class }
    89 => DisputeCleared { 1: record, 2: note }
    90 => Planned { 1: bay, 2: promised_ms }
    91 => Withdrawn { 1: record }
}
