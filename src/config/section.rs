//! A table of a configuration file that is read key by key, so that what remains at the end is unknown.

#![expect(clippy::wildcard_enum_match_arm, reason = "a key takes the type of TOML that it wants; every other is wrong")]

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::ConfigError;

/// One table, with where it stands.
#[derive(Debug)]
pub(super) struct Section {
    file: PathBuf,
    /// For example `station` or `device[2]`; empty for the whole file.
    path: String,
    rest: Table,
    /// The keys that were asked for, to name them when one is unknown.
    known: Vec<String>,
}

impl Section {
    /// Reads the text of a file.
    pub(super) fn parse(file: &Path, text: &str) -> Result<Section, ConfigError> {
        let rest = text.parse::<Table>().map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
            let why = format!("line {line} is no TOML: {}", error.message());
            ConfigError { file: file.into(), key: String::new(), why, fix: "Correct that line".into() }
        })?;
        Ok(Section { file: file.into(), path: String::new(), rest, known: Vec::new() })
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.rest.contains_key(key)
    }

    /// An error at a key of this table.
    pub(super) fn error(&self, key: &str, why: impl Into<String>, fix: impl Into<String>) -> ConfigError {
        ConfigError { file: self.file.clone(), key: self.key(key), why: why.into(), fix: fix.into() }
    }

    /// All keys have been asked for: what is left is unknown.
    pub(super) fn finish(&self) -> Result<(), ConfigError> {
        match self.rest.keys().next() {
            None => Ok(()),
            Some(key) => {
                let fix = format!("Remove it, or use one of: {}", self.known.join(", "));
                Err(self.error(key, "this key is unknown here", fix))
            }
        }
    }

    pub(super) fn section(&mut self, key: &str) -> Result<Section, ConfigError> {
        match self.take(key) {
            Some(Value::Table(rest)) => Ok(self.inner(self.key(key), rest)),
            Some(other) => Err(self.wrong_type(key, &other, "a table", format!("[{key}]"))),
            None => Err(self.error(key, "this part is missing", format!("Add [{key}] with its keys"))),
        }
    }

    /// The tables of `[[key]]`, none when there are none.
    pub(super) fn sections(&mut self, key: &str) -> Result<Vec<Section>, ConfigError> {
        let list = match self.take(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(list)) => list,
            Some(other) => return Err(self.wrong_type(key, &other, "a list of tables", format!("[[{key}]]"))),
        };
        let table = |(index, value)| match value {
            Value::Table(rest) => Ok(self.inner(format!("{}[{}]", self.key(key), index + 1), rest)),
            other => Err(self.wrong_type(key, &other, "a table", format!("[[{key}]]"))),
        };
        list.into_iter().enumerate().map(table).collect()
    }

    pub(super) fn text(&mut self, key: &str) -> Result<String, ConfigError> {
        let missing = format!("Add {key} = \"..\"");
        self.optional_text(key)?.ok_or_else(|| self.error(key, "this key is missing", missing))
    }

    pub(super) fn optional_text(&mut self, key: &str) -> Result<Option<String>, ConfigError> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => {
                Err(self.error(key, "it is empty", format!("Give {key} a value")))
            }
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong_type(key, &other, "text", format!("{key} = \"..\""))),
        }
    }

    /// A short name: 1 to 32 letters, digits, `-`, `_` or `.`.
    pub(super) fn name(&mut self, key: &str) -> Result<String, ConfigError> {
        let name = self.text(key)?;
        let legal = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        if name.chars().count() <= 32 && name.chars().all(legal) {
            return Ok(name);
        }
        let why = format!("{name:?} is no name");
        Err(self.error(key, why, "Use 1 to 32 letters, digits, '-', '_' or '.'"))
    }

    pub(super) fn choice<T: Clone>(&mut self, key: &str, choices: &[(&str, T)]) -> Result<T, ConfigError> {
        let missing = |section: &Section| section.error(key, "this key is missing", one_of(choices));
        self.optional_choice(key, choices)?.ok_or_else(|| missing(self))
    }

    pub(super) fn optional_choice<T: Clone>(
        &mut self,
        key: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, ConfigError> {
        let Some(found) = self.optional_text(key)? else { return Ok(None) };
        match choices.iter().find(|(name, _)| *name == found) {
            Some((_, value)) => Ok(Some(value.clone())),
            None => Err(self.error(key, format!("{found:?} is no choice"), one_of(choices))),
        }
    }

    /// A whole number with a default.
    pub(super) fn number_or(
        &mut self,
        key: &str,
        default: u32,
        range: RangeInclusive<u32>,
    ) -> Result<u32, ConfigError> {
        let fix = format!("Use a whole number from {} to {}", range.start(), range.end());
        match self.take(key) {
            None => Ok(default),
            Some(Value::Integer(number)) => match u32::try_from(number) {
                Ok(number) if range.contains(&number) => Ok(number),
                _ => Err(self.error(key, format!("{number} is out of range"), fix)),
            },
            Some(other) => Err(self.wrong_type(key, &other, "a whole number", format!("{key} = {default}"))),
        }
    }

    /// A whole number that may be left out.
    pub(super) fn optional_number(
        &mut self,
        key: &str,
        range: RangeInclusive<u32>,
    ) -> Result<Option<u32>, ConfigError> {
        let given = self.has(key);
        let number = self.number_or(key, *range.start(), range)?;
        Ok(given.then_some(number))
    }

    /// A whole number that may be left out and may be negative.
    pub(super) fn optional_signed(&mut self, key: &str, range: RangeInclusive<i8>) -> Result<Option<i8>, ConfigError> {
        let fix = format!("Use a whole number from {} to {}", range.start(), range.end());
        match self.take(key) {
            None => Ok(None),
            Some(Value::Integer(number)) => match i8::try_from(number) {
                Ok(number) if range.contains(&number) => Ok(Some(number)),
                _ => Err(self.error(key, format!("{number} is out of range"), fix)),
            },
            Some(other) => Err(self.wrong_type(key, &other, "a whole number", format!("{key} = {}", range.start()))),
        }
    }

    /// A list of whole numbers, empty when the key is left out.
    pub(super) fn numbers(&mut self, key: &str, range: RangeInclusive<u16>) -> Result<Vec<u16>, ConfigError> {
        let fix = format!("Write whole numbers from {} to {}, such as {key} = [1, 2]", range.start(), range.end());
        let list = match self.take(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(list)) => list,
            Some(other) => return Err(self.wrong_type(key, &other, "a list", format!("{key} = [1, 2]"))),
        };
        let number = |value: Value| match value {
            Value::Integer(number) => u16::try_from(number).ok().filter(|number| range.contains(number)),
            _ => None,
        };
        let numbers: Option<Vec<u16>> = list.into_iter().map(number).collect();
        numbers.ok_or_else(|| self.error(key, "not every value is a number in range", fix))
    }

    /// A path; a relative one starts at the folder of the file.
    pub(super) fn path(&mut self, key: &str) -> Result<PathBuf, ConfigError> {
        let text = self.text(key)?;
        Ok(self.resolve(&text))
    }

    pub(super) fn optional_path(&mut self, key: &str) -> Result<Option<PathBuf>, ConfigError> {
        Ok(self.optional_text(key)?.map(|text| self.resolve(&text)))
    }

    /// A list of names, empty when it is left out.
    pub(super) fn names(&mut self, key: &str) -> Result<Vec<String>, ConfigError> {
        let example = format!("{key} = [\"part\"]");
        let list = match self.take(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(list)) => list,
            Some(other) => return Err(self.wrong_type(key, &other, "a list of names", example)),
        };
        let name = |value| match value {
            Value::String(name) if !name.trim().is_empty() => Ok(name),
            Value::String(_) => Err(self.error(key, "a name in it is empty", format!("Write {example}"))),
            other => Err(self.wrong_type(key, &other, "a list of names", example.clone())),
        };
        list.into_iter().map(name).collect()
    }

    fn resolve(&self, text: &str) -> PathBuf {
        self.file.parent().unwrap_or(Path::new("")).join(text)
    }

    pub(super) fn optional_flag(&mut self, key: &str) -> Result<Option<bool>, ConfigError> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Boolean(flag)) => Ok(Some(flag)),
            Some(other) => Err(self.wrong_type(key, &other, "true or false", format!("{key} = true"))),
        }
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.known.push(key.to_owned());
        self.rest.remove(key)
    }

    fn inner(&self, path: String, rest: Table) -> Section {
        Section { file: self.file.clone(), path, rest, known: Vec::new() }
    }

    fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn wrong_type(&self, key: &str, found: &Value, wanted: &str, example: String) -> ConfigError {
        let why = format!("it is of the type {}, not {wanted}", found.type_str());
        self.error(key, why, format!("Write {example}"))
    }
}

fn one_of<T>(choices: &[(&str, T)]) -> String {
    let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    format!("Use {}", names.join(" or "))
}
