//! What devices are unwell with.

use crate::station::words::{Language, Words, table};

table! {
    // Device trouble.
    paper_out => "label roll empty", "标签纸用完";
    ribbon_out => "ribbon empty", "碳带用完";
    cover_open => "cover open", "盖子未关";
    printer_paused => "paused", "已暂停打印";
    too_hot => "too hot", "过热";
    no_answer => "does not answer: probably paper or head", "无应答：可能缺纸或打印头问题";

    english_only => "This console has no Chinese letters, so everything is in English. kmscon or a terminal window shows both.", "此控制台没有汉字字形，界面只能用英文。可改用 kmscon 或终端窗口。";
}
