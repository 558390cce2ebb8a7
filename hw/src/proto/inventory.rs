//! The tags in the field of a UHF reader: many sightings become few sets.
//!
//! A reader reports each tag many times a second. The first sighting opens a window; when it closes, the tags that came
//! are told together. A tag that stays is told again after a while, for a count that begins while it lies there.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::reading::TagSeen;

/// Tags that are remembered at once. More tags than a workshop's shelf holds; a tag beyond them is told when others leave.
const MOST: usize = 8192;
/// Longest EPC in bytes (EPC Gen2: 31 words).
const LONGEST_EPC: usize = 62;

/// How sightings become sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// From the first sighting of a new tag to the report.
    pub window: Duration,
    /// A tag that was not seen for so long has left; it is told at once when it comes back.
    pub hold: Duration,
    /// A tag that stays is told again after this.
    pub again: Duration,
    /// Weaker sightings are not taken: tags of the next shelf. Readers that tell no strength are not asked for it.
    pub floor_dbm: Option<i8>,
}

impl Default for Pace {
    fn default() -> Self {
        let ms = Duration::from_millis;
        Self { window: ms(300), hold: ms(2000), again: ms(5000), floor_dbm: None }
    }
}

/// A tag, as a reader reports it once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    pub epc: Vec<u8>,
    /// Signal strength, dBm.
    pub rssi_dbm: Option<i8>,
    /// Antenna port, from 1.
    pub antenna: Option<u16>,
}

#[derive(Debug)]
struct Track {
    first: Duration,
    last: Duration,
    sightings: u32,
    rssi_dbm: Option<i8>,
    antenna: Option<u16>,
    told: Option<Duration>,
}

/// The tags in the field.
#[derive(Debug, Default)]
pub struct Inventory {
    pace: Pace,
    tags: BTreeMap<Vec<u8>, Track>,
    due: Option<Duration>,
}

impl Inventory {
    /// An empty field.
    pub fn new(pace: Pace) -> Self {
        Self { pace, ..Self::default() }
    }

    /// A tag was seen at `now`.
    pub fn seen(&mut self, now: Duration, sighting: Sighting) {
        let Sighting { epc, rssi_dbm, antenna } = sighting;
        let weak = self.pace.floor_dbm.zip(rssi_dbm).is_some_and(|(floor, rssi)| rssi < floor);
        if epc.is_empty() || epc.len() > LONGEST_EPC || weak {
            return;
        }
        self.forget_the_gone(now, &epc);
        let fresh = Track { first: now, last: now, sightings: 0, rssi_dbm, antenna, told: None };
        let track = self.tags.entry(epc).or_insert(fresh);
        track.last = now;
        track.sightings = track.sightings.saturating_add(1);
        // The strongest sighting names the antenna that the tag is nearest to.
        if track.rssi_dbm <= rssi_dbm {
            (track.rssi_dbm, track.antenna) = (rssi_dbm, antenna);
        }
        let again = self.pace.again;
        if track.told.is_none_or(|told| now.saturating_sub(told) >= again) {
            track.told = None;
            self.due.get_or_insert(now.saturating_add(self.pace.window));
        }
        while self.tags.len() > MOST {
            self.tags.pop_last();
        }
    }

    /// When [`Inventory::take`] has something to tell.
    pub fn deadline(&self) -> Option<Duration> {
        self.due
    }

    /// The tags to tell at `now`, in the order of their EPCs; none before the deadline.
    pub fn take(&mut self, now: Duration) -> Vec<TagSeen> {
        if self.due.is_none_or(|due| now < due) {
            return Vec::new();
        }
        self.due = None;
        let untold = self.tags.iter_mut().filter(|(_, track)| track.told.is_none());
        untold.map(|(epc, track)| tell(epc, track, now)).collect()
    }

    /// Forgets everything, as when the reader is gone. True when tags had not been told.
    pub fn clear(&mut self) -> bool {
        self.tags.clear();
        self.due.take().is_some()
    }

    /// The tag that is seen now, if it had left; all others that have left when there are many.
    fn forget_the_gone(&mut self, now: Duration, epc: &[u8]) {
        let hold = self.pace.hold;
        let gone = |track: &Track| track.told.is_some() && now.saturating_sub(track.last) >= hold;
        if self.tags.get(epc).is_some_and(gone) {
            self.tags.remove(epc);
        }
        if self.tags.len() >= MOST {
            self.tags.retain(|_, track| !gone(track));
        }
    }
}

