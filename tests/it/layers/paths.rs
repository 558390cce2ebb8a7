//! The paths that a Rust file names: `use` lines and paths within the code, as lists of segments from their crate.

/// Paths of `code` (comments and strings blanked), each beginning with `crate` or the name of another crate, with the line.
/// `module` is where the code stands, for example `["station", "flow"]`.
pub(crate) fn paths(code: &str, module: &[&str]) -> Vec<(usize, Vec<String>)> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut place = Place { module: module.iter().map(ToString::to_string).collect(), depth: 0, inline: Vec::new() };
    let mut at = 0;
    while at < tokens.len() {
        place.pass(&tokens[at..]);
        let begins = tokens[at].is_name() && (at == 0 || tokens[at - 1].text != "::");
        let goes_on = tokens.get(at + 1).is_some_and(|next| next.text == "::");
        let used = at > 0 && tokens[at - 1].text == "use";
        if begins && (goes_on || used) {
            let mut trees = Vec::new();
            let end = tree(&tokens, at, &[], &mut trees);
            found.extend(trees.into_iter().map(|path| (tokens[at].line, from_crate(path, &place.module))));
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    found
}

/// The module that the reading has come to: `mod name { .. }` within a file counts.
struct Place {
    module: Vec<String>,
    depth: usize,
    /// Depths at which the inline modules began.
    inline: Vec<usize>,
}

impl Place {
    fn pass(&mut self, rest: &[Token<'_>]) {
        match rest {
            [module, name, brace, ..] if module.text == "mod" && brace.text == "{" => {
                self.module.push(name.text.to_owned());
                self.inline.push(self.depth);
            }
            [brace, ..] if brace.text == "{" => self.depth += 1,
            [brace, ..] if brace.text == "}" => {
                self.depth = self.depth.saturating_sub(1);
                if self.inline.last() == Some(&self.depth) {
                    self.inline.pop();
                    self.module.pop();
                }
            }
            _ => {}
        }
    }
}

struct Token<'c> {
    text: &'c str,
    line: usize,
}

impl Token<'_> {
    fn is_name(&self) -> bool {
        self.text.starts_with(|char: char| char.is_alphabetic() || char == '_')
    }
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |char: char| char.is_alphanumeric() || char == '_';
            let len = if is_word(first) {
                rest.find(|char| !is_word(char)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push(Token { text: &rest[..len], line: number + 1 });
            rest = rest[len..].trim_start();
        }
    }
    tokens
}

/// Reads `a::b`, `a::{b, c::d}`, `a::*` from `at` on; gives where it ends.
fn tree(tokens: &[Token<'_>], mut at: usize, prefix: &[String], out: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    loop {
        match tokens.get(at) {
            Some(token) if token.text == "{" && !path.is_empty() => return group(tokens, at + 1, &path, out),
            // The `self` of `a::{self, b}` is `a`.
            Some(token) if token.is_name() && (path.is_empty() || token.text != "self") => {
                path.push(token.text.to_owned());
            }
            _ => {}
        }
        at += 1;
        if tokens.get(at).is_none_or(|token| token.text != "::") {
            out.push(path);
            return at;
        }
        at += 1;
    }
}

fn group(tokens: &[Token<'_>], mut at: usize, path: &[String], out: &mut Vec<Vec<String>>) -> usize {
    while let Some(token) = tokens.get(at) {
        match token.text {
            "}" => return at + 1,
            "," => at += 1,
            _ => {
                at = tree(tokens, at, path, out);
                // `as Name`
                while tokens.get(at).is_some_and(|token| token.is_name()) {
                    at += 1;
                }
            }
        }
    }
    at
}

/// `super::x` and `self::x` as `crate::..`.
fn from_crate(path: Vec<String>, module: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|segment| *segment == "super").count();
    let relative = ups > 0 || path.first().is_some_and(|first| first == "self");
    if !relative {
        return path;
    }
    let kept = module.len().saturating_sub(ups);
    let skipped = ups.max(1);
    let base = module[..kept].iter().cloned();
    std::iter::once("crate".to_owned()).chain(base).chain(path.into_iter().skip(skipped)).collect()
}

#[test]
fn every_form_of_a_path_is_seen() {
    #[track_caller]
    fn check(code: &str, expected: &[&str]) {
        let found: Vec<String> = paths(code, &["a", "b"]).iter().map(|(_, path)| path.join("::")).collect();
        assert_eq!(found, expected, "{code}");
    }
    check("use crate::x::Y;", &["crate::x::Y"]);
    check("use crate::{x::{self, Y as Z}, w::*};", &["crate::x", "crate::x::Y", "crate::w"]);
    check("pub(crate) use std::fs;", &["std::fs"]);
    check("use tokio;", &["tokio"]);
    check("let a = std::time::Instant::now();", &["std::time::Instant::now"]);
    check("use super::c; use self::d::E;", &["crate::a::c", "crate::a::b::d::E"]);
    check("use super::super::store::X;", &["crate::store::X"]);
    check(
        "mod t { use super::c; fn f() {} use super::super::d; } use super::e;",
        &["crate::a::b::c", "crate::a::d", "crate::a::e"],
    );
    check("x.collect::<Vec<rusqlite::Row>>()", &["collect", "rusqlite::Row"]);
    check("let a = b; match c { d => e }", &[]);
}
