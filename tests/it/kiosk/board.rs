//! A bay asks the counter for a part, the board on the wall shows who waits for what, and the exports say it afterwards.

use super::all_at_hub;
use super::people::{SUN, WANG};
use crate::rig::terminal::Terminal;
use crate::rig::{Bay, Setup, Site, tools, until};

#[test]
fn a_request_goes_to_the_counter_and_the_board_follows() {
    let site = Site::sample();
    let mut counter = site.kiosk(Setup::counter());
    let mut bay = site.kiosk(Setup::bay());
    bay.badge(WANG);
    bay.terminal.sees("Hello, Wang Lei");
    bay.scan_code("job", "4701", "saved - Started: 4701 Minor service: oil and filter");
    let board = board(&bay);
    board.sees("SH01");
    board.sees("Wang Lei");
    bay.scan_code("card", "request", "which part?");
    bay.scan_code("part", "N91167901", "how many?");
    bay.scan_code("card", "qty-1", "saved - Asked the counter for N91167901, job 4701");
    bay.scan_code("card", "pause-parts", "saved - Paused: 4701, waiting for parts");
    board.sees("waits: parts 0:0");
    board.sees("requests: 1");

    counter.badge(SUN);
    counter.terminal.sees("Hello, Sun Min");
    counter.terminal.sees("requests: 1");
    counter.scan_code("card", "request", "N91167901");
    counter.scan_code("card", "select", "answer");
    counter.scan_code("card", "choice-2", "note");
    counter.scan_code("card", "digit-0", "saved - Answered for 4701: ready at the counter");
    bay.terminal.sees("ready at the counter");

    all_at_hub(&site, &bay);
    all_at_hub(&site, &counter);
    until("the bay has the answer", || (steps(&bay) == ["started", "waiting", "part-ready"]).then_some(()));
    settles(&bay);
}

fn board(bay: &Bay) -> Terminal {
    let mut command = tools::pitbox();
    command.arg("board").arg("--config").arg(&bay.config).env("TERM", "xterm-256color");
    Terminal::start(command, (120, 30))
}

fn steps(bay: &Bay) -> Vec<String> {
    let config = bay.config.to_str().expect("a path in UTF-8");
    let lines = tools::lines(&["export", "progress", "--config", config, "--form", "json"]);
    lines.iter().map(|line| tools::text(line, "step").to_owned()).collect()
}

fn settles(bay: &Bay) {
    let config = bay.config.to_str().expect("a path in UTF-8");
    let lines = tools::lines(&["export", "settlement", "--config", config, "--form", "json", "--job", "4701"]);
    let labour: Vec<(i64, i64)> = lines
        .iter()
        .filter(|line| line["kind"] == "labour")
        .map(|line| (line["no"].as_i64().unwrap_or(0), line["hours"].as_i64().unwrap_or(0)))
        .collect();
    assert_eq!(labour, [(1, 800), (2, 400)]);
    let figures = tools::lines(&["export", "figures", "--config", config, "--form", "json"]);
    let picks = figures.iter().find(|line| line["figure"] == "picks").expect("the figure");
    assert_eq!(picks["value"], 1);
    let csv = tools::run(&["export", "settlement", "--config", config, "--job", "4701"]);
    assert!(String::from_utf8_lossy(&csv.stdout).starts_with("job,state,plate,vin,ready,kind,no,what,payer,hours"));
    let none = tools::run(&["export", "settlement", "--config", config, "--job", "no-such-job"]);
    assert_eq!(none.status.code(), Some(1));
}
