//! Template and data to dots. All arithmetic is in whole dots.

use std::collections::BTreeSet;

use super::bitmap::{Area, Bitmap};
use super::code128::{Code128, QUIET, Step};
use super::error::LabelError;
use super::font::{CELL, Glyph};
use super::length::{Dpi, Mm};
use super::pattern::{Data, Pattern};
use super::symbol::{self, Modules, QUIET_DATAMATRIX, QUIET_QR};
use super::template::{Align, Languages, Linear, Matrix, Media, Template, Text};
use super::wrap;

/// A finished label and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub bitmap: Bitmap,
    /// What printers of some kinds have to be told of the roll.
    pub media: Media,
    /// Characters that the font has no glyph for: drawn as boxes.
    pub missing_glyphs: Vec<char>,
    /// Elements whose text did not fit and was cut, with an ellipsis.
    pub cut: Vec<String>,
    /// Optional symbols that did not fit and were left out.
    pub left_out: Vec<String>,
    /// Linear symbols, for printers that can draw them by a command of their own.
    pub linear: Vec<LinearSymbol>,
}

/// Where the bars of a Code 128 symbol stand, and what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinearSymbol {
    pub area: Area,
    /// Width of a module in dots.
    pub module: u32,
    pub steps: Vec<Step>,
}

/// Draws a label. The same template, data and resolution give the same dots.
pub fn render(template: &Template, data: &Data, dpi: Dpi) -> Result<Rendered, LabelError> {
    let (width, height) = (template.width.dots(dpi), template.height.dots(dpi));
    let mut painter = Painter {
        template,
        dpi,
        cell: None,
        origin: [Mm(0); 2],
        missing: BTreeSet::new(),
        out: Rendered {
            bitmap: Bitmap::new(width, height),
            media: template.media(dpi),
            missing_glyphs: Vec::new(),
            cut: Vec::new(),
            left_out: Vec::new(),
            linear: Vec::new(),
        },
    };
    match template.sheet {
        None => painter.cell(data)?,
        Some(sheet) => {
            check_cells(template, data)?;
            for cell in 0..template.cells() {
                let (column, row) = (cell % sheet.columns, cell / sheet.columns);
                let offset = |axis: usize, count: u32| sheet.at[axis].plus(Mm(sheet.step[axis].0 * count));
                painter.origin = [offset(0, column), offset(1, row)];
                painter.cell = Some(cell + 1);
                let suffix = format!(".{}", cell + 1);
                if data.0.keys().any(|key| key.ends_with(&suffix)) {
                    painter.cell(data)?;
                }
            }
        }
    }
    painter.out.missing_glyphs = painter.missing.into_iter().collect();
    Ok(painter.out)
}

/// Data for a cell that the sheet does not have would be lost silently.
fn check_cells(template: &Template, data: &Data) -> Result<(), LabelError> {
    let cells = template.cells();
    let past = |key: &&String| {
        let cell = key.rsplit_once('.').and_then(|(_, cell)| cell.parse::<u32>().ok());
        cell.is_some_and(|cell| !(1..=cells).contains(&cell))
    };
    match data.0.keys().find(past) {
        Some(field) => Err(LabelError::NoSuchCell { template: template.name.clone(), field: field.clone(), cells }),
        None => Ok(()),
    }
}

struct Painter<'a> {
    template: &'a Template,
    dpi: Dpi,
    cell: Option<u32>,
    origin: [Mm; 2],
    missing: BTreeSet<char>,
    out: Rendered,
}

