//! The book: small aggregates by key. The kiosk keeps it in memory, the hub loads and writes the touched rows.
//!
//! An aggregate is a fold of the records that touch its key, and of nothing else. That is what lets a station take its
//! own waiting records off one job and put them on again without touching the rest of the book.

use std::collections::BTreeSet;

use super::alert::Alert;
use super::certificate::{Certificate, Certificates};
use super::count::Count;
use super::cycle::{CountedKey, LastCount};
use super::discrepancy::{Discrepancy, DiscrepancyKey};
use super::entry::Recorded;
use super::event::{Event, MoveRef};
use super::fault::Claim;
use super::ids::{
    BadgeHash, BinId, CountNo, JobNo, LotNo, NoteNo, OrderNo, PartNo, PersonId, RecordName, RfTag, SaleNo, ShipmentNo,
    TagNo, ToteId,
};
use super::job::Job;
use super::level::Level;
use super::lot::{Lot, LotKey};
use super::old_part::{OldPart, job_of};
use super::order::Order;
use super::period::Closing;
use super::person::{BadBadge, BadgeHolder, Person};
use super::place::Place;
use super::qty::Qty;
use super::rf_tag::KnownTag;
use super::sale::Sale;
use super::shift::{SHOP, Shift};
use super::shipment::Shipment;
use super::stock::{Balance, BalanceKey};
use super::taught::TaughtCode;
use super::tote::Tote;
use super::work::PersonDay;

/// Name of an aggregate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    Balance(BalanceKey),
    Job(JobNo),
    Person(PersonId),
    Badge(BadgeHash),
    PersonDay(PersonId),
    Discrepancy(DiscrepancyKey),
    /// Whether a record was taken back.
    Reversal(RecordName),
    /// What a code was taught to mean.
    Code(String),
    /// What a person may do.
    Certificates(PersonId),
    Level(PartNo),
    Alert(PartNo),
    Order(OrderNo),
    /// A fault of a delivery, by the record that found it.
    Claim(RecordName),
    /// Which months are closed. There is one: number 0.
    Closing(u8),
    /// A shift calendar.
    Shift(String),
    /// Until when a lot is good.
    Lot(LotKey),
    Tote(ToteId),
    Sale(SaleNo),
    OldPart(TagNo),
    Shipment(ShipmentNo),
    Count(CountNo),
    /// An RFID tag that came in.
    Tag(RfTag),
    /// When a part was counted in a bin.
    Counted(CountedKey),
}

/// The record that took another one back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReversedBy(pub RecordName);

/// An aggregate. `Option` stands for "not there". A large shop has tens of thousands of balances: what is much larger than one
/// is in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregate {
    Balance(Balance),
    Job(Box<Job>),
    Person(Box<Person>),
    Badge(Box<BadgeHolder>),
    PersonDay(Box<PersonDay>),
    Discrepancy(Discrepancy),
    Reversal(ReversedBy),
    Code(TaughtCode),
    Certificates(Certificates),
    Level(Box<Level>),
    Alert(Box<Alert>),
    Order(Box<Order>),
    Claim(Box<Claim>),
    Closing(Closing),
    Shift(Box<Shift>),
    Lot(Lot),
    Tote(Box<Tote>),
    Sale(Box<Sale>),
    OldPart(Box<OldPart>),
    Shipment(Box<Shipment>),
    Count(Box<Count>),
    Tag(KnownTag),
    Counted(Box<LastCount>),
}

/// Reading the book. Closed things are not in it.
pub trait Book {
    fn aggregate(&self, key: &Key) -> Option<Aggregate>;
    /// Balances of one part at all places, zero ones left out, in order of stock and place.
    fn balances_of(&self, part: &PartNo) -> Vec<(BalanceKey, Balance)>;
    /// A record of this station that is young enough to be taken back.
    fn record(&self, name: &RecordName) -> Option<Recorded>;

