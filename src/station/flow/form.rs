//! Filling in a form: which step comes next, what a key or a scan answers, and the command at the end.

use super::super::Station;
use super::super::effect::{Beep, Effect};
use super::super::input::World;
use super::super::record::Wish;
use super::form_steps;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::ids::{BayId, PartNo, PersonId};
use crate::domain::qty::Qty;
use crate::station::form::{Form, FormKind, Given, Prompt, Typing};
use crate::station::session::{AtJob, Task};

/// Opens a form for the job; what it says already is given.
pub(super) fn open(station: &mut Station, form: Form, cause: &Cause, world: World<'_>) {
    super::enter_task(station, Task::AtJob(AtJob::Form(Box::new(form))));
    go_on(station, cause, world);
}

/// The form on the screen.
pub(in crate::station) fn on_screen(station: &Station) -> Option<&Form> {
    match &station.session.task {
        Task::AtJob(AtJob::Form(form)) => Some(form),
        _ => None,
    }
}

/// What is wanted now.
pub(in crate::station) fn prompt(station: &Station, world: World<'_>) -> Option<Prompt> {
    form_steps::prompt(station, on_screen(station)?, world)
}

/// An answer: the next step, or the command.
pub(super) fn give(station: &mut Station, given: Given, cause: &Cause, world: World<'_>) {
    station.session.typed.clear();
    if let Task::AtJob(AtJob::Form(form)) = &mut station.session.task {
        if given == Given::Again {
            // What was typed is there to be corrected.
            let before = form.given.pop();
            station.session.typed = before.map(|before| form_steps::in_words(station, &before)).unwrap_or_default();
        } else {
            form.given.push(given);
        }
    }
    station.session.notice = None;
    station.effects.push(Effect::Beep(Beep::Good));
    go_on(station, cause, world);
}

fn go_on(station: &mut Station, cause: &Cause, world: World<'_>) {
    let Some(form) = on_screen(station).cloned() else { return };
    match form_steps::prompt(station, &form, world) {
        // A step with one row and nothing else to say answers itself.
        Some(Prompt { rows, typing: Typing::No, skip: None, .. }) if rows.len() == 1 => {
            give(station, rows[0].1.clone(), cause, world);
        }
        Some(prompt) if prompt.all_rows().is_empty() && prompt.typing == Typing::No => {
            let words = station.words();
            super::back(station);
            station.tell_bad(words.form_nothing_to_choose(), vec![words.nothing_changed()]);
        }
        Some(prompt) => station.session.selected = prompt.first,
        None => finish(station, &form, cause, world),
    }
}

fn finish(station: &mut Station, form: &Form, cause: &Cause, world: World<'_>) {
    let act = form_steps::act(station, form);
    let job = form.job.clone();
    leave(station, form);
    station.submit(Command::Job { job, act }, Wish::new(cause), world);
}

/// Back to where the form was opened.
fn leave(station: &mut Station, form: &Form) {
    let to = match form.kind {
        FormKind::AnswerRequest => Task::AtJob(AtJob::Requests),
        _ if station.session.job.is_some() => Task::Job,
        _ => Task::Home,
    };
    station.go(to);
}

/// A digit or a letter.
pub(super) fn character(station: &mut Station, letter: char, cause: &Cause, world: World<'_>) {
    let Some(prompt) = prompt(station, world) else { return };
    let rows = prompt.all_rows();
    let nth = (0..rows.len()).find(|row| prompt.key_of(*row) == Some(letter));
    if let Some((_, given)) = nth.filter(|_| station.session.typed.is_empty()).and_then(|nth| rows.get(nth)) {
        return give(station, given.clone(), cause, world);
    }
    if prompt.typing != Typing::No {
        super::type_letter(station, letter);
    }
}

