//! A parts clerk's visit, by scans alone.

use crate::rig::{Setup, Site};

/// Badges of the sample workshop.
const SUN: u32 = 7_432_190;

#[test]
fn a_clerks_visit() {
    let site = Site::sample();
    let bay = site.kiosk(Setup::counter());
    eprintln!("{}", bay.terminal.text());
    bay.badge(SUN);
    eprintln!("{}", bay.terminal.sees("Sun Min"));
}
