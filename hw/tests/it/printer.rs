//! The printer driver against a printer that can be unwell in the ways that printers are.

use std::time::Duration;

use pitbox_hw::driver::PrintOutcome::{Confirmed, Failed, Sent, Unknown};
use pitbox_hw::driver::printer::{self, Language, NotTaken, PrinterConfig, PrinterDriver, Target, Timing};
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::DeviceId;
use pitbox_hw::sim::printer::CapturePrinter;
use pitbox_hw::sim::pty::PtyPort;
use pitbox_hw::supervise::Policy;

use crate::heard::{Heard, listen};

const LABEL: &[u8] = b"^XA^FX pitbox 17 part 04E115561H^FS^FO20,20^FD04E 115 561 H^FS^PQ1^XZ\r\n";
const LIMIT: Duration = Duration::from_secs(20);

/// As patient as a test can be, and as quick as the loopback is.
fn timing() -> Timing {
    let ms = Duration::from_millis;
    Timing {
        answer: ms(500),
        poll: ms(5),
        attention: ms(10),
        stall: ms(200),
        busy: ms(200),
        recheck: Policy { first: ms(10), cap: ms(20) },
        ..Timing::default()
    }
}

fn driver(target: Target) -> (PrinterDriver, Heard) {
    driver_of(Language::Zpl, target)
}

pub(crate) fn driver_of(language: Language, target: Target) -> (PrinterDriver, Heard) {
    let (sink, heard) = listen();
    let config = PrinterConfig {
        device: DeviceId::new("labels"),
        target,
        language,
        reprints: language.reprints(),
        timing: timing(),
    };
    (printer::spawn(config, sink).expect("driver"), heard)
}

fn on_network(printer: &CapturePrinter) -> (PrinterDriver, Heard) {
    driver(Target::Tcp(printer.address().to_string()))
}

/// The bytes from `^XA` to `^XZ`.
fn label() -> Vec<u8> {
    LABEL.trim_ascii_end().to_vec()
}

#[test]
fn a_label_is_confirmed_by_the_printer() {
    let printer = CapturePrinter::start().expect("printer");
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    for job in 1..=3 {
        driver.print(job, LABEL.to_vec()).expect("taken");
        assert_eq!(heard.outcome(), (job, Confirmed, vec![]));
    }
    assert_eq!(printer.labels(), vec![label(); 3]);
}

#[test]
fn a_printer_that_never_answers_gets_the_label_and_nobody_is_asked() {
    let printer = CapturePrinter::start().expect("printer");
    printer.set(|is| is.silent = true);
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert_eq!(heard.outcome(), (1, Sent, vec![]));
    assert!(printer.wait_printed(1, LIMIT));
}

#[test]
fn a_printer_that_used_to_answer_and_does_not_now_gets_nothing() {
    let printer = CapturePrinter::start().expect("printer");
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    printer.set(|is| is.silent = true);
    driver.print(1, LABEL.to_vec()).expect("taken");
    let (job, outcome, states) = heard.outcome();
    assert_eq!((job, outcome), (1, Failed { why: Trouble::DoesNotAnswer, nothing_sent: true }));
    assert_eq!(states, [Health::Trouble(Trouble::DoesNotAnswer)]);
    printer.set(|is| is.silent = false);
    heard.until_health(&Health::Ready);
    assert_eq!(printer.labels().len(), 0);
}

#[test]
fn without_paper_nothing_is_sent_and_the_reason_is_named() {
    let printer = CapturePrinter::start().expect("printer");
    printer.set(|is| is.paper_out = true);
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Trouble(Trouble::PaperOut));
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert_eq!(heard.outcome(), (1, Failed { why: Trouble::PaperOut, nothing_sent: true }, vec![]));
    printer.set(|is| (is.paper_out, is.head_open) = (false, true));
    heard.until_health(&Health::Trouble(Trouble::CoverOpen));
    printer.set(|is| is.head_open = false);
    heard.until_health(&Health::Ready);
    driver.print(2, LABEL.to_vec()).expect("taken");
    assert_eq!(heard.outcome(), (2, Confirmed, vec![]));
    assert_eq!(printer.labels().len(), 1);
}

