//! The way back: records that are in a journal and not in the log.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Contents, ENDING, read};
use crate::domain::ids::RecordName;
use crate::record::name_of;
use crate::store::error::StoreError;
use crate::store::progress::Mark;
use crate::store::{LogReader, LogStore};

/// Records that are read at a time.
const STEP: usize = 1_000;

const NOT_ALL: &str = "this kiosk does not have all of the hub's records yet: start it, wait until it is online and \
                       `pitbox log` says of none that they are missing, end it, and restore then";

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Restored {
    /// Records that were read.
    pub read: usize,
    /// Of those, the ones that the log did not have: they stand at its end now.
    pub added: usize,
    /// Places that are not as they were written, torn ends among them.
    pub damaged: usize,
    /// Files that are no journals of this site.
    pub strange: Vec<PathBuf>,
}

/// Appends what the journals of a folder hold and the log does not: neither among its own records nor among those of the hub's
/// order. So the log must have that order from its beginning: what stands in a snapshot has no name there, and would count twice.
///
/// # Errors
/// When the kiosk is running, is not enrolled or has not heard everything yet, or the disk fails. What was appended until then
/// stays; the same call again goes on.
pub fn restore(store: &Path, folder: &Path) -> Result<Restored, StoreError> {
    let mut log = LogStore::open(store)?;
    let site = log.identity().ok_or(StoreError::NotEnrolled)?.station.site.clone();
    let reader = LogReader::open(store)?;
    if reader.progress()?.pulled == 0 || reader.missing_history()?.is_some() {
        return Err(StoreError::disorder(NOT_ALL));
    }
    let mut known = names(&reader)?;
    drop(reader);
    let mut done = Restored::default();
    for path in files(folder)? {
        let bytes = fs::read(&path).map_err(|error| StoreError::file(&path, &error))?;
        let Some(Contents { frames, damaged, end, .. }) = read(&bytes).filter(|contents| contents.site == site) else {
            done.strange.push(path);
            continue;
        };
        done.damaged += damaged + usize::from(end < bytes.len());
        done.read += frames.len();
        for frame in frames {
            if known.insert(name_of(&frame.bytes)) {
                log.append(&frame.bytes, &[])?;
                done.added += 1;
            }
        }
    }
    Ok(done)
}

/// How many of the newest own records no journal of the folder holds. Nothing is changed.
///
/// # Errors
/// When the log or a journal cannot be read.
pub fn lacking(store: &Path, folder: &Path) -> Result<usize, StoreError> {
    let mut held = BTreeSet::new();
    for path in files(folder)? {
        let bytes = fs::read(&path).map_err(|error| StoreError::file(&path, &error))?;
        let frames = read(&bytes).map(|contents| contents.frames).unwrap_or_default();
        held.extend(frames.iter().map(|frame| name_of(&frame.bytes)));
    }
    let own = own_names(&LogReader::open(store)?)?;
    Ok(own.iter().rev().take_while(|name| !held.contains(*name)).count())
}

/// The journals of a folder, of each kiosk the older file first.
fn files(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let at_folder = |error| StoreError::file(folder, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(at_folder)? {
        let path = entry.map_err(at_folder)?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            files.push(path);
        }
    }
    let order = |path: &PathBuf| {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = stem.strip_suffix(".old").map(str::to_owned);
        (name.clone().unwrap_or_else(|| stem.clone()), name.is_none())
    };
    files.sort_by_key(order);
    Ok(files)
}

fn own_names(log: &LogReader) -> Result<Vec<RecordName>, StoreError> {
    let (mut names, mut after) = (Vec::new(), Mark::default());
    loop {
        let own = log.own_after(after, STEP, usize::MAX)?;
        let Some(last) = own.last() else { return Ok(names) };
        after = last.at;
        names.extend(own.iter().map(|own| name_of(&own.bytes)));
    }
}

fn names(log: &LogReader) -> Result<BTreeSet<RecordName>, StoreError> {
    let mut names: BTreeSet<RecordName> = own_names(log)?.into_iter().collect();
    let mut after = 0;
    loop {
        let pulled = log.pulled_after(after, STEP, usize::MAX)?;
        let Some(last) = pulled.last() else { break };
        after = last.hub_seq;
        names.extend(pulled.iter().filter_map(|pulled| pulled.bytes.as_deref()).map(name_of));
    }
    Ok(names)
}
