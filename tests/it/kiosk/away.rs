//! The hub is gone for a while: nothing waits, everything is caught up, and two kiosks come to the same.

use std::collections::BTreeSet;

use super::all_at_hub;
use super::people::{SUN, WANG};
use crate::rig::{Bay, Setup, Site, tools, until};

/// The stock as lines of text, whatever their order.
fn stock(bay: &Bay) -> BTreeSet<String> {
    bay.stock().iter().map(ToString::to_string).collect()
}

#[test]
fn kiosks_work_on_without_the_hub_and_converge() {
    let mut site = Site::sample();
    let mut counter = site.kiosk(Setup::counter());
    let mut bay = site.kiosk(Setup::bay());
    counter.badge(SUN);
    counter.terminal.sees("Hello, Sun Min");
    bay.badge(WANG);
    bay.terminal.sees("Hello, Wang Lei");
    // Both have heard the hub, which is where they have the time of day from: they can say since when it is gone.
    counter.terminal.sees("online");
    bay.terminal.sees("online");
    site.hub.stop();
    counter.terminal.sees("no network since");
    bay.terminal.sees("no network since");

    // Both take from the same bin, neither knows of the other.
    counter.scan_code("job", "4711", "Job 4711");
    counter.scan_code("part", "N91167901", "saved - Issued: 1 pc N91167901 to job 4711");
    counter.terminal.sees("1 waiting to send");
    counter.scan_code("bin", "W-01", "taking from bin W-01");
    counter.scan_code("part", "0890 100 048", "Who pays?");
    counter.scan_code("card", "choice-3", "saved - Issued: 1 pc 0890 100 048 to job 4711");
    counter.terminal.sees("2 waiting to send");
    counter.badge(WANG);
    counter.terminal.sees("saved - Signed by Wang Lei, 2 in all");
    bay.scan_code("job", "4705", "saved - Started: 4705");
    bay.scan_code("bin", "W-01", "taking from bin W-01");
    bay.scan_code("part", "N91167901", "Who pays?");
    bay.scan_code("card", "choice-1", "saved - Issued: 1 pc N91167901 to job 4705");
    assert!(counter.own_log().iter().all(|line| tools::text(line, "mark") == "saved"));

    // A restart in between loses nothing of what waits.
    assert!(bay.stop().success());
    bay.start_again(|_| {});
    bay.terminal.sees("2 waiting to send");

    site.hub.start_again();
    counter.terminal.wait("all is sent", |text| !text.contains("waiting to send"));
    bay.terminal.wait("all is sent", |text| !text.contains("waiting to send"));
    all_at_hub(&site, &counter);
    all_at_hub(&site, &bay);
    let head = site.hub.records().len();
    until("both have everything", || (counter.log().len() == head && bay.log().len() == head).then_some(()));
    assert_eq!(stock(&counter), stock(&bay));
    assert_eq!(counter.on_hand("N91167901", "bin:W-01"), 11_000);
    let sum: i64 =
        counter.stock().iter().filter(|line| line["part"] == "N91167901").filter_map(|l| l["qty"].as_i64()).sum();
    assert_eq!(sum, 0, "what is somewhere came from somewhere");
}
