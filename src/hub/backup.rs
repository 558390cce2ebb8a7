//! A backup of the hub, beside the running hub, verified before it counts; and a hub from a backup.
//!
//! Only what is in a verified backup is *stable*: kiosks keep everything above it, so that a hub that comes back from any backup
//! gets every record again.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::store::StoreError;
use super::{Settings, audit};
use crate::store::catalogue::{CatalogueError, CatalogueWriter, Revisions};

/// Files beside the database that a hub cannot do without, where they exist.
const FILES: [&str; 3] = ["ca.pem", "ca.key", "token"];
const DATABASE: &str = "hub.db";

/// Why there is no backup, or no hub from one.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{0} exists: name a folder that does not")]
    Exists(PathBuf),
    #[error("{0} has no hub.db: it is no backup of a hub")]
    NoBackup(PathBuf),
    #[error("the copy is not what it should be and does not count: {0}")]
    Unsound(String),
    #[error("the hub runs, or somebody imports: stop it first ({0})")]
    Running(CatalogueError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        BackupError::Store(error.into())
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub records: u64,
}

/// Writes a backup into a new folder, verifies it, and tells the hub's stations that what is in it is safe.
///
/// # Errors
/// When the folder exists, the disk fails, or the copy does not hold.
pub fn write(settings: &Settings, to: &Path) -> Result<Written, BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    if !settings.database().exists() {
        return Err(BackupError::NoBackup(settings.data.clone()));
    }
    let aside = beside(to, "new");
    // What a backup that was cut off left behind.
    let _ = fs::remove_dir_all(&aside);
    make(&aside.join("catalogue"))?;
    vacuum(&settings.database(), &aside.join(DATABASE))?;
    for file in files(&settings.catalogue())? {
        let name = file.file_name().unwrap_or_default();
        if file.extension().is_some_and(|extension| extension == "db") {
            vacuum(&file, &aside.join("catalogue").join(name))?;
        }
    }
    for name in FILES.iter().filter(|name| settings.data.join(name).exists()) {
        copy(&settings.data.join(name), &aside.join(name))?;
    }
    let records = sound(&aside.join(DATABASE))?;
    publish(&aside, to)?;
    mark_stable(&settings.database(), &to.join(DATABASE))?;
    Ok(Written { records })
}

/// Puts a backup in the place of the hub's data; what was there before is kept beside it. The hub counts as another generation
/// from then on, by which its stations know that they have to give it what it lacks.
///
/// # Errors
/// When the hub runs, or the backup does not hold: then nothing has changed.
pub fn restore(settings: &Settings, from: &Path) -> Result<(Written, Option<PathBuf>), BackupError> {
    if !from.join(DATABASE).exists() {
        return Err(BackupError::NoBackup(from.to_owned()));
    }
    let lock = settings.data.exists().then(|| CatalogueWriter::open(&settings.catalogue(), Revisions::Keep));
    let lock = lock.transpose().map_err(BackupError::Running)?;
    let aside = beside(&settings.data, "new");
    let _ = fs::remove_dir_all(&aside);
    make(&aside.join("catalogue"))?;
    for folder in ["", "catalogue"] {
        for file in files(&from.join(folder))? {
            copy(&file, &aside.join(folder).join(file.file_name().unwrap_or_default()))?;
        }
    }
    let records = sound(&aside.join(DATABASE))?;
    count_anew(&aside.join(DATABASE))?;
    let before = settings.data.exists().then(|| free_name(&settings.data));
    if let Some(before) = &before {
        fs::rename(&settings.data, before).map_err(|source| file_error(before, source))?;
    }
    drop(lock);
    publish(&aside, &settings.data)?;
    Ok((Written { records }, before))
}

/// A name beside a folder that nothing has yet.
fn free_name(data: &Path) -> PathBuf {
    let names = (1_u32..).map(|n| beside(data, &format!("before-{n}")));
    names.into_iter().find(|name| !name.exists()).unwrap_or_else(|| beside(data, "before"))
}

fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(what);
    path.with_file_name(name)
}

fn file_error(path: &Path, source: io::Error) -> BackupError {
    BackupError::File { path: path.to_owned(), source }
}

fn make(folder: &Path) -> Result<(), BackupError> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|source| file_error(folder, source))
}

/// The plain files of a folder, in order; none when it is not there.
fn files(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let entries = entries.map_err(|source| file_error(folder, source))?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

fn copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    fs::copy(from, to).map_err(|source| file_error(from, source))?;
    keep(to)
}

/// One state of a database, whoever writes to it meanwhile.
fn vacuum(from: &Path, to: &Path) -> Result<(), BackupError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(from, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.execute("VACUUM INTO ?", [to.display().to_string()])?;
    keep(to)
}

/// For its owner only, and on the disk.
fn keep(file: &Path) -> Result<(), BackupError> {
    let kept = fs::set_permissions(file, fs::Permissions::from_mode(0o600)).and_then(|()| File::open(file)?.sync_all());
    kept.map_err(|source| file_error(file, source))
}

fn sound(database: &Path) -> Result<u64, BackupError> {
    let findings = audit::verify(database)?;
    match findings.iter().find_map(|finding| finding.wrong.first()) {
        Some(wrong) => Err(BackupError::Unsound(wrong.clone())),
        None => Ok(findings.iter().find(|finding| finding.check == "order").map_or(0, |order| order.looked_at)),
    }
}

fn publish(aside: &Path, to: &Path) -> Result<(), BackupError> {
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let synced = [&aside.join("catalogue"), aside].into_iter().try_for_each(|folder| File::open(folder)?.sync_all());
    let done = synced.and_then(|()| fs::rename(aside, to)).and_then(|()| File::open(parent)?.sync_all());
    done.map_err(|source| file_error(to, source))
}

/// What the verified copy holds of each station is stable from now on.
pub(crate) fn mark_stable(database: &Path, copy: &Path) -> Result<(), BackupError> {
    let connection = Connection::open(database)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.execute("ATTACH ? AS copy", [copy.display().to_string()])?;
    let sql = "UPDATE device SET stable_epoch = held.epoch, stable_seq = held.head_seq FROM copy.device AS held \
               WHERE held.site = device.site AND held.device = device.device";
    connection.execute(sql, [])?;
    Ok(())
}

pub(crate) fn count_anew(database: &Path) -> Result<(), BackupError> {
    let connection = Connection::open(database)?;
    let mut random = [0; 4];
    getrandom::fill(&mut random).map_err(StoreError::from)?;
    // Any other number than before; 0 is nobody's.
    let sql = "UPDATE site SET hub_gen = CASE WHEN ?1 IN (hub_gen, 0) THEN (hub_gen + 1) % 4294967295 + 1 ELSE ?1 END";
    connection.execute(sql, [u32::from_be_bytes(random)])?;
    // What the copy says is stable was so before it; only itself is now.
    connection.execute("UPDATE device SET stable_epoch = epoch, stable_seq = head_seq", [])?;
    Ok(())
}
