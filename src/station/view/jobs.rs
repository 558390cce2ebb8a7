//! The list of jobs, and one job with its parts and operations.

use super::super::input::World;
use super::super::{Station, flow};
use super::board;
use super::screen::{Block, Column, Fact, Row, Sign, Table, Tone, Width};
use crate::domain::ids::{BinId, PersonId};
use crate::domain::job::{Customer, Job, JobLine, JobState};
use crate::domain::old_part;
use crate::domain::operation::{OpState, Operation};
use crate::domain::qty::Qty;
use crate::domain::rights::Right;
use crate::station::clocked::Clocked;
use crate::station::words::Words;

/// Most jobs in the list at once; the rest is found by typing.
const MAX_LISTED: usize = 200;

pub(super) fn column(title: String, width: Width, right: bool, drop: u8) -> Column {
    Column { title, width, right, drop }
}

pub(super) fn fact(label: String, value: String, tone: Tone) -> Fact {
    Fact { label, value, tone }
}

pub(super) fn list(station: &Station, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let jobs = flow::jobs::listed(station, world.now.wall_ms);
    let now = world.now.wall_ms;
    let name = |id: &PersonId| name_of(station, id);
    let clocked = Clocked::of(&station.book, &station.settings.zone, now);
    let row = |job: &&Job| board::row(words, &station.settings.zone, job, &name, &clocked, now);
    let table = Table {
        title: String::new(),
        columns: board::columns(words),
        rows: jobs.iter().take(MAX_LISTED).map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.jobs_none(),
    };
    let mut blocks = vec![Block::Table(table)];
    if jobs.len() > MAX_LISTED {
        blocks.push(Block::Text { tone: Tone::Faint, lines: vec![words.jobs_more(jobs.len() - MAX_LISTED)] });
    }
    (words.jobs_title(), blocks)
}

pub(super) fn job(station: &Station, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let job = station.session.job.as_ref().and_then(|no| station.book.job_ref(no));
    let Some(job) = job else {
        let gone = Block::Text { tone: Tone::Attention, lines: vec![words.job_is_gone()] };
        return (words.task_jobs(), vec![gone]);
    };
    let parts = Block::Table(parts(station, job, world));
    let operations = Block::Table(operations(station, job));
    let mut blocks = vec![Block::Facts(facts(station, job, world))];
    if station.is_bay() {
        blocks.extend([operations, parts]);
    } else {
        blocks.extend([parts, operations]);
    }
    (format!("{}  {}  {}", words.job_title(&job.no), job.vehicle.plate, job.vehicle.model), blocks)
}

fn facts(station: &Station, job: &Job, world: World<'_>) -> Vec<Fact> {
    let words = station.words();
    let mut facts = Vec::new();
    let unsigned = Job::lines_in(job.unsigned());
    if unsigned > 0 && !station.is_bay() {
        facts.push(fact(words.signature(), words.unsigned(unsigned), Tone::Attention));
    }
    if let Some(bin) = &station.session.bin {
        facts.push(fact(words.col_bin(), words.take_from(bin), Tone::Attention));
    }
    facts.extend(super::orders::job_facts(station, &job.no, world));
    let owed = old_part::owed(job);
    if !owed.is_empty() {
        facts.push(fact(words.old_part(), words.old_parts_due(owed.len()), Tone::Attention));
    }
    let totes: Vec<String> = flow::store::pre_pick::totes(station, &job.no).map(|tote| tote.id.to_string()).collect();
    if !totes.is_empty() {
        facts.push(fact(words.tote(), totes.join(", "), Tone::Attention));
    }
    facts.push(fact(words.state(), words.job_state(job.state), Tone::Plain));
    facts.push(fact(words.vin(), job.vehicle.vin.clone(), Tone::Plain));
    if let Some(ms) = job.promised_ms {
        facts.push(fact(words.promised(), station.settings.zone.short(ms, world.now.wall_ms), Tone::Plain));
    }
    facts.extend(course(station, job, world));
    facts.extend(customer(station, job));
    if let Some(adviser) = &job.adviser {
        facts.push(fact(words.advisor(), name_of(station, adviser), Tone::Faint));
    }
    facts.push(fact(words.payer_title(), words.payer(job.payer), Tone::Faint));
    if !job.words.is_empty() {
        facts.push(fact(words.customer_words(), job.words.clone(), Tone::Plain));
    }
    facts
}

