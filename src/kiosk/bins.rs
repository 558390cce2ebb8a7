//! What lies in the bins, compared with the hub: when the kiosk has everything that the hub has, both must say the same. Where
//! they do not, the book is folded anew from the records, without the cache.

use super::Shell;
use super::devices::Devices;
use crate::record::digest::{self, RULES};
use crate::station::input::Input;
use crate::store::log::Loaded;
use crate::store::writer::Request;

impl Shell<'_> {
    /// The hub's digest at this number of its order, and the rules it goes by.
    pub(super) fn compare_bins(&mut self, number: u64, (rules, theirs): (u32, [u8; 32])) {
        // Own records that came back and wait to be stored are not confirmed yet; other rules make other books.
        if rules != RULES || self.cursor != number || self.progress.pulled != number {
            return;
        }
        if digest::of_bins(self.station.book().confirmed()) == theirs {
            self.bins_differ = false;
        } else if self.bins_differ {
            tracing::error!(
                number,
                "the bins differ from the hub's also when folded from the records: pitbox audit verify"
            );
        } else {
            tracing::warn!(number, "the bins differ from the hub's: the book is folded anew from the records");
            self.bins_differ = self.writer.request(Request::CountAnew).is_ok();
        }
    }

    pub(super) fn counted_anew(&mut self, loaded: Loaded, devices: &mut Devices) {
        self.behind = loaded.progress.pulled;
        self.step(Input::CountedAnew(Box::new(loaded.book)), devices);
    }
}
