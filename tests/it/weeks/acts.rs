//! What happens to jobs besides work, done at the real kiosk by cards and keys.

use super::course::Course;
use super::play::by_card;
use crate::rig::Bay;

/// Does it, and logs off.
pub(super) fn at_kiosk(bay: &mut Bay, act: &Course) {
    match act {
        Course::CarOn(job, where_to) => {
            choose_of_job(bay, job, "Car on the bay");
            // A kiosk in a bay takes the one that was planned.
            let row = format!("  {where_to} ");
            let asked = bay.terminal.wait("saved, or a bay", |text| text.contains("saved - ") || text.contains(&row));
            if !asked.contains("saved - ") {
                choose(bay, &row);
            }
            bay.terminal.sees(&format!("saved - {job} is on bay {where_to}"));
        }
        Course::CarOff(job) => {
            choose_of_job(bay, job, "Car off the bay");
            bay.terminal.sees("saved - ");
        }
        Course::Ask(job) => {
            choose_of_job(bay, job, "ask the counter");
            bay.terminal.sees("which part?");
            bay.terminal.keys("clip\r");
            bay.terminal.sees("how many");
            bay.terminal.keys("1\r");
            bay.terminal.sees("saved - Asked the counter for clip");
        }
        Course::PartReady => {
            bay.terminal.keys("/");
            bay.terminal.sees("Requests to the counter: 1");
            bay.terminal.keys("1");
            bay.terminal.sees("clip");
            bay.terminal.keys("\r");
            choose(bay, "ready at the counter");
            choose(bay, "no note");
            bay.terminal.sees("saved - Answered");
        }
        Course::Check(job, _, passed) => {
            opened(bay, job);
            if *passed {
                bay.terminal.sees("is it good?");
                bay.terminal.keys("1");
                with_pin(bay, " check done: ");
            } else {
                bay.terminal.sees("is it good?");
                bay.terminal.keys("3");
                choose(bay, "leaks");
                bay.terminal.sees("saved - Back to the bay");
            }
        }
        Course::Deliver(job) => {
            choose_of_job(bay, job, "Hand the car over");
            bay.terminal.sees("kilometres on the clock");
            bay.terminal.keys("\r");
            with_pin(bay, &format!("saved - {job} was handed over to the customer"));
        }
        Course::ComeBack(job) => {
            bay.scan_code("job", job, "History");
            bay.terminal.keys("\r");
            bay.terminal.sees("what is to be done again?");
            bay.terminal.keys("1");
            choose(bay, "noise is still there");
            bay.terminal.sees("saved - Comeback");
        }
    }
    by_card(bay, "log-off", "Logged off");
}

/// The lead has a PIN, and gives it where it is asked for.
fn with_pin(bay: &Bay, words: &str) {
    let text = bay.terminal.wait(words, |text| text.contains(words) || text.contains("PIN of Chen Zhigang"));
    if !text.contains(words) {
        bay.terminal.keys("2580\r");
        bay.terminal.sees(words);
    }
}

fn opened(bay: &mut Bay, job: &str) {
    let title = format!(" Job {job}  ");
    let is_there = |text: &str| text.lines().any(|line| line.starts_with(&title));
    // It may be there from what was done before; what is seen then is seen too early.
    bay.scan_code("card", "home", "What next?");
    let code = bay.code("job", job);
    bay.scan(&code);
    bay.terminal.wait(&title, is_there);
}

fn choose_of_job(bay: &mut Bay, job: &str, words: &str) {
    opened(bay, job);
    bay.terminal.keys("/");
    bay.terminal.sees("What else?");
    choose(bay, words);
}

/// Presses the digit that stands before these words; a row without one is gone to with the arrows.
fn choose(bay: &Bay, words: &str) {
    let row = |text: &str| text.lines().find_map(|line| Some(line.split_once(words)?.0.to_owned()));
    let text = bay.terminal.wait(words, |text| row(text).is_some());
    let before = row(&text).expect("it was there");
    if let Some(digit) = before.chars().rev().find(char::is_ascii_digit) {
        return bay.terminal.keys(&digit.to_string());
    }
    let line = |wanted: &dyn Fn(&str) -> bool| text.lines().position(wanted).expect("a row");
    let (here, there) = (line(&|line| line.starts_with(" > ")), line(&|line| line.contains(words)));
    let between = text.lines().skip(here).take(there - here).filter(|line| !line.trim().is_empty()).count();
    bay.terminal.keys(&"\x1b[B".repeat(between));
    bay.terminal.wait(words, |text| text.lines().any(|line| line.starts_with(" > ") && line.contains(words)));
    bay.terminal.keys("\r");
}
