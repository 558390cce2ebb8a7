//! The same work with the keyboard alone: no scanner at hand.

use super::all_at_hub;
use crate::rig::terminal::key;
use crate::rig::{Bay, Setup, Site};

/// Types and waits for words on the screen.
fn typed(bay: &Bay, keys: &str, words: &str) -> String {
    bay.terminal.keys(keys);
    bay.terminal.sees(words)
}

/// Types a line, Enter, and waits for words.
fn entered(bay: &Bay, text: &str, words: &str) -> String {
    typed(bay, &format!("{text}{}", key::ENTER), words)
}

#[test]
fn a_counter_is_worked_with_keys_alone() {
    let site = Site::sample();
    let bay = site.kiosk(Setup::counter());
    entered(&bay, "c-sun", "Hello, Sun Min");
    typed(&bay, key::F2, "FAW Toyota Corolla");
    entered(&bay, "4701", "Job 4701");
    typed(&bay, key::ENTER, "saved - Issued: 1 pc 04E115561H to job 4701");
    typed(&bay, key::ENTER, "saved - Issued: 1 pc N91167901 to job 4701");
    typed(&bay, key::ENTER, "saved - Issued: 4 l CAS-EDGE-5W30LL-208 to job 4701");
    entered(&bay, "3.5", "saved - Quantity is now 3.5 l: CAS-EDGE-5W30LL-208");
    typed(&bay, key::F8, "saved - Undone: Quantity is now");
    entered(&bay, "t-wang", "saved - Signed by Wang Lei, 3 in all");

    typed(&bay, key::F4, "Scan the part that comes back");
    entered(&bay, "04e115561h", "Scan the bin for 04E115561H");
    entered(&bay, "a-01-2", "saved - Returned: 1 pc 04E115561H into bin A-01-2");

    typed(&bay, key::F5, "each part; DONE ends");
    entered(&bay, "LS-5", "delivery note LS-5");
    entered(&bay, "06J115403Q", "saved - Received: 1 pc 06J115403Q into GOODS-IN");
    entered(&bay, "12", "saved - Quantity is now 12 pc: 06J115403Q");
    typed(&bay, key::F10, "Delivery done, 1 in all");
    entered(&bay, "06j115403q", "Scan the bin for 06J115403Q");
    typed(&bay, key::ENTER, "saved - Put away: 12 pc 06J115403Q into bin A-01-1");

    typed(&bay, key::F6, "Waiting to be put away");
    typed(&bay, key::F7, "Scan a part, a bin or a job");
    // Chinese names by their pinyin initials, without a Chinese keyboard.
    typed(&bay, key::F3, "Scan a part, a bin or a label");
    typed(&bay, "jylq", "Oil filter");
    typed(&bay, key::F1, "every scan");
    typed(&bay, key::F12, "任何画面都可以扫任何条码");
    typed(&bay, key::F12, "Every screen understands every scan");
    typed(&bay, key::ESC, "Scan a part, a bin or a label");
    typed(&bay, key::ESC, "Scan a part, a bin or a job");
    typed(&bay, key::ESC, "Job 4701");
    typed(&bay, key::ESC, "What next?");
    typed(&bay, "0", "Logged off");
    let expected = [
        "IssuePart",
        "IssuePart",
        "IssuePart",
        "SetQuantity",
        "Reverse",
        "SignReceipt",
        "ReturnPart",
        "ReceivePart",
        "SetQuantity",
        "MovePart",
    ];
    assert_eq!(bay.own_commands(), expected);
    all_at_hub(&site, &bay);
}

#[test]
fn a_bay_is_worked_with_keys_alone() {
    let site = Site::sample();
    let bay = site.kiosk(Setup::bay());
    entered(&bay, "t-li", "Hello, Li Jianguo");
    typed(&bay, key::F2, "SAIC-VW Tiguan L");
    entered(&bay, "4707", "saved - Started: 4707 Test charging system, replace battery");
    typed(&bay, key::F9, "Pause: why?");
    typed(&bay, "1", "saved - Paused: 4707, waiting for parts");
    typed(&bay, key::F2, "SAIC-VW Tiguan L");
    entered(&bay, "4707", "saved - Started: 4707");
    typed(&bay, key::F10, "have you checked your own work?");
    typed(&bay, "1", "saved - Finished: 4707");
    assert_eq!(bay.own_commands(), ["StartWork", "PauseWork", "StartWork", "FinishWork"]);
    all_at_hub(&site, &bay);
}

#[test]
fn keys_that_end_programs_elsewhere_end_nothing_here() {
    let site = Site::sample();
    let bay = site.kiosk(Setup::counter());
    entered(&bay, "c-sun", "Hello, Sun Min");
    // Interrupt, end of file, quit and stop: a terminal that is not in raw mode makes signals of them.
    bay.terminal.keys("\x03\x04\x1c\x1a");
    typed(&bay, key::F2, "FAW Toyota Corolla");
    entered(&bay, "4701", "Job 4701");
    typed(&bay, key::ENTER, "saved - Issued: 1 pc 04E115561H to job 4701");
    assert_eq!(bay.own_commands(), ["IssuePart"]);
}
