//! What `pitbox jobs --json` says of a job's course: the arrival, the bay, requests, extra work, values, rework, and what
//! still blocks the delivery. The customer's name and number are not in it.

use serde::Serialize;

use super::json::{TextJson, time};
use crate::domain::blockers::Blocker;
use crate::domain::course::{Arrival, PartRequest, Said};
use crate::domain::job::Job;
use crate::domain::operation::{Extra, HandOver, Measure, Operation, Rework};

/// Further fields of a line of `pitbox jobs`.
#[derive(Debug, Serialize)]
pub(super) struct CourseJson<'a> {
    adviser: Option<&'a str>,
    payer: &'static str,
    words: &'a str,
    waits: bool,
    promised: Option<String>,
    bay: Option<&'a str>,
    on_bay: Option<&'a str>,
    comeback_of: Option<&'a str>,
    arrival: Option<ArrivalJson<'a>>,
    requests: Vec<RequestJson<'a>>,
    blockers: Vec<BlockerJson<'a>>,
    to_check: usize,
}

#[derive(Debug, Serialize)]
struct ArrivalJson<'a> {
    time: String,
    by: Option<&'a str>,
    odometer: Option<u32>,
    /// The reading known before, where this one is lower.
    #[serde(skip_serializing_if = "Option::is_none")]
    lower_than: Option<u32>,
    fuel_eighths: Option<u8>,
    damage: Vec<DamageJson>,
    words: &'a str,
    seen: bool,
}

#[derive(Debug, Serialize)]
struct DamageJson {
    place: &'static str,
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct RequestJson<'a> {
    request: String,
    time: String,
    by: Option<&'a str>,
    operation: Option<u16>,
    part: Option<&'a str>,
    text: &'a str,
    qty: i64,
    state: &'static str,
    note: Option<&'a str>,
}

/// Why the car cannot go yet.
#[derive(Debug, Serialize)]
struct BlockerJson<'a> {
    kind: &'static str,
    operation: Option<u16>,
    level: Option<&'static str>,
    part: Option<&'a str>,
    count: Option<usize>,
}

/// Further fields of an operation.
#[derive(Debug, Serialize)]
pub(super) struct OperationCourseJson<'a> {
    since: Option<String>,
    code: &'a str,
    category: Option<&'static str>,
    skill: &'a str,
    missing_check: Option<&'static str>,
    extra_work: Option<ExtraJson<'a>>,
    values: Vec<ValueJson<'a>>,
    rework: Vec<ReworkJson<'a>>,
    handed_over: Vec<HandOverJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ExtraJson<'a> {
    payer: &'static str,
    agreed: Option<bool>,
    how: Option<&'static str>,
    who: Option<&'a str>,
    by: Option<&'a str>,
    time: Option<String>,
}

#[derive(Debug, Serialize)]
struct ValueJson<'a> {
    item: u16,
    title: TextJson<'a>,
    value: i64,
    unit: &'a str,
    low: Option<i64>,
    high: Option<i64>,
    good: bool,
    by: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ReworkJson<'a> {
    level: &'static str,
    note: &'a str,
    by: Option<&'a str>,
    time: String,
}

#[derive(Debug, Serialize)]
struct HandOverJson<'a> {
    from: &'a str,
    to: &'a str,
    note: &'a str,
    time: String,
}

pub(super) fn course(job: &Job) -> CourseJson<'_> {
    CourseJson {
        adviser: job.adviser.as_ref().map(|person| person.as_str()),
        payer: job.payer.code(),
        words: &job.words,
        waits: job.waits,
        promised: job.promised_ms.map(time),
        bay: job.bay.as_ref().map(|bay| bay.as_str()),
        on_bay: job.course.on_bay().map(|bay| bay.as_str()),
        comeback_of: job.comeback_of.as_ref().map(|job| job.as_str()),
        arrival: job.course.arrival().map(|arrival| arrived(arrival, !job.course.arrival_unseen())),
        requests: job.course.requests.iter().map(request).collect(),
        blockers: blockers(job),
        to_check: job.course.unclear().count(),
    }
}

fn by(said: &Said) -> Option<&str> {
    said.by.as_ref().map(|person| person.as_str())
}

