//! Badges: log on, switch, sign as receiver; log off. A badge never loses lines.

use std::time::Duration;

use super::super::Station;
use super::super::effect::{Beep, Effect};
use super::super::input::World;
use super::super::record::Wish;
use super::form;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::ids::{BadgeHash, PersonId};
use crate::domain::person::{BadBadge, Person, Tongue};
use crate::station::pipeline::Then;
use crate::station::session::{Session, Task};
use crate::station::view::screen::{Sign, Tone};
use crate::station::words::{Language, Words};

/// A badge that is not good, held again within this time, is not recorded again.
const SAME_BADGE: Duration = Duration::from_secs(60);

/// A badge of a known person, or the person's id typed.
pub(in crate::station) fn log_on(station: &mut Station, id: &PersonId, cause: &Cause, world: World<'_>) {
    let words = station.words();
    if station.settings.device.is_none() {
        return station.tell_bad(words.enrol_first(), vec![]);
    }
    let Some(person) = station.book.person(id) else {
        return station.tell_bad(words.unknown_badge(), vec![words.unknown_person_help()]);
    };
    if person.profile.left {
        return station.tell_bad(words.person_left(words.pick(&person.name)), vec![words.person_left_help()]);
    }
    if super::approval::waits(station) {
        return super::approval::badge(station, &person, world);
    }
    if form::scanned_person(station, &person.id, cause, world) {
        return;
    }
    let dropped = station.session.question.take().map(|_| words.question_dropped());
    if !station.is_bay() && station.session.person.is_some() && station.unsigned_here() > 0 {
        return sign(station, person.id, cause, world);
    }
    let before = station.session.person.clone();
    if before.as_ref() != Some(id) {
        take_over(station, &person);
    }
    // From here on in the language of this person.
    let words = station.words();
    let name = words.pick(&person.name);
    let headline = match &before {
        Some(before) if before == id => words.already_you(name),
        Some(_) => words.switched(name),
        None => words.hello(name),
    };
    let left = before.filter(|before| before != id).and_then(|before| left_working(station, &before));
    show_running(station, &person);
    let arrived = station.arrived_for(id);
    station.tell(Sign::Info, Tone::Plain, headline, dropped.into_iter().chain(left).chain(arrived).collect());
    station.effects.push(Effect::Beep(Beep::Good));
    station.ask_about_labels();
    super::my_time::resume(station, &person, cause, world);
}

/// The receiver's badge under the lines of the job on the screen.
fn sign(station: &mut Station, receiver: PersonId, cause: &Cause, world: World<'_>) {
    let Some(job) = station.session.job.clone() else { return };
    station.submit(Command::SignReceipt { job, receiver }, Wish::new(cause), world);
}

/// The screen becomes this person's. A job that was opened before the badge stays open at a counter.
fn take_over(station: &mut Station, person: &Person) {
    let was_nobody = station.session.person.is_none();
    let old = std::mem::take(&mut station.session);
    let keeps_job = was_nobody && !station.is_bay() && old.task == Task::Job;
    station.session = Session {
        person: Some(person.id.clone()),
        language: person.profile.language.map(of_tongue),
        task: if keeps_job { Task::Job } else { Task::Home },
        job: old.job.filter(|_| keeps_job),
        last_activity: old.last_activity,
        last_read: old.last_read,
        bad_badge: old.bad_badge,
        ..Session::default()
    };
}

/// At a bay a technician who is working sees that job at once.
fn show_running(station: &mut Station, person: &Person) {
    if !station.is_bay() {
        return;
    }
    if let Some(running) = station.book.person_day(&person.id).running() {
        station.session.job = Some(running.job.clone());
        station.go(Task::Job);
    }
}

fn of_tongue(tongue: Tongue) -> Language {
    match tongue {
        Tongue::English => Language::English,
        Tongue::Chinese => Language::Chinese,
    }
}

/// A badge that was lost or whose time is over: said, and recorded, so that a lead learns of it.
pub(in crate::station) fn bad_badge(
    station: &mut Station,
    badge: BadgeHash,
    bad: BadBadge,
    cause: &Cause,
    world: World<'_>,
) {
    let words = station.words();
    let of = station.book.holder(&badge).and_then(|holder| station.book.person(&holder.person));
    let name = of.map(|person| words.pick(&person.name)).unwrap_or_default();
    let (headline, details) = match bad {
        BadBadge::Revoked => (words.badge_revoked(), words.badge_help()),
        BadBadge::Expired => (words.badge_expired(), words.badge_help()),
        BadBadge::Left => (words.person_left(name), vec![words.person_left_help()]),
    };
    // A badge that lies on the reader is one attempt.
    let known = station.session.bad_badge.replace((badge, world.now.steady));
    let again = known.is_some_and(|(other, at)| other == badge && world.now.steady.saturating_sub(at) < SAME_BADGE);
    if again || station.settings.device.is_none() {
        return station.tell_bad(headline, details);
    }
    let wish = Wish { then: Then::Refuse { headline, details }, ..Wish::new(cause) };
    // Whoever may still answers what was asked.
    let (question, late) = (station.session.question.take(), station.session.late_ms.take());
    station.submit(Command::RefuseBadge { badge }, wish, world);
    (station.session.question, station.session.late_ms) = (question, late);
}

impl Words {
    /// What can be done about a badge that is nobody's, or not good any more.
    pub(in crate::station) fn badge_help(self) -> Vec<String> {
        vec![self.unknown_badge_help(), self.unknown_badge_by()]
    }
}

/// Nobody is on any more. Work that runs goes on running, and the screen says so.
pub(in crate::station) fn log_off(station: &mut Station, why: String) {
    let words = station.words();
    let mut details = Vec::new();
    if let Some(id) = &station.session.person {
        let day = station.book.person_day(id);
        details.extend(day.running().map(|running| words.still_working(&running.job)));
        details.extend(day.activity().map(|activity| words.still_at(words.mark(activity.kind))));
    }
    if station.session.question.is_some() {
        details.push(words.question_dropped());
    }
    if let Some(job) = station.session.job.as_ref().filter(|_| !station.is_bay() && station.unsigned_here() > 0) {
        details.push(words.lines_open(job));
    }
    let old = std::mem::take(&mut station.session);
    station.session.last_activity = old.last_activity;
    station.session.last_read = old.last_read;
    station.session.bad_badge = old.bad_badge;
    station.tell_info(why, details);
}

/// Somebody else's badge logged this person off, whose work goes on: that is said to both.
fn left_working(station: &Station, before: &PersonId) -> Option<String> {
    let words = station.words();
    let name = words.pick(&station.book.person(before)?.name);
    let day = station.book.person_day(before);
    let job = day.running().map(|running| words.still_working_of(&name, &running.job));
    job.or_else(|| day.activity().map(|activity| words.still_at_of(&name, words.mark(activity.kind))))
}

/// This needs somebody.
pub(super) fn badge_first(station: &mut Station) {
    let words = station.words();
    station.tell_bad(words.badge_first(), vec![words.badge_first_help()]);
}
