//! The cells to draw into. Nothing here can write outside them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::{Border, Look};
use super::text::{char_width, fit, width};

/// Cells and how things look on them.
pub(crate) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    pub(crate) look: Look,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(buffer: &'a mut Buffer, look: &Look) -> Self {
        Self { buffer, look: *look }
    }

    /// Puts clean text on the first line of `area`, cut to its width. Returns how many cells it took.
    pub(crate) fn put(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        if area.height == 0 {
            return 0;
        }
        let look = self.look;
        let mut x = area.x;
        for c in fit(text, area.width, &look).chars() {
            let across = char_width(c);
            self.set(x, area.y, c, style);
            if across == 2 {
                self.set(x.saturating_add(1), area.y, ' ', style);
            }
            x = x.saturating_add(across);
        }
        x - area.x
    }

    /// Puts clean text in the middle of the first line of `area`.
    pub(crate) fn put_centred(&mut self, area: Rect, text: &str, style: Style) {
        let margin = area.width.saturating_sub(width(text)) / 2;
        self.put(right_of(area, margin), text, style);
    }

    /// Puts clean text at the right end of the first line of `area`.
    pub(crate) fn put_right(&mut self, area: Rect, text: &str, style: Style) {
        let margin = area.width.saturating_sub(width(text));
        self.put(right_of(area, margin), text, style);
    }

    /// Clears an area and gives it a style.
    pub(crate) fn fill(&mut self, area: Rect, style: Style) {
        self.cover(area);
        let mut blank = self.look.blank();
        blank.set_style(style);
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return;
        }
        for y in area.top()..area.bottom() {
            let first = self.buffer.index_of(area.left(), y);
            self.buffer.content[first..first + usize::from(area.width)].fill(blank.clone());
        }
    }

    /// Changes only the style of an area.
    pub(crate) fn restyle(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }

    /// Draws a line over the first line of `area`.
    pub(crate) fn rule(&mut self, area: Rect, style: Style) {
        let across = self.look.border().across;
        if area.height > 0 {
            (area.left()..area.right()).for_each(|x| self.set(x, area.y, across, style));
        }
    }

    /// Draws a frame just inside an area and returns what is inside it.
    pub(crate) fn frame(&mut self, area: Rect, border: Border, style: Style) -> Rect {
        if area.width < 2 || area.height < 2 {
            return area;
        }
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.left()..=right {
            self.set(x, area.y, border.across, style);
            self.set(x, bottom, border.across, style);
        }
        for y in area.top()..=bottom {
            self.set(area.x, y, border.down, style);
            self.set(right, y, border.down, style);
        }
        let [top_left, top_right, bottom_left, bottom_right] = border.corners;
        self.set(area.x, area.y, top_left, style);
        self.set(right, area.y, top_right, style);
        self.set(area.x, bottom, bottom_left, style);
        self.set(right, bottom, bottom_right, style);
        inset(area, 1, 1)
    }

    /// A wide character half of which is about to be covered would hide the first cell of what covers it.
    fn cover(&mut self, area: Rect) {
        let Some(x) = area.x.checked_sub(1) else { return };
        for y in area.top()..area.bottom() {
            if let Some(cell) = self.buffer.cell_mut((x, y))
                && cell.symbol().chars().any(|c| char_width(c) == 2)
            {
                cell.set_char(' ');
            }
        }
    }

    fn set(&mut self, x: u16, y: u16, c: char, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_char(if c.is_control() { '?' } else { c }).set_style(style);
        }
    }
}

/// Cuts lines off the top.
pub(crate) fn take_top(area: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    let taken = Rect { height: lines, ..*area };
    area.y += lines;
    area.height -= lines;
    taken
}

/// Cuts lines off the bottom.
pub(crate) fn take_bottom(area: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    area.height -= lines;
    Rect { y: area.y + area.height, height: lines, ..*area }
}

/// What is left when `cells` are cut off the left.
pub(crate) fn right_of(area: Rect, cells: u16) -> Rect {
    let cells = cells.min(area.width);
    Rect { x: area.x + cells, width: area.width - cells, ..area }
}

/// What is left with a margin on all sides.
pub(crate) fn inset(area: Rect, across: u16, down: u16) -> Rect {
    let across = across.min(area.width / 2);
    let down = down.min(area.height / 2);
    Rect { x: area.x + across, y: area.y + down, width: area.width - 2 * across, height: area.height - 2 * down }
}

/// A length of lines or things in cells of the screen.
pub(crate) fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