    /// How much of a move later records of this station took back. Undo asks it of moves that are not to a job: those
    /// to a job are known from the job. A book without [`Book::record`] needs no answer either.
    fn taken_back(&self, _: &MoveRef) -> Qty {
        Qty::ZERO
    }

    /// The open jobs that want a part, and how much. The hub decides nothing that depends on it.
    fn wanting(&self, _: &PartNo) -> Vec<(JobNo, Qty)> {
        Vec::new()
    }

    /// The orders that are not over, in order of their numbers. The hub decides nothing that depends on all of them.
    fn orders(&self) -> Vec<&Order> {
        Vec::new()
    }

    /// What all orders together still have to bring of a part.
    fn on_order(&self, part: &PartNo) -> Qty {
        self.orders().into_iter().fold(Qty::ZERO, |sum, order| sum.plus(order.on_order(part)))
    }

    /// What other sites have sent of a part, and is still to come. The hub decides nothing that depends on it.
    fn coming(&self, _: &PartNo) -> Qty {
        Qty::ZERO
    }

    fn balance(&self, key: &BalanceKey) -> Option<Balance> {
        match self.aggregate(&Key::Balance(key.clone()))? {
            Aggregate::Balance(balance) => Some(balance),
            _ => None,
        }
    }

    fn job(&self, no: &JobNo) -> Option<Job> {
        match self.aggregate(&Key::Job(no.clone()))? {
            Aggregate::Job(job) => Some(*job),
            _ => None,
        }
    }

    fn person(&self, id: &PersonId) -> Option<Person> {
        match self.aggregate(&Key::Person(id.clone()))? {
            Aggregate::Person(person) => Some(*person),
            _ => None,
        }
    }

    /// Who carries a badge, or carried it before it was revoked.
    fn holder(&self, badge: &BadgeHash) -> Option<BadgeHolder> {
        match self.aggregate(&Key::Badge(*badge))? {
            Aggregate::Badge(holder) => Some(*holder),
            _ => None,
        }
    }

    /// Why a badge is not good at this moment, if so.
    fn trouble_of(&self, holder: &BadgeHolder, wall_ms: i64, trusted: bool) -> Option<BadBadge> {
        let left = self.person(&holder.person).is_some_and(|person| person.profile.left);
        holder.trouble(left, wall_ms, trusted)
    }

    fn person_day(&self, id: &PersonId) -> PersonDay {
        match self.aggregate(&Key::PersonDay(id.clone())) {
            Some(Aggregate::PersonDay(day)) => *day,
            _ => PersonDay::default(),
        }
    }

    fn discrepancy(&self, part: &PartNo, place: &Place) -> Option<Discrepancy> {
        let key = DiscrepancyKey { part: part.clone(), place: place.clone() };
        match self.aggregate(&Key::Discrepancy(key))? {
            Aggregate::Discrepancy(discrepancy) => Some(discrepancy),
            _ => None,
        }
    }

    fn taught(&self, code: &str) -> Option<TaughtCode> {
        match self.aggregate(&Key::Code(code.to_owned()))? {
            Aggregate::Code(taught) => Some(taught),
            _ => None,
        }
    }

    /// When a part was counted in a bin.
    fn counted(&self, bin: &BinId, part: &PartNo) -> Option<LastCount> {
        match self.aggregate(&Key::Counted(CountedKey { bin: bin.clone(), part: part.clone() }))? {
            Aggregate::Counted(last) => Some(*last),
            _ => None,
        }
    }

    /// The part on which an RFID tag came in.
    fn tag(&self, tag: &RfTag) -> Option<KnownTag> {
        match self.aggregate(&Key::Tag(tag.clone()))? {
            Aggregate::Tag(known) => Some(known),
            _ => None,
        }
    }

    fn certificates(&self, id: &PersonId) -> Vec<Certificate> {
        match self.aggregate(&Key::Certificates(id.clone())) {
            Some(Aggregate::Certificates(certificates)) => certificates.held,
            _ => Vec::new(),
        }
    }

