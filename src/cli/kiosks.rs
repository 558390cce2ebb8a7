//! `pitbox kiosks`: the stations of a hub, beside the running hub: list, rename, revoke.

use std::io::stdout;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::report;
use super::table::Table;
use crate::clock;
use crate::hub::store::{HubStore, Listed};

/// Options of `pitbox kiosks`.
#[derive(Debug, Args)]
pub struct KiosksArgs {
    /// The hub.toml.
    #[arg(long, value_name = "FILE", global = true, default_value = "/etc/pitbox/hub.toml")]
    config: PathBuf,
    /// List as JSON Lines.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Give a kiosk another name
    Rename { number: u32, name: String },
    /// Shut a stolen, lost or replaced kiosk out, at once and for good
    Revoke { number: u32 },
    /// Let a kiosk in again that was shut out because two had its identity; switch the copy off first
    Free { number: u32 },
}

/// Runs the subcommand.
pub fn run(args: &KiosksArgs) -> anyhow::Result<ExitCode> {
    let settings = match super::hub::settings(&args.config) {
        Ok(settings) => settings,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    let store = crate::hub::open_store(&settings)?;
    match &args.what {
        None => list(&store.devices()?, args.json),
        Some(What::Rename { number, name }) => {
            if !crate::hub::enrol::is_name(name) {
                return Ok(report::wrong_usage(&"a name has 1 to 64 bytes without control characters"));
            }
            answer(store.rename(*number, name)?, *number, &format!("kiosk {number} is called {name} now"))
        }
        Some(What::Revoke { number }) => {
            let said = format!("kiosk {number} is shut out; what it has not sent stays on it");
            answer(store.revoke(*number, clock::wall_ms())?, *number, &said)
        }
        Some(What::Free { number }) => match store.free(*number)? {
            true => Ok(report::done(&format!("kiosk {number} is let in again"))),
            false => Ok(report::failed(&format!("kiosk {number} was not shut out as a copy. Nothing was changed"))),
        },
    }
}

fn answer(done: bool, number: u32, said: &str) -> anyhow::Result<ExitCode> {
    if done {
        return Ok(report::done(said));
    }
    Ok(report::failed(&format!("there is no kiosk {number}; `pitbox kiosks` lists them. Nothing was changed")))
}

fn list(listed: &[Listed], as_json: bool) -> anyhow::Result<ExitCode> {
    let time = |ms: i64| jiff::Timestamp::from_millisecond(ms).map(|time| time.to_string()).unwrap_or_default();
    if as_json {
        for Listed { device, enrolled_ms, revoked_ms, last_push_ms, missing, card_lost } in listed {
            let line = json!({
                "device": device.number, "name": device.name, "role": device.role, "epoch": device.epoch,
                "records": device.head_seq, "missing": missing, "enrolled": time(*enrolled_ms),
                "card_lost": card_lost, "copied": device.frozen,
                "last_push": last_push_ms.map(time), "revoked": revoked_ms.map(time),
            });
            report::say(&line.to_string());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut table =
        Table::new(&["no.", "name", "role", "records", "missing", "card lost", "enrolled", "last push", "shut out"]);
    for Listed { device, enrolled_ms, revoked_ms, last_push_ms, missing, card_lost } in listed {
        let moment = |ms: Option<i64>| ms.map(time).unwrap_or_default();
        table.row([
            device.number.to_string(),
            device.name.clone(),
            device.role.clone(),
            device.head_seq.to_string(),
            missing.to_string(),
            card_lost.to_string(),
            time(*enrolled_ms),
            moment(*last_push_ms),
            if device.frozen { "two with its identity".to_owned() } else { moment(*revoked_ms) },
        ]);
    }
    table.write(&mut stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}
