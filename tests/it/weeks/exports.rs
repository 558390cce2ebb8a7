//! What else is told of the two weeks, against the other reckoning: the settlement of every job, the rates, and the key
//! figures on the lead's screen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::play::Workshop;
use super::reckon::Sums;
use super::script::{Act, DAY, PEOPLE, Step};
use super::{date, earned, export, operations, waits};
use crate::rig::tools;

/// Minutes on the clock, who is credited with what, and whether it is done: of each operation that anybody began.
pub(super) fn settlement(hub: &Path, steps: &[Step], sums: &BTreeMap<(&'static str, String), Sums>) {
    let mut minutes: BTreeMap<String, i64> = BTreeMap::new();
    for (operation, spent) in sums.values().flat_map(|sums| &sums.by_operation) {
        *minutes.entry(operation.clone()).or_default() += spent;
    }
    let done: BTreeSet<String> = steps.iter().filter_map(finished).collect();
    let ordered = operations(hub);
    let jobs: BTreeSet<&str> = PEOPLE.iter().flat_map(|person| person.jobs).copied().collect();
    let mut looked_at = 0;
    for job in jobs {
        let told = export("settlement", hub, &["--job", job, "--form", "json"]);
        let rows = told.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        for row in rows.filter(|row| row["kind"] == "labour") {
            let operation = format!("{job}/{}", row["no"]);
            let expected = minutes.get(&operation).copied().unwrap_or(0);
            assert_eq!(row["clocked_minutes"], expected, "{row}");
            assert_eq!(row["done"], done.contains(&operation), "{row}");
            looked_at += i64::from(expected > 0);
            let shares = ordered[&operation]["technicians"].as_array().expect("shares");
            let hours = ordered[&operation]["hours"].as_i64().expect("hours");
            let credit = |share: &Value| {
                let part = hours * share["percent"].as_i64().expect("per cent") / 100;
                format!("{}:{part}", tools::text(share, "person"))
            };
            let credits: Vec<String> = shares.iter().filter(|_| done.contains(&operation)).map(credit).collect();
            assert_eq!(tools::text(&row, "technicians"), credits.join(" "), "{row}");
            assert_eq!(row["hours"], hours, "{row}");
        }
    }
    assert!(looked_at > 3, "work on {looked_at} operations");
}

fn finished(step: &Step) -> Option<String> {
    if let Act::Finish(job, op) = &step.act { Some(format!("{job}/{op}")) } else { None }
}

/// Nobody looked at the work of another: however many checked their own, there is no rework rate.
pub(super) fn rates(told: &[Value]) {
    for figure in ["rework", "on-time", "first-time-right", "comeback"] {
        let row = told.iter().find(|row| row["figure"] == figure).expect("a line for each figure");
        assert_eq!((&row["value"], &row["whole"], &row["percent"]), (&0.into(), &0.into(), &Value::Null), "{row}");
    }
}

/// The key figures of the last seven days as the lead reads them off the screen at the counter.
pub(super) fn screen_of_the_lead(
    workshop: &mut Workshop,
    steps: &[Step],
    sums: &BTreeMap<(&'static str, String), Sums>,
    hub: &Path,
) {
    let now = steps.iter().map(|step| step.at).max().expect("steps");
    let since = now - 7 * DAY;
    // It begins before anybody came on its first day.
    let first_day = date(since);
    let minutes: i64 = sums.iter().filter(|((_, day), _)| *day >= first_day).map(|(_, sums)| sums.job).sum();
    let hours: i64 = earned(hub, steps).iter().filter(|((_, day), _)| *day >= first_day).map(|(_, hours)| hours).sum();
    let text = workshop.key_figures();
    let hours = format!("{}.{}", hours / 1000, hours % 1000 / 100);
    let hours = hours.trim_end_matches(".0");
    has(&text, &["hours / clocked", &format!("{hours} h / {}", clock(minutes))]);
    let mut waited: BTreeMap<&str, i64> = BTreeMap::new();
    for (reason, from, to) in waits(steps) {
        *waited.entry(reason).or_default() += (to.unwrap_or(now).min(now) - from.max(since)).max(0);
    }
    for (reason, minutes) in waited {
        let words = match reason {
            "parts" => "waiting for parts",
            "customer-approval" => "waiting for approval",
            "tool" => "waiting for a tool",
            other => panic!("nobody waits for {other}"),
        };
        has(&text, &[words, &clock(minutes)]);
    }
}

/// Hours and minutes.
fn clock(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// A line of the screen has all of these.
fn has(screen: &str, words: &[&str]) {
    let found = screen.lines().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(found, "no line with {words:?}:\n{screen}");
}
