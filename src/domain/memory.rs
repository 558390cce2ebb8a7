//! The kiosk's book, in memory: what the hub has confirmed, and on top of it this station's own records that have not
//! come back from the hub yet. Shown is always the one with the others applied.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::ops::Bound;
use std::sync::Arc;

use super::allocation;
use super::book::{Aggregate, Book, BookMut, Key, fold, touched};
use super::count::Count;
use super::discrepancy::{Discrepancy, DiscrepancyKey};
use super::entry::Recorded;
use super::event::{Event, MoveRef};
use super::fault::Claim;
use super::ids::{
    BinId, CountNo, JobNo, NoteNo, OrderNo, PartNo, PersonId, RecordName, SaleNo, ShipmentNo, TagNo, ToteId,
};
use super::job::Job;
use super::level::Level;
use super::lot::Day;
use super::old_part::OldPart;
use super::order::Order;
use super::person::Person;
use super::place::Place;
use super::qty::Qty;
use super::sale::Sale;
use super::shipment::Shipment;
use super::stock::{Balance, BalanceKey, Condition, Owner, Stock};
use super::supply::{Position, Standing, supply_of};
use super::tote::Tote;

/// How many of its own records a station keeps at hand, so that they can be taken back.
pub const RECENT: usize = 512;

/// How many collected sales a station remembers: those of months, in a kilobyte for every three.
const COLLECTED: usize = 4096;

/// One aggregate. Nearly all are settled; only those that own waiting records touch carry two values.
#[derive(Debug, Clone)]
enum Slot {
    Settled(Aggregate),
    Layered(Box<Layers>),
}

#[derive(Debug, Clone)]
struct Layers {
    confirmed: Option<Aggregate>,
    /// Own records that touch it and have not come back, oldest first.
    own: Vec<Arc<Recorded>>,
    shown: Option<Aggregate>,
}

/// The book of a kiosk.
#[derive(Debug, Clone, Default)]
pub struct MemoryBook {
    slots: BTreeMap<Key, Slot>,
    recent: VecDeque<Arc<Recorded>>,
}

impl MemoryBook {
    pub fn new() -> MemoryBook {
        MemoryBook::default()
    }

    /// A book of confirmed values, as a cache kept them. Much faster than putting them in one by one when they come in
    /// order of their keys.
    pub fn with_confirmed(values: impl IntoIterator<Item = (Key, Aggregate)>) -> MemoryBook {
        let slots = values.into_iter().map(|(key, value)| (key, Slot::Settled(value))).collect();
        MemoryBook { slots, recent: VecDeque::new() }
    }

    /// The same of a book that forgets nothing, as the hub's does: what has left a kiosk's memory is left out.
    pub fn with_all(values: impl IntoIterator<Item = (Key, Aggregate)>) -> MemoryBook {
        let mut book = MemoryBook::with_confirmed(values);
        let over = |value: &Aggregate| {
            matches!(value, Aggregate::Job(job) if job.state.is_closed())
                || matches!(value, Aggregate::Sale(sale) if sale.collected && !sale.lines.is_empty())
        };
        let over: Vec<Key> = book.confirmed().filter(|(_, value)| over(value)).map(|(key, _)| key.clone()).collect();
        for key in over {
            let layers = book.take_layers(&key);
            book.settle(key, layers);
        }
        book.forget_old_sales();
        book
    }

    /// Applies a record of this station that the hub has not sent back yet.
    pub fn apply_own(&mut self, record: Arc<Recorded>) {
        for key in touched(&record) {
            let mut layers = self.take_layers(&key);
            layers.shown = fold(layers.shown, &key, &record);
            layers.own.push(Arc::clone(&record));
            self.slots.insert(key, Slot::Layered(Box::new(layers)));
        }
        self.remember(record);
    }

    /// Applies a record in the hub's order: somebody else's, or one of our own that came back.
    pub fn confirm(&mut self, record: &Recorded) {
        for key in touched(record) {
            let mut layers = self.take_layers(&key);
            layers.own.retain(|own| own.name != record.name);
            layers.confirmed = fold(layers.confirmed, &key, record);
            self.settle(key, layers);
        }
        if record.entry.events.iter().any(|event| matches!(event, Event::SaleCollected { .. })) {
            self.forget_old_sales();
        }
    }

    /// Keeps a confirmed record of this station at hand for undo, at start.
    pub fn remember(&mut self, record: Arc<Recorded>) {
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(record);
    }

    /// The station's own records that have not come back, oldest first.
    pub fn waiting(&self) -> Vec<Arc<Recorded>> {
        let layers = self.slots.values().filter_map(|slot| match slot {
            Slot::Layered(layers) => Some(layers),
            Slot::Settled(_) => None,
        });
        let own: BTreeMap<_, _> = layers.flat_map(|layers| &layers.own).map(|own| (own.position, own)).collect();
        own.into_values().cloned().collect()
    }

