//! The application identifiers: what may stand in each, from `ai.txt`. Read once, then every look-up is two array accesses.

use std::sync::LazyLock;

use super::check::Check;

/// An application identifier as a number. Identifiers of three and four digits never begin with a zero, so the number names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AiNumber(pub u16);

impl AiNumber {
    /// The number of an identifier written with two to four digits.
    pub fn from_digits(digits: &[u8]) -> Option<AiNumber> {
        if !(2..=4).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        Some(AiNumber(digits.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'))))
    }
}

impl std::fmt::Display for AiNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

/// Character set of a component (GS1 General Specifications, section 7.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Digits.
    Numeric,
    /// The 82 characters.
    Cset82,
    /// The 39 characters.
    Cset39,
    /// File-safe base 64, with optional padding.
    Cset64,
}

/// One component of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    pub set: Set,
    pub min: u8,
    pub max: u8,
    pub optional: bool,
    pub checks: Box<[Check]>,
}

/// Identifiers from one number to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AiRange {
    pub first: u16,
    pub last: u16,
}

impl AiRange {
    /// True when the identifier is in the range.
    pub fn holds(self, ai: AiNumber) -> bool {
        (self.first..=self.last).contains(&ai.0)
    }
}

impl std::fmt::Display for AiRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.last - self.first {
            0 => write!(f, "{:02}", self.first),
            _ => write!(f, "{:02}-{:02}", self.first, self.last),
        }
    }
}

/// One row of the table: one identifier, or several in sequence that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ai {
    pub range: AiRange,
    /// Digits of the identifier itself.
    pub digits: u8,
    /// True when the length is predefined, so that no FNC1 has to follow.
    pub predefined: bool,
    /// True when it may be a data attribute of a GS1 Digital Link.
    pub attribute: bool,
    pub components: Box<[Component]>,
    /// Shortest and longest value.
    pub min: usize,
    pub max: usize,
    /// At least one of these groups must be present with it.
    pub requires: Box<[Box<[AiRange]>]>,
    /// None of these may be present with it.
    pub excludes: Box<[AiRange]>,
    /// For a primary key of a digital link: the sequences of qualifiers that may follow it, possibly none.
    pub key: Option<Box<[Box<[AiNumber]>]>>,
    /// The data title, empty when there is none.
    pub title: &'static str,
}

/// The table with its indexes.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Ai>,
    /// Row of each identifier number, or [`NONE`].
    row_of: Box<[u8; 10_000]>,
    /// How many digits an identifier has, by its first two.
    digits_of: [u8; 100],
}

const NONE: u8 = u8::MAX;

/// The application identifiers.
pub static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("ai.txt")));

impl Table {
    fn read(text: &'static str) -> Table {
        let rows: Vec<Ai> = text.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect();
        let mut table = Table { rows, row_of: Box::new([NONE; 10_000]), digits_of: [0; 100] };
        for (at, row) in table.rows.iter().enumerate().take(usize::from(NONE)) {
            for number in row.range.first..=row.range.last {
                table.row_of[usize::from(number)] = u8::try_from(at).unwrap_or(NONE);
                let prefix = usize::from(number) / 10_usize.pow(u32::from(row.digits) - 2);
                table.digits_of[prefix] = row.digits;
            }
        }
        table
    }

    /// All rows in the order of the identifiers.
    pub fn rows(&self) -> &[Ai] {
        &self.rows
    }

    /// The row of an identifier.
    pub fn get(&self, ai: AiNumber) -> Option<&Ai> {
        self.rows.get(usize::from(*self.row_of.get(usize::from(ai.0))?))
    }

    /// The identifier at the beginning of some data, without looking at what comes after it.
    pub fn starting(&self, data: &[u8]) -> Option<(AiNumber, &Ai)> {
        self.exactly(data.get(..self.digits_after(data)?)?)
    }

    /// How many digits an identifier has that begins like this.
    pub fn digits_after(&self, data: &[u8]) -> Option<usize> {
        let prefix = AiNumber::from_digits(data.get(..2)?)?;
        let digits = usize::from(*self.digits_of.get(usize::from(prefix.0))?);
        (digits > 0).then_some(digits)
    }

    /// The identifier that is spelt like this.
    pub fn exactly(&self, digits: &[u8]) -> Option<(AiNumber, &Ai)> {
        let ai = AiNumber::from_digits(digits)?;
        let row = self.get(ai)?;
        (usize::from(row.digits) == digits.len()).then_some((ai, row))
    }
}

