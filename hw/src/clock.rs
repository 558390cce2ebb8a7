//! The only clock reader of this crate. Everything else takes `now` as an argument.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Time since the first call in this process, on the monotonic clock.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub(crate) fn now() -> Duration {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    Instant::now().duration_since(*ORIGIN.get_or_init(Instant::now))
}
