//! What a person at a kiosk feels, measured on the real program: `pitbox kiosk` runs as a child on a pseudo terminal, its
//! scanner is another one. Run with `cargo bench --bench kiosk -- scan | start | idle | flood | network [FOLDER]`;
//! docs/benchmarks.md says what each prints. Figures only: nothing here passes or fails.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::float_arithmetic, reason = "figures for people to read")]

mod bare;
mod cores;
mod figures;
mod flood;
mod floor;
mod idle;
mod large;
mod log_file;
mod network;
#[path = "../parts.rs"]
mod parts;
mod process;
mod pty;
mod scan;
mod start;
mod workshop;

use std::path::{Path, PathBuf};

const USAGE: &str =
    "one of: scan [FOLDER], start FOLDER, idle, flood, network. FOLDER keeps the large catalogue from run to run";

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

/// Where there is a disk: beside the build.
fn on_disk() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).to_owned()
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        // This program started again by itself: what the kiosk is compared with.
        ["floor", folder, scanner, bytes] => floor::run(Path::new(folder), Path::new(scanner), bytes),
        ["bare"] => bare::run(),
        ["scan"] => scan::run(None),
        ["scan", folder] => scan::run(Some(Path::new(folder))),
        ["start", folder] => start::run(Path::new(folder)),
        ["idle"] => idle::run(),
        ["flood"] => flood::run(),
        ["network"] => network::run(),
        _ => println!("{USAGE}"),
    }
}
