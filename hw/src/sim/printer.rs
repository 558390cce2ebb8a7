//! A label printer that is no hardware: it listens on the loopback, keeps the labels it was sent, answers `~HS`, and can
//! be unwell in the ways that printers are.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::PollFlags;
use rustix::io::Errno;

use crate::driver::{Wake, Woken, wait};

/// How the printer behaves; change it while it runs with [`CapturePrinter::set`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Behaviour {
    /// The label roll is empty: labels stay in memory until it is not.
    pub paper_out: bool,
    /// The head is open: labels stay in memory until it is not.
    pub head_open: bool,
    /// Labels stay in memory although nothing is wrong, as when another computer prints a long job.
    pub hold: bool,
    /// Status requests are not answered.
    pub silent: bool,
    /// Labels that another computer has in the printer.
    pub others: u32,
    /// The connection is cut when this many bytes of the next label have come; that label is forgotten.
    pub cut_after: Option<usize>,
}

impl Behaviour {
    fn prints(&self) -> bool {
        !(self.paper_out || self.head_open || self.hold)
    }
}

/// Labels kept; older ones are forgotten.
const KEPT: usize = 1000;
/// Longest label that is taken, in bytes.
const LONGEST: usize = 4 << 20;

#[derive(Debug, Default)]
struct State {
    behaviour: Behaviour,
    /// The bytes of a label whose end has not come, or of something else.
    coming: Vec<u8>,
    /// Labels that are in the printer and not on paper yet.
    memory: Vec<Vec<u8>>,
    printed: Vec<Vec<u8>>,
    asked: u64,
    cut: bool,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    wake: Wake,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running printer. Dropping it switches it off.
#[derive(Debug)]
pub struct CapturePrinter {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl CapturePrinter {
    /// Switches a printer on at a free port of the loopback.
    pub fn start() -> io::Result<Self> {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into())
    }

