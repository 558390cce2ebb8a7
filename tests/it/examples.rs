//! What the documents tell people to write works.

use pitbox::config;

use crate::repository::Repository;

/// The indented block of a document that begins with this line.
fn block(text: &str, first: &str) -> String {
    let lines = text.lines().skip_while(|line| line.trim() != first);
    let within = lines.take_while(|line| line.is_empty() || line.starts_with("    "));
    within.map(|line| line.trim_start().to_owned() + "\n").collect()
}

#[test]
fn the_kiosk_of_the_readme_can_be_started() {
    let repository = Repository::this();
    let readme = &repository.get("README.md").expect("a README").text;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("kiosk.toml");
    std::fs::write(&file, block(readme, "[station]")).expect("write the file");
    let kiosk = config::load_kiosk(&file).expect("a configuration without mistakes");
    assert!(kiosk.devices.len() >= 5, "{:?}", kiosk.devices);
}