/// Enter, SELECT or DONE: what was typed, else the row that is selected.
pub(super) fn enter(station: &mut Station, typed: &str, cause: &Cause, world: World<'_>) {
    let Some(prompt) = prompt(station, world) else { return };
    if typed.is_empty() {
        let rows = prompt.all_rows();
        if let Some((_, given)) = rows.get(station.session.selected) {
            give(station, given.clone(), cause, world);
        }
        return;
    }
    match read(station, &prompt, typed, world) {
        Some(given) => give(station, given, cause, world),
        None => {
            typed.clone_into(&mut station.session.typed);
            let words = station.words();
            station.tell_bad(words.form_not_that(typed), vec![words.wanted_here(&prompt.label)]);
        }
    }
}

/// What was typed, as the step understands it.
fn read(station: &Station, prompt: &Prompt, typed: &str, world: World<'_>) -> Option<Given> {
    match prompt.typing {
        Typing::No => None,
        Typing::Text => Some(Given::Text(typed.to_owned())),
        Typing::Number => Qty::parse(typed).map(|qty| Given::Number(qty.0)),
        Typing::Bay => BayId::new(typed).ok().map(Given::Bay),
        Typing::Time => station.settings.zone.at_time_of_day(typed, world.now.wall_ms).map(Given::Number),
        Typing::Part => Some(part_or_text(typed, world)),
    }
}

/// A part by its number, or by a name that only one part has; otherwise the words as they are.
fn part_or_text(typed: &str, world: World<'_>) -> Given {
    let exact = PartNo::new(&typed.to_uppercase()).ok().filter(|number| world.catalogue.part(number).is_some());
    let found = exact.or_else(|| match world.catalogue.search(typed, 2).as_slice() {
        [one] => Some(one.number.clone()),
        _ => None,
    });
    found.map_or_else(|| Given::Text(typed.to_owned()), Given::Part)
}

/// A scan that the form asked for. `false` when it did not.
pub(super) fn scanned_part(station: &mut Station, part: &PartNo, cause: &Cause, world: World<'_>) -> bool {
    let wanted = prompt(station, world).is_some_and(|prompt| prompt.typing == Typing::Part);
    if wanted {
        give(station, Given::Part(part.clone()), cause, world);
    }
    wanted
}

/// A badge while the form asks for somebody.
pub(super) fn scanned_person(station: &mut Station, id: &PersonId, cause: &Cause, world: World<'_>) -> bool {
    let is_wanted = |(_, given): &(String, Given)| *given == Given::Person(id.clone());
    let wanted = prompt(station, world).is_some_and(|prompt| prompt.rows.iter().any(is_wanted));
    if wanted {
        give(station, Given::Person(id.clone()), cause, world);
    }
    wanted
}

/// A quantity card while the form asks for a number.
pub(super) fn quantity(station: &mut Station, qty: Qty, cause: &Cause, world: World<'_>) {
    if prompt(station, world).is_some_and(|prompt| prompt.typing == Typing::Number) {
        return give(station, Given::Number(qty.0), cause, world);
    }
    wrong(station, qty.to_string(), world);
}

/// Something was read that the step does not want. Nothing that was entered is lost.
pub(super) fn wrong(station: &mut Station, what: String, world: World<'_>) {
    let words = station.words();
    let wanted = prompt(station, world).map(|prompt| words.wanted_here(prompt.label));
    station.tell_bad(words.wrong_read(what), wanted.into_iter().collect());
}

/// One step back. `false` when the form had no step to go back to.
pub(super) fn step_back(station: &mut Station, world: World<'_>) -> bool {
    let Task::AtJob(AtJob::Form(form)) = &mut station.session.task else { return false };
    let mut form = (**form).clone();
    // Steps with one row only answered themselves: back to one where there is a choice.
    while form.given.pop().is_some() {
        let prompt = form_steps::prompt(station, &form, world);
        if let Some(prompt) = prompt.filter(|prompt| prompt.typing != Typing::No || prompt.all_rows().len() > 1) {
            station.session.task = Task::AtJob(AtJob::Form(Box::new(form)));
            station.session.selected = prompt.first;
            return true;
        }
    }
    false
}

/// The name of a person, as a row says it.
pub(in crate::station) fn name(station: &Station, id: &PersonId) -> String {
    station.book.person(id).map_or_else(|| id.to_string(), |person| station.words().pick(&person.name))
}
