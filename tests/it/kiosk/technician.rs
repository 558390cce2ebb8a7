//! A technician's visit at a bay, by scans alone: start, fit, pause, switch, finish.

use super::all_at_hub;
use super::people::{SUN, WANG};
use crate::rig::{Bay, Setup, Site, tools, until};

#[test]
fn a_technicians_visit_by_scans_alone() {
    let site = Site::sample();
    let mut counter = site.kiosk(Setup::counter());
    let mut bay = site.kiosk(Setup::bay());
    hand_out(&mut counter);
    until("the bay knows of the part", || (bay.on_hand("04E115561H", "job:4701") == 1_000).then_some(()));

    bay.badge(WANG);
    bay.terminal.sees("Hello, Wang Lei");
    bay.scan_code("job", "4701", "saved - Started: 4701 Minor service: oil and filter");
    assert_eq!(bay.scans(), 2, "start a job: badge, job");
    bay.scan_code("part", "04E115561H", "saved - Fitted: 1 pc 04E115561H, job 4701");
    open_shelf(&mut bay);
    bay.scans();
    bay.scan_code("card", "pause-parts", "saved - Paused: 4701, waiting for parts");
    bay.scan_code("job", "4705", "saved - Started: 4705 40,000 km service");
    bay.scan_code("job", "4701", "saved - Switched to 4701 Minor service: oil and filter");
    assert_eq!(bay.scans(), 3);
    bay.scan_code("card", "done", "have you checked your own work?");
    bay.scan_code("card", "yes", "saved - Finished: 4701 Minor service: oil and filter");
    bay.scan_code("card", "log-off", "Logged off");
    bay.terminal.sees("Then scan your job");

    worked(&bay);
    all_at_hub(&site, &bay);
    all_at_hub(&site, &counter);
}

fn hand_out(counter: &mut Bay) {
    counter.badge(SUN);
    counter.terminal.sees("Hello, Sun Min");
    counter.scan_code("job", "4701", "FAW-VW Sagitar");
    counter.scan_code("part", "04E115561H", "saved - Issued: 1 pc 04E115561H to job 4701");
    counter.badge(WANG);
    counter.terminal.sees("saved - Signed by Wang Lei, 1 in all");
}

/// What lies behind the counter is fetched there; an open shelf is the technician's.
fn open_shelf(bay: &mut Bay) {
    bay.scan_code("part", "CAS-EDGE-5W30LL-208", "CAS-EDGE-5W30LL-208 lies behind the counter");
    bay.scan_code("bin", "W-01", "taking from bin W-01");
    bay.scan_code("part", "N91167901", "saved - Issued: 1 pc N91167901 to job 4701");
    assert_eq!(bay.on_hand("N91167901", "bin:W-01"), 11_000);
}

fn worked(bay: &Bay) {
    let expected = ["StartWork", "FitPart", "IssuePart", "PauseWork", "StartWork", "StartWork", "FinishWork"];
    assert_eq!(bay.own_commands(), expected);
    let time = tools::of(&["time"], &bay.config);
    let spans: Vec<(&str, &str, u64, bool)> = time
        .iter()
        .map(|span| {
            let operation = span["operation"].as_u64().unwrap_or(0);
            (tools::text(span, "person"), tools::text(span, "job"), operation, span["minutes"].is_i64())
        })
        .collect();
    assert_eq!(spans, [("t-wang", "4701", 1, true), ("t-wang", "4705", 1, true), ("t-wang", "4701", 1, true)]);
    let jobs = tools::of(&["jobs"], &bay.config);
    let job = jobs.iter().find(|job| tools::text(job, "job") == "4701").expect("the job");
    let operation = &job["operations"][0];
    assert_eq!(tools::text(operation, "state"), "done");
    assert_eq!(tools::text(&operation["checked"][0], "by"), "t-wang");
    let parts = job["parts"].as_array().expect("its parts");
    let fitted: i64 = parts.iter().filter_map(|part| part["fitted"].as_i64()).sum();
    assert_eq!(fitted, 2_000, "what a technician takes from an open shelf is fitted too");
}
