//! A day in short: three kiosks and eight people. Whatever stock, screens and lists say is what the log says when somebody
//! else adds it up.

use std::collections::BTreeMap;

use serde_json::Value;

use super::people::{BROOKS, CHEN, LI, NOVAK, SUN, WANG, XU, ZHOU};
use super::{all_at_hub, on_screen, reports};
use crate::rig::{Bay, Setup, Site, tools, until};

const FILTER: &str = "04E115561H";
const PADS: &str = "5NA698151A";
const CABIN: &str = "87139-0N010";
/// A piece with its lot, which is good until the end of 2027.
const OIL_FILTER_LOT: &str = "]C101040543544074791727123110LOT-7";

#[test]
fn a_day_of_three_kiosks_and_eight_people_adds_up() {
    let site = Site::sample();
    let second = Setup { name: "bay-2", ..Setup::bay() };
    site.enrol(&second);
    let mut counter = site.kiosk(Setup::counter());
    let mut bay = site.kiosk(Setup::bay());
    let mut bay_2 = site.kiosk(second);

    for (who, name, receiver, signed) in [
        (SUN, "Sun Min", WANG, "Wang Lei"),
        (SUN, "Sun Min", LI, "Li Jianguo"),
        (ZHOU, "Zhou Qiang", NOVAK, "Peter Novak"),
    ] {
        let (job, part) = match receiver {
            WANG => ("4701", FILTER),
            LI => ("4702", PADS),
            _ => ("4703", CABIN),
        };
        comes(&counter, who, name);
        counter.scan_code("job", job, &format!("Job {job}"));
        counter.scan_code("part", part, &format!("{part} to job {job}"));
        counter.badge(receiver);
        counter.terminal.sees(&format!("saved - Signed by {signed}, 1 in all"));
        counter.scan_code("card", "log-off", "Logged off");
    }

    fits(&mut bay, WANG, "Wang Lei", "4701", FILTER);
    fits(&mut bay, LI, "Li Jianguo", "4702", PADS);
    until("the second bay has everything", || bay_2.knows("part", CABIN).then_some(()));
    fits(&mut bay_2, NOVAK, "Peter Novak", "4703", CABIN);
    bay_2.scan_code("card", "return", "Scan the part that comes back");
    bay_2.scan_code("part", CABIN, "Scan the bin for");
    bay_2.scan_code("bin", "A-02-1", "saved - To inspection: 1");

    comes(&counter, ZHOU, "Zhou Qiang");
    counter.scan_code("card", "receive", "Receive");
    counter.scan_code("part", PADS, "into GOODS-IN");
    counter.scan_code("part", FILTER, "into GOODS-IN");
    counter.scan_sees(OIL_FILTER_LOT, "into GOODS-IN");
    counter.scan_code("card", "done", "Delivery done, 3 in all");
    counts(&mut counter);
    orders(&mut counter);
    until("the counter knows what came back", || (counter.on_hand(CABIN, "quarantine") == 1000).then_some(()));
    comes(&counter, BROOKS, "Helen Brooks");
    counter.terminal.keys(";9");
    counter.terminal.sees("Inspection");
    counter.scan_code("part", CABIN, "what becomes of it?");
    counter.scan_code("card", "choice-1", "saved - Inspected: 1");
    comes(&counter, XU, "Xu Jing");

    for kiosk in [&counter, &bay, &bay_2] {
        all_at_hub(&site, kiosk);
    }
    let head = site.hub.records().len();
    for kiosk in [&counter, &bay, &bay_2] {
        until("everybody has everything", || (kiosk.log().len() == head).then_some(()));
        assert_eq!(stock(kiosk), recount(&kiosk.log()), "{}", kiosk.config.display());
        reports::agree(kiosk);
    }
    comes(&counter, SUN, "Sun Min");
    on_screen::agree(&mut counter, &[FILTER, PADS, CABIN]);
    let sums = recount(&counter.log());
    assert_eq!(sums.get(&(FILTER.to_owned(), "adjust".to_owned())), Some(&(-13_000)), "14 at first, one lost");
}

/// A badge; nobody has lines open.
pub(super) fn comes(kiosk: &Bay, badge: u32, name: &str) {
    kiosk.badge(badge);
    kiosk.terminal.sees(&format!("\u{2502} {name}"));
}

/// Starts the job and confirms its part, once this kiosk knows that it was handed out.
fn fits(bay: &mut Bay, badge: u32, name: &str, job: &str, part: &str) {
    until("the part is known here", || (bay.on_hand(part, &format!("job:{job}")) == 1000).then_some(()));
    comes(bay, badge, name);
    bay.scan_code("job", job, &format!("saved - Started: {job}"));
    bay.scan_code("part", part, "saved - Fitted: 1");
}

/// One filter is missing: the clerk counts and says why, the lead posts with badge and PIN.
fn counts(counter: &mut Bay) {
    counter.scan_code("card", "count", "Scan a bin or a part to count it");
    counter.scan_code("part", FILTER, "Count of part 04E115561H begun");
    counter.scan_code("bin", "A-01-2", "Scan each part");
    counter.scan_code("part", FILTER, "saved - Counted: 1 pc");
    counter.terminal.keys("12\r");
    counter.terminal.sees("saved - Counted: 12 pc");
    counter.scan_code("card", "done", "Bin A-01-2 is counted");
    counter.terminal.keys("\x1b[21~");
    let screen = counter.terminal.sees("What differs");
    on_screen::variance(counter, &screen, "A-01-2", FILTER, 12_000);
    counter.terminal.keys("\r");
    counter.terminal.sees("differs from the book: why?");
    counter.scan_code("card", "choice-3", "saved - 04E115561H differs");
    counter.scan_code("card", "done", "badge");
    counter.badge(CHEN);
    counter.terminal.sees("PIN of Chen Zhigang");
    counter.terminal.keys("2580\r");
    counter.terminal.sees("saved - Count posted");
}

/// Everything that one supplier is to bring.
fn orders(counter: &mut Bay) {
    comes(counter, SUN, "Sun Min");
    counter.terminal.keys(",2");
    counter.terminal.sees("Purchase suggestions");
    counter.terminal.keys("\r");
    counter.terminal.sees("Raise an order at");
    counter.terminal.keys("\r");
    counter.terminal.sees("raised at");
    counter.scan_code("card", "log-off", "Logged off");
}

/// By part and place, in thousandths; what is zero is left out.
pub(super) type Sums = BTreeMap<(String, String), i64>;

/// What the moves of a log come to, added up by nobody of the program.
pub(super) fn recount(log: &[Value]) -> Sums {
    let mut sums = Sums::new();
    for event in log.iter().filter_map(|line| line["events"].as_array()).flatten() {
        if tools::text(event, "type") != "StockMoved" {
            continue;
        }
        let (part, qty) = (tools::text(event, "part"), event["qty"].as_i64().expect("a quantity"));
        for (place, change) in [(tools::text(event, "from"), -qty), (tools::text(event, "to"), qty)] {
            *sums.entry((part.to_owned(), place.to_owned())).or_default() += change;
        }
    }
    sums.retain(|_, qty| *qty != 0);
    sums
}

/// What `pitbox stock --json` says.
pub(super) fn stock(kiosk: &Bay) -> Sums {
    let mut sums = Sums::new();
    for line in kiosk.stock() {
        let at = (tools::text(&line, "part").to_owned(), tools::text(&line, "place").to_owned());
        *sums.entry(at).or_default() += line["qty"].as_i64().expect("a quantity");
    }
    sums.retain(|_, qty| *qty != 0);
    sums
}
