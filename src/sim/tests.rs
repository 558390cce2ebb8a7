//! Worlds that must hold, and worlds with a bug that must not.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Bug, Report, World, run, run_bare, run_for, run_staffed};

/// Seeds that once failed; each line says why. They stay.
const KEPT: &str = include_str!("../../tests/fixtures/seeds.txt");
const STEPS: u64 = 60;

fn holds(seed: u64) -> Report {
    run(seed, STEPS, Bug::None).unwrap_or_else(|broken| panic!("seed {seed}: {broken}"))
}

#[test]
fn many_worlds_hold() {
    let done = (0..12).map(holds).fold(Report::default(), Report::and);
    assert!(
        done.power_cuts > 15 && done.cards_put_back > 0 && done.hubs_restored > 0 && done.snapshots > 0,
        "{done:?}"
    );
    assert!(done.full_disks > 5 && done.strangers > 20, "{done:?}");
}

#[test]
fn seeds_that_once_failed_hold() {
    for line in KEPT.lines().filter_map(|line| line.split('#').next()).filter(|line| !line.trim().is_empty()) {
        let mut numbers = line.split_whitespace().map(|number| number.parse().expect("a seed, and hours"));
        let (seed, hours) = (numbers.next().expect("a seed"), numbers.next());
        let broken = |broken| panic!("seed {seed}, hours {hours:?}: {broken}");
        if let Some(hours) = hours {
            run_for(seed, STEPS, Duration::from_secs(hours * 3_600), Bug::None).unwrap_or_else(broken);
            continue;
        }
        run_bare(seed, STEPS, Bug::None).unwrap_or_else(broken);
        holds(seed);
    }
}

#[test]
fn every_planted_bug_is_found_by_its_checker() {
    for bug in Bug::ALL {
        let expected = match bug {
            Bug::ForgetsTicks | Bug::AnswersBeforeCommit => "I2 no lost tick",
            Bug::CountsTwice | Bug::ForgetsToApply | Bug::CountsSnapshotsTwice => "view = fold(disk)",
            Bug::SkipsPages => "I5 the same books",
            Bug::StaysSilent => "I9 comes to rest",
            Bug::CallsAllStable => "I7 watermarks",
            Bug::FindsParts => "I1 conservation",
            Bug::RecordsTwice => "I3 once",
            Bug::BreaksAChain => "I4 whole chains",
            Bug::CountsMinutesTwice => "I6 minutes",
            Bug::AsksTheHubFirst => "I8 nobody waits for the network",
            Bug::TicksWhenFull => "I10 what failed changed nothing",
            Bug::LetsAnybodyIn => "I11 nobody else",
            Bug::AuditLooksAway => "I12 altered bytes",
            Bug::None => unreachable!("it is not in the list"),
        };
        let found = |seed| run(seed, STEPS, bug).is_err_and(|broken| broken.invariant == expected);
        assert!((0..60).any(found), "{bug:?} was not found by {expected}");
    }
}

#[test]
fn worlds_whose_steps_take_a_day_hold() {
    let day = Duration::from_secs(24 * 3_600);
    let live = |seed| run_for(seed, STEPS, day, Bug::None).unwrap_or_else(|broken| panic!("seed {seed}: {broken}"));
    let done = (0..6).map(live).fold(Report::default(), Report::and);
    let days = done.lived.as_secs() / day.as_secs();
    assert!((12..=19).contains(&days), "two or three kiosks each: {done:?}");
}

#[test]
fn staffed_worlds_hold() {
    let live = |seed| {
        let time = Duration::from_secs(3_600) * u32::try_from(seed % 2 * 24).expect("a day at most");
        run_staffed(seed, STEPS, time, Bug::None).unwrap_or_else(|broken| panic!("seed {seed}: {broken}"))
    };
    let done = (0..6).map(live).fold(Report::default(), Report::and);
    assert!(done.ticks > 100 && done.full_disks > 0 && done.hubs_restored > 0 && done.meetings > 20, "{done:?}");
}

#[test]
fn people_of_a_staffed_world_do_many_things() {
    let mut world = World::new(3, Bug::None).expect("a world").staffed().expect("a workshop");
    let mut commands = BTreeSet::new();
    for round in 0..240 {
        world.talk(round % world.stations.len()).expect("heard");
        if let Some(bytes) = world.next_record(round % world.stations.len()) {
            commands.insert(crate::record::decode(&bytes).expect("a record").meta.command);
            world.record_bytes(round % world.stations.len(), &bytes).expect("ticked");
        }
    }
    for command in ["IssuePart", "ReturnPart", "ReceivePart", "StartWork", "PauseWork", "FinishWork", "Reverse"] {
        assert!(commands.iter().any(|done| done == command), "nobody did {command}: {commands:?}");
    }
}

#[test]
fn bugs_are_found_in_staffed_worlds_too() {
    for (bug, expected) in [
        (Bug::ForgetsTicks, "I2 no lost tick"),
        (Bug::CountsTwice, "view = fold(disk)"),
        (Bug::ForgetsToApply, "view = fold(disk)"),
        (Bug::SkipsPages, "I5 the same books"),
        (Bug::FindsParts, "I1 conservation"),
        (Bug::RecordsTwice, "I3 once"),
        (Bug::CountsMinutesTwice, "I6 minutes"),
        (Bug::TicksWhenFull, "I10 what failed changed nothing"),
    ] {
        let found =
            |seed| run_staffed(seed, STEPS, Duration::ZERO, bug).is_err_and(|broken| broken.invariant == expected);
        assert!((0..60).any(found), "{bug:?} was not found by {expected}");
    }
}

#[test]
fn a_seed_tells_the_same_story_twice() {
    assert_eq!(holds(7), holds(7));
}
