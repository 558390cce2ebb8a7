//! The least that a program with a screen does: what the kiosk's start is compared with.

use std::io::{BufWriter, Stdout, stdout};

use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::text::{Line, Text};
use ratatui::widgets::Paragraph;

/// A terminal in the alternate screen, each frame one write.
pub(crate) fn terminal() -> Terminal<CrosstermBackend<BufWriter<Stdout>>> {
    enable_raw_mode().expect("a terminal");
    execute!(stdout(), EnterAlternateScreen).expect("a terminal");
    let to = BufWriter::with_capacity(64 * 1024, stdout());
    Terminal::new(CrosstermBackend::new(to)).expect("a terminal")
}

/// Shows lines of text.
pub(crate) fn draw(terminal: &mut Terminal<CrosstermBackend<BufWriter<Stdout>>>, lines: &[String]) {
    let lines: Vec<Line<'_>> = lines.iter().map(|line| Line::from(line.as_str())).collect();
    terminal.draw(|frame| frame.render_widget(Paragraph::new(Text::from(lines)), frame.area())).expect("a terminal");
}

/// One full screen, then it waits for its end.
pub(crate) fn run() {
    let mut terminal = terminal();
    draw(&mut terminal, &vec!["F12 ".repeat(20); 24]);
    while crossterm::event::read().is_ok() {}
}
