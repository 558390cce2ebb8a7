//! The configuration: readable, and the label templates that it names.

use std::path::Path;

use super::finding::Finding;
use crate::config::{ConfigError, KioskConfig};
use crate::label::Template;
use crate::station::words::Words;

const CHECK: &str = "configuration";

/// A file that cannot be used.
pub(super) fn broken(file: &Path, wrong: &ConfigError) -> Finding {
    let what = if wrong.key.is_empty() { wrong.why.clone() } else { format!("{}: {}", wrong.key, wrong.why) };
    Finding::wrong(CHECK, file.display(), what, wrong.fix.clone())
}

pub(super) fn check(config: &KioskConfig, file: &Path, words: Words) -> Vec<Finding> {
    let read = Finding::well(CHECK, file.display(), words.doctor_configuration_good(config.devices.len()));
    let mut findings = vec![read];
    if let Some(folder) = &config.station.labels {
        findings.extend(templates(folder, words));
    }
    findings
}

fn templates(folder: &Path, words: Words) -> Vec<Finding> {
    let listed = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let files = match listed {
        Ok(files) => files,
        Err(error) => {
            let what = words.doctor_templates_unreadable(error);
            return vec![Finding::wrong("labels", folder.display(), what, words.doctor_templates_fix())];
        }
    };
    let mut files: Vec<_> = files.into_iter().map(|file| file.path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "toml"));
    files.sort();
    let wrong = files.iter().filter_map(|file| {
        let why = match std::fs::read_to_string(file) {
            Ok(text) => Template::parse(&file.display().to_string(), &text).err()?.to_string(),
            Err(error) => error.to_string(),
        };
        Some(Finding::wrong("labels", file.display(), why, words.doctor_template_fix()))
    });
    let wrong: Vec<Finding> = wrong.collect();
    if wrong.is_empty() {
        return vec![Finding::well("labels", folder.display(), words.doctor_no_template_wrong(files.len()))];
    }
    wrong
}
