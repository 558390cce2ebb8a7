//! The udev rules that are installed with a kiosk: in the form that udev reads, and for the devices that Pitbox knows.

use crate::repository::Repository;

/// Keys that a rule may compare, and keys that it may set (udev(7)).
const COMPARED: [&str; 5] = ["ACTION", "SUBSYSTEM", "KERNEL", "ATTRS", "ENV"];
const SET: [&str; 6] = ["GROUP", "MODE", "SYMLINK", "ENV", "GOTO", "LABEL"];

/// One `KEY{attribute}OPERATOR"value"`.
#[derive(Debug, PartialEq, Eq)]
struct Term {
    key: String,
    operator: &'static str,
    value: String,
}

/// The terms of a line, or what is wrong with it.
fn terms(line: &str) -> Result<Vec<Term>, String> {
    line.split(", ").map(term).collect()
}

fn term(text: &str) -> Result<Term, String> {
    let operators = ["==", "!=", "+=", ":=", "="];
    let found = operators.into_iter().filter_map(|operator| Some((text.find(operator)?, operator)));
    let (at, operator) = found.min_by_key(|(at, operator)| (*at, usize::MAX - operator.len())).ok_or("no operator")?;
    let (key, value) = (&text[..at], &text[at + operator.len()..]);
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).ok_or("no quotes")?;
    let name = key.split_once('{').map_or(Some(key), |(name, rest)| rest.ends_with('}').then_some(name));
    let name = name.ok_or("no closing brace")?;
    let known: &[&str] = if ["==", "!="].contains(&operator) { &COMPARED } else { &SET };
    if !known.contains(&name) || value.contains('"') || value.is_empty() {
        return Err(format!("{text}: not with {operator}"));
    }
    Ok(Term { key: key.to_owned(), operator, value: value.to_owned() })
}

fn rules() -> Vec<Vec<Term>> {
    let repository = Repository::this();
    let text = &repository.get("configs/udev/90-pitbox.rules").expect("the rules").text;
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| terms(line).unwrap_or_else(|why| panic!("{line}: {why}"))).collect()
}

fn has(rule: &[Term], key: &str, value: &str) -> bool {
    rule.iter().any(|term| term.key == key && term.value.split('|').any(|one| one == value))
}

#[test]
fn each_rule_is_in_the_form_that_udev_reads() {
    let rules = rules();
    for rule in &rules {
        let jumps = rule.iter().any(|term| term.key == "GOTO" || term.key == "LABEL");
        let gives = rule.iter().any(|term| ["GROUP", "SYMLINK"].contains(&term.key.as_str()));
        assert!(jumps != gives, "{rule:?}");
        if has(rule, "GROUP", "pitbox") {
            assert!(has(rule, "MODE", "0660"), "a group without its mode: {rule:?}");
        }
    }
    let targets = |key: &str| -> Vec<String> {
        rules.iter().flatten().filter(|term| term.key == key).map(|term| term.value.clone()).collect()
    };
    assert_eq!(targets("GOTO"), targets("LABEL"), "every jump has its end");
    let links: Vec<String> = targets("SYMLINK");
    assert!(!links.is_empty() && links.iter().all(|link| link.starts_with("pitbox/by-")), "{links:?}");
}

#[test]
fn every_kind_of_device_can_be_opened_by_the_group() {
    let rules = rules();
    let opened =
        |key: &str, value: &str| rules.iter().any(|rule| has(rule, key, value) && has(rule, "GROUP", "pitbox"));
    for subsystem in ["tty", "input", "hidraw", "usbmisc", "gpio"] {
        assert!(opened("SUBSYSTEM", subsystem), "{subsystem}");
    }
    // The makers that discovery knows as those of scanners.
    let repository = Repository::this();
    let known = &repository.get("hw/src/discover/known.rs").expect("the makers").text;
    let line = known.lines().find(|line| line.contains("const SCANNER_MAKERS")).expect("the list");
    let makers: Vec<&str> = line.split("0x").skip(1).map(|rest| &rest[..4]).collect();
    assert_eq!(makers.len(), 4);
    for maker in makers {
        assert!(opened("ATTRS{idVendor}", maker), "{maker}");
    }
}

#[test]
fn what_is_no_rule_is_found() {
    for wrong in ["SUBSYSTEM=\"tty\"", "GROUP==\"pitbox\"", "ATTRS{idVendor=\"x\"", "MODE=0660", "NAME=\"x\"", "MODE"] {
        assert!(terms(wrong).is_err(), "{wrong}");
    }
    let expected = Term { key: "SYMLINK".into(), operator: "+=", value: "pitbox/by-path/lp-%b".into() };
    assert_eq!(terms("SYMLINK+=\"pitbox/by-path/lp-%b\""), Ok(vec![expected]));
}
