//! The clocks of the machines: one that is right, which hub and kiosks read, and one of a kiosk's own while it is wrong.

use std::path::{Path, PathBuf};

/// The beginning of the first Monday, 2026-03-02 00:00 in Shanghai, in milliseconds since 1970-01-01 UTC.
pub(super) const MONDAY: i64 = 1_772_380_800_000;
pub(super) const MINUTE: i64 = 60_000;

/// The clocks, as files in a folder.
pub(super) struct Clocks {
    folder: PathBuf,
    wrong: Option<Wrong>,
}

/// A kiosk whose power was cut, and whose clock is wrong since then.
struct Wrong {
    kiosk: &'static str,
    /// What its wall clock says too much; none: it woke in 1970.
    ahead_ms: Option<i64>,
}

impl Clocks {
    pub(super) fn new(folder: &Path, kiosks: &[&'static str]) -> Clocks {
        let clocks = Clocks { folder: folder.to_owned(), wrong: None };
        clocks.write("right", 0, MONDAY, 0);
        for kiosk in kiosks {
            clocks.write(kiosk, 0, MONDAY, 0);
        }
        clocks
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.clock"))
    }

    fn write(&self, name: &str, start: u8, wall_ms: i64, up_ms: i64) {
        let new = self.folder.join(format!("{name}.new"));
        std::fs::write(&new, format!("{wall_ms} {up_ms} {}\n", format!("{start:02x}").repeat(16))).expect("a clock");
        std::fs::rename(new, self.file(name)).expect("a clock");
    }

    /// It is so many minutes after the beginning of the first Monday, for all machines that know the time.
    pub(super) fn set(&mut self, minute: i64, kiosks: &[(&'static str, Boot)]) {
        let wall = MONDAY + minute * MINUTE;
        self.write("right", 0, wall, minute * MINUTE);
        for (kiosk, boot) in kiosks {
            let up = (minute - boot.minute) * MINUTE;
            let shown = match self.wrong.as_ref().filter(|wrong| wrong.kiosk == *kiosk) {
                None => wall,
                Some(Wrong { ahead_ms: Some(ahead), .. }) => wall + ahead,
                Some(Wrong { ahead_ms: None, .. }) => up,
            };
            self.write(kiosk, boot.start, shown, up);
        }
    }

    /// From now on this kiosk, which has just started, has a wrong clock.
    pub(super) fn go_wrong(&mut self, kiosk: &'static str, ahead_ms: Option<i64>) {
        self.wrong = Some(Wrong { kiosk, ahead_ms });
    }

    /// Somebody has told it the time.
    pub(super) fn come_right(&mut self) {
        self.wrong = None;
    }
}

/// When a machine started: its number, and the minute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Boot {
    pub(super) start: u8,
    pub(super) minute: i64,
}
