//! "What is this code?": all that can be said of a reading, in words.

use super::super::Station;
use super::super::input::World;
use super::super::meaning::Meaning;
use super::super::resolve::Rule;
use super::super::session::Shown;
use super::jobs::{column, fact};
use super::screen::{self, Block, Row, Sign, Table, Tone, Width};
use crate::domain::book::Book;
use crate::domain::catalogue::CodeHit;
use crate::identify::facts::{Fact, Facts, Kind};
use crate::station::session::PartScan;
use crate::station::words::Words;

pub(super) fn what_is(station: &Station, read: Option<&Shown>, world: World<'_>) -> (String, Vec<Block>) {
    let words = station.words();
    let Some(shown) = read else {
        let lines = vec![words.what_is_scan()];
        return (words.task_what_is(), vec![Block::Banner { tone: Tone::Attention, lines }]);
    };
    let mut facts = vec![
        fact(words.unknown_raw(), shown.facts.raw.clone(), Tone::Attention),
        fact(words.unknown_symbology(), symbology(&shown.facts), Tone::Plain),
        kind_fact(words, &shown.facts),
    ];
    facts.extend(meaning(station, shown.meaning.as_ref(), world));
    facts.extend(shown.facts.facts.iter().filter_map(|fact| said(words, fact)));
    facts.push(fact(words.unknown_device(), shown.device.clone(), Tone::Faint));
    facts.retain(|fact| !fact.value.is_empty());
    let table = elements(words, &shown.facts);
    let table = (!table.rows.is_empty()).then_some(Block::Table(table));
    let end = Block::Text { tone: Tone::Faint, lines: vec![words.what_is_done()] };
    (words.task_what_is(), [Block::Facts(facts)].into_iter().chain(table).chain([end]).collect())
}

fn symbology(facts: &Facts) -> String {
    facts.symbology.as_ref().map(|(aim, name)| format!("{name}  {aim}")).unwrap_or_default()
}

/// The kind, and whether it is only guessed.
fn kind_fact(words: Words, facts: &Facts) -> screen::Fact {
    let kind = kind(words, facts.kind);
    match facts.guessed {
        true => fact(words.what_kind(), words.kind_guessed(kind), Tone::Attention),
        false => fact(words.what_kind(), kind, Tone::Plain),
    }
}

fn kind(words: Words, kind: Kind) -> String {
    match kind {
        Kind::Own => words.kind_own(),
        Kind::OwnDamaged => words.kind_own_damaged(),
        Kind::Gs1 => words.kind_gs1(),
        Kind::Gs1Wrong => words.kind_gs1_wrong(),
        Kind::TradeItem => words.kind_trade_item(),
        Kind::Label => words.kind_label(),
        Kind::LabelWrong => words.kind_label_wrong(),
        Kind::Vin => words.kind_vin(),
        Kind::Badge => words.kind_badge(),
        Kind::Tag => words.kind_tag(),
        Kind::Unknown => words.kind_unknown(),
    }
}

/// What the reading would mean in any other screen, and by which rule.
fn meaning(station: &Station, meaning: Option<&Meaning>, world: World<'_>) -> Vec<screen::Fact> {
    let words = station.words();
    let means = |value: String, tone| vec![fact(words.what_means(), value, tone)];
    let Some(meaning) = meaning else { return means(words.unknown_badge(), Tone::Bad) };
    match meaning {
        Meaning::Part { hits, scan, rule } => parts(words, hits, scan, *rule, world),
        Meaning::Bin(bin) => means(words.is_bin(bin), Tone::Good),
        Meaning::Job(job) => means(words.is_job(job), Tone::Good),
        Meaning::Person(person) => {
            let name = station.book.person(person).map(|person| words.pick(&person.name));
            let known = name.map_or_else(|| words.unknown_badge(), |name| words.means_badge_of(name));
            means(known, Tone::Good)
        }
        Meaning::Vehicle(vin) => means(words.means_vehicle(vin), Tone::Good),
        Meaning::Place(place) => means(words.place(place), Tone::Good),
        Meaning::Refill(label) => means(words.is_refill(&label.part), Tone::Good),
        Meaning::Papers(papers) => {
            means(words.papers_scanned(&papers.shipment, &papers.from, papers.sheet, papers.sheets), Tone::Good)
        }
        Meaning::OldPart(tag) => means(words.is_old_part(tag), Tone::Good),
        Meaning::Tote(tote) => means(words.is_tote(tote), Tone::Good),
        Meaning::Card(card) => means(words.means_card(words.card(*card)), Tone::Good),
        Meaning::Enrolment(_) => means(words.enrol_code(), Tone::Good),
        Meaning::Note(note) => means(words.receive_note(note), Tone::Good),
        Meaning::Damaged { .. } | Meaning::Unknown(_) => means(words.means_nothing(), Tone::Bad),
        Meaning::Unreadable(_) => means(words.unreadable(), Tone::Bad),
    }
}

