//! What lies on the tray: badges, job cards, parts, bins, command cards, and codes that are not the shop's. Choosing one
//! sends the bytes that its reader would send.

use std::collections::BTreeSet;

use crate::cli::demo::words::Words;
use crate::cli::demo::workshop::{Workshop, tag};
use crate::domain::ids::PartNo;
use crate::identify::epc::encode_tag_uri;
use crate::station::codes;
use crate::station::view::screen::{Column, Row, Sign, Table, Width};
use crate::ui::panel::{Body, Panel};

/// Longest search text, in characters.
const MAX_SEARCH: usize = 30;
/// Rows that a page key moves.
const PAGE: usize = 10;

/// Where two of the tabs stand.
const JOBS: usize = 1;
const PARTS: usize = 2;

/// What is sent when a thing is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bytes {
    /// Through the badge reader.
    Badge([u8; 5]),
    /// Through the scanner, without its carriage return.
    Scan(String),
    /// Onto the RFID reader, in the place of what lies there.
    Tags(Vec<Vec<u8>>),
}

/// A thing on the tray.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Thing {
    name: String,
    more: String,
    bytes: Bytes,
}

struct Tab {
    title: String,
    things: Vec<Thing>,
    selected: usize,
}

/// The tray and what is chosen on it.
pub(super) struct Tray {
    workshop: Workshop,
    words: Words,
    tabs: Vec<Tab>,
    tab: usize,
    search: Option<String>,
}

impl Tray {
    pub(super) fn new(workshop: Workshop, words: Words) -> Tray {
        let tab = |title, things| Tab { title, things, selected: 0 };
        let tabs = vec![
            tab(words.tab_people(), people(&workshop, words)),
            tab(words.tab_jobs(), jobs(&workshop)),
            tab(words.tab_parts(), parts(&workshop, words, None)),
            tab(words.tab_bins(), bins(&workshop, words)),
            tab(words.tab_cards(), cards(words)),
            tab(words.tab_other(), others(words)),
        ];
        Tray { workshop, words, tabs, tab: 0, search: None }
    }

    /// What the chosen thing sends.
    pub(super) fn chosen(&self) -> Option<&Bytes> {
        let at = self.tabs[self.tab].selected;
        self.found().get(at).map(|thing| &thing.bytes)
    }

    /// After a job card the parts of that job lie on top.
    pub(super) fn was_scanned(&mut self) {
        let thing =
            (self.tab == JOBS).then(|| self.found().get(self.tabs[JOBS].selected).map(|thing| thing.name.clone()));
        if let Some(Some(job)) = thing {
            self.tabs[PARTS].things = parts(&self.workshop, self.words, Some(&job));
        }
    }

    /// The next tab, or with -1 the one before.
    pub(super) fn turn(&mut self, by: isize) {
        self.search = None;
        self.tabs[self.tab].selected = 0;
        self.tab = self.tab.saturating_add_signed(by).min(self.tabs.len() - 1);
    }

    /// Moves the choice by rows.
    pub(super) fn step(&mut self, by: isize) {
        let last = self.found().len().saturating_sub(1);
        let tab = &mut self.tabs[self.tab];
        tab.selected = tab.selected.saturating_add_signed(by).min(last);
    }

    /// Moves the choice by pages.
    pub(super) fn page(&mut self, by: isize) {
        self.step(by.saturating_mul(isize::try_from(PAGE).unwrap_or(1)));
    }

    /// Begins to search, or ends it.
    pub(super) fn search(&mut self, on: bool) {
        self.search = on.then(String::new);
        self.tabs[self.tab].selected = 0;
    }

    pub(super) fn is_searching(&self) -> bool {
        self.search.is_some()
    }

    /// Another letter of what is searched for.
    pub(super) fn letter(&mut self, letter: char) {
        let search = self.search.get_or_insert_default();
        if search.chars().count() < MAX_SEARCH {
            search.push(letter);
        }
        self.tabs[self.tab].selected = 0;
    }

    /// Takes the last letter back.
    pub(super) fn rub_out(&mut self) {
        if let Some(search) = &mut self.search {
            search.pop();
        }
    }

