//! What the attributes of a printer and of a job say (RFC 8011, sections 5.3.7 and 5.4.11).

use crate::health::Trouble;
use crate::proto::ipp::{Message, NOT_FOUND, RESOLUTION};

/// What is asked of a printer.
pub(super) const PRINTER_ATTRIBUTES: [&str; 5] = [
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "document-format-supported",
    "pwg-raster-document-resolution-supported",
];

/// What is asked of a job.
pub(super) const JOB_ATTRIBUTES: [&str; 2] = ["job-state", "job-name"];

/// `printer-state`: stopped.
const STOPPED: u32 = 5;
/// Dots per inch, in a resolution.
const PER_INCH: u8 = 3;

/// How a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JobState {
    /// It waits, or it is being printed.
    UnderWay,
    /// Somebody stopped it for now.
    Held,
    Cancelled,
    Aborted,
    Completed,
    /// The printer does not know it, or not any more.
    Forgotten,
}

/// Keywords of `printer-state-reasons` without their `-error`, `-warning` or `-report`, and what a person has to see to. The
/// first that holds is told. Those that say that something will soon be empty are none.
const REASONS: [(&[&str], Trouble); 10] = [
    (&["cover-open", "door-open", "interlock-open"], Trouble::CoverOpen),
    (&["media-jam"], Trouble::PaperJam),
    (&["media-empty", "media-needed", "input-tray-missing"], Trouble::PaperOut),
    (&["marker-supply-empty", "toner-empty", "developer-empty"], Trouble::RibbonOut),
    (&["fuser-over-temp"], Trouble::TooHot),
    (&["spool-area-full", "output-area-full"], Trouble::MemoryFull),
    (&["shutdown", "power-down"], Trouble::SwitchedOff),
    (&["connecting-to-device", "timed-out"], Trouble::DoesNotAnswer),
    (&["paused", "moving-to-paused"], Trouble::Paused),
    (&["fuser-under-temp", "other"], Trouble::Fault),
];

/// What a person has to see to, from the answer to Get-Printer-Attributes. Reasons that are warnings or reports stop nothing,
/// and count only when the printer has stopped.
pub(super) fn trouble(answer: &Message) -> Option<Trouble> {
    let stopped = answer.number("printer-state") == Some(STOPPED);
    let reasons: Vec<&str> = answer
        .texts("printer-state-reasons")
        .filter(|reason| stopped || !(reason.ends_with("-warning") || reason.ends_with("-report")))
        .map(|reason| {
            let ends = ["-error", "-warning", "-report"];
            ends.iter().find_map(|end| reason.strip_suffix(end)).unwrap_or(reason)
        })
        .collect();
    let found = REASONS.iter().find(|(words, trouble)| {
        // These hold for a moment in daily work; they are a trouble when the printer stands still.
        let passing = matches!(trouble, Trouble::DoesNotAnswer | Trouble::Fault);
        (stopped || !passing) && reasons.iter().any(|reason| words.contains(reason))
    });
    let refuses = answer.values("printer-is-accepting-jobs").iter().any(|value| value.bytes == [0]);
    let rest = (stopped || refuses).then_some(Trouble::Paused);
    found.map(|(_, trouble)| trouble.clone()).or(rest)
}

/// Why a document in `format` (MIME) at `dpi` cannot be printed, by what the printer says that it takes.
pub(super) fn unfit(answer: &Message, format: &str, dpi: Option<u32>) -> Option<Trouble> {
    let mut formats = answer.texts("document-format-supported").peekable();
    if formats.peek().is_some() && !formats.any(|taken| taken == format) {
        return Some(Trouble::PictureNotTaken);
    }
    let resolutions: Vec<u32> = answer
        .values("pwg-raster-document-resolution-supported")
        .iter()
        .filter(|value| value.tag == RESOLUTION && value.bytes.last() == Some(&PER_INCH))
        .filter_map(|value| Some(u32::from_be_bytes(value.bytes.get(..4)?.try_into().ok()?)))
        .collect();
    match dpi {
        Some(dpi) if !resolutions.is_empty() && !resolutions.contains(&dpi) => Some(Trouble::WrongResolution),
        _ => None,
    }
}

/// How the job of that name is, from the answer to Get-Job-Attributes. A printer that was started anew may give the number of
/// our job to another one: its name tells.
pub(super) fn job(answer: &Message, name: &str) -> Option<JobState> {
    if answer.code == NOT_FOUND || answer.texts("job-name").any(|other| other != name) {
        return Some(JobState::Forgotten);
    }
    match answer.number("job-state")? {
        3 | 5 => Some(JobState::UnderWay),
        4 | 6 => Some(JobState::Held),
        7 => Some(JobState::Cancelled),
        8 => Some(JobState::Aborted),
        9 => Some(JobState::Completed),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
