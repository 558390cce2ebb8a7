//! `pitbox sim`: the simulated world by hand, for long runs and for a seed that failed.

use std::process::ExitCode;

use clap::Args;

use super::report;
use crate::sim::{self, Bug, Report};

/// Options of `pitbox sim`.
#[derive(Debug, Args)]
pub struct WorldArgs {
    /// The first world's seed.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// So many worlds, each with the next seed.
    #[arg(long, default_value_t = 1)]
    worlds: u64,
    /// Steps of each world.
    #[arg(long, default_value_t = 60)]
    steps: u64,
    /// Plant this bug, to see it found.
    #[arg(long, value_enum, default_value = "none")]
    bug: Bug,
}

/// Lets the worlds live; exit code 1 at the first invariant that does not hold.
pub fn run(args: &WorldArgs) -> ExitCode {
    let mut done = Report::default();
    for seed in args.seed..args.seed.saturating_add(args.worlds) {
        match sim::run(seed, args.steps, args.bug) {
            Ok(report) => done = done.and(report),
            Err(broken) => {
                let again = format!("pitbox sim --seed {seed} --steps {}", args.steps);
                return report::failed(&format!("seed {seed}: {broken}; to see it again: {again}"));
            }
        }
    }
    let Report { steps, ticks, power_cuts, cards_put_back, hubs_restored, meetings, destroyed, full_disks, strangers } =
        done;
    report::done(&format!(
        "every invariant held: {} worlds, {steps} steps, {ticks} ticks, {power_cuts} power cuts, {cards_put_back} cards put back, \
         {hubs_restored} hubs restored, {full_disks} full disks, {strangers} strangers turned away, {meetings} meetings; {destroyed} records went with the only media that held them",
        args.worlds
    ))
}
