//! What lists and reports of a kiosk say, against its log added up by nobody of the program.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::rig::{Bay, tools};

/// Every report of this kiosk says what its log comes to.
pub(super) fn agree(kiosk: &Bay) {
    let log = kiosk.log();
    let facts: Vec<Fact<'_>> = facts(&log);
    let supply = Supply::of(&facts);
    alerts(kiosk, &supply);
    suggestions(kiosk, &supply);
    overstock(kiosk, &supply);
    orders(kiosk, &facts);
    expiry(kiosk, &facts);
    not_moved(kiosk, &facts);
    variances(kiosk, &facts);
    money(kiosk, &facts);
}

/// A fact with the log's line that it stands in.
pub(super) type Fact<'a> = (&'a Value, &'a Value);

pub(super) fn facts(log: &[Value]) -> Vec<Fact<'_>> {
    log.iter()
        .flat_map(|line| line["events"].as_array().into_iter().flatten().map(move |event| (line, event)))
        .collect()
}

pub(super) fn of<'a>(facts: &'a [Fact<'a>], kind: &'a str) -> impl Iterator<Item = Fact<'a>> + Clone {
    facts.iter().copied().filter(move |(_, event)| event["type"] == kind)
}

pub(super) fn number(value: &Value, key: &str) -> i64 {
    value[key].as_i64().unwrap_or_else(|| panic!("{key} of {value}"))
}

/// Thousandths as people write them.
pub(super) fn decimal(thousandths: i64) -> String {
    let (sign, size) = (if thousandths < 0 { "-" } else { "" }, thousandths.unsigned_abs());
    let text = format!("{sign}{}.{:03}", size / 1000, size % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The rows of a report in CSV, by the names of its columns.
fn csv(kiosk: &Bay, tool: &[&str]) -> Vec<BTreeMap<String, String>> {
    let config = kiosk.config.to_str().expect("a path in UTF-8");
    let output = tools::run(&[tool, &["--config", config]].concat());
    assert!(output.status.success(), "{tool:?}: {}", String::from_utf8_lossy(&output.stderr));
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn cells(row: &BTreeMap<String, String>, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| row.get(*name).unwrap_or_else(|| panic!("no column {name}")).clone()).collect()
}

/// Where everything lies: part, lot, serial, condition, place.
pub(super) type Stock<'a> = BTreeMap<[&'a str; 5], i64>;

pub(super) fn stock<'a>(moves: impl Iterator<Item = Fact<'a>>) -> Stock<'a> {
    let mut all = Stock::new();
    for (_, moved) in moves {
        let [part, lot, serial, condition] =
            ["part", "lot", "serial", "condition"].map(|key| moved[key].as_str().unwrap_or(""));
        assert_eq!(moved["owner"], "shop", "nobody brings parts of their own here");
        for (place, change) in [(&moved["from"], -number(moved, "qty")), (&moved["to"], number(moved, "qty"))] {
            *all.entry([part, lot, serial, condition, place.as_str().expect("a place")]).or_default() += change;
        }
    }
    all.retain(|_, qty| *qty != 0);
    all
}

/// What the position of a part is made of.
#[derive(Clone, Copy, Default)]
pub(super) struct Figures {
    pub(super) hand: i64,
    /// Of lots that are past their date.
    pub(super) expired: i64,
    pub(super) ordered: i64,
    pub(super) transit: i64,
    pub(super) allocated: i64,
}

impl Figures {
    pub(super) fn available(self) -> i64 {
        self.hand - self.expired - self.allocated
    }

    pub(super) fn position(self) -> i64 {
        self.available() + self.ordered + self.transit
    }
}

/// The figures of each part that has levels.
pub(super) struct Supply<'a> {
    pub(super) levels: BTreeMap<&'a str, &'a Value>,
    figures: BTreeMap<&'a str, Figures>,
}

