//! Screens of counts, and what is said of them.

use super::super::super::Station;
use super::super::super::flow::store::count::{BinRow, ListRow, list, rows_in};
use super::super::super::input::World;
use super::super::jobs::{column, fact};
use super::super::screen::{Block, Fact, Row, Sign, Table, Tone, Width};
use super::{name, say};
use crate::domain::book::Book;
use crate::domain::count::{Count, CountLine, Counted, LineState, Scope};
use crate::domain::entry::Recorded;
use crate::domain::event::Event;
use crate::domain::ids::{BinId, CountNo};
use crate::domain::place::Place;
use crate::domain::shortage::Shortage;
use crate::domain::stock::Stock;
use crate::station::words::Words;

fn scope(words: Words, scope: &Scope) -> String {
    match scope {
        Scope::All => words.count_all(),
        Scope::Bin(bin) => words.count_of_bin(bin),
        Scope::Part(part) => words.count_of_part(part),
        Scope::Class(class) => words.count_of_class(class.code()),
        Scope::Bins(bins) => words.count_of_bins(bins.len()),
    }
}

fn mode(words: Words, blind: bool) -> String {
    if blind { words.count_blind() } else { words.count_open() }
}

/// All counts, what should be counted, and new ones.
pub(super) fn counts(station: &Station, shown: bool, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let row = |row: ListRow| match row {
        ListRow::Count(no) => {
            let count = station.book.count(&no);
            let of = count.as_ref().map(|count| scope(words, &count.scope)).unwrap_or_default();
            let since = count.as_ref().map(|count| station.settings.zone.short(count.since_ms, world.now.wall_ms));
            let lines = count.map_or(0, |count| count.lines.len());
            Row { sign: Sign::Partly, cells: vec![of, since.unwrap_or_default(), lines.to_string()] }
        }
        ListRow::Wrong(Shortage { bin, part, short, .. }) => {
            let cells = vec![words.count_wrong(bin, part, short), String::new(), String::new()];
            Row { sign: Sign::Wrong, cells }
        }
        ListRow::New(of) => {
            let cells = vec![words.count_new(scope(words, &of)), String::new(), String::new()];
            Row { sign: Sign::None, cells }
        }
        ListRow::Plan => Row { sign: Sign::None, cells: vec![words.count_plan_row(), String::new(), String::new()] },
        ListRow::Mode => {
            let cells = vec![words.count_mode(mode(words, !shown)), String::new(), String::new()];
            Row { sign: Sign::None, cells }
        }
    };
    let table = Table {
        columns: vec![
            column(words.count_what(), Width::Share(3), false, 0),
            column(words.col_begun(), Width::Fixed(12), false, 1),
            column(words.col_lines(), Width::Fixed(6), true, 0),
        ],
        rows: list(station).into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        ..Table::default()
    };
    vec![say(Tone::Attention, words.counts_hint()), Block::Table(table)]
}

fn sign(line: &CountLine) -> Sign {
    match line.state() {
        LineState::Open => Sign::Open,
        LineState::Recount => Sign::Waiting,
        LineState::WhyOpen => Sign::Wrong,
        LineState::Ready | LineState::Posted => Sign::Done,
    }
}

pub(super) fn part_cell(words: Words, stock: &Stock) -> String {
    let more = [stock.lot.as_ref().map(ToString::to_string), stock.serial.as_ref().map(ToString::to_string)];
    let more = more.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let condition = match stock.condition {
        crate::domain::stock::Condition::New => String::new(),
        other => words.condition(other),
    };
    [stock.part.to_string(), more, condition].join(" ").trim_end().to_owned()
}

