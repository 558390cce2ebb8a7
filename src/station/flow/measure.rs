//! The check list of an operation, value by value: whoever says DONE is asked for what is missing, and each value asks for
//! the next.

use super::super::Station;
use super::super::input::World;
use crate::domain::event::Event;
use crate::domain::ids::{JobNo, OpNo};
use crate::domain::job_event::Happened;
use crate::station::form::{Form, FormKind, Given};
use crate::station::session::{AtJob, Task};

/// The first item of the check list that has no value.
fn missing(station: &Station, job: &JobNo, op: OpNo, world: World<'_>) -> Option<u16> {
    let known = station.book.job_ref(job)?.operation(op)?;
    let measured = known.measured();
    let list = world.catalogue.check_list(&known.class.code).into_iter();
    list.map(|item| item.item).find(|item| measured.iter().all(|known| known.item != *item))
}

/// Asks for the next value. False when none is missing.
pub(super) fn ask_next(station: &mut Station, job: &JobNo, op: OpNo, world: World<'_>) -> bool {
    let Some(item) = missing(station, job, op, world) else { return false };
    if station.session.job.as_ref() != Some(job) {
        super::job::open(station, job.clone());
    }
    let mut form = Form::new(FormKind::Measure, job.clone());
    form.given = vec![Given::Op(op), Given::Number(i64::from(item))];
    station.go(Task::AtJob(AtJob::Form(Box::new(form))));
    true
}

/// A value was recorded: the next one is asked for, below the tick of this one.
pub(in crate::station) fn recorded(station: &mut Station, events: &[Event], world: World<'_>) {
    let told = events.iter().find_map(|event| match event {
        Event::Job(told) => match &told.what {
            Happened::Measured { op, .. } => Some((told.job.clone(), *op)),
            _ => None,
        },
        _ => None,
    });
    if let Some((job, op)) = told.filter(|_| station.session.task == Task::Job) {
        ask_next(station, &job, op, world);
    }
}
