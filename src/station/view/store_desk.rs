//! Screens of the store desk: alerts, suggestions, orders, claims, special orders, handover.

use super::super::Station;
use super::super::flow::store_desk::{orders, suggestions};
use super::super::input::World;
use super::alerts::alerts;
use super::idle;
use super::jobs::{column, fact};
use super::orders::{order_list, order_screen, special_lines, specials, suggested};
use super::screen::{Block, KeyHint, Row, Sign, Table, Tone, Width};
use super::trace;
use crate::domain::fault::{FaultKind, Outcome};
use crate::domain::ids::PartNo;
use crate::domain::job::Job;
use crate::domain::place::Place;
use crate::station::store_desk::{FaultDraft, StoreDesk, StoreQuestion};
use crate::station::words::Words;

pub(super) fn screen(station: &Station, screen: &StoreDesk, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    match screen {
        StoreDesk::Menu => (words.store_desk(), vec![Block::Table(menu(station, words))]),
        StoreDesk::Alerts => (words.alerts_title(), alerts(station, world)),
        StoreDesk::Suggestions => (words.suggestions_title(), vec![Block::Table(suggested(station, world))]),
        StoreDesk::Orders => (words.orders_title(), vec![Block::Table(order_list(station, world))]),
        StoreDesk::Order { order } => (words.order_title(order), order_screen(station, order, world)),
        StoreDesk::Claims => (words.claims_title(), vec![Block::Table(claims(station, world))]),
        StoreDesk::Specials => (words.specials_title(), vec![Block::Table(specials(station, world))]),
        StoreDesk::HandOver => (words.handover_title(), vec![Block::Table(handover(station, world))]),
        StoreDesk::Fault(draft) => (words.fault_title(&draft.item.part), fault(words, draft, world)),
        StoreDesk::Idle(rows) => (idle::title(words, rows), idle::list(station, rows, world)),
        StoreDesk::Trace { of, steps, .. } => {
            (trace::title(words, of), trace::trace(station, of, steps.as_deref(), world))
        }
    }
}

/// How many rows the arrows walk over.
pub(super) fn len(station: &Station, screen: &StoreDesk) -> usize {
    match screen {
        StoreDesk::Menu => StoreDesk::MENU.len(),
        StoreDesk::Alerts => station.low.all().len(),
        StoreDesk::Suggestions => suggestions(station).len(),
        StoreDesk::Orders => orders(station).len(),
        StoreDesk::Order { order } => station.book.order_ref(order).map_or(0, |order| order.lines.len() + 1),
        StoreDesk::Claims => station.book.claims().count(),
        StoreDesk::Specials => special_lines(station).len(),
        StoreDesk::Idle(rows) => rows.len(),
        StoreDesk::Trace { steps, .. } => steps.as_ref().map_or(0, Vec::len),
        StoreDesk::HandOver | StoreDesk::Fault(_) => 0,
    }
}

fn title_of(words: Words, screen: &StoreDesk) -> String {
    match screen {
        StoreDesk::Menu => words.store_desk(),
        StoreDesk::Alerts => words.alerts_title(),
        StoreDesk::Suggestions => words.suggestions_title(),
        StoreDesk::Orders | StoreDesk::Order { .. } => words.orders_title(),
        StoreDesk::Claims => words.claims_title(),
        StoreDesk::Specials => words.specials_title(),
        StoreDesk::HandOver => words.handover_title(),
        StoreDesk::Idle(rows) => idle::title(words, rows),
        StoreDesk::Trace { of, .. } => trace::title(words, of),
        StoreDesk::Fault(draft) => words.fault_title(&draft.item.part),
    }
}

pub(super) fn name_of(station: &Station, part: &PartNo, world: World<'_>) -> String {
    world.catalogue.part(part).map(|part| station.words().part_name(&part)).unwrap_or_default()
}

fn menu(station: &Station, words: Words) -> Table {
    let row = |(at, screen): (usize, &StoreDesk)| {
        let n = len(station, screen);
        let count = if n > 0 { n.to_string() } else { String::new() };
        Row { sign: Sign::None, cells: vec![(at + 1).to_string(), title_of(words, screen), count] }
    };
    Table {
        columns: vec![
            column(String::new(), Width::Fixed(2), true, 0),
            column(String::new(), Width::Share(1), false, 0),
            column(String::new(), Width::Fixed(5), true, 0),
        ],
        rows: StoreDesk::MENU.iter().enumerate().map(row).collect(),
        selected: Some(station.session.selected),
        ..Table::default()
    }
}

