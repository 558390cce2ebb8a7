//! What a console and its kiosk say to each other over the socket. The console sends lines of text; the kiosk answers the
//! first one with a line, and from then on sends what a terminal shows.

use crate::station::key::Key;
use crate::ui::look::Look;

/// Version of this protocol: both ends are the same program, but not always of the same day.
const GREETING: &str = "pitbox-console 1";

/// Longest line of a console, in bytes.
pub const MAX_LINE: usize = 128;

/// The kiosk's first line when it agrees; otherwise it begins with [`NO`].
pub const OK: &str = "ok";
/// Begins the kiosk's first line when it does not agree; the reason follows.
pub const NO: &str = "no ";

/// Stands for no name.
const NOBODY: &str = "-";

/// What a console wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hello {
    /// See the screen, as large as this terminal is, and with `drives` also press keys. `name` is who uses the account,
    /// as its key says.
    Show { drives: bool, size: (u16, u16), look: Look, name: Option<String> },
    /// How the kiosk is: a line of JSON.
    Status,
    /// Write the black box: its path.
    BlackBox,
}

/// What a console says after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Size(u16, u16),
    Key(Key),
}

impl Hello {
    /// As one line, without its end.
    pub fn text(&self) -> String {
        match self {
            Hello::Status => format!("{GREETING} status"),
            Hello::BlackBox => format!("{GREETING} black-box"),
            Hello::Show { drives, size: (columns, rows), look, name } => {
                let act = if *drives { "drive" } else { "watch" };
                let signs = if look.is_ascii() { "ascii" } else { "rich" };
                let colour = if look.has_colour() { "colour" } else { "plain" };
                let name = name.as_deref().unwrap_or(NOBODY);
                format!("{GREETING} {act} {columns} {rows} {signs} {colour} {name}")
            }
        }
    }

    /// Reads such a line; `None` when it is none of this version.
    pub fn parse(line: &str) -> Option<Hello> {
        let words: Vec<&str> = line.strip_prefix(GREETING)?.split_whitespace().collect();
        let (act, columns, rows, signs, colour, name) = match words.as_slice() {
            ["status"] => return Some(Hello::Status),
            ["black-box"] => return Some(Hello::BlackBox),
            [act, columns, rows, signs, colour, name] => (*act, columns, rows, *signs, *colour, *name),
            _ => return None,
        };
        let drives = choose(act, "drive", "watch")?;
        let look = if choose(signs, "rich", "ascii")? { Look::rich() } else { Look::ascii() };
        let look = if choose(colour, "colour", "plain")? { look } else { look.without_colour() };
        let name = if name == NOBODY { None } else { Some(is_name(name).then(|| name.to_owned())?) };
        Some(Hello::Show { drives, size: (columns.parse().ok()?, rows.parse().ok()?), look, name })
    }
}

/// Whether this can be the name of a person at a console: 1 to 32 letters, digits, `.`, `_` or `-`.
pub fn is_name(name: &str) -> bool {
    let legal = |c: char| c.is_alphanumeric() || "._-".contains(c);
    name != NOBODY && (1..=32).contains(&name.chars().count()) && name.chars().all(legal)
}

fn choose(word: &str, yes: &str, no: &str) -> Option<bool> {
    if word == yes { Some(true) } else { (word == no).then_some(false) }
}

/// Keys that have a name; characters and function keys are written out.
const NAMED: [(&str, Key); 7] = [
    ("enter", Key::Enter),
    ("escape", Key::Escape),
    ("backspace", Key::Backspace),
    ("up", Key::Up),
    ("down", Key::Down),
    ("page-up", Key::PageUp),
    ("page-down", Key::PageDown),
];

impl Line {
    /// As one line, without its end.
    pub fn text(&self) -> String {
        match self {
            Line::Size(columns, rows) => format!("size {columns} {rows}"),
            Line::Key(Key::Char(c)) => format!("char {:x}", u32::from(*c)),
            Line::Key(Key::Function(number)) => format!("function {number}"),
            Line::Key(key) => NAMED.iter().find(|(_, named)| named == key).map_or("", |(name, _)| name).to_owned(),
        }
    }

    /// Reads such a line; `None` when it is none.
    pub fn parse(line: &str) -> Option<Line> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["size", columns, rows] => Some(Line::Size(columns.parse().ok()?, rows.parse().ok()?)),
            ["char", code] => {
                let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?;
                (!c.is_control()).then_some(Line::Key(Key::Char(c)))
            }
            ["function", number] => {
                let number: u8 = number.parse().ok()?;
                (1..=12).contains(&number).then_some(Line::Key(Key::Function(number)))
            }
            [name] => NAMED.iter().find(|(known, _)| known == name).map(|(_, key)| Line::Key(*key)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_is_read_back() {
        let show = |drives, look, name: Option<&str>| Hello::Show {
            drives,
            size: (80, 24),
            look,
            name: name.map(str::to_owned),
        };
        let hellos = [
            Hello::Status,
            Hello::BlackBox,
            show(true, Look::rich(), Some("ada")),
            show(false, Look::ascii().without_colour(), None),
        ];
        for hello in hellos {
            assert_eq!(Hello::parse(&hello.text()), Some(hello));
        }
        let keys = NAMED.map(|(_, key)| key).into_iter().chain([Key::Char('机'), Key::Char(' '), Key::Function(12)]);
        for line in keys.map(Line::Key).chain([Line::Size(120, 40)]) {
            assert_eq!(Line::parse(&line.text()), Some(line), "{}", line.text());
            assert!(line.text().len() < MAX_LINE);
        }
    }

    #[test]
    fn anything_else_is_nothing() {
        for line in ["", "pitbox-console 2 status", "pitbox-console 1", "pitbox-console 1 take 80 24 rich colour -"] {
            assert_eq!(Hello::parse(line), None, "{line}");
        }
        for line in
            ["", "char 7", "char d800", "char 110000", "function 0", "function 13", "size 80", "size 99999 2", "del"]
        {
            assert_eq!(Line::parse(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_panics(line in ".{0,200}") {
            let _ = (Hello::parse(&line), Line::parse(&line));
        }
    }
}
