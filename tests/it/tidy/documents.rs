//! Documents speak of what is there.

use crate::repository::{File, Repository};

/// What begins like this within a document is a path of this repository.
const FOLDERS: &[&str] = &["src/", "hw/", "configs/", "systemd/", "cross/", "tests/", "docs/", ".ci/", ".cargo/"];

/// Paths in backticks in documents, and documents that programs and configuration speak of.
pub(super) fn paths_exist(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    for file in repository.with_ending(".md") {
        let named = file.text.lines().enumerate().flat_map(|(at, line)| backticked(line).map(move |path| (at, path)));
        let gone = named.filter(|(_, path)| is_path(path) && !is_there(repository, path));
        found.extend(gone.map(|(at, path)| format!("{}:{}: there is no {path}", file.path, at + 1)));
    }
    let speaking = repository.files.iter().filter(|file| file.path.ends_with(".rs") || file.path.ends_with(".toml"));
    for file in speaking.filter(|file| !file.path.starts_with("tests/it/")) {
        let named = file.text.lines().enumerate().flat_map(|(at, line)| documents(line).map(move |path| (at, path)));
        let gone = named.filter(|(_, path)| !repository.exists(path));
        found.extend(gone.map(|(at, path)| format!("{}:{}: there is no {path}", file.path, at + 1)));
    }
    found
}

fn backticked(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn is_path(text: &str) -> bool {
    FOLDERS.iter().any(|folder| text.starts_with(folder)) && !text.contains(char::is_whitespace)
}

/// `src/station/flow/*.rs` and `hw/src/proto/<kind>.rs` name their folder, `path::item` and `path:12` their file, and a
/// module may be named without `.rs`.
fn is_there(repository: &Repository, path: &str) -> bool {
    let path = path.split("::").next().unwrap_or_default();
    let path = path.split(':').next().unwrap_or_default();
    match path.find(['*', '<', '{']) {
        Some(at) => repository.exists(path[..at].rsplit_once('/').map_or("", |(folder, _)| folder)),
        None => repository.exists(path) || repository.exists(&format!("{path}.rs")),
    }
}

/// `docs/name.md` wherever it stands.
fn documents(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("docs/").filter_map(|(at, _)| {
        let end = line[at..].find(".md")? + 3;
        let path = &line[at..at + end];
        let plain = path.chars().all(|char| char.is_ascii_alphanumeric() || "/._-".contains(char));
        plain.then_some(path)
    })
}

/// The file of a test in backticks, and behind it the test: `fn` of a program, or the first line of a story.
pub(super) fn named_tests_exist(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    for file in repository.with_ending(".md") {
        for (at, line) in file.text.lines().enumerate() {
            let texts: Vec<&str> = backticked(line).collect();
            let gaps: Vec<&str> = line.split('`').skip(2).step_by(2).collect();
            let named =
                texts.windows(2).zip(gaps).filter(|(two, gap)| *gap == " " && is_path(two[0]) && !is_path(two[1]));
            let gone = named.filter(|(two, _)| !has_test(repository, two[0], two[1]));
            found.extend(gone.map(|(two, _)| format!("{}:{}: {} has no test {}", file.path, at + 1, two[0], two[1])));
        }
    }
    found
}

fn has_test(repository: &Repository, path: &str, test: &str) -> bool {
    let Some(file) = repository.get(path) else { return false };
    let lines: Vec<&str> = file.text.lines().map(str::trim).collect();
    let begins = format!("fn {test}(");
    let is_test = |at: usize| at > 0 && (lines[at - 1].starts_with("#[") || lines[at - 1] == ")]");
    lines.contains(&format!("# {test}").as_str())
        || (0..lines.len()).any(|at| lines[at].starts_with(&begins) && is_test(at))
}

/// Links to files; those into the network are not followed.
pub(super) fn links_resolve(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    for file in repository.with_ending(".md") {
        for (at, line) in file.text.lines().enumerate() {
            let broken = targets(line).filter(|target| !resolves(repository, file, target));
            found.extend(broken.map(|target| format!("{}:{}: the link to {target} leads nowhere", file.path, at + 1)));
        }
    }
    found
}

fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

fn resolves(repository: &Repository, file: &File, target: &str) -> bool {
    if target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let there = repository.root.join(folder).join(path);
    let text = if path.is_empty() { file.text.clone() } else { std::fs::read_to_string(&there).unwrap_or_default() };
    there.exists() && (anchor.is_empty() || text.lines().filter_map(heading).any(|heading| heading == anchor))
}

/// The anchor of a heading.
fn heading(line: &str) -> Option<String> {
    let title = line.strip_prefix('#')?.trim_start_matches('#').trim().to_lowercase();
    let kept = title.chars().filter(|char| char.is_alphanumeric() || " -_".contains(*char));
    Some(kept.map(|char| if char == ' ' { '-' } else { char }).collect())
}

/// Keep a Changelog: what comes next stands first, and every change under one of its six heads.
pub(super) fn changelog_form(repository: &Repository) -> Vec<String> {
    const HEADS: &[&str] = &["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
    let Some(file) = repository.get("CHANGELOG.md") else { return vec!["CHANGELOG.md: there is none".into()] };
    let mut found = Vec::new();
    let first = file.text.lines().find(|line| line.starts_with("## "));
    if !file.text.starts_with("# Changelog\n") || first != Some("## [Unreleased]") {
        found.push("CHANGELOG.md: begin with `# Changelog`, then `## [Unreleased]`".to_owned());
    }
    let heads = file.text.lines().filter_map(|line| line.strip_prefix("### "));
    found.extend(
        heads.filter(|head| !HEADS.contains(head)).map(|head| format!("CHANGELOG.md: {head} is none of the heads")),
    );
    found
}

#[test]
fn each_check_bites() {
    use super::planted;
    planted(
        named_tests_exist,
        &[
            ("src/a.rs", "#[test]\nfn it_holds() {}\n\nfn helper() {}\n"),
            ("src/b.txt", "# A story\n"),
            (
                "docs/a.md",
                "`src/a.rs` `it_holds`, `src/b.txt` `A story`\n\n`src/a.rs` `helper`, `src/b.txt` `Another`, `src/a.rs` and `no`\n",
            ),
        ],
        &["docs/a.md:3: src/a.rs has no test helper", "docs/a.md:3: src/b.txt has no test Another"],
    );
    planted(
        paths_exist,
        &[
            ("src/a.rs", "//! See docs/gone.md.\n"),
            ("docs/b.md", "`src/a.rs`, `src/a.rs::f`, `src/*.rs`, `src/c.rs`, `a/b`\n"),
        ],
        &["docs/b.md:1: there is no src/c.rs", "src/a.rs:1: there is no docs/gone.md"],
    );
    planted(
        links_resolve,
        &[
            ("README.md", "[a](docs/a.md#one-two) [b](docs/b.md) [c](https://a.example) [d](docs/a.md#two)\n"),
            ("docs/a.md", "# One two\n[r](../README.md)\n"),
        ],
        &["README.md:1: the link to docs/b.md leads nowhere", "README.md:1: the link to docs/a.md#two leads nowhere"],
    );
    planted(changelog_form, &[], &["CHANGELOG.md: there is none"]);
    planted(changelog_form, &[("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n### Added\n")], &[]);
    planted(
        changelog_form,
        &[("CHANGELOG.md", "# Changelog\n\n## [1.0.0]\n\n### Improved\n")],
        &[
            "CHANGELOG.md: begin with `# Changelog`, then `## [Unreleased]`",
            "CHANGELOG.md: Improved is none of the heads",
        ],
    );
}