    /// The tray as it is drawn.
    pub(super) fn panel(&self, focused: bool) -> Panel {
        let row = |thing: &&Thing| Row { sign: Sign::None, cells: vec![thing.name.clone(), thing.more.clone()] };
        let things = self.found();
        let longest = things.iter().map(|thing| unicode_width::UnicodeWidthStr::width(thing.name.as_str())).max();
        let name = Width::Fixed(u16::try_from(longest.unwrap_or(0)).unwrap_or(u16::MAX).clamp(8, 18));
        let column = |width| Column { title: String::new(), width, right: false, drop: 0 };
        let list = Table {
            title: String::new(),
            columns: vec![column(name), column(Width::Share(1))],
            rows: things.iter().map(row).collect(),
            selected: Some(self.tabs[self.tab].selected),
            empty: self.words.tray_empty(),
        };
        Panel {
            title: self.words.tray(),
            focused,
            tabs: self.tabs.iter().map(|tab| tab.title.clone()).collect(),
            tab: self.tab,
            search: self.search.clone(),
            body: Body::Table(list),
        }
    }

    /// The things of the open tab that have what is searched for.
    fn found(&self) -> Vec<&Thing> {
        let wanted = self.search.as_deref().unwrap_or_default().to_lowercase();
        let has =
            |thing: &&Thing| thing.name.to_lowercase().contains(&wanted) || thing.more.to_lowercase().contains(&wanted);
        self.tabs[self.tab].things.iter().filter(has).collect()
    }
}

fn scan(name: &str, more: &str, text: String) -> Thing {
    Thing { name: name.to_owned(), more: more.to_owned(), bytes: Bytes::Scan(text) }
}

fn people(workshop: &Workshop, words: Words) -> Vec<Thing> {
    let badge = |row: &crate::import::PersonRow| {
        let tag = workshop.badge(row.person.as_str()).ok()?;
        Some(Thing { name: words.name(row), more: words.role(row.role), bytes: Bytes::Badge(tag) })
    };
    workshop.people.iter().filter_map(badge).collect()
}

fn jobs(workshop: &Workshop) -> Vec<Thing> {
    let card = |row: &crate::import::JobRow| {
        scan(row.job.as_str(), &format!("{}  {}", row.plate, row.model), codes::job_code(&row.job))
    };
    workshop.jobs.iter().map(card).collect()
}

/// What `first` needs, then the other jobs, then the rest of the store.
fn parts(workshop: &Workshop, words: Words, first: Option<&str>) -> Vec<Thing> {
    let (on_top, others): (Vec<_>, Vec<_>) =
        workshop.lines.iter().partition(|line| first.is_some_and(|first| line.job.as_str() == first));
    let of_jobs = on_top.into_iter().chain(others).map(|line| (&line.part, Some(&line.job)));
    let all = of_jobs.chain(workshop.parts.iter().map(|row| (&row.0.number, None)));
    let mut seen = BTreeSet::new();
    let mut things = Vec::new();
    for (number, job) in all.filter(|(number, _)| seen.insert((*number).clone())) {
        let row = workshop.parts.iter().find(|row| row.0.number == *number);
        let name = row.map(|row| words.part(&row.0)).unwrap_or_default();
        let more = job.map_or_else(|| name.clone(), |job| format!("{job}: {name}"));
        things.push(scan(number.as_str(), &more, codes::part_code(number)));
    }
    things
}

fn bins(workshop: &Workshop, words: Words) -> Vec<Thing> {
    workshop
        .bins
        .iter()
        .map(|row| scan(row.0.id.as_str(), &words.bin_kind(row.0.kind), codes::bin_code(&row.0.id)))
        .collect()
}

fn cards(words: Words) -> Vec<Thing> {
    codes::cards().map(|card| scan(&words.screens().card(card), "", codes::card_code(card))).collect()
}

