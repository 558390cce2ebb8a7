//! The records of a hub, read beside it whether it runs or not.

use jiff::tz::TimeZone;

use super::source::{Chains, Reached, Source, SourceRecord};
use crate::domain::ids::SiteId;
use crate::hub::store::HubStore;
use crate::hub::store::sqlite::Sqlite;
use crate::hub::{self, Settings};

/// No station has this number: a page for it has the bytes of every record.
const NOBODY: u32 = u32::MAX;

/// Opens the records of the hub with these settings.
///
/// # Errors
/// When it has none yet, or they cannot be read.
pub(super) fn open(settings: &Settings) -> anyhow::Result<Box<dyn Source>> {
    anyhow::ensure!(
        settings.database().exists(),
        "{} does not exist: start the hub once",
        settings.database().display()
    );
    Ok(Box::new(HubSource { store: hub::open_store(settings)? }))
}

struct HubSource {
    store: Sqlite,
}

impl Source for HubSource {
    fn time_zone(&self) -> TimeZone {
        crate::zones::named(&self.store.site().timezone).unwrap_or(TimeZone::UTC)
    }

    fn records(&mut self, visit: &mut dyn FnMut(SourceRecord) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let site: SiteId = self.store.site().id.clone();
        let mut chains = Chains::new(site);
        let mut number = 0;
        loop {
            let page = self.store.pull(NOBODY, number)?;
            if page.is_empty() {
                return Ok(());
            }
            for record in page {
                number += 1;
                let (position, bytes) = (record.position, record.bytes.unwrap_or_default());
                let link = chains.follow(position, &bytes);
                visit(SourceRecord { position, hub_seq: Some(number), bytes, link, reached: Reached::Hub })?;
            }
        }
    }
}