    fn shift(&self, name: &str) -> Option<Shift> {
        match self.aggregate(&Key::Shift(name.to_owned()))? {
            Aggregate::Shift(shift) => Some(*shift),
            _ => None,
        }
    }

    /// The calendar that holds for a person: their own, else the shop's.
    fn shift_of(&self, person: &PersonId) -> Option<Shift> {
        let own = self.person(person).map(|person| person.profile.shift).filter(|name| !name.is_empty());
        own.and_then(|name| self.shift(&name)).or_else(|| self.shift(SHOP))
    }

    fn level(&self, part: &PartNo) -> Option<Level> {
        match self.aggregate(&Key::Level(part.clone()))? {
            Aggregate::Level(level) => Some(*level),
            _ => None,
        }
    }

    fn lot(&self, part: &PartNo, lot: &LotNo) -> Option<Lot> {
        match self.aggregate(&Key::Lot(LotKey { part: part.clone(), lot: lot.clone() }))? {
            Aggregate::Lot(lot) => Some(lot),
            _ => None,
        }
    }

    fn alert(&self, part: &PartNo) -> Option<Alert> {
        match self.aggregate(&Key::Alert(part.clone()))? {
            Aggregate::Alert(alert) => Some(*alert),
            _ => None,
        }
    }

    fn tote(&self, id: &ToteId) -> Option<Tote> {
        match self.aggregate(&Key::Tote(id.clone()))? {
            Aggregate::Tote(tote) => Some(*tote),
            _ => None,
        }
    }

    fn order(&self, no: &OrderNo) -> Option<Order> {
        match self.aggregate(&Key::Order(no.clone()))? {
            Aggregate::Order(order) => Some(*order),
            _ => None,
        }
    }

    fn sale(&self, no: &SaleNo) -> Option<Sale> {
        match self.aggregate(&Key::Sale(no.clone()))? {
            Aggregate::Sale(sale) => Some(*sale),
            _ => None,
        }
    }

    /// The sale that was paid with this slip. A book that is asked by nobody who pays needs no answer.
    fn sale_of_slip(&self, _: &NoteNo) -> Option<Sale> {
        None
    }

    fn claim(&self, fault: &RecordName) -> Option<Claim> {
        match self.aggregate(&Key::Claim(*fault))? {
            Aggregate::Claim(claim) => Some(*claim),
            _ => None,
        }
    }

    fn old_part(&self, tag: &TagNo) -> Option<OldPart> {
        match self.aggregate(&Key::OldPart(tag.clone()))? {
            Aggregate::OldPart(kept) => Some(*kept),
            _ => None,
        }
    }

    fn closing(&self) -> Closing {
        match self.aggregate(&Key::Closing(0)) {
            Some(Aggregate::Closing(closing)) => closing,
            _ => Closing::default(),
        }
    }

    fn shipment(&self, no: &ShipmentNo) -> Option<Shipment> {
        match self.aggregate(&Key::Shipment(no.clone()))? {
            Aggregate::Shipment(shipment) => Some(*shipment),
            _ => None,
        }
    }

    fn count(&self, no: &CountNo) -> Option<Count> {
        match self.aggregate(&Key::Count(no.clone()))? {
            Aggregate::Count(count) => Some(*count),
            _ => None,
        }
    }

    fn is_reversed(&self, record: &RecordName) -> bool {
        self.aggregate(&Key::Reversal(*record)).is_some()
    }
}

/// Writing one aggregate; `None` takes it out.
pub trait BookMut: Book {
    fn put(&mut self, key: &Key, aggregate: Option<Aggregate>);
}

/// Folds a record into every aggregate that it touches.
pub fn apply(book: &mut impl BookMut, record: &Recorded) {
    for key in touched(record) {
        let folded = fold(book.aggregate(&key), &key, record);
        book.put(&key, folded);
    }
}

