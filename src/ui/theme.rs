//! What bold, reverse and the 16 colours stand for. Only colours that a bare console has, and none of them alone.
//!
//! The console of Linux shows bold as a brighter colour and forgets it at the next colour, so what must stand out gets the
//! bright colour as well; dark words on a bright ground are never bold, for it would make them grey.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier, Style};

use super::look::Look;
use crate::station::view::screen::{Sign, Tone};

impl Look {
    /// Under everything: the same on terminals with a light background.
    pub(crate) fn base(&self) -> Style {
        if self.has_colour() { Style::reset().fg(Color::Gray).bg(Color::Black) } else { Style::reset() }
    }

    /// A cell with nothing in it.
    pub(crate) fn blank(&self) -> Cell {
        let mut cell = Cell::default();
        cell.set_style(self.base());
        cell
    }

    /// Words of a tone on the ordinary background.
    pub(crate) fn tone(&self, tone: Tone) -> Style {
        match tone {
            Tone::Plain => Style::new(),
            Tone::Good => self.bright(Color::LightGreen),
            Tone::Attention => self.bright(Color::LightYellow),
            Tone::Bad => self.bright(Color::LightRed),
            Tone::Faint if self.has_colour() => Style::new().fg(Color::DarkGray),
            Tone::Faint => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// A band filled with a tone, seen from across the bay.
    pub(crate) fn band(&self, tone: Tone) -> Style {
        if !self.has_colour() {
            return match tone {
                Tone::Plain | Tone::Faint => Style::new(),
                Tone::Good | Tone::Attention | Tone::Bad => self.reversed(),
            };
        }
        match tone {
            Tone::Plain | Tone::Faint => Style::new(),
            Tone::Good => Style::new().fg(Color::Black).bg(Color::Green),
            Tone::Attention => Style::new().fg(Color::Black).bg(Color::Yellow),
            Tone::Bad => Style::new().fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
        }
    }

    /// The top line.
    pub(crate) fn header(&self) -> Style {
        if self.has_colour() {
            Style::new().fg(Color::White).bg(Color::Blue)
        } else {
            Style::new().add_modifier(Modifier::REVERSED)
        }
    }

    /// A mark in the top line.
    pub(crate) fn mark(&self, tone: Tone) -> Style {
        match tone {
            Tone::Plain | Tone::Good | Tone::Faint => self.header(),
            Tone::Attention | Tone::Bad if self.has_colour() => self.band(tone),
            Tone::Attention | Tone::Bad => self.reversed(),
        }
    }

    /// Names of values, and lines between things.
    pub(crate) fn label(&self) -> Style {
        self.fg(Color::Cyan)
    }

    /// Heads of columns.
    pub(crate) fn column_head(&self) -> Style {
        if self.has_colour() { self.label() } else { Style::new().add_modifier(Modifier::UNDERLINED) }
    }

    /// What matters most among plain words.
    pub(crate) fn strong(&self) -> Style {
        self.bright(Color::White)
    }

    /// The chosen row, and the keys to press.
    pub(crate) fn reversed(&self) -> Style {
        if self.has_colour() {
            Style::new()
                .fg(Color::Gray)
                .bg(Color::Black)
                .add_modifier(Modifier::REVERSED)
                .remove_modifier(Modifier::BOLD | Modifier::DIM)
        } else {
            Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
        }
    }

    /// A sign in front of a row.
    pub(crate) fn sign_style(&self, sign: Sign) -> Style {
        match sign {
            Sign::None | Sign::Open | Sign::Info => Style::new(),
            Sign::Done | Sign::Saved => self.bright(Color::LightGreen),
            Sign::Partly | Sign::Waiting | Sign::Question => self.bright(Color::LightYellow),
            Sign::Running => self.bright(Color::LightCyan),
            Sign::NotSaved | Sign::Wrong => self.bright(Color::LightRed),
        }
    }

    fn fg(&self, colour: Color) -> Style {
        if self.has_colour() { Style::new().fg(colour) } else { Style::new() }
    }

    fn bright(&self, colour: Color) -> Style {
        self.fg(colour).add_modifier(Modifier::BOLD)
    }
}
