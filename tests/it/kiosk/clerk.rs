//! A parts clerk's visit, by scans alone, with no more scans than the shop was promised for each task.

use pitbox_hw::sim::printer::CapturePrinter;

use super::all_at_hub;
use super::people::{SUN, WANG};
use crate::rig::{Bay, PATIENCE, Setup, Site, tools};

/// A delivery note: GS1 element string with (400), customer's purchase order number, in a GS1-128.
const NOTE: &str = "]C1400LS-2026-77";
/// The EAN on an oil drum of 208 l.
const DRUM: &str = "4008177216626";

#[test]
fn a_clerks_visit_by_scans_alone() {
    let site = Site::sample();
    let printer = CapturePrinter::start().expect("a printer");
    let mut bay = site.kiosk(Setup { printer: Some(printer.address()), ..Setup::counter() });
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
    issue(&mut bay);
    give_back(&mut bay);
    deliver(&mut bay);
    print(&mut bay, &printer);
    wrong_codes(&mut bay);
    bay.scan_code("card", "log-off", "Logged off");
    books(&site, &bay);
}

/// Job, five parts and the receiver's badge; in between a quantity card and the undo card.
fn issue(bay: &mut Bay) {
    bay.scans();
    bay.scan_code("job", "4711", "SAIC-VW Tiguan L 2.0 TSI 2017");
    bay.scan_code("part", "06L115562B", "saved - Issued: 1 pc 06L115562B to job 4711");
    bay.scan_sees(DRUM, "saved - Issued: 5.7 l CAS-EDGE-5W30LL-208 to job 4711");
    bay.scan_code("card", "qty-4", "saved - Quantity is now 4 l: CAS-EDGE-5W30LL-208");
    bay.scan_code("part", "N91167901", "saved - Issued: 1 pc N91167901 to job 4711");
    bay.scan_code("part", "5Q0129620D", "saved - Issued: 1 pc 5Q0129620D to job 4711");
    bay.scan_code("part", "5Q0819644A", "saved - Issued: 1 pc 5Q0819644A to job 4711");
    bay.terminal.sees("5 unsigned");
    bay.scan_code("card", "undo", "saved - Undone: Issued: 1 pc 5Q0819644A to job 4711");
    bay.terminal.sees("4 unsigned");
    bay.scan_code("part", "5Q0819644A", "saved - Issued: 1 pc 5Q0819644A to job 4711");
    bay.badge(WANG);
    let screen = bay.terminal.sees("saved - Signed by Wang Lei, 5 in all");
    assert!(screen.contains("counter \u{2502} Sun Min"), "a receiver's badge logs nobody off:\n{screen}");
    let corrections = 3;
    assert_eq!(bay.scans(), 7 + corrections);
}

/// RETURN, part, bin: three scans.
fn give_back(bay: &mut Bay) {
    bay.scan_code("card", "return", "Scan the part that comes back");
    bay.scan_code("part", "5Q0129620D", "Scan the bin for 5Q0129620D");
    bay.scan_code("bin", "A-02-3", "saved - Returned: 1 pc 5Q0129620D into bin A-02-3");
    assert_eq!(bay.scans(), 3);
}

/// The note, three parts, DONE; then a part and its bin to put it away.
fn deliver(bay: &mut Bay) {
    bay.scan_sees(NOTE, "delivery note LS-2026-77");
    for part in ["04E115561AC", "06J115403Q", "5NA698151A"] {
        bay.scan_code("part", part, &format!("{part} into GOODS-IN"));
    }
    bay.scan_code("card", "done", "Delivery done, 3 in all");
    assert_eq!(bay.scans(), 5);
    bay.scan_code("part", "06J115403Q", "Scan the bin for 06J115403Q");
    bay.scan_code("bin", "A-01-1", "saved - Put away: 1 pc 06J115403Q into bin A-01-1");
    assert_eq!(bay.scans(), 2);
}

/// A label, and the printer says that it came out.
fn print(bay: &mut Bay, printer: &CapturePrinter) {
    bay.scan_code("card", "label", "Scan a part, a bin or a job");
    bay.scan_code("part", "04E115561AC", "Label printed: 04E115561AC");
    assert!(printer.wait_printed(1, PATIENCE));
    let label = String::from_utf8_lossy(&printer.labels()[0]).into_owned();
    assert!(label.contains("^FX pitbox ") && label.contains(" part 04E115561AC^FS"), "{label}");
}

/// Codes that nobody knows or that do not belong here are named, and change nothing.
fn wrong_codes(bay: &mut Bay) {
    let before = bay.own_log().len();
    bay.scan_code("card", "home", "What next?");
    bay.scan_sees("]C0XYZ-no-such-code", "Nobody knows this code");
    let screen = bay.terminal.text();
    assert!(screen.contains("XYZ-no-such-code") && screen.contains("Code 128"), "{screen}");
    bay.scan_code("card", "return", "Scan the part that comes back");
    bay.scan_code("bin", "A-02-3", "That was bin A-02-3");
    bay.scan_code("part", "8V0698451C", "8V0698451C is at no open job");
    assert_eq!(bay.own_log().len(), before, "nothing was recorded");
}

/// The log, the stock and the hub say the same.
fn books(site: &Site, bay: &Bay) {
    let expected = [
        "IssuePart",
        "IssuePart",
        "SetQuantity",
        "IssuePart",
        "IssuePart",
        "IssuePart",
        "Reverse",
        "IssuePart",
        "SignReceipt",
        "ReturnPart",
        "ReceivePart",
        "ReceivePart",
        "ReceivePart",
        "MovePart",
    ];
    assert_eq!(bay.own_commands(), expected);
    let log = bay.own_log();
    assert!(log.iter().all(|line| tools::text(line, "actor") == "c-sun"));
    let signed = &log[8]["events"][0];
    assert_eq!((tools::text(signed, "type"), tools::text(signed, "receiver")), ("ReceiptSigned", "t-wang"));
    let received = &log[10]["events"][0];
    assert_eq!((tools::text(received, "from"), tools::text(received, "note")), ("supplier", "LS-2026-77"));

    assert_eq!(bay.on_hand("06L115562B", "bin:A-01-3"), 18_000);
    assert_eq!(bay.on_hand("CAS-EDGE-5W30LL-208", "bin:F-02-1"), 99_200);
    assert_eq!(bay.on_hand("CAS-EDGE-5W30LL-208", "job:4711"), 4_000);
    assert_eq!(bay.on_hand("5Q0129620D", "bin:A-02-3"), 10_000);
    assert_eq!(bay.on_hand("5Q0819644A", "bin:A-03-3"), 6_000);
    assert_eq!(bay.on_hand("06J115403Q", "bin:A-01-1"), 8_000);
    assert_eq!(bay.on_hand("04E115561AC", "bin:GOODS-IN"), 1_000);
    all_at_hub(site, bay);
}