fn row(line: &'static str) -> Option<Ai> {
    let mut fields = line.split(';').map(str::trim);
    let mut head = fields.next()?.split(' ');
    let (numbers, flags) = (head.next()?, head.next().unwrap_or(""));
    let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
    let components: Box<[Component]> = fields.next()?.split(' ').filter_map(component).collect();
    let requires = list(fields.next()?, ',').map(|group| list(group, '+').filter_map(range).collect()).collect();
    let excludes = list(fields.next()?, ',').filter_map(range).collect();
    let key = fields.next()?.strip_prefix("key").map(|qualifiers| {
        list(qualifiers.trim(), '/')
            .map(|sequence| list(sequence, ',').filter_map(|ai| AiNumber::from_digits(ai.as_bytes())).collect())
            .collect()
    });
    Some(Ai {
        range: AiRange { first: first.parse().ok()?, last: last.parse().ok()? },
        digits: u8::try_from(first.len()).ok()?,
        predefined: flags.contains('p'),
        attribute: flags.contains('a'),
        min: components.iter().filter(|part| !part.optional).map(|part| usize::from(part.min)).sum(),
        max: components.iter().map(|part| usize::from(part.max)).sum(),
        components,
        requires,
        excludes,
        key,
        title: fields.next().unwrap_or(""),
    })
}

fn list(text: &'static str, separator: char) -> impl Iterator<Item = &'static str> {
    text.split(separator).filter(|item| !item.is_empty())
}

/// Reads `N14:csum` or `[X..17]`.
fn component(text: &str) -> Option<Component> {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let mut parts = inner.unwrap_or(text).split(':');
    let format = parts.next()?;
    let set = match format.as_bytes().first()? {
        b'N' => Set::Numeric,
        b'X' => Set::Cset82,
        b'Y' => Set::Cset39,
        b'Z' => Set::Cset64,
        _ => return None,
    };
    let (min, max) = match format[1..].strip_prefix("..") {
        Some(max) => (1, max.parse().ok()?),
        None => (format[1..].parse().ok()?, format[1..].parse().ok()?),
    };
    Some(Component { set, min, max, optional: inner.is_some(), checks: parts.filter_map(Check::from_name).collect() })
}

/// Reads `01`, `310n` or `31nn`.
fn range(text: &str) -> Option<AiRange> {
    let first = text.replace('n', "0").parse().ok()?;
    let last = text.replace('n', "9").parse().ok()?;
    Some(AiRange { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_541_identifiers_are_there() {
        let lines = include_str!("ai.txt").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(TABLE.rows().len(), lines);
        let all: u32 = TABLE.rows().iter().map(|row| u32::from(row.range.last - row.range.first) + 1).sum();
        assert_eq!(all, 541);
    }

    #[test]
    fn every_check_and_component_of_the_file_is_known() {
        for line in include_str!("ai.txt").lines().filter(|line| !line.starts_with('#')) {
            for text in line.split(';').nth(1).expect("components").split_whitespace() {
                let part = component(text).expect(text);
                assert_eq!(part.checks.len(), text.matches(':').count(), "{line}");
            }
        }
    }

    #[test]
    fn identifiers_are_found_by_prefix_and_by_spelling() {
        let starting = |data: &str| TABLE.starting(data.as_bytes()).map(|(ai, _)| ai.0);
        let exactly = |digits: &str| TABLE.exactly(digits.as_bytes()).map(|(ai, _)| ai.0);
        assert_eq!(starting("010401"), Some(1));
        assert_eq!(starting("235T7"), Some(235));
        assert_eq!(starting("7040"), Some(7040));
        for nothing in ["", "0", "3", "2361", "TT", "23T", "8877", "3960", "4187", "704", "0\u{e9}"] {
            assert_eq!(starting(nothing), None, "{nothing}");
        }
        assert_eq!(exactly("37"), Some(37));
        for nothing in ["1", "037", "371", "23", "2345", "01a", "00001"] {
            assert_eq!(exactly(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn relations_are_read() {
        let digsig = TABLE.get(AiNumber(8030)).expect("8030");
        assert_eq!(digsig.requires[1].as_ref(), [AiRange { first: 1, last: 1 }, AiRange { first: 21, last: 21 }]);
        let price = TABLE.get(AiNumber(3923)).expect("3923");
        assert_eq!(price.excludes.len(), 2);
        assert!(price.excludes[0].holds(AiNumber(3929)));
        let gtin = TABLE.get(AiNumber(1)).expect("01");
        assert_eq!(gtin.key.as_ref().map(|key| key.len()), Some(2));
        assert_eq!((gtin.title, gtin.predefined, gtin.min, gtin.max), ("GTIN", true, 14, 14));
    }
}
