//! The floor: what a scan costs when nothing is thought about it. A line from the scanner, the same bytes in an SQLite commit
//! with the same promise, a screen of the same size that shows it: one thread, one after the other.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::{Connection, params};

use crate::bare;

/// As the product's log has it: DESIGN fixes these.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 100;
    PRAGMA journal_size_limit = 1048576; PRAGMA cache_size = -512;
    CREATE TABLE IF NOT EXISTS own (at INTEGER PRIMARY KEY, bytes BLOB NOT NULL, link BLOB NOT NULL) STRICT;";
/// Lines of a list, as on the kiosk's screen of a delivery.
const LISTED: usize = 12;

/// Runs until it is killed.
pub(crate) fn run(folder: &Path, scanner: &Path, bytes: &str) {
    let connection = Connection::open(folder.join("floor.db")).expect("a database");
    connection.execute_batch(SETTINGS).expect("a write-ahead log");
    let record = vec![0x5a_u8; bytes.parse().expect("a number")];
    let mut scanner = File::open(scanner).expect("a scanner");
    let mut terminal = bare::terminal();
    let mut list: VecDeque<String> = VecDeque::new();
    show(&mut terminal, "ready", &list);
    let mut line = Vec::new();
    let mut buffer = [0; 256];
    loop {
        let count = scanner.read(&mut buffer).expect("a scanner");
        line.extend_from_slice(&buffer[..count]);
        let Some(end) = line.iter().position(|byte| *byte == b'\r') else { continue };
        let text = String::from_utf8_lossy(&line[..end]).into_owned();
        line.clear();
        let transaction = connection.unchecked_transaction().expect("a transaction");
        let insert = "INSERT INTO own (bytes, link) VALUES (?, ?)";
        let mut insert = connection.prepare_cached(insert).expect("a statement");
        insert.execute(params![record, [7_u8; 32]]).expect("a row");
        transaction.commit().expect("a commit");
        list.push_front(text.clone());
        list.truncate(LISTED);
        show(&mut terminal, &text, &list);
    }
}

fn show(
    terminal: &mut ratatui::Terminal<ratatui::backend::CrosstermBackend<std::io::BufWriter<std::io::Stdout>>>,
    text: &str,
    list: &VecDeque<String>,
) {
    let mut lines = vec!["floor".to_owned(), String::new(), format!("Saved - {text}"), String::new()];
    lines.extend(list.iter().map(|text| format!("{text:<20} Name of the part {text:<24} 1 pc   GOODS-IN")));
    lines.resize(23, String::new());
    lines.push("F1 Help  F2 Jobs  F3 Search  F12 Language".to_owned());
    bare::draw(terminal, &lines);
}
