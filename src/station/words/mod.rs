//! The words of the screens, in English and Simplified Chinese.
//!
//! One table for both languages, in a file for each subject: a phrase cannot exist in one of them only, and the compiler
//! checks the placeholders of both. The terms are those of a workshop; docs/words.md lists them.

mod driver_words;
mod identifiers;
mod job_terms;
mod phrases;
mod remarks;
mod terms;
#[cfg(test)]
mod tests;

pub use phrases::Words;

/// Language of a kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    #[default]
    English,
    Chinese,
}

impl Language {
    /// The code in configuration files: `en`, `zh-CN`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-CN",
        }
    }

    pub fn from_code(code: &str) -> Option<Language> {
        [Language::English, Language::Chinese].into_iter().find(|language| language.code() == code)
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Language {
        match self {
            Language::English => Language::Chinese,
            Language::Chinese => Language::English,
        }
    }

    /// The words of this language.
    pub fn words(self) -> Words {
        Words(self)
    }
}

/// The table of phrases: `name(placeholder, ..) => "English {placeholder}", "中文 {placeholder}";`.
macro_rules! table {
    ($($name:ident $(($($arg:ident),+))? => $en:literal, $zh:literal;)*) => {
        impl Words {
            $(
                #[doc = concat!("`", $en, "`")]
                pub fn $name(self $($(, $arg: impl std::fmt::Display)+)?) -> String {
                    match self.0 {
                        Language::English => format!($en),
                        Language::Chinese => format!($zh),
                    }
                }
            )*
        }

        /// Every phrase as it stands in this table: name, English, Chinese.
        #[cfg(test)]
        pub(in crate::station::words) const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $en, $zh)),*];
    };
}
use table;