    /// Its young own records, oldest first, those that wait among them.
    pub fn recent(&self) -> impl Iterator<Item = &Arc<Recorded>> {
        self.recent.iter()
    }

    fn take_layers(&mut self, key: &Key) -> Layers {
        match self.slots.remove(key) {
            Some(Slot::Layered(layers)) => *layers,
            Some(Slot::Settled(value)) => {
                Layers { confirmed: Some(value.clone()), own: Vec::new(), shown: Some(value) }
            }
            None => Layers { confirmed: None, own: Vec::new(), shown: None },
        }
    }

    /// Puts an aggregate back after its confirmed value changed: own records on top, or settled when there are none.
    fn settle(&mut self, key: Key, mut layers: Layers) {
        if let Some(Aggregate::Job(job)) = &layers.confirmed
            && job.state.is_closed()
        {
            self.forget_issues(job);
            layers.confirmed = None;
        }
        if let Some(Aggregate::Sale(sale)) = &mut layers.confirmed
            && sale.collected
        {
            let (lines, place) = (std::mem::take(&mut sale.lines), Place::Sale(sale.no.clone()));
            self.forget(lines.iter().map(|line| &line.stock), &place);
        }
        if !layers.own.is_empty() {
            let base = layers.confirmed.clone();
            layers.shown = layers.own.iter().fold(base, |value, own| fold(value, &key, own));
            self.slots.insert(key, Slot::Layered(Box::new(layers)));
            return;
        }
        if let Some(value) = layers.confirmed {
            self.slots.insert(key, Slot::Settled(value));
        }
    }

    /// What was issued to a delivered or cancelled job leaves the memory with it. Own waiting records stay on top.
    fn forget_issues(&mut self, job: &Job) {
        let place = Place::Job(job.no.clone());
        self.forget(job.issues.iter().map(|issue| &issue.stock), &place);
        let old = |part: &PartNo| Stock { condition: Condition::Old, ..Stock::plain(part.clone()) };
        let old: Vec<Stock> = job.old_parts.kept.iter().map(|kept| old(&kept.part)).collect();
        self.forget(old.iter(), &place);
    }

    /// Of collected sales the youngest are remembered, so that their slips pay no others.
    fn forget_old_sales(&mut self) {
        let collected = self.known_sales().filter(|sale| sale.collected);
        let mut ages: Vec<(i64, SaleNo)> = collected.map(|sale| (sale.since_ms, sale.no.clone())).collect();
        if ages.len() <= COLLECTED {
            return;
        }
        ages.sort_unstable();
        let too_old = ages.len() - COLLECTED;
        for (_, no) in ages.into_iter().take(too_old) {
            self.put(&Key::Sale(no), None);
        }
    }