fn arrived(arrival: &Arrival, seen: bool) -> ArrivalJson<'_> {
    let damage = arrival.damage.iter().map(|mark| DamageJson { place: mark.place.code(), kind: mark.kind.code() });
    ArrivalJson {
        time: time(arrival.said.at_ms),
        by: by(&arrival.said),
        odometer: arrival.odometer,
        lower_than: arrival.lower_than,
        fuel_eighths: arrival.fuel,
        damage: damage.collect(),
        words: &arrival.words,
        seen,
    }
}

fn request(asked: &PartRequest) -> RequestJson<'_> {
    RequestJson {
        request: asked.said.record.to_string(),
        time: time(asked.said.at_ms),
        by: by(&asked.said),
        operation: asked.op.map(|op| op.0),
        part: asked.part.as_ref().map(|part| part.as_str()),
        text: &asked.text,
        qty: asked.qty.0,
        state: asked.state().code(),
        note: asked.answers.last().map(|answer| answer.note.as_str()),
    }
}

/// The parts are named by the lines of the job, which live as long as it does.
fn blockers(job: &Job) -> Vec<BlockerJson<'_>> {
    job.blockers().into_iter().map(|blocker| blocker_of(job, &blocker)).collect()
}

fn blocker_of<'a>(job: &'a Job, blocker: &Blocker) -> BlockerJson<'a> {
    let plain = |kind| BlockerJson { kind, operation: None, level: None, part: None, count: None };
    match blocker {
        Blocker::OpenOperation(op) => BlockerJson { operation: Some(op.0), ..plain("open-operation") },
        Blocker::Unanswered(op) => BlockerJson { operation: Some(op.0), ..plain("unanswered-extra-work") },
        Blocker::MissingCheck(op, level) => {
            BlockerJson { operation: Some(op.0), level: Some(level.code()), ..plain("missing-check") }
        }
        Blocker::BadValue(op, _) => BlockerJson { operation: Some(op.0), ..plain("bad-value") },
        Blocker::OldPartOwed(part) => {
            let known = job.issues.iter().map(|issue| &issue.stock.part).find(|known| *known == part);
            BlockerJson { part: known.map(|part| part.as_str()), ..plain("old-part") }
        }
        Blocker::Unsigned(count) => BlockerJson { count: Some(*count), ..plain("unsigned") },
        Blocker::OpenRequests(count) => BlockerJson { count: Some(*count), ..plain("open-requests") },
        Blocker::Disputes(count) => BlockerJson { count: Some(*count), ..plain("to-check") },
    }
}

pub(super) fn operation(op: &Operation) -> OperationCourseJson<'_> {
    OperationCourseJson {
        since: op.since_ms().map(time),
        code: &op.class.code,
        category: op.class.category.map(|category| category.code()),
        skill: &op.class.skill,
        missing_check: op.missing_check().map(|level| level.code()),
        extra_work: op.extra.as_ref().map(extra),
        values: op.measured().into_iter().map(value).collect(),
        rework: op.reworks.iter().map(rework).collect(),
        handed_over: op.handovers.iter().map(handed_over).collect(),
    }
}

fn extra(extra: &Extra) -> ExtraJson<'_> {
    let last = extra.answers.last();
    ExtraJson {
        payer: extra.payer.code(),
        agreed: last.map(|answer| answer.agreed),
        how: last.map(|answer| answer.how.code()),
        who: last.map(|answer| answer.who.as_str()),
        by: last.and_then(|answer| by(&answer.said)),
        time: last.map(|answer| time(answer.said.at_ms)),
    }
}

fn value(measure: &Measure) -> ValueJson<'_> {
    ValueJson {
        item: measure.item,
        title: (&measure.title).into(),
        value: measure.value,
        unit: &measure.unit,
        low: measure.low,
        high: measure.high,
        good: measure.is_good(),
        by: by(&measure.said),
    }
}

fn rework(found: &Rework) -> ReworkJson<'_> {
    ReworkJson { level: found.level.code(), note: &found.note, by: by(&found.said), time: time(found.said.at_ms) }
}

fn handed_over(handed: &HandOver) -> HandOverJson<'_> {
    let (from, to) = (handed.from.as_str(), handed.to.as_str());
    HandOverJson { from, to, note: &handed.note, time: time(handed.said.at_ms) }
}
