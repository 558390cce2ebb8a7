//! What else is told of the two weeks, against the other reckoning: the settlement of every job, the rates, and the key
//! figures on the lead's screen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::course;
use super::fold::{Figures, Log};
use super::play::Workshop;
use super::reckon::Sums;
use super::script::{Act, DAY, PEOPLE, Step};
use super::{date, earned, earns, export, operations, waits};
use crate::rig::tools;

/// Minutes on the clock, who is credited with what, and whether it is done: of each operation that anybody began.
pub(super) fn settlement(hub: &Path, steps: &[Step], sums: &BTreeMap<(&'static str, String), Sums>) {
    let mut minutes: BTreeMap<String, i64> = BTreeMap::new();
    for (operation, spent) in sums.values().flat_map(|sums| &sums.by_operation) {
        *minutes.entry(operation.clone()).or_default() += spent;
    }
    // Where each operation was finished for the last time.
    let done: BTreeMap<String, usize> = (0..).zip(steps).filter_map(|(at, step)| Some((finished(step)?, at))).collect();
    let ordered = operations(hub);
    let jobs = PEOPLE.iter().flat_map(|person| person.jobs).map(|job| (*job).to_owned());
    let jobs: BTreeSet<String> = jobs.chain(super::script::days().flat_map(|(nth, _)| course::jobs(nth))).collect();
    let (mut looked_at, mut unchecked) = (0, 0);
    for job in jobs {
        let told = export("settlement", hub, &["--job", &job, "--form", "json"]);
        let rows = told.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        for row in rows.filter(|row| row["kind"] == "labour") {
            let operation = format!("{job}/{}", row["no"]);
            let expected = minutes.get(&operation).copied().unwrap_or(0);
            assert_eq!(row["clocked_minutes"], expected, "{row}");
            assert_eq!(row["done"], done.contains_key(&operation), "{row}");
            looked_at += i64::from(expected > 0);
            let shares = ordered[&operation]["technicians"].as_array().expect("shares");
            let hours = ordered[&operation]["hours"].as_i64().expect("hours");
            let credit = |share: &Value| {
                let part = hours * share["percent"].as_i64().expect("per cent") / 100;
                format!("{}:{part}", tools::text(share, "person"))
            };
            let no = row["no"].as_u64().and_then(|no| u16::try_from(no).ok()).expect("a number");
            let earned = done.get(&operation).is_some_and(|at| earns(&ordered[&operation], &steps[at + 1..], &job, no));
            unchecked += i64::from(!earned && done.contains_key(&operation));
            let credits: Vec<String> = shares.iter().filter(|_| earned).map(credit).collect();
            assert_eq!(tools::text(&row, "technicians"), credits.join(" "), "{row}");
            assert_eq!(row["hours"], hours, "{row}");
        }
    }
    assert!(looked_at > 3 && unchecked > 0, "work on {looked_at} operations, {unchecked} of them not checked");
}

fn finished(step: &Step) -> Option<String> {
    if let Act::Finish(job, op) = &step.act { Some(format!("{job}/{op}")) } else { None }
}

/// What the file says of checks, promises, comebacks, bays and parts asked for.
pub(super) fn rates(told: &[Value], log: &Figures) {
    let of = |figure: &str| told.iter().filter(|row| row["figure"] == figure).collect::<Vec<_>>();
    for (figure, (value, whole)) in log.rates() {
        assert!(0 < value && value < whole, "{figure} can be told from none and all: {log:?}");
        let [row] = of(figure)[..] else { panic!("one line of {figure}") };
        let expected = (value.into(), whole.into(), (value * 100 / whole).into());
        assert_eq!((&row["value"], &row["whole"], &row["percent"]), (&expected.0, &expected.1, &expected.2), "{row}");
    }
    let plain = |row: &&Value| (tools::text(row, "of").to_owned(), row["value"].as_i64().expect("a number"));
    let turns: BTreeMap<String, i64> = of("bay-turns").iter().map(plain).collect();
    assert_eq!(turns, log.turns);
    assert!(turns.len() > 1 && log.picks > 0 && log.pick_minutes > 0, "{log:?}");
    assert_eq!(of("picks")[0]["value"], log.picks);
    assert_eq!(of("pick-minutes")[0]["value"], log.pick_minutes);
}

/// The board has every job whose car is still there or to come, and says of each what the log comes to.
pub(super) fn board(hub: &Path, sums: &BTreeMap<(&'static str, String), Sums>, log: &Log) {
    let output = tools::run(&["board", "--language", "en", "--config", hub.to_str().expect("a path in UTF-8")]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let expected = log.board();
    assert_eq!(text.lines().count(), 2 + expected.len(), "a title, the columns, and a row for each job:\n{text}");
    let mut states = BTreeSet::new();
    for (job, row) in expected {
        let line = text.lines().find(|line| line.starts_with(&job)).unwrap_or_else(|| panic!("no {job} in {text}"));
        let of_job = |(operation, _): &(&String, &i64)| operation.starts_with(&format!("{job}/"));
        let minutes: i64 =
            sums.values().flat_map(|sums| &sums.by_operation).filter(of_job).map(|(_, spent)| spent).sum();
        let hours = format!("{} / {}.{}", clock(minutes), row.thousandths / 1000, row.thousandths % 1000 / 100);
        let mut rest = Some(line);
        // The people between two gaps: nobody else stands there.
        let who = if row.who.is_empty() { String::new() } else { format!("  {}  ", row.who) };
        for cell in [&job, &row.state, &who, &row.bay, &hours] {
            rest = rest.and_then(|rest| rest.split_once(cell.as_str())).map(|(_, after)| after);
            assert!(rest.is_some(), "{row:?} with {hours} is not\n{line}");
        }
        states.insert(row.state);
    }
    assert!(states.len() > 2, "{states:?}");
}

/// The key figures of the last seven days as the lead reads them off the screen at the counter.
pub(super) fn screen_of_the_lead(
    workshop: &mut Workshop,
    steps: &[Step],
    sums: &BTreeMap<(&'static str, String), Sums>,
    hub: &Path,
    log: &Log,
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
    let figures = log.figures(since, now);
    for (figure, (value, whole)) in figures.rates() {
        let words = match figure {
            "on-time" => "on time",
            "first-time-right" => "right the first time",
            other => other,
        };
        has(&text, &[words, &format!(" {value} / {whole} "), &format!(" {} %", value * 100 / whole)]);
    }
    has(&text, &["a part from request to ready", &clock(figures.pick_minutes / figures.picks)]);
    for (bay, turns) in &figures.turns {
        has(&text, &[&format!("cars on bay {bay} "), &format!(" {turns} ")]);
    }
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
