//! Where the pieces of a part came from and went to, from the supplier to the vehicle: its moves in order, with the vehicle
//! of the job at either end.

use std::collections::BTreeMap;

use super::entry::Recorded;
use super::event::{Event, StockMoved};
use super::ids::{JobNo, PartNo, PersonId};
use super::place::Place;

/// A move, with what its record says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub moved: StockMoved,
    pub at_ms: i64,
    pub by: Option<PersonId>,
    /// Plate and identification number of the car of the job at either end.
    pub vehicle: Option<(String, String)>,
}

/// The moves of one part, as they follow from the records that were taken.
#[derive(Debug, Clone)]
pub struct Trace {
    part: PartNo,
    steps: Vec<Step>,
    vehicles: BTreeMap<JobNo, (String, String)>,
}

/// Most steps that are kept: the newest.
const MOST: usize = 500;

impl Trace {
    pub fn of(part: PartNo) -> Trace {
        Trace { part, steps: Vec::new(), vehicles: BTreeMap::new() }
    }

    /// Takes one record, in order.
    pub fn take(&mut self, record: &Recorded) {
        let meta = &record.entry.meta;
        for event in &record.entry.events {
            match event {
                Event::JobOpened(opened) => {
                    let car = (opened.vehicle.plate.clone(), opened.vehicle.vin.clone());
                    self.vehicles.insert(opened.job.clone(), car);
                }
                Event::StockMoved(moved) if moved.stock.part == self.part => {
                    let vehicle = self.vehicle_of(moved);
                    let (at_ms, by) = (meta.stamp.wall_ms, meta.actor.clone());
                    self.steps.push(Step { moved: (**moved).clone(), at_ms, by, vehicle });
                    if self.steps.len() > MOST {
                        self.steps.remove(0);
                    }
                }
                _ => {}
            }
        }
    }

    fn vehicle_of(&self, moved: &StockMoved) -> Option<(String, String)> {
        let of = |place: &Place| if let Place::Job(job) = place { self.vehicles.get(job).cloned() } else { None };
        of(&moved.to).or_else(|| of(&moved.from))
    }

    /// The newest first.
    pub fn into_steps(self) -> Vec<Step> {
        self.steps.into_iter().rev().collect()
    }
}
