//! `pitbox import`: CSV tables into the hub, while it runs (`--hub`) or while it is stopped (`--config`).

mod progress;
mod remote;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::report::{complain, say};
use crate::hub::authority::fingerprint_in;
use crate::hub::import::{Files, ImportError, Mistake, Report, Table};
use crate::hub::{Hub, Settings};
use crate::sync::trust::Trust;
use progress::Bar;

const COLUMNS: &str = "\
Tables and their columns (* must be there; the order is free):
  bins         bin* zone kind*(shelf|open-shelf|goods-in) walk*
  parts        number* name_en* name_zh unit*(pc|l|m|kg|set|pair) pack maker home_bin cost price currency superseded_by
               supersession(one-way|interchangeable) returns(stock|inspection)
  codes        code* part* kind*(gtin|maker|supplier) qty
  shifts       shift* days*(mon tue wed thu fri sat sun) hours*(08:00-17:30) breaks day_start
  kits         kit* part* qty
  fitment      part* vin model
  people       person* name_en* name_zh role*(technician|clerk|lead|adviser|admin) badges language(en|zh-CN) pin rights
               badges_until shift left(yes|no)
  jobs         job* vin plate model odometer adviser customer phone words payer waits(yes|no) promised bay comeback_of
  operations   job* op* title_en* title_zh hours* checks(self mutual final) technicians(person or person:percent) code
               category skill
  lines        job* line* op part* qty* payer(customer|warranty|internal|insurance) approved(yes|no)
  stock        part* bin* qty* lot serial condition(new|old|repaired|opened) expires
  guides       name* kind*(instruction|bulletin|fault) code model vin title_en* title_zh text_en* text_zh
  checks       code* item* title_en* title_zh unit low high
  skills       skill* name_en* name_zh
  certificates person* skill* until
  levels       part* safety* reorder_point* max* pack lead_days supplier class(A|B|C) basis
  orders       order* supplier* part* qty* expected job sent(yes|no)
  periods      month*
The operations and lines of a job are imported together with it. All tables of one call are taken in, or none.";

/// `pitbox import parts parts.csv --hub URL`, or `pitbox import --dir FOLDER --config hub.toml`
#[derive(Debug, clap::Args)]
#[command(after_help = COLUMNS)]
pub struct ImportArgs {
    /// A table's name and its file, and so on; the name may be left out of `parts.csv`
    #[arg(value_name = "TABLE FILE", required_unless_present = "dir")]
    tables: Vec<String>,
    /// A folder: all tables in it, by their usual names
    #[arg(long, value_name = "FOLDER", conflicts_with = "tables")]
    dir: Option<PathBuf>,
    /// The hub's configuration; without --hub the hub must be stopped
    #[arg(long, value_name = "FILE", required_unless_present = "hub")]
    config: Option<PathBuf>,
    /// Address of a running hub
    #[arg(long, value_name = "URL")]
    hub: Option<String>,
    /// File with the administrator's token: DATA/token of the hub
    #[arg(long, value_name = "FILE", requires = "hub")]
    token_file: Option<PathBuf>,
    /// Check everything and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The answer is no, or the machine failed.
const FAILED: u8 = 1;
/// Wrong usage or configuration.
const WRONG_USAGE: u8 = 2;

/// Why nothing was taken in.
enum Failure {
    Usage(String),
    Failed(String),
    Mistakes { mistakes: Vec<Mistake>, more: bool },
}

/// Takes the tables in.
pub fn run(arguments: &ImportArgs) -> ExitCode {
    let mut bar = Bar::new();
    let result = files(arguments).and_then(|files| match &arguments.hub {
        Some(url) => remote::import(url, &access(url, arguments)?, &files, arguments.dry_run, &mut bar),
        None => offline(arguments, &files, &mut bar),
    });
    bar.end();
    match result {
        Ok(report) => report_done(&report, arguments.json),
        Err(Failure::Usage(why)) => ended(WRONG_USAGE, &why),
        Err(Failure::Failed(why)) => ended(FAILED, &why),
        Err(Failure::Mistakes { mistakes, more }) => report_mistakes(&mistakes, more, arguments.json),
    }
}

fn files(arguments: &ImportArgs) -> Result<Files, Failure> {
    let files = match &arguments.dir {
        Some(folder) => in_folder(folder),
        None => named(&arguments.tables)?,
    };
    if files.is_empty() {
        return Err(Failure::Usage("there is no table, such as parts.csv, in the folder".into()));
    }
    match files.values().find(|path| !path.is_file()) {
        Some(missing) => Err(Failure::Usage(format!("{} is no file", missing.display()))),
        None => Ok(files),
    }
}

fn in_folder(folder: &Path) -> Files {
    let file = |table: Table| (table, folder.join(table.file()));
    Table::ALL.into_iter().map(file).filter(|(_, path)| path.exists()).collect()
}

/// Reads `parts FILE jobs FILE`, and files that are called after their table.
fn named(words: &[String]) -> Result<Files, Failure> {
    let mut files = BTreeMap::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let path = Path::new(word);
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let (table, path) = match (Table::from_name(word), Table::from_name(stem)) {
            (Some(table), _) => {
                let file = words.next().ok_or_else(|| Failure::Usage(format!("say which file holds the {word}")))?;
                (table, PathBuf::from(file))
            }
            (None, Some(table)) => (table, path.to_owned()),
            (None, None) => {
                let known = Table::ALL.map(Table::name).join(", ");
                return Err(Failure::Usage(format!(
                    "{word:?} is neither a table ({known}) nor a file named after one"
                )));
            }
        };
        if files.insert(table, path).is_some() {
            return Err(Failure::Usage(format!("{} is given twice", table.name())));
        }
    }
    Ok(files)
}

