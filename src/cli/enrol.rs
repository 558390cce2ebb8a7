//! `pitbox enrol`: a one-time code at the hub, and joining with it at the kiosk.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::report;

/// Options of `pitbox enrol`.
#[derive(Debug, Args)]
pub struct EnrolArgs {
    /// At the hub: make a one-time code; --config is the hub.toml.
    #[arg(long, conflicts_with = "code")]
    pub new: bool,
    /// hub.toml with --new, kiosk.toml with a code.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
    /// With --new: the name of the kiosk, instead of the one in its kiosk.toml.
    #[arg(long, requires = "new")]
    pub name: Option<String>,
    /// With --new: one JSON object.
    #[arg(long, requires = "new")]
    pub json: bool,
    /// At the kiosk: the code that the hub printed.
    #[arg(required_unless_present = "new")]
    pub code: Option<String>,
}

/// Runs the subcommand.
pub fn run(args: &EnrolArgs) -> anyhow::Result<ExitCode> {
    match &args.code {
        None => new_code(args),
        Some(code) => join(&args.config, code),
    }
}

#[cfg(feature = "hub")]
fn new_code(args: &EnrolArgs) -> anyhow::Result<ExitCode> {
    use crate::hub::authority::Authority;
    use crate::identify::own::{self, OwnCode};
    let settings = match super::hub::settings(&args.config) {
        Ok(settings) => settings,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    let store = crate::hub::open_store(&settings)?;
    // The hub may not have run yet.
    let authority = settings.tls.then(|| Authority::open(&settings.data)).transpose()?;
    let authority = authority.map(|authority| authority.fingerprint());
    let issued = crate::hub::enrol::issue(&store, args.name.as_deref(), authority)?;
    let scan = own::encode(&OwnCode::Enrolment(issued.code.clone()));
    let expires = jiff::Timestamp::from_millisecond(issued.expires_ms)?;
    if args.json {
        let line = serde_json::json!({ "code": issued.code, "text": scan, "expires": expires.to_string() });
        report::say(&line.to_string());
    } else {
        report::say(&crate::sync::code::grouped(&issued.code));
        report::say(&format!("as a barcode: {scan}"));
        report::say(&format!("good once, until {expires}"));
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(not(feature = "hub"))]
fn new_code(_: &EnrolArgs) -> anyhow::Result<ExitCode> {
    report::complain(&"this pitbox was built without the hub; run --new where the hub runs");
    Ok(ExitCode::from(2))
}

#[cfg(feature = "kiosk")]
fn join(file: &Path, code: &str) -> anyhow::Result<ExitCode> {
    use crate::identify::own::{self, OwnCode};
    use crate::kiosk::hub;
    let config = match crate::config::load_kiosk(file) {
        Ok(config) => config,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    let mut store = crate::store::LogStore::open(&config.station.store)?;
    if let Some(identity) = store.identity() {
        let station = &identity.station;
        report::complain(&format!(
            "already enrolled: device {} of site {}. Nothing was changed",
            station.device, station.site
        ));
        return Ok(ExitCode::FAILURE);
    }
    let code = match own::decode(code.trim()) {
        Ok(OwnCode::Enrolment(inner)) => inner,
        _ => code.trim().to_owned(),
    };
    match hub::enrol(&config, &code) {
        Ok(identity) => {
            store.save_identity(&identity)?;
            hub::forget_signing_key(&config.station.store);
            let station = &identity.station;
            report::say(&format!("enrolled: device {} of site {}", station.device, station.site));
            Ok(ExitCode::SUCCESS)
        }
        Err(why) => {
            report::complain(&format!("not enrolled: {why}"));
            Ok(ExitCode::FAILURE)
        }
    }
}

#[cfg(not(feature = "kiosk"))]
fn join(_: &Path, _: &str) -> anyhow::Result<ExitCode> {
    report::complain(&"this pitbox was built without the kiosk");
    Ok(ExitCode::from(2))
}