    fn forget<'s>(&mut self, stocks: impl Iterator<Item = &'s Stock>, place: &Place) {
        for stock in stocks {
            let key = Key::Balance(BalanceKey { stock: stock.clone(), place: place.clone() });
            if self.slots.contains_key(&key) {
                self.put(&key, None);
            }
        }
    }

    /// The confirmed aggregates, in order of their keys: what a cache keeps.
    pub fn confirmed(&self) -> impl Iterator<Item = (&Key, &Aggregate)> {
        self.slots.iter().filter_map(|(key, slot)| match slot {
            Slot::Settled(value) => Some((key, value)),
            Slot::Layered(layers) => layers.confirmed.as_ref().map(|value| (key, value)),
        })
    }

    /// The aggregates as shown, in order of their keys.
    pub fn shown(&self) -> impl Iterator<Item = (&Key, &Aggregate)> {
        self.slots.iter().filter_map(|(key, slot)| Some((key, slot.shown()?)))
    }

    /// What the book has in the bins, as shown: the bin, the balance's key, and how much.
    pub fn in_bins(&self) -> impl Iterator<Item = (&BinId, &BalanceKey, &Balance)> {
        let balances = self.shown().take_while(|(key, _)| matches!(key, Key::Balance(_)));
        balances.filter_map(|(key, value)| match (key, value) {
            (Key::Balance(at), Aggregate::Balance(balance)) => match &at.place {
                Place::Bin(bin) => Some((bin, at, balance)),
                _ => None,
            },
            _ => None,
        })
    }

    fn shown_from<'a>(&'a self, first: &Key) -> impl Iterator<Item = (&'a Key, &'a Aggregate)> + Clone + use<'a> {
        let range = self.slots.range((Bound::Included(first.clone()), Bound::Unbounded));
        range.filter_map(|(key, slot)| Some((key, slot.shown()?)))
    }

    /// All jobs, in order of their numbers.
    pub fn jobs(&self) -> impl Iterator<Item = &Job> + Clone {
        let first = Key::Job(JobNo::lowest());
        self.shown_from(&first).map_while(|(key, value)| match (key, value) {
            (Key::Job(_), Aggregate::Job(job)) => Some(&**job),
            _ => None,
        })
    }

    /// One job, without copying it.
    pub fn job_ref(&self, no: &JobNo) -> Option<&Job> {
        match self.slots.get(&Key::Job(no.clone()))?.shown()? {
            Aggregate::Job(job) => Some(job),
            _ => None,
        }
    }

    /// All people, in order of their ids.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        let first = Key::Person(PersonId::lowest());
        self.shown_from(&first).map_while(|(key, value)| match (key, value) {
            (Key::Person(_), Aggregate::Person(person)) => Some(&**person),
            _ => None,
        })
    }

    /// The latest moment that is known to be right of what people did: it is not earlier than that.
    pub fn latest_known_ms(&self) -> Option<i64> {
        let first = Key::PersonDay(PersonId::lowest());
        let days = self.shown_from(&first).map_while(|(_, value)| match value {
            Aggregate::PersonDay(day) => Some(day.latest_known_ms()),
            _ => None,
        });
        let days = days.flatten();
        let own = self.recent.iter().map(|record| record.entry.meta.stamp).filter(|stamp| stamp.trusted);
        days.chain(own.map(|stamp| stamp.wall_ms)).max()
    }

    /// The levels of all parts that have some, in order of their numbers.
    pub fn levels(&self) -> impl Iterator<Item = &Level> {
        let first = Key::Level(PartNo::lowest());
        self.shown_from(&first).map_while(|(key, value)| match (key, value) {
            (Key::Level(_), Aggregate::Level(level)) => Some(&**level),
            _ => None,
        })
    }
    /// All totes that hold something, in order.
    pub fn totes(&self) -> impl Iterator<Item = &Tote> {
        self.shown_from(&Key::Tote(ToteId::lowest())).map_while(|(_, value)| match value {
            Aggregate::Tote(tote) => Some(&**tote),
            _ => None,
        })
    }

    /// Every part that has levels, as it stands. Walks the jobs and the orders once.
    pub fn standings(&self, today: Option<Day>) -> Vec<Standing> {
        let mut wanted: HashMap<&PartNo, Qty> = self.levels().map(|level| (&level.part, Qty::default())).collect();
        for job in self.jobs() {
            for line in &job.lines {
                if let Some(sum) = wanted.get_mut(&line.part) {
                    *sum = sum.plus(allocation::wanted(job, line));
                }
            }
        }
        let standing = |level: &Level| {
            let allocated = wanted.get(&level.part).copied().unwrap_or_default();
            let position = Position { allocated, ..supply_of(self, &level.part, today) };
            Standing { level: level.clone(), position, alert: self.alert(&level.part) }
        };
        self.levels().map(standing).collect()
    }

    /// One order, without copying it.
    pub fn order_ref(&self, no: &OrderNo) -> Option<&Order> {
        match self.slots.get(&Key::Order(no.clone()))?.shown()? {
            Aggregate::Order(order) => Some(order),
            _ => None,
        }
    }

    /// The open claims on suppliers, with the records that found the faults.
    pub fn claims(&self) -> impl Iterator<Item = (RecordName, &Claim)> {
        let first = Key::Claim(RecordName([0; 16]));
        self.shown_from(&first).map_while(|(key, value)| match (key, value) {
            (Key::Claim(name), Aggregate::Claim(claim)) => Some((*name, &**claim)),
            _ => None,
        })
    }
    /// All sales that are not collected, in order.
    pub fn sales(&self) -> impl Iterator<Item = &Sale> {
        self.known_sales().filter(|sale| !sale.collected)
    }

    fn known_sales(&self) -> impl Iterator<Item = &Sale> {
        self.shown_from(&Key::Sale(SaleNo::lowest())).map_while(|(_, value)| match value {
            Aggregate::Sale(sale) => Some(&**sale),
            _ => None,
        })
    }

    /// All old parts on the shelf, in order of their tags.
    pub fn old_parts(&self) -> impl Iterator<Item = &OldPart> {
        self.shown_from(&Key::OldPart(TagNo::lowest())).map_while(|(_, value)| match value {
            Aggregate::OldPart(kept) => Some(&**kept),
            _ => None,
        })
    }

    /// The bins in which anything lies. Walks all balances: for a question that a person asks, not for each scan.
    pub fn used_bins(&self) -> BTreeSet<&BinId> {
        let mut used = BTreeSet::new();
        for (key, slot) in &self.slots {
            let Key::Balance(at) = key else { break };
            if let (Place::Bin(bin), Some(_)) = (&at.place, slot.shown()) {
                used.insert(bin);
            }
        }
        used
    }
    /// All shipments on their way, in order.
    pub fn shipments(&self) -> impl Iterator<Item = &Shipment> {
        self.shown_from(&Key::Shipment(ShipmentNo::lowest())).map_while(|(_, value)| match value {
            Aggregate::Shipment(shipment) => Some(&**shipment),
            _ => None,
        })
    }

    /// All counts that are not over, in order.
    pub fn counts(&self) -> impl Iterator<Item = &Count> {
        self.shown_from(&Key::Count(CountNo::lowest())).map_while(|(_, value)| match value {
            Aggregate::Count(count) => Some(&**count),
            _ => None,
        })
    }

    /// Where the book says that less than nothing lies.
    pub fn discrepancies(&self) -> impl Iterator<Item = (&DiscrepancyKey, &Discrepancy)> {
        let (part, place) = (PartNo::lowest(), Place::Bin(BinId::lowest()));
        let first = Key::Discrepancy(DiscrepancyKey { part, place });
        self.shown_from(&first).map_while(|(key, value)| match (key, value) {
            (Key::Discrepancy(at), Aggregate::Discrepancy(open)) => Some((at, open)),
            _ => None,
        })
    }

    /// Everything that lies at one place. Walks all balances: for screens a person asks for, not for each scan.
    pub fn balances_at(&self, place: &Place) -> Vec<(BalanceKey, Balance)> {
        let all = self.slots.iter().take_while(|(key, _)| matches!(key, Key::Balance(_)));
        let balance = |(key, slot): (&Key, &Slot)| match (key, slot.shown()?) {
            (Key::Balance(at), Aggregate::Balance(balance)) if at.place == *place => Some((at.clone(), *balance)),
            _ => None,
        };
        all.filter_map(balance).collect()
    }
}

