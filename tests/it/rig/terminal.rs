//! A program in a pseudo terminal: its screen as text, everything it ever wrote, and keys for it.

use std::fs::File;
use std::io::Read;
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::PATIENCE;

/// What a program writes around a frame, so that a terminal shows it as a whole.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// The screen and what else is known of the program.
struct State {
    parser: vt100::Parser,
    written: Vec<u8>,
    /// How much of it is on the screen; the rest belongs to a frame that is not complete.
    seen: usize,
    /// Headlines of notices that were on the screen, each change once.
    ticks: Vec<String>,
    ended: bool,
}

impl State {
    /// Takes what was read, which may be a part of a frame.
    fn take(&mut self, bytes: &[u8]) {
        self.written.extend_from_slice(bytes);
        loop {
            let rest = &self.written[self.seen..];
            let length = match (find(rest, BEGIN), find(rest, END)) {
                (_, Some(end)) => end + END.len(),
                (Some(begin), None) => begin,
                (None, None) => rest.len() - begun(rest),
            };
            if length == 0 {
                return;
            }
            self.show(length);
        }
    }

    /// Keeps what a person could have read, screen by screen.
    fn show(&mut self, length: usize) {
        self.parser.process(&self.written[self.seen..][..length]);
        self.seen += length;
        let text = self.parser.screen().contents();
        let tick = text.lines().find_map(|line| line.split_once("saved - ")).map(|(_, said)| said.trim().to_owned());
        if let Some(tick) = tick.filter(|tick| self.ticks.last() != Some(tick)) {
            self.ticks.push(tick);
        }
    }
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

/// How many bytes at the end may be the beginning of a frame's mark.
fn begun(bytes: &[u8]) -> usize {
    (1..BEGIN.len()).rev().find(|length| bytes.ends_with(&BEGIN[..*length])).unwrap_or(0)
}

#[derive(Clone)]
struct Shared(Arc<(Mutex<State>, Condvar)>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().expect("the reader does not panic")
    }

    fn wait(&self, limit: Duration, done: impl Fn(&State) -> bool) -> bool {
        let waited = self.0.1.wait_timeout_while(self.lock(), limit, |state| !done(state));
        done(&waited.expect("the reader does not panic").0)
    }
}

/// A running program. Dropping it kills it.
pub(crate) struct Terminal {
    master: OwnedFd,
    child: Child,
    shared: Shared,
    reader: Option<JoinHandle<()>>,
}

impl Terminal {
    /// Starts `command` in a terminal of this many columns and rows.
    pub(crate) fn start(mut command: Command, (columns, rows): (u16, u16)) -> Terminal {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a pty");
        grantpt(&master).expect("its rights");
        unlockpt(&master).expect("its other end");
        let name = ptsname(&master, Vec::new()).expect("its name");
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC;
        let slave = rustix::fs::open(&name, flags, rustix::fs::Mode::empty()).expect("the other end");
        tcsetwinsize(&master, size(columns, rows)).expect("a size");
        let end = || Stdio::from(slave.try_clone().expect("a descriptor"));
        command.stdin(end()).stdout(end()).stderr(end());
        let child = command.spawn().expect("the program starts");
        drop((command, slave));
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let state = State { parser, written: Vec::new(), seen: 0, ticks: Vec::new(), ended: false };
        let shared = Shared(Arc::new((Mutex::new(state), Condvar::new())));
        let (from, to) = (File::from(master.try_clone().expect("a descriptor")), shared.clone());
        let reader = std::thread::spawn(move || read(from, &to));
        Terminal { master, child, shared, reader: Some(reader) }
    }

    /// Waits until the screen's text is as wanted, and gives it.
    pub(crate) fn wait(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let found = self.shared.wait(PATIENCE, |state| state.ended || wanted(&state.parser.screen().contents()));
        let text = self.text();
        assert!(found && wanted(&text), "waited in vain: {what}; the screen says:\n{text}\n");
        text
    }

    /// Waits until what the screen says, or the list of everything that was ever shown as saved, is as wanted.
    pub(crate) fn answers(&self, what: &str, wanted: impl Fn(&str, &[String]) -> bool) {
        let found = self.shared.wait(PATIENCE, |state| wanted(&state.parser.screen().contents(), &state.ticks));
        assert!(found, "waited in vain: {what}; the screen says:\n{}\n", self.text());
    }

    /// Waits until the screen has this text.
    pub(crate) fn sees(&self, text: &str) -> String {
        self.wait(text, |screen| screen.contains(text))
    }

