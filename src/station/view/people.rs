//! The screens of people: who works on what, and one person with the certificates.

use super::super::Station;
use super::super::flow::{at_job, dispatch, my_time};
use super::super::input::World;
use super::at_job::clock;
use super::jobs::{column, fact};
use super::screen::{Block, Row, Sign, Table, Tone, Width};
use crate::domain::book::Book;
use crate::domain::certificate::Certificate;
use crate::domain::ids::PersonId;
use crate::domain::person::Person;

/// Who works on what, since when, and what each still has to do.
pub(super) fn everybody(station: &Station, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let row = |person: &Person| {
        let runs = runs(station, &person.id);
        let sign = if runs.is_some() { Sign::Running } else { Sign::Open };
        let since = runs.as_ref().map(|(_, at)| clock(world.now.wall_ms.saturating_sub(*at))).unwrap_or_default();
        let what = runs.map_or_else(|| words.not_working(), |(what, _)| what);
        let load = crate::domain::dispatch::load(station.book.jobs(), &person.id);
        let certificates = dispatch::certificates(station, &person.id, world).join(words.list_comma());
        Row { sign, cells: vec![words.pick(&person.name), what, since, words.hours(load), certificates] }
    };
    let table = Table {
        title: String::new(),
        columns: vec![
            column(words.col_who(), Width::Share(2), false, 0),
            column(words.working_on(), Width::Share(4), false, 0),
            column(words.col_since(), Width::Fixed(6), true, 1),
            column(words.col_load(), Width::Fixed(10), true, 0),
            column(words.certificates_title(), Width::Fixed(48), false, 2),
        ],
        rows: at_job::technicians(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.form_nothing_to_choose(),
    };
    (words.people_title(), vec![Block::Table(table)])
}

/// The job and the operation that somebody works on, or what without a job, and since when.
fn runs(station: &Station, id: &PersonId) -> Option<(String, i64)> {
    let words = station.words();
    let day = station.book.person_day(id);
    if let Some(punch) = day.running() {
        let op = station.book.job_ref(&punch.job).and_then(|job| job.operation(punch.op));
        let title = op.map(|op| words.pick(&op.title)).unwrap_or_default();
        return Some((format!("{} {title}", punch.job), punch.at_ms));
    }
    day.activity().map(|mark| (words.mark(mark.kind), mark.made.at_ms))
}

/// One person: what runs, the attendance, what is to be done, and every certificate with its last day.
pub(super) fn one(station: &Station, id: &PersonId, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let (zone, now) = (&station.settings.zone, world.now.wall_ms);
    let person = station.book.person(id);
    let name = person.as_ref().map(|person| words.pick(&person.name)).unwrap_or_default();
    let day = station.book.person_day(id);
    let runs = runs(station, id);
    let tone = if runs.is_some() { Tone::Good } else { Tone::Plain };
    let runs = runs.map(|(what, at)| format!("{what}{}{}", words.list_comma(), words.since_time(zone.short(at, now))));
    let mut facts = vec![fact(words.working_on(), runs.unwrap_or_else(|| words.not_working()), tone)];
    let attendance = day.attendance().filter(|last| last.made.is_of_this_shift(now));
    if let Some(last) = attendance {
        let text = format!("{} {}", words.mark(last.kind), zone.short(last.made.at_ms, now));
        facts.push(fact(words.time_attendance(), text, Tone::Plain));
    } else if my_time::first_clock_in_ms(station).is_some() {
        facts.push(fact(words.time_attendance(), words.time_unattended(), Tone::Attention));
    }
    let load = crate::domain::dispatch::load(station.book.jobs(), id);
    facts.push(fact(words.col_load(), words.hours(load), Tone::Plain));
    (name, vec![Block::Facts(facts), Block::Table(certificates(station, id, world))])
}

fn certificates(station: &Station, id: &PersonId, world: World<'_>) -> Table {
    let words = station.words();
    let row = |held: &Certificate| {
        let valid = held.is_valid(world.now.wall_ms);
        let said = held.until_ms.map(|until| dispatch::last_day(station, until));
        let said = said.map(|day| if valid { words.badges_until(day) } else { words.badges_over(day) });
        let sign = if valid { Sign::Done } else { Sign::Wrong };
        Row { sign, cells: vec![dispatch::skill_name(words, &held.skill, world), said.unwrap_or_default()] }
    };
    Table {
        title: words.certificates_title(),
        columns: vec![
            column(words.skill_title(), Width::Share(3), false, 0),
            column(String::new(), Width::Share(2), false, 0),
        ],
        rows: station.book.certificates(id).iter().map(row).collect(),
        selected: None,
        empty: words.certificates_none(),
    }
}