/// The aggregates that a record touches, each once, in order.
pub fn touched(record: &Recorded) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    for event in &record.entry.events {
        touch(event, record, &mut keys);
    }
    // A right PIN ends what the wrong ones before had begun.
    keys.extend(record.entry.meta.approved_by.clone().map(Key::Person));
    keys
}

fn touch(event: &Event, record: &Recorded, keys: &mut BTreeSet<Key>) {
    match event {
        Event::StockMoved(moved) => {
            for place in [&moved.from, &moved.to] {
                keys.insert(Key::Balance(BalanceKey { stock: moved.stock.clone(), place: place.clone() }));
                keys.extend(key_of(place));
            }
        }
        Event::DiscrepancyRaised { part, place, .. } | Event::DiscrepancyClosed { part, place } => {
            keys.insert(Key::Discrepancy(DiscrepancyKey { part: part.clone(), place: place.clone() }));
        }
        Event::RecordReversed { record } => {
            keys.insert(Key::Reversal(*record));
        }
        Event::CodeTaught { code, .. } | Event::CodeForgotten { code, .. } => {
            keys.insert(Key::Code(code.clone()));
        }
        // Seen in the log only.
        Event::MovesExplained { .. }
        | Event::CabinetOpened { .. }
        | Event::ConsoleUsed { .. }
        | Event::RecordsLost { .. }
        | Event::TimeStated { .. }
        | Event::Unknown { .. } => {}
        // Each of these takes the kinds that it knows.
        _ => {
            touch_job(event, keys);
            touch_people(event, keys);
            touch_beside_the_bins(event, keys);
            touch_supply(event, record, keys);
        }
    }
}

/// Jobs and the work on them.
fn touch_job(event: &Event, keys: &mut BTreeSet<Key>) {
    match event {
        Event::WorkStarted { person, job, .. }
        | Event::WorkPaused { person, job, .. }
        | Event::WorkFinished { person, job, .. }
        | Event::PunchVoided { person, job, .. } => {
            keys.insert(Key::Job(job.clone()));
            keys.insert(Key::PersonDay(person.clone()));
        }
        Event::JobOpened(opened) => {
            keys.insert(Key::Job(opened.job.clone()));
        }
        Event::Job(told) => {
            keys.insert(Key::Job(told.job.clone()));
        }
        Event::OperationAdded { job, .. }
        | Event::LineAdded { job, .. }
        | Event::JobStateChanged { job, .. }
        | Event::ReceiptSigned { job, .. }
        | Event::ReceiptWithdrawn { job, .. }
        | Event::PartFitted { job, .. }
        | Event::OperationChecked { job, .. }
        | Event::CheckWithdrawn { job, .. }
        | Event::OldPartWaived { job, .. }
        | Event::OldPartsAnswered { job, .. }
        | Event::AllocationReleased { job, .. } => {
            keys.insert(Key::Job(job.clone()));
        }
        _ => {}
    }
}

/// People, their badges and PINs, their attendance, and the shifts.
fn touch_people(event: &Event, keys: &mut BTreeSet<Key>) {
    match event {
        Event::PersonAdded { person, .. }
        | Event::ProfileSet { person, .. }
        | Event::PinSet { person, .. }
        | Event::PinRejected { person, .. }
        | Event::BadgeRefused { person, .. } => {
            keys.insert(Key::Person(person.clone()));
        }
        Event::CertificateHeld { person, .. } => {
            keys.insert(Key::Certificates(person.clone()));
        }
        Event::BadgeAssigned { badge, person, .. } | Event::BadgeRevoked { badge, person } => {
            keys.insert(Key::Badge(*badge));
            keys.insert(Key::Person(person.clone()));
        }
        Event::TimeMarked { person, .. }
        | Event::TimeEntered { person, .. }
        | Event::TimeCorrected { person, .. }
        | Event::TimeConfirmed { person, .. } => {
            keys.insert(Key::PersonDay(person.clone()));
        }
        Event::ClockLearnt { people, jobs, .. } => {
            keys.extend(people.iter().cloned().map(Key::PersonDay));
            keys.extend(jobs.iter().cloned().map(Key::Job));
        }
        Event::ShiftSet { shift } => {
            keys.insert(Key::Shift(shift.name.clone()));
        }
        _ => {}
    }
}

