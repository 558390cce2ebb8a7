//! What stands in the symbols of the calibration sheet.
//!
//! A page is `PLd`, the page's letter, characters that every scanner sends as one key each, `x`, then the other characters with
//! an `x` after each, and `dLP`. The letters of the frame lie on the same keys of every Latin keyboard (QWERTY, QWERTZ and
//! AZERTY alike), so the frame is found in whatever comes. An `x` behind each mark tells one that needs two keys (dead
//! keys) from two marks, and one that was lost from none.

/// Before the page's letter.
pub(super) const START: &str = "PLd";

/// After the last character.
pub(super) const END: &str = "dLP";

/// After each mark.
pub(super) const STOP: char = 'x';

/// A symbol of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The field of the label template that holds the page's text.
    pub field: &'static str,
    pub(super) letter: char,
    /// Each is sent as exactly one key.
    pub(super) run: &'static str,
    pub(super) marks: &'static str,
}

/// The matrix symbol: all of it in one scan.
pub const WHOLE: Page = Page {
    field: "code",
    letter: 'B',
    run: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    marks: " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u{1d}\u{1e}\u{4}\u{1c}\u{1f}",
};

/// The line symbols (Code 128), for scanners that read nothing else: what line symbols of parts hold. Capital letters
/// stand for small ones, too.
pub const LINES: [Page; 6] = [
    Page { field: "line_1", letter: 'C', run: "0123456789", marks: "i" },
    Page { field: "line_2", letter: 'F', run: "ABCDEFGHIJKLM", marks: "" },
    Page { field: "line_3", letter: 'G', run: "NOPQRSTUVWXYZ", marks: "" },
    Page { field: "line_4", letter: 'H', run: "", marks: "-./+ $%" },
    Page { field: "line_5", letter: 'J', run: "", marks: "]:;,_*" },
    Page { field: "line_6", letter: 'K', run: "", marks: "\u{1d}\u{1e}\u{4}#()" },
];

impl Page {
    /// The text that the symbol holds.
    pub fn text(&self) -> String {
        let marks: String = self.marks.chars().flat_map(|mark| [mark, STOP]).collect();
        format!("{START}{}{}{STOP}{marks}{END}", self.letter, self.run)
    }
}

/// Every page with its field: the data of the label template `calibration`.
pub fn fields() -> impl Iterator<Item = (&'static str, String)> {
    std::iter::once(WHOLE).chain(LINES).map(|page| (page.field, page.text()))
}
