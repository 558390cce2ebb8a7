//! What the hub takes in, beside the least that a program does which keeps the same: `cargo bench --bench hub`;
//! docs/benchmarks.md says what it prints. Figures only: nothing here passes or fails.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::float_arithmetic, reason = "figures for people to read")]

mod bare;
#[path = "../kiosk/figures.rs"]
mod figures;
mod ingest;
mod line;
mod running;
mod single;
mod stations;

use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

fn main() {
    // Where there is a disk: beside the build. And where there is none.
    for (name, folder) in [("disk", env!("CARGO_TARGET_TMPDIR")), ("tmpfs", "/dev/shm")] {
        let folder = tempfile::tempdir_in(Path::new(folder)).expect("a folder");
        println!("{name}");
        ingest::run(&folder.path().join("ingest"));
        single::run(&folder.path().join("single"));
    }
}
