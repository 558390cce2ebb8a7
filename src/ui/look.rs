//! What the terminal at hand can show: box drawing and signs or plain ASCII, colours or not.

use crate::station::view::screen::{Sign, Tone};

/// How everything is drawn on this terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    ascii: bool,
    colour: bool,
}

/// The characters of a frame around something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Border {
    pub(crate) across: char,
    pub(crate) down: char,
    /// Top left, top right, bottom left, bottom right.
    pub(crate) corners: [char; 4],
}

const PLAIN: Border = Border { across: '-', down: '|', corners: ['+'; 4] };
const LIGHT: Border = Border { across: '─', down: '│', corners: ['┌', '┐', '└', '┘'] };
const PLAIN_HEAVY: Border = Border { across: '=', down: '|', corners: ['+'; 4] };
const DOUBLE: Border = Border { across: '═', down: '║', corners: ['╔', '╗', '╚', '╝'] };

impl Look {
    /// ASCII only, with the 16 colours: what the console of Linux itself can show.
    pub const fn ascii() -> Self {
        Self { ascii: true, colour: true }
    }

    /// Box drawing, signs and the 16 colours: any terminal emulator.
    pub const fn rich() -> Self {
        Self { ascii: false, colour: true }
    }

    /// The same without colours. Bold, reverse and underline remain.
    pub const fn without_colour(self) -> Self {
        Self { colour: false, ..self }
    }

    /// Finds out from the environment, read through `variable`: `TERM`, the character set of the locale, and
    /// `NO_COLOR` (<https://no-color.org>).
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let plain = set("TERM").is_none_or(|term| is_bare(&term));
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
        let look =
            if plain || locale.is_some_and(|locale| is_other_charset(&locale)) { Self::ascii() } else { Self::rich() };
        if set("NO_COLOR").is_some() { look.without_colour() } else { look }
    }

    /// Whether Chinese is readable here. The console of Linux has a font of 256 or 512 characters.
    pub const fn can_show_chinese(&self) -> bool {
        !self.ascii
    }

    pub(crate) const fn is_ascii(&self) -> bool {
        self.ascii
    }

    pub(crate) const fn has_colour(&self) -> bool {
        self.colour
    }

    /// Stands at the end of text that was cut.
    pub(crate) const fn ellipsis(&self) -> char {
        if self.ascii { '~' } else { '…' }
    }

    /// Frame of an ordinary thing.
    pub(crate) const fn border(&self) -> Border {
        if self.ascii { PLAIN } else { LIGHT }
    }

    /// Frame of something that wants an answer.
    pub(crate) const fn heavy_border(&self) -> Border {
        if self.ascii { PLAIN_HEAVY } else { DOUBLE }
    }

    /// The sign in front of a row or a notice; empty for none.
    pub(crate) const fn sign(&self, sign: Sign) -> &'static str {
        let (ascii, rich) = match sign {
            Sign::None => ("", ""),
            Sign::Open => ("[ ]", "○"),
            Sign::Partly => ("[~]", "◐"),
            Sign::Done => ("[x]", "●"),
            Sign::Running => ("[>]", "▶"),
            Sign::Waiting => ("[=]", "⏸"),
            Sign::Saved => ("[OK]", "✔"),
            Sign::NotSaved => ("!!", "✘"),
            Sign::Question => ("[?]", "?"),
            Sign::Info => ("[i]", "i"),
            Sign::Wrong => ("!!", "✘"),
        };
        if self.ascii { ascii } else { rich }
    }

    /// The sign of a tone, so that it is never shown by colour alone; empty where none is needed.
    pub(crate) const fn tone_sign(&self, tone: Tone) -> &'static str {
        match tone {
            Tone::Plain | Tone::Faint => "",
            Tone::Good => {
                if self.ascii {
                    "+"
                } else {
                    "●"
                }
            }
            Tone::Attention => "!",
            Tone::Bad => "!!",
        }
    }
}

/// Terminals without box drawing and signs: the console of Linux (also under `screen`), the old serial ones, and none.
fn is_bare(term: &str) -> bool {
    let linux = term.split(['-', '.']).any(|part| part == "linux");
    linux || matches!(term, "dumb" | "unknown" | "ansi") || term.starts_with("vt")
}

/// Whether a locale such as `de_DE.ISO-8859-1@euro` names a character set that is not UTF-8. `C` names none: what the
/// terminal can show is then left to `TERM`.
fn is_other_charset(locale: &str) -> bool {
    let charset = locale.split_once('.').map(|(_, rest)| rest.split('@').next().unwrap_or(rest));
    charset.is_some_and(|charset| !charset.eq_ignore_ascii_case("utf-8") && !charset.eq_ignore_ascii_case("utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(variables: &[(&str, &str)], expected: Look) {
        let found =
            Look::detect(|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()));
        assert_eq!(found, expected, "{variables:?}");
    }

    #[test]
    fn the_environment_chooses_the_look() {
        check(&[], Look::ascii());
        check(&[("TERM", "")], Look::ascii());
        check(&[("TERM", "linux"), ("LANG", "zh_CN.UTF-8")], Look::ascii());
        check(&[("TERM", "linux-16color")], Look::ascii());
        check(&[("TERM", "screen.linux")], Look::ascii());
        check(&[("TERM", "dumb")], Look::ascii());
        check(&[("TERM", "vt220")], Look::ascii());
        check(&[("TERM", "xterm-256color")], Look::rich());
        check(&[("TERM", "xterm"), ("LANG", "C")], Look::rich());
        check(&[("TERM", "xterm"), ("LANG", "zh_CN.utf8")], Look::rich());
        check(&[("TERM", "xterm"), ("LANG", "zh_CN.GB18030")], Look::ascii());
        check(&[("TERM", "xterm"), ("LANG", "zh_CN.GBK"), ("LC_ALL", "C.UTF-8")], Look::rich());
        check(&[("TERM", "foot"), ("NO_COLOR", "1")], Look::rich().without_colour());
        check(&[("TERM", "foot"), ("NO_COLOR", "")], Look::rich());
    }

    #[test]
    fn chinese_needs_more_than_the_linux_console() {
        assert!(Look::rich().can_show_chinese());
        assert!(!Look::ascii().can_show_chinese());
    }
}
