//! The phrase table has both languages, and says the same in both.

use super::phrases::all;

fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn no_phrase_is_missing_in_either_language() {
    for (name, en, zh) in all() {
        assert!(!en.trim().is_empty(), "{name} has no English");
        assert!(!zh.trim().is_empty(), "{name} has no Chinese");
        assert_eq!(placeholders(en), placeholders(zh), "{name} says different things");
    }
}

#[test]
fn chinese_is_chinese() {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let is_symbolic =
        |text: &str| !placeholders(text).is_empty() && text.chars().all(|c| !c.is_alphabetic() || c.is_ascii());
    // That one names the other language, in it.
    for (name, en, zh) in all().filter(|(name, ..)| *name != "key_language") {
        assert!(is_chinese(zh) || is_symbolic(zh) && en == zh, "{name} is not translated: {zh}");
        assert!(!is_chinese(en), "{name} has Chinese in its English");
    }
}

/// All Rust text below a folder, without the phrase tables themselves.
fn sources(folder: &std::path::Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.to_string_lossy().contains("words/phrases/")
        {
            text.push_str(&std::fs::read_to_string(&path).expect("a source file"));
        }
    }
}

#[test]
fn no_phrase_is_dead() {
    let mut text = String::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    let dead: Vec<&str> = all().map(|(name, ..)| *name).filter(|name| !text.contains(&format!(".{name}("))).collect();
    assert!(dead.is_empty(), "nobody says: {dead:?}");
}
