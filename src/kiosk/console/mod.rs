//! Terminals elsewhere that show the kiosk's screen or drive it, over a socket of this computer (`pitbox console`). Who may
//! is decided by the socket's group and mode; the station announces and records them.

mod account;
mod seat;
pub mod status;
pub mod wire;

use std::io;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;

use super::Shell;
use super::devices::Devices;
use super::event::Queue;
use crate::clock;
use crate::config::ConsoleConfig;
use crate::station::input::Input;
use crate::station::key::Key;
use crate::station::view::screen::Screen;
use seat::Slot;

/// Most consoles at once.
const MAX_SEATS: usize = 4;

/// What consoles have to say.
#[derive(Debug)]
pub enum ConsoleEvent {
    /// One wants in; it waits for the answer.
    Opened {
        seat: Seat,
        reply: SyncSender<Result<(), String>>,
    },
    Closed {
        number: u64,
    },
    /// It wants the screen again, as its terminal has another size.
    Wants {
        number: u64,
    },
    Key(Key),
    /// The black box is to be written; where it is then, or why it is not.
    BlackBox {
        reply: SyncSender<Result<String, String>>,
    },
    /// How the kiosk is, as a line of JSON.
    Asked {
        reply: SyncSender<String>,
    },
}

/// A console that is there.
#[derive(Debug, Clone)]
pub struct Seat {
    number: u64,
    /// The account at the other end.
    by: String,
    drives: bool,
    slot: Arc<Slot>,
}

impl Seat {
    fn announced(&self) -> Input {
        Input::ConsoleOpened { console: self.number, by: self.by.clone(), drives: self.drives }
    }
}

/// The socket; dropping it takes its name away.
#[derive(Debug)]
pub(super) struct Socket {
    path: PathBuf,
}

impl Drop for Socket {
    fn drop(&mut self) {
        // What is left behind is replaced at the next start.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Begins to take consoles. A kiosk works without: why there are none is noted.
pub(super) fn listen(config: &ConsoleConfig, queue: &Queue) -> Option<Socket> {
    match open(config, queue) {
        Ok(socket) => Some(socket),
        Err(error) => {
            tracing::warn!(%error, path = %config.socket.display(), "no console can be opened here");
            None
        }
    }
}

fn open(config: &ConsoleConfig, queue: &Queue) -> io::Result<Socket> {
    let path = &config.socket;
    if std::fs::symlink_metadata(path).is_ok_and(|left| left.file_type().is_socket()) {
        // Of a kiosk that ended without a word: the store's lock says that no other one runs.
        std::fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    let socket = Socket { path: path.clone() };
    admit(path, config.group.as_deref())?;
    let queue = queue.clone();
    std::thread::Builder::new().name("console".into()).spawn(move || accept(&listener, &queue))?;
    Ok(socket)
}

/// The account of the kiosk, and the group if one is named.
fn admit(path: &Path, group: Option<&str>) -> io::Result<()> {
    let Some(name) = group else { return std::fs::set_permissions(path, PermissionsExt::from_mode(0o600)) };
    let Some(number) = account::group(name) else {
        tracing::warn!(group = name, "there is no such group: consoles are for the kiosk's own account only");
        return std::fs::set_permissions(path, PermissionsExt::from_mode(0o600));
    };
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o600))?;
    std::os::unix::fs::chown(path, None, Some(number))?;
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o660))
}

fn accept(listener: &UnixListener, queue: &Queue) {
    let taken = Arc::new(AtomicUsize::new(0));
    for (number, stream) in (1..).zip(listener.incoming()) {
        let Ok(stream) = stream else { continue };
        if taken.fetch_add(1, Ordering::SeqCst) >= MAX_SEATS {
            taken.fetch_sub(1, Ordering::SeqCst);
            // It sees the end of the line instead.
            let _ = seat::refuse(&stream, "too many consoles are open");
            continue;
        }
        let (queue, here) = (queue.clone(), Arc::clone(&taken));
        let serve = move || {
            // A console that broke off is told to the kiosk; there is nobody else to tell.
            let _ = seat::serve(number, stream, &queue);
            here.fetch_sub(1, Ordering::SeqCst);
        };
        if std::thread::Builder::new().name("console-seat".into()).spawn(serve).is_err() {
            taken.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl Shell<'_> {
    pub(super) fn console(&mut self, event: ConsoleEvent, devices: &mut Devices) {
        match event {
            ConsoleEvent::Opened { seat, reply } => self.console_opened(seat, &reply, devices),
            ConsoleEvent::Closed { number } => {
                self.consoles.retain(|seat| seat.number != number);
                self.step(Input::ConsoleClosed { console: number }, devices);
            }
            ConsoleEvent::Wants { number } => {
                let seat = self.consoles.iter().find(|seat| seat.number == number);
                if let (Some(seat), Some(screen)) = (seat, &self.shown) {
                    seat.slot.put(Arc::new(screen.clone()));
                }
            }
            ConsoleEvent::Key(key) => self.step(Input::ConsoleKey(key), devices),
            ConsoleEvent::BlackBox { reply } => self.write_black_box(reply),
            ConsoleEvent::Asked { reply } => {
                // Whoever asked may have gone.
                let _ = reply.try_send(status::line(
                    &self.station.status(),
                    self.looked_over.as_ref(),
                    self.journal.as_ref().map(|_| self.journal_behind.as_ref()),
                    clock::now().since_boot_ms,
                ));
            }
        }
    }

    /// On a thread of its own: packing takes a moment, and the disk may take longer.
    fn write_black_box(&self, reply: SyncSender<Result<String, String>>) {
        let recorder = Arc::clone(self.queue.recorder());
        let begun = std::thread::Builder::new().name("black-box".into()).spawn(move || {
            let written = match recorder.write("asked") {
                Ok(Some(path)) => Ok(path.display().to_string()),
                Ok(None) => Err("nothing is kept yet: a rest of the kiosk is needed, with nobody logged on".to_owned()),
                Err(error) => Err(error.to_string()),
            };
            // Whoever asked may have gone.
            let _ = reply.try_send(written);
        });
        if let Err(error) = begun {
            tracing::warn!(%error, "the black box is not written");
        }
    }

    fn console_opened(&mut self, seat: Seat, reply: &SyncSender<Result<(), String>>, devices: &mut Devices) {
        if let Some(other) = self.consoles.iter().find(|other| other.drives && seat.drives) {
            let why = format!("{} drives this screen already; look on with --watch", other.by);
            let _ = reply.try_send(Err(why));
            return;
        }
        tracing::info!(by = seat.by, drives = seat.drives, "a console was opened");
        let announced = seat.announced();
        let _ = reply.try_send(Ok(()));
        self.consoles.push(seat);
        self.step(announced, devices);
        // It has no screen yet: the next one is drawn even where nothing changed.
        self.shown = None;
    }

    /// The consoles that are there, for a station that begins anew.
    pub(super) fn consoles_again(&mut self, devices: &mut Devices) {
        for announced in self.consoles.iter().map(Seat::announced).collect::<Vec<_>>() {
            self.step(announced, devices);
        }
    }
}

/// Shows a screen at all consoles.
pub(super) fn show(seats: &[Seat], screen: &Screen) {
    if !seats.is_empty() {
        let screen = Arc::new(screen.clone());
        seats.iter().for_each(|seat| seat.slot.put(Arc::clone(&screen)));
    }
}
