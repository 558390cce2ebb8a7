//! How long a label takes from data to bytes. `cargo bench --bench label`.
//!
//! A printer feeds 100 mm/s, so a 30 mm label takes 300 ms of paper. Drawing it has to be 20 times faster than that.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use pitbox::label::{self, Data, Dpi, LabelError, Output, PrintTag};

/// Feed time of a 30 mm label at 100 mm/s, over 20.
const BUDGET: Duration = Duration::from_millis(15);

const ROUNDS: u32 = 500;

#[expect(clippy::print_stdout, reason = "a bench is read by a person")]
fn main() -> ExitCode {
    let mut good = true;
    for (dpi, name) in [(Dpi::D203, "203 dpi"), (Dpi::D300, "300 dpi")] {
        match median(dpi) {
            Ok(time) => {
                println!("part label 50 x 30 mm, {name}, Chinese name, two symbols, to ZPL: {time:?}");
                good &= time < BUDGET;
            }
            Err(error) => {
                println!("{error}");
                good = false;
            }
        }
    }
    println!("budget {BUDGET:?}: {}", if good { "kept" } else { "BROKEN" });
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::disallowed_methods, reason = "a bench measures wall time")]
fn median(dpi: Dpi) -> Result<Duration, LabelError> {
    let template =
        label::builtin("part").and_then(Result::ok).ok_or_else(|| LabelError::Picture("no part template".into()))?;
    let data = Data::from([
        ("part", "04E115561H"),
        ("name_zh", "机油滤清器总成（发动机）"),
        ("name_en", "Oil filter element with gasket"),
        ("bin", "A-03-2"),
        ("qty", "10"),
        ("unit", "pc"),
        ("code", "P04E115561H"),
    ]);
    let tag = PrintTag { id: "1".into(), template: "part".into(), key: "04E115561H".into() };
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let label = label::render(&template, &data, dpi)?;
        std::hint::black_box(label::encode(&label, Output::Zpl, &tag)?);
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times[times.len() / 2])
}
