//! A day of the store: claims, sales, totes, old parts, inspection, drums, and a shipment to another shop. Whatever its lists and
//! its stock say is what the log says when somebody else adds it up.

use std::collections::{BTreeMap, BTreeSet};

use pitbox::domain::ids::{PartNo, ShipmentNo, SiteId, TagNo, ToteId};
use pitbox::domain::qty::{Qty, Unit};
use pitbox::domain::shipment::{Papers, SentLine};
use pitbox::domain::stock::Stock;
use pitbox::identify::own::papers::sheets;
use pitbox::identify::own::{OwnCode, encode};

use super::all_at_hub;
use super::day::{Sums, comes, recount, stock};
use super::on_screen::{ROOMY, figure, lies, table};
use super::people::{LI, NOVAK, SUN, WANG};
use super::reports::{Fact, decimal, facts, number, of, on_their_way, stock as lying};
use crate::rig::{Bay, Setup, Site, tools};

const FILTER: &str = "04E115561H";
const PADS: &str = "5NA698151A";
const CABIN: &str = "87139-0N010";
const THERMOSTAT: &str = "11537644811";
const CLUTCH: &str = "0AM198140L";
const COOLANT: &str = "GLYSANTIN-G30-20";
const OIL_FILTER: &str = "15400-RTA-003";

#[test]
fn a_day_of_the_store_adds_up_at_two_shops() {
    let site = Site::sample();
    let mut counter = site.kiosk(Setup { size: ROOMY, ..Setup::counter() });
    comes(&counter, SUN, "Sun Min");
    claims(&mut counter);
    sales(&mut counter);
    totes(&mut counter);
    warranty(&mut counter);
    inspection(&mut counter);
    let papers = ships(&mut counter);
    all_at_hub(&site, &counter);
    agree(&mut counter);

    let other = Site::sample();
    let mut there = other.kiosk(Setup { size: ROOMY, ..Setup::counter() });
    comes(&there, SUN, "Sun Min");
    arrives(&mut there, &papers);
    all_at_hub(&other, &there);
    agree(&mut there);
}

/// Two of a delivery are damaged, of which one was taken in; another part is wrong, and the supplier replaces it.
fn claims(counter: &mut Bay) {
    counter.scan_code("card", "receive", "Receive");
    for (part, choice, qty) in [(PADS, "choice-2", Some("2")), (FILTER, "choice-3", None)] {
        counter.scan_code("part", part, "saved - ");
        counter.scan_code("card", "return", &format!("What is wrong with {part}"));
        counter.scan_code("card", choice, "sets the quantity");
        if let Some(qty) = qty {
            counter.terminal.keys(&format!("{qty}\r"));
            counter.terminal.sees(&format!(" {qty} set"));
        }
        counter.scan_code("card", "done", "saved - Claim noted");
    }
    counter.scan_code("card", "home", "What next?");
    counter.terminal.keys(",4");
    let rows = table(counter, "Claims on suppliers", &["what", "claim by"]);
    let nth = rows.iter().position(|row| row[0] == FILTER).expect("its claim");
    counter.terminal.keys(&"\x1b[B".repeat(nth));
    counter.terminal.keys("\r");
    counter.terminal.sees("replaced");
    counter.terminal.keys("2");
    counter.terminal.sees("saved - Claim settled: replaced");
}

/// One sale is collected, one is paid, one is neither; a line of it was scanned twice.
fn sales(counter: &mut Bay) {
    for (slip, collected) in [(Some("POS-4401"), true), (Some("POS-4402"), false), (None, false)] {
        counter.scan_code("card", "sell", "Scan a part to begin a sale");
        counter.scan_code("part", OIL_FILTER, "Scan the parts; DONE");
        counter.terminal.sees("1 pc  ");
        counter.scan_code("part", CABIN, CABIN);
        counter.scan_code("part", OIL_FILTER, "2 pc  ");
        if let Some(slip) = slip {
            counter.scan_sees(slip, &format!("is paid: {slip}"));
        }
        if collected {
            // The same again at once would be a stutter of the scanner.
            counter.scan_code("card", "home", "What next?");
            counter.scan_sees(slip.expect("it is paid"), "was collected");
        }
    }
}

/// One tote is issued, another stands.
fn totes(counter: &mut Bay) {
    for (job, part) in [("4705", OIL_FILTER), ("4701", FILTER)] {
        counter.scan_code("card", "pre-pick", "Pre-pick");
        counter.scan_code("job", job, part);
        counter.scan_code("part", part, &format!("saved - Picked: 1 pc {part}"));
        counter.scan_code("card", "home", "What next?");
    }
    counter.scan_sees(&encode(&OwnCode::Tote(ToteId::new("T-4701").expect("a tote"))), "issued, 1 in all, to job 4701");
    counter.badge(WANG);
    counter.terminal.sees("saved - Signed by Wang Lei");
}

