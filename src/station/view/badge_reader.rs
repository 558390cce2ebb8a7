//! Setting up a badge reader: which number to type, which badge to hold to it, and what was found.

use super::super::Station;
use super::jobs::fact;
use super::screen::{Block, Tone};
use crate::identify::badge::Transform;
use crate::station::session::BadgeReader;
use crate::station::words::Words;

pub(super) fn badge_reader(station: &Station, reader: &BadgeReader) -> (String, Vec<Block>) {
    let words = station.words();
    let mut facts = Vec::new();
    if let Some(device) = &reader.device {
        facts.push(fact(words.unknown_device(), device.clone(), Tone::Plain));
    }
    if !reader.seen.is_empty() {
        facts.push(fact(words.badge_reader_read(), reader.seen.len().to_string(), Tone::Plain));
    }
    let text = |tone, line| Block::Text { tone, lines: vec![line] };
    let mut blocks = match (&reader.found, &reader.printed) {
        (Some(found), _) if found.saved => {
            facts.push(fact(words.badge_reader_says(), words.transform(found.transform), Tone::Good));
            vec![text(Tone::Good, words.badge_reader_done())]
        }
        (Some(_), _) => vec![text(Tone::Attention, words.saving())],
        (None, Some((printed, _))) => {
            let banner = Block::Banner { tone: Tone::Attention, lines: vec![words.badge_reader_hold(printed)] };
            vec![banner, text(Tone::Plain, words.badge_reader_retype())]
        }
        (None, None) => {
            let nth = reader.seen.len() + 1;
            let banner = Block::Banner { tone: Tone::Attention, lines: vec![words.badge_reader_type(nth)] };
            let lines = vec![words.badge_reader_forms(), words.badge_reader_why()];
            vec![banner, Block::Text { tone: Tone::Plain, lines }]
        }
    };
    if !facts.is_empty() {
        blocks.insert(0, Block::Facts(facts));
    }
    (words.task_badge_reader(), blocks)
}

impl Words {
    /// How a reader says a badge.
    fn transform(self, transform: Transform) -> String {
        match transform {
            Transform::Decimal => self.transform_decimal(),
            Transform::DecimalReversed => self.transform_decimal_reversed(),
            Transform::Hex => self.transform_hex(),
            Transform::HexReversed => self.transform_hex_reversed(),
            Transform::Decimal24 => self.transform_decimal_24(),
            Transform::FacilityCard => self.transform_facility_card(),
            Transform::FacilityCardPlain => self.transform_facility_card_plain(),
        }
    }
}
