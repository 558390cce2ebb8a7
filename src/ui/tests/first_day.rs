//! The screens of docs/first-day.md and its Chinese twin, as the product draws them. With `PITBOX_WRITE_DOCS` set they are
//! written anew: read the difference.

use std::path::Path;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::snapshots::text;
use crate::identify::card::{PauseReason, Verb};
use crate::station::key::Key;
use crate::station::tests::{Kiosk, bay, counter};
use crate::station::view::screen::Screen;
use crate::ui::draw;
use crate::ui::look::Look;

/// How a screen comes about, by its name in the documents.
fn screen(name: &str, start: fn(Kiosk) -> Kiosk) -> Screen {
    let kiosk = match name.split_once('-') {
        Some(("technician", what)) => technician(what, start),
        Some(("clerk", what)) => clerk(what, start),
        Some(("lead", what)) => lead(what, start),
        _ => panic!("the documents have a screen {name} that nobody plays"),
    };
    kiosk.screen()
}

fn technician(what: &str, start: fn(Kiosk) -> Kiosk) -> Kiosk {
    let mut kiosk = start(bay()).with("t-wang");
    kiosk.job("4711");
    match what {
        "start" => {}
        "request" => {
            kiosk.card(Verb::Request);
            kiosk.part("BAT-1");
        }
        "extra" => {
            kiosk.key(Key::Char('/'));
            kiosk.choice(4);
        }
        "done" => kiosk.card(Verb::Done),
        other => panic!("a technician has no screen {other}"),
    }
    kiosk
}

fn clerk(what: &str, start: fn(Kiosk) -> Kiosk) -> Kiosk {
    let mut kiosk = start(counter()).with("c-sun");
    match what {
        "requests" => {
            let mut asks = technician("request", start);
            asks.enter();
            kiosk.hear(&asks);
            kiosk.card(Verb::Request);
        }
        "issue" => {
            kiosk.job("4711");
            kiosk.part("OF-1");
        }
        other => panic!("a clerk has no screen {other}"),
    }
    kiosk
}

fn lead(what: &str, start: fn(Kiosk) -> Kiosk) -> Kiosk {
    let mut kiosk = start(bay()).with("t-wang");
    kiosk.job(if what == "check" { "4714" } else { "4711" });
    match what {
        "jobs" => {
            kiosk.reason(PauseReason::Parts);
            kiosk.badge("l-chen");
            kiosk.wait(std::time::Duration::from_secs(25 * 60));
            kiosk.f(2);
        }
        "dispatch" => {
            kiosk.badge("l-chen");
            kiosk.key(Key::Char('/'));
            kiosk.choice(4);
            kiosk.enter();
        }
        "people" => {
            kiosk.badge("l-chen");
            kiosk.key(Key::Char('/'));
            kiosk.choice(3);
        }
        "check" => {
            kiosk.card(Verb::Done);
            kiosk.card(Verb::Yes);
            kiosk.badge("t-li");
            kiosk.job("4714");
            kiosk.card(Verb::Yes);
            kiosk.badge("l-chen");
            kiosk.job("4714");
        }
        other => panic!("a lead has no screen {other}"),
    }
    kiosk
}

fn picture(screen: &Screen) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a test terminal");
    terminal.draw(|frame| draw(frame, screen, &Look::rich())).expect("drawing cannot fail");
    text(terminal.backend().buffer())
}

/// The document with its screens as they are now: a marker, an empty line, and the screen, indented.
fn redrawn(document: &str, start: fn(Kiosk) -> Kiosk) -> String {
    let mut out = String::new();
    let mut skips = false;
    for line in document.lines() {
        if skips && (line.is_empty() || line.starts_with("    ")) {
            continue;
        }
        if skips {
            out.push('\n');
        }
        skips = false;
        out.push_str(line);
        out.push('\n');
        if let Some(name) = line.strip_prefix("<!-- screen ").and_then(|rest| rest.strip_suffix(" -->")) {
            out.push('\n');
            for drawn in picture(&screen(name, start)).trim_end().lines() {
                out.push_str(format!("    {drawn}").trim_end());
                out.push('\n');
            }
            skips = true;
        }
    }
    out
}

fn check(file: &str, start: fn(Kiosk) -> Kiosk) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(file);
    let document = std::fs::read_to_string(&path).expect("the document");
    let now = redrawn(&document, start);
    if std::env::var_os("PITBOX_WRITE_DOCS").is_some() {
        std::fs::write(&path, &now).expect("the document can be written");
        return;
    }
    let differs = document.lines().zip(now.lines()).find(|(written, drawn)| written != drawn);
    assert!(document == now, "{file} shows a screen that is not the product's: {differs:#?}");
}

#[test]
fn english() {
    check("first-day.md", |kiosk| kiosk);
}

#[test]
fn chinese() {
    check("first-day.zh-CN.md", Kiosk::chinese);
}
