//! Two weeks of ten people over three kiosks, offline in turns and with wrong clocks in turns, played through the real
//! program. Time, credited hours, states and figures are compared with another reckoning ([`reckon`]).

mod acts;
mod clocks;
mod course;
mod exports;
mod fold;
mod line;
mod play;
mod reckon;
mod script;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::rig::tools;
use play::Workshop;
use reckon::Sums;
use script::{Act, PEOPLE, Step};

/// The whole of it takes minutes: `cargo test --test it -- --ignored weeks`.
#[test]
#[ignore = "takes minutes; a day of it is played with the other tests"]
fn two_weeks_have_the_minutes_hours_and_states_of_another_reckoning() {
    agree(&script::weeks(11, |_| true));
}

/// A day on which one kiosk wakes in 1970 and another is two hours ahead.
#[test]
fn a_day_has_the_minutes_hours_and_states_of_another_reckoning() {
    agree(&script::weeks(11, |nth| nth == 3));
}

fn agree(steps: &[Step]) {
    let mut workshop = Workshop::open();
    workshop.play(steps);
    let hub = workshop.site.hub.config();
    let sums = all_sums(steps);
    minutes_and_hours(&hub, steps, &sums);
    no_minute_is_in_two_places(&hub);
    states(&hub);
    let log = fold::Log::of(&hub, workshop.made());
    figures(&hub, steps, &sums, &log);
    exports::board(&hub, &sums, &log);
    exports::settlement(&hub, steps, &sums);
    exports::screen_of_the_lead(&mut workshop, steps, &sums, &hub, &log);
    let time = |config: &Path| tools::of(&["time"], config);
    let of_hub = time(&hub);
    for kiosk in 0..script::KIOSKS.len() {
        assert_eq!(time(&workshop.config(kiosk)), of_hub, "{}", script::KIOSKS[kiosk]);
    }
}

/// By person and day; days on which nobody came are not there.
fn all_sums(steps: &[Step]) -> BTreeMap<(&'static str, String), Sums> {
    let days = script::days().map(|(_, start)| start);
    let all = days.flat_map(|start| (0..PEOPLE.len()).map(move |person| (start, person)));
    all.map(|(start, person)| ((PEOPLE[person].id, date(start)), reckon::sums(steps, person, start))).collect()
}

/// The date of a day that began so many minutes after the first Monday did.
fn date(start: i64) -> String {
    format!("2026-03-{:02}", 2 + start / script::DAY)
}

const SPAN: [&str; 4] = ["--from", "2026-03-02", "--to", "2026-03-15"];

