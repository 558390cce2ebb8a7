//! How single fields become CBOR: one trait, and the macro that builds maps of numbered fields from it.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

use crate::domain::ids::*;
use crate::domain::qty::{Currency, Money, Qty};

/// Bytes that are no record of this form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRecord {
    #[error("not CBOR of the expected shape: {0}")]
    Shape(String),
    #[error("field {0} is missing")]
    Missing(u32),
    #[error("{0} is not a legal value")]
    Value(String),
    #[error("envelope version {0} is newer than this program")]
    Version(u32),
    #[error("{0} bytes follow the end")]
    Trailing(usize),
}

impl From<minicbor::decode::Error> for BadRecord {
    fn from(error: minicbor::decode::Error) -> Self {
        BadRecord::Shape(error.to_string())
    }
}

/// Largest number of elements that a list may have: a move's place among the events of its record has 16 bits.
const MAX_LIST: u64 = 1 << 16;
/// Up to so many elements a list says how many it has and is believed.
const SHORT_LIST: usize = 16;

pub(super) type Out = Encoder<Vec<u8>>;
pub(super) type In<'b> = Decoder<'b>;

/// A value that can stand in a numbered field.
pub(super) trait Field: Sized {
    fn put(&self, out: &mut Out);
    fn get(from: &mut In<'_>) -> Result<Self, BadRecord>;
    /// What an absent field means; `None` when it must be there.
    fn absent() -> Option<Self> {
        None
    }
    /// True when the field is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Writing into a vector cannot fail.
pub(super) fn sure<T>(result: Result<T, minicbor::encode::Error<std::convert::Infallible>>) {
    debug_assert!(result.is_ok(), "writing to a vector cannot fail");
}

macro_rules! number_fields {
    ($($type:ty: $write:ident, $read:ident;)*) => {$(
        impl Field for $type {
            fn put(&self, out: &mut Out) {
                sure(out.$write(*self));
            }
            fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
                Ok(from.$read()?)
            }
        }
    )*};
}

number_fields! { u8: u8, u8; u16: u16, u16; u32: u32, u32; u64: u64, u64; i64: i64, i64; bool: bool, bool; }

impl Field for String {
    fn put(&self, out: &mut Out) {
        sure(out.str(self));
    }
    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        Ok(from.str()?.to_owned())
    }
    fn absent() -> Option<Self> {
        Some(String::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Field for [u8; 16] {
    fn put(&self, out: &mut Out) {
        sure(out.bytes(self));
    }
    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        let bytes = from.bytes()?;
        bytes.try_into().map_err(|_| BadRecord::Value(format!("{} bytes instead of 16", bytes.len())))
    }
}

impl<T: Field> Field for Option<T> {
    fn put(&self, out: &mut Out) {
        if let Some(value) = self {
            value.put(out);
        }
    }
    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        T::get(from).map(Some)
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Field> Field for Vec<T> {
    fn put(&self, out: &mut Out) {
        sure(out.array(self.len() as u64));
        self.iter().for_each(|item| item.put(out));
    }
    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        let len = from.array()?.ok_or_else(|| BadRecord::Shape("list of unknown length".into()))?;
        if len > MAX_LIST {
            return Err(BadRecord::Value(format!("a list of {len}")));
        }
        // Most lists are short and stay as they are: they get the room that they need. What a long one says of itself is not
        // believed before its elements are there.
        let mut list = Vec::with_capacity(usize::try_from(len).unwrap_or_default().min(SHORT_LIST));
        for _ in 0..len {
            list.push(T::get(from)?);
        }
        Ok(list)
    }
    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Field> Field for Box<T> {
    fn put(&self, out: &mut Out) {
        (**self).put(out);
    }
    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        T::get(from).map(Box::new)
    }
}

macro_rules! id_fields {
    ($($id:ident)*) => {$(
        impl Field for $id {
            fn put(&self, out: &mut Out) {
                sure(out.str(self.as_str()));
            }
            fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
                let text = from.str()?;
                $id::new(text).map_err(|why| BadRecord::Value(format!("{:?} as {}: {why}", clip(text), stringify!($id))))
            }
        }
    )*};
}

id_fields! {
    PartNo BinId JobNo PersonId SiteId ToteId SaleNo ShipmentNo LotNo SerialNo NoteNo BayId CabinetId OrderNo TagNo
    CountNo RfTag
}

macro_rules! wrapped_fields {
    ($($wrapper:ident)*) => {$(
        impl Field for $wrapper {
            fn put(&self, out: &mut Out) {
                self.0.put(out);
            }
            fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
                Field::get(from).map($wrapper)
            }
        }
    )*};
}
pub(super) use wrapped_fields;

