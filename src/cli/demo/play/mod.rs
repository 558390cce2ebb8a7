//! The demo in a terminal: the kiosk, and beside or over it a tray with things to scan.

mod inbox;
mod printed;
mod tray;

use std::io::Stdout;
use std::process::ExitCode;

use anyhow::Context;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::site::Site;
use super::stand::{Stand, Wanted};
use super::words::Words;
use super::workshop::Workshop;
use crate::config::StationRole;
use crate::kiosk::event::Queue;
use crate::label;
use crate::station::view::screen::{KeyHint, Mark, Tone};
use crate::station::words::Language;
use crate::ui::look::Look;
use crate::ui::panel::{Body, Panel};
use crate::ui::terminal::{Guard, Terminal};
use crate::ui::{self, keymap, panel};
use inbox::{Happened, Latest};
use tray::{Bytes, Tray};

/// From this width on the tray stands beside the kiosk.
const SIDE_BY_SIDE: u16 = 110;
/// Width of the kiosk then, as long as the tray is not wider than it needs.
const KIOSK: u16 = 80;
const WIDEST_TRAY: u16 = 56;
/// Width of a tray that lies over the kiosk, and the lines below it that stay free for what the kiosk says.
const OVERLAY: u16 = 50;
const BELOW_OVERLAY: u16 = 7;

/// Everything that the person who plays can touch.
struct Play {
    words: Words,
    look: Look,
    tray: Tray,
    on_tray: bool,
    /// The last printed label lies over everything.
    on_label: bool,
    paper_out: bool,
    /// What went wrong with the demo itself.
    remark: Option<String>,
    latest: Latest,
    // Dropped before the site, whose folder it uses.
    stand: Stand,
    site: Site,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Go,
    Quit,
}

/// Plays until the person quits.
pub(super) fn run(role: StationRole, language: Language) -> anyhow::Result<ExitCode> {
    let look = Look::detect(|name| std::env::var(name).ok());
    let language = if look.can_show_chinese() { language } else { Language::English };
    let site = Site::open()?;
    let guard = Guard::enter().context("take the terminal over")?;
    let (happened, latest, window) = inbox::open()?;
    let name = match role {
        StationRole::Counter => "counter-1",
        StationRole::Bay => "bay-1",
    };
    let stand = Stand::start(&site, Wanted { name, role, language }, window, Queue::new())?;
    let words = Words(language);
    let tray = Tray::new(Workshop::open()?, words);
    let (on_tray, on_label, paper_out) = (true, false, false);
    let mut play = Play { words, look, tray, on_tray, on_label, paper_out, remark: None, latest, stand, site };
    let mut terminal = Terminal::new(std::io::stdout(), look);
    let played = play.until_quit(&mut terminal, || happened.recv().unwrap_or(Happened::Stop));
    drop(guard);
    played?;
    play.stand.stop()?;
    play.site.switch_off()?;
    Ok(ExitCode::SUCCESS)
}

impl Play {
    fn until_quit(&mut self, terminal: &mut Terminal<Stdout>, next: impl Fn() -> Happened) -> anyhow::Result<()> {
        loop {
            match next() {
                Happened::Screen => {}
                Happened::Key(key) => {
                    if self.key(key)? == Next::Quit {
                        return Ok(());
                    }
                }
                Happened::Resized => terminal.forget(),
                Happened::Ended | Happened::Stop => return Ok(()),
            }
            terminal.draw_with(|buffer, area| self.draw(buffer, area))?;
        }
    }

