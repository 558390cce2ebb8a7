//! The phrase table has both languages, and says the same in both.

use super::phrases::ALL;

fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn no_phrase_is_missing_in_either_language() {
    for (name, en, zh) in ALL {
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
    for (name, en, zh) in ALL {
        assert!(is_chinese(zh) || is_symbolic(zh) && en == zh, "{name} is not translated: {zh}");
        assert!(!is_chinese(en), "{name} has Chinese in its English");
    }
}
