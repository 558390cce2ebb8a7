//! Printers of the other languages: confirmed, out of paper, open, slow, dead, cut off in the middle of a job.

use pitbox_hw::driver::PrintOutcome::{self, Confirmed, Failed, Sent, Unknown};
use pitbox_hw::driver::printer::{Language, PrinterDriver, Target};
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::sim::language_printer::LanguagePrinter;
use pitbox_hw::sim::machine::{SerialDevice, TcpDevice};
use pitbox_hw::sim::printer::Behaviour;

use crate::heard::{Heard, LIMIT};
use crate::printer::driver_of;

const LANGUAGES: [Language; 3] = [Language::Tspl, Language::EscPos, Language::BrotherQl];

fn label(language: Language) -> &'static [u8] {
    match language {
        Language::Zpl => b"^XA^XZ",
        Language::Tspl => b"SIZE 50 mm,30 mm\r\nCLS\r\nTEXT 0,0,\"1\",0,1,1,\"04E\"\r\nPRINT 1,1\r\n",
        Language::EscPos => b"\x1B@04E 115 561 H\n\x1DV\0",
        Language::Ipp => b"RaS2",
        Language::BrotherQl => b"g\0\x02\xAA\x55g\0\x02\x55\xAA\x1A",
    }
}

fn start(language: Language) -> (TcpDevice<LanguagePrinter>, PrinterDriver, Heard) {
    let printer = TcpDevice::start(LanguagePrinter::new(language)).expect("printer");
    let (driver, heard) = driver_of(language, Target::Tcp(printer.address().to_string()));
    (printer, driver, heard)
}

fn set(printer: &TcpDevice<LanguagePrinter>, change: impl FnOnce(&mut Behaviour)) {
    printer.act(|is| is.set(change));
}

fn print(driver: &PrinterDriver, heard: &Heard, job: u64, language: Language) -> PrintOutcome {
    driver.print(job, label(language).to_vec()).expect("taken");
    let (number, outcome, _) = heard.outcome();
    assert_eq!(number, job);
    outcome
}

#[test]
fn labels_are_confirmed() {
    for language in LANGUAGES {
        let (printer, driver, heard) = start(language);
        heard.until_health(&Health::Ready);
        for job in 1..=3 {
            assert_eq!(print(&driver, &heard, job, language), Confirmed, "{language:?}");
        }
        assert!(printer.look(|is| is.labels().iter().all(|label_of| label_of == label(language))));
        assert_eq!(printer.look(|is| is.labels().len()), 3);
    }
}

#[test]
fn a_printer_on_a_cable_confirms_too() {
    for language in LANGUAGES {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("labels");
        let mut printer = SerialDevice::start(&path, LanguagePrinter::new(language)).expect("printer");
        for target in [Target::Serial { path: path.clone(), baud: 9600 }, Target::Path(path.clone())] {
            let (driver, heard) = driver_of(language, target);
            heard.until_health(&Health::Ready);
            assert_eq!(print(&driver, &heard, 1, language), Confirmed, "{language:?}");
        }
        let (driver, heard) = driver_of(language, Target::Serial { path, baud: 9600 });
        heard.until_health(&Health::Ready);
        printer.unplug();
        heard.until_health(&Health::Absent);
        assert!(matches!(print(&driver, &heard, 2, language), Failed { nothing_sent: true, .. }));
    }
}

#[test]
fn what_is_wrong_is_named_and_nothing_is_sent() {
    for language in LANGUAGES {
        let (printer, driver, heard) = start(language);
        heard.until_health(&Health::Ready);
        let open: fn(&mut Behaviour) = |is| is.head_open = true;
        let empty: fn(&mut Behaviour) = |is| is.paper_out = true;
        for (change, why) in [(open, Trouble::CoverOpen), (empty, Trouble::PaperOut)] {
            set(&printer, change);
            assert_eq!(print(&driver, &heard, 1, language), Failed { why, nothing_sent: true }, "{language:?}");
            set(&printer, |is| *is = Behaviour::default());
            heard.until_health(&Health::Ready);
        }
        assert_eq!(printer.look(|is| is.labels().len()), 0);
    }
}