#[test]
fn paper_that_runs_out_on_the_way_is_waited_for_and_nothing_prints_twice() {
    for silent in [false, true] {
        let printer = CapturePrinter::start().expect("printer");
        let (driver, heard) = on_network(&printer);
        heard.until_health(&Health::Ready);
        printer.set(|is| is.hold = true);
        driver.print(1, LABEL.to_vec()).expect("taken");
        assert!(printer.wait_held(1, LIMIT));
        printer.set(|is| (is.paper_out, is.silent) = (true, silent));
        let trouble = if silent { Trouble::DoesNotAnswer } else { Trouble::PaperOut };
        heard.until_health(&Health::Trouble(trouble));
        assert!(printer.wait_asked(3, LIMIT));
        printer.set(|is| *is = Default::default());
        assert_eq!(heard.outcome(), (1, Confirmed, vec![Health::Ready]));
        assert_eq!(printer.labels(), [label()]);
    }
}

#[test]
fn a_line_that_breaks_while_the_label_prints_is_unknown() {
    let printer = CapturePrinter::start().expect("printer");
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    printer.set(|is| is.hold = true);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert!(printer.wait_held(1, LIMIT));
    printer.cut();
    let (job, outcome, _) = heard.outcome();
    assert!(matches!((job, &outcome), (1, Unknown { .. })), "{outcome:?}");
}

#[test]
fn a_line_that_breaks_in_the_middle_of_a_label_is_never_confirmed_or_sent_again() {
    let printer = CapturePrinter::start().expect("printer");
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    printer.set(|is| is.cut_after = Some(10));
    // Long enough that the system cannot take all of it before the line breaks.
    let long = [b"^XA", &vec![b' '; 32 << 20][..], b"^XZ"].concat();
    driver.print(1, long).expect("taken");
    let (_, outcome, _) = heard.outcome();
    assert!(matches!(outcome, Failed { nothing_sent: false, .. }), "{outcome:?}");
    // A short one has left as a whole before the line breaks: the system took it all.
    printer.set(|is| is.cut_after = Some(10));
    heard.until_health(&Health::Ready);
    driver.print(2, LABEL.to_vec()).expect("taken");
    let (_, outcome, _) = heard.outcome();
    assert!(matches!(outcome, Unknown { .. }), "{outcome:?}");
    assert_eq!(printer.labels().len(), 0);
}

#[test]
fn a_printer_that_is_switched_off_is_absent_and_comes_back() {
    let printer = CapturePrinter::start().expect("printer");
    let address = printer.address();
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    drop(printer);
    driver.print(1, LABEL.to_vec()).expect("taken");
    let (_, outcome, states) = heard.outcome();
    assert!(matches!(outcome, Failed { nothing_sent: true, .. }), "{outcome:?}");
    assert_eq!(states, [Health::Absent]);
    let printer = CapturePrinter::start_at(address).expect("printer");
    heard.until_health(&Health::Ready);
    driver.print(2, LABEL.to_vec()).expect("taken");
    assert_eq!(heard.outcome(), (2, Confirmed, vec![]));
    assert_eq!(printer.labels().len(), 1);
}

#[test]
fn labels_of_others_are_let_through_first() {
    let printer = CapturePrinter::start().expect("printer");
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    printer.set(|is| is.others = 2);
    driver.print(1, LABEL.to_vec()).expect("taken");
    let (_, outcome, _) = heard.outcome();
    assert!(matches!(outcome, Failed { nothing_sent: true, .. }), "{outcome:?}");
    printer.set(|is| is.others = 0);
    driver.print(2, LABEL.to_vec()).expect("taken");
    assert_eq!(heard.outcome(), (2, Confirmed, vec![]));
}