impl Painter<'_> {
    fn cell(&mut self, data: &Data) -> Result<(), LabelError> {
        let template = self.template;
        for frame in &template.boxes {
            self.frame(self.area(frame.at, frame.size), self.dots(frame.stroke), frame.filled);
        }
        for line in &template.line {
            let (stroke, start) = (self.dots(line.stroke), [0, 1].map(|axis| line.from[axis].min(line.to[axis])));
            let mut area = self.area(start, [0, 1].map(|axis| Mm(line.from[axis].0.abs_diff(line.to[axis].0))));
            area.width = area.width.max(stroke);
            area.height = area.height.max(stroke);
            self.out.bitmap.fill(area);
        }
        for (nth, text) in (1..).zip(&template.text) {
            self.text(&format!("text[{nth}]"), text, data)?;
        }
        for (nth, code) in (1..).zip(&template.code128) {
            self.linear(&format!("code128[{nth}]"), code, data, symbol::code128)?;
        }
        for (nth, code) in (1..).zip(&template.gs1_128) {
            self.linear(&format!("gs1-128[{nth}]"), code, data, symbol::gs1_128)?;
        }
        for (nth, code) in (1..).zip(&template.scanner_setting) {
            self.linear(&format!("scanner-setting[{nth}]"), code, data, symbol::scanner_setting)?;
        }
        for (nth, code) in (1..).zip(&template.datamatrix) {
            self.matrix(&format!("datamatrix[{nth}]"), code, data, QUIET_DATAMATRIX, symbol::datamatrix)?;
        }
        for (nth, code) in (1..).zip(&template.qr) {
            self.matrix(&format!("qr[{nth}]"), code, data, QUIET_QR, symbol::qr)?;
        }
        Ok(())
    }

    /// A length in dots, at least one.
    fn dots(&self, length: Mm) -> u32 {
        length.dots(self.dpi).max(1)
    }

    /// A box of the cell in dots of the label. Both corners are rounded alike, so that neighbours meet.
    fn area(&self, at: [Mm; 2], size: [Mm; 2]) -> Area {
        let start = [0, 1].map(|axis| self.origin[axis].plus(at[axis]));
        let end = [0, 1].map(|axis| start[axis].plus(size[axis]).dots(self.dpi));
        let [x, y] = start.map(|length| length.dots(self.dpi));
        Area { x, y, width: end[0] - x, height: end[1] - y }
    }

    fn fill(&self, element: &str, pattern: &Pattern, data: &Data) -> Result<Option<String>, LabelError> {
        pattern.fill(data, self.cell).map_err(|field| LabelError::MissingField {
            template: self.template.name.clone(),
            element: element.to_owned(),
            field,
        })
    }

    fn frame(&mut self, area: Area, stroke: u32, filled: bool) {
        self.out.bitmap.fill(area);
        if !filled && area.width > 2 * stroke && area.height > 2 * stroke {
            self.out.bitmap.clear(Area {
                x: area.x + stroke,
                y: area.y + stroke,
                width: area.width - 2 * stroke,
                height: area.height - 2 * stroke,
            });
        }
    }

    fn text(&mut self, element: &str, text: &Text, data: &Data) -> Result<(), LabelError> {
        let shown = |languages| text.language == languages || Languages::Both == languages;
        if text.language != Languages::Both && !shown(self.template.language) {
            return Ok(());
        }
        let Some(words) = self.fill(element, &text.text, data)? else { return Ok(()) };
        let area = self.area(text.at, [text.width, Mm(text.size.0 * text.lines)]);
        let scale = (self.dots(text.size) / CELL).max(1);
        let mut room = area;
        if text.inverse {
            self.out.bitmap.clear(area);
            room.x += scale;
            room.width = room.width.saturating_sub(2 * scale);
        }
        let lines = wrap::arrange(&words, room.width, room.height, scale, text.lines, text.fit);
        if lines.cut {
            self.out.cut.push(element.to_owned());
        }
        let high = lines.scale * CELL * lines.lines.len() as u32;
        let mut y = area.y + if text.lines == 1 { area.height.saturating_sub(high) / 2 } else { 0 };
        for line in &lines.lines {
            self.line(line, room, y, lines.scale, text.align, text.bold);
            y += lines.scale * CELL;
        }
        if text.inverse {
            self.out.bitmap.invert(area);
        }
        Ok(())
    }

    /// One line of text, aligned between the sides of `room`.
    fn line(&mut self, line: &str, room: Area, y: u32, scale: u32, align: Align, bold: bool) {
        let mut x = room.x + aligned(align, room.width, super::font::width(line) * scale);
        for char in line.chars() {
            let glyph = Glyph::of(char);
            if glyph.missing {
                self.missing.insert(char);
            }
            glyph.draw(&mut self.out.bitmap, x, y, scale, bold);
            x += glyph.width * scale;
        }
    }

    fn linear(
        &mut self,
        element: &str,
        code: &Linear,
        data: &Data,
        encode: impl Fn(&str) -> Result<Code128, String>,
    ) -> Result<(), LabelError> {
        let Some(content) = self.fill(element, &code.data, data)? else { return Ok(()) };
        let caption = match &code.caption {
            Some(caption) => self.fill(element, caption, data)?,
            None => None,
        };
        let area = self.area(code.at, [code.width, code.height]);
        let symbol = encode(&content).map_err(|reason| self.not_encodable(element, content, reason))?;
        let modules = symbol.width() + 2 * QUIET;
        let module = (area.width / modules).min(self.dots(Mm(5)));
        if module < MODULE {
            return self.too_small(element, code.optional, modules * MODULE, area.width);
        }
        let below = if caption.is_some() { CELL + 2 } else { 0 };
        let bars = Area {
            x: area.x + aligned(code.align, area.width, modules * module) + QUIET * module,
            y: area.y,
            width: symbol.width() * module,
            height: area.height.saturating_sub(below).max(1),
        };
        let mut x = bars.x;
        for (nth, run) in symbol.runs().enumerate() {
            if nth % 2 == 0 {
                self.out.bitmap.fill(Area { x, width: run * module, ..bars });
            }
            x += run * module;
        }
        if let Some(caption) = caption {
            let lines = wrap::arrange(&caption, area.width, CELL, 1, 1, super::template::Fit::Shrink);
            for line in &lines.lines {
                self.line(line, Area { y: 0, ..area }, bars.y + bars.height + 2, 1, Align::Center, false);
            }
        }
        self.out.linear.push(LinearSymbol { area: bars, module, steps: symbol.steps });
        Ok(())
    }

    fn matrix(
        &mut self,
        element: &str,
        code: &Matrix,
        data: &Data,
        quiet: u32,
        encode: impl Fn(&str, bool) -> Result<Modules, String>,
    ) -> Result<(), LabelError> {
        let Some(content) = self.fill(element, &code.data, data)? else { return Ok(()) };
        let area = self.area(code.at, [code.size; 2]);
        let room = area.width.min(area.height);
        let symbol = encode(&content, code.gs1).map_err(|reason| self.not_encodable(element, content, reason))?;
        let modules = symbol.width.max(symbol.height()) + 2 * quiet;
        let module = room / modules;
        if module < MODULE {
            return self.too_small(element, code.optional, modules * MODULE, room);
        }
        let margin = (room - modules * module) / 2 + quiet * module;
        for (at, _) in (0..).zip(&symbol.dark).filter(|&(_, &dark)| dark) {
            let (column, row) = (at % symbol.width, at / symbol.width);
            let (x, y) = (area.x + margin + column * module, area.y + margin + row * module);
            self.out.bitmap.fill(Area { x, y, width: module, height: module });
        }
        Ok(())
    }

    fn not_encodable(&self, element: &str, data: String, reason: String) -> LabelError {
        LabelError::NotEncodable { template: self.template.name.clone(), element: element.to_owned(), data, reason }
    }

    fn too_small(&mut self, element: &str, optional: bool, needs: u32, has: u32) -> Result<(), LabelError> {
        if optional {
            self.out.left_out.push(element.to_owned());
            return Ok(());
        }
        Err(LabelError::TooSmall { template: self.template.name.clone(), element: element.to_owned(), needs, has })
    }
}

/// Least width of a module in dots. One dot prints too unevenly to be read for certain.
const MODULE: u32 = 2;

/// Distance from the left side of a box.
fn aligned(align: Align, room: u32, width: u32) -> u32 {
    let free = room.saturating_sub(width);
    match align {
        Align::Left => 0,
        Align::Center => free / 2,
        Align::Right => free,
    }
}

#[cfg(test)]
mod tests;
