//! What can be done at a job besides parts and punches: the list of acts, one operation, the vehicle's history, and the
//! workshop's own lists (requests, arrivals, people).

use super::super::Station;
use super::super::effect::Effect;
use super::super::input::World;
use super::super::record::Wish;
use super::{badges, form, store};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::event::Event;
use crate::domain::ids::JobNo;
use crate::domain::job::{Job, JobState};
use crate::domain::job_act::{Earlier, JobAct};
use crate::domain::operation::Operation;
use crate::domain::person::{Person, Role};
use crate::domain::rights::Right;
use crate::domain::shortage::{Shortage, shortages};
use crate::station::form::{Form, FormKind, Given};
use crate::station::look_back::{LookBack, LookedBack};
use crate::station::session::{AtJob, Task};

/// A row of the list of acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::station) enum Act {
    Operations,
    Request,
    HandOver,
    Extra,
    Measure,
    CheckIn,
    SeeArrival,
    CarOn,
    CarOff,
    AnswerExtra,
    Shares,
    Plan,
    History,
    Wash,
    Ready,
    Settle,
    Deliver,
    ClearDispute,
}

/// A list of the whole workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::station) enum WorkshopList {
    Requests,
    Arrivals,
    People,
    Figures,
    ToCheck,
    Dispatch,
    Badges,
    /// Extra work that the customer has not answered.
    Extras,
}

/// The lists that the person logged on sees.
pub(in crate::station) fn lists(station: &Station) -> Vec<WorkshopList> {
    let mut lists = vec![
        WorkshopList::Requests,
        WorkshopList::Arrivals,
        WorkshopList::People,
        WorkshopList::Dispatch,
        WorkshopList::ToCheck,
        WorkshopList::Figures,
    ];
    lists.extend(station.person().filter(badges::is_for).map(|_| WorkshopList::Badges));
    lists.push(WorkshopList::Extras);
    lists
}

/// MORE, or `+`: what else can be done with the job on the screen, else the workshop's lists.
pub(super) fn more(station: &mut Station) {
    if super::trace::open(station) {
        return;
    }
    let at =
        if station.session.job.is_some() && station.session.task != Task::Home { AtJob::Acts } else { AtJob::Workshop };
    super::enter_task(station, Task::AtJob(at));
}

/// What this person can do at this job now.
pub(in crate::station) fn acts(station: &Station) -> Vec<Act> {
    let Some(job) = station.session.job.as_ref().and_then(|no| station.book.job_ref(no)) else { return Vec::new() };
    let Some(person) = station.person() else { return vec![Act::Operations, Act::History] };
    let works = person.may(Right::WorkOnCars);
    let advises = matches!(person.role, Role::Adviser | Role::Lead | Role::Admin);
    let leads = matches!(person.role, Role::Lead | Role::Admin);
    let open = !job.state.is_settled();
    let unseen = job.course.arrival_unseen() && (advises || job.adviser.as_ref() == Some(&person.id));
    let asked = job.operations.iter().any(|op| op.extra.is_some() && op.punches.is_empty());
    let all = [
        (Act::Operations, true),
        (Act::Request, open && works),
        (Act::HandOver, open && works),
        (Act::Extra, open && (works || advises)),
        (Act::Measure, open && works && job.operations.iter().any(|op| !op.class.code.is_empty())),
        (Act::SeeArrival, unseen),
        (Act::AnswerExtra, open && advises && asked),
        (Act::Shares, open && leads),
        (Act::Plan, open && advises),
        (Act::CheckIn, open),
        (Act::CarOn, open && job.course.on_bay().is_none()),
        (Act::CarOff, job.course.on_bay().is_some()),
        (Act::Wash, job.state.may_become(JobState::Wash)),
        (Act::Ready, advises && job.state.may_become(JobState::Ready) && job.state != JobState::Released),
        (Act::Settle, advises && job.state.may_become(JobState::Settled)),
        (Act::Deliver, advises && job.state.may_become(JobState::Delivered)),
        (Act::ClearDispute, leads && job.course.unclear().next().is_some()),
        (Act::History, !job.vehicle.vin.is_empty()),
    ];
    let mut acts: Vec<Act> = all.into_iter().filter(|(_, shown)| *shown).map(|(act, _)| act).collect();
    // A car that is ready waits to go: that comes first, with a digit before it.
    let goes = |act: &Act| matches!(act, Act::Deliver | Act::Settle);
    if matches!(job.state, JobState::Ready | JobState::Settled) {
        acts.sort_by_key(|act| !goes(act));
    }
    acts
}

