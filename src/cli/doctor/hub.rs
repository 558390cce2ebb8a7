//! The hub: does it answer, and does it speak as this kiosk does?

use super::finding::Finding;
use crate::station::words::Words;
use crate::sync::caps;
use crate::sync::wire::PROTOCOL;

const CHECK: &str = "hub";

/// And the hub's time, when it answered.
pub(super) fn check(url: &str, hub_ca: Option<[u8; 32]>, words: Words) -> (Finding, Option<i64>) {
    let (caps, time) = match caps::ask(url, hub_ca) {
        Ok(answer) => answer,
        Err(failure) => {
            let (what, fix) = (words.doctor_hub_silent(failure), words.doctor_hub_silent_fix(url));
            return (Finding::wrong(CHECK, url, what, fix), None);
        }
    };
    let ours = env!("CARGO_PKG_VERSION");
    let finding = if !caps.protocols.contains(&PROTOCOL) {
        let theirs = caps.protocols.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Finding::wrong(CHECK, url, words.doctor_hub_protocol(theirs, PROTOCOL), words.doctor_hub_version_fix())
    } else if caps.version != ours {
        Finding::wrong(CHECK, url, words.doctor_hub_other(&caps.version, ours), words.doctor_hub_version_fix())
    } else {
        Finding::well(CHECK, url, words.doctor_hub_good(&caps.version))
    };
    (finding, time)
}
