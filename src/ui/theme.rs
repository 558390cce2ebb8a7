//! What bold, reverse and the 16 colours stand for. Only colours that a bare console has, and none of them alone.

use ratatui::style::{Color, Modifier, Style};

use super::look::Look;
use crate::station::view::screen::{Sign, Tone};

impl Look {
    /// Words of a tone on the ordinary background.
    pub(crate) fn tone(&self, tone: Tone) -> Style {
        match tone {
            Tone::Plain => Style::new(),
            Tone::Good => self.fg(Color::Green).add_modifier(Modifier::BOLD),
            Tone::Attention => self.fg(Color::Yellow).add_modifier(Modifier::BOLD),
            Tone::Bad => self.fg(Color::LightRed).add_modifier(Modifier::BOLD),
            Tone::Faint => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// A band filled with a tone, seen from across the bay. Dark words are not bold: consoles brighten bold ones.
    pub(crate) fn band(&self, tone: Tone) -> Style {
        if !self.has_colour() {
            return match tone {
                Tone::Plain | Tone::Faint => Style::new(),
                Tone::Good | Tone::Attention | Tone::Bad => {
                    Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
                }
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
            Tone::Attention | Tone::Bad => self.header().add_modifier(Modifier::BOLD),
        }
    }

    /// Names of values and columns.
    pub(crate) fn label(&self) -> Style {
        self.fg(Color::Cyan)
    }

    /// Heads of columns.
    pub(crate) fn column_head(&self) -> Style {
        if self.has_colour() { self.label() } else { Style::new().add_modifier(Modifier::UNDERLINED) }
    }

    /// Lines between things.
    pub(crate) fn rule(&self) -> Style {
        self.fg(Color::Cyan)
    }

    /// What matters most among plain words.
    pub(crate) fn strong(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The chosen row, and the keys to press.
    pub(crate) fn reversed(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A sign in front of a row.
    pub(crate) fn sign_style(&self, sign: Sign) -> Style {
        match sign {
            Sign::None | Sign::Open | Sign::Info => Style::new(),
            Sign::Done | Sign::Saved => self.fg(Color::Green),
            Sign::Partly | Sign::Waiting | Sign::Question => self.fg(Color::Yellow),
            Sign::Running => self.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            Sign::NotSaved | Sign::Wrong => self.fg(Color::LightRed).add_modifier(Modifier::BOLD),
        }
    }

    fn fg(&self, colour: Color) -> Style {
        if self.has_colour() { Style::new().fg(colour) } else { Style::new() }
    }
}
