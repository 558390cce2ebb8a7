//! The screens at a job besides its parts: acts, operations, forms; and the workshop's lists.

use super::super::Station;
use super::super::flow::at_job::{self, Act, ToCheck, WorkshopList};
use super::super::flow::{dispatch, form, form_steps};
use super::super::input::World;
use super::super::session::AtJob;
use super::jobs::{column, fact, name_of, op_sign};
use super::screen::{Block, Fact, Row, Sign, Table, Tone, Width};
use crate::domain::figures::Figures;
use crate::domain::ids::{JobNo, OpNo};
use crate::domain::job::{Hours, Job};
use crate::domain::operation::Operation;
use crate::domain::qty::Qty;
use crate::domain::shortage::Shortage;
use crate::station::clocked::Clocked;
use crate::station::words::Words;

pub(super) fn screen(station: &Station, at: &AtJob, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let job = station.session.job.as_ref().and_then(|no| station.book.job_ref(no));
    let of_job = |title: String| match job {
        Some(job) => format!("{title}  {}  {}", words.job_title(&job.no), job.vehicle.plate),
        None => title,
    };
    match at {
        AtJob::Acts => (of_job(words.acts_title()), vec![Block::Table(acts(station))]),
        AtJob::Operations => (of_job(words.operations_table()), operations(station, job, world)),
        AtJob::Operation(op) => {
            (of_job(words.form_operation()), job.map_or_else(Vec::new, |job| operation(station, job, *op, world)))
        }
        AtJob::Form(_) => form_screen(station, world),
        AtJob::Workshop => (words.workshop_title(), vec![Block::Table(lists(station))]),
        AtJob::Requests => (words.requests_title(), vec![Block::Table(requests(station, world))]),
        AtJob::Arrivals => (words.arrivals_title(), vec![Block::Table(arrivals(station, world))]),
        AtJob::ToCheck => (words.to_check_title(), vec![Block::Table(to_check(station))]),
        AtJob::Dispatch => (words.dispatch_title(), vec![Block::Table(unassigned(station, world))]),
        AtJob::People => super::people::everybody(station, world),
        AtJob::Person(id) => super::people::one(station, id, world),
        AtJob::History { jobs, .. } => (of_job(words.history_title()), history(station, jobs.as_deref())),
        AtJob::Figures(told) => (words.figures_title(), figures(station, told.as_deref())),
        AtJob::Badges => super::badges::everybody(station),
        AtJob::BadgesOf(id) => super::badges::of_person(station, id, world),
        AtJob::Extras => (words.extras_title(), vec![Block::Table(extras(station, world))]),
    }
}

fn menu(rows: Vec<Row>, selected: usize, empty: String) -> Table {
    let columns =
        vec![column(String::new(), Width::Fixed(2), true, 0), column(String::new(), Width::Share(1), false, 0)];
    Table { title: String::new(), columns, rows, selected: Some(selected), empty }
}

fn numbered(station: &Station, labels: impl Iterator<Item = String>) -> Table {
    let key = |at: usize| if at < 9 { (at + 1).to_string() } else { String::new() };
    let rows = labels.enumerate().map(|(at, label)| Row { sign: Sign::None, cells: vec![key(at), label] });
    menu(rows.collect(), station.session.selected, station.words().form_nothing_to_choose())
}

fn acts(station: &Station) -> Table {
    numbered(station, at_job::acts(station).into_iter().map(|act| act_words(station.words(), act)))
}

fn act_words(words: Words, act: Act) -> String {
    match act {
        Act::Operations => words.act_operations(),
        Act::Request => words.act_request(),
        Act::HandOver => words.act_hand_over(),
        Act::Extra => words.act_extra(),
        Act::Measure => words.act_measure(),
        Act::CheckIn => words.act_check_in(),
        Act::SeeArrival => words.act_see_arrival(),
        Act::CarOn => words.act_car_on(),
        Act::CarOff => words.act_car_off(),
        Act::AnswerExtra => words.act_answer_extra(),
        Act::Shares => words.act_shares(),
        Act::Plan => words.act_plan(),
        Act::History => words.act_history(),
        Act::Wash => words.act_wash(),
        Act::Ready => words.act_ready(),
        Act::Settle => words.act_settle(),
        Act::Deliver => words.act_deliver(),
        Act::ClearDispute => words.act_clear(),
    }
}

