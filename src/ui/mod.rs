//! The drawing of a [`Screen`] into the cells of a terminal, the keys that come back from it, and the terminal itself.
//!
//! Knows nothing of parts and jobs: every word is chosen in `station::view`. Here live only places, signs and colours.
//! Nothing that a screen holds can reach the terminal as a control sequence: all text passes `clean` first.

mod canvas;
mod clean;
pub mod keymap;
pub mod look;
pub mod panel;
mod screens;
pub mod terminal;
mod text;
mod theme;
mod widgets;

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::station::view::screen::Screen;
use canvas::Canvas;
use look::Look;

/// Draws a screen over the whole frame. Any size will do: what does not fit is left out, the least important first.
pub fn draw(frame: &mut Frame, screen: &Screen, look: &Look) {
    let area = frame.area();
    paint(frame.buffer_mut(), area, screen, look);
}

/// Draws a screen into the cells of `area`.
pub fn paint(buffer: &mut Buffer, area: Rect, screen: &Screen, look: &Look) {
    Canvas::new(buffer, look).fill(area, look.base());
    paint_on_blank(buffer, area, screen, look);
}

/// The same into cells that are blank already, as [`Look::blank`] has them.
fn paint_on_blank(buffer: &mut Buffer, area: Rect, screen: &Screen, look: &Look) {
    let screen = clean::screen(screen, look);
    let mut canvas = Canvas::new(buffer, look);
    match &screen.stop {
        Some(stop) => screens::stop::draw(&mut canvas, area, stop, &screen.header.clock),
        None => screens::work::draw(&mut canvas, area, &screen),
    }
}
