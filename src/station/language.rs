//! The language of the screen: that of the person logged on, else the kiosk's.

use super::Station;
use super::words::{Language, Words};

impl Station {
    pub(super) fn words(&self) -> Words {
        let language = self.session.language.unwrap_or(self.settings.language);
        if self.settings.shows_chinese { language.words() } else { Language::English.words() }
    }

    /// The other language, where both can be shown.
    pub(super) fn switch_language(&mut self) {
        let language = self.session.language.unwrap_or(self.settings.language).other();
        if self.settings.shows_chinese && self.session.person.is_some() {
            // The kiosk's own language is nobody's to change for the others.
            self.session.language = Some(language);
        } else if self.settings.shows_chinese {
            self.settings.language = language;
        } else {
            let words = self.words();
            self.tell_info(words.english_only(), vec![]);
        }
    }

    /// What the key of the languages says: the other one's name in its own letters, where they can be shown.
    pub(super) fn other_language(&self) -> String {
        let words = self.words();
        if self.settings.shows_chinese { words.key_language() } else { words.key_language_plain() }
    }
}