/// Rows of what is on the screen, for the arrows.
pub(in crate::station) fn len(station: &Station, at: &AtJob, world: World<'_>) -> usize {
    match at {
        AtJob::Acts => acts(station).len(),
        AtJob::Workshop => lists(station).len(),
        AtJob::Form(_) => form::prompt(station, world).map_or(0, |prompt| prompt.all_rows().len()),
        AtJob::Operations => {
            station.session.job.as_ref().and_then(|no| station.book.job_ref(no)).map_or(0, |job| job.operations.len())
        }
        AtJob::Operation(_) => 0,
        AtJob::Requests => requests(station).len(),
        AtJob::Arrivals => arrivals(station).len(),
        AtJob::ToCheck => to_check(station).len(),
        AtJob::Dispatch => unassigned(station).len(),
        AtJob::Extras => unanswered(station).len(),
        AtJob::People => technicians(station).len(),
        AtJob::History { jobs, .. } => jobs.as_ref().map_or(0, Vec::len),
        AtJob::Figures(_) | AtJob::Person(_) => 0,
        AtJob::Badges => badges::people(station).len(),
        AtJob::BadgesOf(id) => badges::rows(station, id).len(),
    }
}

/// Requests that the counter has to do with, oldest first: job and place among its requests.
pub(in crate::station) fn requests(station: &Station) -> Vec<(&Job, usize)> {
    let of_job = |job| {
        let job: &Job = job;
        job.course
            .requests
            .iter()
            .enumerate()
            .filter(|(_, asked)| asked.state().is_open())
            .map(move |(at, _)| (job, at))
    };
    let mut all: Vec<(&Job, usize)> = station.book.jobs().flat_map(of_job).collect();
    all.sort_by_key(|(job, at)| job.course.requests[*at].said.at_ms);
    all
}

/// Cars that are there and whose adviser does not know.
pub(in crate::station) fn arrivals(station: &Station) -> Vec<&Job> {
    station.book.jobs().filter(|job| job.course.arrival_unseen()).collect()
}

/// Open operations that nobody has, the earliest promised first.
pub(in crate::station) fn unassigned(station: &Station) -> Vec<(&Job, &Operation)> {
    let open = station.book.jobs().filter(|job| !job.state.is_settled());
    let of_job = |job| {
        let job: &Job = job;
        let free = |op: &&Operation| op.shares.is_empty() && op.punches.is_empty() && op.is_agreed();
        job.operations.iter().filter(free).map(move |op| (job, op))
    };
    let mut all: Vec<(&Job, &Operation)> = open.flat_map(of_job).collect();
    all.sort_by_key(|(job, _)| job.promised_ms.unwrap_or(i64::MAX));
    all
}

/// Extra work that the customer has neither agreed to nor declined, the oldest first.
pub(in crate::station) fn unanswered(station: &Station) -> Vec<(&Job, &Operation)> {
    let open = station.book.jobs().filter(|job| !job.state.is_settled());
    let of_job = |job| {
        let job: &Job = job;
        let waits = |op: &&Operation| op.extra.as_ref().is_some_and(|extra| extra.answers.is_empty());
        job.operations.iter().filter(waits).map(move |op| (job, op))
    };
    let mut all: Vec<(&Job, &Operation)> = open.flat_map(of_job).collect();
    all.sort_by_key(|(_, op)| op.extra.as_ref().map_or(i64::MAX, |extra| extra.said.at_ms));
    all
}

/// Something that does not fit and that a lead looks at.
#[derive(Debug)]
pub(in crate::station) enum ToCheck<'a> {
    Job(&'a Job),
    Bin(Shortage),
}

/// Jobs with something to be checked by a lead.
pub(in crate::station) fn jobs_to_check(station: &Station) -> Vec<&Job> {
    let open = |job: &&Job| job.course.unclear().next().is_some() || !job.course.late.is_empty();
    station.book.jobs().filter(open).collect()
}

