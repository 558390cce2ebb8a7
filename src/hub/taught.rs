//! What stations taught about codes, in the catalogue: other kiosks learn it from there too, also those that join later.
//!
//! The catalogue follows the book: whatever stopped it, a failing disk or a hub that went down between the two, the next
//! time everything is compared again.

use std::sync::atomic::Ordering;

use super::Hub;
use super::store::StoreError;
use crate::domain::catalogue::CodeKind;
use crate::domain::taught::TaughtCode;
use crate::store::catalogue::{CatalogueError, CatalogueWriter, Code, FeedRow};

/// Why the catalogue did not follow.
#[derive(Debug, thiserror::Error)]
enum Behind {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

impl Hub {
    /// Something was taught: the catalogue follows at once, or after the import that is changing it.
    pub(super) fn codes_changed(&self) {
        self.codes_behind.store(true, Ordering::SeqCst);
        self.catch_up_codes();
    }

    /// Brings the catalogue up to what was taught, if it is behind. Whoever has the catalogue meanwhile does it afterwards.
    pub(super) fn catch_up_codes(&self) {
        while self.codes_behind.load(Ordering::SeqCst) {
            match self.catalogue.try_change(|writer| self.write_codes(writer)) {
                Some(Ok(())) => {}
                Some(Err(why)) => {
                    // The next push, import or start tries again.
                    tracing::error!("the catalogue does not have what was taught about codes: {why}");
                    return self.codes_behind.store(true, Ordering::SeqCst);
                }
                // Whoever holds it looks again when it is free.
                None => return,
            }
        }
    }

    fn write_codes(&self, writer: &mut CatalogueWriter) -> Result<(), Behind> {
        // Before the look: what is taught from here on counts as new.
        self.codes_behind.store(false, Ordering::SeqCst);
        let taught = self.store.taught()?;
        let rows: Vec<FeedRow> = taught.iter().flat_map(|(code, taught)| rows(code, taught)).collect();
        if !rows.is_empty() {
            writer.write(&rows)?;
        }
        Ok(())
    }
}

/// The rows of one code: what it means now, and what it means no more. What else the catalogue says of it stays.
fn rows(code: &str, taught: &TaughtCode) -> Vec<FeedRow> {
    let kind = CodeKind::Taught;
    let current = taught.current();
    let gone = taught.teachings.iter().filter(|teaching| taught.is_gone(&teaching.part));
    let gone = gone.map(|teaching| FeedRow::CodeGone { kind, code: code.to_owned(), part: teaching.part.clone() });
    let means = current.map(|now| Code { kind, code: code.to_owned(), part: now.part.clone(), qty: now.qty });
    gone.chain(means.map(FeedRow::Code)).collect()
}
