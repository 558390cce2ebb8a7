//! Keys as the station knows them. The terminal's key codes are turned into these in `ui::keymap`.

/// One key press of the kiosk's keyboard or touch bar. A scanner never produces one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A printable character, as typed.
    Char(char),
    Enter,
    /// Back, or no.
    Escape,
    Backspace,
    Up,
    Down,
    PageUp,
    PageDown,
    /// F1 to F12.
    Function(u8),
}
