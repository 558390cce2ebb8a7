//! What stands in text files of every kind.

use crate::repository::{File, Repository};

/// Endings of the files that people write.
const WRITTEN: &[&str] = &[".rs", ".md", ".toml", ".csv", ".yml", ".service", ".rules", "/run"];

/// Beginnings of paths that exist on one machine only. In two parts, so that this list is none of them.
const MACHINE_PATHS: &[(&str, &str)] =
    &[("/wo", "rk/"), ("/ho", "me/"), ("/Us", "ers/"), ("/ro", "ot/"), ("C:", "\\Us")];

/// Where Cargo.lock takes libraries from.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn written(repository: &Repository) -> impl Iterator<Item = &File> {
    repository.files.iter().filter(|file| WRITTEN.iter().any(|ending| file.path.ends_with(ending)))
}

pub(super) fn white_space(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    for file in written(repository) {
        for (at, line) in file.text.split('\n').enumerate() {
            if line.ends_with([' ', '\t', '\r']) {
                found.push(format!("{}:{}: white space at the end", file.path, at + 1));
            }
            if line.contains('\t') && file.path.ends_with(".rs") {
                found.push(format!("{}:{}: a tab", file.path, at + 1));
            }
        }
        if !file.text.is_empty() && (!file.text.ends_with('\n') || file.text.ends_with("\n\n")) {
            found.push(format!("{}: end with one line feed", file.path));
        }
    }
    found
}

pub(super) fn machine_paths(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    for file in &repository.files {
        for (at, line) in file.text.lines().enumerate() {
            let paths = MACHINE_PATHS.iter().map(|(a, b)| format!("{a}{b}")).filter(|path| stands_alone(line, path));
            found.extend(paths.map(|path| format!("{}:{}: {path} exists on one machine only", file.path, at + 1)));
        }
    }
    found
}

/// Whether the path begins here, and is not the middle of a longer one.
fn stands_alone(line: &str, path: &str) -> bool {
    let before = |at: usize| line[..at].chars().next_back();
    line.match_indices(path)
        .any(|(at, _)| before(at).is_none_or(|char| !char.is_alphanumeric() && !"._-}~".contains(char)))
}

/// Libraries come from crates.io, without a mirror in between: the lock file is the same everywhere.
pub(super) fn registry(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(lock) = repository.get("Cargo.lock") {
        let sources =
            lock.text.lines().enumerate().filter_map(|(at, line)| Some((at, line.strip_prefix("source = ")?)));
        let others = sources.filter(|(_, source)| source.trim_matches('"') != CRATES_IO);
        found.extend(others.map(|(at, source)| format!("Cargo.lock:{}: {source} is not crates.io", at + 1)));
    }
    if let Some(config) = repository.get(".cargo/config.toml") {
        let tables = config.text.lines().enumerate();
        let mirrors = tables.filter(|(_, line)| line.starts_with("[source") || line.starts_with("[registr"));
        found.extend(mirrors.map(|(at, line)| format!(".cargo/config.toml:{}: {line}", at + 1)));
    }
    found
}

#[test]
fn each_check_bites() {
    use super::planted;
    planted(
        white_space,
        &[("docs/a.md", "a \nb\n"), ("src/a.rs", "//! A.\n\tmod b;\n\n")],
        &["docs/a.md:1: white space at the end", "src/a.rs:2: a tab", "src/a.rs: end with one line feed"],
    );
    let home = ["/ho", "me/wang/pitbox"].concat();
    planted(
        machine_paths,
        &[("docs/a.md", &home)],
        &[&format!("docs/a.md:1: {} exists on one machine only", &home[..6])],
    );
    planted(machine_paths, &[("docs/a.md", &format!("var{home}"))], &[]);
    planted(
        registry,
        &[
            ("Cargo.lock", "source = \"registry+https://mirror.example/index\"\n"),
            (".cargo/config.toml", "[source.crates-io]\n"),
        ],
        &[
            "Cargo.lock:1: \"registry+https://mirror.example/index\" is not crates.io",
            ".cargo/config.toml:1: [source.crates-io]",
        ],
    );
}
