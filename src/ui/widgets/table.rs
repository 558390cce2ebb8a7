//! A table: signs in front, the chosen row in sight, columns that give way when it is narrow.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::station::view::screen::{Column, Row, Table, Width};
use crate::ui::canvas::{Canvas, cells, inset, right_of, take_top};
use crate::ui::look::Look;
use crate::ui::text::width;

/// Cells between two columns.
const GAP: u16 = 2;
/// A column with a share of the width is never planned narrower than this.
const NARROWEST_SHARE: u16 = 10;
/// In front of the chosen row.
const MARKER: &str = ">";

/// How many lines the table takes with all its rows.
pub(crate) fn height(table: &Table) -> u16 {
    let heads = u16::from(!table.rows.is_empty() && has_heads(table));
    u16::from(!table.title.is_empty()) + heads + cells(table.rows.len()).max(1)
}

/// Cells that the table takes when nothing in it is cut.
pub(crate) fn natural_width(table: &Table, look: &Look) -> u16 {
    let columns = table.columns.iter().enumerate().map(|(at, column)| match column.width {
        Width::Fixed(cells) => cells,
        Width::Share(_) => longest(table, at),
    });
    columns.fold(front(table, look) + 1, |sum, column| sum.saturating_add(column).saturating_add(GAP))
}

/// Draws the table. With `airy`, an empty line stands between rows when all of them fit that way.
pub(crate) fn draw(canvas: &mut Canvas, mut area: Rect, table: &Table, airy: bool) {
    let look = canvas.look;
    if table.rows.is_empty() {
        let titled = !table.title.is_empty() && area.height > 1;
        let title = take_top(&mut area, u16::from(titled));
        draw_title(canvas, title, &table.title, "");
        canvas.put(inset(area, 2, 0), &table.empty, Style::new());
        return;
    }
    let titled = area.height >= 2 && (!table.title.is_empty() || cells(table.rows.len()) > area.height);
    let title = take_top(&mut area, u16::from(titled));
    let headed = has_heads(table) && (area.height >= 3 || cells(table.rows.len()) < area.height);
    let heads = take_top(&mut area, u16::from(headed));
    let layout = Layout::new(table, area.width, &look);
    let rows = Rows::new(table, area.height, airy);
    draw_title(canvas, title, &table.title, &rows.hint(table));
    layout.draw_cells(canvas, heads, table.columns.iter().map(|column| column.title.as_str()), look.column_head());
    for (at, row) in table.rows.iter().enumerate().skip(rows.first).take(rows.count) {
        let place = take_top(&mut area, 1);
        draw_row(canvas, place, &layout, row, table.selected == Some(at));
        take_top(&mut area, rows.spacing);
    }
}

fn has_heads(table: &Table) -> bool {
    table.columns.iter().any(|column| !column.title.is_empty())
}

/// A rule with the title in it, and which rows are in sight at its end.
fn draw_title(canvas: &mut Canvas, area: Rect, title: &str, hint: &str) {
    let look = canvas.look;
    canvas.rule(area, look.label());
    let room = inset(area, 2, 0);
    if !title.is_empty() {
        canvas.put(room, &format!(" {title} "), look.strong());
    }
    if !hint.is_empty() && width(hint) + width(title) + 6 <= room.width {
        canvas.put_right(room, &format!(" {hint} "), look.strong());
    }
}

fn draw_row(canvas: &mut Canvas, area: Rect, layout: &Layout, row: &Row, selected: bool) {
    let look = canvas.look;
    if selected {
        canvas.put(right_of(area, 1), MARKER, look.strong());
    }
    canvas.put(right_of(area, 3), look.sign(row.sign), look.sign_style(row.sign));
    layout.draw_cells(canvas, area, row.cells.iter().map(String::as_str), Style::new());
    if selected {
        canvas.restyle(area, look.reversed());
    }
}

/// Which rows are in sight.
struct Rows {
    first: usize,
    count: usize,
    /// Empty lines after each row.
    spacing: u16,
}

impl Rows {
    fn new(table: &Table, down: u16, airy: bool) -> Self {
        let all = table.rows.len();
        let spacing = u16::from(airy && all > 1 && cells(all).saturating_mul(2) - 1 <= down);
        let count = all.min(usize::from(down));
        let chosen = table.selected.unwrap_or(0).min(all.saturating_sub(1));
        // The chosen row stands in the middle as long as there is more on both sides.
        let first = chosen.saturating_sub(count / 2).min(all - count);
        Self { first, count, spacing }
    }

    /// `3-12/40`, or nothing when all rows are in sight.
    fn hint(&self, table: &Table) -> String {
        if self.count == table.rows.len() {
            return String::new();
        }
        format!("{}-{}/{}", self.first + 1, self.first + self.count, table.rows.len())
    }
}

