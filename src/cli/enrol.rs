//! `pitbox enrol`: a one-time code is made at the hub (`--new`), and used up at a kiosk.

use std::path::PathBuf;
use std::process::ExitCode;

/// `pitbox enrol --new --config hub.toml`, or `pitbox enrol --config kiosk.toml CODE`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// With --new the hub's configuration, else the kiosk's
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Make a code, at the hub, whether it runs or not
    #[arg(long, conflicts_with = "code")]
    new: bool,
    /// Name of the station instead of its own (with --new)
    #[arg(long, requires = "new")]
    name: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// The code that the hub printed
    #[arg(required_unless_present = "new")]
    code: Option<String>,
}

/// Makes a code or uses one up.
pub fn run(arguments: &Arguments) -> ExitCode {
    match &arguments.code {
        Some(code) => station::enrol(arguments, code),
        #[cfg(feature = "hub")]
        None => code::issue(arguments),
        #[cfg(not(feature = "hub"))]
        None => super::complain(super::WRONG_USAGE, "codes are made at the hub, and this program was built without it"),
    }
}

/// At the hub.
#[cfg(feature = "hub")]
mod code {
    use std::process::ExitCode;

    use serde_json::json;

    use super::super::{FAILED, WRONG_USAGE, complain, say};
    use super::Arguments;
    use crate::config;
    use crate::hub::enrol::{Issued, issue as make};
    use crate::hub::open_store;
    use crate::identify::own::{OwnCode, encode};

    pub(super) fn issue(arguments: &Arguments) -> ExitCode {
        let settings = match config::load_hub(&arguments.config) {
            Ok(config) => config.into(),
            Err(error) => return complain(WRONG_USAGE, error),
        };
        let name = arguments.name.as_deref();
        let issued = open_store(&settings).map_err(|error| error.to_string());
        match issued.and_then(|store| make(&store, name).map_err(|error| error.to_string())) {
            Ok(issued) => print(&issued, arguments.json),
            Err(error) => complain(FAILED, format!("failed to {error}")),
        }
    }

    fn print(Issued { code, expires_ms }: &Issued, as_json: bool) -> ExitCode {
        let text = encode(&OwnCode::Enrolment(code.clone()));
        let expires = jiff::Timestamp::from_millisecond(*expires_ms).map(|time| time.to_string()).unwrap_or_default();
        if as_json {
            return say(json!({ "code": code, "text": text, "expires": expires }));
        }
        say(format!("{code}\nGood for 15 minutes, until {expires}, for one kiosk.\nFor its scanner: {text}"))
    }
}

/// At the kiosk.
mod station {
    use std::process::ExitCode;

    use ed25519_dalek::SigningKey;
    use serde_json::json;

    use super::super::{FAILED, WRONG_USAGE, complain, say};
    use super::Arguments;
    use crate::config::{self, KioskConfig, StationRole};
    use crate::identify::own::{OwnCode, decode};
    use crate::store::LogStore;
    use crate::store::identity::{Identity, Secret, Station};
    use crate::sync;

    pub(super) fn enrol(arguments: &Arguments, code: &str) -> ExitCode {
        let config = match config::load_kiosk(&arguments.config) {
            Ok(config) => config,
            Err(error) => return complain(WRONG_USAGE, error),
        };
        match take_in(&config, code) {
            Ok(identity) => report(&config, &identity, arguments.json),
            Err(words) => complain(FAILED, words),
        }
    }

    fn take_in(config: &KioskConfig, code: &str) -> Result<Identity, String> {
        let mut store = LogStore::open(&config.station.store).map_err(|error| format!("failed to {error}"))?;
        if let Some(known) = store.identity() {
            return Err(format!(
                "this kiosk is station {} of site {} already",
                known.station.device, known.station.site
            ));
        }
        let code = match decode(code.trim()) {
            Ok(OwnCode::Enrolment(code)) => code,
            _ => code.trim().to_owned(),
        };
        let key = pending_key(&store)?;
        let role = match config.station.role {
            StationRole::Counter => "counter",
            StationRole::Bay => "bay",
        };
        let name = &config.station.name;
        let enrolled =
            sync::enrol::enrol(&config.hub_url, &code, name, role, &key).map_err(|failure| failure.to_string())?;
        let station = Station {
            site: enrolled.site,
            device: enrolled.device,
            epoch: enrolled.epoch,
            name: name.clone(),
            hub_key: enrolled.hub_key.to_bytes(),
            time_zone: enrolled.timezone,
        };
        let identity =
            Identity { station, site_key: Secret(enrolled.site_key.0), signing_seed: Secret(enrolled.key.to_bytes()) };
        store.save_identity(&identity).map_err(|error| format!("failed to {error}"))?;
        let _ = std::fs::remove_file(pending_path(&store));
        Ok(identity)
    }

    fn pending_path(store: &LogStore) -> std::path::PathBuf {
        store.dir().join("enrolment.key")
    }

    /// The key, on disk before the hub is asked: if its answer is lost, the same code and key may ask again.
    fn pending_key(store: &LogStore) -> Result<SigningKey, String> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;
        let path = pending_path(store);
        if let Some(seed) = std::fs::read(&path).ok().and_then(|seed| <[u8; 32]>::try_from(seed).ok()) {
            return Ok(SigningKey::from_bytes(&seed));
        }
        let key = sync::enrol::new_key().map_err(|error| format!("failed to make a key: {error}"))?;
        let file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path);
        let kept = file.and_then(|mut file| file.write_all(&key.to_bytes()).and_then(|()| file.sync_all()));
        kept.map_err(|error| format!("failed to keep a key in {}: {error}", path.display()))?;
        Ok(key)
    }

    fn report(config: &KioskConfig, identity: &Identity, as_json: bool) -> ExitCode {
        let Station { site, device, epoch, name, .. } = &identity.station;
        if *site != config.station.site {
            let _ = complain(
                0,
                format!("note: the hub keeps site {site}, and the configuration says {}", config.station.site),
            );
        }
        if as_json {
            return say(json!({ "site": site.as_str(), "device": device, "epoch": epoch, "name": name }));
        }
        say(format!("enrolled: {name} is station {device} of site {site}"))
    }
}
