//! The print outbox: every label that was asked for, committed with the record that caused it, and how far it got.
//!
//! queued -> sent -> confirmed | failed | unknown. Nothing is printed twice blindly: a job that was cut off between sent
//! and confirmed becomes unknown, and a person is asked; a reprint is a new job that names the first. Nothing is lost
//! either: what failed or is unknown stays open until a person closes it, and the reprint closes it in its own commit.
//! Only a job of which no byte has left goes back to queued.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::StoreError;
use crate::domain::ids::RecordName;
use crate::domain::print::PrintRequest;

/// How many finished jobs are kept for looking back and reprinting.
pub const KEPT: i64 = 1_000;

/// The reason in the table of a job that was cancelled.
const CANCELLED: &str = "cancelled";

/// Where a print job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintState {
    Queued,
    /// On its way to the printer. `awaits`: the printer reports, its answer is still to come; set it before the first
    /// byte is written, too. Without it the whole job was written to a printer that never reports: nobody is asked.
    Sent {
        awaits: bool,
    },
    /// The printer says that it is printed.
    Confirmed,
    /// Not printed, with the reason; open until a person prints it again or cancels it.
    Failed {
        why: String,
    },
    /// A person does not want it any more, or had it printed again under another number.
    Cancelled,
    /// Cut off after it was sent: a person looks whether the label came out.
    Unknown,
}

impl PrintState {
    /// Spelling in the store and in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            PrintState::Queued => "queued",
            PrintState::Sent { .. } => "sent",
            PrintState::Confirmed => "confirmed",
            PrintState::Failed { .. } => "failed",
            PrintState::Cancelled => "cancelled",
            PrintState::Unknown => "unknown",
        }
    }

    /// Spelling in the table, which knows no cancelled ones: they are failed for that reason.
    fn stored(&self) -> (&'static str, Option<&str>) {
        match self {
            PrintState::Cancelled => ("failed", Some(CANCELLED)),
            PrintState::Failed { why } => ("failed", Some(why)),
            state @ (PrintState::Queued | PrintState::Sent { .. } | PrintState::Confirmed | PrintState::Unknown) => {
                (state.code(), None)
            }
        }
    }

    /// True while the program or a person still has something to do.
    pub fn is_open(&self) -> bool {
        match self {
            PrintState::Queued
            | PrintState::Sent { awaits: true }
            | PrintState::Failed { .. }
            | PrintState::Unknown => true,
            PrintState::Sent { awaits: false } | PrintState::Confirmed | PrintState::Cancelled => false,
        }
    }

    fn from_code(code: &str, awaits: bool, why: Option<String>) -> Option<PrintState> {
        match code {
            "queued" => Some(PrintState::Queued),
            "sent" => Some(PrintState::Sent { awaits }),
            "confirmed" => Some(PrintState::Confirmed),
            "failed" if why.as_deref() == Some(CANCELLED) => Some(PrintState::Cancelled),
            "failed" => Some(PrintState::Failed { why: why.unwrap_or_default() }),
            "unknown" => Some(PrintState::Unknown),
            _ => None,
        }
    }
}

/// A label that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPrint {
    pub request: PrintRequest,
    /// Name of the printer's `[[device]]`; none when the shell chooses.
    pub printer: Option<String>,
    /// The job that this one repeats.
    pub reprint_of: Option<i64>,
    /// Milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
}

/// A job of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    pub id: i64,
    /// The record that caused it; none when it was asked for by hand.
    pub record: Option<RecordName>,
    pub request: PrintRequest,
    pub printer: Option<String>,
    pub state: PrintState,
    /// How often it was sent.
    pub attempts: u32,
    pub reprint_of: Option<i64>,
    pub created_ms: i64,
    pub changed_ms: i64,
}

/// What the print thread has to say of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintChange {
    pub id: i64,
    pub state: PrintState,
    /// Set when the printer was chosen, and when the printer itself confirmed. Of a queued job: the printer that a person
    /// wants for it.
    pub printer: Option<String>,
    /// The rendered bytes, to keep them.
    pub bytes: Option<Vec<u8>>,
    /// Milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
}

const COLUMNS: &str =
    "id, record, template, key, fields, printer, state, awaits, why, attempts, reprint_of, created_ms, changed_ms";

/// Adds a job in the state queued; part of the transaction of its record. The one that it repeats is closed with it, so
/// that there is never neither and never both.
pub(super) fn queue(connection: &Connection, record: Option<RecordName>, print: &NewPrint) -> Result<i64, StoreError> {
    let sql = "INSERT INTO print (record, template, key, fields, printer, state, reprint_of, created_ms, changed_ms)
               VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?)";
    let fields = serde_json::to_string(&print.request.fields).map_err(StoreError::corrupt)?;
    connection.prepare_cached(sql)?.execute(params![
        record.map(|name| name.0),
        print.request.template,
        print.request.key,
        fields,
        print.printer,
        print.reprint_of,
        print.at_ms,
        print.at_ms
    ])?;
    let id = connection.last_insert_rowid();
    if let Some(first) = print.reprint_of {
        let (state, why) = PrintState::Cancelled.stored();
        let sql = "UPDATE print SET state = ?, awaits = 0, why = ?, changed_ms = ?
                   WHERE id = ? AND state IN ('failed', 'unknown')";
        connection.prepare_cached(sql)?.execute(params![state, why, print.at_ms, first])?;
    }
    Ok(id)
}

