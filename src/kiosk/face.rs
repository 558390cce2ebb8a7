//! Where the screen goes: a terminal, or whoever wants to see it.

use std::io;
use std::ops::ControlFlow;

use super::event::{Event, Queue};
use crate::station::view::screen::Screen;
use crate::ui::look::Look;
use crate::ui::terminal::{Guard, Terminal, UiEvent, read_events, until_hangup};

/// Shows screens. Called only when something differs from the screen before.
pub trait Face {
    /// Shows a screen.
    ///
    /// # Errors
    /// When nobody can see it any more; the kiosk then ends.
    fn show(&mut self, screen: &Screen) -> io::Result<()>;

    /// What is shown is unknown: the terminal was resized.
    fn forget(&mut self) {}

    /// Whether Chinese is readable here.
    fn shows_chinese(&self) -> bool {
        true
    }
}

/// The terminal on standard output. It is given back when this is dropped.
pub struct TerminalFace {
    look: Look,
    terminal: Terminal<io::Stdout>,
    _guard: Guard,
}

impl TerminalFace {
    /// Takes the terminal over and begins to read keys.
    ///
    /// # Errors
    /// When there is no terminal.
    pub fn open(look: Look, queue: &Queue) -> io::Result<TerminalFace> {
        let guard = Guard::enter()?;
        read_keys(queue)?;
        Ok(TerminalFace { look, terminal: Terminal::new(io::stdout(), look), _guard: guard })
    }
}

impl Face for TerminalFace {
    fn show(&mut self, screen: &Screen) -> io::Result<()> {
        self.terminal.draw(screen)
    }

    fn forget(&mut self) {
        self.terminal.forget();
    }

    fn shows_chinese(&self) -> bool {
        self.look.can_show_chinese()
    }
}

/// One thread reads keys, another waits for the terminal to hang up.
fn read_keys(queue: &Queue) -> io::Result<()> {
    let keys = queue.clone();
    std::thread::Builder::new().name("keys".into()).spawn(move || {
        let read = read_events(|event| {
            let event = match event {
                UiEvent::Key(key) => Event::Key(key),
                UiEvent::Redraw => Event::Redraw,
                UiEvent::Leave => return ControlFlow::Continue(()),
            };
            if keys.put(event) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if read.is_err() {
            keys.put(Event::Stop);
        }
    })?;
    let hangup = queue.clone();
    std::thread::Builder::new().name("hangup".into()).spawn(move || {
        // Without a descriptor to watch the key thread is the one that ends the kiosk.
        if until_hangup().is_ok() {
            hangup.put(Event::Stop);
        }
    })?;
    Ok(())
}