#[test]
fn a_slow_printer_is_waited_for() {
    for language in LANGUAGES {
        let (printer, driver, heard) = start(language);
        heard.until_health(&Health::Ready);
        set(&printer, |is| is.hold = true);
        driver.print(1, label(language).to_vec()).expect("taken");
        assert!(printer.wait_until(LIMIT, |is| is.waiting() == 1));
        let asked = printer.look(LanguagePrinter::asked);
        if language == Language::Tspl {
            assert!(printer.wait_until(LIMIT, |is| is.asked() > asked + 6));
        }
        set(&printer, |is| is.hold = false);
        assert_eq!(heard.outcome(), (1, Confirmed, vec![]), "{language:?}");
    }
}

#[test]
fn paper_that_runs_out_on_the_way_never_makes_a_second_label() {
    for language in LANGUAGES {
        let (printer, driver, heard) = start(language);
        heard.until_health(&Health::Ready);
        set(&printer, |is| is.hold = true);
        driver.print(1, label(language).to_vec()).expect("taken");
        assert!(printer.wait_until(LIMIT, |is| is.waiting() == 1));
        set(&printer, |is| is.paper_out = true);
        heard.until_health(&Health::Trouble(Trouble::PaperOut));
        if language == Language::BrotherQl {
            // It gives the label up half printed; whether that will do is for a person to say.
            assert_eq!(heard.outcome(), (1, Unknown { why: Trouble::PaperOut }, vec![]));
            continue;
        }
        set(&printer, |is| *is = Behaviour::default());
        // Nobody knows whether it is whole: the printer is not known to print an interrupted label again.
        assert_eq!(heard.outcome(), (1, Unknown { why: Trouble::PaperOut }, vec![Health::Ready]), "{language:?}");
        assert_eq!(printer.look(|is| is.labels().len()), 1);
    }
}

#[test]
fn a_printer_that_never_answers_gets_the_label_and_one_that_used_to_gets_none() {
    for language in LANGUAGES {
        let printer = TcpDevice::start(LanguagePrinter::new(language)).expect("printer");
        set(&printer, |is| is.silent = true);
        let (driver, heard) = driver_of(language, Target::Tcp(printer.address().to_string()));
        heard.until_health(&Health::Ready);
        assert_eq!(print(&driver, &heard, 1, language), Sent, "{language:?}");
        assert!(printer.wait_until(LIMIT, |is| is.labels().len() == 1));
        set(&printer, |is| is.silent = false);
        assert_eq!(print(&driver, &heard, 2, language), Confirmed, "{language:?}");
        set(&printer, |is| is.silent = true);
        let dead = Failed { why: Trouble::DoesNotAnswer, nothing_sent: true };
        assert_eq!(print(&driver, &heard, 3, language), dead, "{language:?}");
    }
}

#[test]
fn a_line_that_breaks_at_any_byte_of_a_job_is_never_confirmed_or_sent_again() {
    for language in LANGUAGES {
        let (printer, driver, heard) = start(language);
        heard.until_health(&Health::Ready);
        for (job, left) in (1..=label(language).len()).enumerate() {
            set(&printer, |is| is.cut_after = Some(left));
            let outcome = print(&driver, &heard, job as u64, language);
            assert!(matches!(outcome, Unknown { .. } | Failed { nothing_sent: false, .. }), "{outcome:?}");
            heard.until_health(&Health::Ready);
        }
        assert_eq!(printer.look(|is| is.labels().len()), 0);
    }
}

#[test]
fn a_slip_printer_that_does_not_know_the_mark_counts_as_one_that_does_not_report() {
    let (printer, driver, heard) = start(Language::EscPos);
    heard.until_health(&Health::Ready);
    set(&printer, |is| is.hold = true);
    assert_eq!(print(&driver, &heard, 1, Language::EscPos), Sent);
}
