//! What the terminal is sent.

use std::cell::RefCell;
use std::io::{self, Write};
use std::num::NonZero;
use std::rc::Rc;

use ratatui::layout::Size;

use super::samples::{Words, all};
use crate::station::view::screen::Screen;
use crate::ui::look::Look;
use crate::ui::terminal::Terminal;

const SIZE: Size = Size { width: 80, height: 24 };

/// Keeps each write apart.
#[derive(Debug, Clone, Default)]
struct Writes(Rc<RefCell<Vec<Vec<u8>>>>);

impl Writes {
    fn take(&self) -> Vec<Vec<u8>> {
        self.0.borrow_mut().drain(..).collect()
    }
}

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn emulator() -> vt100::Parser {
    let cells = |cells| NonZero::new(cells).expect("a size");
    vt100::Parser::new(cells(SIZE.height), cells(SIZE.width), 0)
}

/// The lines without the spaces at their ends, which an emulator tells from cells never written.
fn contents(seen: &vt100::Parser) -> Vec<String> {
    seen.screen().rows(0, SIZE.width).map(|line| line.trim_end().to_owned()).collect()
}

fn samples() -> Vec<Screen> {
    [Words::English, Words::Chinese].into_iter().flat_map(all).map(|(_, screen)| screen).collect()
}

#[test]
fn a_screen_is_one_write_and_the_same_screen_is_none() {
    let writes = Writes::default();
    let mut terminal = Terminal::new(writes.clone(), Look::rich());
    for screen in samples() {
        terminal.draw_sized(&screen, SIZE).expect("writing to memory");
        let written = writes.take();
        assert_eq!(written.len(), 1);
        assert!(written[0].starts_with(b"\x1b[?2026h") && written[0].ends_with(b"\x1b[?2026l"), "marked as one update");
        terminal.draw_sized(&screen, SIZE).expect("writing to memory");
        assert_eq!(writes.take().len(), 0);
    }
}

#[test]
fn differences_add_up_to_the_whole_screen() {
    let writes = Writes::default();
    let mut terminal = Terminal::new(writes.clone(), Look::rich());
    let mut seen = emulator();
    let screens = samples();
    // Every screen after every other one, so that wide characters are covered by halves in many ways.
    for (first, second) in screens.iter().flat_map(|first| screens.iter().map(move |second| (first, second))) {
        for screen in [first, second] {
            terminal.draw_sized(screen, SIZE).expect("writing to memory");
            writes.take().iter().for_each(|bytes| seen.process(bytes));
        }
        assert_eq!(contents(&seen), drawn_at_once(second));
    }
}

fn drawn_at_once(screen: &Screen) -> Vec<String> {
    let writes = Writes::default();
    let mut terminal = Terminal::new(writes.clone(), Look::rich());
    terminal.draw_sized(screen, SIZE).expect("writing to memory");
    let mut seen = emulator();
    writes.take().iter().for_each(|bytes| seen.process(bytes));
    contents(&seen)
}

#[test]
fn a_small_change_sends_little() {
    let writes = Writes::default();
    let mut terminal = Terminal::new(writes.clone(), Look::rich());
    let (_, mut screen) = all(Words::English).swap_remove(2);
    terminal.draw_sized(&screen, SIZE).expect("writing to memory");
    writes.take();
    screen.header.clock = "14:03".to_owned();
    terminal.draw_sized(&screen, SIZE).expect("writing to memory");
    assert!(writes.take().concat().len() < 100);
}

#[test]
fn a_resized_or_forgotten_terminal_is_drawn_as_a_whole() {
    let writes = Writes::default();
    let mut terminal = Terminal::new(writes.clone(), Look::rich());
    let screen = Screen::default();
    let drawn = |terminal: &mut Terminal<Writes>, width| {
        terminal.draw_sized(&screen, Size { width, height: 5 }).expect("writing to memory");
        writes.take().len()
    };
    assert_eq!(drawn(&mut terminal, 20), 1);
    assert_eq!(drawn(&mut terminal, 20), 0);
    assert_eq!(drawn(&mut terminal, 21), 1);
    terminal.forget();
    assert_eq!(drawn(&mut terminal, 21), 1);
    assert_eq!(drawn(&mut terminal, 0), 1);
}
