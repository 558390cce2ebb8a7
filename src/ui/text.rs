//! Text measured in cells: cleaned of everything that a terminal could obey, cut, and wrapped.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use super::look::Look;
use crate::sounds;

/// More than this of one string is never drawn.
const MAX_CHARS: usize = 4000;

/// A string that is safe to draw: each character of it takes one or two cells, is visible (or a space) and is nothing to
/// a terminal but a character. What is not becomes a visible replacement.
pub(crate) fn clean(text: &str, look: &Look) -> String {
    if is_clean(text, look) {
        return text.to_owned();
    }
    let mut clean = String::with_capacity(text.len());
    for c in text.chars().take(MAX_CHARS) {
        if c == ' ' || c.is_ascii_graphic() {
            clean.push(c);
        } else if is_unsafe(c) {
            push_replacement(&mut clean, c, look);
        } else if look.is_ascii() {
            push_plain(&mut clean, c);
        } else {
            clean.push(c);
        }
    }
    clean
}

/// Whether [`clean`] changes nothing.
pub(crate) fn is_clean(text: &str, look: &Look) -> bool {
    let shown = |c: char| !is_unsafe(c) && (!look.is_ascii() || nearest_ascii(c) == c);
    text.len() <= MAX_CHARS && text.chars().all(|c| c == ' ' || c.is_ascii_graphic() || shown(c))
}

/// Control characters, those without a width or of more than two cells, line separators, and those that change or join
/// their neighbours (Unicode Standard Annex #9 marks, fillers, regional indicators, skin tones).
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || !matches!(c.width(), Some(1 | 2))
        || matches!(
            c,
            '\u{115F}' | '\u{2028}' | '\u{2029}' | '\u{FFF9}'..='\u{FFFB}'
                | '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F3FB}'..='\u{1F3FF}'
        )
}

/// Control characters as their Unicode control picture, or in caret notation (`^]`).
fn push_replacement(clean: &mut String, c: char, look: &Look) {
    let code = u32::from(c);
    match (code, look.is_ascii()) {
        (0x00..=0x1F, true) => {
            clean.push('^');
            clean.push(char::from_u32(code + 0x40).unwrap_or('?'));
        }
        (0x7F, true) => clean.push_str("^?"),
        (_, true) => clean.push('?'),
        (0x00..=0x1F, false) => clean.push(char::from_u32(0x2400 + code).unwrap_or('\u{FFFD}')),
        (0x7F, false) => clean.push('\u{2421}'),
        (_, false) => clean.push('\u{FFFD}'),
    }
}

/// A character that the console's font may lack: a Chinese one as its syllable in pinyin with a capital, the rest as what
/// looks like it.
fn push_plain(clean: &mut String, c: char) {
    if let '\u{2400}'..='\u{2421}' = c {
        // The picture of a control character.
        let code = if c == '\u{2421}' { 0x7F } else { u32::from(c) - 0x2400 };
        return push_replacement(clean, char::from_u32(code).unwrap_or('?'), &Look::ascii());
    }
    let near = nearest_ascii(c);
    let syllable = (near == '?').then(|| sounds::of(c).next()).flatten().unwrap_or_default().chars();
    // As it is typed on a keyboard without that letter.
    let mut syllable = syllable.map(|letter| if letter == 'ü' { 'v' } else { letter });
    match syllable.next() {
        Some(first) => clean.extend(first.to_uppercase().chain(syllable)),
        None => clean.push(near),
    }
}

/// The letters of Latin-1 are in every console font. Of the rest, what has a look-alike.
fn nearest_ascii(c: char) -> char {
    match c {
        // The full-width forms of ASCII stand in its order.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or('?'),
        '×' => 'x',
        'À'..='ÿ' | '°' | '±' | 'µ' => c,
        '‐'..='―' | '−' => '-',
        '‘' | '’' | '´' | '「' | '」' => '\'',
        '“' | '”' | '«' | '»' | '『' | '』' => '"',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '【' => '[',
        '】' => ']',
        '、' => ',',
        '·' | '•' | '。' => '.',
        '●' | '◆' | '■' => '*',
        '√' | '✓' | '✔' => 'v',
        '²' => '2',
        '³' => '3',
        '…' => '~',
        '→' | '▶' => '>',
        '←' => '<',
        '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{3000}' => ' ',
        _ => '?',
    }
}

/// Cells that a clean character takes.
pub(crate) fn char_width(c: char) -> u16 {
    if c.is_ascii() {
        return 1;
    }
    match c.width() {
        Some(2) => 2,
        _ => 1,
    }
}

/// Cells that clean text takes.
pub(crate) fn width(text: &str) -> u16 {
    if text.is_ascii() {
        return u16::try_from(text.len()).unwrap_or(u16::MAX);
    }
    text.chars().fold(0, |sum: u16, c| sum.saturating_add(char_width(c)))
}

/// Clean text cut to `max` cells, with an ellipsis when something is missing.
pub(crate) fn fit<'a>(text: &'a str, max: u16, look: &Look) -> Cow<'a, str> {
    if width(text) <= max {
        return Cow::Borrowed(text);
    }
    let Some(room) = max.checked_sub(1) else { return Cow::Borrowed("") };
    let mut cut = head(text, room).to_owned();
    cut.push(look.ellipsis());
    Cow::Owned(cut)
}

/// The longest beginning of clean text that takes at most `max` cells.
fn head(text: &str, max: u16) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += char_width(c);
        if used > max {
            return &text[..at];
        }
    }
    text
}

