//! Worlds that must hold, and worlds with a bug that must not.

use std::time::Duration;

use super::{Bug, Report, run, run_bare, run_for};

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
fn a_seed_tells_the_same_story_twice() {
    assert_eq!(holds(7), holds(7));
}
