//! The tables that a workshop starts from, taken in as a whole: everything is checked first, against what the hub holds and
//! against the other tables of the same call, and only then kept.
//!
//! Parts, codes, kits, fitment and bins go to the catalogue; people, jobs and opening stock become records of the hub's
//! own chain. What is there already, in the same words, is left as it is, so a call that was cut off can simply be given
//! again.

mod check;
mod load;
mod orders;
mod overlay;
mod supply;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Hub;
use super::store::{Answer, StoreError};
use crate::clock;
use crate::domain::entry::Stamp;
use crate::import::{MAX_ERRORS, TableError};
use crate::store::catalogue::CatalogueError;
use check::Checked;

/// The tables, in the order in which they build on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Table {
    Bins,
    Parts,
    Codes,
    Shifts,
    Kits,
    Fitment,
    People,
    Jobs,
    Operations,
    Lines,
    Stock,
    Guides,
    Checks,
    Skills,
    Certificates,
    Levels,
    Orders,
    Periods,
}

impl Table {
    pub const ALL: [Table; 18] = [
        Table::Bins,
        Table::Parts,
        Table::Codes,
        Table::Kits,
        Table::Fitment,
        Table::Shifts,
        Table::People,
        Table::Jobs,
        Table::Operations,
        Table::Lines,
        Table::Stock,
        Table::Guides,
        Table::Checks,
        Table::Skills,
        Table::Certificates,
        Table::Levels,
        Table::Orders,
        Table::Periods,
    ];

    /// The word used in commands and addresses: `parts`.
    pub fn name(self) -> &'static str {
        match self {
            Table::Bins => "bins",
            Table::Parts => "parts",
            Table::Codes => "codes",
            Table::Shifts => "shifts",
            Table::Kits => "kits",
            Table::Fitment => "fitment",
            Table::People => "people",
            Table::Jobs => "jobs",
            Table::Operations => "operations",
            Table::Lines => "lines",
            Table::Stock => "stock",
            Table::Guides => "guides",
            Table::Checks => "checks",
            Table::Skills => "skills",
            Table::Certificates => "certificates",
            Table::Levels => "levels",
            Table::Orders => "orders",
            Table::Periods => "periods",
        }
    }

    /// The file's usual name: `parts.csv`.
    pub fn file(self) -> String {
        format!("{}.csv", self.name())
    }

    pub fn from_name(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.name() == name)
    }
}

/// The files of one call, one of each table at most.
pub type Files = BTreeMap<Table, PathBuf>;

/// One mistake in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    pub table: Table,
    /// From 1, the header being line 1; 0 when no line is meant.
    pub line: u64,
    /// As the header spells it; empty when the whole row is meant.
    pub column: String,
    pub error: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.table.file())?;
        if self.line > 0 {
            write!(f, ", line {}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.error)
    }
}

/// Mistakes, at most [`MAX_ERRORS`].
#[derive(Debug, Default)]
struct Mistakes {
    found: Vec<Mistake>,
    more: bool,
}

impl Mistakes {
    fn add(&mut self, table: Table, line: u64, column: &str, error: impl std::fmt::Display) {
        if self.found.len() == MAX_ERRORS {
            self.more = true;
        } else {
            self.found.push(Mistake { table, line, column: column.to_owned(), error: error.to_string() });
        }
    }

    fn add_table(&mut self, table: Table, error: TableError) {
        for mistake in error.errors {
            self.add(table, mistake.line, &mistake.column, mistake.why);
        }
        self.more |= error.more;
    }
}

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// `more`: there are others than those listed.
    #[error("{} mistakes{}", mistakes.len(), if *more { " and more" } else { "" })]
    Mistakes { mistakes: Vec<Mistake>, more: bool },
    #[error("read {}: {source}", table.file())]
    File { table: Table, source: std::io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// Rows by table.
    pub rows: BTreeMap<Table, u64>,
    /// Records that were made.
    pub recorded: u64,
    /// People, jobs and balances that were there already.
    pub unchanged: u64,
    /// Nothing was kept, because only a try was asked for.
    pub dry_run: bool,
}

/// How far an import is. `total` is 0 when it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done: `check parts`, `write`, `index`, `pack`.
    pub phase: &'static str,
    pub done: u64,
    pub total: u64,
}

/// Told of the progress; may stop the import as long as nothing is kept.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

impl Hub {
    /// Takes the tables in, all or nothing. Blocks: a million parts take minutes, in which stations go on as ever.
    ///
    /// # Errors
    /// All mistakes at once, by line and column. If the machine fails between the catalogue and the records, the catalogue is
    /// changed already; the same call again completes it.
    pub fn import(&self, files: &Files, dry_run: bool, progress: Watch<'_>) -> Result<Report, ImportError> {
        let reader = self.catalogue.reader()?;
        let Checked { mut mistakes, rows, orders, places, overlay } =
            check::check(files, &reader, self.site(), progress)?;
        let stamp = stamp()?;
        if mistakes.found.is_empty() {
            let answers = self.store.office(&orders, stamp, &overlay, false)?;
            places.explain(&answers, &mut mistakes);
        }
        if !mistakes.found.is_empty() {
            return Err(ImportError::Mistakes { mistakes: mistakes.found, more: mistakes.more });
        }
        let mut report = Report { rows, dry_run, ..Report::default() };
        if dry_run {
            return Ok(report);
        }
        let loaded = load::load(&self.catalogue, files, &orders, progress);
        // A station may have taught a code while the catalogue was taken.
        self.codes_changed();
        loaded?;
        let answers = self.store.office(&orders, stamp, &overlay, true)?;
        self.tell_stations();
        // A station may have recorded something in between that stands against it.
        places.explain(&answers, &mut mistakes);
        if !mistakes.found.is_empty() {
            return Err(ImportError::Mistakes { mistakes: mistakes.found, more: mistakes.more });
        }
        for answer in &answers {
            match answer {
                Answer::Recorded(_) => report.recorded += 1,
                Answer::Unchanged | Answer::Refused(_) | Answer::TooLarge(_) => report.unchanged += 1,
            }
        }
        Ok(report)
    }
}

/// The stamp of a call's first record. A run of its own, so that its counter begins at 1.
fn stamp() -> Result<Stamp, getrandom::Error> {
    let mut run = [0; 16];
    getrandom::fill(&mut run)?;
    let now = clock::now();
    Ok(Stamp {
        run,
        counter: 1,
        boot: clock::boot_id(),
        since_boot_ms: now.since_boot_ms,
        wall_ms: now.wall_ms,
        trusted: now.trusted,
        seen_hub_seq: 0,
    })
}
