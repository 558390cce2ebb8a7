//! One seeded world: stations, a hub, the network and the disks, and what happens to them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use super::bug::Bug;
use super::check::{self, Broken, Disk, broken, failed};
use super::clock::WallClock;
use super::dice::Dice;
use super::hub::SimHub;
use super::mind::Mind;
use super::network::Network;
use super::station::{SimStation, text};
use crate::domain::entry::{Cause, Entry, Meta, Stamp};
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{BinId, PartNo, RecordName};
use crate::domain::place::Place;
use crate::domain::qty::{Qty, Unit};
use crate::domain::stock::Stock;
use crate::hub::store::HubStore;
use crate::record::{encode, name_of};

/// Rounds of talking within which a healed world must have come to rest.
const ROUNDS: usize = 40;
/// Longer than any wait of the plan.
const LONG: Duration = Duration::from_secs(400);

/// What a world has been through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    pub steps: u64,
    pub ticks: u64,
    pub power_cuts: u64,
    pub cards_put_back: u64,
    pub hubs_restored: u64,
    pub meetings: u64,
    /// How often a station's log began with a snapshot of the hub.
    pub snapshots: u64,
    /// Records that were destroyed with the only media that held them.
    pub destroyed: u64,
    pub full_disks: u64,
    /// Batches of others that the hub turned away.
    pub strangers: u64,
    /// What the stations have lived through together, by the world's time, until it was healed.
    pub lived: Duration,
}

impl Report {
    /// Both together.
    pub fn and(self, other: Report) -> Report {
        Report {
            steps: self.steps + other.steps,
            ticks: self.ticks + other.ticks,
            power_cuts: self.power_cuts + other.power_cuts,
            cards_put_back: self.cards_put_back + other.cards_put_back,
            hubs_restored: self.hubs_restored + other.hubs_restored,
            meetings: self.meetings + other.meetings,
            snapshots: self.snapshots + other.snapshots,
            destroyed: self.destroyed + other.destroyed,
            full_disks: self.full_disks + other.full_disks,
            strangers: self.strangers + other.strangers,
            lived: self.lived + other.lived,
        }
    }
}

/// The world.
pub struct World {
    pub(super) stations: Vec<SimStation>,
    pub(super) hub: SimHub,
    /// Names of the records whose tick was shown, less those that were destroyed with all media that held them.
    pub(super) ticked: BTreeSet<RecordName>,
    /// Names of the records that are in any backup.
    pub(super) backed_up: BTreeSet<RecordName>,
    /// Names of all records that stations of this world made, ticked or not.
    pub(super) made: BTreeSet<RecordName>,
    pub(super) network: Network,
    pub(super) dice: Dice,
    /// What people, strangers, clocks and full disks do; none in a bare world.
    pub(super) extra: Option<Dice>,
    pub(super) bug: Bug,
    /// Stations are whole, and what is recorded is what people do at them.
    staffed: bool,
    pub(super) now: Duration,
    /// How much time passes at each step, besides what passes within it.
    pace: Duration,
    folders: u64,
    images: Vec<(usize, PathBuf)>,
    backups: Vec<PathBuf>,
    pub(super) report: Report,
    root: tempfile::TempDir,
}

impl World {
    /// # Errors
    /// When the disk of this machine fails.
    pub fn new(seed: u64, bug: Bug) -> Result<World, Broken> {
        let root = tempfile::tempdir().map_err(|error| failed(text(error)))?;
        let mut dice = Dice::new(seed);
        let hub = SimHub::new(&root.path().join("hub")).map_err(failed)?;
        let mut stations = Vec::new();
        for number in 0..2 + u8::try_from(dice.below(2)).unwrap_or(0) {
            let identity = hub.enrol(number + 1, &mut dice).map_err(failed)?;
            let dir = root.path().join(format!("station-{number}"));
            stations.push(SimStation::new(&dir, &identity, &mut dice).map_err(failed)?);
        }
        let network = Network::new(dice.roll(), bug);
        Ok(World {
            stations,
            hub,
            ticked: BTreeSet::new(),
            backed_up: BTreeSet::new(),
            made: BTreeSet::new(),
            network,
            extra: None,
            dice,
            bug,
            staffed: false,
            now: Duration::from_secs(1),
            pace: Duration::ZERO,
            folders: 0,
            images: Vec::new(),
            backups: Vec::new(),
            report: Report::default(),
            root,
        })
    }

    /// The world with whole stations, in a workshop that is open: nothing is made up, everything is scanned or typed.
    ///
    /// # Errors
    /// When the hub does not take the workshop.
    pub fn staffed(mut self) -> Result<World, Broken> {
        self.staffed = true;
        self.hub.open_shop().map_err(failed)?;
        self.made.extend(check::hub_records(&self)?.iter().map(|bytes| name_of(bytes)));
        for who in 0..self.stations.len() {
            self.restart(who)?;
        }
        Ok(self)
    }

    /// The world with so much time between two steps.
    #[must_use]
    pub fn at_pace(self, pace: Duration) -> World {
        World { pace, ..self }
    }

