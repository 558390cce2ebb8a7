//! What label and receipt printers answer when asked how they are.

use pitbox_hw::proto::escpos_status::{Question, Status as EscPos};
use pitbox_hw::proto::{brother_status, tspl_status, zpl_hqes, zpl_status};
use serde_json::{Map, Value, json};

use super::{Answer, bytes};

pub(super) fn zpl_hs(request: &Map<String, Value>) -> Answer {
    let mut status = None;
    zpl_status::Decoder::default().push(&bytes(request)?, |event| match event {
        zpl_status::StatusEvent::Status(complete) => status = Some(complete),
        zpl_status::StatusEvent::Malformed => {}
    });
    let Some(status) = status else { return Ok(json!({"incomplete": true})) };
    Ok(json!({
        "ready": status.ready(), "paper_out": status.paper_out, "paused": status.paused,
        "head_open": status.head_open, "ribbon_out": status.ribbon_out, "buffer_full": status.buffer_full,
        "formats_in_buffer": status.formats_in_buffer, "labels_remaining": status.labels_remaining,
        "label_waiting": status.label_waiting, "over_temp": status.over_temp, "under_temp": status.under_temp,
    }))
}

pub(super) fn zpl_hqes(request: &Map<String, Value>) -> Answer {
    let Some(status) = zpl_hqes::Status::parse(&bytes(request)?) else {
        return Ok(json!({"ok": false, "errors": [], "incomplete": true}));
    };
    let errors: Vec<&str> = status.faults().map(zpl_hqes::Fault::name).collect();
    Ok(json!({"ok": status.ok(), "errors": errors, "warnings": status.warnings.map(|flags| flags.group1)}))
}

/// The newest byte counts.
pub(super) fn tspl_query(request: &Map<String, Value>) -> Answer {
    let Some(byte) = bytes(request)?.last().copied() else { return Ok(json!({"incomplete": true})) };
    let status = tspl_status::Status(byte);
    let flags: Vec<&str> = status.flags().map(tspl_status::Flag::name).collect();
    Ok(json!({"ready": status.ready(), "busy": status.busy(), "flags": flags}))
}

pub(super) fn tspl_s(request: &Map<String, Value>) -> Answer {
    let Some(status) = tspl_status::FullStatus::parse(&bytes(request)?) else {
        return Ok(json!({"incomplete": true}));
    };
    let errors: Vec<&str> = status.faults().map(tspl_status::Fault::name).collect();
    Ok(json!({"message": status.message().name(), "errors": errors, "buffer_full": status.buffer_full()}))
}

pub(super) fn escpos_1(request: &Map<String, Value>) -> Answer {
    escpos(request, Question::Printer)
}

pub(super) fn escpos_2(request: &Map<String, Value>) -> Answer {
    escpos(request, Question::OfflineCause)
}

pub(super) fn escpos_4(request: &Map<String, Value>) -> Answer {
    escpos(request, Question::Paper)
}

/// The newest byte counts.
fn escpos(request: &Map<String, Value>, question: Question) -> Answer {
    let status = bytes(request)?.last().and_then(|byte| EscPos::parse(question, *byte));
    Ok(match status {
        None => json!({"valid": false}),
        Some(EscPos::Printer { offline, drawer_high }) => {
            json!({"valid": true, "offline": offline, "drawer_high": drawer_high})
        }
        Some(EscPos::OfflineCause { cover_open, feeding, paper_end_stop, error }) => json!({
            "valid": true, "cover_open": cover_open, "feeding": feeding, "paper_end_stop": paper_end_stop,
            "error": error,
        }),
        Some(EscPos::Paper { near_end, paper_end }) => {
            json!({"valid": true, "near_end": near_end, "paper_end": paper_end})
        }
    })
}

pub(super) fn brother_ql(request: &Map<String, Value>) -> Answer {
    let Some(status) = brother_status::Status::parse(&bytes(request)?) else {
        return Ok(json!({"incomplete": true}));
    };
    let errors: Vec<&str> = status.faults().map(brother_status::Fault::name).collect();
    let media = status.media;
    Ok(json!({
        "errors": errors,
        "media": {"width_mm": media.width_mm, "kind": media.kind.name(), "length_mm": media.length_mm},
        "status_type": status.status_type, "phase": status.phase, "model": status.model,
    }))
}
