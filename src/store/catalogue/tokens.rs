//! What a name is found by, as plain tokens for FTS5's built-in tokeniser.
//!
//! A word of Latin letters and digits gives its first one, two, three and four characters and, when it is longer, itself:
//! whatever prefix is typed is either a token as it stands or leads through the list of long words to a few tokens. So
//! every query walks posting lists in the stored order and stops early; none gathers a list first.
//! A run of Chinese characters gives each character, each overlapping pair, and the initials of the pinyin in the same
//! way as a word that may begin at any character: `jyl` and `lq` both find 机油滤清器.

use crate::sounds;

/// Longest word that is told apart, in characters; longer ones are cut.
const MAX_WORD: usize = 24;

/// Pinyin initials are indexed in runs of at most this many.
pub(super) const MAX_INITIALS: usize = 6;

/// Characters of a prefix that is a token of its own.
pub(super) const SHORT: usize = 4;

/// Spellings of one run of initials that are indexed when characters have several readings.
const MAX_SPELLINGS: usize = 8;

/// Tokens of one part. Cleared and filled again to save allocations in big loads.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    all: Vec<String>,
}

impl Tokens {
    /// All tokens of these texts, sorted, each once.
    pub(super) fn of(texts: &[&str]) -> Tokens {
        let mut tokens = Tokens::default();
        texts.iter().for_each(|text| tokens.add_text(text));
        tokens.all.sort_unstable();
        tokens.all.dedup();
        tokens
    }

    /// The tokens with a space between them.
    pub(super) fn joined(&self) -> String {
        self.all.join(" ")
    }

    /// The tokens that a longer prefix is looked up among.
    pub(super) fn long(&self) -> impl Iterator<Item = &str> {
        let is_long = |word: &&str| word.chars().count() > SHORT && !word.starts_with(is_chinese);
        self.all.iter().map(String::as_str).filter(is_long)
    }

    fn add_text(&mut self, text: &str) {
        for piece in pieces(text) {
            match piece {
                Piece::Word(word) => self.add_word(&word),
                Piece::Chinese(run) => self.add_chinese(&run),
            }
        }
    }

    fn add_word(&mut self, word: &str) {
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        let short = ends.take(SHORT).map(|end| word[..end].to_owned());
        self.all.extend(short);
        if word.chars().count() > SHORT {
            self.all.push(word.to_owned());
        }
    }

    fn add_chinese(&mut self, run: &[char]) {
        self.all.extend(run.iter().map(char::to_string));
        self.all.extend(run.windows(2).map(String::from_iter));
        let readings: Vec<Vec<char>> = run.iter().copied().map(initials).collect();
        for start in 0..readings.len() {
            let end = readings.len().min(start + MAX_INITIALS);
            for word in spellings(&readings[start..end]) {
                self.add_word(&word);
            }
        }
    }
}

/// A stretch of text of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Small letters and digits.
    Word(String),
    /// Chinese characters without a break.
    Chinese(Vec<char>),
}

/// Cuts a text for the index. A word with signs inside also counts without them: `5W-30` gives 5w, 30 and 5w30.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for chunk in chunks(text) {
        let found = pieces_of_chunk(&chunk);
        if found.len() > 1 {
            pieces.push(Piece::Word(cut(chunk.chars().filter(|c| c.is_alphanumeric()))));
        }
        pieces.extend(found);
    }
    pieces
}

/// Cuts what a person typed.
pub(super) fn query_pieces(text: &str) -> Vec<Piece> {
    chunks(text).iter().flat_map(|chunk| pieces_of_chunk(chunk)).collect()
}

/// Splits at white space and where Chinese begins and ends; full-width letters become plain, capitals small.
fn chunks(text: &str) -> Vec<String> {
    let mut chunks: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars().map(to_half_width).flat_map(char::to_lowercase) {
        let kind = (!c.is_whitespace()).then(|| is_chinese(c));
        match (kind, chunks.last_mut()) {
            (Some(_), Some(chunk)) if kind == last => chunk.push(c),
            (Some(_), _) => chunks.push(c.to_string()),
            (None, _) => {}
        }
        last = kind;
    }
    chunks
}

fn pieces_of_chunk(chunk: &str) -> Vec<Piece> {
    if chunk.starts_with(is_chinese) {
        return vec![Piece::Chinese(chunk.chars().collect())];
    }
    let words = chunk.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| Piece::Word(cut(word.chars()))).collect()
}

fn cut(chars: impl Iterator<Item = char>) -> String {
    chars.take(MAX_WORD).collect()
}

/// The full-width forms of ASCII (U+FF01 to U+FF5E) as ASCII.
fn to_half_width(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFF01 + 0x21).unwrap_or(c),
        _ => c,
    }
}

/// A character of the Unified Ideographs.
fn is_chinese(c: char) -> bool {
    matches!(u32::from(c), 0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// The first letters of a character's readings, the most usual first; none when it is unknown.
fn initials(c: char) -> Vec<char> {
    let mut letters = Vec::new();
    for letter in sounds::of(c).filter_map(|reading| reading.chars().next()) {
        if letter.is_ascii_lowercase() && !letters.contains(&letter) {
            letters.push(letter);
        }
    }
    letters
}

/// All spellings of a run up to the first character without a reading; only the usual ones once there are too many.
fn spellings(readings: &[Vec<char>]) -> Vec<String> {
    let mut spellings = vec![String::new()];
    for letters in readings.iter().take_while(|letters| !letters.is_empty()) {
        let fits = spellings.len() * letters.len() <= MAX_SPELLINGS;
        let letters = if fits { letters.as_slice() } else { &letters[..1] };
        let longer = |spelling: String| letters.iter().map(move |letter| format!("{spelling}{letter}"));
        spellings = spellings.into_iter().flat_map(longer).collect();
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(Tokens::of(&[text]).joined(), expected);
    }

    #[test]
    fn words_give_their_beginnings() {
        check("Oil filter", "f fi fil filt filter o oi oil");
        check("5W-30", "3 30 5 5w 5w3 5w30");
        check("  ", "");
        check("ＡＢ１", "a ab ab1");
    }

    #[test]
    fn chinese_gives_characters_pairs_and_initials() {
        // 机 has a rare reading wei.
        check("机油", "j jy w wy y 机 机油 油");
        check("滤清器", "l lq lqq q qq 器 清 清器 滤 滤清");
        let filter = Tokens::of(&["机油滤清器"]);
        assert_eq!(filter.long().collect::<Vec<_>>(), ["jylqq", "wylqq"]);
    }

    #[test]
    fn every_reading_counts() {
        let brake = Tokens::of(&["刹车盘"]);
        assert!(brake.all.contains(&"scp".to_owned()) && brake.all.contains(&"sjp".to_owned()), "{brake:?}");
        let many = "重长车行调单".repeat(20);
        assert!(Tokens::of(&[&many]).all.len() < 4000);
    }

    #[test]
    fn queries_are_cut_like_names() {
        let words: Vec<Piece> = query_pieces("机油 5W-30filter，滤");
        let expected = [
            Piece::Chinese(vec!['机', '油']),
            Piece::Word("5w".into()),
            Piece::Word("30filter".into()),
            Piece::Chinese(vec!['滤']),
        ];
        assert_eq!(words, expected);
    }
}
