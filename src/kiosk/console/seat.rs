//! One console at the socket: a thread that reads its lines, and one that draws for it. Neither ever holds up the kiosk: of
//! several screens only the newest is drawn, and whoever does not take it in time is put out.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use ratatui::layout::Size;

use super::account;
use super::wire::{Hello, Line, MAX_LINE, NO, OK};
use super::{ConsoleEvent, Seat};
use crate::kiosk::event::{Event, Queue};
use crate::station::view::screen::Screen;
use crate::ui::look::Look;
use crate::ui::terminal::Terminal;

/// A console that takes nothing for this long is put out.
const PATIENCE: Duration = Duration::from_secs(5);

/// The newest screen for a console, and its size.
#[derive(Debug, Default)]
pub(super) struct Slot {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    screen: Option<Arc<Screen>>,
    size: (u16, u16),
    ended: bool,
}

impl Slot {
    pub(super) fn put(&self, screen: Arc<Screen>) {
        self.change(|state| state.screen = Some(screen));
    }

    fn resize(&self, size: (u16, u16)) {
        self.change(|state| state.size = size);
    }

    pub(super) fn end(&self) {
        self.change(|state| state.ended = true);
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_one();
    }

    /// Waits for a screen; `None` when the console has ended.
    fn take(&self) -> Option<(Arc<Screen>, (u16, u16))> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if state.ended {
                return None;
            }
            if let Some(screen) = state.screen.take() {
                return Some((screen, state.size));
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Serves one console until it goes.
pub(super) fn serve(number: u64, stream: UnixStream, queue: &Queue) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.try_clone()?);
    match line(&mut lines)?.as_deref().and_then(Hello::parse) {
        Some(Hello::Status) => status(stream, queue),
        Some(Hello::BlackBox) => black_box(stream, queue),
        Some(Hello::Show { drives, size, look, name }) => {
            stream.set_read_timeout(None)?;
            show(number, stream, lines, queue, Wanted { drives, size, look, name })
        }
        None => refuse(&stream, "this kiosk speaks another version: use the pitbox of this computer"),
    }
}

struct Wanted {
    drives: bool,
    size: (u16, u16),
    look: Look,
    name: Option<String>,
}

pub(super) fn refuse(mut stream: &UnixStream, why: &str) -> io::Result<()> {
    writeln!(stream, "{NO}{why}")
}

fn status(mut stream: UnixStream, queue: &Queue) -> io::Result<()> {
    let (reply, answer) = sync_channel(1);
    if !queue.put(Event::Console(ConsoleEvent::Asked { reply })) {
        return Ok(());
    }
    match answer.recv_timeout(PATIENCE) {
        Ok(said) => writeln!(stream, "{OK}\n{said}"),
        Err(_) => refuse(&stream, "the kiosk does not answer"),
    }
}

fn black_box(mut stream: UnixStream, queue: &Queue) -> io::Result<()> {
    let (reply, answer) = sync_channel(1);
    if !queue.put(Event::Console(ConsoleEvent::BlackBox { reply })) {
        return Ok(());
    }
    match answer.recv_timeout(PATIENCE) {
        Ok(Ok(path)) => writeln!(stream, "{OK}\n{path}"),
        Ok(Err(why)) => refuse(&stream, &why),
        Err(_) => refuse(&stream, "the kiosk does not answer"),
    }
}

fn show(
    number: u64,
    stream: UnixStream,
    mut lines: BufReader<UnixStream>,
    queue: &Queue,
    wanted: Wanted,
) -> io::Result<()> {
    let slot = Arc::new(Slot::default());
    slot.resize(wanted.size);
    let (reply, answer) = sync_channel(1);
    let account = account::of_peer(&stream);
    let by = wanted.name.map_or_else(|| account.clone(), |name| format!("{name} ({account})"));
    let seat = Seat { number, by, drives: wanted.drives, slot: Arc::clone(&slot) };
    if !queue.put(Event::Console(ConsoleEvent::Opened { seat, reply })) {
        return Ok(());
    }
    match answer.recv_timeout(PATIENCE) {
        Ok(Ok(())) => writeln!(&stream, "{OK}")?,
        Ok(Err(why)) => return refuse(&stream, &why),
        // The loop may still take it later: it is told that this one is gone.
        Err(_) => {
            queue.put(Event::Console(ConsoleEvent::Closed { number }));
            return refuse(&stream, "the kiosk does not answer");
        }
    }
    let drawn = draw(Arc::clone(&slot), stream.try_clone()?, wanted.look);
    if drawn.is_ok() {
        // An error is a console that went away, as an end of its lines is.
        let _ = listen(number, &mut lines, wanted.drives, &slot, queue);
    }
    slot.end();
    queue.put(Event::Console(ConsoleEvent::Closed { number }));
    drawn
}

/// Passes on what the console says until it goes.
fn listen(number: u64, lines: &mut BufReader<UnixStream>, drives: bool, slot: &Slot, queue: &Queue) -> io::Result<()> {
    while let Some(text) = line(lines)? {
        match Line::parse(&text) {
            Some(Line::Size(columns, rows)) => {
                slot.resize((columns, rows));
                queue.put(Event::Console(ConsoleEvent::Wants { number }));
            }
            Some(Line::Key(key)) if drives => {
                queue.put(Event::Console(ConsoleEvent::Key(key)));
            }
            Some(Line::Key(_)) | None => {}
        }
    }
    Ok(())
}

/// A line without its end; `None` at the end, or when it is longer than any line of a console.
fn line(from: &mut BufReader<UnixStream>) -> io::Result<Option<String>> {
    let mut text = String::new();
    let limit = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
    from.by_ref().take(limit).read_line(&mut text)?;
    Ok(text.strip_suffix('\n').map(str::to_owned))
}

fn draw(slot: Arc<Slot>, stream: UnixStream, look: Look) -> io::Result<()> {
    let run = move || {
        let ending = stream.try_clone();
        let mut terminal = Terminal::new(stream, look);
        let mut before = (0, 0);
        while let Some((screen, size)) = slot.take() {
            if size != before {
                terminal.forget();
                before = size;
            }
            if terminal.draw_sized(&screen, Size { width: size.0, height: size.1 }).is_err() {
                break;
            }
        }
        if let Ok(stream) = ending {
            // Wakes the thread that reads; it may be gone already.
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
    };
    std::thread::Builder::new().name("console-draw".into()).spawn(run).map(drop)
}