/// One bin of a count.
pub(super) fn bin(
    station: &Station,
    no: &CountNo,
    here: Option<&BinId>,
    in_hand: Option<&Stock>,
    world: World<'_>,
) -> Vec<Block> {
    let words = station.words();
    let count = station.book.count(no);
    let blind = count.as_ref().is_none_or(|count| count.blind);
    let Some(here) = here else {
        let facts = count.as_ref().map(|count| progress(words, count)).unwrap_or_default();
        let bins = Block::Table(super::count_plan::bins(station, no));
        return vec![say(Tone::Attention, words.count_scan_bin()), Block::Facts(facts), bins];
    };
    let row = |row: BinRow| {
        let last = row.line.as_ref().and_then(CountLine::last);
        let again = is_secret(station, blind, row.line.as_ref());
        let sign = match &row.line {
            _ if again => Sign::Waiting,
            Some(line) if !blind => sign(line),
            Some(_) => Sign::Done,
            None => Sign::Open,
        };
        let label = row.line.as_ref().is_some_and(|line| line.label);
        let counted = last.map(|last| words.qty(last.qty, row.unit)).unwrap_or_default();
        let counted = if again { "?".to_owned() } else { counted };
        let label = if label { words.count_label() } else { String::new() };
        let mut cells = vec![part_cell(words, &row.stock), name(station, &row.stock.part, world)];
        cells.extend((!blind).then(|| words.qty(row.book, row.unit)));
        cells.extend([counted, label]);
        Row { sign, cells }
    };
    let rows = rows_in(station, no, here);
    // What is in hand may not be in sight: the list is in the order of the numbers.
    let in_hand = in_hand.map(|stock| {
        let shown = |row: &&BinRow| row.stock == *stock && !is_secret(station, blind, row.line.as_ref());
        let counted = rows.iter().find(shown);
        let counted = counted.and_then(|row| Some(words.qty(row.line.as_ref()?.last()?.qty, row.unit)));
        let said = [Some(part_cell(words, stock)), counted].into_iter().flatten().collect::<Vec<_>>();
        fact(words.count_in_hand(), said.join(":  "), Tone::Attention)
    });
    let mut columns =
        vec![column(words.col_part(), Width::Share(2), false, 0), column(words.col_name(), Width::Share(2), false, 2)];
    // Who counts blind does not see the book, and its room is for the names.
    columns.extend((!blind).then(|| column(words.count_book(), Width::Fixed(10), true, 1)));
    columns.extend([
        column(words.count_counted(), Width::Fixed(10), true, 0),
        column(String::new(), Width::Fixed(6), false, 3),
    ]);
    let table = Table {
        columns,
        rows: rows.into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.count_bin_empty(),
        ..Table::default()
    };
    let mut facts = vec![fact(words.col_bin(), here.to_string(), Tone::Attention)];
    facts.extend(in_hand);
    facts.extend(elsewhere(station, here));
    vec![say(Tone::Attention, words.count_scan_part()), Block::Facts(facts), Block::Table(table)]
}

/// Whoever counts again in a blind count is not to know what the first one saw.
fn is_secret(station: &Station, blind: bool, line: Option<&CountLine>) -> bool {
    let again = line.filter(|line| blind && line.state() == LineState::Recount);
    again.and_then(CountLine::last).is_some_and(|last| last.by != station.session.person)
}

/// What left the bin and is easily taken for a loss: in totes, or handed out and not signed for.
fn elsewhere(station: &Station, here: &BinId) -> Vec<Fact> {
    let words = station.words();
    let here = Place::Bin(here.clone());
    let staged = station.book.totes().flat_map(|tote| tote.content.iter().map(move |one| (tote, one)));
    let staged = staged.filter(|(_, one)| one.from == here);
    let staged: Vec<String> = staged.map(|(tote, one)| format!("{} {} {}", one.qty, one.stock.part, tote.id)).collect();
    let unsigned = station.book.jobs().flat_map(|job| job.unsigned().map(move |issue| (job, issue)));
    let unsigned = unsigned.filter(|(_, issue)| issue.from == here && issue.remaining().is_positive());
    let unsigned: Vec<String> =
        unsigned.map(|(job, issue)| format!("{} {} {}", issue.remaining(), issue.stock.part, job.no)).collect();
    let said = [(words.count_staged(), staged), (words.count_unsigned(), unsigned)];
    said.into_iter()
        .filter(|(_, all)| !all.is_empty())
        .map(|(label, all)| fact(label, all.join(", "), Tone::Plain))
        .collect()
}