#[test]
fn too_many_jobs_are_turned_away_and_a_stop_says_what_is_unknown() {
    let printer = CapturePrinter::start().expect("printer");
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    printer.set(|is| is.hold = true);
    driver.print(0, LABEL.to_vec()).expect("taken");
    assert!(printer.wait_held(1, LIMIT));
    let refused = (1..100).find_map(|job| driver.print(job, LABEL.to_vec()).err());
    assert_eq!(refused, Some(NotTaken::Busy));
    driver.stop();
    let (job, outcome, _) = heard.outcome();
    assert!(matches!((job, &outcome), (0, Unknown { .. })), "{outcome:?}");
    assert_eq!(printer.waiting(), 1);
}

#[test]
fn a_job_in_a_printer_in_trouble_can_be_given_up_and_the_next_one_gets_its_turn() {
    let printer = CapturePrinter::start().expect("printer");
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    printer.set(|is| is.hold = true);
    for job in 1..=3 {
        driver.print(job, LABEL.to_vec()).expect("taken");
    }
    assert!(printer.wait_held(1, LIMIT));
    printer.set(|is| is.paper_out = true);
    heard.until_health(&Health::Trouble(Trouble::PaperOut));
    let given_up = Trouble::GivenUp;
    driver.abandon(2);
    driver.abandon(77);
    driver.abandon(1);
    assert_eq!(heard.outcome(), (1, Unknown { why: given_up.clone() }, vec![]));
    assert_eq!(heard.outcome(), (2, Failed { why: given_up, nothing_sent: true }, vec![]));
    assert_eq!(heard.outcome(), (3, Failed { why: Trouble::PaperOut, nothing_sent: true }, vec![]));
    driver.abandon(1);
    printer.set(|is| *is = Default::default());
    heard.until_health(&Health::Ready);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert_eq!(heard.outcome(), (1, Confirmed, vec![]));
    // The one that was given up came out after all: that is why its outcome was unknown.
    assert_eq!(printer.labels().len(), 2);
}

#[test]
fn a_job_that_is_given_up_half_sent_is_unknown() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("labels")).expect("pty");
    let (driver, heard) = driver(Target::Serial { path: port.path().into(), baud: 9600 });
    heard.until_health(&Health::Ready);
    driver.print(1, [b"^XA", &vec![b' '; 1 << 20][..], b"^XZ"].concat()).expect("taken");
    heard.until_health(&Health::Trouble(Trouble::DoesNotAnswer));
    driver.abandon(1);
    assert_eq!(heard.outcome(), (1, Unknown { why: Trouble::GivenUp }, vec![]));
}

#[test]
fn a_check_that_is_asked_for_tells_a_change() {
    let printer = CapturePrinter::start().expect("printer");
    let (driver, heard) = on_network(&printer);
    heard.until_health(&Health::Ready);
    printer.set(|is| is.paper_out = true);
    driver.check();
    heard.until_health(&Health::Trouble(Trouble::PaperOut));
}

#[test]
fn a_printer_on_a_serial_port_is_asked_too_and_its_unplugging_is_noticed() {
    let folder = tempfile::tempdir().expect("folder");
    let mut port = PtyPort::new(&folder.path().join("labels")).expect("pty");
    let (driver, heard) = driver(Target::Serial { path: port.path().into(), baud: 9600 });
    // It does not answer the first request, so it counts as one that does not report.
    heard.until_health(&Health::Ready);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert_eq!(heard.outcome(), (1, Sent, vec![]));
    let mut seen = Vec::new();
    while !seen.ends_with(LABEL) {
        let mut buffer = [0; 256];
        let read = port.read(&mut buffer).expect("bytes");
        seen.extend_from_slice(&buffer[..read]);
    }
    assert_eq!(seen, [&b"~HS\r\n~HS\r\n"[..], LABEL].concat());
    port.unplug();
    heard.until_health(&Health::Absent);
    port.plug().expect("pty");
    heard.until_health(&Health::Ready);
}

/// Answers every status request and reads one label, as a printer on a cable.
fn answer_and_take(port: &PtyPort) -> Vec<u8> {
    const READY: &[u8] = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\
        \x021234,0\x03\r\n";
    let (mut label, mut answers_after) = (Vec::new(), 0);
    let mut buffer = [0; 256];
    while answers_after < 2 {
        // Between two users of the line there is nobody to read from.
        let read = port.read(&mut buffer).unwrap_or(0);
        let mut rest = &buffer[..read];
        while let Some(byte) = rest.split_off_first() {
            label.push(*byte);
            if label.ends_with(b"~HS\r\n") {
                label.truncate(label.len() - 5);
                answers_after += u32::from(!label.is_empty());
                port.write(READY).expect("answer");
            }
        }
    }
    label
}

