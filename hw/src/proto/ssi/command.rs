//! What the host sends over SSI.

use super::{CMD_ACK, CMD_NAK, checksum};

/// Sources of a packet: the host.
const HOST: u8 = 0x04;

/// AIM_OFF: switches the aiming pattern off.
pub fn aim_off() -> Vec<u8> {
    packet(0xC4, &[])
}

/// AIM_ON: switches the aiming pattern on.
pub fn aim_on() -> Vec<u8> {
    packet(0xC5, &[])
}

/// CAPABILITIES_REQUEST: asks which commands the scanner knows.
pub fn capabilities_request() -> Vec<u8> {
    packet(0xD3, &[])
}

/// FLUSH_QUEUE: drops all packets that wait to be sent.
pub fn flush_queue() -> Vec<u8> {
    packet(0xD2, &[])
}

/// PARAM_DEFAULTS: sets every parameter to its default.
pub fn param_defaults() -> Vec<u8> {
    packet(0xC8, &[])
}

/// REQUEST_REVISION: asks for the firmware's version, answered with REPLY_REVISION (0xA4).
pub fn request_revision() -> Vec<u8> {
    packet(0xA3, &[])
}

/// SCAN_ENABLE: lets the operator scan.
pub fn scan_enable() -> Vec<u8> {
    packet(0xE9, &[])
}

/// SCAN_DISABLE: keeps the operator from scanning.
pub fn scan_disable() -> Vec<u8> {
    packet(0xEA, &[])
}

/// SLEEP: low power as soon as possible.
pub fn sleep() -> Vec<u8> {
    packet(0xEB, &[])
}

/// START_DECODE: as if the trigger were pulled.
pub fn start_decode() -> Vec<u8> {
    packet(0xE4, &[])
}

/// STOP_DECODE: as if the trigger were released.
pub fn stop_decode() -> Vec<u8> {
    packet(0xE5, &[])
}

/// PARAM_SEND of one parameter with a number below 0xF0. Kept over a power cut if `permanent`; `beep` confirms it.
pub fn param_send(number: u8, value: u8, permanent: bool, beep: bool) -> Vec<u8> {
    const SILENT: u8 = 0xFF;
    const CHANGE_PERMANENTLY: u8 = 0x08;
    let status = if permanent { CHANGE_PERMANENTLY } else { 0 };
    packet_with_status(0xC6, status, &[if beep { 0x00 } else { SILENT }, number, value])
}

/// Why the host refuses a packet (CMD_NAK).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NakReason {
    /// The checksum does not hold: send it again.
    Resend,
    /// Not expected now, or not understood.
    BadContext,
    /// Understood, but not allowed.
    Denied,
    /// Stop sending this message.
    Cancel,
}

/// Tones that BEEP (0xE6) makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beep {
    OneHighShort,
    TwoHighShort,
    ThreeHighShort,
    OneLowShort,
    TwoLowShort,
    OneHighLong,
    TwoHighLong,
    OneLowLong,
    TwoLowLong,
    FastHighLowHighLow,
    HighLow,
    LowHigh,
}

impl Beep {
    /// The packet that makes the scanner sound it.
    pub fn packet(self) -> Vec<u8> {
        packet(0xE6, &[self.code()])
    }

    fn code(self) -> u8 {
        match self {
            Beep::OneHighShort => 0x00,
            Beep::TwoHighShort => 0x01,
            Beep::ThreeHighShort => 0x02,
            Beep::OneLowShort => 0x05,
            Beep::TwoLowShort => 0x06,
            Beep::OneHighLong => 0x0A,
            Beep::TwoHighLong => 0x0B,
            Beep::OneLowLong => 0x0F,
            Beep::TwoLowLong => 0x10,
            Beep::FastHighLowHighLow => 0x14,
            Beep::HighLow => 0x16,
            Beep::LowHigh => 0x17,
        }
    }
}

/// CMD_ACK.
pub fn ack() -> Vec<u8> {
    packet(CMD_ACK, &[])
}

/// CMD_NAK with its reason.
pub fn nak(reason: NakReason) -> Vec<u8> {
    let code = match reason {
        NakReason::Resend => 1,
        NakReason::BadContext => 2,
        NakReason::Denied => 6,
        NakReason::Cancel => 10,
    };
    packet(CMD_NAK, &[code])
}

/// LED_ON for the lamps set in `lamps` (bit 0 is the decode lamp).
pub fn led_on(lamps: u8) -> Vec<u8> {
    packet(0xE7, &[lamps])
}

/// LED_OFF for the lamps set in `lamps`.
pub fn led_off(lamps: u8) -> Vec<u8> {
    packet(0xE8, &[lamps])
}

fn packet(opcode: u8, data: &[u8]) -> Vec<u8> {
    packet_with_status(opcode, 0, data)
}

fn packet_with_status(opcode: u8, status: u8, data: &[u8]) -> Vec<u8> {
    // All packets built here have at most three data bytes.
    let length = u8::try_from(data.len() + 4).unwrap_or(u8::MAX);
    let mut packet = vec![length, opcode, HOST, status];
    packet.extend_from_slice(data);
    let sum = checksum(&packet);
    packet.extend_from_slice(&sum);
    packet
}