/// Those jobs, and the bins in which less than nothing lies.
pub(in crate::station) fn to_check(station: &Station) -> Vec<ToCheck<'_>> {
    let jobs = jobs_to_check(station).into_iter().map(ToCheck::Job);
    jobs.chain(shortages(&station.book).into_iter().map(ToCheck::Bin)).collect()
}

pub(in crate::station) fn technicians(station: &Station) -> Vec<&Person> {
    station.book.people().filter(|person| person.may(Right::WorkOnCars)).collect()
}

/// A digit or a letter on one of these screens.
pub(super) fn character(station: &mut Station, letter: char, cause: &Cause, world: World<'_>) {
    if let Task::AtJob(AtJob::Form(_)) = station.session.task {
        return form::character(station, letter, cause, world);
    }
    if letter == 't' && super::trace::open(station) {
        return;
    }
    let row = letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
    if let Some(nth) = row.filter(|nth| *nth >= 1 && *nth <= super::super::view::list_len(station, world)) {
        station.session.selected = nth - 1;
        enter(station, "", cause, world);
    }
}

/// Enter on the selected row.
pub(super) fn enter(station: &mut Station, typed: &str, cause: &Cause, world: World<'_>) {
    let Task::AtJob(at) = station.session.task.clone() else { return };
    let selected = station.session.selected;
    match at {
        AtJob::Form(_) => form::enter(station, typed, cause, world),
        AtJob::Acts => {
            if let Some(act) = acts(station).get(selected).copied() {
                begin(station, act, cause, world);
            }
        }
        AtJob::Workshop => {
            if let Some(list) = lists(station).get(selected).copied() {
                show_list(station, list, world);
            }
        }
        AtJob::Operations => {
            let job = station.session.job.as_ref().and_then(|no| station.book.job_ref(no));
            if let Some(op) = job.and_then(|job| job.operations.get(selected)).map(|op| op.no) {
                super::enter_task(station, Task::AtJob(AtJob::Operation(op)));
            }
        }
        AtJob::Requests => answer(station, cause, world),
        AtJob::Arrivals => {
            if let Some(no) = arrivals(station).get(selected).map(|job| job.no.clone()) {
                see(station, no, cause, world);
            }
        }
        AtJob::ToCheck => {
            let bin = match to_check(station).into_iter().nth(selected) {
                Some(ToCheck::Job(job)) => return super::job::open(station, job.no.clone()),
                Some(ToCheck::Bin(shortage)) => shortage.bin,
                None => return,
            };
            store::count::check_bin(station, bin, cause, world);
        }
        AtJob::Dispatch => dispatch(station, cause, world),
        AtJob::Extras => answer_extra(station, cause, world),
        AtJob::People => {
            if let Some(id) = technicians(station).get(selected).map(|person| person.id.clone()) {
                super::enter_task(station, Task::AtJob(AtJob::Person(id)));
            }
        }
        AtJob::Person(id) => {
            if let Some(job) = station.book.person_day(&id).running().map(|punch| punch.job.clone()) {
                super::job::open(station, job);
            }
        }
        AtJob::History { jobs: Some(jobs), .. } => {
            if let Some(job) = jobs.get(selected) {
                come_back(station, &job.clone(), cause, world);
            }
        }
        AtJob::Badges => badges::choose(station),
        AtJob::BadgesOf(id) => badges::act(station, &id, cause, world),
        AtJob::Operation(_) | AtJob::History { jobs: None, .. } | AtJob::Figures(_) => {}
    }
}

/// Begins what was chosen.
fn begin(station: &mut Station, act: Act, cause: &Cause, world: World<'_>) {
    let Some(job) = station.session.job.clone() else { return };
    let kind = match act {
        Act::Operations => return super::enter_task(station, Task::AtJob(AtJob::Operations)),
        Act::History => return history(station, &job),
        Act::SeeArrival => return wish(station, job, JobAct::SeeArrival, cause, world),
        Act::CarOff => return wish(station, job, JobAct::CarOff, cause, world),
        Act::Wash => return wish(station, job, JobAct::MoveTo { to: JobState::Wash }, cause, world),
        Act::Ready => return wish(station, job, JobAct::MoveTo { to: JobState::Ready }, cause, world),
        Act::Settle => return wish(station, job, JobAct::MoveTo { to: JobState::Settled }, cause, world),
        Act::Request => FormKind::Request,
        Act::HandOver => FormKind::HandOver,
        Act::Extra => FormKind::Extra,
        Act::Measure => FormKind::Measure,
        Act::CheckIn => FormKind::CheckIn,
        Act::CarOn => return car_on(station, cause, world),
        Act::AnswerExtra => FormKind::AnswerExtra,
        Act::Shares => FormKind::Shares,
        Act::Plan => FormKind::Plan,
        Act::Deliver => FormKind::Deliver,
        Act::ClearDispute => FormKind::ClearDispute,
    };
    form::open(station, Form::new(kind, job), cause, world);
}