fn progress(words: Words, count: &Count) -> Vec<Fact> {
    vec![
        fact(words.count_what(), scope(words, &count.scope), Tone::Plain),
        fact(words.count_way(), mode(words, count.blind), Tone::Plain),
    ]
}

/// What was counted, beside the book, and what each line waits for.
pub(super) fn variances(station: &Station, no: &CountNo, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let Some(count) = station.book.count(no) else { return vec![say(Tone::Attention, words.unknown_count(no))] };
    let row = |line: &CountLine| {
        let state = match line.state() {
            LineState::Recount => words.count_recount(),
            LineState::WhyOpen => words.count_why_open(),
            _ => line.reason.map(|reason| words.reason(reason)).unwrap_or_default(),
        };
        // Whoever counts again is not to know what the first one saw.
        let hidden = count.blind && line.state() == LineState::Recount;
        let (counted, variance) = match line.last() {
            Some(last) if !hidden => (last.qty.to_string(), last.variance().to_string()),
            _ => ("?".to_owned(), "?".to_owned()),
        };
        let cells = vec![
            line.bin.to_string(),
            part_cell(words, &line.stock),
            name(station, &line.stock.part, world),
            counted,
            variance,
            state,
        ];
        Row { sign: sign(line), cells }
    };
    let mut rows: Vec<Row> = count.lines.iter().map(row).collect();
    let mut last = vec![String::new(); 6];
    last[1] = words.count_give_up();
    rows.push(Row { sign: Sign::None, cells: last });
    let table = Table {
        columns: vec![
            column(words.col_bin(), Width::Fixed(8), false, 0),
            column(words.col_part(), Width::Share(3), false, 0),
            column(words.col_name(), Width::Share(2), false, 3),
            column(words.count_counted(), Width::Fixed(8), true, 2),
            column(words.count_variance(), Width::Fixed(7), true, 0),
            column(words.state(), Width::Share(2), false, 1),
        ],
        rows,
        selected: Some(station.session.selected),
        ..Table::default()
    };
    vec![say(Tone::Attention, words.variances_hint()), Block::Table(table)]
}

/// What a record says of a count; a posting by its lines and not by its moves.
pub(in crate::station::view) fn headline(words: Words, recorded: &Recorded) -> Option<String> {
    let told = |event: &Event| if let Event::Count(told) = event { Some(told.clone()) } else { None };
    let all: Vec<_> = recorded.entry.events.iter().filter_map(told).collect();
    let first = all.first()?;
    let posted = all.iter().filter(|told| matches!(told.what, Counted::Posted { .. })).count();
    let lines = all.iter().filter(|told| matches!(told.what, Counted::Line { .. })).count();
    Some(match &first.what {
        Counted::Opened { scope: of, blind } => words.count_opened(scope(words, of), mode(words, *blind)),
        Counted::Line { bin, .. } if recorded.entry.meta.command == "CountTags" => words.tags_counted(lines, bin),
        Counted::Line { bin, .. } if lines > 1 => words.count_rest_none(lines, bin),
        Counted::Line { bin, stock, unit, qty, .. } => {
            words.count_line(words.qty(*qty, *unit), part_cell(words, stock), bin)
        }
        Counted::Explained { stock, reason, .. } => words.count_explained(&stock.part, words.reason(*reason)),
        Counted::LabelNeeded { stock, needed: true, .. } => words.count_label_on(&stock.part),
        Counted::LabelNeeded { stock, .. } => words.count_label_off(&stock.part),
        Counted::Posted { .. } => words.count_posted(posted),
        Counted::Closed => words.count_closed(),
        Counted::Withdrawn { .. } => words.count_withdrawn(),
        Counted::Doubted { bin, stock, .. } => words.count_doubted(&stock.part, bin),
    })
}