    /// Switches a printer on at `address`.
    pub fn start_at(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Condvar::new(), wake: Wake::new()? });
        let inner = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("sim printer".into()).spawn(move || {
            while let Some(client) = accept(&listener, &inner) {
                serve(&client, &inner);
                inner.lock().coming.clear();
            }
        })?;
        Ok(Self { address, shared, thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes how the printer behaves.
    pub fn set(&self, change: impl FnOnce(&mut Behaviour)) {
        let mut state = self.shared.lock();
        change(&mut state.behaviour);
        state.print();
        self.shared.changed.notify_all();
    }

    /// Cuts the connection that stands now, if one does. What is in the printer stays there.
    pub fn cut(&self) {
        self.shared.lock().cut = true;
        self.shared.wake.ring();
    }

    /// The labels printed so far, the last thousand of them.
    pub fn labels(&self) -> Vec<Vec<u8>> {
        self.shared.lock().printed.clone()
    }

    /// The labels that are in the printer and not on paper.
    pub fn waiting(&self) -> usize {
        self.shared.lock().memory.len()
    }

    /// Waits until `count` labels are printed, at most `limit`. True when they are.
    pub fn wait_printed(&self, count: usize, limit: Duration) -> bool {
        self.wait(limit, |state| state.printed.len() >= count)
    }

    /// Waits until `count` labels are in the printer and not on paper, at most `limit`. True when they are.
    pub fn wait_held(&self, count: usize, limit: Duration) -> bool {
        self.wait(limit, |state| state.memory.len() >= count)
    }

    /// Waits until the printer was asked for its status `count` more times, at most `limit`. True when it was.
    pub fn wait_asked(&self, count: u64, limit: Duration) -> bool {
        let target = self.shared.lock().asked.saturating_add(count);
        self.wait(limit, |state| state.asked >= target)
    }

    fn wait(&self, limit: Duration, done: impl Fn(&State) -> bool) -> bool {
        let waited = self.shared.changed.wait_timeout_while(self.shared.lock(), limit, |state| !done(state));
        waited.is_ok_and(|(state, _)| done(&state))
    }
}

impl Drop for CapturePrinter {
    fn drop(&mut self) {
        self.shared.wake.stop();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// The next client. Nothing when the printer is switched off.
fn accept(listener: &TcpListener, shared: &Shared) -> Option<TcpStream> {
    loop {
        match listener.accept() {
            Ok((client, _)) if client.set_nonblocking(true).is_ok() => {
                shared.lock().cut = false;
                return Some(client);
            }
            Ok(_) => {}
            Err(_) => {
                if matches!(wait(&shared.wake, Some((listener.as_fd(), PollFlags::IN)), None), Ok(Woken::Stop) | Err(_))
                {
                    return None;
                }
            }
        }
    }
}

/// Serves one client until one of the two has enough.
fn serve(client: &TcpStream, shared: &Shared) {
    let mut buffer = [0; 4096];
    loop {
        match rustix::io::read(client, &mut buffer) {
            Ok(0) => return,
            Ok(read) => {
                let answers = take(shared, &buffer[..read]);
                let Some(answers) = answers else { return };
                // An answer is shorter than any socket buffer.
                if rustix::io::write(client, &answers).is_err() {
                    return;
                }
            }
            Err(Errno::AGAIN | Errno::INTR) => {
                let woken = wait(&shared.wake, Some((client.as_fd(), PollFlags::IN)), None);
                if matches!(woken, Ok(Woken::Stop) | Err(_)) || std::mem::take(&mut shared.lock().cut) {
                    return;
                }
            }
            Err(_) => return,
        }
    }
}

/// Takes bytes from a client and gives the answers. Nothing when the connection is to be cut.
fn take(shared: &Shared, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut state = shared.lock();
    let mut answers = Vec::new();
    let mut stands = true;
    for byte in bytes {
        match state.step(*byte) {
            Step::Nothing => {}
            Step::Answer(answer) => answers.extend(answer.into_bytes()),
            Step::Cut => {
                stands = false;
                break;
            }
        }
    }
    shared.changed.notify_all();
    stands.then_some(answers)
}

enum Step {
    Nothing,
    Answer(String),
    Cut,
}

impl State {
    fn step(&mut self, byte: u8) -> Step {
        if self.coming.len() < LONGEST {
            self.coming.push(byte);
        }
        if self.coming.ends_with(b"~HS") {
            self.coming.truncate(self.coming.len() - 3);
            self.asked += 1;
            self.print();
            return if self.behaviour.silent { Step::Nothing } else { Step::Answer(self.status()) };
        }
        if !self.coming.starts_with(b"^XA") {
            // Line ends and anything else between two labels.
            if !b"^XA".starts_with(&self.coming) && !b"~HS".starts_with(&self.coming) {
                self.coming.clear();
            }
            return Step::Nothing;
        }
        if self.behaviour.cut_after.is_some_and(|limit| self.coming.len() >= limit) {
            self.behaviour.cut_after = None;
            self.coming.clear();
            return Step::Cut;
        }
        if self.coming.ends_with(b"^XZ") {
            let label = std::mem::take(&mut self.coming);
            self.memory.push(label);
            self.print();
        }
        Step::Nothing
    }

    /// Puts on paper what is in memory, if the printer can.
    fn print(&mut self) {
        if self.behaviour.prints() {
            self.printed.append(&mut self.memory);
            let surplus = self.printed.len().saturating_sub(KEPT);
            self.printed.drain(..surplus);
        }
    }

    /// The three strings of `~HS`, ZPL II Programming Guide.
    fn status(&self) -> String {
        let Behaviour { paper_out, head_open, others, .. } = self.behaviour;
        let (paper, head, paused) = (u8::from(paper_out), u8::from(head_open), u8::from(paper_out || head_open));
        let formats = self.memory.len() as u32 + others;
        format!(
            "\u{2}030,{paper},{paused},1245,{formats:03},0,0,0,000,0,0,0\u{3}\r\n\
             \u{2}001,0,{head},0,1,2,6,0,{others:08},1,000\u{3}\r\n\u{2}1234,0\u{3}\r\n"
        )
    }
}
