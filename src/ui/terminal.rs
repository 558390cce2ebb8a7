//! The terminal: taken over, given back whatever happens, drawn on with one write a screen, and read from.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use rustix::event::{PollFd, PollFlags, poll};

use super::look::Look;
use super::{keymap, paint_on_blank};
use crate::station::key::Key;
use crate::station::view::screen::Screen;

/// Where the size is unknown, as on some serial consoles.
const USUAL: Size = Size { width: 80, height: 24 };
/// No screen in a workshop is larger; a terminal that claims to be must not cost its claim in memory.
const LARGEST: Size = Size { width: 400, height: 150 };

/// Whether the terminal must be given back.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// While it lives, the terminal is raw and shows its alternate screen without a cursor. Dropping it gives the terminal
/// back; a panic gives it back before its message is printed.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal over. Hooks set before stay in place behind this one.
    ///
    /// # Errors
    /// When standard input is no terminal, or it cannot be written to.
    pub fn enter() -> io::Result<Self> {
        HOOK.call_once(|| {
            let next = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                give_back();
                next(info);
            }));
        });
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let guard = Self(());
        execute!(io::stdout(), EnterAlternateScreen, Hide, Clear(ClearType::All))?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back, once. Nothing can be done when that fails.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        _ = execute!(io::stdout(), ResetColor, LeaveAlternateScreen, Show);
        _ = disable_raw_mode();
    }
}

/// Collects what is written and passes it on in one piece when flushed.
#[derive(Debug)]
struct InOnePiece<W> {
    to: W,
    pending: Vec<u8>,
}

impl<W: Write> Write for InOnePiece<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let sent = self.to.write_all(&self.pending).and_then(|()| self.to.flush());
        self.pending.clear();
        sent
    }
}

/// Draws screens, each as one write of what differs from the one before.
#[derive(Debug)]
pub struct Terminal<W: Write> {
    backend: CrosstermBackend<InOnePiece<W>>,
    look: Look,
    /// What the terminal shows; nothing when that is unknown.
    shown: Option<Buffer>,
    /// Cells of the frame before, blank: they take the next one, so that a frame asks the system for no memory. They are made
    /// blank while nobody waits.
    spare: Option<Buffer>,
}

impl<W: Write> Terminal<W> {
    /// A terminal behind `to`, usually standard output.
    pub fn new(to: W, look: Look) -> Self {
        Self { backend: CrosstermBackend::new(InOnePiece { to, pending: Vec::new() }), look, shown: None, spare: None }
    }

    /// The next screen is drawn as a whole: the terminal was resized, or something else wrote to it.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Draws a screen at the size that the terminal has now. When nothing differs, nothing is written.
    ///
    /// # Errors
    /// When the terminal cannot be written to; the next screen is then drawn as a whole.
    pub fn draw(&mut self, screen: &Screen) -> io::Result<()> {
        self.draw_sized(screen, size())
    }

    /// The same at a given size in cells.
    ///
    /// # Errors
    /// As for [`Terminal::draw`].
    pub fn draw_sized(&mut self, screen: &Screen, size: Size) -> io::Result<()> {
        let look = self.look;
        self.draw_cells(size, |buffer, area| paint_on_blank(buffer, area, screen, &look))
    }

    /// Draws what `fill` puts into the cells, at the size that the terminal has now.
    ///
    /// # Errors
    /// As for [`Terminal::draw`].
    pub fn draw_with(&mut self, fill: impl FnOnce(&mut Buffer, Rect)) -> io::Result<()> {
        self.draw_cells(size(), |buffer, area| {
            buffer.reset();
            fill(buffer, area);
        })
    }

    /// Marked as one update: what reaches the terminal in pieces is not shown in pieces, where the terminal knows the
    /// marks. The others pass over them.
    fn draw_cells(&mut self, size: Size, fill: impl FnOnce(&mut Buffer, Rect)) -> io::Result<()> {
        let area = Rect::new(0, 0, size.width.min(LARGEST.width), size.height.min(LARGEST.height));
        let mut next = self.blank(area);
        fill(&mut next, area);
        let before = self.shown.take().filter(|shown| shown.area == area);
        let is_whole = before.is_none();
        let mut before = before.unwrap_or_else(|| Buffer::empty(area));
        let mut differences = before.diff_iter(&next).peekable();
        if is_whole || differences.peek().is_some() {
            queue!(self.backend, BeginSynchronizedUpdate)?;
            if is_whole {
                queue!(self.backend, Hide, ResetColor, Clear(ClearType::All))?;
            }
            self.backend.draw(differences)?;
            queue!(self.backend, EndSynchronizedUpdate)?;
            Backend::flush(&mut self.backend)?;
        }
        self.shown = Some(next);
        before.content.fill(self.look.blank());
        self.spare = Some(before);
        Ok(())
    }

    /// Cells without anything in them.
    fn blank(&mut self, area: Rect) -> Buffer {
        self.spare.take().filter(|spare| spare.area == area).unwrap_or_else(|| Buffer::filled(area, self.look.blank()))
    }
}

/// Size of the terminal in cells.
pub fn size() -> Size {
    match rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size { width: size.ws_col, height: size.ws_row },
        Ok(_) | Err(_) => USUAL,
    }
}

/// What comes from the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UiEvent {
    Key(Key),
    /// The size changed: call [`Terminal::forget`] and draw.
    Redraw,
    /// Ctrl-Q: leave what only shows another screen. A kiosk has no use for it.
    Leave,
}

/// Reads keys and changes of size until `sink` breaks off. Blocks while there is none, for a thread of its own.
///
/// The library under it never returns once the terminal has hung up; [`until_hangup`] does.
///
/// # Errors
/// When there is no terminal to read from, or reading fails.
pub fn read_events(mut sink: impl FnMut(UiEvent) -> ControlFlow<()>) -> io::Result<()> {
    loop {
        if let Some(event) = meaning(crossterm::event::read()?)
            && sink(event).is_break()
        {
            return Ok(());
        }
    }
}

/// Blocks until standard input has hung up: the cable is out, or the window is closed.
///
/// # Errors
/// When standard input cannot be watched.
pub fn until_hangup() -> io::Result<()> {
    loop {
        let stdin = rustix::stdio::stdin();
        let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) => {
                return Ok(());
            }
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn meaning(event: Event) -> Option<UiEvent> {
    match event {
        Event::Key(key) if key.modifiers == KeyModifiers::CONTROL && key.code == KeyCode::Char('q') => {
            Some(UiEvent::Leave)
        }
        Event::Key(key) if key.kind != KeyEventKind::Release => keymap::key(key).map(UiEvent::Key),
        Event::Resize(..) => Some(UiEvent::Redraw),
        Event::Key(_) | Event::Mouse(_) | Event::FocusGained | Event::FocusLost | Event::Paste(_) => None,
    }
}
