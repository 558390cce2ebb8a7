//! Bad input and devices that fail: nothing is recorded, nothing reaches the terminal raw, and the screen says what it is.

use pitbox_hw::sim::badge::rdm6300_frame;

use super::people::SUN;
use crate::rig::{Bay, Setup, Site};

fn logged_on(site: &Site) -> Bay {
    let bay = site.kiosk(Setup::counter());
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
    bay
}

/// A known part, so that the kiosk has taken everything that was sent before.
fn still_works(bay: &mut Bay) {
    // An unknown code on the screen would offer to learn the part.
    bay.scan_code("card", "home", "What next?");
    bay.scan_code("part", "06L115562B", "Part 06L115562B");
    let back = bay.code("card", "home");
    bay.scan_sees(&back, "What next?");
}

#[test]
fn garbage_is_named_and_changes_nothing() {
    let site = Site::sample();
    let mut bay = logged_on(&site);
    for garbage in [&b"\xff\xfe\x80garbage\r"[..], b"\x00\x01\x02\x03\x1f\r", b"\xe6\x9c\r", b"%PDF-1.7\x80\x81\r"] {
        bay.scan_bytes(garbage);
        bay.terminal
            .wait("a remark", |text| text.contains("Nobody knows this code") || text.contains("Unreadable scan"));
        still_works(&mut bay);
    }
    assert_eq!(bay.own_log().len(), 0);
}

#[test]
fn a_megabyte_without_an_end_is_one_unreadable_scan() {
    let site = Site::sample();
    let mut bay = logged_on(&site);
    bay.scan_bytes(&vec![b'7'; 1 << 20]);
    bay.scan_bytes(b"\r");
    bay.terminal.sees("Unreadable scan");
    bay.terminal.sees("too long, without an end");
    still_works(&mut bay);
    assert_eq!(bay.own_log().len(), 0);
}

#[test]
fn escape_sequences_of_a_device_never_reach_the_terminal() {
    let site = Site::sample();
    let mut bay = logged_on(&site);
    for (attack, mark) in [
        ("\x1b]0;owned-title\x07", "owned-title"),
        ("\x1b[2Jowned-clear", "owned-clear"),
        ("\u{9b}31mowned-c1", "owned-c1"),
        ("owned\u{202e}rtl-part", "rtl-part"),
        ("owned-bell\x07\x08\x0c", "owned-bell"),
    ] {
        bay.scan_bytes(format!("{attack}\r").as_bytes());
        bay.terminal.wait(mark, |text| text.contains(mark) || text.contains("Unreadable scan"));
        let written = bay.terminal.written();
        assert!(!contains(&written, attack.as_bytes()), "{attack:?} went to the terminal");
        still_works(&mut bay);
    }
    let written = bay.terminal.written();
    for raw in [&b"\x1b]0;"[..], b"\x07", b"\xc2\x9b", "\u{202e}".as_bytes()] {
        assert!(!contains(&written, raw), "{raw:?} went to the terminal");
    }
    assert_eq!(bay.own_log().len(), 0);
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn damaged_frames_of_a_badge_log_nobody_on() {
    let site = Site::sample();
    let bay = site.kiosk(Setup::counter());
    let mut frame = rdm6300_frame([0x0A, 0x00, 0x71, 0x67, 0xFE]);
    frame[11] ^= 1;
    bay.badges.write(&frame).expect("the kiosk reads");
    bay.terminal.sees("Unreadable scan");
    bay.terminal.sees("its check does not fit");
    bay.badge(123);
    bay.terminal.sees("Unknown badge");
    assert!(!bay.terminal.text().contains("0000000123"), "a badge is not shown");
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
}

#[test]
fn a_scanner_that_is_pulled_out_in_a_scan_loses_the_half_and_comes_back() {
    let site = Site::sample();
    let mut bay = logged_on(&site);
    let code = bay.code("part", "06L115562B");
    let (half, rest) = code.split_at(code.len() / 2);
    bay.scan_bytes(half.as_bytes());
    bay.scanner.unplug();
    bay.terminal.sees("scanner gone since");
    bay.scanner.plug().expect("a scanner");
    bay.terminal.wait("the scanner is back", |text| !text.contains("scanner gone"));
    // The other half means nothing by itself.
    bay.scan_sees(rest, "Nobody knows this code");
    still_works(&mut bay);
    bay.badges.unplug();
    bay.terminal.sees("badge gone since");
    bay.scan_code("part", "06L115562B", "Part 06L115562B");
    bay.badges.plug().expect("a badge reader");
    bay.terminal.wait("the badge reader is back", |text| !text.contains("badge gone"));
    assert_eq!(bay.own_log().len(), 0);
}

#[test]
fn a_scan_twice_at_once_counts_once() {
    let site = Site::sample();
    let mut bay = logged_on(&site);
    bay.scan_code("job", "4711", "Job 4711");
    let code = bay.code("part", "06L115562B");
    bay.scan_bytes(format!("{code}\r{code}\r").as_bytes());
    bay.terminal.sees("Same scan twice at once: counted once");
    bay.terminal.sees("saved - Issued: 1 pc 06L115562B to job 4711");
    assert_eq!(bay.own_commands(), ["IssuePart"]);
}
