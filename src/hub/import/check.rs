//! Reads all tables and finds every mistake that can be found without keeping anything.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::BufReader;
use std::ops::ControlFlow;

use super::orders::{self, Places};
use super::overlay::Overlay;
use super::supply::Supply;
use super::{Files, ImportError, Mistakes, Progress, Table, Watch};
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::PartNo;
use crate::hub::store::{Order, Site};
use crate::import::{
    At, BinRow, CheckRow, CodeRow, FitRow, GuideRow, KitRow, LevelRow, LineRow, OrderRow, PartRow, Row, Rows, SkillRow,
    StockRow, read_table,
};
use crate::store::catalogue::{CatalogueDb, CatalogueError};

/// Rows between two reports of progress.
pub(super) const STEP: u64 = 5_000;

pub(super) struct Checked<'a> {
    pub(super) mistakes: Mistakes,
    pub(super) rows: BTreeMap<Table, u64>,
    pub(super) orders: Vec<Order>,
    pub(super) places: Places,
    pub(super) overlay: Overlay<'a>,
}

pub(super) fn check<'a>(
    files: &Files,
    below: &'a CatalogueDb,
    site: &Site,
    progress: Watch<'_>,
) -> Result<Checked<'a>, ImportError> {
    let mut reading = Reading { files, mistakes: Mistakes::default(), rows: BTreeMap::new(), progress };
    let bins = reading.whole::<BinRow>(Table::Bins)?;
    let bins = bins.into_iter().map(|at| (at.row.0.id.clone(), at.row.0)).collect();
    let mut overlay = Overlay { below, parts: BTreeMap::new(), bins };
    let lines = reading.whole::<LineRow>(Table::Lines)?;
    let stock = reading.whole::<StockRow>(Table::Stock)?;
    let purchase = reading.whole::<OrderRow>(Table::Orders)?;
    let levels = reading.whole::<LevelRow>(Table::Levels)?;
    let spoken_of = lines.iter().map(|at| &at.row.part).chain(stock.iter().map(|at| &at.row.part));
    let spoken_of = spoken_of.chain(purchase.iter().map(|at| &at.row.part)).chain(levels.iter().map(|at| &at.row.part));
    let spoken_of = spoken_of.cloned().collect();
    let parts = reading.parts(&mut overlay, &spoken_of)?;
    reading.codes(&overlay, &parts)?;
    reading.relations(&overlay, &parts)?;
    let work = orders::Work {
        shifts: reading.whole(Table::Shifts)?,
        people: reading.whole(Table::People)?,
        jobs: reading.whole(Table::Jobs)?,
        operations: reading.whole(Table::Operations)?,
        lines,
        stock,
        certificates: reading.whole(Table::Certificates)?,
        supply: Supply { levels, orders: purchase, periods: reading.whole(Table::Periods)? },
    };
    reading.whole::<GuideRow>(Table::Guides)?;
    reading.whole::<CheckRow>(Table::Checks)?;
    reading.whole::<SkillRow>(Table::Skills)?;
    let Reading { mut mistakes, rows, .. } = reading;
    let (orders, places) = orders::orders(work, site, &mut mistakes);
    Ok(Checked { mistakes, rows, orders, places, overlay })
}

/// Opens a table of the call.
pub(super) fn open(files: &Files, table: Table) -> Result<Option<BufReader<File>>, ImportError> {
    let file = files.get(&table).map(File::open).transpose();
    Ok(file.map_err(|source| ImportError::File { table, source })?.map(BufReader::new))
}

/// What has come by, as hashes: two different texts of a million fall together once in ten million files.
#[derive(Default)]
struct Seen {
    hasher: RandomState,
    lines: HashMap<u64, u64>,
}

impl Seen {
    /// The line where the key came first, when it came before.
    fn before(&mut self, key: &str, line: u64) -> Option<u64> {
        let hash = self.hasher.hash_one(key);
        let first = *self.lines.entry(hash).or_insert(line);
        (first != line).then_some(first)
    }

    fn has(&self, key: &str) -> bool {
        self.lines.contains_key(&self.hasher.hash_one(key))
    }
}

struct Reading<'f, 'p> {
    files: &'f Files,
    mistakes: Mistakes,
    rows: BTreeMap<Table, u64>,
    progress: Watch<'p>,
}