/// Who the customer is, for those who speak with customers, else only a mark of the name; and whether the customer waits.
fn customer(station: &Station, job: &Job) -> Option<Fact> {
    let words = station.words();
    let speaks = station.person().is_some_and(|person| person.may(Right::SeeCustomer));
    let Customer { name, phone } = if speaks { job.customer.clone() } else { job.customer.masked() };
    let waits = if job.waits { words.customer_waits() } else { String::new() };
    let said: Vec<String> = [name, phone, waits].into_iter().filter(|text| !text.is_empty()).collect();
    let tone = if job.waits { Tone::Attention } else { Tone::Plain };
    (!said.is_empty()).then(|| fact(words.customer(), said.join("  "), tone))
}

/// Where the car is, what the counter says, what was handed over, and what blocks the delivery.
fn course(station: &Station, job: &Job, world: World<'_>) -> Vec<Fact> {
    let words = station.words();
    let course = &job.course;
    let mut facts = Vec::new();
    facts.extend(course.on_bay().map(|bay| fact(words.form_bay(), bay.to_string(), Tone::Plain)));
    if let Some(arrival) = course.arrival() {
        let mut text = station.settings.zone.short(arrival.said.at_ms, world.now.wall_ms);
        let comma = words.list_comma();
        text.extend(arrival.odometer.map(|km| format!("{comma}{km} {}", words.odometer())));
        text.extend(arrival.lower_than.map(|known| format!("{comma}{}", words.km_lower(known))));
        text.extend(
            arrival
                .fuel
                .map(|fuel| format!("{}{} {}", words.list_comma(), words.form_fuel(), words.form_eighths(fuel))),
        );
        if !arrival.damage.is_empty() {
            text.push_str(words.list_comma());
            text.push_str(&words.damages(&arrival.damage));
        }
        let tone = if arrival.lower_than.is_some() { Tone::Attention } else { Tone::Plain };
        facts.push(fact(words.arrived_title(), text, tone));
        if !arrival.words.is_empty() && arrival.words != job.words {
            facts.push(fact(words.said_on_arrival(), arrival.words.clone(), Tone::Plain));
        }
    }
    // What a check found, as long as it is not set right.
    let again = job.operations.iter().filter(|op| !matches!(op.state(), OpState::Done | OpState::Declined));
    for (op, found) in again.filter_map(|op| Some((op, op.reworks.last()?))) {
        facts.push(fact(words.rework_title(), format!("{}  {}", op.no, found.note), Tone::Attention));
    }
    for asked in course.requests.iter().rev().take(3) {
        let tone = if asked.state().is_open() { Tone::Attention } else { Tone::Good };
        let note = asked.answers.last().map(|answer| answer.note.as_str()).unwrap_or_default();
        let text = format!("{}: {} {note}", asked.wanted(), words.request_state(asked.state()));
        facts.push(fact(words.request_title(), text.trim_end().to_owned(), tone));
    }
    if let Some(over) = job.operations.iter().filter_map(|op| op.handovers.last()).max_by_key(|over| over.said.at_ms) {
        let text = format!("{} → {}: {}", name_of(station, &over.from), name_of(station, &over.to), over.note);
        facts.push(fact(words.handed_over(), text, Tone::Plain));
    }
    facts.extend(job.comeback_of.as_ref().map(|of| fact(words.comeback_title(), of.to_string(), Tone::Attention)));
    let near =
        matches!(job.state, JobState::Check | JobState::Rework | JobState::Wash | JobState::Ready | JobState::Settled);
    let blockers = job.blockers();
    if near && !blockers.is_empty() {
        facts.push(fact(words.blocks_title(), words.blockers(&blockers), Tone::Attention));
    } else if matches!(job.state, JobState::Ready | JobState::Settled) {
        facts.push(fact(words.blocks_title(), words.blocks_nothing(), Tone::Good));
    }
    facts
}

