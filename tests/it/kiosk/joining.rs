//! Enrolment by scan and by command line, one kiosk per store, and configurations with mistakes.

use super::people::{SUN, WANG};
use crate::rig::terminal::Terminal;
use crate::rig::{Setup, Site, tools, until};

#[test]
fn a_kiosk_records_nothing_until_its_code_was_scanned() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup { name: "new", ..Setup::counter() });
    bay.terminal.sees("This kiosk is not set up yet");
    bay.badge(SUN);
    bay.terminal.sees("Enrol this kiosk first");
    assert_eq!(bay.log(), Vec::<serde_json::Value>::new());

    bay.scan_sees(".PBnonsense", "damaged");
    let (_, text) = site.hub.code();
    bay.scan_sees(&text, "Then scan a job, and its parts.");
    until("people and parts are there", || {
        (bay.log().len() == site.hub.records().len() && bay.knows("part", "HU 6002 z")).then_some(())
    });
    // Another badge: the same one would count as still held to the reader.
    bay.badge(WANG);
    bay.terminal.sees("Hello, Wang Lei");
    // The parts came while it ran.
    bay.scan_code("part", "06L115562B", "Part 06L115562B");
    // Once enrolled, another code changes nothing.
    let (_, second) = site.hub.code();
    bay.scan_sees(&second, "enrolled already");
    // A code is good once.
    let other = site.kiosk(Setup { name: "other", ..Setup::counter() });
    other.scan_sees(&text, "Not enrolled");
    other.terminal.sees("the code is wrong or was used");
    assert!(bay.stop().success());
}

#[test]
fn a_kiosk_joins_by_command_line_and_says_why_not() {
    let site = Site::sample();
    let setup = Setup { name: "third", ..Setup::bay() };
    let config = setup.write(&site.kiosk_folder("third"), &site.hub.url());
    let config = config.to_str().expect("a path");
    let wrong = tools::run(&["enrol", "--config", config, "AAAA-AAAA-AAAA-AAAA"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("not enrolled: "));
    site.enrol(&setup);
    let (code, _) = site.hub.code();
    let again = tools::run(&["enrol", "--config", config, &code]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("already enrolled"));
}

#[test]
fn two_kiosks_never_open_one_store() {
    let site = Site::sample();
    let bay = site.kiosk(Setup::counter());
    bay.terminal.sees("Ready");
    let mut command = tools::pitbox();
    command.args(["kiosk", "--config"]).arg(&bay.config).env("TERM", "xterm");
    let mut second = Terminal::start(command, (100, 30));
    let (status, screen) = second.ends();
    assert_eq!(status.code(), Some(1), "{screen}");
    assert!(screen.contains("store") && screen.contains("another"), "{screen}");
    assert!(!second.is_taken(), "the terminal is given back");
    // Nor a tool that writes.
    let config = bay.config.to_str().expect("a path");
    let enrol = tools::run(&["enrol", "--config", config, "AAAA"]);
    assert_eq!(enrol.status.code(), Some(1));
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
}

#[test]
fn a_wrong_configuration_is_said_before_the_terminal_is_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = std::fs::read_to_string(Setup::counter().write(folder.path(), "http://127.0.0.1:1")).expect("a file");
    let file = folder.path().join("wrong.toml");
    let check = |from: &str, to: &str, key: &str| {
        std::fs::write(&file, good.replace(from, to)).expect("a file");
        let mut command = tools::pitbox();
        command.args(["kiosk", "--config"]).arg(&file).env("TERM", "xterm");
        let mut terminal = Terminal::start(command, (200, 20));
        let (status, screen) = terminal.ends();
        assert_eq!(status.code(), Some(2), "{screen}");
        assert!(screen.contains("wrong.toml") && screen.contains(key), "{key}: {screen}");
        assert!(!terminal.written().contains(&0x1b), "no escape sequence was written: {screen}");
    };
    check("role = \"counter\"", "role = \"bar\"", "role");
    check("language = \"en\"", "language = \"en\"\ncolour = \"red\"", "colour");
    check("framing = \"cr\"", "framing = \"lf\"", "framing");
    check("store = \"store\"", "", "store");
    check("http://", "ftp://", "url");
    check("[hub]", "[hub", "TOML");
    let missing = tools::run(&["kiosk", "--config", "/nowhere/kiosk.toml"]);
    assert_eq!(missing.status.code(), Some(2));
}
