//! The words of the demo itself, in English and Simplified Chinese. Those of the screens are in `station::words`.

use std::fmt::Display;

use crate::domain::catalogue::{BinKind, Part};
use crate::domain::person::{Bilingual, Role};
use crate::import::{PersonRole, PersonRow};
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

impl Words {
    /// What a part is called.
    pub(super) fn part(self, part: &Part) -> String {
        self.screens().pick(&Bilingual { en: part.name_en.clone(), zh: part.name_zh.clone() })
    }

    /// What a bin is for.
    pub(super) fn bin_kind(self, kind: BinKind) -> String {
        match kind {
            BinKind::Shelf => self.shelf(),
            BinKind::OpenShelf => self.open_shelf(),
            BinKind::GoodsIn => self.goods_in(),
        }
    }

    /// What somebody is in the shop.
    pub(super) fn role(self, role: PersonRole) -> String {
        self.screens().role(match role {
            PersonRole::Technician => Role::Technician,
            PersonRole::Clerk => Role::Clerk,
            PersonRole::Lead => Role::Lead,
            PersonRole::Adviser => Role::Adviser,
            PersonRole::Admin => Role::Admin,
        })
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
    prints(name) => "{name} prints a label for a part and one for a job.", "{name} 打印配件标签和工单标签。";
    mistakes => "Codes that are not ours, damaged, or read twice.", "陌生、损坏和连读的条码。";
    finishes(name, checker) => "{name} finishes the job and checks it; {checker} checks it as well.", "{name} 完工并自检；{checker} 互检。";
    closes => "The books are closed and checked.", "结账核对。";
    shift_broke_off(why) => "The shift broke off: {why}", "演示中断：{why}";
    waited(kiosk, what) => "{kiosk}: waited in vain for {what}", "{kiosk}：未等到 {what}";
    books_ok(records, ticks, labels) => "books: ok {records} records, 2 kiosks, {ticks} ticks, {labels} labels", "books: ok {records} 条记录，2 台终端，{ticks} 次保存，{labels} 张标签";
    books_not_ok(n) => "books: NOT ok, {n} differences", "books: NOT ok，{n} 处不符";

    // The tray.
    tray => "Tray: what you can scan", "托盘：可扫的东西";
    tray_empty => "Nothing like that.", "没有匹配项。";
    tab_people => "People", "人员";
    tab_jobs => "Jobs", "工单";
    tab_parts => "Parts", "配件";
    tab_bins => "Bins", "货位";
    tab_cards => "Cards", "指令卡";
    tab_other => "Other", "其他";
    shelf => "behind the counter", "柜台库房";
    open_shelf => "open shelf", "开放货架";
    goods_in => "deliveries", "收货区";
    other_ean => "a cabin filter's box", "空调滤清器包装";
    other_box => "a box of ten drain plugs", "放油螺栓一盒十只";
    other_lot => "an oil filter with its lot", "机油滤芯，带批号";
    other_delivery => "a delivery's pallet label", "到货托盘标签";
    other_vin => "the car of job 4711", "工单 4711 的车";
    other_badge_name => "Badge", "工牌";
    other_badge => "of somebody else", "外人的工牌";
    other_unknown => "nobody knows it", "陌生条码";
    other_damaged_name => "Damaged", "损坏";
    other_damaged => "one of our labels, misread", "本店标签，读错";
    other_tags => "15 pieces on the reader", "感应区放入 15 件";
    other_no_tags => "nothing on the reader", "感应区清空";
    other_twice_name => "Twice", "连读";
    other_twice => "the same label twice at once", "同一标签连读两次";
    other_noise_name => "Noise", "乱码";
    other_noise => "control characters", "控制字符";
    enter => "Enter", "回车";
    key_scan => "scan", "扫描";
    key_kiosk => "kiosk", "终端";
    key_tray => "tray", "托盘";
    key_turn => "turn", "换页";
    key_search => "search", "查找";
    key_quit => "quit", "退出";
    key_label => "label", "标签";
    key_paper => "paper out", "缺纸";
    key_unplug => "unplug hub", "断开服务器";
    key_plug => "plug hub in", "接上服务器";
    key_back => "back", "返回";
    hub_unplugged => "hub unplugged", "服务器已断开";
    paper_taken => "no paper", "缺纸";
    no_label => "Nothing is printed yet: choose a label at the kiosk (F7).", "尚未打印：请在终端按 F7 打印标签。";
    labels => "Labels", "标签";
    label(what) => "Label as the printer got it: {what}", "打印机收到的标签：{what}";
}