fn tell(epc: &[u8], track: &mut Track, now: Duration) -> TagSeen {
    track.told = Some(now);
    TagSeen {
        epc: epc.to_vec(),
        first_ago: now.saturating_sub(track.first),
        last_ago: now.saturating_sub(track.last),
        sightings: track.sightings,
        rssi_dbm: track.rssi_dbm,
        antenna: track.antenna,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn see(inventory: &mut Inventory, now: u64, tag: u8, rssi: i8, antenna: u16) {
        let sighting = Sighting { epc: vec![tag; 12], rssi_dbm: Some(rssi), antenna: Some(antenna) };
        inventory.seen(ms(now), sighting);
    }

    fn told(inventory: &mut Inventory, now: u64) -> Vec<(u8, u32)> {
        inventory.take(ms(now)).iter().map(|tag| (tag.epc[0], tag.sightings)).collect()
    }

    #[test]
    fn tags_that_come_together_are_told_together_and_once() {
        let mut field = Inventory::new(Pace::default());
        assert_eq!(field.deadline(), None);
        for (at, tag) in [(0, 2), (10, 1), (20, 2), (290, 3)] {
            see(&mut field, at, tag, -60, 1);
        }
        assert_eq!(field.deadline(), Some(ms(300)));
        assert_eq!(told(&mut field, 299), []);
        assert_eq!(told(&mut field, 300), [(1, 1), (2, 2), (3, 1)]);
        see(&mut field, 400, 1, -60, 1);
        assert_eq!(field.deadline(), None);
    }

    #[test]
    fn a_tag_that_left_and_one_that_stays_for_long_are_told_again() {
        let mut field = Inventory::new(Pace::default());
        see(&mut field, 0, 1, -60, 1);
        assert_eq!(told(&mut field, 300), [(1, 1)]);
        see(&mut field, 2400, 1, -60, 1);
        assert_eq!(told(&mut field, 2700), [(1, 1)]);
        for at in (2800..7800).step_by(100) {
            see(&mut field, at, 1, -60, 1);
        }
        let again = field.take(ms(8000));
        assert_eq!((again.len(), again[0].first_ago, again[0].last_ago), (1, ms(8000 - 2400), ms(300)));
    }

    #[test]
    fn the_strongest_sighting_names_the_antenna() {
        let mut field = Inventory::new(Pace::default());
        see(&mut field, 0, 1, -70, 1);
        see(&mut field, 10, 1, -50, 2);
        see(&mut field, 20, 1, -60, 3);
        let tag = field.take(ms(300)).remove(0);
        assert_eq!((tag.rssi_dbm, tag.antenna), (Some(-50), Some(2)));
    }

    #[test]
    fn a_tag_below_the_floor_is_not_there_until_it_comes_nearer() {
        let mut field = Inventory::new(Pace { floor_dbm: Some(-65), ..Pace::default() });
        see(&mut field, 0, 1, -66, 1);
        assert_eq!(field.deadline(), None);
        see(&mut field, 10, 1, -65, 1);
        see(&mut field, 20, 1, -80, 2);
        field.seen(ms(20), Sighting { epc: vec![2; 12], rssi_dbm: None, antenna: None });
        assert_eq!(told(&mut field, 310), [(1, 1), (2, 1)]);
    }

    proptest! {
        #[test]
        fn every_tag_is_told_and_memory_is_bounded(tags in prop::collection::vec((0u64..50, any::<u8>()), 1..200)) {
            let mut field = Inventory::new(Pace::default());
            let (mut now, mut seen, mut told) = (0, std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
            for (pause, tag) in tags {
                now += pause;
                see(&mut field, now, tag, -60, 1);
                seen.insert(tag);
                told.extend(field.take(ms(now)).iter().map(|tag| tag.epc[0]));
            }
            told.extend(field.take(ms(now + 300)).iter().map(|tag| tag.epc[0]));
            prop_assert_eq!(seen, told);
            prop_assert!(field.tags.len() <= MOST);
        }
    }
}
