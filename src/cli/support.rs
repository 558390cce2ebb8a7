//! `pitbox support`: one file with everything that somebody needs who is to help: versions, configuration, log, labels,
//! devices, what the doctor finds, black boxes. No keys, no PINs, no badges: nothing is taken from the store but the log of the
//! program, the list of labels without their texts, and the black boxes, which hold none of these.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::Context;
use clap::Args;

use super::console::USUAL_CONFIG;
use super::{replay, report};
use crate::kiosk::black_box;
use crate::{clock, config};

/// Options of `pitbox support`.
#[derive(Debug, Args)]
pub struct SupportArgs {
    /// The kiosk.toml of the kiosk.
    #[arg(long, value_name = "FILE", default_value = USUAL_CONFIG)]
    pub config: PathBuf,
    /// Where the file is to go; without it into this folder, under a name of its own. `-` is standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Leave out the black boxes: they hold what people recorded lately.
    #[arg(long)]
    pub no_black_box: bool,
}

/// Longest answer of one program that is kept, in bytes.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// Runs the subcommand. What cannot be had stands in the bundle as the reason why.
pub fn run(args: &SupportArgs) -> anyhow::Result<ExitCode> {
    let name = format!("pitbox-support-{}", clock::wall_ms() / 1000);
    let to = args.output.clone().unwrap_or_else(|| format!("{name}.tar.zst").into());
    let mut parts = parts(&args.config)?;
    if !args.no_black_box {
        parts.extend(black_boxes(&args.config));
    }
    if to == Path::new("-") {
        write(&name, &parts, io::stdout().lock())?;
        return Ok(ExitCode::SUCCESS);
    }
    let file = private(&to).with_context(|| format!("write {}", to.display()))?;
    let written = write(&name, &parts, &file).and_then(|()| Ok(file.sync_all()?));
    if let Err(error) = written {
        // Half a bundle helps nobody.
        let _ = std::fs::remove_file(&to);
        return Err(error.context(format!("write {}", to.display())));
    }
    report::say(&to.display().to_string());
    Ok(ExitCode::SUCCESS)
}

fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().write(true).create_new(true).mode(0o600).open(path)
}

/// Everything by its name in the bundle.
fn parts(config: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let pitbox = std::env::current_exe().context("find this program")?;
    let file = config.display().to_string();
    let of_kiosk = |words: &[&str]| {
        let mut command = Command::new(&pitbox);
        command.args(words).args(["--config", &file]);
        command
    };
    let of_machine = |program: &str, words: &[&str]| {
        let mut command = Command::new(program);
        command.args(words);
        command
    };
    let mut asked = vec![
        ("status.txt", of_kiosk(&["status"])),
        ("doctor.txt", of_kiosk(&["doctor"])),
        ("devices.txt", of_kiosk(&["devices"])),
        ("labels.jsonl", of_kiosk(&["queue", "--all", "--json"])),
        ("kiosk.log", of_kiosk(&["logs", "--lines", "20000"])),
        ("machine.txt", of_machine("uname", &["-a"])),
        ("disks.txt", of_machine("df", &["-h"])),
        ("memory.txt", of_machine("free", &["-m"])),
        ("unit.txt", of_machine("systemctl", &["status", "--no-pager", "--lines=0", "pitbox-kiosk.service"])),
    ];
    asked
        .push(("journal.txt", of_machine("journalctl", &["--no-pager", "--lines=500", "--unit=pitbox-kiosk.service"])));
    let mut parts = vec![("version.txt".to_owned(), version().into_bytes())];
    let text = std::fs::read(config).unwrap_or_else(|error| format!("not read: {error}\n").into_bytes());
    parts.push(("kiosk.toml".to_owned(), text));
    parts.extend(asked.into_iter().map(|(name, command)| (name.to_owned(), answer(command))));
    Ok(parts)
}

/// What the running kiosk has kept up to now, and what was kept before; why there is nothing, otherwise.
fn black_boxes(config: &Path) -> Vec<(String, Vec<u8>)> {
    let named = |name: &str| format!("{}/{name}", black_box::BLACK_BOXES);
    let Ok(config) = config::load_kiosk(config) else { return Vec::new() };
    let mut parts = Vec::new();
    match replay::take(&config) {
        Ok(Ok(_)) => {}
        Ok(Err(why)) => parts.push((named("not-taken.txt"), why.into_bytes())),
        Err(error) => parts.push((named("not-taken.txt"), format!("{error:#}").into_bytes())),
    }
    for path in black_box::files(&config.station.store).unwrap_or_default() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match std::fs::read(&path) {
            Ok(bytes) => parts.push((named(&name), bytes)),
            Err(error) => parts.push((named(&format!("{name}.txt")), format!("not read: {error}\n").into_bytes())),
        }
    }
    parts
}

fn version() -> String {
    let system = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    format!("pitbox {}\n{} {}\n{system}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH)
}

/// What a program says, on both ways out.
fn answer(mut command: Command) -> Vec<u8> {
    match command.stdin(Stdio::null()).output() {
        Ok(output) => {
            let mut said = output.stdout;
            said.extend_from_slice(&output.stderr);
            said.truncate(MAX_ANSWER);
            said
        }
        Err(error) => format!("not asked: {error}\n").into_bytes(),
    }
}

fn write(folder: &str, parts: &[(String, Vec<u8>)], to: impl Write) -> anyhow::Result<()> {
    let mut bundle = tar::Builder::new(zstd::Encoder::new(to, 3)?);
    for (name, content) in parts {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(content.len()).unwrap_or(0));
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(clock::wall_ms() / 1000).unwrap_or(0));
        bundle.append_data(&mut header, format!("{folder}/{name}"), content.as_slice())?;
    }
    bundle.into_inner()?.finish()?.flush()?;
    Ok(())
}