/// Parts of a warranty job, one of them poured from a drum: two old parts stay, one of them goes to the maker.
fn warranty(counter: &mut Bay) {
    counter.scan_code("job", "4713", "Job 4713");
    counter.scan_code("part", COOLANT, "saved - Issued: 8 l");
    counter.scan_code("part", THERMOSTAT, &format!("saved - Issued: 1 pc {THERMOSTAT}"));
    counter.badge(LI);
    counter.terminal.sees("saved - Signed by Li Jianguo");
    counter.scan_code("card", "old-part", "Old parts of job 4713");
    counter.scan_code("part", THERMOSTAT, "what was wrong with it?");
    counter.scan_code("card", "choice-4", &format!("saved - Old part kept: {THERMOSTAT}, tag 4713-1"));
    counter.scan_code("card", "home", "What next?");
    counter.scan_code("job", "4706", "Job 4706");
    counter.scan_code("part", CLUTCH, &format!("saved - Issued: 1 pc {CLUTCH}"));
    counter.badge(NOVAK);
    counter.terminal.sees("saved - Signed by Peter Novak");
    counter.scan_code("card", "old-part", "Old parts of job 4706");
    counter.scan_code("part", CLUTCH, "what was wrong with it?");
    counter.scan_code("card", "choice-4", &format!("saved - Old part kept: {CLUTCH}, tag 4706-1"));
    counter.scan_code("card", "home", "What next?");
    counter.scan_sees(&encode(&OwnCode::OldPart(TagNo::new("4706-1").expect("a tag"))), "where does it go?");
    counter.scan_code("card", "choice-1", "gone to: claims");
}

/// What was handed out comes back opened, and waits.
fn inspection(counter: &mut Bay) {
    counter.scan_code("job", "4703", "Job 4703");
    counter.scan_code("part", CABIN, &format!("saved - Issued: 1 pc {CABIN}"));
    counter.scan_code("card", "return", "Scan the part that comes back");
    counter.scan_code("part", CABIN, "Scan the bin for");
    counter.scan_code("card", "return", &format!("saved - To inspection: 1 pc {CABIN}"));
}

/// Three parts go to another shop. What its papers say is taken from the log.
fn ships(counter: &mut Bay) -> Papers {
    counter.scan_code("card", "home", "What next?");
    counter.terminal.keys(";6");
    counter.terminal.sees("Shipments to other shops");
    counter.terminal.keys("\r");
    counter.terminal.sees("Type the number of the shop");
    counter.terminal.keys("SH02\r");
    counter.terminal.sees("Scan each part; DONE prints the papers");
    counter.scan_code("part", FILTER, "1 pc  ");
    counter.terminal.keys("3\r");
    counter.terminal.sees("saved - Quantity is now 3 pc");
    counter.scan_code("card", "done", "Shipments to other shops");
    let log = counter.log();
    let facts = facts(&log);
    let sent = of(&facts, "ShipmentSent").last().expect("it was sent").1;
    let shipment = ShipmentNo::new(tools::text(sent, "shipment")).expect("a number");
    let line = |(&(_, part), &qty): (&(&str, &str), &i64)| SentLine {
        stock: Stock::plain(PartNo::new(part).expect("a part")),
        unit: Unit::Piece,
        qty: Qty(qty),
    };
    let lines: Vec<SentLine> = on_their_way(&facts).iter().map(line).collect();
    let mut sheets = sheets(&shipment, &SiteId::new("SH01").expect("a site"), &lines);
    assert_eq!((sheets.len(), lines.len()), (1, 1));
    sheets.remove(0)
}

/// The other shop scans the papers, and finds two of the three, and a part that it did not expect.
fn arrives(there: &mut Bay, papers: &Papers) {
    there.scan_sees(&encode(&OwnCode::Papers(Box::new(papers.clone()))), "sheet 1 of 1");
    there.scan_code("part", FILTER, "1 pc  ");
    there.scan_code("part", CABIN, CABIN);
    there.scan_code("part", FILTER, "2 pc  ");
}

