//! A catalogue that is listened to: what it says goes into the black box. And one that says it again.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::BlackBox;
use crate::domain::catalogue::{Bin, Catalogue, CheckItem, CodeHit, CodeKind, Guide, Part};
use crate::domain::ids::{BinId, PartNo};
use crate::domain::person::Bilingual;
use crate::record::answers::Answer;

/// The catalogue, and who listens.
pub struct Listening<'a> {
    pub inner: &'a dyn Catalogue,
    pub to: &'a Mutex<BlackBox>,
}

impl Listening<'_> {
    /// What is asked again in one step is answered the same.
    fn note(&self, question: String, answer: impl FnOnce() -> Answer) {
        let mut to = super::locked(self.to);
        if to.is_new(&question) {
            to.answered(question, answer());
        }
    }
}

/// What was said, by its question. To any other it says nothing.
#[derive(Default)]
pub(super) struct Said {
    pub(super) known: BTreeMap<String, Answer>,
}

/// One table for both: `call(arguments) -> type, question => kind of answer, to a list, from a list`.
macro_rules! catalogue {
    ($($name:ident($($arg:ident: $type:ty),*) -> $result:ty, $question:literal, $kind:ident, $list:expr, $back:expr;)*) => {
        impl Catalogue for Listening<'_> {
            $(fn $name(&self, $($arg: $type),*) -> $result {
                let said = self.inner.$name($($arg),*);
                let list = $list;
                self.note(format!($question), || Answer::$kind(list(&said)));
                said
            })*
        }

        impl Catalogue for Said {
            $(fn $name(&self, $($arg: $type),*) -> $result {
                let list = match self.known.get(&format!($question)).cloned() {
                    Some(Answer::$kind(list)) => list,
                    _ => Vec::new(),
                };
                let back = $back;
                back(list)
            })*
        }
    };
}

fn first<T>(list: Vec<T>) -> Option<T> {
    list.into_iter().next()
}

fn one<T: Clone>(said: &Option<T>) -> Vec<T> {
    said.iter().cloned().collect()
}

fn all<T: Clone>(said: &[T]) -> Vec<T> {
    said.to_owned()
}

fn same<T>(list: Vec<T>) -> Vec<T> {
    list
}

catalogue! {
    part(number: &PartNo) -> Option<Part>, "part {number}", Parts, one, first;
    bin(id: &BinId) -> Option<Bin>, "bin {id}", Bins, one, first;
    goods_in() -> Option<BinId>, "goods in", Names, one, first;
    shelves() -> Vec<Bin>, "shelves", Bins, all, same;
    code(kind: CodeKind, code: &str) -> Vec<CodeHit>, "code {kind:?} {code}", Codes, all, same;
    search(query: &str, limit: usize) -> Vec<Part>, "search {limit} {query}", Parts, all, same;
    guides(code: &str, model: &str, vin: &str) -> Vec<Guide>, "guides {code:?} {model:?} {vin:?}", Guides, all, same;
    skill(code: &str) -> Option<Bilingual>, "skill {code}", Titles, one, first;
    check_list(code: &str) -> Vec<CheckItem>, "check list {code}", Items, all, same;
}
