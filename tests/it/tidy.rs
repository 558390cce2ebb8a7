//! The house rules that no compiler and no linter checks: files, programs, documents. Each check is proven by a violation
//! planted in a temporary folder.

mod documents;
mod programs;
mod texts;
mod tree;

use crate::repository::Repository;

/// A check: one line for each violation, beginning with the place.
type Check = fn(&Repository) -> Vec<String>;

const CHECKS: &[Check] = &[
    tree::top_level,
    tree::module_names,
    tree::dead_files,
    tree::large_files,
    programs::header,
    programs::file_length,
    programs::function_length,
    programs::line_width,
    programs::leftovers,
    texts::white_space,
    texts::machine_paths,
    texts::registry,
    documents::paths_exist,
    documents::named_tests_exist,
    documents::links_resolve,
    documents::changelog_form,
];

#[test]
fn house_rules_hold() {
    let repository = Repository::this();
    let violations: Vec<String> = CHECKS.iter().flat_map(|check| check(&repository)).collect();
    assert!(violations.is_empty(), "against the house rules:\n{}", violations.join("\n"));
}

/// Plants files and compares what one check says.
#[track_caller]
fn planted(check: Check, files: &[(&str, &str)], expected: &[&str]) {
    let (_folder, repository) = Repository::planted(files);
    assert_eq!(check(&repository), expected, "{files:?}");
}
