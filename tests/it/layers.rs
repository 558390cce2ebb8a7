//! The import rules: which module may use which (docs/architecture.md has the reasons).

mod paths;
mod table;

use std::collections::BTreeSet;

use crate::repository::{File, Repository};
use table::{Crates, EXCEPTIONS, Exception, FEATURE_SWITCHES, LAYERS, Layer, WORLD};

#[test]
fn layers_hold() {
    let violations = violations(&Repository::this(), EXCEPTIONS);
    assert!(violations.is_empty(), "against the table of layers:\n{}", violations.join("\n"));
}

/// One line for each use that the table does not allow, and for each exception that nothing needs any more.
fn violations(repository: &Repository, exceptions: &[Exception]) -> Vec<String> {
    let libraries = libraries(repository);
    let mut found = Vec::new();
    let mut needed = BTreeSet::new();
    for file in repository.rust().filter(|file| file.path.starts_with("src/") || file.path.starts_with("hw/src/")) {
        let Some(layer) = layer_of(&file.path) else {
            found.push(format!("{}: no layer for it in tests/it/layers/table.rs", file.path));
            continue;
        };
        found.extend(feature_switches(file));
        for (line, path) in forbidden(file, layer, &libraries) {
            let excused = exceptions.iter().position(|it| it.file == file.path && begins(&path, it.path));
            match excused {
                Some(exception) => _ = needed.insert(exception),
                None => found.push(format!("{}:{line}: {} may not use {path}", file.path, layer.folder)),
            }
        }
    }
    let idle = exceptions.iter().enumerate().filter(|(at, _)| !needed.contains(at));
    found.extend(idle.map(|(_, it)| format!("{}: take its exception for {} out of the table", it.file, it.path)));
    found
}

/// The layer with the longest folder that fits.
fn layer_of(path: &str) -> Option<&'static Layer> {
    let fits =
        |layer: &&Layer| path.strip_prefix(layer.folder).is_some_and(|rest| rest.starts_with('/') || rest == ".rs");
    LAYERS.iter().filter(fits).max_by_key(|layer| layer.folder.len())
}

/// Names of the libraries that either crate depends on, as they stand in paths.
fn libraries(repository: &Repository) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for manifest in ["Cargo.toml", "hw/Cargo.toml"].iter().filter_map(|path| repository.get(path)) {
        let manifest: toml::Table = manifest.text.parse().expect("a manifest");
        let dependencies = manifest.get("dependencies").and_then(|table| table.as_table());
        names.extend(dependencies.into_iter().flat_map(|table| table.keys()).map(|name| name.replace('-', "_")));
    }
    names.remove("pitbox_hw");
    names
}

fn forbidden(file: &File, layer: &Layer, libraries: &BTreeSet<String>) -> Vec<(usize, String)> {
    let module = module_of(&file.path);
    let home = if file.path.starts_with("hw/") { "pitbox_hw" } else { "" };
    let named =
        |code: String| paths::paths(&code, &module).into_iter().map(move |(line, path)| (line, full(&path, home)));
    let imports = named(file.code()).filter(|(_, path)| !may_import(layer, path));
    let uses = named(file.production_code()).filter(|(_, path)| !may_use(layer, path, libraries));
    let all: BTreeSet<_> = imports.chain(uses).collect();
    all.into_iter().collect()
}

/// `src/station/flow/mod.rs` is `["station", "flow"]`.
fn module_of(path: &str) -> Vec<&str> {
    let path = path.trim_start_matches("hw/").trim_start_matches("src/");
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|name| !["lib", "main"].contains(name)).collect()
}

/// The path from its crate; our own modules begin with `crate::`, those of the device crate with `pitbox_hw::`.
fn full(path: &[String], home: &str) -> String {
    let path = path.join("::");
    match path.strip_prefix("crate::") {
        Some(rest) if !home.is_empty() => format!("{home}::{rest}"),
        _ => path,
    }
}

fn may_import(layer: &Layer, path: &str) -> bool {
    let ours = path.strip_prefix("crate::").or_else(|| begins(path, "pitbox_hw").then_some(path));
    let Some(ours) = ours.or_else(|| begins(path, "pitbox").then_some(path)) else {
        return true;
    };
    let own = layer.folder.replace("hw/src/", "pitbox_hw::").replace("src/", "").replace('/', "::");
    begins(ours, &own) || layer.imports.iter().any(|allowed| *allowed == "*" || begins(ours, allowed))
}

