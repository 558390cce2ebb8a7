//! What can happen to somebody who plays with the demo: a new screen, a key, a signal.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::event::{Event as Seen, KeyEvent, KeyEventKind};

use crate::kiosk::face::Face;
use crate::station::view::screen::Screen;
use crate::ui::terminal::until_hangup;

/// Length of the queue.
const QUEUE: usize = 64;

/// One thing that happened.
#[derive(Debug)]
pub(super) enum Happened {
    /// The kiosk has another screen.
    Screen,
    Key(KeyEvent),
    /// The terminal has another size.
    Resized,
    /// The kiosk has ended by itself.
    Ended,
    /// A signal, or the terminal is gone.
    Stop,
}

/// The latest screen of the kiosk; those in between are of no use to anybody.
#[derive(Debug, Clone, Default)]
pub(super) struct Latest(Arc<Mutex<Screen>>);

impl Latest {
    pub(super) fn get(&self) -> Screen {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The kiosk's side: shows screens to the one who plays.
#[derive(Debug)]
pub(super) struct Window {
    latest: Latest,
    tell: SyncSender<Happened>,
}

impl Face for Window {
    fn show(&mut self, screen: &Screen) -> io::Result<()> {
        *self.latest.0.lock().unwrap_or_else(PoisonError::into_inner) = screen.clone();
        // When the queue is full, whoever empties it looks at the latest screen as well.
        let _ = self.tell.try_send(Happened::Screen);
        Ok(())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // Nobody is listening any more when the demo ends first.
        let _ = self.tell.try_send(Happened::Ended);
    }
}

/// A queue, with threads that put keys, signals and the end of the terminal into it.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn open() -> io::Result<(Receiver<Happened>, Latest, Window)> {
    let (tell, happened) = sync_channel(QUEUE);
    let latest = Latest::default();
    let keys = tell.clone();
    std::thread::Builder::new().name("keys".into()).spawn(move || read_keys(&keys))?;
    let hangup = tell.clone();
    std::thread::Builder::new().name("hangup".into()).spawn(move || {
        if until_hangup().is_ok() {
            // The other end may be gone already.
            let _ = hangup.send(Happened::Stop);
        }
    })?;
    stop_on_signals(tell.clone())?;
    Ok((happened, latest.clone(), Window { latest, tell }))
}

fn read_keys(tell: &SyncSender<Happened>) {
    loop {
        let happened = match crossterm::event::read() {
            Ok(Seen::Key(key)) if key.kind != KeyEventKind::Release => Happened::Key(key),
            Ok(Seen::Resize(..)) => Happened::Resized,
            Ok(Seen::Key(_) | Seen::Mouse(_) | Seen::FocusGained | Seen::FocusLost | Seen::Paste(_)) => continue,
            Err(_) => Happened::Stop,
        };
        let last = matches!(happened, Happened::Stop);
        if tell.send(happened).is_err() || last {
            return;
        }
    }
}

fn stop_on_signals(tell: SyncSender<Happened>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        if signals.forever().next().is_some() {
            // The other end may be gone already.
            let _ = tell.send(Happened::Stop);
        }
    })?;
    Ok(())
}
