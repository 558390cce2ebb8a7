//! Where a part came from and went, and what went into a vehicle: the log is asked.

use super::super::Station;
use super::super::effect::Effect;
use super::store_desk;
use crate::domain::trace::Followed;
use crate::station::look_back::LookBack;
use crate::station::session::{AtJob, Task};
use crate::station::store_desk::StoreDesk;

/// What the screen is of, if that can be followed.
fn followed(task: &Task) -> Option<Followed> {
    match task {
        Task::Part { part } => Some(Followed::part(part.clone())),
        Task::AtJob(AtJob::History { vin, .. }) => Some(Followed::vehicle(vin.clone())),
        _ => None,
    }
}

/// MORE, or `t`, on a part or on what a vehicle was here for. False where nothing can be followed.
pub(super) fn open(station: &mut Station) -> bool {
    let Some(of) = followed(&station.session.task) else { return false };
    let back = Box::new(station.session.task.clone());
    if station.session.person.is_some() {
        station.effects.push(Effect::LookBack(LookBack::Trace { of: of.clone() }));
    }
    store_desk::open(station, StoreDesk::Trace { of, steps: None, back });
    true
}
