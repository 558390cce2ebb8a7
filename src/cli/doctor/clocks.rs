//! Is the time right? A time service says so, or the hub's clock agrees.

use super::finding::Finding;
use crate::clock;
use crate::station::words::Words;

const CHECK: &str = "clock";
const SUBJECT: &str = "UTC";
/// An answer's way takes well under this; more is a clock that is wrong. The hub's is told in whole seconds.
const TOLERANCE_MS: u64 = 6_000;

/// `hub_ms` is the hub's time when it answered just now.
pub(super) fn check(words: Words, hub_ms: Option<i64>) -> Finding {
    let now = clock::now();
    let off = hub_ms.map(|theirs| theirs.abs_diff(now.wall_ms));
    match off {
        Some(off) if off > TOLERANCE_MS => {
            Finding::wrong(CHECK, SUBJECT, words.doctor_clock_off(off / 1000), words.doctor_clock_fix())
        }
        Some(_) => Finding::well(CHECK, SUBJECT, words.doctor_clock_hub()),
        None if now.trusted => Finding::well(CHECK, SUBJECT, words.doctor_clock_good()),
        None => Finding::wrong(CHECK, SUBJECT, words.doctor_clock_unset(), words.doctor_clock_fix()),
    }
}
