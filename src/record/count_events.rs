//! The stored form of what happens to a count: `[kind, {fields}]`, with the count as field 0. Numbers never change their
//! meaning.

use super::codec::{BadRecord, Field, In, Out, or_absent, pair, read_map, sure};
use crate::domain::count::{CountEvent, Counted, Scope};

impl Field for Scope {
    fn put(&self, out: &mut Out) {
        sure(out.array(2));
        match self {
            Scope::All => sure(out.u32(1).and_then(|out| out.null())),
            Scope::Bin(bin) => {
                sure(out.u32(2));
                bin.put(out);
            }
            Scope::Part(part) => {
                sure(out.u32(3));
                part.put(out);
            }
            Scope::Class(class) => {
                sure(out.u32(4));
                class.put(out);
            }
            Scope::Bins(bins) => {
                sure(out.u32(5));
                bins.put(out);
            }
        }
    }

    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        pair(from)?;
        match from.u32()? {
            1 => from.null().map(|()| Scope::All).map_err(BadRecord::from),
            2 => Field::get(from).map(Scope::Bin),
            3 => Field::get(from).map(Scope::Part),
            4 => Field::get(from).map(Scope::Class),
            5 => Field::get(from).map(Scope::Bins),
            kind => Err(BadRecord::Value(format!("scope {kind}"))),
        }
    }
}

/// One table for both directions: `kind number => Variant { key: field, .. }`.
macro_rules! counted {
    ($($kind:literal => $variant:ident { $($key:literal: $name:ident),* $(,)? })*) => {
        /// Kinds that have a stored form, for the test that each has its golden bytes.
        #[cfg(test)]
        pub(super) const KINDS: &[u32] = &[$($kind),*];

        /// Writes kind and fields.
        pub(super) fn put(told: &CountEvent, out: &mut Out) {
            match &told.what {
                $(Counted::$variant { $($name),* } => {
                    sure(out.u32($kind));
                    let present = 1u64 $(+ u64::from(!$name.is_absent()))*;
                    sure(out.map(present));
                    sure(out.u32(0));
                    told.count.put(out);
                    $(if !$name.is_absent() {
                        sure(out.u32($key));
                        $name.put(out);
                    })*
                })*
            }
        }

        /// Reads the fields of a kind; none when the kind is not of a count.
        pub(super) fn get(kind: u32, from: &mut In<'_>) -> Result<Option<CountEvent>, BadRecord> {
            match kind {
                $($kind => {
                    let mut count = None;
                    $(let mut $name = None;)*
                    read_map(from, |key, from| {
                        match key {
                            0 => count = Some(Field::get(from)?),
                            $($key => $name = Some(Field::get(from)?),)*
                            _ => return Ok(false),
                        }
                        Ok(true)
                    })?;
                    let what = Counted::$variant { $($name: or_absent($name, $key)?),* };
                    Ok(Some(CountEvent { count: or_absent(count, 0)?, what }))
                })*
                _ => Ok(None),
            }
        }
    };
}

counted! {
    130 => Opened { 1: scope, 2: blind }
    131 => Line { 1: bin, 2: stock, 3: unit, 4: book, 5: qty }
    132 => Explained { 1: bin, 2: stock, 3: reason }
    133 => LabelNeeded { 1: bin, 2: stock, 3: needed }
    134 => Posted { 1: bin, 2: stock, 3: variance }
    135 => Closed { }
    136 => Withdrawn { 1: record }
    137 => Doubted { 1: bin, 2: stock, 3: unit, 4: record }
}