fn export(what: &str, hub: &Path, more: &[&str]) -> String {
    let config = hub.to_str().expect("a path in UTF-8");
    let output = tools::run(&[&["export", what, "--config", config], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn minutes_and_hours(hub: &Path, steps: &[Step], sums: &BTreeMap<(&'static str, String), Sums>) {
    let told = export("time", hub, &SPAN);
    let row = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let told: BTreeMap<(String, String), Vec<String>> =
        told.lines().skip(1).map(row).map(|cells| ((cells[0].clone(), cells[1].clone()), cells)).collect();
    let earned = earned(hub, steps);
    let mut wrong = Vec::new();
    for ((person, date), sums) in sums {
        let hours = earned.get(&(*person, date.clone())).copied().unwrap_or(0);
        let expected = [sums.attendance, sums.breaks, sums.job, sums.activity, hours, i64::from(sums.to_check)];
        let cells = told.get(&((*person).to_owned(), date.clone()));
        let found = cells.map(|cells| {
            let number = |at: usize| cells[at].parse::<i64>().expect("a number");
            [number(2), number(3), number(4), number(5), thousandths(&cells[6]), number(7).min(1)]
        });
        if found.unwrap_or_default() != expected {
            wrong.push(format!("{person} {date}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "attendance, breaks, job, activity, hours, to check:\n{}", wrong.join("\n"));
    let worked: BTreeSet<&String> = sums.iter().filter(|(_, sums)| sums.job > 0).map(|((_, date), _)| date).collect();
    let days = i64::try_from(worked.len()).expect("few days");
    assert!(sums.values().map(|sums| sums.job).sum::<i64>() > 500 * days, "people work");
    assert!(earned.values().sum::<i64>() > 80 * days, "hours are earned");
    assert_eq!(told.len(), sums.values().filter(|sums| **sums != Sums::default()).count());
}

fn thousandths(decimal: &str) -> i64 {
    let (whole, rest) = decimal.split_once('.').unwrap_or((decimal, ""));
    whole.parse::<i64>().expect("hours") * 1000 + format!("{rest:0<3}").parse::<i64>().expect("thousandths")
}

/// Every operation as it was ordered, by job and number.
fn operations(hub: &Path) -> BTreeMap<String, Value> {
    let log = tools::of(&["log"], hub);
    let events = log.into_iter().flat_map(|line| line["events"].as_array().cloned().unwrap_or_default());
    let added = events.filter(|event| event["type"] == "OperationAdded");
    added.map(|event| (format!("{}/{}", tools::text(&event, "job"), event["operation"]), event)).collect()
}

/// The flat-rate hours in thousandths that each finish earned: those of operations without any check but the doer's own, and
/// those that passed all others before anybody worked on them again.
fn earned(hub: &Path, steps: &[Step]) -> BTreeMap<(&'static str, String), i64> {
    let mut all = BTreeMap::new();
    let operations = operations(hub);
    for (at, step) in steps.iter().enumerate() {
        let Act::Finish(job, op) = &step.act else { continue };
        let operation = &operations[&format!("{job}/{op}")];
        if !earns(operation, &steps[at + 1..], job, *op) {
            continue;
        }
        let hours = operation["hours"].as_i64().expect("hours");
        for share in operation["technicians"].as_array().expect("shares") {
            let person = PEOPLE.iter().find(|person| share["person"] == person.id).expect("a person").id;
            let part = hours * share["percent"].as_i64().expect("per cent") / 100;
            *all.entry((person, date(step.at / script::DAY * script::DAY))).or_default() += part;
        }
    }
    all
}

/// Whether work that was finished just before these steps passed all checks but the doer's own.
fn earns(operation: &Value, later: &[Step], job: &str, op: u16) -> bool {
    let wanted = ["mutual", "final"].into_iter().filter(|level| operation["checks"][level] == true).count();
    passed(later, job, op) >= wanted
}

/// How many checks the work passed before it was begun anew.
fn passed(later: &[Step], job: &str, op: u16) -> usize {
    let until = later.iter().take_while(|step| step.act != Act::Start(job.to_owned(), op));
    let good = Act::Course(course::Course::Check(job.to_owned(), op, true));
    until.filter(|step| step.act == good).count()
}

fn no_minute_is_in_two_places(hub: &Path) {
    let mut lines: BTreeMap<(String, bool, bool), Vec<(String, String)>> = BTreeMap::new();
    for segment in tools::of(&["time"], hub) {
        let kind = tools::text(&segment, "kind");
        let key = (tools::text(&segment, "person").to_owned(), kind == "attendance", kind == "break");
        let bounds = (tools::text(&segment, "start").to_owned(), tools::text(&segment, "end").to_owned());
        assert!(bounds.0 < bounds.1, "{segment} is over");
        assert_eq!(segment["estimated"], false, "{segment}: every clock was set right in the end");
        lines.entry(key).or_default().push(bounds);
    }
    for (line, mut stretches) in lines {
        stretches.sort();
        let overlap = stretches.windows(2).find(|pair| pair[0].1 > pair[1].0);
        assert_eq!(overlap, None, "{line:?}");
    }
}

/// The last change of each job's state is the state that it has.
fn states(hub: &Path) {
    let mut last = BTreeMap::new();
    for line in tools::of(&["log"], hub) {
        for event in line["events"].as_array().into_iter().flatten().filter(|event| event["type"] == "JobStateChanged")
        {
            last.insert(tools::text(event, "job").to_owned(), tools::text(event, "to").to_owned());
        }
    }
    let jobs = tools::of(&["jobs"], hub);
    let told: BTreeMap<String, String> =
        jobs.iter().map(|job| (tools::text(job, "job").to_owned(), tools::text(job, "state").to_owned())).collect();
    for (job, state) in &last {
        // Whose car went home is none of the open ones.
        assert_eq!(told.get(job), Some(state).filter(|state| *state != "delivered"), "{job}");
    }
    let reached: BTreeSet<&String> = last.values().collect();
    assert!(reached.len() > 1, "jobs came to different states: {last:?}");
}

fn figures(hub: &Path, steps: &[Step], sums: &BTreeMap<(&'static str, String), Sums>, log: &fold::Log) {
    let told = export("figures", hub, &[&SPAN[..], &["--form", "json"]].concat());
    let told: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let figure = |name: &str, of: Option<&str>| {
        let is = |row: &&Value| row["figure"] == name && of.is_none_or(|of| row["of"] == of);
        told.iter().find(is).unwrap_or(&Value::Null)
    };
    let efficiency = figure("efficiency-thousandths-of-hours", None);
    let minutes: i64 = sums.values().map(|sums| sums.job).sum();
    assert_eq!(efficiency["value"], earned(hub, steps).values().sum::<i64>());
    assert_eq!(efficiency["whole"], minutes * 60_000 / 3_600);
    exports::rates(&told, &log.figures(0, 14 * script::DAY));
    let waited = waited(steps);
    assert!(!waited.is_empty());
    for (reason, minutes) in waited {
        assert_eq!(figure("waiting-minutes", Some(reason))["value"], minutes, "{reason}");
    }
}

/// Minutes from a pause with a reason to the next punch on the same operation, or to the end of the span.
fn waited(steps: &[Step]) -> BTreeMap<&'static str, i64> {
    let mut waited = BTreeMap::new();
    for (reason, from, to) in waits(steps) {
        *waited.entry(reason).or_default() += to.unwrap_or(14 * script::DAY) - from;
    }
    waited
}

/// What operations waited for, from when to when; without an end when it is not over.
fn waits(steps: &[Step]) -> Vec<(&'static str, i64, Option<i64>)> {
    let mut all = Vec::new();
    let mut running: BTreeMap<usize, String> = BTreeMap::new();
    let mut waiting: BTreeMap<String, (&'static str, i64)> = BTreeMap::new();
    for step in steps {
        match &step.act {
            Act::Start(job, op) => {
                let operation = format!("{job}/{op}");
                if let Some((reason, since)) = waiting.remove(&operation) {
                    all.push((reason, since, Some(step.at)));
                }
                running.insert(step.person, operation);
            }
            Act::Pause(reason) => {
                let operation = running.remove(&step.person);
                let reason = reason.trim_start_matches("pause-");
                if let Some(operation) = operation.filter(|_| !matches!(reason, "break" | "other")) {
                    waiting.insert(operation, (reason, step.at));
                }
            }
            Act::In
            | Act::Out
            | Act::BreakBegin
            | Act::BreakEnd
            | Act::Activity(_)
            | Act::Finish(..)
            | Act::Badge
            | Act::Correct(_)
            | Act::Cut(_)
            | Act::Mend
            | Act::Course(_) => {}
        }
    }
    all.extend(waiting.into_values().map(|(reason, since)| (reason, since, None)));
    all
}
