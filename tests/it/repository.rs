//! The files of this repository as text, for the tests that check the repository itself.

use std::fs;
use std::path::{Path, PathBuf};

/// Largest file that is taken for text and looked into, in bytes.
const MAX_TEXT: u64 = 4 << 20;

/// A text file.
pub(crate) struct File {
    /// From the repository's root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A folder with everything that is kept in it.
pub(crate) struct Repository {
    pub(crate) root: PathBuf,
    /// In order of their paths. What git leaves out (`target`) and git's own files are not among them.
    pub(crate) files: Vec<File>,
}

impl Repository {
    /// The one that these tests were built from.
    pub(crate) fn this() -> Repository {
        Repository::at(Path::new(env!("CARGO_MANIFEST_DIR")))
    }

    pub(crate) fn at(root: &Path) -> Repository {
        let mut files = Vec::new();
        walk(root, root, &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Repository { root: root.to_owned(), files }
    }

    /// A folder with these files, for tests of the checks.
    pub(crate) fn planted(files: &[(&str, &str)]) -> (tempfile::TempDir, Repository) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("make the folder");
            fs::write(path, text).expect("write the file");
        }
        let repository = Repository::at(folder.path());
        (folder, repository)
    }

    pub(crate) fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.root.join(path.trim_end_matches('/')).exists()
    }

    pub(crate) fn rust(&self) -> impl Iterator<Item = &File> {
        self.with_ending(".rs")
    }

    pub(crate) fn with_ending<'r>(&'r self, ending: &'r str) -> impl Iterator<Item = &'r File> {
        self.files.iter().filter(move |file| file.path.ends_with(ending))
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("list the folder") {
        let path = entry.expect("read the folder").path();
        let name = path.file_name().unwrap_or_default();
        if name == ".git" || name == "target" {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, files);
        } else if fs::metadata(&path).is_ok_and(|meta| meta.len() <= MAX_TEXT)
            && let Ok(text) = fs::read_to_string(&path)
        {
            let path = path.strip_prefix(root).expect("inside the root").to_string_lossy().replace('\\', "/");
            files.push(File { path, text });
        }
    }
}

impl File {
    /// Whether nothing but tests is in it.
    pub(crate) fn is_test(&self) -> bool {
        let stem = self.path.trim_end_matches(".rs");
        stem.ends_with("tests") || stem.starts_with("tests/") || stem.contains("/tests/")
    }

    /// The program text with comments, strings and characters blanked; same lines and columns in characters.
    pub(crate) fn code(&self) -> String {
        blank(&self.text)
    }

    /// [`File::code`] without the test modules at the end.
    pub(crate) fn production_code(&self) -> String {
        let code = self.code();
        if self.is_test() {
            return String::new();
        }
        let mut kept = String::new();
        let mut rest = code.as_str();
        while let Some(at) = rest.find("#[cfg(test)]") {
            let (before, test) = rest.split_at(at);
            kept.push_str(before);
            rest = &test[item_len(test)..];
        }
        kept + rest
    }
}

/// Length of the item that begins here: up to its `;`, or the end of its block.
fn item_len(code: &str) -> usize {
    let mut depth = 0;
    for (at, char) in code.char_indices() {
        match char {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth <= 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// Blanks comments, strings and characters. Good for formatted Rust; it is no compiler.
fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let len = not_code(&chars[at..], at.checked_sub(1).map(|before| chars[before]));
        for char in &chars[at..at + len] {
            out.push(if *char == '\n' { '\n' } else { ' ' });
        }
        at += len;
        if len == 0 {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Length of the comment, string or character that begins here; 0 for code.
fn not_code(rest: &[char], before: Option<char>) -> usize {
    let in_word = before.is_some_and(|char| char.is_alphanumeric() || char == '_');
    match rest {
        ['/', '/', ..] => rest.iter().position(|char| *char == '\n').unwrap_or(rest.len()),
        ['/', '*', ..] => find(rest, &['*', '/'], 2),
        ['"', ..] => string_len(rest),
        ['r', '"' | '#', ..] if !in_word => raw_len(rest, 1),
        ['b', 'r', '"' | '#', ..] if !in_word => raw_len(rest, 2),
        ['\'', '\\', ..] => 3 + rest[3..].iter().position(|char| *char == '\'').unwrap_or(0) + 1,
        ['\'', _, '\'', ..] => 3,
        _ => 0,
    }
}

fn string_len(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_len(rest: &[char], prefix: usize) -> usize {
    let hashes = rest[prefix..].iter().take_while(|char| **char == '#').count();
    if rest.get(prefix + hashes) != Some(&'"') {
        return 0;
    }
    let mut end = vec!['"'];
    end.resize(1 + hashes, '#');
    find(rest, &end, prefix + hashes + 1)
}

fn find(rest: &[char], end: &[char], from: usize) -> usize {
    let found = rest[from..].windows(end.len()).position(|window| window == end);
    found.map_or(rest.len(), |at| from + at + end.len())
}

#[test]
fn code_is_told_from_what_is_written_in_it() {
    let check = |text: &str, code: &str| assert_eq!(blank(text).split_whitespace().collect::<Vec<_>>().join(" "), code);
    check("a // b\nc", "a c");
    check("a /* b */ c", "a c");
    check(r#"f("x \" y", z)"#, "f( , z)");
    check("f(r#\"x \" y\"#, br\"z\", b\"q\")", "f( , , b )");
    check("f('x', '\\'', '\\u{1d}', b'\"')", "f( , , , b )");
    check("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)");
}

#[test]
fn test_modules_are_no_production_code() {
    let file = |text: &str| File { path: "src/a.rs".into(), text: text.into() };
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { if x { y } }\n}\nfn c() {}";
    let code = file(text).production_code();
    assert!(code.contains("fn a") && code.contains("fn c") && !code.contains("fn b"), "{code}");
    assert!(!file("#[cfg(test)]\nmod tests;\n").production_code().contains("mod"));
}
