//! The envelope, version 1: `{0: 1, 1: stamp, 2: actor, 3: command, 4: cause, 5: [events], 6: approver}`.

use super::codec::{BadRecord, Field, In, Out, fields, or_absent, read_map, sure};
use crate::domain::entry::{Cause, Entry, Meta, Stamp};

/// Version of the envelope that this program writes.
const VERSION: u32 = 1;

/// Most bytes that one record may have.
pub const MAX_RECORD: usize = 256 * 1024;

fields! {
    Stamp { 0: run, 1: counter, 2: boot, 3: since_boot_ms, 4: wall_ms, 5: trusted, 6: seen_hub_seq }
}

impl Field for Cause {
    fn put(&self, out: &mut Out) {
        match self {
            Cause::Scan { device, text } => {
                sure(out.array(3));
                sure(out.u32(1));
                device.put(out);
                text.put(out);
            }
            Cause::Keys => {
                sure(out.array(1));
                sure(out.u32(2));
            }
            Cause::Import { file, line } => {
                sure(out.array(3));
                sure(out.u32(3));
                file.put(out);
                line.put(out);
            }
            // Never encoded: what came is forwarded as the bytes that it came in.
            Cause::Unknown { kind } => {
                sure(out.array(1));
                sure(out.u32(*kind));
            }
        }
    }

    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        let shape = || BadRecord::Shape("a list with the kind of cause was expected".into());
        let len = from.array()?.ok_or_else(shape)?;
        let more = len.checked_sub(1).ok_or_else(shape)?;
        match (from.u32()?, more) {
            (1, 2) => Ok(Cause::Scan { device: Field::get(from)?, text: Field::get(from)? }),
            (2, 0) => Ok(Cause::Keys),
            (3, 2) => Ok(Cause::Import { file: Field::get(from)?, line: Field::get(from)? }),
            (kind, more) => {
                (0..more).try_for_each(|_| from.skip())?;
                Ok(Cause::Unknown { kind })
            }
        }
    }
}

/// The bytes of an entry. Equal entries give equal bytes.
pub fn encode(entry: &Entry) -> Vec<u8> {
    let Entry { meta: Meta { stamp, actor, command, cause, approved_by }, events } = entry;
    let mut out = Out::new(Vec::with_capacity(256));
    sure(out.map(5 + u64::from(actor.is_some()) + u64::from(approved_by.is_some())));
    put_field(&mut out, 0, &VERSION);
    put_field(&mut out, 1, stamp);
    if actor.is_some() {
        put_field(&mut out, 2, actor);
    }
    put_field(&mut out, 3, command);
    put_field(&mut out, 4, cause);
    put_field(&mut out, 5, events);
    if approved_by.is_some() {
        put_field(&mut out, 6, approved_by);
    }
    out.into_writer()
}

fn put_field(out: &mut Out, key: u32, value: &impl Field) {
    sure(out.u32(key));
    value.put(out);
}

/// Reads record bytes. Unknown event kinds become `Event::Unknown`, unknown fields are passed over; the bytes stay
/// what counts.
///
/// # Errors
/// When the bytes are no record, are longer than [`MAX_RECORD`], or carry a newer envelope.
pub fn decode(bytes: &[u8]) -> Result<Entry, BadRecord> {
    if bytes.len() > MAX_RECORD {
        return Err(BadRecord::Value(format!("a record of {} bytes", bytes.len())));
    }
    let mut from = In::new(bytes);
    let (mut version, mut stamp, mut actor, mut command, mut cause, mut events) = (None, None, None, None, None, None);
    let mut approved_by = None;
    read_map(&mut from, |key, from| {
        match key {
            0 => version = Some(this_version(from)?),
            1 => stamp = Some(Stamp::get(from)?),
            2 => actor = Some(Option::get(from)?),
            3 => command = Some(String::get(from)?),
            4 => cause = Some(Cause::get(from)?),
            5 => events = Some(Vec::get(from)?),
            6 => approved_by = Some(Option::get(from)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    or_absent(version, 0)?;
    let rest = bytes.len() - from.position();
    if rest > 0 {
        return Err(BadRecord::Trailing(rest));
    }
    let meta = Meta {
        stamp: or_absent(stamp, 1)?,
        actor: or_absent(actor, 2)?,
        command: or_absent(command, 3)?,
        cause: or_absent(cause, 4)?,
        approved_by: or_absent(approved_by, 6)?,
    };
    Ok(Entry { meta, events: or_absent(events, 5)? })
}

/// The version comes first, so that nothing of a newer envelope is misread.
fn this_version(from: &mut In<'_>) -> Result<u32, BadRecord> {
    match u32::get(from)? {
        VERSION => Ok(VERSION),
        newer => Err(BadRecord::Version(newer)),
    }
}