/// A person's name as the screen says it.
pub(super) fn name_of(station: &Station, id: &PersonId) -> String {
    use crate::domain::book::Book;
    station.book.person(id).map_or_else(|| id.to_string(), |person| station.words().pick(&person.name))
}

fn parts(station: &Station, job: &Job, world: World<'_>) -> Table {
    let words = station.words();
    let bay = station.is_bay();
    let lines = flow::job::lines(station, world);
    let mut rows: Vec<Row> = lines.into_iter().map(|(line, bin)| part_row(words, line, bin, bay, world)).collect();
    rows.extend(job.issues.iter().filter(|issue| issue.line.is_none()).map(|issue| {
        let known = world.catalogue.part(&issue.stock.part);
        let name = known.map_or_else(|| words.unlisted_part(), |part| words.unlisted(words.part_name(&part)));
        let payer = issue.payer.map(|payer| words.payer(payer)).unwrap_or_default();
        let qty = words.qty(issue.remaining(), issue.unit);
        Row { sign: Sign::Done, cells: vec![issue.stock.part.to_string(), name, qty, String::new(), payer] }
    }));
    Table {
        title: words.parts_table(),
        columns: vec![
            column(words.col_part(), Width::Share(4), false, 0),
            column(words.col_name(), Width::Share(3), false, 2),
            column(if bay { words.col_fitted() } else { words.col_issued() }, Width::Fixed(13), true, 0),
            column(words.col_bin(), Width::Fixed(9), false, 1),
            column(words.payer_title(), Width::Fixed(9), false, 3),
        ],
        rows,
        selected: station.session.person.as_ref().map(|_| station.session.selected),
        empty: words.no_lines(),
    }
}

fn part_row(words: Words, line: &JobLine, bin: Option<BinId>, bay: bool, world: World<'_>) -> Row {
    let name = world.catalogue.part(&line.part).map(|part| words.part_name(&part)).unwrap_or_default();
    let bin = bin.map(|bin| bin.to_string()).unwrap_or_default();
    let done = if bay { line.fitted } else { line.issued };
    let progress = format!("{done} / {}", words.qty(line.qty, line.unit));
    Row {
        sign: line_sign(line, done),
        cells: vec![line.part.to_string(), name, progress, bin, words.payer(line.payer)],
    }
}

fn line_sign(line: &JobLine, done: Qty) -> Sign {
    if !line.approved && !line.issued.is_positive() {
        Sign::Question
    } else if done >= line.qty {
        Sign::Done
    } else if done.is_positive() {
        Sign::Partly
    } else {
        Sign::Open
    }
}

fn operations(station: &Station, job: &Job) -> Table {
    let words = station.words();
    let row = |op: &Operation| {
        let people = op.shares.iter().map(|share| name_of(station, &share.person));
        let hours = format!("{}.{}", op.hours.0 / 1000, op.hours.0 % 1000 / 100);
        let cells = vec![
            op.no.to_string(),
            words.pick(&op.title),
            words.op_state_of(op),
            people.collect::<Vec<_>>().join(words.list_comma()),
            hours,
        ];
        Row { sign: op_sign(op.state()), cells }
    };
    Table {
        title: words.operations_table(),
        columns: vec![
            column(words.col_no(), Width::Fixed(4), true, 3),
            column(words.col_operation(), Width::Share(3), false, 0),
            column(words.col_state(), Width::Share(2), false, 0),
            column(words.col_who(), Width::Share(2), false, 1),
            column(words.col_hours(), Width::Fixed(6), true, 2),
        ],
        rows: job.operations.iter().map(row).collect(),
        selected: None,
        empty: words.no_operations(),
    }
}

pub(super) fn op_sign(state: OpState) -> Sign {
    match state {
        OpState::Open => Sign::Open,
        OpState::Running => Sign::Running,
        OpState::Paused => Sign::Partly,
        OpState::Waiting(_) => Sign::Waiting,
        OpState::Done => Sign::Done,
        OpState::Declined => Sign::None,
    }
}
