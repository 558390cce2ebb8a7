//! The print outbox: every label that was asked for, committed with the record that caused it, and how far it got.
//!
//! queued -> sent -> confirmed | failed | unknown. Nothing is printed twice blindly: a job that was cut off between sent
//! and confirmed becomes unknown, and a person is asked; a reprint is a new job that names the first.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::StoreError;
use crate::domain::ids::RecordName;
use crate::domain::print::PrintRequest;

/// How many finished jobs are kept for looking back and reprinting.
pub const KEPT: i64 = 1_000;

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
    /// Not printed, with the reason.
    Failed {
        why: String,
    },
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
            PrintState::Unknown => "unknown",
        }
    }

    /// True while the program or a person still has something to do.
    pub fn is_open(&self) -> bool {
        match self {
            PrintState::Queued | PrintState::Sent { awaits: true } | PrintState::Unknown => true,
            PrintState::Sent { awaits: false } | PrintState::Confirmed | PrintState::Failed { .. } => false,
        }
    }

    fn from_code(code: &str, awaits: bool, why: Option<String>) -> Option<PrintState> {
        match code {
            "queued" => Some(PrintState::Queued),
            "sent" => Some(PrintState::Sent { awaits }),
            "confirmed" => Some(PrintState::Confirmed),
            "failed" => Some(PrintState::Failed { why: why.unwrap_or_default() }),
            "unknown" => Some(PrintState::Unknown),
            _ => None,
        }
    }

    fn why(&self) -> Option<&str> {
        match self {
            PrintState::Failed { why } => Some(why),
            PrintState::Queued | PrintState::Sent { .. } | PrintState::Confirmed | PrintState::Unknown => None,
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
    /// Set when the printer was chosen.
    pub printer: Option<String>,
    /// The rendered bytes, to keep them.
    pub bytes: Option<Vec<u8>>,
    /// Milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
}

const COLUMNS: &str =
    "id, record, template, key, fields, printer, state, awaits, why, attempts, reprint_of, created_ms, changed_ms";

/// Adds a job in the state queued; part of the transaction of its record.
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
    Ok(connection.last_insert_rowid())
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
    let sql = "UPDATE print SET state = ?, awaits = ?, why = ?, attempts = attempts + ?,
               printer = coalesce(?, printer), changed_ms = ? WHERE id = ?";
    connection.prepare_cached(sql)?.execute(params![
        change.state.code(),
        awaits,
        change.state.why(),
        begins,
        change.printer,
        change.at_ms,
        change.id
    ])?;
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
               AND (state IN ('confirmed', 'failed') OR (state = 'sent' AND awaits = 0))";
    connection.execute(sql, [KEPT])?;
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