/// Until when each lot is good, as it was said last.
fn dates<'a>(facts: &'a [Fact<'a>]) -> BTreeMap<(&'a str, &'a str), &'a str> {
    let said = of(facts, "LotExpires");
    said.map(|(_, it)| ((tools::text(it, "part"), tools::text(it, "lot")), tools::text(it, "expires"))).collect()
}

/// What of each shipment that is not closed has not come: sent from here or by its papers, less what was received.
pub(super) fn on_their_way<'a>(facts: &'a [Fact<'a>]) -> BTreeMap<(&'a str, &'a str), i64> {
    let mut all: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for ([part, .., place], qty) in stock(of(facts, "StockMoved")) {
        if let Some(shipment) = place.strip_prefix("transit:") {
            *all.entry((shipment, part)).or_default() += qty;
        }
    }
    let mut sheets = BTreeSet::new();
    for (_, papers) in of(facts, "ShipmentAnnounced") {
        let shipment = tools::text(papers, "shipment");
        for line in papers["lines"]
            .as_array()
            .filter(|_| sheets.insert((shipment, number(papers, "sheet"))))
            .into_iter()
            .flatten()
        {
            *all.entry((shipment, tools::text(line, "part"))).or_default() += number(line, "qty");
        }
    }
    let closed: BTreeSet<&str> = of(facts, "ShipmentClosed").map(|(_, it)| tools::text(it, "shipment")).collect();
    all.retain(|(shipment, _), _| !closed.contains(shipment));
    all
}

impl<'a> Supply<'a> {
    pub(super) fn of(facts: &'a [Fact<'a>]) -> Supply<'a> {
        let levels = of(facts, "LevelSet").map(|(_, level)| (tools::text(level, "part"), level)).collect();
        let dates = dates(facts);
        let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
        let mut figures: BTreeMap<&str, Figures> = BTreeMap::new();
        for ([part, lot, _, condition, place], qty) in stock(of(facts, "StockMoved")) {
            let of_part = figures.entry(part).or_default();
            if place.starts_with("bin:") && condition != "old" {
                of_part.hand += qty;
                let past = dates.get(&(part, lot)).is_some_and(|date| **date < *today);
                of_part.expired += if past { qty } else { 0 };
            }
        }
        let ours: BTreeSet<&str> = of(facts, "ShipmentSent").map(|(_, it)| tools::text(it, "shipment")).collect();
        for ((_, part), qty) in on_their_way(facts).into_iter().filter(|((shipment, _), _)| !ours.contains(shipment)) {
            figures.entry(part).or_default().transit += qty.max(0);
        }
        for (part, open, _) in open_lines(facts).into_values() {
            figures.entry(part).or_default().ordered += open;
        }
        for (part, wanted) in wanted(facts) {
            figures.entry(part).or_default().allocated += wanted;
        }
        Supply { levels, figures }
    }

    pub(super) fn of_part(&self, part: &str) -> Figures {
        self.figures.get(part).copied().unwrap_or_default()
    }

    pub(super) fn suggested(&self, part: &str) -> i64 {
        let (level, position) = (self.levels[part], self.of_part(part).position());
        if position > number(level, "reorder_point") {
            return 0;
        }
        let (missing, pack) = ((number(level, "max") - position).max(0), number(level, "pack"));
        missing.div_euclid(pack) * pack + if missing % pack > 0 { pack } else { 0 }
    }
}

/// The lines of orders that are not closed: part, what is still to come, what came.
pub(super) fn open_lines<'a>(facts: &'a [Fact<'a>]) -> BTreeMap<(&'a str, i64), (&'a str, i64, i64)> {
    let mut lines = BTreeMap::new();
    for (_, line) in of(facts, "OrderLineAdded") {
        let key = (tools::text(line, "order"), number(line, "line"));
        lines.insert(key, (tools::text(line, "part"), number(line, "qty"), 0));
    }
    for (_, came) in of(facts, "OrderReceived") {
        let key = (tools::text(came, "order"), number(came, "line"));
        let line = lines.get_mut(&key).expect("a line that was ordered");
        line.1 -= number(came, "qty");
        line.2 += number(came, "qty");
    }
    let closed: BTreeSet<&str> = of(facts, "OrderClosed").map(|(_, it)| tools::text(it, "order")).collect();
    lines.retain(|(order, _), _| !closed.contains(order));
    lines.values_mut().for_each(|line| line.1 = line.1.max(0));
    lines
}

/// What open jobs still want of a part: approved, and neither handed out nor in a tote.
fn wanted<'a>(facts: &'a [Fact<'a>]) -> Vec<(&'a str, i64)> {
    let mut states: BTreeMap<&str, &str> = BTreeMap::new();
    let mut got: BTreeMap<(&str, i64), i64> = BTreeMap::new();
    let mut lines: BTreeMap<(&str, i64), &Value> = BTreeMap::new();
    for (_, event) in facts {
        let job = tools::text(event, "job");
        match tools::text(event, "type") {
            "JobOpened" => {
                states.insert(job, tools::text(event, "state"));
            }
            "JobStateChanged" => {
                states.insert(job, tools::text(event, "to"));
            }
            "LineAdded" => {
                lines.insert((job, number(event, "line")), *event);
            }
            "LineStaged" => *got.entry((job, number(event, "line"))).or_default() += number(event, "qty"),
            "StockMoved" => {
                let Some(line) = event["line"].as_i64() else { continue };
                for (place, sign) in [(&event["to"], 1), (&event["from"], -1)] {
                    if let Some(job) = place.as_str().and_then(|place| place.strip_prefix("job:")) {
                        *got.entry((job, line)).or_default() += sign * number(event, "qty");
                    }
                }
            }
            _ => {}
        }
    }
    let open = |job: &str| !["settled", "delivered", "cancelled"].contains(&states[job]);
    let lines = lines.into_iter().filter(|((job, _), line)| line["approved"] == true && open(job));
    lines
        .map(|(key, line)| (tools::text(line, "part"), (number(line, "qty") - got.get(&key).unwrap_or(&0)).max(0)))
        .collect()
}