/// Every list of the store, and the stock of the tools, against the log.
fn agree(kiosk: &mut Bay) {
    let log = kiosk.log();
    let facts = facts(&log);
    // What was collected is the customer's, and no stock of the shop's any more.
    let gone: BTreeSet<String> =
        of(&facts, "SaleCollected").map(|(_, it)| format!("sale:{}", tools::text(it, "sale"))).collect();
    let (said, mut expected) = (stock(kiosk), recount(&log));
    expected.retain(|(_, place), _| !gone.contains(place));
    let differs = |a: &Sums, b: &Sums| {
        a.iter().filter(|(at, qty)| b.get(*at) != Some(qty)).map(|(at, qty)| (at.clone(), *qty)).collect::<Sums>()
    };
    assert_eq!(differs(&said, &expected), differs(&expected, &said), "{}", kiosk.config.display());
    home(kiosk);
    // What is left in the drum, and of parts that went everywhere.
    for part in [COOLANT, FILTER, CABIN, PADS] {
        lies(kiosk, part, &facts);
    }
    let mut wrong = Vec::new();
    for (keys, title, heads, columns, expected) in [
        (",4", "Claims on suppliers", &["what", "claim by"][..], &[0, 1, 2][..], open_claims(&facts)),
        (";1", "Pre-pick", &["promised", "to pick"], LAST, to_pick(&facts)),
        (";2", "Counter sale", &["since", "lines"], &[0, 2, 3], open_sales(&facts)),
        (";5", "Old parts on the shelf", &["tag", "held until"], &[0, 1], old_parts(&facts)),
        (";6", "Shipments to other shops", &["shipment", "in transit"], LAST, shipments(&facts)),
        (";9", "Inspection: opened or fitted", &["part", "qty"], &[0, 2], quarantine(&facts)),
    ] {
        home(kiosk);
        kiosk.terminal.keys(keys);
        let shown = if columns == LAST { ends(kiosk, title, heads) } else { listed(kiosk, title, heads, columns) };
        if shown != expected {
            wrong.push(format!("{title}: {expected:?} by the log:\n{}", kiosk.terminal.text()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first cell of a row and its last number.
const LAST: &[usize] = &[];

/// Back to the menu. Another card comes first: the same one twice at once would be a stutter of the scanner.
fn home(kiosk: &mut Bay) {
    kiosk.scan_code("card", "jobs", "Jobs");
    kiosk.scan_code("card", "home", "What next?");
}

type Rows = BTreeSet<Vec<String>>;

/// The rows of the list with this title; none where it says that there are none.
fn rows(kiosk: &Bay, title: &str, heads: &[&str]) -> Vec<Vec<String>> {
    let is_title = |text: &str| text.lines().take(4).any(|line| line.trim() == title);
    let screen = kiosk.terminal.wait(title, is_title);
    let is_heads = |line: &str| heads.iter().all(|head| line.contains(head));
    if screen.lines().any(is_heads) { table(kiosk, title, heads) } else { Vec::new() }
}

/// These cells of a list, without units; the row of a new one is left out.
fn listed(kiosk: &Bay, words: &str, heads: &[&str], columns: &[usize]) -> Rows {
    let rows = rows(kiosk, words, heads).into_iter().filter(|row| columns.iter().all(|column| *column < row.len()));
    rows.map(|row| columns.iter().map(|column| plain(&row[*column])).collect()).collect()
}

/// The first and the last number of each row: how many parts of a job are to be picked, how much of a shipment is on its way.
fn ends(kiosk: &Bay, words: &str, heads: &[&str]) -> Rows {
    let is_number = |cell: &&String| cell.chars().all(|letter| letter.is_ascii_digit());
    let rows = rows(kiosk, words, heads).into_iter();
    let both = rows.filter_map(|row| Some(vec![row[0].clone(), row[1..].iter().rfind(is_number)?.clone()]));
    both.collect()
}

/// A quantity without its unit; anything else as it is.
fn plain(cell: &str) -> String {
    let number = figure(cell);
    let is_number = number.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    if is_number { number.to_owned() } else { cell.to_owned() }
}

/// Part, what is wrong, how much.
fn open_claims(facts: &[Fact<'_>]) -> Rows {
    let settled: BTreeSet<&str> = of(facts, "FaultSettled").map(|(_, it)| tools::text(it, "fault")).collect();
    let open = of(facts, "DeliveryFaultFound").filter(|(line, _)| !settled.contains(tools::text(line, "id")));
    let row = |(_, it): Fact<'_>| {
        let what = if it["kind"] == "wrong" { "wrong part" } else { tools::text(it, "kind") };
        vec![tools::text(it, "part").to_owned(), what.to_owned(), decimal(number(it, "qty"))]
    };
    open.map(row).collect()
}

/// Sales that were not collected: the number, of how many parts, and whether it is paid.
fn open_sales(facts: &[Fact<'_>]) -> Rows {
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for ([part, _, _, _, place], qty) in lying(of(facts, "StockMoved")) {
        if let Some(sale) = place.strip_prefix("sale:").filter(|_| qty > 0) {
            parts.entry(sale).or_default().insert(part);
        }
    }
    let slips = of(facts, "SalePaid").map(|(_, it)| (tools::text(it, "sale"), tools::text(it, "slip")));
    let slips: BTreeMap<&str, &str> = slips.collect();
    let gone: BTreeSet<&str> = of(facts, "SaleCollected").map(|(_, it)| tools::text(it, "sale")).collect();
    let open = parts.into_iter().filter(|(sale, _)| !gone.contains(sale));
    let row = |(sale, parts): (&str, BTreeSet<&str>)| {
        let state = slips.get(sale).map_or("not paid".to_owned(), |slip| format!("paid: {slip}"));
        vec![sale.to_owned(), parts.len().to_string(), state]
    };
    open.map(row).collect()
}

/// Jobs that nobody has begun: how many of their lines are neither handed out nor in a tote.
fn to_pick(facts: &[Fact<'_>]) -> Rows {
    let mut states: BTreeMap<&str, &str> = BTreeMap::new();
    let mut lines: BTreeMap<(&str, i64), (i64, bool)> = BTreeMap::new();
    let mut staged: BTreeMap<&str, i64> = BTreeMap::new();
    for (_, event) in facts {
        let (job, line) = (tools::text(event, "job"), event["line"].as_i64());
        match tools::text(event, "type") {
            "JobOpened" => drop(states.insert(job, tools::text(event, "state"))),
            "JobStateChanged" => drop(states.insert(job, tools::text(event, "to"))),
            "LineAdded" => {
                let approved = event["approved"] == true;
                lines.insert((job, line.expect("a line")), (number(event, "qty"), approved));
            }
            "LineStaged" => {
                let open = lines.get_mut(&(job, line.expect("a line"))).expect("a line of a job");
                open.0 -= number(event, "qty");
                *staged.entry(job).or_default() += number(event, "qty");
            }
            "StockMoved" => {
                for (end, sign) in [("to", -1), ("from", 1)] {
                    let job = tools::text(event, end).strip_prefix("job:");
                    if let Some(open) = job.zip(line).and_then(|key| lines.get_mut(&key)) {
                        open.0 += sign * number(event, "qty");
                    }
                }
            }
            _ => {}
        }
    }
    let early = states.into_iter().filter(|(_, state)| ["planned", "released"].contains(state));
    let mut rows = Rows::new();
    for (job, _) in early {
        let open = lines.iter().filter(|((of, _), _)| *of == job).map(|(_, line)| line);
        let (left, wanted): (usize, usize) = open.fold((0, 0), |(left, wanted), (qty, approved)| {
            (left + usize::from(*qty > 0), wanted + usize::from(*qty > 0 && *approved))
        });
        if left > 0 || staged.get(job).is_some_and(|qty| *qty > 0) {
            rows.insert(vec![job.to_owned(), wanted.to_string()]);
        }
    }
    rows
}

/// Tags and parts of what came off cars and is still here.
fn old_parts(facts: &[Fact<'_>]) -> Rows {
    let mut here: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, event) in facts {
        match tools::text(event, "type") {
            "OldPartKept" => drop(here.insert(tools::text(event, "tag"), tools::text(event, "part"))),
            "OldPartGone" => drop(here.remove(tools::text(event, "tag"))),
            _ => {}
        }
    }
    here.into_iter().map(|(tag, part)| vec![tag.to_owned(), part.to_owned()]).collect()
}

/// Shipments that are not closed: of how many parts something is still on its way.
fn shipments(facts: &[Fact<'_>]) -> Rows {
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for ((shipment, _), qty) in on_their_way(facts) {
        *open.entry(shipment).or_default() += usize::from(qty > 0);
    }
    open.into_iter().map(|(shipment, lines)| vec![shipment.to_owned(), lines.to_string()]).collect()
}

/// What stands apart until somebody has looked at it, or the supplier has answered.
fn quarantine(facts: &[Fact<'_>]) -> Rows {
    let all =
        lying(of(facts, "StockMoved")).into_iter().filter(|([.., place], qty)| *place == "quarantine" && *qty > 0);
    all.map(|([part, ..], qty)| vec![part.to_owned(), decimal(qty)]).collect()
}
