//! A label template: what stands where. Users write it as TOML (docs/labels.md); this file holds what is read and the checks.

use serde::Deserialize;

use super::error::TemplateError;
use super::length::{Dpi, Mm};
use super::pattern::Pattern;

mod parse;

/// A checked template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// What a print request calls it.
    pub name: String,
    pub width: Mm,
    pub height: Mm,
    /// Space between two labels of the roll, 0 for paper without end. Printers of the TSPL and EPL kinds must be told.
    #[serde(default = "usual_gap")]
    pub gap: Mm,
    /// Which elements that name a language are drawn.
    #[serde(default)]
    pub language: Languages,
    /// Several cells of the same content.
    pub sheet: Option<Sheet>,
    #[serde(default)]
    pub text: Vec<Text>,
    #[serde(default)]
    pub code128: Vec<Linear>,
    #[serde(default, rename = "gs1-128")]
    pub gs1_128: Vec<Linear>,
    /// Settings of scanners: FNC3 stands before the data.
    #[serde(default, rename = "scanner-setting")]
    pub scanner_setting: Vec<Linear>,
    #[serde(default)]
    pub datamatrix: Vec<Matrix>,
    #[serde(default)]
    pub qr: Vec<Matrix>,
    #[serde(default)]
    pub line: Vec<Line>,
    #[serde(default, rename = "box")]
    pub boxes: Vec<Frame>,
}

fn usual_gap() -> Mm {
    Mm(20)
}

/// The languages a label is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Languages {
    #[default]
    #[serde(rename = "both")]
    Both,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh-CN")]
    Chinese,
}

/// Cells of a sheet, filled row by row. Positions of elements are counted from the cell's corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    pub columns: u32,
    pub rows: u32,
    /// Corner of the first cell.
    #[serde(default)]
    pub at: [Mm; 2],
    /// From one cell to the next, to the right and down.
    pub step: [Mm; 2],
}

/// A text in a box `width` wide and `lines` times `size` high.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub text: Pattern,
    /// Left and top.
    pub at: [Mm; 2],
    /// Height of a line. The font grows in whole multiples, so that letters are as high as fits into this.
    pub size: Mm,
    pub width: Mm,
    #[serde(default = "one")]
    pub lines: u32,
    #[serde(default)]
    pub fit: Fit,
    #[serde(default)]
    pub align: Align,
    #[serde(default)]
    pub bold: bool,
    /// White on black.
    #[serde(default)]
    pub inverse: bool,
    /// Drawn only when the label is in this language or in both.
    #[serde(default)]
    pub language: Languages,
}

fn one() -> u32 {
    1
}

/// What is done with a text that is too long for its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// Smaller letters, no more lines.
    #[default]
    Shrink,
    /// Smaller letters, and as many lines of them as the box holds.
    Wrap,
    /// Cut at the end of the last line.
    Cut,
}

/// Where something narrower than its box stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// A Code 128 or GS1-128 symbol in a box that includes its quiet zones and its caption.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linear {
    pub data: Pattern,
    pub at: [Mm; 2],
    pub width: Mm,
    pub height: Mm,
    /// Text under the bars.
    pub caption: Option<Pattern>,
    #[serde(default)]
    pub align: Align,
    /// Left out, with a remark, when the data is too long for the box. Otherwise that is an error.
    #[serde(default)]
    pub optional: bool,
}

/// A Data Matrix or QR symbol in a square box that includes its quiet zone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    pub data: Pattern,
    pub at: [Mm; 2],
    pub size: Mm,
    /// The data is GS1 element strings with the application identifiers in brackets.
    #[serde(default)]
    pub gs1: bool,
    #[serde(default)]
    pub optional: bool,
}

/// A straight line, level or upright.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub from: [Mm; 2],
    pub to: [Mm; 2],
    #[serde(default = "thin")]
    pub stroke: Mm,
}

/// A rectangle.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    pub at: [Mm; 2],
    /// Width and height.
    pub size: [Mm; 2],
    #[serde(default = "thin")]
    pub stroke: Mm,
    #[serde(default)]
    pub filled: bool,
}

fn thin() -> Mm {
    Mm(3)
}

impl Template {
    /// Reads and checks a template. `file` is what errors call it.
    pub fn parse(file: &str, toml: &str) -> Result<Self, TemplateError> {
        parse::parse(file, toml)
    }

    /// The same template drawn for readers of one language, or of both.
    pub fn in_languages(mut self, language: Languages) -> Self {
        self.language = language;
        self
    }

    /// Number of cells: 1 unless it is a sheet.
    pub fn cells(&self) -> u32 {
        self.sheet.map_or(1, |sheet| sheet.columns * sheet.rows)
    }

    /// Names of all fields that the template can use, sorted.
    pub fn fields(&self) -> Vec<&str> {
        let linear = self.code128.iter().chain(&self.gs1_128).chain(&self.scanner_setting);
        let patterns = self.text.iter().map(|text| &text.text);
        let patterns = patterns.chain(linear.flat_map(|code| [&code.data].into_iter().chain(&code.caption)));
        let patterns = patterns.chain(self.datamatrix.iter().chain(&self.qr).map(|matrix| &matrix.data));
        let names: std::collections::BTreeSet<&str> = patterns.flat_map(Pattern::fields).collect();
        names.into_iter().collect()
    }

    /// What a printer has to be told of the roll.
    pub fn media(&self, dpi: Dpi) -> Media {
        Media { width: self.width, height: self.height, gap: self.gap, dpi }
    }
}

/// The label on the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Media {
    pub width: Mm,
    pub height: Mm,
    pub gap: Mm,
    pub dpi: Dpi,
}