impl Reading<'_, '_> {
    /// A table of moderate size.
    fn whole<T: Row>(&mut self, table: Table) -> Result<Vec<At<T>>, ImportError> {
        let Some(file) = open(self.files, table)? else { return Ok(Vec::new()) };
        let rows = read_table(file).unwrap_or_else(|error| {
            self.mistakes.add_table(table, error);
            Vec::new()
        });
        self.rows.insert(table, rows.len() as u64);
        Ok(rows)
    }

    /// A table of any size, row by row; `with` may find more mistakes.
    fn each<T: Row>(
        &mut self,
        table: Table,
        phase: &'static str,
        mut with: impl FnMut(At<T>, &mut Mistakes),
    ) -> Result<(), ImportError> {
        let Some(file) = open(self.files, table)? else { return Ok(()) };
        let rows = match Rows::<_, T>::open(file) {
            Ok(rows) => rows,
            Err(errors) => {
                self.mistakes.add_table(table, crate::import::TableError { file: T::FILE, errors, more: false });
                return Ok(());
            }
        };
        let mut done = 0;
        for row in rows {
            match row {
                Ok(row) => with(row, &mut self.mistakes),
                Err(errors) => {
                    let error = crate::import::TableError { file: T::FILE, errors, more: false };
                    self.mistakes.add_table(table, error);
                }
            }
            done += 1;
            if self.mistakes.more {
                break;
            }
            if done % STEP == 0 && (self.progress)(Progress { phase, done, total: 0 }) == ControlFlow::Break(()) {
                return Err(CatalogueError::Stopped.into());
            }
        }
        self.rows.insert(table, done);
        Ok(())
    }

    fn parts(&mut self, overlay: &mut Overlay<'_>, spoken_of: &BTreeSet<PartNo>) -> Result<Seen, ImportError> {
        let mut seen = Seen::default();
        self.each::<PartRow>(Table::Parts, "check parts", |At { line, row: PartRow(part) }, mistakes| {
            if let Some(first) = seen.before(part.number.as_str(), line) {
                mistakes.add(Table::Parts, line, "number", format!("{} stands on line {first} already", part.number));
            }
            if let Some(home) = part.home_bin.as_ref().filter(|home| overlay.bin(home).is_none()) {
                mistakes.add(Table::Parts, line, "home_bin", format!("there is no bin {home}"));
            }
            if spoken_of.contains(&part.number) {
                overlay.parts.insert(part.number.clone(), part);
            }
        })?;
        Ok(seen)
    }

    /// Kits and what parts fit.
    fn relations(&mut self, overlay: &Overlay<'_>, parts: &Seen) -> Result<(), ImportError> {
        let known = |part: &PartNo| parts.has(part.as_str()) || overlay.part(part).is_some();
        let mut seen = Seen::default();
        self.each::<KitRow>(Table::Kits, "check kits", |At { line, row }, mistakes| {
            if let Some(first) = seen.before(&format!("{} {}", row.kit, row.part), line) {
                mistakes.add(Table::Kits, line, "", format!("this piece of the kit is on line {first} already"));
            }
            for (column, part) in [("kit", &row.kit), ("part", &row.part)] {
                if !known(part) {
                    mistakes.add(Table::Kits, line, column, format!("there is no part {part}"));
                }
            }
        })?;
        self.each::<FitRow>(Table::Fitment, "check fitment", |At { line, row }, mistakes| {
            if !known(&row.part) {
                mistakes.add(Table::Fitment, line, "part", format!("there is no part {}", row.part));
            }
        })
    }

    fn codes(&mut self, overlay: &Overlay<'_>, parts: &Seen) -> Result<(), ImportError> {
        let mut seen = Seen::default();
        self.each::<CodeRow>(Table::Codes, "check codes", |At { line, row }, mistakes| {
            let key = format!("{:?} {} {}", row.kind, row.code, row.part);
            if let Some(first) = seen.before(&key, line) {
                mistakes.add(
                    Table::Codes,
                    line,
                    "",
                    format!("the same code for the same part is on line {first} already"),
                );
            }
            if !parts.has(row.part.as_str()) && overlay.part(&row.part).is_none() {
                mistakes.add(Table::Codes, line, "part", format!("there is no part {}", row.part));
            }
        })
    }
}