/// Moves a job on. A finished one stays as it is.
pub(super) fn change(connection: &Connection, change: &PrintChange) -> Result<(), StoreError> {
    let before = job(connection, change.id)?;
    let before = before.ok_or_else(|| StoreError::disorder(format!("there is no print job {}", change.id)))?;
    if !before.state.is_open() && before.state != change.state {
        let (from, to) = (before.state.code(), change.state.code());
        return Err(StoreError::disorder(format!("print job {} is {from} and cannot become {to}", change.id)));
    }
    let awaits = change.state == PrintState::Sent { awaits: true };
    let begins = awaits || (before.state == PrintState::Queued && matches!(change.state, PrintState::Sent { .. }));
    let (state, why) = change.state.stored();
    let queued = change.state == PrintState::Queued;
    let sql = "UPDATE print SET state = ?, awaits = ?, why = ?, attempts = attempts + ?,
               printer = CASE WHEN ? THEN ? ELSE coalesce(?, printer) END, changed_ms = ? WHERE id = ?";
    connection.prepare_cached(sql)?.execute(params![
        state,
        awaits,
        why,
        begins,
        queued,
        change.printer,
        change.printer,
        change.at_ms,
        change.id
    ])?;
    if let (PrintState::Confirmed, Some(printer)) = (&change.state, &change.printer) {
        let sql = "INSERT OR IGNORE INTO reporting_printer (name) VALUES (?)";
        connection.prepare_cached(sql)?.execute([printer])?;
    }
    if let Some(bytes) = &change.bytes {
        let sql = "INSERT OR REPLACE INTO print_bytes (id, bytes) VALUES (?, ?)";
        connection.prepare_cached(sql)?.execute(params![change.id, bytes])?;
    }
    Ok(())
}

/// At start: jobs cut off after they were sent become unknown, and old finished ones go. Writes only when it must.
pub(super) fn settle(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("UPDATE print SET state = 'unknown', awaits = 0 WHERE state = 'sent' AND awaits = 1", [])?;
    let sql = "DELETE FROM print WHERE id <= (SELECT max(id) FROM print) - ?
               AND (state = 'confirmed' OR (state = 'failed' AND why = ?) OR (state = 'sent' AND awaits = 0))";
    connection.execute(sql, params![KEPT, CANCELLED])?;
    Ok(())
}

/// One job.
pub(super) fn job(connection: &Connection, id: i64) -> Result<Option<PrintJob>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM print WHERE id = ?");
    connection.prepare_cached(&sql)?.query_row([id], |row| Ok(read(row))).optional()?.transpose()
}

/// All jobs that are kept, oldest first.
pub(super) fn jobs(connection: &Connection) -> Result<Vec<PrintJob>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM print ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

/// Names of the printers that have ever confirmed a label.
pub(super) fn reporting(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare("SELECT name FROM reporting_printer ORDER BY name")?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The jobs of a record.
pub(super) fn jobs_of(connection: &Connection, record: RecordName) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare("SELECT id FROM print WHERE record = ? ORDER BY id")?;
    let ids = statement.query_map([record.0], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The rendered bytes of a job, when they were kept.
pub(super) fn bytes(connection: &Connection, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT bytes FROM print_bytes WHERE id = ?")?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?)
}

/// The outbox by itself, in memory: for trials of what stands on it.
#[cfg(all(test, feature = "kiosk"))]
pub(crate) struct Alone(Connection);

#[cfg(all(test, feature = "kiosk"))]
impl Alone {
    pub(crate) fn new() -> Alone {
        let mut connection = Connection::open_in_memory().expect("a database in memory");
        super::migrations::run(&mut connection).expect("its tables");
        Alone(connection)
    }

    pub(crate) fn queue(&self, print: &NewPrint) -> i64 {
        queue(&self.0, None, print).expect("queued")
    }

    pub(crate) fn change(&self, to: &PrintChange) {
        change(&self.0, to).expect("changed");
    }

    /// As a kiosk finds it when it starts.
    pub(crate) fn start(&self) {
        settle(&self.0).expect("settled");
    }

    pub(crate) fn jobs(&self) -> Vec<PrintJob> {
        jobs(&self.0).expect("jobs")
    }

    pub(crate) fn reporting(&self) -> Vec<String> {
        reporting(&self.0).expect("names")
    }

    pub(crate) fn bytes(&self, id: i64) -> Option<Vec<u8>> {
        bytes(&self.0, id).expect("bytes")
    }
}

fn read(row: &Row<'_>) -> Result<PrintJob, StoreError> {
    let fields: String = row.get(4)?;
    let fields = serde_json::from_str(&fields).map_err(StoreError::corrupt)?;
    let state: String = row.get(6)?;
    let known = PrintState::from_code(&state, row.get(7)?, row.get(8)?);
    Ok(PrintJob {
        id: row.get(0)?,
        record: row.get::<_, Option<[u8; 16]>>(1)?.map(RecordName),
        request: PrintRequest { template: row.get(2)?, key: row.get(3)?, fields },
        printer: row.get(5)?,
        state: known.ok_or_else(|| StoreError::corrupt(format!("print state {state:?}")))?,
        attempts: row.get(9)?,
        reprint_of: row.get(10)?,
        created_ms: row.get(11)?,
        changed_ms: row.get(12)?,
    })
}
