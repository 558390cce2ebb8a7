//! A table for people: columns as wide as their widest cell on a terminal, two spaces between them.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// Rows that are written together.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(heads: &[&str]) -> Table {
        Table { rows: vec![heads.iter().map(|head| (*head).to_owned()).collect()] }
    }

    /// Adds a row. Control characters in it, which could steer a terminal, become visible.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let visible = |c: char| if c.is_control() { '\u{b7}' } else { c };
        self.rows.push(cells.into_iter().map(|cell| cell.chars().map(visible).collect()).collect());
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(&padded(cell, width + 2));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Filled up to so many cells of a terminal.
pub(in crate::cli) fn padded(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(text.width())))
}
