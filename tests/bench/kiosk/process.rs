//! What the system knows of a process.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

fn field(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Resident memory: all of it, and what is the process's own (not mapped from files), in MB.
pub(crate) fn memory(process: u32) -> String {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let mb = |name| field(&status, name) as f64 / 1024.0;
    format!("resident {:.1} MB, of it anonymous {:.1} MB, peak {:.1} MB", mb("VmRSS"), mb("RssAnon"), mb("VmHWM"))
}

/// Time on a processor, all threads together, so far. What else the machine does counts for little in it.
pub(crate) fn processor_time(process: u32) -> Duration {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let nanoseconds = |path: std::path::PathBuf| {
        let text = fs::read_to_string(path.join("schedstat")).unwrap_or_default();
        text.split_whitespace().next().and_then(|word| word.parse::<u64>().ok()).unwrap_or(0)
    };
    Duration::from_nanos(threads.map(|thread| nanoseconds(thread.path())).sum())
}

/// Bytes that the process caused to be written to the disk.
pub(crate) fn written(process: u32) -> u64 {
    field(&fs::read_to_string(format!("/proc/{process}/io")).unwrap_or_default(), "write_bytes")
}

/// How often each thread was put on a processor, and its name.
pub(crate) fn wake_ups(process: u32) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for thread in fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten() {
        let read = |file: &str| fs::read_to_string(thread.path().join(file)).unwrap_or_default();
        let status = read("status");
        let count = field(&status, "voluntary_ctxt_switches") + field(&status, "nonvoluntary_ctxt_switches");
        found.insert(format!("{} {}", read("comm").trim(), thread.file_name().to_string_lossy()), count);
    }
    found
}