pub(super) fn fault_kind(words: Words, kind: FaultKind) -> String {
    match kind {
        FaultKind::Short => words.fault_short(),
        FaultKind::Damaged => words.fault_damaged(),
        FaultKind::Wrong => words.fault_wrong(),
    }
}

pub(super) fn outcome(words: Words, outcome: Outcome) -> String {
    match outcome {
        Outcome::Credited => words.outcome_credited(),
        Outcome::Replaced => words.outcome_replaced(),
        Outcome::Rejected => words.outcome_rejected(),
        Outcome::Withdrawn => words.outcome_withdrawn(),
    }
}

fn claims(station: &Station, world: World<'_>) -> Table {
    let words = station.words();
    let row = |(_, claim): (_, &crate::domain::fault::Claim)| {
        let fault = &claim.fault;
        let late = fault.deadline_ms <= world.now.wall_ms;
        let of = fault.order.as_ref().map(ToString::to_string).or(fault.note.as_ref().map(ToString::to_string));
        let cells = vec![
            fault.part.to_string(),
            fault_kind(words, fault.kind),
            words.qty(fault.qty, fault.unit),
            of.unwrap_or_default(),
            station.settings.zone.short(fault.deadline_ms, world.now.wall_ms),
            fault.photo.clone(),
        ];
        Row { sign: if late { Sign::Wrong } else { Sign::Waiting }, cells }
    };
    Table {
        columns: vec![
            column(words.col_part(), Width::Share(3), false, 0),
            column(words.col_fault(), Width::Fixed(10), false, 0),
            column(words.col_qty(), Width::Fixed(9), true, 0),
            column(words.delivery_note(), Width::Share(3), false, 2),
            column(words.col_deadline(), Width::Fixed(12), false, 0),
            column(words.col_photo(), Width::Share(2), false, 1),
        ],
        rows: station.book.claims().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.claims_none(),
        title: String::new(),
    }
}

/// Open totes, deliveries that did not come or are not put away, issues without a signature, codes that nobody knew.
fn handover(station: &Station, world: World<'_>) -> Table {
    let words = station.words();
    let now = world.now.wall_ms;
    let mut rows: Vec<Row> = Vec::new();
    let mut say = |sign, what: String, detail: String| rows.push(Row { sign, cells: vec![what, detail] });
    for (tote, n) in totes(station) {
        say(Sign::Open, words.place(&Place::Stage(tote)), words.handover_lines(n));
    }
    for order in orders(station) {
        let due =
            order.lines.iter().filter(|line| line.open().is_positive() && line.expected_ms.is_some_and(|ms| ms <= now));
        let due = due.count();
        if due > 0 {
            say(Sign::Waiting, words.order_title(&order.no), words.handover_late(due, &order.supplier));
        }
    }
    let goods_in = super::super::flow::put_away::waiting(station, world).len();
    if goods_in > 0 {
        say(Sign::Open, words.put_away_waiting(), words.handover_lines(goods_in));
    }
    let inspection = super::super::flow::store::inspection::waiting(station).len();
    if inspection > 0 {
        say(Sign::Open, words.inspection_title(), words.handover_lines(inspection));
    }
    for job in station.book.jobs() {
        let unsigned = Job::lines_in(job.unsigned());
        if unsigned > 0 {
            say(Sign::Waiting, words.is_job(&job.no), words.unsigned(unsigned));
        }
    }
    for code in &station.unknown_codes {
        say(Sign::Question, words.unknown_title(), code.clone());
    }
    Table {
        columns: vec![
            column(String::new(), Width::Share(2), false, 0),
            column(String::new(), Width::Share(3), false, 0),
        ],
        rows,
        empty: words.handover_none(),
        ..Table::default()
    }
}

fn totes(station: &Station) -> Vec<(crate::domain::ids::ToteId, usize)> {
    let mut totes = std::collections::BTreeMap::new();
    for (key, value) in station.book.shown() {
        use crate::domain::book::{Aggregate, Key};
        if let (Key::Balance(at), Aggregate::Balance(balance)) = (key, value)
            && let Place::Stage(tote) = &at.place
            && balance.qty.is_positive()
        {
            *totes.entry(tote.clone()).or_insert(0) += 1;
        }
    }
    totes.into_iter().collect()
}