fn wish(station: &mut Station, job: JobNo, act: JobAct, cause: &Cause, world: World<'_>) {
    super::enter_task(station, Task::Job);
    station.submit(Command::Job { job, act }, Wish::new(cause), world);
}

/// The verbs that have a card of their own: at the job on the screen, else at the one that this person works on.
pub(super) fn card(station: &mut Station, kind: FormKind, cause: &Cause, world: World<'_>) {
    let running = station.session.person.as_ref().and_then(|id| station.book.person_day(id).running().cloned());
    let Some(job) = station.session.job.clone().or(running.map(|punch| punch.job)) else {
        if kind == FormKind::Request && !station.is_bay() {
            return super::enter_task(station, Task::AtJob(AtJob::Requests));
        }
        let words = station.words();
        return station.tell_bad(words.form_job_first(), vec![words.nothing_changed()]);
    };
    match kind {
        FormKind::CarOn => {
            station.session.job = Some(job);
            car_on(station, cause, world);
        }
        FormKind::Request if !station.is_bay() => super::enter_task(station, Task::AtJob(AtJob::Requests)),
        kind => form::open(station, Form::new(kind, job), cause, world),
    }
}

/// The car is on this bay; somewhere else the bay is asked for.
fn car_on(station: &mut Station, cause: &Cause, world: World<'_>) {
    let Some(job) = station.session.job.clone() else { return };
    let planned = station.book.job_ref(&job).and_then(|job| job.bay.clone());
    match planned.filter(|_| station.is_bay()) {
        Some(bay) => wish(station, job, JobAct::CarOn { bay }, cause, world),
        None => form::open(station, Form::new(FormKind::CarOn, job), cause, world),
    }
}

pub(super) fn car_off(station: &mut Station, cause: &Cause, world: World<'_>) {
    match station.session.job.clone() {
        Some(job) => wish(station, job, JobAct::CarOff, cause, world),
        None => {
            let words = station.words();
            station.tell_bad(words.form_job_first(), vec![words.nothing_changed()]);
        }
    }
}

fn show_list(station: &mut Station, list: WorkshopList, world: World<'_>) {
    let at = match list {
        WorkshopList::Requests => AtJob::Requests,
        WorkshopList::Arrivals => AtJob::Arrivals,
        WorkshopList::People => AtJob::People,
        WorkshopList::ToCheck => AtJob::ToCheck,
        WorkshopList::Dispatch => AtJob::Dispatch,
        WorkshopList::Badges => AtJob::Badges,
        WorkshopList::Extras => AtJob::Extras,
        WorkshopList::Figures => {
            let to_ms = world.now.wall_ms;
            let look_back = LookBack::Figures { from_ms: to_ms.saturating_sub(WEEK_MS), to_ms };
            station.effects.push(Effect::LookBack(look_back));
            AtJob::Figures(None)
        }
    };
    super::enter_task(station, Task::AtJob(at));
}

/// The key figures are of the last seven days.
const WEEK_MS: i64 = 7 * 24 * 3_600_000;

/// Earlier jobs of the car, which have left the memory: they are looked for in the log.
fn history(station: &mut Station, job: &JobNo) {
    if let Some(vin) = station.book.job_ref(job).map(|job| job.vehicle.vin.clone()) {
        history_of(station, vin);
    }
}

pub(in crate::station) fn history_of(station: &mut Station, vin: String) {
    station.effects.push(Effect::LookBack(LookBack::Vehicle { vin: vin.clone() }));
    super::enter_task(station, Task::AtJob(AtJob::History { vin, jobs: None }));
}

