//! A seeded world that drives the product's own log, sync plan, exchanges and hub storage with real SQLite files through power
//! cuts, cards put back, hubs restored and a bad network, with checkers of their own at every step. docs/world.md says what it
//! proves and what it does not.

mod bug;
mod check;
mod clock;
mod cuts;
mod dice;
mod disk;
mod extra;
mod hub;
mod mind;
mod network;
mod shop;
mod station;
#[cfg(test)]
mod tests;
mod world;

use std::time::Duration;

pub use bug::Bug;
pub use check::Broken;
pub use cuts::{Cuts, cut_power};
pub use world::{Report, World};

/// Lets the world of a seed live for so many steps.
///
/// # Errors
/// The first invariant that does not hold.
pub fn run(seed: u64, steps: u64, bug: Bug) -> Result<Report, Broken> {
    World::new(seed, bug)?.with_people().live(steps)
}

/// The same with the steps spread over so much time: stations have waited long enough to ask again.
///
/// # Errors
/// The first invariant that does not hold.
pub fn run_for(seed: u64, steps: u64, time: Duration, bug: Bug) -> Result<Report, Broken> {
    let pace = time / u32::try_from(steps.max(1)).unwrap_or(u32::MAX);
    World::new(seed, bug)?.with_people().at_pace(pace).live(steps)
}

/// The same with the kiosk's whole state machine at every station: all records come of what people scan and type.
///
/// # Errors
/// The first invariant that does not hold.
pub fn run_staffed(seed: u64, steps: u64, time: Duration, bug: Bug) -> Result<Report, Broken> {
    let pace = time / u32::try_from(steps.max(1)).unwrap_or(u32::MAX);
    World::new(seed, bug)?.with_people().staffed()?.at_pace(pace).live(steps)
}

/// The world of [`run`] without people, strangers, full disks and wrong clocks: seeds that failed before there were any tell the
/// same story in it.
///
/// # Errors
/// The first invariant that does not hold.
pub fn run_bare(seed: u64, steps: u64, bug: Bug) -> Result<Report, Broken> {
    World::new(seed, bug)?.live(steps)
}
