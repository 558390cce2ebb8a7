//! The words of the demo itself, in English and Simplified Chinese. Those of the screens are in `station::words`.

use std::fmt::Display;

use crate::domain::person::Bilingual;
use crate::import::PersonRow;
use crate::station::words::Language;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words(pub(super) Language);

impl Words {
    /// The words of the screens.
    pub(super) fn screens(self) -> crate::station::words::Words {
        self.0.words()
    }

    /// What a person is called.
    pub(super) fn name(self, person: &PersonRow) -> String {
        self.screens().pick(&Bilingual { en: person.name_en.clone(), zh: person.name_zh.clone() })
    }
}

/// The table of phrases, as in `station::words`.
macro_rules! table {
    ($($name:ident $(($($arg:ident),+))? => $en:literal, $zh:literal;)*) => {
        impl Words {
            $(
                pub(super) fn $name(self $($(, $arg: impl Display)+)?) -> String {
                    match self.0 {
                        Language::English => format!($en),
                        Language::Chinese => format!($zh),
                    }
                }
            )*
        }
    };
}

table! {
    // The scripted shift.
    opens(url, jobs, parts) => "The hub listens on {url}: {jobs} jobs, {parts} parts.", "服务器在 {url}：{jobs} 个工单，{parts} 种配件。";
    starts_work(name) => "{name} starts a job in the bay.", "{name} 在工位开工。";
    issues(name, receiver) => "{name} issues its parts at the counter, oil by the litre; {receiver} signs.", "{name} 在柜台发料，机油按升计；{receiver} 签收。";
    fits(name) => "{name} confirms what goes into the car.", "{name} 确认装车。";
    switches(name) => "{name} starts one job, switches to another, and has to wait for parts.", "{name} 开工、换单，随后待料。";
    hub_off => "The hub is cut off. Both kiosks go on.", "服务器断开，两台终端照常工作。";
    hub_on => "The hub is back.", "服务器恢复。";
    gives_back(name) => "{name} takes a part back.", "{name} 退料。";
    receives(name) => "{name} takes a delivery in and puts it away.", "{name} 收货入库并上架。";
    prints(name) => "{name} prints a label.", "{name} 打印标签。";
    mistakes => "Codes that are not ours, damaged, or read twice.", "陌生、损坏和连读的条码。";
    finishes(name, checker) => "{name} finishes the job and checks it; {checker} checks it as well.", "{name} 完工并自检；{checker} 互检。";
    closes => "The books are closed and checked.", "结账核对。";
    shift_broke_off(why) => "The shift broke off: {why}", "演示中断：{why}";
    waited(kiosk, what) => "{kiosk}: waited in vain for {what}", "{kiosk}：未等到 {what}";
    books_ok(records, ticks, labels) => "books: ok {records} records, 2 kiosks, {ticks} ticks, {labels} labels", "books: ok {records} 条记录，2 台终端，{ticks} 次保存，{labels} 张标签";
    books_not_ok(n) => "books: NOT ok, {n} differences", "books: NOT ok，{n} 处不符";
}