#[test]
fn a_printer_on_a_cable_confirms() {
    for serial in [true, false] {
        let folder = tempfile::tempdir().expect("folder");
        let port = PtyPort::new(&folder.path().join("labels")).expect("pty");
        let path = port.path().to_path_buf();
        let printing = std::thread::spawn(move || (answer_and_take(&port), port));
        let (driver, heard) = driver(if serial { Target::Serial { path, baud: 9600 } } else { Target::Path(path) });
        heard.until_health(&Health::Ready);
        driver.print(1, LABEL.to_vec()).expect("taken");
        assert_eq!(heard.outcome(), (1, Confirmed, vec![]));
        assert_eq!(printing.join().expect("printer").0, LABEL);
    }
}

/// From now on a read without bytes gives none at once, as that of a printer at USB that answers with empty packets.
fn gives_empty_packets(port: &PtyPort) {
    let line = std::fs::File::options().read(true).write(true).open(port.path()).expect("the port");
    let mut settings = rustix::termios::tcgetattr(&line).expect("its settings");
    settings.special_codes[rustix::termios::SpecialCodeIndex::VMIN] = 0;
    settings.special_codes[rustix::termios::SpecialCodeIndex::VTIME] = 0;
    rustix::termios::tcsetattr(&line, rustix::termios::OptionalActions::Now, &settings).expect("set");
}

#[test]
fn a_printer_that_answers_with_empty_packets_first_confirms() {
    let folder = tempfile::tempdir().expect("folder");
    let port = PtyPort::new(&folder.path().join("labels")).expect("pty");
    gives_empty_packets(&port);
    let path = port.path().to_path_buf();
    let printing = std::thread::spawn(move || (answer_and_take(&port), port));
    let (driver, heard) = driver(Target::Path(path));
    heard.until_health(&Health::Ready);
    driver.print(1, LABEL.to_vec()).expect("taken");
    assert_eq!(heard.outcome(), (1, Confirmed, vec![]));
    assert_eq!(printing.join().expect("printer").0, LABEL);
}

#[test]
fn a_printer_that_takes_no_more_bytes_is_waited_for() {
    let long = [b"^XA", &vec![b' '; 1 << 20][..], b"^XZ"].concat();
    for unplugged in [false, true] {
        let folder = tempfile::tempdir().expect("folder");
        let mut port = PtyPort::new(&folder.path().join("labels")).expect("pty");
        let (driver, heard) = driver(Target::Serial { path: port.path().into(), baud: 9600 });
        heard.until_health(&Health::Ready);
        driver.print(1, long.clone()).expect("taken");
        heard.until_health(&Health::Trouble(Trouble::DoesNotAnswer));
        if unplugged {
            port.unplug();
            let (_, outcome, _) = heard.outcome();
            assert!(matches!(outcome, Failed { nothing_sent: false, .. }), "{outcome:?}");
            continue;
        }
        let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
        while !seen.ends_with(b"^XZ") {
            let read = port.read(&mut buffer).expect("bytes");
            seen.extend_from_slice(&buffer[..read]);
        }
        assert_eq!(heard.outcome(), (1, Sent, vec![Health::Ready]));
        assert!(seen.ends_with(&long));
    }
}

#[test]
fn labels_may_be_collected_in_a_file() {
    let file = tempfile::NamedTempFile::new().expect("file");
    let (driver, heard) = driver(Target::Path(file.path().into()));
    heard.until_health(&Health::Ready);
    for job in 1..=2 {
        driver.print(job, LABEL.to_vec()).expect("taken");
        assert_eq!(heard.outcome(), (job, Sent, vec![]));
    }
    let query = b"~HS\r\n";
    assert_eq!(std::fs::read(file.path()).expect("file"), [&query[..], query, LABEL, query, LABEL].concat());
}
