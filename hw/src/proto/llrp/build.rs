//! LLRP messages that the host sends. `id` is the message id that the response will carry.

use super::kind as message;
use super::param::{kind, tlv};

/// What an inventory reads and how it reports (ROSpec, section 11.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// ROSpec id, not 0.
    pub rospec: u32,
    /// Antenna ports, from 1; empty for all.
    pub antennas: Vec<u16>,
    /// How long one round lasts, in milliseconds; 0 until it is stopped.
    pub duration_ms: u32,
    /// A report is sent after this many tags, and at the end of each round; 0 at the end only.
    pub report_every: u16,
}

/// GET_READER_CAPABILITIES, all of them.
pub fn get_capabilities(id: u32) -> Vec<u8> {
    message(message::GET_READER_CAPABILITIES, id, &[0])
}

/// SET_READER_CONFIG: keeps the reader's configuration and asks for a KEEPALIVE every `period_ms`; 0 switches it off.
pub fn set_keepalive(id: u32, period_ms: u32) -> Vec<u8> {
    let mut spec = vec![u8::from(period_ms != 0)];
    spec.extend(period_ms.to_be_bytes());
    let mut body = vec![0];
    tlv(&mut body, kind::KEEPALIVE_SPEC, &spec);
    message(message::SET_READER_CONFIG, id, &body)
}

/// ADD_ROSPEC.
pub fn add_rospec(id: u32, inventory: &Inventory) -> Vec<u8> {
    const PRIORITY: u8 = 0;
    const DISABLED: u8 = 0;
    let mut rospec = inventory.rospec.to_be_bytes().to_vec();
    rospec.extend([PRIORITY, DISABLED]);
    tlv(&mut rospec, kind::RO_BOUNDARY_SPEC, &boundary(inventory.duration_ms));
    tlv(&mut rospec, kind::AI_SPEC, &antenna_inventory(&inventory.antennas));
    tlv(&mut rospec, kind::RO_REPORT_SPEC, &report_spec(inventory.report_every));
    let mut body = Vec::new();
    tlv(&mut body, kind::ROSPEC, &rospec);
    message(message::ADD_ROSPEC, id, &body)
}

/// ROBoundarySpec: starts when told, stops after the duration or when told.
fn boundary(duration_ms: u32) -> Vec<u8> {
    let mut boundary = Vec::new();
    tlv(&mut boundary, kind::ROSPEC_START_TRIGGER, &[0]);
    let mut stop = vec![u8::from(duration_ms != 0)];
    stop.extend(duration_ms.to_be_bytes());
    tlv(&mut boundary, kind::ROSPEC_STOP_TRIGGER, &stop);
    boundary
}

/// AISpec: EPC Gen2 on these antennas, until the ROSpec stops.
fn antenna_inventory(antennas: &[u16]) -> Vec<u8> {
    const ALL: &[u16] = &[0];
    const INVENTORY_PARAMETER_SPEC_ID: u16 = 1;
    const GEN2: u8 = 1;
    let antennas = if antennas.is_empty() { ALL } else { &antennas[..antennas.len().min(255)] };
    let mut spec = u16::try_from(antennas.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
    spec.extend(antennas.iter().flat_map(|antenna| antenna.to_be_bytes()));
    tlv(&mut spec, kind::AI_SPEC_STOP_TRIGGER, &[0, 0, 0, 0, 0]);
    let [high, low] = INVENTORY_PARAMETER_SPEC_ID.to_be_bytes();
    tlv(&mut spec, kind::INVENTORY_PARAMETER_SPEC, &[high, low, GEN2]);
    spec
}

/// ROReportSpec with the antenna, the strength, both times and the count of each tag.
fn report_spec(every: u16) -> Vec<u8> {
    const AFTER_TAGS_OR_ROUND: u8 = 2;
    const ANTENNA_ID: u16 = 1 << 12;
    const PEAK_RSSI: u16 = 1 << 10;
    const FIRST_SEEN: u16 = 1 << 9;
    const LAST_SEEN: u16 = 1 << 8;
    const SEEN_COUNT: u16 = 1 << 7;
    let mut spec = vec![AFTER_TAGS_OR_ROUND];
    spec.extend(every.to_be_bytes());
    let content = ANTENNA_ID | PEAK_RSSI | FIRST_SEEN | LAST_SEEN | SEEN_COUNT;
    tlv(&mut spec, kind::TAG_REPORT_CONTENT_SELECTOR, &content.to_be_bytes());
    spec
}

/// DELETE_ROSPEC; 0 deletes all.
pub fn delete_rospec(id: u32, rospec: u32) -> Vec<u8> {
    message(message::DELETE_ROSPEC, id, &rospec.to_be_bytes())
}

/// ENABLE_ROSPEC.
pub fn enable_rospec(id: u32, rospec: u32) -> Vec<u8> {
    message(message::ENABLE_ROSPEC, id, &rospec.to_be_bytes())
}

/// START_ROSPEC.
pub fn start_rospec(id: u32, rospec: u32) -> Vec<u8> {
    message(message::START_ROSPEC, id, &rospec.to_be_bytes())
}

/// STOP_ROSPEC.
pub fn stop_rospec(id: u32, rospec: u32) -> Vec<u8> {
    message(message::STOP_ROSPEC, id, &rospec.to_be_bytes())
}

/// ENABLE_EVENTS_AND_REPORTS: sends what was held since the connection broke.
pub fn enable_events_and_reports(id: u32) -> Vec<u8> {
    message(message::ENABLE_EVENTS_AND_REPORTS, id, &[])
}

/// KEEPALIVE_ACK with the id of the KEEPALIVE.
pub fn keepalive_ack(id: u32) -> Vec<u8> {
    message(message::KEEPALIVE_ACK, id, &[])
}

/// CLOSE_CONNECTION.
pub fn close_connection(id: u32) -> Vec<u8> {
    message(message::CLOSE_CONNECTION, id, &[])
}

fn message(kind: u16, id: u32, body: &[u8]) -> Vec<u8> {
    const VERSION_1: u16 = 1 << 10;
    let length = u32::try_from(body.len() + super::HEADER).unwrap_or(u32::MAX);
    let mut message = (VERSION_1 | kind).to_be_bytes().to_vec();
    message.extend(length.to_be_bytes());
    message.extend(id.to_be_bytes());
    message.extend_from_slice(body);
    message
}