/// What facts of levels, alerts, orders and claims touch.
fn touch_supply(event: &Event, record: &Recorded, keys: &mut BTreeSet<Key>) {
    match event {
        Event::LevelSet(level) => {
            keys.insert(Key::Level(level.part.clone()));
        }
        Event::AlertRaised { part, .. } | Event::AlertClosed { part } | Event::AlertSeen { part, .. } => {
            keys.insert(Key::Alert(part.clone()));
        }
        Event::OrderOpened { order, .. }
        | Event::OrderLineAdded { order, .. }
        | Event::OrderSent { order }
        | Event::OrderClosed { order }
        | Event::OrderExpected { order, .. }
        | Event::OrderReceived { order, .. }
        | Event::SpecialTaken { order, .. } => {
            keys.insert(Key::Order(order.clone()));
        }
        Event::DeliveryFaultFound(_) => {
            keys.insert(Key::Claim(record.name));
        }
        Event::FaultSettled { fault, .. } => {
            keys.insert(Key::Claim(*fault));
        }
        Event::PeriodClosed { .. } => {
            keys.insert(Key::Closing(0));
        }
        _ => {}
    }
}

/// Lots, totes, sales, old parts and shipments.
fn touch_beside_the_bins(event: &Event, keys: &mut BTreeSet<Key>) {
    match event {
        Event::LotExpires { part, lot, .. } => {
            keys.insert(Key::Lot(LotKey { part: part.clone(), lot: lot.clone() }));
        }
        Event::LineStaged { job, tote, .. } => {
            keys.extend([Key::Job(job.clone()), Key::Tote(tote.clone())]);
        }
        Event::SalePaid { sale, .. } | Event::SaleCollected { sale, .. } => {
            keys.insert(Key::Sale(sale.clone()));
        }
        Event::OldPartKept(kept) => {
            keys.extend([Key::Job(kept.job.clone()), Key::OldPart(kept.tag.clone())]);
        }
        Event::OldPartGone { tag, .. } => {
            keys.insert(Key::OldPart(tag.clone()));
            keys.extend(job_of(tag).map(Key::Job));
        }
        Event::ShipmentAnnounced(papers) => {
            keys.insert(Key::Shipment(papers.shipment.clone()));
        }
        Event::ShipmentSent { shipment, .. }
        | Event::ShipmentDiffered { shipment, .. }
        | Event::ShipmentClosed { shipment } => {
            keys.insert(Key::Shipment(shipment.clone()));
        }
        Event::Count(told) => {
            keys.insert(Key::Count(told.count.clone()));
            keys.extend(CountedKey::of(&told.what).map(Key::Counted));
        }
        Event::TagsTaken { tags, .. } => keys.extend(tags.iter().cloned().map(Key::Tag)),
        _ => {}
    }
}

/// The aggregate of a place that has one.
fn key_of(place: &Place) -> Option<Key> {
    match place {
        Place::Job(no) => Some(Key::Job(no.clone())),
        Place::Stage(tote) => Some(Key::Tote(tote.clone())),
        Place::Sale(no) => Some(Key::Sale(no.clone())),
        Place::Transit(no) => Some(Key::Shipment(no.clone())),
        _ => None,
    }
}

/// Takes an aggregate of one kind apart, folds it, and puts it together again.
macro_rules! plain {
    ($before:ident, $kind:ident, |$slot:ident| $fold:expr) => {{
        let mut value = if let Some(Aggregate::$kind(value)) = $before { Some(value) } else { None };
        let $slot = &mut value;
        $fold;
        value.map(Aggregate::$kind)
    }};
}

