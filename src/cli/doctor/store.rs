//! The records: does the chain hold, is the kiosk a member, do labels wait for a person?

use std::path::Path;

use super::finding::Finding;
use crate::station::words::Words;
use crate::store::outbox::PrintState;
use crate::store::{LogReader, StoreError};

const CHECK: &str = "store";

pub(super) fn check(dir: &Path, words: Words) -> Vec<Finding> {
    let path = dir.display();
    let reader = match LogReader::open(dir) {
        Ok(reader) => reader,
        Err(StoreError::Absent { .. }) => {
            let (what, fix) = (words.doctor_store_absent(), words.doctor_store_absent_fix());
            return vec![Finding::wrong(CHECK, path, what, fix)];
        }
        Err(error) => return vec![broken(&error, &path, words)],
    };
    let records = match reader.verify() {
        Ok(records) => records,
        Err(StoreError::NotEnrolled) => {
            let (what, fix) = (words.doctor_not_enrolled(), words.doctor_not_enrolled_fix());
            return vec![Finding::wrong(CHECK, path, what, fix)];
        }
        Err(error) => return vec![broken(&error, &path, words)],
    };
    // What no record shows: pages that do not fit together.
    if let Err(error) = reader.quick_check() {
        return vec![broken(&error, &path, words)];
    }
    let acked = reader.progress().map_or(0, |progress| progress.acked.seq);
    let mut findings =
        vec![Finding::well(CHECK, &path, words.doctor_store_good(records, records.saturating_sub(acked)))];
    match reader.prints() {
        Ok(prints) => {
            let open = |state: &PrintState| matches!(state, PrintState::Failed { .. } | PrintState::Unknown);
            let open = prints.iter().filter(|print| open(&print.state)).count();
            if open > 0 {
                let (what, fix) = (words.doctor_labels_open(open), words.doctor_labels_open_fix());
                findings.push(Finding::wrong("labels", &path, what, fix));
            }
        }
        Err(error) => findings.push(broken(&error, &path, words)),
    }
    findings
}

/// The authority of the hub's certificates, known since the enrolment.
pub(super) fn hub_ca(dir: &Path) -> Option<[u8; 32]> {
    LogReader::open(dir).ok()?.station().ok()??.hub_ca
}

fn broken(error: &StoreError, path: &impl ToString, words: Words) -> Finding {
    let path = path.to_string();
    Finding::wrong(CHECK, &path, words.doctor_store_broken(error), words.doctor_store_broken_fix(&path))
}