    fn key(&mut self, key: KeyEvent) -> anyhow::Result<Next> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        // Every function key is the kiosk's.
        let quits = control && matches!(key.code, KeyCode::Char('q' | 'c'));
        if quits {
            return Ok(Next::Quit);
        }
        if self.on_label {
            self.on_label = false;
        } else if matches!(key.code, KeyCode::Tab | KeyCode::BackTab) {
            self.on_tray = !self.on_tray;
        } else if !self.on_tray {
            if let Some(key) = keymap::key(key) {
                self.stand.key(key);
            }
        } else if self.tray.is_searching() {
            self.search_key(key.code)?;
        } else {
            return self.tray_key(key.code);
        }
        Ok(Next::Go)
    }

    /// A key while somebody types what to search for.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a terminal has many keys; the tray has use for these")]
    fn search_key(&mut self, code: KeyCode) -> anyhow::Result<()> {
        match code {
            KeyCode::Char(letter) => self.tray.letter(letter),
            KeyCode::Backspace => self.tray.rub_out(),
            KeyCode::Esc => self.tray.search(false),
            _ => self.move_or_scan(code)?,
        }
        Ok(())
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a terminal has many keys; the tray has use for these")]
    fn tray_key(&mut self, code: KeyCode) -> anyhow::Result<Next> {
        match code {
            KeyCode::Char('q') => return Ok(Next::Quit),
            KeyCode::Char('h') => self.toggle_hub(),
            KeyCode::Char('p') => {
                self.paper_out = !self.paper_out;
                let out = self.paper_out;
                self.stand.printer().set(|printer| printer.paper_out = out);
            }
            KeyCode::Char('l') => self.on_label = true,
            KeyCode::Char('/') => self.tray.search(true),
            KeyCode::Char(digit @ '0'..='9') => self.tray.letter(digit),
            _ => self.move_or_scan(code)?,
        }
        Ok(Next::Go)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a terminal has many keys; the tray has use for these")]
    fn move_or_scan(&mut self, code: KeyCode) -> anyhow::Result<()> {
        match code {
            KeyCode::Left => self.tray.turn(-1),
            KeyCode::Right => self.tray.turn(1),
            KeyCode::Up => self.tray.step(-1),
            KeyCode::Down => self.tray.step(1),
            KeyCode::PageUp => self.tray.page(-1),
            KeyCode::PageDown => self.tray.page(1),
            KeyCode::Enter => {
                match self.tray.chosen() {
                    Some(Bytes::Badge(tag)) => self.stand.badge(*tag)?,
                    Some(Bytes::Scan(text)) => self.stand.scan(text)?,
                    Some(Bytes::Tags(tags)) => self.stand.field(tags),
                    None => {}
                }
                self.tray.was_scanned();
            }
            _ => {}
        }
        Ok(())
    }

    fn toggle_hub(&mut self) {
        let done = if self.site.is_on() { self.site.switch_off() } else { self.site.switch_on() };
        self.remark = done.err().map(|why| format!("{why:#}"));
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect) {
        let above = Rect { height: area.height.saturating_sub(1), ..area };
        let bottom = Rect { y: area.y + above.height, height: area.height - above.height, ..area };
        let (kiosk, tray) = self.places(above);
        ui::paint(buffer, kiosk, &self.latest.get(), &self.look);
        if let Some(tray) = tray {
            panel::draw(buffer, tray, &self.tray.panel(self.on_tray), &self.look);
        }
        if self.on_label {
            panel::draw(buffer, above, &self.label(above), &self.look);
        }
        panel::status(buffer, bottom, &self.marks(), &self.keys(), &self.look);
    }

    /// Where the kiosk and the tray stand.
    fn places(&self, area: Rect) -> (Rect, Option<Rect>) {
        if area.width >= SIDE_BY_SIDE {
            let tray = (area.width - KIOSK).min(WIDEST_TRAY);
            let kiosk = Rect { width: area.width - tray, ..area };
            return (kiosk, Some(Rect { x: area.x + kiosk.width, width: tray, ..area }));
        }
        let width = OVERLAY.min(area.width);
        let height = area.height.saturating_sub(1 + BELOW_OVERLAY).max(area.height.min(8));
        let tray = Rect { x: area.right() - width, y: area.y + area.height.min(1), width, height };
        (area, self.on_tray.then_some(tray.intersection(area)))
    }

    /// The last label that came out of the printer.
    fn label(&self, area: Rect) -> Panel {
        let labels = self.stand.printer().labels();
        let last = labels.last().map_or(&[][..], Vec::as_slice);
        let (columns, rows) = (area.width.saturating_sub(2), area.height.saturating_sub(2));
        let (title, lines) = match printed::bitmap(last) {
            Some(dots) if self.look.can_show_chinese() => (self.title(last), printed::braille(&dots, columns, rows)),
            Some(dots) => (self.title(last), label::preview_ascii(&dots, columns.into())),
            None => (self.words.labels(), vec![self.words.no_label()]),
        };
        Panel { title, focused: true, tabs: Vec::new(), tab: 0, search: None, body: Body::Picture(lines) }
    }

    fn title(&self, label: &[u8]) -> String {
        self.words.label(printed::comment(label))
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut mark = |tone, text| marks.push(Mark { tone, text });
        if !self.site.is_on() {
            mark(Tone::Attention, self.words.hub_unplugged());
        }
        if self.paper_out {
            mark(Tone::Attention, self.words.paper_taken());
        }
        if let Some(remark) = &self.remark {
            mark(Tone::Bad, remark.clone());
        }
        marks
    }

    fn keys(&self) -> Vec<KeyHint> {
        let words = self.words;
        let hint = |key: &str, label: String| KeyHint { key: key.to_owned(), label };
        if self.on_label {
            return vec![hint("Esc", words.key_back())];
        }
        if !self.on_tray {
            return vec![hint("Tab", words.key_tray()), hint("Ctrl-Q", words.key_quit())];
        }
        let hub = if self.site.is_on() { words.key_unplug() } else { words.key_plug() };
        vec![
            hint(&words.enter(), words.key_scan()),
            hint("Tab", words.key_kiosk()),
            hint("q", words.key_quit()),
            hint("h", hub),
            hint("< >", words.key_turn()),
            hint("/", words.key_search()),
            hint("l", words.key_label()),
            hint("p", words.key_paper()),
        ]
    }
}
