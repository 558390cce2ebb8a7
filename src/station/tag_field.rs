//! What the UHF readers of this kiosk see: the tags in the field, with the parts that they stand on. A reader tells a tag
//! when it comes and again while it stays; nothing is done with them until a person asks for it.

use std::collections::BTreeMap;
use std::time::Duration;

use pitbox_hw::reading::TagSeen;

use super::resolve::{Known, of_tag};
use crate::domain::ids::{PartNo, RfTag, SerialNo};
use crate::domain::qty::Qty;
use crate::identify::epc;

/// Most tags that are remembered: the oldest leave.
const MOST: usize = 2048;
/// A tag that was not told for so long is no longer there: readers tell again after five seconds.
const FRESH: Duration = Duration::from_secs(12);

/// A tag and what it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldTag {
    /// Steady time of the last report.
    pub at: Duration,
    pub on: On,
}

/// What a tag stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    Part {
        tag: RfTag,
        part: PartNo,
        serial: Option<SerialNo>,
        /// How many it stands for.
        qty: Qty,
    },
    /// No part of the catalogue; what the tag says.
    Unknown(String),
}

/// The tags in the field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagField {
    tags: BTreeMap<Vec<u8>, FieldTag>,
    /// When a reader told something last.
    told: Duration,
}

impl TagField {
    /// A reader told these.
    pub(super) fn see(&mut self, tags: &[TagSeen], now: Duration, known: Known<'_>) {
        self.told = now;
        for tag in tags {
            let at = now.saturating_sub(tag.last_ago);
            match self.tags.get_mut(&tag.epc) {
                Some(seen) if matches!(seen.on, On::Part { .. }) => seen.at = at,
                _ => drop(self.tags.insert(tag.epc.clone(), FieldTag { at, on: stands_on(&tag.epc, known) })),
            }
        }
        while self.tags.len() > MOST {
            let oldest = self.tags.iter().min_by_key(|(_, tag)| tag.at).map(|(epc, _)| epc.clone());
            oldest.map(|epc| self.tags.remove(&epc));
        }
    }

    /// How many are there now.
    pub(super) fn len(&self) -> usize {
        self.since(self.told).count()
    }

    /// Those that are there, or were at some time since then.
    pub(super) fn since(&self, then: Duration) -> impl Iterator<Item = &FieldTag> {
        let from = then.saturating_sub(FRESH);
        self.tags.values().filter(move |tag| tag.at >= from)
    }

    /// Forgets all of them; those that lie there are told again.
    pub(super) fn clear(&mut self) {
        self.tags.clear();
    }
}

fn stands_on(bytes: &[u8], known: Known<'_>) -> On {
    let text: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let found = epc::read(bytes).ok().and_then(|read| {
        let (hits, _) = of_tag(&read, known)?;
        // A number of several parts names none of them.
        let [hit] = hits.as_slice() else { return None };
        let (_, serial) = read.trade_item()?;
        let serial = serial.and_then(|serial| SerialNo::new(serial).ok());
        Some(On::Part { tag: RfTag::new(&text).ok()?, part: hit.part.clone(), serial, qty: hit.qty })
    });
    found.unwrap_or(On::Unknown(text))
}
