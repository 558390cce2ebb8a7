//! The command line tools as processes: what they print, and how they end.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// The program under test.
pub(crate) fn pitbox() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pitbox"));
    plain(&mut command);
    command
}

/// The program that is to be the kiosk: the one under test, or with `PITBOX_TEST_KIOSK` another build of it, maybe behind
/// an emulator (`qemu-aarch64-static -L /usr/aarch64-linux-gnu PROGRAM`).
pub(crate) fn kiosk() -> Command {
    let Ok(other) = std::env::var("PITBOX_TEST_KIOSK") else { return pitbox() };
    let mut words = other.split_whitespace();
    let mut command = Command::new(words.next().expect("a program"));
    command.args(words);
    plain(&mut command);
    command
}

/// Runs it in an environment that is the same on every machine.
pub(crate) fn plain(command: &mut Command) {
    command.env_remove("RUST_LOG").env_remove("NO_COLOR").env_remove("LC_ALL").env("LANG", "C.UTF-8");
    // As on a small system without the certificates of the world's authorities: nothing here asks them.
    command.env("SSL_CERT_FILE", "/dev/null").env("SSL_CERT_DIR", "/nonexistent");
}

/// Runs the program without a terminal.
pub(crate) fn run(arguments: &[&str]) -> Output {
    pitbox().args(arguments).output().expect("the program runs")
}

/// Runs the program, which must succeed, and gives its JSON Lines.
pub(crate) fn lines(arguments: &[&str]) -> Vec<Value> {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

/// The same for a tool that takes `--config FILE --json`.
pub(crate) fn of(tool: &[&str], config: &Path) -> Vec<Value> {
    let config = config.to_str().expect("a path in UTF-8");
    lines(&[tool, &["--config", config, "--json"]].concat())
}

/// The text under a key.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}
