//! Label printers that are not there, that die, and that nobody can be sure of.

use std::net::TcpListener;

use pitbox_hw::sim::printer::CapturePrinter;

use super::people::SUN;
use crate::rig::{Bay, PATIENCE, Setup, Site};

fn with_printer(site: &Site, address: std::net::SocketAddr) -> Bay {
    let bay = site.kiosk(Setup { printer: Some(address), ..Setup::counter() });
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
    bay
}

#[test]
fn a_label_waits_for_a_printer_that_is_switched_off_and_work_goes_on() {
    let site = Site::sample();
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let mut bay = with_printer(&site, nobody);
    bay.scan_code("card", "label", "Scan a part, a bin or a job");
    bay.scan_code("part", "04E115561AC", "Label waits: 04E115561AC: switched off or not connected");
    bay.scan_code("job", "4711", "Label waits: 4711");
    // Work goes on.
    bay.scan_code("card", "home", "What next?");
    bay.scan_code("job", "4711", "Job 4711");
    bay.scan_code("part", "06L115562B", "saved - Issued: 1 pc 06L115562B to job 4711");
    // The printer is switched on: what waits comes out by itself, in its order, but for what was cancelled.
    bay.scan_code("card", "home", "What next?");
    bay.terminal.keys("7");
    bay.terminal.sees("waiting");
    bay.terminal.keys("x");
    bay.terminal.sees("cancelled");
    let printer = CapturePrinter::start_at(nobody).expect("a printer");
    assert!(printer.wait_printed(1, PATIENCE));
    bay.terminal.sees("printed");
    assert_eq!(printer.labels().len(), 1);
}

#[test]
fn a_kiosk_without_a_printer_says_so() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup::counter());
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
    bay.scan_code("card", "label", "Scan a part, a bin or a job");
    bay.scan_code("part", "04E115561AC", "No label printer is set up");
}

#[test]
fn a_printer_that_dies_in_a_label_is_asked_about_and_nothing_is_printed_twice() {
    let site = Site::sample();
    let printer = CapturePrinter::start().expect("a printer");
    let mut bay = with_printer(&site, printer.address());
    bay.scan_code("card", "label", "Scan a part, a bin or a job");
    bay.scan_code("part", "06L115562B", "Label printed: 06L115562B");

    // It took everything, then it was lost: nobody knows. A person saw it come out.
    printer.set(|printer| printer.hold = true);
    bay.scan_code("part", "04E115561AC", "Label on its way: 04E115561AC");
    assert!(printer.wait_held(1, PATIENCE));
    printer.cut();
    bay.terminal.sees("Did this label come out: 04E115561AC?");
    printer.set(|printer| printer.hold = false);
    bay.scan_code("card", "yes", "Scan a part, a bin or a job");
    bay.terminal.wait("nothing to check", |text| !text.contains("labels to check"));
    assert_eq!(printer.labels().len(), 2, "the one that was in it came out, and no second one");

    // Cut off in the middle, and it did not come out: NO prints it again, as a reprint.
    printer.set(|printer| printer.cut_after = Some(400));
    bay.scan_code("part", "5Q0129620D", "Did this label come out: 5Q0129620D?");
    bay.scan_code("card", "no", "Label printed: 5Q0129620D");
    assert!(printer.wait_printed(3, PATIENCE));
    assert_eq!(printer.labels().len(), 3);
    assert_eq!(bay.own_log().len(), 0);
}

#[test]
fn an_unclear_label_is_asked_about_after_a_power_cut() {
    let site = Site::sample();
    let printer = CapturePrinter::start().expect("a printer");
    printer.set(|printer| printer.hold = true);
    let mut bay = with_printer(&site, printer.address());
    bay.scan_code("card", "label", "Scan a part, a bin or a job");
    bay.scan_code("part", "04E115561AC", "Label on its way: 04E115561AC");
    assert!(printer.wait_held(1, PATIENCE));
    bay.kill();
    bay.start_again(|_| {});
    bay.terminal.sees("labels to check: 1");
    bay.badge(SUN);
    bay.terminal.sees("Did this label come out: 04E115561AC?");
    printer.set(|printer| printer.hold = false);
    bay.scan_code("card", "yes", "What next?");
    bay.terminal.wait("nothing to check", |text| !text.contains("labels to check"));
    assert_eq!(printer.labels().len(), 1);
}

/// The label of a record is committed with it, and nobody has to ask for it.
#[test]
fn the_labels_of_a_record_come_out_by_themselves() {
    let site = Site::sample();
    let printer = CapturePrinter::start().expect("a printer");
    let mut bay = with_printer(&site, printer.address());
    bay.scan_sees("PO-2611-01", "order PO-2611-01");
    bay.scan_code("part", "0AM198140L", "For job 4706: 1 pc 0AM198140L. Keep it apart.");
    assert!(printer.wait_printed(1, PATIENCE), "the tag of a special order comes out");
    bay.scan_code("card", "pre-pick", "Pre-pick");
    bay.scan_code("job", "4714", "Pick for job 4714");
    bay.scan_code("part", "574289", "saved - Picked: 1 set 574289");
    assert!(printer.wait_printed(2, PATIENCE), "the label of a tote comes out");
    let labels: Vec<String> =
        printer.labels().iter().map(|label| String::from_utf8_lossy(label).into_owned()).collect();
    assert!(labels[0].contains(" special-order 0AM198140L%204706^FS"), "{}", labels[0]);
    assert!(labels[1].contains(" tote T-4714^FS"), "{}", labels[1]);
    bay.scan_code("card", "home", "What next?");
    bay.terminal.keys("7");
    bay.terminal.wait("all printed", |text| text.contains("printed") && !text.contains("waiting "));
}
