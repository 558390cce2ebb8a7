//! A printer that speaks IPP: confirmed, out of paper, open, slow, dead, started anew, cut off in the middle of a job.

use pitbox_hw::driver::PrintOutcome::{Confirmed, Failed, Unknown};
use pitbox_hw::driver::printer::{IppTarget, Language, PrinterDriver, Target};
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::sim::ipp_printer::IppPrinter;
use pitbox_hw::sim::machine::TcpDevice;
use pitbox_hw::sim::printer::Behaviour;

use crate::heard::{Heard, LIMIT};
use crate::printer::driver_of;

const LABEL: &[u8] = b"RaS2 a picture";

fn target(address: String, path: &str, dpi: u32) -> Target {
    Target::Ipp(IppTarget { address, path: path.into(), format: "image/pwg-raster", dpi, media: None })
}

fn start() -> (TcpDevice<IppPrinter>, PrinterDriver, Heard) {
    let printer = TcpDevice::start(IppPrinter::new()).expect("printer");
    let (driver, heard) = driver_of(Language::Ipp, target(printer.address().to_string(), "/ipp/print", 300));
    heard.until_health(&Health::Ready);
    (printer, driver, heard)
}

fn set(printer: &TcpDevice<IppPrinter>, change: impl FnOnce(&mut Behaviour)) {
    printer.act(|is| {
        is.set(change);
        Vec::new()
    });
}

fn printed(printer: &TcpDevice<IppPrinter>) -> usize {
    printer.look(|is| is.labels().len())
}

#[test]
fn labels_are_confirmed() {
    let (printer, driver, heard) = start();
    for job in 1..=3 {
        driver.print(job, LABEL.to_vec()).expect("taken");
        assert_eq!(heard.outcome(), (job, Confirmed, vec![]));
    }
    assert!(printer.look(|is| is.labels() == vec![LABEL; 3]));
}

#[test]
fn what_is_wrong_is_named_and_nothing_is_sent() {
    let (printer, driver, heard) = start();
    let open: fn(&mut Behaviour) = |is| is.head_open = true;
    let empty: fn(&mut Behaviour) = |is| is.paper_out = true;
    let dead: fn(&mut Behaviour) = |is| is.silent = true;
    for (change, why) in [(open, Trouble::CoverOpen), (empty, Trouble::PaperOut), (dead, Trouble::DoesNotAnswer)] {
        set(&printer, change);
        driver.print(1, LABEL.to_vec()).expect("taken");
        assert_eq!(heard.outcome().1, Failed { why, nothing_sent: true });
        set(&printer, |is| *is = Behaviour::default());
        heard.until_health(&Health::Ready);
    }
    assert_eq!(printed(&printer), 0);
}

#[test]
fn a_wrong_queue_and_a_wrong_resolution_are_named() {
    let printer = TcpDevice::start(IppPrinter::new()).expect("printer");
    let address = printer.address().to_string();
    for (path, dpi, why) in [("/printers/none", 300, Trouble::NoQueue), ("/ipp/print", 203, Trouble::WrongResolution)] {
        let (driver, heard) = driver_of(Language::Ipp, target(address.clone(), path, dpi));
        heard.until_health(&Health::Trouble(why));
        driver.print(1, LABEL.to_vec()).expect("taken");
        assert!(matches!(heard.outcome().1, Failed { nothing_sent: true, .. }));
    }
    let (_driver, heard) = driver_of(Language::Ipp, target("127.0.0.1:1".into(), "/ipp/print", 300));
    heard.until_health(&Health::Absent);
}

#[test]
fn paper_that_runs_out_on_the_way_is_waited_for_and_nothing_prints_twice() {
    let (printer, driver, heard) = start();
    set(&printer, |is| is.hold = true);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert!(printer.wait_until(LIMIT, |is| is.waiting() == 1));
    set(&printer, |is| is.paper_out = true);
    heard.until_health(&Health::Trouble(Trouble::PaperOut));
    set(&printer, |is| *is = Behaviour::default());
    assert_eq!(heard.outcome().1, Confirmed, "the queue keeps the job");
    assert_eq!(printed(&printer), 1);
}

#[test]
fn a_job_that_the_queue_gives_up_is_for_a_person_to_say() {
    let (printer, driver, heard) = start();
    set(&printer, |is| is.hold = true);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert!(printer.wait_until(LIMIT, |is| is.waiting() == 1));
    set(&printer, |is| (is.paper_out, is.forgets) = (true, true));
    assert_eq!(heard.outcome().1, Unknown { why: Trouble::PaperOut });
}

#[test]
fn connections_that_break_while_it_prints_do_no_harm() {
    let (printer, driver, heard) = start();
    set(&printer, |is| is.hold = true);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert!(printer.wait_until(LIMIT, |is| is.waiting() == 1));
    for _ in 0..5 {
        printer.cut();
        let asked = printer.look(IppPrinter::asked);
        assert!(printer.wait_until(LIMIT, |is| is.asked() > asked));
    }
    set(&printer, |is| is.silent = true);
    heard.until_health(&Health::Trouble(Trouble::DoesNotAnswer));
    set(&printer, |is| *is = Behaviour::default());
    assert_eq!(heard.outcome().1, Confirmed);
    assert_eq!(printed(&printer), 1);
}

#[test]
fn the_job_of_another_under_our_number_confirms_nothing() {
    let (printer, driver, heard) = start();
    set(&printer, |is| is.hold = true);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert!(printer.wait_until(LIMIT, |is| is.waiting() == 1));
    // Both count from one.
    let (other, _others) = driver_of(Language::Ipp, target(printer.address().to_string(), "/ipp/print", 300));
    printer.act(|is| {
        is.restart();
        Vec::new()
    });
    other.print(7, LABEL.to_vec()).expect("taken");
    let (job, outcome, _) = heard.outcome();
    assert_eq!((job, outcome), (1, Unknown { why: Trouble::JobForgotten }));
}

#[test]
fn giving_up_takes_the_job_out_of_the_queue() {
    let (printer, driver, heard) = start();
    set(&printer, |is| is.hold = true);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert!(printer.wait_until(LIMIT, |is| is.waiting() == 1));
    driver.abandon(1);
    assert_eq!(heard.outcome().1, Unknown { why: Trouble::GivenUp });
    assert!(printer.wait_until(LIMIT, |is| is.waiting() == 0));
    set(&printer, |is| *is = Behaviour::default());
    driver.print(2, LABEL.to_vec()).expect("taken");
    assert_eq!(heard.outcome().1, Confirmed);
    assert_eq!(printed(&printer), 1, "the first one never comes out");
}

#[test]
fn a_line_that_breaks_at_any_byte_of_a_job_is_never_confirmed_or_sent_again() {
    let (printer, driver, heard) = start();
    // The length of a job differs by a few digits; the first cut that lies behind its end changes nothing.
    let mut broken = 0;
    for (job, left) in (1..).step_by(9).enumerate() {
        set(&printer, |is| is.cut_after = Some(left));
        driver.print(job as u64, LABEL.to_vec()).expect("taken");
        let (_, outcome, _) = heard.outcome();
        if outcome == Confirmed {
            break;
        }
        assert!(matches!(outcome, Unknown { .. } | Failed { .. }), "{outcome:?}");
        assert_eq!(printed(&printer), 0);
        broken += 1;
        heard.until_health(&Health::Ready);
    }
    assert!(broken > 40, "{broken}");
}