wrapped_fields! { LineNo OpNo RecordName BadgeHash Qty }

impl Field for Money {
    fn put(&self, out: &mut Out) {
        sure(out.array(2));
        self.minor.put(out);
        sure(out.str(self.currency.as_str()));
    }
    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        pair(from)?;
        let minor = i64::get(from)?;
        let code = from.str()?;
        let currency = Currency::new(code).ok_or_else(|| BadRecord::Value(format!("currency {:?}", clip(code))))?;
        Ok(Money { minor, currency })
    }
}

/// The beginning of a text, for a message about it.
pub(super) fn clip(text: &str) -> &str {
    text.char_indices().nth(MAX_ID).map_or(text, |(at, _)| &text[..at])
}

/// The head of a list of two.
pub(super) fn pair(from: &mut In<'_>) -> Result<(), BadRecord> {
    match from.array()? {
        Some(2) => Ok(()),
        _ => Err(BadRecord::Shape("a list of two was expected".into())),
    }
}

/// Reads a map of numbered fields: calls `field` for each key that it knows, skips the others (they come from a later
/// version), and refuses indefinite lengths.
pub(super) fn read_map<'b>(
    from: &mut In<'b>,
    mut field: impl FnMut(u32, &mut In<'b>) -> Result<bool, BadRecord>,
) -> Result<(), BadRecord> {
    if from.datatype()? != Type::Map {
        return Err(BadRecord::Shape("a map was expected".into()));
    }
    let len = from.map()?.unwrap_or(0);
    for _ in 0..len {
        let key = from.u32()?;
        if !field(key, from)? {
            from.skip()?;
        }
    }
    Ok(())
}

/// Numbered fields of a struct: `fields! { Money { 0: minor, 1: currency } }`. Keys ascend, and never change meaning.
macro_rules! fields {
    ($($type:ident { $($key:literal: $name:ident),* $(,)? })*) => {$(
        impl $crate::record::codec::Field for $type {
            fn put(&self, out: &mut $crate::record::codec::Out) {
                let $type { $($name),* } = self;
                let present = 0u64 $(+ u64::from(!$name.is_absent()))*;
                $crate::record::codec::sure(out.map(present));
                $(if !$name.is_absent() {
                    $crate::record::codec::sure(out.u32($key));
                    $name.put(out);
                })*
            }
            fn get(from: &mut $crate::record::codec::In<'_>) -> Result<Self, $crate::record::codec::BadRecord> {
                $(let mut $name = None;)*
                $crate::record::codec::read_map(from, |key, from| {
                    match key {
                        $($key => $name = Some(Field::get(from)?),)*
                        _ => return Ok(false),
                    }
                    Ok(true)
                })?;
                Ok($type { $($name: $crate::record::codec::or_absent($name, $key)?),* })
            }
        }
    )*};
}
pub(super) use fields;

pub(super) fn or_absent<T: Field>(read: Option<T>, key: u32) -> Result<T, BadRecord> {
    read.or_else(T::absent).ok_or(BadRecord::Missing(key))
}

/// Enumerations without data as small numbers: `choices! { Payer { 1: Customer, .. } }`. Numbers are for ever.
macro_rules! choices {
    ($($type:ident { $($number:literal: $name:ident),* $(,)? })*) => {$(
        impl $crate::record::codec::Field for $type {
            fn put(&self, out: &mut $crate::record::codec::Out) {
                let number: u32 = match self { $($type::$name => $number),* };
                $crate::record::codec::sure(out.u32(number));
            }
            fn get(from: &mut $crate::record::codec::In<'_>) -> Result<Self, $crate::record::codec::BadRecord> {
                match from.u32()? {
                    $($number => Ok($type::$name),)*
                    other => Err($crate::record::codec::BadRecord::Value(
                        format!("{other} as {}", stringify!($type)))),
                }
            }
        }
    )*};
}
pub(super) use choices;
