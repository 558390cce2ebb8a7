//! What else happens in a world: people begin and end their work by clocks that are wrong, strangers speak to the hub, disks are
//! full.

use ed25519_dalek::SigningKey;

use super::check::{Broken, Disk, broken, failed};
use super::clock::WallClock;
use super::dice::Dice;
use super::hub::Answer;
use super::world::World;
use crate::domain::event::Event;
use crate::domain::ids::{JobNo, OpNo, PersonId, SiteId};
use crate::domain::work::PauseReason;
use crate::record::name_of;

/// Who works in the world.
pub(super) const PEOPLE: [&str; 2] = ["t-wang", "t-zhao"];
/// No log of a world has so many pages.
const ENDLESS: u32 = 1_000_000;
/// Records within which a disk that takes no page more is full.
const FULL_WITHIN: usize = 60;

impl World {
    /// The world with people, strangers, full disks and wrong clocks.
    #[must_use]
    pub fn with_people(mut self) -> World {
        let mut extra = Dice::new(self.dice.clone().roll());
        self.stations.iter_mut().for_each(|station| station.clock = WallClock::some(&mut extra));
        self.extra = Some(extra);
        self
    }

    /// What happens besides. It has dice of its own, so that the rest goes on as in a bare world.
    pub(super) fn happen_besides(&mut self) -> Result<(), Broken> {
        let Some(mut extra) = self.extra.take() else { return Ok(()) };
        std::mem::swap(&mut self.dice, &mut extra);
        let who = self.dice.below(self.stations.len());
        let done = match self.dice.below(100) {
            0..30 => self.work(who),
            30..40 => self.stranger(who),
            40..45 => self.fill_disk(who),
            _ => Ok(()),
        };
        std::mem::swap(&mut self.dice, &mut extra);
        self.extra = Some(extra);
        done
    }

    /// Somebody begins to work on something, or stops.
    fn work(&mut self, who: usize) -> Result<(), Broken> {
        if self.is_staffed() {
            return self.record(who);
        }
        let person = PEOPLE[self.dice.below(PEOPLE.len())];
        let job = ["4711", "4712"][self.dice.below(2)];
        let (Ok(person), Ok(job)) = (PersonId::new(person), JobNo::new(job)) else { return Ok(()) };
        let op = OpNo(1);
        let event = match self.dice.below(3) {
            0 => Event::WorkPaused { person, job, op, reason: PauseReason::Parts },
            1 => Event::WorkFinished { person, job, op },
            _ => Event::WorkStarted { person, job, op },
        };
        let bytes = self.entry_of(who, "Work", vec![event]);
        self.record_bytes(who, &bytes).map(drop)
    }

    /// Somebody who is no station, or another one, or of another site, sends what would fit.
    fn stranger(&mut self, who: usize) -> Result<(), Broken> {
        let events = self.moved().into_iter().collect();
        let record = self.entry_of(who, "Stranger", events);
        self.made.remove(&name_of(&record));
        let device = u32::try_from(who + 1).unwrap_or(1);
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.dice.roll().to_be_bytes());
        let mut batch = self.hub.forged(device, record, &SigningKey::from_bytes(&seed)).map_err(failed)?;
        match self.dice.below(3) {
            0 => batch.site = SiteId::new("BJ01").unwrap_or(batch.site),
            1 => batch.device += 1,
            _ => {}
        }
        if !matches!(self.hub.push(device, &batch.encode(), self.bug), Answer::Pushed { .. }) {
            self.report.strangers += 1;
        }
        Ok(())
    }

    /// The disk takes no page more; what it does not take is not there, and not ticked.
    fn fill_disk(&mut self, who: usize) -> Result<(), Broken> {
        self.stations[who].limit_pages(1).map_err(failed)?;
        for _ in 0..FULL_WITHIN {
            let bytes = if self.is_staffed() {
                self.next_record(who)
            } else {
                let events = self.moved().into_iter().collect();
                Some(self.entry_of(who, "Move", events))
            };
            let Some(bytes) = bytes else { continue };
            if self.record_bytes(who, &bytes)? {
                continue;
            }
            self.report.full_disks += 1;
            let name = name_of(&bytes);
            let kept = Disk::read(&self.stations[who].dir)?.own.contains_key(&name);
            if kept || self.ticked.contains(&name) {
                let what = format!("record {name} was not saved, and it is on disk or ticked");
                return Err(broken("I10 what failed changed nothing", what));
            }
            break;
        }
        self.stations[who].limit_pages(ENDLESS).map_err(failed)
    }
}
