//! Which files there are.

use std::fs;

use crate::repository::{File, Repository};

/// What may lie at the top, besides files with a dot.
const TOP: &[&str] = &[
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "README.zh-CN.md",
    "configs",
    "cross",
    "docs",
    "hw",
    "src",
    "systemd",
    "target",
    "tests",
];

/// Names that say nothing: such a module gathers whatever has no place.
const EMPTY_NAMES: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc"];

/// Largest file, in bytes. Larger ones make every clone slow for ever.
const MAX_FILE: u64 = 1 << 20;

pub(super) fn top_level(repository: &Repository) -> Vec<String> {
    let entries = fs::read_dir(&repository.root).expect("list the repository");
    let names = entries.map(|entry| entry.expect("read the repository").file_name().to_string_lossy().into_owned());
    let mut strange: Vec<String> =
        names.filter(|name| !name.starts_with('.') && !TOP.contains(&name.as_str())).collect();
    strange.sort();
    strange.iter().map(|name| format!("{name}: does not belong at the top")).collect()
}

pub(super) fn module_names(repository: &Repository) -> Vec<String> {
    let says_nothing = |part: &str| EMPTY_NAMES.contains(&part.trim_end_matches(".rs"));
    let files = repository.rust().filter(|file| file.path.split('/').any(says_nothing));
    files.map(|file| format!("{}: name it after what it does", file.path)).collect()
}

/// Files that no `mod` line brings in are not compiled, and nobody notices.
pub(super) fn dead_files(repository: &Repository) -> Vec<String> {
    let roots = ["src/", "hw/src/", "tests/it/", "hw/tests/it/"];
    let is_root = |path: &str| {
        roots.iter().any(|root| path.strip_prefix(root).is_some_and(|rest| rest == "lib.rs" || rest == "main.rs"))
    };
    let inside =
        repository.rust().filter(|file| roots.iter().any(|root| file.path.starts_with(root)) && !is_root(&file.path));
    let dead = inside.filter(|file| !is_declared(repository, file));
    dead.map(|file| format!("{}: no `mod` line brings it in", file.path)).collect()
}

fn is_declared(repository: &Repository, file: &File) -> bool {
    let path = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
    let Some((folder, name)) = path.rsplit_once('/') else { return true };
    let (line, by_path) = (format!("mod {name};"), format!("#[path = \"{name}.rs\"]"));
    let parents = ["/mod.rs", ".rs", "/lib.rs", "/main.rs"].map(|ending| format!("{folder}{ending}"));
    let mut parents = parents.iter().filter_map(|path| repository.get(path));
    let mut beside = repository.rust().filter(|it| it.path.rsplit_once('/').is_some_and(|(at, _)| at == folder));
    parents.any(|it| it.text.lines().any(|text| text.ends_with(&line))) || beside.any(|it| it.text.contains(&by_path))
}

pub(super) fn large_files(repository: &Repository) -> Vec<String> {
    let size = |file: &&File| fs::metadata(repository.root.join(&file.path)).map_or(0, |meta| meta.len());
    let large = repository.files.iter().filter(|file| size(file) > MAX_FILE);
    large.map(|file| format!("{}: larger than {MAX_FILE} bytes", file.path)).collect()
}

#[test]
fn each_check_bites() {
    use super::planted;
    planted(
        top_level,
        &[("README.md", ""), (".ci/run", ""), ("notes.txt", "")],
        &["notes.txt: does not belong at the top"],
    );
    planted(
        module_names,
        &[("src/job.rs", ""), ("src/util.rs", ""), ("src/helpers/x.rs", "")],
        &["src/helpers/x.rs: name it after what it does", "src/util.rs: name it after what it does"],
    );
    planted(
        dead_files,
        &[("src/lib.rs", "pub mod a;\n"), ("src/a.rs", "mod c;"), ("src/a/b.rs", ""), ("src/a/c.rs", "")],
        &["src/a/b.rs: no `mod` line brings it in"],
    );
    planted(
        dead_files,
        &[("src/a.rs", "#[path = \"b_tests.rs\"]\nmod tests;"), ("src/b_tests.rs", ""), ("src/lib.rs", "mod a;")],
        &[],
    );
    planted(large_files, &[("docs/a.md", &"x".repeat(1 << 21))], &["docs/a.md: larger than 1048576 bytes"]);
}
