//! How program files look.

use crate::repository::Repository;

/// Lines of a file; past that it is two files.
const MAX_FILE: usize = 600;
/// Lines of a function from `fn` to its last brace: it fits on a screen.
const MAX_FUNCTION: usize = 70;
/// Characters of a line that rustfmt does not break. Lines with a string cannot be broken.
const MAX_WIDTH: usize = 130;

pub(super) fn header(repository: &Repository) -> Vec<String> {
    let bare = repository.rust().filter(|file| !file.text.starts_with("//! "));
    bare.map(|file| format!("{}:1: begin with `//!` and what the file is for", file.path)).collect()
}

pub(super) fn file_length(repository: &Repository) -> Vec<String> {
    let long = repository.rust().map(|file| (file, file.text.lines().count())).filter(|(_, lines)| *lines > MAX_FILE);
    long.map(|(file, lines)| format!("{}: {lines} lines are more than {MAX_FILE}; make it two files", file.path))
        .collect()
}

pub(super) fn function_length(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    for file in repository.rust() {
        let excused = |first: usize| file.text.lines().take(first).skip(first.saturating_sub(4)).any(is_excuse);
        let long = functions(&file.code()).into_iter().filter(|(_, lines)| *lines > MAX_FUNCTION);
        let long = long.filter(|(first, _)| !excused(*first));
        found.extend(long.map(|(line, lines)| format!("{}:{line}: a function of {lines} lines", file.path)));
    }
    found
}

/// Clippy counts, too, and wants to be told why.
fn is_excuse(line: &str) -> bool {
    line.trim_start().starts_with("#[expect(clippy::too_many_lines, reason")
}

/// First line and number of lines of each function.
fn functions(code: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let begins = |line: &str| line.split_whitespace().any(|word| word == "fn") && !line.contains("fn(");
    let starts = (0..lines.len()).filter(|at| begins(lines[*at]));
    starts.filter_map(|start| block_len(&lines[start..]).map(|len| (start + 1, len))).collect()
}

/// Lines up to the brace that closes the first block; `None` for a function without one.
fn block_len(lines: &[&str]) -> Option<usize> {
    let mut depth = 0;
    for (at, line) in lines.iter().enumerate() {
        for char in line.chars() {
            match char {
                ';' if depth == 0 => return None,
                '{' | '[' | '(' => depth += 1,
                '}' if depth == 1 => return Some(at + 1),
                '}' | ']' | ')' => depth -= 1,
                _ => {}
            }
        }
    }
    None
}

pub(super) fn line_width(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    for file in repository.rust() {
        let code = file.code();
        let lines = file.text.lines().zip(code.lines()).enumerate();
        let wide = lines.filter(|(_, (line, code))| width(line, code) > MAX_WIDTH);
        found.extend(wide.map(|(at, _)| format!("{}:{}: wider than {MAX_WIDTH} characters", file.path, at + 1)));
    }
    found
}

/// Width of a comment or of code. Rows of tables and lines with strings cannot be broken and have none.
fn width(line: &str, code: &str) -> usize {
    let comment = line.trim_start();
    if comment.starts_with("//") {
        let row = comment.starts_with("//! |") || comment.starts_with("/// |");
        return if row { 0 } else { line.chars().count() };
    }
    if line.contains('"') { 0 } else { code.trim_end().chars().count() }
}

/// What is left over from work in progress.
pub(super) fn leftovers(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    for file in repository.rust().filter(|file| !file.path.starts_with("tests/it/tidy/")) {
        for (at, line) in file.text.lines().enumerate() {
            let words = ["FIXME", "// XXX", "dbg!(", "todo!("].into_iter().filter(|word| line.contains(word));
            found.extend(words.map(|word| format!("{}:{}: {word}", file.path, at + 1)));
            if line.contains("TODO") && !line.contains("TODO(#") {
                found.push(format!("{}:{}: TODO without an issue: write TODO(#12)", file.path, at + 1));
            }
        }
    }
    found
}

#[test]
fn each_check_bites() {
    use super::planted;
    let long = |lines: usize| "let x = [1; 3];\n".repeat(lines);
    planted(
        header,
        &[("src/a.rs", "//! A.\n"), ("src/b.rs", "mod c;\n")],
        &["src/b.rs:1: begin with `//!` and what the file is for"],
    );
    planted(file_length, &[("src/a.rs", &"\n".repeat(600))], &[]);
    planted(
        file_length,
        &[("src/a.rs", &"\n".repeat(601))],
        &["src/a.rs: 601 lines are more than 600; make it two files"],
    );
    planted(function_length, &[("src/a.rs", &format!("fn a() {{\n{}}}\nfn b() {{}}\n", long(68)))], &[]);
    planted(
        function_length,
        &[("src/a.rs", &format!("impl A {{\n    pub fn a(x: [u8; 2]) {{\n{}}}\n}}\n", long(69)))],
        &["src/a.rs:2: a function of 71 lines"],
    );
    planted(
        line_width,
        &[("src/a.rs", &format!("//{}\nf(\"{}\")", "x".repeat(129), "x".repeat(200)))],
        &["src/a.rs:1: wider than 130 characters"],
    );
    planted(
        leftovers,
        &[("src/a.rs", "// TODO(#3) later\n// TODO later\ndbg!(x)\n// FIXME\n")],
        &["src/a.rs:2: TODO without an issue: write TODO(#12)", "src/a.rs:3: dbg!(", "src/a.rs:4: FIXME"],
    );
}