/// Where the columns stand.
struct Layout {
    /// Cells in front of the first column: marker and sign.
    front: u16,
    /// Index, width and alignment of the columns that are shown.
    columns: Vec<Place>,
}

struct Place {
    index: usize,
    across: u16,
    right: bool,
}

impl Layout {
    fn new(table: &Table, across: u16, look: &Look) -> Self {
        let front = front(table, look);
        let room = across.saturating_sub(front + 1);
        let kept = keep(&table.columns, room);
        let columns = widths(table, &kept, room);
        Self { front, columns }
    }

    fn draw_cells<'a>(&self, canvas: &mut Canvas, area: Rect, texts: impl Iterator<Item = &'a str>, style: Style) {
        let texts: Vec<&str> = texts.collect();
        let mut room = right_of(area, self.front);
        for place in &self.columns {
            let text = texts.get(place.index).copied().unwrap_or("");
            let cell = Rect { width: place.across.min(room.width), ..room };
            if place.right {
                canvas.put_right(cell, text, style)
            } else {
                _ = canvas.put(cell, text, style)
            }
            room = right_of(room, place.across + GAP);
        }
    }
}

/// Cells of the marker and of the longest sign.
fn front(table: &Table, look: &Look) -> u16 {
    match table.rows.iter().map(|row| width(look.sign(row.sign))).max().unwrap_or(0) {
        0 => 3,
        sign => 3 + sign + 1,
    }
}

/// The columns that fit: those of the highest `drop` go first, of equals the last.
fn keep(columns: &[Column], room: u16) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    loop {
        let needed: u32 = kept.iter().map(|at| u32::from(least(&columns[*at])) + u32::from(GAP)).sum();
        if needed <= u32::from(room) + u32::from(GAP) {
            return kept;
        }
        let worst = kept.iter().copied().filter(|at| columns[*at].drop > 0).max_by_key(|at| (columns[*at].drop, *at));
        let Some(worst) = worst else { return kept };
        kept.retain(|at| *at != worst);
    }
}

fn least(column: &Column) -> u16 {
    match column.width {
        Width::Fixed(cells) => cells,
        Width::Share(_) => NARROWEST_SHARE,
    }
}

/// Fixed columns get their width and room for their head, or only what they need when a cell of the others is cut otherwise. The
/// others share what is left, none more than its longest cell: what one of them does not need goes to the others, to the
/// left of it as well.
fn widths(table: &Table, kept: &[usize], room: u16) -> Vec<Place> {
    let gaps = GAP.saturating_mul(cells(kept.len().saturating_sub(1)));
    let mut shared = Shared { left: room.saturating_sub(gaps), weights: 0 };
    let wanted = |index: &usize| match table.columns[*index].width {
        Width::Fixed(cells) => cells.max(width(&table.columns[*index].title)),
        Width::Share(_) => longest(table, *index),
    };
    let is_tight = kept.iter().map(|index| u32::from(wanted(index))).sum::<u32>() > u32::from(shared.left);
    let mut across = vec![0; kept.len()];
    let mut open = Vec::new();
    for (at, index) in kept.iter().copied().enumerate() {
        match table.columns[index].width {
            Width::Fixed(cells) => {
                across[at] = if is_tight { cells.min(longest(table, index)) } else { wanted(&index) };
                shared.left = shared.left.saturating_sub(across[at]);
            }
            Width::Share(weight) => {
                let weight = u32::from(weight.max(1));
                shared.weights += weight;
                open.push((at, weight, longest(table, index)));
            }
        }
    }
    while let Some(next) = open.iter().position(|(_, weight, longest)| *longest <= shared.of(*weight)) {
        let (at, weight, longest) = open.remove(next);
        across[at] = shared.take(weight, longest);
    }
    for (at, weight, longest) in open {
        let wanted = shared.of(weight).max(NARROWEST_SHARE.min(shared.left)).min(longest);
        across[at] = shared.take(weight, wanted);
    }
    let place = |(index, across): (&usize, u16)| Place { index: *index, across, right: table.columns[*index].right };
    kept.iter().zip(across).map(place).collect()
}

/// What the columns that share still have to share.
struct Shared {
    left: u16,
    weights: u32,
}

impl Shared {
    /// The part of what is left that a weight stands for.
    fn of(&self, weight: u32) -> u16 {
        u16::try_from(u32::from(self.left) * weight / self.weights.max(1)).unwrap_or(self.left)
    }

    fn take(&mut self, weight: u32, cells: u16) -> u16 {
        self.left = self.left.saturating_sub(cells);
        self.weights -= weight;
        cells
    }
}

/// Cells of the longest text in a column. All rows count, so that scrolling moves no column.
fn longest(table: &Table, index: usize) -> u16 {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(index)).map(|cell| width(cell));
    cells.chain(table.columns.get(index).map(|column| width(&column.title))).max().unwrap_or(0)
}
