//! Text into lines that fit a width.

use super::font::{self, CELL, Glyph};
use super::template::Fit;

/// Lines that fit, the size they are drawn in, and whether something had to be cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    pub lines: Vec<String>,
    /// Whole multiple of the font.
    pub scale: u32,
    pub cut: bool,
}

/// The largest lettering up to `scale` with which the text fits `width` dots and `height` dots.
pub fn arrange(text: &str, width: u32, height: u32, scale: u32, count: u32, fit: Fit) -> Lines {
    let smallest = if fit == Fit::Cut { scale } else { 1 };
    for scale in (smallest..=scale).rev() {
        let room = if fit == Fit::Wrap { (height / (CELL * scale)).max(1) } else { count };
        let mut lines = wrap(text, width / scale, room);
        let fits = lines.len() as u32 <= room && lines.iter().all(|line| font::width(line) * scale <= width);
        if fits || scale == smallest {
            lines.truncate(room as usize);
            if !fits && let Some(last) = lines.last_mut() {
                *last = shortened(last, width / scale);
            }
            return Lines { lines, scale, cut: !fits };
        }
    }
    Lines { lines: Vec::new(), scale: 1, cut: false }
}

/// Breaks a text into lines of at most `width` of the font's dots. Stops one line after `count`, which is enough to
/// see that it does not fit. With a single line nothing is broken.
fn wrap(text: &str, width: u32, count: u32) -> Vec<String> {
    if count == 1 {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && (lines.len() as u32) <= count {
        let (line, after) = rest.split_at(line_end(rest, width));
        lines.push(line.trim_end().to_owned());
        rest = after.trim_start();
    }
    lines
}

/// Where the first line of a text ends, in bytes: at the last place fit for a break, else in the middle of a word.
fn line_end(text: &str, width: u32) -> usize {
    let (mut used, mut last_break, mut before) = (0, None, None);
    for (at, char) in text.char_indices() {
        let wide = Glyph::of(char).width;
        if at > 0 && before.is_some_and(|before| breaks(before, char)) {
            last_break = Some(at);
        }
        used += wide;
        if used > width && at > 0 && char != ' ' {
            return last_break.unwrap_or(at);
        }
        before = Some(char);
    }
    text.len()
}

/// Whether a line may end between these two characters.
fn breaks(before: char, after: char) -> bool {
    let ideograph = |char| matches!(char, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}');
    let closing = matches!(after, '，' | '。' | '、' | '：' | '；' | '）' | '！' | '？' | '」' | '》');
    matches!(before, ' ' | '-' | '/' | ',' | ';') || (!closing && (ideograph(before) || ideograph(after)))
}

/// The text with an ellipsis in place of what does not fit.
fn shortened(text: &str, width: u32) -> String {
    let (mut kept, mut used) = (String::new(), font::width("…"));
    for char in text.chars() {
        used += Glyph::of(char).width;
        if used > width {
            break;
        }
        kept.push(char);
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, width: u32, scale: u32, count: u32, fit: Fit, expected: (&[&str], u32, bool)) {
        let lines = arrange(text, width, count * scale * CELL, scale, count, fit);
        let seen: Vec<&str> = lines.lines.iter().map(String::as_str).collect();
        assert_eq!((seen.as_slice(), lines.scale, lines.cut), expected, "{text}");
    }

    #[test]
    fn letters_shrink_before_anything_is_cut() {
        check("04E115561H", 240, 3, 1, Fit::Shrink, (&["04E115561H"], 3, false));
        check("04E115561H", 200, 3, 1, Fit::Shrink, (&["04E115561H"], 2, false));
        check("04E115561H", 64, 3, 1, Fit::Shrink, (&["04E1155…"], 1, true));
        check("04E115561H", 200, 3, 1, Fit::Cut, (&["04E1155…"], 3, true));
    }

    #[test]
    fn lines_break_where_a_reader_expects_it() {
        check("Oil filter, 4 cyl", 96, 1, 2, Fit::Shrink, (&["Oil filter,", "4 cyl"], 1, false));
        check("机油滤清器总成", 64, 1, 2, Fit::Shrink, (&["机油滤清", "器总成"], 1, false));
        check("机油滤清，器", 64, 1, 2, Fit::Shrink, (&["机油滤", "清，器"], 1, false));
        check("ABCDEFGHIJ", 40, 1, 2, Fit::Shrink, (&["ABCDE", "FGHIJ"], 1, false));
        check("机油滤清器", 64, 2, 1, Fit::Wrap, (&["机油滤清", "器"], 1, false));
        check("", 64, 2, 2, Fit::Wrap, (&[], 2, false));
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_its_box(text in ".{0,60}", width in 16_u32..300, scale in 1_u32..5, count in 1_u32..4) {
            for fit in [Fit::Shrink, Fit::Wrap, Fit::Cut] {
                let lines = arrange(&text, width, count * scale * CELL, scale, count, fit);
                prop_assert!(lines.lines.len() as u32 * lines.scale <= count * scale);
                for line in lines.lines.iter().filter(|line| line.chars().count() > 1) {
                    prop_assert!(font::width(line) * lines.scale <= width, "{:?}", line);
                }
            }
        }
    }
}