    /// Lives for so many steps, is healed, and comes to rest.
    ///
    /// # Errors
    /// The first invariant that does not hold, with the step.
    pub fn live(mut self, steps: u64) -> Result<Report, Broken> {
        let began = self.now;
        for step in 0..steps {
            self.now += self.pace;
            let at = |broken: Broken| Broken { what: format!("step {step}: {}", broken.what), ..broken };
            self.network.loss = [0, 0, 20, 60][self.dice.below(4)];
            self.happen_besides().map_err(at)?;
            self.happen().map_err(at)?;
            check::step(&self).map_err(at)?;
            self.report.steps += 1;
        }
        let stations = u32::try_from(self.stations.len()).unwrap_or(u32::MAX);
        self.report.lived = (self.now - began).saturating_mul(stations);
        self.heal()?;
        self.report.meetings = self.stations.iter().map(|station| station.meetings).sum();
        self.report.snapshots = self.stations.iter().map(|station| station.snapshots).sum();
        Ok(self.report)
    }

    fn happen(&mut self) -> Result<(), Broken> {
        let who = self.dice.below(self.stations.len());
        match self.dice.below(100) {
            0..40 => self.record(who),
            40..75 => self.talk(who),
            75..79 => {
                self.now += Duration::from_secs(self.dice.roll() % 120);
                self.stations[who].idle(self.now).map_err(failed)
            }
            79..83 => {
                self.network.deliver_late(&self.hub);
                Ok(())
            }
            83..88 => self.cut_power(who),
            88..90 => self.keep_image(who),
            90..92 => self.put_card_back(),
            92..94 => self.hub.restart().map_err(failed),
            94..96 => self.back_up(),
            96..97 => self.restore_hub(),
            _ => self.restart(who),
        }
    }

    fn folder(&mut self, what: &str) -> PathBuf {
        self.folders += 1;
        self.root.path().join(format!("{what}-{}", self.folders))
    }

    /// Something to be recorded at a station; none where people tried this and that, and nothing came of it.
    pub(super) fn next_record(&mut self, who: usize) -> Option<Vec<u8>> {
        if !self.staffed {
            let moves = 1 + self.dice.below(2);
            let events = (0..moves).filter_map(|_| self.moved()).collect();
            return Some(self.entry_of(who, "Move", events));
        }
        let (bytes, spent) = self.stations[who].act(self.now, &mut self.dice);
        self.now += spent;
        let bytes = bytes?;
        self.made.insert(name_of(&bytes));
        Some(bytes)
    }

    /// A record that this station makes.
    pub(super) fn entry_of(&mut self, who: usize, command: &str, events: Vec<Event>) -> Vec<u8> {
        let (run, counter) = self.stations[who].next_stamp();
        let stamp = Stamp {
            run,
            counter,
            boot: run,
            since_boot_ms: counter,
            wall_ms: self.stations[who].clock.shows_ms(self.now),
            trusted: self.stations[who].clock.trusted,
            seen_hub_seq: self.stations[who].mind.plan().cursor(),
        };
        let meta = Meta { stamp, actor: None, command: command.into(), cause: Cause::Keys, approved_by: None };
        let bytes = encode(&Entry { meta, events });
        self.made.insert(name_of(&bytes));
        bytes
    }

    pub(super) fn moved(&mut self) -> Option<Event> {
        moved(&mut self.dice)
    }

    pub(super) fn is_staffed(&self) -> bool {
        self.staffed
    }

    pub(super) fn record(&mut self, who: usize) -> Result<(), Broken> {
        match self.next_record(who) {
            Some(bytes) => self.record_bytes(who, &bytes).map(drop),
            None => Ok(()),
        }
    }

    /// A person does something that is recorded; gives whether it was ticked. The network has no part in it.
    pub(super) fn record_bytes(&mut self, who: usize, bytes: &[u8]) -> Result<bool, Broken> {
        let before = self.network.requests;
        if self.bug == Bug::AsksTheHubFirst {
            self.talk(who)?;
        }
        let ticked = self.stations[who].record(self.now, bytes, self.bug).map_err(failed)?;
        if self.network.requests != before {
            return Err(broken("I8 nobody waits for the network", "a record asked the hub before its tick"));
        }
        if ticked || self.bug == Bug::TicksWhenFull {
            self.ticked.insert(name_of(bytes));
            self.report.ticks += 1;
        }
        Ok(ticked)
    }

    pub(super) fn talk(&mut self, who: usize) -> Result<(), Broken> {
        self.stations[who].talk(self.now, &self.hub, &mut self.network, self.bug).map_err(failed)
    }

    fn cut_power(&mut self, who: usize) -> Result<(), Broken> {
        let Some(bytes) = self.next_record(who) else { return self.restart(who) };
        let to = self.folder("cut");
        let ticked = self.stations[who].cut_power(&bytes, &to, &mut self.dice, self.bug).map_err(failed)?;
        if ticked {
            self.ticked.insert(name_of(&bytes));
            self.report.ticks += 1;
        }
        self.report.power_cuts += 1;
        self.boot(who, &to)
    }

