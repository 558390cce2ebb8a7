//! A framed list with tabs, or a picture, beside or over a screen: the tray of the demo.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::{Canvas, inset, right_of, take_bottom, take_top};
use super::look::Look;
use super::text::{clean, width};
use super::widgets::{keybar, table};
use crate::station::view::screen::{KeyHint, Mark, Row, Table};

/// What a panel shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    pub title: String,
    /// Keys go here: its frame is the heavy one.
    pub focused: bool,
    pub tabs: Vec<String>,
    /// The chosen tab.
    pub tab: usize,
    /// What is searched for; nothing while nobody searches.
    pub search: Option<String>,
    pub body: Body,
}

/// The inside of a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Table(Table),
    /// Lines as they are, for example a label.
    Picture(Vec<String>),
}

/// Draws a panel into the cells of `area`. What does not fit is left out.
pub fn draw(buffer: &mut Buffer, area: Rect, panel: &Panel, look: &Look) {
    let mut canvas = Canvas::new(buffer, look);
    canvas.fill(area, look.base());
    let border = if panel.focused { look.heavy_border() } else { look.border() };
    let style = if panel.focused { look.strong() } else { look.label() };
    let mut inner = canvas.frame(area, border, style);
    canvas.put(inset(Rect { height: 1, ..area }, 2, 0), &format!(" {} ", clean(&panel.title, look)), style);
    if !panel.tabs.is_empty() {
        tabs(&mut canvas, &mut inner, panel);
        take_top(&mut inner, 1);
    }
    if let Some(search) = &panel.search {
        let line = take_bottom(&mut inner, 1);
        canvas.put(inset(line, 1, 0), &format!("/{}_", clean(search, look)), look.strong());
    }
    match &panel.body {
        Body::Table(list) => table::draw(&mut canvas, inner, &cleaned(list, look), false),
        Body::Picture(lines) => {
            for line in lines {
                let row = take_top(&mut inner, 1);
                canvas.put(row, &clean(line, look), Style::new());
            }
        }
    }
}

/// A line of keys and marks at the bottom of everything.
pub fn status(buffer: &mut Buffer, area: Rect, marks: &[Mark], keys: &[KeyHint], look: &Look) {
    let mut canvas = Canvas::new(buffer, look);
    canvas.fill(area, look.base());
    let mut line = area;
    for mark in marks {
        let used = canvas.put(line, &format!(" {} ", clean(&mark.text, look)), look.band(mark.tone));
        line = right_of(line, used + 1);
    }
    let clean_key = |KeyHint { key, label }: &KeyHint| KeyHint { key: clean(key, look), label: clean(label, look) };
    keybar::draw(&mut canvas, line, &keys.iter().map(clean_key).collect::<Vec<_>>());
}

/// The tabs on as many lines as they need.
fn tabs(canvas: &mut Canvas, inner: &mut Rect, panel: &Panel) {
    let look = canvas.look;
    let mut line = right_of(take_top(inner, 1), 1);
    for (at, tab) in panel.tabs.iter().enumerate() {
        let text = clean(tab, &look);
        if width(&text) > line.width {
            line = right_of(take_top(inner, 1), 1);
        }
        let style = if at == panel.tab { look.reversed() } else { look.label() };
        let used = canvas.put(line, &text, style);
        line = right_of(line, used + 1);
    }
}

fn cleaned(list: &Table, look: &Look) -> Table {
    let row = |row: &Row| Row { sign: row.sign, cells: row.cells.iter().map(|cell| clean(cell, look)).collect() };
    Table { rows: list.rows.iter().map(row).collect(), empty: clean(&list.empty, look), ..list.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::station::view::screen::{Column, Width};

    fn panel(search: Option<&str>) -> Panel {
        let column = Column { title: String::new(), width: Width::Share(1), right: false, drop: 0 };
        let row = |text: &str| Row { sign: Default::default(), cells: vec![text.to_owned()] };
        let rows = vec![row("Wang Lei"), row("\u{1b}[2J 李建国")];
        Panel {
            title: "Tray".into(),
            focused: true,
            tabs: vec!["People".into(), "Jobs".into()],
            tab: 1,
            search: search.map(str::to_owned),
            body: Body::Table(Table { columns: vec![column], rows, selected: Some(0), ..Table::default() }),
        }
    }

    fn text(buffer: &Buffer) -> String {
        buffer.content().iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn what_is_in_it_is_seen_and_harmless() {
        let area = Rect::new(0, 0, 30, 10);
        let mut buffer = Buffer::empty(area);
        draw(&mut buffer, area, &panel(Some("wa")), &Look::ascii());
        let seen = text(&buffer);
        for word in ["Tray", "People", "Jobs", "Wang Lei", "/wa_"] {
            assert!(seen.contains(word), "{word} in {seen}");
        }
        assert!(!seen.contains('\u{1b}'), "{seen}");
    }

    #[test]
    fn any_size_will_do() {
        for (width, height) in [(0, 0), (1, 1), (2, 2), (5, 3), (400, 150)] {
            let area = Rect::new(0, 0, width, height);
            let mut buffer = Buffer::empty(area);
            draw(&mut buffer, area, &panel(None), &Look::rich());
            status(&mut buffer, area, &[], &[KeyHint { key: "q".into(), label: "quit".into() }], &Look::rich());
        }
    }
}