fn fault(words: Words, draft: &FaultDraft, world: World<'_>) -> Vec<Block> {
    let name = world.catalogue.part(&draft.item.part).map(|part| words.part_name(&part)).unwrap_or_default();
    let mut facts = vec![
        fact(words.col_part(), format!("{}  {name}", draft.item.part), Tone::Plain),
        fact(words.col_qty(), words.qty(draft.qty, draft.unit), Tone::Plain),
    ];
    let Some(kind) = draft.kind else {
        let row = |(at, kind): (usize, &FaultKind)| Row {
            sign: Sign::None,
            cells: vec![(at + 1).to_string(), fault_kind(words, *kind)],
        };
        let table = Table {
            title: words.fault_which(),
            columns: vec![
                column(String::new(), Width::Fixed(2), true, 0),
                column(String::new(), Width::Share(1), false, 0),
            ],
            rows: FaultKind::ALL.iter().enumerate().map(row).collect(),
            ..Table::default()
        };
        return vec![Block::Facts(facts), Block::Table(table)];
    };
    facts.push(fact(words.col_fault(), fault_kind(words, kind), Tone::Attention));
    let photo = if draft.photo.is_empty() { words.fault_no_photo() } else { draft.photo.clone() };
    facts.push(fact(words.col_photo(), photo, Tone::Plain));
    vec![Block::Facts(facts), Block::Text { tone: Tone::Attention, lines: vec![words.fault_how()] }]
}

/// A question with its details and its numbered answers.
pub(super) fn question(
    station: &Station,
    asked: &StoreQuestion,
    world: World<'_>,
) -> (String, Vec<String>, Vec<String>) {
    let words = station.words();
    match asked {
        StoreQuestion::Alert { part, unit, suggested } => {
            let mut answers = vec![words.alert_answer_seen(), words.alert_answer_day(), words.alert_answer_week()];
            let covered = || words.alert_answer_covered();
            let order = suggested.is_positive().then(|| words.alert_answer_order(words.qty(*suggested, *unit)));
            answers.push(order.unwrap_or_else(covered));
            answers.push(words.alert_answer_show());
            (words.alert_question(part), vec![name_of(station, part, world)], answers)
        }
        StoreQuestion::Order { order } => {
            let answers = vec![words.order_answer_receive(), words.order_answer_sent(), words.order_answer_close()];
            (words.order_question(order), vec![], answers)
        }
        StoreQuestion::Expected { part, .. } => {
            let days = [1, 3, 7, 14].map(|days| words.expected_in(days));
            let others = [words.expected_unknown(), words.expected_short()];
            (words.expected_question(part), vec![], days.into_iter().chain(others).collect())
        }
        StoreQuestion::Claim { part, .. } => {
            let answers = Outcome::ALL.map(|one| outcome(words, one)).to_vec();
            (words.claim_question(part), vec![], answers)
        }
        StoreQuestion::Raise { supplier, lines } => (words.raise_question(lines, supplier), vec![], vec![words.yes()]),
    }
}

/// What the keys do on a screen of the store desk.
pub(super) fn keys(words: Words, screen: &StoreDesk) -> Vec<KeyHint> {
    let hint = |key: &str, label: String| KeyHint { key: key.to_owned(), label };
    match screen {
        StoreDesk::Menu => vec![hint("1-9", words.key_choose())],
        StoreDesk::Fault(draft) if draft.kind.is_none() => vec![hint("1-3", words.key_choose())],
        StoreDesk::Fault(_) => vec![hint("F10", words.key_done())],
        StoreDesk::Trace { of, .. } if of.part.is_none() => vec![hint(&words.key_enter(), words.key_choose())],
        StoreDesk::Specials | StoreDesk::HandOver | StoreDesk::Trace { .. } => vec![],
        StoreDesk::Alerts
        | StoreDesk::Suggestions
        | StoreDesk::Orders
        | StoreDesk::Order { .. }
        | StoreDesk::Idle(_)
        | StoreDesk::Claims => {
            vec![hint(&words.key_enter(), words.key_choose())]
        }
    }
}
