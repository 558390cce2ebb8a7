//! The second copy of the records, where one is wanted.

use std::path::Path;

use super::finding::Finding;
use crate::station::words::Words;
use crate::store::journal::{is_other_medium, lacking};

const CHECK: &str = "journal";

pub(super) fn check(store: &Path, folder: Option<&Path>, words: Words) -> Vec<Finding> {
    let Some(folder) = folder else { return Vec::new() };
    let path = folder.display();
    let finding = match (is_other_medium(folder, store), lacking(store, folder)) {
        (Ok(false), _) => Finding::wrong(CHECK, &path, words.doctor_copy_same(), words.doctor_copy_mount(&path)),
        (Err(error), _) => {
            Finding::wrong(CHECK, &path, words.doctor_disk_absent(error), words.doctor_copy_mount(&path))
        }
        (Ok(true), Err(error)) => {
            Finding::wrong(CHECK, &path, words.doctor_copy_unread(error), words.doctor_copy_behind_fix())
        }
        (Ok(true), Ok(0)) => Finding::well(CHECK, &path, words.doctor_copy_good()),
        (Ok(true), Ok(count)) => {
            Finding::wrong(CHECK, &path, words.doctor_copy_behind(count), words.doctor_copy_behind_fix())
        }
    };
    vec![finding]
}