/// Codes of makers and suppliers, and what nobody wants to read.
fn others(words: Words) -> Vec<Thing> {
    let own = PartNo::new("06L115562B").map(|part| codes::part_code(&part)).unwrap_or_default();
    vec![
        scan("EAN-13", &words.other_ean(), "4054354525326".to_owned()),
        scan("ITF-14", &words.other_box(), "14054354247492".to_owned()),
        scan("DataMatrix", &words.other_lot(), "]d2010405435420792510LK4471".to_owned()),
        scan("GS1-128", &words.other_delivery(), "]C100340541250000123455".to_owned()),
        scan("VIN", &words.other_vin(), "LSVNV4189H2158062".to_owned()),
        tags(words.other_tags(), &[("4054354.020792", 12), ("4054354.040747", 3)]),
        tags(words.other_no_tags(), &[]),
        Thing { name: words.other_badge_name(), more: words.other_badge(), bytes: Bytes::Badge(tag(7)) },
        scan("QR", &words.other_unknown(), "https://qr.example/p/7Q-001".to_owned()),
        scan(&words.other_damaged_name(), &words.other_damaged(), own.replacen('6', "8", 1)),
        scan(&words.other_twice_name(), &words.other_twice(), format!("{own}\r{own}")),
        scan(&words.other_noise_name(), &words.other_noise(), "\u{1d}\u{2}~~\u{7f}\u{1b}[2J#".to_owned()),
    ]
}

/// Pieces with RFID tags on the reader: the item in the numbers of its maker, and how many.
fn tags(more: String, items: &[(&str, u32)]) -> Thing {
    let tag = |(item, serial): (&str, u32)| encode_tag_uri(&format!("urn:epc:tag:sgtin-96:1.{item}.{serial}")).ok();
    let all = items.iter().flat_map(|(item, n)| (1..=*n).map(move |serial| (*item, serial)));
    Thing { name: "RFID".to_owned(), more, bytes: Bytes::Tags(all.filter_map(tag).collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::station::words::Language;

    fn tray() -> Tray {
        Tray::new(Workshop::open().unwrap(), Words(Language::English))
    }

    fn names(tray: &Tray) -> Vec<&str> {
        tray.found().iter().map(|thing| thing.name.as_str()).collect()
    }

    #[test]
    fn every_tab_has_something_to_scan() {
        let mut tray = tray();
        for tab in 0..6 {
            assert_eq!(tray.tab, tab);
            assert!(tray.chosen().is_some());
            tray.turn(1);
        }
        tray.turn(1);
        assert_eq!(tray.tab, 5, "it ends at the last");
    }

    #[test]
    fn tags_come_onto_the_reader_and_off_it() {
        let on_reader = others(Words(Language::English)).into_iter().filter_map(|thing| match thing.bytes {
            Bytes::Tags(tags) => Some(tags.len()),
            Bytes::Badge(_) | Bytes::Scan(_) => None,
        });
        assert_eq!(on_reader.collect::<Vec<_>>(), [15, 0]);
    }

    #[test]
    fn parts_of_jobs_come_first_and_a_search_finds_the_rest() {
        let mut tray = tray();
        tray.turn(2);
        assert_eq!(names(&tray)[0], "04E115561H");
        let all = names(&tray).len();
        "wt-none".chars().for_each(|letter| tray.letter(letter));
        assert_eq!(tray.chosen(), None);
        tray.search(false);
        "w 712".chars().for_each(|letter| tray.letter(letter));
        assert!(names(&tray).contains(&"W 712/95"), "{:?}", names(&tray));
        assert!(names(&tray).len() < all);
    }

    #[test]
    fn the_parts_of_a_job_lie_on_top_after_its_card() {
        let mut tray = tray();
        tray.turn(1);
        tray.step(10);
        assert_eq!(names(&tray)[10], "4711");
        tray.was_scanned();
        tray.turn(1);
        assert_eq!(names(&tray)[..2], ["06L115562B", "CAS-EDGE-5W30LL-208"]);
    }

    #[test]
    fn the_choice_stays_on_the_list() {
        let mut tray = tray();
        tray.step(-1);
        assert_eq!(tray.tabs[0].selected, 0);
        tray.page(5);
        assert_eq!(tray.tabs[0].selected, names(&tray).len() - 1);
    }
}
