//! The only reader of the clock in this crate.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rustix::time::{ClockId, clock_gettime};

use crate::station::input::Now;

/// A file that says what time it is, instead of the machine: for rehearsals of whole weeks (docs/simulators.md).
static PRETENDED: OnceLock<PathBuf> = OnceLock::new();

/// What such a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pretended {
    wall_ms: i64,
    since_boot_ms: u64,
    boot: [u8; 16],
}

/// From now on this file says what time it is; it is read each time that somebody asks.
pub fn pretend(file: PathBuf) {
    // The first word holds: a program has one clock.
    let _ = PRETENDED.set(file);
}

fn pretended() -> Option<Pretended> {
    let text = std::fs::read_to_string(PRETENDED.get()?).ok()?;
    let mut words = text.split_whitespace();
    let (wall_ms, since_boot_ms) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    Some(Pretended { wall_ms, since_boot_ms, boot: hexadecimal(words.next()?) })
}

/// Reads all clocks.
pub fn now() -> Now {
    let now = machine();
    match pretended() {
        Some(Pretended { wall_ms, since_boot_ms, .. }) => Now { wall_ms, since_boot_ms, trusted: false, ..now },
        None => now,
    }
}

fn machine() -> Now {
    let boot = clock_gettime(ClockId::Boottime);
    let since_boot = Duration::new(u64::try_from(boot.tv_sec).unwrap_or(0), u32::try_from(boot.tv_nsec).unwrap_or(0));
    let steady = clock_gettime(ClockId::Monotonic);
    let since_boot_ms = u64::try_from(since_boot.as_millis()).unwrap_or(u64::MAX);
    Now {
        steady: Duration::new(u64::try_from(steady.tv_sec).unwrap_or(0), u32::try_from(steady.tv_nsec).unwrap_or(0)),
        since_boot_ms,
        wall_ms: machine_wall_ms(),
        trusted: synchronised(since_boot_ms / 1000),
    }
}

/// Milliseconds since 1970-01-01 UTC by the wall clock; negative before.
pub fn wall_ms() -> i64 {
    pretended().map_or_else(machine_wall_ms, |pretended| pretended.wall_ms)
}

#[expect(clippy::disallowed_methods, reason = "this is the one reader of the clock")]
fn machine_wall_ms() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
    }
}

/// The instant of now, for waits of the standard library.
#[expect(clippy::disallowed_methods, reason = "this is the one reader of the clock")]
pub fn instant() -> Instant {
    Instant::now()
}

/// Whether systemd-timesyncd says that it has set the wall clock. Where another service does, the hub's clock decides.
/// The file system is asked once in each second since boot: a scan reads the clock several times.
fn synchronised(second: u64) -> bool {
    /// The second in which it was asked, twice; one more when the answer was yes.
    static SAID: AtomicU64 = AtomicU64::new(u64::MAX);
    let said = SAID.load(Ordering::Relaxed);
    if said / 2 == second {
        return said % 2 == 1;
    }
    let is_set = std::path::Path::new("/run/systemd/timesync/synchronized").exists();
    SAID.store(second * 2 + u64::from(is_set), Ordering::Relaxed);
    is_set
}

/// The kernel's boot id. It stays the same for as long as a program can run.
pub fn boot_id() -> [u8; 16] {
    static OF_KERNEL: LazyLock<[u8; 16]> =
        LazyLock::new(|| hexadecimal(&std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default()));
    pretended().map_or_else(|| *OF_KERNEL, |pretended| pretended.boot)
}

/// The first 16 bytes of hexadecimal digits, whatever stands between them.
fn hexadecimal(text: &str) -> [u8; 16] {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    let mut id = [0; 16];
    for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::try_from(pair[0] * 16 + pair[1]).unwrap_or(0);
    }
    id
}
