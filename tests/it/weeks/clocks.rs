//! The clocks of the machines: one that is right, which hub and kiosks read, and one of a kiosk's own while it is wrong.

use std::path::{Path, PathBuf};

/// The beginning of the first Monday, 2026-03-02 00:00 in Shanghai, in milliseconds since 1970-01-01 UTC.
pub(super) const MONDAY: i64 = 1_772_380_800_000;
pub(super) const MINUTE: i64 = 60_000;

/// The clocks, as files in a folder.
pub(super) struct Clocks {
    folder: PathBuf,
    /// How often they went on.
    times: u32,
    wrong: Vec<Wrong>,
}

/// A kiosk whose power was cut, and whose clock is wrong since then.
struct Wrong {
    kiosk: &'static str,
    /// What its wall clock says too much; none: it woke in 1970.
    ahead_ms: Option<i64>,
}

impl Clocks {
    pub(super) fn new(folder: &Path, kiosks: &[&'static str]) -> Clocks {
        let clocks = Clocks { folder: folder.to_owned(), times: 0, wrong: Vec::new() };
        let kiosks = kiosks.iter().map(|name| (*name, Boot::first().start, MONDAY, -Boot::first().minute * MINUTE));
        clocks.show(kiosks.chain([("right", 0, MONDAY, 0)]));
        clocks
    }

    /// The clocks of one moment are in one folder, and all clocks go on at once: a link says which folder it is. No machine
    /// ever sees that it is later at one of them than at another.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join("clocks").join(name)
    }

    /// Name, number of the start, wall clock and time since boot of each machine.
    fn show<'a>(&self, clocks: impl Iterator<Item = (&'a str, u8, i64, i64)>) {
        let moment = self.folder.join(format!("clocks-{}", self.times));
        std::fs::create_dir_all(&moment).expect("a folder");
        for (name, start, wall_ms, up_ms) in clocks {
            let boot = format!("{start:02x}").repeat(16);
            std::fs::write(moment.join(name), format!("{wall_ms} {up_ms} {boot}\n")).expect("a clock");
        }
        let link = self.folder.join("clocks-new");
        std::os::unix::fs::symlink(&moment, &link).expect("a link");
        std::fs::rename(link, self.folder.join("clocks")).expect("a link");
    }

    /// It is so many minutes after the beginning of the first Monday, for all machines that know the time.
    pub(super) fn set(&mut self, minute: i64, kiosks: &[(&'static str, Boot)]) {
        let wall = MONDAY + minute * MINUTE;
        let of_kiosks = kiosks.iter().map(|(kiosk, boot)| {
            let up = (minute - boot.minute) * MINUTE;
            let shown = match self.wrong.iter().find(|wrong| wrong.kiosk == *kiosk) {
                None => wall,
                Some(Wrong { ahead_ms: Some(ahead), .. }) => wall + ahead,
                Some(Wrong { ahead_ms: None, .. }) => up,
            };
            (*kiosk, boot.start, shown, up)
        });
        self.times += 1;
        self.show(of_kiosks.chain([("right", 0, wall, minute * MINUTE)]));
    }

    /// From now on this kiosk, which has just started, has a wrong clock.
    pub(super) fn go_wrong(&mut self, kiosk: &'static str, ahead_ms: Option<i64>) {
        self.wrong.push(Wrong { kiosk, ahead_ms });
    }
}

/// When a machine started: its number, and the minute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Boot {
    pub(super) start: u8,
    pub(super) minute: i64,
}

impl Boot {
    /// A minute before everything begins.
    pub(super) fn first() -> Boot {
        Boot { start: 1, minute: -1 }
    }
}
