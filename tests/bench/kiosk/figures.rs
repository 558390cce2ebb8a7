//! Times, and what is said of them.

use std::time::Duration;

/// Measured times.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time below which so many per cent lie, in milliseconds.
    pub(crate) fn at(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        sorted.get((sorted.len() * percent / 100).min(last)).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    }

    pub(crate) fn say(&self, name: &str) {
        let [least, p50, p90, p99, max] = [0, 50, 90, 99, 100].map(|percent| self.at(percent));
        let count = self.0.len();
        println!(
            "{name:<32} {count:>5} times  least {least:>6.3}  p50 {p50:>6.3}  p90 {p90:>6.3}  p99 {p99:>7.3}  max {max:>7.3} ms"
        );
    }
}

/// The product beside its floor.
pub(crate) fn compare(product: &Times, floor: &Times) {
    let ratio = product.at(50) / floor.at(50).max(0.001);
    let (over, tail) = (product.at(50) - floor.at(50), product.at(99) - floor.at(99));
    println!("{:<34} p50 {ratio:.2} times the floor, {over:+.3} ms; p99 {tail:+.3} ms", "");
}
