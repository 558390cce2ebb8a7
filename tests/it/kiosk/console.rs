//! The kiosk's screen in another terminal: seen, driven, said at the kiosk, recorded; and what else there is for whoever
//! looks after it.

use std::process::Command;

use super::people::{SUN, WANG};
use crate::rig::terminal::Terminal;
use crate::rig::{Bay, Setup, Site, tools, until};

const CTRL_Q: &str = "\u{11}";

fn asked(bay: &Bay, words: &[&str]) -> Command {
    let mut command = tools::pitbox();
    command.args(words).arg("--config").arg(&bay.config).env("TERM", "xterm");
    command
}

fn console(bay: &Bay, words: &[&str]) -> Terminal {
    Terminal::start(asked(bay, &[&["console"], words].concat()), (100, 30))
}

#[test]
fn the_screen_is_seen_and_driven_from_elsewhere() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup::counter());
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");

    let mut watching = console(&bay, &["--as", "eve"]);
    watching.sees("Hello, Sun Min");
    bay.terminal.sees("watched by eve (");
    watching.keys("2");

    let mut driving = console(&bay, &["--drive", "--as", "ada"]);
    driving.sees("Hello, Sun Min");
    bay.terminal.sees("REMOTE CONTROL: ada (");
    driving.keys("\u{1b}OQ");
    bay.terminal.sees("4711");
    watching.sees("4711");
    driving.resize(64, 18);
    driving.sees("4711");

    let mut second = console(&bay, &["--drive"]);
    let (status, said) = second.ends();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("drives this screen already"), "{said}");

    watching.keys(CTRL_Q);
    let (status, said) = watching.ends();
    assert!(status.success(), "{said}");
    driving.keys(CTRL_Q);
    assert!(driving.ends().0.success());
    let wanted = [(false, true), (true, true), (false, false), (true, false)];
    until("beginnings and ends are recorded", || (used(&bay) == wanted).then_some(()));
    assert!(bay.stop().success());
    let screen = console(&bay, &[]).ends();
    assert!(screen.1.contains("no kiosk answers"), "{}", screen.1);
}

/// Whether each drove, and whether it began or ended.
fn used(bay: &Bay) -> Vec<(bool, bool)> {
    let log = bay.own_log();
    let all = log.iter().flat_map(|line| line["events"].as_array().into_iter().flatten());
    let consoles = all.filter(|event| tools::text(event, "type") == "ConsoleUsed");
    consoles.map(|event| (event["drives"] == true, event["began"] == true)).collect()
}

/// Whether it holds nothing that it must not.
fn a_black_box_is_played_again(bay: &Bay) -> bool {
    let said = asked(bay, &["replay", "--take"]).output().expect("it runs");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let path = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    let played = tools::pitbox().args(["replay", "--screens", &path]).output().expect("it runs");
    let text = String::from_utf8_lossy(&played.stdout);
    assert!(played.status.success() && text.contains("Hello, Wang Lei") && text.contains("the same: "), "{text}");
    let packed = std::fs::read(&path).expect("the file");
    let kept = zstd::stream::decode_all(packed.as_slice()).expect("zstd");
    assert!(!kept.is_empty());
    let badge = format!("{WANG}");
    !kept.windows(badge.len()).any(|window| window == badge.as_bytes())
}

#[test]
fn the_state_is_told_and_no_secret_leaves() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup::bay());
    bay.badge(WANG);
    bay.terminal.sees("Hello, Wang Lei");
    let said = asked(&bay, &["status", "--json"]).output().expect("it runs");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let status: serde_json::Value = serde_json::from_slice(&said.stdout).expect("a JSON line");
    assert_eq!((&status["recording"], &status["logged_on"]), (&true.into(), &true.into()), "{status}");

    let said = asked(&bay, &["support", "--output", "-"]).output().expect("it runs");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let bundle = zstd::stream::decode_all(said.stdout.as_slice()).expect("zstd");
    let holds = |bytes: &[u8]| bundle.windows(bytes.len()).any(|window| window == bytes);
    for part in ["version.txt", "kiosk.toml", "doctor.txt", "devices.txt", "labels.jsonl", "kiosk.log", "status.txt"] {
        assert!(holds(part.as_bytes()), "{part} is missing");
    }
    assert!(holds(b"logged on"), "the running kiosk was asked");
    let identity = pitbox::store::LogReader::open(&bay.config.with_file_name("store")).expect("the log");
    let identity = identity.identity().expect("readable").expect("enrolled");
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    for secret in [&identity.site_key.0, &identity.signing_seed.0] {
        assert!(!holds(secret) && !holds(hex(secret).as_bytes()), "a key is in the bundle");
    }
    assert!(!holds(format!("{WANG}").as_bytes()), "a badge is in the bundle");
    assert!(holds(b"black-box/"), "the black box is missing");
    assert!(a_black_box_is_played_again(&bay), "the badge or a key is in the black box");

    let forced = |command: &str| {
        let mut admin = asked(&bay, &["admin", "--watch", "--as", "ada"]);
        admin.env("SSH_ORIGINAL_COMMAND", command).output().expect("it runs")
    };
    assert!(forced("status").status.success());
    for no in ["drive", "sh", "status; sh", "logs --config /etc/shadow"] {
        assert_eq!(forced(no).status.code(), Some(2), "{no}");
    }
    assert!(bay.stop().success());
}
