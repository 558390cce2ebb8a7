//! One thing that was looked at, and how findings are written.

use std::io::Write;

use serde::Serialize;

use crate::cli::table::padded;
use crate::station::words::Words;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// configuration, disk, store, journal, hub, clock, device, printer, labels or bench.
    check: &'static str,
    /// Which of them: a path, an address, the name of a device.
    subject: String,
    state: State,
    /// How it is, in the language of the kiosk.
    what: String,
    /// What to do, or to type.
    fix: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Wrong,
}

impl Finding {
    pub(super) fn well(check: &'static str, subject: impl ToString, what: String) -> Finding {
        Finding { check, subject: subject.to_string(), state: State::Ok, what, fix: None }
    }

    pub(super) fn wrong(check: &'static str, subject: impl ToString, what: String, fix: String) -> Finding {
        Finding { check, subject: subject.to_string(), state: State::Wrong, what, fix: Some(fix) }
    }

    pub(super) fn is_wrong(&self) -> bool {
        self.state == State::Wrong
    }
}

/// JSON Lines.
pub(super) fn write_json(findings: &[Finding], out: &mut dyn Write) -> anyhow::Result<()> {
    for finding in findings {
        serde_json::to_writer(&mut *out, finding)?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

/// What is looked at, in this language.
fn name(words: Words, check: &str) -> String {
    match check {
        "configuration" => words.doctor_of_configuration(),
        "disk" => words.doctor_of_disk(),
        "store" => words.doctor_of_store(),
        "journal" => words.doctor_of_journal(),
        "hub" => words.doctor_of_hub(),
        "clock" => words.doctor_of_clock(),
        "device" => words.doctor_of_device(),
        "printer" => words.doctor_of_printer(),
        "labels" => words.doctor_of_labels(),
        "bench" => words.doctor_of_bench(),
        other => other.to_owned(),
    }
}

/// For people: a line for each, what to do under what is wrong, and a last line.
pub(super) fn write(words: Words, findings: &[Finding], out: &mut dyn Write) -> anyhow::Result<()> {
    for finding in findings {
        let mark = if finding.is_wrong() { words.doctor_wrong() } else { words.doctor_ok() };
        let (mark, check) = (padded(&mark, 6), padded(&name(words, finding.check), 13));
        writeln!(out, "{mark} {check} {}: {}", finding.subject, finding.what)?;
        if let Some(fix) = &finding.fix {
            writeln!(out, "       -> {fix}")?;
        }
    }
    let wrong = findings.iter().filter(|finding| finding.is_wrong()).count();
    writeln!(out, "{}", if wrong == 0 { words.doctor_all_well() } else { words.doctor_count(wrong) })?;
    Ok(out.flush()?)
}
