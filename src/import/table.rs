//! A CSV file (RFC 4180) as typed rows. A UTF-8 byte order mark and either line ending are taken; the columns may stand in
//! any order; all mistakes are gathered so that a person mends a file once.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};
use std::marker::PhantomData;

use super::cell::Cells;

/// Mistakes told at once; a file in the wrong format would give one for each row.
pub const MAX_ERRORS: usize = 100;

/// Largest file in bytes: a million parts with both names are about 150 MB.
const MAX_TABLE: u64 = 512 << 20;

/// Longest row in bytes. A quotation mark that is never closed would make the rest of the file one row.
const MAX_ROW: usize = 64 << 10;

/// A column that a table knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// The header must name it and no cell of it may be empty.
    pub required: bool,
}

impl Column {
    pub(super) const fn required(name: &'static str) -> Self {
        Self { name, required: true }
    }

    pub(super) const fn optional(name: &'static str) -> Self {
        Self { name, required: false }
    }
}

/// A kind of row.
pub trait Row: Sized {
    /// The file's name, for example `parts.csv`.
    const FILE: &'static str;
    const COLUMNS: &'static [Column];

    /// Reads all cells; notes every bad one and gives `None` when there was any.
    fn read(cells: &mut Cells<'_>) -> Option<Self>;

    /// What may stand in the file only once; `None` when rows may repeat.
    fn key(&self) -> Option<String>;
}

/// A row with the line of the file where it begins, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    pub line: u64,
    pub row: T,
}

/// One mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// From 1; the header is line 1.
    pub line: u64,
    /// The column's name as the header spells it; empty when the whole row is meant.
    pub column: String,
    /// What is wrong, as a fragment: `"x" is no quantity`.
    pub why: String,
}

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column.as_str() {
            "" => write!(f, "line {}: {}", self.line, self.why),
            column => write!(f, "line {}, column {column}: {}", self.line, self.why),
        }
    }
}

/// Everything that is wrong with a file, at most [`MAX_ERRORS`] mistakes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    pub file: &'static str,
    pub errors: Vec<CellError>,
    /// True when there were more than are listed.
    pub more: bool,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.errors.iter().enumerate() {
            let newline = if at == 0 { "" } else { "\n" };
            write!(f, "{newline}{}: {error}", self.file)?;
        }
        if self.more {
            write!(f, "\n{}: and more; the first {} are shown", self.file, self.errors.len())?;
        }
        Ok(())
    }
}

impl std::error::Error for TableError {}

/// Reads a whole table. Keys that come twice are a mistake too.
pub fn read_table<T: Row>(reader: impl Read) -> Result<Vec<At<T>>, TableError> {
    let mut problems = TableError { file: T::FILE, errors: Vec::new(), more: false };
    let mut found: Vec<At<T>> = Vec::new();
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    let rows = Rows::open(reader).map_err(|errors| problems.clone().with(errors))?;
    for item in rows {
        match item {
            Ok(at) => match repeated(&at, &mut lines) {
                Some(error) => problems = problems.with(vec![error]),
                None => found.push(at),
            },
            Err(errors) => problems = problems.with(errors),
        }
        if problems.more {
            break;
        }
    }
    if problems.errors.is_empty() { Ok(found) } else { Err(problems) }
}

fn repeated<T: Row>(at: &At<T>, lines: &mut BTreeMap<String, u64>) -> Option<CellError> {
    let key = at.row.key()?;
    if let Some(first) = lines.get(&key) {
        let why = format!("{key} stands on line {first} already");
        return Some(CellError { line: at.line, column: String::new(), why });
    }
    lines.insert(key, at.line);
    None
}

impl TableError {
    fn with(mut self, errors: Vec<CellError>) -> Self {
        for error in errors {
            if self.errors.len() == MAX_ERRORS {
                self.more = true;
                break;
            }
            self.errors.push(error);
        }
        self
    }
}

/// A file that ends at [`MAX_TABLE`], and fails where a row has become far too long to be one.
struct Bounded<R> {
    inner: R,
    /// Bytes that may still be read for the row at hand.
    row: usize,
    /// Bytes that may still be read at all.
    table: u64,
}