fn parts(words: Words, hits: &[CodeHit], scan: &PartScan, rule: Rule, world: World<'_>) -> Vec<screen::Fact> {
    let mut facts = Vec::new();
    for hit in hits {
        let known = world.catalogue.part(&hit.part);
        let qty = scan.qty.unwrap_or(hit.qty);
        let qty = known.as_ref().map_or_else(|| qty.to_string(), |part| words.qty(qty, part.unit));
        let name = known.as_ref().map(|part| words.part_name(part)).unwrap_or_default();
        let said = format!("{qty} {}  {name}", hit.part);
        facts.push(fact(words.what_means(), said.trim_end().to_owned(), Tone::Good));
        if let Some(newer) = known.and_then(|part| part.superseded_by) {
            let said = if newer.interchangeable { words.newer_both(&newer.by) } else { newer.by.to_string() };
            facts.push(fact(words.newer_number(), said, Tone::Attention));
        }
    }
    let rule = match rule {
        Rule::OwnLabel => words.rule_own_label(),
        Rule::Gtin => words.rule_gtin(),
        Rule::MakerNumber => words.rule_maker(),
        Rule::PartNumber => words.rule_part(),
        Rule::SupplierNumber => words.rule_supplier(),
        Rule::Taught => words.rule_taught(),
    };
    let asks = if hits.len() > 1 { words.means_either() } else { String::new() };
    facts.push(fact(words.what_note(), asks, Tone::Attention));
    facts.push(fact(words.what_rule(), rule, Tone::Plain));
    facts
}

/// One fact; elements and fields stand in a table of their own.
fn said(words: Words, told: &Fact) -> Option<screen::Fact> {
    let (label, value, tone) = match told {
        Fact::Element { .. } | Fact::Field { .. } => return None,
        Fact::MayBe { form, number } => (words.may_be(), format!("{form} {number}"), Tone::Plain),
        Fact::Vin(vin) => (words.vin(), vin.clone(), Tone::Plain),
        Fact::Maker(maker) => (words.maker(), (*maker).to_owned(), Tone::Plain),
        Fact::Country(country) => (words.country(), (*country).to_owned(), Tone::Plain),
        Fact::ModelYear { year, certain } => {
            let year = if *certain { year.to_string() } else { words.not_certain(year) };
            (words.model_year(), year, Tone::Plain)
        }
        Fact::CheckDigit { expected, fits: true } => (words.check_digit(), words.check_fits(expected), Tone::Plain),
        Fact::CheckDigit { expected, fits: false } => {
            (words.check_digit(), words.check_fits_not(expected), Tone::Attention)
        }
        Fact::Uri(uri) => ("EPC".to_owned(), uri.clone(), Tone::Plain),
        Fact::Remark(remark) => (words.unknown_why(), words.remark(remark), Tone::Attention),
    };
    Some(fact(label, value, tone))
}

/// GS1 elements and fields with data identifiers.
fn elements(words: Words, facts: &Facts) -> Table {
    let row = |told: &Fact| match told {
        Fact::Element { ai, title, value } => {
            Some([format!("({ai})"), words.application_identifier(ai, title), value.clone()])
        }
        Fact::Field { di, meaning, value } => Some([di.clone(), words.data_identifier(di, meaning), value.clone()]),
        Fact::MayBe { .. }
        | Fact::Vin(_)
        | Fact::Maker(_)
        | Fact::Country(_)
        | Fact::ModelYear { .. }
        | Fact::CheckDigit { .. }
        | Fact::Uri(_)
        | Fact::Remark(_) => None,
    };
    let rows = facts.facts.iter().filter_map(row);
    Table {
        columns: vec![
            column(words.col_identifier(), Width::Fixed(10), false, 0),
            column(words.col_meaning(), Width::Share(2), false, 1),
            column(words.col_value(), Width::Share(3), false, 0),
        ],
        rows: rows.map(|cells| Row { sign: Sign::None, cells: cells.to_vec() }).collect(),
        ..Table::default()
    }
}