impl Slot {
    fn shown(&self) -> Option<&Aggregate> {
        match self {
            Slot::Settled(value) => Some(value),
            Slot::Layered(layers) => layers.shown.as_ref(),
        }
    }
}

impl Book for MemoryBook {
    fn aggregate(&self, key: &Key) -> Option<Aggregate> {
        self.slots.get(key)?.shown().cloned()
    }

    fn balances_of(&self, part: &PartNo) -> Vec<(BalanceKey, Balance)> {
        let stock =
            Stock { part: part.clone(), lot: None, serial: None, condition: Condition::New, owner: Owner::Shop };
        let first = Key::Balance(BalanceKey { stock, place: Place::Bin(BinId::lowest()) });
        let mut found = Vec::new();
        for (key, value) in self.shown_from(&first) {
            match (key, value) {
                (Key::Balance(key), Aggregate::Balance(balance)) if key.stock.part == *part => {
                    found.push((key.clone(), *balance));
                }
                _ => break,
            }
        }
        found
    }

    fn record(&self, name: &RecordName) -> Option<Recorded> {
        self.recent.iter().rev().find(|record| record.name == *name).map(|record| Recorded::clone(record))
    }

    fn wanting(&self, part: &PartNo) -> Vec<(JobNo, Qty)> {
        let wanted = self.jobs().map(|job| (&job.no, allocation::required(job, part)));
        wanted.filter(|(_, qty)| qty.is_positive()).map(|(no, qty)| (no.clone(), qty)).collect()
    }

    fn coming(&self, part: &PartNo) -> Qty {
        self.shipments().fold(Qty::ZERO, |sum, shipment| sum.plus(shipment.coming(part)))
    }

    fn orders(&self) -> Vec<&Order> {
        let first = Key::Order(OrderNo::lowest());
        let all = self.shown_from(&first).map_while(|(key, value)| match (key, value) {
            (Key::Order(_), Aggregate::Order(order)) => Some(&**order),
            _ => None,
        });
        all.collect()
    }

    fn sale_of_slip(&self, slip: &NoteNo) -> Option<Sale> {
        self.known_sales().find(|sale| sale.paid.as_ref() == Some(slip)).cloned()
    }

    fn taken_back(&self, of: &MoveRef) -> Qty {
        let standing = self.recent.iter().filter(|record| !self.is_reversed(&record.name));
        let moves = standing.flat_map(|record| &record.entry.events).filter_map(|event| match event {
            Event::StockMoved(moved) if moved.reverses == Some(*of) => Some(moved.qty),
            _ => None,
        });
        moves.fold(Qty::ZERO, Qty::plus)
    }
}

impl BookMut for MemoryBook {
    /// Sets the confirmed value; own records stay on top.
    fn put(&mut self, key: &Key, aggregate: Option<Aggregate>) {
        let mut layers = self.take_layers(key);
        layers.confirmed = aggregate;
        self.settle(key.clone(), layers);
    }
}
