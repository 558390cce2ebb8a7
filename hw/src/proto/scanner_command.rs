//! What a host sends to scanners that talk plain lines: trigger, enable, beep.
//!
//! Facts from the makers' manuals: Honeywell and Datalogic "serial trigger", Metrologic serial programming mode, Datalogic
//! Magellan host commands, CipherLab host commands. Most answer nothing; Metrologic answers ACK or NAK.

/// ASCII control characters of these protocols.
const SYN: u8 = 0x16;
const CR: u8 = 0x0D;
const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const ACK: u8 = 0x06;
const NAK: u8 = 0x15;

/// Honeywell and Datalogic hand scanners: trigger commands.
pub mod honeywell {
    use super::{CR, SYN};

    /// SYN T CR: start reading, as if the trigger were pulled.
    pub const TRIGGER_ON: &[u8] = &[SYN, b'T', CR];
    /// SYN U CR: stop reading.
    pub const TRIGGER_OFF: &[u8] = &[SYN, b'U', CR];
    /// One beep for each BEL, if the setting "beep on BEL" is on.
    pub const BEEP: &[u8] = b"\x07";
    /// Two beeps.
    pub const TWO_BEEPS: &[u8] = b"\x07\x07";
    /// Three beeps.
    pub const THREE_BEEPS: &[u8] = b"\x07\x07\x07";
}

/// Metrologic: serial programming mode.
pub mod metrologic {
    use super::{ACK, ETX, NAK, STX};

    /// Enters the mode, in which the scanner takes [`setting`]s instead of scanning.
    pub fn enter() -> Vec<u8> {
        setting("999999")
    }

    /// One programming code, for example `"118518"`, as its manual prints it under the barcode.
    pub fn setting(code: &str) -> Vec<u8> {
        let mut bytes = vec![STX];
        bytes.extend(code.bytes().filter(u8::is_ascii_graphic));
        bytes.push(ETX);
        bytes
    }

    /// Whether the scanner took a setting: true for ACK, false for NAK, `None` for a byte that is no answer.
    pub fn taken(answer: u8) -> Option<bool> {
        match answer {
            ACK => Some(true),
            NAK => Some(false),
            _ => None,
        }
    }
}

/// Datalogic Magellan and compatible counter scanners: one character each, most without an end of line.
pub mod datalogic {
    /// Lets it scan.
    pub const ENABLE: &[u8] = b"E";
    /// Keeps it from scanning.
    pub const DISABLE: &[u8] = b"D";
    /// Restarts it.
    pub const RESET: &[u8] = b"R";
    /// Not on file: three beeps, then disabled until [`ENABLE`].
    pub const NOT_ON_FILE: &[u8] = b"F";
    /// [`NOT_ON_FILE`], then [`ENABLE`]: the refusal sounds and the next scan is taken.
    pub const REFUSED_GO_ON: &[u8] = b"FE";
    /// One beep.
    pub const BEEP: &[u8] = b"B";
    /// The good-read tone, whatever the beeper's settings.
    pub const FORCE_GOOD_READ: &[u8] = &[0x01];
    /// Asks for the identification text.
    pub const IDENTIFICATION: &[u8] = b"i";
    /// Asks for the health text.
    pub const HEALTH: &[u8] = b"h";
    /// Asks for the status text.
    pub const STATUS: &[u8] = b"s";
}

/// CipherLab host commands.
pub mod cipherlab {
    /// Lets it scan.
    pub const ENABLE: &[u8] = b"E";
    /// Keeps it from scanning.
    pub const DISABLE: &[u8] = b"D";
    /// One beep.
    pub const BEEP: &[u8] = b"#@////\r";
    /// Stops sending.
    pub const HALT: &[u8] = b"#@----\r";
    /// Sends again.
    pub const RESUME: &[u8] = b"#@....\r";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_the_bytes_of_the_manuals() {
        assert_eq!(honeywell::TRIGGER_ON, [0x16, 0x54, 0x0D]);
        assert_eq!(honeywell::TRIGGER_OFF, [0x16, 0x55, 0x0D]);
        assert_eq!(metrologic::enter(), [2, b'9', b'9', b'9', b'9', b'9', b'9', 3]);
        assert_eq!(metrologic::setting("11\u{3}8"), [2, b'1', b'1', b'8', 3]);
        assert_eq!([6, 0x15, 7].map(metrologic::taken), [Some(true), Some(false), None]);
        assert_eq!(cipherlab::BEEP, b"#@////\r");
        assert_eq!(datalogic::NOT_ON_FILE, b"F");
    }
}