fn may_use(layer: &Layer, path: &str, libraries: &BTreeSet<String>) -> bool {
    let library = path.split("::").next().unwrap_or_default();
    let known = !libraries.contains(library)
        || match layer.crates {
            Crates::Only(names) => names.contains(&library),
            Crates::Without(names) => !names.contains(&library),
        };
    known && !(layer.pure && WORLD.iter().any(|world| begins(path, world)))
}

/// Whether the path is this one, or lies in it.
fn begins(path: &str, with: &str) -> bool {
    path.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn feature_switches(file: &File) -> Vec<String> {
    let allowed = file.path.starts_with("hw/") || FEATURE_SWITCHES.iter().any(|place| file.path.starts_with(place));
    let lines = file.text.lines().enumerate().filter(|(_, line)| !allowed && line.contains("cfg(feature"));
    lines.map(|(at, _)| format!("{}:{}: features are chosen in lib.rs and cli/ only", file.path, at + 1)).collect()
}

#[test]
fn each_rule_bites() {
    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        let manifest =
            "[dependencies]\nrusqlite = \"1\"\ntokio = \"1\"\nratatui = \"1\"\npitbox-hw = { path = \"hw\" }\n";
        let (_folder, repository) = Repository::planted(&[("Cargo.toml", manifest), (path, text)]);
        assert_eq!(violations(&repository, &[]), expected, "{path}: {text}");
    }
    check("src/domain/job.rs", "use super::qty::Qty; use std::collections::BTreeMap;", &[]);
    check(
        "src/domain/job.rs",
        "use crate::record::encode;",
        &["src/domain/job.rs:1: src/domain may not use crate::record::encode"],
    );
    check(
        "src/domain/job.rs",
        "use super::super::store::Log;",
        &["src/domain/job.rs:1: src/domain may not use crate::store::Log"],
    );
    check(
        "src/domain/job.rs",
        "use pitbox_hw::reading::X;",
        &["src/domain/job.rs:1: src/domain may not use pitbox_hw::reading::X"],
    );
    check(
        "src/station/mod.rs",
        "fn f() {\n std::thread::spawn(g);\n}",
        &["src/station/mod.rs:2: src/station may not use std::thread::spawn"],
    );
    check(
        "src/station/mod.rs",
        "use crate::sync::{plan::Plan, client};",
        &["src/station/mod.rs:1: src/station may not use crate::sync::client"],
    );
    check(
        "src/station/mod.rs",
        "use ratatui::Frame;",
        &["src/station/mod.rs:1: src/station may not use ratatui::Frame"],
    );
    check("src/ui/mod.rs", "use crate::domain::ids;", &["src/ui/mod.rs:1: src/ui may not use crate::domain::ids"]);
    check("src/store/log.rs", "use tokio::fs;", &["src/store/log.rs:1: src/store may not use tokio::fs"]);
    check(
        "src/sync/plan/mod.rs",
        "use super::backoff::Dice; use std::time::Instant;",
        &["src/sync/plan/mod.rs:1: src/sync/plan may not use std::time::Instant"],
    );
    check("src/hub/mod.rs", "use pitbox_hw::health;", &["src/hub/mod.rs:1: src/hub may not use pitbox_hw::health"]);
    check(
        "hw/src/proto/ssi.rs",
        "use crate::driver::Wake;",
        &["hw/src/proto/ssi.rs:1: hw/src/proto may not use pitbox_hw::driver::Wake"],
    );
    check(
        "src/label/mod.rs",
        "#[cfg(feature = \"hub\")]",
        &["src/label/mod.rs:1: features are chosen in lib.rs and cli/ only"],
    );
    check("src/tools/mod.rs", "", &["src/tools/mod.rs: no layer for it in tests/it/layers/table.rs"]);
    check("src/domain/tests.rs", "use std::fs;", &[]);
    check("src/domain/job.rs", "// use crate::store\n#[cfg(test)]\nmod tests { use std::fs; }", &[]);
}

#[test]
fn an_exception_is_used_or_taken_out() {
    let exceptions = [Exception { file: "src/domain/job.rs", path: "crate::record", reason: "planted" }];
    let (_folder, with) = Repository::planted(&[("src/domain/job.rs", "use crate::record::encode;")]);
    assert!(violations(&with, &exceptions).is_empty());
    let (_folder, without) = Repository::planted(&[("src/domain/job.rs", "")]);
    assert_eq!(
        violations(&without, &exceptions),
        ["src/domain/job.rs: take its exception for crate::record out of the table"]
    );
}
