//! Scanners that pose as a USB keyboard, read as key events (Linux `input-event-codes.h`) with the US layout.
//!
//! A key code says where a key lies, not which character it has, so the layout is the *scanner's* setting. Enter, keypad
//! Enter and Tab end a scan, and so does a pause. Control characters come as Ctrl and a key, as Alt and three or four
//! digits on the keypad, or as function keys: see [`GsMode`].

use crate::proto::scan_text;
use crate::reading::{MAX_SCAN, Unreadable};

const KEY_TAB: u16 = 15;
const KEY_ENTER: u16 = 28;
const KEY_LEFTCTRL: u16 = 29;
const KEY_LEFTSHIFT: u16 = 42;
const KEY_RIGHTSHIFT: u16 = 54;
const KEY_LEFTALT: u16 = 56;
const KEY_CAPSLOCK: u16 = 58;
const KEY_NUMLOCK: u16 = 69;
const KEY_SCROLLLOCK: u16 = 70;
const KEY_102ND: u16 = 86;
const KEY_LEFTMETA: u16 = 125;
const KEY_RIGHTMETA: u16 = 126;
const KEY_F1: u16 = 59;
const KEY_F10: u16 = 68;
const KEY_F11: u16 = 87;
const KEY_F12: u16 = 88;
const KEY_KPENTER: u16 = 96;
const KEY_RIGHTCTRL: u16 = 97;
const KEY_RIGHTALT: u16 = 100;
const KEY_HOME: u16 = 102;
const KEY_DELETE: u16 = 111;

/// How the scanner sends GS (0x1D), the separator of GS1 and ISO/IEC 15434.
///
/// Ctrl+] and Alt+029 are understood in every mode, since they stand for nothing else; a function key has no meaning of
/// its own, so only [`GsMode::F12`] gives it one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GsMode {
    /// Ctrl+] ("control characters as Ctrl and key", Datalogic, Honeywell).
    #[default]
    Ctrl,
    /// F12, with FS as F11 (function key emulation).
    F12,
    /// Alt and the decimal code on the keypad ("emulate keypad", Zebra).
    Alt,
    /// Nothing is taken for granted: a key that has no character of its own here comes as [`key_name`]. For a scanner of
    /// which was learnt what its keys mean, and for learning it.
    Named,
}

/// First of the private use characters that stand for keys.
const KEY_NAMES: u32 = 0xe000;

/// The private use character that stands for a key with Shift, Alt (AltGr) and Ctrl as given, in [`GsMode::Named`]:
/// U+E000 + key code + 0x100 with Shift + 0x200 with Alt + 0x400 with Ctrl. `None` for codes above 255.
pub fn key_name(code: u16, shift: bool, alt: bool, ctrl: bool) -> Option<char> {
    let modifiers = u32::from(shift) | u32::from(alt) << 1 | u32::from(ctrl) << 2;
    char::from_u32(KEY_NAMES + (modifiers << 8) + u32::from(u8::try_from(code).ok()?))
}

/// One outcome of feeding key events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyScan {
    /// A complete scan of 1 to [`MAX_SCAN`] bytes of UTF-8, without its end, checked by [`scan_text::check`].
    Scan(Vec<u8>),
    /// Keys were dropped; `pitbox` shows an unreadable scan.
    Unreadable(Unreadable),
}

/// The keys that change what other keys mean.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    shift: [bool; 2],
    ctrl: [bool; 2],
    alt: [bool; 2],
}