/// The counter answers the selected request.
fn answer(station: &mut Station, cause: &Cause, world: World<'_>) {
    let chosen = requests(station)
        .get(station.session.selected)
        .map(|(job, at)| (job.no.clone(), job.course.requests[*at].said.record));
    if station.session.person.is_none() {
        return super::people::badge_first(station);
    }
    if let Some((job, record)) = chosen {
        let form = Form { given: vec![Given::Record(record)], ..Form::new(FormKind::AnswerRequest, job) };
        form::open(station, form, cause, world);
    }
}

/// The selected operation gets somebody.
fn dispatch(station: &mut Station, cause: &Cause, world: World<'_>) {
    let chosen = unassigned(station).get(station.session.selected).map(|(job, op)| (job.no.clone(), op.no));
    if station.session.person.is_none() {
        return super::people::badge_first(station);
    }
    if let Some((job, op)) = chosen {
        super::job::open(station, job.clone());
        let form = Form { given: vec![Given::Op(op)], ..Form::new(FormKind::Shares, job) };
        form::open(station, form, cause, world);
    }
}

/// The customer's answer to the selected extra work; who does not speak with customers looks at the job.
fn answer_extra(station: &mut Station, cause: &Cause, world: World<'_>) {
    let chosen = unanswered(station).get(station.session.selected).map(|(job, op)| (job.no.clone(), op.no));
    if let Some((job, op)) = chosen {
        super::job::open(station, job.clone());
        if acts(station).contains(&Act::AnswerExtra) {
            let form = Form { given: vec![Given::Op(op)], ..Form::new(FormKind::AnswerExtra, job) };
            form::open(station, form, cause, world);
        }
    }
}

/// The adviser has seen the arrival; anybody else only looks at the job.
fn see(station: &mut Station, job: JobNo, cause: &Cause, world: World<'_>) {
    super::job::open(station, job.clone());
    if acts(station).contains(&Act::SeeArrival) {
        station.submit(Command::Job { job, act: JobAct::SeeArrival }, Wish::new(cause), world);
    }
}

/// The car came back because of this earlier job.
fn come_back(station: &mut Station, job: &Job, cause: &Cause, world: World<'_>) {
    if station.session.person.is_none() {
        return super::people::badge_first(station);
    }
    if !job.state.is_settled() {
        return super::job::open(station, job.no.clone());
    }
    let earlier = Earlier::of(job);
    form::open(station, Form::new(FormKind::ComeBack(Box::new(earlier)), job.no.clone()), cause, world);
}

/// A car that was handed over has left: its job is no longer what the screen is about.
pub(in crate::station) fn saved(station: &mut Station, events: &[Event]) {
    let left = |event: &Event| matches!(event, Event::JobStateChanged { to, .. } if to.is_closed());
    if events.iter().any(left) && station.session.task == Task::Job {
        station.session.job = None;
        station.go(Task::Home);
    }
    // Whoever opened a comeback goes on with it: bay, promised time, dispatch.
    let back = events.iter().find_map(|event| match event {
        Event::JobOpened(opened) if opened.comeback_of.is_some() => Some(opened.job.clone()),
        _ => None,
    });
    if let Some(job) = back.filter(|_| station.session.task == Task::Home) {
        station.session.job = Some(job);
        station.go(Task::Job);
    }
}

/// What the log said, if its screen is still there.
pub(in crate::station) fn looked_back(station: &mut Station, told: LookedBack) {
    match (&mut station.session.task, told) {
        (Task::AtJob(AtJob::History { vin, jobs: jobs @ None }), LookedBack::Vehicle { vin: of, jobs: found })
            if *vin == of =>
        {
            *jobs = Some(found);
        }
        (Task::Home | Task::Jobs | Task::Job, LookedBack::Closed { jobs }) if station.session.question.is_none() => {
            if let Some(vin) = jobs.first().map(|job| job.vehicle.vin.clone()) {
                super::enter_task(station, Task::AtJob(AtJob::History { vin, jobs: Some(jobs) }));
            }
        }
        (Task::AtJob(AtJob::Figures(figures @ None)), LookedBack::Figures(found)) => *figures = Some(found),
        (Task::AtJob(_), LookedBack::Failed { why }) => {
            let words = station.words();
            station.tell_bad(words.look_back_failed(why), vec![]);
        }
        _ => {}
    }
}