fn settings(file: &Path) -> Result<Settings, Failure> {
    super::hub::settings(file).map_err(|error| Failure::Usage(error.to_string()))
}

/// What opens a running hub: the token, and over TLS the certificate of its authority, which lies beside it.
fn access(url: &str, arguments: &ImportArgs) -> Result<remote::Access, Failure> {
    let (token, file) = token(arguments)?;
    let trust = url.starts_with("https:").then(|| {
        let certificate = file.with_file_name("ca.pem");
        let wrong = |error| Failure::Usage(format!("{error}; copy ca.pem from the hub's data to beside the token"));
        fingerprint_in(&certificate).map(Trust::Whole).map_err(wrong)
    });
    Ok(remote::Access { token, trust: trust.transpose()? })
}

fn token(arguments: &ImportArgs) -> Result<(String, PathBuf), Failure> {
    let file = match (&arguments.token_file, &arguments.config) {
        (Some(file), _) => file.clone(),
        (None, Some(config)) => settings(config)?.token(),
        (None, None) => return Err(Failure::Usage("give --token-file DATA/token, or the hub's --config".into())),
    };
    let text = std::fs::read_to_string(&file);
    let text = text.map_err(|error| Failure::Usage(format!("read the token in {}: {error}", file.display())))?;
    Ok((text.trim().to_owned(), file))
}

fn offline(arguments: &ImportArgs, files: &Files, bar: &mut Bar) -> Result<Report, Failure> {
    let config = arguments.config.as_deref().ok_or_else(|| Failure::Usage("give --config or --hub".into()))?;
    let settings = settings(config)?;
    let hub = Hub::open(&settings).map_err(|error| {
        let hint = format!("if the hub is running, give it the tables with --hub {}", settings.url(settings.listen));
        if error.is_configuration() {
            Failure::Usage(error.to_string())
        } else {
            Failure::Failed(format!("failed to {error}; {hint}"))
        }
    })?;
    let imported = hub.import(files, arguments.dry_run, &mut |progress| {
        bar.show(progress.phase, progress.done, progress.total);
        ControlFlow::Continue(())
    });
    imported.map_err(|error| match error {
        ImportError::Mistakes { mistakes, more } => Failure::Mistakes { mistakes, more },
        other @ (ImportError::File { .. }
        | ImportError::Store(_)
        | ImportError::Catalogue(_)
        | ImportError::Random(_)) => Failure::Failed(format!("failed to {other}")),
    })
}

fn ended(code: u8, why: &str) -> ExitCode {
    complain(&why);
    ExitCode::from(code)
}

fn done(what: &str) -> ExitCode {
    say(what);
    ExitCode::SUCCESS
}

fn report_done(report: &Report, as_json: bool) -> ExitCode {
    if as_json {
        return done(&serde_json::to_string(report).unwrap_or_default());
    }
    let rows: Vec<String> = report.rows.iter().map(|(table, rows)| format!("{} {rows}", table.name())).collect();
    let rows = rows.join(", ");
    if report.dry_run {
        return done(&format!("no mistakes: {rows}; nothing was kept"));
    }
    done(&format!("imported: {rows}; {} new records, {} unchanged", report.recorded, report.unchanged))
}

fn report_mistakes(mistakes: &[Mistake], more: bool, as_json: bool) -> ExitCode {
    if as_json {
        for mistake in mistakes {
            say(&serde_json::to_string(mistake).unwrap_or_default());
        }
    }
    mistakes.iter().for_each(|mistake| complain(mistake));
    ended(FAILED, if more { "and more; nothing was taken in" } else { "nothing was taken in" })
}

#[cfg(test)]
mod tests {
    use super::COLUMNS;
    use crate::import::{
        BinRow, CertificateRow, CheckRow, CodeRow, FitRow, GuideRow, JobRow, KitRow, LevelRow, LineRow, OperationRow,
        OrderRow, PartRow, PeriodRow, PersonRow, Row, ShiftRow, StockRow,
    };

    /// The columns that the help names for a table; those that must be there end with `*`.
    fn told(table: &str) -> Vec<String> {
        let mut lines = COLUMNS.lines().filter(|line| line.starts_with("  ")).peekable();
        let mut all = Vec::new();
        while let Some(line) = lines.next() {
            let mut text = line.to_owned();
            while let Some(more) = lines.next_if(|next| next.starts_with("    ")) {
                text.push_str(more);
            }
            let mut depth = 0;
            text.retain(|letter| {
                depth += i32::from(letter == '(');
                let kept = depth == 0;
                depth -= i32::from(letter == ')');
                kept
            });
            let mut words = text.split_whitespace();
            if words.next() == Some(table) {
                all.push(words.map(str::to_owned).collect::<Vec<_>>());
            }
        }
        assert_eq!(all.len(), 1, "{table} stands in the help once");
        all.remove(0)
    }

    fn check<T: Row>() {
        let table = T::FILE.trim_end_matches(".csv");
        let column =
            |column: &crate::import::Column| format!("{}{}", column.name, if column.required { "*" } else { "" });
        assert_eq!(told(table), T::COLUMNS.iter().map(column).collect::<Vec<_>>(), "{table}");
    }

    #[test]
    fn the_help_names_every_table_once_with_all_its_columns() {
        check::<BinRow>();
        check::<PartRow>();
        check::<CodeRow>();
        check::<ShiftRow>();
        check::<KitRow>();
        check::<FitRow>();
        check::<PersonRow>();
        check::<JobRow>();
        check::<OperationRow>();
        check::<LineRow>();
        check::<StockRow>();
        check::<GuideRow>();
        check::<CheckRow>();
        check::<CertificateRow>();
        check::<LevelRow>();
        check::<OrderRow>();
        check::<PeriodRow>();
    }
}