fn alerts(kiosk: &Bay, supply: &Supply<'_>) {
    let said = tools::of(&["alerts", "--all"], &kiosk.config);
    assert_eq!(said.len(), supply.levels.len(), "every part with levels");
    for line in said {
        let part = tools::text(&line, "part");
        let at = supply.of_part(part);
        let (position, available) = (at.position(), at.available());
        let figures =
            ["on_hand", "expired", "on_order", "in_transit", "allocated", "position", "available", "suggested"];
        let of_it = [at.hand, at.expired, at.ordered, at.transit, at.allocated];
        let expected = [&of_it[..], &[position, available, supply.suggested(part)]].concat();
        assert_eq!(figures.map(|key| number(&line, key)).to_vec(), expected, "{figures:?} of {part}");
        let level = supply.levels[part];
        let state = tools::text(&line, "state");
        let low = ["below-safety", "reorder"].contains(&state);
        if available < number(level, "safety") {
            assert_eq!(state, "below-safety", "{line}");
        } else if position <= number(level, "reorder_point") {
            assert_eq!(state, "reorder", "{line}");
        } else {
            assert!(!low, "{line}");
        }
    }
}

fn suggestions(kiosk: &Bay, supply: &Supply<'_>) {
    let mut said: Vec<_> = csv(kiosk, &["export", "list", "suggestions"]);
    said.sort_by_key(|row| row["part"].clone());
    let names = ["part", "supplier", "qty", "on_hand", "expired", "on_order", "in_transit", "allocated", "position"];
    let said: Vec<_> = said.iter().map(|row| cells(row, &names)).collect();
    let due = supply.levels.iter().filter(|(part, _)| supply.suggested(part) > 0);
    let expected = due.map(|(part, level)| {
        let at = supply.of_part(part);
        let of_it = [at.hand, at.expired, at.ordered, at.transit, at.allocated, at.position()];
        let figures = [&[supply.suggested(part)][..], &of_it].concat().into_iter().map(decimal).collect::<Vec<_>>();
        [vec![(*part).to_owned(), tools::text(level, "supplier").to_owned()], figures].concat()
    });
    assert_eq!(said, expected.collect::<Vec<_>>());
}

fn overstock(kiosk: &Bay, supply: &Supply<'_>) {
    let said = csv(kiosk, &["export", "list", "overstock"]);
    let said: Vec<_> = said.iter().map(|row| cells(row, &["part", "on_hand", "max", "above"])).collect();
    let expected = supply.levels.iter().filter_map(|(part, level)| {
        let (hand, max) = (supply.of_part(part).hand, number(level, "max"));
        (hand > max).then(|| vec![(*part).to_owned(), decimal(hand), decimal(max), decimal(hand - max)])
    });
    let expected: Vec<_> = expected.collect();
    assert!(!expected.is_empty(), "the sample shop has too much of something");
    assert_eq!(said, expected);
}

