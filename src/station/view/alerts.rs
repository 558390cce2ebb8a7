//! The parts that have run low: the list, and what is said of a part.

use super::super::Station;
use super::super::input::World;
use super::jobs::{column, fact};
use super::screen::{Block, Fact, Row, Sign, Table, Tone, Width};
use super::store_desk::name_of;
use crate::domain::book::Book;
use crate::domain::ids::PartNo;
use crate::domain::supply::{Standing, Urgency};
use crate::station::words::Words;
use crate::sync::plan::LinkState;

/// How old the hub's part of the picture is.
fn as_of(station: &Station, world: World<'_>) -> Fact {
    let words = station.words();
    let (said, tone) = match station.plan.link() {
        LinkState::Online => (words.alerts_now(), Tone::Good),
        LinkState::Starting => (words.alerts_as_of_start(), Tone::Attention),
        LinkState::Offline { since, .. } => {
            let minutes = world.now.steady.saturating_sub(since).as_secs() / 60;
            let age = match minutes {
                0..60 => words.age_minutes(minutes),
                60..2880 => words.age_hours(minutes / 60),
                _ => words.age_days(minutes / 1440),
            };
            (words.alerts_as_of(age), Tone::Attention)
        }
    };
    fact(words.stock_as_of(), said, tone)
}

pub(super) fn alerts(station: &Station, world: World<'_>) -> Vec<Block> {
    let words = station.words();
    let row = |one: &Standing| {
        let unit = one.level.unit;
        let cells = vec![
            one.level.part.to_string(),
            name_of(station, &one.level.part, world),
            words.qty(one.position.available(), unit),
            words.qty(one.level.reorder_point, unit),
            if one.suggested().is_positive() { words.qty(one.suggested(), unit) } else { String::new() },
            state(station, one, world),
        ];
        Row { sign: sign(one, world.now.wall_ms), cells }
    };
    let table = Table {
        columns: vec![
            column(words.col_part(), Width::Share(5), false, 0),
            column(words.col_name(), Width::Share(3), false, 2),
            column(words.col_free(), Width::Fixed(9), true, 0),
            column(words.col_reorder(), Width::Fixed(10), true, 1),
            column(words.col_to_order(), Width::Fixed(8), true, 0),
            column(words.state(), Width::Share(3), false, 1),
        ],
        rows: station.low.all().into_iter().map(row).collect(),
        selected: Some(station.session.selected),
        empty: words.alerts_none(),
        title: String::new(),
    };
    vec![Block::Facts(vec![as_of(station, world)]), Block::Table(table)]
}

fn sign(one: &Standing, now_ms: i64) -> Sign {
    match one.urgency() {
        Some(Urgency::BelowSafety) if one.is_new(now_ms) => Sign::Wrong,
        Some(Urgency::Recovering) | None => Sign::Partly,
        Some(_) if one.is_new(now_ms) => Sign::Waiting,
        Some(_) => Sign::Info,
    }
}

/// How urgent it is, and who has seen it.
fn state(station: &Station, one: &Standing, world: World<'_>) -> String {
    let words = station.words();
    let urgency = match one.urgency() {
        Some(Urgency::BelowSafety) => words.urgency_safety(),
        Some(Urgency::Reorder) => words.urgency_reorder(),
        Some(Urgency::Recovering) | None => words.urgency_recovering(),
    };
    let Some(alert) = &one.alert else { return urgency };
    let seen = match (alert.snoozed_until_ms, &alert.seen_by) {
        (Some(until), _) if world.now.wall_ms < until => {
            words.alert_snoozed(station.settings.zone.short(until, world.now.wall_ms))
        }
        (None, Some(by)) => {
            let name = station.book.person(by).map_or_else(|| by.to_string(), |person| words.pick(&person.name));
            words.alert_seen_by(name)
        }
        _ => return urgency,
    };
    format!("{urgency}, {seen}")
}

impl Words {
    /// That a part has run low, and what is to be done about it.
    pub(in crate::station) fn low(self, one: &Standing) -> Vec<String> {
        let (level, at) = (&one.level, one.position);
        let qty = |qty| self.qty(qty, level.unit);
        let said = match one.urgency() {
            Some(Urgency::BelowSafety) => self.low_safety(&level.part, qty(at.available()), qty(level.safety)),
            Some(_) => self.low_now(&level.part, qty(at.available()), qty(level.reorder_point)),
            None => return Vec::new(),
        };
        let next = if one.suggested().is_positive() {
            Some(self.low_suggest(qty(one.suggested()), &level.supplier))
        } else {
            at.on_order.is_positive().then(|| self.low_covered(qty(at.on_order)))
        };
        std::iter::once(said).chain(next).collect()
    }
}

/// The levels of a part and how its position is made, for the screen of the part.
pub(super) fn part_facts(station: &Station, part: &PartNo, world: World<'_>) -> Vec<Fact> {
    let words = station.words();
    let Some(one) = crate::domain::supply::standing(&station.book, part, crate::station::low::today(world.now)) else {
        return Vec::new();
    };
    let (level, at) = (&one.level, one.position);
    let tone = if one.urgency().is_some() { Tone::Attention } else { Tone::Plain };
    let hand = match at.expired {
        crate::domain::qty::Qty::ZERO => words.position_hand(at.on_hand),
        expired => words.position_hand_past(at.on_hand, expired),
    };
    let position =
        words.why_position(hand, at.on_order, at.in_transit, at.allocated, words.qty(at.total(), level.unit));
    let bought = words.bought_how(&level.supplier, words.qty(level.pack, level.unit), level.lead_days);
    let mut facts = vec![
        fact(words.col_position(), position, tone),
        fact(words.levels(), words.levels_are(level.safety, level.reorder_point, level.max), Tone::Plain),
        fact(words.bought_at(), bought, Tone::Faint),
    ];
    facts.extend(level.class.map(|class| fact(words.abc_class(), class.code().to_owned(), Tone::Faint)));
    if let Some(basis) = &level.basis {
        let thousandths = |n: i64| crate::domain::qty::Qty(n);
        let said = words.computed_how(
            thousandths(basis.z.into()),
            thousandths(basis.lead),
            thousandths(basis.sd),
            thousandths(basis.mean),
            thousandths(basis.sd_lead),
            level.safety,
        );
        facts.push(fact(words.computed(), said, Tone::Faint));
    }
    facts
}