/// The longest end of clean text that takes at most `max` cells: what was typed last.
pub(crate) fn tail(text: &str, max: u16) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices().rev() {
        used += char_width(c);
        if used > max {
            return &text[at + c.len_utf8()..];
        }
    }
    text
}

/// Clean text in lines of at most `max` cells, broken between words and between Chinese characters. Empty text is one
/// empty line.
pub(crate) fn wrap(text: &str, max: u16) -> Vec<String> {
    if max == 0 {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let (mut used, mut break_at) = (0, 0);
    let mut before = None;
    for c in text.chars() {
        if before.is_some_and(|before| may_break(before, c)) {
            break_at = line.len();
        }
        while !line.is_empty() && used + char_width(c) > max {
            let cut = if c == ' ' || break_at == 0 { line.len() } else { break_at };
            let rest = line.split_off(cut);
            lines.push(line.trim_end().to_owned());
            used = width(&rest);
            line = rest;
            break_at = 0;
        }
        let swallowed = c == ' ' && line.is_empty() && !lines.is_empty();
        if !swallowed {
            line.push(c);
            used += char_width(c);
        }
        before = Some(c);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// All of `texts`, wrapped.
pub(crate) fn wrap_all(texts: &[String], max: u16) -> Vec<String> {
    texts.iter().flat_map(|text| wrap(text, max)).collect()
}

/// At most `max` of the lines; the last says that more was cut.
pub(crate) fn limit(mut lines: Vec<String>, max: u16, across: u16, look: &Look) -> Vec<String> {
    let max = usize::from(max);
    if lines.len() > max {
        lines.truncate(max);
        if let Some(last) = lines.last_mut() {
            let mut cut = head(last, across.saturating_sub(1)).to_owned();
            cut.push(look.ellipsis());
            *last = cut;
        }
    }
    lines
}

/// Whether a line may end between two characters: after a space, and at any wide character unless that would part
/// punctuation from what it belongs to.
fn may_break(before: char, c: char) -> bool {
    const CLOSING: &str = "，。、；：？！）」』】》”’%,.;:?!)]}";
    const OPENING: &str = "（「『【《“‘([{";
    if c == ' ' {
        return false;
    }
    before == ' '
        || ((char_width(before) == 2 || char_width(c) == 2) && !CLOSING.contains(c) && !OPENING.contains(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_and_never_sent() {
        let check = |input: &str, rich: &str, ascii: &str| {
            assert_eq!(clean(input, &Look::rich()), rich, "{input:?}");
            assert_eq!(clean(input, &Look::ascii()), ascii, "{input:?}");
            assert_eq!(is_clean(input, &Look::rich()), input == rich, "{input:?}");
            assert_eq!(is_clean(input, &Look::ascii()), input == ascii, "{input:?}");
        };
        check("01\u{1d}10ABC", "01␝10ABC", "01^]10ABC");
        check("\u{1b}[2J", "␛[2J", "^[[2J");
        check("a\tb\r\n", "a␉b␍␊", "a^Ib^M^J");
        check("\u{7f}\u{9b}31m", "␡\u{FFFD}31m", "^??31m");
        check("a\u{202e}b\u{200b}c\u{feff}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}", "a?b?c?");
        check("e\u{301}", "e\u{FFFD}", "e?");
        check("机油 5W-30", "机油 5W-30", "JiYou 5W-30");
        check("滤清器（左），１只", "滤清器（左），１只", "LvQingQi(Zuo),1Zhi");
        check("01␝10␡", "01␝10␡", "01^]10^?");
        check("ひらがな", "ひらがな", "????");
        check("Größe 2 × 4 … 5 µm", "Größe 2 × 4 … 5 µm", "Größe 2 x 4 ~ 5 µm");
    }

    #[test]
    fn every_sign_of_the_screens_has_a_look_alike() {
        let plain = clean(crate::station::view::screen::SIGNS, &Look::ascii());
        assert!(plain.is_ascii() && !plain.contains('?'), "{plain}");
    }

    #[test]
    fn text_is_cut_in_cells() {
        let check = |text: &str, max: u16, expected: &str| assert_eq!(fit(text, max, &Look::rich()), expected);
        check("brake pad", 9, "brake pad");
        check("brake pad", 6, "brake…");
        check("机油滤清器", 10, "机油滤清器");
        check("机油滤清器", 9, "机油滤清…");
        check("机油滤清器", 8, "机油滤…");
        check("机油", 1, "…");
        check("机油", 0, "");
        assert_eq!(fit("brake pad", 6, &Look::ascii()), "brake~");
        assert_eq!(tail("机油abc", 4), "abc");
    }

    #[test]
    fn text_is_wrapped_between_words_and_between_chinese_characters() {
        let check = |text: &str, max: u16, expected: &[&str]| assert_eq!(wrap(text, max), expected, "{text} at {max}");
        check("", 5, &[""]);
        check("one two three", 7, &["one two", "three"]);
        check("one two three", 3, &["one", "two", "thr", "ee"]);
        check("abcdefgh", 3, &["abc", "def", "gh"]);
        check("请先扫描工单，再扫描配件。", 12, &["请先扫描工", "单，再扫描配", "件。"]);
        check("配件 04465-0K290 已出库", 14, &["配件", "04465-0K290 已", "出库"]);
        check("机", 1, &["机"]);
        check("any", 0, &[]);
    }
}
