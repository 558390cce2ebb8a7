//! From the key codes of the terminal to the keys that the station knows.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::station::key::Key;

/// The key that was pressed or repeats; nothing for releases, for combinations with Ctrl, Alt or others, and for keys
/// that the station has no use for.
pub fn key(event: KeyEvent) -> Option<Key> {
    let plain = (event.modifiers - KeyModifiers::SHIFT).is_empty();
    if !plain || event.kind == KeyEventKind::Release {
        return None;
    }
    match event.code {
        KeyCode::Char(c) => (!c.is_control()).then_some(Key::Char(c)),
        KeyCode::Enter => Some(Key::Enter),
        KeyCode::Esc => Some(Key::Escape),
        KeyCode::Backspace | KeyCode::Delete => Some(Key::Backspace),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::PageUp => Some(Key::PageUp),
        KeyCode::PageDown => Some(Key::PageDown),
        KeyCode::F(number) => (1..=12).contains(&number).then_some(Key::Function(number)),
        KeyCode::Left
        | KeyCode::Right
        | KeyCode::Home
        | KeyCode::End
        | KeyCode::Tab
        | KeyCode::BackTab
        | KeyCode::Insert
        | KeyCode::Null
        | KeyCode::CapsLock
        | KeyCode::ScrollLock
        | KeyCode::NumLock
        | KeyCode::PrintScreen
        | KeyCode::Pause
        | KeyCode::Menu
        | KeyCode::KeypadBegin
        | KeyCode::Media(_)
        | KeyCode::Modifier(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_mapped() {
        let check = |code, modifiers, expected| assert_eq!(key(KeyEvent::new(code, modifiers)), expected, "{code:?}");
        let none = KeyModifiers::NONE;
        check(KeyCode::Char('a'), none, Some(Key::Char('a')));
        check(KeyCode::Char('A'), KeyModifiers::SHIFT, Some(Key::Char('A')));
        check(KeyCode::Char('机'), none, Some(Key::Char('机')));
        check(KeyCode::Char('\u{7}'), none, None);
        check(KeyCode::Char('c'), KeyModifiers::CONTROL, None);
        check(KeyCode::Char('x'), KeyModifiers::ALT, None);
        check(KeyCode::Enter, none, Some(Key::Enter));
        check(KeyCode::Enter, KeyModifiers::CONTROL, None);
        check(KeyCode::Esc, none, Some(Key::Escape));
        check(KeyCode::Delete, none, Some(Key::Backspace));
        check(KeyCode::PageDown, none, Some(Key::PageDown));
        check(KeyCode::F(1), none, Some(Key::Function(1)));
        check(KeyCode::F(12), none, Some(Key::Function(12)));
        check(KeyCode::F(13), none, None);
        check(KeyCode::Left, none, None);
    }

    #[test]
    fn a_released_key_is_nothing_and_a_held_one_repeats() {
        let with = |kind| key(KeyEvent::new_with_kind(KeyCode::Down, KeyModifiers::NONE, kind));
        assert_eq!(with(KeyEventKind::Press), Some(Key::Down));
        assert_eq!(with(KeyEventKind::Repeat), Some(Key::Down));
        assert_eq!(with(KeyEventKind::Release), None);
    }
}
