//! Text with fields in it, as templates write it: `Bin {bin}`, `{name_zh|name_en}`, `{lot?}`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Longest text that a pattern yields, in characters; more is cut off. Bounds the work that data can cause.
pub const MAX_TEXT: usize = 2000;

/// The data of one label: field name to text. On a sheet of several cells a field of cell 3 is called `code.3`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Data(pub BTreeMap<String, String>);

impl Data {
    /// The field of a cell (from 1), else the field for all cells. Empty counts as absent.
    fn get(&self, field: &str, cell: Option<u32>) -> Option<&str> {
        let own = cell.and_then(|cell| self.0.get(&format!("{field}.{cell}")));
        own.or_else(|| self.0.get(field)).map(String::as_str).filter(|text| !text.is_empty())
    }
}

impl<K: Into<String>, V: Into<String>, const N: usize> From<[(K, V); N]> for Data {
    fn from(pairs: [(K, V); N]) -> Self {
        Data(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

/// A text with fields, checked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// The first of these fields that is there.
    Field {
        names: Vec<String>,
        optional: bool,
    },
}

impl Piece {
    fn names(&self) -> &[String] {
        match self {
            Piece::Field { names, .. } => names,
            Piece::Literal(_) => &[],
        }
    }
}

impl Pattern {
    /// Puts the data in. `Ok(None)` when the pattern has fields and all of them are absent: there is nothing to draw.
    /// `Err` names a field that has to be there.
    pub fn fill(&self, data: &Data, cell: Option<u32>) -> Result<Option<String>, String> {
        let (mut text, mut fields, mut present) = (String::new(), 0, 0);
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Field { names, optional } => {
                    fields += 1;
                    match names.iter().find_map(|name| data.get(name, cell)) {
                        Some(value) => {
                            present += 1;
                            text.push_str(value);
                        }
                        None if *optional => {}
                        None => return Err(names.join(" or ")),
                    }
                }
            }
        }
        if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
            text.truncate(end);
        }
        Ok((fields == 0 || present > 0).then_some(text))
    }

    /// Names of the fields that the pattern can use.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().flat_map(Piece::names).map(String::as_str)
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (mut pieces, mut literal, mut rest) = (Vec::new(), String::new(), text.as_str());
        while let Some(at) = rest.find(['{', '}']) {
            literal.push_str(&rest[..at]);
            let (brace, after) = rest[at..].split_at(1);
            if let Some(after) = after.strip_prefix(brace) {
                literal.push_str(brace);
                rest = after;
                continue;
            }
            if brace == "}" {
                return Err("a } without its {: write }} for the character itself".into());
            }
            let Some((inner, after)) = after.split_once('}') else {
                return Err("a { without its }: write {{ for the character itself".into());
            };
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            pieces.push(field(inner)?);
            rest = after;
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        if pieces.is_empty() { Err("the text is empty".into()) } else { Ok(Self { pieces }) }
    }
}

fn field(inner: &str) -> Result<Piece, String> {
    let (names, optional) = inner.strip_suffix('?').map_or((inner, false), |names| (names, true));
    let good = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let names: Vec<String> = names.split('|').map(str::to_owned).collect();
    match names.iter().find(|name| !good(name)) {
        Some(name) => Err(format!("{name:?} is no field name: use small letters, digits and _")),
        None => Ok(Piece::Field { names, optional }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, expected: Result<Option<&str>, &str>) {
        let data = Data::from([("bin", "A-03"), ("empty", ""), ("code.2", "two"), ("code", "all")]);
        let pattern = Pattern::try_from(pattern.to_owned()).expect(pattern);
        let filled = pattern.fill(&data, Some(2));
        assert_eq!(filled, expected.map(|text| text.map(str::to_owned)).map_err(str::to_owned));
    }

    #[test]
    fn fields_are_filled_in() {
        check("Bin {bin}", Ok(Some("Bin A-03")));
        check("{{{bin}}}", Ok(Some("{A-03}")));
        check("{none|bin}", Ok(Some("A-03")));
        check("{none|empty}", Err("none or empty"));
        check("Lot {lot?}", Ok(None));
        check("{bin} {lot?}", Ok(Some("A-03 ")));
        check("plain", Ok(Some("plain")));
        check("{code}", Ok(Some("two")));
    }

    #[test]
    fn bad_patterns_say_why() {
        for (text, word) in
            [("{bin", "without its }"), ("bin}", "without its {"), ("{Bin}", "no field name"), ("", "empty")]
        {
            let error = Pattern::try_from(text.to_owned()).expect_err(text);
            assert!(error.contains(word), "{text}: {error}");
        }
    }
}
