//! A fixed UHF reader that is no hardware: the reader's side of LLRP.

use super::machine::Machine;
use crate::proto::llrp::kind;

/// The reader.
#[derive(Debug, Default)]
pub struct LlrpReader {
    coming: Vec<u8>,
    next_id: u32,
    /// Types of the messages that came, the last thousand.
    pub messages: Vec<u16>,
    /// Ids of the keep-alives that were acknowledged.
    pub acknowledged: Vec<u32>,
    /// An inventory runs.
    pub reading: bool,
    /// Another program has it: new connections are told so.
    pub busy: bool,
    /// It answers nothing.
    pub dead: bool,
    /// It refuses messages of this type.
    pub refuses: Option<u16>,
}

impl LlrpReader {
    /// A reader that another program has.
    pub fn busy() -> Self {
        Self { busy: true, ..Self::default() }
    }

    /// A tag report: EPC of 12 bytes, signal strength in dBm, antenna port.
    pub fn report(&mut self, tags: &[([u8; 12], i8, u16)]) -> Vec<u8> {
        let mut body = Vec::new();
        for (epc, rssi, antenna) in tags {
            body.extend([0x00, 0xF0, 0, 4 + 13 + 3 + 2, 0x8D]);
            body.extend(epc);
            body.push(0x81);
            body.extend(antenna.to_be_bytes());
            body.extend([0x86, rssi.cast_unsigned()]);
        }
        self.next_id += 1;
        message(kind::RO_ACCESS_REPORT, self.next_id, &body)
    }

    /// A keep-alive.
    pub fn keepalive(&mut self) -> Vec<u8> {
        self.next_id += 1;
        message(kind::KEEPALIVE, self.next_id, &[])
    }

    /// An antenna was plugged in or out.
    pub fn antenna(&mut self, id: u16, connected: bool) -> Vec<u8> {
        let [high, low] = id.to_be_bytes();
        self.event(&[0x00, 0xFF, 0, 7, u8::from(connected), high, low])
    }

    fn event(&mut self, parameter: &[u8]) -> Vec<u8> {
        const UTC: [u8; 12] = [0, 128, 0, 12, 0, 5, 0xE3, 0xB0, 0xF1, 0xA2, 0xC3, 0xD4];
        let length = u16::try_from(4 + UTC.len() + parameter.len()).unwrap_or(u16::MAX);
        let mut body = vec![0, 246];
        body.extend(length.to_be_bytes());
        body.extend(UTC);
        body.extend_from_slice(parameter);
        self.next_id += 1;
        message(kind::READER_EVENT_NOTIFICATION, self.next_id, &body)
    }

    fn answer(&mut self, sort: u16, id: u32) -> Vec<u8> {
        let answer = match sort {
            kind::SET_READER_CONFIG => kind::SET_READER_CONFIG_RESPONSE,
            kind::GET_READER_CAPABILITIES => kind::GET_READER_CAPABILITIES_RESPONSE,
            kind::ADD_ROSPEC..=kind::ENABLE_ROSPEC => sort + 10,
            kind::KEEPALIVE_ACK => {
                self.acknowledged.push(id);
                return Vec::new();
            }
            _ => return Vec::new(),
        };
        if self.refuses == Some(sort) {
            return message(answer, id, &[0x01, 0x1F, 0, 10, 0, 100, 0, 2, b'n', b'o']);
        }
        self.reading = self.reading || sort == kind::START_ROSPEC;
        message(answer, id, &[0x01, 0x1F, 0, 8, 0, 0, 0, 0])
    }
}

fn message(sort: u16, id: u32, body: &[u8]) -> Vec<u8> {
    const VERSION_1: u16 = 1 << 10;
    let length = u32::try_from(body.len() + 10).unwrap_or(u32::MAX);
    let mut message = (VERSION_1 | sort).to_be_bytes().to_vec();
    message.extend(length.to_be_bytes());
    message.extend(id.to_be_bytes());
    message.extend_from_slice(body);
    message
}

impl Machine for LlrpReader {
    fn greet(&mut self) -> Vec<u8> {
        self.reading = false;
        self.coming.clear();
        if self.dead {
            return Vec::new();
        }
        self.event(&[0x01, 0x00, 0, 6, 0, u8::from(self.busy)])
    }

    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.coming.extend_from_slice(bytes);
        let mut answers = Vec::new();
        while let Some([t0, t1, l0, l1, l2, l3, id @ ..]) = self.coming.first_chunk::<10>().copied() {
            let length = u32::from_be_bytes([l0, l1, l2, l3]) as usize;
            if self.coming.len() < length.max(10) {
                break;
            }
            self.coming.drain(..length.max(10));
            let sort = u16::from_be_bytes([t0, t1]) & 0x3FF;
            if self.messages.len() < 1000 {
                self.messages.push(sort);
            }
            if !self.dead {
                answers.extend(self.answer(sort, u32::from_be_bytes(id)));
            }
        }
        answers
    }
}
