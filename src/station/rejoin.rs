//! After a first contact that found something to be mended: another book, and what the person has to know of it.

use super::Station;
use super::effect::{Beep, Effect};
use super::input::Rejoined;
use super::view::screen::{Sign, Tone};
use crate::domain::memory::MemoryBook;
use crate::sync::plan::Plan;

impl Station {
    /// The log was brought to what it has in common with the hub. What people have entered stays.
    pub(super) fn rejoined(&mut self, rejoined: Rejoined) {
        let Rejoined { book, known, recovered, kept, hub_restored, from_snapshot } = rejoined;
        self.book = *book;
        self.look_at_all_again();
        self.plan = Plan::new(known);
        self.seen_hub_seq = known.cursor;
        self.watermarks = (known.acked, known.stable);
        let words = self.words();
        let mut details = Vec::new();
        if kept > 0 {
            details.push(words.rejoin_kept(kept));
        }
        if recovered > 0 {
            details.push(words.rejoin_card());
            self.tell(Sign::Info, Tone::Attention, words.rejoin_recovered(recovered), details);
        } else if hub_restored {
            self.tell(Sign::Info, Tone::Attention, words.rejoin_hub_restored(), details);
        } else if from_snapshot {
            self.tell(Sign::Info, Tone::Good, words.rejoin_snapshot(), details);
            return;
        } else {
            self.tell(Sign::Info, Tone::Attention, words.rejoin_card(), details);
        }
        self.effects.push(Effect::Beep(Beep::Attention));
    }

    /// The book was folded anew: what it had wrong is right again.
    pub(super) fn counted_anew(&mut self, book: MemoryBook) {
        self.book = book;
        self.look_at_all_again();
        let words = self.words();
        self.tell(Sign::Info, Tone::Attention, words.counted_anew(), vec![words.counted_anew_check()]);
        self.effects.push(Effect::Beep(Beep::Attention));
    }
}
