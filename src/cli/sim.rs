//! `pitbox sim`: the simulated world and power cuts by hand, for long runs and for a seed that failed.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::report;
use crate::sim::{self, Bug, Cuts, Report};

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
    /// Spread the steps over so many hours of the world's time; 0: one after the other.
    #[arg(long, default_value_t = 0)]
    hours: u32,
    /// The kiosk's whole state machine at every station: what is recorded is what people scan and type there.
    #[arg(long)]
    staffed: bool,
    /// No world, but so many power cuts within the commits of logs.
    #[arg(long, conflicts_with_all = ["worlds", "steps", "hours", "staffed"])]
    cuts: Option<u64>,
    /// Plant this bug, to see it found.
    #[arg(long, value_enum, default_value = "none")]
    bug: Bug,
}

/// Lets the worlds live; exit code 1 at the first invariant that does not hold.
pub fn run(args: &WorldArgs) -> ExitCode {
    if let Some(cuts) = args.cuts {
        return cut_power(args.seed, cuts, args.bug);
    }
    let mut done = Report::default();
    for seed in args.seed..args.seed.saturating_add(args.worlds) {
        let live = if args.staffed { sim::run_staffed } else { sim::run_for };
        match live(seed, args.steps, Duration::from_secs(3_600) * args.hours, args.bug) {
            Ok(report) => done = done.and(report),
            Err(broken) => {
                let staffed = if args.staffed { " --staffed" } else { "" };
                let again = format!("pitbox sim --seed {seed} --steps {} --hours {}{staffed}", args.steps, args.hours);
                return report::failed(&format!("seed {seed}: {broken}; to see it again: {again}"));
            }
        }
    }
    let Report { steps, ticks, power_cuts, cards_put_back, hubs_restored, meetings, snapshots, .. } = done;
    let Report { destroyed, full_disks, strangers, lived, .. } = done;
    let days = lived.as_secs() / (24 * 3_600);
    report::done(&format!(
        "every invariant held: {} worlds, {days} kiosk-days, {steps} steps, {ticks} ticks, {power_cuts} power cuts, {cards_put_back} cards put back, \
         {hubs_restored} hubs restored, {full_disks} full disks, {strangers} strangers turned away, {meetings} meetings, {snapshots} logs begun with a snapshot; {destroyed} records went with the only media that held them",
        args.worlds
    ))
}

fn cut_power(seed: u64, cuts: u64, bug: Bug) -> ExitCode {
    match sim::cut_power(seed, cuts, bug) {
        Ok(Cuts { logs, commits, cuts, kept, gone, records }) => report::done(&format!(
            "no tick was lost and none counted twice: {cuts} power cuts in {commits} commits of {logs} logs; {kept} commits were kept, \
             {gone} had not been; {records} records were looked for"
        )),
        Err(broken) => report::failed(&format!("{broken}; to see it again: pitbox sim --cuts {cuts} --seed {seed}")),
    }
}