fn form_screen(station: &Station, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let Some(on) = form::on_screen(station) else { return (String::new(), Vec::new()) };
    let title = format!("{}  {}", words.form_title(&on.kind), words.job_title(&on.job));
    let said = form_steps::said(station, on, world);
    let facts: Vec<Fact> = said.into_iter().map(|(label, value)| fact(label, value, Tone::Faint)).collect();
    let Some(prompt) = form::prompt(station, world) else { return (title, vec![Block::Facts(facts)]) };
    let label = Block::Text { tone: Tone::Attention, lines: vec![prompt.label.clone()] };
    let rows = prompt.all_rows().into_iter().enumerate().map(|(at, (text, _))| {
        let key = prompt.key_of(at).map(String::from).unwrap_or_default();
        Row { sign: Sign::None, cells: vec![key, text] }
    });
    let rows: Vec<Row> = rows.collect();
    let mut blocks = vec![Block::Facts(facts), label];
    if !rows.is_empty() {
        blocks.push(Block::Table(menu(rows, station.session.selected, String::new())));
    }
    (title, blocks)
}

/// Hours and minutes: `1:05`.
pub(in crate::station) fn clock(ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

fn operations(station: &Station, job: Option<&Job>, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let now = world.now.wall_ms;
    let on_clock = Clocked::of(&station.book, &station.settings.zone, now);
    let row = |op: &Operation| {
        let since = op.since_ms().map(|at| clock(now.saturating_sub(at))).unwrap_or_default();
        let people = op.shares.iter().map(|share| format!("{} {}%", name_of(station, &share.person), share.percent));
        let clocked = job.map_or(0, |job| on_clock.of_operation(&job.no, op.no));
        // The unit stands in the title.
        let clocked = format!("{} / {}", clock(clocked), Qty(op.hours.0 / 100 * 100));
        let cells = vec![
            op.no.to_string(),
            words.pick(&op.title),
            words.op_state_of(op),
            since,
            people.collect::<Vec<_>>().join(words.list_comma()),
            clocked,
        ];
        Row { sign: op_sign(op.state()), cells }
    };
    let table = Table {
        title: String::new(),
        columns: vec![
            column(words.col_no(), Width::Fixed(3), true, 3),
            column(words.col_operation(), Width::Share(3), false, 0),
            // As wide as "mutual check due": the state is what one looks for here.
            column(words.col_state(), Width::Fixed(16), false, 0),
            column(words.col_since(), Width::Fixed(6), true, 2),
            column(words.col_who(), Width::Share(2), false, 1),
            column(words.col_clocked(), Width::Fixed(14), true, 1),
        ],
        rows: job.map(|job| job.operations.iter().map(row).collect()).unwrap_or_default(),
        selected: Some(station.session.selected),
        empty: words.no_operations(),
    };
    vec![Block::Table(table)]
}

/// One operation with all that is known of it.
fn operation(station: &Station, job: &Job, no: OpNo, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let Some(op) = job.operation(no) else { return Vec::new() };
    let now = world.now.wall_ms;
    let clocked = Clocked::of(&station.book, &station.settings.zone, now).of_operation(&job.no, no);
    let mut facts = vec![
        fact(words.col_operation(), format!("{no}  {}", words.pick(&op.title)), Tone::Plain),
        fact(words.state(), words.op_state_of(op), Tone::Plain),
        fact(words.col_clocked(), format!("{} / {}", clock(clocked), words.hours(op.hours)), Tone::Plain),
    ];
    if let Some(category) = op.class.category {
        facts.push(fact(words.category_title(), words.category(category), Tone::Attention));
    }
    if !op.class.skill.is_empty() {
        facts.push(fact(words.skill_title(), dispatch::skill_name(words, &op.class.skill, world), Tone::Plain));
    }
    if let Some(level) = op.missing_check() {
        facts.push(fact(words.check_due(), words.check_level(level), Tone::Attention));
    }
    if let Some(answer) = op.extra.as_ref().map(|extra| extra.answers.last()) {
        let said = answer.map(|said| {
            let yes = if said.agreed { words.form_agreed() } else { words.declined() };
            let noted = said.said.by.as_ref().map(|id| name_of(station, id));
            let when = station.settings.zone.short(said.said.at_ms, now);
            let all = [Some(yes), Some(said.who.clone()), Some(words.answer_by(said.how)), Some(when), noted];
            all.into_iter().flatten().collect::<Vec<_>>().join(words.list_comma())
        });
        let tone = if op.is_agreed() { Tone::Plain } else { Tone::Attention };
        facts.push(fact(words.extra_title(), said.unwrap_or_else(|| words.extra_unanswered()), tone));
    }
    for over in &op.handovers {
        let text = format!("{} → {}: {}", name_of(station, &over.from), name_of(station, &over.to), over.note);
        facts.push(fact(words.handed_over(), text, Tone::Plain));
    }
    for found in &op.reworks {
        facts.push(fact(
            words.rework_title(),
            format!("{}: {}", words.check_level(found.level), found.note),
            Tone::Attention,
        ));
    }
    let mut blocks = vec![Block::Facts(facts)];
    blocks.extend(check_list(station, op, world));
    blocks.extend(guides(station, job, op, world));
    blocks
}

fn check_list(station: &Station, op: &Operation, world: World<'_>) -> Option<Block> {
    let words = station.words();
    let list = world.catalogue.check_list(&op.class.code);
    if list.is_empty() || op.class.code.is_empty() {
        return None;
    }
    let measured = op.measured();
    let row = |item: &crate::domain::catalogue::CheckItem| {
        let value = measured.iter().find(|known| known.item == item.item);
        let sign = value.map_or(Sign::Open, |known| if known.is_good() { Sign::Done } else { Sign::Wrong });
        let flag =
            value.filter(|known| !known.is_good()).map(|_| format!("  {}", words.outside_flag())).unwrap_or_default();
        let text = value.map_or_else(String::new, |known| format!("{}{flag}", words.measure(known.value, &known.unit)));
        let cells = vec![words.pick(&item.title), text, words.limits(item.low, item.high, &item.unit)];
        Row { sign, cells }
    };
    let columns = vec![
        column(words.form_item(), Width::Share(2), false, 0),
        column(words.col_value(), Width::Share(2), false, 0),
        column(words.col_limits(), Width::Share(1), false, 1),
    ];
    let rows = list.iter().map(row).collect();
    Some(Block::Table(Table { title: words.check_list_title(), columns, rows, selected: None, empty: String::new() }))
}

/// The shop's own texts for this operation, this model and this car.
fn guides(station: &Station, job: &Job, op: &Operation, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let found = world.catalogue.guides(&op.class.code, &job.vehicle.model, &job.vehicle.vin);
    let lines = found.iter().flat_map(|guide| {
        let title = format!("■ {}: {}", words.guide_kind(guide.kind), words.pick(&guide.title));
        let text = words.pick(&guide.text);
        let body: Vec<String> = text.split(" | ").map(|line| format!("  {line}")).collect();
        std::iter::once(title).chain(body).collect::<Vec<_>>()
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { Vec::new() } else { vec![Block::Text { tone: Tone::Plain, lines }] }
}

fn lists(station: &Station) -> Table {
    let words = station.words();
    let label = |list: &WorkshopList| match list {
        WorkshopList::Requests => words.list_requests(at_job::requests(station).len()),
        WorkshopList::Arrivals => words.list_arrivals(at_job::arrivals(station).len()),
        WorkshopList::People => words.people_title(),
        WorkshopList::Figures => words.figures_title(),
        WorkshopList::Dispatch => words.list_dispatch(at_job::unassigned(station).len()),
        WorkshopList::ToCheck => words.list_to_check(at_job::to_check(station).len()),
        WorkshopList::Badges => words.badges_title(),
        WorkshopList::Extras => words.list_extras(at_job::unanswered(station).len()),
    };
    numbered(station, at_job::lists(station).iter().map(label))
}

fn requests(station: &Station, world: World<'_>) -> Table {
    let words = station.words();
    let row = |(job, at): (&Job, usize)| {
        let asked = &job.course.requests[at];
        let who = asked.said.by.as_ref().map(|id| name_of(station, id)).unwrap_or_default();
        let unit = asked.part.as_ref().and_then(|part| world.catalogue.part(part)).map(|part| words.part_name(&part));
        let what = format!("{} {}", asked.wanted(), unit.unwrap_or_default());
        let cells = vec![
            job.no.to_string(),
            what.trim_end().to_owned(),
            asked.qty.to_string(),
            who,
            clock(world.now.wall_ms.saturating_sub(asked.said.at_ms)),
            words.request_state(asked.state()),
        ];
        Row { sign: Sign::Waiting, cells }
    };
    Table {
        title: String::new(),
        columns: vec![
            column(words.col_job(), Width::Fixed(8), false, 0),
            column(words.col_part(), Width::Share(3), false, 0),
            column(words.col_qty(), Width::Fixed(4), true, 1),
            column(words.col_who(), Width::Share(1), false, 1),
            column(words.col_since(), Width::Fixed(6), true, 2),
            column(words.state(), Width::Share(2), false, 0),
        ],
        rows: at_job::requests(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.requests_none(),
    }
}

fn arrivals(station: &Station, world: World<'_>) -> Table {
    let words = station.words();
    let row = |job: &Job| {
        let at = job.course.arrival().map_or(0, |arrival| arrival.said.at_ms);
        let adviser = job.adviser.as_ref().map(|id| name_of(station, id)).unwrap_or_default();
        let cells = vec![
            job.no.to_string(),
            job.vehicle.plate.clone(),
            job.vehicle.model.clone(),
            adviser,
            clock(world.now.wall_ms.saturating_sub(at)),
        ];
        Row { sign: Sign::Waiting, cells }
    };
    Table {
        title: String::new(),
        columns: vec![
            column(words.col_job(), Width::Fixed(8), false, 0),
            column(words.plate(), Width::Fixed(10), false, 0),
            column(words.col_model(), Width::Share(2), false, 2),
            column(words.advisor(), Width::Share(1), false, 1),
            column(words.col_since(), Width::Fixed(6), true, 0),
        ],
        rows: at_job::arrivals(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.arrivals_none(),
    }
}

fn to_check(station: &Station) -> Table {
    let words = station.words();
    let row = |job: &Job| {
        let mut what: Vec<String> = Vec::new();
        what.extend(job.course.unclear().map(|open| words.unclear(open)));
        what.extend((!job.course.late.is_empty()).then(|| words.late_postings(job.course.late.len())));
        Row { sign: Sign::Question, cells: vec![job.no.to_string(), job.vehicle.plate.clone(), what.join("; ")] }
    };
    let bin = |Shortage { part, bin, serial, short }: &Shortage| {
        let what = match serial {
            Some(serial) => words.piece_twice(part, serial),
            None => words.bin_short(part, short),
        };
        Row { sign: Sign::Wrong, cells: vec![bin.to_string(), String::new(), what] }
    };
    let row = |open: &ToCheck<'_>| match open {
        ToCheck::Job(job) => row(job),
        ToCheck::Bin(shortage) => bin(shortage),
    };
    Table {
        title: String::new(),
        columns: vec![
            column(words.col_job_or_bin(), Width::Fixed(10), false, 0),
            column(words.plate(), Width::Fixed(10), false, 1),
            column(words.to_check_title(), Width::Share(1), false, 0),
        ],
        rows: at_job::to_check(station).iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.to_check_none(),
    }
}

/// Extra work that the customer has not answered.
fn extras(station: &Station, world: World<'_>) -> Table {
    let words = station.words();
    let row = |(job, op): (&Job, &Operation)| {
        let adviser = job.adviser.as_ref().map(|id| name_of(station, id)).unwrap_or_default();
        let since = op.extra.as_ref().map(|extra| clock(world.now.wall_ms.saturating_sub(extra.said.at_ms)));
        let (plate, title) = (job.vehicle.plate.clone(), words.pick(&op.title));
        let cells = vec![job.no.to_string(), plate, title, words.hours(op.hours), adviser, since.unwrap_or_default()];
        Row { sign: Sign::Waiting, cells }
    };
    Table {
        title: String::new(),
        columns: vec![
            column(words.col_job(), Width::Fixed(8), false, 0),
            column(words.plate(), Width::Fixed(10), false, 1),
            column(words.col_operation(), Width::Share(3), false, 0),
            column(words.col_hours(), Width::Fixed(6), true, 3),
            column(words.advisor(), Width::Share(2), false, 2),
            column(words.col_since(), Width::Fixed(6), true, 0),
        ],
        rows: at_job::unanswered(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.extras_none(),
    }
}

/// What nobody has, with whom it would suit best.
fn unassigned(station: &Station, world: World<'_>) -> Table {
    let words = station.words();
    let row = |(job, op): (&Job, &Operation)| {
        let promised = job.promised_ms.map(|ms| station.settings.zone.short(ms, world.now.wall_ms)).unwrap_or_default();
        let best = dispatch::suggestions(station, op, world).into_iter().next();
        let best = best.map(|one| name_of(station, &one.person)).unwrap_or_default();
        let sign = if super::board::is_late(job, world.now.wall_ms) { Sign::Wrong } else { Sign::Open };
        let title = words.pick(&op.title);
        Row { sign, cells: vec![job.no.to_string(), title, words.hours(op.hours), promised, best] }
    };
    Table {
        title: String::new(),
        columns: vec![
            column(words.col_job(), Width::Fixed(8), false, 0),
            column(words.col_operation(), Width::Share(3), false, 0),
            column(words.col_hours(), Width::Fixed(6), true, 2),
            column(words.promised(), Width::Fixed(11), false, 1),
            column(words.col_suggested(), Width::Share(2), false, 0),
        ],
        rows: at_job::unassigned(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.dispatch_none(),
    }
}

fn history(station: &Station, told: Option<&[Job]>) -> Vec<Block> {
    let words = station.words();
    let Some(jobs) = told else {
        return vec![Block::Text { tone: Tone::Faint, lines: vec![words.looking_back()] }];
    };
    let row = |job: &Job| {
        let titles = job.operations.iter().map(|op| words.pick(&op.title)).collect::<Vec<_>>().join(words.list_comma());
        let km = job.vehicle.odometer().map(|km| km.to_string()).unwrap_or_default();
        let day = station.settings.zone.day(job.course.opened_ms());
        let cells = vec![day, job.no.to_string(), words.job_state(job.state), km, titles];
        Row { sign: if job.comeback_of.is_some() { Sign::Wrong } else { Sign::Done }, cells }
    };
    let table = Table {
        title: String::new(),
        columns: vec![
            column(words.col_day(), Width::Fixed(10), false, 1),
            column(words.col_job(), Width::Fixed(9), false, 0),
            column(words.state(), Width::Fixed(11), false, 1),
            column(words.odometer(), Width::Fixed(8), true, 2),
            column(words.operations_table(), Width::Share(1), false, 0),
        ],
        rows: jobs.iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.history_none(),
    };
    vec![Block::Table(table), Block::Text { tone: Tone::Faint, lines: vec![words.history_comeback()] }]
}

fn figures(station: &Station, told: Option<&Figures>) -> Vec<Block> {
    let words = station.words();
    let Some(all) = told else {
        return vec![Block::Text { tone: Tone::Faint, lines: vec![words.looking_back()] }];
    };
    let rate = |rate: Option<u32>| rate.map_or_else(|| "-".to_owned(), |rate| format!("{rate} %"));
    let of = |part: u32, whole: u32| format!("{part} / {whole}");
    let line = |label: String, value: String, share: Option<u32>| Row {
        sign: Sign::None,
        cells: vec![label, value, rate(share)],
    };
    let mut rows = vec![
        line(words.figure_on_time(), of(all.on_time, all.promised), all.on_time_rate()),
        line(words.figure_first_time(), of(all.first_time, all.delivered), all.first_time_rate()),
        line(words.figure_rework(), of(all.reworks, all.inspected), all.rework_rate()),
        line(words.figure_comeback(), of(all.comebacks, all.delivered), all.comeback_rate()),
        line(
            words.figure_efficiency(),
            format!("{} / {}", words.hours(all.credited), clock(all.clocked_ms)),
            all.efficiency(),
        ),
    ];
    let plain = |label: String, value: String| Row { sign: Sign::None, cells: vec![label, value, String::new()] };
    let pick = if all.picks == 0 { "-".to_owned() } else { clock(all.pick_ms / i64::from(all.picks)) };
    rows.push(plain(words.figure_pick(), pick));
    rows.extend(all.bay_turns.iter().map(|(bay, turns)| plain(words.figure_turns(bay), turns.to_string())));
    rows.extend(all.waiting_ms.iter().map(|(reason, ms)| plain(words.pause_reason(*reason), clock(*ms))));
    let lower = |(job, km, known): &(JobNo, u32, u32)| Row {
        sign: Sign::Question,
        cells: vec![words.figure_lower(job), format!("{km} < {known}"), String::new()],
    };
    rows.extend(all.lower_out.iter().map(lower));
    let columns = vec![
        column(words.figures_week(), Width::Share(3), false, 0),
        column(String::new(), Width::Fixed(16), true, 0),
        column(String::new(), Width::Fixed(6), true, 0),
    ];
    vec![Block::Table(Table { title: String::new(), columns, rows, selected: None, empty: String::new() })]
}

impl Words {
    /// Thousandths of an hour with one decimal and the unit: `1.5 h`.
    pub fn hours(self, hours: Hours) -> String {
        self.form_hours_of(Qty(hours.0 / 100 * 100))
    }
}
