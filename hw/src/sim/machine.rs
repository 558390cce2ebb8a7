//! What a simulated device does with bytes, apart from the line that it hangs on: a serial line ([`SerialDevice`]) or a
//! TCP port ([`TcpDevice`]).

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::PollFlags;
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;

use super::pty::PtyPort;
use crate::driver::{Wake, Woken, wait};

/// The inside of a simulated device.
pub trait Machine: Send + 'static {
    /// A line was opened to it: what it says by itself.
    fn greet(&mut self) -> Vec<u8> {
        Vec::new()
    }

    /// Takes bytes and gives the answers.
    fn take(&mut self, bytes: &[u8]) -> Vec<u8>;

    /// True when the line is to be cut now. Asked after each [`Machine::take`].
    fn cuts(&mut self) -> bool {
        false
    }
}

/// A machine, what it is about to send, and who waits for it to change.
#[derive(Debug)]
struct Shared<M> {
    inside: Mutex<Inside<M>>,
    changed: Condvar,
}

#[derive(Debug)]
struct Inside<M> {
    machine: M,
    outgoing: Vec<u8>,
    cut: bool,
}

impl<M: Machine> Shared<M> {
    fn new(machine: M) -> Arc<Self> {
        let inside = Inside { machine, outgoing: Vec::new(), cut: false };
        Arc::new(Self { inside: Mutex::new(inside), changed: Condvar::new() })
    }

    fn lock(&self) -> MutexGuard<'_, Inside<M>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line was opened: what was to go over the last one is gone.
    fn greet(&self) {
        let mut inside = self.lock();
        inside.cut = false;
        inside.outgoing = inside.machine.greet();
    }

    fn wait_until(&self, limit: Duration, done: impl Fn(&M) -> bool) -> bool {
        let waited = self.changed.wait_timeout_while(self.lock(), limit, |inside| !done(&inside.machine));
        waited.is_ok_and(|(inside, _)| done(&inside.machine))
    }

    /// Bytes came. What to send now; nothing when the line is to be cut.
    fn take(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut inside = self.lock();
        let answers = inside.machine.take(bytes);
        self.changed.notify_all();
        if inside.machine.cuts() {
            return None;
        }
        inside.outgoing.extend(answers);
        Some(std::mem::take(&mut inside.outgoing))
    }

    /// Serves a line that does not block until it ends or is cut. False when the device is switched off.
    fn serve(&self, line: &impl AsFd, wake: &Wake) -> bool {
        let mut buffer = [0; 4096];
        loop {
            let (outgoing, cut) = {
                let mut inside = self.lock();
                (std::mem::take(&mut inside.outgoing), std::mem::take(&mut inside.cut))
            };
            if cut || write_all(line, &outgoing, wake).is_err() {
                return !wake.stopped();
            }
            match rustix::io::read(line, &mut buffer) {
                Ok(0) => return true,
                Ok(read) => {
                    let Some(answers) = self.take(&buffer[..read]) else { return true };
                    if write_all(line, &answers, wake).is_err() {
                        return !wake.stopped();
                    }
                }
                Err(Errno::AGAIN | Errno::INTR) => {
                    if matches!(wait(wake, Some((line.as_fd(), PollFlags::IN)), None), Ok(Woken::Stop) | Err(_)) {
                        return false;
                    }
                }
                Err(_) => return true,
            }
        }
    }
}

fn write_all(line: &impl AsFd, mut bytes: &[u8], wake: &Wake) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(line, bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::AGAIN) => {
                if wait(wake, Some((line.as_fd(), PollFlags::OUT)), None)? == Woken::Stop {
                    return Err(io::ErrorKind::Interrupted.into());
                }
            }
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// A device on a serial line: a pseudo terminal under a path that stays. Dropping it unplugs it.
#[derive(Debug)]
pub struct SerialDevice<M: Machine> {
    shared: Arc<Shared<M>>,
    path: PathBuf,
    plugged: Option<Running<PtyPort>>,
}

/// A device on a TCP port of the loopback, for one client at a time. Dropping it switches it off.
#[derive(Debug)]
pub struct TcpDevice<M: Machine> {
    shared: Arc<Shared<M>>,
    address: SocketAddr,
    running: Running<()>,
}

/// A thread that ends when it is told to.
#[derive(Debug)]
struct Running<T> {
    wake: Arc<Wake>,
    thread: Option<JoinHandle<T>>,
}

