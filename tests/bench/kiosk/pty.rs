//! Pseudo terminals: one is the kiosk's screen, another its scanner.

use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, Winsize, tcgetattr, tcsetattr, tcsetwinsize};

use crate::now;

/// Size of the screen.
const ROWS: NonZero<u16> = NonZero::new(24).expect("more than none");
const COLUMNS: NonZero<u16> = NonZero::new(80).expect("more than none");
/// Whoever waits longer for a screen has found a fault.
const PATIENCE: Duration = Duration::from_secs(20);

/// Both ends of a pseudo terminal; the inner one stays open here so that it never hangs up.
pub(crate) struct Pty {
    outer: OwnedFd,
    inner: OwnedFd,
    pub(crate) path: PathBuf,
}

impl Pty {
    /// A raw one: what goes in comes out, as on a serial line.
    pub(crate) fn new() -> Pty {
        let outer = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a pseudo terminal");
        grantpt(&outer).and_then(|()| unlockpt(&outer)).expect("its other end");
        let path = PathBuf::from(ptsname(&outer, Vec::new()).expect("its name").into_string().expect("a path"));
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let inner = rustix::fs::open(&path, flags, Mode::empty()).expect("its other end");
        let mut settings = tcgetattr(&inner).expect("its settings");
        settings.make_raw();
        tcsetattr(&inner, OptionalActions::Now, &settings).expect("raw");
        Pty { outer, inner, path }
    }

    pub(crate) fn write(&self, bytes: &[u8]) {
        let written = rustix::io::write(&self.outer, bytes).expect("written");
        assert_eq!(written, bytes.len(), "the other end reads too slowly");
    }
}

/// A program on a screen of its own.
pub(crate) struct OnScreen {
    pub(crate) child: Child,
    pty: Pty,
    screen: vt100::Parser,
}

impl OnScreen {
    /// Starts a program on a terminal of 80 x 24.
    pub(crate) fn start(mut program: Command) -> OnScreen {
        let pty = Pty::new();
        let size = Winsize { ws_row: ROWS.get(), ws_col: COLUMNS.get(), ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&pty.inner, size).expect("a size");
        let end = || Stdio::from(pty.inner.try_clone().expect("a descriptor"));
        program.stdin(end()).stdout(end()).stderr(Stdio::inherit());
        program.env("TERM", "xterm-256color").env("LANG", "C.UTF-8").env_remove("LC_ALL").env_remove("NO_COLOR");
        let child = program.spawn().expect("the program starts");
        OnScreen { child, pty, screen: vt100::Parser::new(ROWS, COLUMNS, 0) }
    }

    pub(crate) fn keys(&self, bytes: &[u8]) {
        self.pty.write(bytes);
    }

    /// Takes what the program writes within `wait`. The moment is that at which it was read: it is looked at afterwards, so
    /// that the terminal emulator counts for nothing in what is measured.
    fn take(&mut self, wait: Duration) -> Option<Instant> {
        let wait = Timespec { tv_sec: wait.as_secs().cast_signed(), tv_nsec: i64::from(wait.subsec_nanos()) };
        let mut watched = [PollFd::new(&self.pty.outer, PollFlags::IN)];
        if poll(&mut watched, Some(&wait)).expect("a terminal") == 0 {
            return None;
        }
        let mut bytes = [0; 16 * 1024];
        let count = rustix::io::read(&self.pty.outer, &mut bytes).expect("a terminal");
        let at = now();
        self.screen.process(&bytes[..count]);
        Some(at)
    }

    /// The moment at which the screen was read that fulfils `is_it`. A program writes a frame in one piece, but what is
    /// read may be a part of it, so the condition must be one that only the finished frame fulfils.
    pub(crate) fn until(&mut self, what: &str, is_it: impl Fn(&vt100::Screen) -> bool) -> Instant {
        let found = self.until_or(PATIENCE, is_it);
        found.unwrap_or_else(|| panic!("waited in vain for {what}:\n{}", self.screen.screen().contents()))
    }

    /// The same, or nothing when the time is up.
    pub(crate) fn until_or(&mut self, patience: Duration, is_it: impl Fn(&vt100::Screen) -> bool) -> Option<Instant> {
        let end = now() + patience;
        loop {
            let at = self.take(end.saturating_duration_since(now()))?;
            if is_it(self.screen.screen()) {
                return Some(at);
            }
        }
    }

    /// Takes what comes until nothing has come for `pause`.
    pub(crate) fn rest(&mut self, pause: Duration) {
        while self.take(pause).is_some() {}
    }

    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Ends the program as a service manager would, and waits for it.
    pub(crate) fn stop(mut self) {
        let process = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(process, rustix::process::Signal::TERM).expect("it runs");
        while self.child.try_wait().expect("a child").is_none() {
            self.rest(Duration::from_millis(5));
        }
    }
}

/// One row of the screen.
pub(crate) fn row(screen: &vt100::Screen, row: u16) -> String {
    screen.contents_between(row, 0, row, COLUMNS.get())
}

/// Whether one row has all of these texts.
pub(crate) fn has_row(screen: &vt100::Screen, texts: &[&str]) -> bool {
    (0..ROWS.get()).any(|at| {
        let row = row(screen, at);
        texts.iter().all(|text| row.contains(text))
    })
}