impl Held {
    fn slot(&mut self, code: u16) -> Option<&mut bool> {
        match code {
            KEY_LEFTSHIFT => Some(&mut self.shift[0]),
            KEY_RIGHTSHIFT => Some(&mut self.shift[1]),
            KEY_LEFTCTRL => Some(&mut self.ctrl[0]),
            KEY_RIGHTCTRL => Some(&mut self.ctrl[1]),
            KEY_LEFTALT => Some(&mut self.alt[0]),
            KEY_RIGHTALT => Some(&mut self.alt[1]),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    /// A key came that has no character here: the scan is shown as unreadable when it ends.
    Spoilt,
    /// Too long, or events were lost; it was reported. Drop up to the next end.
    Skipping,
}

/// Decoder of one scanner's key events.
#[derive(Debug)]
pub struct Decoder {
    gs_mode: GsMode,
    caps: bool,
    timeout_ms: u64,
    keys: Held,
    /// Decimal code being typed on the keypad while Alt is down.
    alt_code: Option<u32>,
    state: State,
    text: String,
    last_ms: u64,
}

impl Decoder {
    /// A decoder that has seen nothing. `caps`: Caps Lock is on at the start; `timeout_ms`: pause that ends a scan.
    pub fn new(gs_mode: GsMode, caps: bool, timeout_ms: u64) -> Self {
        Self {
            gs_mode,
            caps,
            timeout_ms,
            keys: Held::default(),
            alt_code: None,
            state: State::Reading,
            text: String::new(),
            last_ms: 0,
        }
    }

    /// Feeds one key event: `ms` on any steady clock, the key's code, and 1 for pressed, 0 for released, 2 for repeated.
    pub fn key(&mut self, ms: u64, code: u16, value: i32, mut emit: impl FnMut(KeyScan)) {
        if let Some(scan) = self.expire(ms) {
            emit(scan);
        }
        self.last_ms = ms;
        let scan = match value {
            0 => self.released(code),
            1 => self.pressed(code),
            _ => None,
        };
        if let Some(scan) = scan {
            emit(scan);
        }
    }

    /// Ends the scan that is held when `ms` is more than the pause after the last key.
    pub fn expire(&mut self, ms: u64) -> Option<KeyScan> {
        match self.is_pending() && ms > self.last_ms.saturating_add(self.timeout_ms) {
            true => self.end(),
            false => None,
        }
    }

    /// The pause that ends a scan, in milliseconds.
    pub fn timeout_ms(&self) -> u64 {
        self.timeout_ms
    }

    /// True when the first part of a scan is held, or the rest of one is being dropped.
    pub fn is_pending(&self) -> bool {
        !self.text.is_empty() || self.state != State::Reading
    }

    /// The kernel lost events (SYN_DROPPED): drops what is held and what follows up to the next end. `down` are the keys
    /// that are down now (EVIOCGKEY).
    pub fn dropped(&mut self, ms: u64, down: impl IntoIterator<Item = u16>) -> KeyScan {
        self.reset();
        for code in down {
            if let Some(slot) = self.keys.slot(code) {
                *slot = true;
            }
        }
        self.state = State::Skipping;
        self.last_ms = ms;
        KeyScan::Unreadable(Unreadable::Interrupted)
    }

    /// Drops what is held, because the device vanished. True when that was the first part of a scan.
    pub fn reset(&mut self) -> bool {
        let half = !self.text.is_empty() || self.state == State::Spoilt;
        self.text.clear();
        self.keys = Held::default();
        self.alt_code = None;
        self.state = State::Reading;
        half
    }

    fn released(&mut self, code: u16) -> Option<KeyScan> {
        *self.keys.slot(code)? = false;
        if !matches!(code, KEY_LEFTALT | KEY_RIGHTALT) {
            return None;
        }
        let typed = self.alt_code.take()?;
        match char::from_u32(typed) {
            Some(c) => self.put(c),
            None => self.spoil(),
        }
    }

    fn pressed(&mut self, code: u16) -> Option<KeyScan> {
        if let Some(slot) = self.keys.slot(code) {
            *slot = true;
            return None;
        }
        if self.keys.alt != [false; 2] {
            return self.pressed_with_alt(code);
        }
        if self.keys.ctrl != [false; 2] {
            return self.pressed_with_ctrl(code);
        }
        match code {
            KEY_ENTER | KEY_KPENTER | KEY_TAB => self.end(),
            KEY_CAPSLOCK => {
                self.caps = !self.caps;
                None
            }
            KEY_NUMLOCK | KEY_SCROLLLOCK | KEY_LEFTMETA | KEY_RIGHTMETA => None,
            // The key that US keyboards lack: elsewhere it is another one than the comma with Shift.
            KEY_102ND if self.gs_mode == GsMode::Named => self.named(code),
            KEY_F12 if self.gs_mode == GsMode::F12 => self.put('\u{1d}'),
            KEY_F11 if self.gs_mode == GsMode::F12 => self.put('\u{1c}'),
            // Keys that some scanners send for a separator: without them two fields would run together unseen.
            KEY_F1..=KEY_F10 | KEY_F11 | KEY_F12 | KEY_HOME..=KEY_DELETE => self.named(code),
            _ => match character(code, self.keys.shift != [false; 2], self.caps) {
                Some(c) => self.put(c),
                None if self.gs_mode == GsMode::Named => self.named(code),
                None => None,
            },
        }
    }

    /// A key without a character: by its name where names are wanted, else the scan is spoilt.
    fn named(&mut self, code: u16) -> Option<KeyScan> {
        let Held { shift, ctrl, alt } = self.keys;
        let name = key_name(code, shift != [false; 2], alt != [false; 2], ctrl != [false; 2]);
        match name.filter(|_| self.gs_mode == GsMode::Named) {
            Some(name) => self.put(name),
            None => self.spoil(),
        }
    }

    fn pressed_with_alt(&mut self, code: u16) -> Option<KeyScan> {
        match keypad_digit(code) {
            Some(digit) => {
                self.alt_code = Some(self.alt_code.unwrap_or(0).saturating_mul(10).saturating_add(digit));
                None
            }
            None => self.named(code),
        }
    }

    /// Ctrl and the key of @, A to Z, [, \, ], ^ or _ is the control character of that column (ISO/IEC 646).
    fn pressed_with_ctrl(&mut self, code: u16) -> Option<KeyScan> {
        let c = match character(code, false, false) {
            Some(c @ ('a'..='z' | '[' | '\\' | ']')) => (c as u8) & 0x1f,
            Some('2') => 0x00,
            Some('6') => 0x1e,
            Some('-') => 0x1f,
            _ => return self.named(code),
        };
        match self.gs_mode == GsMode::Named && scan_text::check(&[c]).is_err() {
            true => self.named(code),
            false => self.put(char::from(c)),
        }
    }

    fn put(&mut self, c: char) -> Option<KeyScan> {
        if matches!(c, '\r' | '\n') {
            return self.end();
        }
        if self.state != State::Reading {
            return None;
        }
        if self.text.len() + c.len_utf8() <= MAX_SCAN {
            self.text.push(c);
            return None;
        }
        self.text.clear();
        self.state = State::Skipping;
        Some(KeyScan::Unreadable(Unreadable::TooLong))
    }

    fn spoil(&mut self) -> Option<KeyScan> {
        if self.state == State::Reading {
            self.state = State::Spoilt;
        }
        None
    }

    fn end(&mut self) -> Option<KeyScan> {
        let text = std::mem::take(&mut self.text);
        self.alt_code = None;
        match std::mem::replace(&mut self.state, State::Reading) {
            State::Skipping => None,
            State::Spoilt => Some(KeyScan::Unreadable(Unreadable::Malformed)),
            State::Reading if text.is_empty() => None,
            State::Reading => Some(match scan_text::check(text.as_bytes()) {
                Ok(()) => KeyScan::Scan(text.into_bytes()),
                Err(why) => KeyScan::Unreadable(why),
            }),
        }
    }
}

/// The digit of a keypad key; what Num Lock says makes no difference.
fn keypad_digit(code: u16) -> Option<u32> {
    keypad(code)?.to_digit(10)
}

fn keypad(code: u16) -> Option<char> {
    Some(match code {
        55 => '*',
        71..=73 => char::from(b'7' + (code - 71) as u8),
        74 => '-',
        75..=77 => char::from(b'4' + (code - 75) as u8),
        78 => '+',
        79..=81 => char::from(b'1' + (code - 79) as u8),
        82 => '0',
        83 => '.',
        98 => '/',
        117 => '=',
        121 => ',',
        _ => return None,
    })
}

/// Rows of the US layout: code of the first key, characters without and with Shift.
const ROWS: [(u16, &str, &str); 6] = [
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (86, "<", ">"),
];

fn character(code: u16, shift: bool, caps: bool) -> Option<char> {
    if let Some(c) = keypad(code) {
        return Some(c);
    }
    ROWS.iter().find_map(|(first, plain, shifted)| {
        let at = usize::from(code.checked_sub(*first)?);
        let plain = char::from(*plain.as_bytes().get(at)?);
        let upper = shift != (caps && plain.is_ascii_lowercase());
        match upper {
            true => shifted.as_bytes().get(at).copied().map(char::from),
            false => Some(plain),
        }
    })
}

#[cfg(test)]
#[path = "evdev_us_tests.rs"]
mod tests;
