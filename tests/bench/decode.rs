//! How fast codes are read on one core: `cargo bench --bench decode`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use pitbox::identify::{aim, gs1, mh10, recognise};

/// How long each line is measured.
const SPAN: Duration = Duration::from_millis(700);

const ELEMENTS: [&str; 6] = [
    "010401234567890117261231\u{1d}10LOT4711\u{1d}21SN0815",
    "00340123450000001236",
    "020401234567890137120\u{1d}10ABC-99",
    "01040123456789013103001250\u{1d}15260630",
    "8006401234567890010102\u{1d}21A1",
    "0104012345678901422156\u{1d}10.1tB>,QsMD%C:9_x",
];

const WRONG: [&str; 3] = ["0104012345678902", "9A", "10LOT\u{1d}\u{1d}21X"];

const LABEL: &str =
    "[)>\u{1e}06\u{1d}12PGTL3\u{1d}P04E115561H\u{1d}Q5\u{1d}1TL7\u{1d}V471100815\u{1d}K5354801810\u{1d}4LDE\u{1e}\u{4}";

const SCANS: [&str; 6] =
    ["]C1010401234567890110LOT", "]E04006381333931", "]A01M8GDM9AXKP042788", "W 712/95", "P04E115561H", ".P0986452041"];

fn main() {
    measure("GS1 element strings", |turn| gs1::element_string(ELEMENTS[turn % ELEMENTS.len()]).is_ok());
    measure("GS1 element strings, one by one", |turn| {
        let mut count = 0;
        gs1::each_element(ELEMENTS[turn % ELEMENTS.len()], gs1::GS, &mut |_| count += 1).is_ok() && count > 0
    });
    measure("wrong element strings", |turn| gs1::element_string(WRONG[turn % WRONG.len()]).is_ok());
    measure("labels with seven fields", |_| mh10::read(LABEL).is_ok());
    measure("scans of any kind", |turn| {
        let (symbology, data) = aim::split(SCANS[turn % SCANS.len()]);
        recognise(symbology, black_box(data)).trust() > pitbox::identify::Trust::Guessed
    });
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::print_stdout, reason = "the result of a benchmark")]
fn measure(name: &str, mut work: impl FnMut(usize) -> bool) {
    let start = now();
    let mut turns: u128 = 0;
    while start.elapsed() < SPAN {
        for turn in 0..1000 {
            black_box(work(black_box(turn)));
        }
        turns += 1000;
    }
    let rate = turns * 1_000_000 / start.elapsed().as_micros().max(1);
    println!("{name:<34} {rate:>10} a second");
}