impl<T: Send + 'static> Running<T> {
    fn start(name: &str, body: impl FnOnce(&Wake) -> T + Send + 'static) -> io::Result<Self> {
        let wake = Arc::new(Wake::new()?);
        let inner = Arc::clone(&wake);
        let thread = std::thread::Builder::new().name(name.into()).spawn(move || body(&inner))?;
        Ok(Self { wake, thread: Some(thread) })
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.wake.stop();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl<M: Machine> SerialDevice<M> {
    /// Plugs a new device in under `path`; its directory is made.
    pub fn start(path: &Path, machine: M) -> io::Result<Self> {
        let mut device = Self { shared: Shared::new(machine), path: path.to_path_buf(), plugged: None };
        device.plug()?;
        Ok(device)
    }

    /// The path that stays.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Plugs the device in again; what it was about to send is gone.
    pub fn plug(&mut self) -> io::Result<()> {
        self.unplug();
        let port = PtyPort::new(&self.path)?;
        // Keeps the line from hanging up while no driver has it open.
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let keep: OwnedFd = open(&self.path, flags, Mode::empty())?;
        self.shared.greet();
        let shared = Arc::clone(&self.shared);
        self.plugged = Some(Running::start("sim device", move |wake| {
            if let Ok(line) = port.line() {
                while shared.serve(line, wake) {}
            }
            drop(keep);
            port
        })?);
        Ok(())
    }

    /// Pulls the device out.
    pub fn unplug(&mut self) {
        self.plugged = None;
    }

    /// Sends bytes by itself.
    pub fn send(&self, bytes: &[u8]) {
        self.act(|_| bytes.to_vec());
    }

    /// Does something to the machine, and sends what it says to that.
    pub fn act(&self, act: impl FnOnce(&mut M) -> Vec<u8>) {
        act_on(&self.shared, act);
        if let Some(plugged) = &self.plugged {
            plugged.wake.ring();
        }
    }

    /// Looks at the machine.
    pub fn look<T>(&self, look: impl FnOnce(&M) -> T) -> T {
        look(&self.shared.lock().machine)
    }

    /// Waits until `done`, at most `limit`. True when it is.
    pub fn wait_until(&self, limit: Duration, done: impl Fn(&M) -> bool) -> bool {
        self.shared.wait_until(limit, done)
    }
}

impl<M: Machine> TcpDevice<M> {
    /// Switches a device on at a free port of the loopback.
    pub fn start(machine: M) -> io::Result<Self> {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into(), machine)
    }

    /// Switches a device on at `address`.
    pub fn start_at(address: SocketAddr, machine: M) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Shared::new(machine);
        let inner = Arc::clone(&shared);
        let running = Running::start("sim device", move |wake| {
            while let Some(client) = accept(&listener, wake) {
                inner.greet();
                if !inner.serve(&client, wake) {
                    return;
                }
            }
        })?;
        Ok(Self { shared, address, running })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts the connection that stands now, if one does.
    pub fn cut(&self) {
        self.shared.lock().cut = true;
        self.running.wake.ring();
    }

    /// Does something to the machine, and sends what it says to that.
    pub fn act(&self, act: impl FnOnce(&mut M) -> Vec<u8>) {
        act_on(&self.shared, act);
        self.running.wake.ring();
    }

    /// Looks at the machine.
    pub fn look<T>(&self, look: impl FnOnce(&M) -> T) -> T {
        look(&self.shared.lock().machine)
    }

    /// Waits until `done`, at most `limit`. True when it is.
    pub fn wait_until(&self, limit: Duration, done: impl Fn(&M) -> bool) -> bool {
        self.shared.wait_until(limit, done)
    }
}

fn act_on<M: Machine>(shared: &Shared<M>, act: impl FnOnce(&mut M) -> Vec<u8>) {
    let mut inside = shared.lock();
    let bytes = act(&mut inside.machine);
    inside.outgoing.extend(bytes);
    shared.changed.notify_all();
}

/// The next client. Nothing when the device is switched off.
fn accept(listener: &TcpListener, wake: &Wake) -> Option<TcpStream> {
    loop {
        match listener.accept() {
            Ok((client, _)) if client.set_nonblocking(true).is_ok() => return Some(client),
            Ok(_) => {}
            Err(_) => {
                if matches!(wait(wake, Some((listener.as_fd(), PollFlags::IN)), None), Ok(Woken::Stop) | Err(_)) {
                    return None;
                }
            }
        }
    }
}
