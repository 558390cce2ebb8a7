//! Search among a million parts while somebody types. Run with `cargo bench --bench search [-- FOLDER]`; with a folder the
//! catalogue is made there once and kept for the next run. Target: the 99th percentile of every line below 20 ms.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::float_arithmetic, reason = "figures for people to read")]

mod parts;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use parts::{CARS, PARTS, PLACES, Random, THINGS};
use pitbox::domain::catalogue::{Catalogue, CodeKind, Part};
use pitbox::domain::ids::PartNo;
use pitbox::store::catalogue::{CatalogueDb, CatalogueWriter, FeedRow, Page, Revisions};

/// What a screen shows.
const SHOWN: usize = 12;

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status
        .lines()
        .filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS") || line.starts_with("RssAnon"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}

fn measure(name: &str, queries: &BTreeSet<String>, mut ask: impl FnMut(&str) -> usize) {
    let mut times: Vec<(Duration, &str)> = Vec::new();
    let mut found = 0;
    for query in queries {
        let start = now();
        found += ask(query);
        times.push((start.elapsed(), query));
    }
    times.sort();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].0.as_secs_f64() * 1e3;
    let (worst, query) = times[times.len() - 1];
    println!(
        "{name:<28} {:>6} queries  p50 {:>7.3} ms  p99 {:>7.3} ms  max {:>7.3} ms ({query})  {:.1} shown",
        times.len(),
        at(50),
        at(99),
        worst.as_secs_f64() * 1e3,
        found as f64 / times.len() as f64,
    );
}

fn strings(all: impl IntoIterator<Item = impl ToString>) -> BTreeSet<String> {
    all.into_iter().map(|item| item.to_string()).collect()
}

/// All runs of as many Chinese characters that occur in names.
fn chinese(count: usize) -> BTreeSet<String> {
    let names = [THINGS, PLACES, CARS].into_iter().flat_map(|list| list.split([';', '/']));
    let mut found = BTreeSet::new();
    for name in names {
        let chars: Vec<char> = name.chars().filter(|c| !c.is_ascii()).collect();
        found.extend(chars.windows(count).map(String::from_iter));
    }
    found
}

/// Pinyin initials as people type them: beginnings of the Chinese names.
fn initials(count: usize) -> BTreeSet<String> {
    use pinyin::ToPinyin;
    let letter = |c: char| c.to_pinyin().map(|pinyin| pinyin.first_letter());
    chinese(count).iter().filter_map(|text| text.chars().map(letter).collect::<Option<String>>()).collect()
}

fn beginnings(words: &[&str], count: usize) -> BTreeSet<String> {
    let words = words.iter().flat_map(|list| list.split(|c: char| !c.is_ascii_alphanumeric()));
    words.filter(|word| word.len() >= count).map(|word| word[..count].to_lowercase()).collect()
}

fn main() {
    let kept = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = kept.as_ref().map_or(temporary.path(), |kept| Path::new(kept));
    if kept.is_none() || std::fs::read_dir(folder).is_ok_and(|mut files| files.next().is_none()) {
        parts::load(folder);
        println!("loaded; {}", memory());
    }
    for file in std::fs::read_dir(folder).expect("the folder").flatten() {
        println!("{:?} {} MB", file.file_name(), file.metadata().map_or(0, |data| data.len()) / 1_000_000);
    }
    let start = now();
    let db = CatalogueDb::open(folder).expect("a reader");
    println!("open {:.3} ms; {}", start.elapsed().as_secs_f64() * 1e3, memory());
    let search = |query: &str| db.search(query, SHOWN).len();
    let two_letters = ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}")));
    measure("one letter", &strings('a'..='z'), search);
    measure("one digit", &strings('0'..='9'), search);
    measure("two letters", &strings(two_letters), search);
    for count in 3..=8 {
        measure(&format!("words, {count} letters"), &beginnings(&[THINGS, PLACES, CARS], count), search);
    }
    for count in 1..=5 {
        measure(&format!("Chinese, {count} characters"), &chinese(count), search);
    }
    for count in 1..=6 {
        measure(&format!("pinyin, {count} initials"), &initials(count), search);
    }
    several_words(&db);
    numbers(&db);
    println!("{}", memory());
    beside_writer(folder, &db);
    assert!(!db.failed());
}

