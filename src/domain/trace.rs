//! Where pieces came from and went to, from the supplier to the vehicle and back: the moves of a part, a lot, a serial number,
//! or a vehicle, in order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::entry::Recorded;
use super::event::{Event, StockMoved};
use super::ids::{JobNo, LotNo, PartNo, PersonId, RecordName, SerialNo};
use super::job::Vehicle;
use super::place::Place;

/// What is followed. All that is given must fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Followed {
    pub part: Option<PartNo>,
    pub lot: Option<LotNo>,
    pub serial: Option<SerialNo>,
    /// What went into or came out of the vehicle with this identification number, and the earlier moves of every piece of it
    /// that can be told from others.
    pub vin: Option<String>,
}

impl Followed {
    pub fn part(part: PartNo) -> Followed {
        Followed { part: Some(part), ..Followed::default() }
    }

    pub fn vehicle(vin: String) -> Followed {
        Followed { vin: Some(vin), ..Followed::default() }
    }
}

/// The car of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Car {
    pub plate: String,
    pub vin: String,
}

impl Car {
    fn of(vehicle: &Vehicle) -> Car {
        Car { plate: vehicle.plate.clone(), vin: vehicle.vin.clone() }
    }
}

/// A move, with what its record says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub moved: StockMoved,
    pub at_ms: i64,
    /// By a clock that was known to be right.
    pub trusted: bool,
    pub by: Option<PersonId>,
    pub record: RecordName,
    /// Of the job at either end.
    pub car: Option<Car>,
}

/// Part, lot and serial number.
type Piece = (PartNo, Option<LotNo>, Option<SerialNo>);

/// What is followed, as it goes through the records that were taken.
#[derive(Debug, Clone)]
pub struct Trace {
    followed: Followed,
    /// Most steps that are kept: the newest.
    most: usize,
    steps: VecDeque<Step>,
    cars: BTreeMap<JobNo, Car>,
    /// Of the vehicle, and known from others.
    pieces: BTreeSet<Piece>,
}

impl Trace {
    pub fn of(followed: Followed, most: usize) -> Trace {
        let (steps, cars, pieces) = (VecDeque::new(), BTreeMap::new(), BTreeSet::new());
        Trace { followed, most, steps, cars, pieces }
    }

    /// Whether every record is to be shown to [`Trace::look`] before the first is taken: what went into a car is known only
    /// when it did, and its earlier moves are wanted, too.
    pub fn looks_first(&self) -> bool {
        self.followed.vin.is_some()
    }

    /// Learns from one record, in order, which pieces belong to the vehicle.
    pub fn look(&mut self, record: &Recorded) {
        for event in &record.entry.events {
            self.note_car(event);
            let Event::StockMoved(moved) = event else { continue };
            let piece = piece(moved);
            if self.is_at_vehicle(moved) && (piece.1.is_some() || piece.2.is_some()) {
                self.pieces.insert(piece);
            }
        }
    }

    /// Takes one record, in order.
    pub fn take(&mut self, record: &Recorded) {
        let meta = &record.entry.meta;
        for event in &record.entry.events {
            self.note_car(event);
            let Event::StockMoved(moved) = event else { continue };
            if !self.fits(moved) {
                continue;
            }
            // What one act moved the same way is one step.
            if let Some(last) =
                self.steps.back_mut().filter(|last| last.record == record.name && goes_with(last, moved))
            {
                last.moved.qty = last.moved.qty.plus(moved.qty);
                continue;
            }
            if self.steps.len() == self.most {
                self.steps.pop_front();
            }
            self.steps.push_back(Step {
                moved: (**moved).clone(),
                at_ms: meta.stamp.wall_ms,
                trusted: meta.stamp.trusted,
                by: meta.actor.clone(),
                record: record.name,
                car: self.car_of(moved).cloned(),
            });
        }
    }

    fn note_car(&mut self, event: &Event) {
        if let Event::JobOpened(opened) = event {
            self.cars.insert(opened.job.clone(), Car::of(&opened.vehicle));
        }
    }

    fn fits(&self, moved: &StockMoved) -> bool {
        let Followed { part, lot, serial, vin } = &self.followed;
        let stock = &moved.stock;
        part.as_ref().is_none_or(|part| *part == stock.part)
            && (lot.is_none() || *lot == stock.lot)
            && (serial.is_none() || *serial == stock.serial)
            && (vin.is_none() || self.is_at_vehicle(moved) || self.pieces.contains(&piece(moved)))
    }

    fn is_at_vehicle(&self, moved: &StockMoved) -> bool {
        self.followed.vin.is_some() && self.car_of(moved).map(|car| &car.vin) == self.followed.vin.as_ref()
    }

    /// The car of the job at either end.
    fn car_of(&self, moved: &StockMoved) -> Option<&Car> {
        let of = |place: &Place| if let Place::Job(job) = place { self.cars.get(job) } else { None };
        of(&moved.to).or_else(|| of(&moved.from))
    }

    /// In order, the oldest first.
    pub fn into_steps(self) -> Vec<Step> {
        self.steps.into()
    }
}

/// The same between the same places.
fn goes_with(step: &Step, moved: &StockMoved) -> bool {
    let StockMoved { stock, from, to, note, .. } = &step.moved;
    (stock, from, to, note) == (&moved.stock, &moved.from, &moved.to, &moved.note)
}

fn piece(moved: &StockMoved) -> Piece {
    let stock = &moved.stock;
    (stock.part.clone(), stock.lot.clone(), stock.serial.clone())
}
