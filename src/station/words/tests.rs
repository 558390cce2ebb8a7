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

/// The console of Linux has no letters past Latin-1: what is said there says it without.
#[test]
fn english_needs_no_letters_that_a_plain_console_lacks() {
    let is_plain =
        |c: char| c.is_ascii() || ('À'..='ÿ').contains(&c) || crate::station::view::screen::SIGNS.contains(c);
    // That one stands only where both languages can be shown.
    for (name, en, _) in all().filter(|(name, ..)| *name != "key_language") {
        assert!(en.chars().all(is_plain), "{name}: {en}");
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

#[test]
fn remarks_of_decoders_speak_both_languages() {
    use super::{Language, Words};
    use crate::identify::{Remark, recognise};
    let check = |text: &str, en: &str, zh: &str| {
        let (aim, data) = crate::identify::aim::split(text);
        let remark = recognise(aim, data).remark().expect(text);
        let said = [Language::English, Language::Chinese].map(|language| Words(language).remark(&remark));
        assert_eq!(said, [en, zh], "{text}");
    };
    check(
        "]C10104012345678902",
        "AI 01, position 16: the check digit does not fit",
        "应用标识符 01，第 16 位：校验码不符",
    );
    let lost = "control characters lost: the scanner drops GS, RS or EOT, set it to send them";
    check("[)>06P123Q4", lost, "控制字符丢失：扫描枪未发送 GS、RS 或 EOT，请设置为发送");
    let no_vin = "no VIN, but 1M8GDM9AXKP042788 would be one: 'O' at position 12 cannot stand in a VIN";
    check("1M8GDM9AXKPO42788", no_vin, "不是车架号，但 1M8GDM9AXKP042788 是：第 12 位的 'O' 不能用于车架号");
    let length = "it has the length of a trade item number, but the check digit does not fit";
    check("4012345678902", length, "长度像商品条码，但校验码不符");
    assert_eq!(Words(Language::Chinese).remark(&Remark::SeveralTags), "同时读到多个标签");
}