/// What may be read for one row. More than the longest, because the reader in front takes 8 KiB at once.
const MAX_READ: usize = 4 * MAX_ROW;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.row == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, TOO_LONG));
        }
        let table = usize::try_from(self.table).unwrap_or(usize::MAX);
        let most = buffer.len().min(self.row).min(table);
        let count = self.inner.read(&mut buffer[..most])?;
        self.row -= count;
        self.table -= count as u64;
        Ok(count)
    }
}

const TOO_LONG: &str = "the row is too long: is a quotation mark left open?";

/// The rows of a file one by one, for tables too large to hold.
pub struct Rows<R: Read, T> {
    csv: csv::Reader<Bounded<R>>,
    /// For each column of [`Row::COLUMNS`] its place in the file.
    places: Vec<Option<usize>>,
    width: usize,
    record: csv::ByteRecord,
    ended: bool,
    kind: PhantomData<T>,
}

impl<R: Read, T: Row> Rows<R, T> {
    /// Reads the header. Unknown, repeated and missing columns are mistakes.
    pub fn open(reader: R) -> Result<Self, Vec<CellError>> {
        // Byte order mark and carriage returns are the csv crate's business.
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(Bounded {
            inner: reader,
            row: MAX_READ,
            table: MAX_TABLE,
        });
        let header = csv.byte_headers().map_err(|error| vec![whole(1, error.to_string())])?.clone();
        let places = place_columns(&header, T::COLUMNS)?;
        let record = csv::ByteRecord::new();
        Ok(Self { csv, places, width: header.len(), record, ended: false, kind: PhantomData })
    }

    fn row(&mut self) -> Result<At<T>, Vec<CellError>> {
        let line = self.record.position().map_or(0, csv::Position::line);
        if self.record.as_slice().len() > MAX_ROW {
            self.ended = true;
            return Err(vec![whole(line, TOO_LONG.into())]);
        }
        if self.record.len() != self.width {
            let why = format!("the row has {} cells and the header has {}", self.record.len(), self.width);
            return Err(vec![whole(line, why)]);
        }
        let mut cells = Cells::new(line, T::COLUMNS, &self.places, &self.record);
        match (T::read(&mut cells), cells.into_errors()) {
            (Some(row), errors) if errors.is_empty() => Ok(At { line, row }),
            (_, errors) => Err(errors),
        }
    }
}

impl<R: Read, T: Row> Iterator for Rows<R, T> {
    type Item = Result<At<T>, Vec<CellError>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.csv.get_mut().row = MAX_READ;
        match self.csv.read_byte_record(&mut self.record) {
            Ok(true) => Some(self.row()),
            Ok(false) if self.csv.position().byte() >= MAX_TABLE => {
                self.ended = true;
                Some(Err(vec![whole(self.csv.position().line(), "the file is larger than 512 MiB".into())]))
            }
            Ok(false) => None,
            Err(error) => {
                self.ended = true;
                Some(Err(vec![whole(self.csv.position().line(), error.to_string())]))
            }
        }
    }
}

fn whole(line: u64, why: String) -> CellError {
    CellError { line, column: String::new(), why }
}

fn place_columns(header: &csv::ByteRecord, columns: &[Column]) -> Result<Vec<Option<usize>>, Vec<CellError>> {
    let mut places = vec![None; columns.len()];
    let mut errors = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let name = String::from_utf8_lossy(name).trim().to_owned();
        let mut mistake = |why: &str| errors.push(CellError { line: 1, column: name.clone(), why: why.to_owned() });
        match columns.iter().position(|column| column.name == name) {
            None => mistake("there is no such column in this table"),
            Some(place) if places[place].is_some() => mistake("the column stands twice"),
            Some(place) => places[place] = Some(at),
        }
    }
    for (column, place) in columns.iter().zip(&places) {
        if column.required && place.is_none() {
            errors.push(CellError { line: 1, column: column.name.to_owned(), why: "the column is missing".into() });
        }
    }
    errors.truncate(MAX_ERRORS);
    if errors.is_empty() { Ok(places) } else { Err(errors) }
}