/// The same for a kind that stands in a box.
macro_rules! boxed {
    ($before:ident, $kind:ident, |$slot:ident| $fold:expr) => {{
        let mut value = if let Some(Aggregate::$kind(value)) = $before { Some(*value) } else { None };
        let $slot = &mut value;
        $fold;
        value.map(|value| Aggregate::$kind(Box::new(value)))
    }};
}

/// One aggregate after one record. Gives `None` when it is closed by it.
pub fn fold(before: Option<Aggregate>, key: &Key, record: &Recorded) -> Option<Aggregate> {
    match (key, before) {
        (Key::Balance(key), Some(Aggregate::Balance(mut balance))) => {
            balance.fold(key, record);
            (!balance.is_closed()).then_some(Aggregate::Balance(balance))
        }
        (Key::Balance(of), _) => fold(Some(Aggregate::Balance(Balance::default())), &Key::Balance(of.clone()), record),
        (Key::Job(no), before) => boxed!(before, Job, |slot| Job::fold(slot, no, record)),
        (Key::Person(id), before) => boxed!(before, Person, |slot| Person::fold(slot, id, record)),
        (Key::Badge(badge), before) => boxed!(before, Badge, |slot| BadgeHolder::fold(slot, badge, record)),
        (Key::PersonDay(id), before) => {
            let mut day = if let Some(Aggregate::PersonDay(day)) = before { day } else { Box::default() };
            day.fold(id, record);
            (!day.is_empty()).then_some(Aggregate::PersonDay(day))
        }
        (Key::Discrepancy(key), before) => plain!(before, Discrepancy, |slot| Discrepancy::fold(slot, key, record)),
        (Key::Code(code), before) => plain!(before, Code, |slot| TaughtCode::fold(slot, code, record)),
        (Key::Certificates(id), before) => {
            let mut held =
                if let Some(Aggregate::Certificates(held)) = before { held } else { Certificates::default() };
            held.fold(id, record);
            (!held.held.is_empty()).then_some(Aggregate::Certificates(held))
        }
        (Key::Shift(name), before) => {
            let said = record.entry.events.iter().rev().find_map(|event| match event {
                Event::ShiftSet { shift } if shift.name == *name => Some(shift.clone()),
                _ => None,
            });
            said.map(|shift| Aggregate::Shift(Box::new(shift))).or(before)
        }
        (Key::Level(part), before) => boxed!(before, Level, |slot| Level::fold(slot, part, record)),
        (Key::Alert(part), before) => boxed!(before, Alert, |slot| Alert::fold(slot, part, record)),
        (Key::Order(no), before) => boxed!(before, Order, |slot| Order::fold(slot, no, record)),
        (Key::Claim(fault), before) => boxed!(before, Claim, |slot| Claim::fold(slot, fault, record)),
        (Key::Closing(_), before) => plain!(before, Closing, |slot| Closing::fold(slot, record)),
        (Key::Lot(key), before) => plain!(before, Lot, |slot| Lot::fold(slot, key, record)),
        (Key::Tote(id), before) => boxed!(before, Tote, |slot| Tote::fold(slot, id, record)),
        (Key::Sale(no), before) => boxed!(before, Sale, |slot| Sale::fold(slot, no, record)),
        (Key::OldPart(tag), before) => boxed!(before, OldPart, |slot| OldPart::fold(slot, tag, record)),
        (Key::Shipment(no), before) => boxed!(before, Shipment, |slot| Shipment::fold(slot, no, record)),
        (Key::Count(no), before) => boxed!(before, Count, |slot| Count::fold(slot, no, record)),
        (Key::Counted(key), before) => boxed!(before, Counted, |slot| LastCount::fold(slot, key, record)),
        (Key::Tag(tag), before) => plain!(before, Tag, |slot| KnownTag::fold(slot, tag, record)),
        (Key::Reversal(_), _) => Some(Aggregate::Reversal(ReversedBy(record.name))),
    }
}
