//! The log added up by nobody of the program: rework, comebacks, promised times, bays, parts asked for, and where each job
//! stands. The minutes are those in which the script had it done, not those that any clock said.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::clocks::{MINUTE, MONDAY};
use super::play::Made;
use super::script::{DAY, PEOPLE};
use crate::rig::tools::{self, text};

/// A fact of the log, and its minute; those of the import are older than everything.
struct Fact {
    at: i64,
    record: String,
    event: Value,
}

/// What the log says, in the order of time.
pub(super) struct Log(Vec<Fact>);

/// A part of a whole, as the figures have it.
type Share = (i64, i64);

/// Key figures of a stretch of time.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) on_time: Share,
    pub(super) first_time: Share,
    pub(super) rework: Share,
    pub(super) comeback: Share,
    pub(super) turns: BTreeMap<String, i64>,
    pub(super) picks: i64,
    pub(super) pick_minutes: i64,
}

impl Figures {
    /// The shares, by the names that they have in files.
    pub(super) fn rates(&self) -> [(&'static str, Share); 4] {
        let Figures { on_time, first_time, rework, comeback, .. } = *self;
        [("on-time", on_time), ("first-time-right", first_time), ("rework", rework), ("comeback", comeback)]
    }
}

/// A job as it stands on the board.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) state: String,
    pub(super) who: String,
    pub(super) bay: String,
    pub(super) thousandths: i64,
}

#[derive(Default)]
struct JobNow {
    state: String,
    planned_bay: String,
    on_bay: Option<String>,
    /// By number: hours in thousandths, whoever comes first among its shares, and the last punch.
    operations: BTreeMap<i64, (i64, String, Option<Punch>)>,
}

enum Punch {
    Started(String),
    Paused(String),
    Finished,
}

impl Log {
    pub(super) fn of(hub: &Path, made: &Made) -> Log {
        let mut facts = Vec::new();
        for line in tools::of(&["log"], hub) {
            let number = |key: &str| line[key].as_u64().expect("a number");
            let at = made.get(&(number("device"), number("seq"))).copied().unwrap_or(-DAY);
            for event in line["events"].as_array().into_iter().flatten() {
                facts.push(Fact { at, record: text(&line, "id").to_owned(), event: event.clone() });
            }
        }
        facts.sort_by_key(|fact| fact.at);
        Log(facts)
    }

    fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Fact> {
        self.0.iter().filter(move |fact| fact.event["type"] == kind)
    }

    pub(super) fn figures(&self, from: i64, to: i64) -> Figures {
        let within = |fact: &&Fact| (from..to).contains(&fact.at);
        let mut figures = Figures::default();
        let back: Vec<&Fact> = self.all("JobOpened").filter(|fact| !fact.event["comeback_of"].is_null()).collect();
        let came_back: BTreeSet<&str> = back.iter().map(|fact| text(&fact.event, "comeback_of")).collect();
        let reworks: Vec<&Fact> = self.all("ReworkFound").filter(|fact| fact.event["level"] != "self").collect();
        let sent_back: BTreeSet<&str> = reworks.iter().map(|fact| text(&fact.event, "job")).collect();
        let states: Vec<&Fact> = self.all("JobStateChanged").collect();
        let delivered: Vec<&Fact> = states.iter().copied().filter(|fact| fact.event["to"] == "delivered").collect();
        for fact in delivered.into_iter().filter(within) {
            let job = text(&fact.event, "job");
            figures.first_time.1 += 1;
            figures.first_time.0 += i64::from(!came_back.contains(job) && !sent_back.contains(job));
            let Some(promised) = self.promised(job) else { continue };
            let of_job = states.iter().filter(|state| text(&state.event, "job") == job && state.event["to"] == "ready");
            let ready = of_job.map(|state| state.at).max().expect("ready before it goes");
            figures.on_time.1 += 1;
            figures.on_time.0 += i64::from(ready <= promised);
        }
        figures.rework = (count(reworks.iter().copied().filter(within)), self.looked_at(from, to));
        figures.comeback = (count(back.into_iter().filter(within)), figures.first_time.1);
        for fact in self.all("CarOnBay").filter(within) {
            *figures.turns.entry(text(&fact.event, "bay").to_owned()).or_default() += 1;
        }
        for ready in self.all("RequestAnswered").filter(|fact| fact.event["answer"] == "ready").filter(within) {
            let asked = self.all("PartRequested").find(|asked| ready.event["request"] == asked.record.as_str());
            figures.picks += 1;
            figures.pick_minutes += ready.at - asked.expect("what was answered").at;
        }
        figures
    }