    /// Lets the program go on for this long, or until it ends.
    pub(crate) fn goes_on_for(&self, time: Duration) {
        self.shared.wait(time, |state| state.ended);
    }

    /// What the screen says now.
    pub(crate) fn text(&self) -> String {
        self.shared.lock().parser.screen().contents()
    }

    /// Everything that the program wrote.
    pub(crate) fn written(&self) -> Vec<u8> {
        self.shared.lock().written.clone()
    }

    /// Every "saved" that was ever shown, in order.
    pub(crate) fn ticks(&self) -> Vec<String> {
        self.shared.lock().ticks.clone()
    }

    /// Whether the terminal shows its alternate screen, as full-screen programs do.
    pub(crate) fn is_taken(&self) -> bool {
        self.shared.lock().parser.screen().alternate_screen()
    }

    /// Types.
    pub(crate) fn keys(&self, keys: &str) {
        let mut bytes = keys.as_bytes();
        while !bytes.is_empty() {
            let written = rustix::io::write(&self.master, bytes).expect("the terminal takes keys");
            bytes = &bytes[written..];
        }
    }

    /// The window has another size now.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.shared.lock().parser.screen_mut().set_size(cells(rows), cells(columns));
        tcsetwinsize(&self.master, size(columns, rows)).expect("a size");
        // It is not the controlling terminal of the program, so the kernel does not say it.
        self.signal(Signal::WINCH);
    }

    pub(crate) fn signal(&self, signal: Signal) {
        // It may have ended.
        let _ = kill_process(self.pid(), signal);
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Ends the program as the power does; gives every "saved" that was ever shown.
    pub(crate) fn kill(&mut self) -> Vec<String> {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
        self.join();
        self.ticks()
    }

    /// Waits for the end of the program; gives how it ended and the last screen.
    pub(crate) fn ends(&mut self) -> (ExitStatus, String) {
        let ended = self.shared.wait(PATIENCE, |state| state.ended);
        assert!(ended, "it does not end; the screen says:\n{}\n", self.text());
        (self.child.wait().expect("it ends"), self.text())
    }

    fn join(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader does not panic");
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.join();
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}

fn size(columns: u16, rows: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

fn read(mut from: File, to: &Shared) {
    let mut buffer = [0; 4096];
    // An error is the hang-up: every end of the other side is closed. What was written between the kernel's look for
    // input and its look for the hang-up is still there to be read, so only the second error in a row is the end.
    let mut hung_up = false;
    loop {
        match from.read(&mut buffer) {
            Ok(read @ 1..) => {
                hung_up = false;
                to.lock().take(&buffer[..read]);
                to.0.1.notify_all();
            }
            Ok(0) => break,
            Err(_) if hung_up => break,
            Err(_) => hung_up = true,
        }
    }
    let mut state = to.lock();
    let rest = state.written.len() - state.seen;
    state.show(rest);
    state.ended = true;
    drop(state);
    to.0.1.notify_all();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_frames_are_seen_however_they_are_read() {
        let frame = |text: &str| [BEGIN, b"\x1b[1;1Hsaved - ", text.as_bytes(), END].concat();
        let written =
            [b"\x1b[?1049h".to_vec(), frame("one part"), frame("another "), b"\x1b[?1049l bye".to_vec()].concat();
        for piece in 1..40 {
            let parser = vt100::Parser::new(cells(5), cells(40), 0);
            let mut state = State { parser, written: Vec::new(), seen: 0, ticks: Vec::new(), ended: false };
            written.chunks(piece).for_each(|bytes| state.take(bytes));
            assert_eq!(state.ticks, ["one part", "another"], "in pieces of {piece}");
            assert_eq!(state.seen, written.len());
        }
    }
}

/// Keys as a terminal sends them.
pub(crate) mod key {
    pub(crate) const ENTER: &str = "\r";
    pub(crate) const ESC: &str = "\x1b";
    pub(crate) const F1: &str = "\x1bOP";
    pub(crate) const F2: &str = "\x1bOQ";
    pub(crate) const F3: &str = "\x1bOR";
    pub(crate) const F4: &str = "\x1bOS";
    pub(crate) const F5: &str = "\x1b[15~";
    pub(crate) const F6: &str = "\x1b[17~";
    pub(crate) const F7: &str = "\x1b[18~";
    pub(crate) const F8: &str = "\x1b[19~";
    pub(crate) const F9: &str = "\x1b[20~";
    pub(crate) const F10: &str = "\x1b[21~";
    pub(crate) const F12: &str = "\x1b[24~";
}
