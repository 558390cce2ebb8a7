//! The hub as people start it: the program, its files, its signals.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use pitbox::domain::book::{Aggregate, Key};
use pitbox::domain::ids::JobNo;
use pitbox::sync::enrol::{enrol, new_key};
use serde_json::Value;

use crate::station::Station;

fn pitbox(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pitbox"));
    command.current_dir(folder).env_remove("TERM").env("LANG", "C");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    pitbox(folder).args(arguments).stdin(Stdio::null()).output().expect("the program starts")
}

fn demo() -> String {
    format!("{}/configs/demo", env!("CARGO_MANIFEST_DIR"))
}

fn folder(listen: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let config = format!("listen = \"{listen}\"\ndata = \"data\"\ndatabase = \"sqlite\"\n");
    fs::write(folder.path().join("hub.toml"), config).expect("a configuration");
    folder
}

/// A hub process; killed when the test ends badly.
struct Program {
    child: Child,
    url: String,
}

impl Program {
    fn start(folder: &Path) -> Program {
        let mut child = pitbox(folder)
            .args(["hub", "--config", "hub.toml"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the hub starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("its first line");
        let url = line.trim().strip_prefix("listening ").expect("`listening URL`").to_owned();
        Program { child, url }
    }

    fn terminate(mut self) -> Option<i32> {
        let id = i32::try_from(self.child.id()).expect("a process id");
        let id = rustix::process::Pid::from_raw(id).expect("a process id");
        rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("it runs");
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_workshop_is_imported_and_reaches_a_station() {
    let folder = folder("127.0.0.1:0");
    let folder = folder.path();
    let hub = Program::start(folder);
    let import = ["import", "--dir", &demo(), "--hub", &hub.url, "--token-file", "data/token", "--json"];
    let imported = run(folder, &import);
    assert!(imported.status.success(), "{imported:?}");
    let report: Value = serde_json::from_slice(&imported.stdout).expect("JSON");
    assert_eq!(report["rows"]["people"], 8);

    let issued = run(folder, &["enrol", "--new", "--config", "hub.toml", "--json"]);
    let issued: Value = serde_json::from_slice(&issued.stdout).expect("JSON");
    let code = issued["code"].as_str().expect("a code");
    let identity = enrol(&hub.url, code, "bay-1", "bay", &new_key().expect("a key")).expect("enrolled");
    let mut station = Station::new(&hub.url, identity);
    station.work_until("the catalogue is there", |station| station.parts > 400);
    let job = Key::Job(JobNo::new("4701").expect("a job"));
    let is_there = |station: &Station| station.shown().iter().any(|(key, _)| *key == job);
    station.work_until("the jobs are there", is_there);
    let badges = station.shown().iter().filter(|(_, value)| matches!(value, Aggregate::Badge(_))).count();
    assert!(badges > 8);
    // Somebody waits for news: the hub ends all the same.
    station.ask();
    assert_eq!(hub.terminate(), Some(0));
    station.stop();
}

#[test]
fn only_the_administrator_imports() {
    let folder = folder("127.0.0.1:0");
    let folder = folder.path();
    let hub = Program::start(folder);
    fs::write(folder.join("wrong"), "0".repeat(64)).expect("a file");
    let refused = run(folder, &["import", "--dir", &demo(), "--hub", &hub.url, "--token-file", "wrong"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("token"), "{refused:?}");
    let locked = run(folder, &["import", "--dir", &demo(), "--config", "hub.toml"]);
    assert_eq!(locked.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&locked.stderr).contains("--hub"), "{locked:?}");
}

#[test]
fn mistakes_come_back_with_line_and_column() {
    let folder = folder("127.0.0.1:0");
    let folder = folder.path();
    fs::write(folder.join("stock.csv"), "part,bin,qty\nX,Y,1\n").expect("a table");
    let hub = Program::start(folder);
    let over_the_wire = run(folder, &["import", "stock.csv", "--hub", &hub.url, "--token-file", "data/token"]);
    assert_eq!(hub.terminate(), Some(0));
    let offline = run(folder, &["import", "stock", "stock.csv", "--config", "hub.toml"]);
    for output in [over_the_wire, offline] {
        assert_eq!(output.status.code(), Some(1));
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(words.contains("stock.csv, line 2, column part: there is no part X"), "{words}");
    }
}

#[test]
fn wrong_use_is_told_apart_from_failure() {
    let open = folder("0.0.0.0:0");
    let config = open.path().join("hub.toml");
    let text = fs::read_to_string(&config).expect("a configuration");
    fs::write(&config, format!("{text}tls = false\n")).expect("a configuration");
    let check = |arguments: &[&str], code: i32, words: &str| {
        let output = run(open.path(), arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {output:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(words), "{said}");
    };
    check(&["hub", "--config", "hub.toml"], 2, "tls = false leaves badges");
    check(&["hub", "--config", "none.toml"], 2, "none.toml");
    check(&["import", "wheels.csv", "--config", "hub.toml"], 2, "neither a table");
    check(&["import", "parts.csv", "--config", "hub.toml"], 2, "is no file");
    check(&["enrol", "--config", "hub.toml"], 2, "CODE");
}