    /// Minutes after the first Monday at which the customer was told to come.
    fn promised(&self, job: &str) -> Option<i64> {
        let said = self.all("JobOpened").find(|fact| fact.event["job"] == job)?;
        let at: jiff::Timestamp = said.event["promised"].as_str()?.parse().expect("a time");
        Some((at.as_millisecond() - MONDAY) / MINUTE)
    }

    /// How often finished work was looked at by somebody else; two checks of the same finish are one look.
    fn looked_at(&self, from: i64, to: i64) -> i64 {
        let (mut fresh, mut looked) = (BTreeSet::new(), 0);
        for fact in &self.0 {
            let operation = (text(&fact.event, "job"), fact.event["operation"].as_i64());
            let by_other = fact.event["level"] != "self";
            match text(&fact.event, "type") {
                "WorkFinished" => drop(fresh.insert(operation)),
                "OperationChecked" | "ReworkFound" if by_other && fresh.remove(&operation) => {
                    looked += i64::from((from..to).contains(&fact.at));
                }
                _ => {}
            }
        }
        looked
    }

    /// Every job whose car has not gone home.
    pub(super) fn board(&self) -> BTreeMap<String, Row> {
        let mut jobs: BTreeMap<String, JobNow> = BTreeMap::new();
        for fact in &self.0 {
            let event = &fact.event;
            let job = text(event, "job").to_owned();
            if text(event, "type") == "JobOpened" {
                let (state, planned_bay) = (text(event, "state").to_owned(), text(event, "bay").to_owned());
                jobs.insert(job, JobNow { state, planned_bay, ..JobNow::default() });
            } else if let Some(now) = jobs.get_mut(&job) {
                now.take(fact);
            }
        }
        jobs.retain(|_, job| !matches!(job.state.as_str(), "delivered" | "cancelled"));
        jobs.into_iter().map(|(no, job)| (no, job.row())).collect()
    }
}

impl JobNow {
    fn take(&mut self, Fact { event, .. }: &Fact) {
        let number = event["operation"].as_i64().unwrap_or(0);
        match text(event, "type") {
            "JobStateChanged" => self.state = text(event, "to").to_owned(),
            "CarOnBay" => self.on_bay = Some(text(event, "bay").to_owned()),
            "CarOffBay" => self.on_bay = None,
            "OperationAdded" => {
                let first = event["technicians"].as_array().and_then(|all| all.first());
                let first = first.map(|share| text(share, "person").to_owned()).unwrap_or_default();
                self.operations.insert(number, (event["hours"].as_i64().expect("hours"), first, None));
            }
            kind @ ("WorkStarted" | "WorkPaused" | "WorkFinished") => {
                let punch = match kind {
                    "WorkStarted" => Punch::Started(text(event, "person").to_owned()),
                    "WorkPaused" => Punch::Paused(text(event, "reason").to_owned()),
                    _ => Punch::Finished,
                };
                // A break that begins at a kiosk which did not hear of the end pauses what is over already.
                if let Some((_, _, last)) = self.operations.get_mut(&number)
                    && (kind == "WorkStarted" || matches!(last, Some(Punch::Started(_))))
                {
                    *last = Some(punch);
                }
            }
            _ => {}
        }
    }

    fn row(self) -> Row {
        let waits = self.operations.values().find_map(|(_, _, last)| match last {
            Some(Punch::Paused(reason)) => waiting(reason),
            _ => None,
        });
        let state = waits.unwrap_or(match self.state.as_str() {
            "released" => "dispatched",
            "in-progress" => "in progress",
            state => state,
        });
        let on_it = self.operations.values().filter_map(|(_, _, last)| match last {
            Some(Punch::Started(who)) => Some(who.clone()),
            _ => None,
        });
        let mut who: Vec<String> = on_it.collect();
        if who.is_empty() {
            let open = self.operations.values().filter(|(_, _, last)| !matches!(last, Some(Punch::Finished)));
            who = open.map(|(_, first, _)| first.clone()).collect();
        }
        who.dedup();
        let names: Vec<&str> = who.iter().map(|id| name(id)).collect();
        let thousandths = self.operations.values().map(|(hours, ..)| hours).sum();
        let bay = self.on_bay.unwrap_or(self.planned_bay);
        Row { state: state.to_owned(), who: names.join(", "), bay, thousandths }
    }
}

fn waiting(reason: &str) -> Option<&'static str> {
    match reason {
        "parts" => Some("waits: parts"),
        "customer-approval" => Some("waits: customer"),
        "tool" => Some("waits: tool"),
        _ => None,
    }
}

fn name(id: &str) -> &str {
    PEOPLE.iter().find(|person| person.id == id).map_or(id, |person| person.name)
}

fn count<'a>(facts: impl Iterator<Item = &'a Fact>) -> i64 {
    i64::try_from(facts.count()).expect("few")
}
