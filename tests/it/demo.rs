//! `pitbox demo` without a terminal: the scripted shift, from the outside.

use std::process::{Command, Stdio};

#[test]
fn a_scripted_shift_ends_with_books_that_are_right() {
    let ran = Command::new(env!("CARGO_BIN_EXE_pitbox")).arg("demo").stdin(Stdio::null()).output().expect("it runs");
    let said = String::from_utf8(ran.stdout).expect("text");
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    let last = said.lines().last().unwrap_or_default();
    assert!(last.starts_with("books: ok ") && last.contains(", 2 kiosks, "), "{said}");
    assert!(said.contains("Zhou Qiang") && said.contains("5 waiting to send"), "{said}");
}