    fn boot(&mut self, who: usize, dir: &std::path::Path) -> Result<(), Broken> {
        let (meetings, snapshots) = (self.stations[who].meetings, self.stations[who].snapshots);
        self.stations[who].switch_off();
        let clock = self.extra.as_mut().map(WallClock::some).unwrap_or_default();
        let whole = self.staffed.then_some((self.now, clock));
        self.stations[who] = SimStation::boot(dir, &mut self.dice, whole).map_err(failed)?;
        (self.stations[who].meetings, self.stations[who].snapshots) = (meetings, snapshots);
        self.stations[who].clock = clock;
        Ok(())
    }

    fn restart(&mut self, who: usize) -> Result<(), Broken> {
        let dir = self.stations[who].dir.clone();
        self.boot(who, &dir)
    }

    fn keep_image(&mut self, who: usize) -> Result<(), Broken> {
        let to = self.folder("image");
        self.stations[who].copy_card(&to).map_err(failed)?;
        self.images.push((who, to));
        Ok(())
    }

    /// Somebody puts an old image onto a card, or a lying card forgets what it had confirmed.
    fn put_card_back(&mut self) -> Result<(), Broken> {
        if self.images.is_empty() {
            return Ok(());
        }
        let at = self.dice.below(self.images.len());
        let (who, image) = self.images.swap_remove(at);
        self.boot(who, &image)?;
        self.report.cards_put_back += 1;
        self.count_destroyed()
    }

    fn back_up(&mut self) -> Result<(), Broken> {
        let to = self.folder("backup");
        self.hub.back_up(&to).map_err(failed)?;
        self.backed_up.extend(check::hub_records(self)?.iter().map(|bytes| name_of(bytes)));
        self.backups.push(to);
        Ok(())
    }

    fn restore_hub(&mut self) -> Result<(), Broken> {
        if self.backups.is_empty() {
            return Ok(());
        }
        let at = self.dice.below(self.backups.len());
        let with_tool = self.dice.percent(50);
        self.hub.restore(&self.backups[at].clone(), with_tool).map_err(failed)?;
        self.report.hubs_restored += 1;
        self.count_destroyed()
    }

    /// Records that no medium holds any more went with theirs: nothing can bring them back, and nothing else may be missing.
    fn count_destroyed(&mut self) -> Result<(), Broken> {
        let mut somewhere: BTreeSet<RecordName> =
            check::hub_records(self)?.iter().map(|bytes| name_of(bytes)).collect();
        for station in &self.stations {
            somewhere.extend(Disk::read(&station.dir)?.own.into_keys());
        }
        let before = self.ticked.len();
        self.ticked.retain(|name| somewhere.contains(name));
        self.report.destroyed += (before - self.ticked.len()) as u64;
        Ok(())
    }

    /// The network is whole again and nothing more happens: all must come to rest with the same books.
    fn heal(&mut self) -> Result<(), Broken> {
        self.network.loss = 0;
        for _ in 0..ROUNDS {
            self.now += LONG;
            for who in 0..self.stations.len() {
                self.talk(who)?;
                while let Some(bytes) = self.stations[who].mind.in_flight().map(encode) {
                    self.made.insert(name_of(&bytes));
                    self.record_bytes(who, &bytes)?;
                }
                self.stations[who].idle(self.now).map_err(failed)?;
                check::step(self)?;
            }
            if self.is_at_rest()? {
                if self.bug == Bug::BreaksAChain {
                    self.hub.break_a_chain().map_err(failed)?;
                }
                return check::quiet(self);
            }
        }
        Err(broken("I9 comes to rest", format!("records still wait after {ROUNDS} rounds without a fault")))
    }

    fn is_at_rest(&self) -> Result<bool, Broken> {
        let head = self.hub.store().map_err(failed)?.head().map_err(|error| failed(text(error)))?;
        let rests =
            |mind: &Mind| mind.plan().waiting() == 0 && mind.plan().cursor() == head && mind.in_flight().is_none();
        Ok(self.stations.iter().all(|station| rests(&station.mind)))
    }
}

/// Some pieces of some part go from one place to another.
pub(super) fn moved(dice: &mut Dice) -> Option<Event> {
    let bin = |id: &str| BinId::new(id).ok().map(Place::Bin);
    let places = [Some(Place::Supplier), bin("A-01"), bin("A-02"), Some(Place::Scrap)];
    let from = dice.below(4);
    let to = (from + 1 + dice.below(3)) % 4;
    let part = PartNo::new(["FILTER", "OIL", "BELT"][dice.below(3)]).ok()?;
    let qty = i64::try_from(1 + dice.below(5)).ok()?;
    Some(Event::StockMoved(Box::new(StockMoved::plain(
        Stock::plain(part),
        Unit::Piece,
        Qty::units(qty),
        places[from].clone()?,
        places[to].clone()?,
    ))))
}
