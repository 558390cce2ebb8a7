//! What the lists of a kiosk show, read off its screen, against its log added up by nobody of the program.

use std::collections::BTreeSet;

use super::reports::{Fact, Supply, decimal, facts, number, of, open_lines, stock};
use crate::rig::{Bay, tools};

/// Wide and high enough that nothing is cut and nothing is out of sight.
pub(super) const ROOMY: (u16, u16) = (170, 70);

/// Every list on the screen of this counter, at which a clerk is logged on, says what its log comes to.
pub(super) fn agree(counter: &mut Bay, parts: &[&str]) {
    let log = counter.log();
    let facts: Vec<Fact<'_>> = facts(&log);
    let supply = Supply::of(&facts);
    counter.terminal.resize(ROOMY.0, ROOMY.1);
    for part in parts {
        lies(counter, part, &facts);
    }
    counter.scan_code("card", "home", "What next?");
    counter.terminal.keys(",");
    counter.terminal.sees("Not moved for 180 days");
    alerts(counter, &supply);
    suggestions(counter, &supply);
    orders(counter, &facts);
    expiry(counter, &facts);
    overstock(counter, &supply);
}

/// The cells of a line of the screen that say something, without the marker and the sign in front.
pub(super) fn cells(line: &str) -> Vec<String> {
    let row = line.trim().trim_start_matches(|sign: char| " >●○⏸◐✘✔".contains(sign));
    row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

/// The rows below the line that has these heads, up to the rule above what the keys do. The screen is the one with the words.
pub(super) fn table(counter: &Bay, words: &str, heads: &[&str]) -> Vec<Vec<String>> {
    let is_heads = |line: &str| heads.iter().all(|head| line.contains(head));
    let screen = counter.terminal.wait(words, |text| text.contains(words) && text.lines().any(is_heads));
    assert!(!screen.contains("\u{2026}"), "something is cut:\n{screen}");
    let below = screen.lines().skip_while(|line| !is_heads(line)).skip(1);
    let rows = below.take_while(|line| !line.contains("Esc  back") && !line.contains("\u{2500}\u{2500}")).map(cells);
    rows.filter(|row| row.len() > 1).collect()
}

/// A number as the screen shows it, with or without a unit.
pub(super) fn figure(cell: &str) -> &str {
    cell.split(' ').next().unwrap_or_default()
}

/// Back from a list to the store desk.
fn back(counter: &Bay) {
    counter.terminal.keys("\x1b");
    counter.terminal.sees("Not moved for 180 days");
}

/// How much there is, and in which bins.
pub(super) fn lies(counter: &mut Bay, part: &str, facts: &[Fact<'_>]) {
    let all = stock(of(facts, "StockMoved"));
    let bins = all.into_iter().filter(|([of, _, _, _, place], _)| *of == part && place.starts_with("bin:"));
    let expected: BTreeSet<_> =
        bins.map(|([_, _, _, _, place], qty)| (place.replace("bin:", "bin "), decimal(qty))).collect();
    let on_hand: i64 = expected.iter().map(|(_, qty)| qty.parse::<i64>().expect("whole pieces")).sum();
    counter.scan_code("part", part, &format!("Part {part}"));
    let screen = counter.terminal.sees(&format!("{on_hand} on hand"));
    let rows = screen.lines().skip_while(|line| !line.contains("Where it lies")).map(cells);
    let shown: BTreeSet<_> = rows
        .filter(|row| row.first().is_some_and(|place| place.starts_with("bin ")))
        .map(|row| (row[0].clone(), figure(&row[1]).to_owned()))
        .collect();
    assert_eq!(shown, expected, "{part}:\n{screen}");
}

/// All parts that are low, with what is free, when to order and how much.
fn alerts(counter: &Bay, supply: &Supply<'_>) {
    counter.terminal.keys("1");
    let rows = table(counter, "Alerts", &["free", "reorder at"]);
    let free = |part: &str| supply.of_part(part).available();
    let is_low = |part: &str| {
        let level = supply.levels[part];
        free(part) < number(level, "safety") || supply.of_part(part).position() <= number(level, "reorder_point")
    };
    let listed: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    let low: BTreeSet<&str> = supply.levels.keys().copied().filter(|part| is_low(part)).collect();
    assert!(!low.is_empty() && low.is_subset(&listed), "low are {low:?}, on the screen {listed:?}");
    for row in rows {
        let part = row[0].as_str();
        let mut expected = vec![free(part), number(supply.levels[part], "reorder_point")];
        expected.extend(Some(supply.suggested(part)).filter(|qty| *qty > 0));
        let expected: Vec<String> = expected.into_iter().map(decimal).collect();
        let shown: Vec<&str> = row[2..2 + expected.len()].iter().map(|cell| figure(cell)).collect();
        assert_eq!(shown, expected, "{row:?}");
    }
    back(counter);
}

/// What is to be ordered, and the figures behind it.
fn suggestions(counter: &Bay, supply: &Supply<'_>) {
    counter.terminal.keys("2");
    let rows = table(counter, "Purchase suggestions", &["on hand", "on order"]);
    let shown: BTreeSet<Vec<String>> = rows
        .iter()
        .map(|row| {
            let (texts, figures) = row.split_at(3);
            [texts[..2].to_vec(), figures.iter().map(|cell| figure(cell).to_owned()).collect()].concat()
        })
        .collect();
    let due = supply.levels.iter().filter(|(part, _)| supply.suggested(part) > 0);
    let due: Vec<_> = due.collect();
    let some_past = due.iter().any(|(part, _)| supply.of_part(part).expired != 0);
    let expected: BTreeSet<Vec<String>> = due
        .into_iter()
        .map(|(part, level)| {
            let at = supply.of_part(part);
            let past = if some_past { &[at.expired][..] } else { &[] };
            let of_it = [at.ordered, at.transit, at.allocated, supply.suggested(part)];
            let figures = [&[at.hand], past, &of_it].concat().into_iter().map(decimal).collect();
            [vec![tools::text(level, "supplier").to_owned(), (*part).to_owned()], figures].concat()
        })
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(shown, expected);
    back(counter);
}

/// Each order with its lines: what came of how much, and what is still to come.
fn orders(counter: &Bay, facts: &[Fact<'_>]) {
    let lines = open_lines(facts);
    let all: BTreeSet<&str> = lines.keys().map(|(order, _)| *order).collect();
    counter.terminal.keys("3");
    let listed = table(counter, "Purchase orders", &["supplier", "expected"]);
    assert_eq!(listed.iter().map(|row| row[0].as_str()).collect::<BTreeSet<_>>(), all);
    for (nth, row) in listed.iter().enumerate() {
        counter.terminal.keys(&"\x1b[B".repeat(nth));
        counter.terminal.keys("\r");
        let shown = table(counter, &format!("Order {}", row[0]), &["received", "back order"]);
        let shown: BTreeSet<(String, String, String)> = shown
            .iter()
            .filter(|line| line.iter().any(|cell| cell.contains(" / ")))
            .map(|line| {
                let at = line.iter().position(|cell| cell.contains(" / ")).expect("came / ordered");
                let is_number = |text: &&str| text.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
                let open = line[at + 1..].iter().map(|cell| figure(cell)).find(is_number).unwrap_or("0");
                let came = line[at].rsplit_once(' ').map_or(line[at].as_str(), |(figures, _)| figures);
                (line[0].clone(), came.to_owned(), open.to_owned())
            })
            .collect();
        let of_this = lines.iter().filter(|((order, _), _)| *order == row[0]);
        let expected: BTreeSet<_> = of_this
            .map(|(_, (part, open, came))| {
                let ordered = of(facts, "OrderLineAdded")
                    .find(|(_, line)| tools::text(line, "order") == row[0] && tools::text(line, "part") == *part);
                let ordered = ordered.map_or(0, |(_, line)| number(line, "qty"));
                ((*part).to_owned(), format!("{} / {}", decimal(*came), decimal(ordered)), decimal(*open))
            })
            .collect();
        assert_eq!(shown, expected, "order {}", row[0]);
        counter.terminal.keys("\x1b");
        table(counter, "Purchase orders", &["supplier", "expected"]);
    }
    back(counter);
}

/// Lots that expire within 90 days or have expired, bin by bin.
fn expiry(counter: &Bay, facts: &[Fact<'_>]) {
    let last = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(90 * 24);
    let last = last.to_zoned(pitbox::zones::named("Asia/Shanghai").expect("bundled")).strftime("%Y-%m-%d").to_string();
    let dates: Vec<[&str; 3]> =
        of(facts, "LotExpires").map(|(_, it)| ["part", "lot", "expires"].map(|key| tools::text(it, key))).collect();
    let lying = stock(of(facts, "StockMoved")).into_iter().filter_map(|([part, lot, _, _, place], qty)| {
        let [_, _, expires] = dates.iter().find(|[of, number, _]| *of == part && *number == lot)?;
        let bin = place.strip_prefix("bin:").filter(|_| **expires <= *last)?;
        Some([part.to_owned(), lot.to_owned(), bin.to_owned(), decimal(qty), (*expires).to_owned()])
    });
    let expected: BTreeSet<_> = lying.collect();
    assert!(!expected.is_empty(), "the sample shop has a lot that is past its date");
    counter.terminal.keys("7");
    let rows = table(counter, "Expires within 90 days", &["lot", "good until"]);
    for row in &expected {
        let found = rows.iter().any(|shown| {
            let figures: Vec<&str> = shown.iter().map(|cell| figure(cell)).collect();
            row.iter().all(|cell| shown.contains(cell) || figures.contains(&cell.as_str()))
        });
        assert!(found, "{row:?} is not among {rows:?}");
    }
    assert_eq!(rows.len(), expected.len(), "{rows:?}");
    back(counter);
}

/// What lies there above its maximum.
fn overstock(counter: &Bay, supply: &Supply<'_>) {
    counter.terminal.keys("8");
    let rows = table(counter, "Above the maximum", &["maximum", "above"]);
    let shown: BTreeSet<Vec<String>> = rows
        .iter()
        .map(|row| {
            let (texts, figures) = row.split_at(2);
            [vec![texts[0].clone()], figures.iter().map(|cell| figure(cell).to_owned()).collect()].concat()
        })
        .collect();
    let expected: BTreeSet<Vec<String>> = supply
        .levels
        .iter()
        .filter_map(|(part, level)| {
            let (hand, max) = (supply.of_part(part).hand, number(level, "max"));
            (hand > max).then(|| [vec![(*part).to_owned()], [hand, max, hand - max].map(decimal).to_vec()].concat())
        })
        .collect();
    assert_eq!(shown, expected);
}

/// A line of a count on the screen, before it is posted: what was counted, and how far that is from what the log comes to.
pub(super) fn variance(counter: &Bay, screen: &str, bin: &str, part: &str, counted: i64) {
    let log = counter.log();
    let facts = facts(&log);
    let place = format!("bin:{bin}");
    let all = stock(of(&facts, "StockMoved"));
    let book: i64 = all.iter().filter(|([of, _, _, _, at], _)| *of == part && *at == place).map(|(_, qty)| qty).sum();
    let row = screen.lines().map(cells).find(|row| row.first().is_some_and(|first| first == bin));
    let row = row.unwrap_or_else(|| panic!("{bin} is on the screen:\n{screen}"));
    let figures = [decimal(counted), decimal(counted - book)];
    assert!(
        row.contains(&part.to_owned()) && figures.iter().all(|figure| row.contains(figure)),
        "{figures:?}: {row:?}"
    );
}