/// Searches while small changes go in, page by page, and after them.
fn beside_writer(folder: &Path, db: &CatalogueDb) {
    let mut writer = CatalogueWriter::open(folder, Revisions::None).expect("a writer");
    let parts: Vec<Part> = chinese(1).iter().flat_map(|query| db.search(query, 30)).collect();
    let renamed = |part: &Part| {
        FeedRow::Part(Part { name_en: format!("{} v{}", part.name_en, part.name_en.len()), ..part.clone() })
    };
    let rows: Vec<FeedRow> = parts.iter().map(renamed).collect();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (origin, cursor) = db_cursor(folder);
            for rows in rows.chunks(500) {
                let start = now();
                let page = Page { origin: origin.max(1), rows: rows.to_vec(), next: cursor + 1, more: true };
                writer.apply(&page).expect("a page is taken");
                println!("page of {} changed parts {:.0} ms", rows.len(), start.elapsed().as_secs_f64() * 1e3);
            }
            done.store(true, std::sync::atomic::Ordering::Release);
        });
        while !done.load(std::sync::atomic::Ordering::Acquire) {
            measure("one character, beside writer", &chinese(1), |query| db.search(query, SHOWN).len());
        }
    });
    measure("one character, after changes", &chinese(1), |query| db.search(query, SHOWN).len());
    let start = now();
    let mut steps = 1;
    while writer.tidy().expect("tidied") {
        steps += 1;
    }
    println!("tidied in {steps} steps of {:.1} ms", start.elapsed().as_secs_f64() * 1e3 / f64::from(steps));
    measure("one character, tidied", &chinese(1), |query| db.search(query, SHOWN).len());
}

fn db_cursor(folder: &Path) -> (u64, u64) {
    CatalogueDb::open(folder).and_then(|db| db.cursor()).expect("a cursor")
}

fn several_words(db: &CatalogueDb) {
    let mut random = Random(1);
    let two = |a: &BTreeSet<String>, b: &BTreeSet<String>, random: &mut Random| {
        let (a, b): (Vec<_>, Vec<_>) = (a.iter().collect(), b.iter().collect());
        (0..500).map(|_| format!("{} {}", random.of(&a), random.of(&b))).collect::<BTreeSet<_>>()
    };
    let search = |query: &str| db.search(query, SHOWN).len();
    let letters = strings('a'..='z');
    let (things, cars) = (beginnings(&[THINGS], 4), beginnings(&[CARS], 3));
    measure("two words", &two(&things, &cars, &mut random), search);
    measure("two things", &two(&things, &things, &mut random), search);
    measure("word and letter", &two(&things, &letters, &mut random), search);
    measure("two letters apart", &two(&letters, &letters, &mut random), search);
    measure("two characters apart", &two(&chinese(1), &chinese(1), &mut random), search);
    measure("Chinese and word", &two(&chinese(2), &cars, &mut random), search);
}

fn numbers(db: &CatalogueDb) {
    let mut random = Random(2);
    let mut numbers = Vec::new();
    let sample = db.search("1", 200).into_iter().chain(db.search("油", 200)).chain(db.search("w", 200));
    numbers.extend(sample.map(|part| part.number.to_string()));
    for count in [1, 2, 3, 4, 6, 8] {
        let prefixes = numbers.iter().map(|number| number.chars().take(count).collect::<String>()).collect();
        measure(&format!("number, {count} characters"), &prefixes, |query| db.search(query, SHOWN).len());
    }
    let gtins = (0..500).map(|_| format!("{}", 4_000_000_000_000 + random.next() % PARTS * 10)).collect();
    measure("GTIN typed", &gtins, |query| db.search(query, SHOWN).len());
    measure("GTIN scanned", &gtins, |query| db.code(CodeKind::Gtin, &format!("0{query}")).len());
    let numbers = numbers.into_iter().collect();
    measure("part by number", &numbers, |query| {
        usize::from(PartNo::new(query).is_ok_and(|number| db.part(&number).is_some()))
    });
}