fn orders(kiosk: &Bay, facts: &[Fact<'_>]) {
    let said = tools::of(&["orders"], &kiosk.config);
    let said = said.iter().map(|line| {
        let figures = ["open", "received"].map(|key| number(line, key));
        ((tools::text(line, "order"), number(line, "line")), (tools::text(line, "part"), figures[0], figures[1]))
    });
    assert_eq!(said.collect::<BTreeMap<_, _>>(), open_lines(facts));
}

/// Lots with a date, as they lie in the bins.
fn expiry(kiosk: &Bay, facts: &[Fact<'_>]) {
    let said = csv(kiosk, &["export", "list", "expiry", "--days", "36500"]);
    let said: BTreeSet<_> = said.iter().map(|row| cells(row, &["part", "lot", "bin", "qty", "expires"])).collect();
    let dates = dates(facts);
    let lying = stock(of(facts, "StockMoved")).into_iter().filter_map(|([part, lot, _, _, place], qty)| {
        let (bin, date) = (place.strip_prefix("bin:")?, dates.get(&(part, lot))?);
        Some([part, lot, bin, &decimal(qty), date].map(str::to_owned).to_vec())
    });
    let expected: BTreeSet<_> = lying.collect();
    assert!(!expected.is_empty(), "a lot came in");
    assert_eq!(said, expected);
}

/// Everything in the bins with the day on which its part last came or went.
fn not_moved(kiosk: &Bay, facts: &[Fact<'_>]) {
    let said = csv(kiosk, &["export", "list", "dead", "--days", "0"]);
    let mut said: Vec<_> = said.iter().map(|row| cells(row, &["part", "bin", "qty", "last_moved"])).collect();
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for (line, moved) in of(facts, "StockMoved") {
        let by_office = line["device"] == 0;
        let shelf =
            |place: &str| place.starts_with("bin:") || place == "quarantine" || (place == "adjust" && !by_office);
        let stays = ["from", "to"].into_iter().all(|end| shelf(tools::text(moved, end)));
        if (by_office || line["trusted"] == true) && !stays {
            let at = last.entry(tools::text(moved, "part")).or_default();
            *at = (*at).max(tools::text(line, "time"));
        }
    }
    let day = |part: &str| {
        let at: jiff::Timestamp = last.get(part)?.parse().expect("a moment");
        Some(at.to_zoned(pitbox::zones::named("Asia/Shanghai").expect("bundled")).strftime("%Y-%m-%d").to_string())
    };
    let lying = stock(of(facts, "StockMoved")).into_iter().filter(|(_, qty)| *qty > 0);
    let mut expected: Vec<_> = lying
        .filter_map(|([part, _, _, _, place], qty)| {
            let bin = place.strip_prefix("bin:")?;
            Some(vec![part.to_owned(), bin.to_owned(), decimal(qty), day(part).unwrap_or_default()])
        })
        .collect();
    said.sort();
    expected.sort();
    assert_eq!(said, expected);
}

/// What a count found: the book is what the log came to before the line was counted.
fn variances(kiosk: &Bay, facts: &[Fact<'_>]) {
    let said = csv(kiosk, &["count", "--csv", "--variances"]);
    let names = ["count", "bin", "part", "book", "counted", "variance", "reason"];
    let said: BTreeSet<_> = said.iter().map(|row| cells(row, &names)).collect();
    let mut found: BTreeMap<[&str; 3], (i64, i64, &str)> = BTreeMap::new();
    for (at, (_, event)) in facts.iter().enumerate() {
        let key = ["count", "bin", "part"].map(|key| tools::text(event, key));
        match tools::text(event, "type") {
            "CountLine" => {
                let place = format!("bin:{}", key[1]);
                let lies = stock(of(&facts[..at], "StockMoved"));
                let here = lies.iter().filter(|([part, .., at], _)| *part == key[2] && *at == place);
                found.insert(key, (here.map(|(_, qty)| qty).sum(), number(event, "qty"), ""));
            }
            "CountExplained" => found.get_mut(&key).expect("counted").2 = tools::text(event, "reason"),
            "CountPosted" => {
                let (book, counted, _) = found[&key];
                assert_eq!(number(event, "variance"), counted - book, "{event}");
            }
            _ => {}
        }
    }
    let differs = found.into_iter().filter(|(_, (book, counted, _))| book != counted);
    let expected: BTreeSet<_> = differs
        .map(|(key, (book, counted, reason))| {
            let figures = [decimal(book), decimal(counted), decimal(counted - book), reason.to_owned()];
            [key.map(str::to_owned).to_vec(), figures.to_vec()].concat()
        })
        .collect();
    assert!(!expected.is_empty(), "a count found something");
    assert_eq!(said, expected);
}

/// What each job is to be charged for parts, and what they cost: quantity times the price at the issue, returns taken off.
fn money(kiosk: &Bay, facts: &[Fact<'_>]) {
    let mut jobs: BTreeMap<&str, [i64; 3]> = BTreeMap::new();
    for (_, moved) in of(facts, "StockMoved") {
        for (end, sign) in [("to", 1), ("from", -1)] {
            if let Some(job) = tools::text(moved, end).strip_prefix("job:") {
                let qty = sign * number(moved, "qty");
                let worth = |key: &str| qty * moved[key]["minor"].as_i64().unwrap_or(0);
                let sums = jobs.entry(job).or_default();
                let more = [qty, worth("price"), worth("cost")];
                sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
            }
        }
    }
    assert!(jobs.len() > 2, "{jobs:?}");
    for (job, expected) in jobs {
        let config = kiosk.config.to_str().expect("a path in UTF-8");
        let rows = tools::lines(&["export", "settlement", "--job", job, "--form", "json", "--config", config]);
        let mut said = [0; 3];
        for row in rows.iter().filter(|row| row["kind"] == "part") {
            let worth = |key: &str| number(row, "qty") * row[key].as_i64().unwrap_or(0);
            let more = [number(row, "qty"), worth("price"), worth("cost")];
            said.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
        assert_eq!(said, expected, "job {job}: pieces, price, cost");
    }
}
